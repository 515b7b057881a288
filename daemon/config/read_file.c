#include "config/read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 16384

static int read_all(int fd, size_t max, struct wb_buf *out)
{
	size_t total = 0;
	for (;;) {
		char piece[PIECE];
		ssize_t got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got <= 0) {
			return got < 0 ? -errno : 0;
		}
		total += (size_t)got;
		if (total > max) {
			return -EFBIG;
		}
		wb_buf_add(out, piece, (size_t)got);
		if (out->failed) {
			return -ENOMEM;
		}
	}
}

int wb_read_file(const char *path, size_t max, struct wb_buf *ret_text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		return -errno;
	}
	struct stat info;
	int result = fstat(fd, &info) < 0 ? -errno : 0;
	if (result == 0 && S_ISDIR(info.st_mode)) {
		result = -EISDIR;
	}
	if (result == 0) {
		result = read_all(fd, max, ret_text);
	}
	close(fd);
	return result;
}
