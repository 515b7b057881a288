#include "history/history.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/private.h"
#include "history/sparse.h"

/* What one step of trimming removes at most, about. */
#define TRIM_DETAILS_AT_ONCE "2000"

static int prepare(struct wb_history *self)
{
	static const char *const texts[STATEMENT_COUNT] = {
		[ADD] = "INSERT INTO quarter VALUES (?1, ?2, ?3, ?4, ?5)"
			" ON CONFLICT DO UPDATE SET"
			" sums = wb_sum(sums, excluded.sums),"
			" waits = CASE WHEN excluded.waits IS NULL THEN waits"
			" ELSE wb_sum(waits, excluded.waits) END",
		[SET_MARK] = "UPDATE mark SET position = ?1, time = ?2,"
			     " details = ?3",
		[GET_MARK] = "SELECT position, time, details FROM mark",
		[NEXT_START] = "SELECT min(start) FROM quarter"
			       " WHERE attribution = ?1 AND start >= ?2",
		[READ_RANGE] = "SELECT scope, sums, waits FROM quarter"
			       " WHERE attribution = ?1 AND start = ?2"
			       " AND scope >= ?3 AND scope <= ?4"
			       " ORDER BY scope",
		[TRIM_ROWS] = "DELETE FROM quarter WHERE attribution = ?1"
			      " AND start = ?2",
		[TRIM_DETAILS] =
			"DELETE FROM detail WHERE at < min(?1,"
			" 1 + (SELECT max(at) FROM (SELECT at FROM detail"
			" ORDER BY at LIMIT " TRIM_DETAILS_AT_ONCE ")))",
	};
	int result = 0;

	for (int i = 0; i < STATEMENT_COUNT && result == 0; i++) {
		if (texts[i]) {
			result = wb_store_prepare(&self->store, texts[i],
			                          &self->stmts[i]);
		}
	}
	return result;
}

static int read_mark(struct wb_history *self, struct wb_history_mark *ret_mark)
{
	sqlite3_stmt *stmt = self->stmts[GET_MARK];
	int rc = sqlite3_step(stmt);
	int result = 0;

	if (rc == SQLITE_ROW) {
		ret_mark->position = sqlite3_column_int64(stmt, 0);
		ret_mark->time = sqlite3_column_int64(stmt, 1);
		self->detail_number = sqlite3_column_int64(stmt, 2);
	} else {
		result = wb_store_fail(&self->store, "cannot read", rc);
	}
	sqlite3_reset(stmt);
	return result;
}

static int start(struct wb_history *self, const char *path,
                 const char *const *measures, int count)
{
	struct wb_history_mark mark;
	int result = wb_history_upgrade(&self->store, path);

	if (result == 0) {
		result = wb_store_open(&self->store, path, &wb_history_kind);
	}

	if (result == 0) {
		result = wb_history_prepare(self, measures, count);
	}
	if (result == 0) {
		result = prepare(self);
	}
	if (result == 0) {
		result = wb_history_prepare_details(self);
	}
	return result == 0 ? read_mark(self, &mark) : result;
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
	wb_history_finish_details(history);
	wb_store_close(&history->store);
	wb_buf_finish(&history->sum_bytes);
	wb_buf_finish(&history->wait_bytes);
	free(history->file_ids);
	free(history->by_file_id);
	free(history->own);
	free(history->sums);
	free(history->waits);
	free(history);
}

bool wb_history_mark_get(struct wb_history *history,
                         struct wb_history_mark *ret_mark)
{
	return read_mark(history, ret_mark) == 0;
}

static void bind_blob(sqlite3_stmt *stmt, int index, const struct wb_buf *bytes)
{
	sqlite3_bind_blob(stmt, index, bytes->data ? bytes->data : "",
	                  (int)bytes->len, SQLITE_STATIC);
}

static int add_cell(struct wb_history *self, const struct wb_history_cell *cell,
                    struct wb_buf *sums, struct wb_buf *waits)
{
	sqlite3_stmt *stmt = self->stmts[ADD];

	if (cell->start % WB_HISTORY_QUARTER != 0 || !cell->scope.data) {
		return wb_store_refuse(&self->store, -EINVAL,
		                       "not a quarter hour of a scope");
	}
	wb_buf_clear(sums);
	wb_buf_clear(waits);
	for (int i = 0; i < self->measure_count; i++) {
		uint32_t own = self->by_file_id[i];
		wb_sparse_add(sums, self->file_ids[own], cell->add[own]);
	}
	for (int i = 0; i < cell->wait_count; i++) {
		wb_sparse_add(waits, cell->waits[i].id, cell->waits[i].amount);
	}
	if (sums->failed || waits->failed) {
		return wb_store_refuse(&self->store, -ENOMEM, "out of memory");
	}
	sqlite3_bind_int(stmt, 1, cell->attribution);
	sqlite3_bind_int64(stmt, 2, cell->start);
	wb_store_bind_str(stmt, 3, cell->scope);
	bind_blob(stmt, 4, sums);
	if (waits->len > 0) {
		bind_blob(stmt, 5, waits);
	}
	return wb_store_run(&self->store, stmt);
}

static int add_cells(struct wb_history *self,
                     const struct wb_history_cell *cells, int count)
{
	struct wb_buf sums = { 0 };
	int result = 0;

	for (int i = 0; i < count && result == 0; i++) {
		result = add_cell(self, &cells[i], &sums, &self->wait_bytes);
	}
	wb_buf_finish(&sums);
	return result;
}

static int set_mark(struct wb_history *self, struct wb_history_mark mark)
{
	sqlite3_bind_int64(self->stmts[SET_MARK], 1, mark.position);
	sqlite3_bind_int64(self->stmts[SET_MARK], 2, mark.time);
	sqlite3_bind_int64(self->stmts[SET_MARK], 3, self->detail_number);
	return wb_store_run(&self->store, self->stmts[SET_MARK]);
}

int wb_history_add(struct wb_history *history,
                   const struct wb_history_batch *batch,
                   struct wb_history_mark mark)
{
	int64_t number = history->detail_number;
	int result = wb_store_begin(&history->store);

	if (result != 0) {
		return result;
	}
	result = add_cells(history, batch->cells, batch->cell_count);
	for (int i = 0; i < batch->detail_count && result == 0; i++) {
		result = wb_history_add_detail(history, &batch->details[i]);
	}
	if (result == 0) {
		result = set_mark(history, mark);
	}
	result = wb_store_end(&history->store, result);
	if (result != 0) { /* names that became known are not in the file */
		char error[sizeof(history->store.error)];
		memcpy(error, history->store.error, sizeof(error));
		history->detail_number = number;
		wb_history_load_names(history);
		memcpy(history->store.error, error, sizeof(error));
	}
	return result;
}

static int oldest_quarter(struct wb_history *self, int attribution,
                          wb_ms *ret_start)
{
	sqlite3_stmt *stmt = self->stmts[NEXT_START];

	sqlite3_bind_int(stmt, 1, attribution);
	sqlite3_bind_int64(stmt, 2, INT64_MIN);
	int rc = sqlite3_step(stmt);
	bool none = sqlite3_column_type(stmt, 0) == SQLITE_NULL;
	*ret_start = none ? WB_NEVER : sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW
	               ? 0
	               : wb_store_fail(&self->store, "cannot read", rc);
}

/* The rows of the oldest quarter hour. */
static int trim_quarter(struct wb_history *self, int attribution, wb_ms before,
                        bool *more)
{
	wb_ms start;
	int result = oldest_quarter(self, attribution, &start);

	if (result != 0 || start >= before) {
		return result;
	}
	*more = true;
	sqlite3_bind_int(self->stmts[TRIM_ROWS], 1, attribution);
	sqlite3_bind_int64(self->stmts[TRIM_ROWS], 2, start);
	return wb_store_run(&self->store, self->stmts[TRIM_ROWS]);
}

int wb_history_trim(struct wb_history *history, wb_ms before,
                    wb_ms details_before, bool *ret_more)
{
	bool more = false;
	int result = trim_quarter(history, 0, before, &more);

	if (result == 0) {
		result = trim_quarter(history, 1, before, &more);
	}
	if (result == 0) {
		sqlite3_bind_int64(history->stmts[TRIM_DETAILS], 1,
		                   details_before);
		result = wb_store_run(&history->store,
		                      history->stmts[TRIM_DETAILS]);
		more = more || sqlite3_changes(history->store.db) > 0;
	}
	*ret_more = more;
	return result;
}

int wb_history_clear(struct wb_history *history)
{
	int result = wb_store_begin(&history->store);

	if (result != 0) {
		return result;
	}
	history->detail_number = 0;
	result = wb_store_exec(&history->store,
	                       "DELETE FROM quarter; DELETE FROM detail");
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
