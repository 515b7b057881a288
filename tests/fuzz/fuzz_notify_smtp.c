/*
 * A conversation with a mail server: a byte for how it ended, then lines; those
 * that begin with "C" are ours. Who is left over is one who was asked, and
 * nothing is delivered but by a conversation that libcurl is content with, or
 * to recipients that were refused after others were told.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notify/smtp_talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth) {
		abort();
	}
}

static void take_line(struct wb_smtp_talk *talk, struct wb_str line)
{
	if (line.len > 0 && line.data[0] == 'C') {
		line.data++;
		line.len--;
		wb_smtp_sent(talk, line);
	} else {
		wb_smtp_heard(talk, line);
	}
}

static void check(const struct wb_smtp_talk *talk, unsigned asked, bool partial,
                  bool failed)
{
	struct wb_delivery delivery = { 0 };

	wb_smtp_judge(talk, asked, partial, failed ? "x" : NULL, &delivery);
	struct wb_str error = wb_str(delivery.error);
	require(error.len == 0 || wb_str_is_clean_utf8(error));
	require((delivery.left & ~asked) == 0);
	require(delivery.kind != WB_DELIVERY_DONE || !failed || partial);
	require(delivery.kind == WB_DELIVERY_DONE || error.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_smtp_talk talk = { 0 };

	if (size < 1) {
		return 0;
	}
	struct wb_str rest = { (const char *)data + 1, size - 1 };
	while (rest.len > 0) {
		const char *end = memchr(rest.data, '\n', rest.len);
		size_t len = end ? (size_t)(end - rest.data) : rest.len;
		take_line(&talk, (struct wb_str){ rest.data, len });
		rest.data += end ? len + 1 : len;
		rest.len -= end ? len + 1 : len;
	}
	require(talk.recipients >= 0 &&
	        talk.recipients <= WB_ROUTE_RECIPIENTS_MAX);
	require((talk.accepted & talk.later) == 0 &&
	        (talk.accepted & talk.never) == 0);
	check(&talk, (unsigned)data[0] << 4 | 1u, data[0] & 1, data[0] & 2);
	return 0;
}
