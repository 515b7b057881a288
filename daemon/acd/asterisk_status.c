#include <string.h>

#include "acd/asterisk_private.h"

static const struct wb_str absent = { NULL, 0 };

/* What Asterisk puts in QUEUESTATUS. */
static const struct {
	const char *status;
	int outcome; /* of somebody who waited */
	int refusal; /* of somebody who never got in */
} statuses[] = {
	{ "TIMEOUT", WB_OUTCOME_TIMEOUT, -1 },
	{ "LEAVEEMPTY", WB_OUTCOME_EMPTY, -1 },
	{ "LEAVEUNAVAIL", WB_OUTCOME_EMPTY, -1 },
	{ "WITHDRAW", WB_OUTCOME_WITHDRAWN, -1 },
	{ "FULL", -1, WB_REFUSAL_FULL },
	{ "JOINEMPTY", -1, WB_REFUSAL_NO_AGENTS },
	{ "JOINUNAVAIL", -1, WB_REFUSAL_NO_AGENTS },
};

static struct wb_str uniqueid(const struct wb_ami_packet *p)
{
	return wb_ami_get(p, "Uniqueid");
}

static struct wb_str find_place(struct wb_asterisk *a, struct wb_str channel)
{
	for (int i = 0; i < WB_ASTERISK_PLACES; i++) {
		if (wb_name_is(&a->places[i].channel, channel)) {
			return wb_name_str(&a->places[i].queue);
		}
	}
	return absent;
}

static void refuse(struct wb_asterisk *a, struct wb_str channel, int reason,
                   wb_ms t)
{
	struct wb_name contact;
	struct wb_event event;

	wb_event_init(&event, WB_EV_QUEUE_REFUSED, t);
	event.queue = find_place(a, channel);
	if (!event.queue.data && reason == WB_REFUSAL_FULL) {
		event.queue = wb_asterisk_full_queue(a);
	}
	if (!event.queue.data) {
		a->counters.unplaced++;
		return;
	}
	event.contact = wb_text_clean(channel, &contact);
	event.refusal = reason;
	wb_asterisk_send(a, &event);
}

/* The switch said how a visit to a queue ended. */
static void take_status(struct wb_asterisk *a, struct wb_str channel,
                        struct wb_str status, wb_ms t)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (!wb_ami_is(status, statuses[i].status)) {
			continue;
		}
		a->tells_status = true;
		struct wb_call *call =
			wb_calls_find(&a->calls, channel, absent, PHASE_OPEN);
		if (statuses[i].refusal >= 0) {
			refuse(a, channel, statuses[i].refusal, t);
		} else if (call) {
			call->outcome = statuses[i].outcome;
			if (call->phase == WB_CALL_LEFT) {
				wb_asterisk_decide(a, call);
			}
		}
		return;
	}
}

void wb_asterisk_on_var_set(struct wb_asterisk *a,
                            const struct wb_ami_packet *p, wb_ms t)
{
	if (wb_ami_is(wb_ami_get(p, "Variable"), "QUEUESTATUS")) {
		take_status(a, uniqueid(p), wb_ami_get(p, "Value"), t);
	}
}

void wb_asterisk_on_user_event(struct wb_asterisk *a,
                               const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_str channel = uniqueid(p);

	if (channel.len > 0) {
		take_status(a, channel, wb_ami_get(p, "Status"), t);
	}
}

/* Queue(sales,tT,,,20): remembers where the channel went. */
void wb_asterisk_on_newexten(struct wb_asterisk *a,
                             const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_str data = wb_ami_get(p, "AppData");

	(void)t;
	if (!wb_ami_is(wb_ami_get(p, "Application"), "Queue") ||
	    data.len == 0) {
		return;
	}
	const char *comma = memchr(data.data, ',', data.len);
	if (comma) {
		data.len = (size_t)(comma - data.data);
	}
	struct wb_asterisk_place *place = &a->places[a->place_next];
	a->place_next = (a->place_next + 1) % WB_ASTERISK_PLACES;
	wb_text_clean(uniqueid(p), &place->channel);
	wb_text_clean(data, &place->queue);
}
