#include "app/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
	"Usage: wallboardd [OPTION]...\n"
	"Takes events of a contact centre's switch, keeps its numbers, and "
	"serves\n"
	"them to walls and browsers.\n"
	"\n"
	"  -c, --config FILE     configuration (see wallboard.yaml(5)); "
	"without it:\n"
	"                        loopback only and sensible defaults\n"
	"      --check-config    check the configuration, say every fault, and "
	"exit\n"
	"      --list-kpis       say what every number means, and exit\n"
	"      --state DIR       where the journal and the history are kept\n"
	"      --listen ADDRESS  serve HTTP and WebSocket on 127.0.0.1:8080,\n"
	"                        [::1]:8080 or unix:/path; port 0 takes any "
	"free one\n"
	"      --feed-url URL    take events on an NNG URL, for example\n"
	"                        ipc:///tmp/wallboard.sock\n"
	"      --clock events    time is what the events say: for importing "
	"logs,\n"
	"                        tests and fast simulation\n"
	"      --recompute       count the whole journal again under the "
	"present\n"
	"                        configuration, and rewrite the history\n"
	"      --assets DIR      where the dashboard, fonts and languages are\n"
	"      --debug           say more\n"
	"  -h, --help            show this help\n"
	"  -V, --version         show the version\n"
	"\n"
	"--listen and --feed-url may be given more than once and replace what "
	"the\n"
	"configuration says. SIGHUP loads the configuration again.\n";

enum option_code {
	CODE_CHECK = 256,
	CODE_LIST_KPIS,
	CODE_STATE,
	CODE_LISTEN,
	CODE_FEED_URL,
	CODE_CLOCK,
	CODE_RECOMPUTE,
	CODE_ASSETS,
	CODE_DEBUG,
};

static const struct option known[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "check-config", no_argument, NULL, CODE_CHECK },
	{ "list-kpis", no_argument, NULL, CODE_LIST_KPIS },
	{ "state", required_argument, NULL, CODE_STATE },
	{ "listen", required_argument, NULL, CODE_LISTEN },
	{ "feed-url", required_argument, NULL, CODE_FEED_URL },
	{ "clock", required_argument, NULL, CODE_CLOCK },
	{ "recompute", no_argument, NULL, CODE_RECOMPUTE },
	{ "assets", required_argument, NULL, CODE_ASSETS },
	{ "debug", no_argument, NULL, CODE_DEBUG },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static bool add(const char **list, int *count, const char *value,
                const char *option)
{
	if (*count == WB_LISTENERS_MAX) {
		fprintf(stderr, "wallboardd: %s: at most %d\n", option,
		        WB_LISTENERS_MAX);
		return false;
	}
	list[(*count)++] = value;
	return true;
}

static bool set_clock(struct wb_options *options, const char *value)
{
	if (strcmp(value, "events") != 0 && strcmp(value, "wall") != 0) {
		fprintf(stderr,
		        "wallboardd: --clock: got '%s', expected events or "
		        "wall\n",
		        value);
		return false;
	}
	options->events_clock = strcmp(value, "events") == 0;
	return true;
}

static bool take(struct wb_options *options, int code, const char *value)
{
	switch (code) {
	case 'c':
		options->config = value;
		return true;
	case CODE_STATE:
		options->state = value;
		return true;
	case CODE_ASSETS:
		options->assets = value;
		return true;
	case CODE_RECOMPUTE:
		options->recompute = true;
		return true;
	case CODE_DEBUG:
		options->debug = true;
		return true;
	case CODE_CLOCK:
		return set_clock(options, value);
	case CODE_LISTEN:
		return add(options->listen, &options->listen_count, value,
		           "--listen");
	case CODE_FEED_URL:
		return add(options->feed_urls, &options->feed_url_count, value,
		           "--feed-url");
	default:
		return false;
	}
}

enum wb_options_verdict wb_options_parse(int argc, char **argv,
                                         struct wb_options *ret_options)
{
	bool check = false;
	*ret_options = (struct wb_options){ 0 };
	for (;;) {
		int code = getopt_long(argc, argv, "c:hV", known, NULL);
		if (code == -1) {
			break;
		}
		if (code == 'h') {
			fputs(help, stdout);
			return WB_OPTIONS_DONE;
		}
		if (code == 'V') {
			puts("wallboardd " WB_VERSION);
			return WB_OPTIONS_DONE;
		}
		if (code == CODE_LIST_KPIS) {
			return WB_OPTIONS_LIST_KPIS;
		}
		if (code == CODE_CHECK) {
			check = true;
		} else if (!take(ret_options, code, optarg)) {
			fputs("Try 'wallboardd --help'.\n", stderr);
			return WB_OPTIONS_REFUSED;
		}
	}
	if (optind < argc) {
		fprintf(stderr,
		        "wallboardd: unexpected argument '%s'\n"
		        "Try 'wallboardd --help'.\n",
		        argv[optind]);
		return WB_OPTIONS_REFUSED;
	}
	if (check && !ret_options->config) {
		fputs("wallboardd: --check-config needs --config FILE\n",
		      stderr);
		return WB_OPTIONS_REFUSED;
	}
	return check ? WB_OPTIONS_CHECK : WB_OPTIONS_RUN;
}
