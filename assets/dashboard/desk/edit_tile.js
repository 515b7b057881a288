/* One tile of a view being made: a group of fields. */

import { bdi, el, setAttr, setText } from '../ui/dom.js';
import * as board from '../lib/board.js';
import * as format from '../lib/format.js';
import { FIELDS, SIZES, isNumber, limitHint } from '../lib/own_view.js';
import { button } from './parts.js';

const SCOPE_KINDS = ['total', 'queue', 'department', 'site', 'channel', 'tier',
  'team', 'agent'];
const WINDOWS = ['5m', '15m', '30m', '1h', 'interval', 'day'];
const CHANNELS = ['voice', 'chat', 'email', 'social', 'ticket', 'callback'];
const COLUMNS_MOST = 8;
const SPECIAL = ['agents', 'trend'];

let numbers = 0;

export const kindText = (kind, catalog) => catalog.text(`kind.${kind}`);

/* A text of the configuration is one for all, or one for each language. */
export const textIn = (texts, language) =>
  (typeof texts === 'string' ? texts : texts?.[language] ?? '');

export function withText(texts, language, text) {
  const all = typeof texts === 'string' ? { en: texts } : { ...texts };
  if (text === '') {
    delete all[language];
  } else {
    all[language] = text;
  }
  return all;
}

function options(select, list, value) {
  const key = JSON.stringify(list);
  if (select.key !== key) {
    select.key = key;
    select.replaceChildren(...list.map(([name, text]) =>
      el('option', { value: name }, text)));
  }
  select.value = value;
}

const kindOf = (scope) => String(scope ?? 'total').split(':')[0];
const nameOf = (scope) => String(scope ?? '').split(/:(.*)/s)[1] ?? '';

export class TileForm {
  #fields = new Map(); /* key -> { box, words, input } */

  constructor(tile, { desk, changed, move, remove }) {
    this.tile = tile;
    this.desk = desk;
    this.changed = changed;
    this.id = `tile-${numbers++}`;
    this.legend = el('legend');
    this.up = button(() => move(-1));
    this.down = button(() => move(1));
    this.gone = button(remove);
    this.size = this.#field('size', el('select'));
    this.heading = this.#field('heading', el('input', { type: 'text',
      maxlength: '120', autocomplete: 'off', dir: 'auto' }));
    this.said = el('div', { class: 'edit-said', id: `${this.id}-said` });
    this.fields = el('div', { class: 'edit-fields' });
    this.element = el('li', {}, el('fieldset', { class: 'edit-tile' },
      this.legend,
      el('div', { class: 'edit-moves' }, this.up, this.down, this.gone),
      this.fields, this.said));
    this.#build();
  }

  #field(key, input) {
    const words = el('span');
    const box = el('label', { class: 'field' }, words, input);
    const field = { box, words, input };
    this.#fields.set(key, field);
    setAttr(input, 'aria-describedby', `${this.id}-said`);
    input.onchange = () => this.#read(key, input);
    return field;
  }

  #build() {
    const { kind } = this.tile;
    const boxes = [];
    for (const key of FIELDS[kind]) {
      if (key === 'scope' || key === 'filter') {
        boxes.push(this.#field(`${key}_kind`, el('select')).box,
          this.#field(key, el('select')).box);
      } else if (key === 'trend') {
        const field = this.#field(key, el('input', { type: 'checkbox' }));
        field.box.classList.add('field-check');
        boxes.push(field.box);
      } else if (key === 'columns') {
        this.columns = el('fieldset', { class: 'edit-columns' },
          el('legend'), el('div', { class: 'checks' }));
        boxes.push(this.columns);
      } else {
        const text = ['target', 'warning', 'critical', 'scale', 'rows', 'text']
          .includes(key);
        boxes.push(this.#field(key, text ? el('input', { type: 'text',
          autocomplete: 'off', inputmode: key === 'rows' ? 'numeric' : null,
          dir: key === 'text' ? 'auto' : 'ltr',
          class: key === 'text' ? null : 'edit-limit' }) : el('select')).box);
      }
    }
    this.fields.append(...boxes, this.heading.box, this.size.box);
  }

  focus() {
    this.element.querySelector('select, input')?.focus();
  }

  /* The button that was pressed moved along, unless it is at an end now. */
  focusMove(by) {
    const wanted = by < 0 ? this.up : this.down;
    (wanted.disabled ? this.gone : wanted).focus();
  }

  #language() {
    return this.desk.ctx.catalog.language;
  }

  #read(key, input) {
    const { tile } = this;
    const { value } = input;
    if (key === 'heading') {
      tile.title = withText(tile.title, this.#language(), value);
    } else if (key === 'text') {
      tile.text = withText(tile.text, this.#language(), value);
    } else if (key.endsWith('_kind')) {
      const of = key.slice(0, -5);
      tile[of] = value === 'total' ? 'total'
        : `${value}:${this.#names(value)[0]?.[0] ?? ''}`;
    } else if (key === 'scope' || key === 'filter') {
      tile[key] = `${kindOf(tile[key])}:${value}`;
    } else if (key === 'trend') {
      tile.trend = input.checked;
    } else if (key === 'scale') {
      tile.scale = value.trim() === '' ? null
        : value.split(/\s*(?:\.\.|–|,|\s)\s*/).filter(Boolean);
    } else if (key === 'rows') {
      tile.rows = value.trim() === '' ? null
        : Number.isNaN(Number(value)) ? value : Number(value);
    } else {
      tile[key] = typeof value === 'string' ? value.trim() : value;
    }
    if (tile.filter === 'total') {
      tile.filter = '';
    }
    this.changed();
  }

  /* [name, text] of all there is of a kind of scope. */
  #names(kind) {
    const { directory, ctx: { catalog } } = this.desk;
    const texts = (names) => [...names].map((name) =>
      [name, directory.scope(`${kind}:${name}`, catalog)]);
    switch (kind) {
      case 'queue':
        return texts(directory.queues.keys());
      case 'agent':
        return texts(directory.agents.keys());
      case 'channel':
        return texts(CHANNELS);
      case 'tier':
        return texts(['1', '2', '3']);
      default:
        return texts(directory.groups[kind]?.keys() ?? []);
    }
  }

  /* ---- drawing ---- */

  /* What it is called, in the list and on the map. */
  name(catalog) {
    const own = textIn(this.tile.title, catalog.language);
    const kpi = this.tile.kpi
      ? board.kpiTitle(catalog, this.tile.kpi) : '';
    return own || kpi || kindText(this.tile.kind, catalog);
  }

  draw(ctx, index, count, faults) {
    const { catalog } = ctx;
    const { tile } = this;
    const name = this.name(catalog);
    setText(this.legend, `${catalog.fill('views.tile_n', { n: format.number(index + 1, catalog) })}: ` +
      `${kindText(tile.kind, catalog)}`);
    this.#label(this.up, 'views.up', name, catalog);
    this.#label(this.down, 'views.down', name, catalog);
    this.#label(this.gone, 'views.remove', name, catalog);
    this.up.disabled = index === 0;
    this.down.disabled = index === count - 1;
    this.#drawFields(catalog);
    this.#drawColumns(catalog);
    this.#drawFaults(faults);
  }

  #label(element, key, name, catalog) {
    setText(element, catalog.text(key));
    setAttr(element, 'aria-label',
      catalog.fill('views.of', { action: catalog.text(key), name }));
  }

  #drawFields(catalog) {
    for (const [key, { words, input, box }] of this.#fields) {
      setText(words, catalog.text(`field.${key.replace(/_kind$/, '')}`));
      if (key.endsWith('_kind') || key === 'scope' || key === 'filter') {
        this.#drawScope(key, input, box, catalog);
      } else if (input.tagName === 'SELECT') {
        options(input, this.#options(key, catalog), this.#value(key));
      } else if (input.type === 'checkbox') {
        input.checked = this.tile.trend === true;
      } else {
        this.#drawText(key, input, catalog);
      }
    }
  }

  #drawText(key, input, catalog) {
    const { tile } = this;
    if (document.activeElement !== input) {
      input.value = key === 'heading' ? textIn(tile.title, catalog.language)
        : key === 'text' ? textIn(tile.text, catalog.language)
          : key === 'scale' ? (tile.scale ?? []).join(' – ')
            : tile[key] ?? '';
    }
    if (isNumber(tile.kind) && key !== 'heading') {
      const hint = limitHint(this.desk.unit(tile.kpi));
      setAttr(input, 'placeholder', key === 'scale' ? `0 – ${hint}` : hint);
    }
  }

  #drawScope(key, input, box, catalog) {
    const of = key.replace(/_kind$/, '');
    const kind = kindOf(this.tile[of] || 'total');
    if (key !== of) {
      const known = this.#scopesOf(of);
      options(input, SCOPE_KINDS.filter((one) =>
        one === kind || known.includes(one)).map((one) =>
        [one, catalog.text(`by.${one}`)]), kind);
      return;
    }
    box.hidden = kind === 'total';
    if (kind !== 'total') {
      const name = nameOf(this.tile[of]);
      const names = this.#names(kind);
      const there = names.some(([one]) => one === name);
      options(input, there ? names : [[name, name], ...names], name);
      setText(box.firstElementChild, catalog.text(`by.${kind}`));
    }
  }

  /* The kinds of scopes that the tile's number exists for. */
  #scopesOf(key) {
    const { tile } = this;
    if (key === 'filter') {
      return tile.kind === 'queues' || tile.of === 'queues'
        ? ['total', 'department', 'site', 'channel', 'tier']
        : ['total', 'team', 'site', 'queue', 'department'];
    }
    return this.desk.kpis.get(tile.kpi)?.scopes ?? SCOPE_KINDS;
  }

  #value(key) {
    const { tile } = this;
    switch (key) {
      case 'window':
        return tile.window ?? 'day';
      case 'span':
        return tile.span ?? 'hour';
      case 'of':
        return tile.of ?? 'agents';
      default:
        return tile[key] ?? '';
    }
  }

  #options(key, catalog) {
    const { tile } = this;
    switch (key) {
      case 'kpi':
        return this.#kpis(catalog);
      case 'window':
        return WINDOWS.map((one) => [one, catalog.text(`window.${one}`)]);
      case 'span':
        return ['hour', 'day'].map((one) =>
          [one, catalog.text(`views.span_${one}`)]);
      case 'of':
        return ['agents', 'queues'].map((one) =>
          [one, catalog.text(`nav.${one}`)]);
      case 'size': {
        const names = Object.keys(SIZES);
        const own = names.includes(tile.size) ? [] : [tile.size];
        return [...names.map((one) => [one, catalog.text(`size.${one}`)]),
          ...own.map((one) => [one, one.replace('x', ' × ')])];
      }
      default:
        return [];
    }
  }

  /* A share and a count may have one name. */
  #kpiText(name, catalog) {
    const title = board.kpiTitle(catalog, name);
    return this.desk.unit(name) === 'percent'
      ? `${title}, ${catalog.text('locale.percent_sign')}` : title;
  }

  #kpis(catalog) {
    const kind = this.tile.kind === 'ranking'
      ? (this.tile.of ?? 'agents').slice(0, -1) : kindOf(this.tile.scope);
    const names = [...this.desk.kpis.values()]
      .filter(({ scopes, name }) => scopes.includes(kind) ||
        name === this.tile.kpi)
      .map(({ name }) => name);
    const all = names.length > 0 ? names : [this.tile.kpi];
    return all.map((name) => [name, this.#kpiText(name, catalog)])
      .sort((a, b) => a[1].localeCompare(b[1], catalog.language));
  }

  /* The columns of a table of queues, in the order in which they were chosen. */
  #drawColumns(catalog) {
    if (!this.columns) {
      return;
    }
    const chosen = this.tile.columns ?? [];
    const names = [...[...this.desk.kpis.values()]
      .filter(({ scopes }) => scopes.includes('queue'))
      .map(({ name }) => name), ...SPECIAL];
    const key = JSON.stringify([names.length, catalog.language]);
    const [legend, checks] = this.columns.children;
    setText(legend, catalog.text('field.columns'));
    if (key !== this.columnsKey) {
      this.columnsKey = key;
      checks.replaceChildren(...names.map((name) => {
        const box = el('input', { type: 'checkbox', value: name });
        box.onchange = () => this.#choose(name, box.checked);
        return el('label', { class: 'field-check' }, box, el('span', {},
          SPECIAL.includes(name) ? catalog.text(`column.${name}`)
            : this.#kpiText(name, catalog)));
      }));
    }
    for (const box of checks.querySelectorAll('input')) {
      box.checked = chosen.includes(box.value);
      box.disabled = !box.checked && chosen.length >= COLUMNS_MOST;
    }
  }

  #choose(name, wanted) {
    const others = (this.tile.columns ?? []).filter((one) => one !== name);
    this.tile.columns = wanted ? [...others, name] : others;
    this.changed();
  }

  #drawFaults(faults) {
    const wrong = new Set(faults.map(({ field }) => field));
    for (const [key, { input }] of this.#fields) {
      setAttr(input, 'aria-invalid', wrong.has(key) ? 'true' : null);
    }
    this.said.replaceChildren(...faults.map(({ text }) =>
      el('p', {}, bdi(text))));
  }
}
