#include "sim/options.h"

#include <check.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	wb_ms duration; /* -1 = refused */
} durations[] = {
	{ "90s", 90 * WB_SECOND },
	{ "30m", 30 * WB_MINUTE },
	{ "8h", 8 * WB_HOUR },
	{ "2d", 48 * WB_HOUR },
	{ "1h30m", 90 * WB_MINUTE },
	{ "0s", 0 },
	{ "", -1 },
	{ "8", -1 },
	{ "h", -1 },
	{ "-1h", -1 },
	{ "1.5h", -1 },
	{ "1h ", -1 },
	{ "1w", -1 },
	{ "99999999999999999999h", -1 },
};

START_TEST(durations_are_numbers_with_units)
{
	wb_ms got = -1;
	bool good = wb_sim_duration_parse(durations[_i].text, &got);
	ck_assert_int_eq(good, durations[_i].duration >= 0);
	ck_assert_int_eq(got, durations[_i].duration);
}
END_TEST

static const struct {
	const char *text;
	wb_ms instant; /* -1 = refused */
} instants[] = {
	{ "1732190412345", 1732190412345 },
	{ "0", 0 },
	{ "2024-11-21T12:00:12Z", 1732190412000 },
	{ "2024-11-21T12:00Z", 1732190400000 },
	{ "2024-02-29T00:00Z", 1709164800000 },
	{ "2023-02-29T00:00Z", -1 },
	{ "2024-11-31T00:00Z", -1 },
	{ "2024-11-21T12:00:12", -1 },
	{ "2024-11-21", -1 },
	{ "1969-12-31T23:59Z", -1 },
	{ "253402300800000", -1 },
	{ "99999999999999999999999", -1 },
	{ "now", -1 },
	{ "", -1 },
};

START_TEST(instants_are_utc_or_milliseconds)
{
	wb_ms got = -1;
	bool good = wb_sim_instant_parse(instants[_i].text, &got);
	ck_assert_int_eq(good, instants[_i].instant >= 0);
	if (good) {
		ck_assert_int_eq(got, instants[_i].instant);
	}
}
END_TEST

static const struct {
	const char *text;
	int from, to; /* minutes; -1 = refused */
	double factor;
} incidents[] = {
	{ "complaints:10:15-11:00:3", 615, 660, 3 },
	{ "complaints:00:00-23:59:0.5", 0, 1439, 0.5 },
	{ "complaints:10:15-11:00:0", 615, 660, 0 },
	{ "nobody:10:15-11:00:3", -1, 0, 0 },
	{ "complaints:11:00-10:15:3", -1, 0, 0 },
	{ "complaints:10:15-11:00", -1, 0, 0 },
	{ "complaints:10:15-11:00:", -1, 0, 0 },
	{ "complaints:10:15-11:00:-1", -1, 0, 0 },
	{ "complaints:10:15-11:00:1e9", -1, 0, 0 },
	{ "complaints:10:15-11:00:3x", -1, 0, 0 },
	{ "complaints:10:15:3", -1, 0, 0 },
	{ "complaints", -1, 0, 0 },
	{ "", -1, 0, 0 },
};

START_TEST(incidents_are_a_queue_a_span_and_a_factor)
{
	struct wb_sim_incident got;
	bool good = wb_sim_incident_parse(incidents[_i].text, &got);
	ck_assert_int_eq(good, incidents[_i].from >= 0);
	if (good) {
		ck_assert_str_eq(wb_sim_floor_default()->queues[got.queue].name,
		                 "complaints");
		ck_assert_int_eq(got.from_minute, incidents[_i].from);
		ck_assert_int_eq(got.to_minute, incidents[_i].to);
		ck_assert_double_eq_tol(got.factor, incidents[_i].factor, 1e-9);
	}
}
END_TEST

#define ARGS_MAX 16

static enum wb_sim_command_result
parse(const char *line, struct wb_sim_command *command, char *copy)
{
	char *argv[ARGS_MAX + 1] = { (char[]){ "wallboard-sim" } };
	int argc = 1;
	strcpy(copy, line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
		ck_assert_int_lt(argc, ARGS_MAX);
		argv[argc++] = word;
	}
	optind = 0; /* glibc: start anew */
	opterr = 0;
	return wb_sim_command_parse(argc, argv, command);
}

START_TEST(what_is_left_out_has_its_default)
{
	struct wb_sim_command command;
	char copy[256];
	ck_assert_int_eq(parse("--to file:-", &command, copy),
	                 WB_SIM_COMMAND_RUN);
	ck_assert_str_eq(command.to, "file:-");
	ck_assert_str_eq(command.feed, "sim");
	ck_assert_uint_eq(command.seed, 1);
	ck_assert_int_eq(command.speed, 1);
	ck_assert_int_eq(command.duration, WB_NEVER);
	ck_assert_int_eq(command.start, -1);
	ck_assert_int_eq(command.warm, -1);
	ck_assert_int_eq(command.day_minute, -1);
	ck_assert_ptr_null(command.summary);
}
END_TEST

START_TEST(every_option_is_taken)
{
	struct wb_sim_command command;
	char copy[256];
	ck_assert_int_eq(parse("--seed 18446744073709551615 --speed=max "
	                       "--duration 8h --start 5 --warm 30m "
	                       "--hour=23:59 --to tcp://[::1]:9",
	                       &command, copy),
	                 WB_SIM_COMMAND_RUN);
	ck_assert_uint_eq(command.seed, UINT64_MAX);
	ck_assert_int_eq(command.speed, WB_SIM_SPEED_MAX);
	ck_assert_int_eq(command.duration, 8 * WB_HOUR);
	ck_assert_int_eq(command.start, 5);
	ck_assert_int_eq(command.warm, 30 * WB_MINUTE);
	ck_assert_int_eq(command.day_minute, 23 * 60 + 59);
	ck_assert_int_eq(
		parse("--feed f --summary s --speed 60 --to x", &command, copy),
		WB_SIM_COMMAND_RUN);
	ck_assert_str_eq(command.feed, "f");
	ck_assert_str_eq(command.summary, "s");
	ck_assert_int_eq(command.speed, 60);
	ck_assert_int_eq(parse("--to x --incident sales:08:00-09:00:2 "
	                       "--incident sales:09:00-09:30:4",
	                       &command, copy),
	                 WB_SIM_COMMAND_RUN);
	ck_assert_int_eq(command.incident_count, 2);
	ck_assert_int_eq(command.incidents[1].to_minute, 570);
}
END_TEST

static const struct {
	const char *line;
	enum wb_sim_command_result result;
} lines[] = {
	{ "--help", WB_SIM_COMMAND_HELP },
	{ "--version", WB_SIM_COMMAND_VERSION },
	{ "", WB_SIM_COMMAND_BAD },
	{ "--seed 1", WB_SIM_COMMAND_BAD },
	{ "--to x y", WB_SIM_COMMAND_BAD },
	{ "--to x --seed -1", WB_SIM_COMMAND_BAD },
	{ "--to x --seed 1a", WB_SIM_COMMAND_BAD },
	{ "--to x --seed 18446744073709551616", WB_SIM_COMMAND_BAD },
	{ "--to x --speed 0", WB_SIM_COMMAND_BAD },
	{ "--to x --speed fast", WB_SIM_COMMAND_BAD },
	{ "--to x --hour 25:00", WB_SIM_COMMAND_BAD },
	{ "--to x --hour 10", WB_SIM_COMMAND_BAD },
	{ "--to x --duration never", WB_SIM_COMMAND_BAD },
	{ "--to x --unknown", WB_SIM_COMMAND_BAD },
};

START_TEST(a_bad_line_is_refused)
{
	struct wb_sim_command command;
	char copy[256];
	ck_assert_int_eq(parse(lines[_i].line, &command, copy),
	                 lines[_i].result);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	TCase *tc = tcase_create("options");
	tcase_add_loop_test(tc, durations_are_numbers_with_units, 0,
	                    COUNT(durations));
	tcase_add_loop_test(tc, instants_are_utc_or_milliseconds, 0,
	                    COUNT(instants));
	tcase_add_test(tc, what_is_left_out_has_its_default);
	tcase_add_test(tc, every_option_is_taken);
	tcase_add_loop_test(tc, incidents_are_a_queue_a_span_and_a_factor, 0,
	                    COUNT(incidents));
	tcase_add_loop_test(tc, a_bad_line_is_refused, 0, COUNT(lines));

	Suite *suite = suite_create("sim/options");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
