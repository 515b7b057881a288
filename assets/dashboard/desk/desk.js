/*
 * The desk beside the board: which of its pages is open, and what they share.
 */

import { el, setAttr, setText } from '../ui/dom.js';
import { ask } from '../lib/api.js';
import { Directory } from '../lib/directory.js';
import { Poll } from '../lib/poll.js';
import { readRoute, writeRoute } from '../lib/route.js';
import { Explain } from './explain.js';

const PAGES = {
  queues: () => import('./queues.js'),
  queue: () => import('./queue.js'),
  agents: () => import('./agents.js'),
  agent: () => import('./agent.js'),
  alerts: () => import('./alerts.js'),
  back: () => import('./back.js'),
  views: () => import('./views.js'),
  edit: () => import('./edit.js'),
};

const DIRECTORY_MS = 5000;

export class Desk {
  #view = null;
  #open = ''; /* place and name of the view */
  #ctx = null;
  #stale = true; /* what is drawn is not what there is */
  #version = null; /* of the context that it was drawn in */

  /* `watch` tells of new alerts wherever the reader is. */
  constructor(element, changed, watch) {
    this.element = element;
    this.changed = () => {
      this.#stale = true;
      changed();
    };
    this.watch = watch;
    this.acting = null;
    this.heading = el('h2', { class: 'desk-title', tabindex: '-1' });
    this.kpis = new Map();
    this.directory = new Directory(null);
    this.people = null;
    this.explain = new Explain(this);
  }

  /* The KPIs are those of a daemon that may have been replaced: by question. */
  async #learn() {
    if (this.kpis.size === 0) {
      const { kpis } = await ask('kpis');
      this.kpis = new Map(kpis.map((kpi) => [kpi.name, kpi]));
    }
  }

  #watch() {
    this.people ??= new Poll(async (signal) => {
      const [answer] = await Promise.all(
        [ask('directory', {}, signal), this.#learn()]);
      this.directory = new Directory(answer);
      return answer;
    }, DIRECTORY_MS, () => this.changed());
  }

  /* The board is back. */
  leave() {
    this.#view?.stop();
    this.#view = null;
    this.#open = '';
    this.element.replaceChildren();
    this.people?.stop();
    this.people = null;
  }

  /* `moved`: the reader came from another page, and hears where to. */
  async show(route, moved) {
    this.#watch();
    const open = writeRoute({ place: route.place, name: route.name });
    if (open === this.#open) {
      this.#view?.go(route);
      this.changed();
      return;
    }
    this.#open = open;
    const { default: View } = await PAGES[route.place]();
    if (open !== this.#open) {
      return;
    }
    this.#view?.stop();
    this.#view = new View(this, readRoute(location.hash));
    this.element.replaceChildren(this.heading, this.#view.element);
    scrollTo(0, 0);
    this.changed();
    if (moved) {
      this.draw(this.#ctx);
      this.heading.focus({ preventScroll: true });
    }
  }

  /* Other parameters for the page that is open; no step back for each. */
  set(params) {
    const route = readRoute(location.hash);
    const wanted = writeRoute(
      { ...route, params: { ...route.params, ...params } });
    history.replaceState(null, '', location.pathname + location.search + wanted);
    this.#view?.go(readRoute(wanted));
    this.changed();
  }

  /*
   * Asks who does something about alerts, and does it: { act: 'acknowledge' |
   * 'shelve' | 'unshelve', alerts: [[id, alert], ...] }.
   */
  async act(what) {
    const { AlertAct } = await import('./alert_act.js');
    this.acting ??= new AlertAct(this, () => this.#view?.acted?.());
    this.acting.open(what);
  }

  unit(kpi) {
    return this.kpis.get(kpi)?.unit ?? 'count';
  }

  draw(ctx) {
    this.#ctx = ctx;
    /* The board's states come often, and are no news here. */
    if (ctx === null || (!this.#stale && ctx.version === this.#version)) {
      return;
    }
    this.#stale = false;
    this.#version = ctx.version;
    if (this.#view !== null) {
      const stale = ctx.fresh.form !== 'live';
      setAttr(this.element, 'data-fresh', ctx.fresh.form);
      setText(this.heading, this.#view.title(ctx));
      setAttr(this.heading, 'data-stale', stale);
      this.#view.draw(ctx);
    }
    this.explain.draw(ctx);
    this.acting?.draw(ctx);
  }

  tick(ctx) {
    this.#ctx = ctx;
    this.#view?.tick?.(ctx);
    this.explain.tick(ctx);
  }

  get ctx() {
    return this.#ctx;
  }

  title(ctx) {
    return this.#view?.title(ctx) ?? '';
  }
}
