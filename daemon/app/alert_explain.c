#include "app/alert_explain.h"

#include <inttypes.h>

static void write_duration(int64_t ms, struct wb_buf *out)
{
	int64_t seconds = ms / WB_SECOND;
	if (ms < WB_MINUTE) {
		wb_buf_addf(out, "%" PRId64, seconds);
		if (ms % WB_SECOND >= 100) {
			wb_buf_addf(out, ".%d", (int)(ms % WB_SECOND / 100));
		}
		wb_buf_add_text(out, " s");
	} else if (ms < WB_HOUR) {
		wb_buf_addf(out, "%" PRId64 " min %" PRId64 " s", seconds / 60,
		            seconds % 60);
	} else {
		wb_buf_addf(out, "%" PRId64 " h %" PRId64 " min",
		            seconds / 3600, seconds / 60 % 60);
	}
}

static void write_hundredths(int64_t amount, struct wb_buf *out)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, out);
	wb_json_decimal(&w, amount, 2);
}

void wb_alert_write_amount(enum wb_unit unit, int64_t amount,
                           struct wb_buf *out)
{
	if (unit == WB_UNIT_MS || unit == WB_UNIT_SINCE) {
		write_duration(amount, out);
	} else if (wb_unit_is_hundredths(unit)) {
		write_hundredths(amount, out);
		wb_buf_add_text(out, unit == WB_UNIT_PERCENT ? " %" : "");
	} else {
		wb_buf_addf(out, "%" PRId64, amount);
	}
}

/* The limits as they are in the scope. */
static void write_limits(const struct wb_alert_reading *reading,
                         enum wb_unit unit, struct wb_buf *out)
{
	const struct wb_condition_plan *condition = reading->condition;
	wb_buf_add_text(out,
	                condition->above ? "; bad above " : "; bad below ");
	wb_alert_write_amount(unit, reading->raise, out);
	if (reading->clear != reading->raise) {
		wb_buf_add_text(out, ", good again at ");
		wb_alert_write_amount(unit, reading->clear, out);
		wb_buf_add_text(out,
		                condition->above ? " or less" : " or more");
	}
	if (condition->min_sample > 0) {
		wb_buf_addf(out, ", of at least %" PRId64,
		            condition->min_sample);
	}
}

static void explain_kpi(const struct wb_alert_reading *reading,
                        struct wb_str scope, struct wb_buf *out)
{
	const struct wb_condition_plan *condition = reading->condition;
	const struct wb_value *value = &reading->value;
	const struct wb_kpi *kpi = wb_kpi_find(condition->kpi);
	if (!kpi) {
		return; /* rules name KPIs that there are */
	}
	wb_buf_addf(out, "%s of %.*s", kpi->name, WB_STR_FMT(scope));
	if (condition->window != WB_WINDOW_NOW) {
		wb_buf_addf(out, ", %s", wb_window_name(condition->window));
	}
	wb_buf_addf(out, ": %s", kpi->formula);
	if (value->is_ratio) {
		wb_buf_addf(out, " = %" PRId64 " / %" PRId64,
		            (int64_t)value->ratio.num,
		            (int64_t)value->ratio.den);
	}
	wb_buf_add_text(out, " = ");
	if (value->known) {
		wb_alert_write_amount(kpi->unit, value->value, out);
	} else {
		wb_buf_add_text(out, "not known");
	}
	write_limits(reading, kpi->unit, out);
}

static void explain_due(const struct wb_alert_reading *reading,
                        struct wb_str scope, struct wb_buf *out)
{
	wb_buf_addf(out, "entries of %.*s that miss their threshold within ",
	            WB_STR_FMT(scope));
	write_duration(reading->condition->ahead, out);
	wb_buf_addf(out, " if nobody answers = %" PRId64,
	            reading->value.known ? reading->value.value : 0);
	write_limits(reading, WB_UNIT_COUNT, out);
}

void wb_alert_explain(const struct wb_alert_reading *reading,
                      struct wb_str scope, struct wb_buf *out)
{
	switch (reading->condition->signal) {
	case WB_SIGNAL_KPI:
		explain_kpi(reading, scope, out);
		break;
	case WB_SIGNAL_DUE:
		explain_due(reading, scope, out);
		break;
	case WB_SIGNAL_FEED:
		wb_buf_addf(out, "%.*s: %s", WB_STR_FMT(scope),
		            reading->bad ? "nothing was heard of it, nor that "
		                           "it is done"
		                         : "heard again");
		break;
	case WB_SIGNAL_ROUTE:
		wb_buf_addf(out, "%.*s: %s", WB_STR_FMT(scope),
		            reading->bad ? "messages do not get through"
		                         : "messages get through again");
		break;
	case WB_SIGNAL_COUNT:
		break;
	}
}
