/* A number: its name, its value and unit, its trend, what it means. */

import './since.js';
import './spark.js';
import { el, setAttr, setText } from './dom.js';
import { Tile, isStale, staleText, statusLine } from './tile.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';

export class NumberTile extends Tile {
  constructor() {
    super('number');
    this.name = el('h2', { class: 'number-name' });
    this.scope = el('bdi', { class: 'number-scope' });
    this.window = el('span', { class: 'number-window' });
    this.value = el('wb-since', { class: 'number-value digits' });
    this.unit = el('span', { class: 'number-unit' });
    this.spark = el('wb-spark', { class: 'number-spark' });
    this.mark = el('span', { class: 'spark-mark', 'aria-hidden': 'true' });
    this.span = el('span', { class: 'spark-span' });
    this.status = statusLine();
    this.figure = el('p', { class: 'number-figure' }, this.value, this.unit);
    this.trend = el(
      'div',
      { class: 'number-trend' },
      el('div', { class: 'spark-box' }, this.spark, this.mark),
      this.span,
    );
    this.body.append(
      el('div', { class: 'number-head' },
        el('div', { class: 'number-title' }, this.name, this.scope),
        this.window),
      this.figure,
      this.trend,
      this.status.element,
    );
  }

  draw(tile, ctx) {
    const { catalog } = ctx;
    const name = board.tileTitle(tile, catalog);
    const scope = board.scopeTitle(tile, ctx.state, catalog);
    setText(this.name, name);
    setText(this.scope, scope);
    this.scope.hidden = scope === '';
    setText(this.window, board.windowText(tile, ctx));
    this.window.hidden = this.window.textContent === '';
    this.element.style.setProperty('--name',
      board.textWidth(name) + 0.75 * board.textWidth(scope));
    setAttr(this.element, 'aria-label', [name, scope].filter(Boolean).join(', '));
    this.#drawValue(tile, ctx);
    this.#drawTrend(tile, ctx);
    this.#drawStatus(tile, ctx);
  }

  #drawValue(tile, ctx) {
    const { catalog, now } = ctx;
    const empty = tile.value === undefined || tile.value === null;
    const since = tile.unit === 'since' && !empty;
    const still = board.valueText(
      tile.value, tile.unit, catalog, now, board.limitOf(tile));
    this.value.count(
      since ? tile.value : 0,
      since ? (ms) => format.duration(ms, catalog) : () => still,
      now,
      (text) => this.#fit(text),
    );
    this.value.classList.toggle('steady', !since);
    setText(this.unit, tile.unit === 'percent' && !empty
      ? catalog.text('locale.percent_sign')
      : '');
    this.unit.hidden = this.unit.textContent === '';
    this.#fit(this.value.textContent);
    setAttr(this.element, 'data-empty', empty);
  }

  #fit(text) {
    const unit = this.unit.textContent === '' ? 0 : 0.42;
    this.element.style.setProperty('--em', board.emWidth(text) + unit);
  }

  #drawTrend(tile, ctx) {
    const { catalog } = ctx;
    const limit = board.limitOf(tile);
    const height = this.spark.draw(tile.trend, limit, tile.worse);
    this.trend.hidden = this.spark.hidden;
    setAttr(this.element, 'data-trend', !this.trend.hidden);
    this.mark.hidden = height === null;
    if (height !== null) {
      this.mark.style.setProperty('top', `${height}%`);
      setText(this.mark,
        board.limitText(limit, tile.unit, catalog, false));
    }
    if (!this.trend.hidden) {
      const { points, step_ms } = tile.trend;
      const minutes = Math.round((points.length * step_ms) / 60000);
      setText(this.span, catalog.fill('trend.last_minutes', {
        n: format.number(minutes, catalog),
      }, minutes));
    }
  }

  #drawStatus(tile, ctx) {
    const { catalog, now } = ctx;
    if (isStale(ctx)) {
      setAttr(this.element, 'data-level', 'stale');
      this.status.show('stale', staleText(ctx));
      return;
    }
    const key = board.statusKey(tile, now);
    setAttr(this.element, 'data-level', tile.level);
    const limit = board.limitOf(tile);
    const target = board.limitText(limit, tile.unit, catalog);
    this.status.show(
      tile.level === 'none' ? 'none' : tile.level,
      key === null ? null : catalog.fill(key, { target }),
    );
  }
}
