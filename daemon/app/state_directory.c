#define WB_LOG_MODULE "wallboardd"

#include "app/state_directory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"

/* mkdir -p */
static int make_directories(const char *path)
{
	char part[4096];
	size_t len = strlen(path);
	if (len >= sizeof(part)) {
		return -ENAMETOOLONG;
	}
	for (size_t i = 1; i <= len; i++) {
		if (path[i] == '/' || path[i] == '\0') {
			memcpy(part, path, i);
			part[i] = '\0';
			if (mkdir(part, 0750) != 0 && errno != EEXIST) {
				return -errno;
			}
		}
	}
	return 0;
}

bool wb_state_directory_make(const char *path)
{
	int error = make_directories(path);
	if (error != 0) {
		wb_error("cannot create the state directory '%s': %s", path,
		         strerror(-error));
	}
	return error == 0;
}

bool wb_state_directory_find(const struct wb_options *options,
                             struct wb_str configured, char *ret_path,
                             size_t size)
{
	const char *systemd = getenv("STATE_DIRECTORY");
	const char *xdg = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	int len;
	if (options->state) {
		len = snprintf(ret_path, size, "%s", options->state);
	} else if (configured.len > 0) {
		len = snprintf(ret_path, size, "%.*s", WB_STR_FMT(configured));
	} else if (systemd && *systemd) {
		len = snprintf(ret_path, size, "%s", systemd);
	} else if (xdg && *xdg) {
		len = snprintf(ret_path, size, "%s/wallboard", xdg);
	} else {
		len = snprintf(ret_path, size, "%s/.local/state/wallboard",
		               home ? home : "");
	}
	if (len < 0 || (size_t)len >= size) {
		wb_error("the path of the state directory is too long");
		return false;
	}
	return true;
}
