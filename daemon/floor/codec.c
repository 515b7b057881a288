#include "floor/codec.h"

void wb_codec_write(struct wb_codec *codec, struct wb_buf *out)
{
	*codec = (struct wb_codec){ .out = out };
}

static void flush(struct wb_codec *codec)
{
	wb_buf_add(codec->out, codec->stage, codec->staged);
	codec->staged = 0;
}

bool wb_codec_finish(struct wb_codec *codec)
{
	if (wb_codec_reads(codec)) {
		return !codec->failed && codec->at == codec->end;
	}
	flush(codec);
	return !codec->failed && !codec->out->failed;
}

void wb_codec_read(struct wb_codec *codec, struct wb_str bytes)
{
	const unsigned char *data = (const unsigned char *)bytes.data;
	*codec = (struct wb_codec){ .at = data, .end = data + bytes.len };
}

void wb_codec_check(struct wb_codec *codec, bool holds)
{
	if (!holds) {
		codec->failed = true;
	}
}

/* Seven bits a byte, the lowest first; the top bit says that more follow. */
static void put(struct wb_codec *codec, uint64_t value)
{
	if (codec->staged > sizeof(codec->stage) - 10) {
		flush(codec);
	}
	unsigned char *bytes = codec->stage + codec->staged;
	if (value < 0x80) { /* most are */
		*bytes = (unsigned char)value;
		codec->staged++;
		return;
	}
	size_t len = 0;
	while (value >= 0x80) {
		bytes[len++] = (unsigned char)(value | 0x80);
		value >>= 7;
	}
	bytes[len++] = (unsigned char)value;
	codec->staged += len;
}

static uint64_t get(struct wb_codec *codec)
{
	uint64_t value = 0;
	if (!codec->failed && codec->at != codec->end && *codec->at < 0x80) {
		return *codec->at++;
	}
	for (int shift = 0; shift < 64; shift += 7) {
		if (codec->failed || codec->at == codec->end) {
			break;
		}
		uint64_t byte = *codec->at++;
		if (shift == 63 && byte > 1) {
			break;
		}
		value |= (byte & 0x7f) << shift;
		if (byte < 0x80) {
			return value;
		}
	}
	codec->failed = true;
	return 0;
}

void wb_codec_u64(struct wb_codec *codec, uint64_t *value)
{
	if (wb_codec_reads(codec)) {
		*value = get(codec);
	} else if (!codec->failed) {
		put(codec, *value);
	}
}

/* Small values of either sign are short: 0, -1, 1, -2 ... */
static uint64_t fold(int64_t value)
{
	return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unfold(uint64_t folded)
{
	uint64_t value = folded >> 1;
	return folded & 1 ? -(int64_t)value - 1 : (int64_t)value;
}

void wb_codec_i64(struct wb_codec *codec, int64_t *value, int64_t min,
                  int64_t max)
{
	uint64_t folded = wb_codec_reads(codec) ? 0 : fold(*value);
	wb_codec_u64(codec, &folded);
	int64_t result = unfold(folded);
	wb_codec_check(codec, result >= min && result <= max);
	if (wb_codec_reads(codec)) {
		*value = codec->failed ? 0 : result;
	}
}

/* What is longer than eight years is an instant, and no span. */
#define INSTANTS ((wb_ms)1 << 38)

static uint64_t time_code(const struct wb_codec *codec, wb_ms value)
{
	return value < INSTANTS ? (uint64_t)value << 1
	                        : fold(value - codec->near) << 1 | 1;
}

static wb_ms time_of(struct wb_codec *codec, uint64_t code)
{
	if (code & 1) {
		wb_ms value = (wb_ms)((uint64_t)codec->near +
		                      (uint64_t)unfold(code >> 1));
		wb_codec_check(codec, value >= INSTANTS);
		return value;
	}
	wb_codec_check(codec, code >> 1 < (uint64_t)INSTANTS);
	return (wb_ms)(code >> 1);
}

void wb_codec_time(struct wb_codec *codec, wb_ms *value)
{
	uint64_t code = 0;
	if (!wb_codec_reads(codec)) {
		wb_codec_check(codec,
		               *value >= 0 && *value < WB_CODEC_TIME_END);
		code = codec->failed ? 0 : time_code(codec, *value);
	}
	wb_codec_u64(codec, &code);
	if (wb_codec_reads(codec)) {
		wb_ms read = time_of(codec, code);
		wb_codec_check(codec, read >= 0 && read < WB_CODEC_TIME_END);
		*value = codec->failed ? 0 : read;
	}
	if (*value >= INSTANTS) {
		codec->near = *value;
	}
}

void wb_codec_near(struct wb_codec *codec, wb_ms instant)
{
	codec->near = instant;
}

void wb_codec_u32(struct wb_codec *codec, uint32_t *value, uint32_t max)
{
	uint64_t wide = wb_codec_reads(codec) ? 0 : *value;
	wb_codec_u64(codec, &wide);
	wb_codec_check(codec, wide <= max);
	if (wb_codec_reads(codec)) {
		*value = codec->failed ? 0 : (uint32_t)wide;
	}
}

/* "None" is the 0 of the bytes. */
void wb_codec_number(struct wb_codec *codec, uint32_t *value, uint32_t count)
{
	uint64_t wide = wb_codec_reads(codec) ? 0 : (uint32_t)(*value + 1);
	wb_codec_u64(codec, &wide);
	wb_codec_check(codec, wide <= count);
	if (wb_codec_reads(codec)) {
		*value = codec->failed ? UINT32_MAX : (uint32_t)wide - 1;
	}
}

void wb_codec_bool(struct wb_codec *codec, bool *value)
{
	*value = wb_codec_enum(codec, *value, 2) != 0;
}

uint32_t wb_codec_enum(struct wb_codec *codec, uint32_t value, uint32_t count)
{
	wb_codec_check(codec, count > 0);
	wb_codec_u32(codec, &value, count - 1);
	return value;
}

void wb_codec_amounts(struct wb_codec *codec, int64_t *values, int count)
{
	uint64_t some = 0;
	for (int i = 0; i < count && !wb_codec_reads(codec); i++) {
		some |= (uint64_t)(values[i] != 0) << i;
	}
	wb_codec_u64(codec, &some);
	wb_codec_check(codec, count == 64 || some >> count == 0);
	for (int i = 0; i < count; i++) {
		if (some >> i & 1) {
			wb_codec_i64(codec, &values[i], -WB_CODEC_AMOUNT_MAX,
			             WB_CODEC_AMOUNT_MAX);
		} else if (wb_codec_reads(codec)) {
			values[i] = 0;
		}
	}
}

void wb_codec_str(struct wb_codec *codec, struct wb_str *text, size_t max)
{
	uint64_t len = wb_codec_reads(codec) ? 0 : text->len;
	wb_codec_u64(codec, &len);
	wb_codec_check(codec, len <= max);
	if (!wb_codec_reads(codec)) {
		flush(codec);
		wb_buf_add(codec->out, text->data ? text->data : "", text->len);
		return;
	}
	wb_codec_check(codec, codec->failed ||
	                              len <= (size_t)(codec->end - codec->at));
	if (codec->failed) {
		*text = wb_str("");
		return;
	}
	*text = (struct wb_str){ (const char *)codec->at, (size_t)len };
	codec->at += len;
}

void wb_codec_put(struct wb_codec *codec, const unsigned char *bytes,
                  size_t len)
{
	flush(codec);
	wb_buf_add(codec->out, bytes, len);
}

bool wb_codec_more(struct wb_codec *codec, bool more)
{
	wb_codec_bool(codec, &more);
	return more && !codec->failed;
}
