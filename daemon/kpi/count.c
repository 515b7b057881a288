/* Adding up: facts and changes of agents into the columns of their scopes. */

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

static void count_standing(struct wb_sums *sums,
                           const struct wb_counted *counted)
{
	for (int i = 0; i < counted->add_count; i++) {
		sums->standing[counted->add[i].measure - WB_M_FLOWING] +=
			counted->add[i].amount;
	}
}

/* Columns as bits. */
#define ALL_COLUMNS ((1u << WB_COLUMN_COUNT) - 1)

/* The trailing windows that an instant is inside of. */
static unsigned windows_of(const struct wb_engine *engine, wb_ms at)
{
	unsigned windows = 0;
	for (int i = 0; i < WB_TRAILING_COUNT; i++) {
		if (wb_ring_holds(engine->ring, (enum wb_column)i, at)) {
			windows |= 1u << i;
		}
	}
	return windows;
}

/* Of a scope, all the columns, when the windows are known. */
static unsigned columns_of(const struct wb_sums *sums, unsigned windows,
                           wb_ms at)
{
	for (int i = WB_TRAILING_COUNT; i < WB_COLUMN_COUNT; i++) {
		if (at >= sums->start[i]) {
			windows |= 1u << i;
		}
	}
	return windows;
}

/* Does a count by this key belong to the scope? */
static bool keeps_key(const struct wb_sums *sums, uint32_t key)
{
	return key != WB_KEY_NONE && !(sums->person && wb_key_is_wait(key));
}

/* Memory for all of it comes first: a fact counts everywhere or nowhere. */
static bool make_room(struct wb_engine *engine,
                      const struct wb_counted *counted)
{
	for (int s = 0; s < counted->scope_count; s++) {
		struct wb_sums *sums = engine->sums[counted->scopes[s]];
		for (int i = 0; i < counted->add_count; i++) {
			if (!wb_sums_flow(sums, counted->add[i].measure)) {
				return false;
			}
		}
		if (keeps_key(sums, counted->key) &&
		    !wb_keyed_add(&sums->keyed, counted->key, 0, 0)) {
			return false;
		}
	}
	return true;
}

static void count_flows(struct wb_sums *sums, const struct wb_counted *counted,
                        unsigned columns)
{
	for (int i = 0; i < counted->add_count; i++) {
		struct wb_flow *flow =
			wb_sums_known_flow(sums, counted->add[i].measure);
		int64_t amount = counted->add[i].amount;
		flow->total = wb_plus(flow->total, amount);
		for (int c = 0; columns != ALL_COLUMNS && c < WB_COLUMN_COUNT;
		     c++) {
			if (!(columns >> c & 1u)) {
				flow->before[c] =
					wb_plus(flow->before[c], amount);
			}
		}
	}
	if (keeps_key(sums, counted->key)) {
		wb_keyed_add(&sums->keyed, counted->key, columns,
		             counted->key_sign);
	}
}

static void count_fact(struct wb_engine *engine,
                       const struct wb_counted *counted, wb_ms at)
{
	unsigned windows = windows_of(engine, at);
	if (!make_room(engine, counted) ||
	    (windows != 0 && !wb_ring_add_fact(engine->ring, counted, at))) {
		engine->out_of_memory++;
		return;
	}
	for (int s = 0; s < counted->scope_count; s++) {
		struct wb_sums *sums = engine->sums[counted->scopes[s]];
		count_flows(sums, counted, columns_of(sums, windows, at));
	}
}

static void fact_leaves(struct wb_engine *engine, enum wb_column window,
                        const struct wb_counted *fact)
{
	for (int s = 0; s < fact->scope_count; s++) {
		struct wb_sums *sums = engine->sums[fact->scopes[s]];
		for (int i = 0; i < fact->add_count; i++) {
			struct wb_flow *flow =
				wb_sums_known_flow(sums, fact->add[i].measure);
			if (flow) {
				flow->before[window] =
					wb_plus(flow->before[window],
				                fact->add[i].amount);
			}
		}
		if (keeps_key(sums, fact->key)) {
			wb_keyed_add(&sums->keyed, fact->key, 1u << window,
			             -fact->key_sign);
		}
	}
}

static void gather(struct wb_engine *engine, const struct wb_fact *fact,
                   struct wb_counted *ret_counted)
{
	struct wb_additions additions;
	wb_measure_fact(fact, &additions);
	*ret_counted = (struct wb_counted){
		.add_count = (uint8_t)additions.count,
		.key = wb_measure_key(fact),
		.key_sign = (int8_t)fact->sign,
	};
	for (int i = 0; i < additions.count; i++) {
		ret_counted->add[i].measure = (int32_t)additions.add[i].measure;
		ret_counted->add[i].amount = additions.add[i].amount;
		if (additions.add[i].measure == WB_M_SL_COUNTED) {
			wb_outlook_count(engine, fact->queue, fact->at,
			                 additions.add[i].amount);
		}
	}
	find_scopes(engine, fact, ret_counted);
}

static void on_fact(void *user, const struct wb_fact *fact)
{
	struct wb_engine *engine = user;
	struct wb_counted counted;
	gather(engine, fact, &counted);
	wb_ms at = no_later_than_now(engine, fact->at);
	wb_tell_fact(engine, fact, &counted, at);
	/* What stands counts in every column, as it is. */
	if (fact->kind == WB_FACT_LATE || fact->kind == WB_FACT_STANDING) {
		for (int s = 0; s < counted.scope_count; s++) {
			count_standing(engine->sums[counted.scopes[s]],
			               &counted);
		}
		return;
	}
	struct wb_str reason = { NULL, 0 };
	if (fact->reason != WB_NOBODY && fact->kind == WB_FACT_OUTCOME) {
		reason = wb_floor_reason(engine->floor, fact->reason);
	}
	wb_details_fact(&engine->details, fact, &counted, reason);
	count_fact(engine, &counted, at);
}

/* An agent is in the level from `at` on, or no longer: the scope's own line. */
static void change_own(struct wb_engine *engine, uint32_t scope, int level,
                       int delta, wb_ms at, unsigned windows)
{
	struct wb_sums *sums = engine->sums[scope];
	struct wb_level *own = wb_sums_level(sums, level);
	if (!own) {
		engine->out_of_memory++;
		return;
	}
	sums->heads[level] = wb_plus(sums->heads[level], delta);
	wb_line_change(&own->total, delta, at);
	for (int w = 0; w < WB_TRAILING_COUNT; w++) {
		if (!(windows >> w & 1u)) {
			wb_line_change(&own->before[w], delta, at);
		}
	}
}

static void change_crew(struct wb_engine *engine, struct crew *crew, int level,
                        int delta, wb_ms at, unsigned windows)
{
	struct crew_level *lines = &crew->levels[level];
	wb_line_change(&lines->total, delta, at);
	for (int w = 0; w < WB_TRAILING_COUNT; w++) {
		if (!(windows >> w & 1u)) {
			wb_line_change(&lines->before[w], delta, at);
		}
	}
	for (uint32_t i = 0; i < crew->count; i++) {
		int64_t *heads = engine->sums[crew->scopes[i]]->heads;
		heads[level] = wb_plus(heads[level], delta);
	}
}

/* The change was before a column or the history's quarter of now began. */
static void mend(struct wb_engine *engine, uint32_t scope, int level, int delta,
                 wb_ms at)
{
	struct wb_sums *sums = engine->sums[scope];
	struct wb_level *own = wb_sums_level(sums, level);
	if (!own) {
		engine->out_of_memory++;
		return;
	}
	for (int c = WB_TRAILING_COUNT; c < WB_COLUMN_COUNT; c++) {
		if (at < sums->start[c]) {
			wb_line_change(&own->before[c], delta, at);
		}
	}
	if (at < engine->told_until) {
		wb_line_change(&own->told, delta, at);
		wb_tell_mended(engine, scope, level, delta, at);
	}
}

static void change_level(struct wb_engine *engine,
                         const struct wb_change *change, int level, int delta,
                         unsigned windows)
{
	struct crew *crew = change->crew == WB_NOBODY
	                            ? NULL
	                            : engine->crews.list[change->crew];
	if (level < 0) { /* signed out: nothing is counted */
		return;
	}
	if (change->own != WB_NOBODY) {
		change_own(engine, change->own, level, delta, change->at,
		           windows);
	}
	if (crew) {
		change_crew(engine, crew, level, delta, change->at, windows);
	}
	if (change->at >= engine->settled) {
		return;
	}
	if (change->own != WB_NOBODY) {
		mend(engine, change->own, level, delta, change->at);
	}
	for (uint32_t i = 0; crew && i < crew->count; i++) {
		mend(engine, crew->scopes[i], level, delta, change->at);
	}
}

void wb_count_change(struct wb_engine *engine, const struct wb_change *change)
{
	unsigned windows = windows_of(engine, change->at);
	if (change->from < 0 && change->to < 0) {
		return;
	}
	if (windows != 0 && !wb_ring_add_change(engine->ring, change)) {
		engine->out_of_memory++;
		return;
	}
	if (windows != 0 && change->crew != WB_NOBODY) {
		engine->crews.list[change->crew]->refs++;
	}
	engine->times_told = false;
	change_level(engine, change, change->from, -1, windows);
	change_level(engine, change, change->to, 1, windows);
}

static void level_leaves(struct wb_engine *engine, enum wb_column window,
                         const struct wb_change *change, int level, int delta)
{
	if (level < 0) {
		return;
	}
	if (change->own != WB_NOBODY) {
		struct wb_level *own =
			wb_sums_known_level(engine->sums[change->own], level);
		if (own) {
			wb_line_change(&own->before[window], delta, change->at);
		}
	}
	if (change->crew != WB_NOBODY) {
		struct crew *crew = engine->crews.list[change->crew];
		wb_line_change(&crew->levels[level].before[window], delta,
		               change->at);
	}
}

static void on_leave(void *user, enum wb_column window,
                     const struct wb_ring_record *record)
{
	struct wb_engine *engine = user;
	if (!record->is_change) {
		fact_leaves(engine, window, &record->fact);
		return;
	}
	const struct wb_change *change = &record->change;
	level_leaves(engine, window, change, change->from, -1);
	level_leaves(engine, window, change, change->to, 1);
	if (window == WB_COLUMN_1H && change->crew != WB_NOBODY) {
		wb_crews_drop(engine, change->crew);
	}
}

void wb_count_advance(struct wb_engine *engine, wb_ms now)
{
	wb_ring_advance(engine->ring, now, on_leave, engine);
}

void wb_count_begin(struct wb_engine *engine, uint32_t scope,
                    enum wb_column column, wb_ms start)
{
	struct wb_sums *sums = engine->sums[scope];
	struct wb_line total[WB_LEVEL_COUNT], before[WB_LEVEL_COUNT];
	wb_sums_begin(sums, column, start);
	wb_crews_lines(engine, scope, column, total, before);
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		if (total[l].n == 0 && total[l].c == 0 &&
		    !wb_sums_known_level(sums, l)) {
			continue;
		}
		struct wb_level *level = wb_sums_level(sums, l);
		if (level) {
			level->before[column] = total[l];
		} else {
			engine->out_of_memory++;
		}
	}
}

void wb_count_settle(struct wb_engine *engine)
{
	engine->settled = engine->told_until;
	for (uint32_t i = 0; i < engine->calendar_count; i++) {
		const struct calendar *calendar = &engine->calendars[i];
		if (calendar->interval_start > engine->settled) {
			engine->settled = calendar->interval_start;
		}
		if (calendar->day > engine->settled) {
			engine->settled = calendar->day;
		}
	}
}

/* The agent's scopes, told of a change at `at`. NULL when out of memory. */
static const struct agent_scopes *scopes_at(struct wb_engine *engine,
                                            uint32_t agent, wb_ms at)
{
	const struct agent_scopes *a = wb_scopes_of_agent(engine, agent);
	if (a && a->crew == WB_NOBODY) { /* first seen */
		wb_scopes_refresh_agent(engine, agent, at);
		a = &engine->agents[agent];
	}
	return a && a->crew != WB_NOBODY ? a : NULL;
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
	struct wb_change change = { .from = WB_STATE_LEVEL(from),
		                    .to = WB_STATE_LEVEL(to),
		                    .at = at };
	if (a) {
		change.own = a->own;
		change.crew = a->crew;
		wb_count_change(engine, &change);
	}
	wb_outlook_agent_state(engine, agent, from, to);
}

static void on_agent_mark(void *user, uint32_t agent, enum wb_agent_mark mark,
                          bool on, wb_ms at)
{
	struct wb_engine *engine = user;
	at = no_later_than_now(engine, at);
	const struct agent_scopes *a = scopes_at(engine, agent, at);
	int level = WB_MARK_LEVEL(mark);
	if (a) {
		struct wb_change change = { .own = a->own,
			                    .crew = a->crew,
			                    .from = on ? -1 : level,
			                    .to = on ? level : -1,
			                    .at = at };
		wb_count_change(engine, &change);
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
