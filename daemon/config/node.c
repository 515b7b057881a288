#include "config/node.h"

#include <yaml.h>

#define LONGEST_KEY 256

/*
 * Invariant: stack[0..depth-1] are the open lists and maps, outermost first.
 * In an open map `key` is set between a key and its value.
 */
struct builder {
	yaml_parser_t parser;
	struct wb_arena *arena;
	struct wb_faults *faults;
	struct wb_node *root;
	struct wb_node *stack[WB_NODE_DEPTH_MAX];
	struct wb_str key;
	int key_line;
	int depth;
	int nodes;
};

static int line_of(const yaml_event_t *event)
{
	return (int)event->start_mark.line + 1;
}

static bool refuse(struct builder *b, int line, const char *text)
{
	wb_faults_add(b->faults, false, line, "%s", text);
	return false;
}

/* Only plain words stand for nothing; "null" in quotes is a text. */
static bool is_nothing(const yaml_event_t *event)
{
	if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
		return false;
	}
	struct wb_str value = { (const char *)event->data.scalar.value,
		                event->data.scalar.length };
	return value.len == 0 || wb_str_is(value, "~") ||
	       wb_str_is(value, "null");
}

static const struct wb_node *find(const struct wb_node *map, struct wb_str key)
{
	for (const struct wb_node *n = map->first; n; n = n->next) {
		if (wb_str_equal(n->key, key)) {
			return n;
		}
	}
	return NULL;
}

/* Hangs a node below the innermost open one, or makes it the root. */
static bool attach(struct builder *b, struct wb_node *node)
{
	if (b->depth == 0) {
		b->root = node;
		return true;
	}
	struct wb_node *parent = b->stack[b->depth - 1];
	if (parent->kind == WB_NODE_MAP) {
		const struct wb_node *twin = find(parent, b->key);
		node->key = b->key;
		node->line = b->key_line;
		b->key = (struct wb_str){ 0 };
		if (twin) {
			wb_faults_add(b->faults, false, node->line,
			              "key '%.*s': given twice, first in "
			              "line %d",
			              WB_STR_FMT(node->key), twin->line);
			return true; /* read to its end, but not kept */
		}
	}
	bool map = parent->kind == WB_NODE_MAP;
	if (parent->count == (map ? WB_NODE_KEYS_MAX : WB_NODE_CHILDREN_MAX)) {
		return refuse(b, node->line,
		              map ? "too many keys" : "too many entries");
	}
	if (parent->last) {
		parent->last->next = node;
	} else {
		parent->first = node;
	}
	parent->last = node;
	parent->count++;
	return true;
}

static struct wb_node *new_node(struct builder *b, enum wb_node_kind kind,
                                int line)
{
	struct wb_node *node = NULL;
	if (b->nodes < WB_NODES_MAX) {
		node = wb_arena_alloc(b->arena, sizeof(*node));
	}
	if (!node) {
		refuse(b, line, "the file holds too much");
		return NULL;
	}
	b->nodes++;
	node->kind = kind;
	node->line = line;
	return node;
}

static bool expects_key(const struct builder *b)
{
	return b->depth > 0 && b->stack[b->depth - 1]->kind == WB_NODE_MAP &&
	       !b->key.data;
}

static bool take_key(struct builder *b, const yaml_event_t *event,
                     struct wb_str text)
{
	if (text.len == 0 || text.len > LONGEST_KEY) {
		return refuse(b, line_of(event),
		              "a key of 1 to 256 bytes was expected");
	}
	b->key = wb_arena_str(b->arena, text);
	b->key_line = line_of(event);
	return b->key.data || refuse(b, b->key_line, "out of memory");
}

static bool take_scalar(struct builder *b, const yaml_event_t *event)
{
	struct wb_str text = { (const char *)event->data.scalar.value,
		               event->data.scalar.length };
	if (expects_key(b)) {
		return take_key(b, event, text);
	}
	struct wb_node *node = new_node(
		b, is_nothing(event) ? WB_NODE_NOTHING : WB_NODE_SCALAR,
		line_of(event));
	if (!node) {
		return false;
	}
	node->value = wb_arena_str(b->arena, text);
	return attach(b, node);
}

static bool open_node(struct builder *b, const yaml_event_t *event,
                      enum wb_node_kind kind)
{
	if (expects_key(b)) {
		return refuse(b, line_of(event), "a key must be a plain text");
	}
	if (b->depth == WB_NODE_DEPTH_MAX) {
		return refuse(b, line_of(event), "nested too deeply");
	}
	struct wb_node *node = new_node(b, kind, line_of(event));
	if (!node || !attach(b, node)) {
		return false;
	}
	b->stack[b->depth++] = node;
	return true;
}

static bool take(struct builder *b, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return take_scalar(b, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_node(b, event, WB_NODE_LIST);
	case YAML_MAPPING_START_EVENT:
		return open_node(b, event, WB_NODE_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		b->depth--;
		return true;
	case YAML_ALIAS_EVENT:
		return refuse(b, line_of(event),
		              "aliases (*name) are not supported, write the "
		              "value out");
	case YAML_DOCUMENT_START_EVENT:
		return !b->root || refuse(b, line_of(event),
		                          "a second document (---) begins; "
		                          "only one is allowed");
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return true;
	}
	return true;
}

/* For bytes that are no text libyaml knows the offset, but not the line. */
static int line_at(struct wb_str text, size_t offset)
{
	int line = 1;
	for (size_t i = 0; i < offset && i < text.len; i++) {
		line += text.data[i] == '\n';
	}
	return line;
}

static void refuse_syntax(struct builder *b, struct wb_str text)
{
	const yaml_parser_t *p = &b->parser;
	const char *problem = p->problem ? p->problem : "out of memory";
	if (p->error == YAML_READER_ERROR) {
		wb_faults_add(b->faults, false,
		              line_at(text, p->problem_offset),
		              "not UTF-8 text: %s", problem);
		return;
	}
	wb_faults_add(b->faults, false, (int)p->problem_mark.line + 1,
	              "not valid YAML: %s%s%s, column %d", problem,
	              p->context ? ", " : "", p->context ? p->context : "",
	              (int)p->problem_mark.column + 1);
}

static bool build(struct builder *b, struct wb_str text)
{
	for (;;) {
		yaml_event_t event;
		if (!yaml_parser_parse(&b->parser, &event)) {
			refuse_syntax(b, text);
			return false;
		}
		bool taken = take(b, &event);
		bool last = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (!taken || last) {
			return taken;
		}
	}
}

const struct wb_node *wb_node_read(struct wb_str text, struct wb_arena *arena,
                                   struct wb_faults *faults)
{
	struct builder b = { .arena = arena, .faults = faults };
	if (!yaml_parser_initialize(&b.parser)) {
		refuse(&b, 0, "out of memory");
		return NULL;
	}
	if (text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
		text.data += 3;
		text.len -= 3;
	}
	/* Said outright, or a file of odd bytes would be taken for UTF-16. */
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&b.parser, (const unsigned char *)(text.data ? text.data : ""),
		text.len);
	bool built = build(&b, text);
	yaml_parser_delete(&b.parser);
	if (!built) {
		return NULL;
	}
	return b.root ? b.root : new_node(&b, WB_NODE_NOTHING, 1);
}

const struct wb_node *wb_node_get(const struct wb_node *map, const char *key)
{
	return map && map->kind == WB_NODE_MAP ? find(map, wb_str(key)) : NULL;
}
