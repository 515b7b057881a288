/* What happened to single contacts and agents. */

#include "history/details.h"

#include <errno.h>
#include <stdlib.h>

#include "history/private.h"
#include "history/sparse.h"

#define COLUMNS                                                                \
	"at, number, kind, arrived, feed, contact, queue, agent, scopes,"      \
	" sums, before, after, reason"

enum column {
	AT,
	NUMBER,
	KIND,
	ARRIVED,
	FEED,
	CONTACT,
	QUEUE,
	AGENT,
	SCOPES,
	SUMS,
	BEFORE,
	AFTER,
	REASON,
};

/* ---- names: bounded sets of words, numbered once ---- */

static int read_names(struct wb_history *self, sqlite3_stmt *stmt)
{
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct wb_str name = wb_store_column_str(stmt, 1);
		if (wb_names_add(&self->names, name) !=
		    sqlite3_column_int64(stmt, 0)) {
			return wb_store_refuse(&self->store, -EBADMSG,
			                       "its names are out of order");
		}
	}
	return rc == SQLITE_DONE
	               ? 0
	               : wb_store_fail(&self->store, "cannot read", rc);
}

int wb_history_load_names(struct wb_history *history)
{
	sqlite3_stmt *stmt;
	int result = wb_store_prepare(&history->store,
	                              "SELECT id, name FROM name ORDER BY id",
	                              &stmt);

	wb_names_finish(&history->names);
	history->names = (struct wb_names){ 0 };
	if (result == 0) {
		result = read_names(history, stmt);
		sqlite3_finalize(stmt);
	}
	return result;
}

static int number_name(struct wb_history *self, struct wb_str name,
                       int64_t *ret_id)
{
	uint32_t known = self->names.count;
	uint32_t id = wb_names_add(&self->names, name);

	if (id == WB_NAMES_NONE) {
		return wb_store_refuse(&self->store, -ENOMEM, "out of memory");
	}
	*ret_id = id;
	if (id < known) {
		return 0;
	}
	sqlite3_bind_int64(self->stmts[ADD_NAME], 1, id);
	wb_store_bind_str(self->stmts[ADD_NAME], 2, name);
	return wb_store_run(&self->store, self->stmts[ADD_NAME]);
}

/* ---- writing ---- */

/* A row with its words numbered; -1 = none. */
struct numbered {
	const struct wb_history_detail *detail;
	int64_t kind, feed, queue, agent, before, after;
	struct wb_buf *scopes, *sums;
};

static int number_words(struct wb_history *self, struct numbered *row)
{
	const struct wb_history_detail *detail = row->detail;
	const struct {
		struct wb_str name;
		int64_t *id;
	} words[] = {
		{ detail->kind, &row->kind },   { detail->feed, &row->feed },
		{ detail->queue, &row->queue }, { detail->agent, &row->agent },
		{ detail->from, &row->before }, { detail->to, &row->after },
	};
	int result = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && result == 0;
	     i++) {
		*words[i].id = -1;
		if (words[i].name.data) {
			result = number_name(self, words[i].name, words[i].id);
		}
	}
	return result;
}

static int number_scopes(struct wb_history *self, struct numbered *row)
{
	int result = 0;
	int64_t id;

	wb_buf_clear(row->scopes);
	for (int i = 0; i < row->detail->scope_count && result == 0; i++) {
		result = number_name(self, row->detail->scopes[i], &id);
		if (result == 0) {
			wb_sparse_add(row->scopes, (uint32_t)id, 1);
		}
	}
	return result;
}

static int by_id(const void *a, const void *b)
{
	const struct wb_history_pair *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static void number_sums(struct wb_history *self, struct numbered *row)
{
	struct wb_history_pair pairs[WB_HISTORY_SUMS_MAX];
	int count = row->detail->sum_count;

	wb_buf_clear(row->sums);
	for (int i = 0; i < count; i++) {
		pairs[i] = row->detail->sums[i];
		pairs[i].id = self->file_ids[pairs[i].id];
	}
	qsort(pairs, (size_t)count, sizeof(*pairs), by_id);
	for (int i = 0; i < count; i++) {
		wb_sparse_add(row->sums, pairs[i].id, pairs[i].amount);
	}
}

static void bind_id(sqlite3_stmt *stmt, int index, int64_t id)
{
	if (id >= 0) {
		sqlite3_bind_int64(stmt, index, id);
	}
}

static void bind_bytes(sqlite3_stmt *stmt, int index, const struct wb_buf *buf)
{
	if (buf->len > 0) {
		sqlite3_bind_blob(stmt, index, buf->data, (int)buf->len,
		                  SQLITE_STATIC);
	}
}

static int insert(struct wb_history *self, const struct numbered *row)
{
	sqlite3_stmt *stmt = self->stmts[ADD_DETAIL];

	sqlite3_bind_int64(stmt, 1 + AT, row->detail->at);
	sqlite3_bind_int64(stmt, 1 + NUMBER, ++self->detail_number);
	bind_id(stmt, 1 + KIND, row->kind);
	sqlite3_bind_int64(stmt, 1 + ARRIVED, row->detail->arrived);
	bind_id(stmt, 1 + FEED, row->feed);
	wb_store_bind_str(stmt, 1 + CONTACT, row->detail->contact);
	bind_id(stmt, 1 + QUEUE, row->queue);
	bind_id(stmt, 1 + AGENT, row->agent);
	bind_bytes(stmt, 1 + SCOPES, row->scopes);
	bind_bytes(stmt, 1 + SUMS, row->sums);
	bind_id(stmt, 1 + BEFORE, row->before);
	bind_id(stmt, 1 + AFTER, row->after);
	wb_store_bind_str(stmt, 1 + REASON, row->detail->reason);
	return wb_store_run(&self->store, stmt);
}

/* Removes the newest row that is like this one; *ret_found when there was. */
static int take_back(struct wb_history *self, const struct numbered *row,
                     int64_t before, int64_t after, bool *ret_found)
{
	sqlite3_stmt *stmt = self->stmts[TAKE_BACK];

	sqlite3_bind_int64(stmt, 1, row->detail->at);
	bind_id(stmt, 2, row->kind);
	wb_store_bind_str(stmt, 3, row->detail->contact);
	bind_id(stmt, 4, row->queue);
	bind_id(stmt, 5, row->agent);
	bind_bytes(stmt, 6, row->sums);
	bind_id(stmt, 7, before);
	bind_id(stmt, 8, after);
	int result = wb_store_run(&self->store, stmt);
	*ret_found = result == 0 && sqlite3_changes(self->store.db) > 0;
	return result;
}

static int write_row(struct wb_history *self, const struct numbered *row)
{
	bool found = false;
	int result = 0;

	if (row->detail->take_back) { /* it may have been too old to be here */
		return take_back(self, row, row->before, row->after, &found);
	}
	if (row->detail->to.data && row->before != row->after) {
		result = take_back(self, row, row->after, row->before, &found);
	}
	return result != 0 || found ? result : insert(self, row);
}

int wb_history_add_detail(struct wb_history *history,
                          const struct wb_history_detail *detail)
{
	struct numbered row = {
		.detail = detail,
		.scopes = &history->scope_bytes,
		.sums = &history->wait_bytes,
	};
	int result = number_words(history, &row);

	if (result == 0) {
		result = number_scopes(history, &row);
	}
	number_sums(history, &row);
	if (result == 0 && (row.scopes->failed || row.sums->failed)) {
		result = wb_store_refuse(&history->store, -ENOMEM,
		                         "out of memory");
	}
	return result == 0 ? write_row(history, &row) : result;
}

/* ---- reading ---- */

static struct wb_str name_of(const struct wb_history *self, sqlite3_stmt *stmt,
                             int column)
{
	int64_t id = sqlite3_column_int64(stmt, column);

	if (sqlite3_column_type(stmt, column) == SQLITE_NULL || id < 0 ||
	    id >= self->names.count) {
		return (struct wb_str){ NULL, 0 };
	}
	return wb_names_get(&self->names, (uint32_t)id);
}

static struct wb_sparse_reader bytes_of(sqlite3_stmt *stmt, int column)
{
	const void *data = sqlite3_column_blob(stmt, column);

	return wb_sparse_open(data ? data : "",
	                      (size_t)sqlite3_column_bytes(stmt, column));
}

static void read_scopes(const struct wb_history *self, sqlite3_stmt *stmt,
                        struct wb_history_detail *detail)
{
	struct wb_sparse_reader reader = bytes_of(stmt, SCOPES);
	uint32_t id;
	int64_t one;

	while (detail->scope_count < WB_HISTORY_SCOPES_MAX &&
	       wb_sparse_next(&reader, &id, &one)) {
		if (id < self->names.count) {
			detail->scopes[detail->scope_count++] =
				wb_names_get(&self->names, id);
		}
	}
}

static void read_sums(const struct wb_history *self, sqlite3_stmt *stmt,
                      struct wb_history_detail *detail)
{
	struct wb_sparse_reader reader = bytes_of(stmt, SUMS);
	struct wb_history_pair pair;

	while (detail->sum_count < WB_HISTORY_SUMS_MAX &&
	       wb_sparse_next(&reader, &pair.id, &pair.amount)) {
		if (pair.id < self->own_count &&
		    self->own[pair.id] != UINT32_MAX) {
			pair.id = self->own[pair.id];
			detail->sums[detail->sum_count++] = pair;
		}
	}
}

static void read_detail(const struct wb_history *self, sqlite3_stmt *stmt,
                        struct wb_history_detail *ret_detail)
{
	*ret_detail = (struct wb_history_detail){
		.kind = name_of(self, stmt, KIND),
		.at = sqlite3_column_int64(stmt, AT),
		.arrived = sqlite3_column_int64(stmt, ARRIVED),
		.feed = name_of(self, stmt, FEED),
		.contact = wb_store_column_str(stmt, CONTACT),
		.queue = name_of(self, stmt, QUEUE),
		.agent = name_of(self, stmt, AGENT),
		.from = name_of(self, stmt, BEFORE),
		.to = name_of(self, stmt, AFTER),
		.reason = wb_store_column_str(stmt, REASON),
	};
	read_scopes(self, stmt, ret_detail);
	read_sums(self, stmt, ret_detail);
}

/* What a query's scope means for the reading. */
struct search {
	enum history_reading reading;
	int64_t id;  /* of the queue or agent */
	bool filter; /* by the row's further scopes, for this one: */
	uint32_t scope;
	bool nothing; /* the scope was never heard of */
};

static struct search search_for(const struct wb_history *self,
                                struct wb_str scope)
{
	struct search search = { .reading = READ_ALL };

	if (scope.len == 0 || wb_str_is(scope, "total")) {
		return search;
	}
	uint32_t id = wb_names_find(&self->names, scope);
	search.nothing = id == WB_NAMES_NONE;
	search.id = id;
	if (strncmp(scope.data, "queue:", 6) == 0) {
		search.reading = READ_QUEUE;
	} else if (strncmp(scope.data, "agent:", 6) == 0) {
		search.reading = READ_AGENT;
	} else {
		search.filter = true;
		search.scope = id;
	}
	return search;
}

static bool is_in_scope(sqlite3_stmt *stmt, const struct search *search)
{
	struct wb_sparse_reader reader = bytes_of(stmt, SCOPES);
	uint32_t id;
	int64_t one;

	while (search->filter && wb_sparse_next(&reader, &id, &one)) {
		if (id == search->scope) {
			return true;
		}
	}
	return !search->filter;
}

static sqlite3_stmt *bind_query(struct wb_history *self,
                                const struct wb_history_details_query *query,
                                const struct search *search)
{
	sqlite3_stmt *stmt =
		self->readings[search->reading][query->oldest_first];
	struct wb_history_place after = query->after;

	if (after.number == 0) { /* numbers begin at 1 */
		after.at = query->oldest_first ? query->from : query->to;
	}
	sqlite3_bind_int64(stmt, 1, query->from);
	sqlite3_bind_int64(stmt, 2, query->to);
	sqlite3_bind_int64(stmt, 3, after.at);
	sqlite3_bind_int64(stmt, 4, after.number);
	if (search->reading != READ_ALL) {
		sqlite3_bind_int64(stmt, 5, search->id);
	}
	return stmt;
}

int wb_history_details(struct wb_history *history,
                       const struct wb_history_details_query *query,
                       bool (*fn)(void *user,
                                  const struct wb_history_detail *detail,
                                  struct wb_history_place place),
                       void *user, bool *ret_all,
                       struct wb_history_place *ret_last)
{
	struct search search = search_for(history, query->scope);
	int64_t left = query->look_at > 0 ? query->look_at : INT64_MAX;
	int rc = SQLITE_DONE;
	bool more = true;

	*ret_all = true;
	*ret_last = (struct wb_history_place){ 0 };
	if (search.nothing) {
		return 0;
	}
	sqlite3_stmt *stmt = bind_query(history, query, &search);
	while (more && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (left-- == 0) {
			*ret_all = false;
			break;
		}
		*ret_last = (struct wb_history_place){
			sqlite3_column_int64(stmt, AT),
			sqlite3_column_int64(stmt, NUMBER),
		};
		if (is_in_scope(stmt, &search)) {
			struct wb_history_detail detail;
			read_detail(history, stmt, &detail);
			more = fn(user, &detail, *ret_last);
		}
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE
	               ? 0
	               : wb_store_fail(&history->store, "cannot read", rc);
}

/* ---- statements ---- */

static int prepare_writing(struct wb_history *self)
{
	int result = wb_store_prepare(&self->store,
	                              "INSERT INTO name VALUES (?1, ?2)",
	                              &self->stmts[ADD_NAME]);

	if (result == 0) {
		result = wb_store_prepare(
			&self->store,
			"INSERT INTO detail (" COLUMNS ") VALUES (?1, ?2, ?3,"
			" ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
			&self->stmts[ADD_DETAIL]);
	}
	if (result == 0) {
		result = wb_store_prepare(
			&self->store,
			"DELETE FROM detail WHERE at = ?1 AND number ="
			" (SELECT max(number) FROM detail WHERE at = ?1"
			" AND kind = ?2 AND contact IS ?3 AND queue IS ?4"
			" AND agent IS ?5 AND sums IS ?6 AND before IS ?7"
			" AND after IS ?8)",
			&self->stmts[TAKE_BACK]);
	}
	return result;
}

int wb_history_prepare_details(struct wb_history *history)
{
	static const char *const scopes[READING_COUNT] = {
		[READ_ALL] = "",
		[READ_QUEUE] = "queue = ?5 AND ",
		[READ_AGENT] = "agent = ?5 AND ",
	};
	static const char *const orders[2] = {
		"at >= ?1 AND (at, number) < (?3, ?4)"
		" ORDER BY at DESC, number DESC",
		"at < ?2 AND (at, number) > (?3, ?4) ORDER BY at, number",
	};
	int result = prepare_writing(history);

	for (int i = 0; i < READING_COUNT * 2 && result == 0; i++) {
		struct wb_buf sql = { 0 };
		wb_buf_addf(&sql, "SELECT " COLUMNS " FROM detail WHERE %s%s",
		            scopes[i / 2], orders[i % 2]);
		result = sql.failed ? -ENOMEM
		                    : wb_store_prepare(
					      &history->store, sql.data,
					      &history->readings[i / 2][i % 2]);
		wb_buf_finish(&sql);
	}
	return result == 0 ? wb_history_load_names(history) : result;
}

void wb_history_finish_details(struct wb_history *history)
{
	for (int i = 0; i < READING_COUNT * 2; i++) {
		sqlite3_finalize(history->readings[i / 2][i % 2]);
	}
	wb_names_finish(&history->names);
	wb_buf_finish(&history->scope_bytes);
}
