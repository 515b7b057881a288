#define WB_LOG_MODULE "wallboard-acd"

#include <errno.h>
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acd/asterisk_run.h"
#include "acd/log_import.h"
#include "base/log.h"
#include "limits.h"

#define AMI_PORT 5038

static const char usage[] =
	"Feeds a wallboard daemon from a telephone system.\n"
	"\n"
	"  wallboard-acd queue_log FILE [--follow] --feed NAME --to URL\n"
	"  wallboard-acd asterisk --ami HOST:PORT --user U --secret-file F\n"
	"                [--queue-log FILE] --feed NAME --to URL\n"
	"\n"
	"queue_log   imports an Asterisk queue_log. The same file again, or "
	"when\n"
	"            it has grown or was renamed, adds only what is new.\n"
	"            FILE may be - for standard input.\n"
	"asterisk    follows a running Asterisk through its manager "
	"interface.\n"
	"\n"
	"  --feed NAME          name of this source, the same at every start\n"
	"  --to URL             the daemon: ipc:///run/wallboard.sock,\n"
	"                       tcp://host:port, or file:PATH (file:- is\n"
	"                       standard output) to write what would be sent\n"
	"  --customer-key FILE  sends a keyed hash of the caller's number, so\n"
	"                       that repeated calls are recognised; without "
	"it\n"
	"                       nothing about the caller is sent\n"
	"  --follow             (queue_log) goes on with what is written "
	"later,\n"
	"                       through rotation\n"
	"  --ami HOST:PORT      (asterisk) port 5038 when left out\n"
	"  --user USER          (asterisk) account in manager.conf\n"
	"  --secret-file FILE   (asterisk) its secret, in the first line\n"
	"  --queue-log FILE     (asterisk) the switch's own log, to tell how\n"
	"                       callers left a queue where AMI does not\n"
	"  --verbose            says more\n"
	"  --help, --version\n";

enum option_id {
	OPT_FEED = 256,
	OPT_TO,
	OPT_CUSTOMER_KEY,
	OPT_FOLLOW,
	OPT_AMI,
	OPT_USER,
	OPT_SECRET_FILE,
	OPT_QUEUE_LOG,
	OPT_VERBOSE,
	OPT_HELP,
	OPT_VERSION,
};

static const struct option long_options[] = {
	{ "feed", required_argument, NULL, OPT_FEED },
	{ "to", required_argument, NULL, OPT_TO },
	{ "customer-key", required_argument, NULL, OPT_CUSTOMER_KEY },
	{ "follow", no_argument, NULL, OPT_FOLLOW },
	{ "ami", required_argument, NULL, OPT_AMI },
	{ "user", required_argument, NULL, OPT_USER },
	{ "secret-file", required_argument, NULL, OPT_SECRET_FILE },
	{ "queue-log", required_argument, NULL, OPT_QUEUE_LOG },
	{ "verbose", no_argument, NULL, OPT_VERBOSE },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

struct arguments {
	const char *feed;
	const char *to;
	const char *customer_key;
	const char *ami;
	const char *user;
	const char *secret_file;
	const char *queue_log;
	bool follow;
	bool done; /* --help or --version was answered */
};

static bool take_option(struct arguments *args, int option)
{
	switch (option) {
	case OPT_FEED:
		args->feed = optarg;
		return true;
	case OPT_TO:
		args->to = optarg;
		return true;
	case OPT_CUSTOMER_KEY:
		args->customer_key = optarg;
		return true;
	case OPT_FOLLOW:
		args->follow = true;
		return true;
	case OPT_AMI:
		args->ami = optarg;
		return true;
	case OPT_USER:
		args->user = optarg;
		return true;
	case OPT_SECRET_FILE:
		args->secret_file = optarg;
		return true;
	case OPT_QUEUE_LOG:
		args->queue_log = optarg;
		return true;
	case OPT_VERBOSE:
		wb_log_set_level(WB_LOG_DEBUG);
		return true;
	case OPT_HELP:
		fputs(usage, stdout);
		args->done = true;
		return true;
	case OPT_VERSION:
		puts("wallboard-acd " WB_VERSION);
		args->done = true;
		return true;
	default:
		return false;
	}
}

static bool parse(int argc, char **argv, struct arguments *args)
{
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) !=
	       -1) {
		if (!take_option(args, option)) {
			fputs("Try 'wallboard-acd --help'.\n", stderr);
			return false;
		}
		if (args->done) {
			return true;
		}
	}
	return true;
}

static bool need(const char *value, const char *option)
{
	if (!value) {
		wb_error("option '%s' is missing; see --help", option);
	}
	return value != NULL;
}

static bool check_common(const struct arguments *args,
                         struct wb_customer_key *ret_key)
{
	char error[256];

	if (!need(args->feed, "--feed") || !need(args->to, "--to")) {
		return false;
	}
	struct wb_str feed = wb_str(args->feed);
	if (feed.len == 0 || feed.len > WB_NAME_MAX_BYTES ||
	    !wb_str_is_clean_utf8(feed)) {
		wb_error("--feed: '%s' is not a name of 1 to %d bytes",
		         args->feed, WB_NAME_MAX_BYTES);
		return false;
	}
	if (args->customer_key &&
	    !wb_customer_key_read(args->customer_key, ret_key, error,
	                          sizeof(error))) {
		wb_error("--customer-key: %s", error);
		return false;
	}
	return true;
}

static int run_queue_log(const struct arguments *args, const char *path)
{
	struct wb_log_import_options options = {
		.path = path,
		.feed = args->feed,
		.url = args->to,
		.follow = args->follow,
	};

	if (!path) {
		wb_error("queue_log: which file? see --help");
		return 2;
	}
	if (args->follow && strcmp(path, "-") == 0) {
		wb_error("queue_log: standard input cannot be followed");
		return 2;
	}
	if (!check_common(args, &options.key)) {
		return 2;
	}
	return wb_log_import_run(&options);
}

/* The first line of the file. */
static bool read_secret(const char *path, char *ret_secret, size_t size)
{
	FILE *file = fopen(path, "re");

	if (!file) {
		wb_error("--secret-file: cannot read '%s': %s", path,
		         strerror(errno));
		return false;
	}
	bool have = fgets(ret_secret, (int)size, file) != NULL;
	fclose(file);
	ret_secret[have ? strcspn(ret_secret, "\r\n") : 0] = '\0';
	if (ret_secret[0] == '\0') {
		wb_error("--secret-file: '%s' is empty", path);
		return false;
	}
	return true;
}

/* HOST, HOST:PORT, [::1]:PORT. */
static bool split_address(const char *text, char *ret_host, size_t size,
                          int *ret_port)
{
	bool bracket = text[0] == '[';
	const char *host = text + bracket;
	size_t len = strcspn(host, bracket ? "]" : ":");
	const char *after = host + len + (bracket && host[len] == ']');
	char *end = NULL;

	*ret_port = AMI_PORT;
	if (*after == ':') {
		long port = strtol(after + 1, &end, 10);
		*ret_port = port >= 1 && port <= 65535 ? (int)port : 0;
		after = end;
	}
	if (len == 0 || len >= size || *after != '\0' || *ret_port == 0) {
		wb_error("--ami: '%s' is not HOST:PORT", text);
		return false;
	}
	memcpy(ret_host, host, len);
	ret_host[len] = '\0';
	return true;
}

static bool is_one_line(const char *text, const char *option)
{
	if (text[0] == '\0' || strpbrk(text, "\r\n")) {
		wb_error("%s: expected one line of text", option);
		return false;
	}
	return true;
}

static int run_asterisk(const struct arguments *args)
{
	char host[256], secret[256];
	struct wb_asterisk_run_options options = {
		.host = host,
		.user = args->user,
		.secret = secret,
		.queue_log = args->queue_log,
		.feed = args->feed,
		.url = args->to,
	};

	if (!need(args->ami, "--ami") || !need(args->user, "--user") ||
	    !need(args->secret_file, "--secret-file") ||
	    !check_common(args, &options.key) ||
	    !is_one_line(args->user, "--user") ||
	    !split_address(args->ami, host, sizeof(host), &options.port) ||
	    !read_secret(args->secret_file, secret, sizeof(secret))) {
		return 2;
	}
	int status = wb_asterisk_run(&options);
	sodium_memzero(secret, sizeof(secret));
	return status;
}

int main(int argc, char **argv)
{
	struct arguments args = { .feed = NULL };

	if (!parse(argc, argv, &args)) {
		return 2;
	}
	if (args.done) {
		return EXIT_SUCCESS;
	}
	if (sodium_init() < 0) {
		wb_error("cannot start libsodium");
		return EXIT_FAILURE;
	}
	const char *what = optind < argc ? argv[optind++] : "";
	const char *operand = optind < argc ? argv[optind++] : NULL;
	if (optind < argc) {
		wb_error("unexpected argument '%s'; see --help", argv[optind]);
		return 2;
	}
	if (strcmp(what, "queue_log") == 0) {
		return run_queue_log(&args, operand);
	}
	if (strcmp(what, "asterisk") == 0 && !operand) {
		return run_asterisk(&args);
	}
	wb_error("unknown source '%s', expected queue_log or asterisk; "
	         "see --help",
	         what);
	return 2;
}
