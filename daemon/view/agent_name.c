/* Agents' names, as far as the plan lets them be shown. */

#include <stdio.h>
#include <string.h>

#include "view/parts.h"

/* The first letter of each word: enough to know oneself on the wall. */
static struct wb_str initials(struct wb_arena *arena, struct wb_str name)
{
	char text[32];
	size_t len = 0;
	bool start = true;
	for (size_t i = 0; i < name.len && len + 8 < sizeof(text);) {
		struct wb_str rest = { name.data + i, name.len - i };
		size_t size = 1;
		while (size < rest.len && (rest.data[size] & 0xc0) == 0x80) {
			size++;
		}
		if (rest.data[0] == ' ') {
			start = true;
		} else if (start) {
			memcpy(text + len, rest.data, size);
			len += size;
			text[len++] = '.';
			start = false;
		}
		i += size;
	}
	return wb_arena_str(arena, (struct wb_str){ text, len });
}

static void add_initials(struct page *page, struct wb_json *object,
                         const struct wb_title *full, struct wb_str name)
{
	struct wb_title title = { 0 };
	for (int i = 0; full && i < WB_LANGUAGE_COUNT; i++) {
		if (full->text[i].len > 0) {
			title.text[i] = initials(page->arena, full->text[i]);
		}
	}
	wb_page_add_title(page, object, "title", &title,
	                  initials(page->arena, name));
}

void wb_page_add_agent_name(struct page *page, struct wb_json *object,
                            uint32_t agent)
{
	const struct wb_engine *engine = page->input->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	const struct wb_agent_plan *plan = wb_floor_agent_plan(floor, agent);
	const struct wb_title *title = plan ? &plan->title : NULL;
	struct wb_str name = wb_floor_agent_name(floor, agent);
	switch (wb_engine_plan(engine)->agent_names) {
	case WB_NAMES_FULL:
		wb_page_add_title(page, object, "title", title, name);
		break;
	case WB_NAMES_INITIALS:
		add_initials(page, object, title, name);
		break;
	case WB_NAMES_HIDDEN:
		break;
	}
}

/* The agent's name only where names may be shown. */
struct wb_str wb_page_agent_key(struct page *page, uint32_t agent)
{
	const struct wb_engine *engine = page->input->engine;
	if (wb_engine_plan(engine)->agent_names == WB_NAMES_FULL) {
		return wb_floor_agent_name(wb_engine_floor(engine), agent);
	}
	char text[16];
	int len = snprintf(text, sizeof(text), "#%u", agent + 1);
	return wb_arena_str(page->arena, (struct wb_str){ text, (size_t)len });
}
