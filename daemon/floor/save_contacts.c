/* Contacts with all that hangs on them, for both directions. */

#include <stdlib.h>

#include "floor/transfer.h"

/* Bytes of an id of the outside. */
#define ID_MAX_BYTES 1024

void wb_transfer_queue_number(struct wb_codec *codec,
                              const struct wb_floor *floor, uint32_t *queue)
{
	wb_codec_number(codec, queue, floor->queue_names.count);
}

void wb_transfer_agent_number(struct wb_codec *codec,
                              const struct wb_floor *floor, uint32_t *agent)
{
	wb_codec_number(codec, agent, floor->agent_names.count);
}

static void transfer_small(struct wb_codec *codec, int *value, int min, int max)
{
	int64_t wide = *value;
	wb_codec_i64(codec, &wide, min, max);
	*value = (int)wide;
}

/* A duration that may be WB_ABSENT. */
void wb_transfer_absent(struct wb_codec *codec, wb_ms *value)
{
	bool present = *value != WB_ABSENT;
	wb_codec_bool(codec, &present);
	if (present) {
		wb_codec_time(codec, value);
	} else {
		*value = WB_ABSENT;
	}
}

/* An instant that may be WB_NEVER. */
static void transfer_never(struct wb_codec *codec, wb_ms *value)
{
	bool present = *value != WB_NEVER;
	wb_codec_bool(codec, &present);
	if (present) {
		wb_codec_time(codec, value);
	} else {
		*value = WB_NEVER;
	}
}

void wb_transfer_fact(struct wb_codec *codec, const struct wb_floor *floor,
                      struct wb_fact *fact)
{
	int64_t sign = fact->sign;
	fact->kind = wb_codec_enum(codec, fact->kind, WB_FACT_KIND_COUNT);
	wb_codec_i64(codec, &sign, -1, 1);
	fact->sign = (int)sign;
	wb_codec_time(codec, &fact->at);
	wb_codec_time(codec, &fact->arrived);
	wb_transfer_queue_number(codec, floor, &fact->queue);
	wb_transfer_agent_number(codec, floor, &fact->agent);
	wb_codec_time(codec, &fact->wait);
	wb_codec_time(codec, &fact->talk);
	wb_codec_time(codec, &fact->hold);
	wb_codec_time(codec, &fact->acw);
	fact->outcome = wb_codec_enum(codec, fact->outcome, WB_OUTCOME_COUNT);
	fact->refusal = wb_codec_enum(codec, fact->refusal, WB_REFUSAL_COUNT);
	fact->offer_result =
		wb_codec_enum(codec, fact->offer_result, WB_OFFER_RESULT_COUNT);
	wb_codec_bool(codec, &fact->in_threshold);
	fact->variant =
		wb_codec_enum(codec, fact->variant, WB_SL_VARIANT_COUNT);
	wb_codec_bool(codec, &fact->is_short);
	fact->channel = wb_codec_enum(codec, fact->channel, WB_CHANNEL_COUNT);
	wb_transfer_absent(codec, &fact->estimate);
	wb_codec_time(codec, &fact->share);
	wb_codec_bool(codec, &fact->held);
	wb_codec_bool(codec, &fact->repeated);
	transfer_small(codec, &fact->transfer, -1, WB_TRANSFER_COUNT - 1);
	transfer_small(codec, &fact->target_bp, 0, 10000);
	transfer_small(codec, &fact->resolved, -1, 1);
	transfer_small(codec, &fact->first_level, -1, 1);
	transfer_small(codec, &fact->sale, -1, 1);
	fact->standing =
		wb_codec_enum(codec, fact->standing, WB_STANDING_COUNT);
	fact->rating = wb_codec_enum(codec, fact->rating, WB_RATING_COUNT);
	wb_codec_i64(codec, &fact->score, 0, 1000);
	wb_codec_i64(codec, &fact->scale, 0, 1000);
	wb_codec_u32(codec, &fact->reason, UINT32_MAX);
}

static void transfer_offer(struct wb_codec *codec, struct wb_floor *floor,
                           struct floor_offer *offer)
{
	wb_transfer_agent_number(codec, floor, &offer->agent);
	wb_codec_check(codec, offer->agent != WB_NOBODY);
	wb_codec_u32(codec, &offer->id, UINT32_MAX);
	transfer_never(codec, &offer->started);
	transfer_never(codec, &offer->ended);
	wb_codec_bool(codec, &offer->inferred);
	offer->how = wb_codec_enum(codec, offer->how, OFFER_HOW_COUNT);
	offer->result =
		wb_codec_enum(codec, offer->result, WB_OFFER_RESULT_COUNT);
	wb_transfer_queue_number(codec, floor, &offer->queue);
	wb_codec_bool(codec, &offer->is_told);
	if (offer->is_told) {
		wb_codec_time(codec, &offer->told_at);
		wb_codec_time(codec, &offer->told_arrived);
		wb_transfer_queue_number(codec, floor, &offer->told_queue);
		offer->told_channel = wb_codec_enum(codec, offer->told_channel,
		                                    WB_CHANNEL_COUNT);
		offer->told_result = wb_codec_enum(codec, offer->told_result,
		                                   WB_OFFER_RESULT_COUNT);
	}
}

/* Their numbers in the pool mean nothing to anybody else. */
static void transfer_offers(struct wb_codec *codec, struct wb_floor *floor,
                            struct floor_contact *contact)
{
	uint32_t *link = &contact->offers;
	while (wb_codec_more(codec, *link != WB_POOL_NONE)) {
		if (wb_codec_reads(codec)) {
			*link = wb_pool_take(&floor->offers);
			wb_codec_check(codec, *link != WB_POOL_NONE);
		}
		if (codec->failed) {
			return;
		}
		struct floor_offer *offer = wb_pool_at(&floor->offers, *link);
		if (wb_codec_reads(codec)) {
			offer->next = WB_POOL_NONE;
			offer->queue = WB_NOBODY;
			contact->offer_count++;
		}
		transfer_offer(codec, floor, offer);
		link = &offer->next;
	}
}

static void transfer_works(struct wb_codec *codec, struct wb_floor *floor,
                           uint32_t *link)
{
	while (wb_codec_more(codec, *link != WB_POOL_NONE)) {
		if (wb_codec_reads(codec)) {
			*link = wb_pool_take(&floor->works);
			wb_codec_check(codec, *link != WB_POOL_NONE);
		}
		if (codec->failed) {
			return;
		}
		struct floor_work *work = wb_pool_at(&floor->works, *link);
		if (wb_codec_reads(codec)) {
			work->next = WB_POOL_NONE;
		}
		wb_transfer_agent_number(codec, floor, &work->agent);
		wb_codec_check(codec, work->agent != WB_NOBODY);
		wb_codec_time(codec, &work->started);
		link = &work->next;
	}
}

void wb_transfer_body(struct wb_codec *codec, struct wb_floor *floor,
                      uint32_t contact_number)
{
	struct floor_contact *contact = contact_at(floor, contact_number);
	/* the same bytes wherever they stand */
	wb_codec_near(codec, 0);
	wb_transfer_stays(codec, floor, contact_number);
	transfer_offers(codec, floor, contact);
	transfer_works(codec, floor, &contact->works);
	wb_codec_bool(codec, &contact->is_over);
	wb_codec_bool(codec, &contact->is_quiet);
	wb_codec_time(codec, &contact->over);
	wb_codec_time(codec, &contact->quiet);
	wb_codec_u32(codec, &contact->part_count, WB_PARTS);
	for (uint32_t i = 0; i < contact->part_count && !codec->failed; i++) {
		struct floor_part *part = &contact->parts[i];
		wb_transfer_agent_number(codec, floor, &part->agent);
		wb_transfer_queue_number(codec, floor, &part->queue);
		wb_codec_time(codec, &part->started);
		wb_codec_time(codec, &part->arrived);
		transfer_never(codec, &part->ended);
		wb_transfer_absent(codec, &part->escalated);
		part->channel =
			wb_codec_enum(codec, part->channel, WB_CHANNEL_COUNT);
	}
	for (int i = 0; i < WB_PART_ENDS; i++) {
		struct floor_part_end *end = &contact->part_ends[i];
		wb_transfer_absent(codec, &end->t);
		if (end->t != WB_ABSENT) {
			wb_transfer_agent_number(codec, floor, &end->agent);
		}
	}
	wb_transfer_queue_number(codec, floor, &contact->last_queue);
	wb_transfer_filed(codec, floor, contact);
	wb_transfer_visited(codec, floor, contact);
	wb_codec_near(codec, 0);
}

static void transfer_contact(struct wb_codec *codec, struct wb_floor *floor,
                             uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	wb_codec_u64(codec, &card->serial);
	wb_codec_time(codec, &card->touched);
	wb_codec_u64(codec, &card->mentioned);
	if (!wb_codec_reads(codec) && card->body == WB_POOL_NONE) {
		wb_codec_put(codec, card->packed, card->packed_len);
		wb_codec_near(codec, 0);
	} else {
		wb_transfer_body(codec, floor, number);
	}
}

/* A number that was forgotten, or a contact. */
static void transfer_slot(struct wb_codec *codec, struct wb_floor *floor,
                          uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	struct wb_str id = { card->id, card->id_len };
	if (wb_codec_reads(codec)) {
		card->body = WB_POOL_NONE;
	}
	if (!wb_codec_more(codec, card->id != NULL)) {
		return;
	}
	wb_codec_str(codec, &id, ID_MAX_BYTES);
	card->feed = wb_codec_enum(codec, card->feed, WB_FEEDS_MAX);
	if (wb_codec_reads(codec)) {
		wb_codec_check(codec,
		               !codec->failed &&
		                       wb_contact_adopt(floor, number, id));
	}
	if (!codec->failed) {
		transfer_contact(codec, floor, number);
	}
}

static bool is_used(const void *element)
{
	return ((const struct floor_card *)element)->id != NULL;
}

/* One that waits has its body. */
static struct floor_contact *present(const struct wb_floor *floor,
                                     uint32_t number)
{
	return card_at(floor, number)->body == WB_POOL_NONE
	               ? NULL
	               : contact_at(floor, number);
}

/* Puts a contact behind those that wait in its queue already. */
static void line_up(struct wb_codec *codec, struct wb_floor *floor,
                    uint32_t queue, uint32_t number)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_entry *entry = &contact->entry;
	const struct floor_line *line = &floor->queues[queue].line;
	const struct floor_neighbours *n = &entry->neighbours[LINE_QUEUE];
	wb_codec_check(
		codec,
		contact->id && entry->waiting &&
			contact->entry.channel != WB_CHANNEL_CALLBACK &&
			entry->queue == queue && line->newest != number &&
			n->older == WB_POOL_NONE && line->oldest != number);
	if (codec->failed) {
		return;
	}
	wb_entry_line_up(floor, number, LINE_QUEUE);
	floor->queues[queue].line.late += entry->late;
}

static void transfer_line(struct wb_codec *codec, struct wb_floor *floor,
                          uint32_t queue)
{
	uint32_t number = floor->queues[queue].line.oldest;
	while (wb_codec_more(codec, number != WB_POOL_NONE)) {
		wb_codec_number(codec, &number, floor->contacts.used);
		wb_codec_check(codec, number != WB_POOL_NONE);
		if (codec->failed) {
			return;
		}
		if (wb_codec_reads(codec)) {
			line_up(codec, floor, queue, number);
		} else {
			number = contact_at(floor, number)
			                 ->entry.neighbours[LINE_QUEUE]
			                 .newer;
		}
	}
}

static bool stands_in_line(const struct floor_contact *contact)
{
	return contact && contact->entry.waiting &&
	       contact->entry.channel != WB_CHANNEL_CALLBACK;
}

struct arrival {
	wb_ms entered;
	uint64_t visit;
	uint32_t number;
};

static int by_arrival(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	if (x->entered != y->entered) {
		return x->entered < y->entered ? -1 : 1;
	}
	return (x->visit > y->visit) - (x->visit < y->visit);
}

/* The other lines follow from the arrivals. False when out of memory. */
static bool line_up_others(struct wb_floor *floor)
{
	struct arrival *arrivals =
		calloc(floor->contact_count + 1, sizeof(*arrivals));
	uint32_t count = 0;
	if (!arrivals) {
		return false;
	}
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		const struct floor_contact *contact = present(floor, i);
		if (contact && contact->entry.waiting) {
			arrivals[count++] =
				(struct arrival){ contact->entry.entered,
				                  contact->entry.visit, i };
		}
	}
	qsort(arrivals, count, sizeof(*arrivals), by_arrival);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = arrivals[i].number;
		const struct floor_contact *contact = contact_at(floor, number);
		int kind = contact->entry.channel == WB_CHANNEL_CALLBACK
		                   ? LINE_APART
		                   : LINE_CHANNEL;
		wb_entry_line_up(floor, number, kind);
		wb_entry_line(floor, number, kind)->late += contact->entry.late;
	}
	free(arrivals);
	return true;
}

/* Everybody who waits must stand in line, and nobody twice. */
static void transfer_lines(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t waiting = 0, standing = 0;
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		struct floor_contact *contact = present(floor, i);
		if (wb_codec_reads(codec) && contact) {
			contact->entry.neighbours[LINE_QUEUE] =
				(struct floor_neighbours){ WB_POOL_NONE,
				                           WB_POOL_NONE };
		}
		waiting += stands_in_line(contact);
	}
	for (uint32_t i = 0; i < floor->queue_names.count; i++) {
		transfer_line(codec, floor, i);
		standing += floor->queues[i].line.waiting;
	}
	wb_codec_check(codec, waiting == standing);
	if (wb_codec_reads(codec)) {
		wb_codec_check(codec, !codec->failed && line_up_others(floor));
	}
}

void wb_transfer_contacts(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t number = 0;
	while (wb_codec_more(codec, number < floor->contacts.used)) {
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec, wb_pool_take(&floor->contacts) ==
			                              number);
		}
		if (codec->failed) {
			return;
		}
		transfer_slot(codec, floor, number++);
	}
	/* the numbers to be handed out next, in their order */
	wb_transfer_free(codec, &floor->contacts, is_used);
	if (!codec->failed) {
		transfer_lines(codec, floor);
	}
}
