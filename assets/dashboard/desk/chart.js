/*
 * A chart of quarter hours: bars for counts, lines for everything else, gaps
 * where there was no value, a dashed line for what is compared with and one
 * for the target. What it shows is in the table beside it, for everybody who
 * does not see it. Time runs from left to right in every language.
 */

import { el, setAttr, svg } from '../ui/dom.js';

const WIDTH = 960;
const HEIGHT = 260;
const LEFT = 62;
const BOTTOM = 26;
const TOP = 14;
const RIGHT = 8;

const given = (value) => value !== null && value !== undefined;

/* Round numbers from 0 to `high` in about four steps. */
export function ticks(high, unit) {
  if (unit === 'percent' && high <= 100) {
    return [0, 25, 50, 75, 100];
  }
  const steps = unit === 'ms'
    ? [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400,
      36000, 86400].map((s) => s * 1000)
    : [1, 2, 5].flatMap((n) => [n, n * 10, n * 100, n * 1e3, n * 1e4, n * 1e5])
      .sort((a, b) => a - b);
  const step = steps.find((s) => s * 4 >= high) ?? steps.at(-1);
  const result = [];
  for (let at = 0; at < high + step; at += step) {
    result.push(at);
  }
  return result;
}

const round = (n) => Math.round(n * 10) / 10;

/* The line through the points, broken where there is none. */
function lineOf(points, x, y) {
  let open = false;
  return points.map((value, i) => {
    if (!given(value)) {
      open = false;
      return '';
    }
    const step = `${open ? 'L' : 'M'}${round(x(i))} ${round(y(value))}`;
    const lonely = !open && !given(points[i + 1]);
    open = true;
    return lonely ? `${step}h0.01` : step;
  }).join('');
}

export class Chart {
  #key = '';

  constructor() {
    this.picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: 'chart-picture', role: 'img' });
    this.element = el('figure', { class: 'chart', dir: 'ltr', tabindex: '0' }, this.picture);
  }

  /*
   * `times`: instants; `points`, `compared`: values or null; `write(value)`,
   * `mark(value)` on the scale, `when(instant)`: texts; `bars`, `target`, `unit`, `label`.
   */
  draw(data) {
    const key = JSON.stringify([data.times, data.points, data.compared,
      data.target, data.label, data.bars]);
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    const { times, points, compared = [], target, label } = data;
    setAttr(this.picture, 'aria-label', label);
    const count = Math.max(times.length, 1);
    const all = [...points, ...compared, target].filter(given);
    const marks = ticks(Math.max(1, ...all), data.unit);
    const high = marks.at(-1);
    const wide = (WIDTH - LEFT - RIGHT) / count;
    const x = (i) => LEFT + (i + 0.5) * wide;
    const y = (value) =>
      HEIGHT - BOTTOM - (value / high) * (HEIGHT - BOTTOM - TOP);
    this.picture.replaceChildren(
      ...this.#scale(marks, y, data),
      ...this.#hours(times, x, data),
      ...(data.bars ? points.map((value, i) => this.#bar(value, x(i), y, wide))
        .filter(Boolean)
        : [svg('path', { class: 'chart-line', d: lineOf(points, x, y) })]),
      ...(compared.some(given) ? [svg('path', { class: 'chart-compared',
        d: lineOf(compared, x, y) })] : []),
      ...(given(target) ? [svg('path', { class: 'chart-target',
        d: `M${LEFT} ${round(y(target))}H${WIDTH - RIGHT}` })] : []),
      ...times.map((time, i) => this.#tip(time, i, x, wide, data)));
  }

  #scale(marks, y, { mark: write }) {
    return marks.flatMap((at) => [
      svg('path', { class: 'chart-grid',
        d: `M${LEFT} ${round(y(at))}H${WIDTH - RIGHT}` }),
      svg('text', { class: 'chart-text', x: LEFT - 8, y: round(y(at)) + 4,
        'text-anchor': 'end' }, write(at)),
    ]);
  }

  #hours(times, x, { when }) {
    const every = Math.ceil(times.length / 12);
    return times.flatMap((time, i) => (i % every ? [] : [
      svg('text', { class: 'chart-text', x: round(x(i)), y: HEIGHT - 6,
        'text-anchor': 'middle' }, when(time)),
    ]));
  }

  #bar(value, middle, y, wide) {
    const width = Math.max(1, wide * 0.72);
    return !given(value) ? null : svg('rect', {
      class: 'chart-bar', x: round(middle - width / 2), width: round(width),
      y: round(y(value)), height: round(Math.max(0, y(0) - y(value))) });
  }

  /* What the pointer is told; keys have the table. */
  #tip(time, i, x, wide, { points, compared = [], write, when }) {
    const texts = [points[i], ...(given(compared[i]) ? [compared[i]] : [])]
      .map((value) => (given(value) ? write(value) : '\u2013'));
    return svg('rect', { class: 'chart-tip', x: round(x(i) - wide / 2), y: 0,
      width: round(wide), height: HEIGHT },
    svg('title', {}, `${when(time)}: ${texts.join(' / ')}`));
  }
}
