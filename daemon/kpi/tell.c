/* What the history is to be told: additions to quarter hours. */

#include "kpi/state.h"

/*
 * A head count is mended only so far back: one event that is months late, or
 * dated 1970, must not touch every quarter hour since.
 */
#define MEND_MAX (48 * WB_HOUR)

static struct wb_cell *cell_at(struct wb_engine *engine, int kind,
                               uint32_t scope, int64_t quarter)
{
	return wb_cells_at(&engine->cells, kind, scope, quarter,
	                   &engine->sums[scope]->last_cell[kind]);
}

static void tell_wait(struct wb_engine *engine, struct wb_cell *cell,
                      uint32_t key, int32_t count)
{
	if (!wb_sketch_add(&cell->waits, key, count)) {
		engine->out_of_memory++;
	}
}

static void tell_cell(struct wb_engine *engine, int kind, uint32_t scope,
                      int64_t quarter, const struct wb_counted *counted)
{
	struct wb_cell *cell = cell_at(engine, kind, scope, quarter);
	if (!cell) {
		return;
	}
	for (int i = 0; i < counted->add_count; i++) {
		cell->add[counted->add[i].measure] += counted->add[i].amount;
	}
	if (counted->key != WB_KEY_NONE && wb_key_is_wait(counted->key) &&
	    !engine->sums[scope]->person) {
		tell_wait(engine, cell, counted->key, counted->key_sign);
	}
}

static int64_t arrived_in(const struct wb_fact *fact, wb_ms at)
{
	return (fact->arrived < at ? fact->arrived : at) / WB_QUARTER;
}

bool wb_tell_is_plain(const struct wb_engine *engine,
                      const struct wb_fact *fact, wb_ms at)
{
	int64_t quarter = engine->now / WB_QUARTER;
	return engine->started && at / WB_QUARTER == quarter &&
	       arrived_in(fact, at) == quarter;
}

void wb_tell_fact(struct wb_engine *engine, const struct wb_fact *fact,
                  const struct wb_counted *counted, wb_ms at)
{
	int64_t happened = at / WB_QUARTER, arrived = arrived_in(fact, at);
	for (int s = 0; s < counted->scope_count; s++) {
		uint32_t scope = counted->scopes[s];
		if (happened == arrived) {
			tell_cell(engine, WB_CELL_BOTH, scope, happened,
			          counted);
		} else {
			tell_cell(engine, WB_BY_EVENT, scope, happened,
			          counted);
			tell_cell(engine, WB_BY_COHORT, scope, arrived,
			          counted);
		}
	}
}

void wb_tell_courses(struct wb_engine *engine, const struct wb_counted *counted,
                     wb_ms at)
{
	for (int s = 0; engine->course_count > 0 && s < counted->scope_count;
	     s++) {
		uint32_t scope = counted->scopes[s];
		for (int i = 0;
		     engine->scopes[scope].course && i < counted->add_count;
		     i++) {
			wb_course_add(engine, scope, at,
			              counted->add[i].measure,
			              counted->add[i].amount);
		}
	}
}

static void tell_waits(struct wb_engine *engine, struct wb_sums *sums,
                       struct wb_cell *cell)
{
	for (uint32_t i = 0; i < sums->keyed.used; i++) {
		struct wb_keyed_count *count = &sums->keyed.counts[i];
		if (wb_key_is_wait(count->key) &&
		    count->count[WB_KEYS_UNTOLD] != 0) {
			tell_wait(engine, cell, count->key,
			          count->count[WB_KEYS_UNTOLD]);
		}
		count->count[WB_KEYS_UNTOLD] = 0;
	}
}

static void tell_scope(struct wb_engine *engine, uint32_t scope,
                       int64_t quarter)
{
	struct wb_sums *sums = engine->sums[scope];
	struct wb_cell *cell = cell_at(engine, WB_CELL_BOTH, scope, quarter);
	sums->touched = false;
	for (int m = 0; cell && m < WB_M_FLOWING; m++) {
		cell->add[m] = wb_plus(cell->add[m],
		                       wb_sums_since(sums, WB_FLOW_TOLD, m));
	}
	wb_sums_mark(sums, WB_FLOW_TOLD);
	if (cell && !sums->person) {
		tell_waits(engine, sums, cell);
	} else {
		wb_keyed_begin(&sums->keyed, WB_KEYS_UNTOLD);
	}
}

/*
 * All of it is of the running quarter hour: at its end everything is told,
 * before any fact of the next one.
 */
void wb_tell_flows(struct wb_engine *engine)
{
	int64_t quarter = engine->next_quarter / WB_QUARTER - 1;
	for (uint32_t i = 0; i < engine->touched_count; i++) {
		tell_scope(engine, engine->touched[i], quarter);
	}
	engine->touched_count = 0;
}

static void tell_time(struct wb_engine *engine, uint32_t scope, int level,
                      wb_ms at, int64_t spent)
{
	struct wb_cell *cell =
		cell_at(engine, WB_CELL_BOTH, scope, at / WB_QUARTER);
	if (cell) {
		cell->add[WB_M_COUNTED + level] =
			wb_plus(cell->add[WB_M_COUNTED + level], spent);
	}
	if (engine->scopes[scope].course) {
		wb_course_add(engine, scope, at, WB_M_COUNTED + level, spent);
	}
}

void wb_tell_mended(struct wb_engine *engine, uint32_t scope, int level,
                    int delta, wb_ms at)
{
	/* from a quarter hour on, as it is told at other moments as well */
	wb_ms oldest = engine->told_until / WB_QUARTER * WB_QUARTER - MEND_MAX;
	wb_ms from = at > oldest ? at : oldest;
	while (from < engine->told_until) {
		wb_ms to = (from / WB_QUARTER + 1) * WB_QUARTER;
		if (to > engine->told_until) {
			to = engine->told_until;
		}
		tell_time(engine, scope, level, from,
		          (int64_t)delta * (to - from));
		from = to;
	}
}

static void tell_level(struct wb_engine *engine, uint32_t scope, int l,
                       const struct wb_line *total, wb_ms until)
{
	struct wb_sums *sums = engine->sums[scope];
	struct wb_level *level = wb_sums_known_level(sums, l);
	if (!level && (total->n != 0 || total->c != 0)) {
		level = wb_sums_level(sums, l);
	}
	if (!level) {
		engine->out_of_memory += total->n != 0 || total->c != 0;
		return;
	}
	int64_t spent = wb_plus(wb_line_at(total, until),
	                        -wb_line_at(&level->told, engine->told_until));
	if (spent != 0) {
		tell_time(engine, scope, l, engine->told_until, spent);
	}
	level->told = *total;
}

/* Whoever is signed in or scheduled is counted in the total. */
static bool is_anybody_there(const struct wb_engine *engine)
{
	if (engine->total == WB_NOBODY) { /* no plan was set so far */
		return false;
	}
	const int32_t *heads = engine->heads[engine->total].in;
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		if (heads[l] != 0) {
			return true;
		}
	}
	return false;
}

static void tell_all(struct wb_engine *engine, wb_ms until)
{
	struct wb_line total[WB_LEVEL_COUNT];
	for (uint32_t s = 0; s < engine->names.count; s++) {
		wb_crews_totals(engine, s, total);
		for (int l = 0; l < WB_LEVEL_COUNT; l++) {
			tell_level(engine, s, l, &total[l], until);
		}
	}
}

void wb_tell_times(struct wb_engine *engine, wb_ms until)
{
	bool anybody = is_anybody_there(engine);
	if (anybody || !engine->times_told) {
		tell_all(engine, until);
	}
	engine->times_told = !anybody;
	engine->told_until = until;
	wb_count_settle(engine);
}
