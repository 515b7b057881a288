/*
 * The Solar Hijri calendar of Iran by its 33-year rule, which equals the
 * astronomical one for all years 1302 to 1622. Intl knows the months as well,
 * but writes the date in an order that no Iranian writes, and differently from
 * one browser to the next.
 */

const DAY_MS = 86400000;
/* 1 Farvardin 1 of the rule, counted in days from 1970-01-01. */
const EPOCH_DAY = -492268;

const isLeap = (year) => (25 * year + 11) % 33 < 8;

function dayOfNewYear(year) {
  const before = year - 1;
  const cycles = Math.floor(before / 33);
  let leaps = cycles * 8;
  for (let y = cycles * 33 + 1; y <= before; y++) {
    leaps += isLeap(y) ? 1 : 0;
  }
  return EPOCH_DAY + before * 365 + leaps;
}

/* { year, month 1-12, day } of an instant that is already in local time. */
export function jalali(localMs) {
  const day = Math.floor(localMs / DAY_MS);
  let year = Math.floor((day - EPOCH_DAY) / 365.2425) + 1;
  while (dayOfNewYear(year) > day) {
    year--;
  }
  while (dayOfNewYear(year + 1) <= day) {
    year++;
  }
  const ordinal = day - dayOfNewYear(year);
  const long = Math.min(ordinal, 185);
  return ordinal < 186
    ? { year, month: Math.floor(long / 31) + 1, day: (long % 31) + 1 }
    : {
        year,
        month: 7 + Math.floor((ordinal - 186) / 30),
        day: ((ordinal - 186) % 30) + 1,
      };
}
