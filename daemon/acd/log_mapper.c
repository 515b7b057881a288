#include "acd/log_mapper.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acd/text.h"

struct wb_log_talk {
	struct wb_name contact;
	struct wb_name agent;
	struct wb_name queue;
	int64_t hold; /* seconds, as CONNECT said; -1 unknown */
};

/* A record with its names made fit for events. */
struct entry {
	const struct wb_queue_record *record;
	wb_ms t;
	struct wb_name contact_name, queue_name, agent_name;
	struct wb_str contact, queue, agent;
};

static const struct wb_str absent = { NULL, 0 };

void wb_log_mapper_init(struct wb_log_mapper *mapper, struct wb_event_sink sink,
                        const struct wb_customer_key *key)
{
	*mapper = (struct wb_log_mapper){ .sink = sink, .key = *key };
	wb_roster_init(&mapper->roster, sink);
}

void wb_log_mapper_finish(struct wb_log_mapper *mapper)
{
	wb_roster_finish(&mapper->roster);
	free(mapper->talks);
	mapper->talks = NULL;
}

/*
 * The record's number is the event's id: with a clock of whole seconds two
 * things may be alike in everything else, such as two rings at one phone.
 */
static void send(struct wb_log_mapper *mapper, const struct wb_event *event)
{
	char id[24];
	struct wb_event told = *event;

	snprintf(id, sizeof(id), "%" PRIu64, mapper->records);
	told.id = wb_str(id);
	mapper->sink.take(mapper->sink.user, &told);
}

static int64_t seconds_to_ms(int64_t seconds)
{
	return seconds < 0 || seconds > WB_SPAN_MAX_SECONDS
	               ? WB_ABSENT
	               : seconds * WB_SECOND;
}

static bool add_talk(struct wb_log_mapper *mapper, const struct entry *entry,
                     int64_t hold)
{
	if (mapper->talk_count == WB_LOG_TALKS_MAX) {
		memmove(mapper->talks, mapper->talks + 1,
		        (WB_LOG_TALKS_MAX - 1) * sizeof(*mapper->talks));
		mapper->talk_count--;
	}
	if (mapper->talk_count == mapper->talk_capacity) {
		uint32_t capacity = mapper->talk_capacity * 2 + 64;
		struct wb_log_talk *talks =
			realloc(mapper->talks, capacity * sizeof(*talks));
		if (!talks) {
			return false;
		}
		mapper->talks = talks;
		mapper->talk_capacity = capacity;
	}
	mapper->talks[mapper->talk_count++] = (struct wb_log_talk){
		.contact = entry->contact_name,
		.agent = entry->agent_name,
		.queue = entry->queue_name,
		.hold = hold,
	};
	return true;
}

static bool name_is(const struct wb_name *name, struct wb_str text)
{
	return wb_str_equal((struct wb_str){ name->text, name->len }, text);
}

/*
 * The talk that a record ends. A Local channel that was optimised away makes a
 * call end under another id than it began with: then it is the talk of the
 * same agent in the same queue that waited as long, or the only one there is.
 */
static struct wb_log_talk *find_talk(struct wb_log_mapper *mapper,
                                     const struct entry *entry, int64_t hold)
{
	struct wb_log_talk *same_hold = NULL, *any = NULL;
	int others = 0;

	for (uint32_t i = 0; i < mapper->talk_count; i++) {
		struct wb_log_talk *talk = &mapper->talks[i];
		if (!name_is(&talk->queue, entry->queue) ||
		    !name_is(&talk->agent, entry->agent)) {
			continue;
		}
		if (name_is(&talk->contact, entry->contact)) {
			return talk;
		}
		if (talk->hold == hold && !same_hold) {
			same_hold = talk;
		}
		any = talk;
		others++;
	}
	if (same_hold) {
		return same_hold;
	}
	return others == 1 ? any : NULL;
}

static void on_queuestart(struct wb_log_mapper *mapper,
                          const struct entry *entry)
{
	struct wb_event event;

	mapper->talk_count = 0;
	wb_roster_clear(&mapper->roster);
	wb_event_init(&event, WB_EV_FEED_SNAPSHOT, entry->t);
	event.phase = WB_PHASE_BEGIN;
	send(mapper, &event);
	event.phase = WB_PHASE_END;
	send(mapper, &event);
}

static void on_enterqueue(struct wb_log_mapper *mapper,
                          const struct entry *entry)
{
	const struct wb_queue_record *record = entry->record;
	char customer[WB_CUSTOMER_TEXT_SIZE];
	struct wb_event event;

	wb_event_init(&event, WB_EV_QUEUE_ENTERED, entry->t);
	event.contact = entry->contact;
	event.queue = entry->queue;
	event.channel = WB_CHANNEL_VOICE;
	if (record->count > 1) {
		event.customer = wb_customer_hash(
			&mapper->key, record->parameters[1], customer);
	}
	int64_t position = wb_queue_log_number(record, 2);
	event.position = position > 0 && position <= WB_POSITION_MAX
	                         ? position
	                         : WB_ABSENT;
	send(mapper, &event);
}

static void send_offer(struct wb_log_mapper *mapper, const struct entry *entry,
                       enum wb_offer_result result, int64_t ring_ms)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_OFFER_ENDED, entry->t);
	event.contact = entry->contact;
	event.queue = entry->queue;
	event.agent = entry->agent;
	event.offer_result = (int)result;
	event.ring_ms = ring_ms < 0 || ring_ms > WB_SPAN_MAX_SECONDS * WB_SECOND
	                        ? WB_ABSENT
	                        : ring_ms;
	send(mapper, &event);
}

static void on_connect(struct wb_log_mapper *mapper, const struct entry *entry)
{
	int64_t hold = wb_queue_log_number(entry->record, 0);
	int64_t ring = wb_queue_log_number(entry->record, 2);
	struct wb_event event;

	if (entry->agent.len == 0) {
		mapper->ignored++;
		return;
	}
	wb_roster_join(&mapper->roster, entry->t, entry->agent, entry->queue);
	send_offer(mapper, entry, WB_OFFER_ACCEPTED, seconds_to_ms(ring));
	wb_event_init(&event, WB_EV_SEGMENT_STARTED, entry->t);
	event.contact = entry->contact;
	event.agent = entry->agent;
	event.queue = entry->queue;
	event.wait_ms = seconds_to_ms(hold);
	send(mapper, &event);
	add_talk(mapper, entry, hold);
}

/* Takes the talk off the list; the id it began with, or the record's own. */
static struct wb_str end_talk(struct wb_log_mapper *mapper,
                              const struct entry *entry, int64_t hold,
                              struct wb_name *ret_name)
{
	struct wb_log_talk *talk = find_talk(mapper, entry, hold);

	if (!talk) {
		mapper->unmatched++;
		return entry->contact;
	}
	if (!name_is(&talk->contact, entry->contact)) {
		mapper->renamed++;
	}
	*ret_name = talk->contact;
	*talk = mapper->talks[--mapper->talk_count];
	return (struct wb_str){ ret_name->text, ret_name->len };
}

static void send_end(struct wb_log_mapper *mapper, const struct entry *entry,
                     enum wb_ended_by by, int transfer, struct wb_str to,
                     int64_t hold, int64_t talk)
{
	struct wb_name name;
	struct wb_event event;

	if (entry->agent.len == 0) {
		mapper->ignored++;
		return;
	}
	struct wb_str contact = end_talk(mapper, entry, hold, &name);
	if (transfer >= 0) {
		wb_event_init(&event, WB_EV_SEGMENT_TRANSFERRED, entry->t);
		event.contact = contact;
		event.agent = entry->agent;
		event.transfer = transfer;
		event.to = to;
		send(mapper, &event);
	}
	wb_event_init(&event, WB_EV_SEGMENT_ENDED, entry->t);
	event.contact = contact;
	event.agent = entry->agent;
	event.by = (int)by;
	event.duration_ms = seconds_to_ms(talk);
	send(mapper, &event);
}

static void on_complete(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_end(mapper, entry,
	         entry->record->verb == WB_VERB_COMPLETECALLER ? WB_BY_CUSTOMER
	                                                       : WB_BY_AGENT,
	         -1, absent, wb_queue_log_number(entry->record, 0),
	         wb_queue_log_number(entry->record, 1));
}

/*
 * Where the seconds of waiting stand; those of talk follow. Parameters end in
 * hold|talk|position, whatever comes before; before Asterisk 1.8 a transfer
 * was exten|context|hold|talk.
 */
static int transfer_hold_at(const struct wb_queue_record *record)
{
	int count = record->count;

	while (count > 0 && record->parameters[count - 1].len == 0) {
		count--;
	}
	return record->verb == WB_VERB_TRANSFER && count == 4 ? 2 : -3;
}

static void on_transfer(struct wb_log_mapper *mapper, const struct entry *entry)
{
	const struct wb_queue_record *record = entry->record;
	bool attended = record->verb == WB_VERB_ATTENDEDTRANSFER;
	int hold_at = transfer_hold_at(record);
	struct wb_name name;
	struct wb_str to = absent;

	if (!attended && record->count > 3 &&
	    !wb_text_is_phone_number(record->parameters[0])) {
		to = wb_text_clean(record->parameters[0], &name);
	}
	send_end(mapper, entry, WB_BY_TRANSFER,
	         attended ? WB_TRANSFER_ATTENDED : WB_TRANSFER_BLIND,
	         to.len ? to : absent, wb_queue_log_number(record, hold_at),
	         wb_queue_log_number(record, hold_at + 1));
}

static void send_left(struct wb_log_mapper *mapper, const struct entry *entry,
                      enum wb_outcome outcome, int64_t wait)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_QUEUE_LEFT, entry->t);
	event.contact = entry->contact;
	event.queue = entry->queue;
	event.outcome = (int)outcome;
	event.wait_ms = seconds_to_ms(wait);
	send(mapper, &event);
}

static void on_abandon(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_left(mapper, entry, WB_OUTCOME_ABANDONED,
	          wb_queue_log_number(entry->record, 2));
}

static void on_timeout(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_left(mapper, entry, WB_OUTCOME_TIMEOUT,
	          wb_queue_log_number(entry->record, 2));
}

static void on_key(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_left(mapper, entry, WB_OUTCOME_EXIT_KEY,
	          wb_queue_log_number(entry->record, 3));
}

static void on_empty(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_left(mapper, entry, WB_OUTCOME_EMPTY,
	          wb_queue_log_number(entry->record, 2));
}

/* position|origposition|waittime|info, and the info may hold anything. */
static void on_withdraw(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_left(mapper, entry, WB_OUTCOME_WITHDRAWN,
	          wb_queue_log_number(entry->record, 2));
}

static void on_syscompat(struct wb_log_mapper *mapper,
                         const struct entry *entry)
{
	send_left(mapper, entry, WB_OUTCOME_FAILED, -1);
}

static void send_unanswered(struct wb_log_mapper *mapper,
                            const struct entry *entry,
                            enum wb_offer_result result)
{
	if (entry->agent.len == 0) {
		mapper->ignored++;
		return;
	}
	wb_roster_join(&mapper->roster, entry->t, entry->agent, entry->queue);
	send_offer(mapper, entry, result,
	           wb_queue_log_number(entry->record, 0));
}

static void on_no_answer(struct wb_log_mapper *mapper,
                         const struct entry *entry)
{
	send_unanswered(mapper, entry, WB_OFFER_NO_ANSWER);
}

static void on_ring_canceled(struct wb_log_mapper *mapper,
                             const struct entry *entry)
{
	send_unanswered(mapper, entry, WB_OFFER_CANCELLED);
}

static void on_dump(struct wb_log_mapper *mapper, const struct entry *entry)
{
	send_unanswered(mapper, entry, WB_OFFER_FAILED);
}

/* "SIP/100", "Local/a1@agents/n": a member's interface, not its name. */
static bool is_interface(struct wb_str agent)
{
	return agent.len > 0 && memchr(agent.data, '/', agent.len) != NULL;
}

static void on_addmember(struct wb_log_mapper *mapper,
                         const struct entry *entry)
{
	struct wb_membership state = {
		.reachable = true,
		.paused = wb_str_is(entry->record->rest, "PAUSED"),
	};

	if (is_interface(entry->agent) &&
	    !wb_roster_knows(&mapper->roster, entry->agent)) {
		mapper->ignored++;
		return;
	}
	wb_roster_set(&mapper->roster, entry->t, entry->agent, entry->queue,
	              &state);
}

static void on_removemember(struct wb_log_mapper *mapper,
                            const struct entry *entry)
{
	wb_roster_leave(&mapper->roster, entry->t, entry->agent, entry->queue);
}

static void on_pause(struct wb_log_mapper *mapper, const struct entry *entry)
{
	struct wb_membership state = {
		.reachable = true,
		.paused = true,
		.reason = entry->record->rest,
	};

	wb_roster_set(&mapper->roster, entry->t, entry->agent, entry->queue,
	              &state);
}

static void on_unpause(struct wb_log_mapper *mapper, const struct entry *entry)
{
	struct wb_membership state = { .reachable = true };

	wb_roster_set(&mapper->roster, entry->t, entry->agent, entry->queue,
	              &state);
}

static const struct {
	void (*take)(struct wb_log_mapper *mapper, const struct entry *entry);
	bool of_call; /* nothing without an id and a queue */
} handlers[WB_VERB_COUNT] = {
	[WB_VERB_QUEUESTART] = { on_queuestart, false },
	[WB_VERB_ENTERQUEUE] = { on_enterqueue, true },
	[WB_VERB_CONNECT] = { on_connect, true },
	[WB_VERB_COMPLETECALLER] = { on_complete, true },
	[WB_VERB_COMPLETEAGENT] = { on_complete, true },
	[WB_VERB_BLINDTRANSFER] = { on_transfer, true },
	[WB_VERB_ATTENDEDTRANSFER] = { on_transfer, true },
	[WB_VERB_TRANSFER] = { on_transfer, true },
	[WB_VERB_ABANDON] = { on_abandon, true },
	[WB_VERB_EXITWITHTIMEOUT] = { on_timeout, true },
	[WB_VERB_EXITWITHKEY] = { on_key, true },
	[WB_VERB_EXITEMPTY] = { on_empty, true },
	[WB_VERB_WITHDRAW] = { on_withdraw, true },
	[WB_VERB_RINGNOANSWER] = { on_no_answer, true },
	[WB_VERB_RINGCANCELED] = { on_ring_canceled, true },
	[WB_VERB_AGENTDUMP] = { on_dump, true },
	[WB_VERB_SYSCOMPAT] = { on_syscompat, true },
	[WB_VERB_ADDMEMBER] = { on_addmember, false },
	[WB_VERB_REMOVEMEMBER] = { on_removemember, false },
	[WB_VERB_PAUSE] = { on_pause, false },
	[WB_VERB_UNPAUSE] = { on_unpause, false },
};

/* Asterisk writes NONE for what is not there. */
static struct wb_str take_name(struct wb_str text, struct wb_name *ret_name)
{
	if (wb_str_is(text, "NONE")) {
		text = wb_str("");
	}
	return wb_text_clean(text, ret_name);
}

void wb_log_mapper_take(struct wb_log_mapper *mapper,
                        const struct wb_queue_record *record)
{
	struct entry entry = { .record = record, .t = record->t };

	mapper->records++;
	entry.contact = take_name(record->callid, &entry.contact_name);
	entry.queue = take_name(record->queue, &entry.queue_name);
	entry.agent = take_name(record->agent, &entry.agent_name);
	if (!handlers[record->verb].take ||
	    (handlers[record->verb].of_call &&
	     (entry.contact.len == 0 || entry.queue.len == 0))) {
		mapper->ignored++;
		return;
	}
	handlers[record->verb].take(mapper, &entry);
}
