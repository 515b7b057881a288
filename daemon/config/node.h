#ifndef WB_CONFIG_NODE_H
#define WB_CONFIG_NODE_H

/*
 * A YAML document as a tree that remembers the line of everything, made with
 * libyaml's event parser. Bounded: depth, number of nodes, no aliases (which
 * also rules out documents that unfold to gigabytes).
 *
 * Why not libcyaml, which would fill the structs by itself: it stops at the
 * first thing that does not fit its schema, and does not keep the lines for
 * checks between values. A person who edits a configuration wants all of it
 * at once.
 *
 * Pure. The tree lives in the arena given.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "config/faults.h"
#include "json.h"

#define WB_NODE_DEPTH_MAX 16
#define WB_NODES_MAX 400000
#define WB_NODE_CHILDREN_MAX 50000 /* of a list */
#define WB_NODE_KEYS_MAX 256       /* of a map */

enum wb_node_kind {
	WB_NODE_NOTHING, /* an empty value, ~ or null */
	WB_NODE_SCALAR,
	WB_NODE_LIST,
	WB_NODE_MAP,
};

/* Children of lists and maps are linked in their order. */
struct wb_node {
	enum wb_node_kind kind;
	int line;            /* 1-based; of the key for members of a map; 0
	                      * where there are no lines */
	struct wb_str key;   /* absent for elements of a list */
	struct wb_str value; /* SCALAR */
	int count;
	struct wb_node *first, *last, *next;
};

/*
 * Reads one document. Returns its root (kind NOTHING when the text is empty),
 * or NULL with one error added to `faults`. Keys that come twice in a map are
 * errors too; the first one is kept in the tree.
 */
const struct wb_node *wb_node_read(struct wb_str text, struct wb_arena *arena,
                                   struct wb_faults *faults);

/*
 * The same tree of a JSON value: numbers and booleans as they are written, null
 * as nothing. Its nodes have no line (0). NULL with one error added to `faults`
 * when it is nested too deeply, a map has too many keys, or memory runs out.
 */
const struct wb_node *wb_node_from_json(const struct wb_json *json,
                                        struct wb_arena *arena,
                                        struct wb_faults *faults);

/* The member of a map, or NULL (also when it is not a map). */
const struct wb_node *wb_node_get(const struct wb_node *map, const char *key);

#endif
