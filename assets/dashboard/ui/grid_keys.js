/*
 * The numbers of a table by keys: one stop of the Tab key for all of them,
 * arrow keys from one to the next, Enter or Space for what a click does.
 */

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0],
  ArrowRight: [1, 0], Home: [-Infinity, 0], End: [Infinity, 0] };

export class GridKeys {
  #stop = null; /* the cell that the Tab key leads to */

  /* Cells with a tabindex of their own take part. */
  constructor(table) {
    this.table = table;
    table.addEventListener('focusin', ({ target }) => this.#move(target));
    table.addEventListener('keydown', (event) => this.#press(event));
  }

  /* Rows came or went: there is always a stop. */
  refresh() {
    if (this.#stop === null || !this.table.contains(this.#stop)) {
      this.#move(this.table.querySelector('td[tabindex]'));
    }
  }

  #move(cell) {
    if (cell === null || !cell.matches('td[tabindex]')) {
      return;
    }
    this.#stop?.setAttribute('tabindex', '-1');
    this.#stop = cell;
    cell.setAttribute('tabindex', '0');
  }

  #press(event) {
    const cell = event.target.closest('td[tabindex]');
    const step = STEPS[event.key];
    if (cell === null) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      cell.click();
    } else if (step) {
      event.preventDefault();
      this.#next(cell, step)?.focus();
    }
  }

  #next(cell, [across, down]) {
    const cells = (row) => [...row.querySelectorAll('td[tabindex]')];
    const row = cell.parentElement;
    const own = cells(row);
    const at = own.indexOf(cell);
    if (down !== 0) {
      const other = down < 0 ? row.previousElementSibling
        : row.nextElementSibling;
      return other === null ? null : cells(other)[at];
    }
    const turned = document.documentElement.dir === 'rtl' &&
      Number.isFinite(across) ? -across : across;
    return own[Math.min(own.length - 1, Math.max(0, at + turned))];
  }
}
