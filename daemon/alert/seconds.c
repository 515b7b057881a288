#include "alert/seconds.h"

#include <string.h>

#define RING (WB_SECONDS_WORDS * 64)

static void forget(struct wb_seconds *seconds, int64_t second)
{
	uint64_t bit = (uint64_t)1 << (second & 63);
	seconds->words[second / 64 % WB_SECONDS_WORDS] &= ~bit;
}

/* The places of the seconds since the newest held older ones. */
static void roll(struct wb_seconds *seconds, int64_t now)
{
	if (now - seconds->newest >= RING) {
		memset(seconds->words, 0, sizeof(seconds->words));
	} else {
		for (int64_t s = seconds->newest + 1; s <= now; s++) {
			forget(seconds, s);
		}
	}
	if (now > seconds->newest) {
		seconds->newest = now;
	}
}

void wb_seconds_note(struct wb_seconds *seconds, wb_ms at, wb_ms now)
{
	int64_t second = at / WB_SECOND, present = now / WB_SECOND;
	roll(seconds, present);
	if (second <= present - WB_SECONDS_KEPT) {
		return;
	}
	seconds->words[second / 64 % WB_SECONDS_WORDS] |= (uint64_t)1
	                                                  << (second & 63);
}

/* The first noted second of from..to, or -1. */
static int64_t first_of(const struct wb_seconds *seconds, int64_t from,
                        int64_t to)
{
	for (int64_t s = from; s <= to; s = (s / 64 + 1) * 64) {
		uint64_t word =
			seconds->words[s / 64 % WB_SECONDS_WORDS] >> (s & 63);
		if (word != 0) {
			int64_t found = s + __builtin_ctzll(word);
			return found <= to ? found : -1;
		}
	}
	return -1;
}

/*
 * A window of W seconds that ends at `now` begins with the second now - W + 1:
 * what happened in second s is out at the full second s + W.
 */
wb_ms wb_seconds_next(const struct wb_seconds *seconds, int64_t window,
                      wb_ms now)
{
	int64_t from = now / WB_SECOND - window + 1;
	int64_t first = first_of(seconds, from < 0 ? 0 : from, seconds->newest);
	return first < 0 ? WB_NEVER : (first + window) * WB_SECOND;
}

bool wb_seconds_empty(const struct wb_seconds *seconds, wb_ms now)
{
	return wb_seconds_next(seconds, WB_SECONDS_KEPT, now) == WB_NEVER;
}
