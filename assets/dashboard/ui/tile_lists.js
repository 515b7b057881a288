/* Tiles that are a title and a list: states, ranking. */

import { arrange, el, keyed, setAttr, setText } from './dom.js';
import { setIcon } from './icons.js';
import { rowsThatFit } from './room.js';
import { Tile, isStale, staleIcon, staleText, statusLine } from './tile.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';

const FOOT_REM = 2.4; /* the line that counts the others */
const STATES = ['available', 'ringing', 'talking', 'holding', 'acw',
  'not_ready'];

/* What they share: the head, and as many rows as there is room for. */
export class ListTile extends Tile {
  #rows = new Map();
  #last = null;

  constructor(kind, rowRem) {
    super(kind);
    this.rowRem = rowRem;
    this.name = el('h2', { class: 'panel-name' });
    this.status = statusLine();
    this.detail = el('span', { class: 'panel-detail' });
    this.list = el('ol', { class: 'list-rows' });
    this.empty = statusLine();
    this.more = el('p', { class: 'more' });
    this.body.classList.add('list');
    this.body.append(
      el('div', { class: 'panel-head' }, this.name, this.status.element,
        this.detail),
      this.list, this.empty.element, this.more);
    new ResizeObserver(() => this.#fit()).observe(this.element);
  }

  draw(tile, ctx) {
    const name = this.title(tile, ctx);
    setText(this.name, name);
    setAttr(this.element, 'aria-label', name);
    setAttr(this.element, 'data-level', isStale(ctx) ? 'stale' : null);
    this.status.show(staleIcon(ctx), isStale(ctx) ? staleText(ctx) : null);
    this.drawDetail(tile, ctx);
    this.#last = { tile, ctx };
    this.#fit();
  }

  drawDetail(tile, ctx) {
    setText(this.detail, this.detailText(tile, ctx));
  }

  #fit() {
    if (this.#last === null) {
      return;
    }
    const { tile, ctx } = this.#last;
    const { catalog } = ctx;
    const all = this.keys(tile, ctx);
    const total = all.length + (tile.more ?? 0);
    const room = this.body.clientHeight - this.list.offsetTop;
    let fit = rowsThatFit(room, this.rowRem);
    if (total > fit) {
      fit = rowsThatFit(room, this.rowRem, FOOT_REM);
    }
    const shown = all.slice(0, fit);
    arrange(this.list, keyed(this.#rows, shown, () => this.row(),
      (row, key) => row.show(key, tile, ctx)));
    this.list.hidden = shown.length === 0;
    const none = shown.length === 0 ? this.none(ctx) : null;
    this.empty.show(none?.icon ?? 'none', none?.text ?? null);
    this.more.hidden = total === shown.length || shown.length === 0;
    setText(this.more, catalog.fill('list.more',
      { n: format.number(total - shown.length, catalog) }));
  }

  none() {
    return null;
  }
}

function reasonText(reason, catalog) {
  const key = `reason.${reason}`;
  return catalog.has(key) ? catalog.text(key) : reason;
}

class StateRow {
  constructor() {
    this.icon = el('span', { class: 'list-icon' });
    this.name = el('span', { class: 'list-name' });
    this.bar = el('span', { class: 'list-bar' }, el('i'));
    this.number = el('b', { class: 'digits' });
    this.element = el('li', { class: 'state-row' }, this.icon, this.name,
      this.bar, this.number);
  }

  show(key, tile, { catalog }) {
    const [kind, name] = key.split('/');
    const reason = kind === 'reason';
    const counted = reason ? tile.reasons : tile.counts;
    const n = kind === 'over' ? tile.over_limit : counted?.[name] ?? 0;
    const whole = tile.counts?.signed_in || 1;
    setAttr(this.element, 'data-kind', kind);
    this.icon.hidden = reason;
    setIcon(this.icon, kind === 'over' ? 'warning' : name);
    setText(this.name, kind === 'over' ? catalog.text('agents.over_limit')
      : reason ? reasonText(name, catalog) : catalog.text(`state.${name}`));
    setText(this.number, format.number(n, catalog));
    this.bar.hidden = kind === 'over';
    this.bar.firstChild.style.inlineSize = `${(n / whole) * 100}%`;
    setAttr(this.element, 'data-none', n === 0);
  }
}

export class StatesTile extends ListTile {
  constructor() {
    super('states', 2.2);
  }

  title(tile, { catalog }) {
    return title(tile.title, catalog.language) || catalog.text('states.title');
  }

  detailText(tile, { catalog }) {
    const n = tile.counts?.signed_in ?? 0;
    return catalog.fill('agents.signed_in',
      { n: format.number(n, catalog) }, n);
  }

  keys(tile) {
    return [...STATES.map((state) => `state/${state}`),
      ...(tile.over_limit > 0 ? ['over/'] : []),
      ...Object.keys(tile.reasons ?? {}).map((name) => `reason/${name}`)];
  }

  row() {
    return new StateRow();
  }
}

class RankingRow {
  constructor() {
    this.place = el('span', { class: 'list-place digits' });
    this.name = el('bdi', { class: 'list-name' });
    this.bar = el('span', { class: 'list-bar plain' }, el('i'));
    this.value = el('b', { class: 'digits' });
    this.element = el('li', { class: 'ranking-row' }, this.place, this.name,
      this.bar, this.value);
  }

  show(key, tile, { catalog, now }) {
    const row = tile.rows[key];
    const values = tile.order.map((k) => tile.rows[k]?.value ?? 0);
    const most = Math.max(...values, 0) || 1;
    setText(this.place, format.number(row.place ?? 0, catalog));
    setText(this.name, title(row.title, catalog.language) ||
      (tile.of === 'queues' ? key : catalog.text('ranking.unnamed')));
    setText(this.value,
      board.signedText(row.value, tile.unit, catalog, now));
    this.bar.firstChild.style.inlineSize =
      `${(Math.max(0, row.value ?? 0) / most) * 100}%`;
  }
}

export class RankingTile extends ListTile {
  constructor() {
    super('ranking', 3);
  }

  title(tile, { catalog }) {
    return board.tileTitle(tile, catalog);
  }

  detailText(tile, { catalog }) {
    return tile.window && tile.window !== 'now'
      ? catalog.text(`window.${tile.window}`) : '';
  }

  keys(tile) {
    return tile.order.filter((key) => tile.rows[key] !== undefined);
  }

  row() {
    return new RankingRow();
  }

  none({ catalog }) {
    return { icon: 'no_data', text: catalog.text('status.no_data') };
  }
}
