#include "forecast/erlang.h"

#include "forecast/palm.h"

/* A goal counts as reached so far below it: doubles are not exact. */
#define NEARLY 1e-9

#define LEAST_PATIENCE 0.001 /* handle times */

static bool within(double value, double min, double max)
{
	return value >= min && value <= max;
}

static bool good_agents(int agents)
{
	return agents >= 0 && agents <= WB_ERLANG_AGENTS_MAX;
}

static bool good_load(double load)
{
	return load > 0 && load <= WB_ERLANG_LOAD_MAX;
}

static bool good_queue(const struct wb_erlang *queue)
{
	double patience = queue->patience_s / queue->handle_s;
	return queue->rate > 0 && queue->handle_s > 0 &&
	       good_load(queue->rate * queue->handle_s) &&
	       isfinite(queue->rate) && isfinite(queue->handle_s) &&
	       (isinf(queue->patience_s) ? queue->patience_s > 0
	                                 : within(patience, LEAST_PATIENCE,
	                                          WB_ERLANG_PATIENCE_MAX));
}

static double blocked(int agents, double load)
{
	double b = 1;
	for (int n = 1; n <= agents; n++) {
		b = load * b / (n + load * b);
	}
	return b;
}

bool wb_erlang_b(int agents, double load, double *ret_blocked)
{
	if (!good_agents(agents) || !good_load(load)) {
		return false;
	}
	*ret_blocked = blocked(agents, load);
	return true;
}

static double waits(int agents, double load)
{
	if (load >= agents) {
		return 1;
	}
	double b = blocked(agents, load);
	return agents * b / (agents - load * (1 - b));
}

bool wb_erlang_c(int agents, double load, double *ret_waits)
{
	if (!good_agents(agents) || !good_load(load)) {
		return false;
	}
	*ret_waits = waits(agents, load);
	return true;
}

static void solve_patient(const struct wb_erlang *queue, int agents,
                          struct wb_erlang_state *ret_state)
{
	double load = queue->rate * queue->handle_s;
	double share = waits(agents, load);
	double wait_s = load < agents
	                        ? share * queue->handle_s / (agents - load)
	                        : INFINITY;
	*ret_state = (struct wb_erlang_state){
		.waits = share,
		.wait_s = wait_s,
		.answer_wait_s = wait_s,
		.waiting = queue->rate * wait_s,
		.occupancy = load < agents ? load / agents : 1,
	};
}

/* Nobody is there: all who are impatient leave, the others wait for ever. */
static void solve_empty(const struct wb_erlang *queue,
                        struct wb_erlang_state *ret_state)
{
	bool patient = isinf(queue->patience_s);
	*ret_state = (struct wb_erlang_state){
		.waits = 1,
		.abandons = patient ? 0 : 1,
		.wait_s = queue->patience_s,
		.answer_wait_s = INFINITY,
		.waiting = queue->rate * queue->patience_s,
	};
}

bool wb_erlang_solve(const struct wb_erlang *queue, int agents,
                     struct wb_erlang_state *ret_state)
{
	if (!good_queue(queue) || !good_agents(agents)) {
		return false;
	}
	if (agents == 0) {
		solve_empty(queue, ret_state);
	} else if (isinf(queue->patience_s)) {
		solve_patient(queue, agents, ret_state);
	} else {
		wb_palm_solve(queue, agents,
		              blocked(agents, queue->rate * queue->handle_s),
		              ret_state);
	}
	return true;
}

static void by_patient(const struct wb_erlang *queue, int agents, double t_s,
                       struct wb_erlang_by *ret_by)
{
	double load = queue->rate * queue->handle_s;
	double spare = (agents - load) / queue->handle_s;
	*ret_by = (struct wb_erlang_by){ 0 };
	if (spare > 0) {
		ret_by->answered = 1 - waits(agents, load) * exp(-spare * t_s);
	}
}

bool wb_erlang_by(const struct wb_erlang *queue, int agents, double t_s,
                  struct wb_erlang_by *ret_by)
{
	if (!good_queue(queue) || !good_agents(agents) || !(t_s >= 0) ||
	    isinf(t_s)) {
		return false;
	}
	if (isinf(queue->patience_s)) {
		by_patient(queue, agents, t_s, ret_by);
	} else if (agents == 0) {
		ret_by->answered = 0;
		ret_by->abandoned = -expm1(-t_s / queue->patience_s);
	} else {
		wb_palm_by(queue, agents,
		           blocked(agents, queue->rate * queue->handle_s), t_s,
		           ret_by);
	}
	return true;
}

static bool good_goal(const struct wb_erlang_goal *goal)
{
	return within(goal->within_s, 0, 1e9) &&
	       within(goal->short_s, 0, 1e9) && within(goal->target, 0, 1) &&
	       within(goal->max_occupancy, 0, 1) &&
	       within(goal->max_abandons, 0, 1);
}

static double divide(double num, double den)
{
	return den > 0 ? fmin(num / den, 1) : 0;
}

static double level_of(const struct wb_erlang *queue, int agents,
                       const struct wb_erlang_goal *goal,
                       const struct wb_erlang_state *state)
{
	struct wb_erlang_by t, early = { 0 };
	if (!wb_erlang_by(queue, agents, goal->within_s, &t) ||
	    (goal->short_s > 0 &&
	     !wb_erlang_by(queue, agents, goal->short_s, &early))) {
		return 0;
	}
	double counted = 1 - early.abandoned;
	double in_time = fmax(t.abandoned - early.abandoned, 0);
	switch (goal->level) {
	case WB_ERLANG_ANSWERED:
		return divide(t.answered, 1 - state->abandons);
	case WB_ERLANG_IGNORE:
		return divide(t.answered, counted - in_time);
	case WB_ERLANG_POSITIVE:
		return divide(t.answered + in_time, counted);
	case WB_ERLANG_OFFERED:
		break;
	}
	return divide(t.answered, counted);
}

bool wb_erlang_service_level(const struct wb_erlang *queue, int agents,
                             const struct wb_erlang_goal *goal,
                             double *ret_level)
{
	struct wb_erlang_state state;
	if (!good_goal(goal) || !wb_erlang_solve(queue, agents, &state)) {
		return false;
	}
	*ret_level = level_of(queue, agents, goal, &state);
	return true;
}

static bool reaches(const struct wb_erlang *queue, int agents,
                    const struct wb_erlang_goal *goal)
{
	struct wb_erlang_state state;
	return wb_erlang_solve(queue, agents, &state) &&
	       state.occupancy <= goal->max_occupancy + NEARLY &&
	       state.abandons <= goal->max_abandons + NEARLY &&
	       level_of(queue, agents, goal, &state) >= goal->target - NEARLY;
}

/* From `start` on, in growing steps: the least that will do is in (lo, hi]. */
static bool bracket(const struct wb_erlang *queue,
                    const struct wb_erlang_goal *goal, int start, int *ret_lo,
                    int *ret_hi)
{
	int step = 1, n = start;
	if (reaches(queue, n, goal)) {
		while (n - step >= 1 && reaches(queue, n - step, goal)) {
			n -= step;
			step *= 2;
		}
		*ret_lo = n - step > 0 ? n - step : 0;
		*ret_hi = n;
		return true;
	}
	int failed = n;
	while (failed < WB_ERLANG_AGENTS_MAX) {
		n = failed + step < WB_ERLANG_AGENTS_MAX ? failed + step
		                                         : WB_ERLANG_AGENTS_MAX;
		if (reaches(queue, n, goal)) {
			*ret_lo = failed;
			*ret_hi = n;
			return true;
		}
		failed = n;
		step *= 2;
	}
	return false;
}

bool wb_erlang_agents(const struct wb_erlang *queue,
                      const struct wb_erlang_goal *goal, int *ret_agents)
{
	int lo, hi;
	if (!good_queue(queue) || !good_goal(goal)) {
		return false;
	}
	double load = ceil(queue->rate * queue->handle_s);
	int start =
		load < WB_ERLANG_AGENTS_MAX ? (int)load : WB_ERLANG_AGENTS_MAX;
	if (!bracket(queue, goal, start, &lo, &hi)) {
		return false;
	}
	while (hi - lo > 1) {
		int middle = lo + (hi - lo) / 2;
		if (reaches(queue, middle, goal)) {
			hi = middle;
		} else {
			lo = middle;
		}
	}
	*ret_agents = hi;
	return true;
}

bool wb_erlang_rostered(int agents, int shrinkage_bp, int *ret_rostered)
{
	if (!good_agents(agents) || shrinkage_bp < 0 || shrinkage_bp >= 10000) {
		return false;
	}
	int there_bp = 10000 - shrinkage_bp;
	*ret_rostered = (agents * 10000 + there_bp - 1) / there_bp;
	return true;
}
