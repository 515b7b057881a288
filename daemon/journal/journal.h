#ifndef WB_JOURNAL_H
#define WB_JOURNAL_H

/*
 * The order of the world: every batch as it was received, every plan that came
 * into force, and every act on an alert, numbered. The state of the engine is a
 * pure function of the journal; a restart reads it from the start (or from a
 * checkpoint).
 *
 * An interface of a few operations, so that another store can stand behind
 * it. journal/sqlite.c is the one that exists: WAL, synchronous FULL, one row
 * per record, one transaction per append.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

enum wb_record_kind {
	WB_RECORD_BATCH, /* text: the batch as received */
	WB_RECORD_PLAN,  /* text: the configuration file as it was */
	/* text: what a person did, or what only a clock or a device saw */
	WB_RECORD_ACT,
};

struct wb_record {
	int64_t position; /* 1, 2, ...; set by the journal on append */
	enum wb_record_kind kind;
	wb_ms received;      /* never less than the record before */
	struct wb_str feed;  /* BATCH */
	struct wb_str epoch; /* BATCH */
	int64_t seq;         /* BATCH: number of the first event that counts */
	int64_t next;        /* BATCH: number after the last event */
	int skip;            /* BATCH: leading events that were had already */
	struct wb_str text;
};

struct wb_journal;

/* All mandatory. Errors: negative, text from last_error(). */
struct wb_journal_ops {
	/*
	 * Makes `count` records durable in one transaction, in order, setting
	 * their positions. All or nothing. Returns 0, or negative: nothing
	 * was written (-ENOSPC for a full disk, after which the same records
	 * may be tried again; -EINVAL for received times that go back).
	 */
	int (*append)(struct wb_journal *journal, struct wb_record *records,
	              int count);
	/*
	 * Calls `fn` for every record after position `after`, in order, until
	 * it returns false. The record is borrowed for the call, in which the
	 * journal must not be used. Returns 0 or negative (-EBADMSG for a
	 * damaged file, also when a record is missing).
	 */
	int (*read)(struct wb_journal *journal, int64_t after,
	            bool (*fn)(void *user, const struct wb_record *record),
	            void *user);
	/* Position of the last record, 0 when empty; negative on error. */
	int64_t (*last)(struct wb_journal *journal);
	/*
	 * Forgets records up to and including `position`; positions go on
	 * from where they were.
	 */
	int (*trim)(struct wb_journal *journal, int64_t position);
	/* Position of the last record that was trimmed, 0 when none was. */
	int64_t (*trimmed)(struct wb_journal *journal);
	/*
	 * Position of the last record received before `received`, trimmed
	 * ones included; 0 when there is none.
	 */
	int64_t (*before)(struct wb_journal *journal, wb_ms received);
	/*
	 * Calls `fn` with the next sequence number of every (feed, epoch)
	 * ever appended, also of trimmed records. Batches without an epoch
	 * (typed by hand) are not numbered and have none.
	 */
	int (*feeds)(struct wb_journal *journal,
	             void (*fn)(void *user, struct wb_str feed,
	                        struct wb_str epoch, int64_t next),
	             void *user);
	const char *(*last_error)(struct wb_journal *journal);
	void (*close)(struct wb_journal *journal);
};

struct wb_journal {
	const struct wb_journal_ops *ops;
};

/*
 * Opens or creates `directory`/journal.db. NULL with a message when that
 * cannot be (not writable, another daemon has it, not a journal, newer
 * version). The directory must exist.
 */
struct wb_journal *wb_journal_open_sqlite(const char *directory,
                                          char *ret_error, size_t error_size);

#endif
