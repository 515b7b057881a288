#include "sim/floor.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "must.h"
#include "sim/sim.h"

/* A Monday, 9:00 in Tehran, and the office day from there. */
#define START ((wb_ms)1767591000000)
#define LENGTH (8 * WB_HOUR)
#define DAYS 12

static const double curve[24] = { [8] = 0.5, [9] = 1.5 };

static const struct wb_sim_queue queue = {
	.name = "q",
	.calls_per_hour = 10,
	.curve = curve,
};

static const struct wb_sim_incident incident = {
	.queue = 0,
	.from_minute = 9 * 60,
	.to_minute = 9 * 60 + 30,
	.factor = 2,
};

static const struct wb_sim_floor plain = {
	.utc_offset = -2 * WB_HOUR,
	.queues = &queue,
	.queue_count = 1,
	.incidents = &incident,
	.incident_count = 1,
};

static const struct {
	int hour, minute; /* UTC, two hours ahead of the floor */
	double intensity;
} instants[] = {
	{ 9, 0, 0 },
	{ 9, 30, 0.25 },
	{ 10, 0, 0.5 },
	{ 10, 30, 1 },
	{ 11, 0, 3 }, /* the incident */
	{ 11, 29, 3 - 29.0 / 60 * 3 },
	{ 11, 30, 0.75 },
	{ 12, 0, 0 },
	{ 1, 0, 0 },
};

START_TEST(the_curve_runs_straight_between_the_hours)
{
	wb_ms t = START - START % (24 * WB_HOUR) + instants[_i].hour * WB_HOUR +
	          instants[_i].minute * WB_MINUTE;
	double got = wb_sim_floor_intensity(&plain, 0, t);
	ck_assert_double_le(fabs(got - instants[_i].intensity), 1e-9);
	ck_assert_double_le(got, wb_sim_floor_peak(&plain, 0));
}
END_TEST

START_TEST(the_day_begins_at_the_floors_own_midnight)
{
	ck_assert_int_eq(wb_sim_floor_minute(&plain, 0), 22 * 60);
	ck_assert_int_eq(wb_sim_floor_minute(&plain, 2 * WB_HOUR), 0);
	ck_assert_int_eq(wb_sim_floor_minute(&plain, -WB_MINUTE), 22 * 60 - 1);
}
END_TEST

static void ignore(void *user, const struct wb_event *event)
{
	(void)user;
	(void)event;
}

static void play_day(uint64_t seed, struct wb_sim_tally *ret_tally)
{
	struct wb_sim_options options = {
		.floor = wb_sim_floor_default(),
		.seed = seed,
		.start = START,
	};
	struct wb_sim *sim = wb_sim_create(&options, ignore, NULL);
	ck_assert_ptr_nonnull(sim);
	while (wb_sim_next(sim) < START + LENGTH) {
		must(wb_sim_step(sim));
	}
	wb_sim_get_tally(sim, START + LENGTH, ret_tally);
	wb_sim_destroy(sim);
}

/* The sum over all queues and some days. */
struct sums {
	int64_t decided, in_time, abandoned;
	double contact, idle;
};

static void add_day(struct sums *sums, const struct wb_sim_tally *tally)
{
	for (int q = 0; q < wb_sim_floor_default()->queue_count; q++) {
		const struct wb_sim_counts *counts = &tally->queues[q];
		sums->decided += counts->answered + counts->abandoned;
		for (int i = 0; i < WB_OUTCOME_COUNT; i++) {
			sums->decided += counts->flow_outs[i];
		}
		sums->in_time += counts->answered_in_time;
		sums->abandoned += counts->abandoned;
	}
	sums->contact += (double)tally->time.contact_ms;
	sums->idle += (double)tally->time.idle_ms;
}

START_TEST(the_default_floor_is_busy_but_keeps_most_of_its_promise)
{
	struct sums sums = { 0 };
	for (uint64_t seed = 1; seed <= DAYS; seed++) {
		struct wb_sim_tally tally;
		play_day(seed, &tally);
		add_day(&sums, &tally);
	}
	double decided = (double)sums.decided;
	double service_level = (double)sums.in_time / decided;
	double abandonment = (double)sums.abandoned / decided;
	double occupancy = sums.contact / (sums.contact + sums.idle);
	ck_assert_double_gt(service_level, 0.70);
	ck_assert_double_lt(service_level, 0.90);
	ck_assert_double_gt(abandonment, 0.02);
	ck_assert_double_lt(abandonment, 0.06);
	ck_assert_double_gt(occupancy, 0.75);
	ck_assert_double_lt(occupancy, 0.88);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("floor");
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, the_curve_runs_straight_between_the_hours, 0,
	                    sizeof(instants) / sizeof(instants[0]));
	tcase_add_test(tc, the_day_begins_at_the_floors_own_midnight);
	tcase_add_test(tc,
	               the_default_floor_is_busy_but_keeps_most_of_its_promise);

	Suite *suite = suite_create("sim/floor");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
