#include "acd/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define READ_BYTES (64 * 1024)

struct wb_tail {
	char *path;
	bool follow;
	int fd;
	struct stat opened;
	int64_t offset; /* bytes read from the file */
	size_t taken;   /* bytes at the front of `bytes` that were handed out */
	struct wb_buf bytes;
	uint64_t line;
	uint64_t too_long;
	bool skipping; /* the rest of a line that is too long */
};

struct wb_tail *wb_tail_create(const char *path, bool follow)
{
	struct wb_tail *tail = calloc(1, sizeof(*tail));

	if (!tail) {
		return NULL;
	}
	tail->fd = -1;
	tail->follow = follow;
	tail->path = strdup(path);
	wb_buf_init(&tail->bytes, WB_TAIL_LINE_MAX_BYTES + 2 * READ_BYTES);
	if (!tail->path) {
		free(tail);
		return NULL;
	}
	return tail;
}

void wb_tail_destroy(struct wb_tail *tail)
{
	if (!tail) {
		return;
	}
	if (tail->fd >= 0) {
		close(tail->fd);
	}
	wb_buf_finish(&tail->bytes);
	free(tail->path);
	free(tail);
}

static void begin(struct wb_tail *tail)
{
	tail->offset = 0;
	tail->line = 0;
	tail->taken = 0;
	tail->skipping = false;
	wb_buf_clear(&tail->bytes);
}

static enum wb_tail_result open_file(struct wb_tail *tail)
{
	bool standard = strcmp(tail->path, "-") == 0;
	tail->fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
	                    : open(tail->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (tail->fd < 0) {
		return tail->follow && errno == ENOENT ? WB_TAIL_END
		                                       : WB_TAIL_FAILED;
	}
	if (fstat(tail->fd, &tail->opened) != 0) {
		return WB_TAIL_FAILED;
	}
	if (S_ISDIR(tail->opened.st_mode)) {
		errno = EISDIR;
		return WB_TAIL_FAILED;
	}
	begin(tail);
	return WB_TAIL_NEW_FILE;
}

/* Reads some more; bytes read, 0 at the end, or -1. */
static ssize_t fill(struct wb_tail *tail)
{
	char chunk[READ_BYTES];
	ssize_t got;

	wb_buf_drop_front(&tail->bytes, tail->taken);
	tail->taken = 0;
	do {
		got = read(tail->fd, chunk, sizeof(chunk));
	} while (got < 0 && errno == EINTR);
	if (got > 0) {
		wb_buf_add(&tail->bytes, chunk, (size_t)got);
		tail->offset += got;
	}
	if (tail->bytes.failed) {
		errno = ENOMEM;
		return -1;
	}
	return got;
}

static bool take_line(struct wb_tail *tail, struct wb_str *ret_line)
{
	const char *from = tail->bytes.data + tail->taken;
	size_t len = tail->bytes.len - tail->taken;
	const char *end = len ? memchr(from, '\n', len) : NULL;

	if (!end) {
		if (len > WB_TAIL_LINE_MAX_BYTES) {
			tail->too_long += !tail->skipping;
			tail->skipping = true;
			tail->taken = tail->bytes.len;
		}
		return false;
	}
	*ret_line = (struct wb_str){ from, (size_t)(end - from) };
	tail->taken += ret_line->len + 1;
	tail->line++;
	return true;
}

static bool take_good_line(struct wb_tail *tail, struct wb_str *ret_line)
{
	while (take_line(tail, ret_line)) {
		if (tail->skipping) {
			tail->skipping = false;
		} else if (ret_line->len > WB_TAIL_LINE_MAX_BYTES) {
			tail->too_long++;
		} else {
			return true;
		}
	}
	return false;
}

/* Has the name gone over to another file that somebody writes to? */
static bool was_replaced(const struct wb_tail *tail)
{
	struct stat now;

	return stat(tail->path, &now) == 0 && now.st_size > 0 &&
	       (now.st_ino != tail->opened.st_ino ||
	        now.st_dev != tail->opened.st_dev);
}

static bool was_cut(const struct wb_tail *tail)
{
	struct stat now;

	return fstat(tail->fd, &now) == 0 && now.st_size < tail->offset;
}

/* At the end of the file: is there another one to go on with? */
static enum wb_tail_result at_end(struct wb_tail *tail, bool *ret_again)
{
	*ret_again = false;
	if (!tail->follow) {
		return WB_TAIL_END;
	}
	if (was_cut(tail)) {
		if (lseek(tail->fd, 0, SEEK_SET) < 0) {
			return WB_TAIL_FAILED;
		}
		begin(tail);
		return WB_TAIL_NEW_FILE;
	}
	if (!was_replaced(tail)) {
		return WB_TAIL_END;
	}
	/* What was written to it up to the moment of replacement. */
	ssize_t got = fill(tail);
	if (got != 0) {
		*ret_again = got > 0;
		return WB_TAIL_FAILED;
	}
	close(tail->fd);
	tail->fd = -1;
	return open_file(tail);
}

enum wb_tail_result wb_tail_next(struct wb_tail *tail, struct wb_str *ret_line)
{
	if (tail->fd < 0) {
		return open_file(tail);
	}
	for (;;) {
		if (take_good_line(tail, ret_line)) {
			return WB_TAIL_LINE;
		}
		ssize_t got = fill(tail);
		if (got < 0) {
			return WB_TAIL_FAILED;
		}
		if (got == 0) {
			bool again;
			enum wb_tail_result result = at_end(tail, &again);
			if (!again) {
				return result;
			}
		}
	}
}

bool wb_tail_begin_at_last(struct wb_tail *tail, int64_t bytes)
{
	if (tail->fd < 0 && open_file(tail) != WB_TAIL_NEW_FILE) {
		return false;
	}
	off_t end = lseek(tail->fd, 0, SEEK_END);
	if (end > bytes) {
		/* From one byte earlier: if that ends a line, it is whole. */
		tail->offset = lseek(tail->fd, end - bytes - 1, SEEK_SET);
		tail->skipping = true;
	} else {
		tail->offset = lseek(tail->fd, 0, SEEK_SET);
	}
	return tail->offset >= 0;
}

int wb_tail_notify_fd(struct wb_tail *tail)
{
	char *copy = strdup(tail->path);
	int fd = copy ? inotify_init1(IN_NONBLOCK | IN_CLOEXEC) : -1;

	/* The directory, so that a new file of that name is noticed as well. */
	if (fd >= 0 &&
	    inotify_add_watch(fd, dirname(copy),
	                      IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0) {
		close(fd);
		fd = -1;
	}
	free(copy);
	return fd;
}

void wb_tail_drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0) {
	}
}

uint64_t wb_tail_line_number(const struct wb_tail *tail)
{
	return tail->line;
}

int64_t wb_tail_offset(const struct wb_tail *tail)
{
	return tail->offset - (int64_t)(tail->bytes.len - tail->taken);
}

int64_t wb_tail_size(const struct wb_tail *tail)
{
	struct stat now;

	return tail->fd >= 0 && fstat(tail->fd, &now) == 0
	               ? (int64_t)now.st_size
	               : 0;
}

uint64_t wb_tail_too_long(const struct wb_tail *tail)
{
	return tail->too_long;
}
