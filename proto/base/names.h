#ifndef WB_BASE_NAMES_H
#define WB_BASE_NAMES_H

/*
 * Gives names small dense numbers: the first name added is 0, the next 1, and
 * so on. The hash table behind queues, agents, scopes and feeds; the users
 * keep their own arrays indexed by the number. Names are never removed.
 *
 * Hashed with a per-table seed (SipHash-like mixing), so that names chosen by
 * an outsider cannot make it slow; the numbers do not depend on the seed.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define WB_NAMES_NONE UINT32_MAX

/* Owned by the caller; private. Zero-initialise, then set `limit` if wanted. */
struct wb_names {
	struct wb_str *names; /* by number */
	uint32_t count;
	uint32_t limit; /* most names taken; 0 = UINT32_MAX - 1 */
	uint32_t *slots;
	uint32_t slot_count;
	uint64_t seed;
	struct wb_arena texts;
};

/*
 * The number of `name`, adding a copy when it is new. WB_NAMES_NONE when the
 * limit is reached or memory is exhausted.
 */
uint32_t wb_names_add(struct wb_names *names, struct wb_str name);

/* The number of `name`, or WB_NAMES_NONE. */
uint32_t wb_names_find(const struct wb_names *names, struct wb_str name);

/* The name of a number < count; borrowed until finish. NUL-terminated. */
static inline struct wb_str wb_names_get(const struct wb_names *names,
                                         uint32_t number)
{
	return names->names[number];
}

void wb_names_finish(struct wb_names *names);

#endif
