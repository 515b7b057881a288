/*
 * The system's log: journald's own protocol, with the message's parts as
 * fields, or else the syslog socket's lines (RFC 3164). Our own rather than
 * libc's syslog(), which may block when nobody reads.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "notify/courier.h"
#include "notify/words.h"

#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define SYSLOG_SOCKET "/dev/log"
/* A datagram that every daemon takes. */
#define JOURNAL_MAX ((size_t)64 * 1024)
#define SYSLOG_MAX ((size_t)8 * 1024)

/* RFC 5424, table 1; numbers of <sys/syslog.h>. */
static int facility_number(struct wb_str name)
{
	static const struct {
		const char *name;
		int number;
	} known[] = {
		{ "user", 1 },    { "mail", 2 },    { "daemon", 3 },
		{ "auth", 4 },    { "syslog", 5 },  { "authpriv", 10 },
		{ "local0", 16 }, { "local1", 17 }, { "local2", 18 },
		{ "local3", 19 }, { "local4", 20 }, { "local5", 21 },
		{ "local6", 22 }, { "local7", 23 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (wb_str_is(name, known[i].name)) {
			return known[i].number;
		}
	}
	return 3;
}

/* critical = crit, warning = warning, info = info; what is over = notice */
static int priority(const struct wb_told *told)
{
	static const int levels[WB_SEVERITY_COUNT] = {
		[WB_SEVERITY_INFO] = 6,
		[WB_SEVERITY_WARNING] = 4,
		[WB_SEVERITY_CRITICAL] = 2,
	};

	return wb_str_is(told->kind, "resolved") ? 5 : levels[told->severity];
}

static struct wb_str tag_of(const struct wb_route_plan *route)
{
	return route->tag.len > 0 ? route->tag : wb_str("wallboard");
}

/* NAME, line end, length as 64 bits little-endian, value, line end: the form
 * for values that may hold line ends. */
static void add_field(struct wb_buf *out, const char *name, struct wb_str value)
{
	unsigned char size[8];

	for (int i = 0; i < 8; i++) {
		size[i] = (unsigned char)((uint64_t)value.len >> (8 * i));
	}
	wb_buf_add_text(out, name);
	wb_buf_add_char(out, '\n');
	wb_buf_add(out, size, sizeof(size));
	wb_buf_add_str(out, value);
	wb_buf_add_char(out, '\n');
}

static void write_journal(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;
	struct wb_buf text = { 0 };

	wb_words_text(letter, &text);
	struct wb_str message = {
		text.data, wb_str_utf8_prefix(wb_buf_str(&text), JOURNAL_MAX)
	};
	add_field(out, "MESSAGE", message);
	wb_buf_addf(out, "PRIORITY=%d\nSYSLOG_FACILITY=%d\n", priority(told),
	            facility_number(letter->route->facility));
	add_field(out, "SYSLOG_IDENTIFIER", tag_of(letter->route));
	add_field(out, "WALLBOARD_KEY", told->key);
	add_field(out, "WALLBOARD_KIND", told->kind);
	add_field(out, "WALLBOARD_RULE", told->rule);
	add_field(out, "WALLBOARD_GROUP", told->group);
	add_field(out, "WALLBOARD_SEVERITY",
	          wb_str(wb_severity_name(told->severity)));
	wb_buf_finish(&text);
}

/* "<PRI>tag: text" in one line; the daemon there puts the time. */
static void write_syslog(const struct wb_letter *letter, struct wb_buf *out)
{
	struct wb_buf text = { 0 };

	wb_words_text(letter, &text);
	wb_buf_addf(out, "<%d>%.*s: ",
	            facility_number(letter->route->facility) * 8 +
	                    priority(letter->told),
	            WB_STR_FMT(tag_of(letter->route)));
	size_t len = wb_str_utf8_prefix(wb_buf_str(&text), SYSLOG_MAX);
	for (size_t i = 0; i < len; i++) {
		if (text.data[i] == '\n') {
			wb_buf_add_text(out, " | ");
		} else {
			wb_buf_add_char(out, text.data[i]);
		}
	}
	wb_buf_finish(&text);
}

/* 0 or an errno; never waits. */
static int send_to(const char *path, struct wb_str data)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int error = 0;

	if (strlen(path) >= sizeof(address.sun_path)) {
		return ENAMETOOLONG;
	}
	memcpy(address.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) {
		return errno;
	}
	if (sendto(fd, data.data, data.len, MSG_NOSIGNAL,
	           (struct sockaddr *)&address, sizeof(address)) < 0) {
		error = errno;
	}
	close(fd);
	return error;
}

struct wb_attempt *wb_syslog_start(struct wb_courier *courier,
                                   const struct wb_letter *letter,
                                   struct wb_delivery *ret_delivery)
{
	const char *journal = courier->journal_socket ? courier->journal_socket
	                                              : JOURNAL_SOCKET;
	const char *path =
		courier->syslog_socket ? courier->syslog_socket : SYSLOG_SOCKET;
	struct wb_buf data = { 0 };

	write_journal(letter, &data);
	int error = data.failed ? ENOMEM : send_to(journal, wb_buf_str(&data));
	if (error == ENOENT || error == ECONNREFUSED) {
		wb_buf_clear(&data);
		write_syslog(letter, &data);
		error = data.failed ? ENOMEM : send_to(path, wb_buf_str(&data));
	} else {
		path = journal;
	}
	wb_buf_finish(&data);
	if (error != 0) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "cannot write to '%s': %s", path,
		                strerror(error));
	}
	return NULL;
}
