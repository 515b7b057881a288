/*
 * The words and the ways of writing of one language, from /languages/*.json,
 * which the wall reads too: flat keys, texts with {names} in them, and
 * ".one", ".few", ... behind a key whose text depends on a number.
 */

const PLACE = /\{(\w+)\}/g;

export class Catalog {
  #entries;
  #plural;
  language;

  constructor(language, entries) {
    this.language = language;
    this.#entries = entries;
    this.#plural = new Intl.PluralRules(entries['locale.plural'] ?? language);
  }

  get direction() {
    return this.#entries['locale.direction'] ?? 'ltr';
  }

  /* Further entries, which only some pages need. */
  add(entries) {
    Object.assign(this.#entries, entries);
  }

  has(key) {
    return this.#entries[key] !== undefined;
  }

  /* The raw text of an entry; its key when there is none. */
  text(key, n) {
    const entries = this.#entries;
    const form = n === undefined ? 'other' : this.#plural.select(n);
    return entries[key] ?? entries[`${key}.${form}`] ??
      entries[`${key}.other`] ?? key;
  }

  /*
   * The entry as a list of texts and { name } objects, in the order of this
   * language, for those who put elements in the places.
   */
  parts(key, n) {
    const text = this.text(key, n);
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(PLACE)) {
      if (match.index > end) {
        parts.push(text.slice(end, match.index));
      }
      parts.push({ name: match[1] });
      end = match.index + match[0].length;
    }
    if (end < text.length) {
      parts.push(text.slice(end));
    }
    return parts;
  }

  /* The entry with texts in its places; `n` chooses the plural form. */
  fill(key, values = {}, n) {
    return this.text(key, n).replace(PLACE, (all, name) => values[name] ?? all);
  }
}

/* The reader's language of a title, else English, else any. */
export function title(texts, language) {
  if (texts === undefined || texts === null) {
    return '';
  }
  return texts[language] ?? texts.en ?? Object.values(texts)[0] ?? '';
}
