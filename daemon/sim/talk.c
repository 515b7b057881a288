#include "sim/private.h"

#define FOLLOW_UP_MAX_MIN 360

static const char *const refusals[] = { "price", "no_need", "competitor",
	                                "not_now" };

/* The account that a segment goes to. */
static struct wb_sim_counts *counts_of(struct wb_sim *sim, int queue)
{
	return queue == NO_QUEUE ? &sim->tally.direct
	                         : &sim->tally.queues[queue];
}

static int segment_queue(const struct contact *contact)
{
	return contact->from_queue ? contact->queue : NO_QUEUE;
}

static void plan_segment(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	const struct wb_sim_work *work = contact->work;
	struct wb_random *random = &sim->random;
	double talk_s = work->talk_sigma > 0
	                        ? wb_random_lognormal(random, work->talk_s,
	                                              work->talk_sigma)
	                        : wb_random_exponential(random, work->talk_s);
	wb_ms talk = sim_seconds(talk_s);
	wb_ms hold = 0;
	if (wb_random_chance(random, work->hold_share)) {
		hold = sim_seconds(3) + sim_random_seconds(sim, work->hold_s);
		wb_ms at = sim_seconds(talk_s *
		                       (0.2 + 0.6 * wb_random_unit(random)));
		sim_after(sim, at, TIMER_HOLD, c, contact->generation);
		sim_after(sim, at + hold, TIMER_RETRIEVE, c,
		          contact->generation);
	}
	sim_after(sim, talk + hold, TIMER_TALK_END, c, contact->generation);
}

void sim_talk_start(struct wb_sim *sim, uint32_t c, uint32_t agent,
                    const struct wb_sim_work *work, bool from_queue)
{
	struct contact *contact = &sim->contacts[c];
	contact->stage = CONTACT_TALKING;
	contact->generation++;
	contact->agent = agent;
	contact->work = work;
	contact->from_queue = from_queue;
	contact->talk_started = sim->now;
	contact->hold_ms = 0;
	contact->held = false;
	contact->transfer = -1;
	contact->segments++;
	sim->agents[agent].contact = c;
	sim_agent_set(sim, agent, AGENT_TALKING);

	struct told told;
	sim_tell_begin(sim, &told, WB_EV_SEGMENT_STARTED, c, agent);
	if (from_queue) {
		told.event.queue =
			wb_str(sim->floor->queues[contact->queue].name);
	}
	told.event.direction = contact->outbound || contact->tries > 0
	                               ? WB_DIRECTION_OUT
	                               : WB_DIRECTION_IN;
	sim_tell(sim, &told);
	plan_segment(sim, c);
}

void sim_talk_hold(struct wb_sim *sim, uint32_t c)
{
	sim->contacts[c].hold_started = sim->now;
	sim->contacts[c].held = true;
	sim_tell_plain(sim, WB_EV_SEGMENT_HELD, c, sim->contacts[c].agent);
}

void sim_talk_retrieve(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	contact->hold_ms += sim->now - contact->hold_started;
	sim_tell_plain(sim, WB_EV_SEGMENT_RETRIEVED, c, contact->agent);
}

static void fill_sale(struct wb_sim *sim, const struct wb_sim_work *work,
                      struct wb_event *event, struct wb_sim_counts *counts)
{
	struct wb_random *random = &sim->random;
	event->sale = wb_random_chance(random, work->sale_share);
	counts->sale_flagged++;
	if (event->sale) {
		event->amount =
			100 * (int64_t)wb_random_lognormal(random, 180, 0.7);
		counts->sales++;
	} else if (wb_random_chance(random, work->refusal_share)) {
		event->refusal_code =
			wb_str(refusals[wb_random_below(random, 4)]);
		counts->refusals++;
	}
}

static void fill_resolution(struct wb_sim *sim, const struct contact *contact,
                            struct wb_event *event,
                            struct wb_sim_counts *counts)
{
	const struct wb_sim_work *work = contact->work;
	struct wb_random *random = &sim->random;
	double first_level = work->first_level_share;
	if (contact->segments > 1) {
		first_level *=
			0.3; /* it went to the second tier for a reason */
	}
	event->resolved = wb_random_chance(random, work->resolved_share);
	event->first_level = wb_random_chance(random, first_level);
	counts->resolved += event->resolved;
	counts->net += event->first_level;
	counts->resolved_net += event->first_level && event->resolved;
}

static void plan_follow_up(struct wb_sim *sim, uint32_t c,
                           struct wb_event *event)
{
	wb_ms due = (60 + wb_random_below(&sim->random, FOLLOW_UP_MAX_MIN)) *
	            WB_MINUTE;
	event->due = sim->now + due;
	/* most are kept, some are closed late */
	double share = 0.2 + wb_random_unit(&sim->random);
	sim_after(sim, (wb_ms)((double)due * share), TIMER_FOLLOW_UP, c, 0);
	sim->contacts[c].late++;
}

void sim_talk_file(struct wb_sim *sim, uint32_t c, uint32_t agent, int queue)
{
	struct contact *contact = &sim->contacts[c];
	const struct wb_sim_work *work = contact->work;
	struct wb_sim_counts *counts = counts_of(sim, queue);
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_CONTACT_OUTCOME, c, agent);
	if (work->sale_share > 0) {
		fill_sale(sim, work, &told.event, counts);
	}
	if (work->resolved_share > 0) {
		fill_resolution(sim, contact, &told.event, counts);
	}
	const char *code = told.event.sale == 1       ? "sale"
	                   : told.event.resolved == 1 ? "resolved"
	                   : told.event.resolved == 0 ? "unresolved"
	                                              : "no_sale";
	if (wb_random_chance(&sim->random, work->follow_up_share)) {
		plan_follow_up(sim, c, &told.event);
		counts->follow_ups++;
		code = "follow_up";
	}
	told.event.code = wb_str(code);
	counts->outcomes++;
	sim_tell(sim, &told);
}

static void count_handled(struct wb_sim *sim, const struct agent *agent,
                          wb_ms acw)
{
	struct wb_sim_counts *counts = counts_of(sim, agent->acw_queue);
	counts->handled++;
	counts->talk_ms += agent->acw_talk_ms;
	counts->hold_ms += agent->acw_hold_ms;
	counts->acw_ms += acw;
	counts->held += agent->acw_held;
	if (agent->acw_transfer >= 0) {
		counts->transferred[agent->acw_transfer]++;
	}
}

static void tell_transfer(struct wb_sim *sim, uint32_t c, enum wb_transfer kind,
                          const char *to)
{
	struct contact *contact = &sim->contacts[c];
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_SEGMENT_TRANSFERRED, c,
	               contact->agent);
	told.event.transfer = (int)kind;
	told.event.to = wb_str(to);
	sim_tell(sim, &told);
	contact->transfer = (int)kind;
}

/* Ends the segment; returns the limit of its after-contact work, 0 = none. */
static wb_ms end_segment(struct wb_sim *sim, uint32_t c, enum wb_ended_by by)
{
	struct contact *contact = &sim->contacts[c];
	struct agent *agent = &sim->agents[contact->agent];
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_SEGMENT_ENDED, c, contact->agent);
	told.event.by = (int)by;
	wb_ms limit = 0;
	if (wb_random_chance(&sim->random, contact->work->acw_share)) {
		limit = contact->work->acw_limit_s * WB_SECOND;
		told.event.wrapup_ms = limit;
	}
	sim_tell(sim, &told);
	agent->acw_queue = segment_queue(contact);
	agent->acw_limit = limit;
	agent->acw_hold_ms = contact->hold_ms;
	agent->acw_held = contact->held;
	agent->acw_transfer = contact->transfer;
	agent->acw_talk_ms =
		sim->now - contact->talk_started - contact->hold_ms;
	return limit;
}

/*
 * The agent's part is over. With after-contact work the outcome is filed at
 * its end, if this agent is the one to file it; else it has been already.
 */
static void release_agent(struct wb_sim *sim, uint32_t a, double acw_s,
                          uint32_t to_file)
{
	struct agent *agent = &sim->agents[a];
	if (agent->acw_limit == 0) {
		count_handled(sim, agent, 0);
		sim_agent_free(sim, a);
		return;
	}
	wb_ms acw = sim_random_seconds(sim, acw_s);
	sim_agent_set(sim, a, AGENT_ACW);
	agent->contact = to_file;
	if (to_file != NOBODY) {
		sim->contacts[to_file].late++;
	}
	sim_after(sim, acw < agent->acw_limit ? acw : agent->acw_limit,
	          TIMER_ACW_END, a, agent->generation);
}

void sim_talk_acw_end(struct wb_sim *sim, uint32_t a)
{
	struct agent *agent = &sim->agents[a];
	wb_ms acw = sim->now - agent->since;
	uint32_t c = agent->contact;
	if (c != NOBODY) {
		sim_talk_file(sim, c, a, agent->acw_queue);
		sim->contacts[c].late--;
		sim_contact_settle(sim, c);
	}
	count_handled(sim, agent, acw);
	if (acw < agent->acw_limit) {
		sim_tell_plain(sim, WB_EV_WRAPUP_ENDED, NOBODY, a);
	} /* else the limit ends it, and switches say nothing then */
	sim_agent_free(sim, a);
}

void sim_talk_plan_rating(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	if (wb_random_chance(&sim->random, contact->work->rated_share)) {
		contact->late++;
		sim_after(sim, sim_seconds(8) + sim_random_seconds(sim, 25),
		          TIMER_RATING, c, 0);
	}
}

static void finish_contact(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	uint32_t agent = contact->agent;
	double acw_s = contact->work->acw_s;
	enum wb_ended_by by = wb_random_chance(&sim->random, 0.6)
	                              ? WB_BY_CUSTOMER
	                              : WB_BY_AGENT;
	bool files_later = end_segment(sim, c, by) > 0;
	if (!files_later) {
		sim_talk_file(sim, c, agent, segment_queue(contact));
	}
	if (contact->tries > 0) {
		sim_dial_callback_done(sim, c, "reached");
	}
	sim_talk_plan_rating(sim, c);
	contact->agent = NOBODY;
	contact->late += files_later; /* kept over its end */
	sim_contact_end(sim, c, by);
	contact->late -= files_later;
	release_agent(sim, agent, acw_s, files_later ? c : NOBODY);
}

static void transfer_outside(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	uint32_t agent = contact->agent;
	double acw_s = contact->work->acw_s;
	tell_transfer(sim, c, WB_TRANSFER_EXTERNAL, "external");
	end_segment(sim, c, WB_BY_TRANSFER);
	contact->agent = NOBODY;
	sim_contact_end(sim, c, WB_BY_TRANSFER);
	release_agent(sim, agent, acw_s, NOBODY);
}

/* Unless it was refused there. */
static void count_escalation(struct wb_sim *sim, int from, uint32_t c)
{
	const struct wb_sim_queue *queues = sim->floor->queues;
	const struct contact *contact = &sim->contacts[c];
	bool entered = contact->stage == CONTACT_WAITING ||
	               contact->stage == CONTACT_RINGING ||
	               contact->stage == CONTACT_TALKING;
	if (entered && from != NO_QUEUE && queues[from].tier == 1 &&
	    queues[contact->queue].tier > 1) {
		sim->tally.queues[from].escalated++;
	}
}

/* To a colleague who is free and told first, else to the queue's line. */
static void transfer_inside(struct wb_sim *sim, uint32_t c, int queue)
{
	struct contact *contact = &sim->contacts[c];
	const struct wb_sim_queue *target = &sim->floor->queues[queue];
	uint32_t agent = contact->agent;
	double acw_s = contact->work->acw_s;
	double way = wb_random_unit(&sim->random);
	uint32_t colleague = sim_agent_longest_idle(sim, queue);
	bool attended = way < 0.35 && colleague != NOBODY;
	int from = segment_queue(contact);
	if (attended) {
		tell_transfer(sim, c, WB_TRANSFER_ATTENDED,
		              sim->agents[colleague].name);
	} else {
		tell_transfer(sim, c,
		              way > 0.85 ? WB_TRANSFER_BLIND
		                         : WB_TRANSFER_QUEUE,
		              target->name);
	}
	end_segment(sim, c, WB_BY_TRANSFER);
	contact->agent = NOBODY;
	if (attended) {
		sim_talk_start(sim, c, colleague, &target->work, false);
		contact->queue = queue;
	} else {
		sim_queue_enter(sim, c, queue);
		count_escalation(sim, from, c);
	}
	release_agent(sim, agent, acw_s, NOBODY);
}

void sim_talk_end(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	if (contact->outbound || contact->tries > 0 || contact->segments > 2) {
		finish_contact(sim, c);
		return;
	}
	const struct wb_sim_queue *queue = &sim->floor->queues[contact->queue];
	double fate = wb_random_unit(&sim->random);
	if (fate < queue->transfer_share) {
		transfer_inside(sim, c, queue->transfer_to);
	} else if (fate < queue->transfer_share + queue->external_share) {
		transfer_outside(sim, c);
	} else {
		finish_contact(sim, c);
	}
}

void sim_talk_follow_up(struct wb_sim *sim, uint32_t c)
{
	sim_tell_plain(sim, WB_EV_FOLLOW_UP_CLOSED, c, NOBODY);
	counts_of(sim, segment_queue(&sim->contacts[c]))->follow_ups_closed++;
	sim->contacts[c].late--;
	sim_contact_settle(sim, c);
}

void sim_talk_rating(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	double score = contact->work->score + wb_random_normal(&sim->random);
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_CONTACT_RATED, c, NOBODY);
	told.event.rating = WB_RATING_CSAT;
	told.event.score = score < 1   ? 1
	                   : score > 5 ? 5
	                               : (int64_t)(score + 0.5);
	told.event.scale = 5;
	sim_tell(sim, &told);
	counts_of(sim, segment_queue(contact))->ratings++;
	counts_of(sim, segment_queue(contact))->satisfied +=
		told.event.score >= 4;
	contact->late--;
	sim_contact_settle(sim, c);
}
