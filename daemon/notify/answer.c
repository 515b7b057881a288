#include "notify/answer.h"

#include <stdio.h>

#include "notify/backoff.h"

struct telegram {
	bool ok;
	wb_ms retry_after;
	char description[120];
};

/* {"ok":false,"error_code":429,"description":"..",
 *  "parameters":{"retry_after":5}} */
static struct telegram read_telegram(struct wb_str body)
{
	struct telegram said = { 0 };
	struct wb_arena arena = { .limit = 8 * WB_ANSWER_MAX };
	struct wb_json_error error;
	const struct wb_json *json = wb_json_read(body, &arena, &error);
	int64_t seconds = wb_json_get_int(wb_json_get(json, "parameters"),
	                                  "retry_after", 0);

	said.ok = wb_json_get_bool(json, "ok", false);
	if (seconds > 0) {
		said.retry_after = seconds < WB_BACKOFF_ASKED_MAX / WB_SECOND
		                           ? seconds * WB_SECOND
		                           : WB_BACKOFF_ASKED_MAX;
	}
	wb_answer_excerpt(wb_json_get_string(json, "description"),
	                  said.description, sizeof(said.description));
	wb_arena_finish(&arena);
	return said;
}

static bool blames_message(long status)
{
	return status == 400 || status == 413 || status == 422;
}

static void judge_redirect(const struct wb_answer *answer,
                           struct wb_delivery *delivery)
{
	char place[120];

	wb_answer_excerpt(answer->redirect, place, sizeof(place));
	wb_delivery_set(delivery, WB_DELIVERY_FAILED,
	                "HTTP %ld: it sends elsewhere ('%s'), which is not "
	                "followed",
	                answer->status, place);
}

static void judge_failure(const struct wb_answer *answer, const char *said,
                          struct wb_delivery *delivery)
{
	char text[120];

	wb_answer_excerpt(answer->body, text, sizeof(text));
	if (said[0] != '\0') {
		snprintf(text, sizeof(text), "%s", said);
	}
	wb_delivery_set(delivery,
	                blames_message(answer->status) ? WB_DELIVERY_REFUSED
	                                               : WB_DELIVERY_FAILED,
	                "HTTP %ld%s%s", answer->status,
	                text[0] != '\0' ? ": " : "", text);
}

void wb_answer_judge(enum wb_webhook_format format,
                     const struct wb_answer *answer,
                     struct wb_delivery *ret_delivery)
{
	struct telegram telegram = { .ok = true };
	bool is_good = answer->status >= 200 && answer->status < 300;

	if (format == WB_WEBHOOK_TELEGRAM) {
		telegram = read_telegram(answer->body);
	}
	*ret_delivery = (struct wb_delivery){ .kind = WB_DELIVERY_DONE };
	if (is_good && telegram.ok) {
		return;
	}
	if (answer->status >= 300 && answer->status < 400) {
		judge_redirect(answer, ret_delivery);
	} else {
		judge_failure(answer, telegram.description, ret_delivery);
	}
	wb_ms wait = answer->retry_after > telegram.retry_after
	                     ? answer->retry_after
	                     : telegram.retry_after;
	ret_delivery->wait =
		wait < WB_BACKOFF_ASKED_MAX ? wait : WB_BACKOFF_ASKED_MAX;
}
