#include "emit/spool.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"

static struct wb_spool spool;

static void setup(void)
{
	spool = (struct wb_spool){
		.limit_bytes = 1024 * 1024,
		.batch_events = 3,
	};
}

static void teardown(void)
{
	wb_spool_finish(&spool);
}

static bool put(wb_ms t)
{
	struct wb_event event;

	wb_event_init(&event, WB_EV_AGENT_SIGNED_OUT, t);
	event.agent = wb_str("a1");
	return wb_spool_put(&spool, &event);
}

static void put_many(int count)
{
	for (int i = 0; i < count; i++) {
		ck_assert(put(1000 + i));
	}
}

START_TEST(cuts_batches_at_the_number_of_events)
{
	put_many(7);
	ck_assert_int_eq(spool.put, 7);
	ck_assert_uint_eq(wb_spool_count(&spool), 7);
	ck_assert_int_eq(spool.first->count, 3);
	ck_assert_int_eq(spool.first->next->seq, 3);
	ck_assert_int_eq(spool.first->next->next->seq, 6);
	ck_assert_int_eq(spool.first->next->next->count, 1);
}
END_TEST

START_TEST(never_adds_to_a_batch_that_was_handed_out)
{
	put_many(1);
	struct wb_spool_batch *batch = wb_spool_next_unsent(&spool);
	ck_assert_ptr_nonnull(batch);
	batch->sent = true;
	put_many(1);
	ck_assert_int_eq(batch->count, 1);
	ck_assert_int_eq(wb_spool_next_unsent(&spool)->seq, 1);
}
END_TEST

START_TEST(frees_only_whole_batches_that_are_acknowledged)
{
	put_many(7);
	wb_spool_acknowledge(&spool, 5);
	ck_assert_int_eq(spool.first->seq, 3);
	ck_assert_ptr_null(wb_spool_find(&spool, 0));
	ck_assert_ptr_nonnull(wb_spool_find(&spool, 3));
	wb_spool_acknowledge(&spool, 7);
	ck_assert_ptr_null(spool.first);
	ck_assert_uint_eq(spool.bytes, 0);
}
END_TEST

START_TEST(forgets_events_that_the_daemon_has_already)
{
	wb_spool_acknowledge(&spool, 4);
	put_many(6);
	ck_assert_int_eq(spool.first->seq, 4);
	ck_assert_uint_eq(wb_spool_count(&spool), 2);
}
END_TEST

START_TEST(refuses_when_full_and_takes_again_when_acknowledged)
{
	spool.limit_bytes = WB_LINE_MAX_BYTES + 600;
	int taken = 0;
	while (put(1)) {
		taken++;
	}
	ck_assert_int_gt(taken, 0);
	ck_assert(!wb_spool_has_room(&spool));
	ck_assert_int_eq(spool.put, taken);
	wb_spool_acknowledge(&spool, taken);
	ck_assert(put(1));
}
END_TEST

START_TEST(replaces_a_refused_event_by_a_gap_with_its_time)
{
	put_many(3);
	ck_assert(wb_spool_replace(&spool, spool.first, 1,
	                           wb_str("line 3: \"no\"")));
	const char *text = spool.first->lines.data;
	const char *second = strchr(text, '\n') + 1;
	ck_assert_ptr_nonnull(strstr(second, "feed.gap"));
	ck_assert_ptr_nonnull(strstr(second, "\"t\":1001"));
	ck_assert_ptr_null(strstr(second, "\"t\":1001,\"ev\":\"agent"));
	ck_assert_ptr_nonnull(strstr(strchr(second, '\n'), "\"t\":1002"));
	ck_assert(!wb_spool_replace(&spool, spool.first, 3, wb_str("x")));
	ck_assert(!wb_spool_replace(&spool, spool.first, -1, wb_str("x")));
}
END_TEST

START_TEST(keeps_the_number_of_an_event_that_is_too_long)
{
	static char name[WB_NAME_MAX_BYTES];
	struct wb_str names[WB_EVENT_QUEUES_MAX];
	struct wb_event event;

	memset(name, 'q', sizeof(name));
	wb_event_init(&event, WB_EV_AGENT_QUEUES, 5);
	event.agent = wb_str("a1");
	event.add.count = WB_EVENT_QUEUES_MAX;
	for (int i = 0; i < WB_EVENT_QUEUES_MAX; i++) {
		names[i] = (struct wb_str){ name, sizeof(name) };
	}
	event.add.names = names;
	ck_assert(wb_spool_put(&spool, &event));
	ck_assert_uint_eq(spool.unencodable, 1);
	ck_assert_int_eq(spool.put, 1);
	ck_assert_ptr_nonnull(strstr(spool.first->lines.data, "feed.gap"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("spool");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, cuts_batches_at_the_number_of_events);
	tcase_add_test(tc, never_adds_to_a_batch_that_was_handed_out);
	tcase_add_test(tc, frees_only_whole_batches_that_are_acknowledged);
	tcase_add_test(tc, forgets_events_that_the_daemon_has_already);
	tcase_add_test(tc, refuses_when_full_and_takes_again_when_acknowledged);
	tcase_add_test(tc, replaces_a_refused_event_by_a_gap_with_its_time);
	tcase_add_test(tc, keeps_the_number_of_an_event_that_is_too_long);

	Suite *suite = suite_create("emit/spool");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
