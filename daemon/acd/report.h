#ifndef WB_ACD_REPORT_H
#define WB_ACD_REPORT_H

/*
 * Says on stderr how the connection to the daemon is, once per change.
 */

#include "emit/emit.h"

/* Owned by the caller. Zero-initialise. */
struct wb_report {
	enum wb_emit_link link;
	uint64_t refused;
	bool said;
};

void wb_report_link(struct wb_report *report, const struct wb_emit *emit,
                    const char *url);

#endif
