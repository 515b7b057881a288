/* Who came before, and what about: a set of hashes. */

#include <stdlib.h>

#include "sim/private.h"

static uint64_t key_of(const struct contact *contact)
{
	uint64_t key = wb_random_mix(contact->customer);
	for (const char *c = contact->topic; c && *c; c++) {
		key = wb_random_mix(key ^ (unsigned char)*c);
	}
	return key ? key : 1;
}

static uint64_t *slot_of(struct customers *customers, uint64_t key)
{
	size_t i = (size_t)key;
	for (;; i++) {
		uint64_t *slot = &customers->keys[i % customers->capacity];
		if (*slot == 0 || *slot == key) {
			return slot;
		}
	}
}

static bool grow(struct customers *customers)
{
	struct customers grown = { .capacity = customers->capacity * 2 + 1024 };
	grown.keys = calloc(grown.capacity, sizeof(*grown.keys));
	if (grown.keys == NULL) {
		return false;
	}
	for (size_t i = 0; i < customers->capacity; i++) {
		if (customers->keys[i] != 0) {
			*slot_of(&grown, customers->keys[i]) =
				customers->keys[i];
		}
	}
	grown.count = customers->count;
	free(customers->keys);
	*customers = grown;
	return true;
}

bool sim_customer_came(struct wb_sim *sim, uint32_t c)
{
	struct customers *customers = &sim->customers;
	uint64_t key = key_of(&sim->contacts[c]);
	if (2 * customers->count >= customers->capacity && !grow(customers)) {
		sim->failed = true;
		return false;
	}
	uint64_t *slot = slot_of(customers, key);
	bool again = *slot == key;
	*slot = key;
	customers->count += !again;
	return again;
}
