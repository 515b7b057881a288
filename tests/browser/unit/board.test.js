import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as board from '../../../assets/dashboard/lib/board.js';
import { Catalog } from '../../../assets/dashboard/lib/catalog.js';
import { boardState } from '../support/board_state.js';

const assets = new URL('../../../assets/', import.meta.url);
const catalogOf = (language) => new Catalog(language, JSON.parse(
  readFileSync(new URL(`languages/${language}.json`, assets))));
const en = catalogOf('en');
const fa = catalogOf('fa');
const NOW = Date.UTC(2025, 9, 12, 11, 2);
const live = { state: 'live', detail: '' };
const fresh = (state, link = live) => board.freshness(state, link, NOW);

function withFeeds(feeds) {
  return { ...boardState(NOW), feeds };
}

test('no value is a dash in every unit and language', () => {
  for (const unit of ['count', 'percent', 'ms', 'since']) {
    assert.equal(board.valueText(undefined, unit, en, NOW), '\u2013');
    assert.equal(board.signedText(null, unit, fa, NOW), '\u2013');
  }
});

test('each unit is written in its way', () => {
  assert.equal(board.valueText(27, 'count', en, NOW), '27');
  assert.equal(board.valueText(76, 'percent', en, NOW), '76');
  assert.equal(board.valueText(3.8, 'percent', en, NOW), '3.8');
  assert.equal(board.valueText(272000, 'ms', en, NOW), '4:32');
  assert.equal(board.valueText(NOW - 272000, 'since', en, NOW), '4:32');
  assert.equal(board.signedText(3.8, 'percent', fa, NOW), '\u061C۳٫۸٪');
});

test('decimals are shown where they say something', () => {
  const cases = [[76, undefined, 0], [76.4, undefined, 0], [3.8, undefined, 1],
    [2, undefined, 0], [0.04, undefined, 1], [79.97, 80, 2], [79.6, 80, 1],
    [80, 80, 0], [80.4, 80, 1], [75.5, 80, 0], [-0.5, 80, 1]];
  for (const [value, target, places] of cases) {
    assert.equal(board.places(value, target), places, `${value}, ${target}`);
  }
  assert.equal(board.valueText(79.97, 'percent', en, NOW, 80), '79.97');
});

test('the status of a number names its target', () => {
  const tile = (more) => ({ unit: 'percent', level: 'normal', value: 85,
    target: 80, worse: 'below', ...more });
  const cases = [
    [{}, 'status.on_target'],
    [{ level: 'warning', value: 76 }, 'status.below_target'],
    [{ level: 'warning', value: 82 }, 'status.near_target'],
    [{ worse: 'above', value: 3 }, 'status.within_limit'],
    [{ worse: 'above', level: 'critical', value: 90 }, 'status.over_limit'],
    [{ worse: 'above', level: 'warning', value: 75 }, 'status.near_limit'],
    [{ level: 'none', value: undefined }, 'status.no_data'],
    [{ level: 'none' }, null],
    [{ level: 'none', window: 'day' }, 'window.day'],
    [{ target: undefined, critical: 90, worse: 'above', level: 'critical',
      value: 95 }, 'status.over_limit'],
    [{ target: undefined }, 'status.normal'],
    [{ target: undefined, level: 'critical' }, 'level.critical'],
    [{ unit: 'since', worse: 'above', level: 'critical',
      value: NOW - 200, target: 100 }, 'status.over_limit'],
  ];
  for (const [more, key] of cases) {
    assert.equal(board.statusKey(tile(more), NOW), key, JSON.stringify(more));
  }
});

test('one silent feed makes every number stale, as of when it was heard', () => {
  const state = withFeeds({
    pbx: { state: 'live', heard: NOW },
    crm: { state: 'silent', heard: NOW - 60000 },
  });
  assert.deepEqual(fresh(state), { form: 'stale', last: NOW - 60000 });
  const news = board.news(state, { link: live, fresh: fresh(state) });
  assert.equal(news.key, 'banner.feed_silent');
  assert.equal(news.feed, 'crm');
});

test('a gap is told but does not make the numbers stale', () => {
  const state = withFeeds({ pbx: { state: 'gap', heard: NOW } });
  assert.equal(fresh(state).form, 'live');
});

test('several silent feeds are counted', () => {
  const state = withFeeds({ a: { state: 'silent', heard: NOW - 9000 },
    b: { state: 'never' } });
  const news = board.news(state, { link: live, fresh: fresh(state) });
  assert.equal(news.key, 'banner.feeds_silent');
  assert.equal(news.n, 2);
});

test('a lost link is worse news than a silent feed or a breach', () => {
  const state = withFeeds({ pbx: { state: 'silent', heard: NOW } });
  for (const [link, form] of [['offline', 'offline'], ['stale', 'stale']]) {
    const lost = { state: link, detail: '' };
    const news = board.news(state, { link: lost, fresh: fresh(state, lost) });
    assert.equal(news.form, form);
    assert.equal(news.last, NOW);
  }
});

test('no feed at all is waited for', () => {
  const state = withFeeds({});
  const news = board.news(state, { link: live, fresh: fresh(state) });
  assert.equal(news.key, 'page.waiting_feed.title');
});

test('the banner tells the worst breach, else that all is well', () => {
  const state = boardState(NOW);
  const tell = (s) => board.news(s, { link: live, fresh: fresh(s) });
  assert.equal(tell(state).headline, state.headline);
  const calm = { ...state };
  delete calm.headline;
  assert.equal(tell(calm).key, 'banner.calm');
  assert.equal(tell({ ...calm, watched: 0 }).key, 'banner.no_data');
});

test('a live feed is never older than its heartbeat', () => {
  const feed = { state: 'live', heard: NOW - 60000 };
  assert.equal(board.feedAge(feed, NOW, { form: 'live' }), 4000);
  assert.equal(board.feedAge(feed, NOW, { form: 'offline' }), 60000);
  assert.equal(board.feedAge({ state: 'never' }, NOW, { form: 'live' }), null);
});

test('the definition is that of the first service level on the page', () => {
  assert.deepEqual(board.definition(boardState(NOW)),
    { kpi: 'service_level', threshold: 20000, most: 20000, window: 'day' });
  assert.equal(board.definition({ tiles: {} }), null);
});

test('queues that promise differently are told as a range', () => {
  const state = boardState(NOW);
  for (const tile of Object.values(state.tiles)) {
    if (tile.definition) {
      tile.definition.threshold_max_ms = 60000;
    }
  }
  assert.equal(board.definition(state).most, 60000);
});

test('a KPI that no catalogue knows is called by its name', () => {
  assert.equal(board.kpiTitle(en, 'calls_per_moon'), 'calls per moon');
  assert.equal(board.kpiTitle(en, 'waiting', 'short'), 'Waiting');
});
