#include "app/explain.h"

#include <stdio.h>
#include <string.h>

#include "kpi/budget.h"

/* ---- the question ---- */

static bool read_kpi(struct wb_explanation *e, wb_parameter_fn parameter,
                     void *ctx, char *ret_error)
{
	struct wb_str name = parameter(ctx, "kpi");
	e->kpi = wb_kpi_find(name);
	return e->kpi ||
	       wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE, "kpi", name,
	                         "the name of a KPI as in /api/v1/kpis");
}

static bool read_scope(struct wb_explanation *e, wb_parameter_fn parameter,
                       void *ctx, char *ret_error)
{
	char expected[64];
	e->scope_name = parameter(ctx, "scope");
	if (!e->scope_name.data) {
		e->scope_name = wb_str("total");
	}
	int kind = wb_parameter_scope_kind(e->scope_name);
	if (kind < 0) {
		return wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE,
		                         "scope", e->scope_name,
		                         WB_SCOPE_EXPECTED);
	}
	if (!wb_kpi_has_scope(e->kpi, (enum wb_scope_kind)kind)) {
		snprintf(expected, sizeof(expected),
		         "one that there is '%s' of", e->kpi->name);
		return wb_parameter_fail(ret_error, WB_LOOKUP_ERROR_SIZE,
		                         "scope", e->scope_name, expected);
	}
	e->scope = wb_engine_scope(e->lookup->engine, e->scope_name);
	return true;
}

/* `from` asks for the past, as a report tells it: whole quarter hours. */
static bool read_span(struct wb_explanation *e, wb_parameter_fn parameter,
                      void *ctx, char *ret_error)
{
	static const char *const attributions[] = { "event", "cohort", NULL };
	const wb_ms quarter = WB_HISTORY_QUARTER;
	int attribution;
	e->past = parameter(ctx, "from").data != NULL;
	if (!e->past) {
		return wb_parameter_window(
			parameter, ctx,
			e->kpi->moment ? WB_WINDOW_NOW : WB_WINDOW_DAY,
			&e->window, ret_error, WB_LOOKUP_ERROR_SIZE);
	}
	if (!wb_parameters_span(parameter, ctx,
	                        wb_engine_plan(e->lookup->engine),
	                        e->lookup->now, &e->from, &e->to, ret_error,
	                        WB_LOOKUP_ERROR_SIZE) ||
	    !wb_parameter_word(parameter, ctx, "attribution", attributions,
	                       "event or cohort", &attribution, ret_error,
	                       WB_LOOKUP_ERROR_SIZE)) {
		return false;
	}
	e->from = e->from / quarter * quarter;
	e->to = (e->to + quarter - 1) / quarter * quarter;
	e->attribution = (enum wb_attribution)attribution;
	return true;
}

/* ---- the number ---- */

struct reading {
	int64_t *sums;
	struct wb_sketch waits;
	bool failed;
};

static bool on_row(void *user, const struct wb_history_row *row)
{
	struct reading *reading = user;
	for (int i = 0; i < row->sum_count; i++) {
		reading->sums[row->sums[i].id] += row->sums[i].amount;
	}
	for (int i = 0; i < row->wait_count && !reading->failed; i++) {
		reading->failed =
			!wb_sketch_add(&reading->waits, row->waits[i].id,
		                       (int32_t)row->waits[i].amount);
	}
	return !reading->failed;
}

static void value_past(struct wb_explanation *e, const struct wb_sketch *waits)
{
	static const struct wb_budget nothing;
	if (e->kpi->quantile > 0) {
		e->value.known = wb_sketch_quantile(waits, e->kpi->quantile,
		                                    &e->value.value);
	} else if (e->kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	           e->kpi->outlook == WB_OUTLOOK_BUDGET_BURN) {
		e->value = wb_kpi_budget_value(e->kpi, e->sums, &nothing);
	} else {
		e->value = wb_kpi_value(e->kpi, e->sums, NULL);
	}
}

static bool read_past(struct wb_explanation *e)
{
	struct reading reading = { .sums = e->sums };
	int error = wb_history_read(e->lookup->history, (int)e->attribution,
	                            e->scope_name.data, e->from, e->to, on_row,
	                            &reading);
	value_past(e, &reading.waits);
	wb_sketch_finish(&reading.waits);
	return error == 0 && !reading.failed;
}

static bool read_value(struct wb_explanation *e)
{
	if (e->past) {
		return read_past(e);
	}
	wb_engine_span(e->lookup->engine, e->scope, e->window, &e->from,
	               &e->to);
	wb_engine_sums(e->lookup->engine, e->scope, e->window, e->sums);
	e->value =
		wb_engine_read(e->lookup->engine, e->kpi, e->scope, e->window);
	return true;
}

/* ---- the answer ---- */

static void write_text(struct wb_json_writer *w, const char *key,
                       const char *text)
{
	wb_json_key_text(w, key);
	wb_json_text(w, text);
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

/* In the KPI's unit. */
static void write_amount(struct wb_json_writer *w, const char *key,
                         enum wb_unit unit, int64_t amount)
{
	wb_json_key_text(w, key);
	if (wb_unit_is_hundredths(unit)) {
		wb_json_decimal(w, amount, 2);
	} else {
		wb_json_int(w, amount);
	}
}

static const char *attribution_of(const struct wb_explanation *e)
{
	if (e->kpi->moment || e->kpi->outlook ||
	    strcmp(e->kpi->attributed, "now") == 0) {
		return "now";
	}
	if (strcmp(e->kpi->attributed, "clipped") == 0) {
		return "clipped";
	}
	return e->attribution == WB_BY_COHORT ? "cohort" : "event";
}

static void write_head(const struct wb_explanation *e, struct wb_json_writer *w)
{
	write_text(w, "kpi", e->kpi->name);
	write_text(w, "unit", wb_unit_name(e->kpi->unit));
	write_text(w, "formula", e->kpi->formula);
	write_text(w, "counted_at", e->kpi->attributed);
	write_text(w, "source", e->kpi->source);
	write_text(w, "worse", e->kpi->below_is_worse ? "below" : "above");
	wb_json_key_text(w, "scope");
	wb_json_string(w, e->scope_name);
	if (!e->past) {
		write_text(w, "window", wb_window_name(e->window));
	}
	write_text(w, "attribution", attribution_of(e));
	write_int(w, "from", e->from);
	write_int(w, "to", e->to);
}

static void write_value(const struct wb_explanation *e,
                        struct wb_json_writer *w)
{
	if (e->value.known) {
		write_amount(w, "value", e->kpi->unit, e->value.value);
	} else {
		wb_json_key_text(w, "value");
		wb_json_null(w);
	}
	wb_json_key_text(w, "numerator");
	if (e->value.is_ratio) {
		wb_json_int(w, e->value.ratio.num);
	} else if (e->value.known && wb_kpi_is_of_sums(e->kpi)) {
		wb_json_int(w, e->value.value);
	} else {
		wb_json_null(w);
	}
	wb_json_key_text(w, "denominator");
	if (e->value.is_ratio) {
		wb_json_int(w, e->value.ratio.den);
	} else {
		wb_json_null(w);
	}
}

/* What each measure of a sum holds. */
static void write_terms(const struct wb_explanation *e,
                        struct wb_json_writer *w, const char *key,
                        const struct wb_sum *sum)
{
	wb_json_key_text(w, key);
	wb_json_begin_array(w);
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		int term = sum->term[i];
		int measure = (term < 0 ? -term : term) - 1;
		wb_json_begin_object(w);
		write_text(w, "measure", wb_measure_names[measure]);
		write_int(w, "sign", term < 0 ? -1 : 1);
		write_int(w, "value", e->sums[measure]);
		wb_json_end_object(w);
	}
	wb_json_end_array(w);
}

static void write_parts(const struct wb_explanation *e,
                        struct wb_json_writer *w)
{
	static const struct wb_sum met = { .term = { WB_M_SL_MET + 1 } };
	static const struct wb_sum counted = {
		.term = { WB_M_SL_COUNTED + 1, WB_M_SL_LATE_COUNTED + 1 }
	};
	bool budget = e->kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	              e->kpi->outlook == WB_OUTLOOK_BUDGET_BURN ||
	              e->kpi->outlook == WB_OUTLOOK_NEEDED_RATE;
	wb_json_key_text(w, "parts");
	wb_json_begin_object(w);
	write_terms(e, w, "numerator", budget ? &met : &e->kpi->numerator);
	write_terms(e, w, "denominator",
	            budget ? &counted : &e->kpi->denominator);
	wb_json_end_object(w);
}

struct promises {
	int queues;
	wb_ms least, most;
	int target_least, target_most;
	bool same_variant;
	enum wb_sl_variant variant;
};

static struct promises promises_of(const struct wb_explanation *e)
{
	const struct wb_engine *engine = e->lookup->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	struct promises p = { .least = WB_NEVER,
		              .target_least = 10000,
		              .same_variant = true };
	for (uint32_t i = 0;
	     e->scope != WB_NOBODY && i < wb_floor_queue_count(floor); i++) {
		if (!wb_engine_scope_has_queue(engine, e->scope, i)) {
			continue;
		}
		const struct wb_service_level_plan *level =
			&wb_floor_queue_plan(floor, i)->service_level;
		p.variant = p.queues++ ? p.variant : level->variant;
		p.same_variant &= level->variant == p.variant;
		p.least =
			level->threshold < p.least ? level->threshold : p.least;
		p.most = level->threshold > p.most ? level->threshold : p.most;
		p.target_least = level->target_bp < p.target_least
		                         ? level->target_bp
		                         : p.target_least;
		p.target_most = level->target_bp > p.target_most
		                        ? level->target_bp
		                        : p.target_most;
	}
	return p;
}

static bool is_of_service_level(const struct wb_kpi *kpi)
{
	return strncmp(kpi->name, "service_level", 13) == 0 ||
	       kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	       kpi->outlook == WB_OUTLOOK_BUDGET_BURN ||
	       kpi->outlook == WB_OUTLOOK_NEEDED_RATE ||
	       kpi->outlook == WB_OUTLOOK_AGENTS_REQUIRED ||
	       kpi->outlook == WB_OUTLOOK_SERVICE_LEVEL;
}

/* What the scope's queues promise. */
static void write_definition(const struct wb_explanation *e,
                             struct wb_json_writer *w)
{
	struct promises p = promises_of(e);
	if (!is_of_service_level(e->kpi) || p.queues == 0) {
		return;
	}
	wb_json_key_text(w, "definition");
	wb_json_begin_object(w);
	write_int(w, "threshold_ms", p.least);
	if (p.most > p.least) {
		write_int(w, "threshold_max_ms", p.most);
	}
	write_amount(w, "target", WB_UNIT_PERCENT, p.target_least);
	if (p.target_most > p.target_least) {
		write_amount(w, "target_max", WB_UNIT_PERCENT, p.target_most);
	}
	if (p.same_variant) {
		write_text(w, "variant", wb_sl_variant_name(p.variant));
	}
	wb_json_end_object(w);
}

/* The first tile that shows just this number tells its limits. */
static const struct wb_limits_plan *limits_of(const struct wb_explanation *e)
{
	const struct wb_plan *plan = wb_engine_plan(e->lookup->engine);
	for (int i = 0; i < plan->page_count && !e->past; i++) {
		const struct wb_page_plan *page = &plan->pages[i];
		for (int k = 0; k < page->tile_count; k++) {
			const struct wb_tile_plan *tile = &page->tiles[k];
			if (wb_str_is(tile->kpi, e->kpi->name) &&
			    wb_str_equal(tile->scope, e->scope_name) &&
			    (tile->window == e->window || e->kpi->moment)) {
				return &tile->limits;
			}
		}
	}
	return NULL;
}

static void write_limits(const struct wb_explanation *e,
                         struct wb_json_writer *w)
{
	const struct wb_limits_plan *limits = limits_of(e);
	if (!limits || !(limits->has_target || limits->has_warning ||
	                 limits->has_critical)) {
		return;
	}
	wb_json_key_text(w, "limits");
	wb_json_begin_object(w);
	if (limits->has_target) {
		write_amount(w, "target", e->kpi->unit, limits->target);
	}
	if (limits->has_warning) {
		write_amount(w, "warning", e->kpi->unit, limits->warning);
	}
	if (limits->has_critical) {
		write_amount(w, "critical", e->kpi->unit, limits->critical);
	}
	write_text(w, "worse", limits->above ? "above" : "below");
	wb_json_end_object(w);
}

/* How old it may be: the newest event of each feed, and of all. */
static void write_age(const struct wb_explanation *e, struct wb_json_writer *w)
{
	const struct wb_lookup *lookup = e->lookup;
	wb_ms newest = 0;
	wb_json_key_text(w, "feeds");
	wb_json_begin_object(w);
	for (int i = 0; i < lookup->shown_count; i++) {
		const struct wb_view_feed *feed = &lookup->shown[i];
		newest = feed->event > newest ? feed->event : newest;
		wb_json_key(w, feed->name);
		wb_json_begin_object(w);
		write_text(w, "state", wb_feed_state_name(feed->state));
		write_int(w, "heard", feed->heard);
		write_int(w, "event", feed->event);
		wb_json_end_object(w);
	}
	wb_json_end_object(w);
	write_int(w, "now", lookup->now);
	wb_json_key_text(w, "newest");
	if (newest > 0) {
		wb_json_int(w, newest);
		write_int(w, "age_ms",
		          lookup->now > newest ? lookup->now - newest : 0);
	} else {
		wb_json_null(w);
		wb_json_key_text(w, "age_ms");
		wb_json_null(w);
	}
}

static bool write_answer(const struct wb_explanation *e, struct wb_buf *body)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, body);
	wb_json_begin_object(&w);
	write_head(e, &w);
	write_value(e, &w);
	write_parts(e, &w);
	write_definition(e, &w);
	write_limits(e, &w);
	write_age(e, &w);
	bool read = wb_explain_contacts(e, &w);
	wb_json_end_object(&w);
	return read && !body->failed;
}

enum wb_lookup_result wb_explain_write(const struct wb_lookup *lookup,
                                       wb_parameter_fn parameter, void *ctx,
                                       struct wb_buf *body,
                                       char ret_error[WB_LOOKUP_ERROR_SIZE])
{
	struct wb_explanation e = { .lookup = lookup };
	if (!read_kpi(&e, parameter, ctx, ret_error) ||
	    !read_scope(&e, parameter, ctx, ret_error) ||
	    !read_span(&e, parameter, ctx, ret_error)) {
		return WB_LOOKUP_WRONG;
	}
	if (e.scope == WB_NOBODY && !e.past) {
		snprintf(ret_error, WB_LOOKUP_ERROR_SIZE,
		         "nothing is known of '%.*s'",
		         (int)(e.scope_name.len < 100 ? e.scope_name.len : 100),
		         e.scope_name.data);
		return WB_LOOKUP_UNKNOWN;
	}
	return read_value(&e) && write_answer(&e, body) ? WB_LOOKUP_OK
	                                                : WB_LOOKUP_FAILED;
}
