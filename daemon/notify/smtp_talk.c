#include "notify/smtp_talk.h"

#include <stdio.h>

static bool begins(struct wb_str text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && memcmp(text.data, with, len) == 0;
}

void wb_smtp_sent(struct wb_smtp_talk *talk, struct wb_str line)
{
	talk->asked = begins(line, "RCPT TO:");
	talk->data = talk->data || begins(line, "DATA");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The code of a reply's last line ("250 ..."); 0: it goes on, or is none. */
static int last_code(struct wb_str line)
{
	if (line.len < 3 || !is_digit(line.data[0]) ||
	    !is_digit(line.data[1]) || !is_digit(line.data[2]) ||
	    (line.len > 3 && line.data[3] == '-')) {
		return 0;
	}
	return (line.data[0] - '0') * 100 + (line.data[1] - '0') * 10 +
	       (line.data[2] - '0');
}

static void note_recipient(struct wb_smtp_talk *talk, int code)
{
	if (talk->recipients >= WB_ROUTE_RECIPIENTS_MAX) {
		return;
	}
	unsigned bit = 1u << talk->recipients++;
	if (code < 400) {
		talk->accepted |= bit;
	} else if (code < 500) {
		talk->later |= bit;
	} else {
		talk->never |= bit;
	}
}

void wb_smtp_heard(struct wb_smtp_talk *talk, struct wb_str line)
{
	int code = last_code(line);

	if (code == 0) {
		return;
	}
	if (talk->asked) {
		note_recipient(talk, code);
		talk->asked = false;
	}
	if (code >= 400) {
		talk->code = code;
		wb_answer_excerpt(line, talk->said, sizeof(talk->said));
	}
}

static int count_bits(unsigned bits)
{
	return __builtin_popcount(bits);
}

/* Bits of the conversation as those of the route. */
static unsigned spread(unsigned bits, unsigned asked)
{
	unsigned result = 0;

	for (int i = 0; i < WB_ROUTE_RECIPIENTS_MAX; i++) {
		if (asked >> i & 1u) {
			result |= (bits & 1u) << i;
			bits >>= 1;
		}
	}
	return result;
}

static void judge_taken(const struct wb_smtp_talk *talk, unsigned asked,
                        struct wb_delivery *delivery)
{
	int refused = count_bits(talk->later | talk->never);

	delivery->kind = WB_DELIVERY_DONE;
	if (talk->later != 0) {
		wb_delivery_set(delivery, WB_DELIVERY_FAILED,
		                "%d of %d recipients are to be tried later: %s",
		                count_bits(talk->later), talk->recipients,
		                talk->said);
		delivery->left = spread(talk->later, asked);
	} else if (refused > 0) {
		wb_delivery_set(delivery, WB_DELIVERY_DONE,
		                "%d of %d recipients were refused: %s", refused,
		                talk->recipients, talk->said);
	}
}

void wb_smtp_judge(const struct wb_smtp_talk *talk, unsigned asked,
                   bool partial, const char *error,
                   struct wb_delivery *ret_delivery)
{
	bool nobody =
		talk->recipients > 0 && talk->accepted == 0 && talk->later == 0;
	bool blames_mail =
		talk->data && talk->accepted != 0 && talk->code >= 500;

	if (!error || (nobody && partial)) {
		judge_taken(talk, asked, ret_delivery);
		return;
	}
	wb_delivery_set(ret_delivery,
	                blames_mail ? WB_DELIVERY_REFUSED : WB_DELIVERY_FAILED,
	                "SMTP: %s", talk->said[0] != '\0' ? talk->said : error);
	ret_delivery->left = asked;
}
