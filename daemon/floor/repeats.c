#include "floor/repeats.h"

#include <string.h>

#define SLOTS (2 * WB_REPEATS)

static void mix(uint64_t *hash, uint64_t value)
{
	*hash = (*hash ^ value) * 0x9e3779b97f4a7c15u;
	*hash ^= *hash >> 29;
}

static void mix_str(uint64_t *hash, struct wb_str s)
{
	mix(hash, s.data ? s.len + 1 : 0);
	for (size_t i = 0; i < s.len; i += 8) {
		uint64_t word = 0;
		memcpy(&word, s.data + i, s.len - i < 8 ? s.len - i : 8);
		mix(hash, word);
	}
}

static void mix_texts(uint64_t *hash, const struct wb_event *e)
{
	const struct wb_str texts[] = { e->id,           e->contact,  e->queue,
		                        e->agent,        e->customer, e->topic,
		                        e->line,         e->to,       e->code,
		                        e->refusal_code, e->result };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		mix_str(hash, texts[i]);
	}
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

static void mix_numbers(uint64_t *hash, const struct wb_event *e)
{
	const int64_t numbers[] = {
		e->t,           e->ring_ms,   e->wait_ms, e->score, e->scale,
		e->duration_ms, e->wrapup_ms, e->amount,  e->due,
	};
	mix(hash, words_of(e));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		mix(hash, (uint64_t)numbers[i]);
	}
}

static uint64_t hash_of(uint32_t feed, const struct wb_event *event)
{
	uint64_t hash = 0x2545f4914f6cdd1du;
	mix(&hash, feed);
	mix_numbers(&hash, event);
	mix_texts(&hash, event);
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
