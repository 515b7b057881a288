/*
 * A table that can be sorted, found in, and walked by the arrow keys: one stop
 * of the Tab key for its heads and one for its body. Of many rows only those
 * in sight are there.
 */

import { arrange, el, setAttr, setText } from '../ui/dom.js';
import { sorted, visible, writeSort } from '../lib/sort.js';

const ALL = 80; /* so many rows are drawn in full */
const ROW_PX = 40;

export class Table {
  #rows = []; /* sorted */
  #views = new Map(); /* row key -> { element, cells } */
  #columns = [];
  #key;
  #ctx = null;

  /*
   * `key(row)` names a row; `onSort(text)` hears the wish for another order.
   * A column: { key, title, value(row), show(cell, row, ctx), text }: `value`
   * is what it is sorted by; a text is not set right.
   */
  constructor({ key, onSort, label = '' }) {
    this.#key = key;
    this.onSort = onSort;
    this.head = el('tr');
    this.body = el('tbody');
    this.before = el('tr', { class: 'table-space', 'aria-hidden': 'true' });
    this.after = el('tr', { class: 'table-space', 'aria-hidden': 'true' });
    this.caption = el('caption', { class: 'sr' }, label);
    this.table = el('table', { class: 'desk-table' }, this.caption,
      el('thead', {}, this.head), this.body);
    this.element = el('div', { class: 'table-box', tabindex: '0',
      role: 'group' }, this.table);
    this.element.addEventListener('scroll', () => this.#window(),
      { passive: true });
    this.table.addEventListener('keydown', (event) => this.#walk(event));
  }

  draw(columns, rows, sort, ctx, label) {
    const { language } = ctx.catalog;
    this.#ctx = ctx;
    setText(this.caption, label);
    setAttr(this.element, 'aria-label', label);
    this.#heads(columns, sort);
    const by = columns.find(({ key }) => key === sort.key) ?? columns[0];
    this.#rows = sorted(rows, by.value, sort.down, language);
    setAttr(this.table, 'aria-rowcount', rows.length + 1);
    this.#window();
  }

  #heads(columns, sort) {
    const wanted = JSON.stringify(
      [columns.map(({ key, title }) => [key, title]), sort]);
    this.#columns = columns;
    if (wanted === this.wanted) {
      return;
    }
    const focused = document.activeElement?.dataset?.sort;
    this.wanted = wanted;
    this.#views.clear();
    this.head.replaceChildren(...columns.map((column) => {
      const mine = column.key === sort.key;
      const down = mine ? !sort.down : !column.text;
      const button = el('button', { type: 'button', 'data-sort': column.key },
        column.title);
      button.onclick = () =>
        this.onSort?.(writeSort({ key: column.key, down }));
      return el('th', {
        scope: 'col', class: column.text ? 'cell-text' : null,
        'aria-sort': mine ? (sort.down ? 'descending' : 'ascending') : null,
      }, this.onSort ? button : column.title);
    }));
    if (focused) {
      this.head.querySelector(`[data-sort="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  /* Draws the rows in sight, the others are two empty rows. */
  #window() {
    const count = this.#rows.length;
    const { first, last } = count <= ALL ? { first: 0, last: count }
      : visible(count, ROW_PX, this.element.scrollTop,
        this.element.clientHeight || 600);
    this.before.style.height = `${first * ROW_PX}px`;
    this.after.style.height = `${(count - last) * ROW_PX}px`;
    const kept = new Map();
    const elements = [];
    for (let i = first; i < last; i++) {
      const row = this.#rows[i];
      const key = this.#key(row);
      const view = this.#views.get(key) ?? this.#make(key);
      kept.set(key, view);
      elements.push(view.element);
      setAttr(view.element, 'aria-rowindex', i + 2);
      this.#columns.forEach((column, c) =>
        column.show(view.cells[c], row, this.#ctx));
    }
    this.#views = kept;
    arrange(this.body, [...(first > 0 ? [this.before] : []), ...elements,
      ...(last < count ? [this.after] : [])]);
  }

  #make(key) {
    const cells = this.#columns.map((column, i) =>
      el(i === 0 ? 'th' : 'td', {
        scope: i === 0 ? 'row' : null, 'data-kpi': column.key,
        class: column.text ? 'cell-text' : null,
      }));
    return { cells, element: el('tr', { 'data-key': key }, ...cells) };
  }

  /* Arrow keys go from number to number. */
  #walk(event) {
    const cell = event.target.closest('th, td');
    const row = cell?.parentElement;
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!row || (sideways === undefined && down === undefined)) {
      return;
    }
    event.preventDefault();
    const turned = document.documentElement.dir === 'rtl' ? -1 : 1;
    let at = cell.cellIndex;
    let next = row;
    do {
      if (down !== undefined) {
        next = next.rowIndex + down < this.table.rows.length
          ? this.table.rows[next.rowIndex + down] : null;
      } else {
        at += sideways * turned;
      }
      const wanted = next?.cells[at]?.querySelector('a, button');
      if (wanted) {
        wanted.focus();
        wanted.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        return;
      }
    } while (next && next.cells[at]);
  }
}
