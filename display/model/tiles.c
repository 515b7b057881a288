#include "model/read.h"

/* Those of a wait are durations. */
static void read_limits(struct wb_number_tile *number,
                        const struct wb_json *tile)
{
	enum wb_unit unit =
		number->unit == WB_UNIT_SINCE ? WB_UNIT_MS : number->unit;

	number->has_target = wb_board_number(wb_json_get(tile, "target"), unit,
	                                     &number->target);
	number->has_warning = wb_board_number(wb_json_get(tile, "warning"),
	                                      unit, &number->warning);
	number->has_critical = wb_board_number(wb_json_get(tile, "critical"),
	                                       unit, &number->critical);
	number->has_scale = wb_board_number(wb_json_get(tile, "scale_from"),
	                                    unit, &number->scale_from) &&
	                    wb_board_number(wb_json_get(tile, "scale_to"), unit,
	                                    &number->scale_to) &&
	                    number->scale_from < number->scale_to;
}

static void read_course(struct wb_board_reader *reader,
                        struct wb_number_tile *number,
                        const struct wb_json *tile)
{
	const struct wb_json *trend = wb_json_get(tile, "trend");

	number->trend = wb_board_trend(reader, trend, "points", number->unit);
	number->of_day = wb_str_is(wb_json_get_string(tile, "span"), "day");
	number->part = wb_json_get_string(trend, "part");
	number->parts =
		wb_board_trend(reader, trend, "part_points", number->unit);
	if (number->parts.count != number->trend.count) {
		number->parts = (struct wb_trend){ 0 };
	}
}

const struct wb_number_tile *
wb_board_read_number(struct wb_board_reader *reader, const struct wb_json *tile)
{
	struct wb_number_tile *number =
		wb_arena_alloc(reader->arena, sizeof(*number));

	if (number == NULL) {
		reader->failed = true;
		return NULL;
	}
	number->kpi = wb_json_get_string(tile, "kpi");
	number->scope = wb_json_get_string(tile, "scope");
	number->scope_title = wb_board_title(wb_json_get(tile, "scope_title"),
	                                     reader->language);
	number->window = wb_json_get_string(tile, "window");
	number->unit = wb_board_unit(tile);
	number->value = wb_board_value(tile, number->unit);
	number->has_whole = wb_board_number(wb_json_get(tile, "whole"),
	                                    number->unit, &number->whole);
	number->worse_above =
		!wb_str_is(wb_json_get_string(tile, "worse"), "below");
	number->threshold = wb_json_get_int(wb_json_get(tile, "definition"),
	                                    "threshold_ms", 0);
	number->threshold_max = wb_json_get_int(wb_json_get(tile, "definition"),
	                                        "threshold_max_ms", 0);
	read_limits(number, tile);
	read_course(reader, number, tile);
	number->numerator = wb_json_get_int(tile, "numerator", -1);
	number->denominator = wb_json_get_int(tile, "denominator", -1);
	number->has_parts = number->numerator >= 0 && number->denominator >= 0;
	number->formula = wb_json_get_string(tile, "formula");
	return number;
}

static void read_columns(struct wb_queues_tile *queues,
                         const struct wb_json *columns)
{
	const struct wb_json_member *m = columns ? columns->first : NULL;

	for (; m != NULL && queues->column_count < WB_BOARD_COLUMNS_MAX;
	     m = m->next) {
		struct wb_column *column =
			&queues->columns[queues->column_count];

		column->kpi = wb_json_get_string(&m->value, "kpi");
		if (column->kpi.len == 0) {
			continue;
		}
		column->kind = WB_COLUMN_KPI;
		if (wb_str_is(column->kpi, "agents")) {
			column->kind = WB_COLUMN_AGENTS;
		} else if (wb_str_is(column->kpi, "trend")) {
			column->kind = WB_COLUMN_TREND;
		}
		column->unit = wb_board_unit(&m->value);
		column->window = wb_json_get_string(&m->value, "window");
		queues->column_count++;
	}
}

static bool read_queue_row(struct wb_board_reader *reader, const void *context,
                           struct wb_str name, const struct wb_json *object,
                           void *data)
{
	const struct wb_queues_tile *queues = context;
	struct wb_queue_row *row = data;
	const struct wb_json *agents = wb_json_get(object, "agents");
	int i;

	row->title =
		wb_board_title(wb_json_get(object, "title"), reader->language);
	if (row->title.len == 0) {
		row->title = name;
	}
	row->level = wb_board_level(object);
	row->unconfigured = wb_json_get_bool(object, "unconfigured", false);
	row->has_target = wb_board_number(wb_json_get(object, "target"),
	                                  WB_UNIT_PERCENT, &row->target);
	for (i = 0; i < queues->column_count; i++) {
		if (queues->columns[i].kind == WB_COLUMN_KPI) {
			row->cells[i] = wb_board_value(
				wb_json_get_str(object, queues->columns[i].kpi),
				queues->columns[i].unit);
		}
	}
	row->has_agents = agents != NULL && agents->kind == WB_JSON_OBJECT;
	row->available = wb_json_get_int(agents, "available", 0);
	row->signed_in = wb_json_get_int(agents, "signed_in", 0);
	row->trend = wb_board_trend(reader, wb_json_get(object, "trend"),
	                            "points", WB_UNIT_PERCENT);
	return true;
}

const struct wb_queues_tile *
wb_board_read_queues(struct wb_board_reader *reader, const struct wb_json *tile)
{
	struct wb_queues_tile *queues =
		wb_arena_alloc(reader->arena, sizeof(*queues));
	struct wb_board_list list = { .size = sizeof(struct wb_queue_row),
		                      .read = read_queue_row,
		                      .context = queues };

	if (queues == NULL) {
		reader->failed = true;
		return NULL;
	}
	read_columns(queues, wb_json_get(tile, "columns"));
	wb_board_read_list(reader, tile, &list);
	queues->rows = list.rows;
	queues->row_count = list.count;
	queues->more = wb_json_get_int(tile, "more", 0);
	return queues;
}

const char *wb_agent_state_name(enum wb_agent_state state)
{
	static const char *const names[WB_AGENT_STATE_COUNT] = {
		"available", "ringing", "talking",
		"holding",   "acw",     "not_ready",
	};

	return names[state];
}

static bool read_agent_row(struct wb_board_reader *reader, const void *context,
                           struct wb_str key, const struct wb_json *object,
                           void *data)
{
	struct wb_agent_row *row = data;
	struct wb_str state = wb_json_get_string(object, "state");
	int i;

	(void)context;
	(void)key;
	for (i = 0; i < WB_AGENT_STATE_COUNT; i++) {
		if (!wb_str_is(state,
		               wb_agent_state_name((enum wb_agent_state)i))) {
			continue;
		}
		row->title = wb_board_title(wb_json_get(object, "title"),
		                            reader->language);
		row->state = (enum wb_agent_state)i;
		row->reason = wb_json_get_string(object, "reason");
		row->pending = wb_json_get_string(object, "pending");
		row->since = wb_board_instant(object, "since");
		row->level = wb_board_level(object);
		return true;
	}
	return false;
}

static void read_agent_counts(struct wb_agents_tile *agents,
                              const struct wb_json *tile)
{
	const struct wb_json *counts = wb_json_get(tile, "counts");
	const struct wb_json *reasons = wb_json_get(tile, "reasons");
	const struct wb_json_member *m;
	int i;

	agents->signed_in = wb_json_get_int(counts, "signed_in", 0);
	for (i = 0; i < WB_AGENT_STATE_COUNT; i++) {
		agents->counts[i] = wb_json_get_int(
			counts, wb_agent_state_name((enum wb_agent_state)i), 0);
	}
	agents->over_limit = wb_json_get_int(tile, "over_limit", 0);
	agents->more = wb_json_get_int(tile, "more", 0);
	if (reasons == NULL || reasons->kind != WB_JSON_OBJECT) {
		return;
	}
	for (m = reasons->first; m != NULL && agents->reason_count < 8;
	     m = m->next) {
		if (m->value.kind == WB_JSON_NUMBER) {
			agents->reasons[agents->reason_count++] =
				(struct wb_reason_count){ m->key,
				                          m->value.number };
		}
	}
}

const struct wb_agents_tile *
wb_board_read_agents(struct wb_board_reader *reader, const struct wb_json *tile)
{
	struct wb_agents_tile *agents =
		wb_arena_alloc(reader->arena, sizeof(*agents));
	struct wb_board_list list = { .size = sizeof(struct wb_agent_row),
		                      .read = read_agent_row };

	if (agents == NULL) {
		reader->failed = true;
		return NULL;
	}
	read_agent_counts(agents, tile);
	wb_board_read_list(reader, tile, &list);
	agents->rows = list.rows;
	agents->row_count = list.count;
	return agents;
}
