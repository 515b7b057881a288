/* What the desk's pages share: numbers that explain themselves, their age. */

import { bdi, el, setAttr, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { writeRoute } from '../lib/route.js';

/* A value as text; rates with one decimal, as they stand below one another. */
export function writeValue(value, unit, ctx) {
  return unit === 'percent'
    ? board.rateText(value, ctx.catalog)
    : board.valueText(value, unit, ctx.catalog, ctx.now);
}

/*
 * A number as a button that opens what it is made of. `what` is { kpi, scope,
 * window } or with `from` and `to`; in tables the arrow keys lead to it.
 */
export function showNumber(cell, text, label, open, inTable = true) {
  let button = cell.firstElementChild;
  if (button?.tagName !== 'BUTTON') {
    button = el('button', { type: 'button', class: 'figure digits',
      tabindex: inTable ? '-1' : null });
    cell.replaceChildren(button);
  }
  setText(button, text);
  setAttr(button, 'aria-label', `${label}: ${text}`);
  button.onclick = open;
  return button;
}

/* A name that leads to a page of the desk. */
export function showLink(cell, text, route) {
  let link = cell.firstElementChild;
  if (link?.tagName !== 'A') {
    link = el('a', {}, bdi(''));
    cell.replaceChildren(link);
  }
  setText(link.firstElementChild, text);
  setAttr(link, 'href', writeRoute(route));
}

/* "As of 14:32:05", or that nothing newer can be had, and why. */
export class AgeLine {
  constructor() {
    this.element = el('p', { class: 'age-line' });
  }

  tick(poll, ctx) {
    const { catalog } = ctx;
    setAttr(this.element, 'data-late', poll.late);
    if (poll.at === null) {
      setText(this.element, poll.error
        ? catalog.fill('desk.failed', { why: poll.error.message })
        : catalog.text('desk.loading'));
      return;
    }
    const age = format.age(poll.age, catalog);
    const text = poll.late
      ? catalog.fill('desk.late', { age, why: poll.error?.message ?? '' })
      : poll.age < 1000 ? catalog.text('link.updated_now')
        : catalog.fill('link.updated', { age });
    setText(this.element, text);
  }
}

/* A labelled choice. `options`: [value, text]. */
export class Choice {
  constructor(onChoice) {
    this.words = el('span');
    this.select = el('select');
    this.select.onchange = () => onChoice(this.select.value);
    this.element = el('label', { class: 'field' }, this.words, this.select);
  }

  draw(label, options, value) {
    setText(this.words, label);
    const key = JSON.stringify(options);
    if (key !== this.key) {
      this.key = key;
      this.select.replaceChildren(...options.map(([name, text]) =>
        el('option', { value: name }, text)));
    }
    this.select.value = value;
  }
}

export class Search {
  constructor(onInput) {
    this.words = el('span');
    this.input = el('input', { type: 'search', autocomplete: 'off' });
    this.input.oninput = () => onInput(this.input.value);
    this.element = el('label', { class: 'field' }, this.words, this.input);
  }

  draw(label, value) {
    setText(this.words, label);
    if (document.activeElement !== this.input) {
      this.input.value = value;
    }
  }
}

export const button = (onclick) => {
  const element = el('button', { type: 'button', class: 'action' });
  element.onclick = onclick;
  return element;
};

/* "2026-11-21": the day of an instant at the centre. */
export const dayOf = (instant, utcOffset) =>
  new Date(instant + utcOffset).toISOString().slice(0, 10);

export const addDays = (day, days) =>
  new Date(Date.parse(`${day}T00:00Z`) + days * 86400000)
    .toISOString().slice(0, 10);

export const isDay = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(Date.parse(text));

/* A day in words, in the calendar of the language. */
export const dayText = (day, catalog) =>
  format.date(Date.parse(`${day}T00:00Z`), 0, catalog);
