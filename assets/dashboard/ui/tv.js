/*
 * TV mode: the board alone on the full screen, going through the pages by
 * itself unless the address names one. Any key or touch brings the way back.
 */

import { Rotation } from '../lib/rotation.js';

const WAIT_MS = 5000; /* for the first state of the next page */
const AWAKE_MS = 4000;

export class Tv {
  #rotation = new Rotation();
  #next = null; /* { stream, until } */

  /* `open(page)` makes a stream that was not started yet. */
  constructor(app, open, rotates) {
    this.app = app;
    this.open = open;
    this.rotates = rotates;
    this.on = false;
    app.onState = () => this.#take();
    addEventListener('keydown', (event) => this.on && this.#key(event));
    addEventListener('pointermove', () => this.on && this.#wake());
  }

  show(on) {
    const { dataset } = document.documentElement;
    this.on = on;
    if (on) {
      dataset.tv = '';
      this.#rotation = new Rotation();
      this.#take();
    } else {
      delete dataset.tv;
      delete dataset.awake;
    }
  }

  #take() {
    const { state } = this.app.stream;
    if (this.on && state !== null) {
      this.#rotation.take(state, Date.now());
    }
  }

  /* Twice a second or so: goes on to the next page when it is due. */
  check() {
    if (!this.on || !this.rotates || this.app.place !== 'board') {
      return;
    }
    const now = Date.now();
    if (this.#next !== null) {
      this.#next.stream.check();
      if (now > this.#next.until) {
        this.#next.stream.stop();
        this.#next = null;
      }
      return;
    }
    const page = this.#rotation.due(now);
    if (page === null || page === this.app.stream.view) {
      return;
    }
    const stream = this.open(page);
    this.#next = { stream, until: now + WAIT_MS };
    stream.addEventListener('state', () => {
      if (this.#next?.stream === stream) {
        this.#next = null;
        this.app.setStream(stream);
      }
    }, { once: true });
    stream.start();
  }

  #wake() {
    const { dataset } = document.documentElement;
    dataset.awake = '';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => delete dataset.awake, AWAKE_MS);
  }

  #key({ key }) {
    this.#wake();
    if (key === 'f' || key === 'F') {
      if (document.fullscreenElement) {
        document.exitFullscreen();
      } else {
        document.documentElement.requestFullscreen?.().catch(() => {});
      }
    }
  }
}
