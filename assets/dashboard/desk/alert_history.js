/* What happened to alerts on a day, newest first. */

import { bdi, el, setText } from '../ui/dom.js';
import { setIcon } from '../ui/icons.js';
import * as format from '../lib/format.js';
import { ask } from '../lib/api.js';
import { Poll } from '../lib/poll.js';
import { arithmetic, hasValue, levelOf, ruleName, scopeText }
  from '../lib/alerts.js';
import { AgeLine, addDays, button, dayOf, isDay } from './parts.js';

const EVERY_MS = 30000; /* news are asked for at once */
const FIRST = 20;
const MORE = 100;

/* A cell of a word and its icon. */
function marked(name, text) {
  const slot = el('span', { class: 'alarm-mark' });
  setIcon(slot, name);
  return [slot, ' ', text];
}

export class AlertHistory {
  #poll = null;
  #asked = '';
  #wanted = FIRST;
  #drawn = null;

  constructor(desk) {
    this.desk = desk;
    this.heading = el('h3', { id: 'alert-history' });
    this.dayWords = el('span');
    this.day = el('input', { type: 'date' });
    this.day.onchange = () => desk.set({ day: this.day.value });
    this.age = new AgeLine();
    this.head = el('tr');
    this.body = el('tbody');
    this.none = el('p', { class: 'desk-count' });
    this.box = el('div', { class: 'table-box', tabindex: '0', role: 'group',
      'aria-labelledby': 'alert-history' },
    el('table', { class: 'desk-table small' },
      el('thead', {}, this.head), this.body));
    this.more = button(() => {
      this.#wanted += MORE;
      this.#poll.now();
    });
    this.element = el('section', { class: 'desk-section section-history',
      'aria-labelledby': 'alert-history' }, this.heading,
    el('div', { class: 'desk-bar' }, el('label', { class: 'field' },
      this.dayWords, this.day), this.age.element),
    this.none, this.box, this.more);
  }

  /* Something happened: what is shown is old. */
  refresh() {
    this.#poll?.now();
  }

  async #ask(params, signal) {
    const steps = [];
    let next = null;
    do {
      const limit = Math.min(MORE, this.#wanted - steps.length);
      const page = await ask('alerts/history',
        { ...params, limit, after: next }, signal);
      steps.push(...page.steps);
      next = page.next;
    } while (next !== null && steps.length < this.#wanted);
    return { steps, next };
  }

  draw({ day, rule = '' }, ctx) {
    const { catalog, time, utcOffset } = ctx;
    const wanted = isDay(day) ? day : dayOf(time, utcOffset);
    const asked = JSON.stringify([wanted, rule]);
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#wanted = FIRST;
      this.#poll?.stop();
      this.#poll = new Poll((signal) => this.#ask(
        { from: wanted, to: addDays(wanted, 1), rule }, signal),
      EVERY_MS, () => this.desk.changed());
    }
    setText(this.heading, catalog.text('alerts.history'));
    setText(this.dayWords, catalog.text('desk.day'));
    setText(this.more, catalog.text('desk.more'));
    if (document.activeElement !== this.day) {
      this.day.value = wanted;
    }
    this.age.tick(this.#poll, ctx);
    this.#drawSteps(ctx);
  }

  #drawSteps(ctx) {
    const { catalog } = ctx;
    const { data } = this.#poll;
    this.more.hidden = !data || data.next === null;
    this.none.hidden = !data || data.steps.length > 0;
    this.box.hidden = !data || data.steps.length === 0;
    setText(this.none, catalog.text('desk.none'));
    const key = data && JSON.stringify([data.steps.length,
      data.steps[0]?.number, data.steps.at(-1)?.number, catalog.language,
      this.#asked]);
    if (!data || key === this.#drawn) {
      return;
    }
    this.#drawn = key;
    this.head.replaceChildren(...['desk.time', 'alerts.step', 'alerts.severity',
      'alerts.of', 'alerts.rule', 'alerts.value', 'alerts.who']
      .map((name) => el('th', { scope: 'col', class: 'cell-text' },
        catalog.text(name))));
    this.body.replaceChildren(...data.steps.map((step) =>
      this.#row(step, ctx)));
  }

  #row(step, { catalog, time, utcOffset, now }) {
    const level = levelOf(step);
    const reading = step.readings?.find(({ bad }) => bad) ??
      step.readings?.[0];
    const named = `alerts.step.${step.step}`;
    const said = [step.author, step.note].filter(Boolean).join(': ');
    const cells = [
      [format.instant(step.at, time, utcOffset, catalog, true)],
      [catalog.has(named) ? catalog.text(named) : step.step],
      marked(level, catalog.text(`level.${level}`)),
      [bdi(scopeText(step, catalog))],
      [bdi(ruleName(step, catalog))],
      [reading && hasValue(reading) ? arithmetic(reading, catalog, now) : ''],
      [bdi(said)],
    ];
    return el('tr', { 'data-key': step.number, 'data-step': step.step },
      ...cells.map((parts, i) => el(i === 0 ? 'th' : 'td', { class: 'cell-text',
        scope: i === 0 ? 'row' : null }, ...parts)));
  }

  stop() {
    this.#poll?.stop();
  }
}
