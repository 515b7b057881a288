#include "history/history.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/store.h"

/*
 * The key is ordered as reports read: a span of quarter hours, and in each the
 * scopes of one kind side by side.
 *
 * Not durable on its own (synchronous NORMAL): a power cut may take back the
 * last commits, but each takes its mark back with it, and the journal, which
 * is durable, is replayed from the mark. So a commit costs no fsync here.
 */
static const struct wb_store_kind history_kind = {
	.what = "the history",
	.application_id = 0x57424831, /* "WBH1" */
	.version = 1,
	.durable = false,
	.schema = "CREATE TABLE quarter ("
		  " attribution INTEGER NOT NULL,"
		  " start INTEGER NOT NULL,"
		  " scope TEXT NOT NULL,"
		  " PRIMARY KEY (attribution, start, scope)) WITHOUT ROWID;"
		  "CREATE TABLE mark ("
		  " id INTEGER PRIMARY KEY CHECK (id = 1),"
		  " position INTEGER NOT NULL, time INTEGER NOT NULL);"
		  "INSERT INTO mark VALUES (1, 0, 0);",
};

#define KEY_COLUMNS 3
/* SQLite's own limit is 2000 columns and bindings are numbered like them. */
#define MEASURES_MAX 1000

enum statement {
	ADD,
	SET_MARK,
	GET_MARK,
	NEXT_START,
	READ_RANGE,
	TRIM,
	STATEMENT_COUNT,
};

struct wb_history {
	struct wb_store store;
	int measure_count;
	int64_t *values; /* measure_count, for one row */
	sqlite3_stmt *stmts[STATEMENT_COUNT];
};

static bool is_measure_name(const char *name)
{
	static const char *const taken[] = { "attribution", "start", "scope" };

	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		if (strcmp(name, taken[i]) == 0) {
			return false;
		}
	}
	return name[0] != '\0' &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] ==
	               '\0';
}

static int check_measures(struct wb_history *self, const char *const *measures,
                          int count)
{
	if (count < 1 || count > MEASURES_MAX) {
		return wb_store_refuse(&self->store, -EINVAL,
		                       "%d measures, expected 1 to %d", count,
		                       MEASURES_MAX);
	}
	for (int i = 0; i < count; i++) {
		if (!is_measure_name(measures[i])) {
			return wb_store_refuse(&self->store, -EINVAL,
			                       "bad name of a measure: '%s'",
			                       measures[i]);
		}
	}
	return 0;
}

static int has_column(struct wb_history *self, const char *name, bool *ret_has)
{
	sqlite3_stmt *stmt;
	int result = wb_store_prepare(
		&self->store,
		"SELECT 1 FROM pragma_table_info('quarter') WHERE name = ?1",
		&stmt);

	if (result != 0) {
		return result;
	}
	wb_store_bind_str(stmt, 1, wb_str(name));
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
		*ret_has = rc == SQLITE_ROW;
	} else {
		result = wb_store_fail(&self->store, "cannot read", rc);
	}
	sqlite3_finalize(stmt);
	return result;
}

static int add_column(struct wb_history *self, const char *name)
{
	char sql[256];
	bool has = false;
	int result = has_column(self, name, &has);

	if (result != 0 || has) {
		return result;
	}
	snprintf(sql, sizeof(sql),
	         "ALTER TABLE quarter ADD COLUMN \"%s\""
	         " INTEGER NOT NULL DEFAULT 0",
	         name);
	return wb_store_exec(&self->store, sql);
}

static int add_columns(struct wb_history *self, const char *const *measures)
{
	int result = wb_store_begin(&self->store);

	if (result != 0) {
		return result;
	}
	for (int i = 0; i < self->measure_count && result == 0; i++) {
		result = add_column(self, measures[i]);
	}
	return wb_store_end(&self->store, result);
}

static void list_measures(struct wb_buf *sql, const char *format,
                          const char *const *measures, int count)
{
	for (int i = 0; i < count; i++) {
		for (const char *c = format; *c; c++) {
			if (*c == '$') {
				wb_buf_addf(sql, "\"%s\"", measures[i]);
			} else {
				wb_buf_add_char(sql, *c);
			}
		}
	}
}

/* Adding 0 changes nothing, so every measure is in every statement. */
static void add_sql(struct wb_buf *sql, const char *const *measures, int count)
{
	wb_buf_add_text(sql, "INSERT INTO quarter (attribution, start, scope");
	list_measures(sql, ", $", measures, count);
	wb_buf_add_text(sql, ") VALUES (?1, ?2, ?3");
	list_measures(sql, ", ?", measures, count);
	wb_buf_add_text(sql, ") ON CONFLICT DO UPDATE SET scope = scope");
	list_measures(sql, ", $ = $ + excluded.$", measures, count);
}

static void read_sql(struct wb_buf *sql, const char *const *measures, int count)
{
	wb_buf_add_text(sql, "SELECT scope");
	list_measures(sql, ", $", measures, count);
	wb_buf_add_text(sql, " FROM quarter WHERE attribution = ?1"
	                     " AND start = ?2 AND scope >= ?3"
	                     " AND scope <= ?4 ORDER BY scope");
}

static int prepare_built(struct wb_history *self, enum statement which,
                         const char *const *measures,
                         void (*build)(struct wb_buf *sql,
                                       const char *const *measures, int count))
{
	struct wb_buf sql = { 0 };
	int result = -ENOMEM;

	build(&sql, measures, self->measure_count);
	if (!sql.failed) {
		result = wb_store_prepare(&self->store, sql.data,
		                          &self->stmts[which]);
	}
	wb_buf_finish(&sql);
	return result;
}

static int prepare(struct wb_history *self, const char *const *measures)
{
	static const char *const fixed[STATEMENT_COUNT] = {
		[SET_MARK] = "UPDATE mark SET position = ?1, time = ?2",
		[GET_MARK] = "SELECT position, time FROM mark",
		[NEXT_START] = "SELECT min(start) FROM quarter"
			       " WHERE attribution = ?1 AND start >= ?2",
		[TRIM] = "DELETE FROM quarter WHERE attribution IN (0, 1)"
			 " AND start < ?1",
	};
	int result = prepare_built(self, ADD, measures, add_sql);

	if (result == 0) {
		result = prepare_built(self, READ_RANGE, measures, read_sql);
	}
	for (int i = 0; i < STATEMENT_COUNT && result == 0; i++) {
		if (fixed[i]) {
			result = wb_store_prepare(&self->store, fixed[i],
			                          &self->stmts[i]);
		}
	}
	return result;
}

static int start(struct wb_history *self, const char *path,
                 const char *const *measures, int count)
{
	int result = check_measures(self, measures, count);

	if (result != 0) {
		return result;
	}
	self->measure_count = count;
	self->values = calloc((size_t)count, sizeof(*self->values));
	if (!self->values) {
		return wb_store_refuse(&self->store, -ENOMEM, "out of memory");
	}
	result = wb_store_open(&self->store, path, &history_kind);
	if (result == 0) {
		result = add_columns(self, measures);
	}
	return result == 0 ? prepare(self, measures) : result;
}

struct wb_history *wb_history_open(const char *directory,
                                   const char *const *measures,
                                   int measure_count, char *ret_error,
                                   size_t error_size)
{
	char path[4096];
	struct wb_history *self = calloc(1, sizeof(*self));

	if (!self) {
		snprintf(ret_error, error_size, "out of memory");
		return NULL;
	}
	snprintf(path, sizeof(path), "%s/history.db", directory);
	if (start(self, path, measures, measure_count) != 0) {
		snprintf(ret_error, error_size, "%s", self->store.error);
		wb_history_close(self);
		return NULL;
	}
	return self;
}

void wb_history_close(struct wb_history *history)
{
	if (!history) {
		return;
	}
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(history->stmts[i]);
	}
	wb_store_close(&history->store);
	free(history->values);
	free(history);
}

bool wb_history_mark_get(struct wb_history *history,
                         struct wb_history_mark *ret_mark)
{
	sqlite3_stmt *stmt = history->stmts[GET_MARK];
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW) {
		ret_mark->position = sqlite3_column_int64(stmt, 0);
		ret_mark->time = sqlite3_column_int64(stmt, 1);
	} else {
		wb_store_fail(&history->store, "cannot read", rc);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW;
}

static int add_cell(struct wb_history *self, const struct wb_history_cell *cell)
{
	sqlite3_stmt *stmt = self->stmts[ADD];

	if (cell->start % WB_HISTORY_QUARTER != 0 || !cell->scope.data) {
		return wb_store_refuse(&self->store, -EINVAL,
		                       "not a quarter hour of a scope");
	}
	sqlite3_bind_int(stmt, 1, cell->attribution);
	sqlite3_bind_int64(stmt, 2, cell->start);
	wb_store_bind_str(stmt, 3, cell->scope);
	for (int i = 0; i < self->measure_count; i++) {
		sqlite3_bind_int64(stmt, KEY_COLUMNS + 1 + i, cell->add[i]);
	}
	return wb_store_run(&self->store, stmt);
}

static int set_mark(struct wb_history *self, struct wb_history_mark mark)
{
	sqlite3_bind_int64(self->stmts[SET_MARK], 1, mark.position);
	sqlite3_bind_int64(self->stmts[SET_MARK], 2, mark.time);
	return wb_store_run(&self->store, self->stmts[SET_MARK]);
}

int wb_history_add(struct wb_history *history,
                   const struct wb_history_cell *cells, int count,
                   struct wb_history_mark mark)
{
	int result = wb_store_begin(&history->store);

	if (result != 0) {
		return result;
	}
	for (int i = 0; i < count && result == 0; i++) {
		result = add_cell(history, &cells[i]);
	}
	if (result == 0) {
		result = set_mark(history, mark);
	}
	return wb_store_end(&history->store, result);
}

/* The first quarter hour from `from` on that has any row; WB_NEVER if none. */
static int next_start(struct wb_history *self, int attribution, wb_ms from,
                      wb_ms *ret_start)
{
	sqlite3_stmt *stmt = self->stmts[NEXT_START];

	sqlite3_bind_int(stmt, 1, attribution);
	sqlite3_bind_int64(stmt, 2, from);
	int rc = sqlite3_step(stmt);
	int result = 0;
	if (rc != SQLITE_ROW) {
		result = wb_store_fail(&self->store, "cannot read", rc);
	} else if (sqlite3_column_type(stmt, 0) == SQLITE_NULL) {
		*ret_start = WB_NEVER;
	} else {
		*ret_start = sqlite3_column_int64(stmt, 0);
	}
	sqlite3_reset(stmt);
	return result;
}

/*
 * The scopes that a prefix means are those from it to *ret_last. No byte of
 * UTF-8 is 0xff, so that stands behind every name of a kind.
 */
static void last_scope(const char *prefix, struct wb_buf *ret_last)
{
	size_t len = strlen(prefix);

	wb_buf_add_text(ret_last, prefix);
	if (len == 0 || prefix[len - 1] == ':') {
		wb_buf_add_char(ret_last, '\xff');
	}
}

typedef bool (*row_fn)(void *user, wb_ms start, struct wb_str scope,
                       const int64_t *measures);

/* Reads the rows of one quarter hour; *more is false when `fn` had enough. */
static int read_rows(struct wb_history *self, wb_ms start, row_fn fn,
                     void *user, bool *more)
{
	sqlite3_stmt *stmt = self->stmts[READ_RANGE];
	int rc = SQLITE_DONE;

	while (*more && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		for (int i = 0; i < self->measure_count; i++) {
			self->values[i] = sqlite3_column_int64(stmt, 1 + i);
		}
		*more = fn(user, start, wb_store_column_str(stmt, 0),
		           self->values);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE
	               ? 0
	               : wb_store_fail(&self->store, "cannot read", rc);
}

/* From quarter to quarter, so that rows of other scopes are never touched. */
static int read_span(struct wb_history *self, int attribution, wb_ms from,
                     wb_ms to, row_fn fn, void *user)
{
	bool more = true;
	wb_ms at = from;

	while (more) {
		int result = next_start(self, attribution, at, &at);
		if (result != 0 || at >= to) {
			return result;
		}
		sqlite3_bind_int64(self->stmts[READ_RANGE], 2, at);
		result = read_rows(self, at, fn, user, &more);
		if (result != 0) {
			return result;
		}
		at++;
	}
	return 0;
}

int wb_history_read(struct wb_history *history, int attribution,
                    const char *prefix, wb_ms from, wb_ms to,
                    bool (*fn)(void *user, wb_ms start, struct wb_str scope,
                               const int64_t *measures),
                    void *user)
{
	sqlite3_stmt *stmt = history->stmts[READ_RANGE];
	struct wb_buf last = { 0 };
	int result;

	last_scope(prefix, &last);
	if (last.failed) {
		wb_buf_finish(&last);
		return wb_store_refuse(&history->store, -ENOMEM,
		                       "out of memory");
	}
	sqlite3_bind_int(stmt, 1, attribution);
	wb_store_bind_str(stmt, 3, wb_str(prefix));
	wb_store_bind_str(stmt, 4, wb_buf_str(&last));
	result = read_span(history, attribution, from, to, fn, user);
	sqlite3_clear_bindings(stmt);
	wb_buf_finish(&last);
	return result;
}

int wb_history_trim(struct wb_history *history, wb_ms before)
{
	sqlite3_bind_int64(history->stmts[TRIM], 1, before);
	return wb_store_run(&history->store, history->stmts[TRIM]);
}

int wb_history_clear(struct wb_history *history)
{
	int result = wb_store_begin(&history->store);

	if (result != 0) {
		return result;
	}
	result = wb_store_exec(&history->store, "DELETE FROM quarter");
	if (result == 0) {
		result = set_mark(history, (struct wb_history_mark){ 0, 0 });
	}
	return wb_store_end(&history->store, result);
}

int wb_history_sync(struct wb_history *history)
{
	int rc = sqlite3_wal_checkpoint_v2(history->store.db, NULL,
	                                   SQLITE_CHECKPOINT_FULL, NULL, NULL);

	return rc == SQLITE_OK
	               ? 0
	               : wb_store_fail(&history->store, "cannot write", rc);
}

const char *wb_history_error(struct wb_history *history)
{
	return history->store.error;
}
