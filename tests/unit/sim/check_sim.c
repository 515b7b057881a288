#include "sim/sim.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "must.h"
#include "recount.h"

/* A Monday, 4:00 in Tehran: a whole day holds openings and closings. */
#define START ((wb_ms)1767573000000)
#define DAY (24 * WB_HOUR)

struct run {
	struct wb_buf text;
	struct recount recount;
	struct wb_sim_tally tally;
	int parts;
};

/* What is made of a run, beside its tally. */
enum { TEXT = 1, RECOUNT = 2 };

static void keep(void *user, const struct wb_event *event)
{
	struct run *run = user;
	if (run->parts & TEXT) {
		wb_event_encode(event, &run->text);
		wb_buf_add_char(&run->text, '\n');
	}
	if (run->parts & RECOUNT) {
		recount_event(&run->recount, event);
	}
}

static void play(struct run *run, uint64_t seed, wb_ms length, int parts)
{
	struct wb_sim_options options = {
		.floor = wb_sim_floor_default(),
		.seed = seed,
		.start = START,
		.snapshot = true,
	};
	*run = (struct run){ .parts = parts };
	recount_init(&run->recount, options.floor);
	struct wb_sim *sim = wb_sim_create(&options, keep, run);
	ck_assert_ptr_nonnull(sim);
	while (wb_sim_next(sim) < START + length) {
		must(wb_sim_step(sim));
	}
	wb_sim_get_tally(sim, START + length, &run->tally);
	recount_close(&run->recount, START + length);
	wb_sim_destroy(sim);
}

static void finish(struct run *run)
{
	wb_buf_finish(&run->text);
	recount_finish(&run->recount);
}

START_TEST(the_same_seed_gives_the_same_bytes)
{
	struct run a, b, c;
	play(&a, 5, 6 * WB_HOUR, TEXT);
	play(&b, 5, 6 * WB_HOUR, TEXT);
	play(&c, 6, 6 * WB_HOUR, TEXT);
	ck_assert_uint_gt(a.text.len, 100000);
	ck_assert(wb_str_equal(wb_buf_str(&a.text), wb_buf_str(&b.text)));
	ck_assert(!wb_str_equal(wb_buf_str(&a.text), wb_buf_str(&c.text)));
	finish(&a);
	finish(&b);
	finish(&c);
}
END_TEST

START_TEST(every_event_can_be_read_back_as_written)
{
	struct run run;
	play(&run, 3, 8 * WB_HOUR, TEXT);
	struct wb_arena arena = { 0 };
	struct wb_buf again = { 0 };
	char error[256];
	const char *line = run.text.data;
	while (*line != '\0') {
		const char *end = strchr(line, '\n');
		struct wb_str text = { line, (size_t)(end - line) };
		struct wb_event event;
		if (!wb_event_decode(text, &arena, &event, error,
		                     sizeof(error))) {
			ck_abort_msg("%s: %.*s", error, WB_STR_FMT(text));
		}
		wb_buf_clear(&again);
		wb_event_encode(&event, &again);
		must(wb_str_equal(text, wb_buf_str(&again)));
		wb_arena_reset(&arena);
		line = end + 1;
	}
	wb_buf_finish(&again);
	wb_arena_finish(&arena);
	finish(&run);
}
END_TEST

static void assert_same_counts(const struct wb_sim_counts *a,
                               const struct wb_sim_counts *b, const char *name)
{
	/* all members are int64_t */
	const int64_t *left = (const int64_t *)a, *right = (const int64_t *)b;
	size_t ratings = offsetof(struct wb_sim_counts, ratings);
	for (size_t i = 0; i < ratings / sizeof(int64_t); i++) {
		ck_assert_msg(left[i] == right[i],
		              "%s, member %zu: %lld counted, %lld in the "
		              "events",
		              name, i, (long long)left[i], (long long)right[i]);
	}
}

/* recount.c fails on the way at whatever is out of order. */
START_TEST(a_day_is_in_order_and_its_account_is_right)
{
	struct run run;
	play(&run, (uint64_t)_i + 1, DAY, RECOUNT);
	const struct wb_sim_floor *floor = run.recount.floor;
	for (int q = 0; q < floor->queue_count; q++) {
		assert_same_counts(&run.tally.queues[q],
		                   &run.recount.tally.queues[q],
		                   floor->queues[q].name);
	}
	assert_same_counts(&run.tally.direct, &run.recount.tally.direct,
	                   "direct");
	ck_assert_int_eq(run.tally.events, run.recount.tally.events);
	ck_assert_int_eq(run.tally.contacts, run.recount.tally.contacts);
	ck_assert_int_eq(run.tally.dialled, run.recount.tally.dialled);
	ck_assert_int_eq(run.tally.connected, run.recount.tally.connected);
	finish(&run);
}
END_TEST

START_TEST(a_few_days_show_all_that_can_happen)
{
	static const enum wb_event_kind never[] = {

		WB_EV_FEED_GAP,
		WB_EV_FEED_ALIVE,

	};
	struct run run;
	play(&run, 2, 2 * DAY, RECOUNT);
	for (int kind = 0; kind < WB_EV_COUNT; kind++) {
		bool expected = true;
		for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
			expected = expected && (int)never[i] != kind;
		}
		ck_assert_msg((run.recount.seen[kind] > 0) == expected, "%s",
		              wb_event_kind_name((enum wb_event_kind)kind));
	}
	finish(&run);
}
END_TEST

/* The integral of the rate over the day, in steps of a minute. */
static double expected_arrivals(const struct wb_sim_floor *floor)
{
	double sum = 0;
	for (int q = 0; q < floor->queue_count; q++) {
		for (wb_ms t = START; t < START + DAY; t += WB_MINUTE) {
			sum += floor->queues[q].calls_per_hour / 60 *
			       wb_sim_floor_intensity(floor, q, t);
		}
	}
	return sum;
}

START_TEST(as_many_callers_arrive_as_the_curve_says)
{
	struct run run;
	double sum = 0, days = 10;
	for (uint64_t seed = 1; seed <= (uint64_t)days; seed++) {
		play(&run, seed, DAY, 0);
		sum += (double)run.tally.contacts;
		finish(&run);
	}
	double expected = days * expected_arrivals(wb_sim_floor_default());
	/* Poisson: the variance is the mean; 4 sigma is 1 in 16 000 */
	ck_assert_double_le(fabs(sum - expected), 4 * sqrt(expected));
}
END_TEST

START_TEST(talk_is_log_normal)
{
	struct run run;
	play(&run, 11, 2 * DAY, RECOUNT);
	const struct wb_sim_work *work = &run.recount.floor->queues[0].work;
	double n = (double)run.recount.talks;
	double mean = run.recount.talk_log_sum / n;
	double sigma = sqrt(run.recount.talk_log_square / n - mean * mean);
	ck_assert_double_gt(n, 2000);
	ck_assert_double_le(fabs(mean - log(work->talk_s)),
	                    4 * work->talk_sigma / sqrt(n));
	ck_assert_double_le(fabs(sigma - work->talk_sigma),
	                    4 * work->talk_sigma / sqrt(2 * n));
	finish(&run);
}
END_TEST

START_TEST(the_agents_time_adds_up)
{
	struct run run;
	play(&run, 4, DAY, 0);
	const struct wb_sim_agent_time *time = &run.tally.time;
	wb_ms sum = time->idle_ms + time->ringing_ms + time->contact_ms +
	            time->away_ms;
	/* 76 shifts of 8 to 9 hours, some of them cut by the day's border */
	ck_assert_int_gt(sum, 74 * 8 * WB_HOUR);
	ck_assert_int_lt(sum, 76 * 9 * WB_HOUR);
	finish(&run);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("stream");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, the_same_seed_gives_the_same_bytes);
	tcase_add_test(tc, every_event_can_be_read_back_as_written);
	tcase_add_loop_test(tc, a_day_is_in_order_and_its_account_is_right, 0,
	                    3);
	tcase_add_test(tc, a_few_days_show_all_that_can_happen);
	tcase_add_test(tc, as_many_callers_arrive_as_the_curve_says);
	tcase_add_test(tc, talk_is_log_normal);
	tcase_add_test(tc, the_agents_time_adds_up);

	Suite *suite = suite_create("sim/sim");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
