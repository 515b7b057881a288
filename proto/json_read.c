#include <stdlib.h>

#include "json_reader.h"

/* Up to so many members every pair is compared; above, they are sorted. */
#define SMALL_OBJECT 16

static bool read_value(struct wb_json_reader *r, struct wb_json *ret_value);

/* Fails at `where`; what went wrong is told without the offset. */
bool wb_json_fail_at(struct wb_json_reader *r, const char *where,
                     const char *message)
{
	r->error->offset = (size_t)(where - r->text.data);
	wb_str_format(r->error->message, sizeof(r->error->message), "%s",
	              message);
	return false;
}

bool wb_json_fail(struct wb_json_reader *r, const char *message)
{
	return wb_json_fail_at(r, r->at, message);
}

/* "expected ..., got 'x'" or "..., got the end" */
bool wb_json_fail_expected(struct wb_json_reader *r, const char *expected)
{
	char excerpt[WB_EXCERPT_SIZE];
	struct wb_str rest = { r->at, (size_t)(r->end - r->at) };

	if (rest.len == 0) {
		r->error->offset = r->text.len;
		wb_str_format(r->error->message, sizeof(r->error->message),
		              "expected %s, got the end", expected);
		return false;
	}
	/* of what follows, the first character is enough */
	rest.len = wb_str_first_char(rest);
	rest.len += rest.len == 0;
	r->error->offset = (size_t)(r->at - r->text.data);
	wb_str_format(r->error->message, sizeof(r->error->message),
	              "expected %s, got '%s'", expected,
	              wb_str_excerpt(rest, excerpt));
	return false;
}

bool wb_json_fail_memory(struct wb_json_reader *r)
{
	return wb_json_fail(r, "out of memory");
}

static void skip_space(struct wb_json_reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' ||
	                          *r->at == '\n' || *r->at == '\r')) {
		r->at++;
	}
}

/* Skips white space and then `c`, if that is what comes. */
static bool accept(struct wb_json_reader *r, char c)
{
	skip_space(r);
	if (r->at == r->end || *r->at != c) {
		return false;
	}
	r->at++;
	return true;
}

static bool read_word(struct wb_json_reader *r, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0) {
		return wb_json_fail_expected(r, "a value");
	}
	r->at += len;
	return true;
}

static struct wb_json_member *add_member(struct wb_json_reader *r,
                                         struct wb_json *parent)
{
	struct wb_json_member *member =
		wb_arena_alloc(r->arena, sizeof(*member));

	if (!member) {
		wb_json_fail_memory(r);
		return NULL;
	}
	if (parent->last) {
		parent->last->next = member;
	} else {
		parent->first = member;
	}
	parent->last = member;
	parent->count++;
	return member;
}

static bool read_array(struct wb_json_reader *r, struct wb_json *array)
{
	array->kind = WB_JSON_ARRAY;
	r->at++;
	if (accept(r, ']')) {
		return true;
	}
	do {
		struct wb_json_member *element = add_member(r, array);

		if (!element) {
			return false;
		}
		skip_space(r);
		if (!read_value(r, &element->value)) {
			return false;
		}
	} while (accept(r, ','));
	return accept(r, ']') || wb_json_fail_expected(r, "',' or ']'");
}

static bool fail_duplicate(struct wb_json_reader *r, struct wb_str key)
{
	char excerpt[WB_EXCERPT_SIZE];

	wb_json_fail(r, "");
	wb_str_format(r->error->message, sizeof(r->error->message),
	              "key '%s' comes twice", wb_str_excerpt(key, excerpt));
	return false;
}

/* Is the key of the newest member also that of an earlier one? */
static bool repeats(const struct wb_json *object,
                    const struct wb_json_member *newest)
{
	const struct wb_json_member *m;

	for (m = object->first; m != newest; m = m->next) {
		if (wb_str_equal(m->key, newest->key)) {
			return true;
		}
	}
	return false;
}

static int compare_keys(const void *a, const void *b)
{
	const struct wb_json_member *const *left = a, *const *right = b;
	struct wb_str x = (*left)->key, y = (*right)->key;

	if (x.len != y.len) {
		return x.len < y.len ? -1 : 1;
	}
	return x.len ? memcmp(x.data, y.data, x.len) : 0;
}

/* Sorting cannot be made quadratic by chosen keys, as hashing could. */
static bool check_big_object(struct wb_json_reader *r,
                             const struct wb_json *object)
{
	const struct wb_json_member **sorted =
		wb_arena_alloc(r->arena, object->count * sizeof(*sorted));
	const struct wb_json_member *m;
	uint32_t i = 0;

	if (!sorted) {
		return wb_json_fail_memory(r);
	}
	for (m = object->first; m; m = m->next) {
		sorted[i++] = m;
	}
	qsort(sorted, object->count, sizeof(*sorted), compare_keys);
	for (i = 1; i < object->count; i++) {
		if (wb_str_equal(sorted[i - 1]->key, sorted[i]->key)) {
			return fail_duplicate(r, sorted[i]->key);
		}
	}
	return true;
}

static bool read_member(struct wb_json_reader *r, struct wb_json *object)
{
	struct wb_json_member *member = add_member(r, object);

	if (!member) {
		return false;
	}
	if (!accept(r, '"')) {
		return wb_json_fail_expected(r, "a key in quotes");
	}
	if (!wb_json_read_string(r, &member->key)) {
		return false;
	}
	if (object->count <= SMALL_OBJECT && repeats(object, member)) {
		return fail_duplicate(r, member->key);
	}
	if (!accept(r, ':')) {
		return wb_json_fail_expected(r, "':'");
	}
	skip_space(r);
	return read_value(r, &member->value);
}

static bool read_object(struct wb_json_reader *r, struct wb_json *object)
{
	object->kind = WB_JSON_OBJECT;
	r->at++;
	if (accept(r, '}')) {
		return true;
	}
	do {
		if (!read_member(r, object)) {
			return false;
		}
	} while (accept(r, ','));
	if (!accept(r, '}')) {
		return wb_json_fail_expected(r, "',' or '}'");
	}
	return object->count <= SMALL_OBJECT || check_big_object(r, object);
}

static bool read_nested(struct wb_json_reader *r, struct wb_json *value)
{
	bool ok;

	if (r->depth == WB_JSON_MAX_DEPTH) {
		return wb_json_fail(r, "nested too deeply");
	}
	r->depth++;
	ok = *r->at == '{' ? read_object(r, value) : read_array(r, value);
	r->depth--;
	return ok;
}

static bool read_bool(struct wb_json_reader *r, struct wb_json *value)
{
	value->kind = WB_JSON_BOOL;
	value->number = *r->at == 't';
	return read_word(r, value->number ? "true" : "false");
}

/* *value is zeroed, which is a null. */
static bool read_value(struct wb_json_reader *r, struct wb_json *value)
{
	char c = r->at < r->end ? *r->at : '\0';

	if (c == '"') {
		r->at++;
		value->kind = WB_JSON_STRING;
		return wb_json_read_string(r, &value->string);
	}
	if (c == '{' || c == '[') {
		return read_nested(r, value);
	}
	if (c == '-' || (c >= '0' && c <= '9')) {
		return wb_json_read_number(r, value);
	}
	if (c == 't' || c == 'f') {
		return read_bool(r, value);
	}
	if (c == 'n') {
		return read_word(r, "null");
	}
	return wb_json_fail_expected(r, "a value");
}

const struct wb_json *wb_json_read(struct wb_str text, struct wb_arena *arena,
                                   struct wb_json_error *ret_error)
{
	struct wb_json_reader r = { .arena = arena, .error = ret_error };
	struct wb_json *root;

	r.text = text.data ? text : wb_str("");
	r.at = r.text.data;
	r.end = r.text.data + r.text.len;
	root = wb_arena_alloc(arena, sizeof(*root));
	if (!root) {
		wb_json_fail_memory(&r);
		return NULL;
	}
	skip_space(&r);
	if (!read_value(&r, root)) {
		return NULL;
	}
	skip_space(&r);
	if (r.at < r.end) {
		wb_json_fail_expected(&r, "the end");
		return NULL;
	}
	return root;
}
