/*
 * The tone of a new critical alert, made by the browser: two notes that rise.
 * A browser lets a page sound only after its reader has touched it.
 */

const NOTES = [[880, 0], [1175, 0.22]]; /* Hz, s */
const LENGTH = 0.2;
const LOUD = 0.25;

export class Tone {
  #context = null;

  get waits() {
    return this.#context?.state !== 'running';
  }

  /* To be called from a click or a key; resolves when it can sound. */
  async wake() {
    this.#context ??= new AudioContext();
    if (this.waits) {
      await this.#context.resume();
    }
  }

  /* False when the browser does not let it. */
  play() {
    if (this.waits) {
      return false;
    }
    const { currentTime: now, destination } = this.#context;
    for (const [hz, after] of NOTES) {
      const note = new OscillatorNode(this.#context, { frequency: hz });
      const gain = new GainNode(this.#context, { gain: 0 });
      const from = now + after;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(LOUD, from + 0.02);
      gain.gain.linearRampToValueAtTime(0, from + LENGTH);
      note.connect(gain).connect(destination);
      note.start(from);
      note.stop(from + LENGTH);
    }
    return true;
  }
}
