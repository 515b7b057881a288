#include "sim/private.h"

#define CUSTOMERS_COLD 200000
#define CALLBACK_TRIES 3

void sim_dial_plan(struct wb_sim *sim, uint32_t a)
{
	const struct agent *agent = &sim->agents[a];
	if (agent->team->campaign != NULL) {
		sim_after(sim,
		          sim_random_seconds(sim, agent->team->campaign->gap_s),
		          TIMER_DIAL, a, agent->generation);
	}
}

void sim_dial_start(struct wb_sim *sim, uint32_t a)
{
	const struct wb_sim_campaign *campaign = sim->agents[a].team->campaign;
	uint32_t c = sim_contact_new(sim);
	if (c == NOBODY) {
		return;
	}
	struct contact *contact = &sim->contacts[c];
	contact->stage = CONTACT_DIALLING;
	contact->outbound = true;
	contact->agent = a;
	contact->customer = 1000000 + (uint64_t)wb_random_below(&sim->random,
	                                                        CUSTOMERS_COLD);
	contact->topic = campaign->topics ? campaign->topics[0] : NULL;
	sim->agents[a].contact = c;
	sim_agent_set(sim, a, AGENT_DIALLING);
	sim->tally.dialled++;

	struct told told;
	char customer[17];
	sim_tell_begin(sim, &told, WB_EV_CONTACT_STARTED, c, NOBODY);
	sim_tell_customer(sim, &told, c, customer);
	told.event.channel = WB_CHANNEL_VOICE;
	told.event.direction = WB_DIRECTION_OUT;
	sim_tell(sim, &told);
	sim_after(sim,
	          sim_seconds(3) + sim_random_seconds(sim, campaign->ring_s),
	          TIMER_DIAL_RESULT, c, contact->generation);
}

void sim_dial_result(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	uint32_t a = contact->agent;
	const struct wb_sim_campaign *campaign = sim->agents[a].team->campaign;
	if (wb_random_chance(&sim->random, campaign->connect_share)) {
		sim->tally.connected++;
		sim_talk_start(sim, c, a, &campaign->work, false);
		return;
	}
	contact->agent = NOBODY;
	sim_contact_end(sim, c, WB_BY_SYSTEM);
	sim_agent_free(sim, a);
}

static void tell_callback(struct wb_sim *sim, uint32_t c,
                          enum wb_event_kind kind, wb_ms due,
                          const char *result)
{
	const struct contact *contact = &sim->contacts[c];
	struct told told;
	sim_tell_begin(sim, &told, kind, c, NOBODY);
	told.event.queue = wb_str(sim->floor->queues[contact->queue].name);
	if (due > 0) {
		told.event.due = due;
	}
	told.event.result = wb_str(result);
	sim_tell(sim, &told);
}

void sim_dial_promise(struct wb_sim *sim, uint32_t c)
{
	wb_ms due = (30 + wb_random_below(&sim->random, 60)) * WB_MINUTE;
	sim->contacts[c].stage = CONTACT_PROMISED;
	sim->contacts[c].due = sim->now + due;
	sim->contacts[c].attempted = false;
	sim->contacts[c].late++; /* until it is due */
	sim->tally.queues[sim->contacts[c].queue].callbacks++;
	sim_after(sim, due + 1, TIMER_CALLBACK_DUE, c, 0);
	tell_callback(sim, c, WB_EV_CALLBACK_REQUESTED, sim->now + due, NULL);
	sim_after(sim, due / 4 + wb_random_below(&sim->random, due),
	          TIMER_CALLBACK, c, 0);
}

static void give_up(struct wb_sim *sim, uint32_t c, const char *result)
{
	sim_dial_callback_done(sim, c, result);
	sim_contact_end(sim, c, WB_BY_SYSTEM);
}

void sim_dial_callback_due(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	if (!contact->attempted) {
		sim->tally.queues[contact->queue].callbacks_decided++;
	}
	contact->late--;
	sim_contact_settle(sim, c);
}

void sim_dial_callback(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	uint32_t agent = sim_agent_longest_idle(sim, contact->queue);
	if (agent == NOBODY) {
		if (sim->now > contact->due + WB_HOUR) {
			give_up(sim, c, "expired");
		} else {
			sim_after(sim, 20 * WB_SECOND, TIMER_CALLBACK, c, 0);
		}
		return;
	}
	contact->tries++;
	if (!contact->attempted && sim->now <= contact->due) {
		sim->tally.queues[contact->queue].callbacks_decided++;
		sim->tally.queues[contact->queue].callbacks_in_time++;
	}
	contact->attempted = contact->attempted || sim->now <= contact->due;
	tell_callback(sim, c, WB_EV_CALLBACK_ATTEMPTED, 0, NULL);
	if (wb_random_chance(&sim->random, 0.7)) {
		sim_talk_start(sim, c, agent,
		               &sim->floor->queues[contact->queue].work, false);
	} else if (contact->tries == CALLBACK_TRIES) {
		give_up(sim, c, "unreached");
	} else {
		sim_after(sim, 12 * WB_MINUTE, TIMER_CALLBACK, c, 0);
	}
}

void sim_dial_callback_done(struct wb_sim *sim, uint32_t c, const char *result)
{
	tell_callback(sim, c, WB_EV_CALLBACK_CLOSED, 0, result);
	sim->contacts[c].tries = 0;
}
