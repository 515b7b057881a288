/*
 * Alerts: what stands, worst first, with its arithmetic; what happened; the
 * rules in force and the routes. Here somebody says that they know.
 */

import { arrange, bdi, el, keyed, setAttr, setText } from '../ui/dom.js';
import { setIcon } from '../ui/icons.js';
import * as format from '../lib/format.js';
import { ask } from '../lib/api.js';
import { LEVELS, canAcknowledge, chosen, ruleName, scopeText }
  from '../lib/alerts.js';
import { title } from '../lib/catalog.js';
import { Poll } from '../lib/poll.js';
import { AlertCard } from './alert_card.js';
import { AlertHistory } from './alert_history.js';
import { AlertRules } from './alert_rules.js';
import { hasWords } from './alert_words.js';
import { AgeLine, Choice, Search, button } from './parts.js';

const STATES = ['firing', 'over', 'acknowledged', 'pending'];
const STANDING_MS = 5000;
const RULES_MS = 15000;
const HASTE_MS = 1000; /* between two questions that news give rise to */

export default class AlertsView {
  #cards = new Map();
  #shelved = '';
  #seen = ''; /* of the state document */
  #hurried = 0;

  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    const changed = () => desk.changed();
    this.standing = new Poll((signal) => ask('alerts', {}, signal),
      STANDING_MS, changed);
    this.rules = new Poll((signal) => ask('alerts/rules', {}, signal),
      RULES_MS, changed);
    this.history = new AlertHistory(desk);
    this.inForce = new AlertRules();
    this.#build();
  }

  #build() {
    const { desk } = this;
    this.severity = new Choice((severity) => desk.set({ severity }));
    this.state = new Choice((state) => desk.set({ state }));
    this.rule = new Choice((rule) => desk.set({ rule }));
    this.search = new Search((q) => desk.set({ q }));
    this.count = el('p', { class: 'desk-count' });
    this.age = new AgeLine();
    this.sound = button(() => desk.watch.switchSound().then(desk.changed));
    this.notify = button(() => desk.watch.switchNotify().then(desk.changed));
    this.heading = el('h3', { id: 'alert-standing' });
    this.all = button(() => desk.act({ act: 'acknowledge',
      alerts: this.#open().map((alert) => [alert.id, alert]) }));
    this.none = el('p', { class: 'alarm-none' });
    this.list = el('ul', { class: 'alarms' });
    this.shelfHeading = el('h3', { id: 'alert-shelf' });
    this.shelf = el('ul', { class: 'alarm-shelf' });
    this.shelfSection = el('section', { class: 'desk-section',
      'aria-labelledby': 'alert-shelf', hidden: true }, this.shelfHeading,
    this.shelf);
    this.element = el('div', { class: 'desk-page', hidden: true },
      el('div', { class: 'desk-bar' }, this.severity.element,
        this.state.element, this.rule.element, this.search.element,
        this.count, this.age.element),
      el('div', { class: 'alarm-asks' }, this.sound, this.notify),
      el('section', { class: 'desk-section',
        'aria-labelledby': 'alert-standing' },
      el('div', { class: 'alarm-bar' }, this.heading, this.all),
      this.none, this.list),
      this.shelfSection, this.history.element, this.inForce.element);
  }

  go(route) {
    this.route = route;
  }

  title({ catalog }) {
    return catalog.text('alerts.title');
  }

  /* The reader did something: what is shown is old. */
  acted() {
    this.standing.now();
    this.history.refresh();
  }

  #rule(name) {
    return this.rules.data?.rules.find((rule) => rule.name === name);
  }

  get #alerts() {
    return this.standing.data?.alerts ?? [];
  }

  #chosen(catalog) {
    return chosen(this.#alerts, this.route.params, (alert) =>
      [alert.id, scopeText(alert, catalog), ruleName(alert, catalog)].join(' '));
  }

  #open() {
    return this.#chosen(this.desk.ctx.catalog).filter(canAcknowledge);
  }

  /* What changes in kind is asked for at once. */
  #hurry({ state }) {
    const { rows = {} } = state?.alerts ?? {};
    const seen = JSON.stringify(Object.entries(rows)
      .map(([id, row]) => [id, row.state, row.escalated]).sort());
    if (seen !== this.#seen && Date.now() - this.#hurried > HASTE_MS) {
      const first = this.#seen === '';
      this.#seen = seen;
      this.#hurried = Date.now();
      if (!first) {
        this.standing.now();
        this.history.refresh();
      }
    }
  }

  draw(ctx) {
    const { catalog } = ctx;
    this.element.hidden = !hasWords(catalog, this.desk.changed);
    if (this.element.hidden) {
      return;
    }
    this.#hurry(ctx);
    if (this.standing.data) {
      this.desk.watch.take('list', this.#alerts.map((one) => [one.id, one]),
        ctx);
    }
    this.#drawChoices(catalog);
    this.#drawAsks(catalog);
    this.#drawStanding(ctx);
    this.#drawShelf(ctx);
    this.history.draw(this.route.params, ctx);
    this.inForce.draw(this.rules.data, ctx);
    this.age.tick(this.standing, ctx);
  }

  tick(ctx) {
    this.draw(ctx);
  }

  #drawChoices(catalog) {
    const { severity = '', state = '', rule = '', q = '' } = this.route.params;
    const all = ['', catalog.text('desk.all')];
    this.severity.draw(catalog.text('alerts.severity'), [all,
      ...LEVELS.map((name) => [name, catalog.text(`level.${name}`)])],
    severity);
    this.state.draw(catalog.text('alerts.state'), [all, ...STATES.map((name) =>
      [name, catalog.text(`alerts.state.${name}`)])], state);
    const names = (this.rules.data?.rules ?? []).map((one) =>
      [one.name, title(one.title, catalog.language) || one.name]);
    this.rule.draw(catalog.text('alerts.rule'), [all, ...names,
      ...(rule && !names.some(([name]) => name === rule)
        ? [[rule, rule]] : [])], rule);
    this.search.draw(catalog.text('desk.search'), q);
  }

  /* Sound and notifications are off until somebody asks for them. */
  #drawAsks(catalog) {
    const { soundState, notifyState } = this.desk.watch;
    setText(this.sound, catalog.text(`alerts.sound.${soundState}`));
    setAttr(this.sound, 'aria-pressed', soundState !== 'off');
    setText(this.notify, catalog.text(`alerts.notify.${notifyState}`));
    setAttr(this.notify, 'aria-pressed', notifyState === 'on');
    this.notify.disabled = notifyState === 'insecure' ||
      notifyState === 'denied';
  }

  #drawStanding(ctx) {
    const { catalog } = ctx;
    const shown = this.#chosen(catalog);
    const byId = new Map(shown.map((alert) => [alert.id, alert]));
    const n = (count) => format.number(count, catalog);
    setText(this.heading, catalog.text('alerts.standing'));
    setText(this.count, this.standing.data === null ? ''
      : catalog.fill('desk.count', { n: n(shown.length),
        of: n(this.#alerts.length) }));
    const open = shown.filter(canAcknowledge).length;
    this.all.hidden = open < 2;
    setText(this.all, catalog.fill('alerts.acknowledge_all', { n: n(open) },
      open));
    this.none.hidden = this.standing.data === null || shown.length > 0;
    setText(this.none, catalog.text(this.#alerts.length > 0
      ? 'alerts.none_chosen' : 'alerts.none'));
    const held = this.list.contains(document.activeElement);
    arrange(this.list, keyed(this.#cards, [...byId.keys()],
      () => new AlertCard(this.desk, (name) => this.#rule(name)),
      (card, id) => card.show(byId.get(id), ctx)));
    if (held && !this.list.contains(document.activeElement)) {
      this.desk.heading.focus();
    }
  }

  #drawShelf({ catalog, time, utcOffset }) {
    const shelved = this.standing.data?.shelved ?? [];
    this.shelfSection.hidden = shelved.length === 0;
    setText(this.shelfHeading, catalog.text('alerts.shelved'));
    const key = JSON.stringify([shelved, catalog.language]);
    if (key === this.#shelved) {
      return;
    }
    this.#shelved = key;
    this.shelf.replaceChildren(...shelved.map((one) => {
      const what = this.#shelfName(one.id, catalog);
      const back = button(() => this.desk.act({ act: 'unshelve',
        alerts: [[one.id, what]] }));
      const text = `${scopeText(what, catalog)}: ${ruleName(what, catalog)}`;
      const slot = el('span', { class: 'alarm-mark' });
      setIcon(slot, 'stale');
      setText(back, catalog.text('alerts.unshelve'));
      setAttr(back, 'aria-label', `${catalog.text('alerts.unshelve')} ${text}`);
      return el('li', {}, slot, el('b', {}, bdi(text)), el('span', {},
        catalog.fill('alerts.shelved_until', { time: format.instant(one.until,
          time, utcOffset, catalog) })),
      bdi([one.author, one.note].filter(Boolean).join(': ')), back);
    }));
  }

  /* What was put aside need not stand: named by the rules and the directory. */
  #shelfName(id, catalog) {
    const [rule, scope] = [id.slice(0, id.indexOf('/')),
      id.slice(id.indexOf('/') + 1)];
    const found = this.#rule(rule);
    return { id, rule, scope, rule_title: found?.title ?? { en: rule },
      title: { en: this.desk.directory.scope(scope, catalog) } };
  }

  stop() {
    this.standing.stop();
    this.rules.stop();
    this.history.stop();
  }
}
