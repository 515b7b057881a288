#include "event_codec.h"
#include "limits.h"

static bool fail_missing(const struct wb_event_codec *c,
                         const struct wb_field *field)
{
	wb_str_format(c->error, c->error_size, "%s: field '%s' is missing",
	              wb_event_kind_name(c->event->kind), field->name.data);
	return false;
}

static bool check_text(const struct wb_event_codec *c,
                       const struct wb_field *field, struct wb_str text,
                       size_t min, size_t max)
{
	char excerpt[WB_EXCERPT_SIZE];

	if (text.len < min || text.len > max) {
		wb_str_format(c->error, c->error_size,
		              "field '%s': expected %zu to %zu bytes, got %zu",
		              field->name.data, min, max, text.len);
		return false;
	}
	if (!wb_str_is_clean_utf8(text)) {
		wb_str_format(c->error, c->error_size,
		              "field '%s': expected UTF-8 without control "
		              "characters, got '%s'",
		              field->name.data, wb_str_excerpt(text, excerpt));
		return false;
	}
	return true;
}

static bool check_int(const struct wb_event_codec *c,
                      const struct wb_field *field, int64_t value)
{
	if (value >= field->min && value <= field->max) {
		return true;
	}
	wb_str_format(c->error, c->error_size,
	              "field '%s': expected %lld to %lld, got %lld",
	              field->name.data, (long long)field->min,
	              (long long)field->max, (long long)value);
	return false;
}

static bool check_names(const struct wb_event_codec *c,
                        const struct wb_field *field,
                        const struct wb_queue_list *list)
{
	if (list->count > WB_EVENT_QUEUES_MAX) {
		wb_str_format(c->error, c->error_size,
		              "field '%s': expected at most %d names, got %d",
		              field->name.data, WB_EVENT_QUEUES_MAX,
		              list->count);
		return false;
	}
	for (int i = 0; i < list->count; i++) {
		if (!check_text(c, field, list->names[i], 1,
		                WB_NAME_MAX_BYTES)) {
			return false;
		}
	}
	return true;
}

static bool check_choice(const struct wb_event_codec *c,
                         const struct wb_field *field, int value)
{
	int count = field->type == WB_FIELD_WORD ? field->word_count : 2;

	if (value < count) {
		return true;
	}
	wb_str_format(c->error, c->error_size,
	              "field '%s': expected 0 to %d, got %d", field->name.data,
	              count - 1, value);
	return false;
}

bool wb_event_check_field(const struct wb_event_codec *c,
                          const struct wb_field *field)
{
	const void *value = wb_event_value(field, c->event);

	switch (field->type) {
	case WB_FIELD_NAME:
		return check_text(c, field, *(const struct wb_str *)value, 1,
		                  WB_NAME_MAX_BYTES);
	case WB_FIELD_TEXT:
		return check_text(c, field, *(const struct wb_str *)value, 0,
		                  WB_TEXT_MAX_BYTES);
	case WB_FIELD_INT:
		return check_int(c, field, *(const int64_t *)value);
	case WB_FIELD_BOOL:
	case WB_FIELD_WORD:
		return check_choice(c, field, *(const int *)value);
	case WB_FIELD_NAMES:
		return check_names(c, field, value);
	}
	return false;
}

bool wb_event_check_together(const struct wb_event_codec *c)
{
	const struct wb_event *event = c->event;
	bool rated = event->kind == WB_EV_CONTACT_RATED;
	bool spans = event->kind == WB_EV_FEED_GAP ||
	             event->kind == WB_EV_AGENT_SCHEDULE;

	if (rated && event->score > event->scale) {
		wb_str_format(c->error, c->error_size,
		              "field 'score': expected at most the scale, %lld,"
		              " got %lld",
		              (long long)event->scale, (long long)event->score);
		return false;
	}
	if (spans && event->until < event->from) {
		wb_str_format(c->error, c->error_size,
		              "field 'to': expected an instant not before "
		              "'from'");
		return false;
	}
	return true;
}

bool wb_event_check_required(const struct wb_event_codec *c)
{
	const uint8_t *required = wb_event_shapes[c->event->kind].required;

	for (int i = 0; i < WB_FIELDS_REQUIRED_MAX && required[i]; i++) {
		if (!wb_event_has(&wb_fields[required[i]], c->event)) {
			return fail_missing(c, &wb_fields[required[i]]);
		}
	}
	return true;
}

static bool check_list(const struct wb_event_codec *c, const uint8_t *numbers,
                       int max)
{
	for (int i = 0; i < max && numbers[i]; i++) {
		const struct wb_field *field = &wb_fields[numbers[i]];

		if (wb_event_has(field, c->event) &&
		    !wb_event_check_field(c, field)) {
			return false;
		}
	}
	return true;
}

bool wb_event_check(const struct wb_event *event, char *ret_error,
                    size_t error_size)
{
	static const uint8_t common[] = { WB_FIELD_T, WB_FIELD_ID };
	struct wb_event copy = *event;
	struct wb_event_codec c = { .event = &copy,
		                    .error = ret_error,
		                    .error_size = error_size };
	const struct wb_event_shape *shape = &wb_event_shapes[event->kind];

	return wb_event_check_required(&c) && check_list(&c, common, 2) &&
	       check_list(&c, shape->required, WB_FIELDS_REQUIRED_MAX) &&
	       check_list(&c, shape->optional, WB_FIELDS_OPTIONAL_MAX) &&
	       wb_event_check_together(&c);
}
