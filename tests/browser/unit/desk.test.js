/* The desk's pure parts: addresses, sorting, windows, rotation. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rotation } from '../../../assets/dashboard/lib/rotation.js';
import { readRoute, sectionOf, writeRoute }
  from '../../../assets/dashboard/lib/route.js';
import { matches, readSort, sorted, visible, writeSort }
  from '../../../assets/dashboard/lib/sort.js';

test('an address leads to its page and back', () => {
  const routes = [
    ['', { place: 'board', name: '', params: {} }],
    ['#/', { place: 'board', name: '', params: {} }],
    ['#/nowhere', { place: 'board', name: '', params: {} }],
    ['#/queues?sort=-offered&q=a%26b',
      { place: 'queues', name: '', params: { sort: '-offered', q: 'a&b' } }],
    ['#/queue/a%2Fb%3F', { place: 'queue', name: 'a/b?', params: {} }],
    ['#/queue/%zz', { place: 'queue', name: '%zz', params: {} }],
  ];
  for (const [hash, route] of routes) {
    assert.deepEqual(readRoute(hash), route, hash);
    assert.deepEqual(readRoute(writeRoute(route)), route, hash);
  }
  assert.equal(writeRoute({ place: 'queues', params: { q: '', by: null } }),
    '#/queues');
  assert.deepEqual(['board', 'queue', 'agent', 'back'].map(sectionOf),
    ['board', 'queues', 'agents', 'back']);
});

test('what has no value comes last, whichever way', () => {
  const rows = [3, null, 1, 2, undefined].map((value, i) => ({ value, i }));
  const order = (down) => sorted(rows, (row) => row.value, down, 'en')
    .map(({ value }) => value);
  assert.deepEqual(order(false), [1, 2, 3, null, undefined]);
  assert.deepEqual(order(true), [3, 2, 1, null, undefined]);
  const names = ['q10', 'q9', 'Q1'].map((name) => ({ name }));
  assert.deepEqual(sorted(names, (row) => row.name, false, 'en')
    .map(({ name }) => name), ['Q1', 'q9', 'q10']);
  const even = [1, 2, 3].map((i) => ({ i, same: 0 }));
  assert.deepEqual(sorted(even, (row) => row.same, true, 'en'), even);
  assert.deepEqual(readSort('-a', 'b'), { key: 'a', down: true });
  assert.deepEqual(readSort('', 'b'), { key: 'b', down: false });
  assert.equal(writeSort({ key: 'a', down: true }), '-a');
});

test('every word is looked for in all of the texts', () => {
  assert.ok(matches('', ['x']));
  assert.ok(matches('tech 2', ['Tech tier', 'q-2']));
  assert.ok(!matches('tech 3', ['Tech tier', 'q-2']));
});

test('of many rows only those in sight are drawn', () => {
  assert.deepEqual(visible(1000, 40, 0, 400), { first: 0, last: 18 });
  assert.deepEqual(visible(1000, 40, 4000, 400), { first: 92, last: 118 });
  assert.deepEqual(visible(1000, 40, 39900, 400), { first: 989, last: 1000 });
  assert.deepEqual(visible(0, 40, 0, 400), { first: 0, last: 0 });
});

const state = (name, rotation = {}, dwell = [20000, 10000, 0]) => ({
  page: { name },
  pages: ['a', 'b', 'c'].map((page, i) => ({ name: page, dwell_ms: dwell[i] })),
  rotation: { rotate: true, hold_ms: 60000, ...rotation },
});

test('pages take turns, each a little ahead of its time', () => {
  const rotation = new Rotation();
  rotation.take(state('a'), 0);
  assert.equal(rotation.due(17999), null);
  assert.equal(rotation.due(18000), 'b');
  assert.equal(rotation.due(18001), null, 'told once');
  rotation.take(state('b'), 19000);
  rotation.take(state('b'), 20000);
  assert.equal(rotation.due(26999), null);
  assert.equal(rotation.due(27000), 'a', 'c has no time of its own');
  assert.equal(rotation.due(33000), 'a', 'it did not come: once more');
});

test('nothing turns where the centre says so, or with one page', () => {
  const still = new Rotation();
  still.take(state('a', { rotate: false, front: 'b' }), 0);
  assert.equal(still.due(1e9), null);
  const lonely = new Rotation();
  lonely.take(state('a', {}, [20000, 0, 0]), 0);
  assert.equal(lonely.due(1e9), null);
});

test('a breach comes to the front, for its time and once', () => {
  const rotation = new Rotation();
  rotation.take(state('a'), 0);
  rotation.take(state('a', { front: 'c' }), 1000);
  assert.equal(rotation.due(1000), 'c');
  rotation.take(state('c', { front: 'c' }), 1500);
  assert.equal(rotation.due(59000), null);
  assert.equal(rotation.due(59500), 'a');
  rotation.take(state('a', { front: 'c' }), 60000);
  assert.equal(rotation.due(70000), null, 'it was in front already');
  rotation.take(state('a'), 71000);
  rotation.take(state('a', { front: 'c' }), 72000);
  assert.equal(rotation.due(72000), 'c', 'gone and wanted anew');
});

test('with no time to hold, it stays while it is wanted', () => {
  const rotation = new Rotation();
  rotation.take(state('a'), 0);
  rotation.take(state('a', { front: 'c', hold_ms: 0 }), 1000);
  rotation.due(1000);
  rotation.take(state('c', { front: 'c', hold_ms: 0 }), 2000);
  assert.equal(rotation.due(1e8), null);
  rotation.take(state('c', { hold_ms: 0 }), 1e8);
  assert.equal(rotation.due(1e8), 'a');
});
