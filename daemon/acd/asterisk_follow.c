#include "acd/asterisk_private.h"

/* An older call that a log leaves open ended with the switch. */
#define STALE_MS ((wb_ms)4 * WB_HOUR)

static const struct wb_str absent = { NULL, 0 };

static struct wb_call *find_any(struct wb_asterisk *a,
                                const struct wb_queue_record *record)
{
	return wb_calls_find(&a->calls, record->callid, record->queue,
	                     PHASE_OPEN | PHASE(WB_CALL_TALKING) |
	                             PHASE(WB_CALL_GONE));
}

static struct wb_call *find_open(struct wb_asterisk *a,
                                 const struct wb_queue_record *record)
{
	return wb_calls_find(&a->calls, record->callid, record->queue,
	                     PHASE_OPEN);
}

static void on_enter(struct wb_asterisk *a,
                     const struct wb_queue_record *record)
{
	const struct wb_call *known = find_any(a, record);
	int64_t position = wb_queue_log_number(record, 2);

	if (known && record->t - known->joined <= SAME_MOMENT_MS) {
		return; /* the event came just before the connection went */
	}
	wb_asterisk_imply(a, record->callid, record->queue,
	                  record->count > 1 ? record->parameters[1] : absent,
	                  position > 0 && position <= WB_POSITION_MAX
	                          ? position
	                          : WB_ABSENT,
	                  record->t);
}

static int64_t seconds(const struct wb_queue_record *record, int index)
{
	int64_t value = wb_queue_log_number(record, index);

	return value <= WB_SPAN_MAX_SECONDS ? value : -1;
}

static void on_connect(struct wb_asterisk *a,
                       const struct wb_queue_record *record)
{
	struct wb_call *call = find_open(a, record);
	int64_t hold = seconds(record, 0);
	struct wb_name agent;

	if (wb_text_clean(record->agent, &agent).len == 0 ||
	    (!call && find_any(a, record))) {
		return;
	}
	if (!call) {
		call = wb_asterisk_imply(
			a, record->callid, record->queue, absent, WB_ABSENT,
			record->t - (hold > 0 ? hold * WB_SECOND : 0));
	}
	if (!call) {
		return;
	}
	call->started = record->t;
	call->agent = agent;
	call->hold = hold;
	wb_asterisk_start_talk(a, call, seconds(record, 2));
}

/* Hold and talk: from the left, or from the right after a transfer. */
static void end_talk(struct wb_asterisk *a,
                     const struct wb_queue_record *record, enum wb_ended_by by,
                     int hold_at, int talk_at)
{
	struct wb_talk_end end = {
		.id = record->callid,
		.queue = record->queue,
		.agent = record->agent,
		.hold = seconds(record, hold_at),
		.sure = true,
	};
	struct wb_call *call = wb_calls_find_talk(&a->calls, &end);

	if (!call) {
		return;
	}
	if (record->verb == WB_VERB_ATTENDEDTRANSFER) {
		call->transfer = WB_TRANSFER_ATTENDED;
	}
	wb_asterisk_end_talk(a, call, by, seconds(record, talk_at), record->t);
}

static void on_left(struct wb_asterisk *a, const struct wb_queue_record *record)
{
	struct wb_call *call = find_open(a, record);

	if (!call) {
		return;
	}
	if (call->phase == WB_CALL_WAITING) {
		call->left = record->t;
	}
	call->outcome = wb_asterisk_record_outcome(record->verb);
	if (call->hold < 0) {
		call->hold = wb_asterisk_record_wait(record);
	}
	wb_asterisk_decide(a, call);
}

static void on_ring(struct wb_asterisk *a, const struct wb_queue_record *record,
                    int result)
{
	struct wb_call *call = find_open(a, record);
	struct wb_name agent;

	if (call && record->t > a->cut_off_at &&
	    wb_text_clean(record->agent, &agent).len > 0) {
		wb_asterisk_send_offer_end(a, call, wb_name_str(&agent), result,
		                           seconds(record, 0), record->t);
	}
}

/* The switch was started: nothing of before goes on. */
static void on_start(struct wb_asterisk *a)
{
	for (uint32_t i = a->calls.count; i-- > 0;) {
		if (a->calls.calls[i].phase != WB_CALL_GONE) {
			wb_calls_remove(&a->calls, &a->calls.calls[i]);
			a->counters.lost++;
		}
	}
}

void wb_asterisk_follow(struct wb_asterisk *a,
                        const struct wb_queue_record *record)
{
	if (wb_asterisk_record_outcome(record->verb) >= 0) {
		on_left(a, record);
		return;
	}
	int verb = (int)record->verb;
	switch (verb) {
	case WB_VERB_QUEUESTART:
		on_start(a);
		break;
	case WB_VERB_ENTERQUEUE:
		on_enter(a, record);
		break;
	case WB_VERB_CONNECT:
		on_connect(a, record);
		break;
	case WB_VERB_COMPLETECALLER:
		end_talk(a, record, WB_BY_CUSTOMER, 0, 1);
		break;
	case WB_VERB_COMPLETEAGENT:
		end_talk(a, record, WB_BY_AGENT, 0, 1);
		break;
	case WB_VERB_BLINDTRANSFER:
	case WB_VERB_ATTENDEDTRANSFER:
	case WB_VERB_TRANSFER:
		end_talk(a, record, WB_BY_TRANSFER, -3, -2);
		break;
	case WB_VERB_RINGNOANSWER:
		on_ring(a, record, WB_OFFER_NO_ANSWER);
		break;
	case WB_VERB_RINGCANCELED:
		on_ring(a, record, WB_OFFER_CANCELLED);
		break;
	default:
		break;
	}
}

static void say_nothing(void *user, const struct wb_event *event)
{
	(void)user;
	(void)event;
}

void wb_asterisk_seed(struct wb_asterisk *asterisk,
                      const struct wb_queue_record *record)
{
	struct wb_event_sink sink = asterisk->sink;

	asterisk->sink = (struct wb_event_sink){ say_nothing, NULL };
	wb_asterisk_follow(asterisk, record);
	wb_asterisk_tick(asterisk, record->t);
	asterisk->sink = sink;
}

void wb_asterisk_seeded(struct wb_asterisk *asterisk, wb_ms now)
{
	for (uint32_t i = asterisk->calls.count; i-- > 0;) {
		struct wb_call *call = &asterisk->calls.calls[i];
		if (call->joined < now - STALE_MS) {
			wb_calls_remove(&asterisk->calls, call);
		}
	}
	asterisk->cut_off = true;
	asterisk->cut_off_at = now;
	asterisk->reconnected = true;
}
