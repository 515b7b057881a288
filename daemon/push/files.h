#ifndef WB_PUSH_FILES_H
#define WB_PUSH_FILES_H

/*
 * The dashboard's files: a directory for "/", and further ones mounted below a
 * prefix. Files are read whole when asked for; they are few and small, and
 * browsers come back with an ETag.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "base/str.h"
#include "push/frame.h"

#define WB_FILE_MAX_BYTES ((off_t)32 * 1024 * 1024)
#define WB_MOUNTS_MAX 8

struct wb_mount {
	char *prefix; /* "" for the root, "/fonts" */
	char *directory;
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_files {
	struct wb_mount mounts[WB_MOUNTS_MAX]; /* the root last */
	int count;
};

struct wb_file {
	const char *type; /* static string */
	char etag[48];    /* quoted */
	int fd;
	size_t size;
};

/* `root` and `extra` as in wb_push_create(); copies. False: no memory, or too
 * many. */
bool wb_files_init(struct wb_files *files, const char *root,
                   const char *const *extra);
void wb_files_finish(struct wb_files *files);

/*
 * Finds the file of a request's path and opens it; false when there is none.
 * Then either wb_file_read() or wb_file_close() follows.
 */
bool wb_files_open(const struct wb_files *files, struct wb_str path,
                   struct wb_file *ret_file);

/* Reads it whole and closes it. NULL when that fails. */
struct wb_frame *wb_file_read(struct wb_file *file);
void wb_file_close(struct wb_file *file);

/* "text/javascript; charset=utf-8" for "app.mjs", by the ending. */
const char *wb_file_type(const char *name);

#endif
