#include "push/files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "push/url.h"

static const struct {
	const char *ending;
	const char *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".map", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".woff", "font/woff" },
	{ ".ttf", "font/ttf" },
	{ ".otf", "font/otf" },
};

const char *wb_file_type(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcasecmp(dot, types[i].ending) == 0) {
			return types[i].type;
		}
	}
	return "application/octet-stream";
}

static bool mount(struct wb_files *files, const char *prefix,
                  const char *directory)
{
	if (files->count == WB_MOUNTS_MAX) {
		return false;
	}
	struct wb_mount *mount = &files->mounts[files->count++];
	mount->prefix = strdup(prefix);
	mount->directory = strdup(directory);
	return mount->prefix && mount->directory;
}

bool wb_files_init(struct wb_files *files, const char *root,
                   const char *const *extra)
{
	for (; extra && extra[0] && extra[1]; extra += 2) {
		if (!mount(files, extra[0], extra[1])) {
			return false;
		}
	}
	return !root || mount(files, "", root);
}

void wb_files_finish(struct wb_files *files)
{
	for (int i = 0; i < files->count; i++) {
		free(files->mounts[i].prefix);
		free(files->mounts[i].directory);
	}
	files->count = 0;
}

static bool describe(struct wb_file *file, const char *name)
{
	struct stat st;

	if (fstat(file->fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > WB_FILE_MAX_BYTES) {
		return false;
	}
	file->size = (size_t)st.st_size;
	file->type = wb_file_type(name);
	snprintf(file->etag, sizeof(file->etag), "\"%" PRIx64 "-%" PRIx64 "\"",
	         (uint64_t)st.st_size,
	         (uint64_t)st.st_mtim.tv_sec * 1000000000 +
	                 (uint64_t)st.st_mtim.tv_nsec);
	return true;
}

static bool open_below(const char *directory, struct wb_str path,
                       struct wb_file *ret_file)
{
	char name[WB_PATH_MAX_BYTES + 16];
	struct wb_file file;

	if (!wb_path_clean(path, name, sizeof(name))) {
		return false;
	}
	int top = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (top < 0) {
		return false;
	}
	/* Not blocking: it may be a FIFO, which describe() then refuses. */
	file.fd = openat(top, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	close(top);
	if (file.fd < 0) {
		return false;
	}
	if (!describe(&file, name)) {
		close(file.fd);
		return false;
	}
	*ret_file = file;
	return true;
}

bool wb_files_open(const struct wb_files *files, struct wb_str path,
                   struct wb_file *ret_file)
{
	for (int i = 0; i < files->count; i++) {
		const struct wb_mount *mount = &files->mounts[i];
		struct wb_str rest = wb_path_below(path, mount->prefix);
		if (rest.data) {
			return open_below(mount->directory, rest, ret_file);
		}
	}
	return false;
}

void wb_file_close(struct wb_file *file)
{
	close(file->fd);
}

struct wb_frame *wb_file_read(struct wb_file *file)
{
	struct wb_frame *frame = NULL;
	char *text = malloc(file->size + 1);
	size_t len = 0;
	ssize_t got = 1;

	while (text && len < file->size && got > 0) {
		got = read(file->fd, text + len, file->size - len);
		len += got > 0 ? (size_t)got : 0;
	}
	if (text && len == file->size) {
		frame = wb_frame_create((struct wb_str){ text, len });
	}
	free(text);
	close(file->fd);
	return frame;
}
