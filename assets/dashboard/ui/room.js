/*
 * How many things of a given height fit into a tile. Only when the page fills
 * the screen; where it scrolls, everything fits.
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
