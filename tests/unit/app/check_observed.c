/* What was seen of feeds and routes, and kept over a restart. */

#include <stdio.h>
#include <string.h>

#include "app/observed.h"
#include "limits.h"
#include "suite.h"

static struct wb_observed observed;

static void setup(void)
{
	observed = (struct wb_observed){ 0 };
}

static void teardown(void)
{
	wb_observed_finish(&observed);
}

static bool bad(enum wb_observed_kind kind, const char *name)
{
	return wb_observed_is_bad(&observed, kind, wb_str(name));
}

START_TEST(what_was_never_heard_of_is_well)
{
	ck_assert(!bad(WB_OBSERVED_FEED, "pbx"));
	ck_assert(wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("pbx"),
	                          true));
	ck_assert(bad(WB_OBSERVED_FEED, "pbx"));
	ck_assert(!bad(WB_OBSERVED_FEED, "pb"));
}
END_TEST

START_TEST(a_feed_and_a_route_of_one_name_are_two)
{
	wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("duty"), true);
	ck_assert(!bad(WB_OBSERVED_ROUTE, "duty"));
	wb_observed_set(&observed, WB_OBSERVED_ROUTE, wb_str("duty"), true);
	wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("duty"), false);
	ck_assert(bad(WB_OBSERVED_ROUTE, "duty"));
	ck_assert(!bad(WB_OBSERVED_FEED, "duty"));
}
END_TEST

static void append(void *user, struct wb_str name)
{
	wb_buf_addf(user, "%.*s,", WB_STR_FMT(name));
}

START_TEST(those_that_are_bad_are_listed_by_kind)
{
	struct wb_buf list = { 0 };
	wb_observed_set(&observed, WB_OBSERVED_ROUTE, wb_str("a"), true);
	wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("b"), true);
	wb_observed_set(&observed, WB_OBSERVED_ROUTE, wb_str("c"), false);
	wb_observed_set(&observed, WB_OBSERVED_ROUTE, wb_str("d"), true);
	wb_observed_each_bad(&observed, WB_OBSERVED_ROUTE, append, &list);
	ck_assert(wb_str_is(wb_buf_str(&list), "a,d,"));
	wb_buf_finish(&list);
}
END_TEST

START_TEST(names_are_bounded)
{
	char name[WB_NAME_MAX_BYTES + 2];
	for (int i = 0; i < WB_OBSERVED_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		ck_assert(wb_observed_set(&observed, WB_OBSERVED_FEED,
		                          wb_str(name), true));
	}
	ck_assert(!wb_observed_has_room(&observed, WB_OBSERVED_FEED,
	                                wb_str("more")));
	ck_assert(!wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("more"),
	                           true));
	ck_assert(wb_observed_has_room(&observed, WB_OBSERVED_FEED,
	                               wb_str("n7")));
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert(!wb_observed_has_room(&observed, WB_OBSERVED_FEED,
	                                wb_str(name)));
	ck_assert(
		!wb_observed_has_room(&observed, WB_OBSERVED_FEED, wb_str("")));
}
END_TEST

static void save(struct wb_buf *bytes)
{
	struct wb_codec codec;
	wb_codec_write(&codec, bytes);
	wb_observed_transfer(&observed, &codec);
	ck_assert(wb_codec_finish(&codec));
}

static bool load(struct wb_str bytes)
{
	struct wb_codec codec;
	wb_observed_finish(&observed);
	wb_codec_read(&codec, bytes);
	wb_observed_transfer(&observed, &codec);
	return wb_codec_finish(&codec);
}

START_TEST(a_checkpoint_keeps_it)
{
	struct wb_buf bytes = { 0 };
	wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("pbx"), true);
	wb_observed_set(&observed, WB_OBSERVED_ROUTE, wb_str("duty"), false);
	save(&bytes);
	ck_assert(load(wb_buf_str(&bytes)));
	ck_assert(bad(WB_OBSERVED_FEED, "pbx"));
	ck_assert(!bad(WB_OBSERVED_ROUTE, "duty"));
	ck_assert_uint_eq(observed.names.count, 2);
	wb_buf_finish(&bytes);
}
END_TEST

START_TEST(bytes_that_are_cut_are_refused)
{
	struct wb_buf bytes = { 0 };
	wb_observed_set(&observed, WB_OBSERVED_FEED, wb_str("pbx"), true);
	wb_observed_set(&observed, WB_OBSERVED_ROUTE, wb_str("duty"), true);
	save(&bytes);
	for (size_t len = 0; len < bytes.len; len++) {
		ck_assert(!load((struct wb_str){ bytes.data, len }));
	}
	wb_buf_finish(&bytes);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("observed");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_was_never_heard_of_is_well);
	tcase_add_test(tc, a_feed_and_a_route_of_one_name_are_two);
	tcase_add_test(tc, those_that_are_bad_are_listed_by_kind);
	tcase_add_test(tc, names_are_bounded);
	tcase_add_test(tc, a_checkpoint_keeps_it);
	tcase_add_test(tc, bytes_that_are_cut_are_refused);
	return wb_test_run("app/observed", tc);
}
