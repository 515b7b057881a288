#include "app/breakdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/entries.h"

/* So many rows of the past are looked at: some hundred milliseconds. */
#define LOOK_AT 300000

/* What can be broken down, and by what. */
struct sort {
	const char *kpi, *by;
	enum wb_measure measure;
	uint32_t (*count)(const struct wb_floor *floor);
	struct wb_str (*name)(const struct wb_floor *floor, uint32_t number);
	int64_t (*read)(struct wb_engine *engine, uint32_t scope,
	                enum wb_window window, uint32_t number);
};

static const struct sort sorts[] = {
	{ "refusals", "reason", WB_M_REFUSALS, wb_floor_reason_count,
	  wb_floor_reason, wb_engine_refusals },
	{ "outcomes", "code", WB_M_CODED, wb_floor_code_count, wb_floor_code,
	  wb_engine_outcomes },
};

struct part {
	uint32_t name; /* a number of `names` */
	int64_t count;
};

struct breakdown {
	const struct wb_lookup *lookup;
	const struct sort *sort;
	struct wb_str scope;
	uint32_t number; /* of the scope */
	bool past, all;
	enum wb_window window;
	wb_ms from, to;
	struct wb_names names;
	struct part *parts;
	uint32_t capacity;
	int64_t total;
	bool failed;
};

static void add(struct breakdown *b, struct wb_str name, int64_t count)
{
	uint32_t number = wb_names_add(&b->names, name);
	if (number != WB_NAMES_NONE && number >= b->capacity) {
		uint32_t capacity = b->capacity * 2 + 64;
		struct part *grown =
			realloc(b->parts, capacity * sizeof(*grown));
		if (grown) {
			memset(grown + b->capacity, 0,
			       (capacity - b->capacity) * sizeof(*grown));
			b->parts = grown;
			b->capacity = capacity;
		}
	}
	if (number == WB_NAMES_NONE || number >= b->capacity) {
		b->failed = true;
		return;
	}
	b->parts[number].name = number;
	b->parts[number].count += count;
	b->total += count;
}

/* ---- of a window ---- */

static void read_window(struct breakdown *b)
{
	struct wb_engine *engine = b->lookup->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	wb_engine_span(engine, b->number, b->window, &b->from, &b->to);
	for (uint32_t i = 0; i < b->sort->count(floor); i++) {
		int64_t count = b->sort->read(engine, b->number, b->window, i);
		if (count != 0) {
			add(b, b->sort->name(floor, i), count);
		}
	}
}

/* ---- of the past ---- */

static bool on_detail(void *user, const struct wb_history_detail *detail,
                      struct wb_history_place place)
{
	struct breakdown *b = user;
	int64_t count = wb_detail_amount(detail, b->sort->measure);
	(void)place;
	if (count != 0 && detail->reason.data) {
		add(b, detail->reason, count);
	}
	return !b->failed;
}

static void read_past(struct breakdown *b)
{
	struct wb_history_details_query query = {
		.scope = b->scope,
		.from = b->from,
		.to = b->to,
		.look_at = LOOK_AT,
	};
	struct wb_history_place last;
	if (wb_history_details(b->lookup->history, &query, on_detail, b,
	                       &b->all, &last) != 0) {
		b->failed = true;
	}
}

/* ---- question and answer ---- */

static bool read_query(struct breakdown *b, wb_parameter_fn parameter,
                       void *ctx, char *ret_error)
{
	static const char *const kpis[] = { "refusals", "outcomes", NULL };
	int kpi;
	if (!wb_parameter_word(parameter, ctx, "kpi", kpis,
	                       "refusals or outcomes", &kpi, ret_error,
	                       WB_LOOKUP_ERROR_SIZE)) {
		return false;
	}
	b->sort = &sorts[kpi];
	b->scope = parameter(ctx, "scope");
	if (!b->scope.data) {
		b->scope = wb_str("total");
	}
	if (wb_parameter_scope_kind(b->scope) < 0) {
		return wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE,
		                         "scope", b->scope, WB_SCOPE_EXPECTED);
	}
	b->number = wb_engine_scope(b->lookup->engine, b->scope);
	b->past = parameter(ctx, "from").data != NULL;
	if (b->past) {
		return wb_parameters_span(parameter, ctx,
		                          wb_engine_plan(b->lookup->engine),
		                          b->lookup->now, &b->from, &b->to,
		                          ret_error, WB_LOOKUP_ERROR_SIZE);
	}
	return wb_parameter_window(parameter, ctx, WB_WINDOW_DAY, &b->window,
	                           ret_error, WB_LOOKUP_ERROR_SIZE);
}

/* The most frequent first, then by name. */
static int compare(const void *a, const void *b, void *names)
{
	const struct part *x = a, *y = b;
	if (x->count != y->count) {
		return x->count < y->count ? 1 : -1;
	}
	return strcmp(wb_names_get(names, x->name).data,
	              wb_names_get(names, y->name).data);
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static void write_answer(struct breakdown *b, struct wb_buf *body)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, body);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "kpi");
	wb_json_text(&w, b->sort->kpi);
	wb_json_key_text(&w, "scope");
	wb_json_string(&w, b->scope);
	write_int(&w, "from", b->from);
	write_int(&w, "to", b->to);
	write_int(&w, "value", b->total);
	wb_json_key_text(&w, "parts");
	wb_json_begin_array(&w);
	for (uint32_t i = 0; i < b->names.count; i++) {
		wb_json_begin_object(&w);
		wb_json_key_text(&w, b->sort->by);
		wb_json_string(&w, wb_names_get(&b->names, b->parts[i].name));
		write_int(&w, "value", b->parts[i].count);
		wb_json_end_object(&w);
	}
	wb_json_end_array(&w);
	wb_json_key_text(&w, "complete");
	wb_json_bool(&w, b->all);
	wb_json_end_object(&w);
}

enum wb_lookup_result wb_breakdown_write(const struct wb_lookup *lookup,
                                         wb_parameter_fn parameter, void *ctx,
                                         struct wb_buf *body,
                                         char ret_error[WB_LOOKUP_ERROR_SIZE])
{
	struct breakdown b = { .lookup = lookup, .all = true };
	if (!read_query(&b, parameter, ctx, ret_error)) {
		return WB_LOOKUP_WRONG;
	}
	if (b.past) {
		read_past(&b);
	} else if (b.number != WB_NOBODY) {
		read_window(&b);
	} else {
		snprintf(ret_error, WB_LOOKUP_ERROR_SIZE,
		         "nothing is known of this scope");
		return WB_LOOKUP_UNKNOWN;
	}
	if (b.names.count > 0) {
		qsort_r(b.parts, b.names.count, sizeof(*b.parts), compare,
		        &b.names);
	}
	write_answer(&b, body);
	wb_names_finish(&b.names);
	free(b.parts);
	return b.failed || body->failed ? WB_LOOKUP_FAILED : WB_LOOKUP_OK;
}
