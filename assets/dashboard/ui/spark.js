/*
 * <wb-spark>: a trend line with its target, the breach filled, the last value
 * as a dot. Stretches to whatever box it is given; strokes keep their width.
 */

import { svg } from './dom.js';
import { trendPaths } from '../lib/trend.js';

const stroke = (name, d) =>
  svg('path', { class: name, d, 'vector-effect': 'non-scaling-stroke' });

class Spark extends HTMLElement {
  #key = '';

  /* Returns the height of the target in percent from the top, or null. */
  draw(trend, target, worse) {
    const key = JSON.stringify([trend?.points, target, worse]);
    const paths = trendPaths(trend?.points, target, worse);
    this.hidden = paths === null;
    if (key === this.#key || paths === null) {
      return paths?.target ?? null;
    }
    this.#key = key;
    const { line, area, dot } = paths;
    const picture = svg('svg', {
      viewBox: '0 0 100 100',
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    });
    if (area) {
      picture.append(svg('path', { class: 'spark-area', d: area }));
    }
    if (paths.target !== null) {
      picture.append(stroke('spark-target', `M0 ${paths.target}H100`));
    }
    picture.append(stroke('spark-line', line));
    if (dot) {
      picture.append(stroke('spark-dot', `M${dot.x} ${dot.y}h0`));
    }
    this.replaceChildren(picture);
    return paths.target;
  }
}

customElements.define('wb-spark', Spark);
