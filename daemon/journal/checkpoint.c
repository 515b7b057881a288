#include "journal/checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/store.h"

#define NAME "checkpoint.db"

static const struct wb_store_kind checkpoint_kind = {
	.what = "the checkpoints",
	.application_id = 0x57424331, /* "WBC1" */
	.version = 1,
	.durable = true,
	.schema = "CREATE TABLE checkpoint ("
		  " id INTEGER PRIMARY KEY,"
		  " position INTEGER NOT NULL,"
		  " time INTEGER NOT NULL,"
		  " events_clock INTEGER NOT NULL,"
		  " plan TEXT NOT NULL,"
		  " feeds BLOB NOT NULL,"
		  " engine BLOB NOT NULL);",
};

enum statement { ADD, DROP, READ, COVERED, CLEAR, STATEMENT_COUNT };

static const char *const statements[STATEMENT_COUNT] = {
	[ADD] = "INSERT INTO checkpoint (position, time, events_clock, plan,"
		" feeds, engine) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[DROP] = "DELETE FROM checkpoint WHERE id NOT IN"
		 " (SELECT id FROM checkpoint ORDER BY id DESC LIMIT 2)",
	[READ] = "SELECT position, time, events_clock, plan, feeds, engine"
		 " FROM checkpoint ORDER BY id DESC",
	[COVERED] = "SELECT min(position), count(*) FROM checkpoint",
	[CLEAR] = "DELETE FROM checkpoint",
};

struct wb_checkpoints {
	struct wb_store store;
	sqlite3_stmt *stmts[STATEMENT_COUNT];
};

static void bind_bytes(sqlite3_stmt *stmt, int index, struct wb_str bytes)
{
	sqlite3_bind_blob64(stmt, index, bytes.data ? bytes.data : "",
	                    bytes.len, SQLITE_STATIC);
}

static struct wb_str column_bytes(sqlite3_stmt *stmt, int column)
{
	const char *data = sqlite3_column_blob(stmt, column);
	return (struct wb_str){
		data ? data : "",
		(size_t)sqlite3_column_bytes(stmt, column),
	};
}

static int add(struct wb_checkpoints *self,
               const struct wb_checkpoint *checkpoint)
{
	sqlite3_stmt *stmt = self->stmts[ADD];
	sqlite3_bind_int64(stmt, 1, checkpoint->position);
	sqlite3_bind_int64(stmt, 2, checkpoint->time);
	sqlite3_bind_int(stmt, 3, checkpoint->events_clock);
	wb_store_bind_str(stmt, 4, checkpoint->plan);
	bind_bytes(stmt, 5, checkpoint->feeds);
	bind_bytes(stmt, 6, checkpoint->engine);
	int result = wb_store_run(&self->store, stmt);
	return result == 0 ? wb_store_run(&self->store, self->stmts[DROP])
	                   : result;
}

int wb_checkpoints_add(struct wb_checkpoints *checkpoints,
                       const struct wb_checkpoint *checkpoint)
{
	int result = wb_store_begin(&checkpoints->store);
	return result == 0 ? wb_store_end(&checkpoints->store,
	                                  add(checkpoints, checkpoint))
	                   : result;
}

static struct wb_checkpoint get(sqlite3_stmt *stmt)
{
	return (struct wb_checkpoint){
		.position = sqlite3_column_int64(stmt, 0),
		.time = sqlite3_column_int64(stmt, 1),
		.events_clock = sqlite3_column_int(stmt, 2) != 0,
		.plan = wb_store_column_str(stmt, 3),
		.feeds = column_bytes(stmt, 4),
		.engine = column_bytes(stmt, 5),
	};
}

int wb_checkpoints_read(struct wb_checkpoints *checkpoints,
                        bool (*fn)(void *user,
                                   const struct wb_checkpoint *checkpoint),
                        void *user)
{
	sqlite3_stmt *stmt = checkpoints->stmts[READ];
	bool more = true;
	int rc = SQLITE_DONE;
	while (more && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct wb_checkpoint checkpoint = get(stmt);
		more = fn(user, &checkpoint);
	}
	int result =
		more && rc != SQLITE_DONE
			? wb_store_fail(&checkpoints->store, "cannot read", rc)
			: 0;
	sqlite3_reset(stmt);
	return result;
}

int64_t wb_checkpoints_covered(struct wb_checkpoints *checkpoints)
{
	sqlite3_stmt *stmt = checkpoints->stmts[COVERED];
	int64_t position = 0;
	if (sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_int(stmt, 1) >= 2) {
		position = sqlite3_column_int64(stmt, 0);
	}
	sqlite3_reset(stmt);
	return position;
}

int wb_checkpoints_clear(struct wb_checkpoints *checkpoints)
{
	return wb_store_run(&checkpoints->store, checkpoints->stmts[CLEAR]);
}

const char *wb_checkpoints_error(const struct wb_checkpoints *checkpoints)
{
	return checkpoints->store.error;
}

static int start(struct wb_checkpoints *self, const char *path)
{
	int result = wb_store_open(&self->store, path, &checkpoint_kind);
	for (int i = 0; i < STATEMENT_COUNT && result == 0; i++) {
		result = wb_store_prepare(&self->store, statements[i],
		                          &self->stmts[i]);
	}
	return result;
}

static void stop(struct wb_checkpoints *self)
{
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(self->stmts[i]);
		self->stmts[i] = NULL;
	}
	wb_store_close(&self->store);
}

/* The log that belongs to it goes as well: it fits no other file. */
static bool set_aside(const char *directory)
{
	char from[4096], to[4096], log[4096];
	snprintf(from, sizeof(from), "%s/" NAME, directory);
	snprintf(to, sizeof(to), "%s/" NAME ".damaged", directory);
	snprintf(log, sizeof(log), "%s/" NAME "-wal", directory);
	if (rename(from, to) != 0) {
		return false;
	}
	remove(log);
	return true;
}

struct wb_checkpoints *wb_checkpoints_open(const char *directory,
                                           char *ret_error, size_t error_size)
{
	char path[4096];
	struct wb_checkpoints *self = calloc(1, sizeof(*self));
	if (!self) {
		snprintf(ret_error, error_size, "out of memory");
		return NULL;
	}
	snprintf(path, sizeof(path), "%s/" NAME, directory);
	int result = start(self, path);
	if (result == -EBADMSG) {
		stop(self);
		if (set_aside(directory)) {
			result = start(self, path);
		}
	}
	if (result != 0) {
		snprintf(ret_error, error_size, "%s", self->store.error);
		wb_checkpoints_close(self);
		return NULL;
	}
	return self;
}

void wb_checkpoints_close(struct wb_checkpoints *checkpoints)
{
	if (checkpoints) {
		stop(checkpoints);
		free(checkpoints);
	}
}
