#include "notify/smtp_talk.h"

#include "suite.h"

#define OK_RCPT "C RCPT TO:<x>", "S 250 OK"
#define HELLO                                                                  \
	"S 220 hello", "C EHLO us", "S 250-them", "S 250 STARTTLS",            \
		"C MAIL FROM:<us>", "S 250 OK"

static const struct {
	const char *lines[24];
	unsigned asked;
	bool partial, error;
	enum wb_delivery_kind kind;
	unsigned left;
	const char *said;
} cases[] = {
	{ { HELLO, OK_RCPT, OK_RCPT, "C DATA", "S 354 go", "S 250 done" },
	  3,
	  false,
	  false,
	  WB_DELIVERY_DONE,
	  0,
	  "" },
	{ { HELLO, OK_RCPT, "C RCPT TO:<y>", "S 550 5.1.1 no", "C DATA",
	    "S 354 go", "S 250 done" },
	  3,
	  false,
	  false,
	  WB_DELIVERY_DONE,
	  0,
	  "1 of 2 recipients were refused: 550 5.1.1 no" },
	{ { HELLO, OK_RCPT, "C RCPT TO:<y>", "S 451 grey", "C DATA", "S 354",
	    "S 250 done" },
	  /* the first and the fourth of the route's */
	  9,
	  true,
	  false,
	  WB_DELIVERY_FAILED,
	  8,
	  "1 of 2 recipients are to be tried later: 451 grey" },
	{ { HELLO, "C RCPT TO:<y>", "S 550 no" },
	  3,
	  false,
	  true,
	  WB_DELIVERY_FAILED,
	  3,
	  "SMTP: 550 no" },
	/* the others were told: this one never will */
	{ { HELLO, "C RCPT TO:<y>", "S 550 no" },
	  2,
	  true,
	  true,
	  WB_DELIVERY_DONE,
	  0,
	  "1 of 1 recipients were refused: 550 no" },
	{ { HELLO, "C RCPT TO:<y>", "S 451 grey" },
	  2,
	  true,
	  true,
	  WB_DELIVERY_FAILED,
	  2,
	  "SMTP: 451 grey" },
	{ { HELLO, OK_RCPT, "C DATA", "S 354 go", "S 554 spam" },
	  1,
	  false,
	  true,
	  WB_DELIVERY_REFUSED,
	  1,
	  "SMTP: 554 spam" },
	{ { HELLO, OK_RCPT, "C DATA", "S 354 go", "S 451 later" },
	  1,
	  false,
	  true,
	  WB_DELIVERY_FAILED,
	  1,
	  "SMTP: 451 later" },
	/* a login that is refused is not the mail's fault */
	{ { "S 220 hello", "C EHLO us", "S 250 AUTH", "C AUTH PLAIN",
	    "S 535 wrong" },
	  1,
	  false,
	  true,
	  WB_DELIVERY_FAILED,
	  1,
	  "SMTP: 535 wrong" },
	{ { NULL },
	  5,
	  true,
	  true,
	  WB_DELIVERY_FAILED,
	  5,
	  "SMTP: cannot connect" },
	/* a reply of several lines is one */
	{ { HELLO, "C RCPT TO:<x>", "S 550-no", "S 550-no", "S 550 never",
	    OK_RCPT, "C DATA", "S 354", "S 250" },
	  3,
	  false,
	  false,
	  WB_DELIVERY_DONE,
	  0,
	  "1 of 2 recipients were refused: 550 never" },
	{ { "S", "S x", "S 25", "S 2x0 no", "C", "S \x01\xff\x02\xff" },
	  1,
	  false,
	  true,
	  WB_DELIVERY_FAILED,
	  1,
	  "SMTP: cannot connect" },
};

START_TEST(a_conversation_is_understood)
{
	struct wb_smtp_talk talk = { 0 };
	struct wb_delivery delivery = { 0 };

	for (int i = 0; cases[_i].lines[i]; i++) {
		const char *line = cases[_i].lines[i];
		struct wb_str text = wb_str(line[1] ? line + 2 : "");
		if (line[0] == 'C') {
			wb_smtp_sent(&talk, text);
		} else {
			wb_smtp_heard(&talk, text);
		}
	}
	wb_smtp_judge(&talk, cases[_i].asked, cases[_i].partial,
	              cases[_i].error ? "cannot connect" : NULL, &delivery);
	ck_assert_int_eq(delivery.kind, cases[_i].kind);
	ck_assert_uint_eq(delivery.left, cases[_i].left);
	ck_assert_str_eq(delivery.error, cases[_i].said);
}
END_TEST

START_TEST(a_server_that_answers_too_often_is_no_harm)
{
	struct wb_smtp_talk talk = { 0 };

	for (int i = 0; i < 1000; i++) {
		wb_smtp_sent(&talk, wb_str("RCPT TO:<x>"));
		wb_smtp_heard(&talk, wb_str("250 OK"));
	}
	ck_assert_int_eq(talk.recipients, WB_ROUTE_RECIPIENTS_MAX);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("smtp_talk");

	tcase_add_loop_test(tc, a_conversation_is_understood, 0,
	                    WB_COUNT(cases));
	tcase_add_test(tc, a_server_that_answers_too_often_is_no_harm);
	return wb_test_run("notify/smtp_talk", tc);
}
