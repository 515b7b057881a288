/* The way from the board to the desk's pages and back. */

import { el, setAttr, setText } from './dom.js';
import * as format from '../lib/format.js';
import { LEVELS, openCount } from '../lib/alerts.js';
import { isBoard, sectionOf, writeRoute } from '../lib/route.js';

const PLACES = ['board', 'queues', 'agents', 'alerts', 'back', 'views'];

export class Nav {
  constructor(element, { onTv }) {
    this.element = element;
    this.words = PLACES.map(() => el('span'));
    this.links = PLACES.map((place, i) =>
      el('a', { href: writeRoute({ place }), 'data-place': place },
        this.words[i]));
    this.count = el('b', { class: 'nav-count', hidden: true });
    this.links[PLACES.indexOf('alerts')].append(this.count);
    this.tv = el('button', { type: 'button', class: 'nav-tv' });
    this.tv.onclick = onTv;
    this.edit = el('a', { class: 'nav-edit' });
    element.append(
      el('ul', {}, ...this.links.map((link) => el('li', {}, link))),
      el('div', { class: 'nav-tools' }, this.edit, this.tv));
  }

  /* `alerts`: of the state document, or undefined. */
  update({ place, name }, alerts, { catalog }) {
    setAttr(this.element, 'aria-label', catalog.text('nav.label'));
    this.links.forEach((link, i) => {
      setText(this.words[i], catalog.text(PLACES[i] === 'alerts'
        ? 'alerts.title' : `nav.${PLACES[i]}`));
      setAttr(link, 'aria-current',
        PLACES[i] === sectionOf(place) ? 'page' : null);
    });
    if (place !== this.place) {
      this.place = place;
      this.element.querySelector('[aria-current]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    this.#showCount(openCount(alerts), catalog);
    setText(this.tv, catalog.text('nav.tv'));
    this.tv.hidden = !isBoard(place);
    setText(this.edit, catalog.text('nav.edit'));
    setAttr(this.edit, 'href', writeRoute({ place: 'edit', name }));
    this.edit.hidden = place !== 'view';
  }

  /* How many nobody has acknowledged; its form says how bad the worst is. */
  #showCount(count, catalog) {
    this.count.hidden = count.all === 0;
    setAttr(this.count, 'data-level', LEVELS.find((level) => count[level] > 0));
    setText(this.count,
      count.all === 0 ? '' : format.number(count.all, catalog));
  }
}
