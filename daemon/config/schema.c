#include "config/schema.h"

#include <stdio.h>

#include "config/literal.h"

#define EXPECTED_MAX 512
#define SHOWN_MAX 60

static size_t path_add(struct wb_reader *r, int wrote, size_t room)
{
	size_t before = r->path_len;
	size_t len = wrote < 0 ? 0 : (size_t)wrote;
	r->path_len += len < room ? len : room - 1;
	return before;
}

size_t wb_path_index(struct wb_reader *r, int index)
{
	size_t room = sizeof(r->path) - r->path_len;
	int wrote = snprintf(r->path + r->path_len, room, "[%d]", index);
	return path_add(r, wrote, room);
}

size_t wb_path_key(struct wb_reader *r, struct wb_str key)
{
	struct wb_str shown = { key.data, wb_str_utf8_prefix(key, SHOWN_MAX) };
	size_t room = sizeof(r->path) - r->path_len;
	int wrote = snprintf(r->path + r->path_len, room, "%s%.*s",
	                     r->path_len ? "." : "", WB_STR_FMT(shown));
	return path_add(r, wrote, room);
}

void wb_path_leave(struct wb_reader *r, size_t before)
{
	r->path_len = before;
	r->path[before] = '\0';
}

void wb_fault(struct wb_reader *r, const struct wb_node *node,
              const char *format, ...)
{
	char text[EXPECTED_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	wb_faults_add(r->faults, false, node->line, "key '%s': %s", r->path,
	              text);
}

void wb_doubt(struct wb_reader *r, const struct wb_node *node,
              const char *format, ...)
{
	char text[EXPECTED_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	wb_faults_add(r->faults, true, node->line, "key '%s': %s", r->path,
	              text);
}

/* What stands in the file, fit for one line of a message. */
static void describe(const struct wb_node *node, char *ret_text, size_t size)
{
	static const char *const kinds[] = {
		[WB_NODE_NOTHING] = "nothing",
		[WB_NODE_LIST] = "a list",
		[WB_NODE_MAP] = "a map",
	};
	if (node->kind != WB_NODE_SCALAR) {
		snprintf(ret_text, size, "%s", kinds[node->kind]);
		return;
	}
	struct wb_str shown = { node->value.data,
		                wb_str_utf8_prefix(node->value, SHOWN_MAX) };
	snprintf(ret_text, size, "'%.*s%s'", WB_STR_FMT(shown),
	         shown.len < node->value.len ? "..." : "");
}

void wb_fault_got(struct wb_reader *r, const struct wb_node *node,
                  const char *format, ...)
{
	char expected[EXPECTED_MAX], got[SHOWN_MAX + 16];
	va_list args;
	va_start(args, format);
	vsnprintf(expected, sizeof(expected), format, args);
	va_end(args);
	describe(node, got, sizeof(got));
	wb_fault(r, node, "got %s, expected %s", got, expected);
}

static const struct wb_key *find_key(const struct wb_keys *keys,
                                     struct wb_str name)
{
	for (int i = 0; i < keys->count; i++) {
		if (wb_str_is(name, keys->keys[i].name)) {
			return &keys->keys[i];
		}
	}
	return NULL;
}

/* The key that was probably meant: at most a third of its letters differ. */
static const char *nearest_key(const struct wb_keys *keys, struct wb_str name)
{
	const char *nearest = NULL;
	size_t least = 4;
	for (int i = 0; i < keys->count; i++) {
		struct wb_str known = wb_str(keys->keys[i].name);
		size_t most = known.len / 3 + 1;
		size_t distance = wb_edit_distance(name, known, most);
		if (distance <= most && distance < least) {
			nearest = keys->keys[i].name;
			least = distance;
		}
	}
	return nearest;
}

static void fault_unknown(struct wb_reader *r, const struct wb_node *node,
                          const struct wb_keys *keys)
{
	size_t before = wb_path_key(r, node->key);
	const char *nearest = nearest_key(keys, node->key);
	if (nearest) {
		wb_fault(r, node, "unknown key, did you mean '%s'?", nearest);
	} else {
		char all[EXPECTED_MAX - 64];
		size_t used = 0;
		all[0] = '\0';
		for (int i = 0; i < keys->count && used < sizeof(all); i++) {
			int wrote =
				snprintf(all + used, sizeof(all) - used, "%s%s",
			                 i ? ", " : "", keys->keys[i].name);
			used += wrote > 0 ? (size_t)wrote : 0;
		}
		wb_fault(r, node, "unknown key, expected one of %s", all);
	}
	wb_path_leave(r, before);
}

static const char *kind_of_required(const struct wb_key *key)
{
	if (key->read == wb_read_text) {
		return "a name";
	}
	return key->read == wb_read_word ? "one of the words" : "a value";
}

static void read_key(struct wb_reader *r, const struct wb_node *map,
                     const struct wb_key *key, void *base)
{
	size_t before = wb_path_key(r, wb_str(key->name));
	const struct wb_node *node = wb_node_get(map, key->name);
	if (node) {
		key->read(r, node, key, (char *)base + key->offset);
	} else if (key->required) {
		wb_fault(r, map, "missing, expected %s", kind_of_required(key));
	}
	wb_path_leave(r, before);
}

void wb_read_keys(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_keys *keys, void *base)
{
	static const struct wb_node empty = { .kind = WB_NODE_MAP, .line = 1 };
	if (!node) {
		node = &empty;
	}
	if (node->kind != WB_NODE_MAP && node->kind != WB_NODE_NOTHING) {
		wb_fault_got(r, node, "a map of keys and values");
		return;
	}
	for (const struct wb_node *n = node->first; n; n = n->next) {
		if (!find_key(keys, n->key)) {
			fault_unknown(r, n, keys);
		}
	}
	for (int i = 0; i < keys->count; i++) {
		read_key(r, node, &keys->keys[i], base);
	}
}

void wb_read_map(struct wb_reader *r, const struct wb_node *node,
                 const struct wb_key *key, void *target)
{
	wb_read_keys(r, node, key->more, target);
}

void wb_read_list(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	const struct wb_list_type *type = key->more;
	struct wb_list *list = target;
	if (node->kind == WB_NODE_NOTHING) {
		return;
	}
	if (node->kind != WB_NODE_LIST || node->count > key->max) {
		wb_fault_got(r, node, "a list of at most %lld entries",
		             (long long)key->max);
		return;
	}
	size_t count = (size_t)node->count;
	char *items = wb_arena_alloc(r->arena, count * type->item_size + 1);
	if (!items) {
		wb_fault(r, node, "out of memory");
		return;
	}
	*list = (struct wb_list){ items, node->count, node };
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index);
		void *item = items + (size_t)index * type->item_size;
		if (type->begin) {
			type->begin(r, item);
		}
		wb_read_keys(r, n, &type->keys, item);
		wb_path_leave(r, before);
		index++;
	}
}
