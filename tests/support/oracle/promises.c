/*
 * Promises to customers: to call back, to follow up. They live longer than
 * the contacts that they come from.
 */

#include "oracle/stories.h"

static bool is_request(const struct oracle_heard *h, bool follow_up)
{
	return follow_up ? h->event.kind == WB_EV_CONTACT_OUTCOME &&
	                           h->event.due != WB_ABSENT
	                 : h->event.kind == WB_EV_CALLBACK_REQUESTED;
}

static bool is_attempt(const struct oracle_heard *h, bool follow_up)
{
	return !follow_up && h->event.kind == WB_EV_CALLBACK_ATTEMPTED;
}

static bool is_close(const struct oracle_heard *h, bool follow_up)
{
	return h->event.kind ==
	       (follow_up ? WB_EV_FOLLOW_UP_CLOSED : WB_EV_CALLBACK_CLOSED);
}

/* Attempted, closed or due before: what is requested then is a new promise. */
static bool is_over(const struct oracle_promise *promise, wb_ms at)
{
	return promise->attempted < at || promise->closed <= at ||
	       (promise->due != WB_ABSENT && promise->due < at);
}

static struct oracle_promise *request(struct oracle *o,
                                      struct oracle_promise *last, int place,
                                      bool follow_up)
{
	const struct oracle_heard *h = o->told[place];
	if (last && is_over(last, h->event.t)) {
		if (last->attempted == WB_NEVER && last->closed == WB_NEVER) {
			last->closed = h->event.t; /* a new one in its place */
		}
		last = NULL;
	}
	if (!last) {
		last = ORACLE_NEXT(o, promises, promise_count, ORACLE_STORIES);
		*last = (struct oracle_promise){
			.contact = h->contact,
			.follow_up = follow_up,
			.people = o->people[place],
			.requested = h->event.t,
			.due = WB_ABSENT,
			.attempted = WB_NEVER,
			.closed = WB_NEVER,
		};
	}
	if (h->event.due != WB_ABSENT) {
		last->due = h->event.due; /* the newest that was given */
	}
	return last;
}

static void tell_contact(struct oracle *o, int contact, bool follow_up)
{
	struct oracle_promise *last = NULL;
	for (int i = 0; i < o->told_count; i++) {
		const struct oracle_heard *h = o->told[i];
		wb_ms at = h->event.t;
		if (h->contact != contact) {
			continue;
		}
		if (is_request(h, follow_up)) {
			last = request(o, last, i, follow_up);
		} else if (last && is_attempt(h, follow_up)) {
			last->attempted =
				at < last->attempted ? at : last->attempted;
		} else if (last && is_close(h, follow_up)) {
			last->closed = at < last->closed ? at : last->closed;
		}
	}
}

void oracle_tell_promises(struct oracle *oracle)
{
	oracle->promise_count = 0;
	for (int i = 0; i < oracle->contacts.count; i++) {
		tell_contact(oracle, i, false);
		tell_contact(oracle, i, true);
	}
	for (int i = 0; i < oracle->promise_count; i++) {
		struct oracle_promise *promise = &oracle->promises[i];
		if (promise->attempted > promise->closed) {
			promise->attempted = WB_NEVER; /* no longer wanted */
		}
	}
}
