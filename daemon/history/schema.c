/* What is in the file, and the SQL functions that change it. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/private.h"
#include "history/sparse.h"

/* SQLite's `instr` finds a hexadecimal digit's value. */
#define DIGIT(at) "(instr('0123456789ABCDEF', substr(hex, " at ", 1)) - 1)"
#define BYTE "(" DIGIT("2 * at + 1") " * 16 + " DIGIT("2 * at + 2") ")"

/*
 * A row's bytes for people: the same decoding as in sparse.c. `number` counts
 * the integers, ids and amounts in turn; `whole` says that one ended here.
 */
#define READABLE_VIEW                                                          \
	"CREATE VIEW readable AS SELECT"                                       \
	" CASE attribution WHEN 0 THEN 'event' ELSE 'cohort' END"              \
	"  AS attribution,"                                                    \
	" start, datetime(start / 1000, 'unixepoch') AS utc, scope,"           \
	" (WITH RECURSIVE"                                                     \
	"   source(hex, size) AS (SELECT hex(q.sums), length(q.sums)),"        \
	"   integer(number, at, shift, value, whole) AS ("                     \
	"    SELECT 0, 0, 0, 0, 0 UNION ALL"                                   \
	"    SELECT number + whole, at + 1,"                                   \
	"     CASE WHEN " BYTE " > 127"                                        \
	"      THEN CASE whole WHEN 1 THEN 0 ELSE shift END + 7 ELSE 0 END,"   \
	"     CASE whole WHEN 1 THEN 0 ELSE value END"                         \
	"      | ((" BYTE " & 127)"                                            \
	"      << CASE whole WHEN 1 THEN 0 ELSE shift END),"                   \
	"     " BYTE " < 128"                                                  \
	"    FROM integer, source WHERE at < size)"                            \
	"  SELECT json_group_object(m.name,"                                   \
	"   CASE a.value & 1 WHEN 0 THEN (a.value >> 1) & 0x7fffffffffffffff"  \
	"    ELSE -((a.value >> 1) & 0x7fffffffffffffff) - 1 END)"             \
	"  FROM integer AS i JOIN integer AS a ON a.number = i.number + 1"     \
	"  JOIN measure AS m ON m.id = i.value"                                \
	"  WHERE i.whole AND a.whole AND i.number % 2 = 0) AS sums"            \
	" FROM quarter AS q;"

/*
 * The keys are ordered as they are read: a span of quarter hours, and in each
 * the scopes of one kind side by side; details by time, of one queue or agent.
 *
 * Not durable on its own (synchronous NORMAL): a power cut may take back the
 * last commits, but each takes its mark back with it, and the journal, which
 * is durable, is replayed from the mark. So a commit costs no fsync here.
 */
const struct wb_store_kind wb_history_kind = {
	.what = "the history",
	.application_id = 0x57424831, /* "WBH1" */
	.version = 2,
	.durable = false,
	.schema = "CREATE TABLE quarter ("
		  " attribution INTEGER NOT NULL, start INTEGER NOT NULL,"
		  " scope TEXT NOT NULL, sums BLOB NOT NULL, waits BLOB,"
		  " PRIMARY KEY (attribution, start, scope)) WITHOUT ROWID;"
		  "CREATE TABLE measure ("
		  " id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
		  "CREATE TABLE name ("
		  " id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
		  "CREATE TABLE detail ("
		  " at INTEGER NOT NULL, number INTEGER NOT NULL,"
		  " kind INTEGER NOT NULL, arrived INTEGER NOT NULL,"
		  " feed INTEGER, contact TEXT, queue INTEGER, agent INTEGER,"
		  " scopes BLOB, sums BLOB,"
		  " before INTEGER, after INTEGER, reason TEXT,"
		  " PRIMARY KEY (at, number)) WITHOUT ROWID;"
		  "CREATE INDEX detail_queue ON detail (queue, at, number)"
		  " WHERE queue IS NOT NULL;"
		  "CREATE INDEX detail_agent ON detail (agent, at, number)"
		  " WHERE agent IS NOT NULL;"
		  "CREATE TABLE mark ("
		  " id INTEGER PRIMARY KEY CHECK (id = 1),"
		  " position INTEGER NOT NULL, time INTEGER NOT NULL,"
		  " details INTEGER NOT NULL);"
		  "INSERT INTO mark VALUES (1, 0, 0, 0);" READABLE_VIEW,
};

#define MEASURES_MAX 1000

static bool is_measure_name(const char *name)
{
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

static struct wb_sparse_reader value_of(sqlite3_value *value)
{
	const void *data = sqlite3_value_blob(value);

	return wb_sparse_open(data ? data : "",
	                      (size_t)sqlite3_value_bytes(value));
}

/* wb_sum(a, b): what two rows hold together; NULL holds nothing. */
static void sum(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct wb_buf *out = sqlite3_user_data(context);

	(void)count;
	wb_buf_clear(out);
	wb_sparse_sum(value_of(values[0]), value_of(values[1]), out);
	if (out->failed) {
		sqlite3_result_error_nomem(context);
		return;
	}
	sqlite3_result_blob(context, out->data ? out->data : "", (int)out->len,
	                    SQLITE_TRANSIENT);
}

/* Gives every measure a number in the file; new ones the next. */
static int number_measures(struct wb_history *self, const char *const *measures)
{
	sqlite3_stmt *stmt;
	int result = wb_store_prepare(
		&self->store,
		"INSERT INTO measure (id, name) SELECT"
		" (SELECT coalesce(max(id) + 1, 0) FROM measure), ?1"
		" ON CONFLICT DO NOTHING",
		&stmt);

	if (result != 0) {
		return result;
	}
	result = wb_store_begin(&self->store);
	for (int i = 0; i < self->measure_count && result == 0; i++) {
		wb_store_bind_str(stmt, 1, wb_str(measures[i]));
		result = wb_store_run(&self->store, stmt);
	}
	result = wb_store_end(&self->store, result);
	sqlite3_finalize(stmt);
	return result;
}

static int note_measure(struct wb_history *self, const char *const *measures,
                        sqlite3_stmt *stmt)
{
	int64_t id = sqlite3_column_int64(stmt, 0);
	struct wb_str name = wb_store_column_str(stmt, 1);

	if (id < 0 || id >= MEASURES_MAX * 10) {
		return wb_store_refuse(&self->store, -EBADMSG,
		                       "a measure has the number %lld",
		                       (long long)id);
	}
	while (self->own_count <= (uint32_t)id) {
		self->own[self->own_count++] = UINT32_MAX;
	}
	for (int i = 0; i < self->measure_count; i++) {
		if (wb_str_is(name, measures[i])) {
			self->own[id] = (uint32_t)i;
			self->file_ids[i] = (uint32_t)id;
		}
	}
	return 0;
}

static int read_measures(struct wb_history *self, const char *const *measures)
{
	sqlite3_stmt *stmt;
	int rc = SQLITE_DONE;
	int result = wb_store_prepare(&self->store,
	                              "SELECT id, name FROM measure", &stmt);

	while (result == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		result = note_measure(self, measures, stmt);
	}
	if (result == 0 && rc != SQLITE_DONE) {
		result = wb_store_fail(&self->store, "cannot read", rc);
	}
	sqlite3_finalize(stmt);
	return result;
}

static int by_number(const void *a, const void *b, void *user)
{
	const uint32_t *ids = user;
	uint32_t x = ids[*(const uint32_t *)a], y = ids[*(const uint32_t *)b];

	return (x > y) - (x < y);
}

static bool make_room(struct wb_history *self)
{
	size_t count = (size_t)self->measure_count;

	self->file_ids = calloc(count, sizeof(*self->file_ids));
	self->by_file_id = calloc(count, sizeof(*self->by_file_id));
	self->own = calloc(MEASURES_MAX * 10, sizeof(*self->own));
	self->sums = calloc(count, sizeof(*self->sums));
	return self->file_ids && self->by_file_id && self->own && self->sums;
}

int wb_history_prepare(struct wb_history *history, const char *const *measures,
                       int count)
{
	int result = check_measures(history, measures, count);

	if (result != 0) {
		return result;
	}
	history->measure_count = count;
	if (!make_room(history)) {
		return wb_store_refuse(&history->store, -ENOMEM,
		                       "out of memory");
	}
	int rc = sqlite3_create_function(history->store.db, "wb_sum", 2,
	                                 SQLITE_UTF8 | SQLITE_DETERMINISTIC,
	                                 &history->sum_bytes, sum, NULL, NULL);
	if (rc != SQLITE_OK) {
		return wb_store_fail(&history->store, "cannot prepare", rc);
	}
	result = number_measures(history, measures);
	if (result == 0) {
		result = read_measures(history, measures);
	}
	for (uint32_t i = 0; i < (uint32_t)count; i++) {
		history->by_file_id[i] = i;
	}
	qsort_r(history->by_file_id, (size_t)count, sizeof(uint32_t), by_number,
	        history->file_ids);
	return result;
}
