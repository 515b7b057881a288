/* An announcement, and clocks. */

import { el, setAttr, setText } from './dom.js';
import { Tile } from './tile.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';

export class TextTile extends Tile {
  constructor() {
    super('text');
    this.name = el('bdi');
    this.head = el('h2', { class: 'panel-name' }, this.name);
    this.words = el('bdi');
    this.body.append(this.head, el('p', { class: 'text-words' }, this.words));
  }

  draw(tile, { catalog }) {
    const name = title(tile.title, catalog.language);
    const text = title(tile.text, catalog.language);
    const words = text || name;
    setText(this.name, name);
    this.head.hidden = text === '' || name === '';
    setAttr(this.element, 'data-headed', !this.head.hidden);
    setText(this.words, words);
    const chars = [...words].length;
    const lines = chars <= 16 ? 1 : chars <= 44 ? 2 : 3;
    this.element.style.setProperty('--chars', Math.max(chars, 4));
    this.element.style.setProperty('--lines', lines);
  }
}

/* One place: what it is called, its time, its date. */
class Clock {
  constructor() {
    this.name = el('bdi');
    this.time = el('time', { class: 'clock-time digits steady' });
    this.date = el('p', { class: 'clock-date' });
    this.element = el('div', { class: 'clock-place' },
      el('h2', { class: 'number-name' }, this.name), this.time, this.date);
  }

  show(name, offset, catalog) {
    setText(this.name, name);
    this.offset = offset;
    this.catalog = catalog;
  }

  tick(time) {
    setText(this.time, format.timeOfDay(time, this.offset, this.catalog));
    setText(this.date, format.date(time, this.offset, this.catalog));
  }
}

export class ClockTile extends Tile {
  #clocks = [];

  constructor() {
    super('clock');
  }

  draw(tile, ctx) {
    const { catalog } = ctx;
    const own = title(tile.title, catalog.language);
    const places = tile.zones?.length > 0 ? tile.zones : [tile];
    this.#clocks = places.map((_, i) => this.#clocks[i] ?? new Clock());
    this.body.replaceChildren(...this.#clocks.map(({ element }) => element));
    places.forEach((place, i) => {
      const alone = places.length === 1 ? own : '';
      const name = title(place.title, catalog.language) || alone ||
        (place.time_zone ? format.city(place.time_zone, catalog) : '');
      this.#clocks[i].show(name, place.utc_offset_ms ?? ctx.utcOffset,
        catalog);
    });
    setAttr(this.element, 'aria-label', own || null);
    this.element.style.setProperty('--places', places.length);
    this.tick(ctx.time);
  }

  /* `time` is the server's, and goes on when the numbers are stale. */
  tick(time) {
    for (const clock of this.#clocks) {
      clock.tick(time);
    }
  }
}
