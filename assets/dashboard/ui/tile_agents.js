/* The agents: how many are free, what the others do, who needs a look. */

import './since.js';
import { arrange, el, keyed, setAttr, setText } from './dom.js';
import { icon, setIcon } from './icons.js';
import { Growing, columnsThatFit, rowsThatFit } from './room.js';
import { Tile, isStale, staleIcon, staleText, statusLine } from './tile.js';
import { textWidth } from '../lib/board.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';

const CHIP_REM = { w: 12.5, h: 2.6 }; /* the least, with its gap */
const FOOT_REM = 0.8; /* what the tile keeps free below */

/* What is told beside those who are free; an unused one is left out. */
const OTHERS = ['ringing', 'talking', 'holding', 'acw', 'not_ready'];
const ALWAYS = new Set(['talking', 'acw', 'not_ready']);

class Chip {
  constructor() {
    this.icon = el('span', { class: 'chip-icon' });
    this.name = el('bdi', { class: 'chip-name' });
    this.state = el('span', { class: 'sr' });
    this.time = el('wb-since', { class: 'chip-time digits' });
    this.element = el('li', { class: 'chip' },
      this.icon, this.name, this.state, this.time);
  }

  update(agent, row, ctx) {
    if (row !== this.row || ctx.version !== this.version) {
      this.row = row;
      this.version = ctx.version;
      setAttr(this.element, 'data-agent', agent);
      this.show(row, ctx);
    }
  }

  show(row, ctx) {
    const { catalog, now } = ctx;
    const named = title(row.title, catalog.language);
    const state = stateText(row, catalog);
    setIcon(this.icon, row.state);
    setText(this.name, named || state);
    this.element.style.setProperty('--name', textWidth(named || state));
    setText(this.state, named ? `, ${state}, ` : ' ');
    setAttr(this.element, 'title', row.reason || row.pending ? state : null);
    setAttr(this.element, 'data-state', row.state);
    setAttr(this.element, 'data-pending', Boolean(row.pending));
    setAttr(this.element, 'data-level', isStale(ctx) ? 'stale' : row.level);
    this.time.hidden = row.since === undefined;
    this.time.count(row.since ?? now, (ms) => format.duration(ms, catalog),
      now);
  }
}

function reasonText(reason, catalog) {
  const key = `reason.${reason}`;
  return catalog.has(key) ? catalog.text(key) : reason;
}

function stateText(row, catalog) {
  const words = [catalog.text(`state.${row.state}`)];
  for (const reason of [row.reason, row.pending]) {
    if (reason) {
      words.push(reasonText(reason, catalog));
    }
  }
  return words.join(catalog.text('locale.separator'));
}

/* One figure with its icon and word. */
class Count {
  constructor(state) {
    this.state = state;
    this.number = el('b');
    this.word = el('span');
    this.element = el('li', { class: `count count-${state}` },
      icon(state === 'over' ? 'warning' : state), this.number, this.word);
  }

  show(n, word, catalog) {
    setText(this.number, format.number(n, catalog));
    setText(this.word, word);
  }
}

export class AgentsTile extends Tile {
  #chips = new Map();
  #last = null;

  constructor() {
    super('agents');
    this.name = el('h2', { class: 'panel-name' });
    this.free = new Count('available');
    this.others = OTHERS.map((state) => new Count(state));
    this.over = new Count('over');
    this.counts = el('ul', { class: 'counts' });
    this.list = el('ul', { class: 'chips' });
    this.more = el('p', { class: 'more' });
    this.status = statusLine();
    this.body.append(
      el('div', { class: 'panel-head' }, this.name, this.status.element,
        el('ul', { class: 'free' }, this.free.element)),
      this.counts,
      this.list,
      this.more,
    );
    this.growing = new Growing(this.more, () => this.#fit());
    /* The counts may wrap, and do when the font arrives. */
    const observer = new ResizeObserver(() => this.#fit());
    observer.observe(this.element);
    observer.observe(this.counts);
  }

  draw(tile, ctx) {
    const { catalog } = ctx;
    this.#last = { tile, ctx };
    const name = title(tile.title, catalog.language) ||
      catalog.text('agents.title');
    setText(this.name, name);
    setAttr(this.element, 'aria-label', name);
    setAttr(this.element, 'data-level', isStale(ctx) ? 'stale' : null);
    this.status.show(staleIcon(ctx), isStale(ctx) ? staleText(ctx) : null);
    this.#drawCounts(tile, ctx);
    this.#fit();
  }

  #drawCounts({ counts, over_limit }, { catalog }) {
    const word = (state) => catalog.text(`state.${state}`);
    this.free.show(counts.available ?? 0, word('available'), catalog);
    const shown = this.others.filter(({ state }) =>
      ALWAYS.has(state) || (counts[state] ?? 0) > 0);
    for (const count of shown) {
      count.show(counts[count.state] ?? 0, word(count.state), catalog);
    }
    this.over.show(over_limit ?? 0, catalog.text('agents.over_limit'), catalog);
    if (over_limit > 0) {
      shown.push(this.over);
    }
    arrange(this.counts, shown.map((count) => count.element));
  }

  /* As many agents as the tile has room for; on a phone all that are
   * near the screen. */
  #fit() {
    if (this.#last === null) {
      return;
    }
    const { tile, ctx } = this.#last;
    const { catalog } = ctx;
    const columns = columnsThatFit(this.element, CHIP_REM.w);
    const rows = rowsThatFit(
      this.body.clientHeight - this.counts.offsetTop -
        this.counts.offsetHeight, CHIP_REM.h, FOOT_REM);
    const all = (tile.more ?? 0) + tile.order.length;
    /* The line that counts the others takes the place of a row. */
    const full = all > columns * rows ? rows - 1 : rows;
    const shown = tile.order.slice(
      0, this.growing.within(columns * Math.max(1, full), tile.order.length));
    const more = all - shown.length;
    this.element.style.setProperty('--columns', columns);
    arrange(this.list, keyed(this.#chips, shown, () => new Chip(),
      (chip, agent) => chip.update(agent, tile.rows[agent], ctx)));
    this.list.hidden = shown.length === 0;
    this.more.hidden = more === 0 && shown.length > 0;
    setText(this.more, shown.length === 0
      ? catalog.text('agents.none')
      : catalog.fill('agents.more', { n: format.number(more, catalog) }, more));
  }
}
