/*
 * The page against the real daemon, fed by the real simulation: what it shows
 * is what the API says, and it outlives both of them.
 */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open } from '../support/browser.js';
import { RealDaemon } from '../support/real_daemon.js';
import { collect, read, shows } from '../support/shown.js';

const SHOTS = process.env.SCREENSHOTS ?? 'screenshots';

let browser;

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());

const fresh = (page, form, timeout) =>
  page.waitForSelector(`html[data-fresh="${form}"]`, { timeout });

/* The page and the API in the same revision, which may take a few tries. */
async function together(page, daemon, view) {
  for (let i = 0; i < 50; i++) {
    const before = await daemon.snapshot(view);
    const shown = await collect(page);
    if (shown.revision === before.revision) {
      return { shown, ...before };
    }
    await page.waitForTimeout(100);
  }
  throw new Error('the page never showed the revision of the API');
}

function compareNumbers(shown, tiles, time) {
  let compared = 0;
  for (const [id, tile] of Object.entries(tiles)) {
    if (tile.kind === 'number' || tile.kind === 'gauge') {
      assert.ok(shows(shown.numbers[id], tile.value, tile.unit, time),
        `${tile.kpi}: shown '${shown.numbers[id]}', is ${tile.value}`);
      compared++;
    }
  }
  return compared;
}

function compareQueues(shown, tile, time, language) {
  /* The worst, as many as there is room for. */
  const listed = Object.keys(shown.names).length;
  assert.ok(listed >= Math.min(5, tile.order.length));
  for (const name of tile.order.slice(0, listed)) {
    const row = tile.rows[name];
    assert.equal(shown.names[name], row.title[language]);
    for (const { kpi, unit } of tile.columns) {
      const text = shown.queues[name][kpi];
      if (kpi === 'agents') {
        const [free, of] = text.split(/\s\D+\s/).map((t) => read(t).value);
        assert.deepEqual([free, of],
          [row.agents.available, row.agents.signed_in], name);
      } else if (kpi !== 'trend') {
        assert.ok(shows(text, row[kpi].value, unit, time),
          `${name} ${kpi}: shown '${text}', is ${row[kpi].value}`);
      }
    }
  }
  return tile.order.length;
}

function compareAgents(shown, tile, time) {
  assert.equal(read(shown.free).value, tile.counts.available);
  const listed = Object.keys(shown.agents);
  assert.ok(listed.length > 0);
  assert.deepEqual([...listed].sort(),
    tile.order.slice(0, listed.length).sort());
  for (const agent of listed) {
    assert.ok(shows(shown.agents[agent], tile.rows[agent].since, 'since', time),
      `${agent}: shown ${shown.agents[agent]}`);
  }
}

test('every number of a finished day is that of the API, in each language',
  async (t) => {
    const daemon = new RealDaemon('--clock', 'events');
    t.after(() => daemon.end());
    const url = await daemon.start();
    const feed = daemon.feed('--seed', '7', '--speed', 'max',
      '--duration', '2h');
    assert.equal(await feed.ended, 0, feed.said);
    const { state: { pages } } = await daemon.snapshot();
    assert.ok(pages.length >= 3);
    for (const language of ['en', 'fa', 'ar', 'ru']) {
      for (const { name } of pages) {
        const { page, context, troubles } = await open(browser,
          `${url}?language=${language}&page=${name}`);
        await page.waitForSelector('[data-known="true"]');
        const { shown, state, time } = await together(page, daemon, name);
        assert.equal(state.page.name, name);
        assert.equal(shown.dir, /fa|ar/.test(language) ? 'rtl' : 'ltr');
        assert.ok(compareNumbers(shown, state.tiles, time) >= 1);
        const queues =
          Object.values(state.tiles).find((t) => t.kind === 'queues');
        if (queues) {
          assert.ok(compareQueues(shown, queues, time, language) > 0);
        }
        if (name === 'overview') {
          await page.screenshot({ path: `${SHOTS}/daemon-${language}.png` });
        }
        assert.deepEqual(troubles, []);
        await context.close();
      }
    }
  });

test('a living floor: same numbers, stale, offline and back without reload',
  async (t) => {
    const daemon = new RealDaemon();
    t.after(() => daemon.end());
    const url = await daemon.start();
    const floor = ['--seed', '3', '--hour', '10:30'];
    const feed = daemon.feed(...floor);
    const { page, context, troubles } = await open(browser,
      `${url}?language=en`);
    await page.waitForSelector('.chip', { timeout: 20000 });
    await fresh(page, 'live', 10000);
    await page.evaluate(() => { window.same = true; });

    for (let i = 0; i < 3; i++) {
      const { shown, state, time } = await together(page, daemon, 'overview');
      assert.ok(compareNumbers(shown, state.tiles, time) >= 5);
      const [queues, agents] = ['queues', 'agents'].map((kind) =>
        Object.values(state.tiles).find((tile) => tile.kind === kind));
      compareQueues(shown, queues, time, 'en');
      compareAgents(shown, agents, time);
      await page.waitForTimeout(700);
    }
    await page.screenshot({ path: `${SHOTS}/floor-en.png` });

    await feed.stop();
    await fresh(page, 'stale', 6000);
    assert.match(await page.locator('.banner-words').textContent(),
      /^sim: silent since \d\d:\d\d/);
    await page.screenshot({ path: `${SHOTS}/floor-stale-en.png` });

    assert.deepEqual(troubles, []);
    await daemon.kill();
    await fresh(page, 'offline', 5000);
    assert.equal(await page.locator('.link b').textContent(), 'OFFLINE');

    await daemon.start();
    daemon.feed('--seed', '4', '--warm', '1m');
    await fresh(page, 'live', 20000);
    const { shown, state, time } = await together(page, daemon, 'overview');
    assert.ok(compareNumbers(shown, state.tiles, time) >= 5);
    assert.equal(await page.evaluate(() => window.same), true);
    assert.equal(state.feeds.sim.state, 'live');
    /* While it was away the browser itself complains of the connection. */
    assert.deepEqual(
      troubles.filter((t) => !/WebSocket connection|ERR_/.test(t)), []);
    await context.close();
  });

test('a page that does not exist is named, with those that do', async (t) => {
  const daemon = new RealDaemon();
  t.after(() => daemon.end());
  const url = await daemon.start();
  const { page, context } = await open(browser,
    `${url}?language=en&page=overveiw`);
  await page.waitForFunction(() =>
    /no view 'overveiw'/.test(document.getElementById('notice').textContent),
  null, { timeout: 10000 });
  assert.match(await page.locator('#notice').textContent(), /overview/);
  await context.close();
});
