/* The board state: what the screens are told. */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "engine_kit.h"
#include "suite.h"
#include "view/view.h"

#define BASE ((wb_ms)1763460000000)

static struct kit kit;
static struct wb_arena arena;
static struct wb_view_feed feed;

static void setup(void)
{
	kit_open(&kit, BASE);
	feed = (struct wb_view_feed){
		.name = { "sim", 3 },
		.state = WB_FEED_LIVE,
		.heard = BASE,
		.event = BASE - 5,
	};
}

static void teardown(void)
{
	kit_close(&kit);
	wb_arena_finish(&arena);
}

static void add_tile(const struct wb_tile_plan *tile)
{
	kit.tiles[kit.page.tile_count++] = *tile;
	kit_replan(&kit);
}

static void add_number(const char *kpi, const char *scope,
                       struct wb_limits_plan limits)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t1", 2 },
		.kind = WB_TILE_NUMBER,
		.w = 8,
		.h = 4,
		.kpi = { kpi, strlen(kpi) },
		.scope = { scope, strlen(scope) },
		.window = WB_WINDOW_DAY,
		.limits = limits,
		.trend = true,
	});
}

static void add_queues(void)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t2", 2 },
		.kind = WB_TILE_QUEUES,
		.window = WB_WINDOW_DAY,
		.columns = { { "waiting", 7 },
	                     { "longest_wait", 12 },
	                     { "service_level", 13 },
	                     { "agents", 6 },
	                     { "trend", 5 } },
		.column_count = 5,
	});
}

static void add_agents(void)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t3", 2 },
		.kind = WB_TILE_AGENTS,
		.state_limit = 10 * WB_MINUTE,
		.rows = 2,
	});
}

static const struct wb_json *render(void)
{
	struct wb_view_input input = {
		.engine = kit.engine,
		.page = &kit.page,
		.feeds = &feed,
		.feed_count = 1,
		.now = wb_engine_now(kit.engine),
	};
	wb_arena_reset(&arena);
	struct wb_json *root = wb_view_render(&input, &arena);
	ck_assert_ptr_nonnull(root);
	return root;
}

/* The member that a path of names leads to: "tiles/t1/value". */
static const struct wb_json *at(const char *path)
{
	const struct wb_json *value = render();
	char copy[128];
	snprintf(copy, sizeof(copy), "%s", path);
	for (char *part = strtok(copy, "/"); part && value;
	     part = strtok(NULL, "/")) {
		value = wb_json_get(value, part);
	}
	return value;
}

static void expect_int(const char *path, int64_t number)
{
	const struct wb_json *value = at(path);
	ck_assert_msg(value && value->kind == WB_JSON_NUMBER, "no %s", path);
	int64_t unit = 1;
	for (int i = 0; i < value->scale; i++) {
		unit *= 10;
	}
	ck_assert_msg(value->number == number * unit, "%s: got %lld of %lld",
	              path, (long long)value->number, (long long)unit);
}

static void expect_word(const char *path, const char *word)
{
	const struct wb_json *value = at(path);
	ck_assert_msg(value && value->kind == WB_JSON_STRING &&
	                      wb_str_is(value->string, word),
	              "%s is not '%s'", path, word);
}

/* Elements of an array of words, joined by blanks. */
static void expect_words(const char *path, const char *words)
{
	const struct wb_json *value = at(path);
	char got[256] = "";
	ck_assert(value && value->kind == WB_JSON_ARRAY);
	for (const struct wb_json_member *m = value->first; m; m = m->next) {
		size_t len = strlen(got);
		snprintf(got + len, sizeof(got) - len, "%s%.*s", len ? " " : "",
		         WB_STR_FMT(m->value.string));
	}
	ck_assert_str_eq(got, words);
}

static const struct wb_limits_plan promise = {
	.has_target = true,
	.has_warning = true,
	.has_critical = true,
	.target = 8000,
	.warning = 8000,
	.critical = 6500,
};

START_TEST(a_number_brings_its_counts_and_its_promise)
{
	add_number("service_level", "total", promise);
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	kit_call(&kit, 60, "b", "sales", "ann", 25, 5);
	kit_call(&kit, 120, "c", "sales", "ann", 5, 5);
	expect_word("tiles/t1/unit", "percent");
	ck_assert_int_eq(at("tiles/t1/value")->number, 6667);
	expect_int("tiles/t1/numerator", 2);
	expect_int("tiles/t1/denominator", 3);
	expect_int("tiles/t1/target", 80);
	expect_word("tiles/t1/worse", "below");
	expect_word("tiles/t1/level", "warning");
	expect_int("tiles/t1/definition/threshold_ms", 20000);
	expect_word("tiles/t1/definition/variant", "offered");
	expect_word("tiles/t1/formula",
	            wb_kpi_find(wb_str("service_level"))->formula);
}
END_TEST

START_TEST(different_promises_are_told_as_a_range)
{
	kit.queues[1].service_level.threshold = WB_MINUTE;
	kit.queues[2].service_level.variant = WB_SL_ANSWERED;
	add_number("service_level", "total", promise);
	expect_int("tiles/t1/definition/threshold_ms", 20000);
	expect_int("tiles/t1/definition/threshold_max_ms", 60000);
	ck_assert_ptr_null(at("tiles/t1/definition/variant"));
}
END_TEST

START_TEST(no_value_is_left_out)
{
	add_number("service_level", "queue:sales", promise);
	ck_assert_ptr_null(at("tiles/t1/value"));
	expect_int("tiles/t1/denominator", 0);
	expect_word("tiles/t1/level", "none");
	ck_assert_ptr_null(at("headline"));
}
END_TEST

START_TEST(a_scope_that_nobody_heard_of_has_no_value)
{
	add_number("offered", "queue:nowhere", (struct wb_limits_plan){ 0 });
	ck_assert_ptr_null(at("tiles/t1/value"));
	expect_word("tiles/t1/level", "none");
}
END_TEST

START_TEST(a_wait_turns_bad_by_the_clock_alone)
{
	add_number("longest_wait", "total",
	           (struct wb_limits_plan){ .has_warning = true,
	                                    .has_critical = true,
	                                    .warning = 20000,
	                                    .critical = 40000,
	                                    .above = true });
	expect_word("tiles/t1/level", "normal");
	kit_play(&kit, 10, "queue.entered", "'contact':'a','queue':'sales'");
	expect_int("tiles/t1/value", BASE + 10000);
	kit_at(&kit, 30);
	expect_word("tiles/t1/level", "normal");
	kit_at(&kit, 30.001);
	expect_word("tiles/t1/level", "warning");
	kit_at(&kit, 51);
	expect_word("tiles/t1/level", "critical");
	expect_word("headline/kpi", "longest_wait");
	expect_word("headline/level", "critical");
	expect_int("headline/more", 0);
}
END_TEST

START_TEST(a_trend_has_a_point_a_minute)
{
	add_number("service_level", "total", promise);
	ck_assert_ptr_null(at("tiles/t1/trend"));
	kit_at(&kit, 61);
	kit_call(&kit, 70, "a", "sales", "ann", 5, 5);
	kit_call(&kit, 130, "b", "sales", "ann", 25, 5);
	kit_at(&kit, 185);
	const struct wb_json *points = at("tiles/t1/trend/points");
	ck_assert_uint_eq(points->count, 3);
	ck_assert_int_eq(points->first->value.kind, WB_JSON_NULL);
	ck_assert_int_eq(points->first->next->value.number, 100);
	ck_assert_int_eq(points->last->value.number, 50);
	expect_int("tiles/t1/trend/end", BASE + 180000);
	kit_at(&kit, 7200);
	ck_assert_uint_eq(at("tiles/t1/trend/points")->count, 60);
}
END_TEST

START_TEST(a_breach_knows_since_when)
{
	add_number("service_level", "total", promise);
	kit_call(&kit, 10, "a", "sales", "ann", 5, 5);
	kit_at(&kit, 121);
	kit_call(&kit, 125, "b", "sales", "ann", 25, 5);
	kit_at(&kit, 400);
	expect_word("headline/level", "critical");
	expect_int("headline/since", BASE + 180000);
}
END_TEST

START_TEST(the_worst_queue_stands_on_top)
{
	add_queues();
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	kit_call(&kit, 60, "b", "support", "bob", 25, 5);
	kit_call(&kit, 120, "c", "support", "bob", 5, 5);
	kit_call(&kit, 180, "d", "techsupport", "carl", 25, 5);
	expect_words("tiles/t2/order", "techsupport support sales");
	expect_word("tiles/t2/rows/techsupport/level", "critical");
	expect_word("tiles/t2/rows/sales/level", "normal");
	expect_int("tiles/t2/rows/support/service_level/value", 50);
	expect_int("tiles/t2/rows/support/agents/signed_in", 1);
	expect_int("tiles/t2/rows/support/agents/available", 1);
	expect_word("headline/scope", "queue:techsupport");
	expect_int("headline/more", 1);
	ck_assert_ptr_null(at("tiles/t2/rows/sales/unconfigured"));
	kit_call(&kit, 240, "e", "lobby", "zoe", 1, 1);
	ck_assert_ptr_nonnull(at("tiles/t2/rows/lobby/unconfigured"));
	expect_word("tiles/t2/rows/lobby/title/en", "lobby");
}
END_TEST

START_TEST(agents_over_their_limit_come_first_then_the_free)
{
	add_agents();
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 0, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break'");
	kit_play(&kit, 300, "segment.started", "'contact':'a','agent':'bob'");
	kit_play(&kit, 590, "agent.signed_in", "'agent':'carl'");
	expect_words("tiles/t3/order", "carl bob");
	kit_at(&kit, 601);
	expect_words("tiles/t3/order", "ann carl");
	expect_int("tiles/t3/more", 1);
	expect_int("tiles/t3/over_limit", 1);
	expect_int("tiles/t3/counts/signed_in", 3);
	expect_int("tiles/t3/counts/talking", 1);
	expect_int("tiles/t3/reasons/break", 1);
	expect_word("tiles/t3/rows/ann/reason", "break");
	expect_int("tiles/t3/rows/carl/since", BASE + 590000);
	ck_assert_ptr_null(at("tiles/t3/rows/carl/unconfigured"));
	kit_play(&kit, 602, "agent.signed_out", "'agent':'ann'");
	kit_play(&kit, 603, "agent.signed_in", "'agent':'zoe'");
	ck_assert_ptr_nonnull(at("tiles/t3/rows/zoe/unconfigured"));
}
END_TEST

static const struct {
	enum wb_names_shown shown;
	const char *order, *title_path, *title;
} names[] = {
	{ WB_NAMES_FULL, "ann zoë de Wit", "tiles/t3/rows/ann/title/en",
	  "Ann Li" },
	{ WB_NAMES_INITIALS, "#1 #4", "tiles/t3/rows/#1/title/en", "A.L." },
	{ WB_NAMES_HIDDEN, "#1 #4", NULL, NULL },
};

START_TEST(names_are_shown_as_the_plan_allows)
{
	kit.plan.agent_names = names[_i].shown;
	kit.agents[0].title.text[WB_LANGUAGE_EN] = wb_str("Ann Li");
	add_agents();
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 1, "agent.signed_in", "'agent':'zoë de Wit'");
	expect_words("tiles/t3/order", names[_i].order);
	if (names[_i].title_path) {
		expect_word(names[_i].title_path, names[_i].title);
	}
	struct wb_buf text = { 0 };
	struct wb_json_writer w;
	wb_json_writer_init(&w, &text);
	wb_json_write(render(), &w);
	bool told = strstr(text.data, "Wit") != NULL ||
	            strstr(text.data, "\"ann\"") != NULL;
	ck_assert_int_eq(told, names[_i].shown == WB_NAMES_FULL);
	wb_buf_finish(&text);
}
END_TEST

START_TEST(feeds_show_their_state_and_age)
{
	feed.state = WB_FEED_GAP;
	feed.gap_from = BASE - 100;
	feed.gap_to = BASE - 50;
	expect_word("feeds/sim/state", "gap");
	expect_int("feeds/sim/heard", BASE);
	expect_int("feeds/sim/event", BASE - 5);
	expect_int("feeds/sim/gap_from", BASE - 100);
	feed.state = WB_FEED_SILENT;
	expect_word("feeds/sim/state", "silent");
	ck_assert_ptr_null(at("feeds/sim/gap_to"));
}
END_TEST

START_TEST(the_frame_is_there_for_every_screen)
{
	add_number("offered", "total", (struct wb_limits_plan){ 0 });
	expect_word("centre/time_zone", "UTC");
	expect_int("centre/utc_offset_ms", 0);
	expect_word("centre/clock", "wall");
	expect_word("page/name", "overview");
	expect_int("page/columns", 24);
	expect_words("page/tiles", "t1");
	expect_int("tiles/t1/w", 8);
	expect_int("tiles/t1/value", 0);
}
END_TEST

/* ---- the kinds of tiles that came later ---- */

START_TEST(a_gauge_brings_the_ends_of_its_scale)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t1", 2 },
		.kind = WB_TILE_GAUGE,
		.kpi = { "service_level", 13 },
		.scope = { "total", 5 },
		.window = WB_WINDOW_DAY,
		.limits = promise,
		.has_scale = true,
		.scale_to = 10000,
	});
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	expect_word("tiles/t1/kind", "gauge");
	expect_int("tiles/t1/scale_from", 0);
	expect_int("tiles/t1/scale_to", 100);
	expect_int("tiles/t1/critical", 65);
	ck_assert_ptr_null(at("tiles/t1/trend"));
}
END_TEST

static void add_day(void)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t1", 2 },
		.kind = WB_TILE_TREND,
		.kpi = { "offered", 7 },
		.scope = { "total", 5 },
		.window = WB_WINDOW_DAY,
		.trend = true,
		.span = WB_SPAN_DAY,
		.part = { "answered", 8 },
	});
}

/* The points of an array, "-" for what is not known. */
static void expect_points(const char *path, const char *points)
{
	const struct wb_json *value = at(path);
	char got[256] = "";
	ck_assert_msg(value && value->kind == WB_JSON_ARRAY, "no %s", path);
	for (const struct wb_json_member *m = value->first; m; m = m->next) {
		size_t len = strlen(got);
		if (m->value.kind == WB_JSON_NULL) {
			snprintf(got + len, sizeof(got) - len, "- ");
		} else {
			snprintf(got + len, sizeof(got) - len, "%lld ",
			         (long long)m->value.number);
		}
	}
	ck_assert_str_eq(got, points);
}

#define QUARTER (15 * 60)

START_TEST(the_day_has_a_point_a_quarter_hour_from_the_first_call_on)
{
	add_day();
	kit_call(&kit, QUARTER, "a", "sales", "ann", 5, 5);
	kit_play(&kit, QUARTER + 60, "queue.entered",
	         "'contact':'b','queue':'sales'");
	kit_play(&kit, QUARTER + 90, "queue.left",
	         "'contact':'b','queue':'sales','outcome':'abandoned'");
	kit_call(&kit, 3 * QUARTER, "c", "sales", "ann", 5, 5);
	wb_ms begun = wb_engine_now(kit.engine) / (QUARTER * WB_SECOND);
	expect_word("tiles/t1/span", "day");
	expect_points("tiles/t1/trend/points", "2 0 1 ");
	expect_points("tiles/t1/trend/part_points", "1 0 1 ");
	expect_word("tiles/t1/trend/part", "answered");
	expect_int("tiles/t1/trend/step_ms", QUARTER * WB_SECOND);
	expect_int("tiles/t1/trend/end", (begun + 1) * QUARTER * WB_SECOND);
}
END_TEST

START_TEST(a_late_event_mends_the_quarter_that_it_belongs_to)
{
	add_day();
	kit_call(&kit, QUARTER, "a", "sales", "ann", 5, 5);
	kit_at(&kit, 2 * QUARTER + 30);
	expect_points("tiles/t1/trend/points", "1 0 ");
	kit_play_late(&kit, 2 * QUARTER - 20, "queue.entered",
	              "'contact':'b','queue':'sales'");
	expect_points("tiles/t1/trend/points", "2 0 ");
}
END_TEST

START_TEST(quarters_before_the_tile_was_there_are_not_known)
{
	kit_call(&kit, 60, "a", "sales", "ann", 5, 5);
	kit_at(&kit, QUARTER + 60);
	add_day();
	kit_at(&kit, 3 * QUARTER + 60);
	kit_call(&kit, 3 * QUARTER + 70, "b", "sales", "ann", 5, 5);
	expect_points("tiles/t1/trend/points", "1 ");
}
END_TEST

START_TEST(a_new_day_begins_with_no_quarters)
{
	add_day();
	kit_call(&kit, QUARTER, "a", "sales", "ann", 5, 5);
	kit_at(&kit, 24 * 3600.0);
	kit_call(&kit, 24 * 3600.0 + 60, "b", "sales", "ann", 5, 5);
	const struct wb_json *points = at("tiles/t1/trend/points");
	ck_assert_int_eq(points->last->value.number, 1);
	ck_assert_uint_le(points->count, 96);
}
END_TEST

static void add_ranking(enum wb_ranked ranked, const char *kpi, bool lowest,
                        int least_sample)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t1", 2 },
		.kind = WB_TILE_RANKING,
		.ranked = ranked,
		.kpi = { kpi, strlen(kpi) },
		.window = WB_WINDOW_DAY,
		.lowest_first = lowest,
		.least_sample = least_sample,
	});
}

START_TEST(the_best_agent_comes_first_and_equals_share_a_place)
{
	add_ranking(WB_RANKED_AGENTS, "handled", false, 0);
	kit_call(&kit, 0, "a", "sales", "bob", 5, 5);
	kit_call(&kit, 60, "b", "sales", "ann", 5, 5);
	kit_call(&kit, 120, "c", "sales", "carl", 5, 5);
	kit_call(&kit, 180, "d", "sales", "carl", 5, 5);
	expect_word("tiles/t1/best", "highest");
	ck_assert_uint_eq(at("tiles/t1/order")->count, 3);
	ck_assert(wb_str_is(at("tiles/t1/order")->first->value.string, "carl"));
	expect_int("tiles/t1/rows/carl/place", 1);
	expect_int("tiles/t1/rows/carl/value", 2);
	expect_int("tiles/t1/rows/ann/place", 2);
	expect_int("tiles/t1/rows/bob/place", 2);
}
END_TEST

START_TEST(who_has_too_small_a_sample_has_no_place)
{
	add_ranking(WB_RANKED_AGENTS, "average_handle_time", true, 2);
	kit_call(&kit, 0, "a", "sales", "ann", 5, 50);
	kit_call(&kit, 60, "b", "sales", "ann", 5, 50);
	kit_call(&kit, 120, "c", "sales", "bob", 5, 5);
	expect_word("tiles/t1/best", "lowest");
	expect_words("tiles/t1/order", "ann");
}
END_TEST

START_TEST(queues_are_ranked_too_and_without_a_value_left_out)
{
	add_ranking(WB_RANKED_QUEUES, "service_level", false, 0);
	kit_call(&kit, 0, "a", "support", "ann", 25, 5);
	kit_call(&kit, 60, "b", "sales", "ann", 5, 5);
	expect_words("tiles/t1/order", "sales support");
	expect_int("tiles/t1/rows/sales/value", 100);
}
END_TEST

START_TEST(a_ranking_shows_no_names_where_none_may_be_shown)
{
	kit.plan.agent_names = WB_NAMES_HIDDEN;
	add_ranking(WB_RANKED_AGENTS, "handled", false, 0);
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	expect_words("tiles/t1/order", "#1");
	ck_assert_ptr_null(at("tiles/t1/rows/#1/title"));
}
END_TEST

START_TEST(states_are_the_agents_without_their_rows)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t1", 2 },
		.kind = WB_TILE_STATES,
		.state_limit = WB_MINUTE,
	});
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 0, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'break'");
	kit_at(&kit, 61);
	expect_int("tiles/t1/counts/not_ready", 1);
	expect_int("tiles/t1/over_limit", 1);
	expect_int("tiles/t1/reasons/break", 1);
	ck_assert_ptr_null(at("tiles/t1/rows"));
	ck_assert_ptr_null(at("tiles/t1/order"));
}
END_TEST

static void add_alerts(void)
{
	add_tile(&(struct wb_tile_plan){
		.id = { "t9", 2 },
		.kind = WB_TILE_ALERTS,
	});
}

START_TEST(alerts_are_the_standing_breaches_worst_first)
{
	add_queues();
	add_alerts();
	kit_call(&kit, 0, "a", "sales", "ann", 5, 5);
	kit_call(&kit, 60, "b", "support", "bob", 25, 5);
	kit_call(&kit, 120, "c", "support", "bob", 5, 5);
	kit_call(&kit, 180, "d", "techsupport", "carl", 25, 5);
	kit_at(&kit, 400);
	expect_words("tiles/t9/order", "service_level/queue:techsupport "
	                               "service_level/queue:support");
	expect_int("tiles/t9/counts/critical", 2);
	expect_int("watched", 3);
	const struct wb_json *row = wb_json_get(
		at("tiles/t9/rows"), "service_level/queue:techsupport");
	ck_assert(wb_str_is(wb_json_get_string(row, "state"), "standing"));
	ck_assert(wb_str_is(wb_json_get_string(row, "level"), "critical"));
	ck_assert_int_eq(wb_json_get_int(row, "target", 0), 80);
	/* the first full minute after the call was answered too late */
	ck_assert_int_eq(wb_json_get_int(row, "since", 0), BASE + 240000);
	ck_assert(!wb_json_get_bool(row, "longer", false));
}
END_TEST

START_TEST(what_was_bad_for_an_hour_may_have_been_so_for_longer)
{
	add_number("service_level", "total", promise);
	kit_call(&kit, 0, "a", "sales", "ann", 25, 5);
	kit_at(&kit, 30 * 60);
	ck_assert_ptr_null(at("headline/longer"));
	kit_at(&kit, 90 * 60);
	ck_assert_ptr_nonnull(at("headline/longer"));
	expect_int("headline/since", BASE + 31 * 60000);
}
END_TEST

START_TEST(the_same_number_on_two_tiles_is_one_breach)
{
	add_queues();
	add_number("service_level", "queue:support", promise);
	kit_call(&kit, 60, "b", "support", "bob", 25, 5);
	expect_word("headline/scope", "queue:support");
	expect_int("headline/more", 0);
}
END_TEST

/* ---- pages ---- */

static struct wb_page_plan two[2];

/* A second page before the one that is rendered. */
static void add_page_before(bool front)
{
	static struct wb_tile_plan number;
	number = (struct wb_tile_plan){
		.id = { "n", 1 },
		.kind = WB_TILE_NUMBER,
		.kpi = { "service_level", 13 },
		.scope = { "queue:sales", 11 },
		.window = WB_WINDOW_DAY,
		.limits = promise,
	};
	two[0] = (struct wb_page_plan){
		.name = { "first", 5 },
		.columns = 24,
		.rows = 12,
		.tiles = &number,
		.tile_count = 1,
		.front = front,
	};
	two[1] = kit.page;
	two[1].dwell = 20 * WB_SECOND;
	two[1].front = true;
	kit.plan.pages = two;
	kit.plan.page_count = 2;
	kit.plan.rotation = (struct wb_rotation_plan){
		.rotate = true,
		.critical_to_front = true,
		.hold = WB_MINUTE,
	};
	kit_replan(&kit);
}

START_TEST(a_breach_of_another_page_is_the_headline_of_this_one_too)
{
	add_page_before(true);
	kit_call(&kit, 0, "a", "sales", "ann", 25, 5);
	expect_word("headline/scope", "queue:sales");
	expect_word("rotation/front", "first");
	expect_int("rotation/hold_ms", WB_MINUTE);
	const struct wb_json *pages = at("pages");
	ck_assert(wb_str_is(wb_json_get_string(&pages->first->value, "level"),
	                    "critical"));
	ck_assert_ptr_null(wb_json_get(&pages->first->value, "dwell_ms"));
	ck_assert_int_eq(wb_json_get_int(&pages->last->value, "dwell_ms", 0),
	                 20 * WB_SECOND);
	ck_assert_ptr_null(wb_json_get(&pages->last->value, "level"));
}
END_TEST

START_TEST(only_a_page_that_may_is_brought_to_the_front)
{
	add_page_before(false);
	kit_call(&kit, 0, "a", "sales", "ann", 25, 5);
	ck_assert_ptr_null(at("rotation/front"));
	two[0].front = true;
	ck_assert_ptr_nonnull(at("rotation/front"));
	kit.plan.rotation.critical_to_front = false;
	ck_assert_ptr_null(at("rotation/front"));
	ck_assert_ptr_nonnull(at("rotation/rotate"));
}
END_TEST

/* Of the plan there is one empty page; what is drawn is another one. */
START_TEST(a_page_beside_the_plan_counts_its_own_numbers_in)
{
	add_number("service_level", "queue:sales", promise);
	two[0] = (struct wb_page_plan){ .name = { "first", 5 } };
	kit.plan.pages = two;
	kit.plan.page_count = 1;
	kit_replan(&kit);
	kit_call(&kit, 0, "a", "sales", "ann", 25, 5);
	expect_word("headline/scope", "queue:sales");
	expect_int("watched", 1);
	ck_assert(wb_json_get_bool(at("page"), "own", false));
	ck_assert_ptr_null(wb_json_get(&at("pages")->first->value, "level"));
	ck_assert_ptr_null(wb_json_get(at("rotation"), "front"));
	kit.plan.pages = &kit.page;
	kit_replan(&kit);
	ck_assert_ptr_null(wb_json_get(at("page"), "own"));
}
END_TEST

START_TEST(agents_in_a_state_are_told_with_their_whole)
{
	add_number("agents_available", "total", (struct wb_limits_plan){ 0 });
	kit_play(&kit, 0, "agent.signed_in", "'agent':'ann'");
	kit_play(&kit, 0, "agent.signed_in", "'agent':'bob'");
	kit_play(&kit, 1, "agent.state", "'agent':'ann','state':'not_ready'");
	expect_int("tiles/t1/value", 1);
	expect_int("tiles/t1/whole", 2);
}
END_TEST

START_TEST(an_exhausted_arena_is_no_document)
{
	struct wb_arena small = { .limit = 2000 };
	struct wb_view_input input = {
		.engine = kit.engine,
		.page = &kit.page,
		.now = BASE,
	};
	add_queues();
	add_agents();
	ck_assert_ptr_null(wb_view_render(&input, &small));
	wb_arena_finish(&small);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("view");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_number_brings_its_counts_and_its_promise);
	tcase_add_test(tc, different_promises_are_told_as_a_range);
	tcase_add_test(tc, no_value_is_left_out);
	tcase_add_test(tc, a_scope_that_nobody_heard_of_has_no_value);
	tcase_add_test(tc, a_wait_turns_bad_by_the_clock_alone);
	tcase_add_test(tc, a_trend_has_a_point_a_minute);
	tcase_add_test(tc, a_breach_knows_since_when);
	tcase_add_test(tc, the_worst_queue_stands_on_top);
	tcase_add_test(tc, agents_over_their_limit_come_first_then_the_free);
	tcase_add_loop_test(tc, names_are_shown_as_the_plan_allows, 0,
	                    WB_COUNT(names));
	tcase_add_test(tc, feeds_show_their_state_and_age);
	tcase_add_test(tc, the_frame_is_there_for_every_screen);
	tcase_add_test(tc, a_gauge_brings_the_ends_of_its_scale);
	tcase_add_test(
		tc, the_day_has_a_point_a_quarter_hour_from_the_first_call_on);
	tcase_add_test(tc, a_late_event_mends_the_quarter_that_it_belongs_to);
	tcase_add_test(tc, quarters_before_the_tile_was_there_are_not_known);
	tcase_add_test(tc, a_new_day_begins_with_no_quarters);
	tcase_add_test(tc, the_best_agent_comes_first_and_equals_share_a_place);
	tcase_add_test(tc, who_has_too_small_a_sample_has_no_place);
	tcase_add_test(tc, queues_are_ranked_too_and_without_a_value_left_out);
	tcase_add_test(tc, a_ranking_shows_no_names_where_none_may_be_shown);
	tcase_add_test(tc, states_are_the_agents_without_their_rows);
	tcase_add_test(tc, alerts_are_the_standing_breaches_worst_first);
	tcase_add_test(tc,
	               what_was_bad_for_an_hour_may_have_been_so_for_longer);
	tcase_add_test(tc, the_same_number_on_two_tiles_is_one_breach);
	tcase_add_test(
		tc, a_breach_of_another_page_is_the_headline_of_this_one_too);
	tcase_add_test(tc, only_a_page_that_may_is_brought_to_the_front);
	tcase_add_test(tc, a_page_beside_the_plan_counts_its_own_numbers_in);
	tcase_add_test(tc, agents_in_a_state_are_told_with_their_whole);
	tcase_add_test(tc, an_exhausted_arena_is_no_document);
	return wb_test_run("view/view", tc);
}
