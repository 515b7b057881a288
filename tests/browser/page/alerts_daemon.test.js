/*
 * Alerts of the real daemon over a simulated floor: the page shows what the
 * API says, and what is done there is done.
 */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open } from '../support/browser.js';
import { RealDaemon } from '../support/real_daemon.js';

const SHOTS = process.env.SCREENSHOTS ?? 'screenshots';

let browser, daemon, url;

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launch();
  daemon = new RealDaemon('--clock', 'events');
  url = await daemon.start();
  const feed = daemon.feed('--seed', '7', '--speed', 'max', '--duration', '2h',
    '--incident', 'techsupport:08:30-11:00:6');
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

for (const language of ['en', 'fa', 'ar', 'ru']) {
  test(`in ${language} the page has the API's alerts, steps, rules and routes`,
    async () => {
      const { page, context, troubles } = await open(browser,
        `${url}?language=${language}#/alerts`);
      await page.waitForSelector('.section-history tbody tr');
      const { alerts } = await api('alerts');
      const { rules } = await api('alerts/rules');
      const { steps } = await api('alerts/history?limit=20');
      assert.ok(alerts.length > 0 && steps.length > 0);
      await page.waitForFunction((n) =>
        document.querySelectorAll('.alarm').length === n, alerts.length);
      assert.deepEqual(await page.locator('.alarm').evaluateAll((cards) =>
        cards.map(({ dataset }) => dataset.level)),
      alerts.map(({ severity }) => severity));
      assert.deepEqual(await page.locator('[aria-labelledby="alert-rules"] ' +
        'tbody tr').evaluateAll((rows) => rows.map(({ dataset }) =>
        dataset.key)), rules.map(({ name }) => name));
      assert.deepEqual(await page.locator('.section-history tbody tr')
        .evaluateAll((rows) => rows.map(({ dataset }) => dataset.key)),
      steps.map(({ number }) => String(number)));
      const text = await page.locator('#desk').textContent();
      assert.ok(!/NaN|undefined|null|\[object/.test(text), text);
      assert.equal(await page.evaluate(() => document.documentElement
        .scrollWidth - innerWidth), 0);
      await page.screenshot({ fullPage: true,
        path: `${SHOTS}/alerts-daemon-${language}.png` });
      assert.deepEqual(troubles, []);
      await context.close();
    });
}

test('what is acknowledged and put aside on the page is so in the daemon',
  async () => {
    const { page, context, troubles } = await open(browser,
      `${url}?language=en#/alerts?state=firing`);
    const ack = page.locator('.alarm[data-state="firing"] .alarm-acts button')
      .first();
    await ack.waitFor();
    const [first] = (await api('alerts?state=firing')).alerts;
    await ack.click();
    await page.fill('.act [autocomplete="name"]', 'رستمی');
    await page.fill('.act [autocomplete="off"]', 'called the carrier');
    await page.click('.act-submit');
    await page.waitForSelector('.act', { state: 'hidden' });
    const { alerts } = await api('alerts');
    const one = alerts.find(({ id }) => id === first.id);
    assert.deepEqual([one.state, one.author, one.note],
      ['acknowledged', 'رستمی', 'called the carrier']);
    const { steps } = await api('alerts/history?limit=10');
    assert.ok(steps.some(({ id, step, author }) => id === first.id &&
      step === 'acknowledged' && author === 'رستمی'));
    await page.selectOption('.desk-bar select >> nth=1', 'acknowledged');
    await page.locator('.alarm', { hasText: 'called the carrier' })
      .getByRole('button', { name: /^Put aside/ }).click();
    await page.click('.act-submit');
    await page.waitForSelector('.alarm-shelf li');
    assert.equal((await api('alerts')).shelved.length, 1);
    await page.click('.alarm-shelf button');
    await page.click('.act-submit');
    await page.waitForSelector('.alarm-shelf', { state: 'hidden' });
    assert.deepEqual((await api('alerts')).shelved, []);
    assert.deepEqual(troubles, []);
    await context.close();
  });
