/* What the columns hold: sums, quantiles of waits, counts by reason. */

#include <string.h>

#include "kpi/state.h"

static wb_ms start_of(const struct wb_engine *engine, uint32_t scope,
                      enum wb_column column)
{
	return column < WB_TRAILING_COUNT ? wb_ring_start(engine->ring, column)
	                                  : engine->sums[scope]->start[column];
}

static void add_flows(const struct wb_sums *sums, enum wb_column column,
                      int64_t ret_sums[WB_MEASURE_COUNT])
{
	for (int m = 0; m < WB_M_FLOWING; m++) {
		ret_sums[m] = wb_sums_value(sums, column, m);
	}
	memcpy(&ret_sums[WB_M_FLOWING], sums->standing, sizeof(sums->standing));
}

static void add_times(const struct wb_engine *engine, uint32_t scope,
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
	add_flows(engine->sums[scope], column, ret_sums);
	add_times(engine, scope, column, ret_sums);
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

struct wb_value wb_read_sums(const struct wb_engine *engine,
                             const struct wb_kpi *kpi, uint32_t scope,
                             enum wb_window window)
{
	int64_t sums[WB_MEASURE_COUNT] = { 0 };
	enum wb_column column = wb_column_of(window);
	add_flows(engine->sums[scope], column, sums);
	/* agents' times take a look at every crew */
	if (has_times(&kpi->numerator) || has_times(&kpi->denominator)) {
		add_times(engine, scope, column, sums);
	}
	return wb_kpi_value(kpi, sums, NULL);
}

struct wb_value wb_read_quantile(const struct wb_engine *engine,
                                 const struct wb_kpi *kpi, uint32_t scope,
                                 enum wb_window window)
{
	struct wb_value value = { .known = false };
	value.known = wb_keyed_quantile(&engine->sums[scope]->keyed,
	                                (int)wb_column_of(window),
	                                kpi->quantile, &value.value);
	return value;
}

int64_t wb_engine_refusals(const struct wb_engine *engine, uint32_t scope,
                           enum wb_window window, uint32_t reason)
{
	return wb_keyed_get(&engine->sums[scope]->keyed,
	                    WB_KEY_REFUSAL + reason, (int)wb_column_of(window));
}

static bool was_signed_in(const struct wb_engine *engine, uint32_t agent,
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

struct wb_value wb_read_per_agent(const struct wb_engine *engine,
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
	return wb_kpi_ratio(kpi,
	                    wb_sums_value(engine->sums[scope],
	                                  wb_column_of(window), WB_M_HANDLED),
	                    agents);
}
