/* Contacts that are over, put away as bytes until somebody asks. */

#include <stdlib.h>
#include <string.h>

#include "floor/transfer.h"

/* After-contact work, and what is filed with it, mostly comes before that. */
#define IDLE_FOR WB_MINUTE

/* One that is open is looked at so often. */
#define LOOK_AGAIN (5 * WB_MINUTE)

void wb_contact_watch_idle(struct wb_floor *floor, uint32_t number)
{
	const struct floor_card *card = card_at(floor, number);
	wb_ms due = card->touched + IDLE_FOR;
	wb_timers_set(&floor->timers,
	              due > floor->now && card->touched < floor->now
	                      ? due
	                      : floor->now + LOOK_AGAIN,
	              TIMER_IDLE, number, card->serial);
}

static bool is_over(const struct wb_floor *floor, uint32_t number)
{
	return card_at(floor, number)->body != WB_POOL_NONE &&
	       card_at(floor, number)->touched + IDLE_FOR <= floor->now &&
	       !wb_contact_is_open(contact_at(floor, number));
}

void wb_contact_idle(struct wb_floor *floor, uint32_t number, uint64_t check)
{
	if (card_at(floor, number)->serial != check) {
		return;
	}
	if (is_over(floor, number)) {
		wb_contact_put_away(floor, number);
	}
	if (card_at(floor, number)->body != WB_POOL_NONE) {
		wb_contact_watch_idle(floor, number);
	}
}

/* False when it is out of what can be saved, or without memory. */
static bool pack(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	struct wb_codec codec;
	wb_buf_clear(&floor->packing);
	wb_codec_write(&codec, &floor->packing);
	wb_transfer_body(&codec, floor, number);
	if (!wb_codec_finish(&codec)) {
		return false;
	}
	card->packed = malloc(floor->packing.len + 1);
	if (!card->packed) {
		return false;
	}
	memcpy(card->packed, floor->packing.data, floor->packing.len);
	card->packed_len = (uint32_t)floor->packing.len;
	return true;
}

void wb_contact_put_away(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	if (card->body == WB_POOL_NONE ||
	    wb_contact_is_open(contact_at(floor, number)) ||
	    wb_offer_rings(floor, number) || !pack(floor, number)) {
		return;
	}
	card->visit = contact_at(floor, number)->visit;
	wb_contact_strip(floor, number);
}

void wb_contact_put_all_away(struct wb_floor *floor)
{
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		if (is_over(floor, i)) {
			wb_contact_put_away(floor, i);
		}
	}
}

/*
 * Without memory nothing is known of it any more, as of one that was forgotten:
 * what is told of it then is lost.
 */
struct floor_contact *wb_contact_fetch(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	struct wb_codec codec;
	if (!card->id) {
		floor->nobody = (struct floor_contact){ 0 };
		return &floor->nobody;
	}
	if (!wb_contact_embody(floor, number)) {
		return &floor->nobody;
	}
	wb_codec_read(&codec, (struct wb_str){ (const char *)card->packed,
	                                       card->packed_len });
	wb_transfer_body(&codec, floor, number);
	free(card->packed);
	card->packed = NULL;
	struct floor_contact *contact = contact_at(floor, number);
	if (!wb_codec_finish(&codec)) { /* a list had no memory */
		wb_contact_strip(floor, number);
		wb_contact_embody(floor, number);
		contact = contact_at(floor, number);
	}
	contact->visit = card->visit;
	return contact;
}
