#include "suite.h"

#include <stdio.h>

#include "model/board.h"

static struct wb_arena arena;

static struct wb_board read_board(const char *json, const char *language)
{
	struct wb_json_error error;
	const struct wb_json *state =
		wb_json_read(wb_str(json), &arena, &error);
	struct wb_board board;

	ck_assert_msg(state != NULL, "%s at %zu", error.message, error.offset);
	ck_assert(wb_board_read(&board, state, language, &arena));
	return board;
}

static void forget(void)
{
	wb_arena_finish(&arena);
}

static void expect(struct wb_str seen, const char *wanted)
{
	ck_assert_msg(wb_str_is(seen, wanted), "'%.*s', expected '%s'",
	              WB_STR_FMT(seen), wanted);
}

START_TEST(nothing_gives_an_empty_board)
{
	static const char *const nothing[] = { "{}",
		                               "null",
		                               "[]",
		                               "7",
		                               "{\"page\":null}",
		                               "{\"tiles\":[1,2]}",
		                               "{\"feeds\":3}" };
	struct wb_board board = read_board(nothing[_i], "en");

	ck_assert_int_eq(board.tile_count, 0);
	ck_assert_int_eq(board.feed_count, 0);
	ck_assert(!board.headline.present);
	ck_assert_int_gt(board.columns, 0);
	ck_assert_int_gt(board.rows, 0);
}
END_TEST

START_TEST(a_title_is_the_readers_else_english_else_any)
{
	static const char centre[] =
		"{\"centre\":{\"title\":{\"ru\":\"R\",\"en\":\"E\"}},"
		"\"page\":{\"name\":\"p\",\"title\":{\"ar\":\"A\"}}}";

	expect(read_board(centre, "ru").title, "R");
	expect(read_board(centre, "fa").title, "E");
	expect(read_board(centre, "fa").page_title, "A");
	expect(read_board("{\"page\":{\"name\":\"p\"}}", "fa").page_title, "p");
}
END_TEST

#define TILE(members)                                                          \
	"{\"page\":{\"columns\":24,\"rows\":12,\"tiles\":[\"t\"]},"            \
	"\"tiles\":{\"t\":{\"kind\":\"number\",\"x\":1,\"y\":2,\"w\":3,"       \
	"\"h\":4," members "}}}"

START_TEST(a_number_tile_is_read_in_its_unit)
{
	struct wb_board board = read_board(
		TILE("\"kpi\":\"service_level\",\"scope\":\"total\","
	             "\"window\":\"day\",\"unit\":\"percent\","
	             "\"level\":\"warning\",\"value\":76.25,\"target\":80,"
	             "\"worse\":\"below\",\"definition\":{\"threshold_ms\":"
	             "20000},\"trend\":{\"step_ms\":60000,\"points\":"
	             "[80,null,76.255]}"),
		"en");
	const struct wb_tile *tile = &board.tiles[0];
	const struct wb_number_tile *n = tile->as.number;

	ck_assert_int_eq(board.tile_count, 1);
	ck_assert_int_eq(tile->kind, WB_TILE_NUMBER);
	ck_assert_int_eq(tile->x, 1);
	ck_assert_int_eq(tile->h, 4);
	ck_assert_int_eq(n->unit, WB_UNIT_PERCENT);
	ck_assert_int_eq(n->value.number, 7625);
	ck_assert_int_eq(n->value.level, WB_LEVEL_WARNING);
	ck_assert(n->has_target && !n->worse_above);
	ck_assert_int_eq(n->target, 8000);
	ck_assert_int_eq(n->threshold, 20000);
	ck_assert_int_eq(n->trend.count, 3);
	ck_assert_int_eq(n->trend.points[0], 8000);
	ck_assert(n->trend.points[1] == WB_POINT_ABSENT);
	ck_assert_int_eq(n->trend.points[2], 7626);
}
END_TEST

struct number {
	const char *members;
	bool present;
	int64_t wanted;
};

static const struct number numbers[] = {
	{ "\"unit\":\"count\",\"value\":27", true, 2700 },
	{ "\"unit\":\"count\",\"value\":4.6", true, 460 },
	{ "\"unit\":\"count\",\"value\":-0.125", true, -13 },
	{ "\"unit\":\"count\",\"value\":0.000000001", true, 0 },
	{ "\"unit\":\"ms\",\"value\":1500", true, 1500 },
	{ "\"unit\":\"since\",\"value\":1760266920000", true, 1760266920000 },
	{ "\"value\":3", true, 300 },
	{ "\"unit\":\"count\"", false, 0 },
	{ "\"unit\":\"count\",\"value\":null", false, 0 },
	{ "\"unit\":\"count\",\"value\":\"27\"", false, 0 },
	{ "\"unit\":\"ms\",\"value\":9223372036854775807", false, 0 },
	{ "\"unit\":\"percent\",\"value\":9223372036854775807", false, 0 },
	{ "\"unit\":\"since\",\"value\":-9223372036854775807", false, 0 },
};

START_TEST(a_value_is_exact_or_absent)
{
	char json[512];
	struct wb_board board;

	snprintf(json, sizeof(json), TILE("%s"), numbers[_i].members);
	board = read_board(json, "en");
	ck_assert_int_eq(board.tiles[0].as.number->value.present,
	                 numbers[_i].present);
	if (numbers[_i].present) {
		ck_assert_int_eq(board.tiles[0].as.number->value.number,
		                 numbers[_i].wanted);
	}
}
END_TEST

START_TEST(queues_come_in_their_order_with_their_cells)
{
	struct wb_board board = read_board(
		"{\"page\":{\"tiles\":[\"q\"]},\"tiles\":{\"q\":{\"kind\":"
		"\"queues\",\"x\":0,\"y\":0,\"columns\":[{\"kpi\":\"waiting\","
		"\"unit\":\"count\"},{\"kpi\":\"agents\"},{\"kpi\":\"trend\"},"
		"{},7],\"order\":[\"b\",\"a\",\"ghost\",3],\"more\":4,"
		"\"rows\":{\"a\":{\"waiting\":{\"value\":1}},"
		"\"b\":{\"title\":{\"en\":\"Bee\"},\"level\":\"critical\","
		"\"unconfigured\":true,\"target\":80,"
		"\"waiting\":{\"value\":5,\"level\":\"warning\"},"
		"\"agents\":{\"available\":1,\"signed_in\":9}}}}}}",
		"en");
	const struct wb_queues_tile *q = board.tiles[0].as.queues;

	ck_assert_int_eq(q->column_count, 3);
	ck_assert_int_eq(q->columns[1].kind, WB_COLUMN_AGENTS);
	ck_assert_int_eq(q->columns[2].kind, WB_COLUMN_TREND);
	ck_assert_int_eq(q->row_count, 2);
	ck_assert_int_eq(q->more, 4);
	expect(q->rows[0].title, "Bee");
	expect(q->rows[1].title, "a");
	ck_assert_int_eq(q->rows[0].level, WB_LEVEL_CRITICAL);
	ck_assert(q->rows[0].unconfigured && !q->rows[1].unconfigured);
	ck_assert_int_eq(q->rows[0].cells[0].number, 500);
	ck_assert_int_eq(q->rows[0].cells[0].level, WB_LEVEL_WARNING);
	ck_assert_int_eq(q->rows[0].signed_in, 9);
	ck_assert(!q->rows[1].has_agents && !q->rows[1].has_target);
}
END_TEST

START_TEST(agents_of_an_unknown_state_are_left_out)
{
	struct wb_board board = read_board(
		"{\"page\":{\"tiles\":[\"a\"]},\"tiles\":{\"a\":{\"kind\":"
		"\"agents\",\"x\":0,\"y\":0,\"counts\":{\"signed_in\":3,"
		"\"talking\":2},\"over_limit\":1,\"more\":5,\"reasons\":"
		"{\"break\":4},\"order\":[\"x\",\"y\",\"z\"],\"rows\":{"
		"\"x\":{\"state\":\"dreaming\"},"
		"\"y\":{\"state\":\"not_ready\",\"reason\":\"break\","
		"\"since\":5000,\"level\":\"warning\"},"
		"\"z\":{\"state\":\"talking\",\"since\":-4}}}}}",
		"en");
	const struct wb_agents_tile *a = board.tiles[0].as.agents;

	ck_assert_int_eq(a->row_count, 2);
	ck_assert_int_eq(a->rows[0].state, WB_AGENT_NOT_READY);
	expect(a->rows[0].reason, "break");
	ck_assert_int_eq(a->rows[0].since, 5000);
	ck_assert_int_eq(a->rows[1].since, 0);
	ck_assert_int_eq(a->counts[WB_AGENT_TALKING], 2);
	ck_assert_int_eq(a->more, 5);
	ck_assert_int_eq(a->reasons[0].count, 4);
}
END_TEST

START_TEST(a_tile_outside_the_grid_or_of_no_known_kind_is_left_out)
{
	static const char *const tiles[] = {
		"\"kind\":\"number\",\"x\":24,\"y\":0",
		"\"kind\":\"number\",\"x\":0,\"y\":-1",
		"\"kind\":\"number\",\"y\":0",
		"\"kind\":\"hologram\",\"x\":0,\"y\":0",
		"\"x\":0,\"y\":0",
	};
	char json[512];

	snprintf(json, sizeof(json),
	         "{\"page\":{\"columns\":24,\"rows\":12,\"tiles\":[\"t\","
	         "\"none\"]},\"tiles\":{\"t\":{%s}}}",
	         tiles[_i]);
	ck_assert_int_eq(read_board(json, "en").tile_count, 0);
}
END_TEST

START_TEST(a_tile_that_is_too_large_ends_at_the_edge)
{
	struct wb_board board = read_board(
		"{\"page\":{\"columns\":24,\"rows\":12,\"tiles\":[\"t\"]},"
		"\"tiles\":{\"t\":{\"kind\":\"text\",\"x\":20,\"y\":10,"
		"\"w\":99,\"h\":99}}}",
		"en");

	ck_assert_int_eq(board.tiles[0].w, 4);
	ck_assert_int_eq(board.tiles[0].h, 2);
}
END_TEST

START_TEST(a_feed_in_an_unknown_state_is_not_taken_for_live)
{
	struct wb_board board = read_board(
		"{\"feeds\":{\"a\":{\"state\":\"live\",\"heard\":7},"
		"\"b\":{\"state\":\"asleep\"},\"c\":{\"state\":\"gap\","
		"\"gap_from\":1,\"gap_to\":2},\"d\":{\"state\":\"never\"},"
		"\"e\":{\"state\":\"manual\"}}}",
		"en");

	ck_assert_int_eq(board.feed_count, 5);
	ck_assert_int_eq(board.feeds[0].state, WB_FEED_LIVE);
	ck_assert_int_eq(board.feeds[0].heard, 7);
	ck_assert_int_eq(board.feeds[1].state, WB_FEED_SILENT);
	ck_assert_int_eq(board.feeds[2].state, WB_FEED_GAP);
	ck_assert_int_eq(board.feeds[2].gap_to, 2);
	ck_assert_int_eq(board.feeds[3].state, WB_FEED_NEVER);
	ck_assert_int_eq(board.feeds[4].state, WB_FEED_MANUAL);
}
END_TEST

START_TEST(a_headline_is_a_breach_or_none)
{
	struct wb_board board = read_board(
		"{\"headline\":{\"level\":\"critical\",\"kpi\":\"waiting\","
		"\"scope\":\"queue:b\",\"title\":{\"en\":\"B\"},\"unit\":"
		"\"count\",\"value\":58,\"since\":1000,\"more\":2}}",
		"en");

	ck_assert(board.headline.present);
	ck_assert_int_eq(board.headline.value.number, 5800);
	ck_assert_int_eq(board.headline.more, 2);
	board = read_board("{\"headline\":{\"level\":\"normal\"}}", "en");
	ck_assert(!board.headline.present);
}
END_TEST

START_TEST(an_offset_beyond_a_day_is_not_believed)
{
	struct wb_board board = read_board(
		"{\"centre\":{\"utc_offset_ms\":9007199254740992}}", "en");

	ck_assert_int_eq(board.utc_offset, 0);
	board = read_board("{\"centre\":{\"utc_offset_ms\":12600000}}", "en");
	ck_assert_int_eq(board.utc_offset, 12600000);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("board");

	tcase_add_checked_fixture(tc, NULL, forget);
	tcase_add_loop_test(tc, nothing_gives_an_empty_board, 0, 7);
	tcase_add_test(tc, a_title_is_the_readers_else_english_else_any);
	tcase_add_test(tc, a_number_tile_is_read_in_its_unit);
	tcase_add_loop_test(tc, a_value_is_exact_or_absent, 0,
	                    WB_COUNT(numbers));
	tcase_add_test(tc, queues_come_in_their_order_with_their_cells);
	tcase_add_test(tc, agents_of_an_unknown_state_are_left_out);
	tcase_add_loop_test(
		tc, a_tile_outside_the_grid_or_of_no_known_kind_is_left_out, 0,
		5);
	tcase_add_test(tc, a_tile_that_is_too_large_ends_at_the_edge);
	tcase_add_test(tc, a_feed_in_an_unknown_state_is_not_taken_for_live);
	tcase_add_test(tc, a_headline_is_a_breach_or_none);
	tcase_add_test(tc, an_offset_beyond_a_day_is_not_believed);
	return wb_test_run("board", tc);
}
