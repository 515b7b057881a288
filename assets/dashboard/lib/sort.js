/* Sorting, finding and windows of long tables. Pure. */

/* "-waiting" is { key: 'waiting', down: true }. */
export function readSort(text, fallback) {
  const wish = text || fallback;
  return wish.startsWith('-')
    ? { key: wish.slice(1), down: true } : { key: wish, down: false };
}

export const writeSort = ({ key, down }) => `${down ? '-' : ''}${key}`;

const isNone = (value) => value === null || value === undefined || value === '';

/* What has no value comes last, whichever way; equal ones keep their order. */
export function sorted(rows, value, down, language) {
  const collator = new Intl.Collator(language, { numeric: true });
  const sign = down ? -1 : 1;
  const order = (a, b) => {
    if (isNone(a) || isNone(b)) {
      return isNone(a) - isNone(b);
    }
    return sign * (typeof a === 'string'
      ? collator.compare(a, String(b)) : a - b);
  };
  return rows.map((row, i) => ({ row, i, v: value(row) }))
    .sort((a, b) => order(a.v, b.v) || a.i - b.i)
    .map(({ row }) => row);
}

/* Each word of what is searched for is in one of the texts. */
export function matches(query, texts) {
  const all = texts.join('\n').toLocaleLowerCase();
  return query.toLocaleLowerCase().split(/\s+/)
    .every((word) => all.includes(word));
}

/*
 * Which of `count` rows are to be drawn for a part of the screen: { first,
 * last } (last excluded), with some more on either side.
 */
export function visible(count, rowHeight, top, height, more = 8) {
  const first = Math.max(0, Math.floor(top / rowHeight) - more);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + more);
  return { first: Math.min(first, count), last: Math.max(last, 0) };
}
