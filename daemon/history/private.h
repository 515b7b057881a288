#ifndef WB_HISTORY_PRIVATE_H
#define WB_HISTORY_PRIVATE_H

/*
 * Private to history/: the open file. history.c opens, writes and trims it,
 * schema.c says what is in it, rows.c reads quarter hours, details.c keeps what
 * happened to single contacts.
 */

#include "base/buf.h"
#include "base/names.h"
#include "history/details.h"
#include "history/history.h"
#include "store/store.h"

enum history_statement {
	ADD,
	SET_MARK,
	GET_MARK,
	NEXT_START,
	READ_RANGE,
	TRIM_ROWS,
	TRIM_DETAILS,
	ADD_NAME,
	ADD_DETAIL,
	TAKE_BACK,
	STATEMENT_COUNT,
};

/* Which of the ways to read details is used. */
enum history_reading {
	READ_ALL,
	READ_QUEUE,
	READ_AGENT,
	READING_COUNT,
};

struct wb_history {
	struct wb_store store;
	int measure_count;
	uint32_t *file_ids;   /* of each measure, as the file numbers it */
	uint32_t *by_file_id; /* measures in the order of file_ids */
	uint32_t *own; /* of each of the file's: measure, or UINT32_MAX */
	uint32_t own_count;
	struct wb_history_pair *sums, *waits; /* of one row */
	int wait_capacity;
	struct wb_buf sum_bytes, wait_bytes, scope_bytes;
	struct wb_names names; /* the table `name`, as far as it is known */
	int64_t detail_number; /* of the newest */
	sqlite3_stmt *stmts[STATEMENT_COUNT];
	sqlite3_stmt *readings[READING_COUNT][2]; /* newest, oldest first */
};

extern const struct wb_store_kind wb_history_kind;

/* schema.c */
/* Numbers the measures, and makes the SQL functions. 0 or negative. */
int wb_history_prepare(struct wb_history *history, const char *const *measures,
                       int count);

/* upgrade.c */
/*
 * A file of the version before becomes one of this; the store is closed
 * afterwards. 0, also when there is none; or negative.
 */
int wb_history_upgrade(struct wb_store *store, const char *path);

/* rows.c */
/* Decodes one column into pairs of our own numbers; how many. */
int wb_history_sums(struct wb_history *history, sqlite3_stmt *stmt, int column,
                    struct wb_history_pair *ret_pairs);

/* details.c */
int wb_history_prepare_details(struct wb_history *history);
int wb_history_add_detail(struct wb_history *history,
                          const struct wb_history_detail *detail);
/* The names as the file has them: at the start, or after a failed write. */
int wb_history_load_names(struct wb_history *history);
void wb_history_finish_details(struct wb_history *history);

#endif
