/*
 * A receiver's answer: a byte for the format, one for the status, one for the
 * header's wait, then the body. What it is judged to be can be logged, waits
 * within bounds, and is delivered only by a 2xx.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notify/answer.h"
#include "notify/backoff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_delivery delivery;

	if (size < 3) {
		return 0;
	}
	struct wb_answer answer = {
		.status = data[1] * 10,
		.retry_after = data[2] * WB_MINUTE,
		.body = { (const char *)data + 3, size - 3 },
		.redirect = { (const char *)data + 3, (size - 3) / 2 },
	};
	wb_answer_judge(data[0] % WB_WEBHOOK_FORMAT_COUNT, &answer, &delivery);
	struct wb_str error = wb_str(delivery.error);
	require(error.len < sizeof(delivery.error));
	require(error.len == 0 || wb_str_is_clean_utf8(error));
	require(delivery.wait >= 0 && delivery.wait <= WB_BACKOFF_ASKED_MAX);
	require(delivery.kind != WB_DELIVERY_DONE ||
	        (answer.status >= 200 && answer.status < 300));
	require((error.len == 0) == (delivery.kind == WB_DELIVERY_DONE));
	return 0;
}
