/* What the forms mean, how old each feed is, what the promise is. */

import { arrange, bdi, el, sentence, setAttr, setText } from './dom.js';
import { icon } from './icons.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';

const LEGEND = ['normal', 'warning', 'critical', 'stale', 'no_data'];
const FEEDS_SHOWN = 4;

export class Footer {
  #feeds = new Map();

  constructor(element) {
    this.words = LEGEND.map(() => el('span'));
    this.facts = el('ul', { class: 'facts' });
    this.definition = el('li');
    this.rest = el('li');
    element.append(
      el('ul', { class: 'legend' }, ...LEGEND.map((name, i) =>
        el('li', { class: `legend-${name}` }, icon(name), this.words[i]))),
      this.facts,
    );
  }

  update(state, ctx) {
    const { catalog } = ctx;
    LEGEND.forEach((name, i) =>
      setText(this.words[i], catalog.text(`legend.${name}`)));
    const names = Object.keys(state?.feeds ?? {}).sort();
    const shown = names.slice(0, FEEDS_SHOWN);
    for (const name of shown) {
      if (!this.#feeds.has(name)) {
        this.#feeds.set(name, el('li', { class: 'feed' }));
      }
    }
    const rest = names.length - shown.length;
    setText(this.rest, catalog.fill('feed.more',
      { n: format.number(rest, catalog) }, rest));
    const definition = board.definition(state);
    if (definition) {
      const { threshold, most } = definition;
      setText(this.definition, catalog.fill('footer.definition', {
        kpi: board.kpiTitle(catalog, definition.kpi),
        threshold: [threshold, ...(most > threshold ? [most] : [])]
          .map((span) => format.age(span, catalog)).join(' – '),
        window: catalog.text(`window.${definition.window}`),
      }));
    }
    arrange(this.facts, [
      ...shown.map((name) => this.#feeds.get(name)),
      ...(rest > 0 ? [this.rest] : []),
      ...(definition ? [this.definition] : []),
    ]);
    this.tick(state, ctx);
  }

  tick(state, ctx) {
    for (const [name, element] of this.#feeds) {
      const feed = state?.feeds?.[name];
      if (feed) {
        this.#drawFeed(element, name, feed, ctx);
      }
    }
  }

  #drawFeed(element, name, feed, { catalog, time, utcOffset, fresh }) {
    const at = (t) => format.instant(t, time, utcOffset, catalog);
    const age = board.feedAge(feed, time, fresh);
    const values = {
      feed: bdi(name),
      age: age === null ? '' : format.age(age, catalog),
      time: at(feed.heard ?? feed.event ?? 0),
      from: at(feed.gap_from ?? 0),
      to: at(feed.gap_to ?? 0),
    };
    const key = feed.state === 'gap' && feed.gap_to === undefined
      ? 'feed.gap_open' : `feed.${feed.state}`;
    const now = JSON.stringify([key, { ...values, feed: name }]);
    if (element.key !== now) {
      element.key = now;
      setAttr(element, 'data-state', feed.state);
      element.replaceChildren(...sentence(catalog, key, values));
    }
  }
}
