/*
 * The alerts that stand: what the rules found and what people did about it, in
 * the state of every view. Their numbers are those of now, as on the tiles.
 */

#include <stdlib.h>

#include "view/parts.h"

/* As many as any list can show, and those that only cover a breach. */
#define KEPT_MAX 400
#define ROWS_MAX 20

/* Those that wait for somebody first, then the worst, then the oldest. */
static int rank_of(enum wb_alert_state state)
{
	return state == WB_ALERT_FIRING ? 0 : state == WB_ALERT_OVER ? 1 : 2;
}

static int by_badness(const void *a, const void *b)
{
	const struct wb_alert *x = &((const struct standing *)a)->alert;
	const struct wb_alert *y = &((const struct standing *)b)->alert;
	int ranks = rank_of(x->state) - rank_of(y->state);
	if (ranks != 0) {
		return ranks;
	}
	if (x->rule->severity != y->rule->severity) {
		return x->rule->severity > y->rule->severity ? -1 : 1;
	}
	if (x->fired != y->fired) {
		return x->fired < y->fired ? -1 : 1;
	}
	size_t least = x->id.len < y->id.len ? x->id.len : y->id.len;
	int order = memcmp(x->id.data, y->id.data, least);
	return order != 0 ? order
	                  : (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

/* Those that are put aside, or told by their cause, are in no list. */
static bool is_listed(const struct wb_alert *alert)
{
	return !alert->inhibited && alert->shelved_until == 0;
}

static void count(struct standing_counts *counts, const struct wb_alert *alert)
{
	counts->listed++;
	if (alert->state == WB_ALERT_ACKNOWLEDGED) {
		counts->acknowledged++;
	} else {
		counts->open[alert->rule->severity]++;
	}
}

static void on_shelved(void *user, const struct wb_alert *alert)
{
	struct page *page = user;
	page->standing_counts.shelved += alert->rule->on_wall;
}

static void on_any(void *user, const struct wb_alert *alert)
{
	int *number = user;
	(void)alert;
	*number += 1;
}

/* The core's texts are its own until its next change; these are the page's. */
static void on_alert(void *user, const struct wb_alert *alert)
{
	struct page *page = user;
	if (alert->state == WB_ALERT_QUIET ||
	    alert->state == WB_ALERT_PENDING || !alert->rule->on_wall) {
		return;
	}
	if (is_listed(alert)) {
		count(&page->standing_counts, alert);
	}
	if (page->standing_count == KEPT_MAX) {
		return;
	}
	struct standing *kept = &page->standing[page->standing_count++];
	*kept = (struct standing){
		.alert = *alert,
		.scope = wb_engine_scope(page->input->engine, alert->scope),
		.listed = is_listed(alert),
	};
	kept->alert.id = wb_arena_str(page->arena, alert->id);
	kept->alert.scope = wb_arena_str(page->arena, alert->scope);
	kept->alert.author = wb_arena_str(page->arena, alert->author);
}

void wb_page_find_standing(struct page *page)
{
	const struct wb_alerts *alerts = page->input->alerts;
	int number = 0;
	if (!alerts) {
		return;
	}
	wb_alerts_each_shelved(alerts, on_shelved, page);
	wb_alerts_each(alerts, on_any, &number);
	if (number == 0) {
		return;
	}
	number = number < KEPT_MAX ? number : KEPT_MAX;
	page->standing = wb_arena_alloc(
		page->arena, (size_t)number * sizeof(*page->standing));
	if (!page->standing) {
		return;
	}
	wb_alerts_each(alerts, on_alert, page);
	if (page->standing_count > 1) {
		qsort(page->standing, (size_t)page->standing_count,
		      sizeof(*page->standing), by_badness);
	}
}

bool wb_page_is_told(const struct page *page, const struct breach *breach)
{
	for (int i = 0; i < page->standing_count; i++) {
		const struct wb_alert *alert = &page->standing[i].alert;
		if (page->standing[i].scope != breach->scope) {
			continue;
		}
		for (int k = 0; k < alert->reading_count; k++) {
			const struct wb_condition_plan *condition =
				alert->readings[k].condition;
			if (condition->signal == WB_SIGNAL_KPI &&
			    wb_str_is(condition->kpi, breach->kpi->name)) {
				return true;
			}
		}
	}
	return false;
}

/* ---- a row ---- */

/* The number that the row tells: of the first condition that holds. */
static const struct wb_alert_reading *shown(const struct wb_alert *alert)
{
	for (int i = 0; i < alert->reading_count; i++) {
		if (alert->readings[i].bad) {
			return &alert->readings[i];
		}
	}
	return alert->reading_count > 0 ? &alert->readings[0] : NULL;
}

static bool has_title(const struct wb_title *title)
{
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].len > 0) {
			return true;
		}
	}
	return false;
}

static void add_limits(struct page *page, struct wb_json *object,
                       const struct wb_alert_reading *reading,
                       enum wb_unit unit)
{
	wb_json_add_string(
		page->arena, object, "worse",
		wb_str(reading->condition->above ? "above" : "below"));
	wb_page_add_amount(page, object, "raise", unit, reading->raise);
	wb_page_add_amount(page, object, "clear", unit, reading->clear);
}

static void add_kpi(struct page *page, struct wb_json *object,
                    const struct standing *standing,
                    const struct wb_alert_reading *reading)
{
	const struct wb_condition_plan *condition = reading->condition;
	const struct wb_kpi *kpi = wb_kpi_find(condition->kpi);
	if (!kpi) {
		return;
	}
	wb_json_add_string(page->arena, object, "kpi", wb_str(kpi->name));
	wb_json_add_string(page->arena, object, "window",
	                   wb_str(wb_window_name(condition->window)));
	wb_json_add_string(page->arena, object, "unit",
	                   wb_str(wb_unit_name(kpi->unit)));
	if (standing->scope != WB_NOBODY) {
		wb_page_add_value(page, object, kpi,
		                  wb_engine_read(page->input->engine, kpi,
		                                 standing->scope,
		                                 condition->window));
	}
	add_limits(page, object, reading, kpi->unit);
}

static void add_signal(struct page *page, struct wb_json *object,
                       const struct wb_alert_reading *reading)
{
	const struct wb_condition_plan *condition = reading->condition;
	wb_json_add_string(page->arena, object, "signal",
	                   wb_str(wb_signal_name(condition->signal)));
	if (condition->signal != WB_SIGNAL_DUE) {
		return;
	}
	wb_json_add_int(page->arena, object, "ahead_ms", condition->ahead);
	wb_json_add_string(page->arena, object, "unit",
	                   wb_str(wb_unit_name(WB_UNIT_COUNT)));
	if (reading->value.known) {
		wb_json_add_int(page->arena, object, "value",
		                reading->value.value);
	}
	add_limits(page, object, reading, WB_UNIT_COUNT);
}

static void add_number(struct page *page, struct wb_json *object,
                       const struct standing *standing)
{
	const struct wb_alert_reading *reading = shown(&standing->alert);
	if (reading && reading->condition->signal == WB_SIGNAL_KPI) {
		add_kpi(page, object, standing, reading);
	} else if (reading) {
		add_signal(page, object, reading);
	}
}

static void add_name(struct page *page, struct wb_json *object,
                     const struct wb_alert *alert)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	struct wb_str name;
	const struct wb_title *title =
		wb_view_scope_title(plan, alert->scope, &name);
	wb_json_add_string(page->arena, object, "rule", alert->rule->name);
	if (has_title(&alert->rule->title)) {
		wb_page_add_title(page, object, "rule_title",
		                  &alert->rule->title, alert->rule->name);
	}
	wb_json_add_string(page->arena, object, "scope", alert->scope);
	if (name.data) {
		wb_page_add_title(page, object, "title", title, name);
	}
}

void wb_page_add_standing(struct page *page, struct wb_json *object,
                          const struct standing *standing)
{
	const struct wb_alert *alert = &standing->alert;
	wb_json_add_string(page->arena, object, "level",
	                   wb_str(wb_severity_name(alert->rule->severity)));
	add_name(page, object, alert);
	add_number(page, object, standing);
	wb_json_add_int(page->arena, object, "since", alert->since);
}

void wb_page_fill_standing(struct page *page, struct wb_json *object,
                           const struct standing *standing)
{
	const struct wb_alert *alert = &standing->alert;
	wb_json_add_string(page->arena, object, "state",
	                   wb_str(wb_alert_state_name(alert->state)));
	wb_page_add_standing(page, object, standing);
	wb_json_add_int(page->arena, object, "fired", alert->fired);
	if (alert->state == WB_ALERT_ACKNOWLEDGED && alert->author.len > 0) {
		wb_json_add_string(page->arena, object, "author",
		                   alert->author);
	}
	if (alert->escalated) {
		wb_json_add_bool(page->arena, object, "escalated", true);
	}
	if (alert->flapping) {
		wb_json_add_bool(page->arena, object, "flapping", true);
	}
}

/* ---- what every view carries ---- */

static void add_counts(struct page *page, struct wb_json *object)
{
	const struct standing_counts *counts = &page->standing_counts;
	for (int i = WB_SEVERITY_COUNT - 1; i >= 0; i--) {
		wb_json_add_int(page->arena, object,
		                wb_severity_name((enum wb_severity)i),
		                counts->open[i]);
	}
	wb_json_add_int(page->arena, object, "acknowledged",
	                counts->acknowledged);
	wb_json_add_int(page->arena, object, "shelved", counts->shelved);
}

void wb_page_standing(struct page *page, struct wb_json *root)
{
	struct wb_json *object =
		wb_json_add_object(page->arena, root, "alerts");
	add_counts(page, object);
	struct wb_json *order = wb_json_add_array(page->arena, object, "order");
	const struct standing *rows[ROWS_MAX];
	int used = 0;
	for (int i = 0; i < page->standing_count && used < ROWS_MAX; i++) {
		if (page->standing[i].listed) {
			rows[used++] = &page->standing[i];
		}
	}
	for (int i = 0; i < used; i++) {
		wb_json_add_string(page->arena, order, NULL, rows[i]->alert.id);
	}
	wb_json_add_int(page->arena, object, "more",
	                page->standing_counts.listed - used);
	struct wb_json *list = wb_json_add_object(page->arena, object, "rows");
	for (int i = 0; i < used; i++) {
		wb_page_fill_standing(page,
		                      wb_json_add_object_str(page->arena, list,
		                                             rows[i]->alert.id),
		                      rows[i]);
	}
}
