#include "notify/message.h"

#include <string.h>

static void write_title(struct wb_json_writer *w, const struct wb_title *title)
{
	bool any = false;

	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		any = any || title->text[i].data;
	}
	if (!any) {
		wb_json_null(w);
		return;
	}
	wb_json_begin_object(w);
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		if (title->text[i].data) {
			wb_json_key_text(w,
			                 wb_language_code((enum wb_language)i));
			wb_json_string(w, title->text[i]);
		}
	}
	wb_json_end_object(w);
}

static void write_string(struct wb_json_writer *w, const char *key,
                         struct wb_str value)
{
	wb_json_key_text(w, key);
	if (value.data) {
		wb_json_string(w, value);
	} else {
		wb_json_null(w);
	}
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

void wb_message_write(struct wb_buf *out,
                      const struct wb_notify_message *message)
{
	struct wb_json_writer w;
	const char *severity = wb_severity_name(message->severity);

	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	write_string(&w, "key", message->key);
	write_string(&w, "kind", message->kind);
	write_int(&w, "at", message->at);
	write_string(&w, "route", message->route);
	write_string(&w, "rule", message->rule);
	wb_json_key_text(&w, "rule_title");
	write_title(&w, &message->rule_title);
	write_string(&w, "severity", wb_str(severity));
	write_string(&w, "group", message->group);
	write_int(&w, "standing", message->standing);
	write_int(&w, "more", message->more);
	wb_json_key_text(&w, "alerts");
	wb_json_raw(&w,
	            message->alerts.len > 0 ? message->alerts : wb_str("[]"));
	wb_json_end_object(&w);
}

bool wb_told_is_hundredths(struct wb_str unit)
{
	return wb_str_is(unit, "percent") || wb_str_is(unit, "points") ||
	       wb_str_is(unit, "rate") || wb_str_is(unit, "factor");
}

/* The number in 10^-scale; more decimals than that are cut. */
static bool read_number(const struct wb_json *object, const char *key,
                        int scale, int64_t *ret_value)
{
	const struct wb_json *number = wb_json_get(object, key);

	if (!number || number->kind != WB_JSON_NUMBER) {
		return false;
	}
	int64_t value = number->number;
	for (int i = number->scale; i > scale; i--) {
		value /= 10;
	}
	for (int i = number->scale; i < scale; i++) {
		if (__builtin_mul_overflow(value, 10, &value)) {
			return false;
		}
	}
	*ret_value = value;
	return true;
}

static void read_reading(const struct wb_json *json,
                         struct wb_told_reading *reading)
{
	reading->signal = wb_json_get_string(json, "signal");
	reading->kpi = wb_json_get_string(json, "kpi");
	if (!reading->kpi.data) {
		reading->kpi = reading->signal;
	}
	reading->window = wb_json_get_string(json, "window");
	reading->unit = wb_json_get_string(json, "unit");
	reading->explanation = wb_json_get_string(json, "explanation");
	reading->is_bad = wb_json_get_bool(json, "bad", false);
	reading->below_is_bad =
		wb_str_is(wb_json_get_string(json, "worse"), "below");
	int scale = wb_told_is_hundredths(reading->unit) ? 2 : 0;
	reading->known = read_number(json, "value", scale, &reading->value);
	reading->has_limit = read_number(json, "raise", scale, &reading->limit);
	reading->is_ratio =
		read_number(json, "numerator", 0, &reading->numerator) &&
		read_number(json, "denominator", 0, &reading->denominator);
}

/* {"en":..,"fa":..} in the language, else in English; or a plain text. */
static struct wb_str pick_title(const struct wb_json *object, const char *key,
                                const char *language)
{
	const struct wb_json *title = wb_json_get(object, key);

	if (title && title->kind == WB_JSON_STRING) {
		return title->string;
	}
	struct wb_str text = wb_json_get_string(title, language);
	return text.len > 0 ? text : wb_json_get_string(title, "en");
}

/* "queue:sales" -> "sales" */
static struct wb_str name_of(struct wb_str scope)
{
	const char *colon =
		scope.len > 0 ? memchr(scope.data, ':', scope.len) : NULL;

	if (!colon) {
		return scope;
	}
	size_t skipped = (size_t)(colon + 1 - scope.data);
	return (struct wb_str){ colon + 1, scope.len - skipped };
}

static bool read_readings(struct wb_told *told, const struct wb_json *list,
                          struct wb_told_alert *alert)
{
	if (!list || list->kind != WB_JSON_ARRAY) {
		return true;
	}
	struct wb_told_reading *readings = wb_arena_alloc(
		&told->arena, (list->count + 1) * sizeof(*readings));
	if (!readings) {
		return false;
	}
	int count = 0;
	for (const struct wb_json_member *m = list->first; m; m = m->next) {
		read_reading(&m->value, &readings[count++]);
	}
	alert->readings = readings;
	alert->reading_count = count;
	return true;
}

static bool read_alert(struct wb_told *told, const struct wb_json *json,
                       const char *language, struct wb_told_alert *alert)
{
	alert->id = wb_json_get_string(json, "id");
	alert->rule = wb_json_get_string(json, "rule");
	alert->state = wb_json_get_string(json, "state");
	alert->scope = wb_json_get_string(json, "scope");
	alert->title = pick_title(json, "title", language);
	if (alert->title.len == 0) {
		alert->title = name_of(alert->scope);
	}
	alert->since = wb_json_get_int(json, "since", 0);
	alert->fired = wb_json_get_int(json, "fired", 0);
	alert->over = wb_str_is(alert->state, "quiet") ||
	              wb_str_is(alert->state, "over");
	alert->author = wb_json_get_string(json, "author");
	alert->note = wb_json_get_string(json, "note");
	return read_readings(told, wb_json_get(json, "readings"), alert);
}

static bool read_alerts(struct wb_told *told, const char *language)
{
	const struct wb_json *list = wb_json_get(told->tree, "alerts");

	if (!list || list->kind != WB_JSON_ARRAY) {
		return false;
	}
	struct wb_told_alert *alerts = wb_arena_alloc(
		&told->arena, (list->count + 1) * sizeof(*alerts));
	if (!alerts) {
		return false;
	}
	told->alerts = alerts;
	for (const struct wb_json_member *m = list->first; m; m = m->next) {
		if (!read_alert(told, &m->value, language,
		                &alerts[told->alert_count++])) {
			return false;
		}
	}
	return true;
}

static enum wb_severity find_severity(struct wb_str name)
{
	for (int i = 0; i < WB_SEVERITY_COUNT; i++) {
		if (wb_str_is(name, wb_severity_name((enum wb_severity)i))) {
			return (enum wb_severity)i;
		}
	}
	return WB_SEVERITY_WARNING;
}

static bool read_all(struct wb_told *told, struct wb_str text,
                     const char *language)
{
	struct wb_json_error error;
	struct wb_str copy = wb_arena_str(&told->arena, text);

	told->tree = wb_json_read(copy, &told->arena, &error);
	if (!told->tree || told->tree->kind != WB_JSON_OBJECT) {
		return false;
	}
	told->key = wb_json_get_string(told->tree, "key");
	told->kind = wb_json_get_string(told->tree, "kind");
	told->route = wb_json_get_string(told->tree, "route");
	told->rule = wb_json_get_string(told->tree, "rule");
	told->group = wb_json_get_string(told->tree, "group");
	told->rule_title = pick_title(told->tree, "rule_title", language);
	told->severity =
		find_severity(wb_json_get_string(told->tree, "severity"));
	told->at = wb_json_get_int(told->tree, "at", 0);
	told->standing = wb_json_get_int(told->tree, "standing", 0);
	told->more = wb_json_get_int(told->tree, "more", 0);
	return told->key.len > 0 && read_alerts(told, language) &&
	       !told->arena.failed;
}

bool wb_told_read(struct wb_told *told, struct wb_str text,
                  const char *language)
{
	*told = (struct wb_told){ 0 };
	if (!read_all(told, text, language)) {
		wb_told_finish(told);
		return false;
	}
	return true;
}

void wb_told_finish(struct wb_told *told)
{
	wb_arena_finish(&told->arena);
	*told = (struct wb_told){ 0 };
}

const struct wb_told_reading *
wb_told_reading_of(const struct wb_told_alert *alert)
{
	for (int i = 0; i < alert->reading_count; i++) {
		if (alert->readings[i].is_bad) {
			return &alert->readings[i];
		}
	}
	return alert->reading_count > 0 ? &alert->readings[0] : NULL;
}
