/*
 * Ties the stream to the page: what arrives is drawn with the next frame, what
 * only grows is counted once a second, and what changed in kind is announced.
 */

import { el, setAttr, setText, styled } from './dom.js';
import { tickAll } from './since.js';
import { AlertWatch } from './alert_watch.js';
import { Banner } from './banner.js';
import { Footer } from './footer.js';
import { Header } from './header.js';
import { Nav } from './nav.js';
import { Page } from './page.js';
import { hearActs } from './acts.js';
import * as board from '../lib/board.js';
import { sentenceOf } from '../lib/alerts.js';
import { title } from '../lib/catalog.js';
import { isBoard } from '../lib/route.js';

export class App {
  #version = 0;
  #versionKey = '';
  #framed = false;
  #said = '';
  #alerts = null; /* of the last state */
  place = 'board';
  route = { place: 'board', name: '', params: {} };

  constructor(stream, { catalog, theme, actions }) {
    this.stream = stream;
    this.catalog = catalog;
    this.theme = theme;
    const find = (id) => document.getElementById(id);
    this.nav = new Nav(find('nav'), actions);
    this.header = new Header(find('head'), actions);
    this.banner = new Banner(find('banner'));
    this.page = new Page(find('board'));
    this.footer = new Footer(find('foot'));
    this.notice = find('notice');
    this.boardElement = find('board');
    this.deskElement = find('desk');
    this.live = find('live');
    this.watch = new AlertWatch({ polite: find('news'), urgent: find('alarm'),
      hears: actions.mayAlarm, changed: () => this.changed() });
    for (const part of [find('board'), find('banner')]) {
      hearActs(part, () => this.stream.state, (what) => this.act(what));
    }
    this.#hear(stream);
  }

  #hear(stream) {
    stream.addEventListener('state', () => {
      if (stream === this.stream) {
        this.onState?.();
        this.changed();
      }
    });
    stream.addEventListener('link', () => this.changed());
  }

  /* Another page's stream, which has its first state, takes over. */
  setStream(stream) {
    const old = this.stream;
    this.stream = stream;
    this.#hear(stream);
    old.stop();
    this.onState?.();
    this.changed();
  }

  /* Opens the page of an address; the desk is fetched when it is wanted. */
  async show(route, moved = false) {
    this.place = route.place;
    this.route = route;
    const board = isBoard(route.place);
    setAttr(document.documentElement, 'data-place', board ? 'board' : 'desk');
    this.boardElement.hidden = !board;
    this.deskElement.hidden = board;
    if (!board) {
      await this.#needDesk();
    }
    if (isBoard(this.place)) {
      this.desk?.leave();
    } else if (route.place === this.place) {
      await this.desk.show(route, moved);
    }
    this.changed();
  }

  async #needDesk() {
    if (!this.desk) {
      const [{ Desk }] = await Promise.all([import('../desk/desk.js'),
        styled('/style/desk.css'), styled('/style/print.css', 'print')]);
      this.desk ??= new Desk(this.deskElement, () => this.changed(),
        this.watch);
    }
  }

  /* What a number of the board is, on which a screen's eye has fallen. */
  async explain(what) {
    await this.#needDesk();
    this.desk.explain.open(what);
  }

  /* What somebody wants to do about an alert of the board. */
  async act(what) {
    await this.#needDesk();
    this.desk.act(what);
  }

  setCatalog(catalog) {
    this.catalog = catalog;
    this.changed();
  }

  setTheme(theme) {
    this.theme = theme;
    this.changed();
  }

  #watch() {
    const alerts = this.stream.state?.alerts;
    if (alerts && alerts !== this.#alerts) {
      this.#alerts = alerts;
      this.watch.take('board', alerts.order.map((id) => [id, alerts.rows[id]])
        .filter(([, row]) => row), this.#context());
    }
  }

  /* Something is to be drawn; a hidden tab only keeps its title true. */
  changed() {
    this.#announce();
    this.#watch();
    if (!this.#framed) {
      this.#framed = true;
      requestAnimationFrame(() => {
        this.#framed = false;
        this.draw();
      });
    }
  }

  #context() {
    const { stream, catalog, theme } = this;
    const { state, link, clock } = stream;
    const time = clock.now();
    const fresh = board.freshness(state, link, clock.last);
    const utcOffset = state?.centre?.utc_offset_ms ??
      -new Date(time).getTimezoneOffset() * 60000;
    const key = JSON.stringify(
      [catalog.language, theme, fresh.form === 'live' || fresh, utcOffset]);
    if (key !== this.#versionKey) {
      this.#versionKey = key;
      this.#version++;
    }
    return {
      version: this.#version, catalog, theme, state, link, fresh, time, utcOffset,
      lastMessage: clock.last, silence: stream.silence,
      known: state !== null,
      /* What cannot be trusted does not go on counting. */
      now: fresh.form === 'live' ? time : (fresh.last ?? time),
    };
  }

  draw() {
    const ctx = this.#context();
    const { state, link } = this.stream;
    setAttr(document.documentElement, 'data-fresh', ctx.fresh.form);
    setAttr(document.documentElement, 'data-known', ctx.known);
    setAttr(document.documentElement, 'data-revision', this.stream.revision);
    this.header.update(state, ctx);
    this.nav.update(this.route, state?.alerts, ctx);
    setAttr(this.banner.element, 'aria-label',
      this.catalog.text('banner.label'));
    this.#notice(state, link, ctx);
    if (state !== null) {
      this.banner.update(state, ctx);
      if (isBoard(this.place)) {
        this.page.update(state, ctx);
      }
      this.footer.update(state, ctx);
    }
    this.desk?.draw(ctx);
  }

  /* In place of a page, while there is none. */
  #notice(state, link, { catalog }) {
    const empty = state !== null && state.page.tiles.length === 0 &&
      isBoard(this.place);
    this.notice.hidden = state !== null && !empty;
    if (this.notice.hidden) {
      return;
    }
    const kind = empty ? 'empty'
      : this.place === 'view' && this.stream.refused ? 'no_view'
      : link.state === 'connecting' ? 'connecting' : 'offline';
    const detail = empty ? '' : catalog.text(`page.${kind}.detail`);
    const texts = [catalog.text(`page.${kind}.title`), detail, link.detail];
    if (this.noticeKey !== texts.join('\n')) {
      this.noticeKey = texts.join('\n');
      this.notice.replaceChildren(
        el('h2', {}, texts[0]), el('p', {}, texts[1]),
        el('p', { class: 'detail', dir: 'ltr', lang: 'en' }, texts[2]));
    }
  }

  tick() {
    const ctx = this.#context();
    const { state } = this.stream;
    this.header.tick(ctx);
    if (isBoard(this.place)) {
      this.page.tick(ctx.time);
    }
    this.desk?.tick(ctx);
    if (state !== null) {
      this.footer.tick(state, ctx);
    }
    if (ctx.fresh.form === 'live') {
      tickAll(ctx.now);
    }
  }

  /*
   * The tab's title, and for screen readers one sentence when the worst news
   * or the link changed in kind: never for a mere number.
   */
  #announce() {
    const { catalog } = this;
    const { state } = this.stream;
    const ctx = this.#context();
    const news = state === null ? null : board.news(state, ctx);
    const word = this.#newsWord(news, ctx);
    const names = state === null ? ['Wallboard'] : [
      isBoard(this.place) ? title(state.page.title, catalog.language)
        : this.desk?.title(ctx) ?? '',
      title(state.centre.title, catalog.language),
    ];
    document.title = [word, ...names].filter(Boolean).join(' \u2013 ');
    const kind = JSON.stringify([news?.form, news?.key, news?.feed,
      news?.headline?.alert, news?.headline?.kpi, news?.headline?.scope,
      catalog.language]);
    if (kind !== this.#said && news !== null) {
      /* what an alert begins with is told by the watch, and once */
      if (!news.headline?.alert || this.#said === '') {
        setText(this.live, this.#sentence(news, word, ctx));
      }
      this.#said = kind;
    }
  }

  #newsWord(news, { link, catalog }) {
    if (news === null) {
      return catalog.text(`link.${link.state}`);
    }
    return {
      critical: catalog.text('level.critical'),
      warning: catalog.text('level.warning'),
      info: catalog.text('level.info'),
      stale: catalog.text('link.stale'),
      offline: catalog.text('link.offline'),
    }[news.form] ?? '';
  }

  #sentence({ headline, key, feed }, word, { catalog, now }) {
    if (headline) {
      return [word, sentenceOf(headline, catalog, now)].join(', ');
    }
    return [word, feed, key === 'banner.calm' ? catalog.text(key) : '']
      .filter(Boolean).join(', ');
  }
}
