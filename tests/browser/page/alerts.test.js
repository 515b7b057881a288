/*
 * Alerts against a daemon of paper, which can be made to have any: what is
 * shown, told, sounded and acknowledged, by mouse and by keyboard.
 */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import axe from 'axe-core';
import { alertsOf, rulesInForce, standingAlerts, stepsOf, withAlerts }
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
