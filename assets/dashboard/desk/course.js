/*
 * A day or a span by intervals: one KPI at a time as a chart, all of them as a
 * table that opens below it.
 */

import { el, setAttr, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { cellOf } from '../lib/api.js';
import { Chart } from './chart.js';
import { Choice, showNumber, writeValue } from './parts.js';
import { Table } from './table.js';

const BARS = new Set(['count']);

export class Course {
  /* `onKpi(kpi)` hears which is to be drawn; `open(what)` explains. */
  constructor({ onKpi, open }) {
    this.open = open;
    this.kpi = new Choice(onKpi);
    this.legend = el('p', { class: 'chart-legend' });
    this.chart = new Chart();
    this.summary = el('summary');
    this.table = new Table({ key: ({ from }) => from });
    this.table.element.classList.add('course-table');
    this.element = el('div', { class: 'course' },
      el('div', { class: 'desk-bar' }, this.kpi.element, this.legend),
      this.chart.element,
      el('details', { class: 'course-data' }, this.summary,
        this.table.element));
  }

  /*
   * `rows`: { from, to, cells, compared } of one scope, oldest first; `kpis`,
   * `kpi`: the one drawn; `unit(kpi)`; `target`; `scope`; `label`;
   * `words`: what is drawn solid and dashed.
   */
  draw(data, ctx) {
    const { catalog } = ctx;
    const { rows, kpis, kpi } = data;
    const unit = data.unit(kpi);
    const name = board.kpiTitle(catalog, kpi);
    const write = (value) => writeValue(value, unit, ctx);
    const when = (at) => format.instant(at, rows[0]?.from ?? at, ctx.utcOffset,
      catalog);
    this.kpi.draw(catalog.text('desk.figure'),
      kpis.map((k) => [k, board.kpiTitle(catalog, k)]), kpi);
    setText(this.legend, (data.words ?? []).join(' '));
    this.chart.draw({
      times: rows.map(({ from }) => from),
      points: rows.map(({ cells }) => cellOf(cells?.[kpi]).value),
      compared: rows.map(({ compared }) => cellOf(compared?.[kpi]).value),
      target: kpi.startsWith('service_level') ? data.target : undefined,
      bars: BARS.has(unit), unit, write, when,
      mark: (value) => board.signedText(value, unit, catalog, ctx.now),
      label: `${name}, ${data.label}`,
    });
    setText(this.summary, catalog.text('desk.as_table'));
    setAttr(this.chart.element, 'data-kpi', kpi);
    this.table.draw(this.#columns(data, ctx, when), rows,
      { key: 'from', down: false }, ctx, `${data.label}`);
  }

  #columns(data, ctx, when) {
    const { catalog } = ctx;
    return [{
      key: 'from', text: true, title: catalog.text('desk.time'),
      value: ({ from }) => from,
      show: (cell, { from }) => setText(cell, when(from)),
    }, ...data.kpis.flatMap((kpi) => [
      this.#column(kpi, 'cells', data, ctx, when),
      ...(data.compare ? [this.#column(kpi, 'compared', data, ctx, when)] : []),
    ])];
  }

  #column(kpi, part, data, { catalog }, when) {
    const unit = data.unit(kpi);
    const other = part === 'compared';
    return {
      key: other ? `${kpi} compared` : kpi,
      title: `${board.kpiTitle(catalog, kpi, 'short')}` +
        (other ? ` (${data.compare})` : ''),
      value: (row) => cellOf(row[part]?.[kpi]).value,
      show: (cell, row, ctx) => {
        const text = writeValue(cellOf(row[part]?.[kpi]).value, unit, ctx);
        const shift = other ? data.shift : 0;
        showNumber(cell, text, `${when(row.from)}, ${
          board.kpiTitle(catalog, kpi)}`, () => this.open({ kpi,
          scope: data.scope, from: row.from - shift, to: row.to - shift,
          attribution: data.attribution }));
      },
    };
  }
}

/* The rows of one scope, an entry for each interval from the first to last. */
export function rowsOf(report, scope, step) {
  const rows = [];
  for (const { from, to, rows: list } of report?.intervals ?? []) {
    const cells = list.find((row) => row.scope === scope) ?? null;
    let last = rows.at(-1);
    while (step && last && last.to < from) {
      last = { from: last.to, to: last.to + step, cells: null };
      rows.push(last);
    }
    rows.push({ from, to, cells });
  }
  return rows;
}
