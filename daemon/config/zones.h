#ifndef WB_CONFIG_ZONES_H
#define WB_CONFIG_ZONES_H

/*
 * The time zones that a configuration names, each read once from
 * /usr/share/zoneinfo.
 */

#include "base/arena.h"
#include "base/names.h"
#include "base/str.h"
#include "plan/zone.h"

#define WB_ZONES_MAX 64

/* Owned by the caller. Zero-initialise, then set `arena`. */
struct wb_zones {
	struct wb_arena *arena; /* borrowed; holds the zones */
	struct wb_names names;
	const struct wb_zone *zones[WB_ZONES_MAX]; /* NULL = no such zone */
};

/* NULL when there is no such zone, or WB_ZONES_MAX others were asked for. */
const struct wb_zone *wb_zones_get(struct wb_zones *zones, struct wb_str name);

void wb_zones_finish(struct wb_zones *zones);

#endif
