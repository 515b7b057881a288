/*
 * Who acknowledges alerts, or puts them aside for a time, and what they say
 * about it. The name is remembered in this browser: there is no access control
 * that would know it.
 */

import { el, setAttr, setText } from '../ui/dom.js';
import { ruleName, scopeText, shelfOf } from '../lib/alerts.js';
import { post } from '../lib/api.js';
import * as format from '../lib/format.js';
import { hasWords } from './alert_words.js';
import { Choice } from './parts.js';

const AUTHOR_BYTES = 64;
const NOTE_BYTES = 500;
const MINUTE = 60000;
const SPANS = [15, 60, 240, 480, 1440, 4320, 10080].map((n) => n * MINUTE);

const bytes = (text) => new TextEncoder().encode(text).length;

const field = (words, input) =>
  el('label', { class: 'field' }, words, input);

function remembered() {
  try {
    return localStorage.getItem('wallboard.author') ?? '';
  } catch {
    return '';
  }
}

function remember(author) {
  try {
    localStorage.setItem('wallboard.author', author);
  } catch {
    /* asked for again next time */
  }
}

export class AlertAct {
  #what = null;
  #fault = null; /* [key, values] of what went wrong */
  #busy = false;

  /* `done()` hears that something was done. */
  constructor(desk, done) {
    this.desk = desk;
    this.done = done;
    this.heading = el('h2', { id: 'act-title' });
    this.names = el('ul', { class: 'act-names' });
    this.span = new Choice((ms) => { this.ms = Number(ms); });
    this.ms = SPANS[1];
    this.authorWords = el('span');
    this.author = el('input', { type: 'text', autocomplete: 'name',
      maxlength: '64', required: true });
    this.noteWords = el('span');
    this.note = el('input', { type: 'text', autocomplete: 'off',
      maxlength: '500' });
    this.fault = el('p', { class: 'act-fault', role: 'alert' });
    this.submit = el('button', { type: 'submit', class: 'action act-submit' });
    this.cancel = el('button', { type: 'button', class: 'action' });
    this.form = el('form', { novalidate: true }, this.heading, this.names,
      this.span.element, field(this.authorWords, this.author),
      field(this.noteWords, this.note), this.fault,
      el('p', { class: 'act-buttons' }, this.submit, this.cancel));
    this.dialog = el('dialog', { class: 'explain act',
      'aria-labelledby': 'act-title' }, this.form);
    this.#listen();
    document.body.append(this.dialog);
  }

  #listen() {
    this.cancel.onclick = () => this.dialog.close();
    this.dialog.onclick = ({ target }) => {
      if (target === this.dialog) {
        this.dialog.close();
      }
    };
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.#act();
    };
  }

  open(what) {
    this.#what = what;
    this.#fault = null;
    this.author.value = remembered();
    this.note.value = '';
    if (this.desk.ctx) {
      this.draw(this.desk.ctx);
    }
    this.dialog.showModal();
    (this.author.value ? this.note : this.author).focus();
    this.desk.changed();
  }

  draw(ctx) {
    const { catalog } = ctx;
    if (this.#what === null || !hasWords(catalog, this.desk.changed)) {
      return;
    }
    const { act, alerts } = this.#what;
    const word = catalog.text(`alerts.act.${act}`);
    setText(this.heading, word);
    setText(this.submit, word);
    setText(this.cancel, catalog.text('alerts.cancel'));
    setText(this.authorWords, catalog.text('alerts.author'));
    setText(this.noteWords, catalog.text('alerts.note'));
    const key = JSON.stringify([alerts.map(([id]) => id), catalog.language]);
    if (this.key !== key) {
      this.key = key;
      this.names.replaceChildren(...alerts.map(([, alert]) =>
        el('li', {}, el('b', {}, el('bdi', {}, scopeText(alert, catalog))),
          ': ', ruleName(alert, catalog))));
    }
    this.span.element.hidden = act !== 'shelve';
    this.span.draw(catalog.text('alerts.for'), SPANS.map((ms) =>
      [String(ms), format.age(ms, catalog)]), String(this.ms));
    this.submit.disabled = this.#busy;
    setText(this.fault, this.#fault === null ? ''
      : catalog.fill(...this.#fault));
  }

  #wrong() {
    const author = this.author.value.trim();
    setAttr(this.author, 'aria-invalid', false);
    if (author === '' || bytes(author) > AUTHOR_BYTES) {
      setAttr(this.author, 'aria-invalid', 'true');
      this.author.focus();
      return ['alerts.error.author'];
    }
    return bytes(this.note.value.trim()) > NOTE_BYTES
      ? ['alerts.error.note'] : null;
  }

  async #act() {
    this.#fault = this.#wrong();
    if (this.#fault === null && !this.#busy) {
      this.#busy = true;
      remember(this.author.value.trim());
      this.#fault = await this.#send();
      this.#busy = false;
      if (this.#fault === null) {
        this.dialog.close();
      }
      this.done();
    }
    this.desk.changed();
  }

  /*
   * One after the other; the first that goes wrong is told and stays open. Of
   * several, what somebody else has done meanwhile needs no doing.
   */
  async #send() {
    const { act, alerts: { length } } = this.#what;
    const { catalog } = this.desk.ctx;
    const note = this.note.value.trim();
    while (this.#what.alerts.length > 0) {
      const [[id], ...rest] = this.#what.alerts;
      try {
        await post('alerts/act', { act,
          id: act === 'acknowledge' ? id : shelfOf(id),
          author: this.author.value.trim(), ...(note ? { note } : {}),
          ...(act === 'shelve' ? { for_ms: this.ms } : {}) });
      } catch (error) {
        if (length > 1 && (error.status === 404 || error.status === 409)) {
          this.#what = { ...this.#what, alerts: rest };
          continue;
        }
        const key = `alerts.error.${error.status}`;
        return catalog.has(key) ? [key]
          : ['alerts.error.other', { why: error.message }];
      }
      this.#what = { ...this.#what, alerts: rest };
    }
    this.desk.watch.say(catalog.text(`alerts.done.${act}`));
    return null;
  }
}
