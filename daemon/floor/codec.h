#ifndef WB_CODEC_H
#define WB_CODEC_H

/*
 * Writes or reads a state field by field. One description of a struct serves
 * both ways, so that what is saved and what is loaded cannot drift apart: each
 * function writes the value when the codec writes, and replaces it when it
 * reads.
 *
 * Nothing that is read is trusted: a value out of its range, or an end that
 * comes too early, sets `failed`. After that every read gives 0 or false and
 * writes do nothing. The ranges hold for writing too, so that what was saved
 * can be loaded.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/time.h"

/* Owned by the caller. */
struct wb_codec {
	struct wb_buf *out; /* NULL when it reads */
	const unsigned char *at, *end;
	bool failed;
	wb_ms near;    /* the last instant */
	size_t staged; /* written, not yet in `out` */
	unsigned char stage[1024];
};

/* `out` is borrowed and appended to, at the latest by wb_codec_finish(). */
void wb_codec_write(struct wb_codec *codec, struct wb_buf *out);
/* True when nothing failed, and all that is read was used. */
bool wb_codec_finish(struct wb_codec *codec);
/* `bytes` is borrowed. */
void wb_codec_read(struct wb_codec *codec, struct wb_str bytes);

static inline bool wb_codec_reads(const struct wb_codec *codec)
{
	return !codec->out;
}

/* Refuses what is read when a condition on it does not hold. */
void wb_codec_check(struct wb_codec *codec, bool holds);

void wb_codec_u64(struct wb_codec *codec, uint64_t *value);
/* min <= value <= max */
void wb_codec_i64(struct wb_codec *codec, int64_t *value, int64_t min,
                  int64_t max);
/*
 * An instant or a span: 0 <= value < WB_CODEC_TIME_END. Instants are written as
 * their distance from the one before, or from what wb_codec_near() says.
 */
void wb_codec_time(struct wb_codec *codec, wb_ms *value);
void wb_codec_near(struct wb_codec *codec, wb_ms instant);
#define WB_CODEC_TIME_END ((wb_ms)1 << 42) /* the year 2109 */
/* A count: value <= max. */
void wb_codec_u32(struct wb_codec *codec, uint32_t *value, uint32_t max);
/* The number of something: < count, or UINT32_MAX for none. */
void wb_codec_number(struct wb_codec *codec, uint32_t *value, uint32_t count);
void wb_codec_bool(struct wb_codec *codec, bool *value);

/* For enumerations: gives `value`, or what was read; < count. */
uint32_t wb_codec_enum(struct wb_codec *codec, uint32_t value, uint32_t count);

/*
 * At most 64 amounts, most of them 0: -WB_CODEC_AMOUNT_MAX <= value <=
 * WB_CODEC_AMOUNT_MAX.
 */
void wb_codec_amounts(struct wb_codec *codec, int64_t *values, int count);
#define WB_CODEC_AMOUNT_MAX ((int64_t)1 << 50)

/* What is read is borrowed from the bytes. len <= max */
void wb_codec_str(struct wb_codec *codec, struct wb_str *text, size_t max);

/* Writes what another codec wrote, as it is. */
void wb_codec_put(struct wb_codec *codec, const unsigned char *bytes,
                  size_t len);

/* The end of a list: true when another element follows. */
bool wb_codec_more(struct wb_codec *codec, bool more);

#endif
