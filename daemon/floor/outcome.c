/* What is filed about a contact: resolutions, sales, refusals. */

#include "floor/state.h"

/* What is filed again for the same contact replaces what was before. */
static int newest(int filed, int before)
{
	return filed >= 0 ? filed : before;
}

void wb_outcome_filed(struct wb_floor *floor, uint32_t number, uint32_t agent,
                      const struct wb_event *event)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct wb_fact back = {
		.resolved = -1,
		.first_level = -1,
		.sale = -1,
	};
	if (contact->has_outcome) {
		back = contact->outcome;
		back.sign = -1;
		wb_floor_emit(floor, number, &back);
	}
	struct floor_part part = wb_contact_part(contact, agent, event->t);
	contact->has_outcome = true;
	contact->outcome = (struct wb_fact){
		.kind = WB_FACT_OUTCOME,
		.sign = 1,
		.at = event->t,
		.arrived = part.arrived,
		.queue = part.queue,
		.agent = part.agent,
		.resolved = newest(event->resolved, back.resolved),
		.first_level = newest(event->first_level, back.first_level),
		.sale = newest(event->sale, back.sale),
		.reason = WB_NOBODY,
	};
	wb_floor_emit(floor, number, &contact->outcome);
}
