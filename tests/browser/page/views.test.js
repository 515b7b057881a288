/*
 * People's own views, against the real daemon: made, kept, shared, shown with
 * the numbers that everything else shows, and never overwritten unseen.
 */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createRequire } from 'node:module';
import { launch, open } from '../support/browser.js';
import { RealDaemon } from '../support/real_daemon.js';
import { shows } from '../support/shown.js';

const SHOTS = process.env.SCREENSHOTS ?? 'screenshots';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = { viewport: { width: 360, height: 780 } };

let browser, daemon, url;

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launch();
  daemon = new RealDaemon('--clock', 'events');
  url = await daemon.start();
  const feed = daemon.feed('--seed', '7', '--speed', 'max', '--duration', '3h');
  assert.equal(await feed.ended, 0, feed.said);
});

after(async () => {
  await browser?.close();
  await daemon?.end();
});

const viewUrl = (name) => `${url}api/v1/views/${encodeURIComponent(name)}`;

async function put(name, page, match = null) {
  const answer = await fetch(viewUrl(name), {
    method: 'PUT', body: JSON.stringify(page), headers: {
      'Content-Type': 'application/json',
      ...(match === null ? { 'If-None-Match': '*' }
        : { 'If-Match': `"${match}"` }) } });
  const body = await answer.json();
  assert.ok(answer.ok, JSON.stringify(body));
  return body;
}

const kept = async (name) => (await fetch(viewUrl(name))).json();

async function show(hash, selector, options = {}) {
  const { language = 'en', theme = 'dark', ...rest } = options;
  const opened = await open(browser,
    `${url}?language=${language}&theme=${theme}#/${hash}`, rest);
  await opened.page.waitForSelector(selector, { timeout: 15000 });
  return opened;
}

/* A refused change is the page's business, not a trouble of the test. */
async function end({ context, troubles }, expected = /status of 4(00|12)/) {
  const others = troubles.filter((text) =>
    !expected.test(text) && !/^status 4(00|12): /.test(text));
  assert.deepEqual(others, []);
  await context.close();
}

const number = (more) => ({ kind: 'number', at: [0, 0, 8, 6],
  kpi: 'service_level', scope: 'queue:sales', ...more });

test('a view is made by hand, kept, and shown with the numbers of the API',
  async () => {
    const opened = await show('edit', '.edit-tile');
    const { page } = opened;
    await page.waitForFunction(() => document.querySelectorAll(
      '.edit-fields select')[0].options.length > 20);
    const fields = page.locator('.edit-tile >> nth=0 >> select');
    await page.fill('.edit > .desk-bar input >> nth=0', 'فروش 1');
    await page.fill('.edit > .desk-bar input >> nth=1', 'Sales, mine');
    await fields.nth(1).selectOption('queue');
    await fields.nth(2).selectOption('sales');
    await fields.nth(3).selectOption('1h');
    await page.fill('.edit-tile .edit-limit >> nth=0', '97%');
    await page.selectOption('.edit-list > .desk-bar select', 'queues');
    await page.click('.edit-list > .desk-bar button');
    await page.click('.primary');
    await page.waitForSelector('.board [data-tile="t1"] .number-value');
    assert.match(page.url(), /#\/view\/%D9%81%D8%B1%D9%88%D8%B4%201$/);
    const view = await kept('فروش 1');
    assert.deepEqual(view.page.title, { en: 'Sales, mine' });
    assert.deepEqual(view.page.tiles[0], { kind: 'number',
      kpi: 'service_level', scope: 'queue:sales', window: '1h',
      target: '97%', trend: true, at: [0, 0, 8, 6] });
    const answer = await (await fetch(`${url}api/v1/explain?` +
      'kpi=service_level&scope=queue:sales&window=1h')).json();
    const text = await page.locator('[data-tile="t1"] .number-value').textContent();
    assert.ok(shows(text, answer.value, 'percent', 0), text);
    await page.waitForSelector('[data-tile="t2"] [data-queue="sales"]');
    await page.screenshot({ path: `${SHOTS}/view.png` });
    await end(opened);
  });

test('its number is that of a configured page at the same instant',
  async () => {
    const { state } = await daemon.snapshot();
    const [, tile] = Object.entries(state.tiles).find(([, one]) =>
      one.kind === 'number' && one.kpi === 'service_level');
    await put('same', { tiles: [number({ scope: tile.scope,
      window: tile.window, trend: true })] });
    const answer = await fetch(`${url}api/v1/snapshot?view=own/same`);
    const own = (await answer.json()).state;
    const { value, numerator, denominator, trend } = own.tiles.t1;
    assert.deepEqual({ value, numerator, denominator, trend }, {
      value: tile.value, numerator: tile.numerator,
      denominator: tile.denominator, trend: tile.trend });
    assert.equal(own.page.own, true);
    assert.deepEqual(own.pages.map(({ name }) => name),
      state.pages.map(({ name }) => name));
  });

test('a change is seen by those who look, and a deletion too', async () => {
  await put('live', { tiles: [number({ title: { en: 'before' } })] });
  const opened = await show('view/live', '.board [data-tile="t1"]');
  const { page } = opened;
  const { revision } = await kept('live');
  await put('live', { tiles: [number({ title: { en: 'afterwards' } })] },
    revision);
  await page.waitForFunction(() => document.querySelector('.board')
    .textContent.includes('afterwards'));
  await fetch(viewUrl('live'), { method: 'DELETE',
    headers: { 'If-Match': `"${(await kept('live')).revision}"` } });
  await page.waitForSelector('html[data-fresh="offline"]');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.notice h2')
    ?.textContent === 'There is no such view');
  await page.click('.nav [data-place="board"]');
  await page.waitForSelector('html[data-fresh="live"]');
  await end(opened);
});

test('a view is there after the daemon was killed and started again',
  async () => {
    await put('kept', { tiles: [number({ title: { en: 'still here' } })] });
    const before = await kept('kept');
    const opened = await show('view/kept', '.board [data-tile="t1"]');
    const { page, context } = opened;
    await daemon.kill();
    await page.waitForSelector('html[data-fresh="offline"]');
    await daemon.start();
    await page.waitForSelector('html[data-fresh="live"]', { timeout: 20000 });
    assert.deepEqual(await kept('kept'), before);
    assert.match(await page.textContent('.board'), /still here/);
    await context.close();
  });

test('two who change one view do not overwrite each other', async () => {
  await put('ours', { tiles: [number()] });
  const opened = await show('edit/ours', '.edit-tile');
  const { page } = opened;
  await page.fill('.edit-tile .edit-limit >> nth=0', '91%');
  const { revision } = await kept('ours');
  await put('ours', { tiles: [number({ target: '55%' })] }, revision);
  await page.click('.primary');
  await page.waitForFunction(() => document.querySelector('.edit-faults')
    .textContent.includes('Somebody else'));
  assert.equal((await kept('ours')).page.tiles[0].target, '55%');
  await page.click('.edit > .desk-bar button:not([hidden]):not(.primary)');
  await page.waitForFunction(() => document.querySelector(
    '.edit-tile .edit-limit').value === '55%');
  await end(opened);
});

test('a fault is said at its tile, and the field has the focus', async () => {
  const opened = await show('edit', '.edit-tile');
  const { page } = opened;
  await page.fill('.edit > .desk-bar input >> nth=0', 'wrong');
  await page.fill('.edit-tile .edit-limit >> nth=1', 'soon');
  await page.click('.primary');
  await page.waitForSelector('[aria-invalid="true"]');
  const told = await page.evaluate(() => {
    const field = document.activeElement;
    return [field.value, document.getElementById(
      field.getAttribute('aria-describedby')).textContent];
  });
  assert.equal(told[0], 'soon');
  assert.match(told[1], /got 'soon', expected a limit/);
  assert.equal((await fetch(viewUrl('wrong'))).status, 404);
  await end(opened);
});

test('views are listed, shared by link, and deleted after a question',
  async () => {
    await put('to delete', { title: { en: 'Old' }, tiles: [] });
    const row = 'tr[data-key="to delete"]';
    const opened = await show('views', `${row} .row-actions`);
    const { page, context } = opened;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click(`${row} .row-actions button >> nth=0`);
    await page.waitForFunction(() =>
      document.querySelector('.desk-said').textContent !== '');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()),
      `${url}#/view/to%20delete`);
    await page.screenshot({ path: `${SHOTS}/views.png` });
    await page.click(`${row} .row-actions button >> nth=1`);
    assert.equal((await fetch(viewUrl('to delete'))).status, 200);
    await page.click(`${row} .row-actions button >> nth=1`);
    await page.waitForSelector(row, { state: 'detached' });
    assert.equal((await fetch(viewUrl('to delete'))).status, 404);
    await end(opened);
  });

test('by keys alone: a view is made, and its tiles change places', async () => {
  const opened = await show('edit', '.edit-tile');
  const { page } = opened;
  await page.locator('.edit > .desk-bar input >> nth=0').focus();
  await page.keyboard.type('keys');
  await page.locator('.edit-list > .desk-bar select').focus();
  await page.keyboard.type('Cl'); /* "Clock" */
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.edit-tile >> nth=1');
  await page.locator('.edit-tile >> nth=1 >> button >> nth=0').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    document.querySelector('.edit-tile legend').textContent.includes('Clock'));
  assert.equal(await page.evaluate(() =>
    document.activeElement.closest('.edit-tile') ===
    document.querySelector('.edit-tile')), true, 'the focus went along');
  await page.locator('.primary').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tile-clock');
  assert.deepEqual((await kept('keys')).page.tiles.map(({ kind }) => kind),
    ['clock', 'number']);
  await end(opened);
});

for (const [language, theme, options] of [['en', 'light', {}],
  ['fa', 'dark', PHONE], ['ar', 'light', PHONE], ['ru', 'dark', {}]]) {
  for (const [hash, selector] of [['views', '.row-actions'],
    ['edit/same', '.edit-tile'], ['view/same', '.board .tile']]) {
    test(`axe finds nothing, nothing overflows: ${hash} in ${language}`,
      async () => {
        const opened = await show(hash, selector,
          { language, theme, ...options });
        const { page } = opened;
        await page.evaluate(readFileSync(AXE, 'utf8'));
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) =>
          [id, nodes[0].html, nodes[0].failureSummary]), []);
        assert.equal(await page.evaluate(() =>
          document.documentElement.scrollWidth - innerWidth), 0);
        await page.screenshot({ fullPage: true, path:
          `${SHOTS}/own-${hash.split('/')[0]}-${language}.png` });
        await end(opened);
      });
  }
}
