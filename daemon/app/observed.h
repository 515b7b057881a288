#ifndef WB_APP_OBSERVED_H
#define WB_APP_OBSERVED_H

/*
 * What the journal last said of things that only a clock or a device can see:
 * which feeds are silent, and which routes fail. Kept, so that each change is
 * journalled once, and is known again after a restart. Pure.
 */

#include "base/names.h"
#include "floor/codec.h"

#define WB_OBSERVED_MAX 512

enum wb_observed_kind { WB_OBSERVED_FEED, WB_OBSERVED_ROUTE };

/* Owned by the caller; private. Zero-initialise. */
struct wb_observed {
	struct wb_names names; /* "f" or "r", then the name */
	bool bad[WB_OBSERVED_MAX];
};

/* False also for what was never heard of. */
bool wb_observed_is_bad(const struct wb_observed *observed,
                        enum wb_observed_kind kind, struct wb_str name);

/* Can it be remembered? There may be too many names, or none. */
bool wb_observed_has_room(const struct wb_observed *observed,
                          enum wb_observed_kind kind, struct wb_str name);

/* False when there is no room. */
bool wb_observed_set(struct wb_observed *observed, enum wb_observed_kind kind,
                     struct wb_str name, bool bad);

/* Calls `fn` for each that is bad. */
void wb_observed_each_bad(const struct wb_observed *observed,
                          enum wb_observed_kind kind,
                          void (*fn)(void *user, struct wb_str name),
                          void *user);

/* For a checkpoint, both ways; into a zeroed one. */
void wb_observed_transfer(struct wb_observed *observed, struct wb_codec *codec);

void wb_observed_finish(struct wb_observed *observed);

#endif
