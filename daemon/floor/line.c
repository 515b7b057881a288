/* Those who wait, in the order of their arrival: lines of queues, channels. */

#include "floor/stay.h"

struct floor_line *wb_entry_line(struct wb_floor *floor, uint32_t number,
                                 int kind)
{
	const struct floor_contact *contact = contact_at(floor, number);
	struct floor_queue *queue = &floor->queues[contact->entry.queue];
	switch (kind) {
	case LINE_QUEUE:
		return &queue->line;
	case LINE_CHANNEL:
		return &floor->channels[contact->entry.channel];
	default:
		return &queue->apart;
	}
}

static struct floor_neighbours *neighbours_of(struct wb_floor *floor,
                                              uint32_t number, int kind)
{
	return &contact_at(floor, number)->entry.neighbours[kind];
}

/* Into the line behind `older`, or as the first: WB_POOL_NONE. */
static void stand_behind(struct wb_floor *floor, uint32_t number, int kind,
                         uint32_t older)
{
	struct floor_line *line = wb_entry_line(floor, number, kind);
	uint32_t newer = older == WB_POOL_NONE
	                         ? line->oldest
	                         : neighbours_of(floor, older, kind)->newer;
	*neighbours_of(floor, number, kind) =
		(struct floor_neighbours){ older, newer };
	if (older == WB_POOL_NONE) {
		line->oldest = number;
	} else {
		neighbours_of(floor, older, kind)->newer = number;
	}
	if (newer == WB_POOL_NONE) {
		line->newest = number;
	} else {
		neighbours_of(floor, newer, kind)->older = number;
	}
	line->waiting++;
}

void wb_entry_line_up(struct wb_floor *floor, uint32_t number, int kind)
{
	stand_behind(floor, number, kind,
	             wb_entry_line(floor, number, kind)->newest);
}

/* Keeps the line in order of arrival, whatever order they come in. */
static void join_line(struct wb_floor *floor, uint32_t number, int kind)
{
	wb_ms entered = contact_at(floor, number)->entry.entered;
	uint32_t older = wb_entry_line(floor, number, kind)->newest;
	while (older != WB_POOL_NONE &&
	       contact_at(floor, older)->entry.entered > entered) {
		older = neighbours_of(floor, older, kind)->older;
	}
	stand_behind(floor, number, kind, older);
}

static void leave_line(struct wb_floor *floor, uint32_t number, int kind)
{
	struct floor_line *line = wb_entry_line(floor, number, kind);
	struct floor_neighbours *n = neighbours_of(floor, number, kind);
	if (n->older == WB_POOL_NONE) {
		line->oldest = n->newer;
	} else {
		neighbours_of(floor, n->older, kind)->newer = n->newer;
	}
	if (n->newer == WB_POOL_NONE) {
		line->newest = n->older;
	} else {
		neighbours_of(floor, n->newer, kind)->older = n->older;
	}
	line->waiting--;
}

/* Callbacks stand apart, in a line of their own. */
static bool is_in_line(const struct floor_contact *contact, int kind)
{
	return (contact->entry.channel == WB_CHANNEL_CALLBACK) ==
	       (kind == LINE_APART);
}

void wb_line_join(struct wb_floor *floor, uint32_t number)
{
	for (int kind = 0; kind < LINE_COUNT; kind++) {
		if (is_in_line(contact_at(floor, number), kind)) {
			join_line(floor, number, kind);
		}
	}
}

void wb_line_leave(struct wb_floor *floor, uint32_t number)
{
	for (int kind = 0; kind < LINE_COUNT; kind++) {
		if (is_in_line(contact_at(floor, number), kind)) {
			leave_line(floor, number, kind);
		}
	}
}

void wb_line_set_late(struct wb_floor *floor, uint32_t number, bool late)
{
	struct floor_contact *contact = contact_at(floor, number);
	contact->entry.late = late;
	for (int kind = 0; kind < LINE_COUNT; kind++) {
		if (!is_in_line(contact, kind)) {
			continue;
		}
		struct floor_line *line = wb_entry_line(floor, number, kind);
		line->late += late ? 1u : UINT32_MAX; /* one less */
	}
}
