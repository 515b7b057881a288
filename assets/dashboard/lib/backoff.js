/*
 * How long to wait before the next attempt to connect: doubling, bounded, and
 * spread at random so that a hundred screens do not come back in one second.
 */

const FIRST_MS = 250;
const MOST_MS = 8000;

export function backoff(attempt, random = Math.random) {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random() / 2));
}
