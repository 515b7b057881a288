#include "acd/calls.h"

#include <stdlib.h>
#include <string.h>

void wb_calls_finish(struct wb_calls *calls)
{
	free(calls->calls);
	free(calls->offers);
	*calls = (struct wb_calls){ 0 };
}

struct wb_str wb_name_str(const struct wb_name *name)
{
	return name->len ? (struct wb_str){ name->text, name->len }
	                 : (struct wb_str){ NULL, 0 };
}

bool wb_name_is(const struct wb_name *name, struct wb_str text)
{
	return name->len == text.len && text.len > 0 &&
	       memcmp(name->text, text.data, text.len) == 0;
}

/* Room for one more; false when memory is exhausted. */
static bool grow(void **items, uint32_t *capacity, uint32_t count, size_t size)
{
	if (count < *capacity) {
		return true;
	}
	uint32_t wanted = *capacity * 2 + 32;
	void *more = realloc(*items, wanted * size);
	if (!more) {
		return false;
	}
	*items = more;
	*capacity = wanted;
	return true;
}

struct wb_call *wb_calls_add(struct wb_calls *calls, struct wb_str contact,
                             struct wb_str queue)
{
	struct wb_name names[2];

	if (wb_text_clean(contact, &names[0]).len == 0 ||
	    wb_text_clean(queue, &names[1]).len == 0) {
		return NULL;
	}
	if (calls->count == WB_CALLS_MAX) {
		wb_calls_remove(calls, &calls->calls[0]);
		calls->evicted++;
	}
	if (!grow((void **)&calls->calls, &calls->capacity, calls->count,
	          sizeof(*calls->calls))) {
		return NULL;
	}
	struct wb_call *call = &calls->calls[calls->count++];
	*call = (struct wb_call){
		.phase = WB_CALL_WAITING,
		.hold = -1,
		.position = WB_ABSENT,
		.contact = names[0],
		.queue = names[1],
		.outcome = -1,
		.transfer = -1,
	};
	return call;
}

/* Keeps the order: the oldest are in front. */
void wb_calls_remove(struct wb_calls *calls, struct wb_call *call)
{
	size_t index = (size_t)(call - calls->calls);

	calls->count--;
	memmove(call, call + 1, (calls->count - index) * sizeof(*call));
}

bool wb_call_has_id(const struct wb_call *call, struct wb_str id)
{
	return wb_name_is(&call->contact, id) || wb_name_is(&call->other, id);
}

struct wb_call *wb_calls_find(struct wb_calls *calls, struct wb_str id,
                              struct wb_str queue, unsigned phases)
{
	for (uint32_t i = calls->count; i-- > 0;) {
		struct wb_call *call = &calls->calls[i];
		if ((phases & (1U << call->phase)) &&
		    wb_call_has_id(call, id) &&
		    (!queue.data || wb_name_is(&call->queue, queue))) {
			return call;
		}
	}
	return NULL;
}

/* In the same queue, too. */
static bool is_same_agent(const struct wb_call *call,
                          const struct wb_talk_end *end)
{
	return (wb_name_is(&call->interface, end->interface) ||
	        wb_name_is(&call->agent, end->agent)) &&
	       (!end->queue.data || wb_name_is(&call->queue, end->queue));
}

/* How sure is it that `end` is the end of this talk? 0 = it is not. */
static int match(const struct wb_call *call, const struct wb_talk_end *end)
{
	if (call->phase != WB_CALL_TALKING || !is_same_agent(call, end)) {
		return 0;
	}
	if (wb_call_has_id(call, end->id)) {
		return 4;
	}
	if (wb_name_is(&call->linked, end->linked)) {
		return 3;
	}
	return end->hold >= 0 && call->hold == end->hold ? 2 : 1;
}

struct wb_call *wb_calls_find_talk(struct wb_calls *calls,
                                   const struct wb_talk_end *end)
{
	struct wb_call *best = NULL;
	int best_match = 0, candidates = 0;

	for (uint32_t i = 0; i < calls->count; i++) {
		int how = match(&calls->calls[i], end);
		candidates += how > 0;
		if (how > best_match) {
			best_match = how;
			best = &calls->calls[i];
		}
	}
	return best_match > 1 || (candidates == 1 && !end->by_log) ? best
	                                                           : NULL;
}

bool wb_calls_is_echo(const struct wb_calls *calls, const struct wb_call *call,
                      const struct wb_talk_end *end, wb_ms t, wb_ms moment)
{
	if (wb_call_has_id(call, end->id) ||
	    wb_name_is(&call->linked, end->linked)) {
		return false;
	}
	for (uint32_t i = 0; i < calls->count; i++) {
		const struct wb_call *over = &calls->calls[i];
		if (over->phase == WB_CALL_GONE &&
		    over->end_by_log != end->by_log &&
		    is_same_agent(over, end) && over->hold == end->hold &&
		    t - over->ended <= moment && over->ended - t <= moment) {
			return true;
		}
	}
	return false;
}

struct wb_offer *wb_offers_find(struct wb_calls *calls, struct wb_str contact,
                                struct wb_str agent)
{
	for (uint32_t i = 0; i < calls->offer_count; i++) {
		struct wb_offer *offer = &calls->offers[i];
		if (wb_name_is(&offer->contact, contact) &&
		    (!agent.data || wb_name_is(&offer->agent, agent))) {
			return offer;
		}
	}
	return NULL;
}

void wb_offers_remove(struct wb_calls *calls, struct wb_offer *offer)
{
	size_t index = (size_t)(offer - calls->offers);

	calls->offer_count--;
	memmove(offer, offer + 1,
	        (calls->offer_count - index) * sizeof(*offer));
}

void wb_offers_add(struct wb_calls *calls, struct wb_str contact,
                   struct wb_str queue, struct wb_str agent, wb_ms since)
{
	struct wb_offer *offer = wb_offers_find(calls, contact, agent);

	if (!offer) {
		if (calls->offer_count == WB_OFFERS_MAX) {
			wb_offers_remove(calls, &calls->offers[0]);
			calls->evicted++;
		}
		if (!grow((void **)&calls->offers, &calls->offer_capacity,
		          calls->offer_count, sizeof(*calls->offers))) {
			return;
		}
		offer = &calls->offers[calls->offer_count++];
	}
	wb_text_clean(contact, &offer->contact);
	wb_text_clean(queue, &offer->queue);
	wb_text_clean(agent, &offer->agent);
	offer->since = since;
}
