/* The views that people made: to open, to share, to change, to delete. */

import { bdi, el, setAttr, setText } from '../ui/dom.js';
import * as format from '../lib/format.js';
import { ask, change } from '../lib/api.js';
import { title } from '../lib/catalog.js';
import { Poll } from '../lib/poll.js';
import { readSort } from '../lib/sort.js';
import { writeRoute } from '../lib/route.js';
import { Table } from './table.js';
import { AgeLine, button, showLink } from './parts.js';

const EVERY_MS = 4000;

const addressOf = (name) => location.origin + location.pathname +
  writeRoute({ place: 'view', name });

export default class ViewsView {
  #asking = ''; /* the view whose deletion has to be confirmed */

  constructor(desk, route) {
    this.desk = desk;
    this.route = route;
    this.age = new AgeLine();
    this.create = el('a', { class: 'action',
      href: writeRoute({ place: 'edit' }) });
    this.count = el('p', { class: 'desk-count' });
    this.said = el('p', { class: 'desk-said', role: 'status' });
    this.intro = el('p', { class: 'desk-intro' });
    this.table = new Table({ key: ({ name }) => name,
      onSort: (sort) => desk.set({ sort }) });
    this.element = el('div', { class: 'desk-page' }, this.intro,
      el('div', { class: 'desk-bar' }, this.create, this.count,
        this.age.element),
      this.said, this.table.element);
    this.list = new Poll((signal) => ask('views', {}, signal), EVERY_MS,
      () => desk.changed());
  }

  go(route) {
    this.route = route;
  }

  title({ catalog }) {
    return catalog.text('nav.views');
  }

  #columns(ctx) {
    const { catalog, time, utcOffset } = ctx;
    return [{
      key: 'name', text: true, title: catalog.text('views.name'),
      value: ({ name }) => name,
      show: (cell, { name }) => showLink(cell, name, { place: 'view', name }),
    }, {
      key: 'title', text: true, title: catalog.text('views.title'),
      value: (row) => title(row.title, catalog.language),
      show: (cell, row) => setText(cell, title(row.title, catalog.language)),
    }, {
      key: 'changed', text: true, title: catalog.text('views.changed'),
      value: ({ changed }) => changed,
      show: (cell, { changed }) => setText(cell,
        format.instant(changed, time, utcOffset, catalog)),
    }, {
      key: 'shown', text: true, title: catalog.text('views.state'),
      value: ({ shown }) => (shown ? 0 : 1),
      show: (cell, { shown }) => setText(cell,
        catalog.text(shown ? 'views.fits' : 'views.fits_not')),
    }, {
      key: 'actions', text: true, title: catalog.text('views.actions'),
      value: () => 0,
      show: (cell, row) => this.#showActions(cell, row, catalog),
    }];
  }

  #showActions(cell, row, catalog) {
    const { name } = row;
    if (!cell.firstElementChild) {
      cell.append(el('div', { class: 'row-actions' },
        el('a', { class: 'action', href: writeRoute({ place: 'edit', name }) }),
        button(() => this.#copy(name)), button(() => this.#delete(name))));
    }
    const [edit, copy, remove] = cell.firstElementChild.children;
    const sure = this.#asking === name;
    const label = (element, key) => {
      setText(element, catalog.text(key));
      setAttr(element, 'aria-label',
        catalog.fill('views.of', { action: catalog.text(key), name }));
    };
    label(edit, 'nav.edit');
    label(copy, 'views.copy');
    label(remove, sure ? 'views.delete_sure' : 'views.delete');
  }

  #say(key, values) {
    const { catalog } = this.desk.ctx;
    setText(this.said, catalog.fill(key, values));
  }

  async #copy(name) {
    const address = addressOf(name);
    try {
      await navigator.clipboard.writeText(address);
      this.#say('views.copied', { address });
    } catch {
      this.said.replaceChildren(bdi(address, { dir: 'ltr' }));
    }
  }

  /* The first time it asks, the second time it does. */
  async #delete(name) {
    if (this.#asking !== name) {
      this.#asking = name;
      this.desk.changed();
      return;
    }
    this.#asking = '';
    const { revision } = this.list.data.views
      .find((view) => view.name === name) ?? {};
    try {
      await change('DELETE', `views/${encodeURIComponent(name)}`, revision);
      this.#say('views.deleted', { name });
    } catch (error) {
      this.#say('views.failed', { why: error.message });
    }
    this.list.now();
  }

  draw(ctx) {
    const { catalog } = ctx;
    const views = this.list.data?.views ?? [];
    const n = (count) => format.number(count, catalog);
    setText(this.intro, catalog.text('views.intro'));
    setText(this.create, catalog.text('views.new'));
    setText(this.count, this.list.data === null ? '' : catalog.fill(
      'desk.count', { n: n(views.length), of: n(this.list.data.most) }));
    this.table.element.hidden = views.length === 0;
    this.table.draw(this.#columns(ctx), views,
      readSort(this.route.params.sort, 'name'), ctx,
      catalog.text('nav.views'));
    this.age.tick(this.list, ctx);
  }

  tick(ctx) {
    this.age.tick(this.list, ctx);
  }

  stop() {
    this.list.stop();
  }
}
