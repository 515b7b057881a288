/* A view that somebody makes: its tiles' places, what is sent, what is wrong. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMNS, FIELDS, KINDS, SIZES, arrangeTiles, newTile, pageOf,
  readFault, rowsOf, tilesOf } from '../../../assets/dashboard/lib/own_view.js';
import { isBoard, ownView, readRoute, sectionOf, writeRoute }
  from '../../../assets/dashboard/lib/route.js';

test('tiles stand where they fit, line by line, and never on one another',
  () => {
    const sizes = ['small', 'wide', 'small', 'full', 'tall', '5x3', 'medium'];
    const places = arrangeTiles(sizes.map((size) => ({ size })));
    assert.deepEqual(places.slice(0, 4),
      [[0, 0, 6, 4], [6, 0, 12, 6], [18, 0, 6, 4], [0, 6, 24, 6]]);
    const cells = new Set();
    for (const [x, y, w, h] of places) {
      assert.ok(x + w <= COLUMNS);
      for (let i = x; i < x + w; i++) {
        for (let j = y; j < y + h; j++) {
          assert.ok(!cells.has(`${i} ${j}`), `${i} ${j} is taken`);
          cells.add(`${i} ${j}`);
        }
      }
    }
    assert.equal(rowsOf(places), 24);
    assert.equal(rowsOf([]), 1);
  });

test('a page comes back as it was sent', () => {
  const tiles = KINDS.map(newTile);
  const page = pageOf({ en: 'Mine' }, tiles);
  assert.deepEqual(page.title, { en: 'Mine' });
  assert.equal(page.grid.columns, COLUMNS);
  assert.deepEqual(pageOf(page.title, tilesOf(page)), page);
});

test('what is empty or means nothing to a tile is not sent', () => {
  const page = pageOf({}, [{ kind: 'number', size: 'small', kpi: 'waiting',
    target: '', warning: null, trend: false, columns: ['waiting'],
    id: 'a', title: { en: 'T' } },
  { kind: 'queues', size: '7x9', columns: [], zones: ['UTC'], rows: 5 }]);
  assert.deepEqual(page, { grid: { columns: 24, rows: 9 }, tiles: [
    { kind: 'number', kpi: 'waiting', id: 'a', title: { en: 'T' },
      at: [0, 0, 6, 4] },
    { kind: 'queues', zones: ['UTC'], rows: 5, at: [6, 0, 7, 9] }] });
});

test('every kind has fields and a size that there is', () => {
  for (const kind of KINDS) {
    assert.ok(FIELDS[kind]);
    assert.ok(SIZES[newTile(kind).size]);
  }
});

test('a fault leads to its tile and field', () => {
  assert.deepEqual(readFault("key 'tiles[3].target': got 'x', expected ..."),
    { tile: 3, field: 'target', text: "got 'x', expected ..." });
  assert.deepEqual(readFault("key 'tiles[0].columns[2]': there is no KPI 'x'"),
    { tile: 0, field: 'columns', text: "there is no KPI 'x'" });
  assert.deepEqual(readFault("key 'tiles[1]': overlaps the tile 't1'"),
    { tile: 1, field: '', text: "overlaps the tile 't1'" });
  assert.deepEqual(readFault("key 'title.en': too long"),
    { tile: null, field: 'title', text: 'too long' });
  assert.deepEqual(readFault('not valid JSON at byte 3'),
    { tile: null, field: '', text: 'not valid JSON at byte 3' });
});

test('a view has an address of its own', () => {
  const route = readRoute('#/view/%D9%81%20x');
  assert.deepEqual(route, { place: 'view', name: 'ف x', params: {} });
  assert.equal(ownView(route), 'own/ف x');
  assert.equal(ownView(readRoute('#/view/')), null);
  assert.equal(ownView(readRoute('#/queue/view')), null);
  assert.deepEqual(['board', 'view', 'views', 'edit'].map(isBoard),
    [true, true, false, false]);
  assert.deepEqual(['view', 'edit', 'views'].map(sectionOf),
    ['views', 'views', 'views']);
  assert.equal(writeRoute({ place: 'edit', name: 'a/b' }), '#/edit/a%2Fb');
});
