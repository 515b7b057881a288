/*
 * Crews: agents who are counted in the same scopes (team, site, queues, their
 * groups, the total). A change of state moves two lines of one crew, and not
 * two of each of its twenty scopes; a scope's time is the sum of its crews'.
 *
 * A crew lives as long as an agent is in it or a change of one is in the log.
 *  Then nothing of it can change any more, and what it added up goes
 * over to its scopes.
 */

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

static uint32_t bucket_of(const struct crews *crews, const uint32_t *scopes,
                          uint32_t count)
{
	uint64_t hash = 14695981039346656037u;
	for (uint32_t i = 0; i < count; i++) {
		hash = (hash ^ scopes[i]) * 1099511628211u;
	}
	return (uint32_t)(hash >> 32) & (crews->bucket_count - 1);
}

static void link_crew(struct crews *crews, uint32_t number)
{
	struct crew *crew = crews->list[number];
	uint32_t bucket = bucket_of(crews, crew->scopes, crew->count);
	crew->next = crews->buckets[bucket];
	crews->buckets[bucket] = number;
}

static void unlink_crew(struct crews *crews, uint32_t number)
{
	struct crew *crew = crews->list[number];
	uint32_t *link =
		&crews->buckets[bucket_of(crews, crew->scopes, crew->count)];
	while (*link != number) {
		link = &crews->list[*link]->next;
	}
	*link = crew->next;
}

static bool grow(struct crews *crews)
{
	uint32_t capacity = crews->capacity ? crews->capacity * 2 : 64;
	struct crew **list =
		realloc(crews->list, capacity * sizeof(struct crew *));
	if (!list) {
		return false;
	}
	crews->list = list;
	uint32_t *buckets = malloc(capacity * 2 * sizeof(*buckets));
	if (!buckets) {
		return false;
	}
	memset(buckets, 0xff, capacity * 2 * sizeof(*buckets));
	free(crews->buckets);
	crews->buckets = buckets;
	crews->bucket_count = capacity * 2;
	crews->capacity = capacity;
	for (uint32_t i = 0; i < crews->used; i++) {
		if (crews->list[i]) {
			link_crew(crews, i);
		}
	}
	return true;
}

/* The lowest number that is free, so that numbers follow from the state. */
static uint32_t free_number(struct crews *crews)
{
	while (crews->lowest_free < crews->used &&
	       crews->list[crews->lowest_free]) {
		crews->lowest_free++;
	}
	return crews->lowest_free;
}

static bool list_crew(struct scope *scope, uint32_t number)
{
	if (scope->crew_count == scope->crew_capacity) {
		uint32_t capacity = scope->crew_capacity * 2 + 2;
		uint32_t *grown =
			realloc(scope->crews, capacity * sizeof(*grown));
		if (!grown) {
			return false;
		}
		scope->crews = grown;
		scope->crew_capacity = capacity;
	}
	scope->crews[scope->crew_count++] = number;
	return true;
}

static void unlist_crew(struct scope *scope, uint32_t number)
{
	for (uint32_t i = 0; i < scope->crew_count; i++) {
		if (scope->crews[i] == number) {
			scope->crews[i] = scope->crews[--scope->crew_count];
			return;
		}
	}
}

static void unlist(struct wb_engine *engine, uint32_t number)
{
	const struct crew *crew = engine->crews.list[number];
	for (uint32_t i = 0; i < crew->count; i++) {
		unlist_crew(&engine->scopes[crew->scopes[i]], number);
	}
}

static bool list(struct wb_engine *engine, uint32_t number)
{
	const struct crew *crew = engine->crews.list[number];
	for (uint32_t i = 0; i < crew->count; i++) {
		if (!list_crew(&engine->scopes[crew->scopes[i]], number)) {
			unlist(engine, number);
			return false;
		}
	}
	return true;
}

struct crew *wb_crews_restore(struct wb_engine *engine, uint32_t number,
                              const uint32_t *scopes, uint32_t count)
{
	struct crews *crews = &engine->crews;
	while (number >= crews->capacity) {
		if (!grow(crews)) {
			return NULL;
		}
	}
	struct crew *crew =
		calloc(1, sizeof(*crew) + count * sizeof(crew->scopes[0]));
	if (!crew) {
		return NULL;
	}
	crew->count = count;
	memcpy(crew->scopes, scopes, count * sizeof(*scopes));
	crews->list[number] = crew;
	if (!list(engine, number)) {
		crews->list[number] = NULL;
		free(crew);
		return NULL;
	}
	while (crews->used <= number) {
		if (crews->used < number) {
			crews->list[crews->used] = NULL;
		}
		crews->used++;
	}
	link_crew(crews, number);
	return crew;
}

uint32_t wb_crews_take(struct wb_engine *engine, const uint32_t *scopes,
                       uint32_t count)
{
	struct crews *crews = &engine->crews;
	uint32_t i = WB_NOBODY;
	if (crews->bucket_count > 0) {
		i = crews->buckets[bucket_of(crews, scopes, count)];
	}
	for (; i != WB_NOBODY; i = crews->list[i]->next) {
		const struct crew *crew = crews->list[i];
		if (crew->count == count &&
		    memcmp(crew->scopes, scopes, count * sizeof(*scopes)) ==
		            0) {
			break;
		}
	}
	if (i == WB_NOBODY) {
		i = free_number(crews);
		if (!wb_crews_restore(engine, i, scopes, count)) {
			engine->out_of_memory++;
			return WB_NOBODY;
		}
	}
	crews->list[i]->refs++;
	return i;
}

/*
 * What the crew added up becomes its scopes' own. No change of it is inside a
 * window any more.
 */
static void hand_over(struct wb_engine *engine, const struct crew *crew)
{
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		const struct wb_line *from = &crew->levels[l];
		if (from->n == 0 && from->c == 0) {
			continue;
		}
		for (uint32_t i = 0; i < crew->count; i++) {
			struct wb_level *to =
				wb_sums_level(engine->sums[crew->scopes[i]], l);
			if (to) {
				wb_line_add(&to->total, from);
			} else {
				engine->out_of_memory++;
			}
		}
	}
}

void wb_crews_drop(struct wb_engine *engine, uint32_t number)
{
	struct crews *crews = &engine->crews;
	struct crew *crew = crews->list[number];
	if (--crew->refs > 0) {
		return;
	}
	hand_over(engine, crew);
	unlist(engine, number);
	unlink_crew(crews, number);
	wb_watch_free(crew->watch);
	free(crew);
	crews->list[number] = NULL;
	if (number < crews->lowest_free) {
		crews->lowest_free = number;
	}
	while (crews->used > 0 && !crews->list[crews->used - 1]) {
		crews->used--;
	}
}

void wb_crews_totals(const struct wb_engine *engine, uint32_t number,
                     struct wb_line ret_total[WB_LEVEL_COUNT])
{
	const struct wb_sums *sums = engine->sums[number];
	const struct scope *scope = &engine->scopes[number];
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		const struct wb_level *level = wb_sums_known_level(sums, l);
		ret_total[l] = level ? level->total : (struct wb_line){ 0, 0 };
	}
	for (uint32_t i = 0; i < scope->crew_count; i++) {
		const struct crew *crew = engine->crews.list[scope->crews[i]];
		for (int l = 0; l < WB_LEVEL_COUNT; l++) {
			wb_line_add(&ret_total[l], &crew->levels[l]);
		}
	}
}

/* What changed since the window began had not happened then. */
static void take_inside(struct wb_line before[WB_LEVEL_COUNT],
                        const struct wb_watch_window *window)
{
	for (int l = 0; window && l < WB_LEVEL_COUNT; l++) {
		const struct wb_line *inside = &window->levels[l];
		before[l].n = wb_plus(before[l].n, -inside->n);
		before[l].c = wb_plus(before[l].c, -inside->c);
	}
}

static void take_crew(struct wb_engine *engine, uint32_t number,
                      enum wb_column column,
                      struct wb_line before[WB_LEVEL_COUNT])
{
	struct crew *crew = engine->crews.list[number];
	struct wb_watch_subject subject = {
		.number = number,
		.newest = crew->newest,
		.is_crew = true,
		.watch = &crew->watch,
	};
	take_inside(before, wb_watch_read(&subject, &engine->log, column));
}

/* As of the start of a trailing window. */
static void trailing_lines(struct wb_engine *engine, uint32_t number,
                           enum wb_column column,
                           const struct wb_line total[WB_LEVEL_COUNT],
                           struct wb_line ret_before[WB_LEVEL_COUNT])
{
	const struct scope *scope = &engine->scopes[number];
	memcpy(ret_before, total, WB_LEVEL_COUNT * sizeof(*total));
	if (engine->scopes[number].kind == WB_SCOPE_AGENT) {
		struct held held = wb_read_column(engine, number, column);
		take_inside(ret_before, held.window);
	}
	for (uint32_t i = 0; i < scope->crew_count; i++) {
		take_crew(engine, scope->crews[i], column, ret_before);
	}
}

void wb_crews_lines(struct wb_engine *engine, uint32_t number,
                    enum wb_column column,
                    struct wb_line ret_total[WB_LEVEL_COUNT],
                    struct wb_line ret_before[WB_LEVEL_COUNT])
{
	wb_crews_totals(engine, number, ret_total);
	if (column < WB_TRAILING_COUNT) {
		trailing_lines(engine, number, column, ret_total, ret_before);
		return;
	}
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		const struct wb_level *level =
			wb_sums_known_level(engine->sums[number], l);
		ret_before[l] = level ? level->before[WB_LASTING(column)]
		                      : (struct wb_line){ 0, 0 };
	}
}

void wb_crews_finish(struct crews *crews)
{
	for (uint32_t i = 0; i < crews->used; i++) {
		if (crews->list[i]) {
			wb_watch_free(crews->list[i]->watch);
		}
		free(crews->list[i]);
	}
	free(crews->list);
	free(crews->buckets);
}
