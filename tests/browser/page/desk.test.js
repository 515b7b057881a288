/*
 * The desk against the real daemon and a floor whose day is over: what it
 * shows is what the API says, by mouse and by keyboard.
 */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, open } from '../support/browser.js';
import { RealDaemon } from '../support/real_daemon.js';
import { read, shows } from '../support/shown.js';

const SHOTS = process.env.SCREENSHOTS ?? 'screenshots';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

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

async function api(path) {
  const answer = await fetch(`${url}api/v1/${path}`);
  assert.equal(answer.status, 200, path);
  return answer.json();
}

const rowsOf = (report) => report.intervals.flatMap(({ rows }) => rows);
const valueOf = (cell) => cell?.value ?? (typeof cell === 'number' ? cell
  : undefined);

/* A page of the desk, once it has drawn `selector`. */
async function desk(hash, selector, options = {}) {
  const { language = 'en', theme = 'dark', ...rest } = options;
  const opened = await open(browser,
    `${url}?language=${language}&theme=${theme}#/${hash}`, rest);
  await opened.page.waitForSelector(selector, { timeout: 15000 });
  return opened;
}

const figure = (page, row, kpi) => page.locator(
  `tr[data-key="${row}"] [data-kpi="${kpi}"] .figure`).first();

async function end({ context, troubles }) {
  assert.deepEqual(troubles, []);
  await context.close();
}

const QUEUE_ROW = '.desk-table tr[data-key="queue:sales"] .figure';

for (const language of ['en', 'fa', 'ar', 'ru']) {
  test(`in ${language} every number of the queues is that of the API`,
    async () => {
      const opened = await desk('queues', QUEUE_ROW, { language });
      const { page } = opened;
      const kpis = { waiting: 'count', offered: 'count', answered: 'count',
        abandoned: 'count', service_level: 'percent',
        abandonment_rate: 'percent', average_speed_of_answer: 'ms',
        average_handle_time: 'ms', agents_signed_in: 'count' };
      const rows = rowsOf(await api(
        `report?by=queue&kpis=${Object.keys(kpis).join(',')}`));
      assert.ok(rows.length >= 5);
      for (const row of rows) {
        for (const [kpi, unit] of Object.entries(kpis)) {
          const text = await figure(page, row.scope, kpi).textContent();
          assert.ok(shows(text, valueOf(row[kpi]), unit, 0),
            `${row.scope} ${kpi}: shown '${text}'`);
        }
      }
      assert.equal(await page.evaluate(() => document.documentElement
        .scrollWidth - innerWidth), 0);
      await page.screenshot({ path: `${SHOTS}/desk-queues-${language}.png` });
      await end(opened);
    });
}

test('queues are sorted and found, and the address says how', async () => {
  const opened = await desk('queues', QUEUE_ROW);
  const { page } = opened;
  /* the table is drawn again in its own time */
  const shows = (keys) => page.waitForFunction((wanted) =>
    [...document.querySelectorAll('.desk-table tbody tr')]
      .map((row) => row.dataset.key).join() === wanted, keys.join());
  const expected = rowsOf(await api('report?by=queue&kpis=offered'))
    .sort((a, b) => b.offered - a.offered).map(({ scope }) => scope);
  await page.click('[data-sort="offered"]');
  await shows(expected);
  await page.click('[data-sort="offered"]');
  await shows([...expected].reverse());
  assert.match(page.url(), /sort=offered/);
  assert.equal(await page.getAttribute('th[aria-sort]', 'aria-sort'),
    'ascending');
  await page.fill('input[type="search"]', 'tech');
  const found = [...expected].reverse()
    .filter((key) => key.startsWith('queue:tech'));
  assert.equal(found.length, 2);
  await shows(found);
  await page.reload();
  await shows(found);
  await page.fill('input[type="search"]', '');
  await page.selectOption('.desk-bar select', 'department');
  await page.waitForSelector('tr[data-key="department:sales"]');
  await end(opened);
});

test('a queue has its day, who hung up, and how all ended', async () => {
  const opened = await desk('queues', QUEUE_ROW);
  const { page } = opened;
  await page.click('tr[data-key="queue:techsupport"] a');
  await page.waitForSelector('.card .figure');
  await page.waitForSelector('.section-abandoned tbody tr');
  assert.match(page.url(), /#\/queue\/techsupport$/);
  const kpis = 'service_level,offered,answered,abandoned,average_handle_time';
  const scope = 'by=queue&scope=queue:techsupport';
  const [now] = rowsOf(await api(`report?${scope}&kpis=${kpis}`));
  for (const kpi of ['offered', 'answered', 'abandoned']) {
    const text = await page.locator(`.card[data-kpi="${kpi}"] .figure`)
      .textContent();
    assert.equal(read(text).value, now[kpi], kpi);
  }
  const day = await api(`report?${scope}&interval=15m&kpis=${kpis}`);
  await page.click('.course-data summary');
  for (const { from, rows: [row] } of day.intervals) {
    for (const kpi of ['offered', 'abandoned']) {
      const text = await figure(page, from, kpi).textContent();
      assert.equal(read(text).value, row[kpi], `${from} ${kpi}`);
    }
  }
  assert.equal(await page.locator('.chart-line').count(), 1);
  await page.selectOption('.course select', 'offered');
  await page.waitForSelector('.chart-bar');
  const gone = await api(
    'contacts?scope=queue:techsupport&outcome=abandoned&limit=100');
  assert.ok(gone.contacts.length > 0);
  const listed = await page.locator('.section-abandoned .contact-id')
    .allTextContents();
  assert.deepEqual(listed, gone.contacts.map(({ contact }) => contact));
  const waits = await api('contacts?scope=queue:techsupport&outcome=waiting');
  assert.equal(await page.locator('.section-waiting tbody tr').count(),
    waits.contacts.length);
  assert.equal(await page.locator('.section-outcomes tr[data-key="abandoned"] ' +
    '.figure').textContent(), String(now.abandoned));
  await page.screenshot({ path: `${SHOTS}/desk-queue.png`, fullPage: true });
  await page.goBack();
  await page.waitForSelector(QUEUE_ROW);
  await end(opened);
});

test('a number says what made it, in the table and on the board', async () => {
  const opened = await desk('queues', QUEUE_ROW);
  const { page } = opened;
  const answer = await api(
    'explain?kpi=service_level&scope=queue:sales&window=day');
  await figure(page, 'queue:sales', 'service_level').click();
  await page.waitForSelector('.explain .facts-list dd');
  const facts = await page.locator('.explain .facts-list').textContent();
  for (const part of [answer.formula, String(answer.numerator),
    String(answer.denominator), 'service_level queue:sales', 'sim']) {
    assert.ok(facts.includes(part), part);
  }
  assert.equal(await page.locator('.explain tbody tr').count(),
    answer.contacts.length);
  await page.screenshot({ path: `${SHOTS}/desk-explain.png` });
  await page.keyboard.press('Escape');
  await page.waitForSelector('.explain', { state: 'hidden' });
  await page.click('.nav [data-place="board"]');
  await page.waitForSelector('.tile-ask');
  const { state } = await daemon.snapshot();
  const [id, tile] = Object.entries(state.tiles).find(([, one]) =>
    one.kind === 'number' && one.value !== undefined && one.unit === 'percent');
  await page.locator(`[data-tile="${id}"] .tile-ask`).click();
  await page.waitForSelector('.explain-value');
  assert.ok(shows(await page.locator('.explain-value').textContent(),
    tile.value, tile.unit, 0));
  await end(opened);
});

test('agents by state and team, and the day of one of them', async () => {
  const opened = await desk('agents', '.person');
  const { page } = opened;
  const { agents } = await api('directory');
  const here = agents.filter(({ state }) => state !== 'signed_out');
  assert.equal(await page.locator('.person').count(), here.length);
  await page.selectOption('.desk-bar select >> nth=0', 'complaints');
  assert.equal(await page.locator('.person').count(),
    here.filter(({ team }) => team === 'complaints').length);
  await page.selectOption('.desk-bar select >> nth=2', 'table');
  const figures = rowsOf(await api('report?by=agent&kpis=handled'));
  const one = agents.find(({ agent, team, state }) => team === 'complaints' &&
    state !== 'signed_out' && figures.some((row) =>
    row.scope === `agent:${agent}` && row.handled > 0));
  await page.waitForSelector(`tr[data-key="${one.agent}"] .figure`);
  const row = figures.find(({ scope }) => scope === `agent:${one.agent}`);
  assert.equal(read(await figure(page, one.agent, 'handled').textContent())
    .value, row.handled);
  await page.click(`tr[data-key="${one.agent}"] a`);
  await page.waitForSelector('.lane-bar');
  const day = await api(`timeline?agent=${one.agent}&limit=5000`);
  assert.ok(day.states.length > 3 && day.contacts.length > 0);
  assert.equal(await page.locator('.lane-bar').count(),
    day.states.length + day.missed.length);
  assert.deepEqual((await page.locator('.section-contacts .contact-id')
    .allTextContents()).slice(0, 5),
  [...day.contacts].sort((a, b) => b.from - a.from).slice(0, 5)
    .map(({ contact }) => contact));
  await page.screenshot({ path: `${SHOTS}/desk-agent.png`, fullPage: true });
  await end(opened);
});

/* RFC 4180, as far as numbers need it. */
const csvRows = (text) => {
  const [head, ...lines] = text.trim().split('\r\n')
    .map((line) => line.replaceAll('"', '').split(','));
  return lines.map((line) =>
    Object.fromEntries(head.map((name, i) => [name, line[i]])));
};

test('looking back shows, compares, and gives away what the report says',
  async () => {
    const [{ from }] = (await api('report?by=total&kpis=offered')).intervals;
    const day = new Date(from + 12 * 3600000).toISOString().slice(0, 10);
    const opened = await desk(`back?from=${day}&to=${day}&by=queue` +
      '&interval=1h&compare=week&kpis=offered,service_level', QUEUE_ROW);
    const { page } = opened;
    const next = new Date(Date.parse(day) + 86400000).toISOString()
      .slice(0, 10);
    const query = `report?from=${day}&to=${next}&by=queue` +
      '&kpis=offered,service_level&attribution=event';
    for (const row of rowsOf(await api(query))) {
      for (const [kpi, unit] of [['offered', 'count'],
        ['service_level', 'percent']]) {
        const text = await figure(page, row.scope, kpi).textContent();
        assert.ok(shows(text, valueOf(row[kpi]), unit, 0), row.scope + text);
      }
      assert.equal(await figure(page, row.scope, 'offered before')
        .textContent(), '\u2013', 'the week before has no value, and no zero');
    }
    const href = await page.getAttribute('a[download]', 'href');
    const csv = await (await fetch(new URL(href, url))).text();
    assert.equal(csv, await (await fetch(
      `${url}api/v1/${query}&interval=1h&format=csv`)).text());
    const scope = await page.locator('.choices select >> nth=1').inputValue();
    await page.click('.course-data:has(.table-box) summary');
    const rows = csvRows(csv).filter((row) => row.scope === scope);
    assert.ok(rows.length >= 3);
    for (const row of rows) {
      const at = Number.isNaN(Number(row.from))
        ? Date.parse(row.from) : Number(row.from);
      assert.equal(read(await figure(page, at, 'offered').textContent()).value,
        Number(row.offered));
    }
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('.nav').isHidden());
    await page.emulateMedia({ media: 'screen' });
    await page.screenshot({ path: `${SHOTS}/desk-back.png`, fullPage: true });
    await end(opened);
  });

test('by keys alone: to the queues, to a number, to its parts and back',
  async () => {
    const opened = await desk('', '[data-known="true"] .tile-ask');
    const { page } = opened;
    const press = (...keys) => keys.reduce((before, key) =>
      before.then(() => page.keyboard.press(key)), Promise.resolve());
    await press('Tab', 'Tab', 'Enter');
    await page.waitForSelector(QUEUE_ROW);
    await page.waitForFunction(() =>
      document.activeElement.className === 'desk-title');
    await page.locator('tr[aria-rowindex="2"] a').focus();
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown');
    const where = await page.evaluate(() => [
      document.activeElement.closest('[data-kpi]').dataset.kpi,
      document.activeElement.closest('tr').ariaRowIndex]);
    assert.deepEqual(where, ['service_level', '3']);
    await press('Enter');
    await page.waitForSelector('.explain-value');
    await press('Escape');
    await page.waitForSelector('.explain', { state: 'hidden' });
    assert.equal(await page.evaluate(() =>
      document.activeElement.closest('[data-kpi]')?.dataset.kpi),
    'service_level', 'where it came from');
    await end(opened);
  });

test('by keys alone: a cell of the board says what made it', async () => {
  const opened = await desk('', '.board td[tabindex="0"]');
  const { page } = opened;
  assert.equal(await page.locator('.board td[tabindex="0"]').count(),
    await page.locator('.board .tile-queues').count(), 'one stop a table');
  const at = () => page.evaluate(() => {
    const cell = document.activeElement.closest('td');
    return [cell?.parentElement.rowIndex, cell?.dataset.kpi];
  });
  await page.locator('.board td[tabindex="0"]').first().focus();
  const [row, kpi] = await at();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await at(), [row + 1, kpi]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  assert.deepEqual(await at(), [row, kpi]);
  await page.keyboard.press('ArrowRight');
  const [, next] = await at();
  assert.notEqual(next, kpi);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.explain-value');
  assert.match(await page.locator('.explain .facts-list').textContent(),
    new RegExp(`${next} queue:`));
  await page.keyboard.press('Escape');
  await page.waitForSelector('.explain', { state: 'hidden' });
  assert.deepEqual(await at(), [row, next], 'where it came from');
  await end(opened);
});

const PHONE = { viewport: { width: 390, height: 844 } };
const LOOKS = [
  ['queues', QUEUE_ROW, {}],
  ['queue/sales', '.card .figure', { language: 'fa', theme: 'light' }],
  ['agents', '.person', { theme: 'light', ...PHONE }],
  ['agents?view=table', '.desk-table .figure', {}],
  ['agent/a101', '.lane-bar', { language: 'ar' }],
  ['back?by=queue', QUEUE_ROW, { language: 'ru', ...PHONE }],
];

for (const [hash, selector, options] of LOOKS) {
  test(`axe finds nothing serious, nothing overflows: ${hash}`, async () => {
    const opened = await desk(hash, selector, options);
    const { page } = opened;
    await page.evaluate(readFileSync(AXE, 'utf8'));
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) =>
      [id, nodes[0].html, nodes[0].failureSummary]), []);
    assert.equal(await page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth), 0);
    await page.screenshot({ fullPage: true,
      path: `${SHOTS}/desk-${hash.replace(/\W+/g, '-')}.png` });
    await end(opened);
  });
}

/* The last one: the daemon is gone after it. */
test('without a daemon the numbers stay, hatched, and their age is told',
  async () => {
    const { page, context } = await desk('queues', QUEUE_ROW);
    const sales = figure(page, 'queue:sales', 'offered');
    const before = await sales.textContent();
    await daemon.kill();
    await page.waitForSelector('.desk[data-fresh="offline"]');
    await page.waitForSelector('.desk .age-line[data-late]');
    assert.equal(await sales.textContent(), before);
    assert.match(await page.locator('.desk .age-line').textContent(), /^OLD/);
    await context.close();
  });
