/* Feeds: numbers, age, silence, gaps. */

#include <check.h>
#include <stdio.h>

#include "app/feeds.h"
#include "suite.h"

#define NOW ((wb_ms)1763460000000)
#define SILENT (4 * WB_SECOND)

static struct wb_feeds feeds;
static struct wb_view_feed shown[WB_FEEDS_MAX];

static void setup(void)
{
	feeds = (struct wb_feeds){ 0 };
}

static void teardown(void)
{
	wb_feeds_finish(&feeds);
}

static struct wb_feed *feed(const char *name)
{
	uint32_t number = wb_feeds_number(&feeds, wb_str(name));
	ck_assert_uint_ne(number, WB_NAMES_NONE);
	return &feeds.feeds[number];
}

static struct wb_feed *heard(const char *name, wb_ms at)
{
	struct wb_feed *f = feed(name);
	f->heard_now = true;
	f->heard = at;
	return f;
}

static enum wb_feed_state state_at(wb_ms now)
{
	ck_assert_int_eq(
		wb_feeds_show(&feeds, now, SILENT, NOW - WB_HOUR, false, shown),
		1);
	return shown[0].state;
}

START_TEST(every_epoch_has_its_own_numbers)
{
	*wb_feeds_next(&feeds, wb_str("a"), wb_str("1")) = 7;
	*wb_feeds_next(&feeds, wb_str("a"), wb_str("2")) = 9;
	*wb_feeds_next(&feeds, wb_str("b"), wb_str("1")) = 11;
	ck_assert_int_eq(*wb_feeds_next(&feeds, wb_str("a"), wb_str("1")), 7);
	ck_assert_int_eq(*wb_feeds_next(&feeds, wb_str("a"), wb_str("2")), 9);
	ck_assert_int_eq(*wb_feeds_next(&feeds, wb_str("b"), wb_str("1")), 11);
	ck_assert_int_eq(*wb_feeds_next(&feeds, wb_str("b"), wb_str("2")), 0);
}
END_TEST

START_TEST(feeds_and_epochs_are_bounded)
{
	char name[16];
	for (int i = 0; i < WB_FEEDS_MAX; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		feed(name);
	}
	ck_assert_uint_eq(wb_feeds_number(&feeds, wb_str("one more")),
	                  WB_NAMES_NONE);
	ck_assert_uint_eq(wb_feeds_number(&feeds, wb_str("f3")), 3);
	for (int i = 0; i < WB_EPOCHS_MAX; i++) {
		snprintf(name, sizeof(name), "%d", i);
		ck_assert_ptr_nonnull(
			wb_feeds_next(&feeds, wb_str("f0"), wb_str(name)));
	}
	ck_assert_ptr_null(wb_feeds_next(&feeds, wb_str("f0"), wb_str("x")));
	ck_assert_uint_eq(feeds.refused, 1);
}
END_TEST

START_TEST(a_feed_turns_silent_at_the_promised_moment)
{
	heard("a", NOW);
	ck_assert_int_eq(state_at(NOW + SILENT), WB_FEED_LIVE);
	ck_assert_int_eq(wb_feeds_next_change(&feeds, NOW, SILENT),
	                 NOW + SILENT + 1);
	ck_assert_int_eq(state_at(NOW + SILENT + 1), WB_FEED_SILENT);
	ck_assert_int_eq(wb_feeds_next_change(&feeds, NOW + SILENT + 1, SILENT),
	                 WB_NEVER);
}
END_TEST

START_TEST(a_feed_from_before_a_restart_was_never_heard)
{
	feed("a")->heard = NOW;
	ck_assert_int_eq(state_at(NOW + 1), WB_FEED_NEVER);
	heard("a", NOW + 2);
	ck_assert_int_eq(state_at(NOW + 3), WB_FEED_LIVE);
}
END_TEST

START_TEST(a_gap_shows_as_long_as_the_day_lacks_it)
{
	struct wb_feed *f = heard("a", NOW);
	wb_feed_note_gap(f, NOW - 2 * WB_HOUR, NOW - WB_HOUR - 1);
	ck_assert_int_eq(state_at(NOW), WB_FEED_LIVE);
	wb_feed_note_gap(f, NOW - 2 * WB_HOUR, NOW - WB_HOUR);
	ck_assert_int_eq(state_at(NOW), WB_FEED_GAP);
	ck_assert_int_eq(shown[0].gap_to, NOW - WB_HOUR);
	ck_assert_uint_eq(f->gaps, 2);
	/* Silence is worse than a gap. */
	ck_assert_int_eq(state_at(NOW + WB_MINUTE), WB_FEED_SILENT);
}
END_TEST

START_TEST(nobody_waits_for_what_is_done_or_typed_by_hand)
{
	heard("import", NOW)->done = true;
	heard(WB_FEED_BY_HAND, NOW);
	wb_ms late = NOW + WB_HOUR;
	ck_assert_int_eq(wb_feeds_show(&feeds, late, SILENT, NOW, false, shown),
	                 1);
	ck_assert(wb_str_is(shown[0].name, WB_FEED_BY_HAND));
	ck_assert_int_eq(shown[0].state, WB_FEED_MANUAL);
	/* With the events' clock an import is all there is. */
	ck_assert_int_eq(wb_feeds_show(&feeds, NOW, SILENT, NOW, true, shown),
	                 2);
	ck_assert_int_eq(shown[0].state, WB_FEED_LIVE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("feeds");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_epoch_has_its_own_numbers);
	tcase_add_test(tc, feeds_and_epochs_are_bounded);
	tcase_add_test(tc, a_feed_turns_silent_at_the_promised_moment);
	tcase_add_test(tc, a_feed_from_before_a_restart_was_never_heard);
	tcase_add_test(tc, a_gap_shows_as_long_as_the_day_lacks_it);
	tcase_add_test(tc, nobody_waits_for_what_is_done_or_typed_by_hand);
	return wb_test_run("app/feeds", tc);
}
