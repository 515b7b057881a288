/* A page that somebody describes while the daemon runs. */

#include <stdlib.h>

#include "config/draft.h"

/* A page of a hundred tiles in every word that is allowed, and then some. */
#define ARENA_MAX ((size_t)4 * 1024 * 1024)

static bool read_page(struct wb_reader *r, const struct wb_node *node,
                      struct wb_str name, const struct wb_plan *plan,
                      struct wb_page_plan *ret_page)
{
	struct wb_page_draft draft = { .grid = { 24, 12 } };
	wb_read_keys(r, node, &wb_own_page_keys, &draft);
	draft.name = wb_arena_str(r->arena, name);
	struct wb_page_check check = { r, plan, &draft };
	wb_check_page(&check, ret_page);
	return r->faults->errors.found == 0 && !r->arena->failed;
}

bool wb_config_page(struct wb_str name, const struct wb_json *json,
                    const struct wb_plan *plan,
                    const struct wb_config_checks *checks,
                    struct wb_arena *arena, struct wb_page_plan *ret_page,
                    struct wb_buf *errors)
{
	struct wb_arena scratch = { .limit = ARENA_MAX };
	struct wb_faults *faults = calloc(1, sizeof(*faults));
	bool good = false;
	if (!faults) {
		wb_buf_add_text(errors, "out of memory\n");
		return false;
	}
	faults->arena = &scratch;
	struct wb_zones zones = { .arena = arena };
	const struct wb_node *node = wb_node_from_json(json, &scratch, faults);
	if (node) {
		struct wb_reader reader = {
			.arena = arena,
			.faults = faults,
			.zones = &zones,
			.checks = checks,
		};
		good = read_page(&reader, node, name, plan, ret_page);
	}
	wb_faults_write(faults, "", errors);
	if (!good && errors->len == 0) {
		wb_buf_add_text(errors, "out of memory\n");
	}
	wb_zones_finish(&zones);
	wb_arena_finish(&scratch);
	free(faults);
	return good;
}
