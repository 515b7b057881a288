/* When a window loses something: against a list of all that happened. */

#include <check.h>
#include <string.h>

#include "alert/seconds.h"
#include "must.h"
#include "random_events.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define NOTES_MAX 4000

static wb_ms notes[NOTES_MAX];
static int note_count;

/* The first instant after `now` at which a window begins later than one. */
static wb_ms slow_next(int64_t window, wb_ms now)
{
	wb_ms next = WB_NEVER;
	for (int i = 0; i < note_count; i++) {
		wb_ms leaves = (notes[i] / WB_SECOND + window) * WB_SECOND;
		if (leaves > now && leaves < next) {
			next = leaves;
		}
	}
	return next;
}

START_TEST(it_knows_the_next_loss_of_every_window)
{
	static const int64_t windows[] = { 300, 900, 1800, 3600 };
	struct wb_seconds seconds = { 0 };
	uint64_t random = (uint64_t)_i + 1;
	wb_ms now = BASE;
	note_count = 0;
	for (int step = 0; step < NOTES_MAX; step++) {
		now += random_below(&random, 10)
		               ? random_below(&random, 5000)
		               : random_below(&random, 9000000);
		wb_ms at = now - (random_below(&random, 3)
		                          ? 0
		                          : random_below(&random, 4500000));
		wb_seconds_note(&seconds, at, now);
		notes[note_count++] = at;
		int64_t window = windows[random_below(&random, 4)];
		wb_ms later = now + random_below(&random, 2000);
		must(wb_seconds_next(&seconds, window, later) ==
		     slow_next(window, later));
		must(wb_seconds_empty(&seconds, later) ==
		     (slow_next(3600, later) == WB_NEVER));
	}
}
END_TEST

START_TEST(nothing_noted_is_nothing_lost)
{
	struct wb_seconds seconds = { 0 };
	ck_assert(wb_seconds_empty(&seconds, BASE));
	ck_assert_int_eq(wb_seconds_next(&seconds, 3600, BASE), WB_NEVER);
	wb_seconds_note(&seconds, BASE + 1500, BASE + 1500);
	ck_assert_int_eq(wb_seconds_next(&seconds, 300, BASE + 1500),
	                 BASE + 301000);
	ck_assert_int_eq(wb_seconds_next(&seconds, 300, BASE + 301000),
	                 WB_NEVER);
	/* older than any window: it is in none */
	wb_seconds_note(&seconds, BASE - 3600000, BASE + 2000);
	ck_assert_int_eq(wb_seconds_next(&seconds, 3600, BASE + 2000),
	                 BASE + 3601000);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("seconds");
	tcase_add_loop_test(tc, it_knows_the_next_loss_of_every_window, 0, 6);
	tcase_add_test(tc, nothing_noted_is_nothing_lost);
	return wb_test_run("alert/seconds", tc);
}
