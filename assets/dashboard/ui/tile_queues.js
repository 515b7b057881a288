/*
 * The queues as a real table, worst first as the daemon orders them. On a
 * narrow screen each row becomes a card; the roles keep it a table there too.
 */

import './since.js';
import './spark.js';
import { arrange, el, keyed, setAttr, setText } from './dom.js';
import { GridKeys } from './grid_keys.js';
import { setIcon } from './icons.js';
import { Growing, rowsThatFit } from './room.js';
import { Tile, isStale, staleIcon, staleText, statusLine } from './tile.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';

const ROW_REM = 2.75; /* the least height of a row, of the root font size */

const FOOT_REM = 2.6; /* the line that counts the others */

const isServiceLevel = (kpi) => kpi.startsWith('service_level');

function columnTitle(column, catalog) {
  if (column.kpi === 'agents' || column.kpi === 'trend') {
    return catalog.text(`queues.${column.kpi}`);
  }
  return board.kpiTitle(catalog, column.kpi, 'short');
}

function columnForm(column) {
  if (column.kpi === 'agents' || column.kpi === 'trend') {
    return column.kpi;
  }
  if (isServiceLevel(column.kpi)) {
    return 'share';
  }
  return column.unit === 'percent' ? 'rate' : 'value';
}

/* One cell of one queue; `show` writes what changed. */
class Cell {
  constructor(column) {
    this.column = column;
    this.label = el('span', { class: 'cell-label', 'aria-hidden': 'true' });
    this.element = el(
      'td',
      { role: 'gridcell', class: `cell-${columnForm(column)}`,
        'data-kpi': column.kpi, tabindex: column.unit ? '-1' : null },
      this.label,
    );
    this.build();
  }

  build() {
    this.value = el('wb-since', { class: 'cell-figure digits' });
    this.element.append(this.value);
  }

  show(row, ctx) {
    const { catalog, now } = ctx;
    const { unit, kpi } = this.column;
    const { value, level } = row[kpi] ?? {};
    const empty = value === undefined || value === null;
    const counts = unit === 'since' && !empty;
    const still = unit === 'percent'
      ? this.rate(value, row, catalog)
      : board.valueText(value, unit, catalog, now);
    this.value.count(
      counts ? value : 0,
      counts ? (ms) => format.duration(ms, catalog) : () => still,
      now,
    );
    setAttr(this.element, 'data-empty', empty);
    setAttr(this.element, 'data-level', level);
  }

  rate(value, row, catalog) {
    return board.rateText(value, catalog);
  }
}

/* The service level: a bar with the target's mark, and the number. */
class ShareCell extends Cell {
  build() {
    this.fill = el('span', { class: 'bar-fill' });
    this.mark = el('span', { class: 'bar-mark' });
    this.bar = el('span', { class: 'bar', 'aria-hidden': 'true' },
      this.fill, this.mark);
    this.value = el('wb-since', { class: 'cell-figure digits' });
    this.sign = el('span', { class: 'cell-sign' });
    this.element.append(
      el('span', { class: 'share' }, this.bar, this.value, this.sign));
  }

  /* Beside its bar it needs no sign. */
  rate(value, row, catalog) {
    return board.valueText(value, 'percent', catalog, 0, row.target);
  }

  show(row, ctx) {
    super.show(row, ctx);
    const { value } = row[this.column.kpi] ?? {};
    setText(this.sign, value === undefined
      ? '' : ctx.catalog.text('locale.percent_sign'));
    this.fill.style.setProperty('inline-size', `${clamp(value ?? 0)}%`);
    this.mark.hidden = row.target === undefined;
    this.mark.style.setProperty('inset-inline-start', `${clamp(row.target)}%`);
  }
}

const clamp = (percent) => Math.min(100, Math.max(0, percent ?? 0));

class AgentsCell extends Cell {
  build() {
    this.value = el('span', { class: 'cell-figure' });
    this.element.append(this.value);
  }

  show(row, { catalog }) {
    const { available, signed_in } = row.agents ?? {};
    setAttr(this.element, 'data-empty', available === undefined);
    if (available === undefined) {
      this.value.replaceChildren(format.NO_VALUE);
      return;
    }
    const key = `${available} ${signed_in} ${catalog.language}`;
    if (this.key !== key) {
      this.key = key;
      this.value.replaceChildren(
        el('b', { class: 'digits' }, format.number(available, catalog)),
        el('span', { class: 'of' }, ` ${catalog.text('word.of')} `),
        el('span', { class: 'digits' }, format.number(signed_in, catalog)),
      );
    }
  }
}

class TrendCell extends Cell {
  build() {
    this.spark = el('wb-spark');
    this.element.append(this.spark);
  }

  show(row) {
    this.spark.draw(row.trend, row.target, 'below');
  }
}

const CELLS = { value: Cell, rate: Cell, share: ShareCell, agents: AgentsCell,
  trend: TrendCell };

class Row {
  constructor(columns) {
    this.icon = el('span', { class: 'row-icon' });
    this.level = el('span', { class: 'sr' });
    this.name = el('bdi', { class: 'row-name' });
    this.note = el('span', { class: 'row-note' });
    this.cells = columns.map((column) => new CELLS[columnForm(column)](column));
    this.element = el(
      'tr',
      { role: 'row' },
      el('th', { scope: 'row', role: 'rowheader' },
        el('span', { class: 'row-head' },
          this.icon, this.name, this.note, this.level)),
      ...this.cells.map((cell) => cell.element),
    );
  }

  update(name, row, ctx, columns) {
    if (row !== this.row || ctx.version !== this.version) {
      this.row = row;
      this.version = ctx.version;
      this.show(row, name, ctx, columns);
    }
  }

  show(row, name, ctx, columns) {
    const { catalog } = ctx;
    const stale = isStale(ctx);
    const level = row.level ?? 'none';
    setIcon(this.icon, stale ? 'stale' : level);
    setText(this.level, stale ? '' : `, ${catalog.text(`level.${level}`)}`);
    const words = title(row.title, catalog.language) || name;
    setText(this.name, words);
    this.element.style.setProperty('--name', board.textWidth(words));
    const note = row.unconfigured ? catalog.text('queues.unconfigured') : '';
    setText(this.note, note);
    setAttr(this.name, 'title', note || null);
    setAttr(this.element, 'data-queue', name);
    setAttr(this.element, 'data-level', stale ? 'stale' : level);
    this.cells.forEach((cell, i) => {
      setText(cell.label, columnTitle(columns[i], catalog));
      cell.show(row, ctx);
    });
  }
}

export class QueuesTile extends Tile {
  #rows = new Map();
  #columns = '';
  #last = null;

  constructor() {
    super('queues');
    this.caption = el('caption', { class: 'sr' });
    this.head = el('tr', { role: 'row' });
    this.rows = el('tbody', { role: 'rowgroup' });
    this.more = el('p', { class: 'more' });
    this.status = statusLine();
    this.table = el('table', { role: 'grid' }, this.caption,
      el('thead', { role: 'rowgroup' }, this.head), this.rows);
    this.body.append(this.table, this.more);
    this.keys = new GridKeys(this.table);
    this.growing = new Growing(this.more, () => this.#fit());
    new ResizeObserver(() => this.#fit()).observe(this.element);
  }

  draw(tile, ctx) {
    const { catalog } = ctx;
    this.#last = { tile, ctx };
    const name = title(tile.title, catalog.language) ||
      catalog.text('queues.title');
    setText(this.caption, name);
    setAttr(this.element, 'aria-label', name);
    setAttr(this.element, 'data-level', isStale(ctx) ? 'stale' : null);
    this.#drawHead(tile, ctx);
    this.#fit();
  }

  #drawHead(tile, ctx) {
    const { catalog } = ctx;
    const columns = JSON.stringify(tile.columns);
    if (columns !== this.#columns) {
      this.#columns = columns;
      this.#rows.clear();
      this.first = el('span');
      this.heads = tile.columns.map((column) => el('th', {
        scope: 'col', role: 'columnheader',
        class: `head-${columnForm(column)}`,
      }));
      this.head.replaceChildren(
        el('th', { scope: 'col', role: 'columnheader' },
          el('span', { class: 'row-head' },
            el('span', { class: 'row-icon' }), this.first,
            this.status.element)),
        ...this.heads);
    }
    setText(this.first, catalog.text('queues.queue'));
    setAttr(this.first, 'class', isStale(ctx) ? 'sr' : null);
    this.heads.forEach((head, i) =>
      setText(head, columnTitle(tile.columns[i], catalog)));
    this.status.show(staleIcon(ctx), isStale(ctx) ? staleText(ctx) : null);
  }

  /* As many rows as the tile has room for; on a phone all that are
   * near the screen. */
  #fit() {
    if (this.#last === null) {
      return;
    }
    const { tile, ctx } = this.#last;
    const { catalog } = ctx;
    const height = this.body.clientHeight - this.head.offsetHeight;
    const all = (tile.more ?? 0) + tile.order.length;
    const room = this.growing.within(
      rowsThatFit(height, ROW_REM), tile.order.length);
    const shown = tile.order.slice(
      0, all > room
        ? Math.min(room, rowsThatFit(height, ROW_REM, FOOT_REM)) : room);
    const more = all - shown.length;
    this.element.style.setProperty('--rows', Math.max(shown.length, 6));
    arrange(this.rows, keyed(this.#rows, shown, () => new Row(tile.columns),
      (row, queue) => row.update(queue, tile.rows[queue], ctx, tile.columns)));
    this.keys.refresh();
    this.more.hidden = more === 0 && shown.length > 0;
    setAttr(this.element, 'data-more', !this.more.hidden);
    setText(this.more, shown.length === 0
      ? catalog.text('queues.none')
      : catalog.fill('queues.more',
        { n: format.number(more, catalog) }, more));
  }
}
