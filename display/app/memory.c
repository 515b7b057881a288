#include "app/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "limits.h"

#define PATH_BYTES 4096

static const char *home_of_state(char *scratch, size_t size)
{
	const char *given = getenv("STATE_DIRECTORY");
	if (given && given[0] == '/') {
		/* systemd gives several apart by a colon */
		snprintf(scratch, size, "%.*s", (int)strcspn(given, ":"),
		         given);
		return scratch;
	}
	const char *xdg = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	if (xdg && xdg[0] == '/') {
		snprintf(scratch, size, "%s/wallboard", xdg);
		return scratch;
	}
	if (home && home[0] == '/') {
		snprintf(scratch, size, "%s/.local/state/wallboard", home);
		return scratch;
	}
	return NULL;
}

bool wb_memory_path(const char *peer, char *ret_path, size_t size)
{
	char folder[PATH_BYTES];
	if (!home_of_state(folder, sizeof(folder))) {
		return false;
	}
	int wrote = snprintf(ret_path, size, "%s/last-%s.json", folder, peer);
	if (wrote < 0 || (size_t)wrote >= size) {
		return false;
	}
	for (char *at = ret_path + wrote - strlen(peer) - 5; *at; at++) {
		if (*at == ':' || *at == '/' || *at == '[' || *at == ']') {
			*at = '-';
		}
	}
	return true;
}

/* The folders above a file, for their owner only. */
static void make_folders(const char *path)
{
	char folder[PATH_BYTES];
	snprintf(folder, sizeof(folder), "%s", path);
	for (char *at = strchr(folder + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		mkdir(folder,
		      0700); /* if it cannot, opening the file says so */
		*at = '/';
	}
}

static int write_all(int fd, struct wb_str text)
{
	while (text.len > 0) {
		ssize_t wrote = write(fd, text.data, text.len);
		if (wrote < 0 && errno == EINTR) {
			continue;
		}
		if (wrote < 0) {
			return -errno;
		}
		text.data += wrote;
		text.len -= (size_t)wrote;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

static int write_file(const char *path, struct wb_str text)
{
	char part[PATH_BYTES];
	int wrote = snprintf(part, sizeof(part), "%s.part", path);
	if (wrote < 0 || (size_t)wrote >= sizeof(part)) {
		return -ENAMETOOLONG;
	}
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) {
		return -errno;
	}
	int error = write_all(fd, text);
	if (close(fd) < 0 && error == 0) {
		error = -errno;
	}
	if (error == 0 && rename(part, path) < 0) {
		error = -errno;
	}
	if (error < 0) {
		unlink(part);
	}
	return error;
}

int wb_memory_save(const char *path, const struct wb_state *state, wb_ms heard)
{
	struct wb_buf text;
	struct wb_json_writer writer;
	wb_buf_init(&text, (size_t)2 * WB_STATE_MAX_BYTES);
	wb_buf_addf(&text, "{\"heard\":%lld,\"state\":", (long long)heard);
	wb_json_writer_init(&writer, &text);
	wb_json_write(state->root, &writer);
	wb_buf_add_text(&text, "}\n");
	int error = text.failed ? -ENOMEM : 0;
	if (error == 0) {
		make_folders(path);
		error = write_file(path, wb_buf_str(&text));
	}
	wb_buf_finish(&text);
	return error;
}

/* Reads a file of at most 2 * WB_STATE_MAX_BYTES into the state's arena. */
static struct wb_str read_file(const char *path, struct wb_arena *arena)
{
	struct wb_str text = { NULL, 0 };
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		return text;
	}
	char *data = NULL;
	size_t len = 0;
	if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
	    info.st_size > 0 && info.st_size <= 2 * WB_STATE_MAX_BYTES) {
		len = (size_t)info.st_size;
		data = wb_arena_alloc(arena, len);
	}
	size_t have = 0;
	while (data && have < len) {
		ssize_t got = read(fd, data + have, len - have);
		if (got <= 0) {
			break;
		}
		have += (size_t)got;
	}
	close(fd);
	if (data && have == len) {
		text = (struct wb_str){ data, len };
	}
	return text;
}

struct wb_state *wb_memory_load(const char *path, wb_ms *ret_heard)
{
	struct wb_state *state = wb_state_create();
	struct wb_json_error error;
	if (!state) {
		return NULL;
	}
	struct wb_str text = read_file(path, &state->arena);
	const struct wb_json *file =
		text.data ? wb_json_read(text, &state->arena, &error) : NULL;
	wb_ms heard = wb_json_get_int(file, "heard", 0);
	state->root = wb_json_get(file, "state");
	if (!state->root || state->root->kind != WB_JSON_OBJECT || heard <= 0 ||
	    heard > WB_TIME_MAX) {
		wb_state_unref(state);
		return NULL;
	}
	*ret_heard = heard;
	return state;
}
