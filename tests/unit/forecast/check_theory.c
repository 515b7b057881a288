/*
 * The floor against the theory: the simulator plays M/M/n and M/M/n+M queues,
 * the engine counts them, and what the KPI rows say of each day must have the
 * mean that Erlang C and Erlang A give, within its confidence interval.
 *
 * A day is a batch; the days of one run are nearly independent, as no line
 * lasts for hours. The means are ratio estimates, their error is that of the
 * batch means (Law, Kelton, "Simulation Modeling and Analysis", section 9.5).
 * Seeds are fixed, so that a run either always passes or never.
 */

#include <check.h>
#include <math.h>

#include "engine_kit.h"
#include "forecast/erlang.h"
#include "must.h"
#include "sim/sim.h"
#include "suite.h"

#define DAY ((wb_ms)24 * WB_HOUR)
#define START ((wb_ms)1767571200000) /* Monday, 00:00 UTC */
#define DAYS_MAX 400

/* Three and a half standard errors: one in 2000 is farther off by chance. */
#define ERRORS 3.5

static const struct {
	int agents;
	double calls_per_hour, talk_s, patience_s; /* 0 = endless */
	int days;
} floors[] = {
	/* Erlang C: loads of 60, 80, 85 and 88 % */
	{ 1, 12, 180, 0, 300 },
	{ 5, 80, 180, 0, 80 },
	{ 20, 340, 180, 0, 30 },
	{ 50, 1050, 150, 0, 20 },
	/* Erlang A: loads of 50, 90, 96, 110, 130 and 200 % */
	{ 3, 30, 180, 300, 80 },
	{ 5, 90, 180, 120, 30 },
	{ 50, 1152, 150, 300, 15 },
	{ 10, 220, 180, 180, 20 },
	{ 30, 780, 180, 60, 15 },
	{ 3, 120, 180, 30, 25 },
};

enum row {
	OFFERED,
	ASA,
	LEVEL_OFFERED,
	LEVEL_ANSWERED,
	LEVEL_IGNORE,
	LEVEL_POSITIVE,
	ABANDONMENT,
	OCCUPANCY,
	PATIENCE,
	WAIT_ERROR,
	ROW_COUNT,
};

static const struct {
	const char *kpi;
	double scale;  /* of the ratio, to the theory's unit */
	double widest; /* of the interval: relative, or the test says nothing */
} rows[ROW_COUNT] = {
	[OFFERED] = { "offered", 1, 0.02 },
	[ASA] = { "average_speed_of_answer", 0.001, 0.25 },
	[LEVEL_OFFERED] = { "service_level_offered", 1, 0.05 },
	[LEVEL_ANSWERED] = { "service_level_answered", 1, 0.05 },
	[LEVEL_IGNORE] = { "service_level_ignore", 1, 0.05 },
	[LEVEL_POSITIVE] = { "service_level_positive", 1, 0.05 },
	[ABANDONMENT] = { "abandonment_rate", 1, 0.2 },
	[OCCUPANCY] = { "occupancy", 1, 0.03 },
	[PATIENCE] = { "patience", 0.001, 0.2 },
	[WAIT_ERROR] = { "estimated_wait_error", 0.001, 0.25 },
};

struct run {
	struct kit kit;
	struct wb_sim *sim;
	int days;
	double num[ROW_COUNT][DAYS_MAX], den[ROW_COUNT][DAYS_MAX];
	double predicted[DAYS_MAX], required[DAYS_MAX];
};

static void on_event(void *user, const struct wb_event *event)
{
	struct run *run = user;
	wb_engine_advance(run->kit.engine, event->t);
	wb_engine_apply(run->kit.engine, 0, event);
}

static void read_day(struct run *run, int day)
{
	for (int r = 0; r < ROW_COUNT; r++) {
		struct wb_value value = kit_read(&run->kit, rows[r].kpi,
		                                 "queue:sales", WB_WINDOW_DAY);
		run->num[r][day] = (double)value.ratio.num * rows[r].scale;
		run->den[r][day] = (double)value.ratio.den;
		if (!value.is_ratio) {
			run->num[r][day] = (double)value.value;
			run->den[r][day] = (double)DAY / 1000;
		}
	}
	struct wb_value level = kit_read(&run->kit, "predicted_service_level",
	                                 "queue:sales", WB_WINDOW_DAY);
	struct wb_value agents = kit_read(&run->kit, "agents_required",
	                                  "queue:sales", WB_WINDOW_DAY);
	ck_assert(level.known && agents.known);
	run->predicted[day] = (double)level.value / 10000;
	run->required[day] = (double)agents.value;
}

/* The first day fills the floor and is not counted. */
static void play(struct run *run, int which)
{
	struct wb_sim_queue queue = {
		.name = "sales",
		.calls_per_hour = floors[which].calls_per_hour,
		.transfer_to = -1,
		.patience_s = floors[which].patience_s,
		.patience_shape = 1,
		.work = { .talk_s = floors[which].talk_s },
	};
	struct wb_sim_shift always = { 0, WB_SIM_DAY_MINUTES };
	struct wb_sim_team team = {
		.prefix = "n",
		.first = 1,
		.last = floors[which].agents,
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
		                          .seed = 1917 + (uint64_t)which,
		                          .start = START };
	kit_open(&run->kit, START);
	run->sim = wb_sim_create(&options, on_event, run);
	ck_assert_ptr_nonnull(run->sim);
	run->days = floors[which].days;
	for (int day = -1; day < run->days; day++) {
		wb_ms end = START + (day + 2) * DAY;
		while (wb_sim_next(run->sim) < end) {
			must(wb_sim_step(run->sim));
		}
		wb_engine_advance(run->kit.engine, end - 1);
		if (day >= 0) {
			read_day(run, day);
		}
	}
	wb_sim_destroy(run->sim);
	kit_close(&run->kit);
}

struct theory {
	struct wb_erlang queue;
	double expected[ROW_COUNT];
	double level; /* of the queue's own variant */
	int agents;
};

static double level_of(const struct wb_erlang *queue, int agents,
                       enum wb_erlang_level which)
{
	struct wb_erlang_goal goal = { .level = which,
		                       .within_s = 20,
		                       .short_s = 5 };
	double level;
	must(wb_erlang_service_level(queue, agents, &goal, &level));
	return level;
}

/*
 * Whoever finds j ahead and everybody busy waits for j + 1 agents to become
 * free, a gamma distribution of k = j + 1 steps. Its mean absolute deviation is
 * 2 k^k e^-k / (k - 1)! steps: no estimate from the place alone does better.
 */
static double least_error(const struct wb_erlang *queue, int agents,
                          const struct wb_erlang_state *state)
{
	double load = queue->rate * queue->handle_s;
	double busy = load / agents, error = 0;
	double share = state->waits * (1 - busy);
	for (int k = 1; k < 2000; k++) {
		error += share * 2 * exp(k * log(k) - k - lgamma(k));
		share *= busy;
	}
	return error * queue->handle_s / agents;
}

static void compute(int which, struct theory *ret_theory)
{
	struct wb_erlang *queue = &ret_theory->queue;
	int n = floors[which].agents;
	struct wb_erlang_state state;
	struct wb_erlang_by early;
	queue->rate = floors[which].calls_per_hour / 3600;
	queue->handle_s = floors[which].talk_s;
	queue->patience_s = floors[which].patience_s > 0
	                            ? floors[which].patience_s
	                            : WB_ERLANG_PATIENT;
	must(wb_erlang_solve(queue, n, &state));
	must(wb_erlang_by(queue, n, 5, &early));
	double *e = ret_theory->expected;
	e[OFFERED] = queue->rate;
	e[ASA] = state.answer_wait_s;
	e[LEVEL_OFFERED] = level_of(queue, n, WB_ERLANG_OFFERED);
	e[LEVEL_ANSWERED] = level_of(queue, n, WB_ERLANG_ANSWERED);
	e[LEVEL_IGNORE] = level_of(queue, n, WB_ERLANG_IGNORE);
	e[LEVEL_POSITIVE] = level_of(queue, n, WB_ERLANG_POSITIVE);
	e[ABANDONMENT] =
		(state.abandons - early.abandoned) / (1 - early.abandoned);
	e[OCCUPANCY] = state.occupancy;
	e[PATIENCE] = queue->patience_s;
	e[WAIT_ERROR] = least_error(queue, n, &state);
	ret_theory->level = e[LEVEL_OFFERED];
	struct wb_erlang_goal goal = { .within_s = 20,
		                       .short_s = 5,
		                       .target = 0.8,
		                       .max_occupancy = 1,
		                       .max_abandons = 1 };
	must(wb_erlang_agents(queue, &goal, &ret_theory->agents));
}

/* The ratio of sums over the days, and its standard error. */
static void estimate(const struct run *run, int row, double *ret_mean,
                     double *ret_error)
{
	double num = 0, den = 0, square = 0;
	int n = run->days;
	for (int i = 0; i < n; i++) {
		num += run->num[row][i];
		den += run->den[row][i];
	}
	double mean = num / den;
	for (int i = 0; i < n; i++) {
		double off = run->num[row][i] - mean * run->den[row][i];
		square += off * off;
	}
	*ret_mean = mean;
	*ret_error = sqrt(square / (n - 1) / n) / (den / n);
}

static void check_row(const struct run *run, int row, double expected)
{
	double mean, error;
	estimate(run, row, &mean, &error);
	ck_assert_msg(fabs(mean - expected) <= ERRORS * error,
	              "%s: got %.6g, theory %.6g, interval %.2g", rows[row].kpi,
	              mean, expected, ERRORS * error);
	ck_assert_msg(ERRORS * error <= rows[row].widest * expected,
	              "%s: the interval of %.6g is %.2g: too wide",
	              rows[row].kpi, mean, ERRORS * error);
}

START_TEST(the_rows_converge_to_erlang_c_and_a)
{
	static struct run run;
	struct theory theory;
	bool patient = floors[_i].patience_s <= 0;
	play(&run, _i);
	compute(_i, &theory);
	for (int r = 0; r < ROW_COUNT; r++) {
		bool of_leavers = r == ABANDONMENT || r == PATIENCE;
		if (r != WAIT_ERROR && (!patient || !of_leavers)) {
			check_row(&run, r, theory.expected[r]);
		}
	}
	if (patient) { /* an hour's mean handle time is an estimate, too */
		double error, unused;
		estimate(&run, WAIT_ERROR, &error, &unused);
		double least = theory.expected[WAIT_ERROR];
		ck_assert_msg(error > 0.9 * least && error < 1.3 * least,
		              "error of the estimate %.4g, least %.4g", error,
		              least);
	}
	/* and what the engine predicts from a day is what comes of it */
	double predicted = 0;
	for (int day = 0; day < run.days; day++) {
		predicted += run.predicted[day] / run.days;
		ck_assert_double_le(fabs(run.required[day] - theory.agents),
		                    1 + theory.agents / 15);
	}
	ck_assert_double_le(fabs(predicted - theory.level), 0.03);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("theory");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, the_rows_converge_to_erlang_c_and_a, 0,
	                    WB_COUNT(floors));
	return wb_test_run("forecast/theory", tc);
}
