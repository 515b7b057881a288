#include "temp_dir.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

static char directory[512];

void temp_dir_make(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(directory, sizeof(directory), "%s/wallboard-test-XXXXXX",
	         base ? base : "/tmp");
	if (!mkdtemp(directory)) {
		perror(directory);
		abort();
	}
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void temp_dir_remove(void)
{
	nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *temp_dir(void)
{
	return directory;
}

const char *temp_path(const char *name)
{
	static char paths[4][1024];
	static int turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", directory, name);
	return path;
}
