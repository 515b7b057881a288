/*
 * An alert of the board can be acknowledged where it is seen: by a button in
 * its row and in the banner, which a board in TV mode does not show.
 */

import { el, setAttr } from './dom.js';
import { setIcon } from './icons.js';
import { canAcknowledge, sentenceOf } from '../lib/alerts.js';

export const actButton = () =>
  el('button', { type: 'button', class: 'alert-act', hidden: true });

/* `row`: of the alert, or undefined. */
export function showAct(button, id, row, { catalog, now, fresh }) {
  button.hidden = !canAcknowledge(row) || fresh.form === 'offline';
  if (button.hidden) {
    return;
  }
  const word = catalog.text('alerts.acknowledge');
  setIcon(button, 'acknowledged');
  setAttr(button, 'data-alert', id);
  setAttr(button, 'title', word);
  setAttr(button, 'aria-label', `${word}: ${sentenceOf(row, catalog, now)}`);
}

/* Its row in what stands, or where it is shown. */
function rowOf(id, { alerts, tiles }) {
  return alerts?.rows[id] ?? Object.values(tiles).find(({ kind, rows }) =>
    kind === 'alerts' && rows[id])?.rows[id];
}

/* `act({ act, alerts: [[id, row]] })` hears of what is to be done. */
export function hearActs(element, state, act) {
  element.addEventListener('click', ({ target }) => {
    const id = target.closest('[data-alert]')?.dataset.alert;
    const row = id === undefined ? undefined : rowOf(id, state());
    if (row) {
      act({ act: 'acknowledge', alerts: [[id, row]] });
    }
  });
}
