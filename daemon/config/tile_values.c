/* The kinds of values that only tiles have. */

#include "config/draft.h"
#include "config/literal.h"

void wb_read_window(struct wb_reader *r, const struct wb_node *node,
                    const struct wb_key *key, void *target)
{
	struct wb_tile_draft *tile = target;
	tile->window = -1;
	wb_read_word(r, node, key, &tile->window);
	tile->has_window = tile->window >= 0;
}

void wb_read_worse(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	int word = -1, *worse = target;
	wb_read_word(r, node, key, &word);
	*worse = word + 1; /* 0 = unsaid */
}

void wb_read_best(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	int word = -1, *best = target;
	wb_read_word(r, node, key, &word);
	*best = word + 1; /* 0 = unsaid */
}

/* at: [x, y, w, h] */
void wb_read_place(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	struct wb_tile_draft *tile = target;
	int *const cells[4] = { &tile->plan.x, &tile->plan.y, &tile->plan.w,
		                &tile->plan.h };
	if (node->kind != WB_NODE_LIST || node->count != 4) {
		wb_fault_got(r, node, "[x, y, width, height] in grid cells");
		return;
	}
	int index = 0, good = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index);
		struct wb_key cell = *key;
		cell.min = index < 2 ? 0 : 1;
		*cells[index] = -1;
		wb_read_int(r, n, &cell, cells[index]);
		good += *cells[index] >= 0;
		index++;
		wb_path_leave(r, before);
	}
	tile->placed = good == 4;
}

/* A limit in the unit of its literal: 5%, 2m or 30. */
void wb_read_limit(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	(void)key;
	struct wb_limit_draft limit = { .node = node };
	struct wb_str text = node->value;
	if (node->kind == WB_NODE_SCALAR &&
	    wb_count_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_COUNT;
	} else if (node->kind == WB_NODE_SCALAR &&
	           wb_percent_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_PERCENT;
	} else if (node->kind == WB_NODE_SCALAR &&
	           wb_duration_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_DURATION;
	} else if (node->kind == WB_NODE_SCALAR &&
	           wb_decimal_parse(text, &limit.value)) {
		limit.unit = WB_CONFIG_DECIMAL;
	} else {
		wb_fault_got(r, node,
		             "a limit in the unit of the KPI, such as 80%%, "
		             "2m or 30");
		return;
	}
	memcpy(target, &limit, sizeof(limit));
}

/* scale: [0%, 100%] */
void wb_read_scale(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	struct wb_tile_draft *tile = target;
	struct wb_limit_draft *const ends[2] = { &tile->scale_from,
		                                 &tile->scale_to };
	if (node->kind != WB_NODE_LIST || node->count != 2) {
		wb_fault_got(r, node,
		             "[lowest, highest] in the unit of the KPI");
		return;
	}
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index);
		wb_read_limit(r, n, key, ends[index++]);
		wb_path_leave(r, before);
	}
}

void wb_read_columns(struct wb_reader *r, const struct wb_node *node,
                     const struct wb_key *key, void *target)
{
	struct wb_tile_plan *tile = target;
	struct wb_key name = { "", wb_read_text, 0, 1, 128, NULL, false };
	if (node->kind != WB_NODE_LIST || node->count < 1 ||
	    node->count > key->max) {
		wb_fault_got(r, node,
		             "a list of 1 to %d KPIs, \"agents\" or \"trend\"",
		             (int)key->max);
		return;
	}
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		size_t before = wb_path_index(r, index);
		wb_read_text(r, n, &name, &tile->columns[index++]);
		wb_path_leave(r, before);
	}
	tile->column_count = index;
}

#define CLOCK(field) offsetof(struct wb_clock_plan, field)

static const struct wb_key clock_keys[] = {
	{ "zone", wb_read_zone, CLOCK(time_zone), 0, 0, NULL, true },
	{ "title", wb_read_title, CLOCK(title), 0, 0, NULL, false },
};
static const struct wb_keys clock_table = WB_KEYS(clock_keys);

/* zones: [Asia/Tehran, { zone: Europe/Moscow, title: { en: Moscow } }] */
void wb_read_clocks(struct wb_reader *r, const struct wb_node *node,
                    const struct wb_key *key, void *target)
{
	struct wb_tile_draft *tile = target;
	if (node->kind != WB_NODE_LIST || node->count < 1 ||
	    node->count > key->max) {
		wb_fault_got(r, node, "a list of 1 to %d time zones",
		             (int)key->max);
		return;
	}
	struct wb_clock_plan *clocks =
		wb_arena_alloc(r->arena, (size_t)node->count * sizeof(*clocks));
	if (!clocks) {
		wb_fault(r, node, "out of memory");
		return;
	}
	int index = 0;
	for (const struct wb_node *n = node->first; n; n = n->next) {
		struct wb_clock_plan *clock = &clocks[index];
		size_t before = wb_path_index(r, index++);
		if (n->kind == WB_NODE_SCALAR) {
			wb_read_zone(r, n, key, &clock->time_zone);
		} else {
			wb_read_keys(r, n, &clock_table, clock);
		}
		clock->zone = clock->time_zone.data
		                      ? wb_zones_get(r->zones, clock->time_zone)
		                      : NULL;
		wb_path_leave(r, before);
	}
	tile->plan.clocks = clocks;
	tile->plan.clock_count = index;
}
