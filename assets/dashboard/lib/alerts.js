/*
 * What alerts mean to a reader: what they are called, which are to be acted
 * on, which are news. Pure; rows are those of the state document and those of
 * GET /api/v1/alerts alike.
 */

import * as board from './board.js';
import * as format from './format.js';
import { title } from './catalog.js';

export const LEVELS = ['critical', 'warning', 'info'];
const BRIEF_EM = 15;
const KNOWN_MOST = 1000;
const TOLD_MOST = 200;

export const levelOf = (alert) => alert.level ?? alert.severity ?? 'warning';

/* Nobody has said yet that they know of it. */
export const isOpen = ({ state }) => state === 'firing' || state === 'over';

/* Of an alert that stands and asks for somebody. */
export const canAcknowledge = (alert) =>
  alert !== undefined && isOpen(alert) && !alert.inhibited;

const signalOf = ({ signal, readings }) => {
  const named = signal ?? readings?.[0]?.signal;
  return named === 'kpi' ? undefined : named;
};

const kpiOf = ({ kpi, readings }) => kpi ?? readings?.[0]?.kpi;

/* A KPI or a signal in words; `form` is 'inline' or ''. */
export function subject(alert, catalog, form = '') {
  const signal = signalOf(alert);
  if (!signal) {
    return board.kpiTitle(catalog, kpiOf(alert) ?? '', form);
  }
  const key = `signal.${signal}`;
  const special = `${key}.${form}`;
  return form && catalog.has(special) ? catalog.text(special)
    : catalog.has(key) ? catalog.text(key) : signal.replaceAll('_', ' ');
}

/* What the rule is called, else what it is about. */
export const ruleName = (alert, catalog) =>
  title(alert.rule_title, catalog.language) || subject(alert, catalog);

/* Whether the rule's own title is short enough for a banner. */
export const isBrief = ({ rule_title: texts }, catalog) => {
  const text = title(texts, catalog.language);
  return text !== '' && board.textWidth(text) <= BRIEF_EM;
};

/* Whose alert it is; feeds and routes have no other name than their own. */
export function scopeText({ scope = '', title: texts }, catalog) {
  return board.scopeName(scope, texts, catalog) ||
    (scope === 'total' || scope === '' ? catalog.text('scope.total')
      : scope.slice(scope.indexOf(':') + 1));
}

/* Feeds and routes have no value, they are silent or fail. */
export const hasValue = (reading) =>
  reading.signal !== 'feed_silent' && reading.signal !== 'route_failing' &&
  reading.value !== undefined && reading.value !== null;

/* "Billing: Service level 58%". */
export function sentenceOf(alert, catalog, now) {
  const reading = alert.readings?.find(({ bad }) => bad) ??
    alert.readings?.[0] ?? alert;
  const value = hasValue(reading)
    ? board.signedText(reading.value, reading.unit, catalog, now) : '';
  return `${scopeText(alert, catalog)}: ` +
    [ruleName(alert, catalog), value].filter(Boolean).join(' ');
}

/* Both of their parts are durations, in ms. */
const SHARES_OF_TIME = new Set(['occupancy', 'utilisation', 'adherence']);

/* "58 of 100 = 58%", "51 min of 1 h = 85%", or the value alone. */
export function arithmetic(reading, catalog, now) {
  const { value, unit, numerator, denominator } = reading;
  const text = board.signedText(value, unit, catalog, now);
  if (denominator === undefined || denominator === null ||
    numerator === undefined || numerator === null ||
    (unit !== 'percent' && unit !== 'ms') || denominator === 0 ||
    (unit === 'ms' && denominator === 1)) {
    return text;
  }
  const ofTime = SHARES_OF_TIME.has(reading.kpi);
  const write = (number, isTime) => (isTime ? format.age(number, catalog)
    : format.number(number, catalog));
  const parts = catalog.fill('explain.parts', {
    numerator: write(numerator, ofTime || unit === 'ms'),
    denominator: write(denominator, ofTime) });
  return `${parts} = ${text}`;
}

export const RULE_SCOPE = /@\d+$/;

/* "service-level/queue:billing" of an id: what shelving goes by. */
export const shelfOf = (id) => id.replace(RULE_SCOPE, '');

/*
 * The alerts that the reader asked for. `name(alert)` is what is searched;
 * worst first, as they came.
 */
export function chosen(alerts, { severity, rule, state, q = '' }, name) {
  const wanted = q.trim().toLocaleLowerCase();
  return alerts.filter((alert) =>
    (!severity || levelOf(alert) === severity) &&
    (!rule || alert.rule === rule) && (!state || alert.state === state) &&
    (!wanted || name(alert).toLocaleLowerCase().includes(wanted)));
}

/* The row that counts: { critical, warning, info } not acknowledged. */
export function openCount(alerts) {
  const { critical = 0, warning = 0, info = 0 } = alerts ?? {};
  return { critical, warning, info, all: critical + warning + info };
}

/*
 * Which alerts are news. What stands when a source is first heard is none: the
 * reader sees it. An id stays known, so what drops out of a list and comes
 * back is not told again.
 */
export class Novelty {
  #known = new Set();
  #sources = new Set();

  /* `alerts`: [id, alert] of those that stand. Returns those that are new. */
  take(source, alerts) {
    const first = !this.#sources.has(source);
    this.#sources.add(source);
    const news = [];
    for (const [id, alert] of alerts) {
      if (alert.state !== 'firing' || alert.inhibited) {
        continue;
      }
      /* the last ones to be forgotten are those that stand */
      const known = this.#known.delete(id);
      this.#known.add(id);
      if (!first && !known) {
        news.push([id, alert]);
      }
    }
    for (const id of this.#known) {
      if (this.#known.size <= KNOWN_MOST) {
        break;
      }
      this.#known.delete(id);
    }
    return news;
  }
}

/*
 * True for the first of the tabs of one browser that claims an alert, by a
 * list in `storage`. Without storage every tab tells.
 */
export function claim(storage, what, now) {
  try {
    const told = JSON.parse(storage.getItem('wallboard.told') ?? '[]')
      .filter((entry) => Array.isArray(entry));
    if (told.some(([name]) => name === what)) {
      return false;
    }
    storage.setItem('wallboard.told',
      JSON.stringify([...told.slice(1 - TOLD_MOST), [what, now]]));
  } catch {
    /* a private window, or somebody else's text */
  }
  return true;
}

/* What else is to be said of a row: who knows of it, that it is over. */
export function stateText({ state, author, escalated, flapping }, catalog) {
  if (state === 'acknowledged') {
    return author ? catalog.fill('alert.acknowledged_by', { author })
      : catalog.text('alert.acknowledged');
  }
  if (state === 'over') {
    return catalog.text('alert.over');
  }
  return escalated ? catalog.text('alert.escalated')
    : flapping ? catalog.text('alert.flapping') : '';
}
