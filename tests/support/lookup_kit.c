#include "lookup_kit.h"

#include <check.h>
#include <stdarg.h>
#include <string.h>

#include "app/take.h"
#include "temp_dir.h"

void lookup_kit_open(struct lookup_kit *kit, wb_ms base)
{
	char error[256] = "";

	memset(kit, 0, sizeof(*kit));
	kit_open(&kit->kit, base);
	wb_engine_keep_details(kit->kit.engine);
	temp_dir_make();
	kit->history = wb_history_open(temp_dir(), wb_measure_names,
	                               WB_MEASURE_COUNT, error, sizeof(error));
	ck_assert_msg(kit->history != NULL, "%s", error);
	ck_assert_uint_eq(wb_feeds_number(&kit->feeds, wb_str("pbx")), 0);
	kit->shown = (struct wb_view_feed){
		.name = wb_str("pbx"),
		.state = WB_FEED_LIVE,
		.heard = base,
		.event = base,
	};
}

void lookup_kit_close(struct lookup_kit *kit)
{
	wb_history_close(kit->history);
	wb_feeds_finish(&kit->feeds);
	wb_buf_finish(&kit->body);
	wb_arena_finish(&kit->arena);
	kit_close(&kit->kit);
	temp_dir_remove();
}

void lookup_kit_ask(struct lookup_kit *kit, ...)
{
	va_list args;
	const char *name;
	int count = 0;

	memset(kit->parameters, 0, sizeof(kit->parameters));
	va_start(args, kit);
	while ((name = va_arg(args, const char *)) != NULL) {
		ck_assert_int_lt(count, 8);
		kit->parameters[count][0] = name;
		kit->parameters[count++][1] = va_arg(args, const char *);
	}
	va_end(args);
}

static struct wb_str parameter(void *ctx, const char *name)
{
	const struct lookup_kit *kit = ctx;

	for (int i = 0; i < 8 && kit->parameters[i][0]; i++) {
		if (strcmp(kit->parameters[i][0], name) == 0) {
			return wb_str(kit->parameters[i][1]);
		}
	}
	return (struct wb_str){ NULL, 0 };
}

static enum wb_lookup_result ask(struct lookup_kit *kit, lookup_kit_fn write)
{
	wb_ms now = wb_engine_now(kit->kit.engine);
	struct wb_history_mark mark = { 1, now };

	ck_assert_int_eq(
		wb_take(kit->history, kit->kit.engine, &kit->feeds, mark), 0);
	kit->lookup = (struct wb_lookup){
		.history = kit->history,
		.engine = kit->kit.engine,
		.feeds = &kit->feeds,
		.shown = &kit->shown,
		.shown_count = 1,
		.now = now,
	};
	wb_buf_clear(&kit->body);
	kit->error[0] = '\0';
	return write(&kit->lookup, parameter, kit, &kit->body, kit->error);
}

const struct wb_json *lookup_kit_answer(struct lookup_kit *kit,
                                        lookup_kit_fn write)
{
	struct wb_json_error wrong;
	enum wb_lookup_result result = ask(kit, write);

	ck_assert_msg(result == WB_LOOKUP_OK, "%d: %s", (int)result,
	              kit->error);
	const struct wb_json *answer =
		wb_json_read(wb_buf_str(&kit->body), &kit->arena, &wrong);
	ck_assert_msg(answer != NULL, "%s: %s", wrong.message, kit->body.data);
	return answer;
}

const char *lookup_kit_refusal(struct lookup_kit *kit, lookup_kit_fn write,
                               enum wb_lookup_result expected)
{
	ck_assert_int_eq(ask(kit, write), expected);
	return kit->error;
}

const struct wb_json *lookup_kit_element(const struct wb_json *object,
                                         const char *key, int i)
{
	const struct wb_json *array = wb_json_get(object, key);

	ck_assert_msg(array != NULL, "no '%s'", key);
	const struct wb_json_member *m = array->first;
	while (m && i-- > 0) {
		m = m->next;
	}
	ck_assert_ptr_nonnull(m);
	return &m->value;
}

int lookup_kit_count(const struct wb_json *object, const char *key)
{
	const struct wb_json *array = wb_json_get(object, key);
	int count = 0;

	ck_assert_msg(array != NULL, "no '%s'", key);
	for (const struct wb_json_member *m = array->first; m; m = m->next) {
		count++;
	}
	return count;
}
