#include "app/entries.h"

#include <string.h>

const char *const wb_entry_outcomes[] = {
	"answered",  "abandoned", "short",   "timeout", "overflow",  "exit_key",
	"voicemail", "callback",  "moved",   "empty",   "withdrawn", "failed",
	"lost",      "blocked",   "waiting", NULL,
};

int64_t wb_detail_amount(const struct wb_history_detail *detail,
                         enum wb_measure measure)
{
	for (int i = 0; i < detail->sum_count; i++) {
		if (detail->sums[i].id == (uint32_t)measure) {
			return detail->sums[i].amount;
		}
	}
	return 0;
}

static bool is_kind(const struct wb_history_detail *detail,
                    enum wb_fact_kind kind)
{
	return wb_str_is(detail->kind, wb_detail_kind_name((int)kind));
}

static const char *left_as(const struct wb_history_detail *detail)
{
	if (wb_detail_amount(detail, WB_M_ABANDONED) != 0) {
		return "abandoned";
	}
	if (wb_detail_amount(detail, WB_M_SHORT_ABANDONED) != 0) {
		return "short";
	}
	for (int m = WB_M_TIMEOUT; m <= WB_M_FAILED; m++) {
		if (wb_detail_amount(detail, (enum wb_measure)m) != 0) {
			return wb_measure_names[m];
		}
	}
	return NULL;
}

const char *wb_entry_outcome(const struct wb_history_detail *detail)
{
	if (is_kind(detail, WB_FACT_ANSWERED)) {
		return "answered";
	}
	if (is_kind(detail, WB_FACT_LEFT)) {
		return left_as(detail);
	}
	if (is_kind(detail, WB_FACT_LOST)) {
		return "lost";
	}
	return is_kind(detail, WB_FACT_BLOCKED) ? "blocked" : NULL;
}

struct wb_str wb_bare_name(struct wb_str scope)
{
	const char *colon =
		scope.len ? memchr(scope.data, ':', scope.len) : NULL;
	if (!colon) {
		return scope;
	}
	size_t skip = (size_t)(colon + 1 - scope.data);
	return (struct wb_str){ colon + 1, scope.len - skip };
}

static void write_name(struct wb_json_writer *w, const char *key,
                       struct wb_str name)
{
	if (name.data) {
		wb_json_key_text(w, key);
		wb_json_string(w, wb_bare_name(name));
	}
}

static void write_text(struct wb_json_writer *w, const char *key,
                       struct wb_str text)
{
	if (text.data) {
		wb_json_key_text(w, key);
		wb_json_string(w, text);
	}
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static void write_bool(struct wb_json_writer *w, const char *key, bool value)
{
	wb_json_key_text(w, key);
	wb_json_bool(w, value);
}

void wb_entry_write_ids(struct wb_json_writer *w,
                        const struct wb_history_detail *detail)
{
	write_text(w, "contact", detail->contact);
	write_text(w, "feed", detail->feed);
	write_name(w, "queue", detail->queue);
	write_name(w, "agent", detail->agent);
	write_int(w, "arrived", detail->arrived);
	write_int(w, "at", detail->at);
}

static const char *refusal_of(const struct wb_history_detail *detail)
{
	if (wb_detail_amount(detail, WB_M_BLOCKED_FULL) != 0) {
		return "full";
	}
	return wb_detail_amount(detail, WB_M_BLOCKED_CLOSED) != 0 ? "closed"
	                                                          : "no_agents";
}

void wb_entry_write(struct wb_json_writer *w,
                    const struct wb_history_detail *detail)
{
	const char *outcome = wb_entry_outcome(detail);
	int64_t wait = wb_detail_amount(detail, WB_M_WAIT_ANSWERED_MS) +
	               wb_detail_amount(detail, WB_M_WAIT_ABANDONED_MS) +
	               wb_detail_amount(detail, WB_M_WAIT_OTHER_MS);
	wb_json_begin_object(w);
	wb_entry_write_ids(w, detail);
	write_text(w, "outcome", wb_str(outcome));
	if (is_kind(detail, WB_FACT_BLOCKED)) {
		write_text(w, "reason", wb_str(refusal_of(detail)));
	} else if (!is_kind(detail, WB_FACT_LOST)) {
		write_int(w, "wait_ms", wait);
	}
	if (is_kind(detail, WB_FACT_ANSWERED)) {
		write_bool(w, "in_threshold",
		           wb_detail_amount(detail,
		                            WB_M_ANSWERED_IN_THRESHOLD) != 0);
	}
	wb_json_end_object(w);
}

void wb_entry_write_waiting(struct wb_json_writer *w,
                            const struct wb_engine *engine, struct wb_str feed,
                            const struct wb_waiting *waiting)
{
	const struct wb_floor *floor = wb_engine_floor(engine);
	const struct wb_queue_plan *plan =
		wb_floor_queue_plan(floor, waiting->queue);
	wb_json_begin_object(w);
	write_text(w, "contact", waiting->contact);
	write_text(w, "feed", feed);
	write_text(w, "queue", wb_floor_queue_name(floor, waiting->queue));
	write_int(w, "arrived", waiting->entered);
	write_text(w, "outcome", wb_str("waiting"));
	write_bool(w, "late", waiting->late);
	write_bool(w, "callback", waiting->callback);
	/* the first instant at which the promise is broken */
	write_int(w, "breach",
	          waiting->entered + plan->service_level.threshold + 1);
	wb_json_end_object(w);
}

void wb_entries_waiting(const struct wb_engine *engine, uint32_t scope,
                        bool (*fn)(void *user,
                                   const struct wb_waiting *waiting),
                        void *user)
{
	const struct wb_floor *floor = wb_engine_floor(engine);
	for (uint32_t i = 0; i < wb_floor_queue_count(floor); i++) {
		if (wb_engine_scope_has_queue(engine, scope, i)) {
			wb_floor_waiting(floor, i, fn, user);
		}
	}
}
