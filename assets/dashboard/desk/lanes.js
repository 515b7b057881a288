/*
 * A day in lanes, one for each state: what lasted is a bar, what was missed a
 * mark. What it shows is in the tables beside it. Time runs from left to
 * right in every language.
 */

import { el, setAttr, svg } from '../ui/dom.js';

const WIDTH = 960;
const LEFT = 110;
const LANE = 26;
const BOTTOM = 24;
const HOUR = 3600000;

export class Lanes {
  #key = '';

  constructor() {
    this.picture = svg('svg', { class: 'chart-picture', role: 'img' });
    this.element = el('figure', { class: 'chart', dir: 'ltr', tabindex: '0' }, this.picture);
  }

  /*
   * `spells`: { lane, from, to, text }; `lanes`: [name, title]; `from`, `to`:
   * the span; `when(instant)`; `hour(instant)`: is a full hour there? `label`.
   */
  draw(data) {
    const key = JSON.stringify(data);
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    const { spells, lanes, from, to, label, utcOffset } = data;
    const height = lanes.length * LANE + BOTTOM;
    const x = (at) => LEFT + ((at - from) / Math.max(1, to - from)) *
      (WIDTH - LEFT - 8);
    const round = (n) => Math.round(n * 10) / 10;
    setAttr(this.picture, 'viewBox', `0 0 ${WIDTH} ${height}`);
    setAttr(this.picture, 'aria-label', label);
    const rows = new Map(lanes.map(([name], i) => [name, i * LANE]));
    this.picture.replaceChildren(
      ...lanes.map(([name, title]) => svg('text', { class: 'lanes-text', x: 0,
        y: rows.get(name) + 18 }, title)),
      ...hours(from, to, utcOffset).flatMap((at) => [
        svg('path', { class: 'chart-grid',
          d: `M${round(x(at))} 0V${height - BOTTOM}` }),
        svg('text', { class: 'lanes-text', x: round(x(at)), y: height - 6,
          'text-anchor': 'middle' }, data.times[at] ?? ''),
      ]),
      ...spells.filter(({ lane }) => rows.has(lane)).map((spell) =>
        svg('rect', { class: 'lane-bar', 'data-lane': spell.lane,
          x: round(x(spell.from)), y: rows.get(spell.lane) + 4,
          width: round(Math.max(1.5, x(spell.to) - x(spell.from))),
          height: LANE - 8 }, svg('title', {}, spell.text))));
  }
}

/* Full hours of the place, at most about twelve of them. */
export function hours(from, to, utcOffset) {
  const every = Math.max(1, Math.ceil((to - from) / HOUR / 12)) * HOUR;
  const result = [];
  for (let at = Math.ceil((from + utcOffset) / every) * every - utcOffset;
    at < to; at += every) {
    result.push(at);
  }
  return result;
}
