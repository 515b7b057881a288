#include <string.h>

#include "acd/asterisk_private.h"

/* An older call that a log leaves open ended with the switch. */
#define STALE_MS ((wb_ms)4 * WB_HOUR)

/* Lines of the log that are kept while the connection stands. */
#define RECENT_MAX_BYTES ((size_t)512 * 1024)

static const struct wb_str absent = { NULL, 0 };

static struct wb_call *find_any(struct wb_asterisk *a,
                                const struct wb_queue_record *record)
{
	return wb_calls_find(&a->calls, record->callid, record->queue,
	                     PHASE_ANY);
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

	if (known && !known->early &&
	    record->t - known->joined <= SAME_MOMENT_MS) {
		return; /* the event came just before the connection went */
	}
	struct wb_implied entry = {
		.id = record->callid,
		.queue = record->queue,
		.number = record->count > 1 ? record->parameters[1] : absent,
		.position = position > 0 && position <= WB_POSITION_MAX
		                    ? position
		                    : WB_ABSENT,
		.t = record->t,
		.early = true,
	};
	wb_asterisk_imply(a, &entry);
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
		struct wb_implied entry = {
			.id = record->callid,
			.queue = record->queue,
			.position = WB_ABSENT,
			.t = record->t,
			.hold = hold,
			.early = true,
		};
		call = wb_asterisk_imply(a, &entry);
	}
	if (!call) {
		return;
	}
	call->started = record->t;
	call->agent = agent;
	call->hold = hold;
	call->start_by_log = true;
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
		.by_log = true,
	};
	struct wb_call *call = wb_calls_find_talk(&a->calls, &end);

	if (!call || wb_calls_is_echo(&a->calls, call, &end, record->t,
	                              SAME_MOMENT_MS)) {
		return;
	}
	if (record->verb == WB_VERB_ATTENDEDTRANSFER) {
		call->transfer = WB_TRANSFER_ATTENDED;
	}
	call->end_by_log = true;
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

	if (call && record->t > a->newest &&
	    wb_text_clean(record->agent, &agent).len > 0) {
		wb_asterisk_send_offer_end(a, call, wb_name_str(&agent), result,
		                           seconds(record, 0), record->t);
		call->rung_agent = agent;
		call->rung_at = record->t;
	}
}

/* The log knows the member by its name. */
static void on_pause(struct wb_asterisk *a,
                     const struct wb_queue_record *record, bool paused)
{
	struct wb_asterisk_member *member =
		wb_asterisk_find_named(a, record->queue, record->agent);

	if (member) {
		member->paused = paused;
		member->reason.len = 0;
		if (paused) {
			wb_text_clean(record->rest, &member->reason);
		}
		wb_asterisk_apply(a, member, record->t);
	}
}

/* The switch was started: nothing of before goes on. */
static void on_start(struct wb_asterisk *a,
                     const struct wb_queue_record *record)
{
	(void)record;
	for (uint32_t i = a->calls.count; i-- > 0;) {
		if (a->calls.calls[i].phase != WB_CALL_GONE) {
			wb_calls_remove(&a->calls, &a->calls.calls[i]);
			a->counters.lost++;
		}
	}
}

static void on_complete(struct wb_asterisk *a,
                        const struct wb_queue_record *record)
{
	end_talk(a, record,
	         record->verb == WB_VERB_COMPLETECALLER ? WB_BY_CUSTOMER
	                                                : WB_BY_AGENT,
	         0, 1);
}

static void on_transfer(struct wb_asterisk *a,
                        const struct wb_queue_record *record)
{
	end_talk(a, record, WB_BY_TRANSFER, -3, -2);
}

static void on_no_answer(struct wb_asterisk *a,
                         const struct wb_queue_record *record)
{
	on_ring(a, record, WB_OFFER_NO_ANSWER);
}

static void on_cancelled(struct wb_asterisk *a,
                         const struct wb_queue_record *record)
{
	on_ring(a, record, WB_OFFER_CANCELLED);
}

static void on_dump(struct wb_asterisk *a, const struct wb_queue_record *record)
{
	on_ring(a, record, WB_OFFER_FAILED);
}

static void on_paused(struct wb_asterisk *a,
                      const struct wb_queue_record *record)
{
	on_pause(a, record, true);
}

static void on_unpaused(struct wb_asterisk *a,
                        const struct wb_queue_record *record)
{
	on_pause(a, record, false);
}

static void on_added(struct wb_asterisk *a,
                     const struct wb_queue_record *record)
{
	wb_asterisk_add_known(a, record->queue, record->agent,
	                      wb_str_is(record->rest, "PAUSED"), record->t);
}

static void on_removed(struct wb_asterisk *a,
                       const struct wb_queue_record *record)
{
	wb_asterisk_remove_known(a, record->queue, record->agent, record->t);
}

static void (*const handlers[WB_VERB_COUNT])(
	struct wb_asterisk *a, const struct wb_queue_record *record) = {
	[WB_VERB_QUEUESTART] = on_start,
	[WB_VERB_ENTERQUEUE] = on_enter,
	[WB_VERB_CONNECT] = on_connect,
	[WB_VERB_COMPLETECALLER] = on_complete,
	[WB_VERB_COMPLETEAGENT] = on_complete,
	[WB_VERB_BLINDTRANSFER] = on_transfer,
	[WB_VERB_ATTENDEDTRANSFER] = on_transfer,
	[WB_VERB_TRANSFER] = on_transfer,
	[WB_VERB_ABANDON] = on_left,
	[WB_VERB_EXITWITHTIMEOUT] = on_left,
	[WB_VERB_EXITWITHKEY] = on_left,
	[WB_VERB_EXITEMPTY] = on_left,
	[WB_VERB_WITHDRAW] = on_left,
	[WB_VERB_SYSCOMPAT] = on_left,
	[WB_VERB_RINGNOANSWER] = on_no_answer,
	[WB_VERB_RINGCANCELED] = on_cancelled,
	[WB_VERB_AGENTDUMP] = on_dump,
	[WB_VERB_ADDMEMBER] = on_added,
	[WB_VERB_REMOVEMEMBER] = on_removed,
	[WB_VERB_PAUSE] = on_paused,
	[WB_VERB_UNPAUSE] = on_unpaused,
};

void wb_asterisk_follow(struct wb_asterisk *a,
                        const struct wb_queue_record *record)
{
	if (handlers[record->verb]) {
		handlers[record->verb](a, record);
	}
}

static void say_nothing(void *user, const struct wb_event *event)
{
	(void)user;
	(void)event;
}

/* Keeps the line for the case that its events never come. */
static void remember(struct wb_asterisk *a, struct wb_str line)
{
	if (a->recent.len > RECENT_MAX_BYTES) {
		const char *half = a->recent.data + a->recent.len / 2;
		const char *end = strchr(half, '\n');
		wb_buf_drop_front(&a->recent,
		                  (size_t)(end - a->recent.data) + 1);
	}
	wb_buf_add_str(&a->recent, line);
	wb_buf_add_char(&a->recent, '\n');
}

void wb_asterisk_take_line(struct wb_asterisk *asterisk, struct wb_str line)
{
	struct wb_queue_record record;
	const char *problem;

	if (!wb_queue_log_parse(line, &record, &problem)) {
		return;
	}
	if (asterisk->cut_off) {
		wb_asterisk_follow(asterisk, &record);
	} else {
		remember(asterisk, line);
		wb_asterisk_take_record(asterisk, &record);
	}
}

void wb_asterisk_follow_recent(struct wb_asterisk *a)
{
	struct wb_str rest = wb_buf_str(&a->recent);
	struct wb_queue_record record;
	const char *problem;

	while (rest.len > 0) {
		const char *end = memchr(rest.data, '\n', rest.len);
		struct wb_str line = { rest.data, (size_t)(end - rest.data) };
		if (wb_queue_log_parse(line, &record, &problem) &&
		    record.t >= a->newest - SAME_MOMENT_MS) {
			wb_asterisk_follow(a, &record);
		}
		rest.len -= line.len + 1;
		rest.data += line.len + 1;
	}
	wb_buf_clear(&a->recent);
}

void wb_asterisk_seed(struct wb_asterisk *asterisk, struct wb_str line)
{
	struct wb_event_sink sink = asterisk->sink;
	struct wb_queue_record record;
	const char *problem;

	if (!wb_queue_log_parse(line, &record, &problem)) {
		return;
	}
	asterisk->sink = (struct wb_event_sink){ say_nothing, NULL };
	wb_asterisk_follow(asterisk, &record);
	wb_asterisk_tick(asterisk, record.t);
	asterisk->newest = record.t;
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
	asterisk->reconnected = true;
}
