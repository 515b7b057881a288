#include "wall_state.h"

#include <stdio.h>
#include <stdlib.h>

#define STATE_MAX (256 * 1024)

const struct wb_json *wall_state_load(const char *directory, const char *name,
                                      struct wb_arena *arena)
{
	struct wb_json_error error = { 0, "cannot be read" };
	const struct wb_json *state = NULL;
	char *text = wb_arena_alloc(arena, STATE_MAX);
	const char *made = getenv("WB_STATES"); /* by states.py */
	char path[4096];
	size_t len = 0;
	FILE *stream;

	snprintf(path, sizeof(path), "%s/%s.json", directory, name);
	stream = fopen(path, "rb");
	if (stream == NULL && made != NULL) {
		snprintf(path, sizeof(path), "%s/%s.json", made, name);
		stream = fopen(path, "rb");
	}
	if (stream != NULL && text != NULL) {
		len = fread(text, 1, STATE_MAX, stream);
	}
	if (stream != NULL) {
		fclose(stream);
	}
	if (len > 0) {
		state = wb_json_read((struct wb_str){ text, len }, arena,
		                     &error);
	}
	if (state == NULL) {
		fprintf(stderr, "%s: byte %zu: %s\n", path, error.offset,
		        error.message);
	}
	return state;
}
