/* The parameters of a report. */

#include <stdio.h>
#include <string.h>

#include "app/parameters.h"
#include "app/report.h"

#define QUARTER WB_HISTORY_QUARTER

/* ---- whom, and which KPIs ---- */

/* in the order of enum wb_scope_kind */
static const char *const kinds[] = { "queue",   "department", "site",
	                             "channel", "tier",       "agent",
	                             "team",    "total",      NULL };
#define KINDS "queue, department, site, channel, tier, agent, team or total"

/* `by`, or the kind of the one scope that is asked for. */
static bool read_whom(wb_parameter_fn parameter, void *ctx,
                      struct wb_report_query *query, char *ret_error,
                      size_t error_size)
{
	int by;
	if (!wb_parameter_word(parameter, ctx, "by", kinds, KINDS, &by,
	                       ret_error, error_size)) {
		return false;
	}
	query->by = (enum wb_scope_kind)by;
	query->scope = parameter(ctx, "scope");
	if (!query->scope.data) {
		return true;
	}
	int kind = wb_parameter_scope_kind(query->scope);
	if (kind < 0) {
		return wb_parameter_fail(
			ret_error, error_size, "scope", query->scope,
			"total, or a kind and a name like queue:sales");
	}
	if (parameter(ctx, "by").data && kind != by) {
		return wb_parameter_fail(ret_error, error_size, "scope",
		                         query->scope,
		                         "one of the kind that 'by' says");
	}
	query->by = (enum wb_scope_kind)kind;
	return true;
}

static bool all_kpis(struct wb_report_query *query)
{
	for (int i = 0;
	     i < wb_kpi_count && query->kpi_count < WB_REPORT_KPIS_MAX; i++) {
		if (wb_kpi_has_scope(&wb_kpis[i], query->by)) {
			query->kpis[query->kpi_count++] = &wb_kpis[i];
		}
	}
	return true;
}

static bool add_kpi(struct wb_report_query *query, struct wb_str name,
                    char *ret_error, size_t error_size)
{
	const struct wb_kpi *kpi = wb_kpi_find(name);
	if (!kpi) {
		return wb_parameter_fail(ret_error, error_size, "kpis", name,
		                         "names of KPIs as in /api/v1/kpis");
	}
	if (!wb_kpi_has_scope(kpi, query->by)) {
		char expected[64];
		snprintf(expected, sizeof(expected),
		         "a KPI that there is of %s", kinds[query->by]);
		return wb_parameter_fail(ret_error, error_size, "kpis", name,
		                         expected);
	}
	for (int i = 0; i < query->kpi_count; i++) {
		if (query->kpis[i] == kpi) {
			return wb_parameter_fail(ret_error, error_size, "kpis",
			                         name, "each KPI once");
		}
	}
	if (query->kpi_count < WB_REPORT_KPIS_MAX) {
		query->kpis[query->kpi_count++] = kpi;
	}
	return true;
}

/* Names with commas between them; all that there are of the kind if absent. */
static bool read_kpis(wb_parameter_fn parameter, void *ctx,
                      struct wb_report_query *query, char *ret_error,
                      size_t error_size)
{
	struct wb_str rest = parameter(ctx, "kpis");
	if (!rest.data) {
		return all_kpis(query);
	}
	for (;;) {
		const char *comma =
			rest.len ? memchr(rest.data, ',', rest.len) : NULL;
		struct wb_str name = rest;
		if (comma) {
			name.len = (size_t)(comma - rest.data);
		}
		if (!add_kpi(query, name, ret_error, error_size)) {
			return false;
		}
		if (!comma) {
			return true;
		}
		rest.data += name.len + 1;
		rest.len -= name.len + 1;
	}
}

/* ---- when, and how ---- */

static bool read_span(wb_parameter_fn parameter, void *ctx,
                      const struct wb_plan *plan, wb_ms now,
                      struct wb_report_query *query, char *ret_error,
                      size_t error_size)
{
	if (!wb_parameters_span(parameter, ctx, plan, now, &query->from,
	                        &query->to, ret_error, error_size)) {
		return false;
	}
	query->from = query->from / QUARTER * QUARTER;
	query->to = (query->to + QUARTER - 1) / QUARTER * QUARTER;
	return true;
}

static bool read_form(wb_parameter_fn parameter, void *ctx,
                      struct wb_report_query *query, char *ret_error,
                      size_t error_size)
{
	static const char *const steps[] = { "none", "15m", "30m",
		                             "1h",   "day", NULL };
	static const char *const attributions[] = { "event", "cohort", NULL };
	static const char *const formats[] = { "json", "csv", NULL };
	int step, attribution, format;
	if (!wb_parameter_word(parameter, ctx, "interval", steps,
	                       "none, 15m, 30m, 1h or day", &step, ret_error,
	                       error_size) ||
	    !wb_parameter_word(parameter, ctx, "attribution", attributions,
	                       "event or cohort", &attribution, ret_error,
	                       error_size) ||
	    !wb_parameter_word(parameter, ctx, "format", formats, "json or csv",
	                       &format, ret_error, error_size)) {
		return false;
	}
	query->step = (enum wb_report_step)step;
	query->attribution = (enum wb_attribution)attribution;
	query->csv = format == 1;
	return true;
}

bool wb_report_parse(wb_parameter_fn parameter, void *ctx,
                     const struct wb_plan *plan, wb_ms now,
                     struct wb_report_query *ret_query, char *ret_error,
                     size_t error_size)
{
	struct wb_report_query query = { 0 };
	if (!read_whom(parameter, ctx, &query, ret_error, error_size) ||
	    !read_form(parameter, ctx, &query, ret_error, error_size) ||
	    !read_span(parameter, ctx, plan, now, &query, ret_error,
	               error_size) ||
	    !read_kpis(parameter, ctx, &query, ret_error, error_size)) {
		return false;
	}
	*ret_query = query;
	return true;
}
