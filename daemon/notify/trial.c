/* Tests of a route: one attempt each, past the outbox. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "notify/private.h"

void wb_trials_run(struct wb_notify *notify)
{
	struct trial **at = &notify->trials;

	while (*at) {
		struct trial *trial = *at;
		if (trial->attempt) {
			at = &trial->next;
			continue;
		}
		*at = trial->next;
		trial->done(trial->user, trial->delivery.error);
		free(trial);
	}
}

void wb_trials_finish(struct wb_notify *notify)
{
	while (notify->trials) {
		struct trial *trial = notify->trials;
		notify->trials = trial->next;
		wb_attempt_cancel(trial->attempt);
		free(trial);
	}
}

static void trial_ended(void *user, const struct wb_delivery *delivery)
{
	struct trial *trial = user;

	trial->attempt = NULL;
	trial->delivery = *delivery;
	wb_round_soon(trial->notify);
}

/* False when the message cannot be read. */
static bool start(struct trial *trial, const struct route *route,
                  struct wb_str body)
{
	struct wb_notify *notify = trial->notify;
	struct wb_told told;

	if (!wb_told_read(&told, body, route->locale->language)) {
		return false;
	}
	struct wb_letter letter =
		wb_notify_letter(notify, &told, route->plan, route->locale);
	trial->attempt = wb_courier_start(&notify->courier, &letter,
	                                  trial_ended, trial, &trial->delivery);
	wb_told_finish(&told);
	return true;
}

static int refuse(struct wb_notify *notify, int error, const char *text)
{
	snprintf(notify->error, sizeof(notify->error), "%s", text);
	return error;
}

int wb_notify_test(struct wb_notify *notify,
                   const struct wb_notify_message *message,
                   void (*done)(void *user, const char *error), void *user)
{
	const struct route *route = wb_routes_find(notify, message->route);
	struct wb_buf body = { 0 };

	if (!route) {
		return refuse(notify, -ENOENT, "there is no such route");
	}
	if (!route->locale) {
		return refuse(notify, -ENOENT, "there is no language");
	}
	struct trial *trial = calloc(1, sizeof(*trial));
	if (!trial) {
		return refuse(notify, -ENOMEM, "out of memory");
	}
	*trial = (struct trial){
		.notify = notify,
		.done = done,
		.user = user,
	};
	wb_message_write(&body, message);
	bool started = !body.failed && start(trial, route, wb_buf_str(&body));
	wb_buf_finish(&body);
	if (!started) {
		free(trial);
		return refuse(notify, -EINVAL, "the message cannot be read");
	}
	trial->next = notify->trials;
	notify->trials = trial;
	wb_round_soon(notify);
	return 0;
}
