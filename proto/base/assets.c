#include "base/assets.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_assets(const char *path)
{
	char file[4096];
	int wrote = snprintf(file, sizeof(file), "%s/languages/en.json", path);
	return wrote > 0 && (size_t)wrote < sizeof(file) &&
	       access(file, R_OK) == 0;
}

/* The folder of this program, so that it can be moved as a whole. */
static bool program_folder(char *ret_path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", ret_path, size - 1);
	if (len <= 0) {
		return false;
	}
	ret_path[len] = '\0';
	char *slash = strrchr(ret_path, '/');
	if (slash) {
		*slash = '\0';
	}
	return slash != NULL;
}

bool wb_assets_find(const char *wanted, char *ret_path, size_t size)
{
	static const char *const places[] = { "../share/wallboard",
		                              "../../assets" };
	char folder[2048];
	if (wanted) {
		snprintf(ret_path, size, "%s", wanted);
		return is_assets(ret_path);
	}
	if (program_folder(folder, sizeof(folder))) {
		for (size_t i = 0; i < 2; i++) {
			snprintf(ret_path, size, "%s/%s", folder, places[i]);
			if (is_assets(ret_path)) {
				return true;
			}
		}
	}
	snprintf(ret_path, size, "%s", WB_ASSETS);
	return is_assets(ret_path);
}
