/* Counting: every story, whether it belongs to the scope and the span. */

#include "oracle/tally.h"

#include <stdlib.h>
#include <string.h>

struct counting {
	const struct oracle *oracle;
	enum wb_scope_kind kind;
	struct wb_str name; /* after the colon */
	struct oracle_span span;
	struct tally *tally;
};

static void read_scope(const char *scope, struct counting *c)
{
	const char *colon = strchr(scope, ':');
	size_t len = colon ? (size_t)(colon - scope) : strlen(scope);
	c->kind = (enum wb_scope_kind)wb_scope_kind_find(
		(struct wb_str){ scope, len });
	c->name = wb_str(colon ? colon + 1 : "");
}

static bool is_channel(const struct counting *c, enum wb_channel channel)
{
	return wb_str_is(c->name, wb_channel_name(channel));
}

static bool has_queue(const struct counting *c, int queue)
{
	const struct wb_queue_plan *plan;
	if (queue == NOBODY) {
		return false;
	}
	plan = oracle_queue_plan(c->oracle, queue);
	switch ((int)c->kind) {
	case WB_SCOPE_QUEUE:
		return wb_str_equal(c->oracle->queues.name[queue], c->name);
	case WB_SCOPE_DEPARTMENT:
		return wb_str_equal(plan->department, c->name);
	case WB_SCOPE_TIER:
		return plan->tier > 0 && plan->tier == atoi(c->name.data);
	default:
		return false;
	}
}

static const struct wb_agent_plan *agent_plan(const struct counting *c,
                                              int agent)
{
	return c->oracle->agent_plans[agent];
}

static bool has_agent(const struct counting *c, int agent)
{
	const struct wb_agent_plan *plan;
	if (agent == NOBODY) {
		return false;
	}
	plan = agent_plan(c, agent);
	switch ((int)c->kind) {
	case WB_SCOPE_AGENT:
		return wb_str_equal(c->oracle->agents.name[agent], c->name);
	case WB_SCOPE_TEAM:
		return plan && wb_str_equal(plan->team, c->name);
	default:
		return false;
	}
}

static struct wb_str site_of_queue(const struct counting *c, int queue)
{
	return queue == NOBODY ? wb_str(NULL)
	                       : oracle_queue_plan(c->oracle, queue)->site;
}

static struct wb_str site_of_agent(const struct counting *c, int agent)
{
	const struct wb_agent_plan *plan =
		agent == NOBODY ? NULL : agent_plan(c, agent);
	return plan ? plan->site : wb_str(NULL);
}

/*
 * An entry is where its queue is, work where its agent is; work of an agent
 * without a site is where the queue is.
 */
static bool is_at_site(const struct counting *c, int queue, int agent,
                       bool work)
{
	struct wb_str site = site_of_queue(c, queue);
	struct wb_str person = site_of_agent(c, agent);
	if (work ? person.len > 0 : queue == NOBODY) {
		site = person;
	}
	return wb_str_equal(site, c->name);
}

static bool concerns(const struct counting *c, int queue, int agent,
                     enum wb_channel channel, bool work)
{
	switch ((int)c->kind) {
	case WB_SCOPE_TOTAL:
		return true;
	case WB_SCOPE_CHANNEL:
		return is_channel(c, channel);
	case WB_SCOPE_SITE:
		return is_at_site(c, queue, agent, work);
	default:
		return has_queue(c, queue) || has_agent(c, agent);
	}
}

/* `at` by event, `arrived` by cohort. */
static bool counts(const struct counting *c, wb_ms at, wb_ms arrived)
{
	wb_ms t = c->span.attribution == WB_BY_COHORT ? arrived : at;
	return t >= c->span.from && t < c->span.until;
}

/* ---- queue entries ---- */

struct fate {
	bool answered, abandoned, brief, in_time, callback;
};

static void count_level(struct tally *t,
                        const struct wb_service_level_plan *plan,
                        const struct fate *fate)
{
	enum wb_sl_variant variant = plan->variant;
	bool kept = variant == WB_SL_POSITIVE || variant == WB_SL_REMOVED;
	bool flow = !fate->answered && !fate->abandoned;
	bool counted = true, met = fate->answered && fate->in_time;
	if (variant == WB_SL_NOW || fate->brief) {
		return;
	}
	if (variant == WB_SL_ANSWERED) {
		counted = fate->answered;
	} else if (variant == WB_SL_NO_FLOW) {
		counted = !flow;
	} else if (variant == WB_SL_IGNORE) {
		counted = !(fate->abandoned && fate->in_time);
	}
	met = met || (kept && fate->abandoned && fate->in_time);
	met = met ||
	      (variant == WB_SL_REMOVED && fate->callback && fate->in_time);
	t->counted += counted;
	t->allowed_bp += counted ? 10000 - plan->target_bp : 0;
	t->met += met;
}

static void count_left(struct tally *t, const struct oracle_entry *e,
                       const struct fate *fate)
{
	if (fate->brief) {
		t->brief++;
		t->wait_other += e->wait;
	} else if (fate->abandoned) {
		t->abandoned++;
		t->wait_abandoned += e->wait;
		t->abandoned_in_time += fate->in_time;
		t->waits[t->wait_count++] = e->wait;
	} else {
		t->left[e->outcome]++;
		t->wait_other += e->wait;
		t->callback_in_time += fate->callback && fate->in_time;
	}
}

static void count_end(struct tally *t, const struct oracle_entry *e,
                      const struct wb_queue_plan *plan)
{
	const struct wb_service_level_plan *level =
		wb_plan_service_level(plan, e->channel);
	struct fate fate = {
		.answered = e->end == END_ANSWERED,
		.abandoned = e->end == END_LEFT &&
		             e->outcome == WB_OUTCOME_ABANDONED,
		.callback =
			e->end == END_LEFT && e->outcome == WB_OUTCOME_CALLBACK,
		.in_time = e->wait <= level->threshold,
	};
	fate.brief = fate.abandoned && plan->short_abandon > 0 &&
	             e->wait <= plan->short_abandon;
	if (e->end == END_LOST) {
		t->lost++;
		return;
	}
	if (fate.answered) {
		t->answered++;
		t->wait_answered += e->wait;
		t->in_time += fate.in_time;
		t->waits[t->wait_count++] = e->wait;
	} else {
		count_left(t, e, &fate);
	}
	count_level(t, level, &fate);
}

/* Who waits, waits now; past the threshold this counts as a miss. */
static void count_waiting(const struct counting *c,
                          const struct oracle_entry *e,
                          const struct wb_queue_plan *plan, bool history)
{
	struct tally *t = c->tally;
	const struct wb_service_level_plan *level =
		wb_plan_service_level(plan, e->channel);
	enum wb_sl_variant variant = level->variant;
	wb_ms limit = e->entered + level->threshold;
	bool late = c->oracle->now > limit;
	if (!e->apart) {
		t->waiting++;
		t->waiting_late += late;
		t->oldest = e->entered < t->oldest ? e->entered : t->oldest;
	}
	/* In every live window; in the history where the limit ran out. */
	if (late && (!history || counts(c, limit + 1, e->entered))) {
		t->late++;
		if (variant != WB_SL_ANSWERED && variant != WB_SL_NOW) {
			t->late_counted++;
			t->allowed_bp += 10000 - level->target_bp;
		}
	}
}

static void count_entries(const struct counting *c, bool history)
{
	const struct oracle *o = c->oracle;
	struct tally *t = c->tally;
	for (int i = 0; i < o->entry_count; i++) {
		const struct oracle_entry *e = &o->entries[i];
		const struct wb_queue_plan *plan =
			oracle_queue_plan(o, e->queue);
		bool queue = concerns(c, e->queue, NOBODY, e->channel, false);
		if (queue && counts(c, e->entered, e->entered)) {
			t->offered++;
		}
		if (e->end == END_WAITING) {
			if (queue) {
				count_waiting(c, e, plan, history);
			}
		} else if (concerns(c, e->queue, e->agent, e->channel, false) &&
		           counts(c, e->ended, e->entered)) {
			count_end(t, e, plan);
		}
	}
	for (int i = 0; i < o->blocked_count; i++) {
		const struct oracle_blocked *b = &o->blocked[i];
		if (concerns(c, b->queue, NOBODY, b->channel, false) &&
		    counts(c, b->at, b->at)) {
			t->blocked[b->refusal]++;
		}
	}
}

/* ---- agents' work ---- */

/* It lasts, after-contact work included, longer than the limit. */
static void count_long(const struct counting *c, const struct oracle_segment *s)
{
	const struct wb_queue_plan *plan =
		s->queue == NOBODY ? &c->oracle->plan->defaults
				   : oracle_queue_plan(c->oracle, s->queue);
	wb_ms from = s->started + plan->handle_limit + 1;
	if (plan->handle_limit > 0 && !s->lost && s->done == WB_NEVER &&
	    c->oracle->now >= from &&
	    concerns(c, s->queue, s->agent, s->channel, true) &&
	    (!c->span.history || counts(c, from, s->arrived))) {
		c->tally->long_handles++;
	}
}

static void count_segments(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	struct tally *t = c->tally;
	for (int i = 0; i < o->segment_count; i++) {
		const struct oracle_segment *s = &o->segments[i];
		count_long(c, s);
		if (s->done == WB_NEVER ||
		    !concerns(c, s->queue, s->agent, s->channel, true) ||
		    !counts(c, s->done, s->arrived)) {
			continue;
		}
		t->handled++;
		t->held += s->held;
		t->hold += s->hold;
		t->talk += s->duration - s->hold;
		t->acw += s->done - s->ended;
		t->share += s->share;
		if (s->transfer >= 0) {
			t->transferred[s->transfer]++;
		}
	}
}

static void count_escalations(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	for (int i = 0; i < o->escalation_count; i++) {
		const struct oracle_escalation *e = &o->escalations[i];
		const struct oracle_segment *s = &o->segments[e->segment];
		if (concerns(c, s->queue, s->agent, s->channel, false) &&
		    counts(c, e->at, s->arrived)) {
			c->tally->escalated++;
		}
	}
}

static void count_offers(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	for (int i = 0; i < o->offer_count; i++) {
		const struct oracle_offer *f = &o->offers[i];
		if (f->counted &&
		    concerns(c, f->queue, f->agent, f->channel, true) &&
		    counts(c, f->at, f->arrived)) {
			c->tally->offers[f->result]++;
		}
	}
}

static void count_filings(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	struct tally *t = c->tally;
	for (int i = 0; i < o->filing_count; i++) {
		const struct oracle_filing *f = &o->filings[i];
		if (!concerns(c, f->queue, f->agent, f->channel, true) ||
		    !counts(c, f->at, f->arrived)) {
			continue;
		}
		bool first_level = f->first_level != 0;
		t->flagged += f->resolved >= 0;
		t->resolved += f->resolved == 1;
		t->flagged_net += f->resolved >= 0 && first_level;
		t->resolved_net += f->resolved == 1 && first_level;
		t->sale_flagged += f->sale >= 0;
		t->sales += f->sale == 1;
		t->refusals += f->refused;
		t->coded += f->coded;
	}
}

/* Satisfied: 4 and 5 of 5; promoters 9 and 10 of 10, detractors 0 to 6. */
static void count_ratings(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	struct tally *t = c->tally;
	for (int i = 0; i < o->rating_count; i++) {
		const struct oracle_rating *r = &o->ratings[i];
		double share = (double)r->score / (double)r->scale;
		if (!concerns(c, r->queue, r->agent, r->channel, true) ||
		    !counts(c, r->at, r->arrived)) {
			continue;
		}
		t->rated[r->kind]++;
		if (r->kind == WB_RATING_CSAT) {
			t->satisfied += share >= 0.8 - 1e-9;
		} else if (r->kind == WB_RATING_NPS) {
			t->promoters += share >= 0.9 - 1e-9;
			t->detractors += share <= 0.6 + 1e-9;
		} else {
			t->quality_bp += (int64_t)(share * 10000 + 0.5);
		}
	}
}

static void count_dials(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	for (int i = 0; i < o->dial_count; i++) {
		const struct oracle_dial *d = &o->dials[i];
		if (concerns(c, d->queue, d->agent, d->channel, false) &&
		    counts(c, d->at, d->at)) {
			c->tally->dialled++;
		}
		if (d->talked != WB_NEVER &&
		    concerns(c, d->talk_queue, d->talk_agent, d->talk_channel,
		             false) &&
		    counts(c, d->talked, d->at)) {
			c->tally->connected++;
		}
	}
}

/* ---- promises ---- */

/* An attempt in time, or the due time without one, decides a callback. */
static void count_decision(const struct counting *c,
                           const struct oracle_promise *p)
{
	bool tried = p->attempted != WB_NEVER;
	bool kept = tried && (p->due == WB_ABSENT || p->attempted <= p->due);
	wb_ms end = tried ? p->attempted : p->closed;
	if (end == WB_NEVER) {
		end = c->oracle->now;
	}
	bool missed = !kept && p->due != WB_ABSENT && end > p->due;
	if ((kept || missed) &&
	    counts(c, kept ? p->attempted : p->due, p->requested)) {
		c->tally->callbacks_decided++;
		c->tally->callbacks_in_time += kept;
	}
}

/* What stands counts in every window; in the history where it began. */
static bool stands(const struct counting *c, wb_ms at, wb_ms arrived)
{
	return !c->span.history || counts(c, at, arrived);
}

static void count_promise(const struct counting *c,
                          const struct oracle_promise *p)
{
	struct tally *t = c->tally;
	bool open = p->attempted == WB_NEVER && p->closed == WB_NEVER;
	bool overdue = open && p->due != WB_ABSENT && c->oracle->now > p->due;
	open = open && stands(c, p->requested, p->requested);
	overdue = overdue && stands(c, p->due, p->requested);
	bool promised = counts(c, p->requested, p->requested);
	if (p->follow_up) {
		t->follow_ups_promised += promised;
		t->follow_ups_open += open;
		t->follow_ups_overdue += overdue;
		return;
	}
	t->callbacks_promised += promised;
	t->callbacks_open += open;
	t->callbacks_overdue += overdue;
	if (open && p->requested < t->oldest_callback) {
		t->oldest_callback = p->requested;
	}
	count_decision(c, p);
}

static bool has_open_callback(const struct oracle *o, int contact)
{
	for (int i = 0; i < o->promise_count; i++) {
		const struct oracle_promise *p = &o->promises[i];
		if (p->contact == contact && !p->follow_up &&
		    p->attempted == WB_NEVER && p->closed == WB_NEVER) {
			return true;
		}
	}
	return false;
}

/* A callback that waits in a queue is one, unless it was promised too. */
static void count_callback_entry(const struct counting *c,
                                 const struct oracle_entry *e)
{
	struct tally *t = c->tally;
	if (stands(c, e->entered, e->entered) &&
	    !has_open_callback(c->oracle, e->contact)) {
		t->callbacks_open++;
	}
	if (e->entered < t->oldest_callback) {
		t->oldest_callback = e->entered;
	}
}

static void count_promises(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	for (int i = 0; i < o->promise_count; i++) {
		const struct oracle_promise *p = &o->promises[i];
		if (concerns(c, p->people.queue, p->people.agent,
		             p->people.channel, p->follow_up)) {
			count_promise(c, p);
		}
	}
	for (int i = 0; i < o->entry_count; i++) {
		const struct oracle_entry *e = &o->entries[i];
		if (e->end == END_WAITING && e->apart &&
		    concerns(c, e->queue, NOBODY, e->channel, false)) {
			count_callback_entry(c, e);
		}
	}
}

/* ---- customers ---- */

static bool same_matter(const struct oracle_visit *a,
                        const struct oracle_visit *b)
{
	return wb_str_equal(a->customer, b->customer) &&
	       (a->topic.len == 0 || b->topic.len == 0 ||
	        wb_str_equal(a->topic, b->topic));
}

/* Does `later` begin within N days of the end of `earlier`? */
static bool repeats(const struct oracle *o, const struct oracle_visit *earlier,
                    const struct oracle_visit *later)
{
	return earlier->start < later->start && same_matter(earlier, later) &&
	       (earlier->end == WB_NEVER ||
	        later->start <= earlier->end + o->plan->repeat_within);
}

static void count_visit(const struct counting *c, const struct oracle_visit *v)
{
	const struct oracle *o = c->oracle;
	struct tally *t = c->tally;
	bool again = false, back = false;
	for (int i = 0; i < o->visit_count; i++) {
		again = again || repeats(o, &o->visits[i], v);
		back = back || repeats(o, v, &o->visits[i]);
	}
	if (concerns(c, v->came.queue, NOBODY, v->came.channel, false) &&
	    counts(c, v->start, v->start)) {
		t->arrived++;
		t->repeated += again;
	}
	if (v->end == WB_NEVER ||
	    !concerns(c, v->went.queue, v->went.agent, v->went.channel,
	              false) ||
	    !counts(c, v->end, v->start)) {
		return;
	}
	if (o->now > v->end + o->plan->repeat_within) {
		t->matured++;
		t->matured_kept += !back;
	} else {
		t->provisional++;
		t->provisional_kept += !back;
	}
}

static void count_visits(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	for (int i = 0; i < o->visit_count && o->plan->repeat_within > 0; i++) {
		count_visit(c, &o->visits[i]);
	}
}

/* ---- agents ---- */

static bool serves(const struct counting *c, const struct oracle_spell *s,
                   bool (*fits)(const struct counting *c, int queue))
{
	for (int queue = 0; queue < c->oracle->queues.count; queue++) {
		if ((s->queues >> queue & 1u) && fits(c, queue)) {
			return true;
		}
	}
	return false;
}

static bool queue_has_channel(const struct counting *c, int queue)
{
	return is_channel(c, oracle_queue_plan(c->oracle, queue)->channel);
}

static bool queue_is_at_site(const struct counting *c, int queue)
{
	return wb_str_equal(site_of_queue(c, queue), c->name);
}

/* Agents are where they are, else where their queues are. */
static bool agent_counts(const struct counting *c, const struct oracle_spell *s)
{
	switch ((int)c->kind) {
	case WB_SCOPE_TOTAL:
		return true;
	case WB_SCOPE_CHANNEL:
		return serves(c, s, queue_has_channel);
	case WB_SCOPE_SITE:
		return site_of_agent(c, s->agent).len > 0
		               ? is_at_site(c, NOBODY, s->agent, true)
		               : serves(c, s, queue_is_at_site);
	default:
		return has_agent(c, s->agent) || serves(c, s, has_queue);
	}
}

static void count_agents(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	struct tally *t = c->tally;
	wb_ms until = c->span.until < o->now ? c->span.until : o->now;
	for (int i = 0; i < o->spell_count; i++) {
		const struct oracle_spell *s = &o->spells[i];
		if (!agent_counts(c, s)) {
			continue;
		}
		wb_ms from = s->from > c->span.from ? s->from : c->span.from;
		wb_ms to = s->to < until ? s->to : until;
		if (from < to) {
			t->time[s->state] += to - from;
			t->scheduled_time += s->scheduled ? to - from : 0;
			t->adherent_time += s->adherent ? to - from : 0;
		}
		if (s->from <= o->now && o->now < s->to) {
			t->agents[s->state]++;
			t->agents_pending += s->pending;
			t->agents_remote += s->remote;
		}
	}
}

/* Those of the scope, as it is now, who were signed in for a while. */
static void count_those_there(const struct counting *c)
{
	const struct oracle *o = c->oracle;
	wb_ms until = c->span.until < o->now ? c->span.until : o->now;
	for (int agent = 0; agent < o->agents.count; agent++) {
		const struct oracle_spell *last = NULL;
		bool there = false;
		for (int i = 0; i < o->spell_count; i++) {
			const struct oracle_spell *s = &o->spells[i];
			if (s->agent != agent) {
				continue;
			}
			last = s;
			there = there ||
			        (s->state != WB_AGENT_SIGNED_OUT &&
			         s->from < until && s->to > c->span.from &&
			         s->from < s->to);
		}
		c->tally->agents_there += there && agent_counts(c, last);
	}
}

static int compare_ms(const void *a, const void *b)
{
	wb_ms x = *(const wb_ms *)a, y = *(const wb_ms *)b;
	return (x > y) - (x < y);
}

const struct tally *oracle_count(struct oracle *oracle, const char *scope,
                                 struct oracle_span span)
{
	static struct tally tally;
	struct counting c = {
		.oracle = oracle,
		.span = span,
		.tally = &tally,
	};
	memset(&tally, 0, sizeof(tally));
	tally.oldest = WB_NEVER;
	tally.oldest_callback = WB_NEVER;
	read_scope(scope, &c);
	count_entries(&c, span.history);
	count_segments(&c);
	count_offers(&c);
	count_escalations(&c);
	count_filings(&c);
	count_ratings(&c);
	count_dials(&c);
	count_promises(&c);
	count_visits(&c);
	count_agents(&c);
	count_those_there(&c);
	qsort(tally.waits, (size_t)tally.wait_count, sizeof(wb_ms), compare_ms);
	return &tally;
}
