#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acd/asterisk_private.h"

static bool is_ours(const struct wb_asterisk *a, const struct wb_ami_packet *p)
{
	return a->action_id[0] &&
	       wb_str_is(wb_ami_get(p, "ActionID"), a->action_id);
}

void wb_asterisk_begin_list(struct wb_asterisk *asterisk, const char *action_id)
{
	snprintf(asterisk->action_id, sizeof(asterisk->action_id), "%s",
	         action_id);
	asterisk->list_began = asterisk->serial;
	asterisk->list_queues = 0;
	wb_roster_unmark(&asterisk->roster);
	for (uint32_t i = 0; i < asterisk->calls.count; i++) {
		asterisk->calls.calls[i].listed = false;
	}
	for (uint32_t i = 0; i < asterisk->member_capacity; i++) {
		asterisk->members[i].listed = false;
	}
}

static struct wb_asterisk_queue *add_queue(struct wb_asterisk *a,
                                           struct wb_str name)
{
	struct wb_name clean;
	uint32_t number =
		wb_names_add(&a->queue_names, wb_text_clean(name, &clean));

	if (number == WB_NAMES_NONE) {
		return NULL;
	}
	if (number >= a->queue_capacity) {
		uint32_t capacity = (number + 1) * 2;
		struct wb_asterisk_queue *queues =
			realloc(a->queues, capacity * sizeof(*queues));
		if (!queues) {
			return NULL;
		}
		memset(queues + a->queue_capacity, 0,
		       (capacity - a->queue_capacity) * sizeof(*queues));
		a->queues = queues;
		a->queue_capacity = capacity;
	}
	return &a->queues[number];
}

void wb_asterisk_on_params(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t)
{
	(void)t;
	if (!is_ours(a, p)) {
		return;
	}
	struct wb_asterisk_queue *queue = add_queue(a, wb_ami_get(p, "Queue"));
	a->list_queues++;
	if (queue) {
		queue->max = wb_ami_get_int(p, "Max", 0);
	}
}

void wb_asterisk_on_list_member(struct wb_asterisk *a,
                                const struct wb_ami_packet *p, wb_ms t)
{
	if (is_ours(a, p)) {
		wb_asterisk_on_member(a, p, t);
	}
}

/* The log may be ahead of the list by the moment that it took to come. */
static bool is_news(const struct wb_asterisk *a, const struct wb_call *call,
                    wb_ms t)
{
	wb_ms since = call->joined;

	if (call->phase == WB_CALL_TALKING) {
		since = call->started;
	} else if (call->phase != WB_CALL_WAITING) {
		since = call->left;
	}
	return a->has_log && t - since <= SAME_MOMENT_MS;
}

/* A caller who waits, unless an event already told that it left. */
void wb_asterisk_on_entry(struct wb_asterisk *a, const struct wb_ami_packet *p,
                          wb_ms t)
{
	struct wb_str id = wb_ami_get(p, "Uniqueid");
	struct wb_str queue = wb_ami_get(p, "Queue");
	int64_t wait = wb_asterisk_seconds(p, "Wait");

	if (!is_ours(a, p) || id.len == 0 || queue.len == 0) {
		return;
	}
	struct wb_call *call = wb_calls_find(&a->calls, id, queue, PHASE_ANY);
	if (call && (call->phase == WB_CALL_WAITING ||
	             call->changed > a->list_began || is_news(a, call, t))) {
		call->listed = true;
		return;
	}
	call = wb_calls_add(&a->calls, id, queue);
	if (!call) {
		return;
	}
	call->listed = true;
	call->early = true;
	call->changed = a->serial;
	call->joined = t - (wait > 0 ? wait * WB_SECOND : 0);
	if (call->joined < 0) {
		call->joined = 0;
	}
	call->position = wb_asterisk_position(p);
	wb_asterisk_enter(a, call, wb_ami_get(p, "CallerIDNum"), call->joined);
}

/* Does the member's device say that it can still be talking? */
static bool may_talk(const struct wb_asterisk *a, const struct wb_call *call)
{
	const struct wb_asterisk_member *member = wb_asterisk_find_member(
		a, wb_name_str(&call->queue), wb_name_str(&call->interface));

	if (!member) {
		member = wb_asterisk_find_named(a, wb_name_str(&call->queue),
		                                wb_name_str(&call->agent));
	}
	if (!member) {
		member = wb_asterisk_find_named(a, wb_name_str(&call->queue),
		                                wb_name_str(&call->agent));
	}
	/* 1: not in use; 4, 5: not there. Unknown and the others may. */
	return member && (member->in_call ||
	                  (member->status != 1 && member->status != 4 &&
	                   member->status != 5));
}

static bool is_lost(const struct wb_asterisk *a, const struct wb_call *call,
                    wb_ms t)
{
	switch (call->phase) {
	case WB_CALL_WAITING:
		return !call->listed && call->changed <= a->list_began &&
		       !is_news(a, call, t);
	case WB_CALL_TALKING:
		/* The log would have told its end. */
		return a->reconnected && !a->has_log &&
		       call->changed <= a->list_began && !may_talk(a, call);
	case WB_CALL_LEFT:
		return a->reconnected && call->changed <= a->list_began;
	case WB_CALL_GONE:
		return false;
	}
	return false;
}

static void drop_lost(struct wb_asterisk *a, wb_ms t)
{
	for (uint32_t i = a->calls.count; i-- > 0;) {
		if (is_lost(a, &a->calls.calls[i], t)) {
			wb_calls_remove(&a->calls, &a->calls.calls[i]);
			a->counters.lost++;
		}
	}
}

static void send_phase(struct wb_asterisk *a, enum wb_phase phase, wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_FEED_SNAPSHOT, t);
	event.phase = (int)phase;
	wb_asterisk_send(a, &event);
}

static void repeat_talk(struct wb_asterisk *a, const struct wb_call *call,
                        wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_SEGMENT_STARTED, call->started);
	event.contact = wb_name_str(&call->contact);
	event.agent = wb_name_str(&call->agent);
	event.queue = wb_name_str(&call->queue);
	event.wait_ms = call->hold >= 0 ? call->hold * WB_SECOND : WB_ABSENT;
	wb_asterisk_send(a, &event);
	if (call->held) {
		event.kind = WB_EV_SEGMENT_HELD;
		event.t = t;
		event.queue = (struct wb_str){ NULL, 0 };
		event.wait_ms = WB_ABSENT;
		wb_asterisk_send(a, &event);
	}
}

static void repeat_calls(struct wb_asterisk *a, wb_ms t)
{
	for (uint32_t i = 0; i < a->calls.count; i++) {
		const struct wb_call *call = &a->calls.calls[i];
		if (call->phase == WB_CALL_TALKING) {
			repeat_talk(a, call, t);
		} else if (call->phase != WB_CALL_GONE) {
			wb_asterisk_enter(a, call, (struct wb_str){ NULL, 0 },
			                  call->joined);
		}
	}
}

static void repeat_offers(struct wb_asterisk *a)
{
	struct wb_event event;

	for (uint32_t i = 0; i < a->calls.offer_count; i++) {
		const struct wb_offer *offer = &a->calls.offers[i];
		wb_event_init(&event, WB_EV_OFFER_STARTED, offer->since);
		event.contact = wb_name_str(&offer->contact);
		event.queue = wb_name_str(&offer->queue);
		event.agent = wb_name_str(&offer->agent);
		wb_asterisk_send(a, &event);
	}
}

void wb_asterisk_on_list_complete(struct wb_asterisk *a,
                                  const struct wb_ami_packet *p, wb_ms t)
{
	if (!is_ours(a, p)) {
		return;
	}
	a->action_id[0] = '\0';
	for (uint32_t i = 0; i < a->member_capacity; i++) {
		if (!a->members[i].listed) {
			a->members[i].present = false;
		}
	}
	wb_roster_leave_unmarked(&a->roster, t);
	drop_lost(a, t);
	send_phase(a, WB_PHASE_BEGIN, t);
	wb_roster_repeat(&a->roster, t);
	repeat_calls(a, t);
	repeat_offers(a);
	send_phase(a, WB_PHASE_END, t);
	a->reconnected = false;
	for (uint32_t i = 0; i < a->calls.count; i++) {
		a->calls.calls[i].listed = false;
	}
}

static int64_t count_waiting(const struct wb_asterisk *a, struct wb_str queue)
{
	int64_t waiting = 0;

	for (uint32_t i = 0; i < a->calls.count; i++) {
		waiting += a->calls.calls[i].phase == WB_CALL_WAITING &&
		           wb_name_is(&a->calls.calls[i].queue, queue);
	}
	return waiting;
}

struct wb_str wb_asterisk_full_queue(struct wb_asterisk *a)
{
	struct wb_str full = { NULL, 0 };

	for (uint32_t i = 0; i < a->queue_names.count && i < a->queue_capacity;
	     i++) {
		struct wb_str name = wb_names_get(&a->queue_names, i);
		if (a->queues[i].max <= 0 ||
		    count_waiting(a, name) < a->queues[i].max) {
			continue;
		}
		if (full.data) {
			return (struct wb_str){ NULL, 0 };
		}
		full = name;
	}
	return full;
}
