/* The way from the board to the desk's pages and back. */

import { el, setAttr, setText } from './dom.js';
import { sectionOf, writeRoute } from '../lib/route.js';

const PLACES = ['board', 'queues', 'agents', 'back'];

export class Nav {
  constructor(element, { onTv }) {
    this.element = element;
    this.links = PLACES.map((place) =>
      el('a', { href: writeRoute({ place }), 'data-place': place }));
    this.tv = el('button', { type: 'button', class: 'nav-tv' });
    this.tv.onclick = onTv;
    element.append(
      el('ul', {}, ...this.links.map((link) => el('li', {}, link))), this.tv);
  }

  update(place, { catalog }) {
    setAttr(this.element, 'aria-label', catalog.text('nav.label'));
    this.links.forEach((link, i) => {
      setText(link, catalog.text(`nav.${PLACES[i]}`));
      setAttr(link, 'aria-current',
        PLACES[i] === sectionOf(place) ? 'page' : null);
    });
    setText(this.tv, catalog.text('nav.tv'));
    this.tv.hidden = place !== 'board';
  }
}
