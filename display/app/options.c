#include "app/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define SIDE_MIN 160
#define SIDE_MAX 16384

enum {
	OPT_CONNECT = 256,
	OPT_PAGE,
	OPT_LANGUAGE,
	OPT_THEME,
	OPT_ASSETS,
	OPT_SCREENSHOT,
	OPT_SIZE,
	OPT_WINDOWED,
	OPT_VERBOSE,
	OPT_VERSION,
	OPT_HELP,
};

static const struct option long_options[] = {
	{ "connect", required_argument, NULL, OPT_CONNECT },
	{ "page", required_argument, NULL, OPT_PAGE },
	{ "language", required_argument, NULL, OPT_LANGUAGE },
	{ "theme", required_argument, NULL, OPT_THEME },
	{ "assets", required_argument, NULL, OPT_ASSETS },
	{ "screenshot", required_argument, NULL, OPT_SCREENSHOT },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "windowed", no_argument, NULL, OPT_WINDOWED },
	{ "verbose", no_argument, NULL, OPT_VERBOSE },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

const char *wb_options_help(void)
{
	return "usage: wallboard [options]\n"
	       "Shows a page of a wallboardd on the full screen.\n"
	       "\n"
	       "  --connect URL      the daemon, default "
	       "ws://127.0.0.1:8080\n"
	       "  --page NAME        the page, default: the daemon's first\n"
	       "  --language CODE    en, fa, ar or ru; default: the "
	       "centre's\n"
	       "  --theme NAME       dark (default) or light\n"
	       "  --windowed         in a window instead of the full screen\n"
	       "  --screenshot F.png write one picture and end; needs no "
	       "screen\n"
	       "  --size WxH         of a screenshot or window, default "
	       "1920x1080\n"
	       "  --assets DIR       where the fonts and languages are\n"
	       "  --verbose          say more on standard error\n"
	       "  --version, --help\n"
	       "\n"
	       "Ctrl-Shift-Q ends it; in a window Escape as well, and F "
	       "fills the screen.\n";
}

static bool read_size(const char *text, struct wb_options *options)
{
	int width, height, used = 0;
	if (sscanf(text, "%5dx%5d%n", &width, &height, &used) != 2 ||
	    text[used] != '\0' || width < SIDE_MIN || height < SIDE_MIN ||
	    width > SIDE_MAX || height > SIDE_MAX) {
		return false;
	}
	options->width_px = width;
	options->height_px = height;
	return true;
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

/* NULL, or what was expected. */
static const char *take_value(int option, const char *value,
                              struct wb_options *options, const char **url)
{
	static const char *const languages[] = { "en", "fa", "ar", "ru", NULL };
	static const char *const themes[] = { "dark", "light", NULL };
	switch (option) {
	case OPT_CONNECT:
		*url = value;
		return NULL;
	case OPT_PAGE:
		options->page = value;
		return *value ? NULL : "the name of a page";
	case OPT_LANGUAGE:
		options->language = value;
		return is_one_of(value, languages) ? NULL : "en, fa, ar or ru";
	case OPT_THEME:
		options->theme = value;
		return is_one_of(value, themes) ? NULL : "dark or light";
	case OPT_ASSETS:
		options->assets = value;
		return NULL;
	case OPT_SCREENSHOT:
		options->screenshot = value;
		return *value ? NULL : "the name of a file";
	case OPT_SIZE:
		return read_size(value, options)
		               ? NULL
		               : "WIDTHxHEIGHT such as 1920x1080, each side "
		                 "from 160 to 16384";
	default:
		return "something else";
	}
}

/* Options without a value. */
static bool take_flag(int option, struct wb_options *options,
                      enum wb_options_result *result)
{
	switch (option) {
	case OPT_WINDOWED:
		options->windowed = true;
		return true;
	case OPT_VERBOSE:
		options->verbose = true;
		return true;
	case OPT_VERSION:
		*result = WB_OPTIONS_VERSION;
		return true;
	case OPT_HELP:
		*result = WB_OPTIONS_HELP;
		return true;
	default:
		return false;
	}
}

static const char *option_name(int option)
{
	const struct option *o = long_options;
	while (o->name && o->val != option) {
		o++;
	}
	return o->name ? o->name : "?";
}

static bool read_url(const char *url, struct wb_options *options,
                     char *ret_error, size_t error_size)
{
	const char *wrong = wb_url_parse(url, options->page, &options->url);
	if (wrong) {
		snprintf(ret_error, error_size,
		         "option --connect: got '%s', %s", url, wrong);
	}
	return !wrong;
}

enum wb_options_result wb_options_read(int count, char **arguments,
                                       struct wb_options *ret_options,
                                       char *ret_error, size_t error_size)
{
	struct wb_options options = { .theme = "dark",
		                      .width_px = 1920,
		                      .height_px = 1080 };
	enum wb_options_result result = WB_OPTIONS_RUN;
	const char *url = "ws://127.0.0.1:8080";
	int option;
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
		if (take_flag(option, &options, &result)) {
			continue;
		}
		const char *wrong = take_value(option, optarg, &options, &url);
		if (wrong) {
			snprintf(ret_error, error_size,
			         "option --%s: got '%s', expected %s",
			         option_name(option), optarg, wrong);
			return WB_OPTIONS_WRONG;
		}
	}
	if (optind < count) {
		snprintf(ret_error, error_size, "unexpected argument: '%s'",
		         arguments[optind]);
		return WB_OPTIONS_WRONG;
	}
	if (!read_url(url, &options, ret_error, error_size)) {
		return WB_OPTIONS_WRONG;
	}
	*ret_options = options;
	return result;
}
