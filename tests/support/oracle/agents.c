/*
 * The stories of agents. Whatever may change an agent's state, marks or
 * queues happens at certain instants: between two of them everything stays, so
 * the agent's time falls into spells, each looked up by the definitions.
 */

#include <stdlib.h>
#include <string.h>

#include "oracle/stories.h"

#define BREAKS 2000
#define LOSSES 64

/* What an agent told of itself, up to an instant. */
struct status {
	bool signed_in, not_ready;
	bool known_queues; /* the feed said which */
	bool pending;      /* not ready, once the contact is over */
	bool remote;
	struct wb_str reason, pending_reason;
	uint64_t queues; /* bits */
};

struct agent_story {
	struct oracle *oracle;
	int agent;
	struct status status;
	wb_ms losses[LOSSES]; /* of the agent, by snapshots */
	int loss_count, loss;
	wb_ms breaks[BREAKS];
	int break_count;
};

static void add_break(struct agent_story *story, wb_ms at)
{
	if (at != WB_NEVER && at <= story->oracle->now) {
		oracle_room(story->break_count, BREAKS);
		story->breaks[story->break_count++] = at;
	}
}

static int compare_ms(const void *a, const void *b)
{
	wb_ms x = *(const wb_ms *)a, y = *(const wb_ms *)b;
	return (x > y) - (x < y);
}

static void find_breaks(struct agent_story *story)
{
	const struct oracle *o = story->oracle;
	story->break_count = 0;
	for (int i = 0; i < o->told_count; i++) {
		if (o->told[i]->agent == story->agent) {
			const struct wb_event *event = &o->told[i]->event;
			add_break(story, event->t);
			if (event->kind == WB_EV_AGENT_SCHEDULE) {
				add_break(story, event->from);
				add_break(story, event->until);
			}
		}
	}
	for (int i = 0; i < o->segment_count; i++) {
		if (o->segments[i].agent == story->agent) {
			add_break(story, o->segments[i].started);
			add_break(story, o->segments[i].ended);
			add_break(story, o->segments[i].done);
		}
	}
	for (int i = 0; i < o->hold_count; i++) {
		const struct oracle_hold *hold = &o->holds[i];
		if (o->segments[hold->segment].agent == story->agent) {
			add_break(story, hold->from);
			add_break(story, hold->to);
		}
	}
	for (int i = 0; i < o->offer_count; i++) {
		if (o->offers[i].agent == story->agent) {
			add_break(story, o->offers[i].started);
			add_break(story, o->offers[i].ended);
		}
	}
	for (int i = 0; i < story->loss_count; i++) {
		add_break(story, story->losses[i]);
	}
	qsort(story->breaks, (size_t)story->break_count, sizeof(wb_ms),
	      compare_ms);
}

static bool lasts(wb_ms from, wb_ms to, wb_ms at)
{
	return from <= at && at < to;
}

struct doing {
	int talking, held, ringing;
	bool working; /* after a contact */
};

static struct doing doing_at(const struct oracle *o, int agent, wb_ms at)
{
	struct doing doing = { 0 };
	for (int i = 0; i < o->segment_count; i++) {
		const struct oracle_segment *s = &o->segments[i];
		if (s->agent != agent) {
			continue;
		}
		doing.talking += lasts(s->started, s->ended, at);
		doing.working =
			doing.working || (s->ended != WB_NEVER && !s->lost &&
		                          lasts(s->ended, s->done, at));
	}
	for (int i = 0; i < o->hold_count; i++) {
		const struct oracle_hold *hold = &o->holds[i];
		const struct oracle_segment *s = &o->segments[hold->segment];
		wb_ms to = hold->to < s->ended ? hold->to : s->ended;
		doing.held += s->agent == agent && lasts(hold->from, to, at);
	}
	for (int i = 0; i < o->offer_count; i++) {
		doing.ringing +=
			o->offers[i].agent == agent &&
			lasts(o->offers[i].started, o->offers[i].ended, at);
	}
	return doing;
}

static enum wb_agent_state state_of(const struct status *status,
                                    const struct doing *doing)
{
	if (!status->signed_in) {
		return WB_AGENT_SIGNED_OUT;
	}
	if (doing->talking > 0) {
		return doing->held == doing->talking ? WB_AGENT_HOLDING
		                                     : WB_AGENT_TALKING;
	}
	if (doing->working) {
		return WB_AGENT_ACW;
	}
	if (doing->ringing > 0) {
		return WB_AGENT_RINGING;
	}
	return status->not_ready ? WB_AGENT_NOT_READY : WB_AGENT_AVAILABLE;
}

static uint64_t bits_of(struct oracle *oracle, const struct wb_queue_list *list)
{
	uint64_t bits = 0;
	for (int i = 0; i < list->count; i++) {
		bits |= (uint64_t)1 << oracle_queue(oracle, list->names[i]);
	}
	return bits;
}

static void sign_out(struct status *status)
{
	status->signed_in = false;
	status->not_ready = false;
	status->pending = false;
	status->remote = false;
	status->reason = wb_str(NULL);
}

static void sign_in(struct agent_story *story, const struct wb_event *event)
{
	struct status *status = &story->status;
	if (event->queues.count >= 0) {
		status->known_queues = true;
		status->queues = bits_of(story->oracle, &event->queues);
	}
	if (!status->signed_in) {
		sign_out(status);
		status->signed_in = true;
	}
	if (event->place >= 0) {
		status->remote = event->place == WB_PLACE_REMOTE;
	}
}

/* Who does something is there, and serves the queue that it is done for. */
static void seen(struct status *status, int queue)
{
	if (!status->known_queues && queue != NOBODY) {
		status->queues |= (uint64_t)1 << queue;
	}
	status->signed_in = true;
}

static void say_state(struct agent_story *story, const struct wb_event *event)
{
	struct status *status = &story->status;
	struct doing doing = doing_at(story->oracle, story->agent, event->t);
	bool not_ready = event->status == WB_STATUS_NOT_READY;
	seen(status, NOBODY);
	if (event->queue.data) {
		return; /* in that queue alone */
	}
	if (not_ready && event->pending == 1 &&
	    (doing.talking > 0 || doing.working)) {
		status->pending = true;
		status->pending_reason = event->reason;
	} else {
		status->reason = not_ready ? event->reason : wb_str(NULL);
		status->pending = false;
		status->not_ready = not_ready;
	}
}

static void change_queues(struct agent_story *story,
                          const struct wb_event *event)
{
	struct status *status = &story->status;
	if (event->add.count <= 0 && event->remove.count <= 0) {
		return; /* nothing is said */
	}
	status->known_queues = true;
	status->queues |= bits_of(story->oracle, &event->add);
	status->queues &= ~bits_of(story->oracle, &event->remove);
}

/* A snapshot that tells of a segment that is known to run says nothing new. */
static bool repeats_known(const struct agent_story *story,
                          const struct oracle_heard *h)
{
	const struct oracle *o = story->oracle;
	for (int i = 0; i < o->segment_count && h->in_snapshot; i++) {
		const struct oracle_segment *s = &o->segments[i];
		if (s->agent == h->agent && s->contact == h->contact &&
		    s->started < h->event.t && s->ended > h->event.t) {
			return true;
		}
	}
	return false;
}

static void hear(struct agent_story *story, const struct oracle_heard *h)
{
	switch ((int)h->event.kind) {
	case WB_EV_AGENT_SIGNED_IN:
		sign_in(story, &h->event);
		break;
	case WB_EV_AGENT_SIGNED_OUT:
		sign_out(&story->status);
		break;
	case WB_EV_AGENT_STATE:
		say_state(story, &h->event);
		break;
	case WB_EV_AGENT_QUEUES:
		change_queues(story, &h->event);
		break;
	case WB_EV_SEGMENT_STARTED:
		if (!repeats_known(story, h)) {
			seen(&story->status, h->queue);
		}
		break;
	case WB_EV_OFFER_STARTED:
		seen(&story->status, h->queue);
		break;
	default:
		break;
	}
}

/* What the agent told up to and at an instant, and what snapshots said. */
static void hear_until(struct agent_story *story, wb_ms at, int *next)
{
	const struct oracle *o = story->oracle;
	for (; *next < o->told_count && o->told[*next]->event.t <= at;
	     ++*next) {
		if (o->told[*next]->agent == story->agent) {
			hear(story, o->told[*next]);
		}
	}
	while (story->loss < story->loss_count &&
	       story->losses[story->loss] <= at) {
		sign_out(&story->status);
		story->loss++;
	}
}

/* What was planned last for an instant; NULL = nothing. */
static const struct wb_event *planned_at(const struct oracle *o, int agent,
                                         wb_ms at)
{
	const struct wb_event *plan = NULL;
	for (int i = 0; i < o->told_count; i++) {
		const struct wb_event *event = &o->told[i]->event;
		if (o->told[i]->agent == agent &&
		    event->kind == WB_EV_AGENT_SCHEDULE && event->t <= at &&
		    lasts(event->from, event->until, at)) {
			plan = event;
		}
	}
	return plan;
}

/* Work is being ready, off is being away; else it is the reason given. */
static bool is_met(const struct status *status, const struct wb_event *plan)
{
	struct wb_str class = plan->activity_class;
	if (wb_str_is(class, "work") || wb_str_is(class, "on_queue") ||
	    wb_str_is(class, "available")) {
		return status->signed_in && !status->not_ready;
	}
	if (wb_str_is(class, "off")) {
		return !status->signed_in;
	}
	return status->signed_in && status->not_ready &&
	       status->reason.len > 0 && wb_str_equal(status->reason, class);
}

static void add_spell(struct agent_story *story, wb_ms from, wb_ms to)
{
	struct oracle *o = story->oracle;
	struct doing doing = doing_at(o, story->agent, from);
	struct status *status = &story->status;
	if (status->pending && doing.talking == 0 && !doing.working) {
		status->pending = false;
		status->not_ready = true;
		status->reason = status->pending_reason;
	}
	const struct wb_event *plan = planned_at(o, story->agent, from);
	enum wb_agent_state state = state_of(status, &doing);
	if (from < to) {
		*ORACLE_NEXT(o, spells, spell_count, ORACLE_SPELLS) =
			(struct oracle_spell){
				.agent = story->agent,
				.state = state,
				.queues = status->queues,
				.pending = status->pending,
				.remote = status->signed_in && status->remote,
				.scheduled = plan != NULL,
				.adherent = plan && is_met(status, plan),
				.from = from,
				.to = to,
			};
	}
}

static void tell_agent(struct oracle *oracle, int agent)
{
	static struct agent_story story;
	int next = 0;
	memset(&story, 0, sizeof(story));
	story.oracle = oracle;
	story.agent = agent;
	story.loss_count =
		oracle_losses(oracle, NOBODY, agent, story.losses, LOSSES);
	find_breaks(&story);
	for (int i = 0; i < story.break_count; i++) {
		wb_ms at = story.breaks[i];
		hear_until(&story, at, &next);
		add_spell(&story, at,
		          i + 1 < story.break_count ? story.breaks[i + 1]
		                                    : WB_NEVER);
	}
}

void oracle_tell_agents(struct oracle *oracle)
{
	oracle->spell_count = 0;
	for (int i = 0; i < oracle->agents.count; i++) {
		tell_agent(oracle, i);
	}
}
