/* Stays in queues: entered, answered, left, lost; the service-level event. */

#include "floor/state.h"

struct floor_line *wb_entry_line(struct wb_floor *floor, uint32_t number,
                                 int kind)
{
	const struct floor_contact *contact = contact_at(floor, number);
	struct floor_queue *queue = &floor->queues[contact->entry.queue];
	switch (kind) {
	case LINE_QUEUE:
		return &queue->line;
	case LINE_CHANNEL:
		return &floor->channels[contact->channel];
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

void wb_entry_stand(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_entry *entry = &contact->entry;
	struct wb_str id = { contact->id, contact->id_len };
	bool stands = entry->waiting && contact->apart &&
	              !wb_promise_is_open(floor, contact->feed, id);
	if (entry->stands == stands) {
		return;
	}
	if (stands) {
		entry->standing_fact = (struct wb_fact){
			.kind = WB_FACT_STANDING,
			.standing = WB_STANDING_CALLBACK,
			.at = entry->entered,
			.arrived = entry->entered,
			.queue = entry->queue,
			.agent = WB_NOBODY,
		};
	}
	entry->stands = stands;
	entry->standing_fact.sign = stands ? 1 : -1;
	wb_floor_emit(floor, number, &entry->standing_fact);
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
	return contact->apart == (kind == LINE_APART);
}

static void join_lines(struct wb_floor *floor, uint32_t number)
{
	for (int kind = 0; kind < LINE_COUNT; kind++) {
		if (is_in_line(contact_at(floor, number), kind)) {
			join_line(floor, number, kind);
		}
	}
}

static void leave_lines(struct wb_floor *floor, uint32_t number)
{
	for (int kind = 0; kind < LINE_COUNT; kind++) {
		if (is_in_line(contact_at(floor, number), kind)) {
			leave_line(floor, number, kind);
		}
	}
}

/* The contact waits past its threshold from now on, or no longer. */
static void set_late(struct wb_floor *floor, uint32_t number, bool late)
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

static const struct wb_service_level_plan *
service_level_of(const struct wb_floor *floor, const struct floor_entry *entry)
{
	return wb_plan_service_level(&floor->queues[entry->queue].plan,
	                             entry->channel);
}

/* The first instant past the threshold: "late" is decided then. */
static wb_ms late_at(const struct wb_floor *floor,
                     const struct floor_entry *entry)
{
	return entry->entered + service_level_of(floor, entry)->threshold + 1;
}

/* The contact begins to wait (again): in line, with a threshold timer. */
static void start_waiting(struct wb_floor *floor, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_entry *entry = &contact->entry;
	entry->waiting = true;
	entry->late = false;
	entry->has_end = false;
	entry->visit = ++floor->next_serial;
	join_lines(floor, number);
	wb_entry_stand(floor, number);
	wb_timers_set(&floor->timers, late_at(floor, entry), TIMER_THRESHOLD,
	              number, entry->visit);
}

static void stop_waiting(struct wb_floor *floor, uint32_t number)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	entry->waiting = false;
	leave_lines(floor, number);
	wb_entry_stand(floor, number);
	if (entry->late) {
		struct wb_fact back = entry->late_fact;
		back.sign = -1;
		set_late(floor, number, false);
		wb_floor_emit(floor, number, &back);
	}
}

void wb_entry_threshold(struct wb_floor *floor, uint32_t number, uint64_t visit,
                        wb_ms due)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_entry *entry = &contact->entry;
	if (!contact->id || !entry->waiting || entry->visit != visit) {
		return;
	}
	wb_ms limit = late_at(floor, entry);
	if (limit > due) { /* a new plan allows more time */
		wb_timers_set(&floor->timers, limit, TIMER_THRESHOLD, number,
		              visit);
		return;
	}
	set_late(floor, number, true);
	entry->late_fact = (struct wb_fact){
		.kind = WB_FACT_LATE,
		.sign = 1,
		.at = limit,
		.arrived = entry->entered,
		.queue = entry->queue,
		.agent = WB_NOBODY,
		.variant = service_level_of(floor, entry)->variant,
		.target_bp = service_level_of(floor, entry)->target_bp,
	};
	wb_floor_emit(floor, number, &entry->late_fact);
}

/* Ends the stay with `fact`, whose kind, wait and outcome are filled. */
static void end_entry(struct wb_floor *floor, uint32_t number,
                      struct wb_fact *fact)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	fact->sign = 1;
	fact->arrived = entry->entered;
	fact->queue = entry->queue;
	const struct wb_service_level_plan *plan =
		service_level_of(floor, entry);
	fact->in_threshold = fact->wait <= plan->threshold;
	fact->variant = plan->variant;
	fact->target_bp = plan->target_bp;
	stop_waiting(floor, number);
	entry->has_end = true;
	wb_floor_emit(floor, number, fact);
	entry->end = *fact; /* as it was told, to be taken back */
}

static wb_ms wait_of(struct wb_floor *floor, const struct floor_entry *entry,
                     const struct wb_event *event)
{
	return event->wait_ms != WB_ABSENT
	               ? event->wait_ms
	               : wb_floor_span(floor, entry->entered, event->t);
}

void wb_entry_enter(struct wb_floor *floor, uint32_t number,
                    const struct wb_event *event)
{
	struct floor_contact *contact = contact_at(floor, number);
	uint32_t queue = wb_floor_queue_number(floor, event->queue);
	if (queue == WB_NOBODY) {
		anomaly(floor, WB_ANOMALY_NAMES_FULL);
		return;
	}
	if (contact->entry.waiting) {
		if (contact->entry.queue == queue) {
			return; /* told twice */
		}
		struct wb_fact moved = {
			.kind = WB_FACT_LEFT,
			.at = event->t,
			.agent = WB_NOBODY,
			.outcome = WB_OUTCOME_MOVED,
			.wait = wb_floor_span(floor, contact->entry.entered,
			                      event->t),
		};
		end_entry(floor, number, &moved);
	}
	contact->entry.queue = queue;
	contact->entry.entered = event->t;
	contact->entry.channel = wb_floor_channel(floor, number, queue);
	contact->entry.estimate = floor->sink->estimate(floor->user, queue);
	contact->last_queue = queue;
	contact->arrived = event->t;
	start_waiting(floor, number);
	struct wb_fact fact = {
		.kind = WB_FACT_OFFERED,
		.sign = 1,
		.at = event->t,
		.arrived = event->t,
		.queue = queue,
		.agent = WB_NOBODY,
	};
	wb_floor_emit(floor, number, &fact);
}

/*
 * The last stay was closed as lost (or left), and now its true end comes:
 * what was concluded is taken back and the contact waits again.
 */
static bool reopen(struct wb_floor *floor, uint32_t number,
                   enum wb_fact_kind concluded)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	if (entry->waiting || !entry->has_end || entry->end.kind != concluded) {
		return false;
	}
	struct wb_fact back = entry->end;
	back.sign = -1;
	wb_floor_emit(floor, number, &back);
	start_waiting(floor, number);
	return true;
}

static bool waits_in(struct wb_floor *floor, uint32_t number, uint32_t queue)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	if (entry->waiting) {
		return entry->queue == queue;
	}
	return entry->queue == queue && reopen(floor, number, WB_FACT_LOST);
}

bool wb_entry_answer(struct wb_floor *floor, uint32_t number, uint32_t queue,
                     uint32_t agent, const struct wb_event *event)
{
	if (!waits_in(floor, number, queue)) {
		return false;
	}
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	struct wb_fact fact = {
		.kind = WB_FACT_ANSWERED,
		.at = event->t,
		.agent = agent,
		.wait = wait_of(floor, entry, event),
		.estimate = entry->estimate,
	};
	end_entry(floor, number, &fact);
	return true;
}

void wb_entry_left(struct wb_floor *floor, uint32_t number,
                   const struct wb_event *event)
{
	uint32_t queue = wb_floor_queue_number(floor, event->queue);
	if (queue == WB_NOBODY || !waits_in(floor, number, queue)) {
		anomaly(floor, WB_ANOMALY_NO_ENTRY);
		return;
	}
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	struct wb_fact fact = {
		.kind = WB_FACT_LEFT,
		.at = event->t,
		.agent = WB_NOBODY,
		.outcome = (enum wb_outcome)event->outcome,
		.wait = wait_of(floor, entry, event),
	};
	wb_ms limit = floor->queues[queue].plan.short_abandon;
	fact.is_short = fact.outcome == WB_OUTCOME_ABANDONED && limit > 0 &&
	                fact.wait <= limit;
	end_entry(floor, number, &fact);
	wb_offer_cancel_all(floor, number, event->t);
}

void wb_entry_resumed(struct wb_floor *floor, uint32_t number,
                      const struct wb_event *event)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	uint32_t queue = wb_floor_queue_number(floor, event->queue);
	bool left = entry->has_end && entry->queue == queue;
	if (!left || !reopen(floor, number, WB_FACT_LEFT)) {
		anomaly(floor, WB_ANOMALY_NOT_RESUMED);
	}
}

void wb_entry_lose(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	struct floor_entry *entry = &contact_at(floor, number)->entry;
	if (!entry->waiting) {
		return;
	}
	struct wb_fact fact = {
		.kind = WB_FACT_LOST,
		.at = at,
		.agent = WB_NOBODY,
		.wait = wb_floor_span(floor, entry->entered, at),
	};
	floor->counters.lost_entries++;
	end_entry(floor, number, &fact);
}
