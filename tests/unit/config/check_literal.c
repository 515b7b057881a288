#include <check.h>
#include <stdlib.h>

#include "config/config.h"
#include "config/literal.h"

static const struct {
	const char *text;
	wb_ms value; /* -1 = refused */
} durations[] = {
	{ "0", 0 },
	{ "0s", 0 },
	{ "500ms", 500 },
	{ "20s", 20000 },
	{ "2m", 120000 },
	{ "1h30m", 5400000 },
	{ "1h0m5s", 3605000 },
	{ "4h", 14400000 },
	{ "400d", 400 * WB_DAY },
	{ "1d12h", 36 * WB_HOUR },
	{ "1m500ms", 60500 },
	{ "10000d", WB_DURATION_MAX },
	{ "10001d", -1 },
	{ "9999999999999999s", -1 },
	{ "999999999999999d", -1 },
	{ "20", -1 },
	{ "", -1 },
	{ "s", -1 },
	{ "-5s", -1 },
	{ "1.5h", -1 },
	{ "30m1h", -1 },
	{ "5s5s", -1 },
	{ "5 s", -1 },
	{ "5sec", -1 },
};

START_TEST(durations_are_read_with_their_units)
{
	wb_ms value = -1;
	bool good = wb_duration_parse(wb_str(durations[_i].text), &value);
	ck_assert_int_eq(good, durations[_i].value >= 0);
	ck_assert_int_eq(value, durations[_i].value);
}
END_TEST

START_TEST(durations_are_written_as_they_are_read)
{
	static const wb_ms values[] = { 0,
		                        1,
		                        500,
		                        20000,
		                        90000,
		                        5400000,
		                        36 * WB_HOUR,
		                        WB_DAY,
		                        400 * WB_DAY,
		                        WB_DAY + 1 };
	static const char *const texts[] = { "0s",    "1ms",   "500ms", "20s",
		                             "1m30s", "1h30m", "36h",   "1d",
		                             "400d",  "24h1ms" };
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		char text[WB_DURATION_TEXT_MAX];
		wb_ms back;
		ck_assert_str_eq(wb_duration_write(values[i], text), texts[i]);
		ck_assert(wb_duration_parse(wb_str(text), &back));
		ck_assert_int_eq(back, values[i]);
	}
}
END_TEST

static const struct {
	const char *text;
	int64_t value;
} percents[] = {
	{ "80%", 8000 },
	{ "77.5%", 7750 },
	{ "77.25%", 7725 },
	{ "0%", 0 },
	{ "100%", 10000 },
	{ "0.05%", 5 },
	{ "1000000%", 100000000 },
	{ "1000001%", -1 },
	{ "80", -1 },
	{ "77.%", -1 },
	{ "77.125%", -1 },
	{ ".5%", -1 },
	{ "-5%", -1 },
	{ "%", -1 },
	{ "", -1 },
	{ "80 %", -1 },
	{ "80%%", -1 },
};

START_TEST(percentages_are_read_as_basis_points)
{
	int64_t value = -1;
	bool good = wb_percent_parse(wb_str(percents[_i].text), &value);
	ck_assert_int_eq(good, percents[_i].value >= 0);
	ck_assert_int_eq(value, percents[_i].value);
}
END_TEST

static const struct {
	const char *text;
	wb_ms value;
} times[] = {
	{ "00:00", 0 },
	{ "06:30", 6 * WB_HOUR + 30 * WB_MINUTE },
	{ "23:59", WB_DAY - WB_MINUTE },
	{ "24:00", -1 },
	{ "12:60", -1 },
	{ "6:30", -1 },
	{ "006:3", -1 },
	{ "06.30", -1 },
	{ "06:3a", -1 },
	{ "", -1 },
};

START_TEST(times_of_day_have_two_digits_each)
{
	wb_ms value = -1;
	bool good = wb_time_of_day_parse(wb_str(times[_i].text), &value);
	ck_assert_int_eq(good, times[_i].value >= 0);
	ck_assert_int_eq(value, times[_i].value);
}
END_TEST

START_TEST(distances_count_the_letters_that_differ)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} pairs[] = {
		{ "target", "target", 0 }, { "targte", "target", 2 },
		{ "titel", "title", 2 },   { "", "abc", 3 },
		{ "queue", "queues", 1 },  { "abcdef", "uvwxyz", 4 },
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		ck_assert_uint_eq(wb_edit_distance(wb_str(pairs[i].a),
		                                   wb_str(pairs[i].b), 3),
		                  pairs[i].distance);
	}
}
END_TEST

static const struct {
	const char *text;
	const char *address; /* NULL = refused */
	int port;
	bool loopback;
} listeners[] = {
	{ "127.0.0.1:8080", "127.0.0.1", 8080, true },
	{ "127.1.2.3:0", "127.1.2.3", 0, true },
	{ "[::1]:8080", "::1", 8080, true },
	{ "localhost:80", "localhost", 80, true },
	{ ":8080", "0.0.0.0", 8080, false },
	{ "0.0.0.0:65535", "0.0.0.0", 65535, false },
	{ "[::]:8080", "::", 8080, false },
	{ "10.0.0.7:1", "10.0.0.7", 1, false },
	{ "unix:/run/wallboard.sock", "unix:/run/wallboard.sock", 0, true },
	{ "unix:wallboard.sock", NULL, 0, false },
	{ "unix:", NULL, 0, false },
	{ "127.0.0.1", NULL, 0, false },
	{ "127.0.0.1:", NULL, 0, false },
	{ "127.0.0.1:65536", NULL, 0, false },
	{ "127.0.0.1:-1", NULL, 0, false },
	{ "127.0.0.1:http", NULL, 0, false },
	{ "::1:8080", NULL, 0, false },
	{ "a b:80", NULL, 0, false },
	{ "8080", NULL, 0, false },
	{ "", NULL, 0, false },
};

START_TEST(listeners_are_addresses_with_ports_or_sockets)
{
	struct wb_listener l = { 0 };
	bool good = wb_listener_parse(wb_str(listeners[_i].text), &l);
	ck_assert_int_eq(good, listeners[_i].address != NULL);
	if (good) {
		ck_assert(wb_str_is(l.address, listeners[_i].address));
		ck_assert_int_eq(l.port, listeners[_i].port);
		ck_assert_int_eq(l.loopback, listeners[_i].loopback);
	}
}
END_TEST

static const struct {
	const char *url;
	bool good, loopback;
} feed_urls[] = {
	{ "ipc:///tmp/wallboard.sock", true, true },
	{ "tcp://127.0.0.1:7000", true, true },
	{ "tcp://[::1]:7000", true, true },
	{ "tcp://0.0.0.0:7000", true, false },
	{ "tcp://:7000", false, false },
	{ "tcp://10.0.0.1", false, false },
	{ "ipc://relative", false, false },
	{ "http://127.0.0.1:80", false, false },
	{ "", false, false },
};

START_TEST(feed_urls_are_ipc_or_tcp)
{
	bool loopback = false;
	bool good = wb_feed_url_parse(wb_str(feed_urls[_i].url), &loopback);
	ck_assert_int_eq(good, feed_urls[_i].good);
	if (good) {
		ck_assert_int_eq(loopback, feed_urls[_i].loopback);
	}
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
	Suite *suite = suite_create("config/literal");
	TCase *tc = tcase_create("literals");
	tcase_add_loop_test(tc, durations_are_read_with_their_units, 0,
	                    COUNT(durations));
	tcase_add_test(tc, durations_are_written_as_they_are_read);
	tcase_add_loop_test(tc, percentages_are_read_as_basis_points, 0,
	                    COUNT(percents));
	tcase_add_loop_test(tc, times_of_day_have_two_digits_each, 0,
	                    COUNT(times));
	tcase_add_test(tc, distances_count_the_letters_that_differ);
	tcase_add_loop_test(tc, listeners_are_addresses_with_ports_or_sockets,
	                    0, COUNT(listeners));
	tcase_add_loop_test(tc, feed_urls_are_ipc_or_tcp, 0, COUNT(feed_urls));
	suite_add_tcase(suite, tc);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
