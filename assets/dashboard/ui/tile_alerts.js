/* What stands: alerts, then breaches of which there is none. */

import './since.js';
import { actButton, showAct } from './acts.js';
import { el, setAttr, setText } from './dom.js';
import { icon, setIcon } from './icons.js';
import { isStale, staleIcon } from './tile.js';
import { ListTile } from './tile_lists.js';
import * as alerts from '../lib/alerts.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';

/* What asks for less, by its icon. */
const CALM = { acknowledged: 'acknowledged', over: 'normal' };

class AlertRow {
  constructor() {
    this.icon = el('span', { class: 'list-icon' });
    this.scope = el('bdi', { class: 'alert-scope' });
    this.value = el('wb-since', { class: 'alert-value digits' });
    this.kpi = el('span', { class: 'alert-kpi' });
    this.since = el('wb-since', { class: 'alert-since' });
    this.level = el('span', { class: 'sr' });
    this.state = el('span', { class: 'alert-state' });
    this.act = actButton();
    this.element = el('li', { class: 'alert-row' }, this.icon, this.level,
      this.scope, this.value, this.kpi, el('span', { class: 'alert-end' },
        this.state, this.since), this.act);
  }

  show(key, tile, ctx) {
    const { catalog, now } = ctx;
    const row = tile.rows[key];
    const stale = isStale(ctx);
    const calm = CALM[row.state];
    setAttr(this.element, 'data-level', stale ? 'stale' : row.level);
    setAttr(this.element, 'data-state', calm ? row.state : null);
    setIcon(this.icon, stale ? staleIcon(ctx) : calm ?? row.level);
    setText(this.level, `${catalog.text(`level.${row.level}`)}: `);
    setText(this.scope, alerts.scopeText(row, catalog));
    setText(this.kpi, alerts.ruleName(row, catalog));
    setText(this.state, alerts.stateText(row, catalog));
    showAct(this.act, key, row.alert ? row : undefined, ctx);
    const waits = row.unit === 'since' && row.value !== undefined;
    const still = row.signal && !alerts.hasValue(row) ? ''
      : board.signedText(row.value, row.unit, catalog, now);
    this.value.count(waits ? row.value : 0,
      waits ? (ms) => format.duration(ms, catalog) : () => still, now);
    this.since.hidden = row.since === undefined || row.state === 'over';
    this.since.count(row.since ?? now,
      (ms) => board.lastingText(ms, row.longer, catalog), now);
  }
}

export class AlertsTile extends ListTile {
  constructor() {
    super('alerts', 5.4);
    this.counts = [...alerts.LEVELS, 'acknowledged'].map((level) => {
      const number = el('b', { class: 'digits' });
      return { level, number, element: el('span',
        { class: `alert-count alert-${level}` }, icon(level), number) };
    });
    this.detail.append(...this.counts.map(({ element }) => element));
  }

  title(tile, { catalog }) {
    return title(tile.title, catalog.language) || catalog.text('alerts.title');
  }

  drawDetail(tile, { catalog }) {
    for (const { level, number, element } of this.counts) {
      const n = tile.counts?.[level] ?? 0;
      element.hidden = n === 0;
      setText(number, format.number(n, catalog));
    }
  }

  keys(tile) {
    return tile.order.filter((key) => tile.rows[key] !== undefined);
  }

  row() {
    return new AlertRow();
  }

  none({ catalog, state }) {
    const { icon: name, key, n } = board.calmNews(state);
    return { icon: name, text: catalog.fill(key,
      n === undefined ? {} : { n: format.number(n, catalog) }, n) };
  }
}
