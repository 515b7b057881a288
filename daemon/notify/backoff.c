#include "notify/backoff.h"

#include <stdint.h>

/* FNV-1a, then mixed (murmur3's finaliser): its low bits are weak. */
static uint64_t hash(struct wb_str key, int attempts)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < key.len; i++) {
		h = (h ^ (unsigned char)key.data[i]) * 0x100000001b3;
	}
	h ^= (uint64_t)attempts * 0x9e3779b97f4a7c15;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
	return h ^ h >> 33;
}

wb_ms wb_backoff(int attempts, struct wb_str key)
{
	wb_ms wait = WB_BACKOFF_FIRST;

	for (int i = 1; i < attempts && wait < WB_BACKOFF_MAX; i++) {
		wait *= 2;
	}
	if (wait > WB_BACKOFF_MAX) {
		wait = WB_BACKOFF_MAX;
	}
	return wait * 3 / 4 +
	       (wb_ms)(hash(key, attempts) % (uint64_t)(wait / 2 + 1));
}
