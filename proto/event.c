#include "event.h"

#include "event_codec.h"

static const struct wb_event absent = {
	.t = WB_ABSENT,
	.channel = -1,
	.direction = -1,
	.outcome = -1,
	.refusal = -1,
	.offer_result = -1,
	.transfer = -1,
	.by = -1,
	.rating = -1,
	.place = -1,
	.status = -1,
	.phase = -1,
	.priority = WB_ABSENT,
	.position = WB_ABSENT,
	.ring_ms = WB_ABSENT,
	.wait_ms = WB_ABSENT,
	.duration_ms = WB_ABSENT,
	.wrapup_ms = WB_ABSENT,
	.score = WB_ABSENT,
	.scale = WB_ABSENT,
	.amount = WB_ABSENT,
	.due = WB_ABSENT,
	.from = WB_ABSENT,
	.until = WB_ABSENT,
	.resolved = -1,
	.first_level = -1,
	.sale = -1,
	.pending = -1,
	.last = -1,
	.queues = { .count = -1 },
	.add = { .count = -1 },
	.remove = { .count = -1 },
};

void wb_event_init(struct wb_event *event, enum wb_event_kind kind, wb_ms t)
{
	*event = absent;
	event->kind = kind;
	event->t = t;
}

const void *wb_event_value(const struct wb_field *field,
                           const struct wb_event *event)
{
	return (const char *)event + field->offset;
}

bool wb_event_has(const struct wb_field *field, const struct wb_event *event)
{
	const void *value = wb_event_value(field, event);

	switch (field->type) {
	case WB_FIELD_NAME:
	case WB_FIELD_TEXT:
		return ((const struct wb_str *)value)->data != NULL;
	case WB_FIELD_INT:
		return *(const int64_t *)value != WB_ABSENT;
	case WB_FIELD_BOOL:
	case WB_FIELD_WORD:
		return *(const int *)value >= 0;
	case WB_FIELD_NAMES:
		return ((const struct wb_queue_list *)value)->count >= 0;
	}
	return false;
}

static void encode_names(const struct wb_queue_list *list,
                         struct wb_json_writer *w)
{
	wb_json_begin_array(w);
	for (int i = 0; i < list->count; i++) {
		wb_json_string(w, list->names[i]);
	}
	wb_json_end_array(w);
}

static void encode_field(const struct wb_field *field,
                         const struct wb_event *event, struct wb_json_writer *w)
{
	const void *value = wb_event_value(field, event);

	if (!wb_event_has(field, event)) {
		return;
	}
	wb_json_key(w, field->name);
	switch (field->type) {
	case WB_FIELD_NAME:
	case WB_FIELD_TEXT:
		wb_json_string(w, *(const struct wb_str *)value);
		break;
	case WB_FIELD_INT:
		wb_json_int(w, *(const int64_t *)value);
		break;
	case WB_FIELD_BOOL:
		wb_json_bool(w, *(const int *)value != 0);
		break;
	case WB_FIELD_WORD:
		wb_json_text(w, field->words[*(const int *)value]);
		break;
	case WB_FIELD_NAMES:
		encode_names(value, w);
		break;
	}
}

void wb_event_encode(const struct wb_event *event, struct wb_buf *out)
{
	const struct wb_event_shape *shape = &wb_event_shapes[event->kind];
	struct wb_json_writer w;

	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	encode_field(&wb_fields[WB_FIELD_T], event, &w);
	wb_json_key_text(&w, "ev");
	wb_json_string(&w, shape->name);
	encode_field(&wb_fields[WB_FIELD_ID], event, &w);
	for (int i = 0; i < WB_FIELDS_REQUIRED_MAX && shape->required[i]; i++) {
		encode_field(&wb_fields[shape->required[i]], event, &w);
	}
	for (int i = 0; i < WB_FIELDS_OPTIONAL_MAX && shape->optional[i]; i++) {
		encode_field(&wb_fields[shape->optional[i]], event, &w);
	}
	wb_json_end_object(&w);
}
