/*
 * A view that somebody makes: from what the daemon keeps to what a person
 * edits, and back. Pure. Tiles stand in an order and have a size; where they
 * stand on the grid follows from that.
 */

export const COLUMNS = 24;
const ROWS_MOST = 96;

/* name -> [w, h] in cells */
export const SIZES = {
  small: [6, 4],
  medium: [8, 6],
  wide: [12, 6],
  full: [24, 6],
  tall: [12, 12],
};

export const KINDS = ['number', 'gauge', 'trend', 'queues', 'agents', 'states',
  'ranking', 'alerts', 'text', 'clock'];

const NUMBERS = ['number', 'gauge', 'trend'];
const LIMITS = ['target', 'warning', 'critical'];

/* Which fields mean something to a kind of tile, in their order. */
export const FIELDS = {
  number: ['kpi', 'scope', 'window', ...LIMITS, 'trend'],
  gauge: ['kpi', 'scope', 'window', ...LIMITS, 'scale'],
  trend: ['kpi', 'scope', 'window', 'span', ...LIMITS],
  queues: ['filter', 'window', 'columns', 'rows'],
  agents: ['filter', 'rows'],
  states: ['filter'],
  ranking: ['of', 'kpi', 'window', 'filter', 'rows'],
  alerts: ['rows'],
  text: ['text'],
  clock: [],
};

const DEFAULT_SIZE = { number: 'medium', gauge: 'medium', clock: 'small',
  text: 'small', trend: 'wide', queues: 'tall', agents: 'tall',
  states: 'medium', ranking: 'medium', alerts: 'wide' };

export const isNumber = (kind) => NUMBERS.includes(kind);

const FIRST = {
  number: { kpi: 'service_level', trend: true },
  gauge: { kpi: 'service_level' },
  trend: { kpi: 'service_level' },
  ranking: { kpi: 'handled' },
  queues: { columns: ['waiting', 'longest_wait', 'service_level',
    'abandonment_rate', 'agents', 'trend'] },
};

export function newTile(kind) {
  return { kind, size: DEFAULT_SIZE[kind], ...structuredClone(FIRST[kind]) };
}

/* "6x4" for a size that has no name. */
function sizeOf([, , w, h]) {
  const named = Object.entries(SIZES)
    .find(([, size]) => size[0] === w && size[1] === h);
  return named ? named[0] : `${w}x${h}`;
}

export function cellsOf(size) {
  return SIZES[size] ?? size.split('x').map(Number);
}

/* The tiles of a page in reading order, each with a `size` for its place. */
export function tilesOf(page) {
  return [...page.tiles]
    .sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])
    .map(({ at, ...tile }) => ({ ...tile, size: sizeOf(at) }));
}

const overlaps = ([x, y, w, h], [a, b, c, d]) =>
  x < a + c && a < x + w && y < b + d && b < y + h;

/*
 * [x, y, w, h] of each tile: the first place where it fits, line by line, and
 * none before the tile that goes before it: the order can be read from them.
 */
export function arrangeTiles(tiles) {
  const placed = [];
  for (const { size } of tiles) {
    const [width, h] = cellsOf(size);
    const w = Math.min(width, COLUMNS);
    let [x, y] = placed.at(-1) ?? [0, 0];
    while (x + w > COLUMNS ||
        placed.some((other) => overlaps([x, y, w, h], other))) {
      x++;
      if (x + w > COLUMNS) {
        x = 0;
        y++;
      }
    }
    placed.push([x, y, w, h]);
  }
  return placed;
}

export const rowsOf = (places) =>
  places.reduce((most, [, y, , h]) => Math.max(most, y + h), 1);

/* Empty texts and what means nothing to the tile are left out. */
function cleaned({ size: _, ...tile }) {
  const known = ['kind', 'id', 'title', 'zones', 'part', 'best', 'worse',
    'least_sample', 'state_limit', ...FIELDS[tile.kind]];
  return Object.fromEntries(Object.entries(tile).filter(([key, value]) =>
    known.includes(key) && value !== '' && value !== null &&
    value !== undefined && value !== false &&
    !(Array.isArray(value) && value.length === 0)));
}

/* What PUT /api/v1/views/NAME takes. */
export function pageOf(title, tiles) {
  const places = arrangeTiles(tiles);
  return {
    ...(Object.keys(title).length > 0 ? { title } : {}),
    grid: { columns: COLUMNS, rows: Math.min(rowsOf(places), ROWS_MOST) },
    tiles: tiles.map((tile, i) => ({ ...cleaned(tile), at: places[i] })),
  };
}

/*
 * "key 'tiles[3].target': got ..." -> { tile: 3, field: 'target', text }; what
 * is about no tile has tile null.
 */
export function readFault(line) {
  const match = /^key '(?:tiles\[(\d+)\])?\.?([a-z_]*)[^']*': (.*)$/s.exec(line);
  return match
    ? { tile: match[1] === undefined ? null : Number(match[1]),
      field: match[2], text: match[3] }
    : { tile: null, field: '', text: line };
}

/* In what words a limit of this unit is written. */
export const limitHint = (unit) => ({ percent: '80%', ms: '2m', since: '2m',
  rate: '1.5', points: '50', factor: '1.5' })[unit] ?? '30';
