/* Who does what: a grid or a table of agents, and what the teams add up to. */

import { bdi, el, keyed, arrange, setAttr, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { ask, cellOf } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { writeRoute } from '../lib/route.js';
import { matches, readSort } from '../lib/sort.js';
import { Table } from './table.js';
import { AgeLine, Choice, Search, button, showLink, showNumber, writeValue }
  from './parts.js';

const STATES = ['available', 'ringing', 'talking', 'holding', 'acw',
  'not_ready', 'signed_out'];
const OF_AGENTS = ['handled', 'average_handle_time', 'occupancy',
  'signed_in_time'];
const OF_TEAMS = ['agents_signed_in', 'agents_available', 'agents_not_ready',
  'handled', 'average_handle_time', 'occupancy'];
const MOMENT = new Set(OF_TEAMS.slice(0, 3));
const REPORT_MS = 10000;

export default class AgentsView {
  #people = new Map();
  #inSight = new Set();

  constructor(desk, route) {
    this.sight = new IntersectionObserver((all) => this.#noteSight(all));
    this.desk = desk;
    this.route = route;
    const report = (by, kpis) => new Poll((signal) =>
      ask('report', { by, kpis: kpis.join(',') }, signal),
    REPORT_MS, () => desk.changed());
    this.agents = report('agent', OF_AGENTS);
    this.teams = report('team', OF_TEAMS);
    this.#build(desk);
  }

  #build(desk) {
    this.states = new Map(STATES.map((state) => [state,
      button(() => desk.set({ state: this.route.params.state === state
        ? '' : state }))]));
    this.team = new Choice((team) => desk.set({ team }));
    this.site = new Choice((site) => desk.set({ site }));
    this.search = new Search((q) => desk.set({ q }));
    this.view = new Choice((view) => desk.set({ view }));
    this.count = el('p', { class: 'desk-count', role: 'status' });
    this.age = new AgeLine();
    this.grid = el('ul', { class: 'people' });
    this.table = new Table({ key: ({ agent }) => agent,
      onSort: (sort) => desk.set({ sort }) });
    this.heading = el('h3', { id: 'teams' });
    this.rollup = new Table({ key: ({ scope }) => scope,
      onSort: (by) => desk.set({ by }) });
    this.element = el('div', { class: 'desk-page' },
      el('div', { class: 'states' }, ...this.states.values()),
      el('div', { class: 'desk-bar' }, this.team.element, this.site.element,
        this.search.element, this.view.element, this.count, this.age.element),
      this.grid, this.table.element,
      el('section', { class: 'desk-section', 'aria-labelledby': 'teams' },
        this.heading, this.rollup.element));
  }

  go(route) {
    this.route = route;
  }

  title({ catalog }) {
    return catalog.text('nav.agents');
  }

  #rowsOf(poll) {
    return poll.data?.intervals.at(-1)?.rows ?? [];
  }

  /* All but the choice of a state, which counts what it would leave. */
  #chosen(catalog) {
    const { team, site, q = '' } = this.route.params;
    return [...this.desk.directory.agents.values()].filter((agent) =>
      (!team || agent.team === team) && (!site || agent.site === site) &&
      matches(q, [this.#name(agent, catalog), agent.agent,
        agent.reason ?? '']));
  }

  #name({ agent }, catalog) {
    return this.desk.directory.agent(agent, catalog);
  }

  draw(ctx) {
    const { catalog } = ctx;
    const { params } = this.route;
    const people = this.#chosen(catalog);
    const shown = people.filter(({ state }) => (params.state
      ? state === params.state : state !== 'signed_out'));
    this.#drawChoices(people, ctx);
    const n = (count) => format.number(count, catalog);
    setText(this.count, this.desk.people?.data === null ? ''
      : catalog.fill('desk.count', { n: n(shown.length),
        of: n(this.desk.directory.agents.size) }));
    const table = params.view === 'table';
    this.grid.hidden = table;
    this.table.element.hidden = !table;
    if (table) {
      this.#drawTable(shown, ctx);
    } else {
      this.#drawGrid(shown, ctx);
    }
    this.#drawTeams(ctx);
    if (this.desk.people) {
      this.age.tick(this.desk.people, ctx);
    }
  }

  /* Each second of the many only those in sight count on. */
  tick(ctx) {
    if (this.route.params.view === 'table') {
      this.draw(ctx);
      return;
    }
    for (const element of this.#inSight) {
      this.#count(this.#people.get(element.dataset.key), ctx);
    }
    if (this.desk.people) {
      this.age.tick(this.desk.people, ctx);
    }
  }

  #count(view, ctx) {
    const agent = this.desk.directory.agents.get(view?.element.dataset.key);
    if (agent) {
      setText(view.since, this.#lasts(agent, ctx));
    }
  }

  #noteSight(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        this.#inSight.add(target);
        this.#count(this.#people.get(target.dataset.key), this.desk.ctx);
      } else {
        this.#inSight.delete(target);
      }
    }
  }

  #makePerson() {
    const view = makePerson();
    this.sight.observe(view.element);
    return view;
  }

  #drawChoices(people, { catalog }) {
    const { params } = this.route;
    const groups = (kind) => [['', catalog.text('desk.all')],
      ...[...this.desk.directory.groups[kind].keys()].map((name) =>
        [name, this.desk.directory.group(kind, name, catalog)])];
    for (const [state, element] of this.states) {
      const count = people.filter((one) => one.state === state).length;
      setText(element, `${catalog.text(`state.${state}`)} ${
        format.number(count, catalog)}`);
      setAttr(element, 'aria-pressed', String(params.state === state));
    }
    this.team.draw(catalog.text('by.team'), groups('team'), params.team ?? '');
    this.site.draw(catalog.text('by.site'), groups('site'), params.site ?? '');
    this.search.draw(catalog.text('desk.search'), params.q ?? '');
    this.view.draw(catalog.text('agents.view'), [
      ['', catalog.text('agents.as_grid')],
      ['table', catalog.text('agents.as_table')]], params.view ?? '');
  }

  #stateText(agent, catalog) {
    const reason = agent.reason && (catalog.has(`reason.${agent.reason}`)
      ? catalog.text(`reason.${agent.reason}`) : agent.reason);
    return agent.state === 'not_ready' && reason ? reason
      : catalog.text(`state.${agent.state}`);
  }

  #lasts({ since }, { catalog, now }) {
    return since === undefined ? format.NO_VALUE
      : format.duration(now - since, catalog);
  }

  #drawGrid(shown, ctx) {
    const { catalog } = ctx;
    const { directory } = this.desk;
    const order = [...shown].sort((a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      (a.since ?? 0) - (b.since ?? 0));
    const byName = directory.agents;
    arrange(this.grid, keyed(this.#people, order.map(({ agent }) => agent),
      () => this.#makePerson(), (view, key) => {
        const agent = byName.get(key);
        setAttr(view.element, 'data-key', key);
        setText(view.name, this.#name(agent, catalog));
        setAttr(view.link, 'href', writeRoute({ place: 'agent', name: key }));
        setAttr(view.element, 'data-state', agent.state);
        setText(view.since, this.#lasts(agent, ctx));
        setText(view.state, this.#stateText(agent, catalog));
        setText(view.place, ['team', 'site']
          .filter((kind) => agent[kind])
          .map((kind) => directory.group(kind, agent[kind], catalog))
          .join(catalog.text('locale.separator')));
      }));
  }

  #drawTable(shown, ctx) {
    const { catalog } = ctx;
    const { directory } = this.desk;
    const figures = new Map(this.#rowsOf(this.agents).map((row) =>
      [row.scope.slice('agent:'.length), row]));
    const text = (key, title, write) => ({ key, text: true,
      title: catalog.text(title), value: write,
      show: (cell, row) => setText(cell, write(row)) });
    const place = (kind) => text(kind, `by.${kind}`, (agent) =>
      (agent[kind] ? directory.group(kind, agent[kind], catalog) : ''));
    this.table.draw([
      { ...text('name', 'by.agent', (agent) => this.#name(agent, catalog)),
        show: (cell, agent) => showLink(cell, this.#name(agent, catalog),
          { place: 'agent', name: agent.agent }) },
      text('state', 'desk.state', (agent) => this.#stateText(agent, catalog)),
      { key: 'since', title: catalog.text('desk.since'),
        value: ({ since }) => (since === undefined ? null : -since),
        show: (cell, agent, now) => setText(cell, this.#lasts(agent, now)) },
      place('team'), place('site'),
      ...OF_AGENTS.map((kpi) => this.#figure(kpi, catalog,
        ({ agent }) => figures.get(agent)?.[kpi],
        (agent) => this.#name(agent, catalog),
        ({ agent }) => `agent:${agent}`)),
    ], shown, readSort(this.route.params.sort, 'name'), ctx,
    catalog.text('nav.agents'));
  }

  #figure(kpi, catalog, cellOfRow, name, scope) {
    const unit = this.desk.unit(kpi);
    return {
      key: kpi, title: board.kpiTitle(catalog, kpi, 'short'),
      value: (row) => cellOf(cellOfRow(row)).value,
      show: (cell, row, ctx) => showNumber(cell,
        writeValue(cellOf(cellOfRow(row)).value, unit, ctx),
        `${name(row)}, ${board.kpiTitle(catalog, kpi)}`,
        () => this.desk.explain.open({ kpi, scope: scope(row),
          window: MOMENT.has(kpi) ? 'now' : 'day' })),
    };
  }

  #drawTeams(ctx) {
    const { catalog } = ctx;
    const name = ({ scope }) => this.desk.directory.scope(scope, catalog);
    setText(this.heading, catalog.text('agents.teams'));
    this.rollup.draw([
      { key: 'name', text: true, title: catalog.text('by.team'), value: name,
        show: (cell, row) => setText(cell, name(row)) },
      ...OF_TEAMS.map((kpi) => this.#figure(kpi, catalog, (row) => row[kpi],
        name, ({ scope }) => scope)),
    ], this.#rowsOf(this.teams), readSort(this.route.params.by, 'name'), ctx,
    catalog.text('agents.teams'));
  }

  stop() {
    this.sight.disconnect();
    this.agents.stop();
    this.teams.stop();
  }
}

function makePerson() {
  const name = bdi('');
  const link = el('a', {}, name);
  const since = el('span', { class: 'digits' });
  const state = el('span', { class: 'person-state' });
  const place = el('span', { class: 'person-place' });
  return { name, link, since, state, place,
    element: el('li', { class: 'person' }, link, since, state, place) };
}
