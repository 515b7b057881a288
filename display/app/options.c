#include "app/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIDE_MIN 160
#define SIDE_MAX 16384
#define DAY_MINUTES 1440

/* Takes a value; false when it is not what was expected. */
typedef bool taker(const char *value, struct wb_options *options);

static bool take_text(const char *value, const char **ret_text)
{
	*ret_text = value;
	return *value != '\0';
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++) {
		if (strcmp(text, *words) == 0) {
			return true;
		}
	}
	return false;
}

/* Decimals such as "65" or "2.5", in thousandths, from `least` to `most`. */
static bool take_thousandths(const char *value, int least, int most,
                             int *ret_thousandths)
{
	int whole = 0, part = 0, used = 0, digits = 0;
	if (sscanf(value, "%6d%n", &whole, &used) != 1 || whole < 0 ||
	    value[0] == '+') {
		return false;
	}
	const char *rest = value + used;
	if (*rest == '.') {
		for (rest++; *rest >= '0' && *rest <= '9' && digits < 3;
		     rest++, digits++) {
			part = part * 10 + (*rest - '0');
		}
		if (digits == 0) {
			return false;
		}
	}
	for (; digits < 3; digits++) {
		part *= 10;
	}
	*ret_thousandths = whole * 1000 + part;
	return *rest == '\0' && *ret_thousandths >= least &&
	       *ret_thousandths <= most;
}

static bool take_connect(const char *value, struct wb_options *o)
{
	o->connect = value; /* judged with the page, at the end */
	return true;
}

static bool take_page(const char *value, struct wb_options *o)
{
	return take_text(value, &o->page);
}

static bool take_language(const char *value, struct wb_options *o)
{
	static const char *const known[] = { "en", "fa", "ar", "ru", NULL };
	o->language = value;
	return is_one_of(value, known);
}

static bool take_theme(const char *value, struct wb_options *o)
{
	static const char *const known[] = { "dark", "light", NULL };
	o->theme = value;
	return is_one_of(value, known);
}

static bool take_assets(const char *value, struct wb_options *o)
{
	return take_text(value, &o->assets);
}

static bool take_monitor(const char *value, struct wb_options *o)
{
	return take_text(value, &o->monitor);
}

static bool take_screenshot(const char *value, struct wb_options *o)
{
	o->task = WB_TASK_SCREENSHOT;
	return take_text(value, &o->screenshot);
}

static bool take_state(const char *value, struct wb_options *o)
{
	o->keeps_state = strcmp(value, "none") != 0;
	return take_text(value, &o->state);
}

static bool take_size(const char *value, struct wb_options *o)
{
	int used = 0;
	return sscanf(value, "%5dx%5d%n", &o->width_px, &o->height_px, &used) ==
	               2 &&
	       value[used] == '\0' && o->width_px >= SIDE_MIN &&
	       o->height_px >= SIDE_MIN && o->width_px <= SIDE_MAX &&
	       o->height_px <= SIDE_MAX;
}

static bool take_margin(const char *value, struct wb_options *o)
{
	int thousandths;
	if (!take_thousandths(value, 0, 10000, &thousandths)) {
		return false;
	}
	o->margin_permille = (thousandths + 50) / 100;
	return true;
}

static bool take_diagonal(const char *value, struct wb_options *o)
{
	int thousandths;
	if (!take_thousandths(value, 5000, 500000, &thousandths)) {
		return false;
	}
	o->reading.diagonal_mm =
		(int)(((int64_t)thousandths * 254 + 5000) / 10000);
	return true;
}

static bool take_distance(const char *value, struct wb_options *o)
{
	return take_thousandths(value, 300, 100000, &o->reading.distance_mm);
}

static bool take_dwell(const char *value, struct wb_options *o)
{
	int used = 0;
	return sscanf(value, "%5d%n", &o->dwell_s, &used) == 1 &&
	       value[used] == '\0' && o->dwell_s >= 3 && o->dwell_s <= 86400;
}

static bool take_night(const char *value, struct wb_options *o)
{
	int from_h, from_m, to_h, to_m, used = 0;
	if (sscanf(value, "%2d:%2d-%2d:%2d%n", &from_h, &from_m, &to_h, &to_m,
	           &used) != 4 ||
	    value[used] != '\0' || from_m < 0 || from_m > 59 || to_m < 0 ||
	    to_m > 59) {
		return false;
	}
	o->night_from = from_h * 60 + from_m;
	o->night_to = to_h * 60 + to_m;
	return o->night_from >= 0 && o->night_from < DAY_MINUTES &&
	       o->night_to >= 0 && o->night_to < DAY_MINUTES;
}

static bool take_night_level(const char *value, struct wb_options *o)
{
	int thousandths;
	if (!take_thousandths(value, 10000, 100000, &thousandths)) {
		return false;
	}
	o->night_permille = thousandths / 100;
	return true;
}

/* Options without a value. */
static bool take_audit(const char *value, struct wb_options *o)
{
	(void)value;
	o->task = WB_TASK_AUDIT;
	return true;
}

static bool take_test_card(const char *value, struct wb_options *o)
{
	(void)value;
	o->test_card = true;
	return true;
}

static bool take_no_rotation(const char *value, struct wb_options *o)
{
	(void)value;
	o->rotates = false;
	return true;
}

static bool take_no_shift(const char *value, struct wb_options *o)
{
	(void)value;
	o->shifts = false;
	return true;
}

static bool take_sound(const char *value, struct wb_options *o)
{
	(void)value;
	o->sound = true;
	return true;
}

static bool take_windowed(const char *value, struct wb_options *o)
{
	(void)value;
	o->windowed = true;
	return true;
}

static bool take_verbose(const char *value, struct wb_options *o)
{
	(void)value;
	o->verbose = true;
	return true;
}

static const struct entry {
	const char *name;
	const char *argument; /* NULL = none */
	taker *take;          /* NULL = --version, --help */
	const char *expected;
	const char *help; /* further lines are indented */
} entries[] = {
	{ "connect", "URL", take_connect, "ws://HOST:PORT",
	  "the daemon, default ws://127.0.0.1:8080" },
	{ "page", "NAME", take_page, "the name of a page",
	  "the page to begin with, default: the daemon's first" },
	{ "language", "CODE", take_language, "en, fa, ar or ru",
	  "en, fa, ar or ru; default: the centre's" },
	{ "theme", "NAME", take_theme, "dark or light",
	  "dark (default) or light" },
	{ "dwell", "SECONDS", take_dwell, "seconds from 3 to 86400",
	  "how long each page is shown; default: as it says" },
	{ "no-rotation", NULL, take_no_rotation, NULL,
	  "stay on one page until a key is pressed" },
	{ "monitor", "NAME", take_monitor, "the name or number of a screen",
	  "the screen by its name or number from 0" },
	{ "margin", "PERCENT", take_margin, "percent from 0 to 10",
	  "kept free at each edge, for overscan; default 0" },
	{ "diagonal", "INCHES", take_diagonal, "inches from 5 to 500",
	  "of the screen; with --distance the type is made\n"
	  "large enough" },
	{ "distance", "METRES", take_distance, "metres from 0.3 to 100",
	  "from the screen to its farthest readers" },
	{ "night", "FROM-TO", take_night, "HH:MM-HH:MM",
	  "hours in which the screen is dimmed: 22:00-06:00" },
	{ "night-level", "PERCENT", take_night_level, "percent from 10 to 100",
	  "brightness at night, default 40" },
	{ "no-shift", NULL, take_no_shift, NULL,
	  "do not move the picture by pixels against burn-in" },
	{ "sound", NULL, take_sound, NULL,
	  "play a tone at a new critical alert" },
	{ "state", "FILE", take_state, "a file, or none",
	  "where the last state is kept, or none" },
	{ "test-card", NULL, take_test_card, NULL,
	  "show what is needed to set up a screen" },
	{ "windowed", NULL, take_windowed, NULL,
	  "in a window instead of the full screen" },
	{ "screenshot", "F.png", take_screenshot, "the name of a file",
	  "write one picture and end; needs no screen" },
	{ "audit", NULL, take_audit, NULL,
	  "print size, reach and contrast of every text and\n"
	  "end; status 3 when something is cut or unreadable" },
	{ "size", "WxH", take_size,
	  "WIDTHxHEIGHT such as 1920x1080, each side from 160 to 16384",
	  "of picture, audit or window, default 1920x1080" },
	{ "assets", "DIR", take_assets, "a directory",
	  "where the fonts and languages are" },
	{ "verbose", NULL, take_verbose, NULL, "say more on standard error" },
	{ "version", NULL, NULL, NULL, "print the version and end" },
	{ "help", NULL, NULL, NULL, "print this and end" },
};
#define ENTRY_COUNT (sizeof(entries) / sizeof(entries[0]))

static const char keys_help[] =
	"\n"
	"Keys: arrows or Page Up/Down change the page, Space holds it, E "
	"explains the tile\n"
	"under the pointer, L changes the language, H shows the keys; "
	"Ctrl-Shift-Q ends it.\n"
	"In a window Escape ends it as well, and F fills the screen.\n";

/* Further lines of a help text stand below its first. */
static void print_indented(const char *text, FILE *out)
{
	for (; *text; text++) {
		fputc(*text, out);
		if (*text == '\n') {
			fprintf(out, "%25s", "");
		}
	}
	fputc('\n', out);
}

void wb_options_print_help(FILE *out)
{
	fputs("usage: wallboard [options]\n"
	      "Shows the pages of a wallboardd on the full screen.\n\n",
	      out);
	for (size_t i = 0; i < ENTRY_COUNT; i++) {
		const struct entry *e = &entries[i];
		char left[32];
		snprintf(left, sizeof(left), "--%s%s%s", e->name,
		         e->argument ? " " : "",
		         e->argument ? e->argument : "");
		fprintf(out, "  %-22s ", left);
		print_indented(e->help, out);
	}
	fputs(keys_help, out);
}

static void make_long_options(struct option options[ENTRY_COUNT + 1])
{
	memset(options, 0, (ENTRY_COUNT + 1) * sizeof(options[0]));
	for (size_t i = 0; i < ENTRY_COUNT; i++) {
		options[i].name = entries[i].name;
		options[i].has_arg =
			entries[i].argument ? required_argument : no_argument;
		options[i].val = 256 + (int)i;
	}
}

/* --version and --help, of which the last one counts. */
static enum wb_options_result plain_result(const struct entry *e)
{
	return strcmp(e->name, "help") == 0 ? WB_OPTIONS_HELP
	                                    : WB_OPTIONS_VERSION;
}

static bool read_url(struct wb_options *options, char *ret_error,
                     size_t error_size)
{
	const char *wrong =
		wb_url_parse(options->connect, options->page, &options->url);
	if (wrong) {
		snprintf(ret_error, error_size,
		         "option --connect: got '%s', %s", options->connect,
		         wrong);
	}
	return !wrong;
}

static struct wb_options defaults(void)
{
	return (struct wb_options){ .connect = "ws://127.0.0.1:8080",
		                    .theme = "dark",
		                    .keeps_state = true,
		                    .width_px = 1920,
		                    .height_px = 1080,
		                    .rotates = true,
		                    .night_permille = 400,
		                    .shifts = true };
}

enum wb_options_result wb_options_read(int count, char **arguments,
                                       struct wb_options *ret_options,
                                       char *ret_error, size_t error_size)
{
	struct option long_options[ENTRY_COUNT + 1];
	struct wb_options options = defaults();
	enum wb_options_result result = WB_OPTIONS_RUN;
	int option;
	make_long_options(long_options);
	optind = 0; /* tests read several command lines */
	opterr = 0;
	while ((option = getopt_long(count, arguments, "", long_options,
	                             NULL)) != -1) {
		if (option == '?') {
			snprintf(ret_error, error_size,
			         "unknown option, or no value: '%s'",
			         arguments[optind - 1]);
			return WB_OPTIONS_WRONG;
		}
		const struct entry *e = &entries[option - 256];
		if (!e->take) {
			result = plain_result(e);
		} else if (!e->take(optarg, &options)) {
			snprintf(ret_error, error_size,
			         "option --%s: got '%s', expected %s", e->name,
			         optarg, e->expected);
			return WB_OPTIONS_WRONG;
		}
	}
	if (optind < count) {
		snprintf(ret_error, error_size, "unexpected argument: '%s'",
		         arguments[optind]);
		return WB_OPTIONS_WRONG;
	}
	if (!read_url(&options, ret_error, error_size)) {
		return WB_OPTIONS_WRONG;
	}
	*ret_options = options;
	return result;
}
