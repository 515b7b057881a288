/*
 * Tells of new alerts wherever the reader is: to a screen reader in one
 * sentence, by a tone and by the browser's notification where these were asked
 * for, each once among all tabs of this browser.
 */

import { setText } from './dom.js';
import * as alerts from '../lib/alerts.js';

/* One tab after the other where the browser can (https, or this machine). */
async function claimed(what) {
  const claim = () => alerts.claim(localStorage, what, Date.now());
  return navigator.locks ? navigator.locks.request('wallboard.told', claim)
    : claim();
}

const stored = (name) => {
  try {
    return localStorage.getItem(`wallboard.${name}`) === '1';
  } catch {
    return false;
  }
};

function store(name, on) {
  try {
    localStorage.setItem(`wallboard.${name}`, on ? '1' : '0');
  } catch {
    /* for this visit only */
  }
}

export class AlertWatch {
  #novelty = new alerts.Novelty();
  #shown = new Map(); /* id -> { source, notice } */
  #tone = null;
  sound = stored('sound');
  notifies = stored('notify');

  /*
   * `polite` and `urgent` are live regions. `hears` says whether this screen
   * may sound, `changed()` hears that a switch was turned.
   */
  constructor({ polite, urgent, hears, changed }) {
    this.polite = polite;
    this.urgent = urgent;
    this.hears = hears;
    this.changed = changed;
    if (this.sound) {
      this.#needTone();
    }
    for (const kind of ['pointerdown', 'keydown']) {
      addEventListener(kind, () => this.#touched(), { capture: true });
    }
    addEventListener('storage', ({ key }) => this.#stored(key));
  }

  /* Another tab has turned a switch. */
  #stored(key) {
    if (key === 'wallboard.sound' || key === 'wallboard.notify') {
      this.sound = stored('sound');
      this.notifies = stored('notify');
      this.changed();
    }
  }

  async #needTone() {
    const { Tone } = await import('../lib/tone.js');
    this.#tone ??= new Tone();
    return this.#tone;
  }

  /* A remembered wish for sound can be met from the first touch on. */
  #touched() {
    if (this.sound && this.#tone?.waits) {
      this.#tone.wake().then(this.changed, () => {});
    }
  }

  /* 'off', 'on', or 'waits' for a touch. */
  get soundState() {
    return !this.sound ? 'off' : this.#tone?.waits !== false ? 'waits' : 'on';
  }

  /* 'off', 'on', 'denied' by the reader, or 'insecure': not over http. */
  get notifyState() {
    if (!globalThis.isSecureContext || !globalThis.Notification) {
      return 'insecure';
    }
    if (Notification.permission === 'denied') {
      return 'denied';
    }
    return this.notifies && Notification.permission === 'granted'
      ? 'on' : 'off';
  }

  /* Of a click; sounds once, so that the reader knows what to expect. */
  async switchSound() {
    this.sound = !this.sound;
    store('sound', this.sound);
    this.changed();
    if (this.sound) {
      const tone = await this.#needTone();
      await tone.wake();
      tone.play();
      this.changed();
    }
  }

  /* Of a click: only then the browser asks. */
  async switchNotify() {
    this.notifies = this.notifyState !== 'on';
    if (this.notifies && Notification.permission !== 'granted') {
      this.notifies = await Notification.requestPermission() === 'granted';
    }
    store('notify', this.notifies);
    this.changed();
  }

  /* `list`: [id, alert] of all that stand, from one `source` of several. */
  take(source, list, ctx) {
    const news = this.#novelty.take(source, list);
    this.#close(source, list);
    if (news.length > 0) {
      this.#say(news, ctx);
      this.#tell(source, news, ctx);
    }
  }

  /* What the reader did has been done. */
  say(text) {
    setText(this.polite, text);
  }

  /* One sentence for all that is new; only what is critical interrupts. */
  #say(news, { catalog, now }) {
    const [, first] = news[0];
    const level = alerts.levelOf(first);
    const text = `${catalog.text(`level.${level}`)}: ` +
      alerts.sentenceOf(first, catalog, now) +
      (news.length > 1 ? `, +${news.length - 1}` : '');
    const urgent = news.some(([, one]) => alerts.levelOf(one) === 'critical');
    setText(urgent ? this.urgent : this.polite, text);
  }

  async #tell(source, news, ctx) {
    const critical = news.find(([, one]) =>
      alerts.levelOf(one) === 'critical');
    if (critical && this.hears() && this.soundState === 'on' &&
      await claimed(`sound ${critical[0]}`)) {
      this.#tone.play();
    }
    if (this.notifyState !== 'on' || !this.hears()) {
      return;
    }
    for (const [id, alert] of news) {
      if (alerts.levelOf(alert) !== 'info' && await claimed(`notice ${id}`)) {
        this.#notify(source, id, alert, ctx);
      }
    }
  }

  #notify(source, id, alert, { catalog, now }) {
    let notice;
    try {
      notice = new Notification(
        catalog.text(`level.${alerts.levelOf(alert)}`), {
          body: alerts.sentenceOf(alert, catalog, now), tag: id,
          lang: catalog.language, dir: catalog.direction, icon: '/icon.svg',
        });
    } catch {
      return; /* some telephones have none for pages */
    }
    notice.onclick = () => {
      focus();
      location.hash = '#/alerts';
      notice.close();
    };
    notice.onclose = () => this.#shown.delete(id);
    this.#shown.set(id, { source, notice });
  }

  /* Somebody knows of it, or it is over: the notice has done its work. */
  #close(source, list) {
    const open = new Set(list.filter(([, { state }]) => state === 'firing')
      .map(([id]) => id));
    for (const [id, shown] of this.#shown) {
      if (shown.source === source && !open.has(id)) {
        shown.notice.close();
      }
    }
  }
}
