/*
 * Erlang B, C and A against what others have published, and against the slow
 * oracle of markov.h.
 *
 * Published: [P] pyworkforce, documentation and tests (README, guides of
 * Erlang A, B and C; version 0.5). [R] the R package ErlangC, README. [M] the
 * step-by-step example of "The Erlang-C formula" (mitan.co.uk). [G] Garnett,
 * Mandelbaum and Reiman 2002, table 1, also in Mandelbaum and Zeltyn 2005. [T]
 * the usual table of Erlang B at 1 % blocking; 15 lines also in the manual of
 * erlang.com. [K] the example data of codingace.net's calculator.
 */

#include <check.h>
#include <stdlib.h>

#include "forecast/erlang.h"
#include "markov.h"
#include "suite.h"

static void near(double got, long double expected, double within)
{
	ck_assert_msg(fabsl(got - expected) <= within,
	              "got %.12g, expected %.12Lg within %g", got, expected,
	              within);
}

static const struct {
	int lines;
	double load, blocked, within;
} b_tables[] = {
	{ 1, 0.0101, 0.01, 5e-5 },    /* [T] */
	{ 5, 1.361, 0.01, 5e-5 },     /* [T] */
	{ 10, 4.461, 0.01, 5e-5 },    /* [T] */
	{ 15, 8.108, 0.01, 5e-6 },    /* [T] */
	{ 20, 12.03, 0.01, 5e-5 },    /* [T] */
	{ 50, 37.90, 0.01, 5e-5 },    /* [T] */
	{ 100, 84.06, 0.01, 5e-5 },   /* [T] */
	{ 10, 8.0, 0.121661, 5e-7 },  /* [K] */
	{ 12, 10.0, 0.119739, 5e-7 }, /* [K] */
	{ 15, 12.5, 0.100489, 5e-7 }, /* [K] */
	{ 18, 15.0, 0.086169, 5e-7 }, /* [K] */
	{ 22, 18.0, 0.065451, 5e-7 }, /* [K] */
};

START_TEST(erlang_b_has_the_values_of_the_tables)
{
	double blocked;
	ck_assert(wb_erlang_b(b_tables[_i].lines, b_tables[_i].load, &blocked));
	near(blocked, b_tables[_i].blocked, b_tables[_i].within);
}
END_TEST

/* [P]: at most 2 % of 10 erlang are blocked on 17 lines, and not on 16. */
START_TEST(erlang_b_needs_the_lines_that_pyworkforce_says)
{
	double fewer, enough;
	int rostered;
	ck_assert(wb_erlang_b(16, 10, &fewer));
	ck_assert(wb_erlang_b(17, 10, &enough));
	ck_assert(fewer > 0.02 && enough <= 0.02);
	ck_assert(wb_erlang_rostered(17, 3000, &rostered));
	ck_assert_int_eq(rostered, 25);
}
END_TEST

/* [P], [R]: 100 calls of 3 minutes in half an hour, 80 % within 20 s. */
START_TEST(erlang_c_has_the_published_example)
{
	struct wb_erlang queue = { 100.0 / 1800, 180, WB_ERLANG_PATIENT };
	struct wb_erlang_goal goal = { .within_s = 20,
		                       .target = 0.8,
		                       .max_occupancy = 0.85,
		                       .max_abandons = 1 };
	struct wb_erlang_state state;
	double level;
	int agents, rostered;
	ck_assert(wb_erlang_agents(&queue, &goal, &agents));
	ck_assert_int_eq(agents, 14);
	ck_assert(wb_erlang_rostered(agents, 3000, &rostered));
	ck_assert_int_eq(rostered, 20);
	ck_assert(wb_erlang_service_level(&queue, agents, &goal, &level));
	near(level, 0.8883500191794669L, 1e-14);
	ck_assert(wb_erlang_solve(&queue, agents, &state));
	near(state.occupancy, 0.7142857142857143L, 1e-15);
	near(state.waits, 0.1741319335950498L, 1e-15);
	near(state.answer_wait_s, 7.83593701177724L, 1e-12);
	/* [P] guide of scenarios: 85 % and 90 % need 14 and 15 */
	goal.target = 0.85;
	ck_assert(wb_erlang_agents(&queue, &goal, &agents));
	ck_assert_int_eq(agents, 14);
	goal.target = 0.9;
	ck_assert(wb_erlang_agents(&queue, &goal, &agents));
	ck_assert_int_eq(agents, 15);
}
END_TEST

/* [M]: 360 calls of 4 minutes in half an hour, 55 agents, 15 s. */
START_TEST(erlang_c_has_the_step_by_step_example)
{
	struct wb_erlang queue = { 360.0 / 1800, 240, WB_ERLANG_PATIENT };
	struct wb_erlang_state state;
	struct wb_erlang_by by;
	ck_assert(wb_erlang_solve(&queue, 55, &state));
	ck_assert(wb_erlang_by(&queue, 55, 15, &by));
	near(state.waits, 0.239L, 5e-4);
	near(state.occupancy, 0.873L, 5e-4);
	near(state.answer_wait_s, 8.2L, 5e-2);
	near(by.answered, 0.846L, 5e-4);
}
END_TEST

/* [G]: 50 agents, 48 calls a minute, 1 minute each. */
START_TEST(erlang_c_and_a_differ_as_in_garnett_mandelbaum_reiman)
{
	struct wb_erlang patient = { 48.0 / 60, 60, WB_ERLANG_PATIENT };
	struct wb_erlang leaves = { 48.0 / 60, 60, 120 };
	struct wb_erlang_state c, a;
	struct wb_erlang_by by;
	ck_assert(wb_erlang_solve(&patient, 50, &c));
	ck_assert(wb_erlang_solve(&leaves, 50, &a));
	near(a.abandons, 0.031L, 5e-4);
	near(c.wait_s, 20.8L, 5e-2);
	near(a.wait_s, 3.7L, 5e-2);
	near(c.waiting, 17, 0.5);
	near(a.waiting, 3, 0.5);
	near(c.occupancy, 0.96L, 5e-3);
	near(a.occupancy, 0.93L, 5e-3);
	/* 90 % wait no longer than 58.1 s, and 12.5 s */
	ck_assert(wb_erlang_by(&patient, 50, 58.1, &by));
	near(by.answered, 0.9L, 5e-4);
	ck_assert(wb_erlang_by(&leaves, 50, 12.5, &by));
	near(by.answered + by.abandoned, 0.9L, 2e-3);
}
END_TEST

/* [P]: as the Erlang C example, with a patience of 5 minutes. */
START_TEST(erlang_a_has_the_published_example)
{
	struct wb_erlang queue = { 100.0 / 1800, 180, 300 };
	struct wb_erlang_goal goal = { .within_s = 20,
		                       .target = 0.8,
		                       .max_occupancy = 0.85,
		                       .max_abandons = 0.05 };
	struct wb_erlang_state state;
	double level;
	int agents, rostered;
	ck_assert(wb_erlang_agents(&queue, &goal, &agents));
	ck_assert_int_eq(agents, 13);
	ck_assert(wb_erlang_rostered(agents, 3000, &rostered));
	ck_assert_int_eq(rostered, 19);
	ck_assert(wb_erlang_solve(&queue, 13, &state));
	ck_assert(wb_erlang_service_level(&queue, 13, &goal, &level));
	near(level, 0.8585L, 5e-4);
	near(state.occupancy, 0.7505L, 5e-4);
	near(state.abandons, 0.0255L, 6e-4);
	near(state.waits, 0.2265L, 8e-4);
	near(state.wait_s / 60, 0.1255L, 8e-4);
	ck_assert(wb_erlang_solve(&queue, 14, &state));
	ck_assert(wb_erlang_service_level(&queue, 14, &goal, &level));
	near(state.waits, 0.14526L, 5e-6);
	near(state.abandons, 0.013984L, 5e-7);
	near(state.occupancy, 0.704297L, 5e-7);
	near(state.wait_s / 60, 0.069919L, 5e-7);
	near(level, 0.916792L, 5e-7);
}
END_TEST

START_TEST(b_and_c_are_the_sums_of_the_textbook)
{
	for (int n = 1; n <= 1000; n = n * 3 / 2 + 1) {
		for (double share = 0.1; share < 2; share += 0.28) {
			double b, c, load = n * share;
			ck_assert(wb_erlang_b(n, load, &b));
			ck_assert(wb_erlang_c(n, load, &c));
			near(b, markov_b(n, load), 1e-12);
			near(c, share < 1 ? markov_c(n, load) : 1, 1e-11);
		}
	}
}
END_TEST

/* A load that is as large as can be is no trouble. */
START_TEST(ten_thousand_agents_are_counted)
{
	double b, c;
	ck_assert(wb_erlang_b(WB_ERLANG_AGENTS_MAX, 10000, &b));
	near(b, markov_b(10000, 10000), 1e-12);
	ck_assert(wb_erlang_c(WB_ERLANG_AGENTS_MAX, 9900, &c));
	near(c, markov_c(10000, 9900), 1e-9);
	ck_assert(wb_erlang_b(WB_ERLANG_AGENTS_MAX, 0.5, &b));
	near(b, 0, 0);
	struct wb_erlang queue = { 100, 100, 60 };
	struct wb_erlang_state state;
	struct markov slow;
	ck_assert(wb_erlang_solve(&queue, 10000, &state));
	markov_solve(&queue, 10000, &slow);
	near(state.waits, slow.waits, 1e-10);
	near(state.abandons, slow.abandons, 1e-10);
}
END_TEST

static const struct {
	int agents;
	struct wb_erlang queue;
} floors[] = {
	{ 1, { 0.1, 5, 10 } },      { 1, { 0.5, 10, 30 } },
	{ 1, { 0.01, 180, 180 } },  { 3, { 0.02, 180, 60 } },
	{ 10, { 0.05, 180, 300 } }, { 10, { 0.2, 180, 30 } },
	{ 10, { 1, 180, 300 } },    { 14, { 0.0556, 180, 1800 } },
	{ 50, { 0.8, 60, 120 } },   { 50, { 0.9, 60, 2.5 } },
	{ 50, { 0.9, 60, 0.06 } },  { 100, { 1.1, 90, 45 } },
	{ 100, { 5, 90, 900 } },    { 300, { 2, 160, 240 } },
	{ 5, { 0.0001, 300, 60 } }, { 7, { 0.02, 300, 3000 } },
};

START_TEST(erlang_a_is_the_chain_solved_state_by_state)
{
	const struct wb_erlang *queue = &floors[_i].queue;
	struct wb_erlang_state got;
	struct markov slow;
	ck_assert(wb_erlang_solve(queue, floors[_i].agents, &got));
	markov_solve(queue, floors[_i].agents, &slow);
	near(got.waits, slow.waits, 1e-11);
	near(got.abandons, slow.abandons, 1e-11);
	near(got.occupancy, slow.occupancy, 1e-11);
	near(got.wait_s, slow.wait_s, 1e-9 * queue->patience_s);
	near(got.waiting, slow.waiting, 1e-8 * (1 + (double)slow.waiting));
	near(got.answer_wait_s, slow.answer_wait_s, 1e-9 * queue->patience_s);
}
END_TEST

START_TEST(what_becomes_of_an_arrival_is_what_the_steps_make_of_it)
{
	const double times[] = { 0, 0.1, 2, 20, 60, 300 };
	const struct wb_erlang *queue = &floors[_i].queue;
	int agents = floors[_i].agents;
	if (queue->patience_s < 1 || queue->rate > 4) {
		return; /* too many steps for the slow way */
	}
	for (size_t i = 0; i < (size_t)WB_COUNT(times); i++) {
		struct wb_erlang_by by;
		long double answered, abandoned;
		ck_assert(wb_erlang_by(queue, agents, times[i], &by));
		markov_by(queue, agents, times[i], &answered, &abandoned);
		near(by.answered, answered, 1e-10);
		near(by.abandoned, abandoned, 1e-10);
	}
}
END_TEST

START_TEST(after_a_long_time_nobody_waits_any_more)
{
	const struct wb_erlang *queue = &floors[_i].queue;
	struct wb_erlang_state state;
	struct wb_erlang_by by;
	ck_assert(wb_erlang_solve(queue, floors[_i].agents, &state));
	ck_assert(wb_erlang_by(queue, floors[_i].agents, 1e7, &by));
	near(by.abandoned, state.abandons, 1e-12);
	near(by.answered, 1 - state.abandons, 1e-12);
}
END_TEST

START_TEST(more_patience_comes_nearer_to_erlang_c)
{
	struct wb_erlang queue = { 0.05, 180, 0 };
	struct wb_erlang_state c, a;
	double last = 1;
	queue.patience_s = WB_ERLANG_PATIENT;
	ck_assert(wb_erlang_solve(&queue, 12, &c));
	for (double times = 1; times <= WB_ERLANG_PATIENCE_MAX; times *= 10) {
		queue.patience_s = times * 180;
		ck_assert(wb_erlang_solve(&queue, 12, &a));
		double off = c.waits - a.waits;
		ck_assert(off > 0 && off < last * 0.9);
		last = off;
	}
	ck_assert(last < 0.005);
}
END_TEST

START_TEST(an_overload_without_patience_waits_for_ever)
{
	struct wb_erlang queue = { 1, 100, WB_ERLANG_PATIENT };
	struct wb_erlang_state state;
	struct wb_erlang_by by;
	ck_assert(wb_erlang_solve(&queue, 100, &state));
	ck_assert(wb_erlang_by(&queue, 100, 1000, &by));
	ck_assert(isinf(state.wait_s) && isinf(state.waiting));
	near(state.waits, 1, 0);
	near(state.occupancy, 1, 0);
	near(by.answered, 0, 0);
}
END_TEST

START_TEST(with_nobody_there_nobody_is_answered)
{
	struct wb_erlang queue = { 0.1, 60, 30 };
	struct wb_erlang_state state;
	struct wb_erlang_by by;
	ck_assert(wb_erlang_solve(&queue, 0, &state));
	ck_assert(wb_erlang_by(&queue, 0, 30, &by));
	near(state.abandons, 1, 0);
	near(state.wait_s, 30, 0);
	near(state.waiting, 3, 1e-12);
	near(by.answered, 0, 0);
	near(by.abandoned, 1 - expl(-1), 1e-15);
}
END_TEST

/* At the edges of the ranges and beyond. */
static const struct {
	struct wb_erlang queue;
	int agents;
	bool good;
} ranges[] = {
	{ { 1, 60, 60 }, 10, true },
	{ { 0, 60, 60 }, 10, false },
	{ { -1, 60, 60 }, 10, false },
	{ { NAN, 60, 60 }, 10, false },
	{ { INFINITY, 60, 60 }, 10, false },
	{ { 1, 0, 60 }, 10, false },
	{ { 1, NAN, 60 }, 10, false },
	{ { 1, 60, 0 }, 10, false },
	{ { 1, 60, -INFINITY }, 10, false },
	{ { 1, 60, NAN }, 10, false },
	{ { 1, 60, 6001 }, 10, false },
	{ { 1, 60, 5999 }, 10, true },
	{ { 1, 60, 0.059 }, 10, false },
	{ { 1, 60, INFINITY }, 10, true },
	{ { 1, 20000, 60 }, 10, true },
	{ { 1, 20001, 60 }, 10, false },
	{ { 1, 60, 60 }, -1, false },
	{ { 1, 60, 60 }, WB_ERLANG_AGENTS_MAX, true },
	{ { 1, 60, 60 }, WB_ERLANG_AGENTS_MAX + 1, false },
};

START_TEST(what_is_out_of_range_is_refused)
{
	struct wb_erlang_state state;
	struct wb_erlang_by by;
	struct wb_erlang_goal goal = { .within_s = 20,
		                       .target = 0.8,
		                       .max_occupancy = 1,
		                       .max_abandons = 1 };
	const struct wb_erlang *queue = &ranges[_i].queue;
	bool good = ranges[_i].good;
	double level;
	ck_assert(wb_erlang_solve(queue, ranges[_i].agents, &state) == good);
	ck_assert(wb_erlang_by(queue, ranges[_i].agents, 20, &by) == good);
	ck_assert(wb_erlang_service_level(queue, ranges[_i].agents, &goal,
	                                  &level) == good);
	ck_assert(!wb_erlang_by(queue, ranges[_i].agents, -1, &by));
	ck_assert(!wb_erlang_by(queue, ranges[_i].agents, NAN, &by));
}
END_TEST

START_TEST(goals_that_make_no_sense_are_refused)
{
	struct wb_erlang queue = { 1, 60, 60 };
	const struct wb_erlang_goal goals[] = {
		{ WB_ERLANG_OFFERED, -1, 0, 0.8, 1, 1 },
		{ WB_ERLANG_OFFERED, NAN, 0, 0.8, 1, 1 },
		{ WB_ERLANG_OFFERED, 20, -1, 0.8, 1, 1 },
		{ WB_ERLANG_OFFERED, 20, 0, 1.1, 1, 1 },
		{ WB_ERLANG_OFFERED, 20, 0, 0.8, -0.1, 1 },
		{ WB_ERLANG_OFFERED, 20, 0, 0.8, 1, 2 },
	};
	int agents = 7;
	for (size_t i = 0; i < (size_t)WB_COUNT(goals); i++) {
		ck_assert(!wb_erlang_agents(&queue, &goals[i], &agents));
	}
	ck_assert_int_eq(agents, 7);
	ck_assert(!wb_erlang_rostered(10, -1, &agents));
	ck_assert(!wb_erlang_rostered(10, 10000, &agents));
}
END_TEST

/* Too much work for as many as there can be, whatever they do. */
START_TEST(more_agents_than_there_can_be_are_not_found)
{
	struct wb_erlang queue = { 1, 15000, WB_ERLANG_PATIENT };
	struct wb_erlang_goal goal = { .within_s = 20,
		                       .target = 0.8,
		                       .max_occupancy = 1,
		                       .max_abandons = 1 };
	int agents;
	ck_assert(!wb_erlang_agents(&queue, &goal, &agents));
}
END_TEST

/* One after the other until it is enough. */
static int count_up(const struct wb_erlang *queue,
                    const struct wb_erlang_goal *goal)
{
	for (int n = 1;; n++) {
		double level;
		struct wb_erlang_state state;
		ck_assert(wb_erlang_service_level(queue, n, goal, &level));
		ck_assert(wb_erlang_solve(queue, n, &state));
		if (level >= goal->target - 1e-9 &&
		    state.occupancy <= goal->max_occupancy + 1e-9 &&
		    state.abandons <= goal->max_abandons + 1e-9) {
			return n;
		}
	}
}

START_TEST(the_agents_required_are_the_fewest_that_will_do)
{
	const double targets[] = { 0, 0.5, 0.8, 0.95, 1 };
	const struct wb_erlang *queue = &floors[_i].queue;
	for (int i = 0; i < 20; i++) {
		struct wb_erlang_goal goal = {
			.level = (enum wb_erlang_level)(i % 4),
			.within_s = i % 3 * 15,
			.short_s = i % 2 * 5,
			.target = targets[i % 5],
			.max_occupancy = i % 7 == 3 ? 0.7 : 1,
			.max_abandons = i % 6 == 5 ? 0.01 : 1,
		};
		int agents;
		ck_assert(wb_erlang_agents(queue, &goal, &agents));
		ck_assert_int_eq(agents, count_up(queue, &goal));
	}
}
END_TEST

/* With 5 s of short abandons: each variant by its own formula. */
START_TEST(the_service_levels_treat_abandons_as_they_say)
{
	struct wb_erlang queue = { 100.0 / 1800, 180, 120 };
	struct wb_erlang_goal goal = { .within_s = 20, .short_s = 5 };
	long double a, b, s, nothing;
	struct markov state;
	markov_by(&queue, 11, 20, &a, &b);
	markov_by(&queue, 11, 5, &nothing, &s);
	markov_solve(&queue, 11, &state);
	const long double expected[] = {
		[WB_ERLANG_OFFERED] = a / (1 - s),
		[WB_ERLANG_ANSWERED] = a / (1 - state.abandons),
		[WB_ERLANG_IGNORE] = a / (1 - b),
		[WB_ERLANG_POSITIVE] = (a + b - s) / (1 - s),
	};
	for (int i = WB_ERLANG_OFFERED; i <= WB_ERLANG_POSITIVE; i++) {
		double level;
		goal.level = (enum wb_erlang_level)i;
		ck_assert(wb_erlang_service_level(&queue, 11, &goal, &level));
		near(level, expected[i], 1e-11);
	}
	ck_assert(expected[WB_ERLANG_OFFERED] < expected[WB_ERLANG_IGNORE]);
	ck_assert(expected[WB_ERLANG_IGNORE] < expected[WB_ERLANG_POSITIVE]);
}
END_TEST

int main(void)
{
	int count = WB_COUNT(floors);
	TCase *tc = tcase_create("erlang");
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, erlang_b_has_the_values_of_the_tables, 0,
	                    WB_COUNT(b_tables));
	tcase_add_test(tc, erlang_b_needs_the_lines_that_pyworkforce_says);
	tcase_add_test(tc, erlang_c_has_the_published_example);
	tcase_add_test(tc, erlang_c_has_the_step_by_step_example);
	tcase_add_test(tc,
	               erlang_c_and_a_differ_as_in_garnett_mandelbaum_reiman);
	tcase_add_test(tc, erlang_a_has_the_published_example);
	tcase_add_test(tc, b_and_c_are_the_sums_of_the_textbook);
	tcase_add_test(tc, ten_thousand_agents_are_counted);
	tcase_add_loop_test(tc, erlang_a_is_the_chain_solved_state_by_state, 0,
	                    count);
	tcase_add_loop_test(
		tc, what_becomes_of_an_arrival_is_what_the_steps_make_of_it, 0,
		count);
	tcase_add_loop_test(tc, after_a_long_time_nobody_waits_any_more, 0,
	                    count);
	tcase_add_test(tc, more_patience_comes_nearer_to_erlang_c);
	tcase_add_test(tc, an_overload_without_patience_waits_for_ever);
	tcase_add_test(tc, with_nobody_there_nobody_is_answered);
	tcase_add_loop_test(tc, what_is_out_of_range_is_refused, 0,
	                    WB_COUNT(ranges));
	tcase_add_test(tc, goals_that_make_no_sense_are_refused);
	tcase_add_test(tc, more_agents_than_there_can_be_are_not_found);
	tcase_add_loop_test(tc, the_agents_required_are_the_fewest_that_will_do,
	                    0, count);
	tcase_add_test(tc, the_service_levels_treat_abandons_as_they_say);
	return wb_test_run("forecast/erlang", tc);
}
