/* The way from the board to the desk's pages and back. */

import { el, setAttr, setText } from './dom.js';
import { isBoard, sectionOf, writeRoute } from '../lib/route.js';

const PLACES = ['board', 'queues', 'agents', 'back', 'views'];

export class Nav {
  constructor(element, { onTv }) {
    this.element = element;
    this.links = PLACES.map((place) =>
      el('a', { href: writeRoute({ place }), 'data-place': place }));
    this.tv = el('button', { type: 'button', class: 'nav-tv' });
    this.tv.onclick = onTv;
    this.edit = el('a', { class: 'nav-edit' });
    element.append(
      el('ul', {}, ...this.links.map((link) => el('li', {}, link))),
      el('div', { class: 'nav-tools' }, this.edit, this.tv));
  }

  update({ place, name }, { catalog }) {
    setAttr(this.element, 'aria-label', catalog.text('nav.label'));
    this.links.forEach((link, i) => {
      setText(link, catalog.text(`nav.${PLACES[i]}`));
      setAttr(link, 'aria-current',
        PLACES[i] === sectionOf(place) ? 'page' : null);
    });
    if (place !== this.place) {
      this.place = place;
      this.element.querySelector('[aria-current]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    setText(this.tv, catalog.text('nav.tv'));
    this.tv.hidden = !isBoard(place);
    setText(this.edit, catalog.text('nav.edit'));
    setAttr(this.edit, 'href', writeRoute({ place: 'edit', name }));
    this.edit.hidden = place !== 'view';
  }
}
