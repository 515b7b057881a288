/*
 * Outbound contacts: dialled, and connected when a person answers.
 *
 * Only contact.started says that a contact is outbound; that may come after
 * the talk, and the first talk may be told after a later one.
 */

#include "floor/state.h"

/* The campaign that it was dialled for, or else the queue of the talk. */
static uint32_t campaign(const struct floor_outbound *outbound)
{
	return outbound->queue != WB_NOBODY ? outbound->queue
	                                    : outbound->talk_queue;
}

static void tell_connected(struct wb_floor *floor, uint32_t number, int sign)
{
	struct floor_outbound *outbound = &contact_at(floor, number)->outbound;
	struct wb_fact fact = {
		.kind = WB_FACT_CONNECTED,
		.sign = sign,
		.at = outbound->connected_at,
		.arrived = outbound->dialled_at,
		.queue = campaign(outbound),
		.agent = outbound->talk_agent,
		.channel = outbound->connected_channel,
	};
	wb_floor_emit(floor, number, &fact);
	outbound->connected_channel = fact.channel;
}

static void connect(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_outbound *outbound = &contact->outbound;
	if (!outbound->dialled || contact->talk_at == WB_ABSENT) {
		return;
	}
	if (outbound->connected) {
		tell_connected(floor, number, -1);
	}
	outbound->connected = true;
	outbound->connected_at = contact->talk_at;
	outbound->talk_queue = contact->talk_queue;
	outbound->talk_agent = contact->talk_agent;
	tell_connected(floor, number, 1);
}

void wb_outbound_dialled(struct wb_floor *floor, uint32_t number,
                         uint32_t queue, uint32_t agent, wb_ms t)
{
	struct floor_outbound *outbound = &contact_at(floor, number)->outbound;
	if (outbound->dialled) {
		return; /* told twice */
	}
	struct wb_fact fact = {
		.kind = WB_FACT_DIALLED,
		.sign = 1,
		.at = t,
		.arrived = t,
		.queue = queue,
		.agent = agent,
	};
	*outbound = (struct floor_outbound){
		.dialled = true,
		.dialled_at = t,
		.queue = queue,
		.agent = agent,
	};
	wb_floor_emit(floor, number, &fact);
	connect(floor, number);
}

void wb_outbound_talk(struct wb_floor *floor, uint32_t number, uint32_t queue,
                      uint32_t agent, wb_ms t)
{
	struct floor_contact *contact = contact_at(floor, number);
	if (contact->talk_at != WB_ABSENT && contact->talk_at <= t) {
		return;
	}
	contact->talk_at = t;
	contact->talk_queue = queue;
	contact->talk_agent = agent;
	connect(floor, number);
}
