/* Customers' visits, for both directions. */

#include "floor/transfer.h"
#include "floor/visit.h"

void wb_transfer_visited(struct wb_codec *codec, const struct wb_floor *floor,
                         struct floor_contact *contact)
{
	struct floor_arrival *arrival = &contact->arrival;
	wb_transfer_absent(codec, &contact->began);
	wb_transfer_absent(codec, &contact->newest);
	wb_transfer_absent(codec, &contact->ended);
	wb_transfer_queue_number(codec, floor, &contact->first_queue);
	if (contact->first_queue != WB_NOBODY) {
		wb_codec_time(codec, &contact->first_entered);
	}
	contact->topic = (uint16_t)wb_codec_enum(codec, contact->topic,
	                                         WB_TOPICS_MAX + 1);
	wb_codec_bool(codec, &contact->visited);
	wb_codec_bool(codec, &arrival->told);
	if (arrival->told) {
		wb_codec_bool(codec, &arrival->repeated);
		wb_codec_time(codec, &arrival->at);
		wb_transfer_queue_number(codec, floor, &arrival->queue);
		arrival->channel = wb_codec_enum(codec, arrival->channel,
		                                 WB_CHANNEL_COUNT);
	}
	if (wb_codec_reads(codec)) {
		contact->visit = WB_POOL_NONE; /* the visit knows */
	}
}

static void transfer_person(struct wb_codec *codec, uint16_t *person,
                            uint32_t count)
{
	uint32_t wide = *person == WB_VISIT_NOBODY ? WB_NOBODY : *person;
	wb_codec_number(codec, &wide, count);
	*person = wide < WB_VISIT_NOBODY ? (uint16_t)wide : WB_VISIT_NOBODY;
}

static void transfer_visit(struct wb_codec *codec, struct wb_floor *floor,
                           struct floor_visit *visit)
{
	wb_codec_u64(codec, &visit->customer);
	wb_codec_time(codec, &visit->start);
	wb_codec_u32(codec, &visit->span, UINT32_MAX);
	wb_codec_number(codec, &visit->contact, floor->contacts.used);
	transfer_person(codec, &visit->queue, floor->queue_names.count);
	transfer_person(codec, &visit->agent, floor->agent_names.count);
	visit->topic =
		(uint16_t)wb_codec_enum(codec, visit->topic, WB_TOPICS_MAX + 1);
	visit->channel =
		(uint8_t)wb_codec_enum(codec, visit->channel, WB_CHANNEL_COUNT);
	visit->flags =
		(uint8_t)wb_codec_enum(codec, visit->flags, VISIT_FLAGS + 1);
}

/* Every visit has a contact of its own, or none. */
static void bind(struct wb_codec *codec, struct wb_floor *floor,
                 uint32_t number)
{
	uint32_t contact = visit_at(floor, number)->contact;
	visit_at(floor, number)->flags &= (uint8_t)~VISIT_PLACED;
	if (contact != WB_POOL_NONE) {
		struct floor_contact *c = contact_at(floor, contact);
		wb_codec_check(codec, c->id && c->visit == WB_POOL_NONE);
		c->visit = number;
	}
	wb_codec_check(codec, !codec->failed && wb_visit_adopt(floor, number));
}

static void transfer_slot(struct wb_codec *codec, struct wb_floor *floor,
                          uint32_t number)
{
	struct floor_visit *visit = visit_at(floor, number);
	if (!wb_codec_more(codec, (visit->flags & VISIT_USED) != 0)) {
		return;
	}
	transfer_visit(codec, floor, visit);
	if (wb_codec_reads(codec) && !codec->failed) {
		bind(codec, floor, number);
	}
}

/* Puts a visit behind those that are in the slot already. */
static void append(struct wb_codec *codec, struct wb_floor *floor,
                   struct floor_wheel_slot *slot, uint32_t number)
{
	struct floor_visit *visit = visit_at(floor, number);
	wb_codec_check(codec, visit->flags & VISIT_USED &&
	                              !(visit->flags & VISIT_PLACED));
	if (codec->failed) {
		return;
	}
	visit->flags |= VISIT_PLACED;
	visit->next = WB_POOL_NONE;
	*(slot->last == WB_POOL_NONE ? &slot->first
	                             : &visit_at(floor, slot->last)->next) =
		number;
	slot->last = number;
	floor->visits.placed++;
}

static void transfer_wheel_slot(struct wb_codec *codec, struct wb_floor *floor,
                                struct floor_wheel_slot *slot)
{
	uint32_t number = slot->first;
	while (wb_codec_more(codec, number != WB_POOL_NONE)) {
		wb_codec_u32(codec, &number, UINT32_MAX);
		wb_codec_check(codec, number < floor->visits.pool.used);
		if (codec->failed) {
			return;
		}
		if (wb_codec_reads(codec)) {
			append(codec, floor, slot, number);
			number = WB_POOL_NONE;
		} else {
			number = visit_at(floor, number)->next;
		}
	}
}

static void transfer_wheel(struct wb_codec *codec, struct wb_floor *floor)
{
	struct floor_visits *v = &floor->visits;
	wb_codec_i64(codec, &v->next, 0, WB_NEVER);
	wb_codec_time(codec, &v->within);
	wb_codec_i64(codec, &v->turn, 0, WB_CODEC_TIME_END / WB_MINUTE);
	if (!wb_codec_more(codec, v->wheel != NULL)) {
		return;
	}
	wb_codec_check(codec, wb_visit_make_wheel(floor));
	for (uint32_t i = 0; i < v->slot_count && !codec->failed; i++) {
		transfer_wheel_slot(codec, floor, &v->wheel[i]);
	}
}

static bool is_used(const void *element)
{
	const struct floor_visit *visit = element;
	return (visit->flags & VISIT_USED) != 0;
}

void wb_transfer_visits(struct wb_codec *codec, struct wb_floor *floor)
{
	struct wb_pool *pool = &floor->visits.pool;
	uint32_t number = 0;
	wb_transfer_names(codec, &floor->visits.topics, WB_TOPICS_MAX,
	                  WB_NAME_MAX_BYTES);
	while (wb_codec_more(codec, number < pool->used)) {
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec, wb_pool_take(pool) == number);
		}
		if (codec->failed) {
			return;
		}
		transfer_slot(codec, floor, number++);
	}
	wb_transfer_free(codec, pool, is_used);
	transfer_wheel(codec, floor);
}
