/*
 * Runs a fuzz target over its corpus as an ordinary test: every file, and every
 * seed that the target makes by itself, as it is, cut short, and with a few
 * bytes changed. The changes are the same in every run, so that a failure can
 * be repeated.
 *
 *     fuzz_json CORPUS_DIR...
 *     fuzz_checkpoint --write NEW_DIR     (its own seeds, for libFuzzer)
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

#include "seeds.h"

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

static void run_bytes(const char *name, uint8_t *data, size_t size)
{
	printf("%s: %zu bytes\n", name, size);
	fflush(stdout); /* the name must be out when it crashes */
	run_one(data, size);
	run_cuts(data, size);
	run_changes(data, size);
}

static bool run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(FILE_MAX);
	bool ok = file && data;

	if (ok) {
		size_t size = fread(data, 1, FILE_MAX, file);

		ok = !ferror(file);
		run_bytes(path, data, size);
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

/* Returns how many seeds there were; -1 when one could not be made. */
static int run_seeds(void)
{
	struct wb_buf seed = { 0 };
	int count = 0;

	while (count >= 0 && wb_fuzz_seed(count, &seed)) {
		char name[32];

		snprintf(name, sizeof(name), "seed %d", count);
		run_bytes(name, (uint8_t *)seed.data, seed.len);
		count = seed.failed ? -1 : count + 1;
		wb_buf_finish(&seed);
		seed = (struct wb_buf){ 0 };
	}
	wb_buf_finish(&seed);
	return count;
}

static bool write_file(const char *path, const struct wb_buf *bytes)
{
	FILE *file = fopen(path, "wb");
	bool ok =
		file && fwrite(bytes->data, 1, bytes->len, file) == bytes->len;

	if (file) {
		ok = fclose(file) == 0 && ok;
	}
	if (!ok) {
		fprintf(stderr, "cannot write '%s': %s\n", path,
		        strerror(errno));
	}
	return ok;
}

static int write_seeds(const char *folder)
{
	struct wb_buf seed = { 0 };
	bool ok = true;

	for (int i = 0; ok && wb_fuzz_seed(i, &seed); i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/seed_%d", folder, i);
		ok = !seed.failed && write_file(path, &seed);
		wb_buf_finish(&seed);
		seed = (struct wb_buf){ 0 };
	}
	wb_buf_finish(&seed);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--write") == 0) {
		return write_seeds(argv[2]);
	}
	int total = run_seeds();

	for (int i = 1; i < argc && total >= 0; i++) {
		int count = run_folder(argv[i]);

		total = count < 0 ? -1 : total + count;
	}
	if (total == 0) {
		fprintf(stderr, "no corpus: nothing was tested\n");
	}
	if (total <= 0) {
		return EXIT_FAILURE;
	}
	printf("%d inputs passed\n", total);
	return EXIT_SUCCESS;
}
