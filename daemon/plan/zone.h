#ifndef WB_ZONE_H
#define WB_ZONE_H

/*
 * A time zone: the offset from UTC at any instant, read from the bytes of a
 * TZif file (RFC 8536, as in /usr/share/zoneinfo). Several can be used in one
 * process, which libc's TZ cannot do.
 *
 * Pure: reading the file is the caller's affair. Beyond the last transition
 * of the file the POSIX rule of its footer is used.
 */

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"

struct wb_zone;

/*
 * Decodes a TZif file (version 1 to 4). The zone lives in `arena`. NULL when
 * the bytes are not a valid TZif file, count leap seconds (zoneinfo/right), or
 * the arena is exhausted.
 */
const struct wb_zone *wb_zone_read(struct wb_str bytes, struct wb_arena *arena);

/* A zone with a constant offset; 0 is UTC. NULL when out of memory. */
const struct wb_zone *wb_zone_fixed(wb_ms offset, struct wb_arena *arena);

/* Local time minus UTC at instant `t`, in ms. zone NULL = UTC. */
wb_ms wb_zone_offset(const struct wb_zone *zone, wb_ms t);

/* The next instant > t at which the offset changes, or WB_NEVER. */
wb_ms wb_zone_next_change(const struct wb_zone *zone, wb_ms t);

/*
 * Start of the day that holds `t`: the first instant at which the local clock
 * had reached day_start after midnight of that day. Where the clock shows that
 * time twice it is the first one, where a gap skips it the first instant after
 * the gap: days of 23 and 25 hours come out right. 0 <= day_start < 24 h.
 */
wb_ms wb_zone_day_start(const struct wb_zone *zone, wb_ms t, wb_ms day_start);

/* Start of the following day, by the same rule: > t. */
wb_ms wb_zone_next_day(const struct wb_zone *zone, wb_ms t, wb_ms day_start);

/*
 * Start of the interval of `length` (15, 30 or 60 min) that holds `t`,
 * counted from the full local hour. A change of the offset that is no multiple
 * of `length` (30 min on Lord Howe) starts an interval of its own, so that
 * intervals never overlap.
 */
wb_ms wb_zone_interval_start(const struct wb_zone *zone, wb_ms t, wb_ms length);

#endif
