/* Does PROTOCOL.md say what the codec does? */

#include <stdio.h>

#include "batch.h"
#include "event_fields.h"
#include "suite.h"

static struct wb_arena arena;
static struct wb_buf document; /* all of PROTOCOL.md */
static struct wb_str events;   /* its section 3 */

static struct wb_str between(struct wb_str text, const char *start,
                             const char *end)
{
	const char *from = strstr(text.data, start);
	const char *to = from ? strstr(from, end) : NULL;

	ck_assert_msg(to != NULL, "no '%s' up to '%s'", start, end);
	return (struct wb_str){ from, (size_t)(to - from) };
}

static void setup(void)
{
	FILE *file = fopen(PROTOCOL_MD, "rb");
	char chunk[4096];
	size_t len;

	ck_assert_msg(file != NULL, "cannot open %s", PROTOCOL_MD);
	while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		wb_buf_add(&document, chunk, len);
	}
	fclose(file);
	events = between(wb_buf_str(&document), "\n## 3.", "\n## 4.");
	arena = (struct wb_arena){ 0 };
}

static void teardown(void)
{
	wb_buf_finish(&document);
	wb_arena_finish(&arena);
}

/* Takes what comes before `separator`, without the spaces around it. */
static struct wb_str take(struct wb_str *rest, char separator)
{
	const char *end = memchr(rest->data, separator, rest->len);
	size_t len = end ? (size_t)(end - rest->data) : rest->len;
	struct wb_str part = { rest->data, len };

	rest->data += len + (end != NULL);
	rest->len -= len + (end != NULL);
	for (; part.len && *part.data == ' '; part.len--) {
		part.data++;
	}
	while (part.len && part.data[part.len - 1] == ' ') {
		part.len--;
	}
	return part;
}

/* Is `item` one of the parts of the list "a, b?, c"? */
static bool lists(struct wb_str list, struct wb_str item, const char *suffix)
{
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "%.*s%s", WB_STR_FMT(item), suffix);
	while (list.len > 0) {
		if (wb_str_is(take(&list, ','), wanted)) {
			return true;
		}
	}
	return false;
}

/* The fields of an event, as its row of the table has them. */
static bool find_row(struct wb_str kind, struct wb_str *ret_fields)
{
	struct wb_str rest = events;

	while (rest.len > 0) {
		struct wb_str line = take(&rest, '\n'), names;

		take(&line, '|');
		names = take(&line, '|');
		if (!lists(names, kind, "")) {
			continue;
		}
		*ret_fields = take(&line, '|');
		return true;
	}
	return false;
}

static int count_parts(struct wb_str list)
{
	int count = 0;

	for (; list.len > 0; count++) {
		take(&list, ',');
	}
	return count;
}

/* How many of the fields numbered so are in the list, all of them or fail. */
static int check_listed(struct wb_str list, const uint8_t *numbers, int max,
                        const char *suffix)
{
	int count = 0;

	for (; count < max && numbers[count]; count++) {
		struct wb_str name = wb_fields[numbers[count]].name;

		ck_assert_msg(lists(list, name, suffix), "'%s%s' not in '%.*s'",
		              name.data, suffix, WB_STR_FMT(list));
	}
	return count;
}

START_TEST(each_event_has_a_row_with_just_its_fields)
{
	const struct wb_event_shape *shape = &wb_event_shapes[_i];
	struct wb_str list = { NULL, 0 };
	int count;

	ck_assert_msg(find_row(shape->name, &list), "no row of '%s'",
	              shape->name.data);
	count = check_listed(list, shape->required, WB_FIELDS_REQUIRED_MAX, "");
	count += check_listed(list, shape->optional, WB_FIELDS_OPTIONAL_MAX,
	                      "?");
	ck_assert_int_eq(count_parts(list), count);
}
END_TEST

/* "customer, agent, system, transfer |" as the table of fields has it */
static bool has_words(const struct wb_field *field)
{
	struct wb_buf row = { 0 };
	bool found;

	for (int i = 0; i < field->word_count; i++) {
		wb_buf_addf(&row, "%s%s", i ? ", " : "| ", field->words[i]);
	}
	wb_buf_add_text(&row, " |\n");
	found = memmem(events.data, events.len, row.data, row.len) != NULL;
	wb_buf_finish(&row);
	return found;
}

static bool has_limits(const struct wb_field *field)
{
	char limits[64];

	snprintf(limits, sizeof(limits), "%lld to %lld", (long long)field->min,
	         (long long)field->max);
	return memmem(events.data, events.len, limits, strlen(limits)) != NULL;
}

/* Checks one field of some event against the table of fields. */
static void check_field(const struct wb_field *field)
{
	char name[64];

	snprintf(name, sizeof(name), "`%s`", field->name.data);
	ck_assert_msg(memmem(events.data, events.len, name, strlen(name)),
	              "no field %s", name);
	if (field->type == WB_FIELD_WORD) {
		ck_assert_msg(has_words(field), "not the words of %s", name);
	}
	/* two are written otherwise: 0 to `scale`, powers of ten */
	if (field->type == WB_FIELD_INT && !wb_str_is(field->name, "score") &&
	    !wb_str_is(field->name, "amount")) {
		ck_assert_msg(has_limits(field), "not the limits of %s", name);
	}
}

START_TEST(each_field_is_described_with_its_words_and_limits)
{
	const struct wb_event_shape *shape = &wb_event_shapes[_i];

	check_field(&wb_fields[WB_FIELD_T]);
	check_field(&wb_fields[WB_FIELD_ID]);
	for (int i = 0; i < WB_FIELDS_REQUIRED_MAX && shape->required[i]; i++) {
		check_field(&wb_fields[shape->required[i]]);
	}
	for (int i = 0; i < WB_FIELDS_OPTIONAL_MAX && shape->optional[i]; i++) {
		check_field(&wb_fields[shape->optional[i]]);
	}
}
END_TEST

START_TEST(the_example_batch_is_one)
{
	struct wb_str section =
		between(wb_buf_str(&document), "\n    {\"wallboard\"", "\n\n");
	struct wb_buf text = { 0 };
	struct wb_batch_error error;
	struct wb_batch batch;

	while (section.len > 0) {
		struct wb_str line = take(&section, '\n');

		if (line.len > 0) {
			wb_buf_addf(&text, "%.*s\n", WB_STR_FMT(line));
		}
	}
	ck_assert_msg(
		wb_batch_decode(wb_buf_str(&text), &arena, &batch, &error),
		"line %d: %s", error.line, error.message);
	ck_assert_int_ge(batch.count, 1);
	wb_buf_finish(&text);
}
END_TEST

START_TEST(the_example_replies_are_replies)
{
	struct wb_str rest = wb_buf_str(&document);
	int count = 0;

	while (rest.len > 0) {
		struct wb_str line = take(&rest, '\n');
		struct wb_reply reply;

		if (line.len < 6 || memcmp(line.data, "{\"ok\":", 6) != 0) {
			continue;
		}
		ck_assert_msg(wb_reply_decode(line, &reply), "%.*s",
		              WB_STR_FMT(line));
		count++;
	}
	ck_assert_int_ge(count, 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("protocol");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, each_event_has_a_row_with_just_its_fields, 0,
	                    WB_EV_COUNT);
	tcase_add_loop_test(tc,
	                    each_field_is_described_with_its_words_and_limits,
	                    0, WB_EV_COUNT);
	tcase_add_test(tc, the_example_batch_is_one);
	tcase_add_test(tc, the_example_replies_are_replies);
	return wb_test_run("proto/protocol", tc);
}
