/* Queue entries: what events say of them. */

#include "floor/stay.h"

/* Adds what was told. False when that made no difference. */
static bool add(struct wb_floor *floor, uint32_t contact,
                const struct floor_told *told)
{
	struct floor_walk walk;
	uint32_t number;
	if (!wb_told_add(floor, contact, told, &walk, &number)) {
		return false;
	}
	wb_stay_settle(floor, contact, &walk);
	return told_at(floor, number)->used;
}

static struct floor_told telling(enum floor_told_kind kind, wb_ms t)
{
	return (struct floor_told){
		.t = t,
		.wait = WB_ABSENT,
		.queue = WB_NOBODY,
		.agent = WB_NOBODY,
		.kind = (uint8_t)kind,
	};
}

/* The channel is the event's, or else that of the contact's last one. */
static uint8_t channel_said(const struct floor_contact *contact,
                            const struct wb_event *event)
{
	if (event->channel >= 0) {
		return (uint8_t)event->channel;
	}
	return contact->entry_channel;
}

/* In a snapshot: the contact is still there, whatever was presumed. */
static void find_again(struct wb_floor *floor, uint32_t number, uint32_t queue)
{
	struct floor_contact *contact = contact_at(floor, number);
	uint32_t newest = contact->told_newest;
	struct floor_walk walk;
	if (newest == WB_POOL_NONE ||
	    told_at(floor, newest)->kind != TOLD_LOST ||
	    contact->last_queue != queue) {
		return;
	}
	wb_told_drop(floor, number, newest);
	wb_stay_walk(floor, number, &walk);
	wb_stay_settle(floor, number, &walk);
}

void wb_entry_enter(struct wb_floor *floor, uint32_t number, uint32_t queue,
                    const struct wb_event *event)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_told told = telling(TOLD_ENTERED, event->t);
	struct floor_walk walk;
	uint32_t added;
	told.queue = queue;
	told.what = channel_said(contact, event);
	told.id = wb_event_mark(event);
	contact->entry_channel = told.what;
	if (floor->feeds[contact->feed].in_snapshot) {
		find_again(floor, number, queue);
	}
	if (!wb_told_add(floor, number, &told, &walk, &added)) {
		return;
	}
	uint32_t stay = told_at(floor, added)->stay;
	bool is_last = walk.count > 0 && walk.numbers[walk.count - 1] == stay;
	if (is_last && walk.stays[walk.count - 1].end == STAY_WAITS) {
		wb_ms estimate = floor->sink->estimate(floor->user, queue);
		walk.stays[walk.count - 1].estimate = estimate;
	}
	wb_stay_settle(floor, number, &walk);
}

bool wb_entry_answer(struct wb_floor *floor, uint32_t number, uint32_t queue,
                     uint32_t agent, const struct wb_event *event)
{
	struct floor_told told = telling(TOLD_ANSWERED, event->t);
	told.id = wb_event_mark(event);
	told.queue = queue;
	told.agent = agent;
	told.wait = event->wait_ms;
	return add(floor, number, &told);
}

void wb_entry_left(struct wb_floor *floor, uint32_t number, uint32_t queue,
                   const struct wb_event *event)
{
	struct floor_told told = telling(TOLD_LEFT, event->t);
	told.id = wb_event_mark(event);
	told.queue = queue;
	told.wait = event->wait_ms;
	told.what = (uint8_t)event->outcome;
	if (!add(floor, number, &told)) {
		anomaly(floor, WB_ANOMALY_NO_ENTRY);
	}
}

void wb_entry_resumed(struct wb_floor *floor, uint32_t number, uint32_t queue,
                      const struct wb_event *event)
{
	struct floor_told told = telling(TOLD_RESUMED, event->t);
	told.id = wb_event_mark(event);
	told.queue = queue;
	if (!add(floor, number, &told)) {
		anomaly(floor, WB_ANOMALY_NOT_RESUMED);
	}
}

void wb_entry_replied(struct wb_floor *floor, uint32_t number, uint32_t agent,
                      wb_ms t)
{
	struct floor_told told = telling(TOLD_REPLIED, t);
	told.agent = agent;
	add(floor, number, &told);
}

/* Is it worth to know when an agent's part is over? */
static bool waits_for_replies(const struct wb_floor *floor,
                              const struct floor_contact *contact)
{
	bool stays = false;
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		uint32_t stay = told_at(floor, i)->stay;
		stays |= stay != WB_POOL_NONE;
		if (stay != WB_POOL_NONE && stay_at(floor, stay)->reply) {
			return true;
		}
	}
	return !stays; /* one may still be told of */
}

void wb_entry_done(struct wb_floor *floor, uint32_t number, uint32_t agent,
                   wb_ms t)
{
	struct floor_told told = telling(TOLD_DONE, t);
	told.agent = agent;
	if (waits_for_replies(floor, contact_at(floor, number))) {
		add(floor, number, &told);
	}
}

void wb_entry_over(struct wb_floor *floor, uint32_t number, bool by_customer,
                   wb_ms t)
{
	struct floor_told told = telling(TOLD_OVER, t);
	told.what = by_customer;
	add(floor, number, &told);
}

void wb_entry_lose(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	struct floor_told told = telling(TOLD_LOST, at);
	if (contact_at(floor, number)->entry.waiting) {
		add(floor, number, &told);
	}
}

void wb_entry_channel(struct wb_floor *floor, uint32_t number,
                      enum wb_channel channel)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_walk walk;
	if (contact->has_started_channel &&
	    contact->started_channel == channel) {
		return;
	}
	contact->has_started_channel = true;
	contact->started_channel = channel;
	wb_stay_walk(floor, number, &walk);
	wb_stay_settle(floor, number, &walk);
}

void wb_entry_forget_all(struct wb_floor *floor, uint32_t number)
{
	wb_told_forget_all(floor, number);
}
