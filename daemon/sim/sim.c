#include "sim/private.h"

#include <stdio.h>
#include <stdlib.h>

wb_ms sim_seconds(double s)
{
	return s > 0 ? (wb_ms)(s * 1000 + 0.5) : 0;
}

wb_ms sim_random_seconds(struct wb_sim *sim, double mean_s)
{
	return sim_seconds(wb_random_exponential(&sim->random, mean_s));
}

void sim_after(struct wb_sim *sim, wb_ms delay, enum timer_kind kind,
               uint32_t who, uint32_t generation)
{
	struct wb_sim_timer timer = {
		.at = sim->now + delay,
		.kind = (int)kind,
		.who = who,
		.generation = generation,
	};
	if (!wb_sim_timers_add(&sim->timers, timer)) {
		sim->failed = true;
	}
}

static bool grow_contacts(struct wb_sim *sim)
{
	uint32_t count = sim->contact_count ? 2 * sim->contact_count : 256;
	struct contact *contacts =
		realloc(sim->contacts, count * sizeof(contacts[0]));
	if (contacts == NULL) {
		return false;
	}
	sim->contacts = contacts;
	for (uint32_t c = count; c-- > sim->contact_count;) {
		contacts[c] = (struct contact){ .next = sim->free_contact };
		sim->free_contact = c;
	}
	sim->contact_count = count;
	return true;
}

/* NOBODY when out of memory. The generations of a slot go on for ever. */
uint32_t sim_contact_new(struct wb_sim *sim)
{
	if (sim->free_contact == NOBODY && !grow_contacts(sim)) {
		sim->failed = true;
		return NOBODY;
	}
	uint32_t c = sim->free_contact;
	struct contact *contact = &sim->contacts[c];
	sim->free_contact = contact->next;
	*contact = (struct contact){
		.stage = CONTACT_IVR,
		.generation = contact->generation + 1,
		.entry_generation = contact->entry_generation + 1,
		.number = ++sim->contact_number,
		.queue = NO_QUEUE,
		.previous = NOBODY,
		.next = NOBODY,
		.agent = NOBODY,
	};
	return c;
}

void sim_contact_settle(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	if (contact->stage != CONTACT_OVER || contact->late > 0) {
		return;
	}
	contact->stage = CONTACT_FREE;
	contact->generation++;
	contact->entry_generation++;
	contact->next = sim->free_contact;
	sim->free_contact = c;
}

void sim_contact_end(struct wb_sim *sim, uint32_t c, enum wb_ended_by by)
{
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_CONTACT_ENDED, c, NOBODY);
	told.event.by = (int)by;
	sim_tell(sim, &told);
	sim->contacts[c].stage = CONTACT_OVER;
	sim->contacts[c].generation++;
	sim_contact_settle(sim, c);
}

void sim_tell_begin(struct wb_sim *sim, struct told *told,
                    enum wb_event_kind kind, uint32_t contact, uint32_t agent)
{
	wb_event_init(&told->event, kind, sim->now);
	if (contact != NOBODY) {
		/* the start makes it unique over runs of the same feed */
		snprintf(told->contact, sizeof(told->contact), "%llx-%u",
		         (unsigned long long)(sim->start / WB_SECOND),
		         sim->contacts[contact].number);
		told->event.contact = wb_str(told->contact);
	}
	if (agent != NOBODY) {
		told->event.agent = wb_str(sim->agents[agent].name);
	}
}

void sim_tell(struct wb_sim *sim, struct told *told)
{
	sim->tally.events++;
	sim->told = sim->now;
	sim->sink(sim->user, &told->event);
}

void sim_tell_plain(struct wb_sim *sim, enum wb_event_kind kind,
                    uint32_t contact, uint32_t agent)
{
	struct told told;
	sim_tell_begin(sim, &told, kind, contact, agent);
	sim_tell(sim, &told);
}

void sim_tell_customer(struct wb_sim *sim, struct told *told, uint32_t contact,
                       char buf[17])
{
	const struct contact *who = &sim->contacts[contact];
	snprintf(buf, 17, "%016llx",
	         (unsigned long long)wb_random_mix(who->customer));
	told->event.customer = wb_str(buf);
	told->event.topic = wb_str(who->topic);
}

static void open_floor(struct wb_sim *sim)
{
	struct told told;
	if (sim->snapshot) {
		sim_tell_begin(sim, &told, WB_EV_FEED_SNAPSHOT, NOBODY, NOBODY);
		told.event.phase = WB_PHASE_BEGIN;
		sim_tell(sim, &told);
	}
	sim_agents_open(sim);
	if (sim->snapshot) {
		sim_tell_begin(sim, &told, WB_EV_FEED_SNAPSHOT, NOBODY, NOBODY);
		told.event.phase = WB_PHASE_END;
		sim_tell(sim, &told);
	}
	for (int q = 0; q < sim->floor->queue_count; q++) {
		sim_queue_schedule_arrival(sim, q);
	}
	sim_help(sim);
}

struct wb_sim *wb_sim_create(const struct wb_sim_options *options,
                             wb_sim_sink sink, void *user)
{
	struct wb_sim *sim = calloc(1, sizeof(*sim));
	if (sim == NULL) {
		return NULL;
	}
	sim->floor = options->floor;
	sim->snapshot = options->snapshot;
	sim->start = options->start;
	sim->now = options->start;
	sim->told = WB_NEVER;
	sim->sink = sink;
	sim->user = user;
	sim->free_contact = NOBODY;
	wb_random_init(&sim->random, options->seed);
	for (int q = 0; q < WB_SIM_QUEUES_MAX; q++) {
		sim->lines[q].first = sim->lines[q].last = NOBODY;
	}
	sim_after(sim, 0, TIMER_OPEN, NOBODY, 0);
	if (!sim_agents_create(sim) || sim->failed) {
		wb_sim_destroy(sim);
		return NULL;
	}
	return sim;
}

void wb_sim_destroy(struct wb_sim *sim)
{
	if (sim == NULL) {
		return;
	}
	wb_sim_timers_finish(&sim->timers);
	free(sim->contacts);
	free(sim->agents);
	free(sim->customers.keys);
	free(sim);
}

wb_ms wb_sim_next(const struct wb_sim *sim)
{
	return wb_sim_timers_next(&sim->timers);
}

wb_ms wb_sim_told(const struct wb_sim *sim)
{
	return sim->told;
}

/* Whose generation a kind of timer is bound to. */
static bool is_void(const struct wb_sim *sim, const struct wb_sim_timer *timer)
{
	enum timer_kind kind = (enum timer_kind)timer->kind;
	if (kind >= TIMER_QUEUE_IN && kind <= TIMER_DIAL_RESULT) {
		return sim->contacts[timer->who].generation !=
		       timer->generation;
	}
	if (kind == TIMER_PATIENCE || kind == TIMER_QUEUE_EXIT ||
	    kind == TIMER_RESUME) {
		return sim->contacts[timer->who].entry_generation !=
		       timer->generation;
	}
	if (kind >= TIMER_ACW_END && kind <= TIMER_READY) {
		return sim->agents[timer->who].generation != timer->generation;
	}
	if (kind >= TIMER_SHIFT_END && kind <= TIMER_LUNCH) {
		return sim->agents[timer->who].shift_generation !=
		       timer->generation;
	}
	return false;
}

static void contact_timer(struct wb_sim *sim, enum timer_kind kind, uint32_t c)
{
	switch ((int)kind) {
	case TIMER_QUEUE_IN:
		sim_queue_enter(sim, c, sim->contacts[c].queue);
		break;
	case TIMER_ANSWER:
		sim_queue_answered(sim, c);
		break;
	case TIMER_NO_ANSWER:
		sim_queue_no_answer(sim, c, WB_OFFER_NO_ANSWER);
		break;
	case TIMER_REJECT:
		sim_queue_no_answer(sim, c, WB_OFFER_REJECTED);
		break;
	case TIMER_HOLD:
		sim_talk_hold(sim, c);
		break;
	case TIMER_RETRIEVE:
		sim_talk_retrieve(sim, c);
		break;
	case TIMER_TALK_END:
		sim_talk_end(sim, c);
		break;
	case TIMER_REPLY:
		sim_desk_reply(sim, c);
		break;
	case TIMER_DESK_END:
		sim_desk_end(sim, c);
		break;
	case TIMER_DIAL_RESULT:
		sim_dial_result(sim, c);
		break;
	case TIMER_PATIENCE:
		sim_queue_patience_over(sim, c);
		break;
	case TIMER_QUEUE_EXIT:
		sim_queue_exit(sim, c);
		break;
	case TIMER_RESUME:
		sim_queue_resume(sim, c);
		break;
	case TIMER_CALLBACK_DUE:
		sim_dial_callback_due(sim, c);
		break;
	case TIMER_CALLBACK:
		sim_dial_callback(sim, c);
		break;
	case TIMER_FOLLOW_UP:
		sim_talk_follow_up(sim, c);
		break;
	case TIMER_RATING:
		sim_talk_rating(sim, c);
		break;
	}
}

static void agent_timer(struct wb_sim *sim, enum timer_kind kind, uint32_t a)
{
	switch ((int)kind) {
	case TIMER_ACW_END:
		sim_talk_acw_end(sim, a);
		break;
	case TIMER_DIAL:
		sim_dial_start(sim, a);
		break;
	case TIMER_READY:
		sim_agent_ready(sim, a);
		break;
	case TIMER_SHIFT_START:
		sim_agent_shift_start(sim, a);
		break;
	case TIMER_HELP_END:
		sim_help_end(sim, a);
		break;
	case TIMER_SHIFT_END:
		sim_agent_shift_end(sim, a);
		break;
	case TIMER_PAUSE:
		sim_agent_pause_due(sim, a, false);
		break;
	case TIMER_LUNCH:
		sim_agent_pause_due(sim, a, true);
		break;
	}
}

bool wb_sim_step(struct wb_sim *sim)
{
	struct wb_sim_timer timer;
	if (sim->failed || !wb_sim_timers_take(&sim->timers, &timer)) {
		return !sim->failed;
	}
	sim->now = timer.at;
	if (is_void(sim, &timer)) {
		return true;
	}
	enum timer_kind kind = (enum timer_kind)timer.kind;
	if (kind == TIMER_OPEN) {
		open_floor(sim);
	} else if (kind == TIMER_HELP) {
		sim_help(sim);
	} else if (kind == TIMER_ARRIVAL) {
		sim_queue_arrival(sim, (int)timer.who);
	} else if (kind < TIMER_ACW_END) {
		contact_timer(sim, kind, timer.who);
	} else {
		agent_timer(sim, kind, timer.who);
	}
	return !sim->failed;
}

void wb_sim_get_tally(const struct wb_sim *sim, wb_ms now,
                      struct wb_sim_tally *ret_tally)
{
	*ret_tally = sim->tally;
	sim_agents_add_time(sim, now, &ret_tally->time);
	for (int q = 0; q < sim->floor->queue_count; q++) {
		ret_tally->queues[q].late = sim_queue_late(sim, q, now);
	}
}
