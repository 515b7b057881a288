#ifndef WB_NOTIFY_COURIER_H
#define WB_NOTIFY_COURIER_H

/*
 * One attempt to deliver one message by one route: what all kinds of routes
 * have in common. Private to notify/.
 */

#include "locale/locale.h"
#include "notify/message.h"
#include "notify/transfers.h"

enum wb_delivery_kind {
	WB_DELIVERY_DONE,
	WB_DELIVERY_FAILED,  /* to be tried again */
	WB_DELIVERY_REFUSED, /* the message itself is to blame */
};

/* Remarks and errors are English, for the log, the API and journals. */
#define WB_DELIVERY_ERROR_MAX 256

struct wb_delivery {
	enum wb_delivery_kind kind;
	wb_ms wait; /* the receiver asks to come again after; 0 = it does not */
	/* FAILED, e-mail: bits of the recipients that are to be told yet; 0 =
	 * all of them */
	unsigned left;
	/* why not; of what was delivered a remark ("1 of 3 refused"), or "" */
	char error[WB_DELIVERY_ERROR_MAX];
};

/* What attempts need of the program; outlives them. */
struct wb_courier {
	struct wb_loop *loop;
	struct wb_transfers *transfers;
	const char *journal_socket, *syslog_socket;
};

/* A message with what is needed to word it; borrowed during the start only. */
struct wb_letter {
	const struct wb_told *told;
	const struct wb_route_plan *route;
	const struct wb_locale *locale;
	const struct wb_zone *zone; /* of the centre */
	struct wb_str centre;       /* its title */
	wb_ms now;                  /* wall time */
	/* e-mail: bits of the recipients that are to be told; 0 = all */
	unsigned recipients;
};

struct wb_attempt;

/* From the loop, once; the attempt is gone afterwards. */
typedef void (*wb_attempt_fn)(void *user, const struct wb_delivery *delivery);

struct wb_attempt_ops {
	void (*cancel)(struct wb_attempt *attempt); /* frees it; no callback */
};

/* Embedded first in each kind's own. */
struct wb_attempt {
	const struct wb_attempt_ops *ops;
	wb_attempt_fn fn;
	void *user;
};

/*
 * Starts an attempt. NULL when it ended at once, as *ret_delivery says (`fn` is
 * not called then).
 */
struct wb_attempt *wb_courier_start(struct wb_courier *courier,
                                    const struct wb_letter *letter,
                                    wb_attempt_fn fn, void *user,
                                    struct wb_delivery *ret_delivery);
void wb_attempt_cancel(struct wb_attempt *attempt);

/* The kinds, called by wb_courier_start(): webhook.c, mail.c ... */
typedef struct wb_attempt *wb_start_fn(struct wb_courier *courier,
                                       const struct wb_letter *letter,
                                       struct wb_delivery *ret_delivery);
wb_start_fn wb_webhook_start, wb_mail_start, wb_command_start, wb_syslog_start;

/* Fills in an delivery. */
void wb_delivery_set(struct wb_delivery *delivery, enum wb_delivery_kind kind,
                     const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Certificates are verified, always: by this file, else by the system's.
 */
void wb_courier_trust(CURL *easy, struct wb_str ca_file);

/*
 * The content of a small file without white space at its end: a key, a
 * password. False with the delivery set. The caller wipes it
 * (wb_secret_finish()).
 */
bool wb_secret_read(struct wb_str path, struct wb_buf *ret_secret,
                    struct wb_delivery *ret_delivery);
void wb_secret_finish(struct wb_buf *secret);

/*
 * An answer of a receiver in one line that can be logged: cut, and without
 * what is not text.
 */
void wb_answer_excerpt(struct wb_str answer, char *ret_text, size_t size);

#endif
