/*
 * A number with its course, large: a line, or of counts by quarter hours bars.
 * Time runs from left to right in every language.
 */

import './since.js';
import { el, setAttr, setText, svg } from './dom.js';
import { Tile, isStale, staleIcon, staleText, statusLine } from './tile.js';
import * as board from '../lib/board.js';
import * as chart from '../lib/chart.js';
import * as format from '../lib/format.js';
import { trendPaths } from '../lib/trend.js';

const TIMES = 8; /* at most, along the axis */

const key = (form) => {
  const words = el('span');
  return { words,
    element: el('li', { class: `key key-${form}` }, el('i'), words) };
};

export class TrendTile extends Tile {
  #key = '';

  constructor() {
    super('trend');
    this.name = el('h2', { class: 'number-name' });
    this.window = el('span', { class: 'number-window' });
    this.status = statusLine();
    this.part = key('solid');
    this.whole = key('hollow');
    this.keys = el('ul', { class: 'keys' }, this.part.element,
      this.whole.element);
    this.value = el('wb-since', { class: 'digits' });
    this.unit = el('span', { class: 'number-unit' });
    this.plot = el('div', { class: 'plot', 'aria-hidden': 'true' });
    this.body.append(
      el('div', { class: 'trend-head' }, this.name, this.window,
        this.status.element, this.keys,
        el('p', { class: 'trend-value' }, this.value, this.unit)),
      this.plot,
    );
  }

  draw(tile, ctx) {
    const { catalog, now } = ctx;
    const name = board.tileTitle(tile, catalog);
    const scope = board.scopeTitle(tile, ctx.state, catalog);
    setText(this.name, [name, scope].filter(Boolean).join(' \u2013 '));
    setAttr(this.element, 'aria-label', this.name.textContent);
    setText(this.window, tile.window && tile.window !== 'now'
      ? catalog.text(`window.${tile.window}`) : '');
    const still = board.valueText(
      tile.value, tile.unit, catalog, now, board.limitOf(tile));
    const counts = tile.unit === 'since' && tile.value !== undefined;
    this.value.count(counts ? tile.value : 0,
      counts ? (ms) => format.duration(ms, catalog) : () => still, now);
    setText(this.unit, board.unitSign(tile, catalog));
    this.#drawStatus(tile, ctx);
    this.keys.hidden = !tile.trend?.part;
    if (tile.trend?.part) {
      setText(this.part.words, board.kpiTitle(catalog, tile.trend.part));
      setText(this.whole.words, board.kpiTitle(catalog, tile.kpi));
    }
    this.#drawPlot(tile, ctx);
  }

  #drawStatus(tile, ctx) {
    const { catalog, now } = ctx;
    if (isStale(ctx)) {
      setAttr(this.element, 'data-level', 'stale');
      this.status.show(staleIcon(ctx), staleText(ctx));
      return;
    }
    const limited = tile.level !== 'none' || tile.value === undefined;
    setAttr(this.element, 'data-level', tile.level);
    const entry = board.statusKey(tile, now);
    this.status.show(tile.level === 'none' ? 'no_data' : tile.level,
      limited && entry !== null ? catalog.fill(entry, {
        target: board.limitText(board.limitOf(tile), tile.unit, catalog),
      }) : null);
  }

  #drawPlot(tile, { catalog, utcOffset }) {
    const now = JSON.stringify(
      [tile.trend, tile.target, tile.scale_to, catalog.language, utcOffset]);
    if (this.#key === now) {
      return;
    }
    this.#key = now;
    this.plot.replaceChildren();
    if (!tile.trend?.points?.length) {
      return;
    }
    const bars = tile.span === 'day' && tile.unit === 'count';
    const scale = chart.scaleOf(tile, bars);
    const axis = chart.axisOf(tile);
    this.plot.append(
      ...this.#scale(tile, scale, catalog),
      bars ? barsOf(tile, scale, axis) : lineOf(tile, scale, axis),
      ...chart.timesOf(axis, utcOffset, TIMES)
        .filter(({ percent }) => percent > 2 && percent < 98)
        .map(({ at, percent }) => placed('left', percent, el('span',
          { class: 'plot-time' }, format.timeOfDay(at, utcOffset, catalog)))),
    );
  }

  #scale(tile, scale, catalog) {
    const mark = (at, name) => placed('bottom', chart.heightOf(scale, at),
      el('div', { class: name },
        el('bdi', {}, board.limitText(at, tile.unit, catalog))));
    const lines = chart.linesOf(scale).filter((at) => at !== tile.target)
      .map((at) => mark(at, 'plot-line'));
    const within = tile.target !== undefined && tile.target >= scale.low &&
      tile.target <= scale.high;
    return within ? [...lines, mark(tile.target, 'plot-target')] : lines;
  }
}

/* By script and not by attribute, which the content policy forbids. */
function placed(side, percent, element) {
  element.style[side] = `${percent}%`;
  return element;
}

const picture = (...children) => svg('svg', { viewBox: '0 0 100 100',
  preserveAspectRatio: 'none', class: 'plot-svg' }, ...children);

/* What counts is solid, what else came is hollow: a form, not a colour. */
function barsOf({ trend }, scale, { slots }) {
  const w = 100 / slots;
  const bars = (points, name) => points.map((value, i) => {
    const h = value === null ? 0 : chart.heightOf(scale, value);
    return h <= 0 ? null : svg('rect', { class: name, x: (i + 0.1) * w,
      width: w * 0.8, y: 100 - h, height: h,
      'vector-effect': 'non-scaling-stroke' });
  });
  const parts = trend.part_points;
  return picture(
    ...bars(trend.points, parts ? 'bar-hollow' : 'bar-solid'),
    ...(parts ? bars(parts, 'bar-solid') : []));
}

function lineOf({ trend, target, worse }, { low, high }, axis) {
  const paths = trendPaths(trend.points, target, worse, { low, high });
  if (paths === null) {
    return picture();
  }
  const { slots, centred } = axis;
  const points = trend.points.length - 1;
  /* The points' own box of 100 lies within that of the slots. */
  const width = (points / slots) * 100;
  const left = centred ? 50 / slots : 0;
  const stroke = (name, d) =>
    svg('path', { class: name, d, 'vector-effect': 'non-scaling-stroke' });
  return picture(svg('g',
    { transform: `translate(${left} 0) scale(${width / 100} 1)` },
    paths.area ? svg('path', { class: 'spark-area', d: paths.area }) : null,
    stroke('spark-line', paths.line),
    paths.dot
      ? stroke('spark-dot', `M${paths.dot.x} ${paths.dot.y}h0`) : null));
}
