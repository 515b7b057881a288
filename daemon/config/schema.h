#ifndef WB_CONFIG_SCHEMA_H
#define WB_CONFIG_SCHEMA_H

/*
 * Reads a tree of nodes into structs, driven by tables: a key, what kind of
 * value it takes, its range, where that is stored. Whatever does not fit is
 * reported with its line and path, and reading goes on.
 *
 * A field whose value is wrong keeps what it had.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "config/faults.h"
#include "config/node.h"
#include "config/zones.h"

#define WB_PATH_MAX 256

/* What reading needs. Owned by the caller. */
struct wb_reader {
	struct wb_arena *arena; /* of the plan: what is stored lives there */
	struct wb_faults *faults;
	struct wb_zones *zones;
	const struct wb_config_checks *checks; /* NULL = nothing to ask */
	const void *context; /* what a list's `begin` starts its items from */
	char path[WB_PATH_MAX]; /* "queues[2].service_level" */
	size_t path_len;
};

struct wb_key;

/* Reads one value into `target`, which is the struct plus key->offset. */
typedef void (*wb_key_fn)(struct wb_reader *r, const struct wb_node *node,
                          const struct wb_key *key, void *target);

struct wb_key {
	const char *name;
	wb_key_fn read;
	size_t offset;
	int64_t min, max; /* range, or lengths of texts and lists */
	const void *more; /* struct wb_keys, wb_words, wb_list_type */
	bool required;
};

struct wb_keys {
	const struct wb_key *keys;
	int count;
};

#define WB_KEYS(table)                                                         \
	{                                                                      \
		(table), (int)(sizeof(table) / sizeof((table)[0]))             \
	}

/* The words an enumeration takes. */
struct wb_words {
	const char *(*name)(int value);
	int count;
};

/* A list of maps. */
struct wb_list_type {
	struct wb_keys keys;
	size_t item_size;
	/* fills in what an item that says nothing has; may be NULL */
	void (*begin)(struct wb_reader *r, void *item);
};

/* What wb_read_list stores: an array in the arena, and where it came from. */
struct wb_list {
	void *items;
	int count;
	const struct wb_node *node; /* NULL when absent */
};

/* A map with the keys of a table; `node` NULL or NOTHING reads as {}. */
void wb_read_keys(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_keys *keys, void *base);

/* Kinds of values, for the tables. In brackets: the type stored. */
void wb_read_map(struct wb_reader *r, const struct wb_node *node,
                 const struct wb_key *key, void *target);
void wb_read_list(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* wb_list */
void wb_read_text(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* wb_str */
void wb_read_title(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target); /* wb_title */
void wb_read_duration(struct wb_reader *r, const struct wb_node *node,
                      const struct wb_key *key, void *target); /* wb_ms */
void wb_read_percent(struct wb_reader *r, const struct wb_node *node,
                     const struct wb_key *key, void *target); /* int, bp */
void wb_read_int(struct wb_reader *r, const struct wb_node *node,
                 const struct wb_key *key, void *target); /* int */
void wb_read_bool(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* bool */
void wb_read_word(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* int or enum */
void wb_read_zone(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target); /* wb_str */
void wb_read_day_start(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target); /* wb_ms */

/* Going down: "[3]" or ".name". Returns what wb_path_leave wants back. */
size_t wb_path_index(struct wb_reader *r, int index);
size_t wb_path_key(struct wb_reader *r, struct wb_str key);
void wb_path_leave(struct wb_reader *r, size_t before);

/* "key 'PATH': " and the text, at the node's line. */
void wb_fault(struct wb_reader *r, const struct wb_node *node,
              const char *format, ...) __attribute__((format(printf, 3, 4)));
void wb_doubt(struct wb_reader *r, const struct wb_node *node,
              const char *format, ...) __attribute__((format(printf, 3, 4)));

/* "key 'PATH': got '120%', expected " and the text. */
void wb_fault_got(struct wb_reader *r, const struct wb_node *node,
                  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
