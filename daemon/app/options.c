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
	"      --test-alerts     play the journal under this configuration, "
	"say which\n"
	"                        alerts would have been sent when and to "
	"whom, and\n"
	"                        exit; nothing is sent or stored\n"
	"      --from TIME       with --test-alerts: from then on, and\n"
	"      --to TIME         up to then: 2026-11-21, 2026-11-21T08:30, or\n"
	"                        milliseconds since 1970\n"
	"      --fire RULE       send a test message by every route of the "
	"rule, say\n"
	"                        what came of it, and exit\n"
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
	CODE_TEST_ALERTS,
	CODE_FROM,
	CODE_TO,
	CODE_FIRE,
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
	{ "test-alerts", no_argument, NULL, CODE_TEST_ALERTS },
	{ "from", required_argument, NULL, CODE_FROM },
	{ "to", required_argument, NULL, CODE_TO },
	{ "fire", required_argument, NULL, CODE_FIRE },
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
	case CODE_FROM:
		options->from = value;
		return true;
	case CODE_TO:
		options->to = value;
		return true;
	case CODE_FIRE:
		options->fire = value;
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

static enum wb_options_verdict refuse(const char *why)
{
	fprintf(stderr, "wallboardd: %s\nTry 'wallboardd --help'.\n", why);
	return WB_OPTIONS_REFUSED;
}

/* Do the options go together? */
static enum wb_options_verdict judge(const struct wb_options *options,
                                     enum wb_options_verdict verdict)
{
	if (verdict == WB_OPTIONS_CHECK && !options->config) {
		return refuse("--check-config needs --config FILE");
	}
	if (options->fire && verdict != WB_OPTIONS_RUN) {
		return refuse("--fire goes with neither --check-config nor "
		              "--test-alerts");
	}
	if (options->fire && !options->config) {
		return refuse("--fire needs --config FILE");
	}
	if ((options->from || options->to) &&
	    verdict != WB_OPTIONS_TEST_ALERTS) {
		return refuse("--from and --to are for --test-alerts");
	}
	return options->fire ? WB_OPTIONS_FIRE : verdict;
}

enum wb_options_verdict wb_options_parse(int argc, char **argv,
                                         struct wb_options *ret_options)
{
	enum wb_options_verdict verdict = WB_OPTIONS_RUN;
	*ret_options = (struct wb_options){ 0 };
	for (;;) {
		int code = getopt_long(argc, argv, "c:hV", known, NULL);
		switch (code) {
		case -1:
			return optind == argc
			               ? judge(ret_options, verdict)
			               : refuse("options are expected, and "
			                        "nothing else");
		case 'h':
			fputs(help, stdout);
			return WB_OPTIONS_DONE;
		case 'V':
			puts("wallboardd " WB_VERSION);
			return WB_OPTIONS_DONE;
		case CODE_LIST_KPIS:
			return WB_OPTIONS_LIST_KPIS;
		case CODE_CHECK:
			verdict = WB_OPTIONS_CHECK;
			break;
		case CODE_TEST_ALERTS:
			verdict = WB_OPTIONS_TEST_ALERTS;
			break;
		default:
			if (!take(ret_options, code, optarg)) {
				fputs("Try 'wallboardd --help'.\n", stderr);
				return WB_OPTIONS_REFUSED;
			}
			break;
		}
	}
}
