#include <check.h>
#include <stdio.h>
#include <unistd.h>

#include "app/options.h"
#include "base/assets.h"
#include "suite.h"

static const struct {
	const char *url;
	const char *page;
	const char *host; /* NULL = refused */
	int port;
	const char *path, *peer;
} urls[] = {
	{ "ws://127.0.0.1:8080", NULL, "127.0.0.1", 8080, "/v1/stream",
	  "127.0.0.1:8080" },
	{ "ws://wall.example/", NULL, "wall.example", 80, "/v1/stream",
	  "wall.example:80" },
	{ "ws://[::1]:9", "overview", "::1", 9, "/v1/stream?view=overview",
	  "[::1]:9" },
	{ "ws://h:1/board/", "a b&c=\u0444", "h", 1,
	  "/board/v1/stream?view=a%20b%26c%3D%D1%84", "h:1" },
	{ "wss://h", NULL, NULL, 0, NULL, NULL },
	{ "http://h", NULL, NULL, 0, NULL, NULL },
	{ "ws://", NULL, NULL, 0, NULL, NULL },
	{ "ws://:80", NULL, NULL, 0, NULL, NULL },
	{ "ws://h:", NULL, NULL, 0, NULL, NULL },
	{ "ws://h:0", NULL, NULL, 0, NULL, NULL },
	{ "ws://h:65536", NULL, NULL, 0, NULL, NULL },
	{ "ws://h:8o", NULL, NULL, 0, NULL, NULL },
	{ "ws://[::1", NULL, NULL, 0, NULL, NULL },
	{ "ws://h/x?y", NULL, NULL, 0, NULL, NULL },
	{ "ws://h/x\ny", NULL, NULL, 0, NULL, NULL },
};

START_TEST(addresses_are_taken_apart)
{
	struct wb_url url;
	const char *wrong = wb_url_parse(urls[_i].url, urls[_i].page, &url);
	ck_assert_int_eq(wrong == NULL, urls[_i].host != NULL);
	if (!wrong) {
		ck_assert_str_eq(url.host, urls[_i].host);
		ck_assert_int_eq(url.port, urls[_i].port);
		ck_assert_str_eq(url.path, urls[_i].path);
		ck_assert_str_eq(url.peer, urls[_i].peer);
	}
}
END_TEST

START_TEST(names_that_are_too_long_are_refused)
{
	char long_url[306] = "ws://", page[201];
	struct wb_url parsed;
	memset(long_url + 5, 'h', 300);
	long_url[305] = '\0';
	ck_assert_ptr_nonnull(wb_url_parse(long_url, NULL, &parsed));
	/* three bytes each in the query */
	memset(page, ' ', 200);
	page[200] = '\0';
	ck_assert_ptr_nonnull(wb_url_parse("ws://h", page, &parsed));
	page[100] = '\0';
	ck_assert_ptr_null(wb_url_parse("ws://h", page, &parsed));
}
END_TEST

static struct wb_options options;
static char error[256];

static enum wb_options_result read_line(const char *line)
{
	static char copy[512];
	char *arguments[32];
	int count = 0;
	snprintf(copy, sizeof(copy), "wallboard %s", line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
		arguments[count++] = word;
	}
	return wb_options_read(count, arguments, &options, error,
	                       sizeof(error));
}

START_TEST(without_options_the_wall_is_local_and_dark)
{
	ck_assert_int_eq(read_line(""), WB_OPTIONS_RUN);
	ck_assert_str_eq(options.url.peer, "127.0.0.1:8080");
	ck_assert_str_eq(options.url.path, "/v1/stream");
	ck_assert_ptr_null(options.language);
	ck_assert_ptr_null(options.screenshot);
	ck_assert_str_eq(options.theme, "dark");
	ck_assert_int_eq(options.width_px, 1920);
	ck_assert(!options.windowed && !options.sound && !options.test_card);
	ck_assert(options.rotates && options.shifts && options.keeps_state);
	ck_assert_int_eq(options.task, WB_TASK_SHOW);
	ck_assert_int_eq(options.reading.diagonal_mm, 0);
	ck_assert_int_eq(options.night_from, options.night_to);
}
END_TEST

START_TEST(all_options_are_taken_in_any_order)
{
	ck_assert_int_eq(read_line("--page sales --windowed --language fa "
	                           "--connect=ws://h:1 --theme light "
	                           "--size 3840x2160 --screenshot f.png "
	                           "--assets /a --verbose"),
	                 WB_OPTIONS_RUN);
	ck_assert_str_eq(options.url.path, "/v1/stream?view=sales");
	ck_assert_str_eq(options.url.host, "h");
	ck_assert_str_eq(options.language, "fa");
	ck_assert_str_eq(options.theme, "light");
	ck_assert_str_eq(options.screenshot, "f.png");
	ck_assert_str_eq(options.assets, "/a");
	ck_assert_int_eq(options.width_px, 3840);
	ck_assert_int_eq(options.height_px, 2160);
	ck_assert(options.windowed && options.verbose);
	ck_assert_int_eq(options.task, WB_TASK_SCREENSHOT);
	ck_assert_int_eq(read_line("--diagonal 65.5 --distance 8 --margin 3.5 "
	                           "--night 22:00-06:30 --night-level 25 "
	                           "--dwell 15 --no-rotation --no-shift "
	                           "--sound --monitor HDMI --audit "
	                           "--test-card --state /s"),
	                 WB_OPTIONS_RUN);
	ck_assert_int_eq(options.task, WB_TASK_AUDIT);
	ck_assert_int_eq(options.reading.diagonal_mm, 1664);
	ck_assert_int_eq(options.reading.distance_mm, 8000);
	ck_assert_int_eq(options.margin_permille, 35);
	ck_assert_int_eq(options.night_from, 22 * 60);
	ck_assert_int_eq(options.night_to, 6 * 60 + 30);
	ck_assert_int_eq(options.night_permille, 250);
	ck_assert_int_eq(options.dwell_s, 15);
	ck_assert_str_eq(options.monitor, "HDMI");
	ck_assert_str_eq(options.state, "/s");
	ck_assert(!options.rotates && !options.shifts && options.sound);
	ck_assert(options.test_card && options.keeps_state);
	ck_assert_int_eq(read_line("--state none"), WB_OPTIONS_RUN);
	ck_assert(!options.keeps_state);
	ck_assert_int_eq(read_line("--help"), WB_OPTIONS_HELP);
	ck_assert_int_eq(read_line("--version"), WB_OPTIONS_VERSION);
}
END_TEST

static const struct {
	const char *line, *error;
} wrongs[] = {
	{ "--language de",
	  "option --language: got 'de', expected en, fa, ar or ru" },
	{ "--theme pink",
	  "option --theme: got 'pink', expected dark or light" },
	{ "--size 1920", "option --size: got '1920', expected WIDTHxHEIGHT "
	                 "such as 1920x1080, each side from 160 to 16384" },
	{ "--size 99999x99999",
	  "option --size: got '99999x99999', expected WIDTHxHEIGHT such as "
	  "1920x1080, each side from 160 to 16384" },
	{ "--connect h", "option --connect: got 'h', expected ws://HOST:PORT" },
	{ "--night 22-6", "option --night: got '22-6', expected HH:MM-HH:MM" },
	{ "--night 24:00-06:00",
	  "option --night: got '24:00-06:00', expected HH:MM-HH:MM" },
	{ "--margin 11",
	  "option --margin: got '11', expected percent from 0 to 10" },
	{ "--margin 1.", "option --margin: got '1.', expected percent from 0 "
	                 "to 10" },
	{ "--diagonal 65in",
	  "option --diagonal: got '65in', expected inches from 5 to 500" },
	{ "--distance -8",
	  "option --distance: got '-8', expected metres from 0.3 to 100" },
	{ "--dwell 2",
	  "option --dwell: got '2', expected seconds from 3 to 86400" },
	{ "--full", "unknown option, or no value: '--full'" },
	{ "--page", "unknown option, or no value: '--page'" },
	{ "overview", "unexpected argument: 'overview'" },
};

START_TEST(wrong_options_are_named)
{
	ck_assert_int_eq(read_line(wrongs[_i].line), WB_OPTIONS_WRONG);
	ck_assert_str_eq(error, wrongs[_i].error);
}
END_TEST

START_TEST(the_assets_are_found_without_being_told)
{
	char path[4096], file[4200];
	ck_assert(wb_assets_find(NULL, path, sizeof(path)));
	snprintf(file, sizeof(file), "%s/languages/fa.json", path);
	ck_assert_int_eq(access(file, R_OK), 0);
	ck_assert(!wb_assets_find("/nowhere", path, sizeof(path)));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("options");
	tcase_add_loop_test(tc, addresses_are_taken_apart, 0, WB_COUNT(urls));
	tcase_add_test(tc, names_that_are_too_long_are_refused);
	tcase_add_test(tc, without_options_the_wall_is_local_and_dark);
	tcase_add_test(tc, all_options_are_taken_in_any_order);
	tcase_add_loop_test(tc, wrong_options_are_named, 0, WB_COUNT(wrongs));
	tcase_add_test(tc, the_assets_are_found_without_being_told);
	return wb_test_run("app/options", tc);
}
