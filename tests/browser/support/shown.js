/*
 * Reads a page as a person would, back into numbers, without the code that
 * wrote it: digits of any language, both decimal marks, durations.
 */

const ZEROES = ['0', '\u0660', '\u06F0'].map((c) => c.codePointAt(0));

function latin(text) {
  return [...text].map((c) => {
    const code = c.codePointAt(0);
    const zero = ZEROES.find((z) => code >= z && code <= z + 9);
    return zero === undefined ? c : String(code - zero);
  }).join('').replaceAll('\u066B', '.').replaceAll('\u2212', '-')
    .replace(/,(?=\d{1,2}$|\d{1,2}\D*$)/, '.') /* Russian; groups have three */
    .replace(/[\u066C\u066A%\u061C\s,]/g, '');
}

/* A number, a duration in seconds, null for a dash; with its decimals. */
export function read(text) {
  const plain = latin(text);
  if (plain === '\u2013') {
    return { value: null };
  }
  if (plain.includes(':')) {
    const value = plain.split(':').reduce((s, part) => s * 60 + Number(part), 0);
    return { value, places: 0 };
  }
  return { value: Number(plain), places: plain.split('.')[1]?.length ?? 0 };
}

/* All that the page shows of numbers, in one instant. */
export function collect(page) {
  return page.evaluate(() => {
    const text = (e) => e?.textContent ?? null;
    const each = (root, selector, key, value) => Object.fromEntries(
      [...root.querySelectorAll(selector)].map((e) => [key(e), value(e)]));
    const root = document.documentElement;
    return {
      revision: Number(root.dataset.revision),
      fresh: root.dataset.fresh,
      dir: root.dir,
      numbers: each(document, '.tile-number', (e) => e.dataset.tile,
        (e) => text(e.querySelector('.number-value'))),
      queues: each(document, '.queues tbody tr', (e) => e.dataset.queue,
        (tr) => each(tr, 'td', (e) => e.dataset.kpi,
          (e) => text(e.querySelector('.cell-figure')))),
      names: each(document, '.queues tbody tr', (e) => e.dataset.queue,
        (e) => text(e.querySelector('.row-name'))),
      free: text(document.querySelector('.free b')),
      agents: each(document, '.chip', (e) => e.dataset.agent,
        (e) => text(e.querySelector('.chip-time'))),
    };
  });
}

/*
 * Whether a text shows a value of the state: rounded at the places it has, or
 * counted since an instant to within a second or two of `time`.
 */
export function shows(text, value, unit, time) {
  const { value: shown, places } = read(text);
  if (value === undefined || shown === null) {
    return value === undefined && shown === null;
  }
  if (unit === 'since') {
    const age = Math.max(0, (time - value) / 1000);
    return shown >= Math.floor(age) - 1 && shown <= age + 3;
  }
  if (unit === 'ms') {
    return shown === Math.floor(value / 1000);
  }
  return Math.abs(shown - value) <= 0.5 / 10 ** places + 1e-9;
}
