#include "recount.h"

#include <math.h>
#include <stdlib.h>

#include "must.h"

#define NONE UINT32_MAX

struct recount_contact {
	bool started, ended;
	bool dialled, called_back;
	int queue; /* waits there, or -1 */
	wb_ms entered;
	uint32_t offered_to, talking_to;
	wb_ms offered;
	int handed_by; /* queue of the segment that was transferred, or -1 */
	int promised;  /* callbacks not closed */
	wb_ms due;     /* of the callback */
	bool decided;  /* it is kept or missed */
	int filed_for; /* queue of what was filed, -1 = none */
	wb_ms gone;
	bool left; /* hung up; may come back */
	bool written;
	wb_ms talked; /* since when it is written to */
	int follow_ups;
	int last_queue;
};

struct recount_agent {
	bool signed_in, ready;
	uint32_t offered, talking;
	int load;  /* contacts that are written to */
	int queue; /* of the segment, -1 = none */
	wb_ms since;
	bool holding, held;
	int transfer;
	wb_ms held_since, hold_ms, talk_ms;
	bool acw;
	wb_ms acw_since, acw_limit;
};

void recount_init(struct recount *recount, const struct wb_sim_floor *floor)
{
	*recount = (struct recount){ .floor = floor };
}

void recount_finish(struct recount *recount)
{
	wb_names_finish(&recount->contact_names);
	wb_names_finish(&recount->agent_names);
	free(recount->contacts);
	free(recount->agents);
}

static int queue_of(const struct recount *r, struct wb_str name)
{
	if (name.data == NULL) {
		return -1;
	}
	for (int q = 0; q < r->floor->queue_count; q++) {
		if (wb_str_is(name, r->floor->queues[q].name)) {
			return q;
		}
	}
	ck_abort_msg("unknown queue");
}

static void *room(void *array, uint32_t *count, uint32_t needed, size_t size)
{
	while (*count < needed) {
		uint32_t more = *count ? 2 * *count : 64;
		array = realloc(array, more * size);
		ck_assert_ptr_nonnull(array);
		memset((char *)array + *count * size, 0,
		       (more - *count) * size);
		*count = more;
	}
	return array;
}

static struct recount_contact *contact_of(struct recount *r,
                                          const struct wb_event *event)
{
	uint32_t before = r->contact_names.count;
	uint32_t c = wb_names_add(&r->contact_names, event->contact);
	r->contacts = room(r->contacts, &r->contact_room, c + 1,
	                   sizeof(r->contacts[0]));
	struct recount_contact *contact = &r->contacts[c];
	if (r->contact_names.count > before) {
		contact->queue = contact->last_queue = -1;
		contact->handed_by = -1;
		contact->offered_to = contact->talking_to = NONE;
	}
	return contact;
}

static struct recount_agent *
agent_of(struct recount *r, const struct wb_event *event, uint32_t *ret_number)
{
	uint32_t before = r->agent_names.count;
	uint32_t a = wb_names_add(&r->agent_names, event->agent);
	r->agents =
		room(r->agents, &r->agent_room, a + 1, sizeof(r->agents[0]));
	if (r->agent_names.count > before) {
		r->agents[a].offered = r->agents[a].talking = NONE;
	}
	*ret_number = a;
	return &r->agents[a];
}

static struct wb_sim_counts *counts_of(struct recount *r, int queue)
{
	return queue < 0 ? &r->tally.direct : &r->tally.queues[queue];
}

static void end_acw(struct recount *r, struct recount_agent *agent, wb_ms at)
{
	struct wb_sim_counts *counts = counts_of(r, agent->queue);
	counts->handled++;
	counts->talk_ms += agent->talk_ms;
	counts->hold_ms += agent->hold_ms;
	counts->acw_ms += at - agent->acw_since;
	counts->held += agent->held;
	if (agent->transfer >= 0) {
		counts->transferred[agent->transfer]++;
	}
	agent->acw = false;
}

/* After-contact work that ran into its limit ends without an event. */
static void expire_acw(struct recount *r, struct recount_agent *agent,
                       wb_ms now)
{
	if (agent->acw && agent->acw_since + agent->acw_limit <= now) {
		end_acw(r, agent, agent->acw_since + agent->acw_limit);
	}
}

static void on_started(struct recount *r, struct recount_contact *contact,
                       const struct wb_event *event)
{
	must(!contact->started);
	must(event->customer.len == 16);
	contact->started = true;
	contact->dialled = event->direction == WB_DIRECTION_OUT;
	contact->written = event->channel != WB_CHANNEL_VOICE;
	if (contact->dialled) {
		r->tally.dialled++;
	} else {
		r->tally.contacts++;
	}
}

static void on_entered(struct recount *r, struct recount_contact *contact,
                       const struct wb_event *event)
{
	const struct wb_sim_queue *queues = r->floor->queues;
	must(contact->queue == -1);
	must(contact->talking_to == NONE);
	contact->queue = contact->last_queue = queue_of(r, event->queue);
	contact->entered = event->t;
	r->tally.queues[contact->queue].offered++;
	if (contact->handed_by >= 0 && queues[contact->handed_by].tier == 1 &&
	    queues[contact->queue].tier > 1) {
		r->tally.queues[contact->handed_by].escalated++;
	}
	contact->handed_by = -1;
}

static wb_ms threshold_of(const struct recount *r, int queue)
{
	int own = r->floor->queues[queue].threshold_s;
	return (own ? own : r->floor->sl_threshold_s) * WB_SECOND;
}

static void count_abandoned(struct recount *r,
                            const struct recount_contact *contact, wb_ms wait,
                            int sign)
{
	struct wb_sim_counts *counts = &r->tally.queues[contact->last_queue];
	if (wait <= r->floor->short_s * WB_SECOND) {
		counts->abandoned_short += sign;
		return;
	}
	counts->abandoned += sign;
	counts->wait_abandoned_ms += sign * wait;
	if (wait <= threshold_of(r, contact->last_queue)) {
		counts->abandoned_in_time += sign;
	}
}

static void on_left(struct recount *r, struct recount_contact *contact,
                    const struct wb_event *event)
{
	must(contact->queue == queue_of(r, event->queue));
	must(contact->offered_to == NONE);
	struct wb_sim_counts *counts = &r->tally.queues[contact->queue];
	wb_ms wait = event->t - contact->entered;
	contact->queue = -1;
	if (event->outcome != WB_OUTCOME_ABANDONED) {
		counts->flow_outs[event->outcome]++;
	} else {
		contact->left = true;
		contact->gone = event->t;
		count_abandoned(r, contact, wait, 1);
	}
}

static void on_resumed(struct recount *r, struct recount_contact *contact,
                       const struct wb_event *event)
{
	must(contact->left && contact->queue == -1);
	must(contact->last_queue == queue_of(r, event->queue));
	contact->left = false;
	contact->queue = contact->last_queue;
	count_abandoned(r, contact, contact->gone - contact->entered, -1);
	r->tally.queues[contact->queue].resumed++;
}

static void on_offer_started(struct recount *r, struct recount_contact *contact,
                             const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	expire_acw(r, agent, event->t);
	must(agent->signed_in && agent->ready && !agent->acw);
	must(agent->offered == NONE);
	must(agent->talking == NONE);
	must(contact->queue == queue_of(r, event->queue));
	must(contact->offered_to == NONE);
	contact->offered_to = a;
	contact->offered = event->t;
	agent->offered = 1;
	r->tally.queues[contact->queue].offers++;
}

static void on_offer_ended(struct recount *r, struct recount_contact *contact,
                           const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	must(contact->offered_to == a);
	must(event->ring_ms == event->t - contact->offered);
	contact->offered_to = NONE;
	agent->offered = NONE;
	r->tally.queues[contact->queue].no_answer +=
		event->offer_result == WB_OFFER_NO_ANSWER ||
		event->offer_result == WB_OFFER_REJECTED;
}

static void count_answer(struct recount *r, struct recount_contact *contact,
                         wb_ms t)
{
	struct wb_sim_counts *counts = &r->tally.queues[contact->queue];
	wb_ms wait = t - contact->entered;
	counts->answered++;
	counts->wait_answered_ms += wait;
	counts->answered_in_time += wait <= threshold_of(r, contact->queue);
	contact->queue = -1;
}

/* At a desk several contacts may be under way; nothing rings. */
static void on_taken(struct recount *r, struct recount_contact *contact,
                     const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	must(agent->signed_in && agent->ready);
	must(agent->talking == NONE && agent->offered == NONE);
	must(contact->talking_to == NONE);
	must(contact->queue == queue_of(r, event->queue));
	count_answer(r, contact, event->t);
	contact->talking_to = a;
	contact->talked = event->t;
	agent->load++;
}

static void on_written(struct recount *r, struct recount_contact *contact,
                       const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	struct wb_sim_counts *counts = &r->tally.queues[contact->last_queue];
	must(contact->talking_to == a);
	must(event->wrapup_ms == WB_ABSENT);
	contact->talking_to = NONE;
	agent->load--;
	counts->handled++;
	counts->talk_ms += event->t - contact->talked;
}

static void on_segment_started(struct recount *r,
                               struct recount_contact *contact,
                               const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	expire_acw(r, agent, event->t);
	must(agent->signed_in && agent->ready && !agent->acw);
	must(agent->talking == NONE && agent->load == 0);
	must(agent->offered == NONE);
	must(contact->talking_to == NONE);
	int queue = queue_of(r, event->queue);
	must(contact->queue == queue);
	if (queue >= 0) {
		count_answer(r, contact, event->t);
	} else if (contact->dialled) {
		r->tally.connected++;
	}
	contact->talking_to = a;
	agent->talking = 1;
	agent->queue = queue;
	agent->since = event->t;
	agent->hold_ms = 0;
	agent->held = false;
	agent->transfer = -1;
}

static void on_hold(struct recount *r, struct recount_contact *contact,
                    const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	must(contact->talking_to == a);
	must(agent->holding == (event->kind == WB_EV_SEGMENT_RETRIEVED));
	if (agent->holding) {
		wb_ms held = event->t - agent->held_since;
		agent->hold_ms += held;
		r->held_longest_ms =
			held > r->held_longest_ms ? held : r->held_longest_ms;
	}
	agent->holding = !agent->holding;
	agent->held = true;
	agent->held_since = event->t;
}

static void on_segment_ended(struct recount *r, struct recount_contact *contact,
                             const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	must(contact->talking_to == a);
	must(!agent->holding);
	contact->talking_to = NONE;
	agent->talking = NONE;
	agent->talk_ms = event->t - agent->since - agent->hold_ms;
	agent->acw = true;
	agent->acw_since = event->t;
	agent->acw_limit = event->wrapup_ms == WB_ABSENT ? 0 : event->wrapup_ms;
	if (agent->queue == 0) {
		double s = log((double)(agent->talk_ms + 1) / 1000);
		r->talk_log_sum += s;
		r->talk_log_square += s * s;
		r->talks++;
	}
	expire_acw(r, agent, event->t);
}

static void on_outcome(struct recount *r, struct recount_contact *contact,
                       const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	int queue = contact->written ? contact->last_queue : agent->queue;
	struct wb_sim_counts *counts = counts_of(r, queue);
	counts->outcomes++;
	counts->resolved += event->resolved == 1;
	counts->sales += event->sale == 1;
	counts->sale_flagged += event->sale >= 0;
	counts->net += event->first_level == 1;
	counts->resolved_net += event->first_level == 1 && event->resolved == 1;
	contact->filed_for = queue;
	counts->refusals += event->refusal_code.data != NULL;
	counts->follow_ups += event->due != WB_ABSENT;
	contact->follow_ups += event->due != WB_ABSENT;
	must(event->due == WB_ABSENT || event->due > event->t);
}

static void on_callback(struct recount *r, struct recount_contact *contact,
                        const struct wb_event *event)
{
	struct wb_sim_counts *counts =
		&r->tally.queues[queue_of(r, event->queue)];
	if (event->kind == WB_EV_CALLBACK_REQUESTED) {
		must(contact->promised == 0);
		contact->promised = 1;
		contact->called_back = true;
		contact->due = event->due;
		counts->callbacks++;
		return;
	}
	must(contact->promised == 1);
	contact->promised = event->kind != WB_EV_CALLBACK_CLOSED;
	if (event->kind == WB_EV_CALLBACK_ATTEMPTED && !contact->decided &&
	    event->t <= contact->due) {
		contact->decided = true;
		counts->callbacks_decided++;
		counts->callbacks_in_time++;
	}
}

/* Callbacks that nobody tried by their time. */
static void expire_callbacks(struct recount *r, wb_ms end)
{
	for (uint32_t c = 0; c < r->contact_names.count; c++) {
		const struct recount_contact *contact = &r->contacts[c];
		if (contact->called_back && !contact->decided &&
		    contact->due + 1 < end) {
			r->tally.queues[contact->last_queue]
				.callbacks_decided++;
		}
	}
}

static void contact_event(struct recount *r, const struct wb_event *event)
{
	struct recount_contact *contact = contact_of(r, event);
	enum wb_event_kind kind = event->kind;
	if (kind == WB_EV_CONTACT_STARTED) {
		on_started(r, contact, event);
		return;
	}
	must(contact->started);
	must(!contact->ended || kind == WB_EV_CONTACT_OUTCOME ||
	     kind == WB_EV_CONTACT_RATED || kind == WB_EV_FOLLOW_UP_CLOSED);
	if (kind == WB_EV_QUEUE_ENTERED) {
		on_entered(r, contact, event);
	} else if (kind == WB_EV_QUEUE_LEFT) {
		on_left(r, contact, event);
	} else if (kind == WB_EV_QUEUE_RESUMED) {
		on_resumed(r, contact, event);
	} else if (kind == WB_EV_QUEUE_REFUSED) {
		r->tally.queues[queue_of(r, event->queue)].refused++;
	} else if (kind == WB_EV_OFFER_STARTED) {
		on_offer_started(r, contact, event);
	} else if (kind == WB_EV_OFFER_ENDED) {
		on_offer_ended(r, contact, event);
	} else if (contact->written && kind == WB_EV_SEGMENT_STARTED) {
		on_taken(r, contact, event);
	} else if (contact->written && kind == WB_EV_SEGMENT_ENDED) {
		on_written(r, contact, event);
	} else if (kind == WB_EV_CONTACT_REPLIED) {
		must(contact->written && contact->talking_to != NONE);
		r->tally.queues[contact->last_queue].replies++;
	} else if (kind == WB_EV_SEGMENT_STARTED) {
		on_segment_started(r, contact, event);
	} else if (kind == WB_EV_SEGMENT_HELD ||
	           kind == WB_EV_SEGMENT_RETRIEVED) {
		on_hold(r, contact, event);
	} else if (kind == WB_EV_SEGMENT_TRANSFERRED) {
		uint32_t a;
		agent_of(r, event, &a)->transfer = event->transfer;
		contact->handed_by = r->agents[a].queue;
		must(contact->talking_to == a);
	} else if (kind == WB_EV_SEGMENT_ENDED) {
		on_segment_ended(r, contact, event);
	} else if (kind == WB_EV_CONTACT_OUTCOME) {
		on_outcome(r, contact, event);
	} else if (kind == WB_EV_FOLLOW_UP_CLOSED) {
		must(contact->follow_ups-- == 1);
		counts_of(r, contact->filed_for)->follow_ups_closed++;
	} else if (kind == WB_EV_CONTACT_ENDED) {
		must(contact->queue == -1);
		must(contact->promised == 0);
		must(contact->talking_to == NONE);
		contact->ended = true;
	} else if (kind != WB_EV_CONTACT_RATED) {
		on_callback(r, contact, event);
	}
}

static void agent_event(struct recount *r, const struct wb_event *event)
{
	uint32_t a;
	struct recount_agent *agent = agent_of(r, event, &a);
	expire_acw(r, agent, event->t);
	if (event->kind == WB_EV_AGENT_SIGNED_IN) {
		must(!agent->signed_in);
		must(event->queues.count > 0);
		agent->signed_in = true;
		return;
	}
	must(agent->signed_in || event->kind == WB_EV_AGENT_SCHEDULE);
	if (event->kind == WB_EV_AGENT_QUEUES) {
		must(event->add.count == 1 || event->remove.count == 1);
		return;
	}
	if (event->kind == WB_EV_AGENT_SCHEDULE) {
		must(event->from < event->until);
		return;
	}
	bool busy = agent->offered != NONE || agent->talking != NONE ||
	            agent->acw || agent->load > 0;
	if (event->kind == WB_EV_WRAPUP_ENDED) {
		must(agent->acw);
		end_acw(r, agent, event->t);
	} else if (event->kind == WB_EV_AGENT_SIGNED_OUT) {
		must(!busy);
		agent->signed_in = agent->ready = false;
	} else if (event->pending != 1) {
		must(!busy);
		agent->ready = event->status == WB_STATUS_READY;
		must(agent->ready == (event->reason.data == NULL));
	}
}

void recount_event(struct recount *r, const struct wb_event *event)
{
	must(event->t >= r->now);
	r->now = event->t;
	r->seen[event->kind]++;
	r->tally.events++;
	if (event->kind == WB_EV_FEED_SNAPSHOT) {
		must(r->snapshot == (event->phase == WB_PHASE_END));
		r->snapshot = !r->snapshot;
	} else if (event->kind == WB_EV_WRAPUP_ENDED ||
	           event->contact.data == NULL) {
		agent_event(r, event);
	} else {
		contact_event(r, event);
	}
}

void recount_close(struct recount *r, wb_ms end)
{
	for (uint32_t a = 0; a < r->agent_names.count; a++) {
		expire_acw(r, &r->agents[a], end - 1);
	}
	expire_callbacks(r, end);
}
