/* People's own views: asked for, changed, kept, and what they cost. */

#include "app/own_views.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine_kit.h"
#include "suite.h"
#include "temp_dir.h"

/* 2025-11-18 10:00:00 UTC */
#define BASE ((wb_ms)1763460000000)

static struct kit kit;
static struct wb_own_views views;
static struct wb_own_ground ground;
static struct wb_buf body;
static struct wb_push_reply reply;
static bool changed;

static void setup(void)
{
	temp_dir_make();
	kit_open(&kit, BASE);
	ground = (struct wb_own_ground){ &kit.plan, kit.engine };
	ck_assert(wb_own_open(&views, temp_dir()));
}

static void teardown(void)
{
	wb_own_close(&views);
	views = (struct wb_own_views){ 0 };
	kit_close(&kit);
	wb_buf_finish(&body);
	temp_dir_remove();
}

static struct wb_str no_query(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return (struct wb_str){ 0 };
}

/* Asks with single quotes for double ones; `match` NULL = If-None-Match: *. */
static int ask(enum wb_push_method method, const char *path, const char *match,
               const char *text)
{
	struct wb_buf json = { 0 };
	wb_buf_add_text(&json, text ? text : "");
	for (size_t i = 0; i < json.len; i++) {
		json.data[i] = json.data[i] == '\'' ? '"' : json.data[i];
	}
	const struct wb_push_request request = {
		.method = method,
		.path = wb_str(path),
		.query = no_query,
		.body = wb_buf_str(&json),
		.if_match = wb_str(match),
		.if_none_match = wb_str(match ? NULL : "*"),
	};
	wb_buf_clear(&body);
	reply = (struct wb_push_reply){ .body = &body };
	changed = false;
	int status = wb_own_answer(&views, &ground, BASE + 7, &request, &reply,
	                           &changed);
	wb_buf_finish(&json);
	return status;
}

static int put(const char *name, const char *match, const char *text)
{
	char path[256];
	snprintf(path, sizeof(path), "/api/v1/views/%s", name);
	return ask(WB_PUSH_PUT, path, match, text);
}

static void expect_body(const char *expected)
{
	struct wb_buf text = { 0 };
	wb_buf_add_str(&text, wb_buf_str(&body));
	for (size_t i = 0; i < text.len; i++) {
		text.data[i] = text.data[i] == '"' ? '\'' : text.data[i];
	}
	ck_assert_str_eq(text.data, expected);
	wb_buf_finish(&text);
}

static void restart(void)
{
	wb_own_close(&views);
	views = (struct wb_own_views){ 0 };
	ck_assert(wb_own_open(&views, temp_dir()));
	wb_own_check(&views, &ground);
}

#define TILE "{'kind':'number','at':[0,0,4,4],'kpi':'waiting'}"
#define PAGE "{'tiles':[" TILE "]}"

START_TEST(a_view_is_made_told_listed_and_shown)
{
	ck_assert_int_eq(put("mine", NULL, PAGE), 201);
	ck_assert(changed);
	ck_assert_str_eq(reply.etag, "\"1\"");
	expect_body("{'view':'own/mine','name':'mine','revision':1,"
	            "'changed':1763460000007,'shown':true,'faults':[]}");
	ck_assert_int_eq(ask(WB_PUSH_GET, "/api/v1/views/mine", NULL, NULL),
	                 200);
	ck_assert(!changed);
	ck_assert_str_eq(reply.etag, "\"1\"");
	expect_body("{'view':'own/mine','name':'mine','revision':1,"
	            "'changed':1763460000007,'shown':true,'faults':[],"
	            "'page':" PAGE "}");
	ck_assert_int_eq(ask(WB_PUSH_GET, "/api/v1/views", NULL, NULL), 200);
	expect_body("{'most':200,'views':[{'view':'own/mine','name':'mine',"
	            "'revision':1,'changed':1763460000007,'shown':true,"
	            "'title':{'en':'mine'}}]}");
	const struct wb_page_plan *page =
		wb_own_page(&views, wb_str("own/mine"));
	ck_assert_ptr_nonnull(page);
	ck_assert_int_eq(page->tile_count, 1);
	ck_assert_int_eq(page->dwell, 0);
	ck_assert(!page->front);
	ck_assert_ptr_null(wb_own_page(&views, wb_str("own/other")));
	ck_assert_ptr_null(wb_own_page(&views, wb_str("own/")));
	ck_assert_ptr_null(wb_own_page(&views, wb_str("mine")));
}
END_TEST

START_TEST(who_does_not_know_the_newest_revision_changes_nothing)
{
	ck_assert_int_eq(put("a", NULL, PAGE), 201);
	ck_assert_int_eq(put("a", NULL, "{'tiles':[]}"), 412);
	ck_assert(!changed);
	ck_assert_int_eq(put("a", "\"1\"", "{'tiles':[]}"), 200);
	ck_assert_str_eq(reply.etag, "\"2\"");
	ck_assert_int_eq(put("a", "\"1\"", PAGE), 412);
	expect_body("{'error':'the view was changed meanwhile: it has revision "
	            "2, if-match says \\'1\\''}");
	ck_assert_int_eq(put("a", "*", PAGE), 412);
	ck_assert_int_eq(ask(WB_PUSH_DELETE, "/api/v1/views/a", "\"1\"", NULL),
	                 412);
	ck_assert_int_eq(wb_own_page(&views, wb_str("own/a"))->tile_count, 0);
	ck_assert_uint_eq(views.counters.refused, 4);
}
END_TEST

START_TEST(a_change_without_a_revision_is_refused)
{
	const struct wb_push_request request = {
		.method = WB_PUSH_PUT,
		.path = wb_str("/api/v1/views/a"),
		.query = no_query,
		.body = wb_str("{\"tiles\":[]}"),
	};
	reply = (struct wb_push_reply){ .body = &body };
	ck_assert_int_eq(wb_own_answer(&views, &ground, BASE, &request, &reply,
	                               &changed),
	                 428);
	ck_assert_int_eq(views.count, 0);
}
END_TEST

START_TEST(a_deleted_view_is_gone_and_its_revision_with_it)
{
	ck_assert_int_eq(put("a", NULL, PAGE), 201);
	ck_assert_int_eq(put("b", NULL, PAGE), 201);
	ck_assert_int_eq(ask(WB_PUSH_DELETE, "/api/v1/views/a", "\"1\"", NULL),
	                 200);
	ck_assert(changed);
	ck_assert_int_eq(ask(WB_PUSH_GET, "/api/v1/views/a", NULL, NULL), 404);
	ck_assert_int_eq(ask(WB_PUSH_DELETE, "/api/v1/views/a", "\"1\"", NULL),
	                 404);
	ck_assert_int_eq(put("a", "\"1\"", PAGE), 404);
	ck_assert_ptr_null(wb_own_page(&views, wb_str("own/a")));
	ck_assert_ptr_nonnull(wb_own_page(&views, wb_str("own/b")));
	ck_assert_int_eq(put("a", NULL, PAGE), 201);
	ck_assert_str_eq(reply.etag, "\"3\"");
}
END_TEST

START_TEST(views_come_back_after_a_restart)
{
	ck_assert_int_eq(put("\xd9\x81", NULL, PAGE), 201);
	restart();
	ck_assert_int_eq(views.count, 1);
	ck_assert_ptr_nonnull(wb_own_page(&views, wb_str("own/\xd9\x81")));
	ck_assert_int_eq(put("\xd9\x81", "\"1\"", "{'tiles':[]}"), 200);
}
END_TEST

START_TEST(a_view_that_is_wrong_is_refused_with_its_faults)
{
	ck_assert_int_eq(put("a", NULL, PAGE), 201);
	ck_assert_int_eq(put("a", "\"1\"",
	                     "{'tiles':[{'kind':'number','at':[0,0,1,1],"
	                     "'kpi':'waitin'},{'kind':'x','at':[0,0,1,1]}]}"),
	                 400);
	ck_assert_ptr_nonnull(strstr(
		body.data, "{\"error\":\"key 'tiles[1].kind': got 'x', "));
	ck_assert_ptr_nonnull(strstr(body.data, ",\"faults\":[\"key "));
	ck_assert_ptr_nonnull(strstr(
		body.data, "\"key 'tiles[0].kpi': there is no KPI 'waitin'\""));
	ck_assert_int_eq(put("a", "\"1\"", "{'tiles':[}"), 400);
	expect_body(
		"{'error':'not valid JSON at byte 10: expected a value, got "
		"'}''}");
	ck_assert_int_eq(put("a", "\"1\"", ""), 400);
	ck_assert_int_eq(wb_own_page(&views, wb_str("own/a"))->tile_count, 1);
}
END_TEST

static const char *const bad_names[] = { "a/b", " a", "a ", "a\n", "\xff" };

START_TEST(a_name_that_is_none_is_refused)
{
	ck_assert_int_eq(put(bad_names[_i], NULL, PAGE), 400);
	ck_assert_int_eq(views.count, 0);
}
END_TEST

START_TEST(a_name_may_have_120_bytes)
{
	char name[122] = { 0 };
	memset(name, 'n', 120);
	ck_assert_int_eq(put(name, NULL, PAGE), 201);
	memset(name, 'n', 121);
	ck_assert_int_eq(put(name, NULL, PAGE), 400);
}
END_TEST

START_TEST(there_are_so_many_views_and_no_more)
{
	char name[16];
	for (int i = 0; i < WB_OWN_VIEWS_MAX; i++) {
		snprintf(name, sizeof(name), "v%d", i);
		ck_assert_int_eq(put(name, NULL, "{'tiles':[]}"), 201);
	}
	ck_assert_int_eq(put("more", NULL, "{'tiles':[]}"), 507);
	ck_assert_int_eq(views.count, WB_OWN_VIEWS_MAX);
	ck_assert_int_eq(put("v0", "\"1\"", "{'tiles':[]}"), 200);
	restart();
	ck_assert_int_eq(views.count, WB_OWN_VIEWS_MAX);
}
END_TEST

START_TEST(other_methods_are_named)
{
	ck_assert_int_eq(ask(WB_PUSH_POST, "/api/v1/views/a", NULL, "{}"), 405);
	ck_assert_str_eq(reply.allow, "GET, HEAD, PUT, DELETE");
	ck_assert_int_eq(ask(WB_PUSH_PUT, "/api/v1/views", NULL, "{}"), 405);
	ck_assert_str_eq(reply.allow, "GET, HEAD");
}
END_TEST

START_TEST(without_a_store_nothing_is_kept_and_that_is_said)
{
	wb_saved_close(views.store);
	views.store = NULL;
	ck_assert_int_eq(put("a", NULL, PAGE), 503);
	ck_assert_int_eq(views.count, 0);
}
END_TEST

/* A department is gone with the next configuration, and comes back. */
START_TEST(a_view_that_fits_no_more_waits_until_it_does)
{
	kit.groups[0] = (struct wb_group_plan){ .name = wb_str("front") };
	kit.plan.departments = kit.groups;
	kit.plan.department_count = 1;
	ck_assert_int_eq(put("a", NULL,
	                     "{'tiles':[{'kind':'queues','at':[0,0,9,9],"
	                     "'filter':'department:front'}]}"),
	                 201);
	kit.plan.department_count = 0;
	wb_own_check(&views, &ground);
	ck_assert_ptr_null(wb_own_page(&views, wb_str("own/a")));
	ck_assert_int_eq(ask(WB_PUSH_GET, "/api/v1/views/a", NULL, NULL), 200);
	ck_assert_ptr_nonnull(strstr(
		body.data, "\"shown\":false,\"faults\":[\"key "
			   "'tiles[0].filter': no queue is in a department "
			   "'front'\"]"));
	kit.plan.department_count = 1;
	wb_own_check(&views, &ground);
	ck_assert_ptr_nonnull(wb_own_page(&views, wb_str("own/a")));
}
END_TEST

static const struct wb_trend *line(const char *scope)
{
	return wb_engine_trend(kit.engine, wb_kpi_find(wb_str("offered")),
	                       wb_engine_scope(kit.engine, wb_str(scope)),
	                       WB_WINDOW_1H);
}

#define LINE(scope)                                                            \
	"{'tiles':[{'kind':'number','at':[0,0,4,4],'kpi':'offered',"           \
	"'scope':'" scope "','window':'1h','trend':true}]}"

START_TEST(the_lines_of_a_view_are_gathered_while_it_is_there)
{
	ck_assert_ptr_null(line("queue:sales"));
	ck_assert_int_eq(put("a", NULL, LINE("queue:sales")), 201);
	ck_assert_ptr_nonnull(line("queue:sales"));
	kit_at(&kit, 200);
	ck_assert_int_eq(line("queue:sales")->count, 3);
	/* another view, and another text of this one, leave it alone */
	ck_assert_int_eq(put("b", NULL, LINE("queue:support")), 201);
	ck_assert_int_eq(put("a", "\"1\"", LINE("queue:sales")), 200);
	ck_assert_int_eq(line("queue:sales")->count, 3);
	ck_assert_int_eq(put("a", "\"3\"", LINE("total")), 200);
	ck_assert_ptr_null(line("queue:sales"));
	ck_assert_ptr_nonnull(line("total"));
	ck_assert_int_eq(ask(WB_PUSH_DELETE, "/api/v1/views/b", "\"2\"", NULL),
	                 200);
	ck_assert_ptr_null(line("queue:support"));
	kit_at(&kit, 300);
	ck_assert_int_gt(line("total")->count, 0);
}
END_TEST

START_TEST(the_lines_of_pages_stay_when_a_view_goes)
{
	kit.tiles[0] = (struct wb_tile_plan){
		.id = wb_str("t1"),
		.kind = WB_TILE_NUMBER,
		.kpi = wb_str("offered"),
		.scope = wb_str("queue:sales"),
		.window = WB_WINDOW_1H,
		.trend = true,
	};
	kit.page.tile_count = 1;
	kit_replan(&kit);
	ck_assert_int_eq(put("a", NULL, LINE("queue:sales")), 201);
	ck_assert_int_eq(ask(WB_PUSH_DELETE, "/api/v1/views/a", "\"1\"", NULL),
	                 200);
	ck_assert_ptr_nonnull(line("queue:sales"));
}
END_TEST

/* A hundred tiles, each with a line of its own. */
static void put_many_lines(int view)
{
	static const char *const kpis[] = { "offered", "answered", "abandoned",
		                            "handled" };
	static const char *const windows[] = { "5m", "15m", "30m", "1h",
		                               "interval" };
	struct wb_buf json = { 0 };
	char name[16];
	wb_buf_add_text(&json, "{'tiles':[");
	for (int i = 0; i < 100; i++) {
		wb_buf_addf(&json,
		            "%s{'kind':'trend','at':[%d,%d,1,1],'kpi':'%s',"
		            "'scope':'queue:q%d','window':'%s','span':'%s'}",
		            i ? "," : "", i % 24, i / 24, kpis[i % 4],
		            view * 5 + i / 20, windows[i / 4 % 5],
		            i % 20 == 0 ? "day" : "hour");
	}
	wb_buf_add_text(&json, "]}");
	snprintf(name, sizeof(name), "v%d", view);
	ck_assert_int_eq(put(name, NULL, json.data), 201);
	wb_buf_finish(&json);
}

START_TEST(lines_beyond_the_limit_are_counted_and_left_out)
{
	for (int q = 0; q < 125; q++) {
		char fields[64];
		snprintf(fields, sizeof(fields),
		         "'contact':'c%d','queue':'q%d'", q, q);
		kit_play(&kit, 1, "queue.entered", fields);
	}
	for (int view = 0; view < 25; view++) {
		put_many_lines(view);
	}
	/* 2,500 lines and 125 courses were asked for */
	ck_assert_uint_eq(wb_engine_lines_refused(kit.engine),
	                  2500 - WB_OWN_LINES_MAX + 125 - WB_OWN_COURSES_MAX);
	ck_assert_int_eq(ask(WB_PUSH_DELETE, "/api/v1/views/v0", "\"1\"", NULL),
	                 200);
	ck_assert_uint_eq(wb_engine_lines_refused(kit.engine),
	                  2400 - WB_OWN_LINES_MAX + 120 - WB_OWN_COURSES_MAX);
	kit_at(&kit, 120);
}
END_TEST

START_TEST(a_queue_that_is_heard_of_later_gets_its_line)
{
	ck_assert_int_eq(put("a", NULL, LINE("queue:later")), 201);
	ck_assert_ptr_null(line("queue:later"));
	kit_play(&kit, 1, "queue.entered", "'contact':'c','queue':'later'");
	kit_at(&kit, 130);
	ck_assert_ptr_nonnull(line("queue:later"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("own views");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_view_is_made_told_listed_and_shown);
	tcase_add_test(tc,
	               who_does_not_know_the_newest_revision_changes_nothing);
	tcase_add_test(tc, a_change_without_a_revision_is_refused);
	tcase_add_test(tc, a_deleted_view_is_gone_and_its_revision_with_it);
	tcase_add_test(tc, views_come_back_after_a_restart);
	tcase_add_test(tc, a_view_that_is_wrong_is_refused_with_its_faults);
	tcase_add_loop_test(tc, a_name_that_is_none_is_refused, 0,
	                    WB_COUNT(bad_names));
	tcase_add_test(tc, a_name_may_have_120_bytes);
	tcase_add_test(tc, there_are_so_many_views_and_no_more);
	tcase_add_test(tc, other_methods_are_named);
	tcase_add_test(tc, without_a_store_nothing_is_kept_and_that_is_said);
	tcase_add_test(tc, a_view_that_fits_no_more_waits_until_it_does);
	tcase_add_test(tc, the_lines_of_a_view_are_gathered_while_it_is_there);
	tcase_add_test(tc, the_lines_of_pages_stay_when_a_view_goes);
	tcase_add_test(tc, lines_beyond_the_limit_are_counted_and_left_out);
	tcase_add_test(tc, a_queue_that_is_heard_of_later_gets_its_line);
	return wb_test_run("app/own_views", tc);
}
