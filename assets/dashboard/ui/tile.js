/*
 * What all tiles share: their place on the grid, the level as a form, and the
 * line that says how old a number is when it cannot be trusted.
 */

import { el, setAttr, setText } from './dom.js';
import { setIcon } from './icons.js';
import { instant } from '../lib/format.js';

/* A class of its own, as the header has a .clock too. */
const BODIES = { clock: 'clock-body' };

export class Tile {
  #seen = null;
  #version = null;

  constructor(kind) {
    /* The section is the container that the body's sizes are taken from. */
    this.body = el('div', { class: `body ${BODIES[kind] ?? kind}` });
    this.element = el('section', { class: `tile tile-${kind}` }, this.body);
  }

  /* Draws only what changed: another tile object, or another context. */
  update(tile, ctx) {
    if (tile === this.#seen && ctx.version === this.#version) {
      return;
    }
    const first = this.#seen === null;
    this.#seen = tile;
    this.#version = ctx.version;
    if (first || this.place !== placeOf(tile)) {
      this.place = placeOf(tile);
      this.#put(tile);
    }
    setAttr(this.element, 'data-fresh', ctx.fresh.form);
    this.draw(tile, ctx);
  }

  #put({ x, y, w, h }) {
    const style = this.element.style;
    style.setProperty('--x', x + 1);
    style.setProperty('--y', y + 1);
    style.setProperty('--w', w);
    style.setProperty('--h', h);
    this.element.dataset.size = w >= 12 ? 'wide' : w >= 8 ? 'medium' : 'small';
  }
}

const placeOf = ({ x, y, w, h }) => `${x} ${y} ${w} ${h}`;

/* The status line: an icon and words. */
export function statusLine() {
  const slot = el('span', { class: 'status-icon' });
  const words = el('span', { class: 'status-words' });
  const element = el('p', { class: 'status' }, slot, words);
  return {
    element,
    show(iconName, text) {
      element.hidden = text === null;
      if (text !== null) {
        slot.hidden = iconName === 'none';
        setIcon(slot, iconName);
        setText(words, text);
      }
    },
  };
}

export const isStale = (ctx) => ctx.fresh.form !== 'live';

export const staleIcon = (ctx) =>
  ctx.fresh.form === 'offline' ? 'offline' : 'stale';

export function staleText(ctx) {
  const { catalog, fresh, time, utcOffset } = ctx;
  const key = `status.${staleIcon(ctx)}`;
  return fresh.last
    ? catalog.fill(key, {
        time: instant(fresh.last, time, utcOffset, catalog),
      })
    : catalog.text(`${key}_never`);
}
