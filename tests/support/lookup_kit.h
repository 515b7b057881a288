#ifndef WB_TEST_LOOKUP_KIT_H
#define WB_TEST_LOOKUP_KIT_H

/*
 * An engine_kit with a history behind it, and answers about it as JSON. One
 * feed, "pbx", that is live.
 */

#include "app/lookup.h"
#include "base/buf.h"
#include "engine_kit.h"
#include "json.h"

struct lookup_kit {
	struct kit kit;
	struct wb_history *history;
	struct wb_feeds feeds;
	struct wb_view_feed shown;
	struct wb_lookup lookup;
	struct wb_buf body;
	struct wb_arena arena;
	char error[WB_LOOKUP_ERROR_SIZE];
	const char *parameters[8][2];
};

void lookup_kit_open(struct lookup_kit *kit, wb_ms base);
void lookup_kit_close(struct lookup_kit *kit);

/* The parameters of the next question: name, value, ..., NULL. */
void lookup_kit_ask(struct lookup_kit *kit, ...);

typedef enum wb_lookup_result (*lookup_kit_fn)(const struct wb_lookup *lookup,
                                               wb_parameter_fn parameter,
                                               void *ctx, struct wb_buf *body,
                                               char *ret_error);

/* The answer; the test fails when there is none. */
const struct wb_json *lookup_kit_answer(struct lookup_kit *kit,
                                        lookup_kit_fn write);
/* What is wrong with the question. */
const char *lookup_kit_refusal(struct lookup_kit *kit, lookup_kit_fn write,
                               enum wb_lookup_result expected);

/* The i-th element of the array `key` of an object. */
const struct wb_json *lookup_kit_element(const struct wb_json *object,
                                         const char *key, int i);
int lookup_kit_count(const struct wb_json *object, const char *key);

#endif
