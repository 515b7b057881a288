/*
 * What the reader chose: the address wins, then what was chosen here before,
 * then what the centre and the system prefer.
 */

export const LANGUAGE_NAMES = {
  en: 'English',
  fa: 'فارسی',
  ar: 'العربية',
  ru: 'Русский',
};

const THEMES = ['dark', 'light'];

/* Private windows may refuse to remember; then nothing is remembered. */
function remembered(storage, name) {
  try {
    return storage?.getItem(`wallboard.${name}`) ?? null;
  } catch {
    return null;
  }
}

function remember(storage, name, value) {
  try {
    storage?.setItem(`wallboard.${name}`, value);
  } catch {
    /* chosen for this visit only */
  }
}

export class Settings {
  #query;
  #storage;

  constructor(search, storage) {
    this.#query = new URLSearchParams(search);
    this.#storage = storage;
  }

  #chosen(name, allowed) {
    const wishes = [this.#query.get(name), remembered(this.#storage, name)];
    return wishes.find((wish) => allowed.includes(wish)) ?? null;
  }

  language(centre) {
    const known = Object.keys(LANGUAGE_NAMES);
    return (
      this.#chosen('language', known) ??
      (known.includes(centre) ? centre : 'en')
    );
  }

  theme(system) {
    return this.#chosen('theme', THEMES) ?? system;
  }

  get page() {
    return this.#query.get('page');
  }

  get tv() {
    return this.#query.get('tv') === '1';
  }

  /* Asked for by the address: a board in TV mode may sound. */
  get alarms() {
    return this.#query.get('sound') === '1';
  }

  /* Returns the query that says so: "?language=fa". */
  choose(name, value) {
    this.#query.set(name, value);
    if (name === 'language' || name === 'theme') {
      remember(this.#storage, name, value);
    }
    return `?${this.#query}`;
  }
}
