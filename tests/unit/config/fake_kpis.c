#include "fake_kpis.h"

static bool kpi_exists(struct wb_str name)
{
	static const char *const names[] = {
		"service_level",
		"longest_wait",
		"waiting",
		"handled",
		"abandonment_rate",
		"occupancy",
		"first_contact_resolution",
		"budget_burn",
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (wb_str_is(name, names[i])) {
			return true;
		}
	}
	return false;
}

static bool kpi_has_scope(struct wb_str name, struct wb_str kind)
{
	bool of_agents = wb_str_is(name, "occupancy");
	return !(of_agents && wb_str_is(kind, "queue")) &&
	       !(wb_str_is(name, "waiting") && wb_str_is(kind, "agent"));
}

static void kpi_describe(struct wb_str name, struct wb_config_kpi *ret_kpi)
{
	*ret_kpi = (struct wb_config_kpi){ .unit = WB_CONFIG_PERCENT };
	if (wb_str_is(name, "waiting") || wb_str_is(name, "handled")) {
		ret_kpi->unit = WB_CONFIG_COUNT;
	} else if (wb_str_is(name, "budget_burn")) {
		ret_kpi->unit = WB_CONFIG_DECIMAL;
	} else if (wb_str_is(name, "longest_wait")) {
		ret_kpi->unit = WB_CONFIG_DURATION;
	}
	ret_kpi->of_the_moment =
		wb_str_is(name, "waiting") || wb_str_is(name, "longest_wait");
	ret_kpi->of_sums = !ret_kpi->of_the_moment;
	ret_kpi->below_is_worse = wb_str_is(name, "service_level") ||
	                          wb_str_is(name, "first_contact_resolution");
}

const struct wb_config_checks fake_kpis = { kpi_exists, kpi_has_scope,
	                                    kpi_describe };
