/*
 * How many things of a given height fit into a tile. Only when the page fills
 * the screen; where it scrolls, everything fits, and is drawn as far as the
 * reader has scrolled.
 */

export const FILLS_SCREEN =
  '(min-width: 1100px) and (min-height: 600px) and (min-aspect-ratio: 5/4)';

const fills = matchMedia(FILLS_SCREEN);

const rootPx = () =>
  parseFloat(getComputedStyle(document.documentElement).fontSize);

/* Rows of at least `rowRem`, above a foot of `footRem`. */
export function rowsThatFit(heightPx, rowRem, footRem = 0) {
  if (!fills.matches || heightPx <= 0) {
    return Infinity;
  }
  const rows = (heightPx / rootPx() - footRem) / rowRem;
  return Math.max(1, Math.floor(rows + 0.01));
}

export function columnsThatFit(element, columnRem) {
  return Math.max(1, Math.floor(element.clientWidth / (columnRem * rootPx())));
}

const FIRST = 40;
const STEP = 60;
const AHEAD = '600px';

/*
 * How much of a long list is drawn: more whenever the line at its end comes
 * near the screen.
 */
export class Growing {
  limit = FIRST;
  #all = 0;

  constructor(line, more) {
    const watch = new IntersectionObserver((entries) => {
      if (this.limit < this.#all &&
        entries.some((entry) => entry.isIntersecting)) {
        this.limit += STEP;
        more();
        /* It may still be in sight: to be told again, it is watched anew. */
        watch.unobserve(line);
        watch.observe(line);
      }
    }, { rootMargin: AHEAD });
    watch.observe(line);
  }

  /* Of `all` things, `room` of which fit, as many as are drawn. */
  within(room, all) {
    this.#all = fills.matches ? 0 : all;
    return fills.matches ? room : Math.min(room, this.limit);
  }
}
