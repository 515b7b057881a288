/* What the columns hold: sums, quantiles of waits, counts by reason. */

#include <string.h>

#include "kpi/state.h"

static wb_ms start_of(const struct wb_engine *engine, uint32_t scope,
                      enum wb_column column)
{
	return column < WB_TRAILING_COUNT
	               ? wb_log_start(&engine->log, column)
	               : engine->sums[scope]->start[WB_LASTING(column)];
}

struct held wb_read_column(struct wb_engine *engine, uint32_t scope,
                           enum wb_column column)
{
	struct wb_sums *sums = engine->sums[scope];
	struct held held = { .sums = sums, .column = column };
	struct wb_watch_subject subject = {
		.number = scope,
		.newest = sums->newest,
		.keeps_waits = !sums->person,
		.watch = &sums->watch,
	};
	if (column < WB_TRAILING_COUNT) {
		held.window = wb_watch_read(&subject, &engine->log, column);
	}
	return held;
}

int64_t wb_held_value(const struct held *held, int measure)
{
	if (held->column < WB_TRAILING_COUNT) {
		return held->window ? held->window->flows[measure] : 0;
	}
	return wb_sums_since(held->sums, wb_sums_row(held->column), measure);
}

static void add_flows(struct wb_engine *engine, uint32_t scope,
                      enum wb_column column, int64_t ret_sums[WB_MEASURE_COUNT])
{
	const struct wb_sums *sums = engine->sums[scope];
	struct held held = wb_read_column(engine, scope, column);
	for (int m = 0; m < WB_M_FLOWING; m++) {
		ret_sums[m] = wb_held_value(&held, m);
	}
	memcpy(&ret_sums[WB_M_FLOWING], sums->standing, sizeof(sums->standing));
}

static void add_times(struct wb_engine *engine, uint32_t scope,
                      enum wb_column column, int64_t ret_sums[WB_MEASURE_COUNT])
{
	struct wb_line total[WB_LEVEL_COUNT], before[WB_LEVEL_COUNT];
	wb_ms start = start_of(engine, scope, column);
	wb_crews_lines(engine, scope, column, total, before);
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		ret_sums[WB_M_COUNTED + l] =
			wb_plus(wb_line_at(&total[l], engine->now),
		                -wb_line_at(&before[l], start));
	}
}

void wb_count_sums(struct wb_engine *engine, uint32_t scope,
                   enum wb_window window, int64_t ret_sums[WB_MEASURE_COUNT])
{
	enum wb_column column = wb_column_of(window);
	add_flows(engine, scope, column, ret_sums);
	add_times(engine, scope, column, ret_sums);
}

void wb_read_tire(struct wb_engine *engine)
{
	for (uint32_t i = 0; i < engine->names.count; i++) {
		wb_watch_tire(&engine->sums[i]->watch);
	}
	for (uint32_t i = 0; i < engine->crews.used; i++) {
		if (engine->crews.list[i]) {
			wb_watch_tire(&engine->crews.list[i]->watch);
		}
	}
}

static bool has_times(const struct wb_sum *sum)
{
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		int term = sum->term[i] > 0 ? sum->term[i] : -sum->term[i];
		if (term > WB_M_COUNTED) {
			return true;
		}
	}
	return false;
}

struct wb_value wb_read_sums(struct wb_engine *engine, const struct wb_kpi *kpi,
                             uint32_t scope, enum wb_window window)
{
	int64_t sums[WB_MEASURE_COUNT] = { 0 };
	enum wb_column column = wb_column_of(window);
	add_flows(engine, scope, column, sums);
	/* agents' times take a look at every crew */
	if (has_times(&kpi->numerator) || has_times(&kpi->denominator)) {
		add_times(engine, scope, column, sums);
	}
	return wb_kpi_value(kpi, sums, NULL);
}

/* Where a column's keys are counted, and as which column there. */
static const struct wb_keyed *keys_of(struct wb_engine *engine, uint32_t scope,
                                      enum wb_column column, int *ret_column)
{
	static const struct wb_keyed none;
	struct held held = wb_read_column(engine, scope, column);
	*ret_column =
		column < WB_TRAILING_COUNT ? (int)column : WB_LASTING(column);
	if (column >= WB_TRAILING_COUNT) {
		return &held.sums->keyed;
	}
	return held.window ? &held.sums->watch->keyed : &none;
}

struct wb_value wb_read_quantile(struct wb_engine *engine,
                                 const struct wb_kpi *kpi, uint32_t scope,
                                 enum wb_window window)
{
	struct wb_value value = { .known = false };
	int column;
	const struct wb_keyed *keyed =
		keys_of(engine, scope, wb_column_of(window), &column);
	value.known =
		wb_keyed_quantile(keyed, column, kpi->quantile, &value.value);
	return value;
}

static int64_t read_key(struct wb_engine *engine, uint32_t scope,
                        enum wb_window window, uint32_t key)
{
	int column;
	const struct wb_keyed *keyed =
		keys_of(engine, scope, wb_column_of(window), &column);
	return wb_keyed_get(keyed, key, column);
}

int64_t wb_engine_refusals(struct wb_engine *engine, uint32_t scope,
                           enum wb_window window, uint32_t reason)
{
	return read_key(engine, scope, window, WB_KEY_REFUSAL + reason);
}

int64_t wb_engine_outcomes(struct wb_engine *engine, uint32_t scope,
                           enum wb_window window, uint32_t code)
{
	return read_key(engine, scope, window, WB_KEY_CODE + code);
}

static bool was_signed_in(struct wb_engine *engine, uint32_t agent,
                          enum wb_window window)
{
	int64_t sums[WB_MEASURE_COUNT];
	uint32_t own = engine->agents[agent].own;
	add_times(engine, own, wb_column_of(window), sums);
	for (int state = WB_AGENT_AVAILABLE; state < WB_AGENT_STATE_COUNT;
	     state++) {
		if (sums[WB_M_COUNTED + WB_STATE_LEVEL(state)] > 0) {
			return true;
		}
	}
	return false;
}

struct wb_value wb_read_per_agent(struct wb_engine *engine,
                                  const struct wb_kpi *kpi, uint32_t scope,
                                  enum wb_window window)
{
	int64_t agents = 0;
	for (uint32_t i = 0; i < engine->agent_count; i++) {
		if (wb_engine_scope_has_agent(engine, scope, i) &&
		    was_signed_in(engine, i, window)) {
			agents++;
		}
	}
	struct held held = wb_read_column(engine, scope, wb_column_of(window));
	return wb_kpi_ratio(kpi, wb_held_value(&held, WB_M_HANDLED), agents);
}
