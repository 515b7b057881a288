/* The tiles of the page on the daemon's grid. */

import { arrange, setAttr } from './dom.js';
import { coverTile } from './ask.js';
import { AgentsTile } from './tile_agents.js';
import { NumberTile } from './tile_number.js';
import { QueuesTile } from './tile_queues.js';
import { AlertsTile } from './tile_alerts.js';
import { RankingTile, StatesTile } from './tile_lists.js';
import { ClockTile, TextTile } from './tile_simple.js';
import { TrendTile } from './tile_trend.js';

const KINDS = {
  number: NumberTile,
  gauge: NumberTile,
  trend: TrendTile,
  queues: QueuesTile,
  agents: AgentsTile,
  states: StatesTile,
  ranking: RankingTile,
  alerts: AlertsTile,
  text: TextTile,
  clock: ClockTile,
};

export class Page {
  #tiles = new Map(); /* id -> { kind, tile } */

  constructor(element) {
    this.element = element;
  }

  update(state, ctx) {
    const { page, tiles } = state;
    const style = this.element.style;
    style.setProperty('--columns', page.columns);
    style.setProperty('--rows', page.rows);
    /* Reading order is the order of the grid, whatever the daemon lists. */
    const ids = page.tiles
      .filter((id) => Object.hasOwn(KINDS, tiles[id]?.kind))
      .sort((a, b) => tiles[a].y - tiles[b].y || tiles[a].x - tiles[b].x);
    const kept = new Map();
    for (const id of ids) {
      const { kind } = tiles[id];
      const old = this.#tiles.get(id);
      kept.set(id, old?.kind === kind ? old : { kind, tile: new KINDS[kind]() });
    }
    this.#tiles = kept;
    const shown = [...kept.values()];
    arrange(this.element, shown.map(({ tile }) => tile.element));
    for (const [id, { tile }] of kept) {
      setAttr(tile.element, 'data-tile', id);
      tile.update(tiles[id], ctx);
      coverTile(tile.element, tiles[id], ctx);
    }
  }

  tick(time) {
    for (const { tile } of this.#tiles.values()) {
      tile.tick?.(time);
    }
  }
}
