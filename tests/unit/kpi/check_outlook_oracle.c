/*
 * The rows that look ahead against a slow, obvious oracle: it keeps lists of
 * everything that happened in nine days of a small centre, and computes each
 * row from the lists by its definition (wallboard-kpis(7)). Of Erlang's
 * formulas it takes the functions, which have an oracle of their own.
 *
 * Two engines play every day: one is only told of events, the other one also
 * of the time in between. Their numbers must be the same to the last digit.
 * WB_SEED replays one seed, WB_SEEDS plays so many.
 */

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_kit.h"
#include "forecast/erlang.h"
#include "random_events.h"
#include "suite.h"

/* Monday, 5 January 2026, 00:00 UTC */
#define MONDAY ((wb_ms)1767571200000)
#define QUARTER (15 * WB_MINUTE)
#define DAY (24 * WB_HOUR)
#define DAYS 9
#define QUEUES 3
#define AGENTS 6
#define MANY 20000

static const char *const queue_names[QUEUES] = { "sales", "support",
	                                         "techsupport" };
static const wb_ms offsets[QUEUES] = { 0, 0, 3 * WB_HOUR + 30 * WB_MINUTE };
static const int targets[QUEUES] = { 8000, 6500, 9000 };

struct entry {
	int queue;
	wb_ms entered, ended; /* WB_NEVER = waits */
	bool answered;
	wb_ms estimate; /* at arrival; -1 = none */
};

struct segment {
	int queue;
	wb_ms from, to;
};

struct agent {
	bool signed_in, not_ready;
	int contact; /* that it talks to; -1 = none */
	bool serves[QUEUES];
};

struct world {
	uint64_t seed, random;
	struct kit told, ticked; /* of events alone; of the time as well */
	struct wb_arena zones;
	wb_ms now, heard;
	struct entry entries[MANY]; /* contact n is entry n */
	struct segment segments[MANY];
	int entry_count, segment_count;
	wb_ms talking_since[AGENTS];
	struct agent agents[AGENTS];
	int64_t work[QUEUES]; /* as of the last full quarter hour */
	wb_ms worked;
};

static int below(struct world *w, int limit)
{
	return (int)random_below(&w->random, limit);
}

/* ---- the definitions ---- */

static bool is_staffed(const struct agent *a)
{
	return a->signed_in && (a->contact >= 0 || !a->not_ready);
}

static bool is_free(const struct agent *a)
{
	return a->signed_in && a->contact < 0 && !a->not_ready;
}

static int count_agents(const struct world *w, int queue, int other,
                        bool (*is)(const struct agent *a))
{
	int count = 0;
	for (int i = 0; i < AGENTS; i++) {
		count += is(&w->agents[i]) && w->agents[i].serves[queue] &&
		         w->agents[i].serves[other];
	}
	return count;
}

static int count_waiting(const struct world *w, int queue)
{
	int count = 0;
	for (int i = 0; i < w->entry_count; i++) {
		count += w->entries[i].queue == queue &&
		         w->entries[i].ended == WB_NEVER;
	}
	return count;
}

static bool is_short(const struct entry *e)
{
	return !e->answered && e->ended != WB_NEVER &&
	       e->ended - e->entered <= 5 * WB_SECOND;
}

/* What happened in a queue from an instant on. */
struct account {
	int offered, left, handled, counted, met, estimated;
	int64_t waited, talked, error;
};

static void account_entry(const struct entry *e, wb_ms from,
                          struct account *ret)
{
	wb_ms wait = e->ended - e->entered;
	ret->offered += e->entered >= from;
	if (e->ended == WB_NEVER || e->ended < from) {
		return;
	}
	ret->left += !e->answered;
	ret->waited += wait;
	ret->counted += !is_short(e);
	ret->met += e->answered && wait <= 20 * WB_SECOND;
	if (e->answered && e->estimate >= 0) {
		ret->estimated++;
		ret->error += llabs(wait - e->estimate);
	}
}

static struct account account_since(const struct world *w, int queue,
                                    wb_ms from)
{
	struct account sum = { 0 };
	for (int i = 0; i < w->entry_count; i++) {
		if (w->entries[i].queue == queue) {
			account_entry(&w->entries[i], from, &sum);
		}
	}
	for (int i = 0; i < w->segment_count; i++) {
		const struct segment *s = &w->segments[i];
		if (s->queue == queue && s->to >= from) {
			sum.handled++;
			sum.talked += s->to - s->from;
		}
	}
	return sum;
}

/* Windows begin with a full second. */
static wb_ms trailing(wb_ms now, int seconds)
{
	return (now / WB_SECOND - seconds + 1) * WB_SECOND;
}

static wb_ms day_of(int queue, wb_ms t)
{
	return (t + offsets[queue]) / DAY * DAY - offsets[queue];
}

static wb_ms window_start(const struct world *w, int queue,
                          enum wb_window window)
{
	return window == WB_WINDOW_DAY  ? day_of(queue, w->now)
	       : window == WB_WINDOW_1H ? trailing(w->now, 3600)
	                                : trailing(w->now, 900);
}

struct habits {
	double handle, patience;
};

static struct habits habits_of(const struct world *w, int queue,
                               enum wb_window window)
{
	enum wb_window windows[] = { window, WB_WINDOW_1H, WB_WINDOW_DAY };
	struct habits habits = { 0, 0 };
	for (int i = WB_COUNT(windows) - 1; i >= 0; i--) {
		struct account a = account_since(
			w, queue, window_start(w, queue, windows[i]));
		if (a.handled >= 10) {
			habits.handle = (double)a.talked / a.handled;
		}
		if (a.left >= 10) {
			habits.patience = (double)a.waited / a.left;
		}
	}
	return habits;
}

/* -1 when it cannot be known. */
static wb_ms estimated_wait(const struct world *w, int queue)
{
	int agents = count_agents(w, queue, queue, is_staffed);
	double ahead = count_waiting(w, queue);
	for (int i = 0; i < QUEUES; i++) {
		int all = count_agents(w, i, i, is_staffed);
		if (i != queue && all > 0) {
			ahead += (double)count_waiting(w, i) *
			         count_agents(w, queue, i, is_staffed) / all;
		}
	}
	ahead -= count_agents(w, queue, queue, is_free);
	struct habits habits = habits_of(w, queue, WB_WINDOW_1H);
	if (agents == 0) {
		return -1;
	}
	if (ahead <= -1) {
		return 0;
	}
	if (habits.handle <= 0) {
		return -1;
	}
	double sum = 0;
	for (int k = 0; k - 1 < ahead; k++) {
		double part = ahead - (k - 1) < 1 ? ahead - (k - 1) : 1;
		double rate = agents / round(habits.handle);
		if (habits.patience > 0) {
			rate += k / round(habits.patience);
		}
		sum += part / rate;
	}
	return sum <= (double)DAY ? (wb_ms)llround(sum) : -1;
}

/* What a quarter hour of the past brought. */
static int counted_in(const struct world *w, int queue, wb_ms start)
{
	int count = 0;
	for (int i = 0; i < w->entry_count; i++) {
		const struct entry *e = &w->entries[i];
		count += e->queue == queue && e->ended != WB_NEVER &&
		         e->ended >= start && e->ended < start + QUARTER &&
		         !is_short(e);
	}
	return count;
}

/* Mean of a quarter hour like this one, in 1/256; -1 = not known. */
static int64_t mean_of(const struct world *w, int queue, wb_ms start)
{
	int64_t mean = -1;
	for (wb_ms q = start - 28 * DAY; q < start; q += 7 * DAY) {
		bool learned =
			q >= MONDAY && q + QUARTER <= w->now && q <= w->heard;
		if (learned) {
			int64_t count = counted_in(w, queue, q) * 256;
			mean = mean < 0 ? count : (mean * 3 + count + 2) / 4;
		}
	}
	return mean;
}

/* -1 = not known */
static int64_t expected(const struct world *w, int queue, wb_ms to)
{
	double sum = 0;
	for (wb_ms q = w->now / QUARTER * QUARTER; q < to; q += QUARTER) {
		wb_ms from = q > w->now ? q : w->now;
		wb_ms until = q + QUARTER < to ? q + QUARTER : to;
		int64_t mean = mean_of(w, queue, q);
		if (mean < 0) {
			return -1;
		}
		sum += (double)mean / 256 * (double)(until - from) / QUARTER;
	}
	return (int64_t)floor(sum + 0.5);
}

static int late_now(const struct world *w, int queue)
{
	int count = 0;
	for (int i = 0; i < w->entry_count; i++) {
		const struct entry *e = &w->entries[i];
		count += e->queue == queue && e->ended == WB_NEVER &&
		         w->now - e->entered > 20 * WB_SECOND;
	}
	return count;
}

/* ---- the comparison ---- */

static void same(const struct world *w, const char *kpi, const char *scope,
                 struct wb_value got, bool known, double value, double within)
{
	ck_assert_msg(got.known == known && (!known || fabs((double)got.value -
	                                                    value) <= within),
	              "seed %llu: %s of %s at %lld: got %lld (%d), expected "
	              "%.1f (%d)",
	              (unsigned long long)w->seed, kpi, scope,
	              (long long)(w->now - MONDAY), (long long)got.value,
	              got.known, value, known);
}

static void check(struct world *w, const char *kpi, const char *scope,
                  enum wb_window window, bool known, double value,
                  double within)
{
	struct wb_value a = kit_read(&w->told, kpi, scope, window);
	struct wb_value b = kit_read(&w->ticked, kpi, scope, window);
	same(w, kpi, scope, a, known, value, within);
	same(w, kpi, scope, b, a.known, (double)a.value, 0);
}

static void scope_of(int queue, char *scope, size_t size)
{
	snprintf(scope, size, "queue:%s", queue_names[queue]);
}

/* Of a set of queues whose day began at `from` and ends at `to`. */
static void check_budget(struct world *w, const char *scope, const int *queues,
                         int count, wb_ms from, wb_ms to)
{
	double allowed = 0, missed = 0, met = 0, needed = 0, rest = 0;
	int64_t all = 0;
	bool known = true;
	for (int i = 0; i < count; i++) {
		int q = queues[i];
		struct account a = account_since(w, q, from);
		struct account own = account_since(w, q, day_of(q, w->now));
		int64_t more = expected(w, q, to);
		int done = a.counted + late_now(w, q);
		known = known && (more >= 0 || own.counted == 0);
		more = more > 0 ? more : 0;
		all += done + more;
		rest += (double)more;
		allowed += (double)(done + more) * (10000 - targets[q]);
		needed += (double)(done + more) * targets[q];
		missed += done - a.met;
		met += a.met;
	}
	check(w, "budget_left", scope, WB_WINDOW_DAY, all > 0,
	      floor(allowed / 10000) - missed, 0);
	needed = needed / 10000 - met > 0 ? needed / 10000 - met : 0;
	check(w, "needed_rate", scope, WB_WINDOW_DAY, known && rest > 0,
	      rest > 0 ? needed / rest * 10000 : 0, 0.5001);
}

static void check_waits(struct world *w, int queue, const char *scope)
{
	wb_ms wait = estimated_wait(w, queue);
	check(w, "estimated_wait", scope, WB_WINDOW_NOW, wait >= 0,
	      (double)wait, 1);
	struct account day = account_since(w, queue, day_of(queue, w->now));
	check(w, "estimated_wait_error", scope, WB_WINDOW_DAY,
	      day.estimated > 0,
	      day.estimated ? (double)day.error / day.estimated : 0, 1.5);
	check(w, "patience", scope, WB_WINDOW_DAY, day.left >= 10,
	      day.left ? (double)day.waited / day.left : 0, 0.5001);
}

/* Agents of the queue, each by the queue's share of the work. */
static int staff_of(const struct world *w, int queue)
{
	int64_t parts = 0;
	for (int i = 0; i < AGENTS; i++) {
		int64_t all = 0;
		for (int q = 0; q < QUEUES; q++) {
			all += w->agents[i].serves[q] ? w->work[q] + WB_MINUTE
			                              : 0;
		}
		if (is_staffed(&w->agents[i]) && w->agents[i].serves[queue]) {
			parts += 10000 * (w->work[queue] + WB_MINUTE) / all;
		}
	}
	int agents = (int)((parts + 5000) / 10000);
	return parts > 0 && agents == 0 ? 1 : agents;
}

static void check_staffing(struct world *w, int queue, const char *scope,
                           enum wb_window window)
{
	wb_ms from = window_start(w, queue, window);
	from = from > MONDAY ? from : MONDAY;
	struct account a = account_since(w, queue, from);
	struct habits habits = habits_of(w, queue, window);
	struct wb_erlang model = {
		.rate = a.offered * 1000.0 / (double)(w->now - from),
		.handle_s = habits.handle / 1000,
		.patience_s = WB_ERLANG_PATIENT,
	};
	struct wb_erlang_goal goal = { .within_s = 20,
		                       .short_s = 5,
		                       .target = targets[queue] / 10000.0,
		                       .max_occupancy = 1,
		                       .max_abandons = 1 };
	bool known = a.offered >= 10 && habits.handle > 0 &&
	             w->now - from >= WB_MINUTE;
	int agents = 0;
	double level = 0;
	if (known && habits.patience > 0) {
		double patience = fmin(habits.patience, 100 * habits.handle);
		model.patience_s = fmax(patience, habits.handle / 1000) / 1000;
	}
	known = known && wb_erlang_service_level(&model, staff_of(w, queue),
	                                         &goal, &level);
	check(w, "predicted_service_level", scope, window, known, level * 10000,
	      0.51);
	known = known && wb_erlang_agents(&model, &goal, &agents);
	check(w, "agents_required", scope, window, known, agents, 0);
}

static void check_all(struct world *w)
{
	static const int front[] = { 0, 1 };
	static const int everything[] = { 0, 1, 2 };
	wb_ms day = w->now / DAY * DAY;
	for (int q = 0; q < QUEUES; q++) {
		char scope[32];
		wb_ms own = day_of(q, w->now);
		scope_of(q, scope, sizeof(scope));
		check_budget(w, scope, &everything[q], 1, own, own + DAY);
		check_waits(w, q, scope);
		check_staffing(w, q, scope, WB_WINDOW_15M);
		check_staffing(w, q, scope, WB_WINDOW_1H);
		check_staffing(w, q, scope, WB_WINDOW_DAY);
	}
	check_budget(w, "department:front", front, 2, day, day + DAY);
	check_budget(w, "total", everything, 3, day, day + DAY);
}

/* ---- life ---- */

static void move_to(struct world *w, wb_ms t)
{
	while (w->now < t && below(w, 4) > 0) {
		wb_ms step = below(w, 90) * WB_SECOND + below(w, 1000);
		if (w->now + step >= t) {
			break;
		}
		w->now += step;
		wb_engine_advance(w->ticked.engine, w->now);
	}
	for (wb_ms q = w->worked + QUARTER; q <= t; q += QUARTER) {
		w->worked = q;
		w->now = q;
		for (int i = 0; i < QUEUES; i++) {
			w->work[i] =
				account_since(w, i, trailing(q, 3600)).talked;
		}
	}
	w->now = t;
	wb_engine_advance(w->told.engine, t);
	wb_engine_advance(w->ticked.engine, t);
}

static void say(struct world *w, const char *ev, const char *fields)
{
	double seconds = (double)(w->now - MONDAY) / 1000;
	kit_play(&w->told, seconds, ev, fields);
	kit_play(&w->ticked, seconds, ev, fields);
	w->heard = w->now;
}

static void arrive(struct world *w)
{
	char fields[96];
	struct entry *e = &w->entries[w->entry_count];
	ck_assert_int_lt(w->entry_count, MANY - 1);
	*e = (struct entry){ .queue = below(w, 5) % QUEUES,
		             .entered = w->now,
		             .ended = WB_NEVER };
	e->estimate = estimated_wait(w, e->queue);
	snprintf(fields, sizeof(fields), "'contact':'c%d','queue':'%s'",
	         w->entry_count, queue_names[e->queue]);
	w->entry_count++;
	say(w, "queue.entered", fields);
}

/* Somebody who waits, or -1. */
static int pick_waiting(struct world *w)
{
	for (int i = 0; i < w->entry_count; i++) {
		if (w->entries[i].ended == WB_NEVER && below(w, 3) > 0) {
			return i;
		}
	}
	return -1;
}

static void leave(struct world *w)
{
	char fields[128];
	int c = pick_waiting(w);
	if (c < 0) {
		return;
	}
	w->entries[c].ended = w->now;
	snprintf(fields, sizeof(fields),
	         "'contact':'c%d','queue':'%s','outcome':'abandoned'", c,
	         queue_names[w->entries[c].queue]);
	say(w, "queue.left", fields);
}

static void answer(struct world *w, int agent)
{
	char fields[128];
	struct agent *a = &w->agents[agent];
	int c = pick_waiting(w);
	if (c < 0 || !is_free(a) || !a->serves[w->entries[c].queue]) {
		return;
	}
	w->entries[c].ended = w->now;
	w->entries[c].answered = true;
	w->talking_since[agent] = w->now;
	a->contact = c;
	snprintf(fields, sizeof(fields),
	         "'contact':'c%d','queue':'%s','agent':'x%d'", c,
	         queue_names[w->entries[c].queue], agent);
	say(w, "segment.started", fields);
}

static void hang_up(struct world *w, int agent)
{
	char fields[96];
	struct agent *a = &w->agents[agent];
	if (a->contact < 0) {
		return;
	}
	w->segments[w->segment_count++] = (struct segment){
		.queue = w->entries[a->contact].queue,
		.from = w->talking_since[agent],
		.to = w->now,
	};
	snprintf(fields, sizeof(fields), "'contact':'c%d','agent':'x%d'",
	         a->contact, agent);
	a->contact = -1;
	say(w, "segment.ended", fields);
}

static void sign(struct world *w, int agent)
{
	char fields[160];
	struct agent *a = &w->agents[agent];
	if (a->contact >= 0) {
		return;
	}
	a->not_ready = false;
	a->signed_in = !a->signed_in;
	if (!a->signed_in) {
		snprintf(fields, sizeof(fields), "'agent':'x%d'", agent);
		say(w, "agent.signed_out", fields);
		return;
	}
	int len = snprintf(fields, sizeof(fields), "'agent':'x%d','queues':[",
	                   agent);
	int listed = 0;
	for (int q = 0; q < QUEUES; q++) {
		a->serves[q] = below(w, 2) == 0;
		if (a->serves[q]) {
			len += snprintf(fields + len,
			                sizeof(fields) - (size_t)len, "%s'%s'",
			                listed++ ? "," : "", queue_names[q]);
		}
	}
	snprintf(fields + len, sizeof(fields) - (size_t)len, "]");
	say(w, "agent.signed_in", fields);
}

static void change_state(struct world *w, int agent)
{
	char fields[96];
	struct agent *a = &w->agents[agent];
	if (!a->signed_in) {
		return;
	}
	a->not_ready = below(w, 3) == 0;
	snprintf(fields, sizeof(fields), "'agent':'x%d','state':'%s'", agent,
	         a->not_ready ? "not_ready" : "ready");
	say(w, "agent.state", fields);
}

static void change_queues(struct world *w, int agent)
{
	char fields[96];
	struct agent *a = &w->agents[agent];
	int q = below(w, QUEUES);
	a->serves[q] = !a->serves[q];
	snprintf(fields, sizeof(fields), "'agent':'x%d','%s':['%s']", agent,
	         a->serves[q] ? "add" : "remove", queue_names[q]);
	say(w, "agent.queues", fields);
}

static void one_step(struct world *w)
{
	int agent = below(w, AGENTS);
	wb_ms hour = (w->now - MONDAY) % DAY / WB_HOUR;
	int pause_s = hour < 6 ? 3600 : hour == 11 ? 12 : 120;
	move_to(w, w->now + 1 + below(w, pause_s * 1000));
	int dice = below(w, 100);
	if (dice < 28) {
		arrive(w);
	} else if (dice < 56) {
		for (int i = 0; i < AGENTS; i++) {
			answer(w, (agent + i) % AGENTS);
		}
	} else if (dice < 84) {
		hang_up(w, agent);
		hang_up(w, (agent + 1) % AGENTS);
	} else if (dice < 92) {
		leave(w);
	} else if (dice < 94) {
		change_state(w, agent);
	} else if (dice < 97) {
		change_queues(w, agent);
	} else {
		sign(w, agent);
	}
}

static void open_kit(struct world *w, struct kit *kit)
{
	kit_open(kit, MONDAY);
	kit->plan.stale_limit = 30 * DAY; /* nobody is lost */
	for (int q = 0; q < QUEUES; q++) {
		kit->queues[q].zone = wb_zone_fixed(offsets[q], &w->zones);
		kit->queues[q].service_level.target_bp = targets[q];
	}
	kit_replan(kit);
}

static void play_days(uint64_t seed)
{
	static struct world w;
	memset(&w, 0, sizeof(w));
	w.seed = seed;
	w.random = seed * 7919 + 1;
	w.now = MONDAY;
	w.worked = MONDAY;
	open_kit(&w, &w.told);
	open_kit(&w, &w.ticked);
	for (int i = 0; i < AGENTS; i++) {
		w.agents[i].contact = -1;
		sign(&w, i);
	}
	while (w.now < MONDAY + DAYS * DAY) {
		one_step(&w);
		if (below(&w, 25) == 0) {
			check_all(&w);
		}
	}
	kit_close(&w.told);
	kit_close(&w.ticked);
	wb_arena_finish(&w.zones);
}

START_TEST(the_rows_are_what_the_lists_say)
{
	const char *one = getenv("WB_SEED");
	const char *many = getenv("WB_SEEDS");
	int seeds = many ? atoi(many) : 4;
	if (one) {
		play_days(strtoull(one, NULL, 10));
		return;
	}
	for (int seed = 1; seed <= seeds; seed++) {
		play_days((uint64_t)seed);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("outlook_oracle");
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, the_rows_are_what_the_lists_say);
	return wb_test_run("kpi/outlook_oracle", tc);
}
