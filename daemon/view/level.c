/* Judging values: normal, warning, critical. */

#include "view/parts.h"

/* A queue this far below its target is critical (basis points). */
#define CRITICAL_BELOW_TARGET 1500

const char *wb_level_name(enum level level)
{
	static const char *const names[] = { "none", "normal", "warning",
		                             "critical" };
	return names[level];
}

static bool beyond(int64_t value, int64_t limit, bool above)
{
	return above ? value > limit : value < limit;
}

static enum level judge(int64_t value, const struct wb_limits_plan *limits)
{
	if (!limits->has_warning && !limits->has_critical) {
		return LEVEL_NONE;
	}
	if (limits->has_critical &&
	    beyond(value, limits->critical, limits->above)) {
		return LEVEL_CRITICAL;
	}
	if (limits->has_warning &&
	    beyond(value, limits->warning, limits->above)) {
		return LEVEL_WARNING;
	}
	return LEVEL_NORMAL;
}

enum level wb_level_of(const struct wb_kpi *kpi, struct wb_value value,
                       const struct wb_limits_plan *limits, wb_ms now)
{
	if (kpi->unit == WB_UNIT_SINCE) {
		return judge(value.known && now > value.value
		                     ? now - value.value
		                     : 0,
		             limits);
	}
	return value.known ? judge(value.value, limits) : LEVEL_NONE;
}

void wb_level_queue_limits(const struct wb_kpi *kpi,
                           const struct wb_queue_plan *queue,
                           struct wb_limits_plan *ret_limits)
{
	const struct wb_service_level_plan *level = &queue->service_level;
	struct wb_str name = wb_str(kpi->name);
	*ret_limits = (struct wb_limits_plan){ 0 };
	if (wb_str_is(name, "service_level")) {
		int critical = level->target_bp - CRITICAL_BELOW_TARGET;
		*ret_limits = (struct wb_limits_plan){
			.has_target = true,
			.has_warning = true,
			.has_critical = true,
			.target = level->target_bp,
			.warning = level->target_bp,
			.critical = critical > 0 ? critical : 0,
		};
	} else if (wb_str_is(name, "longest_wait")) {
		*ret_limits = (struct wb_limits_plan){
			.has_warning = true,
			.has_critical = true,
			.warning = level->threshold,
			.critical = 2 * level->threshold,
			.above = true,
		};
	}
}

/*
 * How long the last points of a trend were past the limit: since when. When
 * all of them were it may have been so for longer.
 */
static void since_by_trend(const struct wb_trend *trend, struct breach *breach)
{
	wb_ms at = trend->end;
	for (int i = trend->count - 1; i >= 0; i--, at -= WB_MINUTE) {
		int64_t value;
		if (!wb_trend_point(trend, i, &value) ||
		    judge(value, &breach->limits) < breach->level) {
			return;
		}
		breach->since = at;
	}
	breach->longer = trend->count == WB_TREND_POINTS;
}

/* A wait was bad from the moment on when it grew past its limit. */
static void since_by_limit(struct breach *breach)
{
	const struct wb_limits_plan *limits = &breach->limits;
	bool critical = breach->level == LEVEL_CRITICAL && limits->has_critical;
	breach->since = breach->value.value +
	                (critical ? limits->critical : limits->warning);
}

struct breach wb_level_judge(const struct page *page, const struct wb_kpi *kpi,
                             uint32_t scope, enum wb_window window,
                             const struct wb_limits_plan *limits)
{
	struct wb_engine *engine = page->input->engine;
	struct wb_value value = wb_engine_read(engine, kpi, scope, window);
	struct breach breach = {
		.kpi = kpi,
		.scope = scope,
		.window = window,
		.value = value,
		.limits = *limits,
		.total = wb_engine_scope_kind(engine, scope) == WB_SCOPE_TOTAL,
		.level = wb_level_of(kpi, value, limits, page->input->now),
	};
	if (kpi->unit == WB_UNIT_PERCENT && limits->has_target && value.known &&
	    !limits->above) {
		breach.shortfall = limits->target - value.value;
	}
	if (breach.level < LEVEL_WARNING) {
		return breach;
	}
	const struct wb_trend *trend =
		wb_engine_trend(engine, kpi, scope, window);
	if (kpi->unit == WB_UNIT_SINCE && limits->above) {
		since_by_limit(&breach);
	} else if (trend) {
		since_by_trend(trend, &breach);
	}
	return breach;
}
