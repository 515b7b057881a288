#include "emit/emit.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fake_daemon.h"
#include "temp_dir.h"

#define PATIENCE (20 * WB_SECOND)

static char url[256];
static struct fake_daemon *server;
static struct wb_emit *emit;

static void setup(void)
{
	temp_dir_make();
	snprintf(url, sizeof(url), "ipc://%s", temp_path("s"));
}

static void teardown(void)
{
	wb_emit_destroy(emit);
	emit = NULL; /* without fork the next test is in this process */
	if (server) {
		fake_daemon_destroy(server);
		server = NULL;
	}
	temp_dir_remove();
}

static struct wb_emit *create(const char *to, int batch_events)
{
	struct wb_emit_options options = {
		.url = to,
		.feed = "f",
		.epoch = "e1",
		.batch_events = batch_events,
		.outstanding = 4,
	};
	char error[128] = "";
	struct wb_emit *made =
		wb_emit_create(&options, NULL, NULL, error, sizeof(error));
	ck_assert_msg(made != NULL, "%s", error);
	return made;
}

static void put(int64_t number)
{
	struct wb_event event;
	char name[32];

	snprintf(name, sizeof(name), "c%lld", (long long)number);
	wb_event_init(&event, WB_EV_CONTACT_ENDED, number);
	event.contact = wb_str(name);
	ck_assert(wb_emit_put(emit, &event));
}

static void put_range(int from, int to)
{
	for (int i = from; i < to; i++) {
		put(i);
	}
}

static void assert_all_in_order(int count)
{
	char line[256];
	char want[64];

	ck_assert_int_eq(fake_daemon_next(server), count);
	for (int i = 0; i < count; i++) {
		ck_assert(fake_daemon_line(server, i, line, sizeof(line)));
		snprintf(want, sizeof(want), "\"contact\":\"c%d\"", i);
		ck_assert_msg(strstr(line, want), "%d: %s", i, line);
	}
	ck_assert(!fake_daemon_line(server, count, line, sizeof(line)));
}

START_TEST(delivers_everything_once_and_in_order)
{
	server = fake_daemon_create(url);
	emit = create(url, 3);
	put_range(0, 3000);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	assert_all_in_order(3000);
	struct wb_emit_status status;
	wb_emit_get_status(emit, &status);
	ck_assert_int_eq(status.link, WB_EMIT_UP);
	ck_assert_int_eq(status.acknowledged, 3000);
	ck_assert_uint_eq(status.waiting, 0);
}
END_TEST

START_TEST(waits_for_a_daemon_that_is_not_there_yet)
{
	emit = create(url, 10);
	put_range(0, 100);
	ck_assert(!wb_emit_flush(emit, 20));
	struct wb_emit_status status;
	wb_emit_get_status(emit, &status);
	ck_assert_int_eq(status.link, WB_EMIT_CONNECTING);
	ck_assert_uint_eq(status.waiting, 100);
	server = fake_daemon_create(url);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	assert_all_in_order(100);
}
END_TEST

START_TEST(survives_a_daemon_that_is_killed_again_and_again)
{
	server = fake_daemon_create(url);
	emit = create(url, 2);
	for (int round = 0; round < 6; round++) {
		put_range(round * 200, (round + 1) * 200);
		wb_emit_flush(emit, round);
		fake_daemon_stop(server);
		wb_emit_service(emit, wb_clock_monotonic());
		fake_daemon_start(server);
	}
	ck_assert(wb_emit_flush(emit, PATIENCE));
	assert_all_in_order(1200);
	ck_assert_int_eq(fake_daemon_gaps(server), 0);
}
END_TEST

START_TEST(sends_again_what_got_no_reply)
{
	server = fake_daemon_create(url);
	fake_daemon_lose_replies(server, 7);
	emit = create(url, 5);
	put_range(0, 60);
	wb_emit_flush(emit, WB_SECOND);
	fake_daemon_lose_replies(server, 0);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	assert_all_in_order(60);
}
END_TEST

START_TEST(skips_what_the_daemon_has_from_an_earlier_run)
{
	server = fake_daemon_create(url);
	emit = create(url, 7);
	put_range(0, 50);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	wb_emit_destroy(emit);

	emit = create(url, 3);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	put_range(0, 80);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	assert_all_in_order(80);
	struct wb_emit_status status;
	wb_emit_get_status(emit, &status);
	ck_assert_uint_eq(status.skipped, 50);
}
END_TEST

START_TEST(says_gap_only_when_the_daemon_lost_what_is_kept_no_longer)
{
	server = fake_daemon_create(url);
	emit = create(url, 10);
	put_range(0, 50);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	ck_assert_int_eq(fake_daemon_gaps(server), 0);
	fake_daemon_forget(server);
	put_range(50, 100);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	ck_assert_int_eq(fake_daemon_gaps(server), 1);
	ck_assert_int_eq(fake_daemon_next(server), 100);
}
END_TEST

START_TEST(puts_a_gap_in_place_of_an_event_that_is_refused)
{
	char line[256];

	server = fake_daemon_create(url);
	fake_daemon_refuse(server, "\"c17\"");
	emit = create(url, 10);
	put_range(0, 40);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	ck_assert_int_eq(fake_daemon_next(server), 40);
	ck_assert(fake_daemon_line(server, 17, line, sizeof(line)));
	ck_assert_ptr_nonnull(strstr(line, "feed.gap"));
	ck_assert(fake_daemon_line(server, 18, line, sizeof(line)));
	ck_assert_ptr_nonnull(strstr(line, "\"c18\""));
	struct wb_emit_status status;
	wb_emit_get_status(emit, &status);
	ck_assert_uint_eq(status.refused, 1);
	ck_assert_ptr_nonnull(strstr(status.error, "refused"));
}
END_TEST

START_TEST(tells_when_all_is_refused_and_goes_on_later)
{
	server = fake_daemon_create(url);
	fake_daemon_refuse(server, "\"seq\"");
	emit = create(url, 10);
	put_range(0, 10);
	ck_assert(!wb_emit_flush(emit, PATIENCE));
	struct wb_emit_status status;
	wb_emit_get_status(emit, &status);
	ck_assert_int_eq(status.link, WB_EMIT_REFUSED);
	fake_daemon_refuse(server, NULL);
	while (!wb_emit_flush(emit, PATIENCE)) {
		wb_emit_wait(emit, 50);
	}
	assert_all_in_order(10);
}
END_TEST

START_TEST(sends_a_heartbeat_when_there_is_nothing_to_send)
{
	server = fake_daemon_create(url);
	emit = create(url, 10);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	int first = fake_daemon_heartbeats(server);
	ck_assert_int_ge(first, 1);
	wb_ms now = wb_clock_monotonic();
	wb_ms next = wb_emit_service(emit, now);
	ck_assert_int_le(next, now + 1500);
	ck_assert_int_eq(fake_daemon_heartbeats(server), first);
	wb_emit_service(emit, now + 1501);
	if (fake_daemon_heartbeats(server) == first) {
		ck_assert(fake_daemon_wait_heartbeat(server, 10));
	}
	ck_assert_int_eq(fake_daemon_next(server), 0);
}
END_TEST

START_TEST(writes_batches_as_text_to_a_file)
{
	char path[256];
	char text[1024] = "";

	snprintf(path, sizeof(path), "file:%s", temp_path("batches"));
	emit = create(path, 2);
	put_range(0, 3);
	ck_assert(wb_emit_flush(emit, PATIENCE));
	FILE *file = fopen(path + 5, "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_gt(fread(text, 1, sizeof(text) - 1, file), 0);
	fclose(file);
	ck_assert_ptr_nonnull(strstr(text, "\"seq\":0"));
	ck_assert_ptr_nonnull(strstr(text, "\"seq\":2"));
	ck_assert_ptr_nonnull(strstr(text, "\"contact\":\"c2\""));
}
END_TEST

START_TEST(says_what_is_wrong_with_a_bad_url)
{
	struct wb_emit_options options = {
		.url = "carrier-pigeon://x",
		.feed = "f",
		.epoch = "e",
	};
	char error[128] = "";
	ck_assert_ptr_null(
		wb_emit_create(&options, NULL, NULL, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "carrier-pigeon://x"));
	options.url = "file:/nonexistent/x";
	ck_assert_ptr_null(
		wb_emit_create(&options, NULL, NULL, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "/nonexistent/x"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("emit");
	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, delivers_everything_once_and_in_order);
	tcase_add_test(tc, waits_for_a_daemon_that_is_not_there_yet);
	tcase_add_test(tc, survives_a_daemon_that_is_killed_again_and_again);
	tcase_add_test(tc, sends_again_what_got_no_reply);
	tcase_add_test(tc, skips_what_the_daemon_has_from_an_earlier_run);
	tcase_add_test(
		tc, says_gap_only_when_the_daemon_lost_what_is_kept_no_longer);
	tcase_add_test(tc, puts_a_gap_in_place_of_an_event_that_is_refused);
	tcase_add_test(tc, tells_when_all_is_refused_and_goes_on_later);
	tcase_add_test(tc, sends_a_heartbeat_when_there_is_nothing_to_send);
	tcase_add_test(tc, writes_batches_as_text_to_a_file);
	tcase_add_test(tc, says_what_is_wrong_with_a_bad_url);

	Suite *suite = suite_create("emit/emit");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
