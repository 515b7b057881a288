#include "saved/saved.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/store.h"

#define NAME "views.db"

static const struct wb_store_kind saved_kind = {
	.what = "the views",
	.application_id = 0x57425631, /* "WBV1" */
	.version = 1,
	.durable = true,
	.schema = "CREATE TABLE view ("
		  " owner TEXT NOT NULL,"
		  " name TEXT NOT NULL,"
		  " revision INTEGER NOT NULL,"
		  " changed INTEGER NOT NULL,"
		  " text TEXT NOT NULL,"
		  " PRIMARY KEY (owner, name)) WITHOUT ROWID;"
		  "CREATE TABLE last (revision INTEGER NOT NULL);"
		  "INSERT INTO last VALUES (0);",
};

enum statement { COUNT_UP, LAST, PUT, DELETE, READ, STATEMENT_COUNT };

static const char *const statements[STATEMENT_COUNT] = {
	[COUNT_UP] = "UPDATE last SET revision = revision + 1",
	[LAST] = "SELECT revision FROM last",
	[PUT] = "INSERT OR REPLACE INTO view"
		" (owner, name, revision, changed, text)"
		" VALUES (?1, ?2, ?3, ?4, ?5)",
	[DELETE] = "DELETE FROM view WHERE owner = ?1 AND name = ?2",
	[READ] = ("SELECT owner, name, revision, changed, text FROM view"
	          " ORDER BY owner, name"),
};

struct wb_saved {
	struct wb_store store;
	sqlite3_stmt *stmts[STATEMENT_COUNT];
};

static int next_revision(struct wb_saved *saved, int64_t *ret_revision)
{
	sqlite3_stmt *stmt = saved->stmts[LAST];
	int result = wb_store_run(&saved->store, saved->stmts[COUNT_UP]);

	if (result != 0) {
		return result;
	}
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*ret_revision = sqlite3_column_int64(stmt, 0);
	} else {
		result = wb_store_fail(&saved->store, "cannot read", rc);
	}
	sqlite3_reset(stmt);
	return result;
}

static int put(struct wb_saved *saved, const struct wb_saved_view *view,
               int64_t *ret_revision)
{
	sqlite3_stmt *stmt = saved->stmts[PUT];
	int result = next_revision(saved, ret_revision);

	if (result != 0) {
		return result;
	}
	wb_store_bind_str(stmt, 1, view->owner);
	wb_store_bind_str(stmt, 2, view->name);
	sqlite3_bind_int64(stmt, 3, *ret_revision);
	sqlite3_bind_int64(stmt, 4, view->changed);
	wb_store_bind_str(stmt, 5, view->text);
	return wb_store_run(&saved->store, stmt);
}

int wb_saved_put(struct wb_saved *saved, const struct wb_saved_view *view,
                 int64_t *ret_revision)
{
	int64_t revision = 0;
	int result = wb_store_begin(&saved->store);

	if (result == 0) {
		result = wb_store_end(&saved->store,
		                      put(saved, view, &revision));
	}
	if (result == 0) {
		*ret_revision = revision;
	}
	return result;
}

int wb_saved_delete(struct wb_saved *saved, struct wb_str owner,
                    struct wb_str name)
{
	sqlite3_stmt *stmt = saved->stmts[DELETE];

	wb_store_bind_str(stmt, 1, owner);
	wb_store_bind_str(stmt, 2, name);
	return wb_store_run(&saved->store, stmt);
}

int wb_saved_read(struct wb_saved *saved,
                  void (*fn)(void *user, const struct wb_saved_view *view),
                  void *user)
{
	sqlite3_stmt *stmt = saved->stmts[READ];
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const struct wb_saved_view view = {
			.owner = wb_store_column_str(stmt, 0),
			.name = wb_store_column_str(stmt, 1),
			.revision = sqlite3_column_int64(stmt, 2),
			.changed = sqlite3_column_int64(stmt, 3),
			.text = wb_store_column_str(stmt, 4),
		};
		fn(user, &view);
	}
	int result = rc == SQLITE_DONE
	                     ? 0
	                     : wb_store_fail(&saved->store, "cannot read", rc);
	sqlite3_reset(stmt);
	return result;
}

const char *wb_saved_error(const struct wb_saved *saved)
{
	return saved->store.error;
}

/* ---- life ---- */

static int start(struct wb_saved *saved, const char *path)
{
	int result = wb_store_open(&saved->store, path, &saved_kind);

	for (int i = 0; i < STATEMENT_COUNT && result == 0; i++) {
		result = wb_store_prepare(&saved->store, statements[i],
		                          &saved->stmts[i]);
	}
	return result;
}

static void stop(struct wb_saved *saved)
{
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(saved->stmts[i]);
		saved->stmts[i] = NULL;
	}
	wb_store_close(&saved->store);
}

/* The log that belongs to it goes as well: it fits no other file. */
static bool set_aside(const char *path)
{
	char to[4200], log[4200];

	snprintf(to, sizeof(to), "%s.damaged", path);
	snprintf(log, sizeof(log), "%s-wal", path);
	if (rename(path, to) != 0) {
		return false;
	}
	remove(log);
	return true;
}

struct wb_saved *wb_saved_open(const char *directory, char *ret_error,
                               size_t error_size)
{
	char path[4096];
	struct wb_saved *saved = calloc(1, sizeof(*saved));

	snprintf(ret_error, error_size, "%s", saved ? "" : "out of memory");
	if (!saved) {
		return NULL;
	}
	snprintf(path, sizeof(path), "%s/" NAME, directory);
	int result = start(saved, path);
	if (result == -EBADMSG) {
		snprintf(ret_error, error_size,
		         "%s; it is set aside as '" NAME ".damaged'",
		         saved->store.error);
		stop(saved);
		result = set_aside(path) ? start(saved, path) : result;
	}
	if (result != 0) {
		snprintf(ret_error, error_size, "%s", saved->store.error);
		wb_saved_close(saved);
		return NULL;
	}
	return saved;
}

void wb_saved_close(struct wb_saved *saved)
{
	if (saved) {
		stop(saved);
		free(saved);
	}
}
