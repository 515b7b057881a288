#ifndef WB_JSON_H
#define WB_JSON_H

/*
 * JSON values as a tree in an arena: read from text, built by hand, compared,
 * written. Serves both sides of the contract: event lines in, board state out.
 *
 * The reader is strict RFC 8259 and bounded: it refuses what libwebsockets'
 * lejp 4.1.6 lets pass (01, [1,2,], lone surrogates, invalid UTF-8, keys
 * beyond 128 bytes), which is why it is our own. Further than the RFC it
 * refuses duplicate keys, NUL, and numbers that int64 with at most nine
 * decimals cannot hold exactly (exponents included): nothing in this project
 * travels as floating point.
 *
 * Pure. Strings and children live in the arena given, or, where said so, are
 * borrowed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_write.h"
#include "base/str.h"

#define WB_JSON_MAX_DEPTH 32

enum wb_json_kind {
	WB_JSON_NULL,
	WB_JSON_BOOL,
	WB_JSON_NUMBER,
	WB_JSON_STRING,
	WB_JSON_ARRAY,
	WB_JSON_OBJECT,
};

struct wb_json_member;

/*
 * One value. Fields are to be read; build and change with the functions.
 * Objects keep their members, and arrays their elements, in order of arrival
 * as a linked list (`first`, `next`); array elements have an absent key.
 */
struct wb_json {
	enum wb_json_kind kind;
	uint8_t scale;        /* NUMBER: decimals 0..9 */
	uint32_t count;       /* ARRAY, OBJECT: children */
	int64_t number;       /* NUMBER: value * 10^scale; BOOL: 0 or 1 */
	struct wb_str string; /* STRING */
	struct wb_json_member *first; /* ARRAY, OBJECT */
	struct wb_json_member *last;  /* private */
};

struct wb_json_member {
	struct wb_str key;
	struct wb_json value;
	struct wb_json_member *next;
};

struct wb_json_error {
	size_t offset; /* byte in the text where it went wrong */
	char message[96];
};

/*
 * Reads exactly one value, white space around it allowed. Strings without
 * escapes borrow from `text`, the others live in the arena.
 * Returns the value, or NULL with *ret_error filled.
 */
const struct wb_json *wb_json_read(struct wb_str text, struct wb_arena *arena,
                                   struct wb_json_error *ret_error);

/* The member `key` of an object, or NULL (also when it is not an object). */
const struct wb_json *wb_json_get(const struct wb_json *object,
                                  const char *key);
const struct wb_json *wb_json_get_str(const struct wb_json *object,
                                      struct wb_str key);

/*
 * Typed look-ups that forgive: the fallback when the member is missing, null
 * or of another kind. The int look-up also refuses numbers with decimals.
 */
int64_t wb_json_get_int(const struct wb_json *object, const char *key,
                        int64_t fallback);
bool wb_json_get_bool(const struct wb_json *object, const char *key,
                      bool fallback);
struct wb_str wb_json_get_string(const struct wb_json *object, const char *key);

/*
 * Building. All return the new child, or NULL when the arena is exhausted;
 * every function takes a NULL parent and then does nothing and returns NULL,
 * so a whole document is built without checks and `arena->failed` is asked
 * once at the end. Keys and strings are borrowed: they
 * must live as long as the tree (copy with wb_arena_str when in doubt).
 */
struct wb_json *wb_json_new_object(struct wb_arena *arena);
struct wb_json *wb_json_add_object(struct wb_arena *arena,
                                   struct wb_json *parent, const char *key);
struct wb_json *wb_json_add_object_str(struct wb_arena *arena,
                                       struct wb_json *parent,
                                       struct wb_str key);
struct wb_json *wb_json_add_array(struct wb_arena *arena,
                                  struct wb_json *parent, const char *key);
void wb_json_add_string(struct wb_arena *arena, struct wb_json *parent,
                        const char *key, struct wb_str value);
void wb_json_add_int(struct wb_arena *arena, struct wb_json *parent,
                     const char *key, int64_t value);
void wb_json_add_decimal(struct wb_arena *arena, struct wb_json *parent,
                         const char *key, int64_t value, int scale);
void wb_json_add_bool(struct wb_arena *arena, struct wb_json *parent,
                      const char *key, bool value);
void wb_json_add_null(struct wb_arena *arena, struct wb_json *parent,
                      const char *key);

/* For arrays, `key` is NULL in the functions above. */

/* Equal in kind, value and (for arrays) order; object order is ignored. */
bool wb_json_equal(const struct wb_json *a, const struct wb_json *b);

/* Writes the tree as compact JSON. */
void wb_json_write(const struct wb_json *value, struct wb_json_writer *w);

/* Deep copy into another arena; shares nothing with the source. */
struct wb_json *wb_json_copy(const struct wb_json *value,
                             struct wb_arena *arena);

#endif
