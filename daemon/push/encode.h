#ifndef WB_PUSH_ENCODE_H
#define WB_PUSH_ENCODE_H

/*
 * The messages of PROTOCOL.md section 4, encoded. `text` is scratch, and its
 * limit is the limit of a message. NULL when that or the memory is exceeded.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/time.h"
#include "json.h"
#include "push/frame.h"

struct wb_frame *wb_encode_hello(struct wb_buf *text, struct wb_str view);
struct wb_frame *wb_encode_snapshot(struct wb_buf *text, uint64_t revision,
                                    wb_ms time, const struct wb_json *state);
/* From revision `from` to `from` + 1. */
struct wb_frame *wb_encode_patch(struct wb_buf *text, uint64_t from, wb_ms time,
                                 const struct wb_json *patch);
struct wb_frame *wb_encode_heartbeat(struct wb_buf *text, uint64_t revision,
                                     wb_ms time);
struct wb_frame *wb_encode_error(struct wb_buf *text, struct wb_str error);

#endif
