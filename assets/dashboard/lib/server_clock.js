/*
 * The server's time on this machine, whose own clock may be wrong by minutes.
 * Each message says when it was made; the one that travelled fastest tells the
 * difference best, so the largest of the last few is used.
 *
 * A board whose time comes from the events (an import, a simulation) does not
 * tick between messages: there, now is what the last message said.
 */

const SAMPLES = 8;

export class ServerClock {
  #offsets = [];
  #last = null;
  #local;
  fromEvents = false;

  constructor(local = Date.now) {
    this.#local = local;
  }

  /* A message made at `time` (server, ms) has just come in. */
  observe(time) {
    this.#last = time;
    this.#offsets.push(time - this.#local());
    if (this.#offsets.length > SAMPLES) {
      this.#offsets.shift();
    }
  }

  /* A new connection, perhaps to a server whose clock was set. */
  reset() {
    this.#offsets = [];
  }

  /* Server minus local, ms. */
  get offset() {
    return this.#offsets.length ? Math.max(...this.#offsets) : 0;
  }

  get last() {
    return this.#last;
  }

  now() {
    if (this.fromEvents && this.#last !== null) {
      return this.#last;
    }
    return this.#local() + this.offset;
  }
}
