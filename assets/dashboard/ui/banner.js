/*
 * One line over the whole width: the worst thing that is true right now. That
 * the numbers are old is worse than anything the numbers say.
 */

import './since.js';
import { actButton, showAct } from './acts.js';
import { bdi, el, sentence, setAttr, setText } from './dom.js';
import { setIcon } from './icons.js';
import * as alerts from '../lib/alerts.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';

const MINUTE = 60000;

export class Banner {
  constructor(element) {
    this.element = element;
    this.icon = el('span', { class: 'banner-icon' });
    this.badge = el('span', { class: 'badge' });
    this.words = el('p', { class: 'banner-words' });
    this.window = el('span', { class: 'banner-window' });
    this.more = el('span', { class: 'banner-more' });
    this.act = actButton();
    element.append(this.icon, this.badge, this.words, this.window, this.more,
      this.act);
  }

  update(state, ctx) {
    const { catalog } = ctx;
    const news = board.news(state, ctx);
    const { form, headline } = news;
    setAttr(this.element, 'data-form', form);
    setIcon(this.icon, news.icon);
    const loud = alerts.LEVELS.includes(form);
    this.badge.hidden = !loud && form !== 'offline' && form !== 'stale';
    setText(this.badge, loud
      ? catalog.text(`level.${form}.badge`)
      : catalog.text(`link.${form === 'offline' ? 'offline' : 'stale'}`));
    setText(this.window, board.trailingText(headline, catalog));
    this.window.hidden = this.window.textContent === '';
    if (headline) {
      this.#breach(headline, ctx);
    } else {
      this.#say(news, ctx);
    }
    showAct(this.act, headline?.alert,
      state.alerts?.rows[headline?.alert], ctx);
    const more = headline?.more ?? 0;
    this.more.hidden = more === 0;
    setText(this.more, `+${format.number(more, catalog)}`);
  }

  #say({ key, feed, last, n }, { catalog, time, utcOffset }) {
    const values = {
      feed: bdi(feed ?? ''),
      time: last ? format.instant(last, time, utcOffset, catalog) : '',
      n: n === undefined ? '' : format.number(n, catalog),
    };
    const now = JSON.stringify([key, feed, values.time, n, catalog.language]);
    if (this.key !== now) {
      this.key = now;
      this.words.replaceChildren(
        ...(key === null ? [] : sentence(catalog, key, values, n)));
      this.#fit();
    }
  }

  #breach(headline, { catalog, now }) {
    const lasts = headline.since !== undefined &&
      now - headline.since >= MINUTE;
    const key = JSON.stringify([headline, lasts, catalog.language]);
    if (this.key === key) {
      return;
    }
    this.key = key;
    const total = headline.scope === 'total';
    const titled = headline.signal || alerts.isBrief(headline, catalog);
    const count = (since, write) => {
      const element = el('wb-since', { class: 'isolate' });
      element.count(since, (ms) => write(ms, catalog), now, () => this.#fit());
      return element;
    };
    const value = headline.unit === 'since'
      ? count(headline.value, format.duration)
      : bdi(board.signedText(headline.value, headline.unit, catalog, now));
    const values = {
      scope: bdi(alerts.scopeText(headline, catalog)),
      kpi: alerts.subject(headline, catalog, total ? '' : 'inline'),
      name: bdi(alerts.ruleName(headline, catalog)),
      value,
      duration: lasts ? count(headline.since,
        (ms) => board.lastingText(ms, headline.longer, catalog)) : '',
    };
    const of = total ? '_total' : '';
    const entry = titled
      ? `banner.alert${of}${alerts.hasValue(headline) ? '_value' : ''}`
      : `banner.breach${of}${lasts ? '_for' : ''}`;
    this.words.replaceChildren(...sentence(catalog, entry, values));
    this.#fit();
  }

  #fit() {
    const em = board.textWidth(this.words.textContent) +
      board.textWidth(this.window.textContent) / 2;
    this.element.style.setProperty('--em', em);
  }
}
