#include "kpi/details.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_names[WB_FACT_KIND_COUNT + 1] = {
	[WB_FACT_OFFERED] = "offered",
	[WB_FACT_ANSWERED] = "answered",
	[WB_FACT_LEFT] = "left",
	[WB_FACT_LOST] = "lost",
	[WB_FACT_LATE] = "late",
	[WB_FACT_BLOCKED] = "blocked",
	[WB_FACT_OFFER_ENDED] = "offer_ended",
	[WB_FACT_HANDLED] = "handled",
	[WB_FACT_ESCALATED] = "escalated",
	[WB_FACT_OUTCOME] = "outcome",
	[WB_FACT_CODED] = "coded",
	[WB_FACT_RATED] = "rated",
	[WB_FACT_DIALLED] = "dialled",
	[WB_FACT_CONNECTED] = "connected",
	[WB_FACT_ARRIVED] = "arrived",
	[WB_FACT_PROVISIONAL] = "provisional",
	[WB_FACT_MATURED] = "matured",
	[WB_FACT_CALLBACK_PROMISED] = "callback_promised",
	[WB_FACT_CALLBACK_DECIDED] = "callback_decided",
	[WB_FACT_FOLLOW_UP_PROMISED] = "follow_up_promised",
	[WB_FACT_STANDING] = "standing",
	[WB_FACT_KIND_COUNT] = "state",
};

const char *wb_detail_kind_name(int kind)
{
	return kind_names[kind];
}

int wb_detail_kind_find(struct wb_str name)
{
	for (int i = 0; i <= WB_DETAIL_STATE; i++) {
		if (wb_str_is(name, kind_names[i])) {
			return i;
		}
	}
	return -1;
}

const char *wb_agent_state_name(enum wb_agent_state state)
{
	static const char *const names[WB_AGENT_STATE_COUNT] = {
		[WB_AGENT_SIGNED_OUT] = "signed_out",
		[WB_AGENT_AVAILABLE] = "available",
		[WB_AGENT_RINGING] = "ringing",
		[WB_AGENT_TALKING] = "talking",
		[WB_AGENT_HOLDING] = "holding",
		[WB_AGENT_ACW] = "acw",
		[WB_AGENT_NOT_READY] = "not_ready",
	};
	return names[state];
}

/* A place for one more; NULL (and counted) when there is none. */
static struct wb_detail *add(struct wb_details *details)
{
	if (details->count == WB_DETAILS_MAX) {
		details->dropped++;
		return NULL;
	}
	if (details->count == details->capacity) {
		uint32_t capacity =
			details->capacity ? details->capacity * 2 : 256;
		struct wb_detail *grown =
			realloc(details->list, capacity * sizeof(*grown));
		if (!grown) {
			details->dropped++;
			return NULL;
		}
		details->list = grown;
		details->capacity = capacity;
	}
	return &details->list[details->count];
}

/* Copies a text that is borrowed; false when out of memory. */
static bool keep_text(struct wb_details *details, struct wb_str *text)
{
	if (!text->data) {
		return true;
	}
	*text = wb_arena_str(&details->texts, *text);
	if (!text->data) {
		details->dropped++;
		return false;
	}
	return true;
}

void wb_details_fact(struct wb_details *details, const struct wb_fact *fact,
                     const struct wb_counted *counted, struct wb_str reason)
{
	if (!details->keep || counted->add_count == 0) {
		return;
	}
	struct wb_detail *detail = add(details);
	if (!detail) {
		return;
	}
	*detail = (struct wb_detail){
		.kind = (int)fact->kind,
		.sign = fact->sign,
		.at = fact->at,
		.arrived = fact->arrived,
		.contact = fact->contact,
		.feed = fact->feed,
		.queue = fact->queue,
		.agent = fact->agent,
		.reason = reason,
		.scope_count = counted->scope_count,
		.additions.count = counted->add_count,
	};
	memcpy(detail->scopes, counted->scopes,
	       counted->scope_count * sizeof(counted->scopes[0]));
	for (int i = 0; i < counted->add_count; i++) {
		detail->additions.add[i].measure =
			(enum wb_measure)counted->add[i].measure;
		detail->additions.add[i].amount =
			counted->add[i].amount * fact->sign;
	}
	details->count += keep_text(details, &detail->contact) &&
	                  keep_text(details, &detail->reason);
}

void wb_details_state(struct wb_details *details, uint32_t agent,
                      enum wb_agent_state from, enum wb_agent_state to,
                      wb_ms at, struct wb_str reason)
{
	struct wb_detail *detail = details->keep ? add(details) : NULL;
	if (!detail) {
		return;
	}
	*detail = (struct wb_detail){
		.kind = WB_DETAIL_STATE,
		.sign = 1,
		.at = at,
		.arrived = at,
		.queue = WB_NOBODY,
		.agent = agent,
		.from = from,
		.to = to,
		.reason = reason,
	};
	details->count += keep_text(details, &detail->reason);
}

void wb_details_clear(struct wb_details *details)
{
	details->count = 0;
	wb_arena_reset(&details->texts);
}

void wb_details_finish(struct wb_details *details)
{
	free(details->list);
	wb_arena_finish(&details->texts);
	*details = (struct wb_details){ 0 };
}
