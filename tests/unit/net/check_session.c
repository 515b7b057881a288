#include <check.h>
#include <stdio.h>

#include "net/session.h"
#include "suite.h"

#define START 1000000
#define WALL 1732190000000 /* this machine's clock at START */
#define SERVER 1732190005000

#define HELLO "{\"type\":\"hello\",\"protocol\":1,\"server\":\"x\"}"
#define SNAPSHOT                                                               \
	"{\"type\":\"snapshot\",\"revision\":7,\"time\":1732190005000,"        \
	"\"state\":{\"a\":1,\"b\":{\"c\":\"x\"}}}"

static struct wb_session s;

static void setup(void)
{
	wb_session_init(&s, "h:1", START, WALL, 42);
}

static void teardown(void)
{
	wb_session_finish(&s);
}

static enum wb_session_action say(const char *text, wb_ms now)
{
	return wb_session_message(&s, wb_str(text), now);
}

static void dial(wb_ms now)
{
	ck_assert_int_eq(wb_session_tick(&s, now), WB_SESSION_DIAL);
	wb_session_opened(&s, now);
}

/* A running session whose snapshot came at START. */
static void make_live(void)
{
	dial(START);
	ck_assert_int_eq(say(HELLO, START), WB_SESSION_NOTHING);
	ck_assert_int_eq(say(SNAPSHOT, START), WB_SESSION_NOTHING);
}

static enum wb_link_state link_state(void)
{
	struct wb_link link;
	wb_session_link(&s, &link);
	return link.state;
}

static const char *detail(void)
{
	static struct wb_link link;
	wb_session_link(&s, &link);
	return link.detail;
}

static int64_t number(const char *key)
{
	return wb_json_get_int(wb_session_state(&s)->root, key, -1);
}

START_TEST(it_dials_at_once_and_is_connecting_until_a_snapshot)
{
	ck_assert_int_eq(wb_session_next_change(&s), START);
	ck_assert_int_eq(link_state(), WB_LINK_CONNECTING);
	dial(START);
	ck_assert_int_eq(link_state(), WB_LINK_CONNECTING);
	say(HELLO, START + 5);
	ck_assert_int_eq(link_state(), WB_LINK_CONNECTING);
	ck_assert_ptr_null(wb_session_state(&s));
	say(SNAPSHOT, START + 10);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
	ck_assert_int_eq(number("a"), 1);
	ck_assert_int_eq(wb_session_state(&s)->revision, 7);
}
END_TEST

START_TEST(patches_apply_one_after_the_other)
{
	make_live();
	say("{\"type\":\"patch\",\"from\":7,\"revision\":8,\"time\":1,"
	    "\"patch\":{\"a\":2,\"b\":{\"c\":null,\"d\":3}}}",
	    START + 100);
	say("{\"type\":\"patch\",\"from\":8,\"revision\":11,\"time\":1,"
	    "\"patch\":{\"e\":4}}",
	    START + 200);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
	ck_assert_int_eq(number("a"), 2);
	ck_assert_int_eq(number("e"), 4);
	const struct wb_json *b = wb_json_get(wb_session_state(&s)->root, "b");
	ck_assert_ptr_null(wb_json_get(b, "c"));
	ck_assert_int_eq(wb_json_get_int(b, "d", -1), 3);
	ck_assert_int_eq(wb_session_state(&s)->revision, 11);
}
END_TEST

START_TEST(a_state_stays_as_it_was_for_whoever_holds_it)
{
	make_live();
	struct wb_state *held = wb_state_ref(wb_session_state(&s));
	say("{\"type\":\"patch\",\"from\":7,\"revision\":8,"
	    "\"patch\":{\"a\":2}}",
	    START + 100);
	ck_assert_int_eq(number("a"), 2);
	ck_assert_int_eq(wb_json_get_int(held->root, "a", -1), 1);
	wb_state_unref(held);
}
END_TEST

/* What a server must not say: after each the wall connects anew. */
static const struct {
	const char *text;
	const char *detail;
} bad[] = {
	{ "", "a bad message" },
	{ "{", "a bad message" },
	{ "\xff", "a bad message" },
	{ "{\"type\":\"patch\",\"from\":6,\"revision\":8,\"patch\":{}}",
	  "a patch for revision 6, the wall has 7" },
	{ "{\"type\":\"patch\",\"from\":8,\"revision\":9,\"patch\":{}}",
	  "a patch for revision 8, the wall has 7" },
	{ "{\"type\":\"patch\",\"revision\":8,\"patch\":{}}",
	  "a patch for revision -1, the wall has 7" },
	{ "{\"type\":\"patch\",\"from\":7,\"revision\":8,\"patch\":[]}",
	  "a patch without patch or revision" },
	{ "{\"type\":\"patch\",\"from\":7,\"patch\":{}}",
	  "a patch without patch or revision" },
	{ "{\"type\":\"heartbeat\",\"revision\":9,\"time\":1}",
	  "the server is at revision 9, the wall at 7" },
	{ "{\"type\":\"snapshot\",\"revision\":8,\"time\":1}",
	  "a snapshot without state or revision" },
	{ "{\"type\":\"snapshot\",\"revision\":8,\"state\":[]}",
	  "a snapshot without state or revision" },
	{ "{\"type\":\"snapshot\",\"state\":{}}",
	  "a snapshot without state or revision" },
	{ HELLO, "a second hello from h:1" },
	{ "{\"type\":\"error\",\"error\":\"no view 'x'; there are: a\"}",
	  "no view 'x'; there are: a" },
	{ "{\"type\":\"hello\",\"protocol\":2}",
	  "the server speaks protocol 2, this wall 1" },
};

START_TEST(a_message_that_cannot_be_ends_the_connection)
{
	make_live();
	ck_assert_int_eq(say(bad[_i].text, START + 50), WB_SESSION_HANG_UP);
	ck_assert_int_eq(link_state(), WB_LINK_OFFLINE);
	ck_assert_msg(
		strncmp(detail(), bad[_i].detail, strlen(bad[_i].detail)) == 0,
		"%s", detail());
	/* the last state is kept, and a new snapshot makes it live again */
	ck_assert_int_eq(number("a"), 1);
	dial(wb_session_next_change(&s));
	say(HELLO, START + 5000);
	say(SNAPSHOT, START + 5000);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
	ck_assert_str_eq(detail(), "");
}
END_TEST

START_TEST(a_message_of_a_later_version_is_passed_over)
{
	make_live();
	ck_assert_int_eq(say("{\"type\":\"chat\"}", START), WB_SESSION_NOTHING);
	ck_assert_int_eq(say("[]", START), WB_SESSION_NOTHING);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
}
END_TEST

START_TEST(a_stranger_that_answers_is_hung_up_on)
{
	dial(START);
	ck_assert_int_eq(say(SNAPSHOT, START), WB_SESSION_HANG_UP);
	ck_assert_str_eq(detail(), "no hello from h:1: is it a wallboardd?");
	dial(wb_session_next_change(&s));
	say(HELLO, START + 1000);
	ck_assert_int_eq(
		say("{\"type\":\"heartbeat\",\"revision\":1}", START + 1000),
		WB_SESSION_HANG_UP);
	ck_assert_str_eq(detail(), "no snapshot from h:1");
}
END_TEST

START_TEST(silence_is_stale_after_four_seconds_then_dead)
{
	make_live();
	ck_assert_int_eq(wb_session_next_change(&s), START + 4001);
	wb_session_tick(&s, START + 4000);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
	wb_session_tick(&s, START + 4001);
	ck_assert_int_eq(link_state(), WB_LINK_STALE);

	struct wb_link link;
	wb_session_link(&s, &link);
	ck_assert_int_eq(link.since, SERVER + 4001);
	ck_assert_int_eq(link.last_message, SERVER);

	ck_assert_int_eq(wb_session_next_change(&s), START + 15000);
	ck_assert_int_eq(wb_session_tick(&s, START + 15000),
	                 WB_SESSION_HANG_UP);
	ck_assert_int_eq(link_state(), WB_LINK_OFFLINE);
	ck_assert_str_eq(detail(), "silent: h:1");
}
END_TEST

START_TEST(a_heartbeat_is_enough_to_stay_live)
{
	make_live();
	static const char beat[] = "{\"type\":\"heartbeat\",\"revision\":7,"
				   "\"time\":1732190009000}";
	say(beat, START + 4000);
	wb_session_tick(&s, START + 4001);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
	wb_session_tick(&s, START + 8001);
	ck_assert_int_eq(link_state(), WB_LINK_STALE);
	say(beat, START + 9000);
	ck_assert_int_eq(link_state(), WB_LINK_LIVE);
}
END_TEST

START_TEST(a_server_that_never_answers_is_given_up)
{
	ck_assert_int_eq(wb_session_tick(&s, START), WB_SESSION_DIAL);
	ck_assert_int_eq(wb_session_next_change(&s), START + 10000);
	ck_assert_int_eq(wb_session_tick(&s, START + 9999), WB_SESSION_NOTHING);
	ck_assert_int_eq(wb_session_tick(&s, START + 10000),
	                 WB_SESSION_HANG_UP);
	ck_assert_str_eq(detail(), "no answer from h:1");
	dial(wb_session_next_change(&s));
	wb_ms opened = s.phase_since;
	say(HELLO, opened + 9000);
	/* each step has its time: hello came, the snapshot does not */
	ck_assert_int_eq(wb_session_tick(&s, opened + 19000),
	                 WB_SESSION_HANG_UP);
}
END_TEST

START_TEST(it_tries_for_ever_at_growing_intervals_that_differ)
{
	wb_ms now = START, longest = 0;
	for (int i = 0; i < 200; i++) {
		ck_assert_int_eq(wb_session_tick(&s, now), WB_SESSION_DIAL);
		wb_session_closed(&s, wb_str("refused"), now);
		wb_session_closed(&s, wb_str("again"), now);
		ck_assert_str_eq(detail(), "refused: h:1");
		wb_ms wait = wb_session_next_change(&s) - now;
		ck_assert_int_ge(wait, 500);
		ck_assert_int_le(wait, 10000);
		if (i == 0) {
			ck_assert_int_le(wait, 625);
		} else if (i > 5) {
			ck_assert_int_ge(wait, 7500);
			longest = wait > longest ? wait : longest;
		}
		ck_assert_int_eq(wb_session_tick(&s, now + wait - 1),
		                 WB_SESSION_NOTHING);
		now += wait;
	}
	ck_assert_int_gt(longest, 9500);
}
END_TEST

START_TEST(a_link_that_held_starts_over_quickly_a_broken_one_does_not)
{
	make_live();
	wb_session_closed(&s, wb_str("gone"), START + 5000);
	ck_assert_int_eq(link_state(), WB_LINK_OFFLINE);
	ck_assert_int_le(wb_session_next_change(&s), START + 5625);

	/* a server that falls at once after its snapshot, each time */
	wb_ms now = 0;
	for (int i = 0; i < 8; i++) {
		now = wb_session_next_change(&s);
		dial(now);
		say(HELLO, now);
		say(SNAPSHOT, now);
		wb_session_closed(&s, wb_str("gone"), now + 10);
	}
	ck_assert_int_ge(wb_session_next_change(&s) - now, 7500);
}
END_TEST

START_TEST(the_servers_clock_is_followed)
{
	ck_assert_int_eq(wb_session_time(&s, START + 100), WALL + 100);
	make_live();
	ck_assert_int_eq(wb_session_time(&s, START + 100), SERVER + 100);
	/* 300 ms on the way: the clock is not turned back for that */
	say("{\"type\":\"heartbeat\",\"revision\":7,\"time\":1732190006700}",
	    START + 2000);
	ck_assert_int_eq(wb_session_time(&s, START + 2000), SERVER + 2000);
	/* set back by a minute */
	say("{\"type\":\"heartbeat\",\"revision\":7,\"time\":1732189947000}",
	    START + 2000);
	ck_assert_int_eq(wb_session_time(&s, START + 2000), SERVER - 58000);
	/* a time that cannot be is no time */
	say("{\"type\":\"heartbeat\",\"revision\":7,\"time\":-5}",
	    START + 3000);
	ck_assert_int_eq(wb_session_time(&s, START + 3000), SERVER - 57000);
}
END_TEST

START_TEST(long_reasons_are_cut_between_letters)
{
	char text[600];
	int used = snprintf(text, sizeof(text),
	                    "{\"type\":\"error\",\"error\":\"a");
	for (int i = 0; i < 200; i++) {
		used += snprintf(text + used, sizeof(text) - (size_t)used,
		                 "\u0444");
	}
	snprintf(text + used, sizeof(text) - (size_t)used, "\"}");
	dial(START);
	ck_assert_int_eq(say(text, START), WB_SESSION_HANG_UP);
	ck_assert_uint_eq(strlen(detail()), 127);
	ck_assert(wb_str_is_clean_utf8(wb_str(detail())));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("session");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_dials_at_once_and_is_connecting_until_a_snapshot);
	tcase_add_test(tc, patches_apply_one_after_the_other);
	tcase_add_test(tc, a_state_stays_as_it_was_for_whoever_holds_it);
	tcase_add_loop_test(tc, a_message_that_cannot_be_ends_the_connection, 0,
	                    WB_COUNT(bad));
	tcase_add_test(tc, a_message_of_a_later_version_is_passed_over);
	tcase_add_test(tc, a_stranger_that_answers_is_hung_up_on);
	tcase_add_test(tc, silence_is_stale_after_four_seconds_then_dead);
	tcase_add_test(tc, a_heartbeat_is_enough_to_stay_live);
	tcase_add_test(tc, a_server_that_never_answers_is_given_up);
	tcase_add_test(tc, it_tries_for_ever_at_growing_intervals_that_differ);
	tcase_add_test(
		tc, a_link_that_held_starts_over_quickly_a_broken_one_does_not);
	tcase_add_test(tc, the_servers_clock_is_followed);
	tcase_add_test(tc, long_reasons_are_cut_between_letters);
	return wb_test_run("net/session", tc);
}
