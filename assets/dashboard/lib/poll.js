/*
 * Asks again and again and keeps the last good answer: while the next one is
 * under way, or does not come, nothing is taken away; how old it is stays
 * known. Stands still while nobody looks.
 */

const PATIENCE_MS = 20000; /* after which an answer is given up */

export class Poll {
  #ask;
  #every;
  #changed;
  #timer = null;
  #abort = null;
  #stopped = false;

  data = null;
  at = null; /* local instant of the last good answer */
  error = null; /* why there was none since */

  /* `ask(signal)` resolves to the data; `changed()` hears of each answer. */
  constructor(ask, everyMs, changed) {
    this.#ask = ask;
    this.#every = everyMs;
    this.#changed = changed;
    this.wake = () => {
      if (!document.hidden && this.#timer === null && this.#abort === null) {
        this.now();
      }
    };
    document.addEventListener('visibilitychange', this.wake);
    this.now();
  }

  /* Asks at once; what is under way is given up. */
  now() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#abort?.abort();
    this.#run(new AbortController());
  }

  async #run(abort) {
    this.#abort = abort;
    const patience = setTimeout(() =>
      abort.abort(new Error('no answer')), PATIENCE_MS);
    try {
      const data = await this.#ask(abort.signal);
      if (abort !== this.#abort) {
        return;
      }
      this.data = data;
      this.at = Date.now();
      this.error = null;
    } catch (error) {
      if (abort !== this.#abort) {
        return;
      }
      this.error = error;
    } finally {
      clearTimeout(patience);
    }
    this.#abort = null;
    this.#changed();
    if (!this.#stopped && this.#every > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.wake();
      }, this.#every);
    }
  }

  /* ms since the last good answer; null before the first. */
  get age() {
    return this.at === null ? null : Date.now() - this.at;
  }

  get late() {
    return this.error !== null ||
      (this.#every > 0 && this.age !== null && this.age > 3 * this.#every);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
    document.removeEventListener('visibilitychange', this.wake);
  }
}
