#include <check.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "merge_patch.h"
#include "peer.h"
#include "push_fixture.h"

static struct push_fixture fixture;
static struct wb_arena arena;

static void setup(void)
{
	push_fixture_start(&fixture, NULL);
}

static void teardown(void)
{
	push_fixture_stop(&fixture);
	wb_arena_finish(&arena);
}

static const struct wb_json *read_message(const struct peer *peer, int number)
{
	struct wb_json_error error;
	const struct wb_json *message = wb_json_read(
		wb_str(peer_message(peer, number)), &arena, &error);

	ck_assert_msg(message, "%s", error.message);
	return message;
}

static void assert_type(const struct wb_json *message, const char *type)
{
	ck_assert(wb_str_is(wb_json_get_string(message, "type"), type));
}

static int64_t revision_of(const struct wb_json *message)
{
	return wb_json_get_int(message, "revision", -1);
}

/*
 * What a screen holds after all its messages: as PROTOCOL.md has it, each
 * patch must follow what it has.
 */
static const struct wb_json *state_of(const struct peer *peer, int64_t *ret_at)
{
	const struct wb_json *state = NULL;
	int64_t at = 0;

	for (int i = 1; i < peer->count; i++) {
		const struct wb_json *message = read_message(peer, i);
		const struct wb_json *patch = wb_json_get(message, "patch");
		const struct wb_json *whole = wb_json_get(message, "state");
		if (whole) {
			state = whole;
		} else if (patch) {
			ck_assert_int_eq(wb_json_get_int(message, "from", -1),
			                 at);
			state = wb_merge_patch_apply(state, patch, &arena);
		}
		at = revision_of(message);
	}
	*ret_at = at;
	return state;
}

/* The number in the newest message that has one: cheap, as it is asked often.
 */
static int shown(const struct peer *peer)
{
	for (int i = peer->count - 1; i > 0; i--) {
		const char *n = strstr(peer_message(peer, i), "\"n\":");
		if (n) {
			return atoi(n + strlen("\"n\":"));
		}
	}
	return -1;
}

struct shows {
	struct peer *peer;
	int value;
};

static bool does_show(void *user)
{
	struct shows *shows = user;

	return shown(shows->peer) == shows->value;
}

static void wait_shown(struct peer *peer, int value)
{
	struct shows shows = { peer, value };

	ck_assert(peer_wait(fixture.loop, does_show, &shows, PEER_LIMIT));
}

START_TEST(says_hello_then_the_snapshot)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	ck_assert_int_eq(peer->status, 101);
	ck_assert_str_eq(peer_header(peer, "sec-websocket-protocol"),
	                 "wallboard.v1");
	ck_assert_ptr_null(peer_header(peer, "sec-websocket-extensions"));
	const struct wb_json *hello = read_message(peer, 0);
	assert_type(hello, "hello");
	ck_assert_int_eq(wb_json_get_int(hello, "protocol", 0), 1);
	ck_assert(wb_str_is(wb_json_get_string(hello, "view"), "overview"));
	ck_assert(wb_str_is(wb_json_get_string(hello, "server"),
	                    "wallboard " WB_VERSION));
	const struct wb_json *snapshot = read_message(peer, 1);
	assert_type(snapshot, "snapshot");
	ck_assert_int_eq(revision_of(snapshot), 1);
	ck_assert_int_eq(shown(peer), 1);
	peer_destroy(peer);
}
END_TEST

START_TEST(without_a_view_shows_the_first_page)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_upgrade(peer, "", NULL);
	peer_wait_messages(peer, 2);
	ck_assert(wb_str_is(wb_json_get_string(read_message(peer, 0), "view"),
	                    "overview"));
	peer_destroy(peer);
}
END_TEST

START_TEST(takes_a_view_that_is_percent_encoded)
{
	struct peer *peer = push_fixture_screen(&fixture, "%61gents");

	ck_assert(wb_str_is(wb_json_get_string(read_message(peer, 0), "view"),
	                    "agents"));
	peer_destroy(peer);
}
END_TEST

START_TEST(patches_lead_from_revision_to_revision)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	for (int value = 2; value < 6; value++) {
		push_fixture_change(&fixture, value);
		wait_shown(peer, value);
	}
	int64_t at;
	const struct wb_json *state = state_of(peer, &at);
	struct peer *later = push_fixture_screen(&fixture, "overview");
	const struct wb_json *snapshot = read_message(later, 1);
	ck_assert_int_eq(revision_of(snapshot), at);
	ck_assert(wb_json_equal(wb_json_get(snapshot, "state"), state));
	int patches = 0;
	for (int i = 2; i < peer->count; i++) {
		patches += wb_json_get(read_message(peer, i), "patch") != NULL;
	}
	ck_assert_int_eq(patches, 4); /* and no second snapshot */
	peer_destroy(peer);
	peer_destroy(later);
}
END_TEST

START_TEST(nothing_is_sent_when_the_picture_is_the_same)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	push_fixture_change(&fixture, 1);
	push_fixture_change(&fixture, 1);
	peer_idle(fixture.loop, 250);
	ck_assert_int_eq(peer->count, 2);
	struct wb_push_counters counters;
	wb_push_count(fixture.push, &counters);
	ck_assert_uint_eq(counters.updates, 1);
	peer_destroy(peer);
}
END_TEST

START_TEST(shares_one_rendering_among_all_screens)
{
	struct peer *peers[20];

	for (int i = 0; i < 20; i++) {
		peers[i] = push_fixture_screen(&fixture, "overview");
	}
	int before = fixture.renders;
	push_fixture_change(&fixture, 2);
	for (int i = 0; i < 20; i++) {
		wait_shown(peers[i], 2);
		ck_assert_str_eq(peer_message(peers[i], 2),
		                 peer_message(peers[0], 2));
	}
	ck_assert_int_eq(fixture.renders, before + 1);
	for (int i = 0; i < 20; i++) {
		peer_destroy(peers[i]);
	}
}
END_TEST

static void change_often(void *user)
{
	struct wb_timer **timer = user;

	push_fixture_change(&fixture, fixture.value + 1);
	wb_timer_set(*timer, wb_clock_monotonic() + 2);
}

START_TEST(renders_at_most_ten_times_a_second)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");
	struct wb_timer *timer;

	timer = wb_timer_create(fixture.loop, change_often, &timer);
	wb_timer_set(timer, wb_clock_monotonic());
	wb_ms start = wb_clock_monotonic();
	peer_idle(fixture.loop, 700);
	wb_ms span = wb_clock_monotonic() - start;
	wb_timer_destroy(timer);
	ck_assert_int_ge(fixture.renders, 3);
	ck_assert_int_le(fixture.renders, span / 100 + 2);
	for (int i = 1; i < fixture.renders; i++) {
		/* noted a moment after push looked at the clock */
		ck_assert_int_ge(fixture.rendered_at[i],
		                 fixture.rendered_at[i - 1] + 80);
	}
	wait_shown(peer, fixture.value); /* the last one is not lost */
	peer_destroy(peer);
}
END_TEST

START_TEST(the_first_change_goes_out_at_once)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	peer_idle(fixture.loop, 150); /* the pace allows one again */
	wb_ms changed = wb_clock_monotonic();
	push_fixture_change(&fixture, 2);
	wait_shown(peer, 2);
	/* Not after another interval; the machine may be slow. */
	ck_assert_int_le(fixture.rendered_at[fixture.renders - 1],
	                 changed + 90);
	peer_destroy(peer);
}
END_TEST

START_TEST(views_that_nobody_sees_are_not_rendered)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	peer_destroy(peer);
	peer_idle(fixture.loop, 150);
	int before = fixture.renders;
	for (int value = 2; value < 6; value++) {
		push_fixture_change(&fixture, value);
		peer_idle(fixture.loop, 120);
	}
	ck_assert_int_eq(fixture.renders, before);
	peer = push_fixture_screen(&fixture, "overview");
	ck_assert_int_eq(shown(peer), 5);
	peer_destroy(peer);
}
END_TEST

START_TEST(something_comes_every_two_seconds)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	for (int i = 2; i < 4; i++) {
		wb_ms before = wb_clock_monotonic();
		peer_wait_messages(peer, i + 1);
		ck_assert_int_le(wb_clock_monotonic() - before, 2000);
		const struct wb_json *beat = read_message(peer, i);
		assert_type(beat, "heartbeat");
		ck_assert_int_eq(revision_of(beat), 1);
		ck_assert_int_gt(wb_json_get_int(beat, "time", 0), 0);
	}
	peer_destroy(peer);
}
END_TEST

START_TEST(a_screen_that_comes_later_gets_the_time_of_now)
{
	fixture.clock = 1000000;
	struct peer *first = push_fixture_screen(&fixture, "overview");
	peer_idle(fixture.loop, 150);
	fixture.clock = 1000700;
	struct peer *second = push_fixture_screen(&fixture, "overview");
	const struct wb_json *a = read_message(first, 1);
	const struct wb_json *b = read_message(second, 1);

	ck_assert_int_eq(wb_json_get_int(a, "time", 0), 1000000);
	ck_assert_int_eq(wb_json_get_int(b, "time", 0), 1000700);
	ck_assert_int_eq(revision_of(a), revision_of(b));
	peer_destroy(first);
	peer_destroy(second);
}
END_TEST

START_TEST(an_unknown_view_is_told_so_and_closed)
{
	struct peer *peer = push_fixture_screen(&fixture, "overveiw");

	assert_type(read_message(peer, 0), "hello");
	const struct wb_json *error = read_message(peer, 1);
	assert_type(error, "error");
	ck_assert(wb_str_is(wb_json_get_string(error, "error"),
	                    "no view 'overveiw'; there are: overview, agents"));
	peer_wait_closed(peer);
	ck_assert_int_eq(peer->count, 2);
	ck_assert_int_eq(peer->close_code, 1008);
	peer_destroy(peer);
}
END_TEST

START_TEST(a_view_that_is_gone_is_told_so_and_closed)
{
	struct peer *peer = push_fixture_screen(&fixture, "agents");

	fixture.no_agents = true;
	wb_push_changed(fixture.push);
	peer_wait_closed(peer);
	const struct wb_json *error = read_message(peer, peer->count - 1);
	ck_assert(wb_str_is(wb_json_get_string(error, "error"),
	                    "no view 'agents'; there are: overview"));
	peer_destroy(peer);

	/* And is there again when the source has it again. */
	fixture.no_agents = false;
	wb_push_changed(fixture.push);
	peer_idle(fixture.loop, 150);
	peer = push_fixture_screen(&fixture, "agents");
	assert_type(read_message(peer, 1), "snapshot");
	peer_destroy(peer);
}
END_TEST

static const struct {
	const char *query;
	const char *headers; /* instead of the subprotocol */
	int status;
	const char *error; /* part of the body */
} refused[] = {
	{ "",
	  "Sec-WebSocket-Protocol: wallboard.v1\r\n"
	  "Origin: http://evil.test\r\n",
	  403, "another origin" },
	{ "", "Sec-WebSocket-Protocol: wallboard.v1\r\nOrigin: null\r\n", 403,
	  "another origin" },
	{ "", "", 400, "subprotocol 'wallboard.v1' expected" },
	{ "", "Sec-WebSocket-Protocol: wallboard.v2\r\n", 400,
	  "subprotocol 'wallboard.v1' expected" },
	{ "", "Sec-WebSocket-Protocol: (http)\r\n", 400,
	  "subprotocol 'wallboard.v1' expected" },
	{ "/other", "Sec-WebSocket-Protocol: wallboard.v1\r\n", 404,
	  "/v1/stream" },
};

START_TEST(refuses_an_upgrade)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);
	struct wb_push_counters counters;

	peer_upgrade(peer, refused[_i].query, refused[_i].headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, refused[_i].status);
	ck_assert_ptr_nonnull(strstr(peer->body.data, refused[_i].error));
	peer_wait_closed(peer);
	wb_push_count(fixture.push, &counters);
	ck_assert_uint_eq(counters.clients_refused, 1);
	peer_destroy(peer);
}
END_TEST

static const char *const allowed[] = {
	"Sec-WebSocket-Protocol: wallboard.v1\r\n"
	"Origin: http://board.test:8080\r\n",
	"Sec-WebSocket-Protocol: wallboard.v1\r\n"
	"Origin: https://BOARD.test\r\n",
	"Sec-WebSocket-Protocol: other, wallboard.v1\r\n",
};

START_TEST(takes_an_upgrade)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_upgrade(peer, "", allowed[_i]);
	peer_wait_messages(peer, 2);
	ck_assert_str_eq(peer_header(peer, "sec-websocket-protocol"),
	                 "wallboard.v1");
	peer_destroy(peer);
}
END_TEST

START_TEST(refuses_any_other_upgrade)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_request(peer, "GET", "/",
	             "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
	             "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n");
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 400);
	peer_destroy(peer);
}
END_TEST

static bool was_told_why(void *user)
{
	return ((struct peer *)user)->close_code != 0;
}

START_TEST(ignores_small_talk_and_closes_on_large)
{
	struct peer *peer = push_fixture_screen(&fixture, "overview");

	for (int i = 0; i < 5; i++) {
		peer_say(peer, 900);
		peer_idle(fixture.loop, 20);
	}
	push_fixture_change(&fixture, 2);
	wait_shown(peer, 2);
	peer_say(peer, 2000);
	ck_assert(peer_wait(fixture.loop, was_told_why, peer, PEER_LIMIT));
	ck_assert_int_eq(peer->close_code, 1009);
	peer_destroy(peer);
}
END_TEST

START_TEST(a_snapshot_of_many_chunks_arrives_whole)
{
	fixture.pad = 3 * 1024 * 1024 + 7;
	struct peer *peer = push_fixture_screen(&fixture, "overview");
	struct wb_str pad = wb_json_get_string(
		wb_json_get(read_message(peer, 1), "state"), "pad");

	ck_assert_uint_eq(pad.len, fixture.pad);
	size_t same = 0;
	while (same < pad.len && pad.data[same] == 'b') {
		same++;
	}
	ck_assert_uint_eq(same, pad.len);
	peer_destroy(peer);
}
END_TEST

/* What is allocated; 0 under a sanitizer, whose allocator does not say. */
static size_t allocated_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

/*
 * 30 states of 1 MB that the slow one does not take: it must cost neither
 * memory nor the others, and when it reads again it is soon at the newest.
 */
START_TEST(a_slow_screen_gets_the_newest_and_no_backlog)
{
	fixture.pad = 1000000;
	struct peer *fast = push_fixture_screen(&fixture, "overview");
	struct peer *slow = push_fixture_screen(&fixture, "overview");
	peer_pause(slow);
	for (int value = 2; value < 12; value++) {
		push_fixture_change(&fixture, value);
		wait_shown(fast, value);
		wb_arena_reset(&arena);
	}
	size_t before = allocated_bytes();
	peer_pause(fast);
	for (int value = 12; value < 32; value++) {
		push_fixture_change(&fixture, value);
		peer_idle(fixture.loop, 105);
	}
	ck_assert_int_lt((long)allocated_bytes() - (long)before, 3000000);
	int had = slow->count;
	peer_resume(slow);
	wait_shown(slow, 31);
	ck_assert_int_lt(slow->count - had, 15); /* of 30 that there were */
	struct wb_push_counters counters;
	wb_push_count(fixture.push, &counters);
	ck_assert_uint_gt(counters.skipped, 0);
	peer_destroy(fast);
	peer_destroy(slow);
}
END_TEST

START_TEST(counts_who_is_there)
{
	struct wb_push_counters counters;
	struct peer *a = push_fixture_screen(&fixture, "overview");
	struct peer *b = push_fixture_screen(&fixture, "agents");

	wb_push_count(fixture.push, &counters);
	ck_assert_uint_eq(counters.screens, 2);
	ck_assert_uint_eq(counters.clients, 2);
	ck_assert_uint_eq(counters.messages, 4);
	ck_assert_uint_eq(counters.updates, 2);
	peer_destroy(a);
	peer_destroy(b);
	peer_idle(fixture.loop, 100);
	wb_push_count(fixture.push, &counters);
	ck_assert_uint_eq(counters.screens, 0);
	ck_assert_uint_eq(counters.clients, 0);
}
END_TEST

START_TEST(refuses_more_than_its_limit)
{
	struct wb_push_counters counters;

	wb_push_limit(fixture.push, 2);
	struct peer *a = push_fixture_screen(&fixture, "overview");
	struct peer *b = push_fixture_screen(&fixture, "overview");
	struct peer *c = peer_connect(fixture.loop, fixture.port);
	peer_wait_response(c);
	ck_assert_int_eq(c->status, 503);
	ck_assert_str_eq(c->body.data, "{\"error\":\"too many connections\"}");
	peer_wait_closed(c);
	wb_push_count(fixture.push, &counters);
	ck_assert_uint_eq(counters.clients_refused, 1);
	peer_destroy(b);
	peer_idle(fixture.loop, 100);
	b = push_fixture_screen(&fixture, "overview");
	peer_destroy(a);
	peer_destroy(b);
	peer_destroy(c);
}
END_TEST

START_TEST(goes_down_with_screens_connected)
{
	struct peer *a = push_fixture_screen(&fixture, "overview");
	struct peer *b = push_fixture_screen(&fixture, "agents");

	push_fixture_change(&fixture, 2);
	wb_push_destroy(fixture.push);
	fixture.push = NULL;
	peer_idle(fixture.loop, 50);
	peer_destroy(a);
	peer_destroy(b);
}
END_TEST

static void add_streams(Suite *suite)
{
	TCase *tc = tcase_create("stream");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, says_hello_then_the_snapshot);
	tcase_add_test(tc, without_a_view_shows_the_first_page);
	tcase_add_test(tc, takes_a_view_that_is_percent_encoded);
	tcase_add_test(tc, patches_lead_from_revision_to_revision);
	tcase_add_test(tc, nothing_is_sent_when_the_picture_is_the_same);
	tcase_add_test(tc, shares_one_rendering_among_all_screens);
	tcase_add_test(tc, renders_at_most_ten_times_a_second);
	tcase_add_test(tc, the_first_change_goes_out_at_once);
	tcase_add_test(tc, views_that_nobody_sees_are_not_rendered);
	tcase_add_test(tc, something_comes_every_two_seconds);
	tcase_add_test(tc, a_screen_that_comes_later_gets_the_time_of_now);
	suite_add_tcase(suite, tc);
}

static void add_trouble(Suite *suite)
{
	TCase *tc = tcase_create("trouble");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_unknown_view_is_told_so_and_closed);
	tcase_add_test(tc, a_view_that_is_gone_is_told_so_and_closed);
	tcase_add_loop_test(tc, refuses_an_upgrade, 0,
	                    sizeof(refused) / sizeof(refused[0]));
	tcase_add_loop_test(tc, takes_an_upgrade, 0,
	                    sizeof(allowed) / sizeof(allowed[0]));
	tcase_add_test(tc, refuses_any_other_upgrade);
	tcase_add_test(tc, ignores_small_talk_and_closes_on_large);
	tcase_add_test(tc, a_snapshot_of_many_chunks_arrives_whole);
	tcase_add_test(tc, a_slow_screen_gets_the_newest_and_no_backlog);
	tcase_add_test(tc, counts_who_is_there);
	tcase_add_test(tc, refuses_more_than_its_limit);
	tcase_add_test(tc, goes_down_with_screens_connected);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("push/stream");

	add_streams(suite);
	add_trouble(suite);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
