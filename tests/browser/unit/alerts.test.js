import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as alerts from '../../../assets/dashboard/lib/alerts.js';
import { Catalog } from '../../../assets/dashboard/lib/catalog.js';
import { rowOf, standingAlerts } from '../support/alert_state.js';

const assets = new URL('../../../assets/', import.meta.url);
const load = (path) => JSON.parse(readFileSync(new URL(path, assets)));
const LANGUAGES = ['en', 'fa', 'ar', 'ru'];
const catalogOf = (language) => new Catalog(language, {
  ...load(`languages/${language}.json`),
  ...load(`dashboard/words/${language}.json`),
  ...load(`dashboard/words/alerts.${language}.json`) });
const [en, fa] = LANGUAGES.map(catalogOf);
const NOW = Date.UTC(2025, 9, 12, 11, 2);
const [billing, due, wait, lost, over, vip, feed, pending, inhibited] =
  standingAlerts(NOW);

test('every language has the words of the page of alerts', () => {
  const plain = (entries) => [...new Set(Object.keys(entries).map((key) =>
    key.replace(/\.(zero|one|two|few|many|other)$/, '')))].sort();
  const wanted = plain(load('dashboard/words/alerts.en.json'));
  for (const language of LANGUAGES) {
    const entries = load(`dashboard/words/alerts.${language}.json`);
    assert.deepEqual(plain(entries), wanted, language);
    const english = load('dashboard/words/alerts.en.json');
    for (const [key, text] of Object.entries(entries)) {
      assert.deepEqual((text.match(/\{\w+\}/g) ?? []).sort(),
        ((english[key] ?? '{n}').match(/\{\w+\}/g) ?? []).sort()
          .slice(0, (text.match(/\{\w+\}/g) ?? []).length), key);
      assert.notEqual(text.trim(), '', key);
    }
  }
});

test('an alert is said with its scope, what it is about and its value', () => {
  const cases = [
    [billing, 'Billing: Service level 58%'],
    [due, 'Sales: Promises about to break 4'],
    [wait, 'Sales: Longest wait 1:48'],
    [lost, 'Support: Today is lost 104%'],
    [feed, 'crm: Feed silent'],
    [inhibited, 'Returns: Calls waiting 2'],
  ];
  for (const [alert, text] of cases) {
    assert.equal(alerts.sentenceOf(alert, en, NOW), text);
    assert.equal(alerts.sentenceOf(rowOf(NOW, alert), en, NOW), text);
  }
  assert.equal(alerts.sentenceOf(lost, fa, NOW).startsWith(
    'پشتیبانی: امروز از دست رفت'), true);
});

test('of several conditions the first that is bad is told', () => {
  const [first, second] = inhibited.readings;
  const mended = { ...inhibited, readings: [{ ...first, bad: false, value: 0 },
    { ...second, value: 3 }] };
  assert.match(alerts.sentenceOf(mended, en, NOW), / 3$/);
});

test('what has no name of its own is called by its scope', () => {
  const name = (scope) => alerts.scopeText({ scope }, en);
  assert.equal(name('total'), 'Whole centre');
  assert.equal(name('feed:asterisk:2'), 'asterisk:2');
  assert.equal(name('route:duty'), 'duty');
  assert.equal(name('channel:chat'), 'Chat');
});

test('shares and means show their two parts, other values stand alone', () => {
  const text = (reading) => alerts.arithmetic(reading, en, NOW);
  assert.equal(text(billing.readings[0]), '58 of 100 = 58%');
  assert.equal(text(wait.readings[0]), '1:48');
  assert.equal(text({ unit: 'ms', value: 90000, numerator: 720000,
    denominator: 8 }), '12 min of 8 = 1:30');
  assert.equal(text({ unit: 'count', value: 3, numerator: 3,
    denominator: 1 }), '3');
  assert.equal(text({ unit: 'percent', value: null, numerator: 0,
    denominator: 0 }), '\u2013');
});

test('only what fires or is over, and is told, can be acknowledged', () => {
  assert.deepEqual([billing, over, vip, pending, inhibited]
    .map(alerts.canAcknowledge), [true, true, false, false, false]);
  assert.equal(alerts.canAcknowledge(undefined), false);
});

test('alerts are chosen by severity, state, rule and words', () => {
  const all = standingAlerts(NOW);
  const name = (alert) => alerts.scopeText(alert, en);
  const ids = (filter) => alerts.chosen(all, filter, name)
    .map(({ rule, scope }) => `${rule}/${scope}`);
  assert.equal(ids({}).length, all.length);
  assert.deepEqual(ids({ severity: 'info' }), ['lost-day/queue:support']);
  assert.deepEqual(ids({ state: 'over' }), ['abandonment/queue:billing']);
  assert.deepEqual(ids({ rule: 'service-level', q: ' BILL ' }),
    ['service-level/queue:billing']);
  assert.deepEqual(ids({ rule: 'none' }), []);
});

test('a shelf is named by rule and scope, whatever the instant', () => {
  assert.equal(alerts.shelfOf('a/queue:x@y@1732190412345'), 'a/queue:x@y');
  assert.equal(alerts.shelfOf('a/queue:x'), 'a/queue:x');
});

const list = (...some) => some.map((one) => [one.id, one]);
const told = (novelty, source, ...some) =>
  novelty.take(source, list(...some)).map(([id]) => id);

test('what stands when the page opens is no news, what follows is', () => {
  const novelty = new alerts.Novelty();
  assert.deepEqual(told(novelty, 'board', billing, vip), []);
  assert.deepEqual(told(novelty, 'board', billing, due, vip), [due.id]);
  assert.deepEqual(told(novelty, 'board', billing, due, vip), []);
});

test('news are told once, whichever list they come by, and not again', () => {
  const novelty = new alerts.Novelty();
  told(novelty, 'board', billing);
  told(novelty, 'list', billing);
  assert.deepEqual(told(novelty, 'list', billing, due), [due.id]);
  assert.deepEqual(told(novelty, 'board', billing, due), []);
  assert.deepEqual(told(novelty, 'board', billing), []);
  assert.deepEqual(told(novelty, 'board', billing, due), []);
});

test('what pends, is acknowledged, inhibited or over is no news', () => {
  const novelty = new alerts.Novelty();
  told(novelty, 'board');
  assert.deepEqual(told(novelty, 'board', pending, vip, inhibited, over), []);
  const fires = { ...pending, state: 'firing' };
  assert.deepEqual(told(novelty, 'board', fires), [pending.id]);
});

test('thousands of alerts are forgotten, those that stand are not', () => {
  const novelty = new alerts.Novelty();
  told(novelty, 'board', billing);
  for (let i = 0; i < 3000; i++) {
    assert.equal(told(novelty, 'board', billing,
      { ...due, id: `due/queue:sales@${i}` }).length, 1);
  }
});

/* Storage that may be broken. */
function storage(start = {}) {
  const kept = { ...start };
  return { kept, getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => { kept[key] = value; } };
}

test('of several tabs the first one claims an alert', () => {
  const shared = storage();
  assert.equal(alerts.claim(shared, 'a', NOW), true);
  assert.equal(alerts.claim(shared, 'a', NOW + 5), false);
  assert.equal(alerts.claim(shared, 'b', NOW + 5), true);
});

test('the list of claims stays short, and nothing in it stops a tone', () => {
  const shared = storage();
  for (let i = 0; i < 500; i++) {
    alerts.claim(shared, `a${i}`, NOW);
  }
  assert.equal(JSON.parse(shared.kept['wallboard.told']).length, 200);
  assert.equal(alerts.claim(shared, 'a499', NOW), false);
  for (const text of ['', '{}', 'null', '[1,[]]', '[["a"']) {
    assert.equal(alerts.claim(storage({ 'wallboard.told': text }), 'a', NOW),
      true, text);
  }
  assert.equal(alerts.claim(undefined, 'a', NOW), true);
});

test('a row says who knows of it, that it is over, that it went on', () => {
  const text = (row) => alerts.stateText(row, en);
  assert.equal(text(rowOf(NOW, vip)), 'Acknowledged: Rostami');
  assert.equal(text({ state: 'acknowledged' }), 'Acknowledged');
  assert.equal(text(rowOf(NOW, over)), 'Over, not acknowledged');
  assert.equal(text(rowOf(NOW, billing)), 'Escalated');
  assert.equal(text(rowOf(NOW, wait)), 'Comes and goes');
  assert.equal(text(rowOf(NOW, due)), '');
  assert.equal(text({ state: 'standing' }), '');
});
