/* JSON as the tree that YAML is read into: its keys mean the same. */

#include <stdio.h>

#include "config/node.h"

struct converter {
	struct wb_arena *arena;
	struct wb_faults *faults;
	int depth;
};

static struct wb_node *refuse(struct converter *c, const char *text)
{
	wb_faults_add(c->faults, false, 0, "%s", text);
	return NULL;
}

/* Exactly as many decimals as were written: "97.50". */
static struct wb_str number_text(struct converter *c,
                                 const struct wb_json *json)
{
	char text[48];
	char *digits = text + 1;
	uint64_t size = json->number < 0 ? 0 - (uint64_t)json->number
	                                 : (uint64_t)json->number;
	int len = snprintf(digits, sizeof(text) - 1, "%0*llu", json->scale + 1,
	                   (unsigned long long)size);
	if (json->scale > 0) {
		char *point = digits + len - json->scale;
		memmove(point + 1, point, (size_t)json->scale + 1);
		*point = '.';
	}
	text[0] = '-';
	return wb_arena_str(c->arena, wb_str(json->number < 0 ? text : digits));
}

static struct wb_str scalar_text(struct converter *c,
                                 const struct wb_json *json)
{
	switch (json->kind) {
	case WB_JSON_BOOL:
		return wb_str(json->number ? "true" : "false");
	case WB_JSON_NUMBER:
		return number_text(c, json);
	case WB_JSON_STRING:
		return wb_arena_str(c->arena, json->string);
	case WB_JSON_NULL:
	case WB_JSON_ARRAY:
	case WB_JSON_OBJECT:
		break;
	}
	return (struct wb_str){ 0 };
}

static enum wb_node_kind kind_of(const struct wb_json *json)
{
	switch (json->kind) {
	case WB_JSON_NULL:
		return WB_NODE_NOTHING;
	case WB_JSON_ARRAY:
		return WB_NODE_LIST;
	case WB_JSON_OBJECT:
		return WB_NODE_MAP;
	case WB_JSON_BOOL:
	case WB_JSON_NUMBER:
	case WB_JSON_STRING:
		break;
	}
	return WB_NODE_SCALAR;
}

static struct wb_node *convert(struct converter *c, const struct wb_json *json,
                               struct wb_str key);

static bool add_children(struct converter *c, const struct wb_json *json,
                         struct wb_node *parent)
{
	for (const struct wb_json_member *m = json->first; m; m = m->next) {
		struct wb_node *child = convert(c, &m->value, m->key);
		if (!child) {
			return false;
		}
		if (parent->last) {
			parent->last->next = child;
		} else {
			parent->first = child;
		}
		parent->last = child;
		parent->count++;
	}
	return true;
}

static struct wb_node *convert(struct converter *c, const struct wb_json *json,
                               struct wb_str key)
{
	struct wb_node *node = wb_arena_alloc(c->arena, sizeof(*node));
	if (!node) {
		return refuse(c, "out of memory");
	}
	node->kind = kind_of(json);
	node->key = key.data ? wb_arena_str(c->arena, key) : key;
	node->value = scalar_text(c, json);
	if (c->depth == WB_NODE_DEPTH_MAX) {
		return refuse(c, "nested too deeply");
	}
	if (node->kind == WB_NODE_MAP && json->count > WB_NODE_KEYS_MAX) {
		return refuse(c, "too many keys");
	}
	c->depth++;
	bool added = add_children(c, json, node);
	c->depth--;
	return added ? node : NULL;
}

const struct wb_node *wb_node_from_json(const struct wb_json *json,
                                        struct wb_arena *arena,
                                        struct wb_faults *faults)
{
	struct converter c = { .arena = arena, .faults = faults };
	return convert(&c, json, (struct wb_str){ 0 });
}
