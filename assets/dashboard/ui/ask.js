/*
 * A number of the board tells what it is made of: by a button that lies over
 * its tile, and by a click on a cell of the table of queues.
 */

import { el, setAttr } from './dom.js';
import * as board from '../lib/board.js';

const KINDS = new Set(['number', 'gauge', 'trend']);

/* Over the whole tile: for keys and screen readers as well as the pointer. */
export function coverTile(element, tile, { catalog }) {
  let button = element.querySelector(':scope > .tile-ask');
  if (!KINDS.has(tile.kind)) {
    button?.remove();
    return;
  }
  if (button === null) {
    button = el('button', { type: 'button', class: 'tile-ask' });
    element.append(button);
  }
  setAttr(button, 'aria-label', catalog.fill('explain.open', {
    kpi: board.tileTitle(tile, catalog) }));
}

function ofTile({ kind, kpi, scope, window }) {
  return KINDS.has(kind) && kpi ? { kpi, scope: scope ?? 'total', window }
    : null;
}

/* The KPI under a cell of a queue's row. */
function ofCell(cell, tile) {
  const row = cell.closest('[data-queue]');
  const column = tile.columns.find(({ kpi, unit }) =>
    kpi === cell.dataset.kpi && unit);
  return row && column ? { kpi: column.kpi, window: column.window,
    scope: `queue:${row.dataset.queue}` } : null;
}

function asked(target, stream) {
  const element = target.closest('[data-tile]');
  const tile = stream.state?.tiles[element?.dataset.tile];
  if (!tile) {
    return null;
  }
  const cell = target.closest('[data-kpi]');
  return cell && tile.kind === 'queues' ? ofCell(cell, tile) : ofTile(tile);
}

/* `open(what)` hears of what is asked for. */
export function hearQuestions(element, stream, open) {
  element.addEventListener('click', (event) => {
    const what = asked(event.target, stream());
    if (what !== null) {
      open(what);
    }
  });
}
