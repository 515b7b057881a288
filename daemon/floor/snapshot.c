/*
 * Resynchronisation: between begin and end a feed repeats its full state;
 * what it did not mention has ended unseen.
 */

#include "floor/state.h"

void wb_snapshot_begin(struct wb_floor *floor, uint32_t feed)
{
	floor->feeds[feed].in_snapshot = true;
	floor->feeds[feed].generation++;
}

/* There is something of the agent that ends when nobody speaks of it. */
static bool is_there(const struct floor_agent *agent)
{
	return agent->line.last.signed_in || agent->line.last.segment_count > 0;
}

void wb_snapshot_end(struct wb_floor *floor, uint32_t feed, wb_ms at)
{
	struct floor_feed *f = &floor->feeds[feed];
	if (!f->in_snapshot) {
		return;
	}
	f->in_snapshot = false;
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		const struct floor_card *card = card_at(floor, i);
		bool away = card->body == WB_POOL_NONE;
		if (card->id && card->feed == feed &&
		    card->mentioned != f->generation) {
			wb_contact_lose(floor, i, at);
		}
		if (away && card->id) {
			wb_contact_put_away(floor, i);
		}
	}
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		const struct floor_agent *agent = &floor->agents[i];
		if (is_there(agent) && agent->feed == feed &&
		    agent->mentioned != f->generation) {
			wb_agent_signed_out(floor, i, at);
		}
	}
}
