/* Reports: their parameters, their intervals, their words. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/report.h"
#include "engine_kit.h"
#include "json.h"
#include "suite.h"
#include "temp_dir.h"

/* 2025-11-18 10:00:00 UTC */
#define BASE ((wb_ms)1763460000000)
#define QUARTER WB_HISTORY_QUARTER

static struct kit kit;
static struct wb_history *history;
static struct wb_buf body;
static struct wb_arena arena;
static const char *parameters[8][2];

static void setup(void)
{
	char error[256];
	kit_open(&kit, BASE);
	temp_dir_make();
	history = wb_history_open(temp_dir(), wb_measure_names,
	                          WB_MEASURE_COUNT, error, sizeof(error));
	ck_assert_msg(history != NULL, "%s", error);
	memset(parameters, 0, sizeof(parameters));
}

static void teardown(void)
{
	wb_history_close(history);
	temp_dir_remove();
	wb_buf_finish(&body);
	wb_arena_finish(&arena);
	kit_close(&kit);
}

static struct wb_str parameter(void *ctx, const char *name)
{
	(void)ctx;
	for (int i = 0; i < 8 && parameters[i][0]; i++) {
		if (strcmp(parameters[i][0], name) == 0) {
			return wb_str(parameters[i][1]);
		}
	}
	return (struct wb_str){ NULL, 0 };
}

static void ask(int i, const char *name, const char *value)
{
	parameters[i][0] = name;
	parameters[i][1] = value;
}

static bool parse(struct wb_report_query *query, char *error, size_t size)
{
	return wb_report_parse(parameter, NULL, &kit.plan,
	                       wb_engine_now(kit.engine), query, error, size);
}

static void store(void *user, const struct wb_history_addition *addition)
{
	struct wb_history_cell cell = {
		.attribution = addition->attribution,
		.scope = wb_engine_scope_name(kit.engine, addition->scope),
		.start = addition->quarter,
		.add = addition->add,
	};
	struct wb_history_pair waits[64];
	(void)user;
	cell.waits = waits;
	for (uint32_t i = 0; i < addition->waits->used; i++) {
		waits[cell.wait_count++] = (struct wb_history_pair){
			addition->waits->counts[i].bucket,
			addition->waits->counts[i].count,
		};
	}
	struct wb_history_batch batch = { .cells = &cell, .cell_count = 1 };
	ck_assert_int_eq(wb_history_add(history, &batch,
	                                (struct wb_history_mark){ 1, 1 }),
	                 0);
}

static const struct wb_json *report(void)
{
	struct wb_report_query query;
	struct wb_json_error wrong;
	char error[200] = "";
	ck_assert_msg(parse(&query, error, sizeof(error)), "%s", error);
	wb_engine_read_history(kit.engine, store, NULL);
	wb_engine_forget_history(kit.engine);
	wb_buf_clear(&body);
	ck_assert_int_eq(wb_report_write(history, kit.engine, &query, &body),
	                 0);
	if (query.csv) {
		return NULL;
	}
	const struct wb_json *read =
		wb_json_read(wb_buf_str(&body), &arena, &wrong);
	ck_assert_msg(read != NULL, "%s", wrong.message);
	return wb_json_get(read, "intervals");
}

/* The i-th element of an array. */
static const struct wb_json *element(const struct wb_json *array, int i)
{
	const struct wb_json_member *m = array->first;
	while (m && i-- > 0) {
		m = m->next;
	}
	ck_assert_ptr_nonnull(m);
	return &m->value;
}

static const struct wb_json *row(const struct wb_json *intervals, int i,
                                 const char *scope)
{
	const struct wb_json *rows = wb_json_get(element(intervals, i), "rows");
	for (const struct wb_json_member *m = rows->first; m; m = m->next) {
		if (wb_str_is(wb_json_get_string(&m->value, "scope"), scope)) {
			return &m->value;
		}
	}
	ck_abort_msg("no row %s", scope);
	return NULL;
}

static const struct {
	const char *name, *value, *error;
} bad[] = {
	{ "by", "quee",
	  "parameter 'by': got 'quee', expected queue, department, site, "
	  "channel, tier, agent, team "
	  "or total" },
	{ "interval", "5m",
	  "parameter 'interval': got '5m', expected none, 15m, 30m, 1h or "
	  "day" },
	{ "attribution", "x",
	  "parameter 'attribution': got 'x', expected event or cohort" },
	{ "format", "xml",
	  "parameter 'format': got 'xml', expected json or csv" },
	{ "from", "yesterday",
	  "parameter 'from': got 'yesterday', expected milliseconds since "
	  "1970 or a date like 2026-11-21T08:30" },
	{ "to", "-5",
	  "parameter 'to': got '-5', expected milliseconds since 1970 or a "
	  "date like 2026-11-21T08:30" },
	{ "to", "1000", "parameter 'to': must be later than 'from'" },
	{ "scope", "sales",
	  "parameter 'scope': got 'sales', expected total, or a kind and a "
	  "name like queue:sales" },
	{ "scope", "total:x",
	  "parameter 'scope': got 'total:x', expected total, or a kind and a "
	  "name like queue:sales" },
	{ "kpis", "offered,awnsered",
	  "parameter 'kpis': got 'awnsered', expected names of KPIs as in "
	  "/api/v1/kpis" },
	{ "kpis", "",
	  "parameter 'kpis': got '', expected names of KPIs as in "
	  "/api/v1/kpis" },
	{ "kpis", "offered,agents_required,offered",
	  "parameter 'kpis': got 'offered', expected each KPI once" },
};

START_TEST(a_bad_parameter_is_named)
{
	struct wb_report_query query;
	char error[200] = "";
	ask(0, bad[_i].name, bad[_i].value);
	ck_assert(!parse(&query, error, sizeof(error)));
	ck_assert_str_eq(error, bad[_i].error);
}
END_TEST

START_TEST(today_by_queue_is_the_default)
{
	struct wb_report_query query;
	char error[200];
	ck_assert(parse(&query, error, sizeof(error)));
	ck_assert_int_eq(query.from, BASE - 10 * WB_HOUR);
	ck_assert_int_eq(query.to, BASE + QUARTER);
	ck_assert_int_eq(query.by, WB_SCOPE_QUEUE);
	ck_assert_int_eq(query.step, WB_STEP_NONE);
	ck_assert_int_eq(query.attribution, WB_BY_EVENT);
	ck_assert(!query.csv);
}
END_TEST

static const struct {
	const char *text;
	wb_ms from;
} dates[] = {
	{ "1763460000000", BASE },
	{ "1763460899999", BASE },
	{ "2025-11-18", BASE - 10 * WB_HOUR },
	{ "2025-11-18T10:20", BASE + QUARTER },
	{ "2025-11-18T10:00:59", BASE },
};

START_TEST(instants_are_rounded_to_quarter_hours)
{
	struct wb_report_query query;
	char error[200] = "";
	ask(0, "from", dates[_i].text);
	ask(1, "to", "2025-11-19");
	ck_assert_msg(parse(&query, error, sizeof(error)), "%s", error);
	ck_assert_int_eq(query.from, dates[_i].from);
	ck_assert_int_eq(query.to, BASE + 14 * WB_HOUR);
}
END_TEST

/* Entered at 10:14:50, answered at 10:15:20, handled at 10:31. */
static void play_across_borders(void)
{
	kit_play(&kit, 890, "queue.entered", "'contact':'a','queue':'sales'");
	kit_play(&kit, 920, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	kit_play(&kit, 1860, "segment.ended", "'contact':'a','agent':'ann'");
	kit_at(&kit, 2000);
}

START_TEST(all_of_time_is_one_interval)
{
	play_across_borders();
	kit_call(&kit, 4000, "b", "support", "bob", 5, 5);
	ask(0, "from", "0");
	ask(1, "to", "1893456000000");
	const struct wb_json *intervals = report();
	ck_assert_uint_eq(intervals->count, 1);
	const struct wb_json *sales = row(intervals, 0, "queue:sales");
	ck_assert_int_eq(wb_json_get_int(sales, "offered", -1), 1);
	ck_assert_int_eq(wb_json_get_int(sales, "handled", -1), 1);
	row(intervals, 0, "queue:support");
}
END_TEST

START_TEST(events_count_when_they_happen)
{
	play_across_borders();
	ask(0, "interval", "15m");
	const struct wb_json *intervals = report();
	ck_assert_uint_eq(intervals->count, 3);
	ck_assert_int_eq(wb_json_get_int(element(intervals, 1), "from", 0),
	                 BASE + QUARTER);
	const struct wb_json *first = row(intervals, 0, "queue:sales");
	const struct wb_json *second = row(intervals, 1, "queue:sales");
	const struct wb_json *third = row(intervals, 2, "queue:sales");
	ck_assert_int_eq(wb_json_get_int(first, "offered", -1), 1);
	ck_assert_int_eq(wb_json_get_int(first, "answered", -1), 0);
	ck_assert_int_eq(wb_json_get_int(second, "answered", -1), 1);
	ck_assert_int_eq(wb_json_get_int(second, "handled", -1), 0);
	ck_assert_int_eq(wb_json_get_int(third, "handled", -1), 1);
	const struct wb_json *level =
		wb_json_get(second, "service_level_offered");
	ck_assert_int_eq(wb_json_get_int(level, "denominator", -1), 1);
	ck_assert_int_eq(wb_json_get_int(level, "numerator", -1), 0);
	/* The present has moments, the past has none. */
	ck_assert_int_eq(wb_json_get(first, "waiting")->kind, WB_JSON_NULL);
	ck_assert_int_eq(wb_json_get_int(third, "waiting", -1), 0);
	ck_assert_int_eq(wb_json_get(first, "service_level")->kind,
	                 WB_JSON_OBJECT);
}
END_TEST

START_TEST(a_cohort_counts_where_it_arrived)
{
	play_across_borders();
	ask(0, "interval", "15m");
	ask(1, "attribution", "cohort");
	const struct wb_json *first = row(report(), 0, "queue:sales");
	ck_assert_int_eq(wb_json_get_int(first, "offered", -1), 1);
	ck_assert_int_eq(wb_json_get_int(first, "answered", -1), 1);
	ck_assert_int_eq(wb_json_get_int(first, "handled", -1), 1);
}
END_TEST

START_TEST(an_open_entry_past_its_threshold_has_missed)
{
	kit_play(&kit, 10, "queue.entered", "'contact':'a','queue':'sales'");
	kit_at(&kit, 40);
	const struct wb_json *sales = row(report(), 0, "queue:sales");
	ck_assert_int_eq(wb_json_get_int(wb_json_get(sales, "service_level"),
	                                 "denominator", -1),
	                 1);
	kit_play(&kit, 50, "segment.started",
	         "'contact':'a','queue':'sales','agent':'ann'");
	sales = row(report(), 0, "queue:sales");
	ck_assert_int_eq(wb_json_get_int(wb_json_get(sales, "service_level"),
	                                 "denominator", -1),
	                 1);
	ck_assert_int_eq(wb_json_get_int(sales, "answered", -1), 1);
}
END_TEST

START_TEST(agents_times_are_cut_at_the_borders)
{
	kit_play(&kit, 600, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 800, "segment.started", "'contact':'a','agent':'ann'");
	kit_play(&kit, 1000, "segment.ended", "'contact':'a','agent':'ann'");
	kit_at(&kit, 1100);
	ask(0, "interval", "15m");
	ask(1, "by", "agent");
	const struct wb_json *intervals = report();
	const struct wb_json *first =
		wb_json_get(row(intervals, 0, "agent:ann"), "occupancy");
	const struct wb_json *second =
		wb_json_get(row(intervals, 1, "agent:ann"), "occupancy");
	ck_assert_int_eq(wb_json_get_int(first, "numerator", -1), 100000);
	ck_assert_int_eq(wb_json_get_int(first, "denominator", -1), 300000);
	ck_assert_int_eq(wb_json_get_int(second, "numerator", -1), 100000);
	ck_assert_int_eq(wb_json_get_int(second, "denominator", -1), 200000);
	/* Asking again, a while later, gives more of the open interval only. */
	kit_at(&kit, 1200);
	intervals = report();
	first = wb_json_get(row(intervals, 0, "agent:ann"), "occupancy");
	second = wb_json_get(row(intervals, 1, "agent:ann"), "occupancy");
	ck_assert_int_eq(wb_json_get_int(first, "denominator", -1), 300000);
	ck_assert_int_eq(wb_json_get_int(second, "denominator", -1), 300000);
}
END_TEST

START_TEST(a_late_fact_revises_its_interval)
{
	play_across_borders();
	report();
	kit_play_late(&kit, 100, "queue.entered",
	              "'contact':'b','queue':'sales'");
	ask(0, "interval", "15m");
	ck_assert_int_eq(
		wb_json_get_int(row(report(), 0, "queue:sales"), "offered", -1),
		2);
}
END_TEST

START_TEST(csv_is_for_spreadsheets)
{
	play_across_borders();
	kit_call(&kit, 2010, "b", "a \\u0022b\\u0022, c", "ann", 5, 5);
	ask(0, "format", "csv");
	report();
	ck_assert_int_eq(strncmp(body.data, "from,to,scope,offered,", 22), 0);
	ck_assert_ptr_nonnull(strstr(body.data,
	                             ",service_level,service_level_numerator,"
	                             "service_level_denominator,"));
	ck_assert_ptr_nonnull(strstr(body.data, "\"queue:a \"\"b\"\", c\""));
	size_t columns = 0, values = 0;
	const char *line = body.data;
	for (; *line != '\r'; line++) {
		columns += *line == ',';
	}
	bool quoted = false;
	for (line += 2; *line != '\r'; line++) {
		quoted = *line == '"' ? !quoted : quoted;
		values += *line == ',' && !quoted;
	}
	ck_assert_uint_eq(columns, values);
}
END_TEST

/* in the order of enum wb_scope_kind */
static const char *const scopes[] = {
	"queue:sales", "department:front", "site:tehran", "channel:voice",
	"tier:1",      "agent:ann",        "team:red",    "total",
};

START_TEST(every_kind_of_scope_has_its_rows)
{
	kit.queues[0].site = wb_str("tehran");
	kit.queues[0].tier = 1;
	kit_replan(&kit);
	kit_call(&kit, 0, "a", "sales", "ann", 5, 60);
	ask(0, "by", wb_scope_kind_name((enum wb_scope_kind)_i));
	for (int i = 0; i < 2; i++) {
		ask(1, "attribution", i ? "cohort" : "event");
		const struct wb_json *found = row(report(), 0, scopes[_i]);
		ck_assert_int_eq(wb_json_get_int(found, "answered", -1), 1);
		ck_assert_int_eq(wb_json_get_int(found, "handled", -1), 1);
	}
}
END_TEST

START_TEST(quantiles_are_those_of_the_whole_interval)
{
	for (int i = 0; i < 10; i++) {
		char contact[8];
		snprintf(contact, sizeof(contact), "c%d", i);
		/* waits of 1 to 10 s, over two quarter hours */
		kit_call(&kit, 200 * i, contact, i % 2 ? "sales" : "support",
		         "ann", i + 1, 60);
	}
	ask(0, "by", "total");
	const struct wb_json *total = row(report(), 0, "total");
	ck_assert_int_eq(wb_json_get_int(total, "wait_p50", -1), 5024);
	ck_assert_int_eq(wb_json_get_int(total, "wait_p90", -1), 9024);
	ask(1, "interval", "15m");
	total = row(report(), 0, "total");
	ck_assert_int_eq(wb_json_get_int(total, "wait_p90", -1), 5024);
}
END_TEST

START_TEST(the_budget_of_an_interval_is_known)
{
	kit_call(&kit, 0, "a", "sales", "ann", 5, 60);
	kit_call(&kit, 100, "b", "sales", "ann", 50, 60);
	const struct wb_json *sales = row(report(), 0, "queue:sales");
	/* two counted, a target of 80 %: 0.4 allowed, one missed */
	const struct wb_json *burn = wb_json_get(sales, "budget_burn");
	ck_assert_ptr_nonnull(burn);
	ck_assert_int_eq(wb_json_get_int(sales, "budget_left", 9), -1);
}
END_TEST

START_TEST(only_the_kpis_asked_for_in_their_order)
{
	play_across_borders();
	ask(0, "kpis", "service_level,offered");
	ask(1, "format", "csv");
	report();
	ck_assert_msg(strncmp(body.data,
	                      "from,to,scope,service_level,"
	                      "service_level_numerator,"
	                      "service_level_denominator,offered\r\n",
	                      70) == 0,
	              "%s", body.data);
}
END_TEST

START_TEST(a_kpi_that_the_kind_has_not_is_refused)
{
	struct wb_report_query query;
	char error[200] = "";
	ask(0, "by", "agent");
	ask(1, "kpis", "waiting");
	ck_assert(!parse(&query, error, sizeof(error)));
	ck_assert_str_eq(error, "parameter 'kpis': got 'waiting', expected a "
	                        "KPI that there is of agent");
}
END_TEST

START_TEST(one_scope_alone)
{
	struct wb_report_query query;
	char error[200] = "";
	play_across_borders();
	ask(0, "scope", "department:front");
	const struct wb_json *intervals = report();
	row(intervals, 0, "department:front");
	ck_assert_ptr_null(strstr(body.data, "department:back"));
	ask(1, "by", "queue");
	ck_assert(!parse(&query, error, sizeof(error)));
	ck_assert_str_eq(error, "parameter 'scope': got 'department:front', "
	                        "expected one of the kind that 'by' says");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("report");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_bad_parameter_is_named, 0, WB_COUNT(bad));
	tcase_add_test(tc, today_by_queue_is_the_default);
	tcase_add_loop_test(tc, instants_are_rounded_to_quarter_hours, 0,
	                    WB_COUNT(dates));
	tcase_add_test(tc, all_of_time_is_one_interval);
	tcase_add_test(tc, events_count_when_they_happen);
	tcase_add_test(tc, a_cohort_counts_where_it_arrived);
	tcase_add_test(tc, an_open_entry_past_its_threshold_has_missed);
	tcase_add_test(tc, agents_times_are_cut_at_the_borders);
	tcase_add_test(tc, a_late_fact_revises_its_interval);
	tcase_add_test(tc, csv_is_for_spreadsheets);
	tcase_add_loop_test(tc, every_kind_of_scope_has_its_rows, 0,
	                    WB_COUNT(scopes));
	tcase_add_test(tc, quantiles_are_those_of_the_whole_interval);
	tcase_add_test(tc, the_budget_of_an_interval_is_known);
	tcase_add_test(tc, only_the_kpis_asked_for_in_their_order);
	tcase_add_test(tc, a_kpi_that_the_kind_has_not_is_refused);
	tcase_add_test(tc, one_scope_alone);
	return wb_test_run("app/report", tc);
}
