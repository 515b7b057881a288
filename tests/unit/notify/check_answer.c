#include "notify/answer.h"

#include "notify/backoff.h"
#include "suite.h"

static const struct {
	enum wb_webhook_format format;
	long status;
	wb_ms retry_after;
	const char *body, *redirect;
	enum wb_delivery_kind kind;
	wb_ms wait;
	const char *error;
} cases[] = {
	{ WB_WEBHOOK_OWN, 200, 0, "", NULL, WB_DELIVERY_DONE, 0, "" },
	{ WB_WEBHOOK_OWN, 204, 0, "", NULL, WB_DELIVERY_DONE, 0, "" },
	{ WB_WEBHOOK_OWN, 202, 0, "no", NULL, WB_DELIVERY_DONE, 0, "" },
	{ WB_WEBHOOK_OWN, 500, 0, "oops", NULL, WB_DELIVERY_FAILED, 0,
	  "HTTP 500: oops" },
	{ WB_WEBHOOK_OWN, 401, 0, "", NULL, WB_DELIVERY_FAILED, 0, "HTTP 401" },
	{ WB_WEBHOOK_OWN, 404, 0, "", NULL, WB_DELIVERY_FAILED, 0, "HTTP 404" },
	{ WB_WEBHOOK_SLACK, 400, 0, "invalid_payload", NULL,
	  WB_DELIVERY_REFUSED, 0, "HTTP 400: invalid_payload" },
	{ WB_WEBHOOK_OWN, 413, 0, "", NULL, WB_DELIVERY_REFUSED, 0,
	  "HTTP 413" },
	{ WB_WEBHOOK_OWN, 422, 0, "", NULL, WB_DELIVERY_REFUSED, 0,
	  "HTTP 422" },
	{ WB_WEBHOOK_OWN, 302, 0, "", "http://x/", WB_DELIVERY_FAILED, 0,
	  "HTTP 302: it sends elsewhere ('http://x/'), which is not followed" },
	{ WB_WEBHOOK_OWN, 304, 0, "", NULL, WB_DELIVERY_FAILED, 0,
	  "HTTP 304: it sends elsewhere (''), which is not followed" },
	{ WB_WEBHOOK_OWN, 503, 7000, "", NULL, WB_DELIVERY_FAILED, 7000,
	  "HTTP 503" },
	{ WB_WEBHOOK_OWN, 429, 86400000, "", NULL, WB_DELIVERY_FAILED,
	  WB_BACKOFF_ASKED_MAX, "HTTP 429" },
	{ WB_WEBHOOK_OWN, 500, 0, "two\r\nlines\x1b[31m \xff red", NULL,
	  WB_DELIVERY_FAILED, 0, "HTTP 500: two lines [31m red" },
	{ WB_WEBHOOK_OWN, 500, 0, "a\xe2\x80\xae b\xe2\x81\xa6", NULL,
	  WB_DELIVERY_FAILED, 0, "HTTP 500: a b" },
	{ WB_WEBHOOK_OWN, 0, 0, "", NULL, WB_DELIVERY_FAILED, 0, "HTTP 0" },
	{ WB_WEBHOOK_TELEGRAM, 200, 0, "{\"ok\":true,\"result\":{}}", NULL,
	  WB_DELIVERY_DONE, 0, "" },
	{ WB_WEBHOOK_TELEGRAM, 200, 0, "<html>hotel</html>", NULL,
	  WB_DELIVERY_FAILED, 0, "HTTP 200: <html>hotel</html>" },
	{ WB_WEBHOOK_TELEGRAM, 429, 0,
	  "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many "
	  "Requests: retry after 35\",\"parameters\":{\"retry_after\":35}}",
	  NULL, WB_DELIVERY_FAILED, 35000,
	  "HTTP 429: Too Many Requests: retry after 35" },
	{ WB_WEBHOOK_TELEGRAM, 429, 0,
	  "{\"parameters\":{\"retry_after\":9223372036854775807}}", NULL,
	  WB_DELIVERY_FAILED, WB_BACKOFF_ASKED_MAX,
	  "HTTP 429: {\"parameters\":{\"retry_after\":9223372036854775807}}" },
	{ WB_WEBHOOK_TELEGRAM, 400, 0,
	  "{\"ok\":false,\"description\":\"Bad Request: chat not found\"}",
	  NULL, WB_DELIVERY_REFUSED, 0,
	  "HTTP 400: Bad Request: chat not found" },
	/* the description is somebody else's affair but at Telegram */
	{ WB_WEBHOOK_OWN, 429, 0, "{\"parameters\":{\"retry_after\":35}}", NULL,
	  WB_DELIVERY_FAILED, 0,
	  "HTTP 429: {\"parameters\":{\"retry_after\":35}}" },
};

START_TEST(an_answer_is_judged)
{
	struct wb_delivery delivery;
	struct wb_answer answer = {
		.status = cases[_i].status,
		.retry_after = cases[_i].retry_after,
		.body = wb_str(cases[_i].body),
		.redirect = wb_str(cases[_i].redirect),
	};

	wb_answer_judge(cases[_i].format, &answer, &delivery);
	ck_assert_int_eq(delivery.kind, cases[_i].kind);
	ck_assert_int_eq(delivery.wait, cases[_i].wait);
	ck_assert_str_eq(delivery.error, cases[_i].error);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("answer");

	tcase_add_loop_test(tc, an_answer_is_judged, 0, WB_COUNT(cases));
	return wb_test_run("notify/answer", tc);
}
