/* What there is by name, and what each agent does. */

#include "app/directory.h"

#include <check.h>

#include "lookup_kit.h"
#include "suite.h"

/* 2025-11-18 10:00:00 UTC */
#define BASE ((wb_ms)1763460000000)

static struct lookup_kit lookup;
static struct kit *kit = &lookup.kit;

static void setup(void)
{
	lookup_kit_open(&lookup, BASE);
}

static void teardown(void)
{
	lookup_kit_close(&lookup);
}

static const struct wb_json *directory(void)
{
	lookup_kit_ask(&lookup, NULL);
	return lookup_kit_answer(&lookup, wb_directory_write);
}

/* The element of `list` whose member `key` is `name`; NULL = none. */
static const struct wb_json *named(const struct wb_json *answer,
                                   const char *list, const char *key,
                                   const char *name)
{
	for (int i = 0; i < lookup_kit_count(answer, list); i++) {
		const struct wb_json *one = lookup_kit_element(answer, list, i);
		if (wb_str_is(wb_json_get_string(one, key), name)) {
			return one;
		}
	}
	return NULL;
}

static void expect_text(const struct wb_json *one, const char *key,
                        const char *expected)
{
	struct wb_str text = wb_json_get_string(one, key);
	ck_assert_msg(wb_str_is(text, expected), "%s: got %.*s, expected %s",
	              key, WB_STR_FMT(text), expected);
}

START_TEST(a_configured_queue_says_where_it_belongs)
{
	const struct wb_json *sales =
		named(directory(), "queues", "queue", "sales");
	ck_assert_ptr_nonnull(sales);
	ck_assert_int_gt(wb_json_get_int(sales, "threshold_ms", 0), 0);
	ck_assert_ptr_nonnull(wb_json_get(sales, "target"));
	ck_assert(wb_json_get_string(sales, "department").len > 0);
	expect_text(sales, "channel", "voice");
	ck_assert_ptr_null(wb_json_get(sales, "unconfigured"));
}
END_TEST

START_TEST(agents_say_what_they_do_and_since_when)
{
	kit_play(kit, 5, "agent.signed_in", "'agent':'ann'");
	kit_play(kit, 100, "agent.state",
	         "'agent':'ann','state':'not_ready','reason':'lunch'");
	const struct wb_json *ann =
		named(directory(), "agents", "agent", "ann");
	expect_text(ann, "state", "not_ready");
	expect_text(ann, "reason", "lunch");
	expect_text(ann, "team", "red");
	ck_assert_int_eq(wb_json_get_int(ann, "since", 0), BASE + 100000);
	kit_play(kit, 110, "agent.signed_out", "'agent':'ann'");
	ann = named(directory(), "agents", "agent", "ann");
	expect_text(ann, "state", "signed_out");
	ck_assert_ptr_null(wb_json_get(ann, "reason"));
}
END_TEST

START_TEST(strangers_are_listed_and_marked)
{
	ck_assert_ptr_null(named(directory(), "agents", "agent", "zoe"));
	kit_play(kit, 5, "agent.signed_in", "'agent':'zoe'");
	kit_play(kit, 6, "queue.entered", "'contact':'a','queue':'new'");
	const struct wb_json *answer = directory();
	const struct wb_json *zoe = named(answer, "agents", "agent", "zoe");
	ck_assert(wb_json_get_bool(zoe, "unconfigured", false));
	ck_assert_ptr_null(wb_json_get(zoe, "team"));
	ck_assert(wb_json_get_bool(named(answer, "queues", "queue", "new"),
	                           "unconfigured", false));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("directory");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_configured_queue_says_where_it_belongs);
	tcase_add_test(tc, agents_say_what_they_do_and_since_when);
	tcase_add_test(tc, strangers_are_listed_and_marked);
	return wb_test_run("app/directory", tc);
}
