#include "event.h"

#include "event_fields.h"
#include "limits.h"

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
	.queues = { .count = -1 },
	.add = { .count = -1 },
	.remove = { .count = -1 },
};

/* The event being decoded or checked, and where its error goes. */
struct codec {
	struct wb_event *event;
	struct wb_arena *arena;
	char *error;
	size_t error_size;
};

void wb_event_init(struct wb_event *event, enum wb_event_kind kind, wb_ms t)
{
	*event = absent;
	event->kind = kind;
	event->t = t;
}

/* Where the field lives in the event; the table vouches for the type. */
static void *place_of(const struct wb_field *field, struct wb_event *event)
{
	return (char *)event + field->offset;
}

static const void *value_of(const struct wb_field *field,
                            const struct wb_event *event)
{
	return (const char *)event + field->offset;
}

static bool is_present(const struct wb_field *field,
                       const struct wb_event *event)
{
	const void *value = value_of(field, event);

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
	const void *value = value_of(field, event);

	if (!is_present(field, event)) {
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

/* What came instead, for a message: 'hung up', 1.5, a list ... */
static void describe(const struct wb_json *value, char ret_text[96])
{
	static const char *const others[] = {
		[WB_JSON_NULL] = "null",
		[WB_JSON_ARRAY] = "a list",
		[WB_JSON_OBJECT] = "an object",
	};
	char excerpt[WB_EXCERPT_SIZE];
	struct wb_buf number = { 0 };
	struct wb_json_writer w;

	switch (value->kind) {
	case WB_JSON_STRING:
		wb_str_format(ret_text, 96, "'%s'",
		              wb_str_excerpt(value->string, excerpt));
		break;
	case WB_JSON_NUMBER:
	case WB_JSON_BOOL:
		wb_json_writer_init(&w, &number);
		wb_json_write(value, &w);
		wb_str_format(ret_text, 96, "%s",
		              number.data ? number.data : "a number");
		wb_buf_finish(&number);
		break;
	case WB_JSON_NULL:
	case WB_JSON_ARRAY:
	case WB_JSON_OBJECT:
		wb_str_format(ret_text, 96, "%s", others[value->kind]);
		break;
	}
}

static bool fail_expected(const struct codec *c, const struct wb_field *field,
                          const char *expected, const struct wb_json *got)
{
	char text[96];

	describe(got, text);
	wb_str_format(c->error, c->error_size,
	              "field '%s': expected %s, got %s", field->name.data,
	              expected, text);
	return false;
}

static bool fail_memory(const struct codec *c)
{
	wb_str_format(c->error, c->error_size, "out of memory");
	return false;
}

static bool fail_missing(const struct codec *c, const struct wb_field *field)
{
	wb_str_format(c->error, c->error_size, "%s: field '%s' is missing",
	              wb_event_kind_name(c->event->kind), field->name.data);
	return false;
}

static bool check_text(const struct codec *c, const struct wb_field *field,
                       struct wb_str text, size_t min, size_t max)
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

static bool check_int(const struct codec *c, const struct wb_field *field,
                      int64_t value)
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

static bool check_names(const struct codec *c, const struct wb_field *field,
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

static bool check_choice(const struct codec *c, const struct wb_field *field,
                         int value)
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

/* The limits of a field that is present. */
static bool check_field(const struct codec *c, const struct wb_field *field)
{
	const void *value = value_of(field, c->event);

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

/* What no single field can tell. */
static bool check_together(const struct codec *c)
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

static bool check_required(const struct codec *c)
{
	const uint8_t *required = wb_event_shapes[c->event->kind].required;

	for (int i = 0; i < WB_FIELDS_REQUIRED_MAX && required[i]; i++) {
		if (!is_present(&wb_fields[required[i]], c->event)) {
			return fail_missing(c, &wb_fields[required[i]]);
		}
	}
	return true;
}

static bool check_list(const struct codec *c, const uint8_t *numbers, int max)
{
	for (int i = 0; i < max && numbers[i]; i++) {
		const struct wb_field *field = &wb_fields[numbers[i]];

		if (is_present(field, c->event) && !check_field(c, field)) {
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
	struct codec c = { .event = &copy,
		           .error = ret_error,
		           .error_size = error_size };
	const struct wb_event_shape *shape = &wb_event_shapes[event->kind];

	return check_required(&c) && check_list(&c, common, 2) &&
	       check_list(&c, shape->required, WB_FIELDS_REQUIRED_MAX) &&
	       check_list(&c, shape->optional, WB_FIELDS_OPTIONAL_MAX) &&
	       check_together(&c);
}

static bool decode_text(const struct codec *c, const struct wb_field *field,
                        const struct wb_json *value)
{
	struct wb_str *text = place_of(field, c->event);

	if (value->kind != WB_JSON_STRING) {
		return fail_expected(c, field, "text", value);
	}
	*text = value->string;
	return true;
}

static bool decode_int(const struct codec *c, const struct wb_field *field,
                       const struct wb_json *value)
{
	int64_t *number = place_of(field, c->event);

	if (value->kind != WB_JSON_NUMBER || value->scale != 0) {
		return fail_expected(c, field, "a whole number", value);
	}
	*number = value->number;
	return true;
}

static bool decode_bool(const struct codec *c, const struct wb_field *field,
                        const struct wb_json *value)
{
	int *truth = place_of(field, c->event);

	if (value->kind != WB_JSON_BOOL) {
		return fail_expected(c, field, "true or false", value);
	}
	*truth = value->number != 0;
	return true;
}

static bool fail_word(const struct codec *c, const struct wb_field *field,
                      const struct wb_json *value)
{
	struct wb_buf words = { 0 };

	wb_buf_add_text(&words, "one of ");
	for (int i = 0; i < field->word_count; i++) {
		wb_buf_add_text(&words, i ? ", " : "");
		wb_buf_add_text(&words, field->words[i]);
	}
	fail_expected(c, field, words.failed ? "another word" : words.data,
	              value);
	wb_buf_finish(&words);
	return false;
}

static bool decode_word(const struct codec *c, const struct wb_field *field,
                        const struct wb_json *value)
{
	int *word = place_of(field, c->event);

	for (int i = 0; value->kind == WB_JSON_STRING && i < field->word_count;
	     i++) {
		if (wb_str_is(value->string, field->words[i])) {
			*word = i;
			return true;
		}
	}
	return fail_word(c, field, value);
}

static bool decode_names(const struct codec *c, const struct wb_field *field,
                         const struct wb_json *value)
{
	struct wb_queue_list *list = place_of(field, c->event);
	const struct wb_json_member *m;
	struct wb_str *names;

	if (value->kind != WB_JSON_ARRAY) {
		return fail_expected(c, field, "a list of names", value);
	}
	names = wb_arena_alloc(c->arena, value->count * sizeof(*names));
	if (!names) {
		return fail_memory(c);
	}
	list->names = names;
	list->count = (int)value->count;
	for (m = value->first; m; m = m->next) {
		if (m->value.kind != WB_JSON_STRING) {
			return fail_expected(c, field, "a list of names",
			                     &m->value);
		}
		*names++ = m->value.string;
	}
	return true;
}

static bool decode_field(const struct codec *c, const struct wb_field *field,
                         const struct wb_json *value)
{
	switch (field->type) {
	case WB_FIELD_NAME:
	case WB_FIELD_TEXT:
		return decode_text(c, field, value);
	case WB_FIELD_INT:
		return decode_int(c, field, value);
	case WB_FIELD_BOOL:
		return decode_bool(c, field, value);
	case WB_FIELD_WORD:
		return decode_word(c, field, value);
	case WB_FIELD_NAMES:
		return decode_names(c, field, value);
	}
	return false;
}

static const struct wb_field *find_in(const uint8_t *numbers, int max,
                                      struct wb_str name)
{
	for (int i = 0; i < max && numbers[i]; i++) {
		if (wb_str_equal(wb_fields[numbers[i]].name, name)) {
			return &wb_fields[numbers[i]];
		}
	}
	return NULL;
}

/* NULL for what the kind has no use for, which is ignored. */
static const struct wb_field *find_field(enum wb_event_kind kind,
                                         struct wb_str name)
{
	static const uint8_t common[] = { WB_FIELD_T, WB_FIELD_ID };
	const struct wb_event_shape *shape = &wb_event_shapes[kind];
	const struct wb_field *field;

	field = find_in(shape->required, WB_FIELDS_REQUIRED_MAX, name);
	if (!field) {
		field = find_in(common, 2, name);
	}
	if (!field) {
		field = find_in(shape->optional, WB_FIELDS_OPTIONAL_MAX, name);
	}
	return field;
}

/* Sets the kind; everything else becomes absent. */
static bool decode_kind(const struct codec *c, const struct wb_json *root)
{
	const struct wb_json *ev = wb_json_get(root, "ev");
	char text[96];
	int kind;

	if (!ev) {
		wb_str_format(c->error, c->error_size, "field 'ev' is missing");
		return false;
	}
	kind = ev->kind == WB_JSON_STRING ? wb_event_kind_find(ev->string) : -1;
	if (kind < 0) {
		describe(ev, text);
		wb_str_format(c->error, c->error_size, "unknown event %s",
		              text);
		return false;
	}
	wb_event_init(c->event, (enum wb_event_kind)kind, WB_ABSENT);
	return true;
}

static const struct wb_json *read_object(const struct codec *c,
                                         struct wb_str line)
{
	struct wb_json_error error;
	const struct wb_json *root = wb_json_read(line, c->arena, &error);
	char text[96];

	if (!root) {
		wb_str_format(c->error, c->error_size,
		              "not valid JSON at byte %zu: %s",
		              error.offset + 1, error.message);
		return NULL;
	}
	if (root->kind != WB_JSON_OBJECT) {
		describe(root, text);
		wb_str_format(c->error, c->error_size,
		              "expected an object, got %s", text);
		return NULL;
	}
	return root;
}

bool wb_event_decode(struct wb_str line, struct wb_arena *arena,
                     struct wb_event *ret_event, char *ret_error,
                     size_t error_size)
{
	struct codec c = { .event = ret_event,
		           .arena = arena,
		           .error = ret_error,
		           .error_size = error_size };
	const struct wb_json *root = read_object(&c, line);
	const struct wb_json_member *m;

	if (!root || !decode_kind(&c, root)) {
		return false;
	}
	for (m = root->first; m; m = m->next) {
		const struct wb_field *field =
			find_field(ret_event->kind, m->key);

		if (!field) {
			continue;
		}
		if (!decode_field(&c, field, &m->value) ||
		    !check_field(&c, field)) {
			return false;
		}
	}
	return check_required(&c) && check_together(&c);
}
