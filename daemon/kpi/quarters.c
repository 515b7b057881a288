/*
 * The course of the day: what each quarter hour of today added up to, for the
 * few scopes that a page shows so. The sums are the history's own (event
 * attribution), so a line on the wall and a report of the day agree; a late
 * fact mends the quarter that it belongs to.
 */

#include <stdlib.h>
#include <string.h>

#include "kpi/state.h"

static struct wb_day_course *find(const struct wb_engine *engine,
                                  uint32_t scope)
{
	return engine->scopes[scope].course;
}

/* Begins anew with the day of its scope. */
static void roll(const struct wb_engine *engine, struct wb_day_course *course)
{
	int64_t first =
		engine->sums[course->scope]->start[WB_LASTING(WB_COLUMN_DAY)] /
		WB_QUARTER;
	if (course->first != first) {
		memset(course->sums, 0, sizeof(course->sums));
		course->first = first;
	}
}

struct wb_day_course *wb_course_restore(struct wb_engine *engine,
                                        uint32_t scope)
{
	if (engine->course_count == engine->course_capacity) {
		uint32_t capacity = engine->course_capacity * 2 + 4;
		struct wb_day_course **grown =
			realloc(engine->courses, capacity * sizeof(*grown));
		if (!grown) {
			return NULL;
		}
		engine->courses = grown;
		engine->course_capacity = capacity;
	}
	struct wb_day_course *course = calloc(1, sizeof(*course));
	if (course) {
		course->scope = scope;
		engine->courses[engine->course_count++] = course;
		engine->scopes[scope].course = course;
	}
	return course;
}

struct wb_day_course *wb_course_find(const struct wb_engine *engine,
                                     uint32_t scope)
{
	return find(engine, scope);
}

struct wb_day_course *wb_course_begin(struct wb_engine *engine, uint32_t scope)
{
	struct wb_day_course *course = wb_course_restore(engine, scope);
	if (!course) {
		return NULL;
	}
	/* Nothing was gathered of the quarters before, this one included. */
	if (engine->started) {
		course->from = (engine->now - 1) / WB_QUARTER + 1;
	}
	roll(engine, course);
	return course;
}

void wb_course_sweep(struct wb_engine *engine)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < engine->course_count; i++) {
		struct wb_day_course *course = engine->courses[i];
		if (course->wanted) {
			engine->courses[kept++] = course;
			continue;
		}
		engine->scopes[course->scope].course = NULL;
		free(course);
	}
	engine->course_count = kept;
}

void wb_course_add(struct wb_engine *engine, uint32_t scope, wb_ms at,
                   int measure, int64_t amount)
{
	struct wb_day_course *course = find(engine, scope);
	if (!course) {
		return;
	}
	roll(engine, course);
	int64_t i = at / WB_QUARTER - course->first;
	if (i >= 0 && i < WB_DAY_QUARTERS) {
		course->sums[i][measure] += amount;
	}
}

void wb_course_finish(struct wb_engine *engine)
{
	for (uint32_t i = 0; i < engine->course_count; i++) {
		free(engine->courses[i]);
	}
	free(engine->courses);
}

int wb_engine_day_quarters(const struct wb_engine *engine, uint32_t scope,
                           wb_ms *ret_start)
{
	struct wb_day_course *course = find(engine, scope);
	if (!course || !engine->started) {
		return 0;
	}
	roll(engine, course);
	int64_t begun = engine->now / WB_QUARTER - course->first + 1;
	*ret_start = course->first * WB_QUARTER;
	return begun < WB_DAY_QUARTERS ? (int)begun : WB_DAY_QUARTERS;
}

/* What agents spent since the history was last told, all of it of this one. */
static void add_untold(const struct wb_engine *engine, uint32_t scope,
                       int64_t sums[WB_MEASURE_COUNT])
{
	const struct wb_sums *own = engine->sums[scope];
	struct wb_line total[WB_LEVEL_COUNT];
	wb_crews_totals(engine, scope, total);
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		const struct wb_level *level = wb_sums_known_level(own, l);
		sums[WB_M_COUNTED + l] += wb_line_at(&total[l], engine->now);
		if (level) {
			sums[WB_M_COUNTED + l] -=
				wb_line_at(&level->told, engine->told_until);
		}
	}
}

struct wb_value wb_engine_day_value(const struct wb_engine *engine,
                                    const struct wb_kpi *kpi, uint32_t scope,
                                    int quarter)
{
	const struct wb_day_course *course = find(engine, scope);
	int64_t sums[WB_MEASURE_COUNT];
	if (!course || quarter < 0 || quarter >= WB_DAY_QUARTERS ||
	    course->first + quarter < course->from) {
		return (struct wb_value){ .known = false };
	}
	memcpy(sums, course->sums[quarter], sizeof(sums));
	if (course->first + quarter == engine->now / WB_QUARTER) {
		add_untold(engine, scope, sums);
	}
	return wb_kpi_value(kpi, sums, NULL);
}
