#ifndef WB_ZONE_RULE_H
#define WB_ZONE_RULE_H

/*
 * The POSIX rule at the end of a TZif file, such as
 * "CET-1CEST,M3.5.0,M10.5.0/3": two offsets and the two days of every year on
 * which they change (RFC 8536, section 3.3). Pure. Private to plan/.
 */

#include <stdbool.h>

#include "base/str.h"
#include "base/time.h"

/* A stretch of time with one offset: from <= t < until. */
struct wb_zone_segment {
	wb_ms from;  /* INT64_MIN when it has no start */
	wb_ms until; /* WB_NEVER when it has no end */
	wb_ms offset;
};

enum wb_zone_day_kind {
	WB_ZONE_DAY_JULIAN,  /* Jn: day 1 to 365, 29 February not counted */
	WB_ZONE_DAY_OF_YEAR, /* n: day 0 to 365 */
	WB_ZONE_DAY_MONTHLY, /* Mm.w.d: weekday d of week w (5 = last) */
};

/* When in a year the offset changes. */
struct wb_zone_change {
	enum wb_zone_day_kind kind;
	int day, week, month;
	wb_ms time; /* after midnight by the clock before the change */
};

/* Owned by the caller; private. */
struct wb_zone_rule {
	bool has_dst;
	wb_ms standard, dst; /* offsets */
	struct wb_zone_change to_dst, to_standard;
};

/* Returns false when `text` is not such a rule. */
bool wb_zone_rule_read(struct wb_str text, struct wb_zone_rule *ret_rule);

/* The stretch around `t`, which is within +-WB_TIME_MAX. */
struct wb_zone_segment wb_zone_rule_segment(const struct wb_zone_rule *rule,
                                            wb_ms t);

#endif
