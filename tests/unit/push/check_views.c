#include "push/views.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* A source whose state is a number and a text of some length. */
static struct {
	int value;
	size_t pad;
	int renders;
	wb_ms clock;
	bool gone;
} world;

static struct wb_views views;
static wb_ms now; /* monotonic, as told */

static struct wb_json *render(void *user, struct wb_str view,
                              struct wb_arena *arena, wb_ms *ret_time)
{
	(void)user;
	bool own = view.len > 4 && memcmp(view.data, "own/", 4) == 0;
	if (view.data && (world.gone || (!own && !wb_str_is(view, "one")))) {
		return NULL;
	}
	world.renders++;
	*ret_time = world.clock;
	struct wb_json *state = wb_json_new_object(arena);
	struct wb_json *page = wb_json_add_object(arena, state, "page");
	wb_json_add_string(arena, page, "name", wb_str("one"));
	struct wb_json *pages = wb_json_add_array(arena, state, "pages");
	page = wb_json_add_object(arena, pages, NULL);
	wb_json_add_string(arena, page, "name", wb_str("one"));
	wb_json_add_int(arena, state, "n", world.value);
	char *pad = wb_arena_alloc(arena, world.pad + 1);
	memset(pad, 'x', world.pad);
	wb_json_add_string(arena, state, "pad",
	                   (struct wb_str){ pad, world.pad });
	return state;
}

static wb_ms clock_now(void *user)
{
	(void)user;
	return world.clock;
}

static const struct wb_push_source source = { .render = render,
	                                      .now = clock_now };

static void setup(void)
{
	memset(&world, 0, sizeof(world));
	world.value = 1;
	world.clock = 5000;
	now = 1000;
	wb_views_init(&views, &source, NULL);
}

static void teardown(void)
{
	wb_views_finish(&views);
}

static struct wb_view *open_one(void)
{
	struct wb_view *view = wb_views_open(&views, wb_str("one"), now);

	ck_assert_ptr_nonnull(view);
	return view;
}

static int spoken;

static void count_spoken(void *user, struct wb_view *view)
{
	(void)user;
	(void)view;
	spoken++;
}

/* Time goes on to `at`; returns when it is to be called next. */
static wb_ms service(wb_ms at)
{
	now = at;
	spoken = 0;
	return wb_views_service(&views, now, count_spoken, NULL);
}

static void change(int value)
{
	world.value = value;
	wb_views_changed(&views);
}

/* The text of a frame of one chunk; unreferences it. */
static const char *text_of(struct wb_frame *frame)
{
	static char text[4096];
	size_t len;

	ck_assert_ptr_nonnull(frame);
	ck_assert_uint_lt(wb_frame_len(frame), sizeof(text));
	memcpy(text, wb_frame_chunk(frame, 0, &len), wb_frame_len(frame));
	text[wb_frame_len(frame)] = '\0';
	wb_frame_unref(frame);
	return text;
}

struct screen {
	uint64_t revision;
	unsigned beat;
	uint64_t skipped;
};

static struct wb_frame *next(struct wb_view *view, struct screen *screen)
{
	return wb_view_next(&views, view, now, &screen->revision, &screen->beat,
	                    &screen->skipped);
}

START_TEST(writes_the_messages_of_the_protocol)
{
	struct screen screen = { 0 };
	struct wb_view *view = open_one();

	view->subscribers = 1;
	ck_assert_str_eq(text_of(next(view, &screen)),
	                 "{\"type\":\"snapshot\",\"revision\":1,\"time\":5000,"
	                 "\"state\":{\"page\":{\"name\":\"one\"},\"pages\":["
	                 "{\"name\":\"one\"}],\"n\":1,\"pad\":\"\"}}");
	ck_assert_ptr_null(next(view, &screen));
	change(2);
	world.clock = 6000;
	service(1100);
	ck_assert_str_eq(text_of(next(view, &screen)),
	                 "{\"type\":\"patch\",\"from\":1,\"revision\":2,"
	                 "\"time\":6000,\"patch\":{\"n\":2}}");
	world.clock = 7500;
	service(1100 + WB_VIEW_HEARTBEAT);
	ck_assert_str_eq(
		text_of(next(view, &screen)),
		"{\"type\":\"heartbeat\",\"revision\":2,\"time\":7500}");
	ck_assert_ptr_null(next(view, &screen));
}
END_TEST

START_TEST(the_first_change_is_due_at_once_and_the_next_after_the_pace)
{
	struct wb_view *view = open_one(); /* rendered at 1000 */

	view->subscribers = 1;
	service(1500);
	change(2);
	ck_assert_int_le(wb_views_due(&views), 1500);
	service(1500);
	ck_assert_int_eq(world.renders, 2);
	change(3);
	ck_assert_int_eq(wb_views_due(&views), 1500 + WB_VIEW_PACE);
	service(1599);
	ck_assert_int_eq(world.renders, 2);
	change(4);
	service(1600);
	ck_assert_int_eq(world.renders, 3);
	ck_assert_uint_eq(view->revision, 3); /* 3 and 4 became one */
	ck_assert_int_eq(spoken, 1);
}
END_TEST

START_TEST(the_same_picture_is_no_news)
{
	struct wb_view *view = open_one();

	view->subscribers = 1;
	change(1);
	service(1100);
	ck_assert_int_eq(world.renders, 2);
	ck_assert_int_eq(spoken, 0);
	ck_assert_uint_eq(view->revision, 1);
	ck_assert_uint_eq(views.updates, 1);
}
END_TEST

START_TEST(a_change_does_not_wait_for_renderings_that_showed_nothing)
{
	struct wb_view *view = open_one();

	view->subscribers = 1;
	service(2000);
	change(1);
	service(2000);
	ck_assert_uint_eq(view->revision, 1);
	change(2);
	service(2005);
	ck_assert_uint_eq(view->revision, 2);
}
END_TEST

START_TEST(renderings_that_show_nothing_keep_the_pace_on_average)
{
	struct wb_view *view = open_one();

	view->subscribers = 1;
	service(2000);
	for (wb_ms at = 2000; at < 4000; at++) {
		change(1);
		service(at);
	}
	ck_assert_int_ge(world.renders, 20);
	ck_assert_int_le(world.renders, 20 + WB_VIEW_BURST + 2);
}
END_TEST

START_TEST(without_subscribers_nothing_is_due)
{
	struct wb_view *view = open_one();

	change(2);
	ck_assert_int_eq(service(10000), WB_NEVER);
	ck_assert_int_eq(world.renders, 1);

	/* Who asks then gets the newest, but no more often than the pace. */
	open_one();
	ck_assert_int_eq(world.renders, 2);
	change(3);
	open_one();
	ck_assert_int_eq(world.renders, 2);
	now += WB_VIEW_PACE;
	open_one();
	ck_assert_uint_eq(view->revision, 3);
}
END_TEST

START_TEST(heartbeats_come_when_nothing_else_does)
{
	struct wb_view *view = open_one();

	view->subscribers = 1;
	ck_assert_int_eq(service(1000), 1000 + WB_VIEW_HEARTBEAT);
	change(2);
	ck_assert_int_eq(service(2000), 2000 + WB_VIEW_HEARTBEAT);
	unsigned beat = view->beat;
	service(2000 + WB_VIEW_HEARTBEAT - 1);
	ck_assert_uint_eq(view->beat, beat);
	ck_assert_int_eq(service(2000 + WB_VIEW_HEARTBEAT),
	                 2000 + 2 * WB_VIEW_HEARTBEAT);
	ck_assert_uint_eq(view->beat, beat + 1);
	ck_assert_int_eq(spoken, 1);
}
END_TEST

/* Makes `count` revisions, one at a time. */
static void advance(int count)
{
	for (int i = 0; i < count; i++) {
		change(world.value + 1);
		service(now + WB_VIEW_PACE);
	}
}

START_TEST(who_is_a_little_behind_gets_the_patches_in_turn)
{
	struct screen screen = { 0 };
	struct wb_view *view = open_one();
	char expected[64];

	world.pad = 2000;
	view->subscribers = 1;
	advance(1);
	wb_frame_unref(next(view, &screen)); /* a snapshot, at 2 */
	advance(WB_VIEW_PATCHES);
	for (int i = 0; i < WB_VIEW_PATCHES; i++) {
		snprintf(expected, sizeof(expected),
		         "{\"type\":\"patch\",\"from\":%d,\"revision\":%d,",
		         i + 2, i + 3);
		const char *text = text_of(next(view, &screen));
		ck_assert(strncmp(text, expected, strlen(expected)) == 0);
	}
	ck_assert_ptr_null(next(view, &screen));
	ck_assert_uint_eq(screen.skipped, 0);
}
END_TEST

START_TEST(who_is_far_behind_gets_the_newest_snapshot)
{
	struct screen screen = { 0 };
	struct wb_view *view = open_one();

	world.pad = 2000;
	view->subscribers = 1;
	wb_frame_unref(next(view, &screen));
	advance(WB_VIEW_PATCHES + 1);
	const char *text = text_of(next(view, &screen));
	ck_assert_ptr_nonnull(strstr(text, "\"type\":\"snapshot\""));
	ck_assert_uint_eq(screen.revision, view->revision);
	ck_assert_uint_eq(screen.skipped, WB_VIEW_PATCHES);
	ck_assert_ptr_null(next(view, &screen));
}
END_TEST

START_TEST(a_snapshot_that_is_shorter_than_the_patches_goes_instead)
{
	struct screen screen = { 0 };
	struct wb_view *view = open_one();

	world.pad = 2000;
	view->subscribers = 1;
	advance(1);
	wb_frame_unref(next(view, &screen));
	for (int i = 0; i < 3; i++) {
		world.pad += 10; /* each patch has the whole text */
		advance(1);
	}
	const char *text = text_of(next(view, &screen));
	ck_assert_ptr_nonnull(strstr(text, "\"type\":\"snapshot\""));
	ck_assert_uint_eq(screen.skipped, 2);
}
END_TEST

START_TEST(a_snapshot_is_shared_and_its_time_renewed)
{
	struct wb_view *view = open_one();
	struct wb_frame *a = wb_view_snapshot(&views, view, now);

	world.clock = 5050;
	now += WB_VIEW_PACE - 1;
	struct wb_frame *b = wb_view_snapshot(&views, view, now);
	ck_assert_ptr_eq(a, b);
	now++;
	world.clock = 5100;
	struct wb_frame *c = wb_view_snapshot(&views, view, now);
	ck_assert_ptr_nonnull(strstr(text_of(a), "\"time\":5000"));
	ck_assert_ptr_nonnull(strstr(text_of(c), "\"time\":5100"));
	wb_frame_unref(b);
	ck_assert_int_eq(world.renders, 1);
}
END_TEST

START_TEST(a_view_goes_and_comes_back)
{
	struct wb_view *view = open_one();
	struct wb_buf text = { 0 };

	view->subscribers = 1;
	world.gone = true;
	wb_views_changed(&views);
	service(1200);
	ck_assert(view->gone);
	ck_assert_int_eq(spoken, 1);
	view->subscribers = 0;
	ck_assert_ptr_null(wb_views_open(&views, wb_str("one"), now));
	world.gone = false;
	wb_views_changed(&views);
	now += WB_VIEW_PACE;
	ck_assert_ptr_eq(open_one(), view);
	wb_views_explain(&views, wb_str("two"), now, &text);
	ck_assert_str_eq(text.data, "no view 'two'; there are: one");
	wb_buf_finish(&text);
}
END_TEST

static const char *const unknown[] = { "two", "", "on", "one\n", "\xff" };

START_TEST(an_unknown_name_is_no_view)
{
	ck_assert_ptr_null(wb_views_open(&views, wb_str(unknown[_i]), now));
	ck_assert_ptr_null(views.first);
}
END_TEST

START_TEST(an_absent_name_is_the_first_page_rendered_once)
{
	struct wb_str absent = { NULL, 0 };
	struct wb_view *view = wb_views_open(&views, absent, now);

	ck_assert_ptr_nonnull(view);
	ck_assert_str_eq(view->name, "one");
	int renders = world.renders;
	for (int i = 0; i < 10; i++) {
		ck_assert_ptr_eq(wb_views_open(&views, absent, now), view);
	}
	ck_assert_int_eq(world.renders, renders);
}
END_TEST

static const size_t lengths[] = {
	0,
	1,
	WB_FRAME_CHUNK_BYTES - 1,
	WB_FRAME_CHUNK_BYTES,
	WB_FRAME_CHUNK_BYTES + 1,
	3 * WB_FRAME_CHUNK_BYTES,
};

START_TEST(a_frame_keeps_its_bytes_in_chunks)
{
	size_t len = lengths[_i], total = 0, part;
	char *text = malloc(len + 1);

	for (size_t i = 0; i < len; i++) {
		text[i] = (char)(i * 31 + i / 65536);
	}
	struct wb_frame *frame = wb_frame_create((struct wb_str){ text, len });
	for (size_t i = 0; i < wb_frame_chunks(frame); i++) {
		unsigned char *chunk = wb_frame_chunk(frame, i, &part);
		ck_assert(part > 0 || len == 0);
		ck_assert_int_eq(memcmp(chunk, text + total, part), 0);
		total += part;
	}
	ck_assert_uint_eq(total, len);
	wb_frame_unref(frame);
	free(text);
}
END_TEST

START_TEST(views_that_nobody_looks_at_are_forgotten_when_there_are_many)
{
	char name[32];
	struct wb_view *watched =
		wb_views_open(&views, wb_str("own/watched"), now);
	struct wb_view *first =
		wb_views_open(&views, (struct wb_str){ 0 }, now);

	watched->subscribers++;
	for (int i = 0; i < 10 * WB_VIEWS_KEPT; i++) {
		snprintf(name, sizeof(name), "own/%d", i);
		ck_assert_ptr_nonnull(wb_views_open(&views, wb_str(name), now));
		ck_assert_int_le(views.count, WB_VIEWS_KEPT);
	}
	ck_assert_ptr_eq(wb_views_open(&views, wb_str("own/watched"), now),
	                 watched);
	ck_assert_ptr_eq(wb_views_open(&views, (struct wb_str){ 0 }, now),
	                 first);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("views");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, writes_the_messages_of_the_protocol);
	tcase_add_test(
		tc,
		the_first_change_is_due_at_once_and_the_next_after_the_pace);
	tcase_add_test(tc, the_same_picture_is_no_news);
	tcase_add_test(
		tc, a_change_does_not_wait_for_renderings_that_showed_nothing);
	tcase_add_test(tc,
	               renderings_that_show_nothing_keep_the_pace_on_average);
	tcase_add_test(tc, without_subscribers_nothing_is_due);
	tcase_add_test(tc, heartbeats_come_when_nothing_else_does);
	tcase_add_test(tc, who_is_a_little_behind_gets_the_patches_in_turn);
	tcase_add_test(tc, who_is_far_behind_gets_the_newest_snapshot);
	tcase_add_test(
		tc, a_snapshot_that_is_shorter_than_the_patches_goes_instead);
	tcase_add_test(tc, a_snapshot_is_shared_and_its_time_renewed);
	tcase_add_test(tc, a_view_goes_and_comes_back);
	tcase_add_loop_test(tc, an_unknown_name_is_no_view, 0,
	                    sizeof(unknown) / sizeof(unknown[0]));
	tcase_add_test(
		tc,
		views_that_nobody_looks_at_are_forgotten_when_there_are_many);
	tcase_add_test(tc, an_absent_name_is_the_first_page_rendered_once);
	tcase_add_loop_test(tc, a_frame_keeps_its_bytes_in_chunks, 0,
	                    sizeof(lengths) / sizeof(lengths[0]));

	Suite *suite = suite_create("push/views");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
