/*
 * One queue: now, its day by quarter hours, who waits, who hung up, and how
 * everything ended.
 */

import { bdi, el, setAttr, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { ask, cellOf } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { writeRoute } from '../lib/route.js';
import { readSort } from '../lib/sort.js';
import { Course, rowsOf } from './course.js';
import { AgeLine, button, showNumber, writeValue } from './parts.js';
import { Table } from './table.js';

const NOW = ['waiting', 'longest_wait', 'agents_available', 'agents_signed_in',
  'service_level', 'offered', 'answered', 'abandoned',
  'average_speed_of_answer', 'average_handle_time'];
const MOMENT = new Set(NOW.slice(0, 4));
const COURSE = ['service_level', 'offered', 'answered', 'abandoned',
  'average_handle_time', 'average_speed_of_answer', 'signed_in_time'];
const OUTCOMES = ['answered', 'abandoned', 'short_abandoned', 'timeout',
  'overflow', 'exit_key', 'voicemail', 'callback', 'moved', 'empty',
  'withdrawn', 'failed', 'lost', 'blocked'];
const NOW_MS = 2000;
const COURSE_MS = 15000;
const LIST_MS = 5000;
const QUARTER = 900000;
const PAGE = 100;

export default class QueueView {
  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    this.scope = `queue:${route.name}`;
    const changed = () => desk.changed();
    this.now = new Poll((signal) => ask('report', { by: 'queue',
      scope: this.scope, kpis: [...new Set([...NOW, ...OUTCOMES])].join(',') },
    signal), NOW_MS, changed);
    this.day = new Poll((signal) => ask('report', { by: 'queue',
      scope: this.scope, interval: '15m', kpis: COURSE.join(',') }, signal),
    COURSE_MS, changed);
    this.waiting = new Poll((signal) => ask('contacts', { scope: this.scope,
      outcome: 'waiting', limit: 200 }, signal), NOW_MS, changed);
    this.most = PAGE;
    this.abandoned = new Poll((signal) => this.#askAbandoned(signal),
      LIST_MS, changed);
    this.#build();
  }

  /* As many pages as were asked for; what is newer comes on top. */
  async #askAbandoned(signal) {
    const contacts = [];
    let after;
    do {
      const answer = await ask('contacts', { scope: this.scope,
        outcome: 'abandoned', limit: PAGE, after }, signal);
      contacts.push(...answer.contacts);
      after = answer.next;
    } while (after !== null && contacts.length < this.most);
    return { contacts, next: after };
  }

  #build() {
    const section = (name, ...children) => {
      const heading = el('h3', { id: `queue-${name}` });
      this.headings[name] = heading;
      return el('section', { class: `desk-section section-${name}`,
        'aria-labelledby': `queue-${name}` }, heading, ...children);
    };
    this.headings = {};
    this.back = el('a', { href: writeRoute({ place: 'queues' }) });
    this.promise = el('p', { class: 'promise' });
    this.cards = new Map(NOW.map((kpi) => [kpi, makeCard()]));
    this.age = new AgeLine();
    this.course = new Course({ onKpi: (kpi) => this.desk.set({ kpi }),
      open: (what) => this.desk.explain.open(what) });
    this.waitTable = new Table({ key: keyOf,
      onSort: (waits) => this.desk.set({ waits }) });
    this.abandonTable = new Table({ key: keyOf,
      onSort: (gone) => this.desk.set({ gone }) });
    this.more = button(() => {
      this.most += PAGE;
      this.abandoned.now();
    });
    this.outcomes = new Table({ key: ({ kpi }) => kpi });
    this.element = el('div', { class: 'desk-page' },
      el('p', { class: 'trail' }, this.back),
      section('now', el('div', { class: 'desk-bar' }, this.promise,
        this.age.element), el('div', { class: 'cards' },
        ...[...this.cards.values()].map((card) => card.element))),
      section('day', this.course.element),
      el('div', { class: 'columns' },
        section('waiting', this.waitTable.element),
        section('abandoned', this.abandonTable.element, this.more)),
      section('outcomes', this.outcomes.element));
  }

  go(route) {
    this.route = route;
  }

  title({ catalog }) {
    return this.desk.directory.queue(this.route.name, catalog);
  }

  get #cells() {
    return this.now.data?.intervals.at(-1)?.rows[0] ?? {};
  }

  draw(ctx) {
    const { catalog } = ctx;
    setText(this.back, catalog.text('nav.queues'));
    for (const [name, heading] of Object.entries(this.headings)) {
      setText(heading, catalog.text(`queue.${name}`));
    }
    this.#drawPromise(catalog);
    this.#drawCards(ctx);
    this.#drawCourse(ctx);
    this.#drawWaiting(ctx);
    this.#drawAbandoned(ctx);
    this.#drawOutcomes(ctx);
    this.age.tick(this.now, ctx);
  }

  tick(ctx) {
    this.draw(ctx);
  }

  get #plan() {
    return this.desk.directory.queues.get(this.route.name);
  }

  #drawPromise(catalog) {
    const plan = this.#plan;
    setText(this.promise, plan === undefined ? '' : [
      plan.department &&
        this.desk.directory.group('department', plan.department, catalog),
      plan.site && this.desk.directory.group('site', plan.site, catalog),
      catalog.has(`channel.${plan.channel}`)
        ? catalog.text(`channel.${plan.channel}`) : plan.channel,
      catalog.fill('queue.promise', {
        target: board.rateText(plan.target, catalog),
        threshold: format.age(plan.threshold_ms, catalog) }),
    ].filter(Boolean).join(catalog.text('locale.separator')));
  }

  #drawCards(ctx) {
    const { catalog } = ctx;
    for (const [kpi, card] of this.cards) {
      const window = MOMENT.has(kpi) ? 'now' : 'day';
      const { value, numerator, denominator } = cellOf(this.#cells[kpi]);
      const name = board.kpiTitle(catalog, kpi);
      const unit = this.desk.unit(kpi);
      setText(card.name, name);
      setText(card.window, unit === 'percent' && value !== null
        ? catalog.fill('explain.parts', {
          numerator: format.number(numerator, catalog),
          denominator: format.number(denominator, catalog) })
        : catalog.text(`window.${window}`));
      const figure = showNumber(card.figure, writeValue(value, unit, ctx), name,
        () => this.desk.explain.open({ kpi, scope: this.scope, window }),
        false);
      figure.dataset.mark = kpi === 'service_level' && value !== null &&
        value < this.#plan?.target ? 'below' : '';
      setAttr(card.element, 'data-kpi', kpi);
    }
  }

  #drawCourse(ctx) {
    const { catalog } = ctx;
    const wanted = this.route.params.kpi;
    this.course.draw({
      rows: rowsOf(this.day.data, this.scope, QUARTER), kpis: COURSE,
      kpi: COURSE.includes(wanted) ? wanted : COURSE[0],
      unit: (kpi) => this.desk.unit(kpi), target: this.#plan?.target,
      scope: this.scope, label: this.title({ catalog }),
    }, ctx);
  }

  #when(ctx) {
    return (at) => (at === undefined || at === null ? format.NO_VALUE
      : format.instant(at, ctx.time, ctx.utcOffset, ctx.catalog, true));
  }

  #drawWaiting(ctx) {
    const { catalog } = ctx;
    const when = this.#when(ctx);
    const plain = (key, title, value, write) => ({ key, title, value,
      show: (cell, row, now) => setText(cell, write(row, now)) });
    const columns = [
      { ...plain('contact', catalog.text('desk.contact'), (r) => r.contact,
        (r) => r.contact), text: true, show: showContact },
      plain('arrived', catalog.text('desk.arrived'), (r) => r.arrived,
        (r) => when(r.arrived)),
      plain('age', catalog.text('desk.waits'), (r) => -r.arrived,
        (r, now) => format.duration(now.now - r.arrived, catalog)),
      { key: 'breach', title: catalog.text('desk.breach'),
        value: (r) => r.breach,
        show: (cell, r, now) => showBreach(cell, r, now) },
    ];
    this.waitTable.draw(columns, this.waiting.data?.contacts ?? [],
      readSort(this.route.params.waits, 'arrived'), ctx,
      catalog.text('queue.waiting'));
    setText(this.headings.waiting, withCount(catalog, 'queue.waiting',
      this.waiting.data?.contacts.length, this.waiting.data?.next));
  }

  #drawAbandoned(ctx) {
    const { catalog } = ctx;
    const when = this.#when(ctx);
    const column = (key, title, write) => ({ key, title: catalog.text(title),
      value: (row) => row[key] ?? null,
      show: (cell, row) => setText(cell, write(row)) });
    const { data } = this.abandoned;
    this.abandonTable.draw([
      { ...column('contact', 'desk.contact', () => ''), text: true,
        show: showContact },
      column('arrived', 'desk.arrived', (r) => when(r.arrived)),
      column('at', 'desk.gone', (r) => when(r.at)),
      column('wait_ms', 'desk.waited', (r) => (r.wait_ms === undefined
        ? format.NO_VALUE : format.duration(r.wait_ms, catalog))),
    ], data?.contacts ?? [], readSort(this.route.params.gone, '-at'), ctx,
    catalog.text('queue.abandoned'));
    setText(this.headings.abandoned, withCount(catalog, 'queue.abandoned',
      data?.contacts.length, data?.next));
    setText(this.more, catalog.text('desk.more'));
    this.more.hidden = (data?.next ?? null) === null;
  }

  #drawOutcomes(ctx) {
    const { catalog } = ctx;
    const rows = OUTCOMES.map((kpi) =>
      ({ kpi, value: cellOf(this.#cells[kpi]).value }))
      .filter(({ value }) => value !== null && value !== 0);
    this.outcomes.draw([
      { key: 'kpi', text: true, title: catalog.text('desk.what'),
        value: ({ value }) => -value,
        show: (cell, { kpi }) => setText(cell, board.kpiTitle(catalog, kpi)) },
      { key: 'value', title: catalog.text('window.day'),
        value: ({ value }) => value,
        show: (cell, { kpi, value }) => showNumber(cell,
          writeValue(value, 'count', ctx), board.kpiTitle(catalog, kpi),
          () => this.desk.explain.open(
            { kpi, scope: this.scope, window: 'day' })) },
    ], rows, { key: 'kpi', down: false }, ctx, catalog.text('queue.outcomes'));
  }

  stop() {
    for (const poll of [this.now, this.day, this.waiting, this.abandoned]) {
      poll.stop();
    }
  }
}

const keyOf = ({ feed, contact, at }) => `${feed} ${contact} ${at ?? ''}`;

function showContact(cell, { contact, callback }, { catalog }) {
  const text = callback
    ? `${contact} (${catalog.text('channel.callback')})` : contact;
  if (cell.firstElementChild?.textContent !== text) {
    cell.replaceChildren(bdi(text, { class: 'contact-id' }));
  }
}

/* The time that is left, or since when the promise is broken. */
function showBreach(cell, { breach, late }, { catalog, now }) {
  const left = breach - now;
  setAttr(cell, 'data-mark', late || left <= 0 ? 'late' : null);
  setText(cell, breach === undefined || breach === null ? format.NO_VALUE
    : left > 0 ? format.duration(left + 999, catalog)
      : catalog.fill('desk.late_by', {
        time: format.duration(-left, catalog) }));
}

function withCount(catalog, key, count, more) {
  return count === undefined ? catalog.text(key)
    : `${catalog.text(key)} (${format.number(count, catalog)}${
      more ? '+' : ''})`;
}

function makeCard() {
  const name = el('p', { class: 'card-name' });
  const figure = el('p', { class: 'card-figure' });
  const window = el('p', { class: 'card-window' });
  return { name, figure, window,
    element: el('div', { class: 'card' }, name, figure, window) };
}

