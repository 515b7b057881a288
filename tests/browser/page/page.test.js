/*
 * The page against a daemon of paper: every language, theme and size; what the
 * page does when the daemon falls silent, dies, lies or comes back.
 */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import axe from 'axe-core';
import { boardState, otherTiles } from '../support/board_state.js';
import { launch, open } from '../support/browser.js';
import { FakeDaemon } from '../support/fake_daemon.js';

const SHOTS = process.env.SCREENSHOTS ?? 'screenshots';
const PHONE = { width: 390, height: 844 };

let browser;
let daemon;
let url;

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  daemon = new FakeDaemon(boardState(Date.now()));
  url = await daemon.start();
});
afterEach(() => daemon.stop());

async function shown(query, options) {
  const opened = await open(browser, url + query, options);
  await opened.page.waitForSelector('[data-known="true"]');
  await opened.page.evaluate(() => document.fonts.ready);
  return opened;
}

const shot = (page, name) =>
  page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });

const fresh = (page, form, timeout = 5000) =>
  page.waitForSelector(`html[data-fresh="${form}"]`, { timeout });

const text = (page, selector) => page.locator(selector).first().textContent();

/* The texts of one row of the queue table, without the labels of phones. */
const row = (page, i) => page.evaluate((n) =>
  [...document.querySelectorAll('.queues tbody tr')][n]
    .querySelectorAll('.row-name, .cell-figure').values()
    .map((e) => e.textContent).toArray(), i);

test('the numbers of the state stand on the page', async () => {
  const { page, context, troubles } = await shown('?language=en');
  const figures = await page.locator('.number-value').allTextContents();
  assert.equal(figures[0], '76');
  assert.match(figures[1], /^4:3\d$/);
  assert.deepEqual(figures.slice(2), ['27', '3.8', '4:34']);
  const [name, waiting, wait, share, lost, agents] = await row(page, 0);
  assert.deepEqual([name, waiting, share, lost, agents],
    ['Billing', '14', '58', '9.1%', '0 of 6']);
  assert.match(wait, /^4:3\d$/);
  assert.equal((await row(page, 3))[2], '\u2013');
  assert.match(await text(page, '.banner-words'),
    /^Billing: service level 58% for 12 min$/);
  assert.match(await text(page, '.foot'), /answered in 20 s, today/);
  assert.deepEqual(troubles, []);
  await context.close();
});

const SIZES = { desk: { width: 1920, height: 1080 },
  laptop: { width: 1366, height: 768 }, phone: PHONE,
  small: { width: 360, height: 640 } };

for (const language of ['en', 'fa', 'ar', 'ru']) {
  test(`in ${language} nothing overflows, from phones to desks`, async () => {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const theme = size === 'laptop' ? 'light' : 'dark';
      const { page, context, troubles } = await shown(
        `?language=${language}&theme=${theme}`, { viewport });
      await shot(page, `${size}-${language}-${theme}`);
      const found = await page.evaluate(() => ({
        dir: document.documentElement.dir,
        wide: document.documentElement.scrollWidth - innerWidth,
        rows: document.querySelectorAll('.queues tbody tr').length,
        chips: document.querySelectorAll('.chip').length,
        /* Queues are told apart by their names: none may be cut off. */
        cut: [...document.querySelectorAll('.row-name')].filter((e) =>
          e.scrollWidth > e.clientWidth + 1 || e.clientWidth < 20)
          .map((e) => e.textContent),
      }));
      const rtl = language === 'fa' || language === 'ar';
      assert.equal(found.dir, rtl ? 'rtl' : 'ltr');
      assert.equal(found.wide, 0, `${size} scrolls sideways`);
      assert.deepEqual(found.cut, [], size);
      assert.equal(found.rows, 6, size);
      assert.equal(found.chips, 21, size);
      assert.deepEqual(troubles, [], size);
      await context.close();
    }
  });
}

test('Persian has its digits, its calendar and its direction', async () => {
  const { page, context } = await shown('?language=fa');
  assert.equal(await text(page, '.number-value'), '۷۶');
  assert.equal(await text(page, '.number-unit'), '٪');
  assert.deepEqual((await row(page, 1)).slice(0, 2), ['فروش', '۶']);
  assert.match(await text(page, '.date-day'), /^\S+ [۰-۹]+ \S+ ۱۴[۰-۹]{2}$/);
  assert.doesNotMatch(await text(page, 'main'), /[0-9]/);
  /* The first tile stands at the leading edge: the right one. */
  const box = await page.locator('.tile').first().boundingBox();
  assert.ok(box.x > 960);
  await context.close();
});

test('a patch changes its number and nothing else', async () => {
  const { page, context } = await shown('?language=en');
  await page.evaluate(() => {
    window.changed = [];
    new MutationObserver((records) => {
      for (const { target } of records) {
        const tile = (target.parentElement ?? target).closest('.tile');
        window.changed.push(tile?.getAttribute('aria-label') ?? 'frame');
      }
    }).observe(document.querySelector('main'), { subtree: true,
      childList: true, characterData: true });
  });
  const state = structuredClone(daemon.state);
  state.tiles.t3.value = 28;
  daemon.patch(state, { tiles: { t3: { value: 28 } } });
  await page.waitForFunction(() =>
    document.querySelectorAll('.number-value')[2].textContent === '28');
  const changed = await page.evaluate(() => window.changed);
  assert.ok(changed.includes('Calls waiting'));
  assert.ok(!changed.includes('Service level'));
  await context.close();
});

test('durations count on by the clock of the server', async () => {
  daemon.skew = -90 * 60000;
  daemon.state = boardState(daemon.now());
  const { page, context } = await shown('?language=en');
  const seconds = async () => {
    const [m, s] = (await page.locator('.number-value').nth(1).textContent())
      .split(':').map(Number);
    return m * 60 + s;
  };
  const first = await seconds();
  assert.ok(first >= 271 && first < 290, `${first} s`);
  await page.waitForTimeout(2100);
  const later = await seconds();
  assert.ok(later - first >= 1 && later - first <= 4, `${first}, ${later}`);
  await context.close();
});

test('a killed daemon is seen within 5 s and comes back by itself', async () => {
  const { page, context } = await shown('?language=en');
  const { port } = daemon;
  await daemon.stop();
  await fresh(page, 'offline');
  assert.equal(await text(page, '.link b'), 'OFFLINE');
  assert.match(await text(page, '.banner-words'), /^No connection since \d\d:/);
  assert.equal(await text(page, '.number-value'), '76');
  assert.match(await text(page, '.status-words'), /^Offline/);
  assert.match(await page.title(), /^OFFLINE/);
  await shot(page, 'offline-en');
  await page.evaluate(() => { window.same = true; });
  daemon = new FakeDaemon(boardState(Date.now()));
  daemon.state.tiles.t3.value = 31;
  await daemon.start(port);
  await fresh(page, 'live', 15000);
  assert.equal(await page.locator('.number-value').nth(2).textContent(), '31');
  assert.equal(await page.evaluate(() => window.same), true);
  await context.close();
});

test('a silent daemon is stale within 5 s', async () => {
  const { page, context } = await shown('?language=fa');
  daemon.mute = true;
  await fresh(page, 'stale', 6500);
  await shot(page, 'stale-fa');
  assert.equal(await text(page, '.link b'), 'قدیمی');
  daemon.mute = false;
  daemon.heartbeat();
  await fresh(page, 'live');
  await context.close();
});

test('a silent feed makes the numbers stale, and says which', async () => {
  const { page, context } = await shown('?language=en');
  const heard = daemon.state.feeds['asterisk-tehran'].heard;
  const state = structuredClone(daemon.state);
  state.feeds['asterisk-tehran'].state = 'silent';
  daemon.patch(state, { feeds: { 'asterisk-tehran': { state: 'silent' } } });
  await fresh(page, 'stale');
  assert.match(await text(page, '.banner-words'), /^asterisk-tehran: silent since/);
  assert.equal(await page.locator('.tile[data-fresh="stale"]').count(), 7);
  /* What cannot be trusted does not go on counting. */
  const wait = () => page.locator('.number-value').nth(1).textContent();
  const first = await wait();
  await page.waitForTimeout(2100);
  assert.equal(await wait(), first);
  assert.ok(heard > 0);
  await shot(page, 'feed-silent-en');
  await context.close();
});

test('a wrong revision means to connect again, not wrong numbers', async () => {
  const { page, context } = await shown('?language=en');
  daemon.revision += 5;
  const state = structuredClone(daemon.state);
  state.tiles.t3.value = 99;
  daemon.patch(state, { tiles: { t3: { value: 1 } } });
  await page.waitForFunction(() =>
    document.querySelectorAll('.number-value')[2].textContent === '99');
  await fresh(page, 'live');
  await context.close();
});

test('no feed, no values, no queues: said, not zero', async () => {
  const state = boardState(Date.now());
  state.feeds = {};
  delete state.headline;
  for (const tile of Object.values(state.tiles)) {
    if (tile.kind === 'number') {
      delete tile.value;
      delete tile.trend;
      tile.level = 'none';
    }
  }
  Object.assign(state.tiles.t6, { order: [], rows: {} });
  Object.assign(state.tiles.t7, { order: [], rows: {}, counts: {},
    over_limit: 0 });
  daemon.state = state;
  const { page, context, troubles } = await shown('?language=en');
  const figures = await page.locator('.number-value').allTextContents();
  assert.deepEqual(new Set(figures), new Set(['\u2013']));
  assert.equal(await text(page, '.banner-words'), 'Waiting for a feed');
  assert.equal(await text(page, '.queues .more'), 'No queues yet');
  assert.equal(await text(page, '.agents .more'), 'Nobody is signed in');
  await shot(page, 'empty-en');
  assert.deepEqual(troubles, []);
  await context.close();
});

test('names are text, whatever they look like', async () => {
  const state = boardState(Date.now());
  const evil = '<img src=x onerror="window.hacked=1">{duration}';
  state.tiles.t6.rows.billing.title = { en: evil };
  state.headline.title = { en: evil };
  state.tiles.t7.rows.a101.title = { en: evil };
  state.centre.title = { en: evil };
  daemon.state = state;
  const { page, context, troubles } = await shown('?language=en');
  assert.equal((await row(page, 0))[0], evil);
  assert.equal(await text(page, '.banner-words bdi'), evil);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('the keyboard reaches every control and it works', async () => {
  daemon.state.pages.push({ name: 'sales', title: { en: 'Sales', fa: 'فروش' } });
  const { page, context } = await shown('?language=en');
  const focused = () => page.evaluate(() =>
    document.activeElement.getAttribute('aria-label') ??
    document.activeElement.textContent);
  const seen = [];
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press('Tab');
    seen.push(await focused());
  }
  assert.deepEqual(seen, ['Board', 'Queues', 'Agents', 'Alerts', 'Look back',
    'Own views', 'TV mode', 'Page', 'Language', 'Light theme']);
  await page.keyboard.press('Enter');
  assert.equal(await page.getAttribute('html', 'data-theme'), 'light');
  assert.match(page.url(), /theme=light/);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('html[lang="fa"]');
  assert.equal(await text(page, '.number-value'), '۷۶');
  assert.match(page.url(), /language=fa/);
  /* What was chosen stays chosen without the address. */
  await page.goto(url);
  await page.waitForSelector('html[lang="fa"][data-known="true"]');
  await context.close();
});

test("without a choice the language is the centre's", async () => {
  daemon.state.centre.language = 'fa';
  const { page, context } = await shown('');
  await page.waitForSelector('html[lang="fa"][dir="rtl"]');
  await context.close();
});

/* The state with so many queues as one row each. */
function manyQueues(count) {
  const tile = Object.values(daemon.state.tiles)
    .find(({ kind }) => kind === 'queues');
  const [name] = tile.order;
  tile.order = Array.from({ length: count }, (_, i) => `${name}${i}`);
  tile.rows = Object.fromEntries(tile.order.map((key) =>
    [key, tile.rows[name]]));
}

test('of many queues a phone draws those near the screen, and more by scroll',
  async () => {
    manyQueues(500);
    const { page, context, troubles } = await shown('?language=en',
      { viewport: PHONE.viewport ?? PHONE });
    const rows = page.locator('.queues tbody tr');
    const first = await rows.count();
    assert.ok(first >= 20 && first < 150, `${first} rows`);
    await page.locator('.tile-queues .more').scrollIntoViewIfNeeded();
    await page.waitForFunction((before) => document.querySelectorAll(
      '.queues tbody tr').length > before, first);
    assert.deepEqual(troubles, []);
    await context.close();
  });

test('a tablet shows the queues as a table', async () => {
  const { page, context } = await shown('?language=en',
    { viewport: { width: 820, height: 1180 } });
  assert.equal(await page.locator('.queues tbody tr').first().evaluate((tr) =>
    getComputedStyle(tr).display), 'table-row');
  assert.equal(await page.evaluate(() =>
    document.documentElement.scrollWidth - innerWidth), 0);
  await context.close();
});

test('in TV mode there is the board alone', async () => {
  const { page, context } = await shown('?language=en&tv=1');
  assert.ok(await page.locator('.nav').isHidden());
  await page.mouse.move(10, 10);
  await page.mouse.move(40, 10);
  await page.waitForSelector('.nav', { state: 'visible' });
  await page.click('.nav-tv');
  assert.equal(await page.getAttribute('html', 'data-tv'), null);
  await context.close();
});

/* What a browser does to a tab that nobody sees, but for slow timers. */
const hide = (page) => page.evaluate(() => {
  window.shownAgain = window.requestAnimationFrame;
  window.frames_due = [];
  window.requestAnimationFrame = (act) => window.frames_due.push(act);
  Object.defineProperty(document, 'hidden',
    { value: true, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
});

const unhide = (page) => page.evaluate(() => {
  window.requestAnimationFrame = window.shownAgain;
  window.frames_due.forEach((act) => requestAnimationFrame(act));
  Object.defineProperty(document, 'hidden',
    { value: false, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
});

const DESK_API = {
  kpis: () => ({ kpis: [] }),
  directory: () => ({ now: 1, queues: [{ queue: 'sales', title: {} }],
    agents: [] }),
  report: () => ({ intervals: [{ rows: [{ scope: 'queue:sales',
    waiting: 3 }] }] }),
};

for (const [place, hash] of [['board', ''], ['desk', '#/queues']]) {
  test(`a background tab of the ${place} says within 5 s that it is stale, ` +
    'then offline, then live', async () => {
    daemon.api = DESK_API;
    const { page, context } = await shown(`?language=en${hash}`);
    const says = (word) => page.waitForFunction((start) =>
      document.title.startsWith(start), word, { timeout: 5000, polling: 200 });
    await hide(page);
    daemon.mute = true;
    await says('STALE');
    await unhide(page);
    await fresh(page, 'stale', 1000);
    await hide(page);
    const { port } = daemon;
    await daemon.stop();
    await says('OFFLINE');
    daemon.mute = false;
    await daemon.start(port);
    await page.waitForFunction(() => !/^(STALE|OFFLINE)/.test(document.title),
      null, { timeout: 15000, polling: 200 });
    await unhide(page);
    await fresh(page, 'live', 2000);
    await context.close();
  });
}

test('a page that is gone from the configuration is left for the first',
  async () => {
    daemon.state.pages = ['overview', 'sales'].map((name) =>
      ({ name, title: { en: name }, dwell_ms: 60000 }));
    daemon.state.rotation = { rotate: true };
    const { page, context } = await shown('?language=en&tv=1&page=sales');
    await fresh(page, 'live');
    daemon.gone.add('sales');
    daemon.cut();
    await fresh(page, 'offline');
    await fresh(page, 'live', 15000);
    assert.equal(await page.evaluate(() => document.querySelector('.notice')
      .hidden), true);
    assert.equal(daemon.clients, 1);
    await context.close();
  });

test('the live region speaks of breaches and the link only', async () => {
  const { page, context } = await shown('?language=en');
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(
      document.getElementById('live').textContent))
      .observe(document.getElementById('live'), { childList: true,
        characterData: true, subtree: true });
  });
  assert.match(await text(page, '#live'), /^Critical, Billing: Service level/);
  for (let i = 0; i < 3; i++) {
    const state = structuredClone(daemon.state);
    state.tiles.t3.value = 40 + i;
    state.headline.value = 57 - i;
    daemon.patch(state, { tiles: { t3: { value: 40 + i } },
      headline: { value: 57 - i } });
    await page.waitForTimeout(150);
  }
  assert.deepEqual(await page.evaluate(() => window.said), []);
  const { headline, ...calm } = daemon.state;
  assert.ok(headline);
  daemon.patch(calm, { headline: null });
  await page.waitForFunction(() => window.said.length === 1);
  await context.close();
});

test('every kind of tile is drawn from the state', async () => {
  const state = boardState(Date.now());
  state.tiles = otherTiles(Date.now());
  Object.assign(state.page, { columns: 24, rows: 16,
    tiles: Object.keys(state.tiles) });
  daemon.state = state;
  const { page, context, troubles } = await shown('?language=en');
  const lines = async (tile, selector) => (await page
    .locator(`[data-tile="${tile}"] ${selector}`).allTextContents())
    .map((line) => line.trim());
  assert.deepEqual(await lines('o1', '.gauge-ends bdi'), ['0%', '100%']);
  assert.equal(await page.evaluate(() => document
    .querySelector('[data-tile="o1"] .gauge-bar i').style.inlineSize), '76%');
  assert.equal((await lines('o2', '.bar-solid')).length, 4);
  assert.deepEqual(await lines('o2', '.keys li'), ['Answered', 'Offered']);
  assert.deepEqual(await lines('o3', '.list-place'), ['1', '2', '2']);
  assert.deepEqual(await lines('o3', '.list-name'),
    ['Rostami', 'Karimi', '<b>Ahmadi</b>']);
  assert.deepEqual(await lines('o4', '.alert-scope'), ['Billing', 'Chat']);
  assert.deepEqual(await lines('o4', '.alert-since'),
    ['12 min', 'over 59 min']);
  assert.deepEqual((await lines('o5', '.state-row')).slice(0, 3),
    ['Available2', 'Ringing0', 'On call4']);
  assert.deepEqual(await lines('o6', '.number-name'),
    ['Tehran', 'Head office']);
  assert.deepEqual(await lines('o7', 'bdi'),
    ['Today', 'The new price list is valid.']);
  await shot(page, 'others-en');
  assert.deepEqual(troubles, []);
  await context.close();
});

for (const [name, query, viewport] of [
  ['dark', '?language=en&theme=dark', undefined],
  ['light Persian', '?language=fa&theme=light', undefined],
  ['phone', '?language=en&theme=light', PHONE],
]) {
  test(`axe finds nothing serious: ${name}`, async () => {
    const { page, context } = await shown(query, viewport ? { viewport } : {});
    /* The page's own policy keeps scripts out; the debugger may evaluate. */
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) =>
        `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`);
    assert.deepEqual(found, []);
    await context.close();
  });
}
