/*
 * A trend as SVG path data in a box of 100 by 100, y growing downwards. Gaps
 * (null points) stay gaps. Time runs from left to right in every language.
 */

const PAD = 0.12;

function range(points, target) {
  const values = points.filter((p) => p !== null);
  if (target !== undefined && target !== null) {
    values.push(target);
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  const pad = (high - low || Math.abs(high) || 1) * PAD;
  return { low: low - pad, high: high + pad };
}

const round = (n) => Math.round(n * 100) / 100;

/* Where the line between two points crosses the target. */
function crossing(a, b, target) {
  const share = (target - a.value) / (b.value - a.value);
  return a.x + (b.x - a.x) * share;
}

/* The parts of the line on the wrong side, closed along the target. */
function breach(run, target, worse, y) {
  const wrong = (p) => (worse === 'above' ? p.value > target : p.value < target);
  const base = y(target);
  const pieces = [];
  let open = null;
  run.forEach((p, i) => {
    const before = run[i - 1];
    if (wrong(p) && open === null) {
      const x = before ? crossing(before, p, target) : p.x;
      open = [`M${round(x)} ${base}`];
    }
    if (wrong(p)) {
      open.push(`L${round(p.x)} ${p.y}`);
    } else if (open !== null) {
      open.push(`L${round(crossing(before, p, target))} ${base}Z`);
      pieces.push(open.join(''));
      open = null;
    }
  });
  if (open !== null) {
    open.push(`L${round(run.at(-1).x)} ${base}Z`);
    pieces.push(open.join(''));
  }
  return pieces.join('');
}

/*
 * Returns null when there is nothing to draw, else { line, area, dot, target }:
 * path data, and the target's height in percent from the top or null. A
 * `scale` { low, high } takes the place of the points' own.
 */
export function trendPaths(points, target, worse, scale) {
  const limited = target !== undefined && target !== null;
  if (!points?.some((p) => p !== null)) {
    return null;
  }
  const { low, high } = scale ?? range(points, target);
  const within = (value) => Math.min(high, Math.max(low, value));
  const y = (value) =>
    round(100 - ((within(value) - low) / (high - low)) * 100);
  const step = 100 / Math.max(1, points.length - 1);
  const runs = [];
  points.forEach((value, i) => {
    if (value === null) {
      return;
    }
    if (i === 0 || points[i - 1] === null) {
      runs.push([]);
    }
    runs.at(-1).push({ x: round(i * step), y: y(value), value });
  });
  const draw = (run) =>
    run.map((p, i) => `${i ? 'L' : 'M'}${p.x} ${p.y}`).join('') +
    (run.length === 1 ? 'h0' : '');
  const last = runs.at(-1).at(-1);
  return {
    line: runs.map(draw).join(''),
    area: limited
      ? runs.map((run) => breach(run, target, worse, y)).join('')
      : '',
    dot: points.at(-1) === null ? null : { x: last.x, y: last.y },
    target: limited ? y(target) : null,
  };
}
