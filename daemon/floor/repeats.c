#include "floor/repeats.h"

#include <string.h>

#define SLOTS (2 * WB_REPEATS)

__extension__ typedef unsigned __int128 wide;

/* Both halves of the product: every bit of a and b matters. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* A different number for each place, so that equal members count as two. */
static uint64_t salt(unsigned place)
{
	return 0x9e3779b97f4a7c15u * (2 * place + 1);
}

static uint64_t word_at(const char *bytes)
{
	uint64_t word;
	memcpy(&word, bytes, sizeof(word));
	return word;
}

static uint64_t half_at(const char *bytes)
{
	uint32_t half;
	memcpy(&half, bytes, sizeof(half));
	return half;
}

/* The last 8 bytes of a text of `len`, or all of them. */
static uint64_t end_of(const char *bytes, size_t len)
{
	uint64_t word = 0;
	if (len >= 8) {
		return word_at(bytes + len - 8);
	}
	if (len >= 4) {
		return half_at(bytes) << 32 | half_at(bytes + len - 4);
	}
	for (size_t i = 0; i < len; i++) {
		word = word << 8 | (unsigned char)bytes[i];
	}
	return word;
}

static uint64_t text_hash(struct wb_str s, unsigned place)
{
	uint64_t hash = salt(place) ^ s.len;
	for (size_t i = 0; i + 8 < s.len; i += 8) {
		hash = fold(hash ^ word_at(s.data + i), 0xc2b2ae3d27d4eb4fu);
	}
	return fold(hash ^ end_of(s.data, s.len), 0xa0761d6478bd642fu);
}

static uint64_t texts_hash(const struct wb_event *e)
{
	const struct wb_str texts[] = { e->id,           e->contact,  e->queue,
		                        e->agent,        e->customer, e->topic,
		                        e->line,         e->to,       e->code,
		                        e->refusal_code, e->result };
	uint64_t hash = 0;
	for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].data) {
			hash += text_hash(texts[i], i);
		}
	}
	return hash;
}

/* Words of small enumerations share one number; -1 is absent. */
static uint64_t words_of(const struct wb_event *e)
{
	const int words[] = { e->channel, e->direction,    e->outcome,
		              e->refusal, e->offer_result, e->transfer,
		              e->by,      e->rating,       e->resolved,
		              e->sale,    e->first_level };
	uint64_t packed = (uint64_t)e->kind;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		packed = packed << 5 | (uint64_t)(words[i] + 1);
	}
	return packed;
}

/* Sums of what is worked out apart from each other, as that is fast. */
static uint64_t numbers_hash(uint32_t feed, const struct wb_event *e)
{
	const uint64_t numbers[] = {
		words_of(e),
		feed,
		(uint64_t)e->t,
		(uint64_t)e->ring_ms,
		(uint64_t)e->wait_ms,
		(uint64_t)e->score,
		(uint64_t)e->scale,
		(uint64_t)e->duration_ms,
		(uint64_t)e->wrapup_ms,
		(uint64_t)e->amount,
		(uint64_t)e->due,
		0,
	};
	uint64_t hash = 0;
	for (unsigned i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i += 2) {
		hash += fold(numbers[i] ^ salt(32 + i),
		             numbers[i + 1] ^ salt(33 + i));
	}
	return hash;
}

static uint64_t hash_of(uint32_t feed, const struct wb_event *event)
{
	uint64_t hash = fold(numbers_hash(feed, event) ^ salt(64),
	                     texts_hash(event) ^ salt(65));
	return hash ? hash : 1;
}

/* Where the hash is, or would be. */
static uint64_t *slot_of(struct wb_repeats_table *table, uint64_t hash)
{
	uint64_t i = hash >> 32;
	for (;; i++) {
		uint64_t *slot = &table->hashes[i % SLOTS];
		if (*slot == hash || *slot == 0) {
			return slot;
		}
	}
}

static void remember(struct wb_repeats *repeats, uint64_t hash)
{
	struct wb_repeats_table *table = &repeats->tables[repeats->younger];
	if (table->count == WB_REPEATS) {
		repeats->younger = !repeats->younger;
		table = &repeats->tables[repeats->younger];
		memset(table, 0, sizeof(*table));
	}
	*slot_of(table, hash) = hash;
	table->count++;
}

bool wb_repeats_take(struct wb_repeats *repeats, uint32_t feed,
                     const struct wb_event *event)
{
	uint64_t hash = hash_of(feed, event);
	for (int i = 0; i < 2; i++) {
		if (*slot_of(&repeats->tables[i], hash) != 0) {
			return true;
		}
	}
	remember(repeats, hash);
	return false;
}

static uint32_t next_used(const struct wb_repeats_table *table, uint32_t slot)
{
	while (slot < SLOTS && table->hashes[slot] == 0) {
		slot++;
	}
	return slot;
}

/* The hashes with their slots: where they lie depends on when they came. */
static void transfer_table(struct wb_repeats_table *table,
                           struct wb_codec *codec)
{
	uint32_t slot = next_used(table, 0), count = 0;
	while (wb_codec_more(codec, slot < SLOTS)) {
		uint64_t hash = wb_codec_reads(codec) ? 0 : table->hashes[slot];
		wb_codec_u32(codec, &slot, SLOTS - 1);
		wb_codec_u64(codec, &hash);
		wb_codec_check(codec, hash != 0 && ++count <= WB_REPEATS);
		if (codec->failed) {
			return;
		}
		table->hashes[slot] = hash;
		slot = next_used(table, slot + 1);
	}
	table->count = count;
}

void wb_repeats_transfer(struct wb_repeats *repeats, struct wb_codec *codec)
{
	wb_codec_u32(codec, &repeats->younger, 1);
	transfer_table(&repeats->tables[0], codec);
	transfer_table(&repeats->tables[1], codec);
}
