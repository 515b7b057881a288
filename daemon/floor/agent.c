/* Agents: what is told of them becomes notes; how they stand now. */

#include "floor/state.h"
#include "floor/timeline.h"

/* Reasons and classes of activities, in bytes; longer ones are cut. */
#define WORD_MAX_BYTES 63

/* WB_NOBODY for an empty word, or one too many. */
static uint32_t word_number(struct wb_floor *floor, struct wb_str text)
{
	size_t len = wb_str_utf8_prefix(text, WORD_MAX_BYTES);
	if (!text.data || len == 0) {
		return WB_NOBODY;
	}
	uint32_t number =
		wb_names_add(&floor->words, (struct wb_str){ text.data, len });
	if (number == WB_NAMES_NONE) {
		anomaly(floor, WB_ANOMALY_NAMES_FULL);
		return WB_NOBODY;
	}
	return number;
}

static struct wb_str word(const struct wb_floor *floor, uint32_t number)
{
	return number == WB_NOBODY ? (struct wb_str){ NULL, 0 }
	                           : wb_names_get(&floor->words, number);
}

bool wb_agent_note(struct wb_floor *floor, uint32_t agent,
                   const struct floor_note *note)
{
	return wb_timeline_add(floor, agent, note, 1);
}

void wb_agent_mention(struct wb_floor *floor, uint32_t number, uint32_t feed)
{
	struct floor_agent *agent = &floor->agents[number];
	agent->feed = feed;
	agent->mentioned = floor->feeds[feed].generation;
}

/* What one event says of an agent. */
struct said {
	struct floor_note notes[2 * WB_EVENT_QUEUES_MAX + 2];
	uint32_t count;
};

static struct floor_note *say(struct said *said, enum floor_note_kind kind,
                              wb_ms t)
{
	struct floor_note *note = &said->notes[said->count++];
	*note = (struct floor_note){
		.t = t,
		.kind = kind,
		.subject = WB_NOBODY,
		.queue = WB_NOBODY,
	};
	return note;
}

static void say_queues(struct wb_floor *floor, struct said *said,
                       enum floor_note_kind kind,
                       const struct wb_queue_list *list, wb_ms t)
{
	for (int i = 0; i < list->count; i++) {
		uint32_t queue = wb_floor_queue_number(floor, list->names[i]);
		if (queue != WB_NOBODY) {
			say(said, kind, t)->queue = queue;
		}
	}
}

void wb_agent_signed_in(struct wb_floor *floor, uint32_t agent, uint32_t feed,
                        const struct wb_event *event)
{
	struct said said = { .count = 0 };
	wb_agent_mention(floor, agent, feed);
	if (event->queues.count >= 0) {
		say(&said, NOTE_SERVES_NONE, event->t);
		say_queues(floor, &said, NOTE_JOINED, &event->queues, event->t);
	}
	say(&said, NOTE_SIGNED_IN, event->t)->a = event->place;
	wb_timeline_add(floor, agent, said.notes, said.count);
}

void wb_agent_signed_out(struct wb_floor *floor, uint32_t agent, wb_ms t)
{
	struct floor_note note = {
		.t = t,
		.kind = NOTE_SIGNED_OUT,
		.subject = WB_NOBODY,
		.queue = WB_NOBODY,
	};
	wb_agent_note(floor, agent, &note);
}

void wb_floor_sign_out_all(struct wb_floor *floor, wb_ms at)
{
	for (uint32_t i = 0; i < floor->agent_names.count; i++) {
		if (floor->agents[i].line.last.signed_in) {
			wb_agent_signed_out(floor, i, at);
		}
	}
}

void wb_agent_status(struct wb_floor *floor, uint32_t agent, uint32_t feed,
                     const struct wb_event *event)
{
	struct floor_note note = {
		.t = event->t,
		.kind = NOTE_SEEN,
		.subject = WB_NOBODY,
		.queue = WB_NOBODY,
	};
	wb_agent_mention(floor, agent, feed);
	if (event->queue.data) {
		/* A pause in one queue only leaves the agent routable. */
	} else if (event->status == WB_STATUS_NOT_READY) {
		note.kind = NOTE_NOT_READY;
		note.subject = word_number(floor, event->reason);
		note.a = event->pending == 1;
	} else {
		note.kind = NOTE_READY;
	}
	wb_agent_note(floor, agent, &note);
}

void wb_agent_queues(struct wb_floor *floor, uint32_t agent,
                     const struct wb_event *event)
{
	struct said said = { .count = 0 };
	say_queues(floor, &said, NOTE_JOINED, &event->add, event->t);
	say_queues(floor, &said, NOTE_LEFT, &event->remove, event->t);
	wb_timeline_add(floor, agent, said.notes, said.count);
}

void wb_agent_planned(struct wb_floor *floor, uint32_t agent,
                      const struct wb_event *event)
{
	struct floor_note note = {
		.t = event->t,
		.kind = NOTE_PLANNED,
		.subject = word_number(floor, event->activity_class),
		.queue = WB_NOBODY,
		.a = event->from,
		.b = event->until,
	};
	wb_agent_note(floor, agent, &note);
}

static uint32_t queue_slot(const struct floor_agent *agent, uint32_t queue)
{
	uint32_t slot = 0;
	while (slot < agent->queue_count && agent->queues[slot] < queue) {
		slot++;
	}
	return slot;
}

bool wb_floor_agent_serves(const struct wb_floor *floor, uint32_t agent,
                           uint32_t queue)
{
	const struct floor_agent *a = &floor->agents[agent];
	uint32_t slot = queue_slot(a, queue);
	return slot < a->queue_count && a->queues[slot] == queue;
}

const uint32_t *wb_floor_agent_queues(const struct wb_floor *floor,
                                      uint32_t agent, uint32_t *ret_count)
{
	*ret_count = floor->agents[agent].queue_count;
	return floor->agents[agent].queues;
}

struct wb_str wb_floor_agent_reason(const struct wb_floor *floor,
                                    uint32_t agent)
{
	return word(floor, floor->agents[agent].shown.reason);
}

void wb_floor_agent_now(const struct wb_floor *floor, uint32_t agent,
                        struct wb_agent_now *ret_now)
{
	const struct floor_agent *a = &floor->agents[agent];
	const struct floor_shift *last = &a->line.last;
	struct wb_str none = { NULL, 0 };
	*ret_now = (struct wb_agent_now){
		.state = a->shown.state,
		.since = a->shown.since,
		.reason = a->shown.state == WB_AGENT_NOT_READY
		                  ? word(floor, a->shown.reason)
		                  : none,
		.pending = none,
		.marks = a->shown.marks,
	};
	if (last->has_pending) {
		ret_now->pending = last->pending == WB_NOBODY
		                           ? wb_str("")
		                           : word(floor, last->pending);
	}
}
