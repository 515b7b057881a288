#include "event_codec.h"

/* Where the field lives in the event; the table vouches for the type. */
static void *place_of(const struct wb_field *field, struct wb_event *event)
{
	return (char *)event + field->offset;
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

static bool fail_expected(const struct wb_event_codec *c,
                          const struct wb_field *field, const char *expected,
                          const struct wb_json *got)
{
	char text[96];

	describe(got, text);
	wb_str_format(c->error, c->error_size,
	              "field '%s': expected %s, got %s", field->name.data,
	              expected, text);
	return false;
}

static bool fail_memory(const struct wb_event_codec *c)
{
	wb_str_format(c->error, c->error_size, "out of memory");
	return false;
}

static bool decode_text(const struct wb_event_codec *c,
                        const struct wb_field *field,
                        const struct wb_json *value)
{
	struct wb_str *text = place_of(field, c->event);

	if (value->kind != WB_JSON_STRING) {
		return fail_expected(c, field, "text", value);
	}
	*text = value->string;
	return true;
}

static bool decode_int(const struct wb_event_codec *c,
                       const struct wb_field *field,
                       const struct wb_json *value)
{
	int64_t *number = place_of(field, c->event);

	if (value->kind != WB_JSON_NUMBER || value->scale != 0) {
		return fail_expected(c, field, "a whole number", value);
	}
	*number = value->number;
	return true;
}

static bool decode_bool(const struct wb_event_codec *c,
                        const struct wb_field *field,
                        const struct wb_json *value)
{
	int *truth = place_of(field, c->event);

	if (value->kind != WB_JSON_BOOL) {
		return fail_expected(c, field, "true or false", value);
	}
	*truth = value->number != 0;
	return true;
}

static bool fail_word(const struct wb_event_codec *c,
                      const struct wb_field *field, const struct wb_json *value)
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

static bool decode_word(const struct wb_event_codec *c,
                        const struct wb_field *field,
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

static bool decode_names(const struct wb_event_codec *c,
                         const struct wb_field *field,
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

static bool decode_field(const struct wb_event_codec *c,
                         const struct wb_field *field,
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
static bool decode_kind(const struct wb_event_codec *c,
                        const struct wb_json *root)
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

static const struct wb_json *read_object(const struct wb_event_codec *c,
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
	struct wb_event_codec c = { .event = ret_event,
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
		    !wb_event_check_field(&c, field)) {
			return false;
		}
	}
	return wb_event_check_required(&c) && wb_event_check_together(&c);
}
