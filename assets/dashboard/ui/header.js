/* Whose floor this is, which page, how fresh, and what time it is there. */

import { el, setAttr, setText } from './dom.js';
import { icon, setIcon } from './icons.js';
import * as format from '../lib/format.js';
import { title } from '../lib/catalog.js';
import { LANGUAGE_NAMES } from '../lib/settings.js';

const LINK_ICONS = {
  connecting: 'stale', stale: 'stale', offline: 'offline', live: 'live',
};

export class Header {
  constructor(element, { onLanguage, onTheme, onPage }) {
    this.element = element;
    this.centre = el('bdi');
    this.page = el('bdi', { class: 'page-name' });
    this.pages = el('select', { class: 'menu page-menu' });
    this.linkIcon = el('span', { class: 'link-icon' });
    this.linkWord = el('b');
    this.linkAge = el('span', { class: 'link-age' });
    this.link = el('p', { class: 'link' },
      this.linkIcon, this.linkWord, this.linkAge);
    this.languages = el('select', { class: 'menu' },
      ...Object.entries(LANGUAGE_NAMES).map(([code, name]) =>
        el('option', { value: code, lang: code }, name)));
    this.theme = el('button', { class: 'menu', type: 'button' }, icon('theme'));
    this.date = el('span', { class: 'date-day' });
    this.place = el('span', { class: 'date-place' });
    this.clock = el('time', { class: 'clock digits steady' });
    element.append(
      el('h1', {}, this.centre),
      el('p', { class: 'page-title' }, this.page, this.pages),
      this.link,
      el('div', { class: 'tools' },
        el('label', { class: 'menu-box' }, icon('language'), this.languages),
        this.theme),
      el('p', { class: 'date' }, this.date, this.place),
      this.clock,
    );
    this.languages.onchange = () => onLanguage(this.languages.value);
    this.theme.onclick = onTheme;
    this.pages.onchange = () => onPage(this.pages.value);
  }

  update(state, ctx) {
    const { catalog } = ctx;
    setAttr(this.languages, 'aria-label', catalog.text('menu.language'));
    setAttr(this.pages, 'aria-label', catalog.text('menu.page'));
    const theme = catalog.text(
      ctx.theme === 'dark' ? 'menu.to_light' : 'menu.to_dark');
    setAttr(this.theme, 'aria-label', theme);
    setAttr(this.theme, 'title', theme);
    this.languages.value = catalog.language;
    setText(this.centre, title(state?.centre?.title, catalog.language));
    this.#drawPages(state, catalog);
    const zone = format.city(state?.centre?.time_zone, catalog);
    const events = state?.centre?.clock === 'events';
    setText(this.place, events
      ? [zone, catalog.text('link.event_time')]
        .join(catalog.text('locale.separator'))
      : zone);
    this.tick(ctx);
  }

  #drawPages(state, catalog) {
    const own = state?.page?.own ? [state.page] : [];
    const pages = [...own, ...(state?.pages ?? [])]
      .map(({ name, title: texts }) => ({ name, title: texts }));
    const current = state?.page?.name ?? '';
    const names = pages.map((page) =>
      title(page.title, catalog.language) || page.name);
    this.page.hidden = pages.length > 1;
    this.pages.hidden = pages.length < 2;
    setText(this.page, title(state?.page?.title, catalog.language) || current);
    const key = JSON.stringify([pages, names]);
    if (this.key !== key) {
      this.key = key;
      this.pages.replaceChildren(...pages.map((page, i) =>
        el('option', { value: page.name }, names[i])));
    }
    this.pages.value = current;
  }

  /* What changes with time alone. */
  tick({
    catalog, link, time, silence, lastMessage, utcOffset, fresh, known,
  }) {
    const state = link.state === 'live' && fresh.form !== 'live'
      ? fresh.form : link.state;
    setAttr(this.link, 'data-link', state);
    setIcon(this.linkIcon, LINK_ICONS[state]);
    setText(this.linkWord, catalog.text(`link.${state}`));
    const last = link.state === 'live' ? fresh.last : lastMessage;
    setText(this.linkAge, state === 'live'
      ? ageText(silence, catalog) : lastText(last, time, utcOffset, catalog));
    if (!known) {
      setText(this.clock, '');
      setText(this.date, '');
      return;
    }
    setText(this.clock, format.timeOfDay(time, utcOffset, catalog));
    setText(this.date, format.date(time, utcOffset, catalog));
  }
}

function ageText(silence, catalog) {
  return silence < 1000
    ? catalog.text('link.updated_now')
    : catalog.fill('link.updated', { age: format.age(silence, catalog) });
}

function lastText(last, now, utcOffset, catalog) {
  return last === null || last === undefined ? ''
    : catalog.fill('link.last', {
      time: format.instant(last, now, utcOffset, catalog, true),
    });
}
