#ifndef WB_CONFIG_READ_FILE_H
#define WB_CONFIG_READ_FILE_H

#include <stddef.h>

#include "base/buf.h"

/* Appends a whole regular file. 0 or -errno; -EFBIG beyond `max` bytes. */
int wb_read_file(const char *path, size_t max, struct wb_buf *ret_text);

#endif
