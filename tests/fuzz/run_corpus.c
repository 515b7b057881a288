/*
 * Runs a fuzz target over its corpus as an ordinary test: every file as it is,
 * cut short, and with a few bytes changed. The changes are the same in every
 * run, so that a failure can be repeated.
 *
 *     fuzz_json CORPUS_DIR...
 *
 * Built with clang and -Dc_args=-fsanitize=fuzzer-no-link the targets are
 * linked with libFuzzer instead, and this file is left out.
 */

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)1024 * 1024)
#define CUTS_MAX 200
#define CHANGES_MAX 400

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly that size, so that a read beyond its end is noticed. */
static void run_one(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy) {
		abort();
	}
	if (size) {
		memcpy(copy, data, size);
	}
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void run_cuts(const uint8_t *data, size_t size)
{
	size_t step = size / CUTS_MAX + 1;

	for (size_t len = 0; len < size; len += step) {
		run_one(data, len);
	}
}

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void run_changes(uint8_t *data, size_t size)
{
	static const uint8_t nasty[] = { 0x00, 0x09, '"', '\\', '{',  '[',
		                         ',',  '-',  '9', 0x7f, 0x80, 0xff };
	uint32_t state = 2463534242;

	for (int i = 0; i < CHANGES_MAX && size > 0; i++) {
		size_t at = next_random(&state) % size;
		uint8_t before = data[at];

		data[at] = i % 2 ? nasty[next_random(&state) % sizeof(nasty)]
		                 : (uint8_t)next_random(&state);
		run_one(data, size);
		data[at] = before;
	}
}

static bool run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(FILE_MAX);
	bool ok = file && data;

	if (ok) {
		size_t size = fread(data, 1, FILE_MAX, file);

		ok = !ferror(file);
		printf("%s: %zu bytes\n", path, size);
		fflush(stdout); /* the name must be out when it crashes */
		run_one(data, size);
		run_cuts(data, size);
		run_changes(data, size);
	} else {
		fprintf(stderr, "cannot read '%s': %s\n", path,
		        strerror(errno));
	}
	free(data);
	if (file) {
		fclose(file);
	}
	return ok;
}

/* Returns how many files there were; -1 when the folder cannot be read. */
static int run_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (!folder) {
		fprintf(stderr, "cannot open '%s': %s\n", path,
		        strerror(errno));
		return -1;
	}
	while (count >= 0 && (entry = readdir(folder))) {
		char name[4096];

		if (entry->d_name[0] == '.') {
			continue;
		}
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		count = run_file(name) ? count + 1 : -1;
	}
	closedir(folder);
	return count;
}

int main(int argc, char **argv)
{
	int total = 0;

	for (int i = 1; i < argc; i++) {
		int count = run_folder(argv[i]);

		if (count < 0) {
			return EXIT_FAILURE;
		}
		total += count;
	}
	if (total == 0) {
		fprintf(stderr, "no corpus: nothing was tested\n");
		return EXIT_FAILURE;
	}
	printf("%d files passed\n", total);
	return EXIT_SUCCESS;
}
