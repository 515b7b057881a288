#include "app/contacts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/entries.h"

#define LIMIT 100
#define LIMIT_MAX 1000

/* So many rows are looked at for one answer: some tens of milliseconds. */
#define LOOK_AT 50000

struct list {
	const struct wb_lookup *lookup;
	struct wb_str scope;
	wb_ms from, to;
	struct wb_str outcome; /* absent = all that ended */
	int limit, count;
	bool more;
	struct wb_history_place last;
	struct wb_json_writer json;
};

/* "1732190400000.17", as an answer gave it. */
static bool read_place(struct wb_str text, struct wb_history_place *ret_place)
{
	char copy[48];
	int used = 0;
	if (text.len >= sizeof(copy)) {
		return false;
	}
	memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	return sscanf(copy, "%" SCNd64 ".%" SCNd64 "%n", &ret_place->at,
	              &ret_place->number, &used) == 2 &&
	       used == (int)text.len && ret_place->number > 0;
}

static bool read_after(wb_parameter_fn parameter, void *ctx,
                       struct wb_history_place *ret_place, char *ret_error)
{
	struct wb_str after = parameter(ctx, "after");
	*ret_place = (struct wb_history_place){ 0 };
	return !after.data || read_place(after, ret_place) ||
	       wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE, "after",
	                         after, "the 'next' of an answer");
}

static bool read_outcome(wb_parameter_fn parameter, void *ctx,
                         struct list *list, char *ret_error)
{
	list->outcome = parameter(ctx, "outcome");
	return !list->outcome.data ||
	       wb_parameter_find(list->outcome, wb_entry_outcomes) >= 0 ||
	       wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE, "outcome",
	                         list->outcome,
	                         "answered, abandoned, short, timeout, "
	                         "overflow, exit_key, voicemail, callback, "
	                         "moved, empty, withdrawn, failed, lost, "
	                         "blocked or waiting");
}

static bool read_scope(wb_parameter_fn parameter, void *ctx, struct list *list,
                       char *ret_error)
{
	list->scope = parameter(ctx, "scope");
	if (!list->scope.data) {
		list->scope = wb_str("total");
	}
	return wb_parameter_scope_kind(list->scope) >= 0 ||
	       wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE, "scope",
	                         list->scope, WB_SCOPE_EXPECTED);
}

static bool read_query(struct list *list, wb_parameter_fn parameter, void *ctx,
                       struct wb_history_place *ret_after, char *ret_error)
{
	const struct wb_lookup *lookup = list->lookup;
	return read_scope(parameter, ctx, list, ret_error) &&
	       read_outcome(parameter, ctx, list, ret_error) &&
	       wb_parameters_span(parameter, ctx,
	                          wb_engine_plan(lookup->engine), lookup->now,
	                          &list->from, &list->to, ret_error,
	                          WB_LOOKUP_ERROR_SIZE) &&
	       wb_parameter_count(parameter, ctx, "limit", LIMIT, LIMIT_MAX,
	                          &list->limit, ret_error,
	                          WB_LOOKUP_ERROR_SIZE) &&
	       read_after(parameter, ctx, ret_after, ret_error);
}

static bool on_detail(void *user, const struct wb_history_detail *detail,
                      struct wb_history_place place)
{
	struct list *list = user;
	const char *outcome = wb_entry_outcome(detail);
	if (!outcome ||
	    (list->outcome.data && !wb_str_is(list->outcome, outcome))) {
		return true;
	}
	if (list->count == list->limit) {
		list->more = true;
		return false;
	}
	wb_entry_write(&list->json, detail);
	list->last = place;
	list->count++;
	return true;
}

static bool on_waiting(void *user, const struct wb_waiting *waiting)
{
	struct list *list = user;
	if (list->count == list->limit) {
		return false;
	}
	wb_entry_write_waiting(
		&list->json, list->lookup->engine,
		wb_names_get(&list->lookup->feeds->names, waiting->feed),
		waiting);
	list->count++;
	return true;
}

static void write_next(struct wb_json_writer *w, struct wb_history_place place)
{
	char text[48];
	wb_json_key_text(w, "next");
	if (place.number == 0) {
		wb_json_null(w);
		return;
	}
	snprintf(text, sizeof(text), "%" PRId64 ".%" PRId64, place.at,
	         place.number);
	wb_json_text(w, text);
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static void begin(struct list *list, struct wb_buf *body)
{
	struct wb_json_writer *w = &list->json;
	wb_json_writer_init(w, body);
	wb_json_begin_object(w);
	wb_json_key_text(w, "scope");
	wb_json_string(w, list->scope);
	write_int(w, "from", list->from);
	write_int(w, "to", list->to);
	wb_json_key_text(w, "contacts");
	wb_json_begin_array(w);
}

/* Who ended, the newest first. */
static int write_ended(struct list *list, struct wb_history_place after)
{
	struct wb_history_details_query query = {
		.scope = list->scope,
		.from = list->from,
		.to = list->to,
		.after = after,
		.look_at = LOOK_AT,
	};
	struct wb_history_place last;
	bool all;
	int error = wb_history_details(list->lookup->history, &query, on_detail,
	                               list, &all, &last);
	if (!all) {
		list->last = last; /* go on behind what was looked at */
	} else if (!list->more) {
		list->last.number = 0;
	}
	return error;
}

enum wb_lookup_result wb_contacts_write(const struct wb_lookup *lookup,
                                        wb_parameter_fn parameter, void *ctx,
                                        struct wb_buf *body,
                                        char ret_error[WB_LOOKUP_ERROR_SIZE])
{
	struct list list = { .lookup = lookup };
	struct wb_history_place after;
	int error = 0;
	if (!read_query(&list, parameter, ctx, &after, ret_error)) {
		return WB_LOOKUP_WRONG;
	}
	begin(&list, body);
	uint32_t scope = wb_engine_scope(lookup->engine, list.scope);
	if (!wb_str_is(list.outcome, "waiting")) {
		error = write_ended(&list, after);
	} else if (scope != WB_NOBODY) {
		wb_entries_waiting(lookup->engine, scope, on_waiting, &list);
	}
	wb_json_end_array(&list.json);
	write_next(&list.json, list.last);
	wb_json_end_object(&list.json);
	return error != 0 || body->failed ? WB_LOOKUP_FAILED : WB_LOOKUP_OK;
}
