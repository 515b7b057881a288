#ifndef WB_NOTIFY_SMTP_TALK_H
#define WB_NOTIFY_SMTP_TALK_H

/*
 * Follows the conversation with a mail server, which libcurl leads, so that it
 * is known who was refused and why: libcurl itself only says that something
 * was. Pure; bytes from outside. Private to notify/.
 */

#include "notify/courier.h"

/* Owned by the caller; zero-initialise. */
struct wb_smtp_talk {
	int recipients;    /* RCPT commands that were answered */
	unsigned accepted; /* bits, in their order */
	unsigned later;    /* refused for now (4xx) */
	unsigned never;    /* refused (5xx) */
	bool asked;        /* the last command was RCPT */
	bool data;         /* the mail itself was begun */
	int code;          /* of the last refusal; 0 = none */
	char said[160];    /* the last refusal's text */
};

/* A command that was sent, or part of it. */
void wb_smtp_sent(struct wb_smtp_talk *talk, struct wb_str line);
/* A line of the server's. */
void wb_smtp_heard(struct wb_smtp_talk *talk, struct wb_str line);

/*
 * What came of it: `error` is libcurl's, absent when it is content. `asked` are
 * bits of the route's recipients: the i-th of the conversation is the i-th bit
 * that is set. `partial`: the others have been told before.
 *
 * Delivered: the server took it for all that were not refused for good (who
 * were is in the remark). Failed with `left`: it took it for some, these are to
 * be tried later. Refused: it took recipients, but not the mail (5xx).
 */
void wb_smtp_judge(const struct wb_smtp_talk *talk, unsigned asked,
                   bool partial, const char *error,
                   struct wb_delivery *ret_delivery);

#endif
