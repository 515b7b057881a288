/* Quarter hours, read. */

#include <errno.h>
#include <stdlib.h>

#include "history/private.h"
#include "history/sparse.h"

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

static struct wb_sparse_reader column_of(sqlite3_stmt *stmt, int column)
{
	const void *data = sqlite3_column_blob(stmt, column);

	return wb_sparse_open(data ? data : "",
	                      (size_t)sqlite3_column_bytes(stmt, column));
}

int wb_history_sums(struct wb_history *history, sqlite3_stmt *stmt, int column,
                    struct wb_history_pair *ret_pairs)
{
	struct wb_sparse_reader reader = column_of(stmt, column);
	uint32_t id;
	int64_t amount;
	int count = 0;

	while (count < history->measure_count &&
	       wb_sparse_next(&reader, &id, &amount)) {
		uint32_t own =
			id < history->own_count ? history->own[id] : UINT32_MAX;
		if (own != UINT32_MAX) {
			ret_pairs[count++] =
				(struct wb_history_pair){ own, amount };
		}
	}
	return count;
}

static bool more_waits(struct wb_history *self)
{
	int capacity = self->wait_capacity * 2 + 64;
	struct wb_history_pair *grown =
		realloc(self->waits, (size_t)capacity * sizeof(*grown));

	if (grown) {
		self->waits = grown;
		self->wait_capacity = capacity;
	}
	return grown != NULL;
}

/* How many; -1 when out of memory. */
static int read_waits(struct wb_history *self, sqlite3_stmt *stmt, int column)
{
	struct wb_history_pair pair;
	struct wb_sparse_reader reader = column_of(stmt, column);
	int count = 0;

	while (wb_sparse_next(&reader, &pair.id, &pair.amount)) {
		if (count == self->wait_capacity && !more_waits(self)) {
			return -1;
		}
		self->waits[count++] = pair;
	}
	return count;
}

struct reading {
	bool (*fn)(void *user, const struct wb_history_row *row);
	void *user;
	bool more; /* `fn` has not had enough */
};

/* Reads the rows of one quarter hour. */
static int read_rows(struct wb_history *self, wb_ms start,
                     struct reading *reading)
{
	sqlite3_stmt *stmt = self->stmts[READ_RANGE];
	int rc = SQLITE_DONE;

	while (reading->more && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct wb_history_row row = {
			.start = start,
			.scope = wb_store_column_str(stmt, 0),
			.sums = self->sums,
			.sum_count = wb_history_sums(self, stmt, 1, self->sums),
			.wait_count = read_waits(self, stmt, 2),
		};
		row.waits = self->waits;
		if (row.wait_count < 0) {
			sqlite3_reset(stmt);
			return wb_store_refuse(&self->store, -ENOMEM,
			                       "out of memory");
		}
		if (row.sum_count > 0 || row.wait_count > 0) {
			reading->more = reading->fn(reading->user, &row);
		}
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE
	               ? 0
	               : wb_store_fail(&self->store, "cannot read", rc);
}

/* From quarter to quarter, so that rows of other scopes are never touched. */
static int read_span(struct wb_history *self, int attribution, wb_ms from,
                     wb_ms to, struct reading *reading)
{
	wb_ms at = from;

	while (reading->more) {
		int result = next_start(self, attribution, at, &at);
		if (result != 0 || at >= to) {
			return result;
		}
		sqlite3_bind_int64(self->stmts[READ_RANGE], 2, at);
		result = read_rows(self, at, reading);
		if (result != 0) {
			return result;
		}
		at++;
	}
	return 0;
}

int wb_history_read(struct wb_history *history, int attribution,
                    const char *prefix, wb_ms from, wb_ms to,
                    bool (*fn)(void *user, const struct wb_history_row *row),
                    void *user)
{
	sqlite3_stmt *stmt = history->stmts[READ_RANGE];
	struct reading reading = { fn, user, true };
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
	result = read_span(history, attribution, from, to, &reading);
	sqlite3_clear_bindings(stmt);
	wb_buf_finish(&last);
	return result;
}
