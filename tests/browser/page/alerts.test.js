/*
 * Alerts against a daemon of paper, which can be made to have any: what is
 * shown, told, sounded and acknowledged, by mouse and by keyboard.
 */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import axe from 'axe-core';
import { rulesInForce, standingAlerts, stepsOf, withAlerts }
  from '../support/alert_state.js';
import { boardState } from '../support/board_state.js';
import { launch, open } from '../support/browser.js';
import { FakeDaemon } from '../support/fake_daemon.js';

const SHOTS = process.env.SCREENSHOTS ?? 'screenshots';
const PHONE = { viewport: { width: 360, height: 740 } };
const CARD = '.alarm';

let browser, daemon, url, list, shelved, acts;

const now = () => Math.floor(Date.now() / 1000) * 1000;

/* What the daemon does when somebody acts. */
function act(query, body) {
  acts.push(body);
  const one = list.find(({ id }) => id === body.id);
  if (body.act === 'acknowledge') {
    if (!one) {
      return [404, { error: 'nothing of that id stands' }];
    }
    list = list.map((other) => (other === one ? { ...one, author: body.author,
      note: body.note ?? null, state: 'acknowledged' } : other));
  } else if (body.act === 'shelve') {
    shelved = [...shelved, { id: body.id, until: now() + body.for_ms,
      author: body.author, note: body.note ?? null }];
  } else {
    shelved = shelved.filter(({ id }) => id !== body.id);
  }
  tell();
  return { ok: true, alert: list.find(({ id }) => id === body.id) ?? null };
}

/* The state document follows. */
function tell() {
  const state = withAlerts(boardState(now()), now(), list);
  daemon.state = state;
  daemon.revision++;
  daemon.send({ type: 'snapshot', revision: daemon.revision,
    time: daemon.now(), state });
}

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  list = standingAlerts(now());
  shelved = [{ id: 'abandonment/queue:sales', until: now() + 3000000,
    author: 'Rostami', note: 'known fault' }];
  acts = [];
  daemon = new FakeDaemon(withAlerts(boardState(now()), now(), list));
  daemon.api = {
    alerts: () => ({ now: now(), revision: 1, alerts: list, shelved }),
    'alerts/rules': () => rulesInForce(now()),
    'alerts/history': () => ({ from: 0, to: 1, steps: stepsOf(list),
      next: null }),
    'alerts/act': act,
    kpis: () => ({ kpis: [] }),
    directory: () => ({ now: now(), departments: [], teams: [], sites: [],
      queues: [{ queue: 'sales', title: { en: 'Sales', fa: 'فروش' } }],
      agents: [] }),
  };
  url = await daemon.start();
});
afterEach(() => daemon.stop());

/* A page of the dashboard, once it has drawn `selector`. */
async function shown(query, selector, options = {}) {
  const opened = await open(browser, url + query, options);
  await opened.page.waitForSelector(selector);
  await opened.page.evaluate(() => document.fonts.ready);
  return opened;
}

async function end({ context, troubles }) {
  assert.deepEqual(troubles, []);
  await context.close();
}

const shot = (page, name) =>
  page.screenshot({ path: `${SHOTS}/alerts-${name}.png`, fullPage: true });

const card = (page, scope) => page.locator(CARD).filter({ has:
  page.locator('h4', { hasText: scope }) });

async function noFaults(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) =>
    [id, nodes[0].html, nodes[0].failureSummary]), []);
  assert.equal(await page.evaluate(() =>
    document.documentElement.scrollWidth - innerWidth), 0);
}

const LOOKS = [
  ['en', 'dark', {}], ['fa', 'light', {}], ['ar', 'dark', {}],
  ['ru', 'light', {}], ['fa', 'dark', PHONE], ['en', 'light', PHONE],
];

for (const [language, theme, options] of LOOKS) {
  const size = options.viewport ? 'phone' : 'desk';
  test(`the page of alerts in ${language}, ${theme}, on a ${size}`, async () => {
    const opened = await shown(`?language=${language}&theme=${theme}#/alerts`,
      '.section-history tbody tr', options);
    const { page } = opened;
    await page.waitForSelector('[data-key="occupancy"]');
    assert.equal(await page.locator(CARD).count(), list.length);
    await noFaults(page);
    await shot(page, `page-${language}-${theme}-${size}`);
    await end(opened);
  });

  test(`the board with alerts in ${language}, ${theme}, on a ${size}`,
    async () => {
      const opened = await shown(`?language=${language}&theme=${theme}`,
        '.alert-row', options);
      await noFaults(opened.page);
      await shot(opened.page, `board-${language}-${theme}-${size}`);
      await end(opened);
    });
}

/* Another alert begins. */
function raise(more) {
  const one = { ...standingAlerts(now())[0], id: `new/${more.scope}@${now()}`,
    rule: 'new', escalated: false, fired: now(), since: now(), ...more };
  list = [one, ...list];
  tell();
  return one;
}

const sounded = () => {
  window.notes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function count(...when) {
    window.notes++;
    return start.apply(this, when);
  };
};

/* What the browser would show, and whether the page asked for leave. */
function noticed() {
  window.shown = [];
  window.asked = 0;
  window.Notification = class {
    static permission = localStorage.getItem('permission') ?? 'default';

    static async requestPermission() {
      window.asked++;
      localStorage.setItem('permission', 'granted');
      return (this.permission = 'granted');
    }

    constructor(heading, { body, tag }) {
      window.shown.push([heading, body, tag]);
    }

    close() {
      this.onclose?.();
    }
  };
}

test('by keys alone an alert is acknowledged, with a name that is remembered',
  async () => {
    const opened = await shown('?language=en#/alerts', CARD);
    const { page } = opened;
    const billing = card(page, 'Billing: Service level');
    await billing.getByRole('button', { name: /^Acknowledge/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.act[open]');
    await noFaults(page);
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.act-fault').textContent(), /name/);
    assert.deepEqual(acts, []);
    await page.keyboard.type('Rostami');
    await page.keyboard.press('Tab');
    await page.keyboard.type('called the carrier');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.act', { state: 'hidden' });
    assert.deepEqual(acts, [{ act: 'acknowledge', id: list[0].id,
      author: 'Rostami', note: 'called the carrier' }]);
    await billing.filter({ hasText: 'Rostami: called the carrier' }).waitFor();
    assert.equal(await billing.getAttribute('data-state'), 'acknowledged');
    assert.ok(await page.evaluate(() =>
      document.activeElement !== document.body), 'the focus is not lost');
    assert.equal(await page.locator('#news').textContent(), 'Acknowledged');
    await card(page, 'Sales: Longest wait')
      .getByRole('button', { name: /^Put aside/ }).click();
    await page.selectOption('.act select', String(4 * 3600000));
    assert.equal(await page.inputValue('.act [autocomplete="name"]'),
      'Rostami');
    await page.click('.act-submit');
    await page.locator('.alarm-shelf li').nth(1).waitFor();
    assert.deepEqual(acts[1], { act: 'shelve',
      id: 'longest-wait/queue:sales', author: 'Rostami', for_ms: 14400000 });
    await page.locator('.alarm-shelf button').first().click();
    await page.click('.act-submit');
    await page.waitForFunction(() =>
      document.querySelectorAll('.alarm-shelf li').length === 1);
    await end(opened);
  });

test('what somebody else has done, and what fails, is told and changes nothing',
  async () => {
    const opened = await shown('?language=en#/alerts', CARD);
    const { page } = opened;
    let status = 404;
    daemon.api['alerts/act'] = () => [status, { error: 'daemon words' }];
    await card(page, 'Billing: Service level')
      .getByRole('button', { name: /^Acknowledge/ }).click();
    await page.fill('.act [autocomplete="name"]', 'Karimi');
    for (const [code, words] of [[404, 'stands no longer'],
      [409, 'so already'], [503, 'cannot record'], [400, 'daemon words']]) {
      status = code;
      await page.click('.act-submit');
      await page.locator('.act-fault', { hasText: words }).waitFor();
    }
    await page.keyboard.press('Escape');
    await page.waitForSelector('.act', { state: 'hidden' });
    await opened.context.close();
  });

test('all that was chosen is acknowledged at once', async () => {
  const opened = await shown('?language=en#/alerts?severity=critical', CARD);
  const { page } = opened;
  await page.waitForFunction(() =>
    document.querySelectorAll('.alarm').length === 4);
  await page.getByRole('button', { name: 'Acknowledge all 2' }).click();
  await page.fill('.act [autocomplete="name"]', 'Karimi');
  await page.click('.act-submit');
  await page.waitForSelector('.act', { state: 'hidden' });
  assert.equal(acts.length, 2);
  await page.waitForFunction(() => document.querySelectorAll(
    '.alarm[data-state="acknowledged"]').length === 3);
  await page.selectOption('.desk-bar select >> nth=0', 'info');
  await page.waitForFunction(() =>
    document.querySelectorAll('.alarm').length === 1);
  assert.match(page.url(), /severity=info/);
  await end(opened);
});

test('the board acknowledges in its banner and rows, but not in TV mode',
  async () => {
    const opened = await shown('?language=en', '.alert-row');
    const { page } = opened;
    assert.equal(await page.locator('.nav-count').textContent(), '5');
    await page.click('.banner .alert-act');
    await page.fill('.act [autocomplete="name"]', 'Karimi');
    await page.click('.act-submit');
    await page.waitForSelector('.act', { state: 'hidden' });
    assert.match(acts[0].id, /^service-level\/queue:billing@/);
    await page.waitForFunction(() =>
      document.querySelector('.nav-count').textContent === '4');
    await page.locator('.alert-row .alert-act').first().click();
    await page.waitForSelector('.act[open]');
    await page.click('.act-submit');
    await page.waitForSelector('.act', { state: 'hidden' });
    assert.match(acts[1].id, /^due\/queue:sales@/);
    await page.goto(`${url}?language=en&tv=1`);
    await page.waitForSelector('.alert-row');
    assert.equal(await page.locator('.alert-act >> visible=true').count(), 0);
    await end(opened);
  });

test('when all is acknowledged the banner says so, and not that all is well',
  async () => {
    list = list.map((one) => ({ ...one, state: 'acknowledged' }));
    tell();
    const opened = await shown('?language=en', '.alert-row');
    const { page } = opened;
    await page.locator('.banner', { hasText: 'all acknowledged' }).waitFor();
    assert.ok(await page.locator('.nav-count').isHidden());
    await end(opened);
  });

test('a new alert is said once: critical ones at once, others in their turn',
  async () => {
    const opened = await shown('?language=en', '.alert-row');
    const { page } = opened;
    await page.evaluate(() => {
      window.said = [];
      for (const id of ['news', 'alarm', 'live']) {
        new MutationObserver(() => window.said.push([id,
          document.getElementById(id).textContent]))
          .observe(document.getElementById(id), { childList: true,
            characterData: true, subtree: true });
      }
    });
    const spoken = (n) => page.waitForFunction((count) =>
      window.said.length === count, n);
    raise({ scope: 'queue:returns', title: { en: 'Returns' } });
    await spoken(1);
    raise({ scope: 'queue:vip', title: { en: 'VIP' }, severity: 'warning' });
    await spoken(2);
    for (let i = 0; i < 5; i++) {
      list = list.map((one) => ({ ...one, readings: one.readings.map((r) =>
        ({ ...r, value: r.value + i })) }));
      tell();
    }
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate(() => window.said), [
      ['alarm', 'Critical: Returns: Service level 58%'],
      ['news', 'Warning: VIP: Service level 58%']]);
    await end(opened);
  });

test('no sound and no notice before somebody asks, then one each for all tabs',
  async () => {
    const opened = await shown('?language=en', '.alert-row');
    const { page, context } = opened;
    await context.addInitScript(sounded);
    await context.addInitScript(noticed);
    await page.goto(`${url}?language=en#/alerts`);
    await page.reload();
    await page.waitForSelector(CARD);
    const facts = (one = page) => one.evaluate(() =>
      [window.notes, window.shown.length, window.asked]);
    raise({ scope: 'queue:a', title: { en: 'A' } });
    await card(page, 'A: Service level').waitFor();
    assert.deepEqual(await facts(), [0, 0, 0]);
    await page.getByRole('button', { name: 'Sound off' }).click();
    await page.getByRole('button', { name: 'Sound on' }).waitFor();
    await page.getByRole('button', { name: 'Notifications off' }).click();
    await page.getByRole('button', { name: 'Notifications on' }).waitFor();
    assert.deepEqual(await facts(), [2, 0, 1], 'a sample of the tone');
    const other = await context.newPage();
    await other.goto(`${url}?language=en`);
    await other.waitForSelector('.alert-row');
    await other.mouse.click(5, 300);
    await other.waitForTimeout(200);
    raise({ scope: 'queue:b', title: { en: 'B' } });
    await card(page, 'B: Service level').waitFor();
    await page.waitForTimeout(500);
    const [mine, theirs] = [await facts(), await facts(other)];
    assert.equal(mine[0] + theirs[0], 4, 'one tone');
    assert.equal(mine[1] + theirs[1], 1, 'one notice');
    raise({ scope: 'queue:c', title: { en: 'C' }, severity: 'warning' });
    await card(page, 'C: Service level').waitFor();
    await page.waitForTimeout(500);
    const [later, there] = [await facts(), await facts(other)];
    assert.equal(later[0] + there[0], 4, 'a warning does not sound');
    assert.equal(later[1] + there[1], 2, 'but is noticed');
    const [[heading, body]] = (await Promise.all([page, other].map((one) =>
      one.evaluate(() => window.shown)))).flat().slice(-1);
    assert.match(`${heading}: ${body}`, /^(Critical|Warning): [BC]: Service/);
    await end(opened);
  });

test('a board in TV mode keeps silent unless its address asks for sound',
  async () => {
    for (const [query, notes] of [['tv=1', 0], ['tv=1&sound=1', 2]]) {
      const opened = await open(browser, `${url}?language=en`);
      const { page, context } = opened;
      await context.addInitScript(sounded);
      await page.evaluate(() => localStorage.setItem('wallboard.sound', '1'));
      await page.goto(`${url}?language=en&${query}`);
      await page.waitForSelector('.alert-row');
      await page.mouse.click(5, 300);
      await page.waitForTimeout(300);
      raise({ scope: `queue:${notes}`, title: { en: `New${notes}` } });
      await page.locator('.alert-row', { hasText: `New${notes}` }).waitFor();
      await page.waitForTimeout(400);
      assert.equal(await page.evaluate(() => window.notes), notes, query);
      await end(opened);
    }
  });
