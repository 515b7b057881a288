#include "notify/sign.h"

#include <string.h>

#include <sodium.h>

/* The hash over several parts; libsodium's one-call form takes no key but of
 * 32 bytes. */
static void hash(struct wb_str key, const struct wb_str *parts, int count,
                 unsigned char *ret_mac)
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.data,
	                            key.len);
	for (int i = 0; i < count; i++) {
		crypto_auth_hmacsha256_update(
			&state, (const unsigned char *)parts[i].data,
			parts[i].len);
	}
	crypto_auth_hmacsha256_final(&state, ret_mac);
	sodium_memzero(&state, sizeof(state));
}

static bool sign(struct wb_str key, const struct wb_str *parts, int count,
                 char ret_hex[WB_SIGN_HEX_SIZE])
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];

	if (sodium_init() < 0) {
		return false;
	}
	hash(key, parts, count, mac);
	sodium_bin2hex(ret_hex, WB_SIGN_HEX_SIZE, mac, sizeof(mac));
	return true;
}

bool wb_sign_hmac(struct wb_str key, struct wb_str text,
                  char ret_hex[WB_SIGN_HEX_SIZE])
{
	return sign(key, &text, 1, ret_hex);
}

bool wb_sign_header(struct wb_buf *out, struct wb_str key, wb_ms now,
                    struct wb_str body)
{
	char hex[WB_SIGN_HEX_SIZE];
	struct wb_buf time = { 0 };

	wb_buf_addf(&time, "%lld", (long long)(now / WB_SECOND));
	const struct wb_str parts[] = { wb_buf_str(&time), wb_str("."), body };
	bool good = !time.failed && sign(key, parts, 3, hex);
	if (good) {
		wb_buf_addf(out, "t=%s,v1=%s", time.data, hex);
	}
	wb_buf_finish(&time);
	return good;
}

void wb_sign_key(struct wb_buf *out, struct wb_str key)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._~:/@-";

	for (size_t i = 0; i < key.len; i++) {
		char c = key.data[i];
		if (c != '\0' && strchr(plain, c)) {
			wb_buf_add_char(out, c);
		} else {
			wb_buf_addf(out, "%%%02X", (unsigned)(unsigned char)c);
		}
	}
}
