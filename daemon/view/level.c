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

wb_ms wb_level_since(const struct wb_trend *trend,
                     const struct wb_limits_plan *limits, enum level level)
{
	if (!trend || trend->count == 0) {
		return 0;
	}
	wb_ms since = 0;
	wb_ms at = trend->end;
	for (int i = trend->count - 1; i >= 0; i--, at -= WB_MINUTE) {
		int64_t value;
		if (!wb_trend_point(trend, i, &value) ||
		    judge(value, limits) < level) {
			return since;
		}
		since = at;
	}
	return since;
}
