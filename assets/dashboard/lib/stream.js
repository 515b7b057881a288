/*
 * The board state of one view, kept up to date over a WebSocket for ever
 * (PROTOCOL.md, section 4).
 *
 * Freshness is derived from instants, never from counting ticks: timers are
 * throttled in background tabs and stand still during sleep. `check()` does
 * whatever is due; the owner calls it about twice a second, or whenever.
 *
 * Fires 'state' (a new state) and 'link' (another link state).
 */

import { backoff } from './backoff.js';
import { mergePatch } from './merge_patch.js';
import { ServerClock } from './server_clock.js';

export const SUBPROTOCOL = 'wallboard.v1';
const PROTOCOL = 1;
const STALE_MS = 4000; /* silence after which what is shown is stale */
const DEAD_MS = 10000; /* silence after which the connection is given up */

/* connecting: nothing was received yet since the page was opened. */
export const LINK_STATES = ['connecting', 'live', 'stale', 'offline'];

export class Stream extends EventTarget {
  #url;
  #make;
  #local;
  #random;
  #socket = null;
  #attempt = 0;
  #opened = 0; /* local instant of the attempt that is under way */
  #retryAt = null; /* local instant of the next attempt */
  #heard = null; /* local instant of the last message of this connection */
  #greeted = false;
  #synced = false; /* a snapshot came on this connection */
  #misses = 0;

  state = null;
  revision = null;
  view = null;
  refused = false; /* the daemon knows no such view */
  link = { state: 'connecting', detail: '' };
  clock;

  /* `env` replaces what the browser offers, for tests. */
  constructor(url, env = {}) {
    super();
    this.#url = url;
    this.#make = env.make ?? ((u) => new WebSocket(u, SUBPROTOCOL));
    this.#local = env.now ?? Date.now;
    this.#random = env.random ?? Math.random;
    this.clock = new ServerClock(this.#local);
  }

  start() {
    this.#connect();
  }

  stop() {
    this.#drop();
  }

  /* The tab woke or the network came back: wait for no timer. */
  wake() {
    if (this.#socket === null) {
      this.#retryAt = this.#local();
    }
    this.check();
  }

  /* ms since anything was heard on the connection there is. */
  get silence() {
    return this.#local() - (this.#heard ?? this.#opened);
  }

  check() {
    const now = this.#local();
    if (this.#socket === null) {
      if (this.#retryAt !== null && now >= this.#retryAt) {
        this.#connect();
      }
      return;
    }
    if (this.silence > DEAD_MS) {
      this.#lost('silent');
    } else if (this.silence > STALE_MS) {
      this.#setLink(this.state === null ? 'offline' : 'stale', 'silent');
    }
  }

  #connect() {
    this.#retryAt = null;
    this.#opened = this.#local();
    this.#heard = null;
    this.#greeted = false;
    this.#synced = false;
    this.#misses = 0;
    let socket;
    try {
      socket = this.#make(this.#url);
    } catch (error) {
      this.#lost(String(error.message));
      return;
    }
    this.#socket = socket;
    const mine = (act) => (event) => socket === this.#socket && act(event);
    socket.onmessage = mine((event) => this.#receive(event.data));
    socket.onclose = mine((event) => this.#lost(event.reason || 'closed'));
    socket.onerror = mine(() => this.#lost('no connection'));
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) {
      socket.onmessage = socket.onclose = socket.onerror = null;
      socket.close();
    }
  }

  #lost(detail) {
    this.#drop();
    this.#retryAt = this.#local() + backoff(this.#attempt, this.#random);
    this.#attempt++;
    /* A daemon's refusal says more than the closing that follows it. */
    const keep = detail === 'closed' && this.link.state === 'offline';
    this.#setLink('offline', keep ? this.link.detail : detail);
  }

  #receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      this.#lost('not JSON');
      return;
    }
    this.#heard = this.#local();
    if (Number.isFinite(message.time)) {
      this.clock.observe(message.time);
    }
    switch (message.type) {
      case 'hello':
        this.#hello(message);
        break;
      case 'snapshot':
        this.clock.reset();
        this.clock.observe(message.time);
        this.#synced = true;
        this.#take(message.state, message);
        break;
      case 'patch':
        this.#patch(message);
        break;
      case 'heartbeat':
        this.#heartbeat(message);
        break;
      case 'error':
        this.refused = true;
        this.#setLink('offline', String(message.error));
        break;
      default: /* a later version's: not ours to judge */
    }
  }

  #hello(message) {
    if (message.protocol !== PROTOCOL) {
      this.#lost(`protocol ${message.protocol}`);
      return;
    }
    this.#greeted = true;
    this.view = message.view;
  }

  #patch(message) {
    if (!this.#synced || message.from !== this.revision) {
      this.#lost('revision');
      return;
    }
    this.#take(mergePatch(this.state, message.patch), message);
  }

  /* One heartbeat may have overtaken a patch that is being made; two not. */
  #heartbeat(message) {
    this.#misses = message.revision === this.revision ? 0 : this.#misses + 1;
    if (this.#misses > 1) {
      this.#lost('revision');
    } else if (this.#synced) {
      this.#setLink('live', '');
    }
  }

  #take(state, message) {
    if (!this.#greeted) {
      this.#lost('no hello');
      return;
    }
    this.state = state;
    this.refused = false;
    this.revision = message.revision;
    this.#misses = 0;
    this.#attempt = 0;
    this.clock.fromEvents = state.centre?.clock === 'events';
    this.dispatchEvent(new Event('state'));
    this.#setLink('live', '');
  }

  #setLink(state, detail) {
    if (this.link.state === state && this.link.detail === detail) {
      return;
    }
    this.link = { state, detail };
    this.dispatchEvent(new Event('link'));
  }
}
