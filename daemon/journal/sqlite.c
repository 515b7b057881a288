#include "journal/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/store.h"

/*
 * `record` is the journal. `feed` repeats what its batches say about the next
 * sequence numbers, so that trimming loses no promise to a feed; `trimmed` is
 * the end of what was trimmed, so that positions go on when nothing is left.
 */
static const struct wb_store_kind journal_kind = {
	.what = "the journal",
	.application_id = 0x57424a31, /* "WBJ1" */
	.version = 1,
	.durable = true,
	.schema = "CREATE TABLE record ("
		  " position INTEGER PRIMARY KEY,"
		  " kind INTEGER NOT NULL," /* 0 batch, 1 plan, 2 act */
		  " received INTEGER NOT NULL,"
		  " feed TEXT, epoch TEXT,"
		  " seq INTEGER NOT NULL,"
		  " next INTEGER NOT NULL,"
		  " skip INTEGER NOT NULL,"
		  " text TEXT NOT NULL);"
		  "CREATE TABLE feed ("
		  " feed TEXT NOT NULL, epoch TEXT NOT NULL,"
		  " next INTEGER NOT NULL,"
		  " PRIMARY KEY (feed, epoch)) WITHOUT ROWID;"
		  "CREATE TABLE trimmed ("
		  " id INTEGER PRIMARY KEY CHECK (id = 1),"
		  " position INTEGER NOT NULL,"
		  " received INTEGER NOT NULL);"
		  "INSERT INTO trimmed VALUES (1, 0, 0);",
};

enum statement {
	ADD_RECORD,
	SET_FEED,
	READ,
	FEEDS,
	RECEIVED,
	END,
	TRIMMED,
	TRIM_MARK,
	TRIM,
	STATEMENT_COUNT,
};

static const char *const statements[STATEMENT_COUNT] = {
	[ADD_RECORD] = "INSERT INTO record (position, kind, received, feed,"
		       " epoch, seq, next, skip, text)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[SET_FEED] = "INSERT INTO feed VALUES (?1, ?2, ?3)"
		     " ON CONFLICT DO UPDATE SET next = max(next, ?3)",
	[READ] = "SELECT position, kind, received, feed, epoch, seq, next,"
		 " skip, text FROM record WHERE position > ?1"
		 " ORDER BY position",
	[FEEDS] = "SELECT feed, epoch, next FROM feed ORDER BY feed, epoch",
	[RECEIVED] = "SELECT received FROM record WHERE position = ?1",
	[END] = "SELECT position, received FROM record"
		" ORDER BY position DESC LIMIT 1",
	[TRIMMED] = "SELECT position, received FROM trimmed",
	[TRIM_MARK] = "UPDATE trimmed SET (position, received) ="
		      " (SELECT position, received FROM record"
		      " WHERE position <= ?1 ORDER BY position DESC LIMIT 1)",
	[TRIM] = "DELETE FROM record WHERE position <= ?1",
};

struct end {
	int64_t position;
	wb_ms received;
};

struct sqlite_journal {
	struct wb_journal journal; /* first: ops find this struct by it */
	struct wb_store store;
	sqlite3_stmt *stmts[STATEMENT_COUNT];
	struct end end;     /* the last record ever */
	struct end trimmed; /* the last one that was trimmed */
};

static struct sqlite_journal *get(struct wb_journal *journal)
{
	return (struct sqlite_journal *)journal;
}

static int check_record(struct sqlite_journal *self,
                        const struct wb_record *record, wb_ms after)
{
	if (!record->text.data) {
		return wb_store_refuse(&self->store, -EINVAL,
		                       "a record without text");
	}
	if (record->received < after) {
		return wb_store_refuse(
			&self->store, -EINVAL,
			"received times go back from %lld to %lld",
			(long long)after, (long long)record->received);
	}
	return 0;
}

/* A batch typed by hand has no epoch: nothing to remember about it. */
static int set_feed(struct sqlite_journal *self, const struct wb_record *record)
{
	sqlite3_stmt *stmt = self->stmts[SET_FEED];

	if (record->kind != WB_RECORD_BATCH || record->epoch.len == 0) {
		return 0;
	}
	wb_store_bind_str(stmt, 1, record->feed);
	wb_store_bind_str(stmt, 2, record->epoch);
	sqlite3_bind_int64(stmt, 3, record->next);
	return wb_store_run(&self->store, stmt);
}

static int add_record(struct sqlite_journal *self,
                      const struct wb_record *record, int64_t position)
{
	sqlite3_stmt *stmt = self->stmts[ADD_RECORD];

	sqlite3_bind_int64(stmt, 1, position);
	sqlite3_bind_int(stmt, 2, (int)record->kind);
	sqlite3_bind_int64(stmt, 3, record->received);
	wb_store_bind_str(stmt, 4, record->feed);
	wb_store_bind_str(stmt, 5, record->epoch);
	sqlite3_bind_int64(stmt, 6, record->seq);
	sqlite3_bind_int64(stmt, 7, record->next);
	sqlite3_bind_int(stmt, 8, record->skip);
	wb_store_bind_str(stmt, 9, record->text);
	int result = wb_store_run(&self->store, stmt);
	return result == 0 ? set_feed(self, record) : result;
}

static int append_all(struct sqlite_journal *self,
                      const struct wb_record *records, int count)
{
	wb_ms received = self->end.received;

	for (int i = 0; i < count; i++) {
		int result = check_record(self, &records[i], received);
		if (result == 0) {
			result = add_record(self, &records[i],
			                    self->end.position + 1 + i);
		}
		if (result != 0) {
			return result;
		}
		received = records[i].received;
	}
	return 0;
}

static int journal_append(struct wb_journal *journal, struct wb_record *records,
                          int count)
{
	struct sqlite_journal *self = get(journal);

	if (count <= 0) {
		return 0;
	}
	int result = wb_store_begin(&self->store);
	if (result != 0) {
		return result;
	}
	result = wb_store_end(&self->store, append_all(self, records, count));
	if (result != 0) {
		return result;
	}
	for (int i = 0; i < count; i++) {
		records[i].position = self->end.position + 1 + i;
	}
	self->end.position += count;
	self->end.received = records[count - 1].received;
	return 0;
}

static void get_record(sqlite3_stmt *stmt, struct wb_record *ret_record)
{
	*ret_record = (struct wb_record){
		.position = sqlite3_column_int64(stmt, 0),
		.kind = (enum wb_record_kind)sqlite3_column_int(stmt, 1),
		.received = sqlite3_column_int64(stmt, 2),
		.feed = wb_store_column_str(stmt, 3),
		.epoch = wb_store_column_str(stmt, 4),
		.seq = sqlite3_column_int64(stmt, 5),
		.next = sqlite3_column_int64(stmt, 6),
		.skip = sqlite3_column_int(stmt, 7),
		.text = wb_store_column_str(stmt, 8),
	};
}

static int missing(struct sqlite_journal *self, int64_t position)
{
	return wb_store_refuse(&self->store, -EBADMSG,
	                       "the journal is damaged: record %lld is missing",
	                       (long long)position);
}

/* Ends with 0 when all were seen or `fn` had enough. */
static int read_rows(struct sqlite_journal *self, int64_t after,
                     bool (*fn)(void *user, const struct wb_record *record),
                     void *user)
{
	sqlite3_stmt *stmt = self->stmts[READ];
	struct wb_record record;
	int64_t expected = after;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		get_record(stmt, &record);
		if (record.position != ++expected) {
			return missing(self, expected);
		}
		if (!fn(user, &record)) {
			return 0;
		}
	}
	if (rc != SQLITE_DONE) {
		return wb_store_fail(&self->store, "cannot read", rc);
	}
	return expected < self->end.position ? missing(self, expected + 1) : 0;
}

static int journal_read(struct wb_journal *journal, int64_t after,
                        bool (*fn)(void *user, const struct wb_record *record),
                        void *user)
{
	struct sqlite_journal *self = get(journal);

	if (after < self->trimmed.position) {
		after = self->trimmed.position;
	}
	sqlite3_bind_int64(self->stmts[READ], 1, after);
	int result = read_rows(self, after, fn, user);
	sqlite3_reset(self->stmts[READ]);
	return result;
}

static int64_t journal_last(struct wb_journal *journal)
{
	return get(journal)->end.position;
}

static int64_t journal_trimmed(struct wb_journal *journal)
{
	return get(journal)->trimmed.position;
}

static bool received_before(struct sqlite_journal *self, int64_t position,
                            wb_ms received)
{
	sqlite3_stmt *stmt = self->stmts[RECEIVED];
	sqlite3_bind_int64(stmt, 1, position);
	bool before = sqlite3_step(stmt) == SQLITE_ROW &&
	              sqlite3_column_int64(stmt, 0) < received;
	sqlite3_reset(stmt);
	return before;
}

/* Times of receipt never go back, so halving finds it. */
static int64_t journal_before(struct wb_journal *journal, wb_ms received)
{
	struct sqlite_journal *self = get(journal);
	int64_t low = self->trimmed.position, high = self->end.position;

	while (low < high) {
		int64_t middle = low + (high - low + 1) / 2;

		if (received_before(self, middle, received)) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return low;
}

static int run_trim(struct sqlite_journal *self, enum statement which,
                    int64_t position)
{
	sqlite3_bind_int64(self->stmts[which], 1, position);
	return wb_store_run(&self->store, self->stmts[which]);
}

static int get_end(struct sqlite_journal *self, enum statement which,
                   struct end *ret_end)
{
	sqlite3_stmt *stmt = self->stmts[which];
	int rc = sqlite3_step(stmt);
	int result = 0;

	if (rc == SQLITE_ROW) {
		ret_end->position = sqlite3_column_int64(stmt, 0);
		ret_end->received = sqlite3_column_int64(stmt, 1);
	} else if (rc != SQLITE_DONE) {
		result = wb_store_fail(&self->store, "cannot read", rc);
	}
	sqlite3_reset(stmt);
	return result;
}

/* The pages become free for later records; the file does not shrink. */
static int journal_trim(struct wb_journal *journal, int64_t position)
{
	struct sqlite_journal *self = get(journal);

	if (position > self->end.position) {
		position = self->end.position;
	}
	if (position <= self->trimmed.position) {
		return 0;
	}
	int result = wb_store_begin(&self->store);
	if (result != 0) {
		return result;
	}
	result = run_trim(self, TRIM_MARK, position);
	if (result == 0) {
		result = run_trim(self, TRIM, position);
	}
	result = wb_store_end(&self->store, result);
	return result == 0 ? get_end(self, TRIMMED, &self->trimmed) : result;
}

static int journal_feeds(struct wb_journal *journal,
                         void (*fn)(void *user, struct wb_str feed,
                                    struct wb_str epoch, int64_t next),
                         void *user)
{
	struct sqlite_journal *self = get(journal);
	sqlite3_stmt *stmt = self->stmts[FEEDS];
	int rc;
	int result = 0;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		fn(user, wb_store_column_str(stmt, 0),
		   wb_store_column_str(stmt, 1), sqlite3_column_int64(stmt, 2));
	}
	if (rc != SQLITE_DONE) {
		result = wb_store_fail(&self->store, "cannot read", rc);
	}
	sqlite3_reset(stmt);
	return result;
}

static const char *journal_last_error(struct wb_journal *journal)
{
	return get(journal)->store.error;
}

static void journal_close(struct wb_journal *journal)
{
	struct sqlite_journal *self = get(journal);

	for (int i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(self->stmts[i]);
	}
	wb_store_close(&self->store);
	free(self);
}

static const struct wb_journal_ops sqlite_ops = {
	.append = journal_append,
	.read = journal_read,
	.last = journal_last,
	.trim = journal_trim,
	.trimmed = journal_trimmed,
	.before = journal_before,
	.feeds = journal_feeds,
	.last_error = journal_last_error,
	.close = journal_close,
};

static int start(struct sqlite_journal *self, const char *path)
{
	int result = wb_store_open(&self->store, path, &journal_kind);

	for (int i = 0; i < STATEMENT_COUNT && result == 0; i++) {
		result = wb_store_prepare(&self->store, statements[i],
		                          &self->stmts[i]);
	}
	if (result == 0) {
		result = get_end(self, TRIMMED, &self->trimmed);
	}
	self->end = self->trimmed;
	return result == 0 ? get_end(self, END, &self->end) : result;
}

struct wb_journal *wb_journal_open_sqlite(const char *directory,
                                          char *ret_error, size_t error_size)
{
	char path[4096];
	struct sqlite_journal *self = calloc(1, sizeof(*self));

	if (!self) {
		snprintf(ret_error, error_size, "out of memory");
		return NULL;
	}
	self->journal.ops = &sqlite_ops;
	snprintf(path, sizeof(path), "%s/journal.db", directory);
	if (start(self, path) != 0) {
		snprintf(ret_error, error_size, "%s", self->store.error);
		journal_close(&self->journal);
		return NULL;
	}
	return &self->journal;
}
