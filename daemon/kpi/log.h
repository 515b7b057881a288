#ifndef WB_KPI_LOG_H
#define WB_KPI_LOG_H

/*
 * The log of the last hour: facts and changes of agents' states in the order
 * in which they became known. Each record names its subjects (the scopes it
 * counts in, or the agent's scope and crew) and, for each of them, where the
 * subject's record before is. So a subject's hour can be read backwards without
 * touching anybody else's, and whoever nobody asks about costs an append.
 *
 * What a trailing window holds is worked out when it is read (kpi/watch.h).
 * Trailing windows move in whole seconds: one of W seconds that ends at instant
 * `now` holds what happened from the start of the second W - 1 s ago on.
 *
 * Records lie in chunks, of at most a minute each. A chunk is dropped when what
 * came last in it is out of the longest window for WB_LOG_MARGIN seconds: what
 * leaves a window can still be read for that long.
 *
 * Pure. Not thread-safe.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kpi/record.h"
#include "kpi/sums.h"

#define WB_LOG_MARGIN 120

#define WB_LOG_CHUNK_BITS 12
#define WB_LOG_CHUNK_WORDS (1u << WB_LOG_CHUNK_BITS)
#define WB_LOG_CHUNK_SPAN WB_MINUTE

/* Where a record lies; never used twice. 0 = nowhere. */
typedef uint64_t wb_log_pos;

struct wb_log_chunk {
	wb_ms base; /* when its first record came */
	wb_ms last; /* and the last */
	uint32_t used;
	uint32_t words[WB_LOG_CHUNK_WORDS];
};

/* Owned by the caller; private. wb_log_init() first. */
struct wb_log {
	struct wb_log_chunk **chunks; /* by number, modulo the capacity */
	uint32_t capacity;            /* a power of two */
	uint64_t begin, end;          /* numbers of chunks */
	bool started;                 /* time is known */
	/* first second that is still inside each window */
	int64_t first[WB_TRAILING_COUNT];
	uint64_t out_of_memory;
};

void wb_log_init(struct wb_log *log);
void wb_log_finish(struct wb_log *log);

/*
 * A record where it lies, of 32-bit words: a head (number of subjects,
 * additions, flags, its length), the instant from the chunk's base, of each
 * subject its number and the distance back to its record before, the key,
 * the additions.
 */
struct wb_log_record {
	const uint32_t *words;
	wb_log_pos pos;
	wb_ms at;
};

/* A record is dropped: a change lets go of its crew. */
typedef void wb_log_drop_fn(void *user, const struct wb_log_record *record);

/*
 * Moves the windows so that they end at `now`, and drops what is out of all.
 * Never back.
 */
void wb_log_advance(struct wb_log *log, wb_ms now, wb_log_drop_fn *drop,
                    void *user);

/* Is an instant still inside a window? */
static inline bool wb_log_holds(const struct wb_log *log, enum wb_column window,
                                wb_ms at)
{
	return at >= log->first[window] * WB_SECOND;
}

/* Start of a window: the first instant that is inside. */
static inline wb_ms wb_log_start(const struct wb_log *log,
                                 enum wb_column window)
{
	return log->first[window] * WB_SECOND;
}

/*
 * Appends what happened at `at` and is known at `now`. `newest` are where the
 * newest records of the subjects are, in the order of their numbers in the
 * record (of a change: the agent's scope and the crew; NULL where there is
 * none); they are moved. False, and counted, when out of memory: nothing
 * changed.
 */
bool wb_log_add_fact(struct wb_log *log, const struct wb_counted *fact,
                     wb_ms at, wb_ms now, wb_log_pos *const newest[]);
bool wb_log_add_change(struct wb_log *log, const struct wb_change *change,
                       wb_ms now, wb_log_pos *const newest[2]);

/* A chunk begins here: when loading, as they were when saved. */
bool wb_log_begin_chunk(struct wb_log *log, wb_ms base);

static inline const struct wb_log_chunk *wb_log_chunk(const struct wb_log *log,
                                                      uint64_t number)
{
	return log->chunks[number & (log->capacity - 1)];
}

/* Was the record not dropped yet? Then it is there. */
static inline bool wb_log_has(const struct wb_log *log, wb_log_pos pos)
{
	return pos >> WB_LOG_CHUNK_BITS >= log->begin;
}

static inline struct wb_log_record wb_log_at(const struct wb_log *log,
                                             wb_log_pos pos)
{
	const struct wb_log_chunk *chunk =
		wb_log_chunk(log, pos >> WB_LOG_CHUNK_BITS);
	const uint32_t *words = &chunk->words[pos & (WB_LOG_CHUNK_WORDS - 1)];
	return (struct wb_log_record){
		.words = words,
		.pos = pos,
		.at = chunk->base + (int32_t)words[1],
	};
}

/* The head: subjects, additions, flags, levels + 1 of a change, length. */
#define WB_LOG_SUBJECTS(word) ((int)((word)&0xfu))
#define WB_LOG_ADDITIONS(word) ((int)((word) >> 4 & 0xfu))
#define WB_LOG_CHANGE 0x100u
#define WB_LOG_KEY 0x200u
#define WB_LOG_KEY_BACK 0x400u
#define WB_LOG_WIDE 0x800u /* additions of three words, not of one */
#define WB_LOG_FROM(word) ((int)((word) >> 12 & 0xfu) - 1)
#define WB_LOG_TO(word) ((int)((word) >> 16 & 0xfu) - 1)
#define WB_LOG_LENGTH(word) ((word) >> 20)

static inline bool wb_log_is_change(const struct wb_log_record *record)
{
	return record->words[0] & WB_LOG_CHANGE;
}

static inline uint32_t wb_log_subject(const struct wb_log_record *record, int i)
{
	return record->words[2 + 2 * i];
}

/* The subject's record before this one; 0 = there was none. */
static inline wb_log_pos wb_log_before(const struct wb_log_record *record,
                                       int i)
{
	uint32_t back = record->words[3 + 2 * i];
	return back ? record->pos - back : 0;
}

/* Of a fact; WB_KEY_NONE = none. */
static inline uint32_t wb_log_key(const struct wb_log_record *record)
{
	uint32_t head = record->words[0];
	return head & WB_LOG_KEY ? record->words[2 + 2 * WB_LOG_SUBJECTS(head)]
	                         : UINT32_MAX;
}

static inline int wb_log_key_sign(const struct wb_log_record *record)
{
	return record->words[0] & WB_LOG_KEY_BACK ? -1 : 1;
}

struct wb_log_addition {
	int measure;
	int64_t amount;
};

/* The i-th addition of a fact. */
static inline struct wb_log_addition
wb_log_addition(const struct wb_log_record *record, int i)
{
	uint32_t head = record->words[0];
	const uint32_t *at = &record->words[2 + 2 * WB_LOG_SUBJECTS(head) +
	                                    ((head & WB_LOG_KEY) != 0)];
	if (head & WB_LOG_WIDE) {
		at += 3 * i;
		return (struct wb_log_addition){
			(int)at[0],
			(int64_t)((uint64_t)at[1] | (uint64_t)at[2] << 32),
		};
	}
	return (struct wb_log_addition){
		(int)(at[i] & 0xffu),
		(int32_t)at[i] >> 8,
	};
}

/* The whole record, for saving it. */
void wb_log_read(const struct wb_log_record *record,
                 struct wb_saved_record *ret_record);

#endif
