/* The table of contacts: found by (feed, id), forgotten when long idle. */

#include <stdlib.h>
#include <string.h>

#include "floor/state.h"

/*
 * FNV-1a over id and feed. Ids come from the centre's own switch; a flood of
 * colliding ones would only slow down that switch's own feed, and the table
 * is bounded by WB_CONTACTS_MAX.
 */
uint32_t wb_contact_hash(uint32_t feed, struct wb_str id)
{
	uint32_t hash = 2166136261u ^ (feed * 16777619u);
	for (size_t i = 0; i < id.len; i++) {
		hash = (hash ^ (unsigned char)id.data[i]) * 16777619u;
	}
	return hash ^ (hash >> 15);
}

static uint32_t *bucket_of(const struct wb_floor *floor, uint32_t hash)
{
	return &floor->buckets[hash & (floor->bucket_count - 1)];
}

static struct wb_str id_of(const struct floor_card *card)
{
	return (struct wb_str){ card->id, card->id_len };
}

static uint32_t find(const struct wb_floor *floor, uint32_t feed,
                     struct wb_str id, uint32_t hash)
{
	uint32_t number = *bucket_of(floor, hash);
	while (number != WB_POOL_NONE) {
		const struct floor_card *card = card_at(floor, number);
		if (card->hash == hash && card->feed == feed &&
		    wb_str_equal(id_of(card), id)) {
			return number;
		}
		number = card->hash_next;
	}
	return WB_POOL_NONE;
}

uint32_t wb_contact_find(struct wb_floor *floor, uint32_t feed,
                         struct wb_str id)
{
	if (floor->bucket_count == 0 || !id.data) {
		return WB_POOL_NONE;
	}
	return find(floor, feed, id, wb_contact_hash(feed, id));
}

static void link_contact(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	uint32_t *bucket = bucket_of(floor, card->hash);
	card->hash_next = *bucket;
	*bucket = number;
}

static void unlink_contact(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	uint32_t *link = bucket_of(floor, card->hash);
	while (*link != number) {
		link = &card_at(floor, *link)->hash_next;
	}
	*link = card->hash_next;
}

/* Doubles the table; the numbers of contacts stay. */
static bool grow_table(struct wb_floor *floor)
{
	uint32_t count = floor->bucket_count ? floor->bucket_count * 2 : 4096;
	uint32_t *buckets = malloc(count * sizeof(*buckets));
	if (!buckets) {
		return floor->bucket_count > 0;
	}
	memset(buckets, 0xff, count * sizeof(*buckets));
	free(floor->buckets);
	floor->buckets = buckets;
	floor->bucket_count = count;
	for (uint32_t i = 0; i < floor->contacts.used; i++) {
		if (card_at(floor, i)->id) {
			link_contact(floor, i);
		}
	}
	return true;
}

static bool is_slow(enum wb_channel channel)
{
	return channel == WB_CHANNEL_EMAIL || channel == WB_CHANNEL_SOCIAL ||
	       channel == WB_CHANNEL_TICKET;
}

static wb_ms stale_after(const struct wb_floor *floor, uint32_t number)
{
	const struct floor_contact *contact = contact_at(floor, number);
	enum wb_channel channel =
		contact->entry.waiting
			? contact->entry.channel
			: wb_floor_channel(floor, number, contact->last_queue);
	return floor->plan->stale_limit *
	       (is_slow(channel) ? WB_SLOW_CHANNEL_FACTOR : 1);
}

bool wb_contact_is_open(const struct floor_contact *contact)
{
	return contact->entry.waiting || contact->open_segments > 0;
}

/* What is put away is over. */
static bool is_open(const struct wb_floor *floor, uint32_t number)
{
	return card_at(floor, number)->body != WB_POOL_NONE &&
	       wb_contact_is_open(contact_at(floor, number));
}

static wb_ms contact_due(const struct wb_floor *floor, uint32_t number)
{
	return card_at(floor, number)->touched +
	       (is_open(floor, number) ? stale_after(floor, number)
	                               : WB_FORGET_AFTER);
}

/*
 * Looks after the contact when it is due; and in between, as that may be much
 * earlier once nobody waits or talks any more.
 */
static void set_timer(struct wb_floor *floor, uint32_t number)
{
	wb_ms due = contact_due(floor, number);
	wb_ms latest = floor->now + (floor->plan->stale_limit < WB_FORGET_AFTER
	                                     ? floor->plan->stale_limit
	                                     : WB_FORGET_AFTER);
	wb_timers_set(&floor->timers, due < latest ? due : latest,
	              TIMER_CONTACT, number, card_at(floor, number)->serial);
}

void wb_contact_free_card(struct floor_card *card)
{
	if (card->id != card->short_id) {
		free(card->id);
	}
	free(card->packed);
	card->id = NULL;
	card->packed = NULL;
	card->body = WB_POOL_NONE;
	card->serial = 0;
}

/* Nothing is known of it but who it is. */
static void clear_body(const struct floor_card *card,
                       struct floor_contact *contact)
{
	*contact = (struct floor_contact){
		.id = card->id,
		.id_len = card->id_len,
		.feed = card->feed,
		.offers = WB_POOL_NONE,
		.works = WB_POOL_NONE,
		.ratings = WB_POOL_NONE,
		.last_queue = WB_NOBODY,
		.told_oldest = WB_POOL_NONE,
		.told_newest = WB_POOL_NONE,
		.entry_channel = WB_CHANNEL_COUNT,
		.talk_at = WB_ABSENT,
		.began = WB_ABSENT,
		.newest = WB_ABSENT,
		.ended = WB_ABSENT,
		.first_queue = WB_NOBODY,
		.visit = WB_POOL_NONE,
	};
	for (int i = 0; i < WB_PART_ENDS; i++) {
		contact->part_ends[i].t = WB_ABSENT;
	}
}

bool wb_contact_embody(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	card->body = wb_pool_take(&floor->bodies);
	clear_body(card, card->body == WB_POOL_NONE
	                         ? &floor->nobody
	                         : contact_at(floor, number));
	return card->body != WB_POOL_NONE;
}

bool wb_contact_adopt(struct wb_floor *floor, uint32_t number, struct wb_str id)
{
	struct floor_card *card = card_at(floor, number);
	card->body = WB_POOL_NONE;
	if (floor->contact_count >= WB_CONTACTS_MAX ||
	    (floor->contact_count >= floor->bucket_count &&
	     !grow_table(floor))) {
		return false;
	}
	char *copy =
		id.len < FLOOR_SHORT_ID ? card->short_id : malloc(id.len + 1);
	if (!copy) {
		return false;
	}
	memcpy(copy, id.data, id.len);
	copy[id.len] = '\0';
	card->id = copy;
	card->id_len = (uint32_t)id.len;
	card->hash = wb_contact_hash(card->feed, id);
	if (!wb_contact_embody(floor, number)) {
		wb_contact_free_card(card);
		return false;
	}
	link_contact(floor, number);
	floor->contact_count++;
	return true;
}

static uint32_t add_contact(struct wb_floor *floor, uint32_t feed,
                            struct wb_str id)
{
	uint32_t number = wb_pool_take(&floor->contacts);
	if (number == WB_POOL_NONE) {
		return WB_POOL_NONE;
	}
	struct floor_card *card = card_at(floor, number);
	card->feed = feed;
	card->touched = floor->now;
	if (!wb_contact_adopt(floor, number, id)) {
		wb_pool_give(&floor->contacts, number);
		return WB_POOL_NONE;
	}
	card->serial = ++floor->next_serial;
	set_timer(floor, number);
	wb_contact_watch_idle(floor, number);
	return number;
}

uint32_t wb_contact_get(struct wb_floor *floor, uint32_t feed, struct wb_str id)
{
	uint32_t number = wb_contact_find(floor, feed, id);
	if (number == WB_POOL_NONE) {
		number = add_contact(floor, feed, id);
	}
	if (number == WB_POOL_NONE) {
		anomaly(floor, WB_ANOMALY_CONTACTS_FULL);
		return WB_POOL_NONE;
	}
	struct floor_card *card = card_at(floor, number);
	card->touched = floor->now;
	card->mentioned = floor->feeds[feed].generation;
	return number;
}

void wb_contact_lose(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	struct floor_contact *contact = contact_at(floor, number);
	if (wb_contact_is_open(contact)) {
		contact->ended = contact->ended < at ? at : contact->ended;
		/* its end may still be told */
		card_at(floor, number)->touched = floor->now;
	}
	wb_entry_lose(floor, number, at);
	wb_segment_lose_all(floor, number, at);
	wb_offer_cancel_all(floor, number, at);
	wb_visit_settle(floor, number);
}

void wb_contact_strip(struct wb_floor *floor, uint32_t number)
{
	struct floor_card *card = card_at(floor, number);
	wb_offer_free_all(floor, number);
	wb_rating_forget_all(floor, number);
	wb_segment_forget_all(floor, number);
	wb_entry_forget_all(floor, number);
	wb_pool_give(&floor->bodies, card->body);
	card->body = WB_POOL_NONE;
}

/* What is put away rings at nobody; its visit mostly ended. */
static bool ends_silently(struct wb_floor *floor, uint32_t number)
{
	const struct floor_card *card = card_at(floor, number);
	return card->body == WB_POOL_NONE &&
	       wb_visit_forget_ended(floor, card->visit);
}

static void forget(struct wb_floor *floor, uint32_t number, wb_ms at)
{
	if (!ends_silently(floor, number)) {
		wb_offer_hush_all(floor, number, at);
		wb_visit_forget(floor, number);
		wb_contact_strip(floor, number);
	}
	unlink_contact(floor, number);
	wb_contact_free_card(card_at(floor, number));
	wb_pool_give(&floor->contacts, number);
	floor->contact_count--;
}

void wb_contact_timer(struct wb_floor *floor, uint32_t number, uint64_t check)
{
	struct floor_card *card = card_at(floor, number);
	if (card->serial != check) {
		return;
	}
	if (contact_due(floor, number) > floor->now) {
		set_timer(floor, number);
	} else if (is_open(floor, number)) {
		wb_contact_lose(floor, number, floor->now);
		set_timer(floor, number);
	} else {
		forget(floor, number, floor->now);
	}
}
