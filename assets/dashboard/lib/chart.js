/*
 * The scale of a trend that has a tile of its own, and its axis of time. Pure;
 * the same rules as the wall's (display/layout/chart.c).
 */

const NUMBERS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000,
  2500, 5000, 10000, 20000, 25000, 50000, 100000];
const SPANS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400,
  21600, 43200, 86400].map((s) => s * 1000);
const DAY_SLOTS_LEAST = 48; /* half a day, so that mornings leave room */
const MINUTE = 60000;

const isTime = (unit) => unit === 'ms' || unit === 'since';

function roundStep(unit, least) {
  const steps = isTime(unit) ? SPANS : NUMBERS;
  return steps.find((step) => step >= least) ??
    (Math.floor(least / steps.at(-1)) + 1) * steps.at(-1);
}

/* { low, high, step } in the unit of the tile. */
export function scaleOf(tile, fromZero) {
  const { unit, target, worse } = tile;
  if (tile.scale_from !== undefined && tile.scale_to !== undefined) {
    return { low: tile.scale_from, high: tile.scale_to,
      step: roundStep(unit, (tile.scale_to - tile.scale_from) / 4) };
  }
  const values = (tile.trend?.points ?? []).filter((p) => p !== null);
  if (target !== undefined && !fromZero) {
    values.push(target);
  }
  let low = values.length > 0 ? Math.min(...values) : 0;
  let high = values.length > 0 ? Math.max(...values) : 0;
  if (low > 0 && (fromZero || low < high * 0.4)) {
    low = 0;
  }
  const step = roundStep(unit, (high - low) / 3);
  low = Math.floor(low / step) * step;
  high = Math.ceil(high / step) * step;
  if (high <= low) {
    high = low + step;
  }
  if (unit === 'percent' && worse === 'below') {
    high = Math.min(high, 100);
  }
  return { low, high, step };
}

/* The values at which lines of the scale are drawn. */
export function linesOf({ low, high, step }) {
  const lines = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) {
    lines.push(at);
  }
  return lines;
}

/* How far up a value stands, in percent; within the scale. */
export function heightOf({ low, high }, value) {
  return Math.min(1, Math.max(0, (value - low) / (high - low))) * 100;
}

/*
 * Where the points stand: { slots, start, step, centred }. A day's points
 * stand for spans side by side, those of an hour for instants.
 */
export function axisOf({ span, trend }) {
  const { points, step_ms: step, end } = trend;
  if (span === 'day') {
    return { slots: Math.max(points.length, DAY_SLOTS_LEAST), step,
      start: end - points.length * step, centred: true };
  }
  const slots = Math.max(1, points.length - 1);
  return { slots, step, start: end - slots * step, centred: false };
}

/* Round times of day along the axis: [{ at, percent }], at most so many. */
export function timesOf({ slots, start, step }, utcOffset, most) {
  const every = [15, 30, 60, 120, 180, 240, 360, 720].map((m) => m * MINUTE)
    .find((ms) => (slots * step) / ms <= most) ?? 1440 * MINUTE;
  const first = Math.ceil((start + utcOffset) / every) * every - utcOffset;
  const times = [];
  for (let at = first; at <= start + slots * step; at += every) {
    times.push({ at, percent: ((at - start) / (slots * step)) * 100 });
  }
  return times;
}
