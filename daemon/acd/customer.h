#ifndef WB_ACD_CUSTOMER_H
#define WB_ACD_CUSTOMER_H

/*
 * Turns a caller's number into the `customer` of an event: a keyed hash, so
 * that repeated calls can be recognised and the number cannot be recovered
 * without the key. Without a key there is no customer at all.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define WB_CUSTOMER_TEXT_SIZE 33

/* Owned by the caller. Zeroed: no key. */
struct wb_customer_key {
	bool present;
	unsigned char bytes[32];
};

/*
 * Makes a key of a file's content (16 bytes at least). False with a message
 * when the file cannot be read or holds too little.
 */
bool wb_customer_key_read(const char *path, struct wb_customer_key *ret_key,
                          char *ret_error, size_t error_size);

/*
 * 32 hexadecimal digits in `ret_text`, or absent when there is no key or the
 * number says nothing ("unknown", "anonymous", fewer than three digits).
 * Numbers are compared by their digits alone.
 */
struct wb_str wb_customer_hash(const struct wb_customer_key *key,
                               struct wb_str number,
                               char ret_text[WB_CUSTOMER_TEXT_SIZE]);

#endif
