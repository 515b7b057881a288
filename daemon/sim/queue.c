#include "sim/private.h"

#define RING_LIMIT_S 20
#define CUSTOMERS 40000

static const struct wb_sim_queue *plan(const struct wb_sim *sim, int queue)
{
	return &sim->floor->queues[queue];
}

/*
 * A Poisson process whose rate changes over the day, by thinning: candidates
 * come at the peak rate, each is taken with the share that the rate of its
 * instant has of the peak (Lewis, Shedler 1979).
 */
void sim_queue_schedule_arrival(struct wb_sim *sim, int queue)
{
	double peak = wb_sim_floor_peak(sim->floor, queue);
	double per_hour = plan(sim, queue)->calls_per_hour * peak;
	if (per_hour <= 0) {
		return;
	}
	wb_ms delay = 0;
	do {
		delay += sim_random_seconds(sim, 3600 / per_hour);
	} while (!wb_random_chance(
		&sim->random,
		wb_sim_floor_intensity(sim->floor, queue, sim->now + delay) /
			peak));
	sim_after(sim, delay, TIMER_ARRIVAL, (uint32_t)queue, 0);
}

/* Somebody new, or one of those who called lately. */
static uint64_t pick_customer(struct wb_sim *sim, int queue)
{
	struct line *line = &sim->lines[queue];
	uint64_t customer =
		1 + (uint64_t)wb_random_below(&sim->random, CUSTOMERS);
	if (line->recent_count > 0 &&
	    wb_random_chance(&sim->random, sim->floor->repeat_share)) {
		customer = line->recent[wb_random_below(&sim->random,
		                                        line->recent_count)];
	}
	if (line->recent_count < RECENT_CALLERS) {
		line->recent[line->recent_count++] = customer;
	} else {
		line->recent[wb_random_below(&sim->random, RECENT_CALLERS)] =
			customer;
	}
	return customer;
}

static const char *pick_topic(struct wb_sim *sim, const char *const *topics)
{
	int count = 0;
	while (topics != NULL && topics[count] != NULL) {
		count++;
	}
	return count ? topics[wb_random_below(&sim->random, count)] : NULL;
}

void sim_queue_arrival(struct wb_sim *sim, int queue)
{
	sim_queue_schedule_arrival(sim, queue);
	uint32_t c = sim_contact_new(sim);
	if (c == NOBODY) {
		return;
	}
	struct contact *contact = &sim->contacts[c];
	contact->queue = queue;
	contact->customer = pick_customer(sim, queue);
	contact->topic = pick_topic(sim, plan(sim, queue)->topics);
	sim->tally.contacts++;
	sim->tally.repeated += sim_customer_came(sim, c);

	struct told told;
	char customer[17];
	sim_tell_begin(sim, &told, WB_EV_CONTACT_STARTED, c, NOBODY);
	sim_tell_customer(sim, &told, c, customer);
	told.event.channel = (int)plan(sim, queue)->channel;
	told.event.direction = WB_DIRECTION_IN;
	sim_tell(sim, &told);

	double ivr_s = plan(sim, queue)->ivr_s;
	if (ivr_s <= 0) {
		sim_queue_enter(sim, c, queue);
	} else if (wb_random_chance(&sim->random,
	                            sim->floor->hang_up_in_ivr_share)) {
		sim_contact_end(sim, c, WB_BY_CUSTOMER);
	} else {
		sim_after(sim, sim_random_seconds(sim, ivr_s), TIMER_QUEUE_IN,
		          c, contact->generation);
	}
}

/* Of the queue's service level in the account. */
static wb_ms threshold(const struct wb_sim *sim, int queue)
{
	int own = plan(sim, queue)->threshold_s;
	return (own ? own : sim->floor->sl_threshold_s) * WB_SECOND;
}

static bool is_open(const struct wb_sim *sim, int queue)
{
	const struct wb_sim_queue *q = plan(sim, queue);
	int minute = wb_sim_floor_minute(sim->floor, sim->now);
	return q->close_minute == 0 ||
	       (minute >= q->open_minute && minute < q->close_minute);
}

/* Why the queue takes nobody now; -1 when it does. */
static int refusal(const struct wb_sim *sim, int queue)
{
	if (sim_desk_is_patient(sim, queue)) {
		return -1;
	}
	if (!is_open(sim, queue)) {
		return WB_REFUSAL_CLOSED;
	}
	if (sim_agents_serving(sim, queue) == 0) {
		return WB_REFUSAL_NO_AGENTS;
	}
	int full = plan(sim, queue)->full;
	if (full > 0 && sim->lines[queue].waiting >= full) {
		return WB_REFUSAL_FULL;
	}
	return -1;
}

static void append(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	struct line *line = &sim->lines[contact->queue];
	contact->previous = line->last;
	contact->next = NOBODY;
	if (line->last != NOBODY) {
		sim->contacts[line->last].next = c;
	} else {
		line->first = c;
	}
	line->last = c;
	line->waiting++;
}

void sim_queue_take_out(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	struct line *line = &sim->lines[contact->queue];
	if (contact->previous != NOBODY) {
		sim->contacts[contact->previous].next = contact->next;
	} else {
		line->first = contact->next;
	}
	if (contact->next != NOBODY) {
		sim->contacts[contact->next].previous = contact->previous;
	} else {
		line->last = contact->previous;
	}
	contact->previous = contact->next = NOBODY;
	contact->generation++;
	contact->entry_generation++;
	line->waiting--;
}

static void plan_exit(struct wb_sim *sim, uint32_t c, wb_ms delay,
                      enum wb_outcome outcome, wb_ms *earliest)
{
	if (delay < *earliest) {
		*earliest = delay;
		sim->contacts[c].exit = (int)outcome;
	}
}

/* When and how this caller will leave if nobody answers. */
static void plan_waiting(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	const struct wb_sim_queue *q = plan(sim, contact->queue);
	struct wb_random *random = &sim->random;
	uint32_t generation = contact->entry_generation;
	if (q->patience_s > 0) {
		wb_ms patience = sim_seconds(wb_random_weibull(
			random, q->patience_s, q->patience_shape));
		sim_after(sim, patience, TIMER_PATIENCE, c, generation);
	}
	wb_ms exit = WB_NEVER;
	if (wb_random_chance(random, q->exit_key_share)) {
		plan_exit(sim, c, sim_seconds(15) + sim_random_seconds(sim, 20),
		          WB_OUTCOME_EXIT_KEY, &exit);
	}
	if (wb_random_chance(random, q->callback_share)) {
		plan_exit(sim, c, sim_seconds(30) + sim_random_seconds(sim, 15),
		          WB_OUTCOME_CALLBACK, &exit);
	}
	if (q->overflow_s > 0) {
		plan_exit(sim, c, sim_seconds(q->overflow_s),
		          WB_OUTCOME_OVERFLOW, &exit);
	}
	if (q->timeout_s > 0) {
		plan_exit(sim, c, sim_seconds(q->timeout_s), WB_OUTCOME_TIMEOUT,
		          &exit);
	}
	if (exit != WB_NEVER) {
		sim_after(sim, exit, TIMER_QUEUE_EXIT, c, generation);
	}
}

static void refuse(struct wb_sim *sim, uint32_t c, int queue, int reason)
{
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_QUEUE_REFUSED, c, NOBODY);
	told.event.queue = wb_str(plan(sim, queue)->name);
	told.event.refusal = reason;
	sim_tell(sim, &told);
	sim->tally.queues[queue].refused++;
	sim_contact_end(sim, c, WB_BY_SYSTEM);
}

void sim_queue_enter(struct wb_sim *sim, uint32_t c, int queue)
{
	int reason = refusal(sim, queue);
	if (reason >= 0) {
		refuse(sim, c, queue, reason);
		return;
	}
	struct contact *contact = &sim->contacts[c];
	contact->queue = queue;
	contact->stage = CONTACT_WAITING;
	contact->generation++;
	contact->entry_generation++;
	contact->entered = sim->now;
	append(sim, c);
	sim->tally.queues[queue].offered++;

	struct told told;
	sim_tell_begin(sim, &told, WB_EV_QUEUE_ENTERED, c, NOBODY);
	told.event.queue = wb_str(plan(sim, queue)->name);
	told.event.channel = (int)plan(sim, queue)->channel;
	told.event.position = sim->lines[queue].waiting;
	sim_tell(sim, &told);
	plan_waiting(sim, c);
	sim_queue_route(sim, c);
}

void sim_queue_route(struct wb_sim *sim, uint32_t c)
{
	int queue = sim->contacts[c].queue;
	if (sim_desk_is_written(sim, queue)) {
		sim_desk_route(sim, c);
		return;
	}
	uint32_t agent = sim_agent_longest_idle(sim, queue);
	if (agent != NOBODY) {
		sim_queue_offer(sim, c, agent);
	}
}

uint32_t sim_queue_oldest_for(const struct wb_sim *sim, uint32_t agent)
{
	uint32_t oldest = NOBODY;
	for (int q = 0; q < sim->floor->queue_count; q++) {
		if (!(sim->agents[agent].queues >> q & 1)) {
			continue;
		}
		uint32_t c = sim->lines[q].first;
		while (c != NOBODY &&
		       sim->contacts[c].stage != CONTACT_WAITING) {
			c = sim->contacts[c].next;
		}
		if (c != NOBODY && (oldest == NOBODY ||
		                    sim->contacts[c].entered <
		                            sim->contacts[oldest].entered)) {
			oldest = c;
		}
	}
	return oldest;
}

void sim_queue_offer(struct wb_sim *sim, uint32_t c, uint32_t agent)
{
	struct contact *contact = &sim->contacts[c];
	const struct wb_sim_queue *q = plan(sim, contact->queue);
	contact->stage = CONTACT_RINGING;
	contact->generation++;
	contact->agent = agent;
	contact->offered = sim->now;
	sim->agents[agent].contact = c;
	sim_agent_set(sim, agent, AGENT_RINGING);
	sim->tally.queues[contact->queue].offers++;

	struct told told;
	sim_tell_begin(sim, &told, WB_EV_OFFER_STARTED, c, agent);
	told.event.queue = wb_str(q->name);
	sim_tell(sim, &told);

	struct wb_random *random = &sim->random;
	wb_ms ring = sim_seconds(wb_random_lognormal(random, q->ring_s, 0.4));
	enum timer_kind kind = TIMER_ANSWER;
	double fate = wb_random_unit(random);
	if (fate < q->no_answer_share) {
		kind = TIMER_NO_ANSWER;
		ring = sim_seconds(RING_LIMIT_S);
	} else if (fate < q->no_answer_share + q->rejected_share) {
		kind = TIMER_REJECT;
	} else if (q->ring_s <= 0) {
		sim_queue_answered(sim, c);
		return;
	}
	sim_after(sim,
	          ring < sim_seconds(RING_LIMIT_S) ? ring
	                                           : sim_seconds(RING_LIMIT_S),
	          kind, c, contact->generation);
}

static void tell_offer_ended(struct wb_sim *sim, uint32_t c,
                             enum wb_offer_result result)
{
	const struct contact *contact = &sim->contacts[c];
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_OFFER_ENDED, c, contact->agent);
	told.event.queue = wb_str(plan(sim, contact->queue)->name);
	told.event.offer_result = (int)result;
	told.event.ring_ms = sim->now - contact->offered;
	sim_tell(sim, &told);
}

void sim_queue_count_answer(struct wb_sim *sim, uint32_t c)
{
	const struct contact *contact = &sim->contacts[c];
	struct wb_sim_counts *counts = &sim->tally.queues[contact->queue];
	wb_ms wait = sim->now - contact->entered;
	counts->answered++;
	counts->wait_answered_ms += wait;
	counts->answered_in_time += wait <= threshold(sim, contact->queue);
}

int64_t sim_queue_late(const struct wb_sim *sim, int queue, wb_ms now)
{
	int64_t late = 0;
	for (uint32_t c = sim->lines[queue].first; c != NOBODY;
	     c = sim->contacts[c].next) {
		late += now - sim->contacts[c].entered > threshold(sim, queue);
	}
	return late;
}

void sim_queue_answered(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	sim_queue_count_answer(sim, c);
	tell_offer_ended(sim, c, WB_OFFER_ACCEPTED);
	sim_queue_take_out(sim, c);
	sim_talk_start(sim, c, contact->agent, &plan(sim, contact->queue)->work,
	               true);
}

void sim_queue_no_answer(struct wb_sim *sim, uint32_t c,
                         enum wb_offer_result why)
{
	struct contact *contact = &sim->contacts[c];
	uint32_t agent = contact->agent;
	sim->tally.queues[contact->queue].no_answer++;
	tell_offer_ended(sim, c, why);
	contact->stage = CONTACT_WAITING;
	contact->generation++;
	contact->agent = NOBODY;
	sim->agents[agent].contact = NOBODY;
	/* the switch pauses who does not answer: they are not at the desk */
	uint32_t generation = contact->generation;
	sim_agent_away(sim, agent, "break",
	               sim_seconds(60) + sim_random_seconds(sim, 60));
	/* unless the last agent just went home and the caller was put out */
	if (sim->contacts[c].generation == generation) {
		sim_queue_route(sim, c);
	}
}

/* The rest of leaving without an answer; the contact is then in no queue. */
static void leave(struct wb_sim *sim, uint32_t c, enum wb_outcome outcome)
{
	struct contact *contact = &sim->contacts[c];
	uint32_t agent = contact->agent;
	if (agent != NOBODY) {
		tell_offer_ended(sim, c, WB_OFFER_CANCELLED);
		contact->agent = NOBODY;
		sim->agents[agent].contact = NOBODY;
	}
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_QUEUE_LEFT, c, NOBODY);
	told.event.queue = wb_str(plan(sim, contact->queue)->name);
	told.event.outcome = (int)outcome;
	sim_tell(sim, &told);
	sim_queue_take_out(sim, c);
	if (agent != NOBODY) {
		sim_agent_free(sim, agent);
	}
}

/* `sign` -1 takes it back. */
static void count_abandoned(struct wb_sim *sim, const struct contact *contact,
                            wb_ms wait, int sign)
{
	const struct wb_sim_floor *floor = sim->floor;
	struct wb_sim_counts *counts = &sim->tally.queues[contact->queue];
	if (wait <= floor->short_s * WB_SECOND) {
		counts->abandoned_short += sign;
	} else {
		counts->abandoned += sign;
		counts->wait_abandoned_ms += sign * wait;
		counts->abandoned_in_time +=
			wait <= threshold(sim, contact->queue) ? sign : 0;
	}
}

void sim_queue_patience_over(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	double resumed_share = plan(sim, contact->queue)->resumed_share;
	contact->left = sim->now;
	count_abandoned(sim, contact, sim->now - contact->entered, 1);
	leave(sim, c, WB_OUTCOME_ABANDONED);
	if (!wb_random_chance(&sim->random, resumed_share)) {
		sim_contact_end(sim, c, WB_BY_CUSTOMER);
		return;
	}
	contact->stage = CONTACT_IVR; /* the switch holds the place */
	sim_after(sim, sim_seconds(2) + sim_random_seconds(sim, 6),
	          TIMER_RESUME, c, contact->entry_generation);
}

void sim_queue_resume(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	int queue = contact->queue;
	if (refusal(sim, queue) >= 0) {
		sim_contact_end(sim, c, WB_BY_CUSTOMER);
		return;
	}
	count_abandoned(sim, contact, contact->left - contact->entered, -1);
	sim->tally.queues[queue].resumed++;
	contact->stage = CONTACT_WAITING;
	contact->generation++;
	append(sim, c);
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_QUEUE_RESUMED, c, NOBODY);
	told.event.queue = wb_str(plan(sim, queue)->name);
	sim_tell(sim, &told);
	plan_waiting(sim, c);
	sim_queue_route(sim, c);
}

void sim_queue_exit(struct wb_sim *sim, uint32_t c)
{
	int queue = sim->contacts[c].queue;
	enum wb_outcome outcome = (enum wb_outcome)sim->contacts[c].exit;
	sim->tally.queues[queue].flow_outs[outcome]++;
	leave(sim, c, outcome);
	if (outcome == WB_OUTCOME_OVERFLOW) {
		sim_queue_enter(sim, c, plan(sim, queue)->overflow_to);
	} else if (outcome == WB_OUTCOME_CALLBACK) {
		sim_dial_promise(sim, c);
	} else {
		sim_contact_end(sim, c, WB_BY_SYSTEM);
	}
}

void sim_queue_emptied(struct wb_sim *sim, int queue)
{
	if (sim_desk_is_patient(sim, queue)) {
		return;
	}
	while (sim->lines[queue].first != NOBODY) {
		uint32_t c = sim->lines[queue].first;
		sim->tally.queues[queue].flow_outs[WB_OUTCOME_EMPTY]++;
		leave(sim, c, WB_OUTCOME_EMPTY);
		sim_contact_end(sim, c, WB_BY_SYSTEM);
	}
}
