#include "base/names.h"

#include <stdlib.h>
#include <sys/random.h>

#define SLOTS_MIN 64
#define FREE_SLOT UINT32_MAX

static uint64_t rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* SipHash-1-3 (Aumasson, Bernstein) under a key made of the one seed. */
static uint64_t hash_name(uint64_t seed, struct wb_str name)
{
	uint64_t v[4] = { seed ^ 0x736f6d6570736575, ~seed ^ 0x646f72616e646f6d,
		          seed ^ 0x6c7967656e657261,
		          ~seed ^ 0x7465646279746573 };
	size_t at = 0;
	uint64_t word;

	for (; name.len - at >= 8; at += 8) {
		memcpy(&word, name.data + at, 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	word = 0;
	if (name.len > at) {
		memcpy(&word, name.data + at, name.len - at);
	}
	word |= (uint64_t)name.len << 56;
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The slot that holds `name`, or the free one where it belongs. */
static uint32_t find_slot(const struct wb_names *names, struct wb_str name)
{
	uint32_t mask = names->slot_count - 1;
	uint32_t slot = (uint32_t)hash_name(names->seed, name) & mask;

	while (names->slots[slot] != FREE_SLOT &&
	       !wb_str_equal(names->names[names->slots[slot]], name)) {
		slot = (slot + 1) & mask;
	}
	return slot;
}

/* Doubles the slots; at most half of them are ever in use. */
static bool grow(struct wb_names *names)
{
	uint32_t count = names->slot_count ? names->slot_count * 2 : SLOTS_MIN;
	struct wb_str *texts;
	uint32_t *slots;

	if (names->slot_count > UINT32_MAX / 4) {
		return false;
	}
	texts = reallocarray(names->names, count / 2, sizeof(*texts));
	if (!texts) {
		return false;
	}
	names->names = texts;
	slots = reallocarray(NULL, count, sizeof(*slots));
	if (!slots) {
		return false;
	}
	memset(slots, 0xff, count * sizeof(*slots));
	free(names->slots);
	names->slots = slots;
	names->slot_count = count;
	for (uint32_t i = 0; i < names->count; i++) {
		names->slots[find_slot(names, names->names[i])] = i;
	}
	return true;
}

static uint64_t make_seed(const struct wb_names *names)
{
	uint64_t seed;

	/* no entropy at early boot: an address is better than a constant */
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed)) {
		seed = (uint64_t)(uintptr_t)names * 0x9e3779b97f4a7c15;
	}
	return seed;
}

uint32_t wb_names_add(struct wb_names *names, struct wb_str name)
{
	uint32_t limit = names->limit ? names->limit : UINT32_MAX - 1;
	uint32_t slot;
	struct wb_str copy;

	if (names->slot_count == 0) {
		names->seed = make_seed(names);
	} else if (names->slots[slot = find_slot(names, name)] != FREE_SLOT) {
		return names->slots[slot];
	}
	if (names->count >= limit) {
		return WB_NAMES_NONE;
	}
	if (names->count == names->slot_count / 2 && !grow(names)) {
		return WB_NAMES_NONE;
	}
	copy = wb_arena_str(&names->texts, name.data ? name : wb_str(""));
	if (!copy.data) {
		return WB_NAMES_NONE;
	}
	names->names[names->count] = copy;
	names->slots[find_slot(names, copy)] = names->count;
	return names->count++;
}

uint32_t wb_names_find(const struct wb_names *names, struct wb_str name)
{
	if (names->slot_count == 0) {
		return WB_NAMES_NONE;
	}
	/* FREE_SLOT is WB_NAMES_NONE */
	return names->slots[find_slot(names, name)];
}

void wb_names_finish(struct wb_names *names)
{
	uint32_t limit = names->limit;

	free(names->names);
	free(names->slots);
	wb_arena_finish(&names->texts);
	*names = (struct wb_names){ .limit = limit };
}
