/*
 * The simulation's own account against the theory: a floor without patience,
 * breaks or after-contact work is an M/M/n queue, for which Erlang's C formula
 * gives the share that waits, and with it the waiting times. What the engine
 * makes of such floors, and of those with patience: forecast/check_theory.c.
 */

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "forecast/erlang.h"
#include "must.h"
#include "sim/sim.h"

/* Calls that are played, whatever the floor. */
#define CALLS 80000
#define START ((wb_ms)1767587400000)

static const struct {
	int agents;
	double calls_per_hour, talk_s;
} floors[] = {
	{ 1, 10, 180 },
	{ 3, 50, 180 },
	{ 10, 170, 180 },
	{ 40, 450, 280 },
};

static void ignore(void *user, const struct wb_event *event)
{
	(void)user;
	(void)event;
}

static wb_ms length(int i)
{
	return (wb_ms)(CALLS / floors[i].calls_per_hour) * WB_HOUR;
}

static void play(int i, struct wb_sim_tally *ret_tally)
{
	struct wb_sim_queue queue = {
		.name = "q",
		.calls_per_hour = floors[i].calls_per_hour,
		.transfer_to = -1,
		.work = { .talk_s = floors[i].talk_s },
	};
	struct wb_sim_shift always = { 0, WB_SIM_DAY_MINUTES };
	struct wb_sim_team team = {
		.prefix = "n",
		.first = 1,
		.last = floors[i].agents,
		.queues = 1,
		.shifts = &always,
		.shift_count = 1,
	};
	struct wb_sim_floor floor = {
		.queues = &queue,
		.queue_count = 1,
		.teams = &team,
		.team_count = 1,
		.sl_threshold_s = 20,
	};
	struct wb_sim_options options = { .floor = &floor,
		                          .seed = 17,
		                          .start = START };
	struct wb_sim *sim = wb_sim_create(&options, ignore, NULL);
	ck_assert_ptr_nonnull(sim);
	while (wb_sim_next(sim) < START + length(i)) {
		must(wb_sim_step(sim));
	}
	wb_sim_get_tally(sim, START + length(i), ret_tally);
	wb_sim_destroy(sim);
}

START_TEST(waiting_and_occupancy_are_as_erlang_says)
{
	double lambda = floors[_i].calls_per_hour / 3600;
	double mu = 1 / floors[_i].talk_s;
	double spare = floors[_i].agents * mu - lambda;
	double waits;
	must(wb_erlang_c(floors[_i].agents, lambda / mu, &waits));
	double expected_level = 1 - waits * exp(-spare * 20);
	double expected_asa_s = waits / spare;

	struct wb_sim_tally tally;
	play(_i, &tally);
	const struct wb_sim_counts *counts = &tally.queues[0];
	double answered = (double)counts->answered;
	double level = (double)counts->answered_in_time / answered;
	double asa_s = (double)counts->wait_answered_ms / answered / 1000;
	/* waits are correlated, so the bounds are wider than a binomial's */
	ck_assert_double_gt(answered, 0.97 * CALLS);
	ck_assert_double_le(fabs(level - expected_level), 0.02);
	ck_assert_double_le(fabs(asa_s - expected_asa_s), 0.2 * expected_asa_s);

	double busy = (double)tally.time.contact_ms;
	double all = busy + (double)tally.time.idle_ms;
	double load = lambda / mu / floors[_i].agents;
	ck_assert_double_le(fabs(busy / all - load), 0.02);
	/* every agent was there all the time */
	ck_assert_double_le(fabs(all - floors[_i].agents * (double)length(_i)),
	                    1);
}
END_TEST

int main(void)
{
	int count = sizeof(floors) / sizeof(floors[0]);
	TCase *tc = tcase_create("erlang");
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, waiting_and_occupancy_are_as_erlang_says, 0,
	                    count);

	Suite *suite = suite_create("sim/erlang");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
