/* The tile of alerts: what stands, and who knows of it. */

#include "model/read.h"

static enum wb_alert_state alert_state(struct wb_str name)
{
	static const char *const names[] = { "standing", "firing",
		                             "acknowledged", "over" };

	for (int i = WB_ALERT_FIRING; i <= WB_ALERT_OVER; i++) {
		if (wb_str_is(name, names[i])) {
			return (enum wb_alert_state)i;
		}
	}
	return WB_ALERT_STANDING;
}

/* Where it became bad and where it is good again; of waits, durations. */
static void read_limits(struct wb_alert_row *row, const struct wb_json *object)
{
	enum wb_unit unit = row->unit == WB_UNIT_SINCE ? WB_UNIT_MS : row->unit;

	row->has_limits = wb_board_number(wb_json_get(object, "raise"), unit,
	                                  &row->raise) &&
	                  wb_board_number(wb_json_get(object, "clear"), unit,
	                                  &row->clear);
	row->worse_above =
		!wb_str_is(wb_json_get_string(object, "worse"), "below");
}

static void read_measured(struct wb_alert_row *row,
                          const struct wb_json *object)
{
	row->unit = wb_board_unit(object);
	row->value = wb_board_value(object, row->unit);
	row->numerator = wb_json_get_int(object, "numerator", -1);
	row->denominator = wb_json_get_int(object, "denominator", -1);
	row->has_parts = row->numerator >= 0 && row->denominator > 0 &&
	                 (row->unit == WB_UNIT_PERCENT ||
	                  (row->unit == WB_UNIT_MS && row->denominator > 1));
	read_limits(row, object);
}

static bool read_alert(struct wb_board_reader *reader, const void *context,
                       struct wb_str key, const struct wb_json *object,
                       void *data)
{
	struct wb_alert_row *row = data;

	(void)context;
	(void)key;
	row->state = alert_state(wb_json_get_string(object, "state"));
	row->level = wb_board_level(object);
	row->kpi = wb_json_get_string(object, "kpi");
	row->signal = wb_json_get_string(object, "signal");
	row->scope = wb_json_get_string(object, "scope");
	row->title =
		wb_board_title(wb_json_get(object, "title"), reader->language);
	row->rule_title = wb_board_title(wb_json_get(object, "rule_title"),
	                                 reader->language);
	row->window = wb_json_get_string(object, "window");
	row->author = wb_json_get_string(object, "author");
	row->escalated = wb_json_get_bool(object, "escalated", false);
	row->flapping = wb_json_get_bool(object, "flapping", false);
	read_measured(row, object);
	row->since = wb_board_instant(object, "since");
	row->fired = wb_board_instant(object, "fired");
	row->longer = wb_json_get_bool(object, "longer", false);
	return row->level >= WB_LEVEL_INFO;
}

const struct wb_alerts_tile *
wb_board_read_alerts(struct wb_board_reader *reader, const struct wb_json *tile)
{
	const struct wb_json *counts = wb_json_get(tile, "counts");
	struct wb_alerts_tile *alerts =
		wb_arena_alloc(reader->arena, sizeof(*alerts));
	struct wb_board_list list = { .size = sizeof(struct wb_alert_row),
		                      .read = read_alert };

	if (alerts == NULL) {
		reader->failed = true;
		return NULL;
	}
	wb_board_read_list(reader, tile, &list);
	alerts->rows = list.rows;
	alerts->row_count = list.count;
	alerts->more = wb_json_get_int(tile, "more", 0);
	alerts->critical = wb_json_get_int(counts, "critical", 0);
	alerts->warning = wb_json_get_int(counts, "warning", 0);
	alerts->info = wb_json_get_int(counts, "info", 0);
	alerts->acknowledged = wb_json_get_int(counts, "acknowledged", 0);
	return alerts;
}
