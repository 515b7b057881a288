/* Adding up: facts and head counts into windows, borders and the history. */

#include <string.h>

#include "kpi/state.h"

static wb_ms no_later_than_now(struct wb_engine *engine, wb_ms at)
{
	if (at <= engine->now) {
		return at;
	}
	engine->clock_ahead++;
	return engine->now;
}

static void add_scope(struct wb_counted *counted, uint32_t scope)
{
	if (scope != WB_NOBODY) {
		counted->scopes[counted->scope_count++] = scope;
	}
}

/* Is it about what agents do, and not about an entry? */
static bool is_work(const struct wb_fact *fact)
{
	switch (fact->kind) {
	case WB_FACT_OFFER_ENDED:
	case WB_FACT_HANDLED:
	case WB_FACT_OUTCOME:
	case WB_FACT_RATED:
	case WB_FACT_FOLLOW_UP_PROMISED:
		return true;
	case WB_FACT_STANDING:
		return fact->standing == WB_STANDING_FOLLOW_UP ||
		       fact->standing == WB_STANDING_FOLLOW_UP_OVERDUE ||
		       fact->standing == WB_STANDING_LONG_HANDLE;
	case WB_FACT_OFFERED:
	case WB_FACT_ANSWERED:
	case WB_FACT_LEFT:
	case WB_FACT_LOST:
	case WB_FACT_LATE:
	case WB_FACT_BLOCKED:
	case WB_FACT_ESCALATED:
	case WB_FACT_DIALLED:
	case WB_FACT_CONNECTED:
	case WB_FACT_ARRIVED:
	case WB_FACT_PROVISIONAL:
	case WB_FACT_MATURED:
	case WB_FACT_CALLBACK_PROMISED:
	case WB_FACT_CALLBACK_DECIDED:
	case WB_FACT_KIND_COUNT:
		break;
	}
	return false;
}

/*
 * An entry is where its queue is, work where its agent is; work of an agent
 * without a site, and what has no queue, counts at the other's.
 */
static uint32_t site_of(const struct wb_fact *fact,
                        const struct queue_scopes *queue,
                        const struct agent_scopes *agent)
{
	uint32_t place = queue ? queue->site : WB_NOBODY;
	uint32_t person = agent ? agent->site : WB_NOBODY;
	if (is_work(fact)) {
		return person != WB_NOBODY ? person : place;
	}
	return queue ? place : person;
}

/*
 * A fact counts in its queue's scopes, its agent's, its channel, at one site,
 * and once in the total.
 */
static void find_scopes(struct wb_engine *engine, const struct wb_fact *fact,
                        struct wb_counted *counted)
{
	const struct queue_scopes *queue = NULL;
	const struct agent_scopes *agent = NULL;
	add_scope(counted, engine->total);
	add_scope(counted, wb_scopes_of_channel(engine, fact->channel));
	if (fact->agent != WB_NOBODY) {
		agent = wb_scopes_of_agent(engine, fact->agent);
	}
	/* Either may make both lists move: the agent's is looked up again. */
	if (fact->queue != WB_NOBODY) {
		queue = wb_scopes_of_queue(engine, fact->queue);
		agent = agent ? &engine->agents[fact->agent] : NULL;
	}
	if (queue) {
		add_scope(counted, queue->own);
		add_scope(counted, queue->department);
		add_scope(counted, queue->tier);
	}
	if (agent) {
		add_scope(counted, agent->own);
		add_scope(counted, agent->team);
	}
	add_scope(counted, site_of(fact, queue, agent));
}

static void count_since(struct wb_since *since,
                        const struct wb_counted *counted, wb_ms at)
{
	if (at < since->start) {
		return;
	}
	for (int i = 0; i < counted->add_count; i++) {
		since->sums[counted->add[i].measure] += counted->add[i].amount;
	}
}

static void count_standing(struct wb_sums *sums,
                           const struct wb_counted *counted)
{
	for (int i = 0; i < counted->add_count; i++) {
		sums->standing[counted->add[i].measure - WB_M_FLOWING] +=
			counted->add[i].amount;
	}
}

/* Quantiles of waits are of queues and their groups. */
static bool keeps_waits(const struct wb_engine *engine, uint32_t scope)
{
	enum wb_scope_kind kind = engine->scopes[scope].kind;
	return kind != WB_SCOPE_AGENT && kind != WB_SCOPE_TEAM;
}

static void count_cell(struct wb_engine *engine, int attribution,
                       uint32_t scope, wb_ms at, const struct wb_fact *fact,
                       const struct wb_counted *counted)
{
	struct wb_cell *cell =
		wb_cells_at(&engine->cells, attribution, scope, at);
	for (int i = 0; cell && i < counted->add_count; i++) {
		cell->add[counted->add[i].measure] += counted->add[i].amount;
	}
	if (cell && keeps_waits(engine, scope) && wb_measure_wait(fact) &&
	    !wb_sketch_add(&cell->waits, wb_sketch_bucket(fact->wait),
	                   fact->sign)) {
		engine->out_of_memory++;
	}
	for (int i = 0; attribution == WB_BY_EVENT && i < counted->add_count;
	     i++) {
		wb_course_add(engine, scope, at, counted->add[i].measure,
		              counted->add[i].amount);
	}
}

static void count_history(struct wb_engine *engine, const struct wb_fact *fact,
                          const struct wb_counted *counted, wb_ms at)
{
	wb_ms arrived = fact->arrived < at ? fact->arrived : at;
	for (int s = 0; s < counted->scope_count; s++) {
		count_cell(engine, WB_BY_EVENT, counted->scopes[s], at, fact,
		           counted);
		count_cell(engine, WB_BY_COHORT, counted->scopes[s], arrived,
		           fact, counted);
	}
}

static void tell_time(struct wb_engine *engine, uint32_t scope, int level,
                      wb_ms at, int64_t spent)
{
	for (int a = 0; a < WB_ATTRIBUTION_COUNT; a++) {
		struct wb_cell *cell =
			wb_cells_at(&engine->cells, a, scope, at);
		if (cell) {
			cell->add[WB_M_COUNTED + level] += spent;
		}
	}
	wb_course_add(engine, scope, at, WB_M_COUNTED + level, spent);
}

static void on_fact(void *user, const struct wb_fact *fact)
{
	struct wb_engine *engine = user;
	struct wb_additions additions;
	struct wb_counted counted = { 0 };
	wb_measure_fact(fact, &additions);
	counted.add_count = (uint8_t)additions.count;
	for (int i = 0; i < additions.count; i++) {
		counted.add[i].measure = (int32_t)additions.add[i].measure;
		counted.add[i].amount = additions.add[i].amount;
		if (additions.add[i].measure == WB_M_SL_COUNTED) {
			wb_outlook_count(engine, fact->queue, fact->at,
			                 additions.add[i].amount);
		}
	}
	wb_ms at = no_later_than_now(engine, fact->at);
	find_scopes(engine, fact, &counted);
	count_history(engine, fact, &counted, at);
	/* What stands counts in every window, as it is. */
	bool stands =
		fact->kind == WB_FACT_LATE || fact->kind == WB_FACT_STANDING;
	if (!stands) {
		wb_details_fact(&engine->details, fact, &counted);
	}
	for (int s = 0; s < counted.scope_count; s++) {
		struct wb_sums *sums = engine->sums[counted.scopes[s]];
		if (stands) {
			count_standing(sums, &counted);
		} else {
			count_since(&sums->interval, &counted, at);
			count_since(&sums->day, &counted, at);
		}
	}
	if (!stands) {
		wb_ring_add(engine->ring, all_sums(engine), &counted, at);
	}
}

/*
 * A head count is mended only so far back: one event that is months late, or
 * dated 1970, must not touch every quarter hour since.
 */
#define MEND_MAX (48 * WB_HOUR)

/* A head count changed before the history's last quarter: mend those. */
static void mend_history(struct wb_engine *engine, uint32_t scope, int level,
                         int delta, wb_ms at)
{
	wb_ms oldest = engine->told_until - MEND_MAX;
	wb_ms from = at > oldest ? at : oldest;
	while (from < engine->told_until) {
		wb_ms to = (from / WB_QUARTER + 1) * WB_QUARTER;
		if (to > engine->told_until) {
			to = engine->told_until;
		}
		tell_time(engine, scope, level, from,
		          (int64_t)delta * (to - from));
		from = to;
	}
}

void wb_count_head(struct wb_engine *engine, uint32_t scope, int level,
                   int delta, wb_ms at)
{
	if (level < 0) { /* signed out: nothing is counted */
		return;
	}
	struct wb_sums *sums = engine->sums[scope];
	wb_line_change(&sums->head[level], delta, at);
	if (at < sums->interval.start) {
		wb_line_change(&sums->interval.lines[level], delta, at);
	}
	if (at < sums->day.start) {
		wb_line_change(&sums->day.lines[level], delta, at);
	}
	if (at < engine->told_until) {
		wb_line_change(&sums->told[level], delta, at);
		mend_history(engine, scope, level, delta, at);
	}
	wb_ring_move(engine->ring, all_sums(engine), scope, level, delta, at);
}

/* The agent's scopes, told of a change at `at`. NULL when out of memory. */
static const struct agent_scopes *scopes_at(struct wb_engine *engine,
                                            uint32_t agent, wb_ms at)
{
	const struct agent_scopes *a = wb_scopes_of_agent(engine, agent);
	if (a && a->count == 0) { /* first seen */
		wb_scopes_refresh_agent(engine, agent, at);
		a = &engine->agents[agent];
	}
	return a;
}

static void keep_state(struct wb_engine *engine, uint32_t agent,
                       enum wb_agent_state from, enum wb_agent_state to,
                       wb_ms at)
{
	struct wb_str reason = { NULL, 0 };
	if (to == WB_AGENT_NOT_READY) {
		reason = wb_floor_agent_reason(engine->floor, agent);
	}
	wb_details_state(&engine->details, agent, from, to, at, reason);
}

static void on_agent_state(void *user, uint32_t agent, enum wb_agent_state from,
                           enum wb_agent_state to, wb_ms at)
{
	struct wb_engine *engine = user;
	at = no_later_than_now(engine, at);
	keep_state(engine, agent, from, to, at);
	const struct agent_scopes *a = scopes_at(engine, agent, at);
	for (uint32_t i = 0; a && i < a->count; i++) {
		wb_count_head(engine, a->scopes[i], WB_STATE_LEVEL(from), -1,
		              at);
		wb_count_head(engine, a->scopes[i], WB_STATE_LEVEL(to), 1, at);
	}
	wb_outlook_agent_state(engine, agent, from, to);
}

static void on_agent_mark(void *user, uint32_t agent, enum wb_agent_mark mark,
                          bool on, wb_ms at)
{
	struct wb_engine *engine = user;
	at = no_later_than_now(engine, at);
	const struct agent_scopes *a = scopes_at(engine, agent, at);
	for (uint32_t i = 0; a && i < a->count; i++) {
		wb_count_head(engine, a->scopes[i], WB_MARK_LEVEL(mark),
		              on ? 1 : -1, at);
	}
}

static wb_ms on_estimate(void *user, uint32_t queue)
{
	return wb_outlook_wait(user, queue);
}

static void on_membership(void *user, uint32_t agent, wb_ms at)
{
	struct wb_engine *engine = user;
	wb_scopes_refresh_agent(engine, agent, no_later_than_now(engine, at));
	wb_outlook_membership(engine, agent);
}

const struct wb_fact_sink wb_count_sink = {
	.fact = on_fact,
	.estimate = on_estimate,
	.agent_state = on_agent_state,
	.agent_mark = on_agent_mark,
	.membership = on_membership,
};

void wb_count_tell(struct wb_engine *engine, wb_ms until)
{
	for (uint32_t s = 0; s < engine->names.count; s++) {
		struct wb_sums *sums = engine->sums[s];
		for (int level = 0; level < WB_LEVEL_COUNT; level++) {
			int64_t spent = wb_line_at(&sums->head[level], until) -
			                wb_line_at(&sums->told[level],
			                           engine->told_until);
			if (spent != 0) {
				tell_time(engine, s, level, engine->told_until,
				          spent);
			}
			sums->told[level] = sums->head[level];
		}
	}
	engine->told_until = until;
}

static void add_times(const struct wb_sums *sums,
                      const struct wb_line before[WB_LEVEL_COUNT], wb_ms start,
                      wb_ms now, int64_t ret_sums[WB_MEASURE_COUNT])
{
	for (int level = 0; level < WB_LEVEL_COUNT; level++) {
		ret_sums[WB_M_COUNTED + level] =
			wb_line_at(&sums->head[level], now) -
			wb_line_at(&before[level], start);
	}
}

static void since_sums(const struct wb_sums *sums, const struct wb_since *since,
                       wb_ms now, int64_t ret_sums[WB_MEASURE_COUNT])
{
	memcpy(ret_sums, since->sums, sizeof(since->sums));
	add_times(sums, since->lines, since->start, now, ret_sums);
}

void wb_count_sums(struct wb_engine *engine, uint32_t scope,
                   enum wb_window window, int64_t ret_sums[WB_MEASURE_COUNT])
{
	const struct wb_sums *sums = engine->sums[scope];
	wb_ms now = engine->now;
	memset(ret_sums, 0, WB_MEASURE_COUNT * sizeof(*ret_sums));
	switch (window) {
	case WB_WINDOW_5M:
	case WB_WINDOW_15M:
	case WB_WINDOW_30M:
	case WB_WINDOW_1H: {
		enum wb_trailing t =
			(enum wb_trailing)((int)window - WB_WINDOW_5M);
		memcpy(ret_sums, sums->trailing[t], sizeof(sums->trailing[t]));
		add_times(sums, sums->tail[t], wb_ring_start(engine->ring, t),
		          now, ret_sums);
		break;
	}
	case WB_WINDOW_INTERVAL:
		since_sums(sums, &sums->interval, now, ret_sums);
		break;
	case WB_WINDOW_NOW:
	case WB_WINDOW_DAY:
		since_sums(sums, &sums->day, now, ret_sums);
		break;
	case WB_WINDOW_COUNT:
		break;
	}
	memcpy(&ret_sums[WB_M_FLOWING], sums->standing, sizeof(sums->standing));
}
