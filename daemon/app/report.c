#include "app/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"

/* The sums of one interval by scope, until they are written. */
struct report {
	const struct wb_report_query *query;
	struct wb_engine *engine;
	struct wb_buf *body;
	struct wb_json_writer json;
	bool begun;     /* there is an interval at hand */
	wb_ms from, to; /* of it */
	struct wb_names scopes;
	int64_t (*sums)[WB_MEASURE_COUNT]; /* by scope number */
	uint32_t *used; /* scopes of the interval, in order of name */
	uint32_t used_count;
	uint32_t capacity;
	bool *in_use;
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

static void write_ratio(struct report *report, const struct wb_kpi *kpi,
                        struct wb_value value)
{
	struct wb_json_writer *w = &report->json;
	wb_json_begin_object(w);
	wb_json_key_text(w, "value");
	if (!value.known) {
		wb_json_null(w);
	} else if (wb_unit_is_hundredths(kpi->unit)) {
		wb_json_decimal(w, value.value, 2);
	} else {
		wb_json_int(w, value.value);
	}
	wb_json_key_text(w, "numerator");
	wb_json_int(w, value.ratio.num);
	wb_json_key_text(w, "denominator");
	wb_json_int(w, value.ratio.den);
	wb_json_end_object(w);
}

static void write_json_row(struct report *report, struct wb_str scope,
                           const int64_t sums[WB_MEASURE_COUNT],
                           const struct wb_moment_state *moment)
{
	struct wb_json_writer *w = &report->json;
	wb_json_begin_object(w);
	wb_json_key_text(w, "scope");
	wb_json_string(w, scope);
	for (int i = 0; i < wb_kpi_count; i++) {
		const struct wb_kpi *kpi = &wb_kpis[i];
		if (!wb_kpi_has_scope(kpi, report->query->by)) {
			continue;
		}
		struct wb_value value = wb_kpi_value(kpi, sums, moment);
		wb_json_key_text(w, kpi->name);
		if (value.is_ratio && (moment || !kpi->moment)) {
			write_ratio(report, kpi, value);
		} else if (value.known && wb_unit_is_hundredths(kpi->unit)) {
			wb_json_decimal(w, value.value, 2);
		} else if (value.known) {
			wb_json_int(w, value.value);
		} else {
			wb_json_null(w);
		}
	}
	wb_json_end_object(w);
}

/* RFC 4180. A scope begins with its kind, so no spreadsheet runs it. */
static void write_csv_text(struct wb_buf *out, struct wb_str text)
{
	wb_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '"') {
			wb_buf_add_char(out, '"');
		}
		wb_buf_add_char(out, text.data[i]);
	}
	wb_buf_add_char(out, '"');
}

static void write_csv_value(struct wb_buf *out, const struct wb_kpi *kpi,
                            struct wb_value value)
{
	wb_buf_add_char(out, ',');
	if (value.known && wb_unit_is_hundredths(kpi->unit)) {
		wb_buf_addf(out, "%" PRId64 ".%02d", value.value / 100,
		            (int)(value.value % 100));
	} else if (value.known) {
		wb_buf_addf(out, "%" PRId64, value.value);
	}
}

static bool has_parts(const struct wb_kpi *kpi)
{
	return wb_kpi_is_ratio(kpi);
}

static void write_csv_row(struct report *report, struct wb_str scope,
                          const int64_t sums[WB_MEASURE_COUNT],
                          const struct wb_moment_state *moment)
{
	struct wb_buf *out = report->body;
	wb_buf_addf(out, "%" PRId64 ",%" PRId64 ",", report->from, report->to);
	write_csv_text(out, scope);
	for (int i = 0; i < wb_kpi_count; i++) {
		const struct wb_kpi *kpi = &wb_kpis[i];
		if (!wb_kpi_has_scope(kpi, report->query->by)) {
			continue;
		}
		struct wb_value value = wb_kpi_value(kpi, sums, moment);
		write_csv_value(out, kpi, value);
		if (has_parts(kpi) && (moment || !kpi->moment)) {
			wb_buf_addf(out, ",%" PRId64 ",%" PRId64,
			            value.ratio.num, value.ratio.den);
		} else if (has_parts(kpi)) {
			wb_buf_add_text(out, ",,");
		}
	}
	wb_buf_add_text(out, "\r\n");
}

static void write_csv_header(struct report *report)
{
	struct wb_buf *out = report->body;
	wb_buf_add_text(out, "from,to,scope");
	for (int i = 0; i < wb_kpi_count; i++) {
		const struct wb_kpi *kpi = &wb_kpis[i];
		if (!wb_kpi_has_scope(kpi, report->query->by)) {
			continue;
		}
		wb_buf_addf(out, ",%s", kpi->name);
		if (has_parts(kpi)) {
			wb_buf_addf(out, ",%s_numerator,%s_denominator",
			            kpi->name, kpi->name);
		}
	}
	wb_buf_add_text(out, "\r\n");
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
	uint32_t known = wb_engine_scope(report->engine, scope);
	present = present && known != WB_NOBODY;
	if (present) {
		wb_engine_moment(report->engine, known, &moment);
	}
	if (report->query->csv) {
		write_csv_row(report, scope, report->sums[number],
		              present ? &moment : NULL);
	} else {
		write_json_row(report, scope, report->sums[number],
		               present ? &moment : NULL);
	}
}

static int by_name(const void *a, const void *b, void *names)
{
	struct wb_str x = wb_names_get(names, *(const uint32_t *)a);
	struct wb_str y = wb_names_get(names, *(const uint32_t *)b);
	return strcmp(x.data, y.data);
}

static void write_interval(struct report *report)
{
	struct wb_json_writer *w = &report->json;
	if (report->used_count == 0) {
		return;
	}
	qsort_r(report->used, report->used_count, sizeof(*report->used),
	        by_name, &report->scopes);
	if (!report->query->csv) {
		wb_json_begin_object(w);
		wb_json_key_text(w, "from");
		wb_json_int(w, report->from);
		wb_json_key_text(w, "to");
		wb_json_int(w, report->to);
		wb_json_key_text(w, "rows");
		wb_json_begin_array(w);
	}
	bool present = holds_present(report);
	for (uint32_t i = 0; i < report->used_count; i++) {
		uint32_t number = report->used[i];
		write_row(report, number, present);
		memset(report->sums[number], 0, sizeof(report->sums[number]));
		report->in_use[number] = false;
	}
	report->used_count = 0;
	if (!report->query->csv) {
		wb_json_end_array(w);
		wb_json_end_object(w);
	}
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

static bool on_row(void *user, wb_ms start, struct wb_str scope,
                   const int64_t *measures)
{
	struct report *report = user;
	if (!report->begun || start >= report->to) {
		write_interval(report);
		report->begun = true;
		interval_of(report, start, &report->from, &report->to);
		if (++report->intervals > WB_REPORT_INTERVALS_MAX) {
			report->failed = true;
			return false;
		}
	}
	uint32_t number = wb_names_add(&report->scopes, scope);
	if (number == WB_NAMES_NONE ||
	    (number >= report->capacity && !grow(report))) {
		report->failed = true;
		return false;
	}
	if (!report->in_use[number]) {
		report->in_use[number] = true;
		report->used[report->used_count++] = number;
	}
	for (int i = 0; i < WB_MEASURE_COUNT; i++) {
		report->sums[number][i] += measures[i];
	}
	return true;
}

static void begin(struct report *report)
{
	static const char *const names[] = { "event", "cohort" };
	struct wb_json_writer *w = &report->json;
	if (report->query->csv) {
		write_csv_header(report);
		return;
	}
	wb_json_writer_init(w, report->body);
	wb_json_begin_object(w);
	wb_json_key_text(w, "from");
	wb_json_int(w, report->query->from);
	wb_json_key_text(w, "to");
	wb_json_int(w, report->query->to);
	wb_json_key_text(w, "attribution");
	wb_json_text(w, names[report->query->attribution]);
	wb_json_key_text(w, "intervals");
	wb_json_begin_array(w);
}

int wb_report_write(struct wb_history *history, struct wb_engine *engine,
                    const struct wb_report_query *query,
                    struct wb_buf *ret_body)
{
	struct report report = {
		.query = query,
		.engine = engine,
		.body = ret_body,
	};
	char prefix[32];
	snprintf(prefix, sizeof(prefix), "%s%s", wb_scope_kind_name(query->by),
	         query->by == WB_SCOPE_TOTAL ? "" : ":");
	begin(&report);
	int error = wb_history_read(history, (int)query->attribution, prefix,
	                            query->from, query->to, on_row, &report);
	write_interval(&report);
	if (!query->csv) {
		wb_json_end_array(&report.json);
		wb_json_end_object(&report.json);
	}
	wb_names_finish(&report.scopes);
	free(report.sums);
	free(report.used);
	free(report.in_use);
	return report.failed || ret_body->failed ? -1 : error;
}
