/*
 * One alert that stands: how bad, since when, the arithmetic of each of its
 * conditions, who knows of it, and what can be done about it.
 */

import '../ui/since.js';
import { arrange, bdi, el, setAttr, setText } from '../ui/dom.js';
import { icon, setIcon } from '../ui/icons.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { arithmetic, canAcknowledge, hasValue, levelOf, ruleName, scopeText,
  subject } from '../lib/alerts.js';
import { button } from './parts.js';

const ICONS = { acknowledged: 'acknowledged', over: 'normal',
  pending: 'stale' };

/* 70%, or where queues promise different things "the target − 10". */
function writeLimit(limit, unit, catalog) {
  if (limit === null || typeof limit !== 'object') {
    return board.limitText(limit, unit, catalog);
  }
  const { of, plus = 0, times = 1 } = limit;
  const number = (n) => format.number(n, catalog, board.places(n));
  return catalog.text(`alerts.of.${of}`) +
    (times === 1 ? '' : ` × ${number(times)}`) +
    (plus === 0 ? ''
      : ` ${plus < 0 ? '−' : '+'} ${number(Math.abs(plus))}`);
}

/* "bad below 70%, good again at 75% or more". */
export function limitText({ signal, worse, raise, clear, unit }, catalog) {
  if (signal !== 'kpi' && signal !== 'due') {
    return '';
  }
  const [from, back] = [raise, clear].map((limit) =>
    writeLimit(limit, unit, catalog));
  return catalog.fill(`alerts.limit.${worse}${from === back ? '_only' : ''}`,
    { raise: from, clear: back });
}

/* "last 30 min", "within 20 s". */
export function spanText({ window, ahead_ms: ahead }, catalog) {
  if (ahead) {
    return catalog.fill('alerts.ahead',
      { duration: format.age(ahead, catalog) });
  }
  return window ? catalog.text(`window.${window}`) : '';
}

class Reading {
  constructor() {
    this.icon = el('span', { class: 'alarm-mark' });
    this.word = el('span', { class: 'sr' });
    this.name = el('span');
    this.figure = el('button', { type: 'button', class: 'figure digits' });
    this.plain = el('b', { class: 'digits' });
    this.limit = el('span', { class: 'alarm-limit' });
    this.element = el('li', {}, this.icon, ' ', this.word, this.name, ' ',
      this.figure, this.plain, ' ', this.limit);
  }

  show(reading, alert, { catalog, now }, explain) {
    const isKpi = reading.signal === 'kpi';
    const name = [subject(reading, catalog), spanText(reading, catalog)]
      .filter(Boolean).join(catalog.text('notify.comma'));
    const value = hasValue(reading) ? arithmetic(reading, catalog, now)
      : isKpi ? format.NO_VALUE : '';
    setAttr(this.element, 'data-bad', Boolean(reading.bad));
    setIcon(this.icon, reading.bad ? 'warning' : 'normal');
    setText(this.word,
      `${catalog.text(`alerts.reading.${reading.bad ? 'bad' : 'good'}`)}: `);
    setText(this.name, name);
    this.figure.hidden = !isKpi;
    this.plain.hidden = isKpi;
    setText(this.plain, value);
    setText(this.figure, value);
    setAttr(this.figure, 'aria-label', `${name}: ${value}`);
    setAttr(this.element, 'title', reading.explanation);
    setText(this.limit, limitText(reading, catalog));
    this.figure.onclick = () => explain({ kpi: reading.kpi,
      scope: alert.scope, window: reading.window ?? 'now' });
  }
}

export class AlertCard {
  #readings = [];

  /* `desk` explains numbers and acts; `rule(name)` is the rule in force. */
  constructor(desk, rule) {
    this.desk = desk;
    this.rule = rule;
    this.icon = el('span', { class: 'alarm-icon' });
    this.level = el('b', { class: 'badge' });
    this.state = el('span', { class: 'alarm-state' });
    this.since = el('wb-since', { class: 'alarm-since' });
    this.scope = el('bdi');
    this.name = el('span');
    this.list = el('ul', { class: 'alarm-readings' });
    this.notes = el('ul', { class: 'alarm-notes' });
    this.ack = button(() => this.#act('acknowledge'));
    this.shelve = button(() => this.#act('shelve'));
    this.element = el('li', { class: 'alarm', tabindex: '-1' },
      el('div', { class: 'alarm-head' }, this.icon, this.level, this.state,
        this.since),
      el('h4', {}, this.scope, ': ', this.name),
      this.list, this.notes,
      el('div', { class: 'alarm-acts' }, this.ack, this.shelve));
  }

  #act(act) {
    this.desk.act({ act, alerts: [[this.alert.id, this.alert]] });
  }

  show(alert, ctx) {
    const { catalog, now } = ctx;
    const level = levelOf(alert);
    this.alert = alert;
    setAttr(this.element, 'data-level', level);
    setAttr(this.element, 'data-state', alert.inhibited ? 'inhibited'
      : alert.state);
    setIcon(this.icon, ICONS[alert.state] ?? level);
    setText(this.level, catalog.text(`level.${level}`));
    setText(this.state, catalog.text(`alerts.state.${alert.state}`));
    this.since.hidden = alert.state === 'over';
    this.since.count(alert.since, (ms) => catalog.fill('alerts.since',
      { duration: format.age(ms, catalog) }), now);
    setText(this.scope, scopeText(alert, catalog));
    setText(this.name, ruleName(alert, catalog));
    this.#showReadings(alert, ctx);
    this.#showNotes(alert, ctx);
    this.#showActs(alert, catalog);
  }

  #showReadings(alert, ctx) {
    const { readings = [] } = alert;
    while (this.#readings.length < readings.length) {
      this.#readings.push(new Reading());
    }
    const used = this.#readings.slice(0, readings.length);
    used.forEach((view, i) => view.show(readings[i], alert, ctx,
      (what) => this.desk.explain.open(what)));
    arrange(this.list, used.map(({ element }) => element));
  }

  #showActs(alert, catalog) {
    const what = `${scopeText(alert, catalog)}: ${ruleName(alert, catalog)}`;
    const held = document.activeElement === this.ack;
    this.ack.hidden = !canAcknowledge(alert);
    if (held && this.ack.hidden) {
      this.element.focus(); /* where the reader was */
    }
    this.shelve.hidden = Boolean(alert.shelved_until);
    for (const [element, key] of [[this.ack, 'alerts.acknowledge'],
      [this.shelve, 'alerts.shelve']]) {
      setText(element, catalog.text(key));
      setAttr(element, 'aria-label', `${catalog.text(key)} ${what}`);
    }
  }

  /* Each with its icon; drawn anew only when one has changed. */
  #showNotes(alert, ctx) {
    const notes = this.#notes(alert, ctx);
    const key = JSON.stringify([notes, ctx.catalog.language]);
    if (this.key !== key) {
      this.key = key;
      this.notes.replaceChildren(...notes.map(([name, text, bold]) =>
        el('li', {}, ...(name ? [icon(name), ' '] : []),
          bold ? el('b', {}, bdi(text)) : bdi(text))));
    }
  }

  #notes(alert, { catalog, time, utcOffset }) {
    const at = (t) => format.instant(t, time, utcOffset, catalog);
    const rule = this.rule(alert.rule);
    const said = alert.author ? (alert.note
      ? catalog.fill('alerts.said', alert) : alert.author) : null;
    return [
      alert.state === 'pending' && rule && ['stale', catalog.fill(
        'alerts.pends', { duration: format.age(rule.for_ms, catalog) })],
      alert.escalated && ['warning', catalog.text('alert.escalated'), true],
      alert.flapping && ['warning', catalog.text('alert.flapping'), true],
      alert.inhibited && ['no_data', catalog.text('alerts.inhibited')],
      alert.shelved_until && ['stale', catalog.fill('alerts.shelved_until',
        { time: at(alert.shelved_until) })],
      alert.lapsed && ['info', catalog.text('alerts.lapsed')],
      alert.ack_required && alert.state === 'firing' &&
        ['info', catalog.text('alerts.waits')],
      said && ['acknowledged', said, true],
      alert.fired && [null, catalog.fill('alerts.fired',
        { time: at(alert.fired) })],
      alert.routes?.length && [null, catalog.fill('alerts.routes',
        { routes: alert.routes.join(', ') })],
      alert.wall === false && [null, catalog.text('alerts.not_on_wall')],
    ].filter(Boolean);
  }
}
