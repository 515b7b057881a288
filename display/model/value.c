#include "model/read.h"

#define NUMBER_MAX (INT64_MAX / 1024)

enum wb_unit wb_board_unit(const struct wb_json *object)
{
	static const char *const names[] = { "count", "percent", "ms",
		                             "since", "points",  "rate",
		                             "factor" };
	struct wb_str unit = wb_json_get_string(object, "unit");
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (wb_str_is(unit, names[i])) {
			return (enum wb_unit)i;
		}
	}
	return WB_UNIT_COUNT;
}

enum wb_level wb_board_level(const struct wb_json *object)
{
	struct wb_str level = wb_json_get_string(object, "level");

	if (wb_str_is(level, "normal")) {
		return WB_LEVEL_NORMAL;
	}
	if (wb_str_is(level, "info")) {
		return WB_LEVEL_INFO;
	}
	if (wb_str_is(level, "warning")) {
		return WB_LEVEL_WARNING;
	}
	if (wb_str_is(level, "critical")) {
		return WB_LEVEL_CRITICAL;
	}
	return WB_LEVEL_NONE;
}

/* number / 10^scale in units of 10^-places, rounded half away from zero. */
static bool rescaled(const struct wb_json *value, int places, int64_t *ret)
{
	int64_t number = value->number;
	int64_t divisor = 1;
	int scale;

	for (scale = value->scale; scale < places; scale++) {
		if (number > INT64_MAX / 10 || number < INT64_MIN / 10) {
			return false;
		}
		number *= 10;
	}
	for (scale = value->scale; scale > places; scale--) {
		divisor *= 10;
	}
	*ret = number / divisor;
	if (number % divisor * 2 >= divisor && divisor > 1) {
		++*ret;
	} else if (number % divisor * 2 <= -divisor && divisor > 1) {
		--*ret;
	}
	return true;
}

bool wb_board_number(const struct wb_json *value, enum wb_unit unit,
                     int64_t *ret_number)
{
	bool hundredths = unit != WB_UNIT_MS && unit != WB_UNIT_SINCE;
	int64_t number;

	if (value == NULL || value->kind != WB_JSON_NUMBER ||
	    !rescaled(value, hundredths ? 2 : 0, &number)) {
		return false;
	}
	/* Wide enough for anything real, and no sum of two overflows. */
	if (number > NUMBER_MAX || number < -NUMBER_MAX) {
		return false;
	}
	*ret_number = number;
	return true;
}

wb_ms wb_board_instant(const struct wb_json *object, const char *key)
{
	int64_t value = wb_json_get_int(object, key, 0);

	return value > 0 && value <= WB_TIME_MAX ? value : 0;
}

wb_ms wb_board_span(const struct wb_json *object, const char *key)
{
	int64_t value = wb_json_get_int(object, key, 0);

	return value >= 0 && value <= 24 * WB_HOUR ? value : 0;
}

wb_ms wb_board_offset(const struct wb_json *object, wb_ms fallback)
{
	int64_t value = wb_json_get_int(object, "utc_offset_ms", fallback);

	return value >= -24 * WB_HOUR && value <= 24 * WB_HOUR ? value
	                                                       : fallback;
}

struct wb_value wb_board_value(const struct wb_json *object, enum wb_unit unit)
{
	struct wb_value value = { .level = wb_board_level(object) };

	value.present = wb_board_number(wb_json_get(object, "value"), unit,
	                                &value.number);
	return value;
}

struct wb_trend wb_board_trend(struct wb_board_reader *reader,
                               const struct wb_json *trend, const char *member,
                               enum wb_unit unit)
{
	const struct wb_json *points = wb_json_get(trend, member);
	enum wb_unit of_points = unit == WB_UNIT_SINCE ? WB_UNIT_MS : unit;
	const struct wb_json_member *m;
	struct wb_trend result = { 0 };
	int64_t *numbers;

	if (points == NULL || points->kind != WB_JSON_ARRAY ||
	    points->count == 0 || points->count > WB_BOARD_POINTS_MAX) {
		return result;
	}
	numbers =
		wb_arena_alloc(reader->arena, points->count * sizeof(*numbers));
	if (numbers == NULL) {
		reader->failed = true;
		return result;
	}
	for (m = points->first; m != NULL; m = m->next) {
		numbers[result.count] = WB_POINT_ABSENT;
		wb_board_number(&m->value, of_points, &numbers[result.count]);
		result.count++;
	}
	result.points = numbers;
	result.end = wb_board_instant(trend, "end");
	result.step = wb_json_get_int(trend, "step_ms", 0);
	if (result.step < 0 || result.step > 24 * WB_HOUR) {
		result.step = 0;
	}
	return result;
}

int wb_board_small_int(const struct wb_json *object, const char *key, int min,
                       int max, int fallback)
{
	int64_t value = wb_json_get_int(object, key, fallback);

	return value >= min && value <= max ? (int)value : fallback;
}
