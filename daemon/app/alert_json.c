#include "app/alert_json.h"

#include "app/alert_explain.h"
#include "view/view.h"

static void member_text(struct wb_json_writer *w, const char *key,
                        const char *value)
{
	wb_json_key_text(w, key);
	wb_json_text(w, value);
}

/* Absent texts are null. */
static void member_str(struct wb_json_writer *w, const char *key,
                       struct wb_str value)
{
	wb_json_key_text(w, key);
	if (value.data) {
		wb_json_string(w, value);
	} else {
		wb_json_null(w);
	}
}

static void member_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

/* Instants and durations of 0 are null. */
static void member_time(struct wb_json_writer *w, const char *key, wb_ms value)
{
	wb_json_key_text(w, key);
	if (value > 0) {
		wb_json_int(w, value);
	} else {
		wb_json_null(w);
	}
}

static void member_bool(struct wb_json_writer *w, const char *key, bool value)
{
	wb_json_key_text(w, key);
	wb_json_bool(w, value);
}

static void write_title(struct wb_json_writer *w, const char *key,
                        const struct wb_title *title, struct wb_str name)
{
	bool any = false;
	for (int i = 0; title && i < WB_LANGUAGE_COUNT; i++) {
		any |= title->text[i].len > 0;
	}
	if (!any && !name.data) {
		return;
	}
	wb_json_key_text(w, key);
	wb_json_begin_object(w);
	for (int i = 0; any && i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].len > 0) {
			wb_json_key_text(w,
			                 wb_language_code((enum wb_language)i));
			wb_json_string(w, title->text[i]);
		}
	}
	if (!any) {
		wb_json_key_text(w, "en");
		wb_json_string(w, name);
	}
	wb_json_end_object(w);
}

/* ---- conditions and readings ---- */

/* The unit of a condition's amounts; durations where a tile has an instant. */
static enum wb_unit unit_of(const struct wb_condition_plan *condition)
{
	const struct wb_kpi *kpi = condition->signal == WB_SIGNAL_KPI
	                                   ? wb_kpi_find(condition->kpi)
	                                   : NULL;
	if (!kpi) {
		return WB_UNIT_COUNT;
	}
	return kpi->unit == WB_UNIT_SINCE ? WB_UNIT_MS : kpi->unit;
}

static void member_amount(struct wb_json_writer *w, const char *key,
                          enum wb_unit unit, int64_t amount)
{
	wb_json_key_text(w, key);
	if (wb_unit_is_hundredths(unit)) {
		wb_json_decimal(w, amount, 2);
	} else {
		wb_json_int(w, amount);
	}
}

static bool has_limits(const struct wb_condition_plan *condition)
{
	return condition->signal == WB_SIGNAL_KPI ||
	       condition->signal == WB_SIGNAL_DUE;
}

/* What a condition looks at. */
static void write_condition(struct wb_json_writer *w,
                            const struct wb_condition_plan *condition)
{
	member_text(w, "signal", wb_signal_name(condition->signal));
	if (condition->signal == WB_SIGNAL_KPI) {
		member_str(w, "kpi", condition->kpi);
		member_text(w, "window", wb_window_name(condition->window));
	}
	if (condition->signal == WB_SIGNAL_DUE) {
		member_int(w, "ahead_ms", condition->ahead);
	}
	member_text(w, "unit", wb_unit_name(unit_of(condition)));
	if (has_limits(condition)) {
		member_text(w, "worse", condition->above ? "above" : "below");
	}
}

static void write_value(struct wb_json_writer *w,
                        const struct wb_alert_reading *reading)
{
	const struct wb_value *value = &reading->value;
	if (!has_limits(reading->condition)) {
		member_int(w, "value", reading->bad ? 1 : 0);
		return;
	}
	if (value->known) {
		member_amount(w, "value", unit_of(reading->condition),
		              value->value);
	} else {
		wb_json_key_text(w, "value");
		wb_json_null(w);
	}
	if (value->is_ratio) {
		member_int(w, "numerator", (int64_t)value->ratio.num);
		member_int(w, "denominator", (int64_t)value->ratio.den);
	}
}

static void write_reading(struct wb_json_writer *w,
                          const struct wb_alert_reading *reading,
                          struct wb_str scope)
{
	struct wb_buf text = { 0 };
	wb_json_begin_object(w);
	write_condition(w, reading->condition);
	if (has_limits(reading->condition)) {
		enum wb_unit unit = unit_of(reading->condition);
		member_amount(w, "raise", unit, reading->raise);
		member_amount(w, "clear", unit, reading->clear);
	}
	member_bool(w, "bad", reading->bad);
	write_value(w, reading);
	wb_alert_explain(reading, scope, &text);
	member_str(w, "explanation", wb_buf_str(&text));
	wb_buf_finish(&text);
	wb_json_end_object(w);
}

/* ---- alerts ---- */

static void write_scope(struct wb_json_writer *w, struct wb_str scope,
                        const struct wb_plan *plan)
{
	struct wb_str name;
	const struct wb_title *title = wb_view_scope_title(plan, scope, &name);
	member_str(w, "scope", scope);
	write_title(w, "title", title, name);
}

static void write_routes(struct wb_json_writer *w, const char *key,
                         const int *routes, int count,
                         const struct wb_alert_plan *alerts)
{
	wb_json_key_text(w, key);
	wb_json_begin_array(w);
	for (int i = 0; i < count; i++) {
		wb_json_string(w, alerts->routes[routes[i]].name);
	}
	wb_json_end_array(w);
}

void wb_alert_write(struct wb_json_writer *w, const struct wb_alert *alert,
                    const struct wb_plan *plan)
{
	const struct wb_rule_plan *rule = alert->rule;
	member_str(w, "id", alert->id);
	member_str(w, "rule", rule->name);
	write_title(w, "rule_title", &rule->title, (struct wb_str){ NULL, 0 });
	member_text(w, "severity", wb_severity_name(rule->severity));
	member_text(w, "state", wb_alert_state_name(alert->state));
	write_scope(w, alert->scope, plan);
	member_time(w, "since", alert->since);
	member_time(w, "fired", alert->fired);
	member_time(w, "changed", alert->changed);
	member_bool(w, "inhibited", alert->inhibited);
	member_bool(w, "flapping", alert->flapping);
	member_time(w, "shelved_until", alert->shelved_until);
	member_bool(w, "escalated", alert->escalated);
	member_bool(w, "lapsed", alert->lapsed);
	member_str(w, "author", alert->author);
	member_str(w, "note", alert->note);
	member_bool(w, "ack_required", rule->ack_required);
	member_bool(w, "wall", rule->on_wall);
	write_routes(w, "routes", rule->routes, rule->route_count,
	             plan->alerts);
	wb_json_key_text(w, "readings");
	wb_json_begin_array(w);
	for (int i = 0; i < alert->reading_count; i++) {
		write_reading(w, &alert->readings[i], alert->scope);
	}
	wb_json_end_array(w);
}

void wb_alert_write_step(struct wb_json_writer *w,
                         const struct wb_alert_step *step,
                         const struct wb_plan *plan)
{
	wb_json_begin_object(w);
	member_int(w, "number", (int64_t)step->number);
	member_int(w, "at", step->at);
	member_text(w, "step", wb_alert_step_name(step->kind));
	wb_alert_write(w, step->alert, plan);
	wb_json_end_object(w);
}

/* ---- rules ---- */

static void write_schedule(struct wb_json_writer *w,
                           const struct wb_schedule_plan *schedule)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu",
		                            "fri", "sat", "sun" };
	wb_json_key_text(w, "schedule");
	if (!schedule) {
		wb_json_null(w);
		return;
	}
	wb_json_begin_object(w);
	wb_json_key_text(w, "days");
	wb_json_begin_array(w);
	for (int i = 0; i < 7; i++) {
		if (schedule->days == 0 || (schedule->days >> i & 1u)) {
			wb_json_text(w, days[i]);
		}
	}
	wb_json_end_array(w);
	member_int(w, "from_ms", schedule->from);
	member_int(w, "to_ms", schedule->to);
	member_int(w, "dates", schedule->date_count);
	member_bool(w, "on_dates", schedule->on_dates);
	wb_json_end_object(w);
}

/* As the configuration says it: "queue:sales", "department:service/queue:*" */
static void write_rule_scope(struct wb_json_writer *w,
                             const struct wb_rule_scope *scope)
{
	struct wb_buf text = { 0 };
	if (scope->scope.data) {
		wb_json_string(w, scope->scope);
		return;
	}
	if (scope->within.len > 0) {
		wb_buf_addf(&text, "%.*s/", WB_STR_FMT(scope->within));
	}
	wb_buf_addf(&text, "%.*s:*", WB_STR_FMT(scope->kind));
	wb_json_string(w, wb_buf_str(&text));
	wb_buf_finish(&text);
}

/* A number, or what it is counted from: {"of":"target","plus":-10}. */
static void write_limit(struct wb_json_writer *w, const char *key,
                        enum wb_unit unit, const struct wb_alert_limit *limit)
{
	if (limit->base == WB_LIMIT_FIXED) {
		member_amount(w, key, unit, limit->number);
		return;
	}
	bool target = limit->base == WB_LIMIT_TARGET;
	wb_json_key_text(w, key);
	wb_json_begin_object(w);
	member_text(w, "of", target ? "target" : "threshold");
	wb_json_key_text(w, target ? "plus" : "times");
	wb_json_decimal(w, limit->number, 2);
	wb_json_end_object(w);
}

static void write_rule_condition(struct wb_json_writer *w,
                                 const struct wb_condition_plan *condition)
{
	enum wb_unit unit = unit_of(condition);
	wb_json_begin_object(w);
	write_condition(w, condition);
	if (has_limits(condition)) {
		write_limit(w, "raise", unit, &condition->raise);
		write_limit(w, "clear", unit, &condition->clear);
		member_int(w, "min_sample", condition->min_sample);
	}
	wb_json_end_object(w);
}

static void write_conditions(struct wb_json_writer *w,
                             const struct wb_rule_plan *rule)
{
	member_text(w, "match", rule->any ? "any" : "all");
	wb_json_key_text(w, "conditions");
	wb_json_begin_array(w);
	for (int i = 0; i < rule->condition_count; i++) {
		write_rule_condition(w, &rule->conditions[i]);
	}
	wb_json_end_array(w);
	wb_json_key_text(w, "scopes");
	wb_json_begin_array(w);
	for (int i = 0; i < rule->scope_count; i++) {
		write_rule_scope(w, &rule->scopes[i]);
	}
	wb_json_end_array(w);
}

static void write_telling(struct wb_json_writer *w,
                          const struct wb_rule_plan *rule,
                          const struct wb_alert_plan *alerts)
{
	write_routes(w, "routes", rule->routes, rule->route_count, alerts);
	member_bool(w, "ack_required", rule->ack_required);
	member_time(w, "escalate_after_ms", rule->escalate_after);
	write_routes(w, "escalate_to", rule->escalate_to,
	             rule->escalate_to_count, alerts);
	member_time(w, "renotify_every_ms", rule->renotify_every);
	member_text(w, "group_by", wb_group_by_name(rule->group_by));
	member_int(w, "group_wait_ms", rule->group_wait);
	member_int(w, "group_interval_ms", rule->group_interval);
	wb_json_key_text(w, "inhibit_if");
	wb_json_begin_array(w);
	for (int i = 0; i < rule->inhibit_if_count; i++) {
		wb_json_string(w, rule->inhibit_if[i]);
	}
	wb_json_end_array(w);
	wb_json_key_text(w, "flap");
	if (rule->flap_count > 0) {
		wb_json_begin_object(w);
		member_int(w, "times", rule->flap_count);
		member_int(w, "within_ms", rule->flap_within);
		wb_json_end_object(w);
	} else {
		wb_json_null(w);
	}
	member_bool(w, "wall", rule->on_wall);
	member_bool(w, "front", rule->front);
}

void wb_alert_write_rule(struct wb_json_writer *w,
                         const struct wb_rule_plan *rule,
                         const struct wb_alert_plan *alerts)
{
	wb_json_begin_object(w);
	member_str(w, "name", rule->name);
	write_title(w, "title", &rule->title, (struct wb_str){ NULL, 0 });
	member_bool(w, "built_in", rule->built_in);
	member_text(w, "severity", wb_severity_name(rule->severity));
	write_conditions(w, rule);
	member_int(w, "for_ms", rule->hold);
	write_schedule(w, rule->schedule);
	write_telling(w, rule, alerts);
	wb_json_end_object(w);
}
