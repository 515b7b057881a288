import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as chart from '../../../assets/dashboard/lib/chart.js';

const QUARTER = 900000;
const tile = (unit, points, more = {}) => ({ unit, trend: { points }, ...more });

test('a scale has round ends around what is shown, and its target', () => {
  assert.deepEqual(
    chart.scaleOf(tile('percent', [92, 76], { target: 80, worse: 'below' })),
    { low: 70, high: 100, step: 10 });
  assert.deepEqual(chart.scaleOf(tile('count', [52, 18]), true),
    { low: 0, high: 60, step: 20 });
  assert.deepEqual(chart.scaleOf(tile('ms', [9000, 41000])),
    { low: 0, high: 45000, step: 15000 });
});

test('no value, one value and equal values have a scale as well', () => {
  for (const points of [[], [null], [5], [5, 5]]) {
    const { low, high, step } = chart.scaleOf(tile('count', points));
    assert.ok(high > low && step > 0, JSON.stringify(points));
  }
});

test('a configured scale is taken as it is', () => {
  const given = tile('count', [3], { scale_from: 10, scale_to: 50 });
  assert.deepEqual(chart.scaleOf(given), { low: 10, high: 50, step: 10 });
  assert.equal(chart.heightOf(chart.scaleOf(given), 3), 0);
});

test('more than all cannot be reached, but a rate may be over it', () => {
  assert.equal(chart.scaleOf(tile('percent', [99, 40],
    { worse: 'below' })).high, 100);
  assert.ok(chart.scaleOf(tile('percent', [130, 40],
    { worse: 'above' })).high >= 130);
});

test('the quarters of a morning leave room for the day', () => {
  const end = 40 * QUARTER;
  const axis = chart.axisOf({ span: 'day',
    trend: { points: [1, 2], step_ms: QUARTER, end } });
  assert.deepEqual(axis,
    { slots: 48, step: QUARTER, start: 38 * QUARTER, centred: true });
  const full = chart.axisOf({ span: 'day',
    trend: { points: Array(96).fill(1), step_ms: QUARTER, end } });
  assert.equal(full.slots, 96);
});

test('times stand at round hours of the place', () => {
  const axis = { slots: 48, step: QUARTER, start: 1.5 * 3600000 };
  const times = chart.timesOf(axis, 3.5 * 3600000, 8);
  assert.equal(times.length, 6);
  assert.ok(times.every(({ at }) => (at + 3.5 * 3600000) % 7200000 === 0));
});
