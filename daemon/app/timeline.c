/* An agent's day: states, contacts, rings that were not answered. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/contacts.h"
#include "app/entries.h"

/* So much of a busy agent's month, and of the time before, is looked at. */
#define LIMIT 2000
#define LIMIT_MAX 10000
#define LOOK_BACK 1000

struct spell {
	wb_ms since;
	const char *state; /* NULL = not known */
	char reason[64];
};

struct timeline {
	const struct wb_lookup *lookup;
	struct wb_str agent;
	struct wb_buf scope; /* "agent:a101" */
	wb_ms from, to;
	struct spell spell;             /* that is at hand */
	struct wb_buf contacts, missed; /* written aside */
	struct wb_json_writer states_json, contacts_json, missed_json;
	int left;       /* rows that may still be taken */
	wb_ms last_at;  /* of the last one */
	wb_ms ended_at; /* there are more; WB_NEVER = all was told */
};

static const char *state_of(struct wb_str name)
{
	for (int i = 0; i < WB_AGENT_STATE_COUNT; i++) {
		const char *state = wb_agent_state_name((enum wb_agent_state)i);
		if (wb_str_is(name, state)) {
			return state;
		}
	}
	return NULL;
}

static void set_spell(struct spell *spell,
                      const struct wb_history_detail *detail, wb_ms since)
{
	size_t len =
		wb_str_utf8_prefix(detail->reason, sizeof(spell->reason) - 1);
	spell->since = since;
	spell->state = state_of(detail->to);
	memcpy(spell->reason, len ? detail->reason.data : "", len);
	spell->reason[len] = '\0';
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

/* `to` WB_NEVER: it lasts. Being signed out is told by what is left out. */
static void write_spell(struct timeline *timeline, wb_ms to)
{
	const struct spell *spell = &timeline->spell;
	struct wb_json_writer *w = &timeline->states_json;
	if (!spell->state || spell->since == to ||
	    strcmp(spell->state, "signed_out") == 0) {
		return;
	}
	wb_json_begin_object(w);
	wb_json_key_text(w, "state");
	wb_json_text(w, spell->state);
	if (spell->reason[0]) {
		wb_json_key_text(w, "reason");
		wb_json_text(w, spell->reason);
	}
	write_int(w, "from", spell->since);
	wb_json_key_text(w, "to");
	if (to == WB_NEVER) {
		wb_json_null(w);
	} else {
		wb_json_int(w, to);
	}
	wb_json_end_object(w);
}

static void write_handled(struct timeline *timeline,
                          const struct wb_history_detail *detail)
{
	struct wb_json_writer *w = &timeline->contacts_json;
	int64_t talk = wb_detail_amount(detail, WB_M_TALK_MS);
	int64_t hold = wb_detail_amount(detail, WB_M_HOLD_MS);
	int64_t acw = wb_detail_amount(detail, WB_M_ACW_MS);
	wb_json_begin_object(w);
	wb_entry_write_ids(w, detail);
	write_int(w, "from", detail->at - talk - hold - acw);
	write_int(w, "talk_ms", talk);
	write_int(w, "hold_ms", hold);
	write_int(w, "acw_ms", acw);
	wb_json_end_object(w);
}

static void write_missed(struct timeline *timeline,
                         const struct wb_history_detail *detail)
{
	static const char *const results[] = { "accepted", "no_answer",
		                               "rejected", "cancelled",
		                               "failed" };
	struct wb_json_writer *w = &timeline->missed_json;
	for (int i = WB_OFFER_NO_ANSWER; i < WB_OFFER_RESULT_COUNT; i++) {
		enum wb_measure measure =
			(enum wb_measure)(WB_M_OFFERS_ACCEPTED + i);
		if (wb_detail_amount(detail, measure) == 0) {
			continue;
		}
		wb_json_begin_object(w);
		wb_entry_write_ids(w, detail);
		wb_json_key_text(w, "result");
		wb_json_text(w, results[i]);
		wb_json_end_object(w);
	}
}

static bool on_detail(void *user, const struct wb_history_detail *detail,
                      struct wb_history_place place)
{
	struct timeline *timeline = user;
	(void)place;
	/* An instant is told whole, as the next answer begins behind it. */
	if (timeline->left-- <= 0 && detail->at != timeline->last_at) {
		timeline->ended_at = detail->at;
		return false;
	}
	timeline->last_at = detail->at;
	if (wb_str_is(detail->kind, wb_detail_kind_name(WB_DETAIL_STATE))) {
		write_spell(timeline, detail->at);
		set_spell(&timeline->spell, detail, detail->at);
	} else if (wb_str_is(detail->kind,
	                     wb_detail_kind_name(WB_FACT_HANDLED))) {
		write_handled(timeline, detail);
	} else if (wb_str_is(detail->kind,
	                     wb_detail_kind_name(WB_FACT_OFFER_ENDED))) {
		write_missed(timeline, detail);
	}
	return true;
}

static bool on_earlier(void *user, const struct wb_history_detail *detail,
                       struct wb_history_place place)
{
	struct timeline *timeline = user;
	(void)place;
	if (!wb_str_is(detail->kind, wb_detail_kind_name(WB_DETAIL_STATE))) {
		return true;
	}
	set_spell(&timeline->spell, detail, timeline->from);
	return false;
}

/* What the agent was doing when the span begins. */
static int find_first(struct timeline *timeline)
{
	struct wb_history_details_query query = {
		.scope = wb_buf_str(&timeline->scope),
		.to = timeline->from,
		.look_at = LOOK_BACK,
	};
	struct wb_history_place last;
	bool all;
	return wb_history_details(timeline->lookup->history, &query, on_earlier,
	                          timeline, &all, &last);
}

static int read_span(struct timeline *timeline)
{
	struct wb_history_details_query query = {
		.scope = wb_buf_str(&timeline->scope),
		.from = timeline->from,
		.to = timeline->to,
		.oldest_first = true,
	};
	struct wb_history_place last;
	bool all;
	return wb_history_details(timeline->lookup->history, &query, on_detail,
	                          timeline, &all, &last);
}

/* The spell at the end lasts, unless the span ends before the present. */
static void end_states(struct timeline *timeline)
{
	wb_ms end = timeline->ended_at;
	if (end == WB_NEVER && timeline->to <= timeline->lookup->now) {
		end = timeline->to;
	}
	write_spell(timeline, end);
}

static bool read_query(struct timeline *timeline, wb_parameter_fn parameter,
                       void *ctx, char *ret_error)
{
	const struct wb_lookup *lookup = timeline->lookup;
	timeline->agent = parameter(ctx, "agent");
	if (timeline->agent.len == 0) {
		snprintf(ret_error, WB_LOOKUP_ERROR_SIZE,
		         "parameter 'agent': expected the name of an agent");
		return false;
	}
	return wb_parameters_span(parameter, ctx,
	                          wb_engine_plan(lookup->engine), lookup->now,
	                          &timeline->from, &timeline->to, ret_error,
	                          WB_LOOKUP_ERROR_SIZE) &&
	       wb_parameter_count(parameter, ctx, "limit", LIMIT, LIMIT_MAX,
	                          &timeline->left, ret_error,
	                          WB_LOOKUP_ERROR_SIZE);
}

static void begin(struct timeline *timeline, struct wb_buf *body)
{
	struct wb_json_writer *w = &timeline->states_json;
	wb_json_writer_init(&timeline->contacts_json, &timeline->contacts);
	wb_json_writer_init(&timeline->missed_json, &timeline->missed);
	wb_json_begin_array(&timeline->contacts_json);
	wb_json_begin_array(&timeline->missed_json);
	wb_json_writer_init(w, body);
	wb_json_begin_object(w);
	wb_json_key_text(w, "agent");
	wb_json_string(w, timeline->agent);
	write_int(w, "from", timeline->from);
	write_int(w, "to", timeline->to);
	wb_json_key_text(w, "states");
	wb_json_begin_array(w);
}

static void end(struct timeline *timeline)
{
	struct wb_json_writer *w = &timeline->states_json;
	end_states(timeline);
	wb_json_end_array(w);
	wb_json_end_array(&timeline->contacts_json);
	wb_json_end_array(&timeline->missed_json);
	wb_json_key_text(w, "contacts");
	wb_json_raw(w, wb_buf_str(&timeline->contacts));
	wb_json_key_text(w, "missed");
	wb_json_raw(w, wb_buf_str(&timeline->missed));
	wb_json_key_text(w, "next");
	if (timeline->ended_at == WB_NEVER) {
		wb_json_null(w);
	} else {
		wb_json_int(w, timeline->ended_at);
	}
	wb_json_end_object(w);
}

enum wb_lookup_result wb_timeline_write(const struct wb_lookup *lookup,
                                        wb_parameter_fn parameter, void *ctx,
                                        struct wb_buf *body,
                                        char ret_error[WB_LOOKUP_ERROR_SIZE])
{
	struct timeline timeline = { .lookup = lookup, .ended_at = WB_NEVER };
	if (!read_query(&timeline, parameter, ctx, ret_error)) {
		return WB_LOOKUP_WRONG;
	}
	wb_buf_addf(&timeline.scope, "agent:%.*s", WB_STR_FMT(timeline.agent));
	begin(&timeline, body);
	int error = find_first(&timeline);
	if (error == 0) {
		error = read_span(&timeline);
	}
	end(&timeline);
	bool failed = error != 0 || body->failed || timeline.scope.failed ||
	              timeline.contacts.failed || timeline.missed.failed;
	wb_buf_finish(&timeline.scope);
	wb_buf_finish(&timeline.contacts);
	wb_buf_finish(&timeline.missed);
	return failed ? WB_LOOKUP_FAILED : WB_LOOKUP_OK;
}
