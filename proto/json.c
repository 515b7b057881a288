#include "json.h"

#include "json_index.h"

const struct wb_json *wb_json_get_str(const struct wb_json *object,
                                      struct wb_str key)
{
	const struct wb_json_member *m;

	if (!object || object->kind != WB_JSON_OBJECT) {
		return NULL;
	}
	for (m = object->first; m; m = m->next) {
		if (wb_str_equal(m->key, key)) {
			return &m->value;
		}
	}
	return NULL;
}

const struct wb_json *wb_json_get(const struct wb_json *object, const char *key)
{
	return wb_json_get_str(object, wb_str(key));
}

int64_t wb_json_get_int(const struct wb_json *object, const char *key,
                        int64_t fallback)
{
	const struct wb_json *value = wb_json_get(object, key);

	if (!value || value->kind != WB_JSON_NUMBER || value->scale != 0) {
		return fallback;
	}
	return value->number;
}

bool wb_json_get_bool(const struct wb_json *object, const char *key,
                      bool fallback)
{
	const struct wb_json *value = wb_json_get(object, key);

	if (!value || value->kind != WB_JSON_BOOL) {
		return fallback;
	}
	return value->number != 0;
}

struct wb_str wb_json_get_string(const struct wb_json *object, const char *key)
{
	const struct wb_json *value = wb_json_get(object, key);

	if (!value || value->kind != WB_JSON_STRING) {
		return wb_str(NULL);
	}
	return value->string;
}

struct wb_json *wb_json_new_object(struct wb_arena *arena)
{
	struct wb_json *object = wb_arena_alloc(arena, sizeof(*object));

	if (object) {
		object->kind = WB_JSON_OBJECT;
	}
	return object;
}

/* The new child, of kind null; NULL when it cannot be had. */
static struct wb_json *add(struct wb_arena *arena, struct wb_json *parent,
                           struct wb_str key)
{
	struct wb_json_member *member;

	if (!parent) {
		return NULL;
	}
	member = wb_arena_alloc(arena, sizeof(*member));
	if (!member) {
		return NULL;
	}
	member->key = key;
	if (parent->last) {
		parent->last->next = member;
	} else {
		parent->first = member;
	}
	parent->last = member;
	parent->count++;
	return &member->value;
}

struct wb_json *wb_json_add_object(struct wb_arena *arena,
                                   struct wb_json *parent, const char *key)
{
	return wb_json_add_object_str(arena, parent, wb_str(key));
}

struct wb_json *wb_json_add_object_str(struct wb_arena *arena,
                                       struct wb_json *parent,
                                       struct wb_str key)
{
	struct wb_json *value = add(arena, parent, key);

	if (value) {
		value->kind = WB_JSON_OBJECT;
	}
	return value;
}

struct wb_json *wb_json_add_array(struct wb_arena *arena,
                                  struct wb_json *parent, const char *key)
{
	struct wb_json *value = add(arena, parent, wb_str(key));

	if (value) {
		value->kind = WB_JSON_ARRAY;
	}
	return value;
}

void wb_json_add_string(struct wb_arena *arena, struct wb_json *parent,
                        const char *key, struct wb_str string)
{
	struct wb_json *value = add(arena, parent, wb_str(key));

	if (!value) {
		return;
	}
	value->kind = WB_JSON_STRING;
	value->string = string.data ? string : wb_str("");
}

void wb_json_add_int(struct wb_arena *arena, struct wb_json *parent,
                     const char *key, int64_t number)
{
	wb_json_add_decimal(arena, parent, key, number, 0);
}

void wb_json_add_decimal(struct wb_arena *arena, struct wb_json *parent,
                         const char *key, int64_t number, int scale)
{
	struct wb_json *value = add(arena, parent, wb_str(key));

	if (!value) {
		return;
	}
	/* one value has one form, so that equal ones look equal */
	for (; scale > 0 && number % 10 == 0; scale--) {
		number /= 10;
	}
	value->kind = WB_JSON_NUMBER;
	value->number = number;
	value->scale = (uint8_t)scale;
}

void wb_json_add_bool(struct wb_arena *arena, struct wb_json *parent,
                      const char *key, bool truth)
{
	struct wb_json *value = add(arena, parent, wb_str(key));

	if (!value) {
		return;
	}
	value->kind = WB_JSON_BOOL;
	value->number = truth;
}

void wb_json_add_null(struct wb_arena *arena, struct wb_json *parent,
                      const char *key)
{
	add(arena, parent, wb_str(key));
}

static bool arrays_equal(const struct wb_json *a, const struct wb_json *b)
{
	const struct wb_json_member *x = a->first, *y = b->first;

	for (; x; x = x->next, y = y->next) {
		if (!wb_json_equal(&x->value, &y->value)) {
			return false;
		}
	}
	return true;
}

static bool objects_equal(const struct wb_json *a, const struct wb_json *b)
{
	const struct wb_json_member *m;
	struct wb_json_index index;
	bool equal = true;

	wb_json_index_init(&index, b);
	for (m = a->first; m && equal; m = m->next) {
		const struct wb_json *other = wb_json_index_get(&index, m->key);

		equal = other && wb_json_equal(&m->value, other);
	}
	wb_json_index_finish(&index);
	return equal;
}

bool wb_json_equal(const struct wb_json *a, const struct wb_json *b)
{
	if (a->kind != b->kind || a->count != b->count) {
		return false;
	}
	switch (a->kind) {
	case WB_JSON_NULL:
		return true;
	case WB_JSON_BOOL:
		return a->number == b->number;
	case WB_JSON_NUMBER:
		return a->number == b->number && a->scale == b->scale;
	case WB_JSON_STRING:
		return wb_str_equal(a->string, b->string);
	case WB_JSON_ARRAY:
		return arrays_equal(a, b);
	case WB_JSON_OBJECT:
		return objects_equal(a, b);
	}
	return false;
}

static void write_children(const struct wb_json *value,
                           struct wb_json_writer *w)
{
	const struct wb_json_member *m;

	for (m = value->first; m; m = m->next) {
		if (value->kind == WB_JSON_OBJECT) {
			wb_json_key(w, m->key);
		}
		wb_json_write(&m->value, w);
	}
}

void wb_json_write(const struct wb_json *value, struct wb_json_writer *w)
{
	switch (value->kind) {
	case WB_JSON_NULL:
		wb_json_null(w);
		break;
	case WB_JSON_BOOL:
		wb_json_bool(w, value->number != 0);
		break;
	case WB_JSON_NUMBER:
		wb_json_decimal(w, value->number, value->scale);
		break;
	case WB_JSON_STRING:
		wb_json_string(w, value->string);
		break;
	case WB_JSON_ARRAY:
		wb_json_begin_array(w);
		write_children(value, w);
		wb_json_end_array(w);
		break;
	case WB_JSON_OBJECT:
		wb_json_begin_object(w);
		write_children(value, w);
		wb_json_end_object(w);
		break;
	}
}

/* Copies into *to, which is zeroed. */
static bool copy_value(const struct wb_json *from, struct wb_arena *arena,
                       struct wb_json *to)
{
	const struct wb_json_member *m;

	to->kind = from->kind;
	to->scale = from->scale;
	to->number = from->number;
	to->string = wb_arena_str(arena, from->string);
	for (m = from->first; m; m = m->next) {
		struct wb_str key = wb_arena_str(arena, m->key);
		struct wb_json *child = add(arena, to, key);

		if (!child || !copy_value(&m->value, arena, child)) {
			return false;
		}
		if (m->key.data && !key.data) {
			return false;
		}
	}
	return to->string.data || !from->string.data;
}

struct wb_json *wb_json_copy(const struct wb_json *value,
                             struct wb_arena *arena)
{
	struct wb_json *copy = wb_arena_alloc(arena, sizeof(*copy));

	return copy && copy_value(value, arena, copy) ? copy : NULL;
}
