/* The words and the style that only alerts need, fetched when they do. */

import { styled } from '../ui/dom.js';

const asked = new Set(); /* languages under way */
let style = null;

/* True when they are there; else `changed()` hears when they are. */
export function hasWords(catalog, changed) {
  style ??= styled('/style/alerts.css');
  if (catalog.has('alerts.standing')) {
    return true;
  }
  const { language } = catalog;
  if (!asked.has(language)) {
    asked.add(language);
    Promise.all([fetch(`/words/alerts.${language}.json`)
      .then((answer) => answer.json()), style])
      .then(([words]) => catalog.add(words), () => {})
      .then(() => {
        asked.delete(language);
        changed();
      });
  }
  return false;
}
