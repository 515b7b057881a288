/* All queues, or departments, sites and channels, as a table with trends. */

import { el, setText } from '../ui/dom.js';
import '../ui/spark.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { ask, cellOf } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { matches, readSort } from '../lib/sort.js';
import { Table } from './table.js';
import { AgeLine, Choice, Search, showLink, showNumber, writeValue }
  from './parts.js';

const KPIS = ['waiting', 'longest_wait', 'service_level', 'offered', 'answered',
  'abandoned', 'abandonment_rate', 'average_speed_of_answer',
  'average_handle_time', 'agents_available', 'agents_signed_in'];
const NOW = new Set(['waiting', 'longest_wait', 'agents_available',
  'agents_signed_in']);
const BY = ['queue', 'department', 'site', 'channel', 'tier', 'total'];
const REPORT_MS = 3000;
const TREND_MS = 60000;
const STEP = 1800000;
const STEPS = 12;

export default class QueuesView {
  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    this.age = new AgeLine();
    this.by = new Choice((by) => desk.set({ by: by === 'queue' ? '' : by }));
    this.search = new Search((q) => desk.set({ q }));
    this.count = el('p', { class: 'desk-count', role: 'status' });
    this.table = new Table({ key: ({ scope }) => scope,
      onSort: (sort) => desk.set({ sort }) });
    this.element = el('div', { class: 'desk-page' },
      el('div', { class: 'desk-bar' }, this.by.element, this.search.element,
        this.count, this.age.element),
      this.table.element);
    this.#poll();
  }

  get #kind() {
    return BY.includes(this.route.params.by) ? this.route.params.by : 'queue';
  }

  #poll() {
    const by = this.#kind;
    this.asked = by;
    this.report = new Poll((signal) =>
      ask('report', { by, kpis: KPIS.join(',') }, signal),
    REPORT_MS, () => this.desk.changed());
    this.trends = new Poll((signal) => this.#askTrends(by, signal),
      TREND_MS, () => this.desk.changed());
  }

  async #askTrends(by, signal) {
    const { ctx } = this.desk;
    const to = Math.ceil((ctx?.time ?? Date.now()) / STEP) * STEP;
    const from = to - STEPS * STEP;
    const { intervals } = await ask('report', { by, kpis: 'service_level',
      interval: '30m', from, to }, signal);
    const trends = new Map();
    for (const interval of intervals) {
      const at = Math.round((interval.from - from) / STEP);
      for (const row of interval.rows) {
        if (!trends.has(row.scope)) {
          trends.set(row.scope, new Array(STEPS).fill(null));
        }
        trends.get(row.scope)[at] = cellOf(row.service_level).value;
      }
    }
    return trends;
  }

  go(route) {
    this.route = route;
    if (this.#kind !== this.asked) {
      this.stop();
      this.#poll();
    }
  }

  title({ catalog }) {
    return catalog.text('nav.queues');
  }

  #name(row, catalog) {
    return this.desk.directory.scope(row.scope, catalog);
  }

  #target(row) {
    const queue = row.scope.startsWith('queue:')
      ? this.desk.directory.queues.get(row.scope.slice(6)) : undefined;
    return queue?.target;
  }

  #columns(catalog) {
    const name = {
      key: 'name', text: true, title: catalog.text(`by.${this.#kind}`),
      value: (row) => this.#name(row, catalog),
      show: (cell, row) => this.#showName(cell, row, catalog),
    };
    const trend = {
      key: 'trend', text: true, title: catalog.text('desk.trend'),
      value: (row) => this.trends.data?.get(row.scope)?.at(-1) ?? null,
      show: (cell, row) => this.#showTrend(cell, row),
    };
    return [name, ...KPIS.map((kpi) => this.#column(kpi, catalog)), trend];
  }

  #column(kpi, catalog) {
    const unit = this.desk.unit(kpi);
    /* The longest wait began first. */
    const sign = unit === 'since' ? -1 : 1;
    return {
      key: kpi, title: board.kpiTitle(catalog, kpi, 'short') +
        (kpi === 'abandonment_rate' ? ' %' : ''),
      value: (row) => {
        const { value } = cellOf(row[kpi]);
        return value === null ? null : sign * value;
      },
      show: (cell, row, ctx) => {
        const { value } = cellOf(row[kpi]);
        const target = kpi === 'service_level' ? this.#target(row) : undefined;
        const below = value !== null && value < target;
        const button = showNumber(cell, writeValue(value, unit, ctx),
          `${this.#name(row, catalog)}, ${board.kpiTitle(catalog, kpi)}`,
          () => this.desk.explain.open({ kpi, scope: row.scope,
            window: NOW.has(kpi) ? 'now' : 'day' }));
        button.dataset.mark = below ? 'below' : '';
      },
    };
  }

  #showName(cell, row, catalog) {
    const text = this.#name(row, catalog);
    if (this.#kind === 'queue') {
      showLink(cell, text, { place: 'queue', name: row.scope.slice(6) });
    } else {
      setText(cell, text);
    }
  }

  #showTrend(cell, row) {
    let spark = cell.firstElementChild;
    if (!spark) {
      spark = document.createElement('wb-spark');
      cell.append(spark);
    }
    const points = this.trends.data?.get(row.scope);
    spark.draw(points ? { points } : null, this.#target(row), 'below');
  }

  #rows() {
    return this.report.data?.intervals.at(-1)?.rows ?? [];
  }

  draw(ctx) {
    const { catalog } = ctx;
    const { params } = this.route;
    const query = params.q ?? '';
    this.by.draw(catalog.text('desk.by'),
      BY.map((by) => [by, catalog.text(`by.${by}`)]), this.#kind);
    this.search.draw(catalog.text('desk.search'), query);
    const all = this.#rows();
    const rows = all.filter((row) =>
      matches(query, [this.#name(row, catalog), row.scope]));
    const n = (count) => format.number(count, catalog);
    setText(this.count, this.report.data === null ? '' : catalog.fill(
      'desk.count', { n: n(rows.length), of: n(all.length) }));
    this.table.draw(this.#columns(catalog), rows,
      readSort(params.sort, '-waiting'), ctx, catalog.text('nav.queues'));
    this.age.tick(this.report, ctx);
  }

  tick(ctx) {
    this.draw(ctx);
  }

  stop() {
    this.report.stop();
    this.trends.stop();
  }
}
