/*
 * What is not as it should be, on whichever page: the banner stands over all
 * of them, and a list of alerts does not depend on where it hangs.
 */

#include <stdlib.h>
#include <string.h>

#include "view/parts.h"

/* A queue says more than the total that it spoils. */
static int weight(const struct breach *breach)
{
	return (int)breach->level * 2 + !breach->total;
}

/* No 0 when they are not of the same number: the order is always the same. */
static int by_badness(const void *a, const void *b)
{
	const struct breach *x = a, *y = b;
	if (weight(x) != weight(y)) {
		return weight(x) > weight(y) ? -1 : 1;
	}
	if (x->shortfall != y->shortfall) {
		return x->shortfall > y->shortfall ? -1 : 1;
	}
	if (x->scope != y->scope) {
		return x->scope < y->scope ? -1 : 1;
	}
	return x->kpi < y->kpi ? -1 : x->kpi > y->kpi;
}

/* The same number of several tiles: the worst first, then the first page. */
static int by_number(const void *a, const void *b)
{
	const struct breach *x = a, *y = b;
	if (x->scope != y->scope) {
		return x->scope < y->scope ? -1 : 1;
	}
	if (x->kpi != y->kpi) {
		return x->kpi < y->kpi ? -1 : 1;
	}
	if (x->level != y->level) {
		return x->level > y->level ? -1 : 1;
	}
	return x->page < y->page ? -1 : x->page > y->page;
}

void wb_page_note_breach(struct page *page, const struct breach *breach)
{
	page->watched += breach->level >= LEVEL_NORMAL;
	if (breach->level < LEVEL_WARNING || !breach->kpi) {
		return;
	}
	if (page->breach_count == page->breach_capacity) {
		int capacity = page->breach_capacity * 2 + 32;
		struct breach *grown = wb_arena_alloc(
			page->arena, (size_t)capacity * sizeof(*grown));
		if (!grown) {
			return;
		}
		if (page->breach_count > 0) {
			memcpy(grown, page->breaches,
			       (size_t)page->breach_count * sizeof(*grown));
		}
		page->breaches = grown;
		page->breach_capacity = capacity;
	}
	page->breaches[page->breach_count++] = *breach;
}

static void judge_tile(struct page *page, const struct wb_tile_plan *tile,
                       int number)
{
	switch (tile->kind) {
	case WB_TILE_NUMBER:
	case WB_TILE_GAUGE:
	case WB_TILE_TREND:
		wb_page_judge_number(page, tile, number);
		break;
	case WB_TILE_QUEUES:
		wb_page_judge_queues(page, tile, number);
		break;
	case WB_TILE_AGENTS:
	case WB_TILE_STATES:
	case WB_TILE_RANKING:
	case WB_TILE_ALERTS:
	case WB_TILE_TEXT:
	case WB_TILE_CLOCK:
	case WB_TILE_KIND_COUNT:
		break;
	}
}

static void forget_repeated(struct page *page)
{
	struct breach *all = page->breaches;
	int kept = 0;
	for (int i = 0; i < page->breach_count; i++) {
		if (kept > 0 && all[kept - 1].scope == all[i].scope &&
		    all[kept - 1].kpi == all[i].kpi) {
			continue;
		}
		all[kept++] = all[i];
	}
	page->breach_count = kept;
}

static void forget_told(struct page *page)
{
	int kept = 0;
	for (int i = 0; i < page->breach_count; i++) {
		if (!wb_page_is_told(page, &page->breaches[i])) {
			page->breaches[kept++] = page->breaches[i];
		}
	}
	page->breach_count = kept;
}

static void note_worst(struct page *page)
{
	for (int i = 0; i < page->breach_count; i++) {
		const struct breach *breach = &page->breaches[i];
		enum level *worst = &page->worst[breach->page];
		if (breach->level > *worst) {
			*worst = breach->level;
		}
	}
}

bool wb_page_is_own(const struct page *page)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	for (int p = 0; p < plan->page_count; p++) {
		if (page->input->page == &plan->pages[p]) {
			return false;
		}
	}
	return true;
}

static void judge_page(struct page *page, const struct wb_page_plan *plan,
                       int number)
{
	for (int t = 0; t < plan->tile_count; t++) {
		judge_tile(page, &plan->tiles[t], number);
	}
}

void wb_page_find_breaches(struct page *page)
{
	const struct wb_plan *plan = wb_engine_plan(page->input->engine);
	size_t pages = (size_t)plan->page_count + 1;
	page->worst = wb_arena_alloc(page->arena, pages * sizeof(*page->worst));
	if (!page->worst) {
		return;
	}
	for (int p = 0; p < plan->page_count; p++) {
		judge_page(page, &plan->pages[p], p);
	}
	if (wb_page_is_own(page)) {
		judge_page(page, page->input->page, plan->page_count);
	}
	if (page->breach_count == 0) {
		return;
	}
	note_worst(page);
	qsort(page->breaches, (size_t)page->breach_count,
	      sizeof(*page->breaches), by_number);
	forget_repeated(page);
	forget_told(page);
	qsort(page->breaches, (size_t)page->breach_count,
	      sizeof(*page->breaches), by_badness);
}
