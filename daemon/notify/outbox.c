#include "notify/outbox.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* What one step of trimming removes at most. */
#define TRIM_AT_ONCE "1000"

/*
 * `state` and `reason` are words, so that people can read the file. Done rows
 * stay without their body, as long as the history: the key is what keeps a
 * replay from telling twice.
 */
static const struct wb_store_kind outbox_kind = {
	.what = "the alerts' log",
	.application_id = 0x57424E31, /* "WBN1" */
	.version = 1,
	.durable = false,
	.schema =
		"CREATE TABLE step ("
		" number INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
		" rule TEXT NOT NULL, scope TEXT NOT NULL, row TEXT NOT NULL);"
		"CREATE INDEX step_at ON step (at);"
		"CREATE INDEX step_rule ON step (rule, number);"
		"CREATE INDEX step_scope ON step (scope, number);"
		"CREATE TABLE message ("
		" id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
		" route TEXT NOT NULL, story TEXT NOT NULL, kind TEXT NOT NULL,"
		" rule TEXT NOT NULL, severity TEXT NOT NULL,"
		" at INTEGER NOT NULL, state TEXT NOT NULL,"
		" attempts INTEGER NOT NULL, next INTEGER, done INTEGER,"
		" reason TEXT, body TEXT);"
		"CREATE INDEX message_open ON message (route, state, id)"
		" WHERE state IN ('waiting', 'held');"
		"CREATE INDEX message_story ON message (route, story, id);"
		"CREATE INDEX message_done ON message (done)"
		" WHERE done IS NOT NULL;"
		"CREATE TABLE mark ("
		" id INTEGER PRIMARY KEY CHECK (id = 1),"
		" position INTEGER NOT NULL, time INTEGER NOT NULL);"
		"INSERT INTO mark VALUES (1, 0, 0);",
};

enum statement {
	GET_MARK,
	SET_MARK,
	ADD_STEP,
	ADD,
	HEAD,
	RETRY,
	FINISH,
	DROP,
	COUNT,
	HELD_UNTIL,
	WITHHOLD_OLDER,
	WITHHOLD_ENDED,
	RELEASE,
	HOLD_UNTIL,
	OPEN_ROUTES,
	ABANDON,
	STEPS,
	TRIM_STEPS,
	TRIM_MESSAGES,
	STATEMENT_COUNT,
};

#define DONE_AS(state)                                                         \
	"UPDATE message SET state = '" state "', next = NULL, body = NULL,"    \
	" done = ?2, reason = "

static const char *const texts[STATEMENT_COUNT] = {
	[GET_MARK] = "SELECT position, time FROM mark",
	[SET_MARK] = "UPDATE mark SET position = ?1, time = ?2",
	[ADD_STEP] = "INSERT OR IGNORE INTO step VALUES (?1, ?2, ?3, ?4, ?5)",
	[ADD] = "INSERT OR IGNORE INTO message (key, route, story, kind, rule,"
		" severity, at, state, attempts, next, done, reason, body)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11,"
		" ?12)",
	[HEAD] = "SELECT id, at, next, attempts, key, body FROM message"
		 " WHERE route = ?1 AND state = 'waiting' ORDER BY id LIMIT 1",
	[RETRY] = "UPDATE message SET attempts = ?2, next = ?3, reason = ?4"
		  " WHERE id = ?1",
	[FINISH] = "UPDATE message SET state = ?2, attempts = ?3, done = ?4,"
		   " reason = ?5, next = NULL, body = NULL WHERE id = ?1",
	[DROP] = DONE_AS(
		"dropped") "'there was no room'"
			   " WHERE id IN (SELECT id FROM message"
			   "  WHERE route = ?1 AND state = ?5 AND id <> ?4"
			   "  ORDER BY id LIMIT max(0,"
			   "   (SELECT count(*) FROM message"
			   "    WHERE route = ?1 AND state = ?5) - ?3))",
	[COUNT] = "SELECT count(*) FROM message"
		  " WHERE route = ?1 AND state = ?2",
	[HELD_UNTIL] = "SELECT min(next) FROM message"
		       " WHERE route = ?1 AND state = 'held'",
	[WITHHOLD_OLDER] = DONE_AS(
		"withheld") "'a later one was told'"
			    " WHERE route = ?1 AND state = 'held' AND id NOT IN"
			    " (SELECT max(id) FROM message"
			    "  WHERE route = ?1 AND state = 'held' GROUP BY "
			    "story)",
	/* What was last told of the story is nothing, or its end. */
	[WITHHOLD_ENDED] = DONE_AS(
		"withheld") "'it was over in the quiet'"
			    " WHERE route = ?1 AND state = 'held' AND kind = "
			    "'resolved'"
			    " AND coalesce((SELECT told.kind FROM message AS "
			    "told"
			    "  WHERE told.route = message.route"
			    "  AND told.story = message.story"
			    "  AND told.state IN ('delivered', 'waiting')"
			    "  ORDER BY told.id DESC LIMIT 1), 'resolved') = "
			    "'resolved'",
	[RELEASE] = "UPDATE message SET state = 'waiting', next = ?2,"
		    " reason = NULL WHERE route = ?1 AND state = 'held'",
	[HOLD_UNTIL] = "UPDATE message SET next = ?2"
		       " WHERE route = ?1 AND state = 'held'",
	[OPEN_ROUTES] = "SELECT DISTINCT route FROM message"
			" WHERE state IN ('waiting', 'held')",
	[ABANDON] = DONE_AS("given_up") "'its route is gone'"
					" WHERE route = ?1 AND state IN "
					"('waiting', 'held')",
	[STEPS] = "SELECT number, row FROM step WHERE at >= ?1 AND at < ?2"
		  " AND (?3 IS NULL OR rule = ?3)"
		  " AND (?4 IS NULL OR scope = ?4)"
		  " AND number < ?5 ORDER BY number DESC LIMIT ?6",
	[TRIM_STEPS] = "DELETE FROM step WHERE number IN (SELECT number"
		       " FROM step WHERE at < ?1 ORDER BY at"
		       " LIMIT " TRIM_AT_ONCE ")",
	[TRIM_MESSAGES] = "DELETE FROM message WHERE id IN (SELECT id"
			  " FROM message WHERE done < ?1 ORDER BY done"
			  " LIMIT " TRIM_AT_ONCE ")",
};

const char *wb_outbox_state_name(enum wb_outbox_state state)
{
	static const char *const names[WB_OUTBOX_STATE_COUNT] = {
		"waiting", "held",    "delivered", "given_up",
		"refused", "dropped", "withheld",
	};

	return names[state];
}

static int prepare(struct wb_outbox *self)
{
	int result = 0;

	self->stmts = calloc(STATEMENT_COUNT, sizeof(sqlite3_stmt *));
	if (!self->stmts) {
		return wb_store_refuse(&self->store, -ENOMEM, "out of memory");
	}
	for (int i = 0; i < STATEMENT_COUNT && result == 0; i++) {
		result = wb_store_prepare(&self->store, texts[i],
		                          &self->stmts[i]);
	}
	return result;
}

int wb_outbox_open(struct wb_outbox *outbox, const char *directory)
{
	char path[4096];

	*outbox = (struct wb_outbox){ 0 };
	snprintf(path, sizeof(path), "%s/alerts.db", directory);
	int result = wb_store_open(&outbox->store, path, &outbox_kind);
	if (result == 0) {
		result = prepare(outbox);
		if (result != 0) {
			wb_outbox_close(outbox);
		}
	}
	return result;
}

void wb_outbox_close(struct wb_outbox *outbox)
{
	for (int i = 0; outbox->stmts && i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(outbox->stmts[i]);
	}
	free(outbox->stmts);
	outbox->stmts = NULL;
	wb_store_close(&outbox->store);
}

/* Ends a statement that was stepped to `rc`; DONE and ROW are well. */
static int end(struct wb_outbox *self, sqlite3_stmt *stmt, int rc)
{
	int result = rc == SQLITE_ROW || rc == SQLITE_DONE
	                     ? 0
	                     : wb_store_fail(&self->store, "cannot read", rc);

	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return result;
}

/* The one number that a bound statement says; `none` for NULL. */
static int read_number(struct wb_outbox *self, sqlite3_stmt *stmt, int64_t none,
                       int64_t *ret_number)
{
	int rc = sqlite3_step(stmt);

	*ret_number = none;
	if (rc == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL) {
		*ret_number = sqlite3_column_int64(stmt, 0);
	}
	return end(self, stmt, rc);
}

static int run(struct wb_outbox *self, sqlite3_stmt *stmt, int64_t *changes)
{
	int result = wb_store_run(&self->store, stmt);

	*changes += result == 0 ? sqlite3_changes(self->store.db) : 0;
	return result;
}

int wb_outbox_mark_get(struct wb_outbox *outbox,
                       struct wb_notify_mark *ret_mark)
{
	sqlite3_stmt *stmt = outbox->stmts[GET_MARK];
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW) {
		ret_mark->position = sqlite3_column_int64(stmt, 0);
		ret_mark->time = sqlite3_column_int64(stmt, 1);
	}
	return end(outbox, stmt, rc);
}

int wb_outbox_mark_set(struct wb_outbox *outbox, struct wb_notify_mark mark)
{
	sqlite3_stmt *stmt = outbox->stmts[SET_MARK];

	sqlite3_bind_int64(stmt, 1, mark.position);
	sqlite3_bind_int64(stmt, 2, mark.time);
	return wb_store_run(&outbox->store, stmt);
}

int wb_outbox_add_step(struct wb_outbox *outbox,
                       const struct wb_notify_step *step)
{
	sqlite3_stmt *stmt = outbox->stmts[ADD_STEP];

	sqlite3_bind_int64(stmt, 1, (int64_t)step->number);
	sqlite3_bind_int64(stmt, 2, step->at);
	wb_store_bind_str(stmt, 3, step->rule);
	wb_store_bind_str(stmt, 4, step->scope);
	wb_store_bind_str(stmt, 5, step->row);
	return wb_store_run(&outbox->store, stmt);
}

static bool is_open(enum wb_outbox_state state)
{
	return state == WB_OUTBOX_WAITING || state == WB_OUTBOX_HELD;
}

static void bind_message(sqlite3_stmt *stmt,
                         const struct wb_notify_message *message)
{
	const char *severity = wb_severity_name(message->severity);

	wb_store_bind_str(stmt, 1, message->key);
	wb_store_bind_str(stmt, 2, message->route);
	wb_store_bind_str(stmt, 3, message->group);
	wb_store_bind_str(stmt, 4, message->kind);
	wb_store_bind_str(stmt, 5, message->rule);
	wb_store_bind_str(stmt, 6, wb_str(severity));
	sqlite3_bind_int64(stmt, 7, message->at);
}

int wb_outbox_add(struct wb_outbox *outbox, const struct wb_outbox_row *row,
                  bool *ret_new)
{
	sqlite3_stmt *stmt = outbox->stmts[ADD];
	int64_t added = 0;

	bind_message(stmt, row->message);
	wb_store_bind_str(stmt, 8, wb_str(wb_outbox_state_name(row->state)));
	if (is_open(row->state)) {
		sqlite3_bind_int64(stmt, 9, row->next);
		wb_store_bind_str(stmt, 12, row->body);
	} else {
		sqlite3_bind_int64(stmt, 10, row->next);
	}
	wb_store_bind_str(stmt, 11, wb_str(row->reason));
	int result = run(outbox, stmt, &added);
	*ret_new = added > 0;
	return result;
}

void wb_outbox_item_finish(struct wb_outbox_item *item)
{
	wb_buf_finish(&item->key);
	wb_buf_finish(&item->body);
	*item = (struct wb_outbox_item){ 0 };
}

static void take_item(sqlite3_stmt *stmt, struct wb_outbox_item *item)
{
	item->id = sqlite3_column_int64(stmt, 0);
	item->at = sqlite3_column_int64(stmt, 1);
	item->next = sqlite3_column_int64(stmt, 2);
	item->attempts = sqlite3_column_int(stmt, 3);
	wb_buf_add_str(&item->key, wb_store_column_str(stmt, 4));
	wb_buf_add_str(&item->body, wb_store_column_str(stmt, 5));
}

int wb_outbox_head(struct wb_outbox *outbox, struct wb_str route,
                   struct wb_outbox_item *ret_item)
{
	sqlite3_stmt *stmt = outbox->stmts[HEAD];

	*ret_item = (struct wb_outbox_item){ 0 };
	wb_store_bind_str(stmt, 1, route);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		take_item(stmt, ret_item);
	}
	int result = end(outbox, stmt, rc);
	if (result == 0 && (ret_item->key.failed || ret_item->body.failed)) {
		wb_outbox_item_finish(ret_item);
		result = wb_store_refuse(&outbox->store, -ENOMEM,
		                         "out of memory");
	}
	return result;
}

int wb_outbox_retry(struct wb_outbox *outbox, int64_t id, int attempts,
                    wb_ms next, const char *error)
{
	sqlite3_stmt *stmt = outbox->stmts[RETRY];

	sqlite3_bind_int64(stmt, 1, id);
	sqlite3_bind_int(stmt, 2, attempts);
	sqlite3_bind_int64(stmt, 3, next);
	wb_store_bind_str(stmt, 4, wb_str(error));
	return wb_store_run(&outbox->store, stmt);
}

int wb_outbox_finish(struct wb_outbox *outbox, int64_t id,
                     enum wb_outbox_state state, int attempts, wb_ms now,
                     const char *error)
{
	sqlite3_stmt *stmt = outbox->stmts[FINISH];

	sqlite3_bind_int64(stmt, 1, id);
	wb_store_bind_str(stmt, 2, wb_str(wb_outbox_state_name(state)));
	sqlite3_bind_int(stmt, 3, attempts);
	sqlite3_bind_int64(stmt, 4, now);
	wb_store_bind_str(stmt, 5, wb_str(error));
	return wb_store_run(&outbox->store, stmt);
}

int wb_outbox_drop(struct wb_outbox *outbox, struct wb_str route,
                   enum wb_outbox_state state, int most, int64_t sparing,
                   wb_ms now, int64_t *ret_count)
{
	sqlite3_stmt *stmt = outbox->stmts[DROP];

	*ret_count = 0;
	wb_store_bind_str(stmt, 1, route);
	sqlite3_bind_int64(stmt, 2, now);
	sqlite3_bind_int(stmt, 3, most);
	sqlite3_bind_int64(stmt, 4, sparing);
	wb_store_bind_str(stmt, 5, wb_str(wb_outbox_state_name(state)));
	return run(outbox, stmt, ret_count);
}

int wb_outbox_count(struct wb_outbox *outbox, struct wb_str route,
                    enum wb_outbox_state state, int64_t *ret_count)
{
	sqlite3_stmt *stmt = outbox->stmts[COUNT];

	wb_store_bind_str(stmt, 1, route);
	wb_store_bind_str(stmt, 2, wb_str(wb_outbox_state_name(state)));
	return read_number(outbox, stmt, 0, ret_count);
}

int wb_outbox_held_until(struct wb_outbox *outbox, struct wb_str route,
                         wb_ms *ret_until)
{
	sqlite3_stmt *stmt = outbox->stmts[HELD_UNTIL];

	wb_store_bind_str(stmt, 1, route);
	return read_number(outbox, stmt, WB_NEVER, ret_until);
}

/* One of the statements that end, or move, rows of a route. */
static int change_route(struct wb_outbox *self, enum statement statement,
                        struct wb_str route, wb_ms time, int64_t *changes)
{
	sqlite3_stmt *stmt = self->stmts[statement];

	wb_store_bind_str(stmt, 1, route);
	sqlite3_bind_int64(stmt, 2, time);
	return run(self, stmt, changes);
}

int wb_outbox_release(struct wb_outbox *outbox, struct wb_str route, wb_ms now,
                      int64_t *ret_withheld)
{
	int64_t released = 0;

	*ret_withheld = 0;
	int result = wb_store_begin(&outbox->store);
	if (result != 0) {
		return result;
	}
	result = change_route(outbox, WITHHOLD_OLDER, route, now, ret_withheld);
	if (result == 0) {
		result = change_route(outbox, WITHHOLD_ENDED, route, now,
		                      ret_withheld);
	}
	if (result == 0) {
		result = change_route(outbox, RELEASE, route, now, &released);
	}
	return wb_store_end(&outbox->store, result);
}

int wb_outbox_hold_until(struct wb_outbox *outbox, struct wb_str route,
                         wb_ms until)
{
	int64_t moved = 0;

	return change_route(outbox, HOLD_UNTIL, route, until, &moved);
}

static bool is_among(const struct wb_route_plan *routes, int count,
                     struct wb_str name)
{
	for (int i = 0; i < count; i++) {
		if (wb_str_equal(routes[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* The name of one route with open messages that is not among these. */
static int find_gone(struct wb_outbox *self, const struct wb_route_plan *routes,
                     int count, struct wb_buf *ret_name)
{
	sqlite3_stmt *stmt = self->stmts[OPEN_ROUTES];
	int rc = SQLITE_DONE;

	wb_buf_clear(ret_name);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct wb_str name = wb_store_column_str(stmt, 0);
		if (!is_among(routes, count, name)) {
			wb_buf_add_str(ret_name, name);
			break;
		}
	}
	return end(self, stmt, rc);
}

int wb_outbox_abandon(struct wb_outbox *outbox,
                      const struct wb_route_plan *routes, int count, wb_ms now,
                      int64_t *ret_count)
{
	struct wb_buf name = { 0 };
	int result;

	*ret_count = 0;
	while ((result = find_gone(outbox, routes, count, &name)) == 0 &&
	       name.len > 0) {
		result = change_route(outbox, ABANDON, wb_buf_str(&name), now,
		                      ret_count);
		if (result != 0) {
			break;
		}
	}
	wb_buf_finish(&name);
	return result;
}

int wb_outbox_steps(struct wb_outbox *outbox,
                    const struct wb_notify_query *query,
                    void (*fn)(void *user, uint64_t number, struct wb_str row),
                    void *user)
{
	sqlite3_stmt *stmt = outbox->stmts[STEPS];
	int rc;

	sqlite3_bind_int64(stmt, 1, query->from);
	sqlite3_bind_int64(stmt, 2, query->to > 0 ? query->to : INT64_MAX);
	wb_store_bind_str(stmt, 3, query->rule);
	wb_store_bind_str(stmt, 4, query->scope);
	sqlite3_bind_int64(stmt, 5,
	                   query->before > 0 && query->before <= INT64_MAX
	                           ? (int64_t)query->before
	                           : INT64_MAX);
	sqlite3_bind_int(stmt, 6, query->limit);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		fn(user, (uint64_t)sqlite3_column_int64(stmt, 0),
		   wb_store_column_str(stmt, 1));
	}
	return end(outbox, stmt, rc);
}

static int trim(struct wb_outbox *self, enum statement statement, wb_ms before,
                int64_t *changes)
{
	sqlite3_bind_int64(self->stmts[statement], 1, before);
	return run(self, self->stmts[statement], changes);
}

int wb_outbox_trim(struct wb_outbox *outbox, wb_ms before, bool *ret_more)
{
	int64_t removed = 0;
	int result = trim(outbox, TRIM_STEPS, before, &removed);

	if (result == 0) {
		result = trim(outbox, TRIM_MESSAGES, before, &removed);
	}
	*ret_more = result == 0 && removed > 0;
	return result;
}

int wb_outbox_clear(struct wb_outbox *outbox)
{
	int result = wb_store_begin(&outbox->store);

	if (result != 0) {
		return result;
	}
	result = wb_store_exec(&outbox->store,
	                       "DELETE FROM step; DELETE FROM message;"
	                       "UPDATE mark SET position = 0, time = 0");
	return wb_store_end(&outbox->store, result);
}

int wb_outbox_sync(struct wb_outbox *outbox)
{
	int rc = sqlite3_wal_checkpoint_v2(outbox->store.db, NULL,
	                                   SQLITE_CHECKPOINT_FULL, NULL, NULL);

	return rc == SQLITE_OK
	               ? 0
	               : wb_store_fail(&outbox->store, "cannot write", rc);
}
