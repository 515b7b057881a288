#include "sim/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage_text[] =
	"usage: wallboard-sim [options] --to URL\n"
	"Plays a contact centre and reports what happens there as ACD events.\n"
	"\n"
	"  --to URL          where to: an NNG URL such as "
	"ipc:///tmp/wallboard.sock,\n"
	"                    or file:PATH (file:- is standard output)\n"
	"  --seed N          another day: same seed, same events (default 1)\n"
	"  --speed 1|60|max  real time (default), N times faster, or as fast "
	"as\n"
	"                    the other side takes it; faster than real time "
	"is\n"
	"                    for files and for wallboardd --clock events\n"
	"  --duration 8h     stop after so long (default: never)\n"
	"  --start INSTANT   2026-11-21T08:30:00Z or ms since 1970; default: "
	"now\n"
	"                    in real time, else 2026-01-05T04:30:00Z\n"
	"  --warm 30m        begin with so much history, sent at once "
	"(default:\n"
	"                    1h30m in real time, else none)\n"
	"  --hour 10:30      let it be this time of day on the floor at the "
	"end\n"
	"                    of the warm history, whatever the clock says\n"
	"  --incident QUEUE:FROM-TO:FACTOR\n"
	"                    every day, from one time to the other, so many "
	"times\n"
	"                    the calls, as complaints:10:15-11:00:3; more than "
	"once\n"
	"  --feed NAME       name of the feed (default sim)\n"
	"  --summary FILE    at the end write the simulation's own counts as\n"
	"                    JSON (- is standard output), and a table for "
	"people\n"
	"  --version, --help\n";

void wb_sim_command_usage(void)
{
	fputs(usage_text, stdout);
}

static bool parse_number(const char *text, uint64_t max, uint64_t *ret_value)
{
	if (*text < '0' || *text > '9') {
		return false;
	}
	char *end;
	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (*end != '\0' || value > max || errno != 0) {
		return false;
	}
	*ret_value = value;
	return true;
}

bool wb_sim_duration_parse(const char *text, wb_ms *ret_duration)
{
	static const char units[] = "smhd";
	static const wb_ms lengths[] = { WB_SECOND, WB_MINUTE, WB_HOUR,
		                         24 * WB_HOUR };
	wb_ms total = 0;
	if (*text == '\0') {
		return false;
	}
	while (*text != '\0') {
		char *unit;
		if (*text < '0' || *text > '9') {
			return false;
		}
		unsigned long count = strtoul(text, &unit, 10);
		const char *which = *unit ? strchr(units, *unit) : NULL;
		if (which == NULL || count > 100000) {
			return false;
		}
		total += (wb_ms)count * lengths[which - units];
		text = unit + 1;
	}
	*ret_duration = total;
	return true;
}

bool wb_sim_instant_parse(const char *text, wb_ms *ret_instant)
{
	uint64_t ms;
	if (parse_number(text, (uint64_t)WB_TIME_MAX, &ms)) {
		*ret_instant = (wb_ms)ms;
		return true;
	}
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M", &tm);
	if (end != NULL && *end == ':') {
		end = strptime(end, ":%S", &tm);
	}
	if (end == NULL || strcmp(end, "Z") != 0) {
		return false;
	}
	int day = tm.tm_mday;
	time_t seconds = timegm(&tm);
	if (seconds < 0 || tm.tm_mday != day) {
		return false;
	}
	*ret_instant = (wb_ms)seconds * WB_SECOND;
	return *ret_instant <= WB_TIME_MAX;
}

static bool parse_speed(const char *text, int *ret_speed)
{
	uint64_t speed;
	if (strcmp(text, "max") == 0) {
		*ret_speed = WB_SIM_SPEED_MAX;
		return true;
	}
	if (!parse_number(text, 100000, &speed) || speed == 0) {
		return false;
	}
	*ret_speed = (int)speed;
	return true;
}

static bool parse_minute(const char *text, int *ret_minute)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%H:%M", &tm);
	if (end == NULL || *end != '\0') {
		return false;
	}
	*ret_minute = tm.tm_hour * 60 + tm.tm_min;
	return true;
}

/* The number of a queue of the floor; -1 when it has none of that name. */
static int queue_number(struct wb_str name)
{
	const struct wb_sim_floor *floor = wb_sim_floor_default();
	for (int q = 0; q < floor->queue_count; q++) {
		if (wb_str_is(name, floor->queues[q].name)) {
			return q;
		}
	}
	return -1;
}

bool wb_sim_incident_parse(const char *text,
                           struct wb_sim_incident *ret_incident)
{
	struct tm from = { 0 }, to = { 0 };
	const char *colon = strchr(text, ':');
	if (colon == NULL) {
		return false;
	}
	int queue =
		queue_number((struct wb_str){ text, (size_t)(colon - text) });
	const char *at = strptime(colon, ":%H:%M", &from);
	at = at != NULL && *at == '-' ? strptime(at, "-%H:%M", &to) : NULL;
	if (queue < 0 || at == NULL || *at != ':' || at[1] < '0' ||
	    at[1] > '9') {
		return false;
	}
	char *end;
	double factor = strtod(at + 1, &end);
	*ret_incident = (struct wb_sim_incident){
		.queue = queue,
		.from_minute = from.tm_hour * 60 + from.tm_min,
		.to_minute = to.tm_hour * 60 + to.tm_min,
		.factor = factor,
	};
	return *end == '\0' && factor <= 100 &&
	       ret_incident->from_minute < ret_incident->to_minute;
}

static bool add_incident(struct wb_sim_command *command, const char *text)
{
	if (command->incident_count == WB_SIM_INCIDENTS_MAX / 2) {
		return false;
	}
	return wb_sim_incident_parse(
		text, &command->incidents[command->incident_count++]);
}

enum {
	OPTION_TO = 256,
	OPTION_SEED,
	OPTION_SPEED,
	OPTION_DURATION,
	OPTION_START,
	OPTION_WARM,
	OPTION_HOUR,
	OPTION_INCIDENT,
	OPTION_FEED,
	OPTION_SUMMARY,
	OPTION_VERSION,
	OPTION_HELP,
};

static const struct option long_options[] = {
	{ "to", required_argument, NULL, OPTION_TO },
	{ "seed", required_argument, NULL, OPTION_SEED },
	{ "speed", required_argument, NULL, OPTION_SPEED },
	{ "duration", required_argument, NULL, OPTION_DURATION },
	{ "start", required_argument, NULL, OPTION_START },
	{ "warm", required_argument, NULL, OPTION_WARM },
	{ "hour", required_argument, NULL, OPTION_HOUR },
	{ "incident", required_argument, NULL, OPTION_INCIDENT },
	{ "feed", required_argument, NULL, OPTION_FEED },
	{ "summary", required_argument, NULL, OPTION_SUMMARY },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char *expected(int option)
{
	switch (option) {
	case OPTION_SEED:
		return "a number";
	case OPTION_SPEED:
		return "1, 60 or another number, or max";
	case OPTION_START:
		return "an instant such as 2026-11-21T08:30:00Z";
	case OPTION_HOUR:
		return "a time of day such as 10:30";
	case OPTION_INCIDENT:
		return "a queue, a span and a factor such as "
		       "complaints:10:15-11:00:3, at most 8 times";
	default:
		return "a duration such as 8h or 1h30m";
	}
}

static bool take_option(struct wb_sim_command *command, int option,
                        const char *value)
{
	switch (option) {
	case OPTION_TO:
		command->to = value;
		return true;
	case OPTION_FEED:
		command->feed = value;
		return true;
	case OPTION_SUMMARY:
		command->summary = value;
		return true;
	case OPTION_SEED:
		return parse_number(value, UINT64_MAX, &command->seed);
	case OPTION_SPEED:
		return parse_speed(value, &command->speed);
	case OPTION_DURATION:
		return wb_sim_duration_parse(value, &command->duration);
	case OPTION_START:
		return wb_sim_instant_parse(value, &command->start);
	case OPTION_WARM:
		return wb_sim_duration_parse(value, &command->warm);
	case OPTION_HOUR:
		return parse_minute(value, &command->day_minute);
	case OPTION_INCIDENT:
		return add_incident(command, value);
	default:
		return false;
	}
}

static enum wb_sim_command_result bad(const char *message)
{
	fprintf(stderr, "wallboard-sim: %s; see --help\n", message);
	return WB_SIM_COMMAND_BAD;
}

enum wb_sim_command_result
wb_sim_command_parse(int argc, char **argv, struct wb_sim_command *ret_command)
{
	*ret_command = (struct wb_sim_command){
		.seed = 1,
		.speed = 1,
		.duration = WB_NEVER,
		.start = -1,
		.warm = -1,
		.day_minute = -1,
		.feed = "sim",
	};
	int option, index = 0;
	while ((option = getopt_long(argc, argv, "", long_options, &index)) !=
	       -1) {
		if (option == OPTION_HELP) {
			return WB_SIM_COMMAND_HELP;
		}
		if (option == OPTION_VERSION) {
			return WB_SIM_COMMAND_VERSION;
		}
		if (option == '?') {
			return WB_SIM_COMMAND_BAD; /* getopt said why */
		}
		if (!take_option(ret_command, option, optarg)) {
			fprintf(stderr,
			        "wallboard-sim: --%s: got '%s', expected %s\n",
			        long_options[index].name, optarg,
			        expected(option));
			return WB_SIM_COMMAND_BAD;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "wallboard-sim: unexpected '%s'\n",
		        argv[optind]);
		return WB_SIM_COMMAND_BAD;
	}
	return ret_command->to ? WB_SIM_COMMAND_RUN : bad("--to is missing");
}
