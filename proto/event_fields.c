#include "event_fields.h"

#include "limits.h"

enum field {
	END,
	T = WB_FIELD_T,
	ID = WB_FIELD_ID,
	CONTACT,
	QUEUE,
	AGENT,
	CUSTOMER,
	TOPIC,
	LINE,
	REASON,
	TO,
	CODE,
	REFUSAL_CODE,
	ACTIVITY,
	ACTIVITY_CLASS,
	WHY,
	RESULT,
	CHANNEL,
	DIRECTION,
	OUTCOME,
	REFUSAL,
	OFFER_RESULT,
	TRANSFER,
	BY,
	RATING,
	PLACE,
	STATUS,
	PHASE,
	PRIORITY,
	POSITION,
	RING_MS,
	WAIT_MS,
	DURATION_MS,
	WRAPUP_MS,
	SCORE,
	SCALE,
	AMOUNT,
	FOLLOW_UP_DUE,
	DUE,
	FROM,
	UNTIL,
	RESOLVED,
	FIRST_LEVEL,
	SALE,
	PENDING,
	LAST,
	QUEUES,
	ADD,
	REMOVE,
	FIELD_COUNT,
};

_Static_assert(FIELD_COUNT <= 64, "field numbers are bits of a mask");

static const char *const channel_words[WB_CHANNEL_COUNT] = {
	[WB_CHANNEL_VOICE] = "voice",   [WB_CHANNEL_CHAT] = "chat",
	[WB_CHANNEL_EMAIL] = "email",   [WB_CHANNEL_SOCIAL] = "social",
	[WB_CHANNEL_TICKET] = "ticket", [WB_CHANNEL_CALLBACK] = "callback",
};

static const char *const direction_words[WB_DIRECTION_COUNT] = {
	[WB_DIRECTION_IN] = "in",
	[WB_DIRECTION_OUT] = "out",
};

static const char *const outcome_words[WB_OUTCOME_COUNT] = {
	[WB_OUTCOME_ABANDONED] = "abandoned",
	[WB_OUTCOME_TIMEOUT] = "timeout",
	[WB_OUTCOME_OVERFLOW] = "overflow",
	[WB_OUTCOME_EXIT_KEY] = "exit_key",
	[WB_OUTCOME_VOICEMAIL] = "voicemail",
	[WB_OUTCOME_CALLBACK] = "callback",
	[WB_OUTCOME_MOVED] = "moved",
	[WB_OUTCOME_EMPTY] = "empty",
	[WB_OUTCOME_WITHDRAWN] = "withdrawn",
	[WB_OUTCOME_FAILED] = "failed",
};

static const char *const refusal_words[WB_REFUSAL_COUNT] = {
	[WB_REFUSAL_FULL] = "full",
	[WB_REFUSAL_CLOSED] = "closed",
	[WB_REFUSAL_NO_AGENTS] = "no_agents",
};

static const char *const offer_result_words[WB_OFFER_RESULT_COUNT] = {
	[WB_OFFER_ACCEPTED] = "accepted", [WB_OFFER_NO_ANSWER] = "no_answer",
	[WB_OFFER_REJECTED] = "rejected", [WB_OFFER_CANCELLED] = "cancelled",
	[WB_OFFER_FAILED] = "failed",
};

static const char *const transfer_words[WB_TRANSFER_COUNT] = {
	[WB_TRANSFER_BLIND] = "blind",
	[WB_TRANSFER_ATTENDED] = "attended",
	[WB_TRANSFER_QUEUE] = "queue",
	[WB_TRANSFER_EXTERNAL] = "external",
};

static const char *const by_words[WB_BY_COUNT] = {
	[WB_BY_CUSTOMER] = "customer",
	[WB_BY_AGENT] = "agent",
	[WB_BY_SYSTEM] = "system",
	[WB_BY_TRANSFER] = "transfer",
};

static const char *const rating_words[WB_RATING_COUNT] = {
	[WB_RATING_CSAT] = "csat",
	[WB_RATING_NPS] = "nps",
	[WB_RATING_QUALITY] = "quality",
};

static const char *const place_words[WB_PLACE_COUNT] = {
	[WB_PLACE_FLOOR] = "floor",
	[WB_PLACE_REMOTE] = "remote",
};

static const char *const status_words[WB_STATUS_COUNT] = {
	[WB_STATUS_READY] = "ready",
	[WB_STATUS_NOT_READY] = "not_ready",
};

static const char *const phase_words[WB_PHASE_COUNT] = {
	[WB_PHASE_BEGIN] = "begin",
	[WB_PHASE_END] = "end",
};

/* clang-format off */
#define TEXT(s) { s, sizeof(s) - 1 }
#define AT(member) offsetof(struct wb_event, member)
#define NAME(wire, member) { TEXT(wire), WB_FIELD_NAME, AT(member), 0, 0, NULL, 0 }
#define FREE(wire, member) { TEXT(wire), WB_FIELD_TEXT, AT(member), 0, 0, NULL, 0 }
#define BOOL(wire, member) { TEXT(wire), WB_FIELD_BOOL, AT(member), 0, 1, NULL, 0 }
#define LIST(wire, member) { TEXT(wire), WB_FIELD_NAMES, AT(member), 0, 0, NULL, 0 }
#define INT(wire, member, min, max) \
	{ TEXT(wire), WB_FIELD_INT, AT(member), min, max, NULL, 0 }
#define WORD(wire, member, words) \
	{ TEXT(wire), WB_FIELD_WORD, AT(member), 0, 0, words, \
	  sizeof(words) / sizeof((words)[0]) }
#define INSTANT(wire, member) INT(wire, member, 0, WB_TIME_MAX)
#define DURATION(wire, member) INT(wire, member, 0, WB_DURATION_MAX_MS)

const struct wb_field wb_fields[FIELD_COUNT] = {
	[T] = INSTANT("t", t),
	[ID] = NAME("id", id),
	[CONTACT] = NAME("contact", contact),
	[QUEUE] = NAME("queue", queue),
	[AGENT] = NAME("agent", agent),
	[CUSTOMER] = NAME("customer", customer),
	[TOPIC] = NAME("topic", topic),
	[LINE] = NAME("line", line),
	[REASON] = FREE("reason", reason),
	[TO] = NAME("to", to),
	[CODE] = FREE("code", code),
	[REFUSAL_CODE] = FREE("refusal", refusal_code),
	[ACTIVITY] = FREE("activity", activity),
	[ACTIVITY_CLASS] = FREE("class", activity_class),
	[WHY] = FREE("why", why),
	[RESULT] = FREE("result", result),
	[CHANNEL] = WORD("channel", channel, channel_words),
	[DIRECTION] = WORD("direction", direction, direction_words),
	[OUTCOME] = WORD("outcome", outcome, outcome_words),
	[REFUSAL] = WORD("reason", refusal, refusal_words),
	[OFFER_RESULT] = WORD("result", offer_result, offer_result_words),
	[TRANSFER] = WORD("kind", transfer, transfer_words),
	[BY] = WORD("by", by, by_words),
	[RATING] = WORD("kind", rating, rating_words),
	[PLACE] = WORD("place", place, place_words),
	[STATUS] = WORD("state", status, status_words),
	[PHASE] = WORD("phase", phase, phase_words),
	[PRIORITY] = INT("priority", priority, -1000000, 1000000),
	[POSITION] = INT("position", position, 0, 1000000),
	[RING_MS] = DURATION("ring_ms", ring_ms),
	[WAIT_MS] = DURATION("wait_ms", wait_ms),
	[DURATION_MS] = DURATION("duration_ms", duration_ms),
	[WRAPUP_MS] = DURATION("wrapup_ms", wrapup_ms),
	[SCORE] = INT("score", score, 0, 1000),
	[SCALE] = INT("scale", scale, 1, 1000),
	[AMOUNT] = INT("amount", amount, -WB_AMOUNT_MAX, WB_AMOUNT_MAX),
	[FOLLOW_UP_DUE] = INSTANT("follow_up_due", due),
	[DUE] = INSTANT("due", due),
	[FROM] = INSTANT("from", from),
	[UNTIL] = INSTANT("to", until),
	[RESOLVED] = BOOL("resolved", resolved),
	[FIRST_LEVEL] = BOOL("first_level", first_level),
	[SALE] = BOOL("sale", sale),
	[PENDING] = BOOL("pending", pending),
	[LAST] = BOOL("last", last),
	[QUEUES] = LIST("queues", queues),
	[ADD] = LIST("add", add),
	[REMOVE] = LIST("remove", remove),
};

const struct wb_event_shape wb_event_shapes[WB_EV_COUNT] = {
	[WB_EV_CONTACT_STARTED] = { TEXT("contact.started"),
		{ CONTACT }, { CHANNEL, DIRECTION, CUSTOMER, TOPIC, LINE, QUEUE, AGENT } },
	[WB_EV_QUEUE_ENTERED] = { TEXT("queue.entered"),
		{ CONTACT, QUEUE },
		{ CHANNEL, PRIORITY, POSITION, CUSTOMER, TOPIC } },
	[WB_EV_QUEUE_LEFT] = { TEXT("queue.left"),
		{ CONTACT, QUEUE, OUTCOME }, { WAIT_MS } },
	[WB_EV_QUEUE_REFUSED] = { TEXT("queue.refused"),
		{ QUEUE, REFUSAL }, { CONTACT } },
	[WB_EV_QUEUE_RESUMED] = { TEXT("queue.resumed"),
		{ CONTACT, QUEUE }, { END } },
	[WB_EV_OFFER_STARTED] = { TEXT("offer.started"),
		{ CONTACT, QUEUE, AGENT }, { END } },
	[WB_EV_OFFER_ENDED] = { TEXT("offer.ended"),
		{ CONTACT, AGENT, OFFER_RESULT }, { QUEUE, RING_MS } },
	[WB_EV_SEGMENT_STARTED] = { TEXT("segment.started"),
		{ CONTACT, AGENT }, { QUEUE, WAIT_MS, DIRECTION } },
	[WB_EV_SEGMENT_HELD] = { TEXT("segment.held"),
		{ CONTACT, AGENT }, { END } },
	[WB_EV_SEGMENT_RETRIEVED] = { TEXT("segment.retrieved"),
		{ CONTACT, AGENT }, { END } },
	[WB_EV_SEGMENT_TRANSFERRED] = { TEXT("segment.transferred"),
		{ CONTACT, AGENT, TRANSFER }, { TO } },
	[WB_EV_SEGMENT_ENDED] = { TEXT("segment.ended"),
		{ CONTACT, AGENT }, { BY, DURATION_MS, WRAPUP_MS } },
	[WB_EV_WRAPUP_ENDED] = { TEXT("wrapup.ended"),
		{ AGENT }, { CONTACT } },
	[WB_EV_CONTACT_REPLIED] = { TEXT("contact.replied"),
		{ CONTACT, AGENT }, { END } },
	[WB_EV_CONTACT_ENDED] = { TEXT("contact.ended"),
		{ CONTACT }, { BY } },
	[WB_EV_CONTACT_OUTCOME] = { TEXT("contact.outcome"),
		{ CONTACT },
		{ AGENT, CODE, RESOLVED, FIRST_LEVEL, SALE, AMOUNT,
		  REFUSAL_CODE, FOLLOW_UP_DUE } },
	[WB_EV_CONTACT_RATED] = { TEXT("contact.rated"),
		{ CONTACT, RATING, SCORE, SCALE }, { QUEUE, AGENT } },
	[WB_EV_CALLBACK_REQUESTED] = { TEXT("callback.requested"),
		{ CONTACT }, { QUEUE, DUE } },
	[WB_EV_CALLBACK_ATTEMPTED] = { TEXT("callback.attempted"),
		{ CONTACT }, { QUEUE } },
	[WB_EV_CALLBACK_CLOSED] = { TEXT("callback.closed"),
		{ CONTACT }, { QUEUE, RESULT } },
	[WB_EV_FOLLOW_UP_CLOSED] = { TEXT("follow_up.closed"),
		{ CONTACT }, { END } },
	[WB_EV_AGENT_SIGNED_IN] = { TEXT("agent.signed_in"),
		{ AGENT }, { QUEUES, PLACE } },
	[WB_EV_AGENT_SIGNED_OUT] = { TEXT("agent.signed_out"),
		{ AGENT }, { END } },
	[WB_EV_AGENT_STATE] = { TEXT("agent.state"),
		{ AGENT, STATUS }, { REASON, QUEUE, PENDING } },
	[WB_EV_AGENT_QUEUES] = { TEXT("agent.queues"),
		{ AGENT }, { ADD, REMOVE } },
	[WB_EV_AGENT_SCHEDULE] = { TEXT("agent.schedule"),
		{ AGENT, ACTIVITY, ACTIVITY_CLASS, FROM, UNTIL }, { END } },
	[WB_EV_FEED_SNAPSHOT] = { TEXT("feed.snapshot"),
		{ PHASE }, { END } },
	[WB_EV_FEED_GAP] = { TEXT("feed.gap"),
		{ FROM, UNTIL }, { WHY } },
	[WB_EV_FEED_ALIVE] = { TEXT("feed.alive"), { END }, { LAST } },
};
/* clang-format on */

const char *wb_event_kind_name(enum wb_event_kind kind)
{
	return wb_event_shapes[kind].name.data;
}

int wb_event_kind_find(struct wb_str name)
{
	for (int kind = 0; kind < WB_EV_COUNT; kind++) {
		if (wb_str_equal(wb_event_shapes[kind].name, name)) {
			return kind;
		}
	}
	return -1;
}

const char *wb_channel_name(enum wb_channel channel)
{
	return channel_words[channel];
}

const char *wb_outcome_name(enum wb_outcome outcome)
{
	return outcome_words[outcome];
}
