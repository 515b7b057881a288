/*
 * The desk's pages as addresses: "#/queue/sales?day=2026-11-21". Pure. The
 * part before the "#" says language, theme and page of the board.
 */

export const PLACES = ['queues', 'queue', 'agents', 'agent', 'alerts', 'back',
  'views', 'view', 'edit'];

const BOARD = { place: 'board', name: '', params: {} };

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/* { place, name, params }; what is no address of the desk is the board. */
export function readRoute(hash) {
  const match = /^#\/([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash);
  if (!match || !PLACES.includes(match[1])) {
    return BOARD;
  }
  return {
    place: match[1],
    name: decoded(match[2] ?? ''),
    params: Object.fromEntries(new URLSearchParams(match[3] ?? '')),
  };
}

/* Parameters that are empty are left out. */
export function writeRoute({ place, name = '', params = {} }) {
  if (place === 'board') {
    return '#/';
  }
  const given = Object.entries(params)
    .filter(([, value]) => value !== '' && value !== null &&
      value !== undefined);
  const query = new URLSearchParams(given).toString();
  return `#/${place}${name ? `/${encodeURIComponent(name)}` : ''}` +
    `${query ? `?${query}` : ''}`;
}

/* The place in the navigation that a page belongs to. */
export const sectionOf = (place) =>
  ({ queue: 'queues', agent: 'agents', view: 'views', edit: 'views' })[place] ?? place;

/* A view of somebody's own is a board of its own. */
export const isBoard = (place) => place === 'board' || place === 'view';

/* Its name on the stream; null for any other place. */
export const ownView = ({ place, name }) =>
  (place === 'view' && name ? `own/${name}` : null);
