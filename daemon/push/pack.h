#ifndef WB_PUSH_PACK_H
#define WB_PUSH_PACK_H

/*
 * Files packed with gzip for those who can unpack it, once, and kept in memory
 * until the file changes. Only what becomes smaller: texts of at most
 * WB_PACK_MAX_BYTES; pictures and fonts are packed already.
 */

#include <stdbool.h>

#include "push/files.h"

#define WB_PACK_MAX_BYTES ((size_t)1024 * 1024)
/* Different files; more are sent as they are. */
#define WB_PACKS_MAX 256

struct wb_pack {
	char *path;
	char etag[48]; /* of the file that it was made of */
	struct wb_frame *frame;
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_packs {
	struct wb_pack packs[WB_PACKS_MAX];
	int count;
};

void wb_packs_finish(struct wb_packs *packs);

/* Is it worth packing? */
bool wb_pack_is_wanted(const struct wb_file *file);

/*
 * The packed bytes of an open file, one reference for the caller; `path` is
 * that of the request. NULL, with the file as it was, when that fails.
 */
struct wb_frame *wb_packs_get(struct wb_packs *packs, struct wb_str path,
                              const struct wb_file *file);

/* "abc" -> "abc-gz": it is another text to a cache. Quotes included. */
void wb_pack_etag(const char *etag, char *ret_etag, size_t size);

/* Does an Accept-Encoding take gzip: named, or by "*", and not with q=0? */
bool wb_pack_is_accepted(struct wb_str accept_encoding);

/* gzip of a text. False without memory. */
bool wb_pack_bytes(struct wb_str text, struct wb_buf *ret_packed);

#endif
