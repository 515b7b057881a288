#ifndef WB_NOTIFY_SIGN_H
#define WB_NOTIFY_SIGN_H

/*
 * How a receiver knows that a webhook is ours and new. Private to notify/.
 *
 *     Wallboard-Signature: t=1763820300,v1=HEX
 *
 * HEX is HMAC-SHA256 (RFC 2104, FIPS 198-1) with the content of secret_file
 * over `t`, a full stop and the body, as it is sent. `t` are Unix seconds of
 * the attempt: a receiver refuses what is older than it likes (five minutes),
 * and so a recorded request cannot be sent again. Within that time the
 * Idempotency-Key tells a repetition.
 */

#include "base/buf.h"
#include "base/time.h"

#define WB_SIGN_HEX_SIZE 65

/* Any length of key. False when libsodium cannot start. */
bool wb_sign_hmac(struct wb_str key, struct wb_str text,
                  char ret_hex[WB_SIGN_HEX_SIZE]);

/* Appends the value of the header. */
bool wb_sign_header(struct wb_buf *out, struct wb_str key, wb_ms now,
                    struct wb_str body);

/*
 * A key as the value of a header: bytes that are no letters, digits or
 * ._~:/@- are written as %XX.
 */
void wb_sign_key(struct wb_buf *out, struct wb_str key);

#endif
