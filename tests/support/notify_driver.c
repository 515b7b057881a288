/*
 * Drives daemon/notify from outside, for the tests against real receivers:
 *
 *     notify_driver DIRECTORY ASSETS ROUTES.json
 *
 * Reads one JSON object a line on standard input: {"add":[MESSAGE, ...]} as
 * wb_notify_add() takes them, {"test":MESSAGE}, {"routes":FILE},
 * {"show":true}. Writes one a line: {"ready":true}, {"added":RESULT},
 * {"state":..}, {"tested":..}, {"shown":[..]}. Ends at the end of its input;
 * what is under way is cut off then.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "json.h"
#include "notify/notify.h"

#define ROUTES_MAX 16
#define MESSAGES_MAX 4096

struct driver {
	struct wb_loop *loop;
	struct wb_notify *notify;
	struct wb_watch *input;
	struct wb_buf pending;
	struct wb_arena texts; /* of the routes; kept */
	struct wb_plan plan;
	struct wb_schedule_plan quiet[ROUTES_MAX];
	struct wb_route_plan routes[2][ROUTES_MAX];
	int set;
	const char *journal, *syslog;
	int64_t position;
};

static void say(const struct wb_buf *line)
{
	printf("%s\n", line->data);
	fflush(stdout);
}

static void said_int(const char *key, int64_t value)
{
	printf("{\"%s\":%lld}\n", key, (long long)value);
	fflush(stdout);
}

static void on_route_state(void *user, struct wb_str route, bool failing,
                           const char *error)
{
	struct wb_buf line = { 0 };
	struct wb_json_writer w;

	(void)user;
	wb_json_writer_init(&w, &line);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "state");
	wb_json_string(&w, route);
	wb_json_key_text(&w, "failing");
	wb_json_bool(&w, failing);
	wb_json_key_text(&w, "error");
	wb_json_text(&w, error);
	wb_json_end_object(&w);
	say(&line);
	wb_buf_finish(&line);
}

static void on_tested(void *user, const char *error)
{
	struct wb_buf line = { 0 };
	struct wb_json_writer w;

	(void)user;
	wb_json_writer_init(&w, &line);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "tested");
	wb_json_text(&w, error);
	wb_json_end_object(&w);
	say(&line);
	wb_buf_finish(&line);
}

static struct wb_str text_of(struct driver *driver, const struct wb_json *json,
                             const char *key)
{
	return wb_arena_str(&driver->texts, wb_json_get_string(json, key));
}

static int find_name(struct wb_str name, int count,
                     const char *(*name_of)(int number))
{
	for (int i = 0; i < count; i++) {
		if (wb_str_is(name, name_of(i))) {
			return i;
		}
	}
	return 0;
}

static const char *kind_name(int number)
{
	return wb_route_kind_name((enum wb_route_kind)number);
}

static const char *format_name(int number)
{
	return wb_webhook_format_name((enum wb_webhook_format)number);
}

static const char *severity_name(int number)
{
	return wb_severity_name((enum wb_severity)number);
}

static const char *language_name(int number)
{
	return wb_language_code((enum wb_language)number);
}

static int take_list(struct driver *driver, const struct wb_json *list,
                     struct wb_str *ret_texts, int most)
{
	int count = 0;

	if (!list) {
		return 0;
	}
	for (const struct wb_json_member *m = list->first; m && count < most;
	     m = m->next) {
		ret_texts[count++] =
			wb_arena_str(&driver->texts, m->value.string);
	}
	return count;
}

/* "quiet":{"from":ms,"to":ms}: times of day in UTC */
static void take_quiet(struct driver *driver, const struct wb_json *json,
                       struct wb_route_plan *route, int number)
{
	const struct wb_json *quiet = wb_json_get(json, "quiet");

	if (!quiet) {
		return;
	}
	driver->quiet[number] = (struct wb_schedule_plan){
		.from = wb_json_get_int(quiet, "from", 0),
		.to = wb_json_get_int(quiet, "to", 0),
	};
	route->quiet = &driver->quiet[number];
	route->quiet_for_all = wb_json_get_bool(quiet, "all", false);
}

static void take_route(struct driver *driver, const struct wb_json *json,
                       struct wb_route_plan *route)
{
	*route = (struct wb_route_plan){
		.name = text_of(driver, json, "name"),
		.kind = (enum wb_route_kind)find_name(
			wb_json_get_string(json, "kind"), WB_ROUTE_KIND_COUNT,
			kind_name),
		.language = (enum wb_language)find_name(
			wb_json_get_string(json, "language"), WB_LANGUAGE_COUNT,
			language_name),
		.least = (enum wb_severity)find_name(
			wb_json_get_string(json, "least"), WB_SEVERITY_COUNT,
			severity_name),
		.format = (enum wb_webhook_format)find_name(
			wb_json_get_string(json, "format"),
			WB_WEBHOOK_FORMAT_COUNT, format_name),
		.timeout = wb_json_get_int(json, "timeout", 10000),
		.give_up = wb_json_get_int(json, "give_up", 24 * WB_HOUR),
		.url = text_of(driver, json, "url"),
		.secret_file = text_of(driver, json, "secret_file"),
		.token_file = text_of(driver, json, "token_file"),
		.chat = text_of(driver, json, "chat"),
		.ca_file = text_of(driver, json, "ca_file"),
		.starttls = wb_json_get_bool(json, "starttls", true),
		.user = text_of(driver, json, "user"),
		.password_file = text_of(driver, json, "password_file"),
		.from = text_of(driver, json, "from"),
		.facility = text_of(driver, json, "facility"),
		.tag = text_of(driver, json, "tag"),
	};
	route->to_count = take_list(driver, wb_json_get(json, "to"), route->to,
	                            WB_ROUTE_RECIPIENTS_MAX);
	route->argument_count =
		take_list(driver, wb_json_get(json, "command"),
	                  route->arguments, WB_ROUTE_ARGUMENTS_MAX);
}

static void read_file(const char *path, struct wb_buf *out)
{
	char chunk[4096];
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && (got = read(fd, chunk, sizeof(chunk))) > 0) {
		wb_buf_add(out, chunk, (size_t)got);
	}
	close(fd);
}

static void set_routes(struct driver *driver, const char *path)
{
	struct wb_buf text = { 0 };
	struct wb_json_error fault;
	struct wb_arena arena = { 0 };
	char error[256];
	int count = 0;

	read_file(path, &text);
	const struct wb_json *list =
		wb_json_read(wb_buf_str(&text), &arena, &fault);
	driver->set = !driver->set;
	struct wb_route_plan *routes = driver->routes[driver->set];
	for (const struct wb_json_member *m = list ? list->first : NULL;
	     m && count < ROUTES_MAX; m = m->next) {
		take_route(driver, &m->value, &routes[count]);
		take_quiet(driver, &m->value, &routes[count], count);
		count++;
	}
	int result = wb_notify_set_routes(driver->notify, &driver->plan, routes,
	                                  count, error, sizeof(error));
	if (result != 0) {
		fprintf(stderr, "%s\n", error);
	}
	wb_arena_finish(&arena);
	wb_buf_finish(&text);
}

static struct wb_notify_message take_message(const struct wb_json *json,
                                             struct wb_arena *arena)
{
	struct wb_buf alerts = { 0 };
	struct wb_json_writer w;
	const struct wb_json *list = wb_json_get(json, "alerts");
	struct wb_notify_message message = {
		.key = wb_json_get_string(json, "key"),
		.route = wb_json_get_string(json, "route"),
		.kind = wb_json_get_string(json, "kind"),
		.at = wb_clock_wall() - wb_json_get_int(json, "age", 0),
		.rule = wb_json_get_string(json, "rule"),
		.severity = (enum wb_severity)find_name(
			wb_json_get_string(json, "severity"), WB_SEVERITY_COUNT,
			severity_name),
		.group = wb_json_get_string(json, "group"),
		.standing = (int)wb_json_get_int(json, "standing", 1),
	};

	if (list) {
		wb_json_writer_init(&w, &alerts);
		wb_json_write(list, &w);
	}
	message.alerts = wb_arena_str(arena, wb_buf_str(&alerts));
	wb_buf_finish(&alerts);
	return message;
}

static void add(struct driver *driver, const struct wb_json *list)
{
	static struct wb_notify_message messages[MESSAGES_MAX];
	struct wb_arena arena = { 0 };
	int count = 0;

	for (const struct wb_json_member *m = list->first;
	     m && count < MESSAGES_MAX; m = m->next) {
		messages[count++] = take_message(&m->value, &arena);
	}
	struct wb_notify_batch batch = {
		.messages = messages,
		.message_count = count,
		.mark = { ++driver->position, wb_clock_wall() },
	};
	said_int("added", wb_notify_add(driver->notify, &batch));
	wb_arena_finish(&arena);
}

static void test(struct driver *driver, const struct wb_json *json)
{
	struct wb_arena arena = { 0 };
	struct wb_notify_message message = take_message(json, &arena);

	if (wb_notify_test(driver->notify, &message, on_tested, driver) != 0) {
		on_tested(driver, wb_notify_error(driver->notify));
	}
	wb_arena_finish(&arena);
}

static void show_route(struct wb_json_writer *w,
                       const struct wb_notify_route *route)
{
	const struct {
		const char *name;
		int64_t value;
	} numbers[] = {
		{ "waiting", route->waiting },
		{ "held", route->held },
		{ "delivered", (int64_t)route->delivered },
		{ "failed", (int64_t)route->failed },
		{ "given_up", (int64_t)route->given_up },
		{ "dropped", (int64_t)route->dropped },
		{ "withheld", (int64_t)route->withheld },
		{ "failing_since", route->failing_since },
	};

	wb_json_begin_object(w);
	wb_json_key_text(w, "name");
	wb_json_string(w, route->name);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		wb_json_key_text(w, numbers[i].name);
		wb_json_int(w, numbers[i].value);
	}
	wb_json_key_text(w, "error");
	wb_json_text(w, route->error);
	wb_json_end_object(w);
}

static void show(struct driver *driver)
{
	struct wb_buf line = { 0 };
	struct wb_json_writer w;

	wb_json_writer_init(&w, &line);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "shown");
	wb_json_begin_array(&w);
	for (int i = 0; i < wb_notify_route_count(driver->notify); i++) {
		struct wb_notify_route route;
		wb_notify_route_get(driver->notify, i, &route);
		show_route(&w, &route);
	}
	wb_json_end_array(&w);
	wb_json_end_object(&w);
	say(&line);
	wb_buf_finish(&line);
}

static void obey(struct driver *driver, struct wb_str line)
{
	struct wb_arena arena = { 0 };
	struct wb_json_error fault;
	const struct wb_json *json = wb_json_read(line, &arena, &fault);

	if (wb_json_get(json, "add")) {
		add(driver, wb_json_get(json, "add"));
	} else if (wb_json_get(json, "test")) {
		test(driver, wb_json_get(json, "test"));
	} else if (wb_json_get(json, "routes")) {
		struct wb_str path = text_of(driver, json, "routes");
		set_routes(driver, path.data);
	} else if (wb_json_get(json, "show")) {
		show(driver);
	} else {
		fprintf(stderr, "what is '%.*s'?\n", WB_STR_FMT(line));
	}
	wb_arena_finish(&arena);
}

static void on_input(void *user, int fd)
{
	struct driver *driver = user;
	char chunk[65536];
	ssize_t got = read(fd, chunk, sizeof(chunk));
	char *end;

	if (got <= 0) {
		wb_loop_stop(driver->loop);
		return;
	}
	wb_buf_add(&driver->pending, chunk, (size_t)got);
	while ((end = memchr(driver->pending.data, '\n',
	                     driver->pending.len))) {
		size_t len = (size_t)(end - driver->pending.data);
		obey(driver, (struct wb_str){ driver->pending.data, len });
		wb_buf_drop_front(&driver->pending, len + 1);
	}
}

static bool set_up(struct driver *driver, char **argv)
{
	char error[512];
	struct wb_notify_options options = {
		.directory = argv[1],
		.assets = argv[2],
		.deliver = true,
		.route_state = on_route_state,
		.user = driver,
		.journal_socket = getenv("WB_JOURNAL_SOCKET"),
		.syslog_socket = getenv("WB_SYSLOG_SOCKET"),
	};
	struct wb_notify_mark mark;

	driver->loop = wb_loop_create(NULL, driver);
	driver->notify =
		wb_notify_open(driver->loop, &options, error, sizeof(error));
	if (!driver->notify) {
		fprintf(stderr, "%s\n", error);
		return false;
	}
	if (wb_notify_mark_get(driver->notify, &mark) != 0) {
		return false;
	}
	driver->position = mark.position;
	driver->plan.title.text[WB_LANGUAGE_EN] = wb_str("Centre");
	set_routes(driver, argv[3]);
	driver->input = wb_watch_create(driver->loop, dup(STDIN_FILENO),
	                                on_input, driver);
	return driver->input != NULL;
}

int main(int argc, char **argv)
{
	static struct driver driver;

	if (argc != 4 || !set_up(&driver, argv)) {
		return EXIT_FAILURE;
	}
	said_int("ready", driver.position);
	wb_loop_run(driver.loop);
	wb_notify_close(driver.notify);
	wb_watch_destroy(driver.input);
	wb_loop_destroy(driver.loop);
	wb_buf_finish(&driver.pending);
	wb_arena_finish(&driver.texts);
	return EXIT_SUCCESS;
}
