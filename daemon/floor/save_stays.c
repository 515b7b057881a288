/* What was told of stays, and what is told of them, for both directions. */

#include "floor/stay.h"
#include "floor/transfer.h"

static uint8_t transfer_byte(struct wb_codec *codec, uint8_t value,
                             uint32_t count)
{
	return (uint8_t)wb_codec_enum(codec, value, count);
}

static void transfer_end(struct wb_codec *codec, const struct wb_floor *floor,
                         struct floor_stay *stay)
{
	int64_t target = stay->target_bp;
	wb_codec_time(codec, &stay->ended);
	wb_codec_time(codec, &stay->wait);
	wb_transfer_agent_number(codec, floor, &stay->agent);
	stay->outcome = transfer_byte(codec, stay->outcome, WB_OUTCOME_COUNT);
	wb_codec_bool(codec, &stay->in_threshold);
	wb_codec_bool(codec, &stay->is_short);
	stay->variant =
		transfer_byte(codec, stay->variant, WB_SL_VARIANT_COUNT);
	wb_codec_i64(codec, &target, 0, 10000);
	stay->target_bp = (int)target;
}

static void transfer_stay(struct wb_codec *codec, const struct wb_floor *floor,
                          struct floor_stay *stay)
{
	wb_transfer_absent(codec, &stay->estimate);
	wb_codec_bool(codec, &stay->told);
	if (!stay->told) {
		return;
	}
	wb_codec_time(codec, &stay->entered);
	wb_codec_u32(codec, &stay->queue, UINT32_MAX);
	wb_codec_check(codec, stay->queue < floor->queue_names.count);
	wb_transfer_absent(codec, &stay->served);
	wb_transfer_agent_number(codec, floor, &stay->served_by);
	wb_codec_check(codec, stay->served == WB_ABSENT ||
	                              stay->served_by != WB_NOBODY);
	stay->channel = transfer_byte(codec, stay->channel, WB_CHANNEL_COUNT);
	wb_codec_bool(codec, &stay->reply);
	stay->end = transfer_byte(codec, stay->end, STAY_LOST + 1);
	if (stay->end != STAY_WAITS) {
		transfer_end(codec, floor, stay);
	}
}

static bool has_queue(uint8_t kind)
{
	return kind == TOLD_ENTERED || kind == TOLD_ANSWERED ||
	       kind == TOLD_LEFT || kind == TOLD_RESUMED;
}

static bool has_agent(uint8_t kind)
{
	return kind == TOLD_ANSWERED || kind == TOLD_REPLIED ||
	       kind == TOLD_DONE;
}

static void transfer_told(struct wb_codec *codec, const struct wb_floor *floor,
                          struct floor_told *told)
{
	uint32_t order = told->order;
	told->kind = transfer_byte(codec, told->kind, TOLD_KIND_COUNT);
	told->what = transfer_byte(codec, told->what, WB_OUTCOME_COUNT);
	wb_codec_bool(codec, &told->used);
	wb_codec_bool(codec, &told->accepts);
	wb_codec_u32(codec, &told->id, UINT32_MAX);
	wb_codec_time(codec, &told->t);
	wb_transfer_absent(codec, &told->wait);
	wb_transfer_queue_number(codec, floor, &told->queue);
	wb_transfer_agent_number(codec, floor, &told->agent);
	wb_codec_check(
		codec,
		(told->queue != WB_NOBODY || !has_queue(told->kind)) &&
			(told->agent != WB_NOBODY || !has_agent(told->kind)));
	wb_codec_u32(codec, &order, UINT16_MAX);
	told->order = (uint16_t)order;
}

/* A new element of the list; false when there is no room. */
static bool take(struct wb_codec *codec, struct wb_floor *floor,
                 uint32_t contact, uint32_t *ret_number)
{
	wb_codec_check(codec,
	               contact_at(floor, contact)->told_count < WB_TOLD_MAX);
	uint32_t number =
		codec->failed ? WB_POOL_NONE : wb_pool_take(&floor->tolds);
	wb_codec_check(codec, number != WB_POOL_NONE);
	if (codec->failed) {
		return false;
	}
	told_at(floor, number)->stay = WB_POOL_NONE;
	told_at(floor, number)->takes = WB_POOL_NONE;
	wb_told_append(floor, contact, number);
	*ret_number = number;
	return true;
}

static void transfer_item(struct wb_codec *codec, struct wb_floor *floor,
                          uint32_t number)
{
	struct floor_told *told = told_at(floor, number);
	transfer_told(codec, floor, told);
	if (codec->failed || told->kind != TOLD_ENTERED) {
		return;
	}
	if (wb_codec_reads(codec)) {
		told->stay = wb_pool_take(&floor->stays);
		wb_codec_check(codec, told->stay != WB_POOL_NONE);
	}
	if (!codec->failed) {
		transfer_stay(codec, floor, stay_at(floor, told->stay));
	}
}

/* The stay's place among the contact's, from 1 on; 0 = none. */
static uint32_t place_of(const struct wb_floor *floor,
                         const struct floor_contact *contact, uint32_t stay)
{
	uint32_t place = 0;
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		place += told_at(floor, i)->stay != WB_POOL_NONE;
		if (stay != WB_POOL_NONE && told_at(floor, i)->stay == stay) {
			return place;
		}
	}
	return 0;
}

static uint32_t stay_in(const struct wb_floor *floor,
                        const struct floor_contact *contact, uint32_t place)
{
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		uint32_t stay = told_at(floor, i)->stay;
		if (stay != WB_POOL_NONE && --place == 0) {
			return stay;
		}
	}
	return WB_POOL_NONE;
}

static void transfer_takes(struct wb_codec *codec, struct wb_floor *floor,
                           const struct floor_contact *contact)
{
	for (uint32_t i = contact->told_oldest;
	     i != WB_POOL_NONE && !codec->failed;
	     i = told_at(floor, i)->newer) {
		struct floor_told *told = told_at(floor, i);
		if (told->kind != TOLD_ANSWERED) {
			continue;
		}
		uint32_t place = place_of(floor, contact, told->takes);
		wb_codec_u32(codec, &place, WB_TOLD_MAX);
		if (wb_codec_reads(codec) && place > 0) {
			told->takes = stay_in(floor, contact, place);
			wb_codec_check(
				codec,
				told->takes != WB_POOL_NONE &&
					stay_at(floor, told->takes)->told);
		}
	}
}

/* The stay that the contact waits in is the last one that was told of. */
static void bind(struct wb_codec *codec, struct wb_floor *floor,
                 struct floor_contact *contact)
{
	struct floor_entry *entry = &contact->entry;
	entry->stay = WB_POOL_NONE;
	for (uint32_t i = contact->told_oldest; i != WB_POOL_NONE;
	     i = told_at(floor, i)->newer) {
		uint32_t stay = told_at(floor, i)->stay;
		if (stay != WB_POOL_NONE && stay_at(floor, stay)->told) {
			entry->stay = stay;
		}
	}
	wb_codec_check(codec, entry->stay != WB_POOL_NONE);
	if (codec->failed) {
		return;
	}
	const struct floor_stay *stay = stay_at(floor, entry->stay);
	wb_codec_check(codec, stay->end == STAY_WAITS);
	entry->queue = stay->queue;
	entry->channel = (enum wb_channel)stay->channel;
	entry->entered = stay->entered;
}

static void transfer_waiting(struct wb_codec *codec, struct wb_floor *floor,
                             struct floor_contact *contact)
{
	struct floor_entry *entry = &contact->entry;
	wb_codec_bool(codec, &entry->waiting);
	if (!entry->waiting) {
		return;
	}
	if (wb_codec_reads(codec)) {
		bind(codec, floor, contact);
	}
	wb_codec_u64(codec, &entry->visit);
	wb_codec_bool(codec, &entry->stands);
	wb_codec_bool(codec, &entry->late);
	if (entry->late) {
		int64_t target = entry->late_target_bp;
		wb_codec_time(codec, &entry->late_at);
		entry->late_variant = wb_codec_enum(codec, entry->late_variant,
		                                    WB_SL_VARIANT_COUNT);
		wb_codec_i64(codec, &target, 0, 10000);
		entry->late_target_bp = (int)target;
	}
}

void wb_transfer_stays(struct wb_codec *codec, struct wb_floor *floor,
                       uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	uint32_t order = contact->told_order, i = contact->told_oldest;
	wb_codec_bool(codec, &contact->has_started_channel);
	contact->started_channel = wb_codec_enum(
		codec, contact->started_channel, WB_CHANNEL_COUNT);
	contact->entry_channel = transfer_byte(codec, contact->entry_channel,
	                                       WB_CHANNEL_COUNT + 1);
	wb_codec_u32(codec, &order, UINT16_MAX);
	contact->told_order = (uint16_t)order;
	while (wb_codec_more(codec, i != WB_POOL_NONE)) {
		if (wb_codec_reads(codec) && !take(codec, floor, number, &i)) {
			return;
		}
		transfer_item(codec, floor, i);
		i = wb_codec_reads(codec) ? WB_POOL_NONE
		                          : told_at(floor, i)->newer;
	}
	transfer_takes(codec, floor, contact);
	transfer_waiting(codec, floor, contact);
}
