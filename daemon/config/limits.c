#include "config/draft.h"

/* Below the target by so much, a service level is critical (15 points). */
#define SL_CRITICAL_BELOW_BP 1500

/* In the KPI's unit: of a decimal one, a whole number is so many hundred. */
static int64_t value_in(enum wb_config_unit unit,
                        const struct wb_limit_draft *limit)
{
	bool whole =
		unit == WB_CONFIG_DECIMAL && limit->unit == WB_CONFIG_COUNT;
	return whole ? limit->value * 100 : limit->value;
}

static bool is_service_level(struct wb_str kpi)
{
	static const char start[] = "service_level";
	size_t len = sizeof(start) - 1;
	return kpi.len >= len && memcmp(kpi.data, start, len) == 0;
}

static const struct wb_limit_draft *first_given(const struct wb_tile_draft *t)
{
	if (t->target.node) {
		return &t->target;
	}
	if (t->warning.node) {
		return &t->warning;
	}
	return t->critical.node ? &t->critical : &t->scale_from;
}

static void check_unit(struct wb_reader *r, const struct wb_limit_draft *limit,
                       enum wb_config_unit unit, bool sure, const char *key)
{
	static const char *const names[] = {
		[WB_CONFIG_COUNT] = "a count such as 30",
		[WB_CONFIG_PERCENT] = "a percentage such as 80%",
		[WB_CONFIG_DURATION] = "a duration such as 2m",
		[WB_CONFIG_DECIMAL] = "a number such as 1.5",
	};
	bool whole =
		unit == WB_CONFIG_DECIMAL && limit->unit == WB_CONFIG_COUNT;
	if (!limit->node || limit->unit == unit || whole) {
		return;
	}
	size_t before = wb_path_key(r, wb_str(key));
	wb_fault_got(r, limit->node, "%s%s", names[unit],
	             sure ? ", the unit of the KPI"
	                  : ", the unit of the tile's other limits");
	wb_path_leave(r, before);
}

static enum wb_config_unit unit_of(struct wb_reader *r,
                                   const struct wb_tile_draft *draft)
{
	struct wb_config_kpi kpi = { .unit = first_given(draft)->unit };
	wb_describe_kpi(r, draft->plan.kpi, &kpi);
	return kpi.unit;
}

static void check_units(struct wb_reader *r, const struct wb_tile_draft *draft)
{
	struct wb_config_kpi kpi = { 0 };
	enum wb_config_unit unit = unit_of(r, draft);
	bool sure = wb_describe_kpi(r, draft->plan.kpi, &kpi);
	check_unit(r, &draft->target, unit, sure, "target");
	check_unit(r, &draft->warning, unit, sure, "warning");
	check_unit(r, &draft->critical, unit, sure, "critical");
	check_unit(r, &draft->scale_from, unit, sure, "scale");
	check_unit(r, &draft->scale_to, unit, sure, "scale");
}

/* Said, or told by the order of the limits, or known of the KPI, or guessed:
 * a share with a target is a promise to reach. */
static bool worse_above(struct wb_reader *r, const struct wb_tile_draft *draft)
{
	if (draft->worse != WB_WORSE_UNSAID) {
		return draft->worse == WB_WORSE_ABOVE;
	}
	if (draft->warning.node && draft->critical.node &&
	    draft->warning.value != draft->critical.value) {
		return draft->critical.value > draft->warning.value;
	}
	if (is_service_level(draft->plan.kpi)) {
		return false;
	}
	struct wb_config_kpi kpi = { 0 };
	if (wb_describe_kpi(r, draft->plan.kpi, &kpi)) {
		return !kpi.below_is_worse;
	}
	return !(draft->target.node && draft->target.unit == WB_CONFIG_PERCENT);
}

static void check_order(struct wb_reader *r, const struct wb_tile_draft *draft,
                        bool above)
{
	if (!draft->warning.node || !draft->critical.node ||
	    draft->warning.unit != draft->critical.unit) {
		return;
	}
	int64_t warning = draft->warning.value;
	int64_t critical = draft->critical.value;
	if (above ? critical < warning : critical > warning) {
		size_t before = wb_path_key(r, wb_str("critical"));
		wb_fault_got(r, draft->critical.node,
		             "a value %s the warning, as worse is %s",
		             above ? "above" : "below",
		             above ? "above" : "below");
		wb_path_leave(r, before);
	}
}

/* "queue:sales" -> the target of that queue, else that of the defaults. */
static int target_of_scope(const struct wb_plan *plan, struct wb_str scope)
{
	static const char start[] = "queue:";
	size_t len = sizeof(start) - 1;
	const struct wb_queue_plan *queue = NULL;
	if (scope.len > len && memcmp(scope.data, start, len) == 0) {
		queue = wb_plan_queue(plan, (struct wb_str){ scope.data + len,
		                                             scope.len - len });
	}
	return queue ? queue->service_level.target_bp
	             : plan->defaults.service_level.target_bp;
}

static void add_service_level_limits(const struct wb_plan *plan,
                                     const struct wb_tile_plan *tile,
                                     struct wb_limits_plan *limits)
{
	if (!limits->has_target) {
		limits->has_target = true;
		limits->target = target_of_scope(plan, tile->scope);
	}
	if (limits->has_warning || limits->has_critical || limits->above) {
		return;
	}
	int64_t critical = limits->target - SL_CRITICAL_BELOW_BP;
	limits->has_warning = true;
	limits->warning = limits->target;
	limits->has_critical = true;
	limits->critical = critical > 0 ? critical : 0;
}

void wb_check_limits(struct wb_reader *r, const struct wb_tile_draft *draft,
                     const struct wb_plan *plan, struct wb_tile_plan *tile)
{
	bool given = draft->target.node || draft->warning.node ||
	             draft->critical.node || draft->scale_from.node;
	if (given) {
		check_units(r, draft);
	}
	enum wb_config_unit unit = unit_of(r, draft);
	bool above = worse_above(r, draft);
	check_order(r, draft, above);
	tile->limits = (struct wb_limits_plan){
		.has_target = draft->target.node != NULL,
		.has_warning = draft->warning.node != NULL,
		.has_critical = draft->critical.node != NULL,
		.target = value_in(unit, &draft->target),
		.warning = value_in(unit, &draft->warning),
		.critical = value_in(unit, &draft->critical),
		.above = above,
	};
	if (is_service_level(tile->kpi)) {
		add_service_level_limits(plan, tile, &tile->limits);
	}
	wb_limits_show(&tile->limits);
}

/* Half as far again as the furthest limit; 0 when there is none. */
static int64_t beyond_limits(const struct wb_limits_plan *limits)
{
	int64_t most = limits->has_target ? limits->target : 0;
	if (limits->has_warning && limits->warning > most) {
		most = limits->warning;
	}
	if (limits->has_critical && limits->critical > most) {
		most = limits->critical;
	}
	return most + most / 2;
}

void wb_check_scale(struct wb_reader *r, const struct wb_node *node,
                    const struct wb_tile_draft *draft,
                    struct wb_tile_plan *tile)
{
	enum wb_config_unit unit = unit_of(r, draft);
	const struct wb_node *scale = wb_tile_at(node, "scale");
	tile->scale_to = unit == WB_CONFIG_PERCENT
	                         ? 10000
	                         : beyond_limits(&tile->limits);
	tile->has_scale = tile->kind == WB_TILE_GAUGE;
	size_t before = wb_path_key(r, wb_str("scale"));
	if (draft->scale_from.node && draft->scale_to.node) {
		tile->has_scale = true;
		tile->scale_from = value_in(unit, &draft->scale_from);
		tile->scale_to = value_in(unit, &draft->scale_to);
		if (tile->scale_from >= tile->scale_to) {
			wb_fault(r, scale,
			         "the second value must be above the first");
		}
	} else if (tile->has_scale && tile->scale_to <= 0 && scale == node) {
		wb_fault(r, node,
		         "missing, a gauge without limits needs [lowest, "
		         "highest]");
	}
	wb_path_leave(r, before);
}

void wb_limits_show(struct wb_limits_plan *limits)
{
	if (!limits->above || limits->has_target) {
		return;
	}
	limits->has_target = limits->has_warning || limits->has_critical;
	limits->target =
		limits->has_warning ? limits->warning : limits->critical;
}
