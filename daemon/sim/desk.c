/*
 * Those who write: some chats at once, or one letter (e-mail, social media,
 * ticket). Chats go first; letters wait, over night if need be. Nothing rings:
 * who can, takes.
 */

#include "sim/private.h"

static enum wb_channel channel_of(const struct wb_sim *sim, int queue)
{
	return sim->floor->queues[queue].channel;
}

bool sim_desk_is_written(const struct wb_sim *sim, int queue)
{
	return channel_of(sim, queue) != WB_CHANNEL_VOICE;
}

bool sim_desk_is_patient(const struct wb_sim *sim, int queue)
{
	return sim_desk_is_written(sim, queue) &&
	       channel_of(sim, queue) != WB_CHANNEL_CHAT;
}

static bool can_take(const struct wb_sim *sim, const struct agent *agent,
                     int queue)
{
	if (agent->team->at_once == 0 || agent->pending != NULL ||
	    agent->leaving || !(agent->queues >> queue & 1) ||
	    (agent->stage != AGENT_IDLE && agent->stage != AGENT_TALKING)) {
		return false;
	}
	return agent->load == 0 ||
	       (!sim_desk_is_patient(sim, queue) && !agent->letters &&
	        agent->load < agent->team->at_once);
}

static void plan_work(struct wb_sim *sim, uint32_t c)
{
	const struct contact *contact = &sim->contacts[c];
	const struct wb_sim_queue *queue = &sim->floor->queues[contact->queue];
	wb_ms length = sim_seconds(wb_random_lognormal(
		&sim->random, queue->work.talk_s, queue->work.talk_sigma));
	wb_ms reply = sim_random_seconds(sim, queue->reply_s);
	sim_after(sim, reply < length ? reply : length, TIMER_REPLY, c,
	          contact->generation);
	sim_after(sim, length + 1, TIMER_DESK_END, c, contact->generation);
}

static void take(struct wb_sim *sim, uint32_t a, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	struct agent *agent = &sim->agents[a];
	const struct wb_sim_queue *queue = &sim->floor->queues[contact->queue];
	sim_queue_count_answer(sim, c);
	sim_queue_take_out(sim, c);
	contact->stage = CONTACT_TALKING;
	contact->generation++;
	contact->agent = a;
	contact->work = &queue->work;
	contact->from_queue = true;
	contact->talk_started = sim->now;
	contact->segments++;
	agent->letters = sim_desk_is_patient(sim, contact->queue);
	if (agent->load++ == 0) {
		sim_agent_set(sim, a, AGENT_TALKING);
	}
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_SEGMENT_STARTED, c, a);
	told.event.queue = wb_str(queue->name);
	told.event.direction = WB_DIRECTION_IN;
	sim_tell(sim, &told);
	plan_work(sim, c);
}

/* Who has least to do, of those the one who has had it longest. */
void sim_desk_route(struct wb_sim *sim, uint32_t c)
{
	uint32_t best = NOBODY;
	for (uint32_t a = 0; a < sim->agent_count; a++) {
		const struct agent *agent = &sim->agents[a];
		if (can_take(sim, agent, sim->contacts[c].queue) &&
		    (best == NOBODY || agent->load < sim->agents[best].load ||
		     (agent->load == sim->agents[best].load &&
		      agent->since < sim->agents[best].since))) {
			best = a;
		}
	}
	if (best != NOBODY) {
		take(sim, best, c);
	}
}

/* The oldest that the agent may take: of chats, else of all. */
static uint32_t next_for(const struct wb_sim *sim, const struct agent *agent)
{
	uint32_t oldest = NOBODY;
	bool chat = false;
	for (int q = 0; q < sim->floor->queue_count; q++) {
		uint32_t c = sim->lines[q].first;
		if (c == NOBODY || !can_take(sim, agent, q)) {
			continue;
		}
		bool patient = sim_desk_is_patient(sim, q);
		if (oldest == NOBODY || (!patient && !chat) ||
		    (patient != chat &&
		     sim->contacts[c].entered <
		             sim->contacts[oldest].entered)) {
			oldest = c;
			chat = !patient;
		}
	}
	return oldest;
}

void sim_desk_fill(struct wb_sim *sim, uint32_t a)
{
	for (uint32_t c = next_for(sim, &sim->agents[a]); c != NOBODY;
	     c = next_for(sim, &sim->agents[a])) {
		take(sim, a, c);
	}
}

void sim_desk_reply(struct wb_sim *sim, uint32_t c)
{
	const struct contact *contact = &sim->contacts[c];
	sim_tell_plain(sim, WB_EV_CONTACT_REPLIED, c, contact->agent);
	sim->tally.queues[contact->queue].replies++;
}

void sim_desk_end(struct wb_sim *sim, uint32_t c)
{
	struct contact *contact = &sim->contacts[c];
	struct wb_sim_counts *counts = &sim->tally.queues[contact->queue];
	uint32_t a = contact->agent;
	struct agent *agent = &sim->agents[a];
	sim_talk_file(sim, c, a, contact->queue);
	struct told told;
	sim_tell_begin(sim, &told, WB_EV_SEGMENT_ENDED, c, a);
	told.event.by = WB_BY_AGENT;
	sim_tell(sim, &told);
	counts->handled++;
	counts->talk_ms += sim->now - contact->talk_started;
	sim_talk_plan_rating(sim, c);
	contact->agent = NOBODY;
	sim_contact_end(sim, c, WB_BY_AGENT);
	if (--agent->load == 0) {
		sim_agent_free(sim, a);
	} else {
		sim_desk_fill(sim, a);
	}
}
