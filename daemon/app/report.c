#include "app/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/report_rows.h"
#include "base/names.h"

/* The sums of one interval by scope, until they are written. */
struct report {
	const struct wb_report_query *query;
	struct wb_engine *engine;
	struct wb_report_rows rows;
	bool begun;     /* there is an interval at hand */
	wb_ms from, to; /* of it */
	struct wb_names scopes;
	struct wb_report_sums *sums; /* by scope number */
	uint32_t *used;              /* scopes of the interval */
	uint32_t used_count;
	bool sorted; /* they came in order of name */
	uint32_t capacity;
	bool *in_use;
	bool any_quantile; /* the waits are needed */
	int intervals;
	bool failed;
};

static const struct wb_zone *zone_of(const struct report *report)
{
	return wb_engine_plan(report->engine)->zone;
}

/* The interval that holds a quarter hour, cut to the range asked for. */
static void interval_of(const struct report *report, wb_ms quarter,
                        wb_ms *ret_from, wb_ms *ret_to)
{
	static const wb_ms lengths[] = { [WB_STEP_15M] = 15 * WB_MINUTE,
		                         [WB_STEP_30M] = 30 * WB_MINUTE,
		                         [WB_STEP_1H] = 60 * WB_MINUTE };
	const struct wb_report_query *query = report->query;
	wb_ms from = query->from, to = query->to;
	if (query->step == WB_STEP_DAY) {
		wb_ms day_start = wb_engine_plan(report->engine)->day_start;
		from = wb_zone_day_start(zone_of(report), quarter, day_start);
		to = wb_zone_next_day(zone_of(report), quarter, day_start);
	} else if (query->step != WB_STEP_NONE) {
		wb_ms length = lengths[query->step];
		from = wb_zone_interval_start(zone_of(report), quarter, length);
		to = from + length;
	}
	*ret_from = from > query->from ? from : query->from;
	*ret_to = to < query->to ? to : query->to;
}

static bool holds_present(const struct report *report)
{
	wb_ms now = wb_engine_now(report->engine);
	return report->from <= now && now < report->to;
}

static void write_row(struct report *report, uint32_t number, bool present)
{
	struct wb_str scope = wb_names_get(&report->scopes, number);
	struct wb_moment_state moment;
	if (present) {
		uint32_t known = wb_engine_scope(report->engine, scope);
		present = known != WB_NOBODY;
		if (present) {
			wb_engine_moment(report->engine, known, &moment);
		}
	}
	wb_report_row(&report->rows, report->from, report->to, scope,
	              &report->sums[number], present ? &moment : NULL);
}

static int by_name(const void *a, const void *b, void *names)
{
	struct wb_str x = wb_names_get(names, *(const uint32_t *)a);
	struct wb_str y = wb_names_get(names, *(const uint32_t *)b);
	return strcmp(x.data, y.data);
}

/* Keeps the memory of the waits. */
static void clear(struct wb_report_sums *sums)
{
	memset(sums->sums, 0, sizeof(sums->sums));
	memset(sums->used, 0, sizeof(sums->used));
	wb_sketch_clear(&sums->waits);
}

static void write_interval(struct report *report)
{
	if (report->used_count == 0) {
		return;
	}
	if (!report->sorted) {
		qsort_r(report->used, report->used_count, sizeof(*report->used),
		        by_name, &report->scopes);
	}
	wb_report_begin_interval(&report->rows, report->from, report->to);
	bool present = holds_present(report);
	for (uint32_t i = 0; i < report->used_count; i++) {
		uint32_t number = report->used[i];
		write_row(report, number, present);
		clear(&report->sums[number]);
		report->in_use[number] = false;
	}
	report->used_count = 0;
	wb_report_end_interval(&report->rows);
}

static bool grow(struct report *report)
{
	uint32_t capacity = report->capacity * 2 + 64;
	void *sums = realloc(report->sums, capacity * sizeof(*report->sums));
	if (sums) {
		report->sums = sums;
	}
	uint32_t *used = realloc(report->used, capacity * sizeof(*used));
	if (used) {
		report->used = used;
	}
	bool *in_use = realloc(report->in_use, capacity * sizeof(*in_use));
	if (in_use) {
		report->in_use = in_use;
	}
	if (!sums || !used || !in_use) {
		return false;
	}
	memset(&report->sums[report->capacity], 0,
	       (capacity - report->capacity) * sizeof(*report->sums));
	memset(&report->in_use[report->capacity], 0,
	       (capacity - report->capacity) * sizeof(*in_use));
	report->capacity = capacity;
	return true;
}

static bool begin_interval(struct report *report, wb_ms start)
{
	write_interval(report);
	report->begun = true;
	report->sorted = true;
	interval_of(report, start, &report->from, &report->to);
	report->failed = report->rows.out->failed ||
	                 ++report->intervals > WB_REPORT_INTERVALS_MAX;
	return !report->failed;
}

static void use(struct report *report, uint32_t number)
{
	uint32_t count = report->used_count;
	if (report->in_use[number]) {
		return;
	}
	if (count > 0 &&
	    by_name(&report->used[count - 1], &number, &report->scopes) > 0) {
		report->sorted = false;
	}
	report->in_use[number] = true;
	report->used[report->used_count++] = number;
}

static bool add_waits(struct report *report, struct wb_sketch *waits,
                      const struct wb_history_row *row)
{
	for (int i = 0; i < row->wait_count; i++) {
		if (!wb_sketch_add(waits, row->waits[i].id,
		                   (int32_t)row->waits[i].amount)) {
			report->failed = true;
			return false;
		}
	}
	return true;
}

static bool on_row(void *user, const struct wb_history_row *row)
{
	struct report *report = user;
	if ((!report->begun || row->start >= report->to) &&
	    !begin_interval(report, row->start)) {
		return false;
	}
	uint32_t number = wb_names_add(&report->scopes, row->scope);
	if (number == WB_NAMES_NONE ||
	    (number >= report->capacity && !grow(report))) {
		report->failed = true;
		return false;
	}
	use(report, number);
	for (int i = 0; i < row->sum_count; i++) {
		wb_report_note(&report->sums[number], row->sums[i].id,
		               row->sums[i].amount);
	}
	return !report->any_quantile ||
	       add_waits(report, &report->sums[number].waits, row);
}

/* What of the history is read: one scope, or all of a kind. */
static void prefix_of(const struct wb_report_query *query,
                      struct wb_buf *ret_prefix)
{
	if (query->scope.data) {
		wb_buf_add_str(ret_prefix, query->scope);
		return;
	}
	wb_buf_add_text(ret_prefix, wb_scope_kind_name(query->by));
	if (query->by != WB_SCOPE_TOTAL) {
		wb_buf_add_char(ret_prefix, ':');
	}
}

int wb_report_write(struct wb_history *history, struct wb_engine *engine,
                    const struct wb_report_query *query,
                    struct wb_buf *ret_body)
{
	struct report report = { .query = query, .engine = engine };
	struct wb_buf prefix = { 0 };
	int error = -1;
	prefix_of(query, &prefix);
	for (int i = 0; i < query->kpi_count; i++) {
		report.any_quantile |= query->kpis[i]->quantile > 0;
	}
	wb_report_begin(&report.rows, query, ret_body);
	if (!prefix.failed) {
		error = wb_history_read(history, (int)query->attribution,
		                        prefix.data, query->from, query->to,
		                        on_row, &report);
	}
	write_interval(&report);
	wb_report_end(&report.rows);
	wb_buf_finish(&prefix);
	wb_names_finish(&report.scopes);
	for (uint32_t i = 0; i < report.capacity; i++) {
		wb_sketch_finish(&report.sums[i].waits);
	}
	free(report.sums);
	free(report.used);
	free(report.in_use);
	if (ret_body->failed || report.intervals > WB_REPORT_INTERVALS_MAX) {
		return -E2BIG;
	}
	return report.failed ? -ENOMEM : error;
}
