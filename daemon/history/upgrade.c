/*
 * A file of version 1, which had a column for each measure, becomes one of
 * this version, in one transaction.
 */

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "history/private.h"
#include "history/sparse.h"

#define KEY_COLUMNS 3

static const struct wb_store_kind old_kind = {
	.what = "the history",
	.application_id = 0x57424831, /* "WBH1" */
	.version = 1,
	.durable = true,
	.schema = "CREATE TABLE quarter (attribution INTEGER NOT NULL,"
		  " start INTEGER NOT NULL, scope TEXT NOT NULL,"
		  " PRIMARY KEY (attribution, start, scope)) WITHOUT ROWID;"
		  "CREATE TABLE mark (id INTEGER PRIMARY KEY,"
		  " position INTEGER NOT NULL, time INTEGER NOT NULL);"
		  "INSERT INTO mark VALUES (1, 0, 0)",
};

/* A statement of two values and a blob or text, once per call. */
static int add_measure(struct wb_store *store, sqlite3_stmt *insert, int id,
                       const char *name)
{
	sqlite3_bind_int(insert, 1, id);
	wb_store_bind_str(insert, 2, wb_str(name));
	return wb_store_run(store, insert);
}

/* The columns' names are the measures, numbered as they stand. */
static int add_measures(struct wb_store *store, sqlite3_stmt *rows)
{
	sqlite3_stmt *insert;
	int result = wb_store_prepare(
		store, "INSERT INTO measure VALUES (?1, ?2)", &insert);

	if (result != 0) {
		return result;
	}
	for (int i = KEY_COLUMNS; i < sqlite3_column_count(rows) && result == 0;
	     i++) {
		result = add_measure(store, insert, i - KEY_COLUMNS,
		                     sqlite3_column_name(rows, i));
	}
	sqlite3_finalize(insert);
	return result;
}

static int copy_row(struct wb_store *store, sqlite3_stmt *row,
                    sqlite3_stmt *insert, struct wb_buf *sums)
{
	wb_buf_clear(sums);
	for (int i = KEY_COLUMNS; i < sqlite3_column_count(row); i++) {
		wb_sparse_add(sums, (uint32_t)(i - KEY_COLUMNS),
		              sqlite3_column_int64(row, i));
	}
	if (sums->failed) {
		return wb_store_refuse(store, -ENOMEM, "out of memory");
	}
	sqlite3_bind_int(insert, 1, sqlite3_column_int(row, 0));
	sqlite3_bind_int64(insert, 2, sqlite3_column_int64(row, 1));
	wb_store_bind_str(insert, 3, wb_store_column_str(row, 2));
	sqlite3_bind_blob(insert, 4, sums->data ? sums->data : "",
	                  (int)sums->len, SQLITE_STATIC);
	return wb_store_run(store, insert);
}

static int copy_rows(struct wb_store *store, sqlite3_stmt *rows)
{
	struct wb_buf sums = { 0 };
	sqlite3_stmt *insert;
	int rc = SQLITE_DONE;
	int result = wb_store_prepare(
		store, "INSERT INTO quarter VALUES (?1, ?2, ?3, ?4, NULL)",
		&insert);

	while (result == 0 && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
		result = copy_row(store, rows, insert, &sums);
	}
	if (result == 0 && rc != SQLITE_DONE) {
		result = wb_store_fail(store, "cannot read", rc);
	}
	sqlite3_finalize(insert);
	wb_buf_finish(&sums);
	return result;
}

static int copy_all(struct wb_store *store)
{
	sqlite3_stmt *rows;
	int result =
		wb_store_prepare(store, "SELECT * FROM old_quarter", &rows);

	if (result == 0) {
		result = add_measures(store, rows);
	}
	if (result == 0) {
		result = copy_rows(store, rows);
	}
	sqlite3_finalize(rows);
	return result;
}

static int upgrade(struct wb_store *store)
{
	char version[48];
	int result = wb_store_exec(store,
	                           "ALTER TABLE quarter RENAME TO old_quarter;"
	                           "ALTER TABLE mark RENAME TO old_mark");

	if (result == 0) {
		result = wb_store_exec(store, wb_history_kind.schema);
	}
	if (result == 0) {
		result = copy_all(store);
	}
	snprintf(version, sizeof(version), "PRAGMA user_version = %d",
	         (int)wb_history_kind.version);
	if (result == 0) {
		result = wb_store_exec(
			store, "UPDATE mark SET"
			       " position = (SELECT position FROM old_mark),"
			       " time = (SELECT time FROM old_mark);"
			       "DROP TABLE old_quarter; DROP TABLE old_mark");
	}
	return result == 0 ? wb_store_exec(store, version) : result;
}

int wb_history_upgrade(struct wb_store *store, const char *path)
{
	if (access(path, F_OK) != 0) {
		return 0; /* a new one */
	}
	int result = wb_store_open(store, path, &old_kind);
	if (result != 0) { /* another kind or version: not of our business */
		return 0;
	}
	result = wb_store_begin(store);
	if (result == 0) {
		result = wb_store_end(store, upgrade(store));
	}
	char error[sizeof(store->error)];
	snprintf(error, sizeof(error), "%s", store->error);
	wb_store_close(store);
	return result == 0 ? 0
	                   : wb_store_refuse(store, result,
	                                     "cannot bring '%s' up to date: %s",
	                                     path, error);
}
