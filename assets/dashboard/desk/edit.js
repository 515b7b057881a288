/*
 * A view being made: its name and title, its tiles in their order, each with
 * what it shows. The daemon judges it; its faults are said at their tiles.
 */

import { bdi, el, setAttr, setText, styled } from '../ui/dom.js';
import * as format from '../lib/format.js';
import { ask, change } from '../lib/api.js';
import { writeRoute } from '../lib/route.js';
import { KINDS, arrangeTiles, COLUMNS, newTile, pageOf, readFault, rowsOf,
  tilesOf } from '../lib/own_view.js';
import { button } from './parts.js';
import { TileForm, kindText, textIn, withText } from './edit_tile.js';

/* What was begun and not kept yet: it survives a look at another page. */
const drafts = new Map();

const clear = { title: {}, tiles: [newTile('number')], revision: null };

export default class EditView {
  #forms = [];
  #busy = false;

  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    this.draft = drafts.get(route.name) ??
      (route.name ? null : structuredClone(clear));
    this.#build();
    this.leave = (event) => this.draft?.dirty && event.preventDefault();
    addEventListener('beforeunload', this.leave);
    this.ready = styled('/style/edit.css');
    if (this.draft === null) {
      this.#load();
    }
  }

  #build() {
    const field = (input) => {
      const words = el('span');
      return { words, input, box: el('label', { class: 'field' }, words, input) };
    };
    this.name = field(el('input', { type: 'text', maxlength: '120',
      required: true, autocomplete: 'off', spellcheck: 'false', dir: 'auto' }));
    this.heading = field(el('input', { type: 'text', maxlength: '120',
      autocomplete: 'off', dir: 'auto' }));
    this.nameHint = el('p', { class: 'hint', id: 'edit-name-hint' });
    this.name.input.setAttribute('aria-describedby', 'edit-name-hint');
    this.faults = el('div', { class: 'edit-faults', role: 'alert',
      tabindex: '-1' });
    this.saveButton = el('button', { type: 'submit',
      class: 'action primary' });
    this.open = el('a', { class: 'action' });
    this.again = button(() => this.#load());
    this.list = el('ol', { class: 'edit-tiles' });
    this.kind = el('select');
    this.add = button(() => this.#add());
    this.addWords = el('span');
    this.map = el('div', { class: 'edit-map', 'aria-hidden': 'true' });
    this.element = el('form', { class: 'desk-page edit', novalidate: true },
      el('div', { class: 'desk-bar' }, this.name.box, this.heading.box,
        this.saveButton, this.open, this.again),
      this.nameHint, this.faults,
      el('div', { class: 'edit-parts' }, el('div', { class: 'edit-list' },
        this.list, el('div', { class: 'desk-bar' },
          el('label', { class: 'field' }, this.addWords, this.kind),
          this.add)), this.map));
    this.element.onsubmit = (event) => {
      event.preventDefault();
      this.#save();
    };
    this.name.input.value = this.route.name;
    this.name.input.oninput = () => this.desk.changed();
    this.heading.input.oninput = () => {
      this.draft.title = withText(this.draft.title,
        this.desk.ctx.catalog.language, this.heading.input.value);
      this.#touched();
    };
  }

  async #load() {
    try {
      const { page, revision, faults } = await ask(this.#path(this.route.name));
      this.draft = { title: page.title ?? {}, tiles: tilesOf(page), revision };
      drafts.delete(this.route.name);
      this.#forms = [];
      this.#show(faults);
    } catch (error) {
      this.#show([error.message]);
    }
    this.desk.changed();
  }

  #path(name) {
    return `views/${encodeURIComponent(name)}`;
  }

  /* Something was changed by hand. */
  #touched() {
    this.draft.dirty = true;
    drafts.set(this.route.name, this.draft);
    this.desk.changed();
  }

  #add() {
    this.draft.tiles.push(newTile(this.kind.value));
    this.#touched();
    this.draw(this.desk.ctx);
    this.#forms.at(-1).focus();
  }

  #move(tile, by) {
    const { tiles } = this.draft;
    const from = tiles.indexOf(tile);
    const to = from + by;
    if (to >= 0 && to < tiles.length) {
      tiles.splice(to, 0, ...tiles.splice(from, 1));
      this.#touched();
      this.draw(this.desk.ctx);
      this.#forms[to].focusMove(by);
    }
  }

  #remove(tile) {
    const at = this.draft.tiles.indexOf(tile);
    this.draft.tiles.splice(at, 1);
    this.#touched();
    this.draw(this.desk.ctx);
    (this.#forms[Math.min(at, this.#forms.length - 1)] ?? this.add).focus();
  }

  /* ---- keeping ---- */

  /* Another name makes another view; the old one stays as it is. */
  async #save() {
    const name = this.name.input.value.trim();
    const same = name === this.route.name;
    if (this.#busy || this.draft === null) {
      return;
    }
    this.#busy = true;
    try {
      await change('PUT', this.#path(name), same ? this.draft.revision : null,
        pageOf(this.draft.title, this.draft.tiles));
      this.draft.dirty = false;
      drafts.delete(this.route.name);
      location.hash = writeRoute({ place: 'view', name });
    } catch (error) {
      this.#show(error.faults?.length ? error.faults
        : [this.#why(error, name)]);
      this.#focusFault();
    } finally {
      this.#busy = false;
    }
  }

  #why(error, name) {
    const { catalog } = this.desk.ctx;
    if (error.status === 412) {
      return catalog.fill(name === this.route.name ? 'views.conflict'
        : 'views.taken', { name });
    }
    return name === '' ? catalog.text('views.no_name')
      : catalog.fill('views.failed', { why: error.message });
  }

  #show(lines) {
    const { catalog } = this.desk.ctx ?? {};
    const faults = lines.map(readFault);
    this.faultsOf = new Map();
    for (const fault of faults.filter(({ tile }) => tile !== null)) {
      const tile = this.draft.tiles[fault.tile];
      this.faultsOf.set(tile, [...(this.faultsOf.get(tile) ?? []), fault]);
    }
    const where = ({ tile }) => (tile === null ? ''
      : `${catalog.fill('views.tile_n', { n: format.number(tile + 1, catalog) })}: `);
    this.faults.replaceChildren(...faults.map((fault) =>
      el('p', {}, where(fault), bdi(fault.text))));
    this.desk.changed();
  }

  #focusFault() {
    this.draw(this.desk.ctx);
    const wrong = this.element.querySelector('[aria-invalid="true"]');
    (wrong ?? this.faults).focus();
  }

  /* ---- drawing ---- */

  title({ catalog }) {
    return this.route.name
      ? catalog.fill('views.edit', { name: this.route.name })
      : catalog.text('views.new');
  }

  go(route) {
    this.route = route;
  }

  #drawTiles(ctx) {
    const { tiles } = this.draft;
    const byTile = new Map(this.#forms.map((form) => [form.tile, form]));
    const changed = () => this.#touched();
    this.#forms = tiles.map((tile) => byTile.get(tile) ?? new TileForm(tile, {
      desk: this.desk, changed, move: (by) => this.#move(tile, by),
      remove: () => this.#remove(tile) }));
    const wanted = this.#forms.map(({ element }) => element);
    if (wanted.length !== this.list.children.length ||
        wanted.some((one, i) => one !== this.list.children[i])) {
      this.list.replaceChildren(...wanted);
    }
    this.#forms.forEach((form, i) => form.draw(ctx, i, tiles.length,
      this.faultsOf?.get(form.tile) ?? []));
  }

  /* Where the tiles will stand, for the eye. */
  #drawMap({ catalog }) {
    const places = arrangeTiles(this.draft.tiles);
    const key = JSON.stringify([places, this.draft.tiles, catalog.language]);
    if (key === this.mapKey) {
      return;
    }
    this.mapKey = key;
    this.map.style.setProperty('--columns', COLUMNS);
    this.map.style.setProperty('--rows', rowsOf(places));
    this.map.replaceChildren(...places.map(([x, y, w, h], i) => {
      const box = el('span', {}, this.#forms[i].name(catalog));
      box.style.gridArea = `${y + 1} / ${x + 1} / span ${h} / span ${w}`;
      return box;
    }));
  }

  draw(ctx) {
    const { catalog } = ctx;
    const isNew = this.name.input.value.trim() !== this.route.name;
    setText(this.name.words, catalog.text('views.name'));
    setText(this.heading.words, catalog.text('views.title'));
    setText(this.nameHint, this.route.name && isNew
      ? catalog.fill('views.copy_hint', { name: this.route.name }) : '');
    setText(this.saveButton, catalog.text(
      this.route.name && isNew ? 'views.save_copy' : 'views.save'));
    setText(this.again, catalog.text('views.discard'));
    this.again.hidden = !this.route.name || !this.draft?.dirty;
    setText(this.open, catalog.text('views.open'));
    setAttr(this.open, 'href',
      writeRoute({ place: 'view', name: this.route.name }));
    this.open.hidden = !this.route.name;
    setText(this.addWords, catalog.text('views.kind'));
    setText(this.add, catalog.text('views.add'));
    this.#drawKinds(catalog);
    this.saveButton.disabled = this.draft === null;
    if (this.draft !== null) {
      const text = textIn(this.draft.title, catalog.language);
      if (document.activeElement !== this.heading.input) {
        this.heading.input.value = text;
      }
      this.#drawTiles(ctx);
      this.#drawMap(ctx);
    }
  }

  #drawKinds(catalog) {
    if (this.kindsIn !== catalog.language) {
      this.kindsIn = catalog.language;
      const { value } = this.kind;
      this.kind.replaceChildren(...KINDS.map((kind) =>
        el('option', { value: kind }, kindText(kind, catalog))));
      this.kind.value = value || 'number';
    }
  }

  stop() {
    removeEventListener('beforeunload', this.leave);
  }
}
