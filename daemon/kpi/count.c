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
	case WB_FACT_CODED:
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
		__builtin_prefetch(engine->sums[counted->scopes[s]]);
	}
	for (int s = 0; s < counted->scope_count; s++) {
		struct wb_sums *sums = engine->sums[counted->scopes[s]];
		__builtin_prefetch(sums->flows);
		for (int i = 0; i < counted->add_count; i++) {
			if (!wb_sums_meet(sums, counted->add[i].measure)) {
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

static bool log_fact(struct wb_engine *engine, const struct wb_counted *counted,
                     wb_ms at, wb_ms now)
{
	wb_log_pos *newest[WB_FACT_SCOPES_MAX];
	for (int s = 0; s < counted->scope_count; s++) {
		newest[s] = &engine->sums[counted->scopes[s]]->newest;
	}
	return wb_log_add_fact(&engine->log, counted, at, now, newest);
}

/* What is older than the longest window need not be remembered. */
static bool is_recent(const struct wb_engine *engine, wb_ms at)
{
	return wb_log_holds(&engine->log, WB_COLUMN_1H, at);
}

/* It happened before what the row remembers: the difference stays. */
static void mend_row(struct wb_sums *sums, const struct wb_counted *counted,
                     enum wb_flow_row row)
{
	for (int i = 0; i < counted->add_count; i++) {
		int64_t *flow =
			wb_sums_flow(sums, row, counted->add[i].measure);
		*flow = wb_plus(*flow, counted->add[i].amount);
	}
}

static void count_flows(struct wb_sums *sums, const struct wb_counted *counted,
                        wb_ms at, bool plain)
{
	unsigned columns = plain ? 1u << WB_KEYS_UNTOLD : 0;
	for (int i = 0; i < counted->add_count; i++) {
		int64_t *flow = wb_sums_flow(sums, WB_FLOW_TOTAL,
		                             counted->add[i].measure);
		*flow = wb_plus(*flow, counted->add[i].amount);
	}
	for (int c = WB_TRAILING_COUNT; c < WB_COLUMN_COUNT; c++) {
		if (at >= sums->start[WB_LASTING(c)]) {
			columns |= 1u << WB_LASTING(c);
		} else {
			mend_row(sums, counted, wb_sums_row((enum wb_column)c));
		}
	}
	if (!plain) {
		mend_row(sums, counted, WB_FLOW_TOLD);
	}
	if (keeps_key(sums, counted->key)) {
		wb_keyed_add(&sums->keyed, counted->key, columns,
		             counted->key_sign);
	}
}

static void touch(struct wb_engine *engine, uint32_t scope)
{
	struct wb_sums *sums = engine->sums[scope];
	if (!sums->touched) {
		sums->touched = true;
		engine->touched[engine->touched_count++] = scope;
	}
}

static void count_fact(struct wb_engine *engine,
                       const struct wb_counted *counted, wb_ms at, bool plain)
{
	if (!make_room(engine, counted) ||
	    (is_recent(engine, at) &&
	     !log_fact(engine, counted, at, engine->now))) {
		engine->out_of_memory++;
		return;
	}
	for (int s = 0; s < counted->scope_count; s++) {
		uint32_t scope = counted->scopes[s];
		count_flows(engine->sums[scope], counted, at, plain);
		if (plain) {
			touch(engine, scope);
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

/*
 * The history has it where it says that it happened, though that be ahead of
 * our clock: it may be taken back when the next quarter hour has begun.
 */
static void tell(struct wb_engine *engine, const struct wb_fact *fact,
                 const struct wb_counted *counted, bool plain)
{
	if (!plain) {
		wb_tell_fact(engine, fact, counted, fact->at);
	}
	wb_tell_courses(engine, counted, fact->at);
}

static void tell_touch(struct wb_engine *engine, const uint32_t *scopes,
                       uint32_t count, enum wb_touch what, wb_ms at)
{
	for (uint32_t i = 0; engine->touch && i < count; i++) {
		if (scopes[i] != WB_NOBODY) {
			engine->touch(engine->touch_user, scopes[i], what, at);
		}
	}
}

/* Does it stand, until it is taken back, and not happen at an instant? */
static bool stands(const struct wb_fact *fact)
{
	return fact->kind == WB_FACT_LATE || fact->kind == WB_FACT_STANDING;
}

/* What it was filed as. */
static struct wb_str reason_of(const struct wb_engine *engine,
                               const struct wb_fact *fact)
{
	if (fact->kind == WB_FACT_CODED) {
		return wb_floor_code(engine->floor, fact->code);
	}
	if (fact->kind == WB_FACT_OUTCOME && fact->reason != WB_NOBODY) {
		return wb_floor_reason(engine->floor, fact->reason);
	}
	return (struct wb_str){ NULL, 0 };
}

static void on_fact(void *user, const struct wb_fact *fact)
{
	struct wb_engine *engine = user;
	struct wb_counted counted;
	gather(engine, fact, &counted);
	wb_ms at = no_later_than_now(engine, fact->at);
	tell_touch(engine, counted.scopes, counted.scope_count,
	           is_work(fact) ? WB_TOUCH_WORK : WB_TOUCH_ENTRIES,
	           stands(fact) ? WB_NEVER : at);
	/* What stands counts in every column, as it is. */
	if (stands(fact)) {
		for (int s = 0; s < counted.scope_count; s++) {
			count_standing(engine->sums[counted.scopes[s]],
			               &counted);
		}
		tell(engine, fact, &counted, false);
		return;
	}
	wb_details_fact(&engine->details, fact, &counted,
	                reason_of(engine, fact));
	bool plain = wb_tell_is_plain(engine, fact, fact->at);
	tell(engine, fact, &counted, plain);
	count_fact(engine, &counted, at, plain);
}

/* An agent is in the level from `at` on, or no longer: the scope's own line. */
static void change_own(struct wb_engine *engine, uint32_t scope, int level,
                       int delta, wb_ms at)
{
	struct wb_level *own = wb_sums_level(engine->sums[scope], level);
	if (!own) {
		engine->out_of_memory++;
		return;
	}
	engine->heads[scope].in[level] += delta;
	wb_line_change(&own->total, delta, at);
}

static void change_crew(struct wb_engine *engine, struct crew *crew, int level,
                        int delta, wb_ms at)
{
	wb_line_change(&crew->levels[level], delta, at);
	for (uint32_t i = 0; i < crew->count; i++) {
		engine->heads[crew->scopes[i]].in[level] += delta;
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
		if (at < sums->start[WB_LASTING(c)]) {
			wb_line_change(&own->before[WB_LASTING(c)], delta, at);
		}
	}
	if (at < engine->told_until) {
		wb_line_change(&own->told, delta, at);
		wb_tell_mended(engine, scope, level, delta, at);
	}
}

static void change_level(struct wb_engine *engine,
                         const struct wb_change *change, int level, int delta)
{
	struct crew *crew = change->crew == WB_NOBODY
	                            ? NULL
	                            : engine->crews.list[change->crew];
	if (level < 0) { /* signed out: nothing is counted */
		return;
	}
	if (change->own != WB_NOBODY) {
		change_own(engine, change->own, level, delta, change->at);
	}
	if (crew) {
		change_crew(engine, crew, level, delta, change->at);
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

/* As long as it is in the log it holds its crew. */
static bool log_change(struct wb_engine *engine, const struct wb_change *change,
                       wb_ms now)
{
	struct crew *crew = change->crew == WB_NOBODY
	                            ? NULL
	                            : engine->crews.list[change->crew];
	wb_log_pos *newest[2] = {
		change->own == WB_NOBODY ? NULL
					 : &engine->sums[change->own]->newest,
		crew ? &crew->newest : NULL,
	};
	if (!wb_log_add_change(&engine->log, change, now, newest)) {
		return false;
	}
	if (crew) {
		crew->refs++;
	}
	return true;
}

void wb_count_change(struct wb_engine *engine, const struct wb_change *change)
{
	if (change->from < 0 && change->to < 0) {
		return;
	}
	if (is_recent(engine, change->at) &&
	    !log_change(engine, change, engine->now)) {
		engine->out_of_memory++;
		return;
	}
	engine->times_told = false;
	tell_touch(engine, &change->own, 1, WB_TOUCH_HEADS, WB_NEVER);
	if (change->crew != WB_NOBODY) {
		const struct crew *crew = engine->crews.list[change->crew];
		tell_touch(engine, crew->scopes, crew->count, WB_TOUCH_HEADS,
		           WB_NEVER);
	}
	change_level(engine, change, change->from, -1);
	change_level(engine, change, change->to, 1);
}

bool wb_count_adopt(struct wb_engine *engine,
                    const struct wb_saved_record *record, wb_ms now)
{
	return record->is_change
	               ? log_change(engine, &record->change, now)
	               : log_fact(engine, &record->fact, record->at, now);
}

static void on_drop(void *user, const struct wb_log_record *record)
{
	if (wb_log_is_change(record)) {
		uint32_t crew = wb_log_subject(record, 1);
		if (crew != WB_NOBODY) {
			wb_crews_drop(user, crew);
		}
	}
}

void wb_count_advance(struct wb_engine *engine, wb_ms now)
{
	wb_log_advance(&engine->log, now, on_drop, engine);
}

void wb_count_begin(struct wb_engine *engine, uint32_t scope,
                    enum wb_column column, wb_ms start)
{
	struct wb_sums *sums = engine->sums[scope];
	struct wb_line total[WB_LEVEL_COUNT];
	tell_touch(engine, &scope, 1, WB_TOUCH_BORDER, WB_NEVER);
	wb_sums_begin(sums, column, start);
	wb_crews_totals(engine, scope, total);
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		if (total[l].n == 0 && total[l].c == 0 &&
		    !wb_sums_known_level(sums, l)) {
			continue;
		}
		struct wb_level *level = wb_sums_level(sums, l);
		if (level) {
			level->before[WB_LASTING(column)] = total[l];
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
