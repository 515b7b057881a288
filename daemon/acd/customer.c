#include "acd/customer.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define KEY_MIN_BYTES 16
#define KEY_FILE_MAX_BYTES 4096
#define DIGITS_MIN 3
#define DIGITS_MAX 40

bool wb_customer_key_read(const char *path, struct wb_customer_key *ret_key,
                          char *ret_error, size_t error_size)
{
	unsigned char content[KEY_FILE_MAX_BYTES];
	FILE *file = fopen(path, "rbe");

	if (!file) {
		snprintf(ret_error, error_size, "cannot read '%s': %s", path,
		         strerror(errno));
		return false;
	}
	size_t len = fread(content, 1, sizeof(content), file);
	fclose(file);
	if (len < KEY_MIN_BYTES || sodium_init() < 0) {
		snprintf(ret_error, error_size,
		         "the key in '%s' has %zu bytes, expected %d or more",
		         path, len, KEY_MIN_BYTES);
		return false;
	}
	crypto_generichash(ret_key->bytes, sizeof(ret_key->bytes), content, len,
	                   NULL, 0);
	sodium_memzero(content, sizeof(content));
	ret_key->present = true;
	return true;
}

struct wb_str wb_customer_hash(const struct wb_customer_key *key,
                               struct wb_str number,
                               char ret_text[WB_CUSTOMER_TEXT_SIZE])
{
	unsigned char digits[DIGITS_MAX];
	unsigned char hash[16];
	size_t count = 0;

	for (size_t i = 0; i < number.len && count < DIGITS_MAX; i++) {
		if (number.data[i] >= '0' && number.data[i] <= '9') {
			digits[count++] = (unsigned char)number.data[i];
		}
	}
	if (!key->present || count < DIGITS_MIN) {
		return (struct wb_str){ NULL, 0 };
	}
	crypto_generichash(hash, sizeof(hash), digits, count, key->bytes,
	                   sizeof(key->bytes));
	sodium_bin2hex(ret_text, WB_CUSTOMER_TEXT_SIZE, hash, sizeof(hash));
	return (struct wb_str){ ret_text, WB_CUSTOMER_TEXT_SIZE - 1 };
}
