/* A text, and the clock of another place. */

import { el, setAttr, setText } from './dom.js';
import { Tile } from './tile.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';

export class TextTile extends Tile {
  constructor() {
    super('text');
    this.words = el('bdi');
    this.body.append(el('p', { class: 'text-words' }, this.words));
  }

  draw(tile, { catalog }) {
    const words = title(tile.title, catalog.language);
    setText(this.words, words);
    const chars = [...words].length;
    const lines = chars <= 16 ? 1 : chars <= 44 ? 2 : 3;
    this.element.style.setProperty('--chars', Math.max(chars, 4));
    this.element.style.setProperty('--lines', lines);
  }
}

export class ClockTile extends Tile {
  constructor() {
    super('clock');
    this.name = el('bdi');
    this.time = el('time', { class: 'clock-time digits steady' });
    this.date = el('p', { class: 'clock-date' });
    this.body.append(el('h2', { class: 'number-name' }, this.name),
      this.time, this.date);
  }

  draw(tile, ctx) {
    const { catalog } = ctx;
    const name = title(tile.title, catalog.language);
    setText(this.name, name);
    setAttr(this.element, 'aria-label', name || null);
    this.offset = tile.utc_offset_ms ?? ctx.utcOffset;
    this.catalog = catalog;
    this.tick(ctx.time);
  }

  /* `time` is the server's, and goes on when the numbers are stale. */
  tick(time) {
    setText(this.time, format.timeOfDay(time, this.offset, this.catalog));
    setText(this.date, format.date(time, this.offset, this.catalog));
  }
}
