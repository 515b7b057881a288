/*
 * What a number is and what made it: its definition, its two parts, its
 * window, how old it is, where it comes from, and the last contacts.
 */

import { bdi, el, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { ask } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { AgeLine, writeValue } from './parts.js';

const EVERY_MS = 5000;

export class Explain {
  #poll = null;
  #what = null;
  #drawn = null;

  constructor(desk) {
    this.desk = desk;
    this.heading = el('h2', { id: 'explain-title' });
    this.facts = el('dl', { class: 'facts-list' });
    this.list = el('div', { class: 'table-box', tabindex: '0',
      role: 'group', 'aria-labelledby': 'explain-contacts' });
    this.listTitle = el('h3', { id: 'explain-contacts' });
    this.age = new AgeLine();
    this.close = el('button', { type: 'button', class: 'action' });
    this.dialog = el('dialog', { class: 'explain',
      'aria-labelledby': 'explain-title' },
    el('div', { class: 'explain-head' }, this.heading, this.close),
    this.facts, this.listTitle, this.list, this.age.element);
    this.close.onclick = () => this.dialog.close();
    this.dialog.onclose = () => {
      this.#poll?.stop();
      this.#poll = null;
    };
    this.dialog.onclick = (event) => {
      if (event.target === this.dialog) {
        this.dialog.close();
      }
    };
    document.body.append(this.dialog);
  }

  /* `what`: { kpi, scope, window } or { kpi, scope, from, to, attribution }. */
  open(what) {
    this.#poll?.stop();
    this.#what = what;
    this.#drawn = null;
    this.facts.replaceChildren();
    this.list.replaceChildren();
    this.#poll = new Poll((signal) => ask('explain', what, signal),
      EVERY_MS, () => this.desk.changed());
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    this.desk.changed();
  }

  tick(ctx) {
    if (this.#poll) {
      this.age.tick(this.#poll, ctx);
    }
  }

  draw(ctx) {
    const { catalog } = ctx;
    if (!this.#poll) {
      return;
    }
    setText(this.close, catalog.text('desk.close'));
    setText(this.heading, `${board.kpiTitle(catalog, this.#what.kpi)} – ` +
      this.desk.directory.scope(this.#what.scope, catalog));
    this.age.tick(this.#poll, ctx);
    const answer = this.#poll.data;
    if (answer === null || this.#drawn === answer) {
      return;
    }
    this.#drawn = answer;
    this.facts.replaceChildren(...this.#facts(answer, ctx)
      .filter(([, value]) => value !== null && value !== '')
      .flatMap(([name, value]) => [el('dt', {}, catalog.text(name)),
        el('dd', {}, ...[value].flat())]));
    this.#contacts(answer, ctx);
  }

  #facts(answer, ctx) {
    const { catalog } = ctx;
    const { definition = {}, limits = {} } = answer;
    const english = (text) =>
      el('span', { dir: 'ltr', lang: 'en', class: 'isolate' }, text);
    const span = definition.threshold_ms;
    const most = definition.threshold_max_ms ?? span;
    const limit = (value) => (value === undefined || value === null ? ''
      : board.limitText(value, answer.unit, catalog));
    return [
      ['explain.value', el('b', { class: 'explain-value digits' },
        writeValue(answer.value, answer.unit, ctx))],
      ['explain.numerator', this.#part(answer, 'numerator', catalog)],
      ['explain.denominator', this.#part(answer, 'denominator', catalog)],
      ['explain.formula', english(answer.formula)],
      ['explain.counted_at', english(answer.counted_at)],
      ['explain.window', this.#window(answer, ctx)],
      ['explain.attribution', this.#attribution(answer, catalog)],
      ['explain.threshold', span === undefined ? '' : [span, ...(most > span
        ? [most] : [])].map((ms) => format.age(ms, catalog)).join(' – ')],
      ['explain.variant', definition.variant
        ? english(definition.variant) : ''],
      ['explain.target', limit(definition.target ?? limits.target)],
      ['level.warning', limit(limits.warning)],
      ['level.critical', limit(limits.critical)],
      ['explain.age', answer.age_ms === null || answer.age_ms === undefined
        ? format.NO_VALUE : catalog.fill('explain.age_text', {
          age: format.age(answer.age_ms, catalog) })],
      ['explain.source', this.#feeds(answer, catalog)],
      ['explain.name', english(`${answer.kpi} ${answer.scope}` +
        ` (${answer.source})`)],
      ['explain.agents', (answer.agents ?? []).map((agent) =>
        this.desk.directory.agent(agent, catalog))
        .join(catalog.text('locale.separator'))],
    ];
  }

  /* "77", with the measures that it is the sum of. */
  #part(answer, side, catalog) {
    const value = answer[side];
    if (value === null || value === undefined) {
      return '';
    }
    const parts = answer.parts?.[side] ?? [];
    const sum = parts.length < 2 && parts[0]?.sign !== -1 ? ''
      : parts.map(({ measure, sign, value: n }, i) =>
        `${sign < 0 ? '− ' : i ? '+ ' : ''}${measure} ${n}`).join(' ');
    const isTime = parts.length > 0 &&
      parts.every(({ measure }) => measure.endsWith('_ms'));
    return [el('b', {}, isTime ? format.age(value, catalog)
      : format.number(value, catalog)),
      ...(sum ? [el('small', { dir: 'ltr', lang: 'en', class: 'isolate' },
        ` = ${sum}`)] : [])];
  }

  #window({ window, from, to }, { catalog, time, utcOffset }) {
    const at = (t) => format.instant(t, time, utcOffset, catalog);
    const span = from !== undefined && from !== null && to !== from
      ? `${at(from)} – ${at(to)}` : '';
    const name = window ? catalog.text(`window.${window}`) : '';
    return [name, span].filter(Boolean)
      .join(catalog.text('locale.separator'));
  }

  #attribution({ attribution }, catalog) {
    const key = `attribution.${attribution}`;
    return catalog.has(key) ? catalog.text(key) : '';
  }

  #feeds({ feeds = {} }, catalog) {
    return Object.entries(feeds).flatMap(([name, feed], i) => [
      i ? catalog.text('locale.separator') : '', bdi(name),
      ` (${catalog.text(feed.state === 'live' ? 'link.live' : 'link.stale')})`,
    ]);
  }

  #contacts({ contacts = [], contacts_complete: complete }, ctx) {
    const { catalog, time, utcOffset } = ctx;
    const at = (t) => (t === undefined || t === null ? format.NO_VALUE
      : format.instant(t, time, utcOffset, catalog, true));
    setText(this.listTitle, catalog.text(
      complete === false ? 'explain.contacts_part' : 'explain.contacts'));
    this.list.hidden = contacts.length === 0;
    this.listTitle.hidden = contacts.length === 0;
    const heads = ['desk.contact', 'by.queue', 'by.agent', 'desk.arrived',
      'desk.at', 'desk.what', 'explain.counts'];
    const { directory } = this.desk;
    this.list.replaceChildren(el('table', { class: 'desk-table small' },
      el('thead', {}, el('tr', {}, ...heads.map((key) =>
        el('th', { scope: 'col', class: 'cell-text' }, catalog.text(key))))),
      el('tbody', {}, ...contacts.map((one) => el('tr', {}, ...[
        bdi(one.contact), one.queue ? directory.queue(one.queue, catalog) : '',
        one.agent ? directory.agent(one.agent, catalog) : '',
        at(one.arrived), at(one.at), whatText(one.what ?? one.outcome, catalog),
        one.numerator === undefined ? '' : catalog.fill('explain.parts', {
          numerator: format.number(one.numerator, catalog),
          denominator: format.number(one.denominator ?? 1, catalog) }),
      ].map((value) => el('td', { class: 'cell-text' }, value)))))));
  }
}

/* An outcome or a fact by its name in the catalogue, else as it is. */
export function whatText(what, catalog) {
  for (const key of [`outcome.${what}`, `kpi.${what}`]) {
    if (catalog.has(key)) {
      return catalog.text(key);
    }
  }
  return String(what ?? '').replaceAll('_', ' ');
}
