/* The rules in force, and how the routes are doing that they tell by. */

import { bdi, el, setAttr, setText } from '../ui/dom.js';
import { setIcon } from '../ui/icons.js';
import * as format from '../lib/format.js';
import { subject } from '../lib/alerts.js';
import { title } from '../lib/catalog.js';
import { limitText, spanText } from './alert_card.js';

const COUNTS = ['waiting', 'held', 'delivered', 'failed', 'given_up', 'dropped',
  'withheld'];

/* A table that is drawn anew when its data are others. */
class PlainTable {
  #key = '';

  constructor(id) {
    this.heading = el('h3', { id });
    this.none = el('p', { class: 'desk-count' });
    this.head = el('tr');
    this.body = el('tbody');
    this.box = el('div', { class: 'table-box', tabindex: '0', role: 'group',
      'aria-labelledby': id }, el('table', { class: 'desk-table small' },
      el('thead', {}, this.head), this.body));
    this.element = el('section', { class: 'desk-section',
      'aria-labelledby': id }, this.heading, this.none, this.box);
  }

  /* `row(one)` gives { key, cells, ... }, cells a list of lists of nodes. */
  draw({ heading, none, heads, list, row }, ctx) {
    setText(this.heading, heading);
    setText(this.none, none);
    this.none.hidden = !list || list.length > 0;
    this.box.hidden = !list || list.length === 0;
    const key = JSON.stringify([list, ctx.catalog.language]);
    if (key === this.#key || !list) {
      return;
    }
    this.#key = key;
    this.head.replaceChildren(...heads.map((name) =>
      el('th', { scope: 'col', class: 'cell-text' }, ctx.catalog.text(name))));
    this.body.replaceChildren(...list.map((one) => {
      const { name, state = null, cells } = row(one);
      return el('tr', { 'data-key': name, 'data-state': state },
        ...cells.map((parts, i) => el(i === 0 ? 'th' : 'td', {
          scope: i === 0 ? 'row' : null, class: 'cell-text' }, ...parts)));
    }));
  }
}

const mark = (name) => {
  const slot = el('span', { class: 'alarm-mark' });
  setIcon(slot, name);
  return slot;
};

export class AlertRules {
  constructor() {
    this.rules = new PlainTable('alert-rules');
    this.routes = new PlainTable('alert-routes');
    this.silent = el('p', { class: 'alarm-silent' });
    this.element = el('div', { class: 'desk-page' }, this.rules.element,
      this.silent, this.routes.element);
  }

  /* `answer`: of GET /api/v1/alerts/rules, or null. */
  draw(answer, ctx) {
    const { catalog } = ctx;
    this.silent.hidden = answer?.delivers !== false;
    setText(this.silent, catalog.text('alerts.silent'));
    this.rules.draw({
      heading: catalog.text('alerts.rules'),
      none: catalog.text('alerts.rules.none'),
      heads: ['alerts.rule', 'alerts.severity', 'alerts.condition',
        'alerts.scopes', 'alerts.hold', 'alerts.tells'],
      list: answer?.rules,
      row: (rule) => this.#rule(rule, ctx),
    }, ctx);
    this.routes.draw({
      heading: catalog.text('alerts.routes.title'),
      none: catalog.text('alerts.routes.none'),
      heads: ['alerts.route', 'alerts.kind', 'alerts.route.state',
        ...COUNTS.map((name) => `alerts.route.${name}`), 'alerts.route.last'],
      list: answer?.routes,
      row: (route) => this.#route(route, ctx),
    }, ctx);
    setAttr(this.element, 'aria-busy', answer === null);
  }

  #rule(rule, { catalog }) {
    const name = title(rule.title, catalog.language);
    return { name: rule.name, cells: [
      [bdi(name || rule.name), ...(rule.built_in
        ? [el('small', {}, ` (${catalog.text('alerts.built_in')})`)] : [])],
      [mark(rule.severity), ' ', catalog.text(`level.${rule.severity}`)],
      [el('ul', { class: 'alarm-conditions' }, ...this.#conditions(rule,
        catalog).map((text) => el('li', {}, text)))],
      [el('span', { dir: 'ltr', class: 'isolate' }, rule.scopes.join(', '))],
      [rule.for_ms ? format.age(rule.for_ms, catalog)
        : catalog.text('alerts.at_once')],
      [this.#tells(rule, catalog)],
    ] };
  }

  #conditions({ conditions, match }, catalog) {
    const texts = conditions.map((condition) => {
      const what = [subject(condition, catalog),
        spanText(condition, catalog)].filter(Boolean)
        .join(catalog.text('notify.comma'));
      const limit = limitText(condition, catalog);
      const sample = condition.min_sample > 1
        ? catalog.fill('alerts.min_sample',
          { n: format.number(condition.min_sample, catalog) }) : '';
      const more = [limit, sample].filter(Boolean)
        .join(catalog.text('locale.separator'));
      return more ? `${what}: ${more}` : what;
    });
    return texts.length > 1 ? [catalog.text(`alerts.${match}`), ...texts]
      : texts;
  }

  #tells(rule, catalog) {
    if (rule.routes.length === 0 && !rule.escalate_to?.length) {
      return catalog.text('alerts.tells_none');
    }
    return [rule.routes.join(', '), rule.escalate_after_ms
      ? catalog.fill('alerts.escalates', {
        duration: format.age(rule.escalate_after_ms, catalog),
        routes: rule.escalate_to.join(', ') }) : '']
      .filter(Boolean).join(catalog.text('locale.separator'));
  }

  #route(route, ctx) {
    const { catalog, time, utcOffset } = ctx;
    const at = (t) => format.instant(t, time, utcOffset, catalog);
    const fails = Boolean(route.failing_since);
    const state = fails
      ? catalog.fill('alerts.route.failing', { time: at(route.failing_since),
        why: route.error ?? '' })
      : catalog.text(`alerts.route.${route.last_delivered ? 'fine' : 'unused'}`);
    return { name: route.name, state: fails ? 'failing' : null, cells: [
      [bdi(route.name)],
      [bdi([route.kind, route.format].filter(Boolean).join(' '))],
      [mark(fails ? 'warning' : route.last_delivered ? 'normal' : 'no_data'),
        ' ', fails ? el('b', {}, bdi(state)) : state],
      ...COUNTS.map((count) => [format.number(route[count] ?? 0, catalog)]),
      [route.last_delivered ? at(route.last_delivered) : format.NO_VALUE],
    ] };
  }
}
