import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trendPaths } from '../../../assets/dashboard/lib/trend.js';

test('nothing to draw is nothing drawn', () => {
  assert.equal(trendPaths(undefined, 80, 'below'), null);
  assert.equal(trendPaths([], 80, 'below'), null);
  assert.equal(trendPaths([null, null], 80, 'below'), null);
});

test('the line spans the box and grows downwards from the highest', () => {
  const { line, dot } = trendPaths([0, 10], undefined, 'below');
  const [first, last] = line.slice(1).split('L').map((p) =>
    p.split(' ').map(Number));
  assert.deepEqual([first[0], last[0]], [0, 100]);
  assert.ok(first[1] > last[1]);
  assert.deepEqual([dot.x, dot.y], last);
});

test('a gap stays a gap, and a lone point is still drawn', () => {
  const { line } = trendPaths([1, null, 2, 3], undefined, 'below');
  assert.equal(line.match(/M/g).length, 2);
  assert.match(line, /^M0 [\d.]+h0M/);
});

test('a trend that ends in a gap has no dot', () => {
  assert.equal(trendPaths([1, 2, null], undefined, 'below').dot, null);
});

test('only what is on the wrong side of the target is filled', () => {
  assert.equal(trendPaths([90, 85], 80, 'below').area, '');
  const falling = trendPaths([100, 60], 80, 'below');
  assert.ok(falling.area.startsWith(`M50 ${falling.target}`));
  assert.ok(falling.area.endsWith('Z'));
  assert.equal(trendPaths([100, 60], 80, 'above').area.startsWith('M0 '), true);
  const twice = trendPaths([70, 90, 70], 80, 'below').area;
  assert.equal(twice.match(/M/g).length, 2);
});

test('a flat trend is drawn in the middle, not divided by zero', () => {
  const { line, target } = trendPaths([5, 5, 5], 5, 'above');
  assert.equal(line, 'M0 50L50 50L100 50');
  assert.equal(target, 50);
});
