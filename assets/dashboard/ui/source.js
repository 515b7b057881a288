/*
 * Which view's stream the board shows: the page of the address, a view of
 * somebody's own, or the first page again when the one that was shown is gone
 * from the configuration. What is shown stays until the other has come.
 */

import { isBoard, ownView } from '../lib/route.js';

const WAIT_MS = 5000; /* for the next one, before what it says is shown */

export class Source {
  #next = null; /* { stream, until } */

  /* `open(name)` makes a stream that was not started yet; `page` is the one
   * of the address, or null. */
  constructor(app, open, page, wanted) {
    this.app = app;
    this.open = open;
    this.page = page;
    this.wanted = wanted;
  }

  /* The desk's pages leave what there is. */
  go(route) {
    if (!isBoard(route.place)) {
      return;
    }
    const wanted = ownView(route) ?? this.page;
    if (wanted !== this.wanted) {
      this.#turn(wanted);
    }
  }

  #turn(wanted) {
    this.wanted = wanted;
    this.#next?.stream.stop();
    const stream = this.open(wanted);
    this.#next = { stream, until: Date.now() + WAIT_MS };
    stream.addEventListener('state', () => this.#arrived(stream));
    stream.addEventListener('link', () =>
      stream.refused && this.#arrived(stream));
    stream.start();
  }

  #arrived(stream) {
    if (this.#next?.stream === stream) {
      this.#next = null;
      this.app.setStream(stream);
    }
  }

  /* It was there; a name that never was one is left to be read. */
  #isGone() {
    const { stream, place } = this.app;
    return stream.refused && stream.state !== null && place === 'board';
  }

  check() {
    if (this.#next !== null) {
      const { stream, until } = this.#next;
      stream.check();
      if (Date.now() > until) {
        this.#arrived(stream);
      }
    } else if (this.#isGone()) {
      this.page = null;
      this.#turn(null);
    }
  }
}
