#ifndef WB_JSON_INDEX_H
#define WB_JSON_INDEX_H

/*
 * Looks up many members of one object. Cheap when they are asked for in the
 * order in which the object lists them; otherwise a big object is sorted once,
 * so that the work never becomes quadratic. Private to proto/.
 */

#include "json.h"

/* Owned by the caller; private. */
struct wb_json_index {
	const struct wb_json *object;
	const struct wb_json_member *expected; /* the one after the last hit */
	const struct wb_json_member **sorted;  /* NULL until needed */
};

/* Starts with nothing allocated. Borrows the object until finish. */
void wb_json_index_init(struct wb_json_index *index,
                        const struct wb_json *object);

/*
 * The member `key`, or NULL; always NULL in what is not an object. Without
 * memory for sorting it searches from the start: slow, but right.
 */
const struct wb_json *wb_json_index_get(struct wb_json_index *index,
                                        struct wb_str key);

void wb_json_index_finish(struct wb_json_index *index);

#endif
