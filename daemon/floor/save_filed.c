/* What was dialled, filed and rated, for both directions. */

#include "floor/transfer.h"

static void transfer_channel(struct wb_codec *codec, enum wb_channel *channel)
{
	*channel = wb_codec_enum(codec, *channel, WB_CHANNEL_COUNT);
}

static void transfer_outbound(struct wb_codec *codec,
                              const struct wb_floor *floor,
                              struct floor_outbound *outbound)
{
	wb_codec_bool(codec, &outbound->dialled);
	if (!outbound->dialled) {
		return;
	}
	wb_codec_time(codec, &outbound->dialled_at);
	wb_transfer_queue_number(codec, floor, &outbound->queue);
	wb_transfer_agent_number(codec, floor, &outbound->agent);
	wb_codec_bool(codec, &outbound->connected);
	if (outbound->connected) {
		wb_codec_time(codec, &outbound->connected_at);
		wb_transfer_queue_number(codec, floor, &outbound->talk_queue);
		wb_transfer_agent_number(codec, floor, &outbound->talk_agent);
		transfer_channel(codec, &outbound->connected_channel);
	}
}

static int64_t most_of(int filed)
{
	return filed == FILED_REASON ? WB_REASONS_MAX - 1
	       : filed == FILED_CODE ? WB_CODES_MAX - 1
	                             : 1;
}

static void transfer_outcome(struct wb_codec *codec,
                             const struct wb_floor *floor,
                             struct floor_outcome *outcome)
{
	wb_codec_bool(codec, &outcome->known);
	if (!outcome->known) {
		return;
	}
	wb_codec_time(codec, &outcome->at);
	wb_codec_time(codec, &outcome->arrived);
	wb_transfer_queue_number(codec, floor, &outcome->queue);
	wb_transfer_agent_number(codec, floor, &outcome->agent);
	transfer_channel(codec, &outcome->channel);
	for (int i = 0; i < FILED_COUNT; i++) {
		wb_transfer_absent(codec, &outcome->said[i]);
		wb_codec_i64(codec, &outcome->value[i], 0, most_of(i));
	}
}

static void transfer_rating(struct wb_codec *codec,
                            const struct wb_floor *floor,
                            struct floor_rating *rating)
{
	rating->kind = wb_codec_enum(codec, rating->kind, WB_RATING_COUNT);
	wb_codec_time(codec, &rating->at);
	wb_codec_time(codec, &rating->arrived);
	wb_transfer_queue_number(codec, floor, &rating->queue);
	wb_transfer_agent_number(codec, floor, &rating->agent);
	transfer_channel(codec, &rating->channel);
	wb_codec_i64(codec, &rating->scale, 1, 1000);
	wb_codec_i64(codec, &rating->score, 0, rating->scale);
}

static void transfer_ratings(struct wb_codec *codec, struct wb_floor *floor,
                             uint32_t *link)
{
	while (wb_codec_more(codec, *link != WB_POOL_NONE)) {
		if (wb_codec_reads(codec)) {
			*link = wb_pool_take(&floor->ratings);
			wb_codec_check(codec, *link != WB_POOL_NONE);
		}
		if (codec->failed) {
			return;
		}
		struct floor_rating *rating =
			wb_pool_at(&floor->ratings, *link);
		if (wb_codec_reads(codec)) {
			rating->next = WB_POOL_NONE;
		}
		transfer_rating(codec, floor, rating);
		link = &rating->next;
	}
}

void wb_transfer_filed(struct wb_codec *codec, struct wb_floor *floor,
                       struct floor_contact *contact)
{
	wb_transfer_absent(codec, &contact->talk_at);
	if (contact->talk_at != WB_ABSENT) {
		wb_transfer_queue_number(codec, floor, &contact->talk_queue);
		wb_transfer_agent_number(codec, floor, &contact->talk_agent);
	}
	transfer_outbound(codec, floor, &contact->outbound);
	transfer_outcome(codec, floor, &contact->outcome);
	transfer_ratings(codec, floor, &contact->ratings);
}

void wb_transfer_reasons(struct wb_codec *codec, struct wb_floor *floor)
{
	wb_transfer_names(codec, &floor->reasons, WB_REASONS_MAX,
	                  WB_TEXT_MAX_BYTES);
	wb_transfer_names(codec, &floor->codes, WB_CODES_MAX,
	                  WB_TEXT_MAX_BYTES);
}
