/*
 * Any day or span, by intervals, beside another one: a chart, the totals, the
 * intervals as a table, and the very same as CSV or on paper.
 */

import { el, setAttr, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { apiUrl, ask, cellOf } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { readSort } from '../lib/sort.js';
import { Course, rowsOf } from './course.js';
import { AgeLine, Choice, addDays, button, dayOf, dayText, isDay, showNumber,
  writeValue } from './parts.js';
import { Table } from './table.js';

const DAY = 86400000;
const STEPS = { '15m': 900000, '30m': 1800000, '1h': 3600000, day: DAY };
const BY = ['total', 'queue', 'department', 'site', 'channel', 'team', 'agent'];
const USUAL = ['service_level', 'offered', 'answered', 'abandoned',
  'abandonment_rate', 'average_speed_of_answer', 'average_handle_time',
  'occupancy'];
/* The present is asked for now and then, the past does not change. */
const EVERY_MS = 30000;

export default class BackView {
  #charts = null;

  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    this.#build(desk);
    this.polls = [];
    this.asked = '';
  }

  #build(desk) {
    const date = (name) => {
      const words = el('span');
      const input = el('input', { type: 'date' });
      input.onchange = () => isDay(input.value) &&
        desk.set({ [name]: input.value });
      return { words, input,
        element: el('label', { class: 'field' }, words, input) };
    };
    this.dates = { from: date('from'), to: date('to'), with: date('with') };
    this.by = new Choice((by) => desk.set({ by, scope: '' }));
    this.scope = new Choice((scope) => desk.set({ scope }));
    this.interval = new Choice((interval) => desk.set({ interval }));
    this.compare = new Choice((compare) => desk.set({ compare }));
    this.attribution = new Choice((attribution) => desk.set({ attribution }));
    this.figures = el('summary');
    this.boxes = el('div', { class: 'checks' });
    this.csv = el('a', { class: 'action', download: '' });
    this.csvOther = el('a', { class: 'action', download: '' });
    this.print = button(() => print());
    this.span = el('p', { class: 'back-span' });
    this.age = new AgeLine();
    this.heading = el('h3', { id: 'back-totals' });
    this.totals = new Table({ key: ({ scope }) => scope,
      onSort: (sort) => desk.set({ sort }) });
    this.courseHeading = el('h3', { id: 'back-course' });
    this.course = new Course({ onKpi: (kpi) => desk.set({ kpi }),
      open: (what) => desk.explain.open(what) });
    this.element = el('div', { class: 'desk-page' },
      el('div', { class: 'desk-bar choices' }, this.dates.from.element,
        this.dates.to.element, this.by.element, this.scope.element,
        this.interval.element, this.compare.element, this.dates.with.element,
        this.attribution.element),
      el('details', { class: 'course-data' }, this.figures, this.boxes),
      el('div', { class: 'desk-bar' }, this.csv, this.csvOther, this.print,
        this.age.element),
      this.span,
      el('section', { class: 'desk-section', 'aria-labelledby': 'back-course' },
        this.courseHeading, this.course.element),
      el('section', { class: 'desk-section', 'aria-labelledby': 'back-totals' },
        this.heading, this.totals.element));
  }

  go(route) {
    this.route = route;
  }

  title({ catalog }) {
    return catalog.text('nav.back');
  }

  /* What the address asks for, with what it leaves out. */
  #wish({ time, utcOffset }) {
    const { params } = this.route;
    const today = dayOf(time, utcOffset);
    const from = isDay(params.from) ? params.from : today;
    const last = isDay(params.to) && params.to >= from ? params.to : from;
    const days = (Date.parse(last) - Date.parse(from)) / DAY + 1;
    const by = BY.includes(params.by) ? params.by : 'total';
    const kpis = (params.kpis ? params.kpis.split(',') : USUAL)
      .filter((kpi) => this.#has(kpi, by));
    const compare = ['day', 'week', 'other'].includes(params.compare)
      ? params.compare : '';
    const shift = !compare ? 0 : compare === 'week' ? Math.ceil(days / 7) * 7
      : compare === 'other' && isDay(params.with)
        ? Math.round((Date.parse(from) - Date.parse(params.with)) / DAY) : days;
    return {
      from, last, to: addDays(last, 1), by, kpis, compare, shift,
      interval: STEPS[params.interval] ? params.interval
        : days > 2 ? 'day' : '30m',
      attribution: params.attribution === 'cohort' ? 'cohort' : 'event',
      live: last >= today,
    };
  }

  #has(kpi, by) {
    return this.desk.kpis.get(kpi)?.scopes.includes(by) ?? false;
  }

  #query(wish, shift, interval) {
    return { from: addDays(wish.from, -shift), to: addDays(wish.to, -shift),
      by: wish.by, kpis: wish.kpis.join(','), interval,
      attribution: wish.attribution };
  }

  /* The totals and the course, of the span and of what it is compared with. */
  #ask(wish) {
    const key = JSON.stringify(wish);
    if (key === this.asked || wish.kpis.length === 0) {
      return;
    }
    this.asked = key;
    this.stop();
    const all = (shift) => async (signal) => {
      const [totals, course] = await Promise.all([undefined, wish.interval]
        .map((interval) =>
          ask('report', this.#query(wish, shift, interval), signal)));
      return { totals, course, wish };
    };
    const changed = () => this.desk.changed();
    this.polls = [new Poll(all(0), wish.live ? EVERY_MS : 0, changed)];
    if (wish.shift !== 0) {
      const live = wish.shift < 0;
      this.polls.push(new Poll(all(wish.shift), live ? EVERY_MS : 0, changed));
    }
  }

  #rows(i) {
    return this.polls[i]?.data?.totals.intervals.flatMap(({ rows }) => rows) ??
      [];
  }

  draw(ctx) {
    if (this.desk.kpis.size === 0) {
      return;
    }
    const wish = this.#wish(ctx);
    this.#ask(wish);
    this.#drawChoices(wish, ctx);
    this.#drawFigures(wish, ctx);
    this.#drawLinks(wish, ctx);
    this.#drawTotals(wish, ctx);
    this.#drawCourse(wish, ctx);
    this.tick(ctx);
  }

  tick(ctx) {
    if (this.polls.length > 0) {
      this.age.tick(this.polls[0], ctx);
    }
  }

  #drawChoices(wish, { catalog }) {
    const words = (kind, names) => names.map((name) =>
      [name, catalog.text(`${kind}.${name}`)]);
    const dates = { from: wish.from, to: wish.last,
      with: addDays(wish.from, -wish.shift) };
    for (const [name, date] of Object.entries(this.dates)) {
      setText(date.words, catalog.text(
        name === 'with' ? 'back.compare' : `desk.${name}`));
      if (document.activeElement !== date.input) {
        date.input.value = dates[name];
      }
    }
    this.dates.with.element.hidden = wish.compare !== 'other';
    this.by.draw(catalog.text('desk.by'), words('by', BY), wish.by);
    this.interval.draw(catalog.text('back.interval'),
      words('interval', Object.keys(STEPS)), wish.interval);
    this.compare.draw(catalog.text('back.compare'),
      [['', catalog.text('compare.none')],
        ...words('compare', ['day', 'week', 'other'])], wish.compare);
    this.attribution.draw(catalog.text('back.attribution'),
      words('attribution', ['event', 'cohort']), wish.attribution);
    const scopes = this.#rows(0).map(({ scope }) =>
      [scope, this.desk.directory.scope(scope, catalog)]);
    this.scope.element.hidden = wish.by === 'total';
    this.scope.draw(catalog.text('back.of'), scopes, this.#scope(wish));
  }

  /* The scope that is drawn: the one asked for, else the first. */
  #scope() {
    const scopes = this.#rows(0).map(({ scope }) => scope);
    const wanted = this.route.params.scope;
    return scopes.includes(wanted) ? wanted : scopes[0] ?? '';
  }

  #drawFigures(wish, { catalog }) {
    setText(this.figures, `${catalog.text('back.figures')} (${
      format.number(wish.kpis.length, catalog)})`);
    const names = [...this.desk.kpis.keys()].filter((kpi) =>
      this.#has(kpi, wish.by));
    const key = JSON.stringify([names, catalog.language]);
    if (key !== this.#charts) {
      this.#charts = key;
      this.boxes.replaceChildren(...names.map((kpi) => {
        const box = el('input', { type: 'checkbox', value: kpi });
        box.onchange = () => this.#choose();
        return el('label', { class: 'field-check' }, box,
          board.kpiTitle(catalog, kpi));
      }));
    }
    for (const box of this.boxes.querySelectorAll('input')) {
      box.checked = wish.kpis.includes(box.value);
    }
  }

  #choose() {
    const chosen = [...this.boxes.querySelectorAll('input:checked')]
      .map(({ value }) => value);
    if (chosen.length > 0) {
      this.desk.set({ kpis: chosen.join(',') });
    }
  }

  #spanText(wish, shift, catalog) {
    const [from, to] = [wish.from, wish.last].map((day) =>
      dayText(addDays(day, -shift), catalog));
    return from === to ? from : catalog.fill('back.span', { from, to });
  }

  #drawLinks(wish, { catalog }) {
    const link = (element, key, shift) => {
      setText(element, catalog.text(key));
      setAttr(element, 'href', apiUrl('report',
        { ...this.#query(wish, shift, wish.interval), format: 'csv' }));
      setAttr(element, 'download', `wallboard-${wish.by}-${
        addDays(wish.from, -shift)}-${wish.interval}.csv`);
    };
    link(this.csv, 'back.csv', 0);
    link(this.csvOther, 'back.csv_compared', wish.shift);
    this.csvOther.hidden = wish.shift === 0;
    setText(this.print, catalog.text('back.print'));
    setText(this.span, this.#spanText(wish, 0, catalog));
  }

  #drawTotals(wish, ctx) {
    const { catalog } = ctx;
    const other = new Map(this.#rows(1).map((row) => [row.scope, row]));
    const name = ({ scope }) => this.desk.directory.scope(scope, catalog);
    setText(this.heading, catalog.text('back.totals'));
    const value = (row, kpi) => cellOf(row?.[kpi]).value;
    const column = (kpi, shift) => ({
      key: shift ? `${kpi} before` : kpi,
      title: board.kpiTitle(catalog, kpi, 'short') +
        (shift ? ` (${catalog.text('back.before')})` : ''),
      value: (row) => value(shift ? other.get(row.scope) : row, kpi),
      show: (cell, row) => showNumber(cell, writeValue(
        value(shift ? other.get(row.scope) : row, kpi), this.desk.unit(kpi),
        ctx), `${name(row)}, ${board.kpiTitle(catalog, kpi)}`,
      () => this.desk.explain.open({ kpi, scope: row.scope,
        from: addDays(wish.from, -shift), to: addDays(wish.to, -shift),
        attribution: wish.attribution })),
    });
    this.totals.draw([
      { key: 'name', text: true, title: catalog.text(`by.${wish.by}`),
        value: name, show: (cell, row) => setText(cell, name(row)) },
      ...wish.kpis.flatMap((kpi) => [column(kpi, 0),
        ...(wish.shift ? [column(kpi, wish.shift)] : [])]),
    ], this.#rows(0), readSort(this.route.params.sort, 'name'), ctx,
    catalog.text('back.totals'));
  }

  #drawCourse(wish, ctx) {
    const { catalog } = ctx;
    const scope = this.#scope(wish);
    const step = STEPS[wish.interval];
    const rows = rowsOf(this.polls[0]?.data?.course, scope,
      step === DAY ? 0 : step);
    const shift = wish.shift * DAY;
    const other = new Map(rowsOf(this.polls[1]?.data?.course, scope, 0)
      .map((row) => [row.from, row.cells]));
    for (const row of rows) {
      row.compared = other.get(row.from - shift) ?? null;
    }
    const kpi = wish.kpis.includes(this.route.params.kpi)
      ? this.route.params.kpi : wish.kpis[0];
    setText(this.courseHeading, [catalog.text('back.course'), scope &&
      this.desk.directory.scope(scope, catalog)].filter(Boolean).join(' – '));
    if (kpi === undefined) {
      return;
    }
    const said = (key, days) => catalog.fill(key,
      { span: this.#spanText(wish, days, catalog) });
    this.course.draw({
      rows, kpis: wish.kpis, kpi, scope, shift,
      unit: (name) => this.desk.unit(name),
      target: this.desk.directory.queues.get(scope.slice(6))?.target,
      attribution: wish.attribution,
      compare: wish.shift ? catalog.text('back.before') : null,
      words: wish.shift ? [said('back.solid', 0), said('back.dashed',
        wish.shift)].map((text) => `${text}.`) : [],
      label: `${this.desk.directory.scope(scope, catalog)}, ${
        this.#spanText(wish, 0, catalog)}`,
    }, ctx);
  }

  stop() {
    for (const poll of this.polls) {
      poll.stop();
    }
    this.polls = [];
  }
}
