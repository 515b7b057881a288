/* Promises, for both directions. */

#include "floor/promise.h"
#include "floor/transfer.h"

/* Bytes of an id of the outside. */
#define ID_MAX_BYTES 1024

static void transfer_settled(struct wb_codec *codec,
                             const struct wb_floor *floor,
                             struct floor_settled *settled)
{
	wb_codec_bool(codec, &settled->promised);
	wb_codec_bool(codec, &settled->open);
	wb_codec_bool(codec, &settled->overdue);
	wb_codec_bool(codec, &settled->decided);
	wb_codec_bool(codec, &settled->in_time);
	wb_codec_time(codec, &settled->promised_at);
	wb_codec_i64(codec, &settled->due_at, 0, WB_TIME_MAX);
	wb_codec_i64(codec, &settled->decided_at, 0, WB_TIME_MAX);
	wb_transfer_queue_number(codec, floor, &settled->queue);
	wb_transfer_agent_number(codec, floor, &settled->agent);
	settled->channel =
		wb_codec_enum(codec, settled->channel, WB_CHANNEL_COUNT);
}

static void transfer_promise(struct wb_codec *codec,
                             const struct wb_floor *floor,
                             struct floor_promise *promise)
{
	wb_codec_u64(codec, &promise->serial);
	wb_codec_time(codec, &promise->touched);
	wb_codec_i64(codec, &promise->timer, 0, WB_NEVER);
	wb_transfer_absent(codec, &promise->requested);
	wb_transfer_absent(codec, &promise->due);
	wb_transfer_absent(codec, &promise->attempted);
	wb_transfer_absent(codec, &promise->closed);
	wb_transfer_absent(codec, &promise->due_said);
	wb_codec_u32(codec, &promise->again_count, WB_REQUESTS);
	for (uint32_t i = 0; i < promise->again_count; i++) {
		wb_codec_time(codec, &promise->again[i].t);
		wb_transfer_absent(codec, &promise->again[i].due);
	}
	wb_transfer_queue_number(codec, floor, &promise->queue);
	wb_transfer_agent_number(codec, floor, &promise->agent);
	promise->channel =
		wb_codec_enum(codec, promise->channel, WB_CHANNEL_COUNT);
	transfer_settled(codec, floor, &promise->settled);
}

/* A number that was forgotten, or a promise. */
static void transfer_slot(struct wb_codec *codec, struct wb_floor *floor,
                          uint32_t number)
{
	struct floor_promise *promise = promise_at(floor, number);
	struct wb_str id = { promise->id, promise->id_len };
	if (!wb_codec_more(codec, promise->id != NULL)) {
		return;
	}
	wb_codec_str(codec, &id, ID_MAX_BYTES);
	promise->feed = wb_codec_enum(codec, promise->feed, WB_FEEDS_MAX);
	promise->kind = wb_codec_enum(codec, promise->kind, PROMISE_COUNT);
	if (wb_codec_reads(codec)) {
		wb_codec_check(codec,
		               !codec->failed &&
		                       wb_promise_adopt(floor, number, id));
	}
	if (!codec->failed) {
		transfer_promise(codec, floor, promise);
	}
	if (wb_codec_reads(codec) && !codec->failed) {
		wb_promise_line_up(floor, number);
	}
}

static bool is_used(const void *element)
{
	const struct floor_promise *promise = element;
	return promise->id != NULL;
}

void wb_transfer_promises(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t number = 0;
	while (wb_codec_more(codec, number < floor->promises.used)) {
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec, wb_pool_take(&floor->promises) ==
			                              number);
		}
		if (codec->failed) {
			return;
		}
		transfer_slot(codec, floor, number++);
	}
	wb_transfer_free(codec, &floor->promises, is_used);
}
