/*
 * A number: its name, its value and unit, its trend, what it means; as a gauge
 * with a bar on its scale in place of the trend.
 */

import './since.js';
import './spark.js';
import { el, setAttr, setText } from './dom.js';
import { Tile, isStale, staleIcon, staleText, statusLine } from './tile.js';
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
    this.level = el('i');
    this.marks = ['critical', 'target'].map((name) =>
      el('b', { class: `gauge-${name}` }));
    this.ends = [el('bdi'), el('bdi')];
    this.gauge = el('div', { class: 'number-gauge', 'aria-hidden': 'true' },
      el('div', { class: 'gauge-bar' }, this.level, ...this.marks),
      el('div', { class: 'gauge-ends' }, ...this.ends));
    this.body.append(
      el('div', { class: 'number-head' },
        el('div', { class: 'number-title' }, this.name, this.scope),
        this.window),
      this.figure,
      this.trend,
      this.gauge,
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
    this.#drawGauge(tile, ctx);
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
    setText(this.unit, board.unitSign(tile, catalog));
    this.unit.hidden = this.unit.textContent === '';
    this.#fit(this.value.textContent);
    setAttr(this.element, 'data-empty', empty);
  }

  #fit(text) {
    const sign = [...this.unit.textContent].length;
    const unit = sign === 0 ? 0 : 0.1 + 0.3 * Math.max(1, sign * 0.8);
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

  #drawGauge(tile, { catalog, now }) {
    const { scale_from: from, scale_to: to, unit } = tile;
    const gauge = tile.kind === 'gauge' && to > from;
    this.gauge.hidden = !gauge;
    setAttr(this.element, 'data-gauge', gauge);
    if (!gauge) {
      return;
    }
    const along = (value) =>
      `${Math.min(1, Math.max(0, (value - from) / (to - from))) * 100}%`;
    const value = unit === 'since' && tile.value !== undefined
      ? now - tile.value : tile.value;
    this.level.style.inlineSize = value === undefined ? '0' : along(value);
    for (const [i, limit] of [tile.critical, tile.target].entries()) {
      this.marks[i].hidden = limit === undefined;
      this.marks[i].style.insetInlineStart =
        limit === undefined ? '0' : along(limit);
    }
    setText(this.ends[0], board.limitText(from, unit, catalog));
    setText(this.ends[1], board.limitText(to, unit, catalog));
  }

  #drawStatus(tile, ctx) {
    const { catalog, now } = ctx;
    if (isStale(ctx)) {
      setAttr(this.element, 'data-level', 'stale');
      this.status.show(staleIcon(ctx), staleText(ctx));
      return;
    }
    const key = board.statusKey(tile, now);
    setAttr(this.element, 'data-level', tile.level);
    const limit = board.limitOf(tile);
    const target = board.limitText(limit, tile.unit, catalog);
    const empty = tile.value === undefined || tile.value === null;
    this.status.show(
      tile.level !== 'none' ? tile.level : empty ? 'no_data' : 'none',
      key === null ? null : catalog.fill(key, { target }),
    );
  }
}
