#ifndef WB_ACD_TAIL_H
#define WB_ACD_TAIL_H

/*
 * Reads the lines of a file that another program goes on writing: to the end,
 * and, when following, what is added. A file that was renamed is read to its
 * end before the new one of that name is begun, and only when somebody has
 * written to the new one; the name may be absent for a while. A file that was
 * cut off is begun again.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* A longer line is skipped and counted. */
#define WB_TAIL_LINE_MAX_BYTES (64 * 1024)

struct wb_tail;

enum wb_tail_result {
	WB_TAIL_LINE,     /* a whole line, without its end */
	WB_TAIL_NEW_FILE, /* a file begins: the first, or after a rotation */
	WB_TAIL_END,      /* no more for now */
	WB_TAIL_FAILED,   /* the file cannot be read: errno */
};

/*
 * NULL when memory is exhausted. Opens nothing yet. The path "-" is standard
 * input, for reading once.
 */
struct wb_tail *wb_tail_create(const char *path, bool follow);
void wb_tail_destroy(struct wb_tail *tail);

/* The line borrows from the tail until the next call. */
enum wb_tail_result wb_tail_next(struct wb_tail *tail, struct wb_str *ret_line);

/*
 * Opens the file so that only its last `bytes`, from the next whole line on,
 * and what is added are read. False, with errno, when it cannot be opened.
 */
bool wb_tail_begin_at_last(struct wb_tail *tail, int64_t bytes);

/*
 * A descriptor that is readable when the file may have changed, or -1. Owned
 * by the caller, who empties it with wb_tail_drain(); to be asked for once.
 */
int wb_tail_notify_fd(struct wb_tail *tail);
void wb_tail_drain(int fd);

/* Number of the line taken last, from 1; bytes read and size of the file. */
uint64_t wb_tail_line_number(const struct wb_tail *tail);
int64_t wb_tail_offset(const struct wb_tail *tail);
int64_t wb_tail_size(const struct wb_tail *tail);
uint64_t wb_tail_too_long(const struct wb_tail *tail);

#endif
