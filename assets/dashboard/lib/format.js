/*
 * Numbers, durations, times of day and dates as each language writes them.
 * Pure: no clock, no browser locale; how a language writes comes from its
 * catalogue, so the same input gives the same text as on the wall.
 */

import { jalali } from './jalali.js';

export const NO_VALUE = '\u2013';

export function digits(text, catalog) {
  const own = catalog.text('locale.digits');
  return own[0] === '0' ? text : text.replace(/[0-9]/g, (d) => own[d]);
}

/*
 * To so many places (0 to 2), halves away from zero. By hundredths, which is
 * what the daemon sends at most, as toFixed() makes 0.1 of 0.15.
 */
export function rounded(value, places) {
  const hundredths = Math.round(Math.abs(value) * 100);
  const unit = 10 ** (2 - places);
  return Math.floor((hundredths + unit / 2) / unit) / 10 ** places;
}

/* A number with exactly `places` decimals, grouped by thousands. */
export function number(value, catalog, places = 0) {
  const [whole, part] = rounded(value, places).toFixed(places).split('.');
  const group = catalog.text('locale.group');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const text =
    part === undefined
      ? grouped
      : `${grouped}${catalog.text('locale.decimal')}${part}`;
  const negative = value < 0 && /[1-9]/.test(whole + (part ?? ''));
  const signed = negative ? catalog.text('locale.minus') + text : text;
  return digits(signed, catalog);
}

/* A number with its percent sign, for use within a sentence. */
export function percent(text, catalog) {
  return catalog.fill('locale.percent', { n: text });
}

const pad = (n) => String(n).padStart(2, '0');

/* 0:07, 4:32, 1:04:09; the second that is running is not counted. */
export function duration(ms, catalog) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(s / 3600);
  const m = Math.floor(s / 60) % 60;
  const text =
    h > 0 ? `${h}:${pad(m)}:${pad(s % 60)}` : `${m}:${pad(s % 60)}`;
  return digits(text, catalog);
}

/* "12 min", "1 h 5 min", "3 days": how long something has lasted, in words. */
export function age(ms, catalog) {
  const amount = (key, n) =>
    catalog.fill(key, { n: digits(String(n), catalog) }, n);
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  if (seconds < 60) {
    return amount('span.seconds', seconds);
  }
  if (hours === 0) {
    return amount('span.minutes', minutes);
  }
  if (hours >= 48) {
    return amount('unit.days', Math.floor(hours / 24));
  }
  return minutes === 0
    ? amount('span.hours', hours)
    : catalog.fill('unit.hours_minutes', {
        h: digits(String(hours), catalog),
        m: digits(String(minutes), catalog),
      });
}

/* The time of day of an instant, in a zone that is so far from UTC. */
export function timeOfDay(instant, utcOffset, catalog, seconds = false) {
  const at = new Date(instant + utcOffset);
  const parts = [at.getUTCHours(), at.getUTCMinutes()];
  if (seconds) {
    parts.push(at.getUTCSeconds());
  }
  return digits(parts.map(pad).join(':'), catalog);
}

/* A date by one of the patterns of the language, in its calendar. */
function dateBy(pattern, local, catalog) {
  const at = new Date(local);
  const day =
    catalog.text('locale.calendar') === 'jalali'
      ? jalali(local)
      : {
          year: at.getUTCFullYear(),
          month: at.getUTCMonth() + 1,
          day: at.getUTCDate(),
        };
  return catalog.fill(pattern, {
    weekday: catalog.text(`weekday.${at.getUTCDay()}`),
    day: digits(String(day.day), catalog),
    month: catalog.text(`month.${day.month}`),
    year: digits(String(day.year), catalog),
  });
}

/* "Sunday 12 October 2025" */
export function date(instant, utcOffset, catalog) {
  return dateBy('locale.date', instant + utcOffset, catalog);
}

/* "14:29", or "11 October 14:29" when `now` is on another day. */
export function instant(at, now, utcOffset, catalog, seconds = false) {
  const time = timeOfDay(at, utcOffset, catalog, seconds);
  const day = (t) => Math.floor((t + utcOffset) / 86400000);
  return day(at) === day(now)
    ? time
    : `${dateBy('locale.date_short', at + utcOffset, catalog)} ${time}`;
}

/* The city that a time zone is named after. */
export function city(zone, catalog) {
  const key = `city.${zone}`;
  return catalog.has(key)
    ? catalog.text(key)
    : String(zone ?? '').split('/').at(-1).replaceAll('_', ' ');
}
