import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Catalog, title } from '../../../assets/dashboard/lib/catalog.js';
import * as format from '../../../assets/dashboard/lib/format.js';
import { jalali } from '../../../assets/dashboard/lib/jalali.js';

const assets = new URL('../../../assets/', import.meta.url);
const load = (path) => JSON.parse(readFileSync(new URL(path, assets)));
const entries = (language) => ({
  ...load(`languages/${language}.json`),
  ...load(`dashboard/words/${language}.json`),
});
const LANGUAGES = ['en', 'fa', 'ar', 'ru'];
const [en, fa, ar, ru] =
  LANGUAGES.map((language) => new Catalog(language, entries(language)));

test('numbers are written with the digits and marks of the language', () => {
  assert.equal(format.number(1234567, en), '1,234,567');
  assert.equal(format.number(1234, fa), '۱٬۲۳۴');
  assert.equal(format.number(3.84, fa, 1), '۳٫۸');
  assert.equal(format.number(1234.5, ar, 1), '١٬٢٣٤٫٥');
  assert.equal(format.number(3.8, ru, 1), '3,8');
  assert.equal(format.number(1234, ru).replace(/\s/u, ' '), '1 234');
});

test('halves are rounded away from zero, as on the wall', () => {
  const cases = [[0.15, 1, '0.2'], [0.25, 1, '0.3'], [2.5, 0, '3'],
    [79.97, 2, '79.97'], [1.005, 2, '1.00'], [-2.5, 0, '\u22123']];
  for (const [value, places, text] of cases) {
    assert.equal(format.number(value, en, places), text);
  }
});

test('a negative number has a minus, a rounded zero has none', () => {
  assert.equal(format.number(-5, en), '\u22125');
  assert.equal(format.number(-0.04, en, 1), '0.0');
});

test('the percent sign stands where the language puts it', () => {
  assert.equal(format.percent('76', en), '76%');
  assert.equal(format.percent('۷۶', fa), '\u061C۷۶٪');
  assert.equal(format.percent('76', ru).replace(/\s/u, ' '), '76 %');
});

test('durations count whole seconds and never below zero', () => {
  const cases = [[0, '0:00'], [7999, '0:07'], [272000, '4:32'],
    [3599999, '59:59'], [3600000, '1:00:00'], [-5000, '0:00'],
    [90061000, '25:01:01']];
  for (const [ms, text] of cases) {
    assert.equal(format.duration(ms, en), text);
  }
  assert.equal(format.duration(272000, fa), '۴:۳۲');
});

test('ages are told in the largest unit that says enough', () => {
  assert.equal(format.age(2000, en), '2 s');
  assert.equal(format.age(12 * 60000, en), '12 min');
  assert.equal(format.age(60 * 60000, en), '1 h');
  assert.equal(format.age(65 * 60000, en), '1 h 5 min');
  assert.equal(format.age(25 * 3600000, en), '25 h');
  assert.equal(format.age(48 * 3600000, en), '2 days');
  assert.equal(format.age(12 * 60000, fa), '۱۲ دقیقه');
  assert.equal(format.age(5 * 86400000, ru), '5 дней');
});

test('the time of day is that of the centre, across midnight too', () => {
  const instant = Date.UTC(2025, 9, 12, 20, 45, 9);
  assert.equal(format.timeOfDay(instant, 0, en), '20:45');
  assert.equal(format.timeOfDay(instant, 12600000, en), '00:15');
  assert.equal(format.timeOfDay(instant, 12600000, fa), '۰۰:۱۵');
  assert.equal(format.timeOfDay(instant, 0, en, true), '20:45:09');
});

test('an instant of another day is told with its day', () => {
  const now = Date.UTC(2025, 9, 12, 11);
  const at = Date.UTC(2025, 9, 11, 10, 59);
  assert.equal(format.instant(now, now, 12600000, en), '14:30');
  assert.equal(format.instant(at, now, 12600000, en), '11 October 14:29');
  assert.equal(format.instant(at, now, 12600000, fa), '۱۹ مهر ۱۴:۲۹');
});

test('dates are in the calendar and the order of the language', () => {
  const instant = Date.UTC(2025, 9, 12, 11);
  assert.equal(format.date(instant, 12600000, en), 'Sunday 12 October 2025');
  assert.equal(format.date(instant, 12600000, fa), 'یکشنبه ۲۰ مهر ۱۴۰۴');
  const late = Date.UTC(2025, 9, 12, 21);
  assert.equal(format.date(late, 12600000, en), 'Monday 13 October 2025');
});

test('the Jalali calendar equals the one of Intl for 1302 to 1480', () => {
  const intl = new Intl.DateTimeFormat('en-u-ca-persian', {
    year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  let days = 0;
  for (let t = Date.UTC(1923, 2, 22); t < Date.UTC(2101, 0, 1); t += 86400000) {
    const parts = Object.fromEntries(
      intl.formatToParts(t).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day } = jalali(t);
    assert.deepEqual([year, month, day], [parts.year, parts.month, parts.day]);
    days++;
  }
  assert.ok(days > 64000);
});

test('the city of a zone is in the language, else as the zone names it', () => {
  assert.equal(format.city('Asia/Tehran', fa), 'تهران');
  assert.equal(format.city('America/Los_Angeles', en), 'Los Angeles');
});

test('plural forms follow the number', () => {
  assert.equal(ru.fill('queues.more', { n: '1' }, 1), 'ещё 1 очередь');
  assert.equal(ru.fill('queues.more', { n: '3' }, 3), 'ещё 3 очереди');
  assert.equal(ru.fill('queues.more', { n: '5' }, 5), 'ещё 5 очередей');
  assert.equal(ar.fill('queues.more', {}, 2), 'طابوران آخران');
});

test('an unknown key is its own text, an unknown place stays', () => {
  assert.equal(en.text('no.such.key'), 'no.such.key');
  assert.equal(en.fill('status.below_target', {}), 'Below target {target}');
});

test('a sentence comes apart at its places', () => {
  const catalog = new Catalog('en', { x: 'a {b} c {d}' });
  assert.deepEqual(catalog.parts('x'),
    ['a ', { name: 'b' }, ' c ', { name: 'd' }]);
});

test("a title is the reader's, else English, else any", () => {
  assert.equal(title({ en: 'Sales', fa: 'فروش' }, 'fa'), 'فروش');
  assert.equal(title({ en: 'Sales' }, 'ru'), 'Sales');
  assert.equal(title({ fa: 'فروش' }, 'ru'), 'فروش');
  assert.equal(title(undefined, 'ru'), '');
});

test('every language knows every word that the dashboard asks for', () => {
  const needed = Object.keys(entries('en'))
    .filter((key) => /^(menu|link|banner|status|legend|state|queues|agents|page|feed|footer)\./.test(key))
    .map((key) => key.replace(/\.(one|two|few|many|other)$/, ''));
  assert.ok(needed.length > 60);
  for (const catalog of [en, fa, ar, ru]) {
    for (const key of needed) {
      assert.notEqual(catalog.text(key, 1), key,
        `${catalog.language}: '${key}' is missing`);
    }
  }
});
