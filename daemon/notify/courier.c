#include "notify/courier.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#define SECRET_MAX 4096

struct wb_attempt *wb_courier_start(struct wb_courier *courier,
                                    const struct wb_letter *letter,
                                    wb_attempt_fn fn, void *user,
                                    struct wb_delivery *ret_delivery)
{
	static wb_start_fn *const kinds[WB_ROUTE_KIND_COUNT] = {
		[WB_ROUTE_WEBHOOK] = wb_webhook_start,
		[WB_ROUTE_EMAIL] = wb_mail_start,

		[WB_ROUTE_COMMAND] = wb_command_start,
		[WB_ROUTE_SYSLOG] = wb_syslog_start,
	};

	*ret_delivery = (struct wb_delivery){ 0 };
	struct wb_attempt *attempt =
		kinds[letter->route->kind](courier, letter, ret_delivery);
	if (attempt) {
		attempt->fn = fn;
		attempt->user = user;
	}
	return attempt;
}

void wb_attempt_cancel(struct wb_attempt *attempt)
{
	if (attempt) {
		attempt->ops->cancel(attempt);
	}
}

void wb_delivery_set(struct wb_delivery *delivery, enum wb_delivery_kind kind,
                     const char *format, ...)
{
	char text[WB_DELIVERY_ERROR_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	delivery->kind = kind;
	wb_str_format(delivery->error, sizeof(delivery->error), "%.*s",
	              (int)wb_str_utf8_prefix(wb_str(text), sizeof(text)),
	              text);
}

void wb_courier_trust(CURL *easy, struct wb_str ca_file)
{
	char path[4096];

	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	if (ca_file.len > 0) {
		snprintf(path, sizeof(path), "%.*s", WB_STR_FMT(ca_file));
		curl_easy_setopt(easy, CURLOPT_CAINFO, path);
	}
}

static bool read_file(const char *path, struct wb_buf *secret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0) {
		return false;
	}
	secret->limit = SECRET_MAX + 1;
	ssize_t got = -1;
	if (wb_buf_reserve(secret, SECRET_MAX)) {
		got = read(fd, secret->data, SECRET_MAX);
	}
	int error = errno;
	close(fd);
	errno = error;
	if (got < 0) {
		return false;
	}
	secret->len = (size_t)got;
	while (secret->len > 0 &&
	       strchr(" \t\r\n", secret->data[secret->len - 1])) {
		secret->len--;
	}
	secret->data[secret->len] = '\0';
	return true;
}

bool wb_secret_read(struct wb_str path, struct wb_buf *ret_secret,
                    struct wb_delivery *ret_delivery)
{
	char name[4096];

	snprintf(name, sizeof(name), "%.*s", WB_STR_FMT(path));
	if (!read_file(name, ret_secret)) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "cannot read '%s': %s", name, strerror(errno));
		return false;
	}
	if (ret_secret->len == 0) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "'%s' is empty", name);
		return false;
	}
	return true;
}

void wb_secret_finish(struct wb_buf *secret)
{
	if (secret->data) {
		sodium_memzero(secret->data, secret->capacity);
	}
	wb_buf_finish(secret);
}

/* U+202A to U+202E and U+2066 to U+2069 turn the line round that they are in.
 */
static bool turns_round(struct wb_str c)
{
	unsigned char last = c.len == 3 ? (unsigned char)c.data[2] : 0;

	return (c.len == 3 && memcmp(c.data, "\xe2\x80", 2) == 0 &&
	        last >= 0xaa && last <= 0xae) ||
	       (c.len == 3 && memcmp(c.data, "\xe2\x81", 2) == 0 &&
	        last >= 0xa6 && last <= 0xa9);
}

void wb_answer_excerpt(struct wb_str answer, char *ret_text, size_t size)
{
	size_t at = 0;
	bool gap = false;

	for (size_t i = 0; i < answer.len && at + 6 < size;) {
		struct wb_str rest = { answer.data + i, answer.len - i };
		size_t len = wb_str_first_char(rest);
		unsigned char lead = (unsigned char)answer.data[i];

		rest.len = len;
		if (len == 0 || lead <= ' ' || lead == 0x7f ||
		    turns_round(rest)) {
			gap = at > 0;
			i += len > 0 ? len : 1;
			continue;
		}
		if (gap) {
			ret_text[at++] = ' ';
			gap = false;
		}
		memcpy(ret_text + at, rest.data, len);
		at += len;
		i += len;
	}
	ret_text[at] = '\0';
}
