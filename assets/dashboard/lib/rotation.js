/*
 * Which page a screen shows that goes through the pages by itself, as the wall
 * does (PROTOCOL.md, section 4, Rotation): they take turns, and one that a
 * critical breach wants seen comes to the front. Pure: told each state and the
 * time, it says when another page is due.
 */

const AHEAD_MS = 2000; /* for the next page's connection */
const AGAIN_MS = 5000; /* a page that did not come is not wanted before */

export class Rotation {
  #pages = [];
  #shown = null;
  #rotates = false;
  #hold = 0; /* 0: as long as it is wanted */
  #front = null; /* wanted in front */
  #frontNew = false; /* and not gone to yet */
  #frontAgain = 0;
  #inFront = false; /* it is what is shown */
  #leaveAt = Infinity;

  /* Takes what a state says of the pages, and which page it is. */
  take({ pages, page, rotation = {} }, now) {
    const rotated = this.#rotates;
    this.#pages = pages ?? [];
    this.#rotates = rotation.rotate === true;
    this.#hold = Math.max(0, rotation.hold_ms ?? 0);
    this.#takeFront(rotation.front ?? null, now);
    const arrived = page.name !== this.#shown;
    this.#shown = page.name;
    if (page.name === this.#front && this.#frontNew) {
      this.#inFront = true;
      this.#frontNew = false;
      this.#plan(now);
    } else if (arrived) {
      this.#inFront = false;
      this.#plan(now);
    } else if (rotated !== this.#rotates) {
      this.#plan(now);
    }
  }

  /* A page that was left of its own accord is not new again. */
  #takeFront(front, now) {
    if (front === this.#front) {
      return;
    }
    this.#front = front;
    this.#frontNew = front !== null;
    this.#frontAgain = now;
    if (this.#inFront) {
      this.#inFront = false;
      this.#leaveAt = now;
    }
  }

  /* The next page that takes turns, or null when there is no other. */
  #next() {
    const at = this.#pages.findIndex(({ name }) => name === this.#shown);
    const turn = [...this.#pages.slice(at + 1), ...this.#pages.slice(0, at)];
    return turn.find(({ dwell_ms: dwell }) => dwell > 0)?.name ?? null;
  }

  /* How long what is shown stays, from now on. */
  #plan(now) {
    const page = this.#pages.find(({ name }) => name === this.#shown);
    const stay = this.#inFront ? this.#hold || Infinity : page?.dwell_ms ?? 0;
    this.#leaveAt = this.#rotates && this.#next() !== null
      ? now + stay : Infinity;
  }

  /* The page to be opened by now, told once; null: none. */
  due(now) {
    if (!this.#rotates) {
      return null;
    }
    if (this.#frontNew && now >= this.#frontAgain) {
      this.#frontAgain = now + AGAIN_MS;
      return this.#front;
    }
    if (now < this.#leaveAt - AHEAD_MS) {
      return null;
    }
    this.#leaveAt = now + AGAIN_MS + AHEAD_MS;
    return this.#next();
  }
}
