#ifndef WB_STORE_H
#define WB_STORE_H

/*
 * One SQLite file that this process has for itself: opened, checked and
 * locked the same way for the journal and for the history.
 *
 * WAL with an exclusive lock that is held until close: a second program gets
 * -EBUSY, and a process that dies leaves the file ready for the next one.
 * Not thread-safe; one thread owns each store.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/str.h"

struct wb_store_kind {
	const char *what;       /* "journal": for messages */
	int32_t application_id; /* in the header of the file */
	int32_t version;        /* of the schema: user_version */
	const char *schema;     /* SQL that makes an empty file one of these */
	bool durable; /* a commit survives a power cut (synchronous FULL) */
};

/* Owned by the caller; `db` is for prepared statements. */
struct wb_store {
	sqlite3 *db;
	char error[512]; /* text of the last failure */
};

/*
 * Opens or creates the file at `path`, readable by user and group only.
 * Returns 0; or, with text in store->error and nothing to close, -EBUSY when
 * another process has it, -EBADMSG when it is damaged or not of this kind,
 * -EPROTO when a newer version wrote it, or another -errno.
 */
int wb_store_open(struct wb_store *store, const char *path,
                  const struct wb_store_kind *kind);

/* All statements must be finalised. Does nothing on a zeroed store. */
void wb_store_close(struct wb_store *store);

/*
 * Keeps the text of a failed SQLite call, prefixed by `doing`, and returns it
 * as -errno: -ENOSPC for a full disk or quota, -EBADMSG for a damaged file,
 * -ENOMEM, -EROFS, -EBUSY, else -EIO.
 */
int wb_store_fail(struct wb_store *store, const char *doing, int rc);

/* Keeps a text of our own; returns `error`. */
int wb_store_refuse(struct wb_store *store, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* 0 or -errno. */
int wb_store_exec(struct wb_store *store, const char *sql);
int wb_store_prepare(struct wb_store *store, const char *sql,
                     sqlite3_stmt **ret_stmt);

/*
 * Ends a bound statement that returns no rows: steps it once and resets it
 * and its bindings. 0 or -errno.
 */
int wb_store_run(struct wb_store *store, sqlite3_stmt *stmt);

/* One transaction: begin; then end() commits, or undoes when `result` != 0. */
int wb_store_begin(struct wb_store *store);
int wb_store_end(struct wb_store *store, int result);

/* Binds without copying: the text must live until the statement is reset. */
void wb_store_bind_str(sqlite3_stmt *stmt, int index, struct wb_str text);

/* Borrowed until the next step; absent when NULL. */
struct wb_str wb_store_column_str(sqlite3_stmt *stmt, int column);

#endif
