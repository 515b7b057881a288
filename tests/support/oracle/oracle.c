/* What the oracle has heard, in order of time and each thing once. */

#include "oracle/oracle.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/stories.h"

struct oracle *oracle_create(const struct wb_plan *plan)
{
	struct oracle *oracle = calloc(1, sizeof(*oracle));
	ck_assert_ptr_nonnull(oracle);
	oracle->plan = plan;
	return oracle;
}

void oracle_destroy(struct oracle *oracle)
{
	free(oracle);
}

void oracle_room(int count, int limit)
{
	ck_assert_msg(count < limit, "the world is too large for the oracle");
}

static int number_of(struct oracle_names *names, struct wb_str name)
{
	if (!name.data) {
		return NOBODY;
	}
	for (int i = 0; i < names->count; i++) {
		if (wb_str_equal(names->name[i], name)) {
			return i;
		}
	}
	oracle_room(names->count, ORACLE_STORIES);
	names->name[names->count] = name;
	return names->count++;
}

int oracle_queue(struct oracle *oracle, struct wb_str name)
{
	int number = number_of(&oracle->queues, name);
	if (number != NOBODY && !oracle->queue_plans[number]) {
		const struct wb_queue_plan *plan =
			wb_plan_queue(oracle->plan, name);
		oracle->queue_plans[number] =
			plan ? plan : &oracle->plan->defaults;
	}
	return number;
}

static int contact_number(struct oracle *oracle, int feed, struct wb_str name)
{
	struct oracle_names *contacts = &oracle->contacts;
	if (!name.data) {
		return NOBODY;
	}
	for (int i = 0; i < contacts->count; i++) {
		if (oracle->contact_feeds[i] == feed &&
		    wb_str_equal(contacts->name[i], name)) {
			return i;
		}
	}
	oracle_room(contacts->count, ORACLE_STORIES);
	oracle->contact_feeds[contacts->count] = feed;
	contacts->name[contacts->count] = name;
	return contacts->count++;
}

static int agent_number(struct oracle *oracle, struct wb_str name)
{
	int number = number_of(&oracle->agents, name);
	if (number != NOBODY) {
		oracle->agent_plans[number] = wb_plan_agent(oracle->plan, name);
	}
	return number;
}

const struct wb_queue_plan *oracle_queue_plan(const struct oracle *oracle,
                                              int queue)
{
	return oracle->queue_plans[queue];
}

void oracle_hear(struct oracle *oracle, wb_ms heard, int feed,
                 const struct wb_event *event)
{
	int order = oracle->heard_count;
	if (event->kind == WB_EV_FEED_SNAPSHOT) {
		oracle->in_snapshot[feed] = event->phase == WB_PHASE_BEGIN;
	}
	*ORACLE_NEXT(oracle, heard, heard_count, ORACLE_EVENTS) =
		(struct oracle_heard){
			.heard = heard,
			.order = order,
			.feed = feed,
			.in_snapshot = oracle->in_snapshot[feed],
			.contact = contact_number(oracle, feed, event->contact),
			.queue = oracle_queue(oracle, event->queue),
			.agent = agent_number(oracle, event->agent),
			.event = *event,
		};
}

static int by_time(const void *a, const void *b)
{
	const struct oracle_heard *x = *(const struct oracle_heard *const *)a;
	const struct oracle_heard *y = *(const struct oracle_heard *const *)b;
	if (x->event.t != y->event.t) {
		return x->event.t < y->event.t ? -1 : 1;
	}
	return x->order - y->order;
}

/* Told in the same words: the same line. */
static bool is_same(const struct oracle_heard *a, const struct oracle_heard *b)
{
	static struct wb_buf x, y;
	if (a->event.t != b->event.t || a->event.kind != b->event.kind ||
	    a->contact != b->contact || a->contact == NOBODY) {
		return false;
	}
	x.len = y.len = 0;
	wb_event_encode(&a->event, &x);
	wb_event_encode(&b->event, &y);
	return x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

static bool was_told(const struct oracle *oracle,
                     const struct oracle_heard *event)
{
	for (int i = oracle->told_count - 1;
	     i >= 0 && oracle->told[i]->event.t == event->event.t; i--) {
		if (is_same(oracle->told[i], event)) {
			return true;
		}
	}
	return false;
}

static void put_in_order(struct oracle *oracle)
{
	static const struct oracle_heard *all[ORACLE_EVENTS];
	int count = 0;
	for (int i = 0; i < oracle->heard_count; i++) {
		if (oracle->heard[i].heard <= oracle->now) {
			all[count++] = &oracle->heard[i];
		}
	}
	qsort(all, (size_t)count, sizeof(all[0]), by_time);
	oracle->told_count = 0;
	for (int i = 0; i < count; i++) {
		if (!was_told(oracle, all[i])) {
			oracle->told[oracle->told_count++] = all[i];
		}
	}
}

void oracle_look(struct oracle *oracle, wb_ms now)
{
	oracle->now = now;
	put_in_order(oracle);
	oracle_tell_contacts(oracle);
	oracle_tell_promises(oracle);
	oracle_tell_agents(oracle);
}

static bool says_so(enum wb_event_kind kind, bool of_agent)
{
	switch ((int)kind) {
	case WB_EV_AGENT_SIGNED_IN:
	case WB_EV_AGENT_STATE:
		return of_agent;
	case WB_EV_OFFER_STARTED:
	case WB_EV_SEGMENT_STARTED:
		return true;
	default:
		return !of_agent;
	}
}

static bool mentions(const struct oracle_heard *h, int contact, int agent)
{
	return (contact != NOBODY && h->contact == contact &&
	        says_so(h->event.kind, false)) ||
	       (agent != NOBODY && h->agent == agent &&
	        says_so(h->event.kind, true));
}

/* Was the contact (or agent) spoken of between two events, as heard? */
static bool was_mentioned(const struct oracle *oracle, int contact, int agent,
                          int begin, int end)
{
	for (int i = begin; i < end; i++) {
		if (oracle->heard[i].feed == oracle->heard[end].feed &&
		    mentions(&oracle->heard[i], contact, agent)) {
			return true;
		}
	}
	return false;
}

/* The feed of the contact, or that which spoke of the agent last. */
static int feed_of(const struct oracle *oracle, int contact, int agent, int end)
{
	if (contact != NOBODY) {
		return oracle->contact_feeds[contact];
	}
	for (int i = end; i-- > 0;) {
		if (mentions(&oracle->heard[i], NOBODY, agent)) {
			return oracle->heard[i].feed;
		}
	}
	return NOBODY;
}

int oracle_losses(const struct oracle *oracle, int contact, int agent,
                  wb_ms ret_at[], int limit)
{
	int begin[ORACLE_FEEDS] = { NOBODY, NOBODY }, count = 0;
	for (int i = 0; i < oracle->heard_count; i++) {
		const struct oracle_heard *h = &oracle->heard[i];
		if (h->event.kind != WB_EV_FEED_SNAPSHOT ||
		    h->heard > oracle->now) {
			continue;
		}
		if (h->event.phase == WB_PHASE_BEGIN) {
			begin[h->feed] = i;
			continue;
		}
		if (begin[h->feed] != NOBODY &&
		    feed_of(oracle, contact, agent, i) == h->feed &&
		    !was_mentioned(oracle, contact, agent, begin[h->feed], i)) {
			oracle_room(count, limit);
			ret_at[count++] = h->event.t;
		}
		begin[h->feed] = NOBODY;
	}
	return count;
}
