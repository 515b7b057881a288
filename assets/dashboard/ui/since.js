/*
 * <wb-since>: the time since an instant, counted on the screen. All of them
 * tick together, once a second, by the server's clock; one that leaves the
 * page stops by itself.
 */

import { setText } from './dom.js';

const shown = new Set();

class Since extends HTMLElement {
  #since = null;
  #write = null;
  #after = null;

  connectedCallback() {
    shown.add(this);
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  /* `write` turns a duration into text; `after` hears of each new text. */
  count(since, write, now, after = null) {
    this.#since = since;
    this.#write = write;
    this.#after = after;
    this.tick(now);
  }

  tick(now) {
    if (this.#write === null) {
      return;
    }
    const text = this.#write(now - this.#since);
    if (this.textContent !== text) {
      setText(this, text);
      this.#after?.(text);
    }
  }
}

customElements.define('wb-since', Since);

/* `now` is the server's time. */
export function tickAll(now) {
  for (const element of shown) {
    element.tick(now);
  }
}
