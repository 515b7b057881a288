/* One agent's day: states, contacts and missed rings, as lanes and lists. */

import { bdi, el, setText } from '../ui/dom.js';
import * as format from '../lib/format.js';
import { ask } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { writeRoute } from '../lib/route.js';
import { readSort } from '../lib/sort.js';
import { Lanes, hours } from './lanes.js';
import { AgeLine, addDays, button, dayOf, dayText, isDay } from './parts.js';
import { Table } from './table.js';

const LANES = ['talking', 'holding', 'ringing', 'acw', 'available',
  'not_ready'];
const EVERY_MS = 5000;
const LIMIT = 5000;

export default class AgentView {
  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    this.back = el('a', { href: writeRoute({ place: 'agents' }) });
    this.before = button(() => this.#step(-1));
    this.after = button(() => this.#step(1));
    this.date = el('input', { type: 'date' });
    this.date.onchange = () => isDay(this.date.value) &&
      desk.set({ day: this.date.value });
    this.dateWord = el('span');
    this.day = el('p', { class: 'desk-count' });
    this.age = new AgeLine();
    this.cut = el('p', { class: 'cut' });
    this.lanes = new Lanes();
    this.headings = new Map();
    this.tables = new Map(['states', 'contacts', 'missed'].map((name) =>
      [name, new Table({ key: keyOf,
        onSort: (sort) => desk.set({ [name]: sort }) })]));
    this.element = el('div', { class: 'desk-page' },
      el('p', { class: 'trail' }, this.back),
      el('div', { class: 'desk-bar' }, this.before,
        el('label', { class: 'field' }, this.dateWord, this.date), this.after,
        this.day, this.age.element),
      this.lanes.element, this.cut,
      el('div', { class: 'columns' }, ...[...this.tables].map(
        ([name, table]) => this.#section(name, table))));
    this.#poll();
  }

  #section(name, table) {
    const heading = el('h3', { id: `agent-${name}` });
    this.headings.set(name, heading);
    return el('section', { class: `desk-section section-${name}`,
      'aria-labelledby': `agent-${name}` }, heading, table.element);
  }

  get #day() {
    const { day } = this.route.params;
    return isDay(day) ? day : '';
  }

  #poll() {
    this.asked = this.#day;
    const span = this.asked
      ? { from: this.asked, to: addDays(this.asked, 1) } : {};
    this.poll = new Poll((signal) => ask('timeline',
      { agent: this.route.name, limit: LIMIT, ...span }, signal),
    EVERY_MS, () => this.desk.changed());
  }

  #step(days) {
    const { time, utcOffset } = this.desk.ctx;
    this.desk.set({
      day: addDays(this.#day || dayOf(time, utcOffset), days) });
  }

  go(route) {
    this.route = route;
    if (this.asked !== this.#day) {
      this.poll.stop();
      this.#poll();
    }
  }

  title({ catalog }) {
    return this.desk.directory.agent(this.route.name, catalog);
  }

  draw(ctx) {
    const { catalog, time, utcOffset } = ctx;
    const day = this.#day || dayOf(time, utcOffset);
    setText(this.back, catalog.text('nav.agents'));
    setText(this.before, catalog.text('desk.day_before'));
    setText(this.after, catalog.text('desk.day_after'));
    setText(this.dateWord, catalog.text('desk.day'));
    if (document.activeElement !== this.date) {
      this.date.value = day;
    }
    setText(this.day, dayText(day, catalog));
    this.age.tick(this.poll, ctx);
    const data = this.poll.data;
    for (const [name, heading] of this.headings) {
      setText(heading, catalog.text(`agent.${name}`) +
        (data ? ` (${format.number(data[name].length, catalog)})` : ''));
    }
    this.cut.hidden = (data?.next ?? null) === null;
    setText(this.cut, this.cut.hidden ? '' : catalog.fill('agent.cut',
      { time: format.instant(data.next, time, utcOffset, catalog) }));
    if (data) {
      this.#drawLanes(data, ctx);
    }
    this.#drawTables(data, ctx);
  }

  tick(ctx) {
    this.age.tick(this.poll, ctx);
  }

  #end({ to }, data, ctx) {
    return to ?? Math.max(data.from, Math.min(ctx.now, data.to));
  }

  #drawLanes(data, ctx) {
    const { catalog, utcOffset } = ctx;
    const clock = (at) => format.timeOfDay(at, utcOffset, catalog);
    const first = data.states[0]?.from ?? data.from;
    const last = data.states.at(-1);
    const to = last ? this.#end(last, data, ctx) : data.to;
    /* The present moves on by the answers, not by the second. */
    const lanes = LANES.map((lane) => [lane, catalog.text(`state.${lane}`)]);
    this.lanes.draw({
      from: first, to, utcOffset, label: catalog.text('agent.course'),
      lanes: [...lanes, ['missed', catalog.text('agent.missed')]],
      times: Object.fromEntries(hours(first, to, utcOffset)
        .map((at) => [at, clock(at)])),
      spells: [...data.states.map((spell) => {
        const end = this.#end(spell, data, ctx);
        return { lane: spell.state, from: spell.from, to: end,
          text: `${clock(spell.from)} – ${clock(end)}` };
      }), ...data.missed.map(({ at }) => ({ lane: 'missed', from: at,
        to: at + 1, text: clock(at) }))],
    });
  }

  #drawTables(data, ctx) {
    const { catalog, time, utcOffset } = ctx;
    const at = (key, title) => ({ key, title: catalog.text(title),
      value: (row) => row[key],
      show: (cell, row) => setText(cell, row[key] === null ||
        row[key] === undefined ? format.NO_VALUE
        : format.instant(row[key], time, utcOffset, catalog, true)) });
    const text = (key, title, write) => ({ key, text: true,
      title: catalog.text(title), value: write,
      show: (cell, row) => setText(cell, write(row)) });
    const span = (key, title, value = (row) => row[key]) => ({ key, title,
      value, show: (cell, row) =>
        setText(cell, format.duration(value(row), catalog)) });
    const word = (kind, name) => (catalog.has(`${kind}.${name}`)
      ? catalog.text(`${kind}.${name}`) : name);
    const contact = { ...text('contact', 'desk.contact', (r) => r.contact),
      show: (cell, row) => cell.textContent !== row.contact &&
        cell.replaceChildren(bdi(row.contact, { class: 'contact-id' })) };
    const queue = text('queue', 'by.queue', (r) => (r.queue
      ? this.desk.directory.queue(r.queue, catalog) : ''));
    const show = (name, columns, sort) => this.tables.get(name).draw(columns,
      data?.[name] ?? [], readSort(this.route.params[name], sort), ctx,
      catalog.text(`agent.${name}`));
    show('states', [
      text('state', 'desk.state', (r) => [word('state', r.state),
        r.reason && word('reason', r.reason)].filter(Boolean)
        .join(catalog.text('locale.separator'))),
      at('from', 'agent.began'), at('to', 'agent.ended'),
      span('lasted', catalog.text('agent.lasted'), (row) =>
        this.#end(row, data, ctx) - row.from)], '-from');
    show('contacts', [contact, queue, at('from', 'agent.began'),
      span('talk_ms', catalog.text('kpi.average_talk.short')),
      span('hold_ms', catalog.text('kpi.average_hold.short')),
      span('acw_ms', catalog.text('kpi.average_acw.short'))], '-from');
    show('missed', [contact, queue, at('at', 'desk.time'),
      text('result', 'agent.result', (r) => word('result', r.result))], '-at');
  }

  stop() {
    this.poll.stop();
  }
}

const keyOf = (row) =>
  `${row.feed ?? ''} ${row.contact ?? row.state} ${row.from ?? row.at}`;
