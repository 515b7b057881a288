#ifndef WB_APP_EXPLAIN_H
#define WB_APP_EXPLAIN_H

/*
 * GET /api/v1/explain: what a number is and what it is made of: its
 * definition, the measures behind it and what each holds, how old it is, and
 * the last contacts that made it (ids only). See PROTOCOL.md section 5.
 */

#include "app/lookup.h"
#include "base/json_write.h"
#include "kpi/sketch.h"

#define WB_EXPLAIN_CONTACTS_MAX 20

/* What is explained; explain_contacts.c reads it. */
struct wb_explanation {
	const struct wb_lookup *lookup;
	const struct wb_kpi *kpi;
	struct wb_str scope_name;
	uint32_t scope; /* WB_NOBODY = of the past only */
	bool past;      /* from the history, between any two instants */
	enum wb_window window;
	enum wb_attribution attribution;
	wb_ms from, to;
	int64_t sums[WB_MEASURE_COUNT];
	struct wb_value value;
};

enum wb_lookup_result wb_explain_write(const struct wb_lookup *lookup,
                                       wb_parameter_fn parameter, void *ctx,
                                       struct wb_buf *body,
                                       char ret_error[WB_LOOKUP_ERROR_SIZE]);

/*
 * "contacts", the newest first, each with its part in numerator and
 * denominator; "contacts_complete"; and "agents" of a KPI that counts them.
 * False when the history cannot be read.
 */
bool wb_explain_contacts(const struct wb_explanation *explanation,
                         struct wb_json_writer *w);

#endif
