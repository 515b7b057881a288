#include "kpi/record.h"

#include "kpi/keyed.h"

/* First byte: a change, or a fact with its number of additions. */
#define TAG_CHANGE 0x80
#define TAG_KEY 0x40
#define TAG_KEY_BACK 0x20
#define TAG_ADDITIONS 0x1f

#define AMOUNT_MAX ((int64_t)1 << 50)

/* Numbers in groups of seven bits, the least significant first. */
static unsigned char *put(unsigned char *at, uint64_t number)
{
	while (number >= 0x80) {
		*at++ = (unsigned char)(number | 0x80);
		number >>= 7;
	}
	*at++ = (unsigned char)number;
	return at;
}

static uint64_t fold(int64_t value)
{
	return (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
}

static int64_t unfold(uint64_t folded)
{
	return (int64_t)(folded >> 1) ^ -(int64_t)(folded & 1);
}

static unsigned char *put_fact(unsigned char *at, unsigned char *tag,
                               const struct wb_counted *fact)
{
	*tag = fact->add_count;
	*at++ = fact->scope_count;
	for (int i = 0; i < fact->scope_count; i++) {
		at = put(at, fact->scopes[i]);
	}
	if (fact->key != WB_KEY_NONE) {
		*tag |= TAG_KEY;
		*tag |= fact->key_sign < 0 ? TAG_KEY_BACK : 0;
		at = put(at, fact->key);
	}
	for (int i = 0; i < fact->add_count; i++) {
		*at++ = (unsigned char)fact->add[i].measure;
		at = put(at, fold(fact->add[i].amount));
	}
	return at;
}

static unsigned char *put_change(unsigned char *at,
                                 const struct wb_change *change)
{
	/* none is UINT32_MAX, and so the 0 of the bytes */
	at = put(at, (uint32_t)(change->own + 1));
	at = put(at, (uint32_t)(change->crew + 1));
	*at++ = (unsigned char)(change->from + 1);
	*at++ = (unsigned char)(change->to + 1);
	return at;
}

size_t wb_record_put(const struct wb_saved_record *record, wb_ms base,
                     unsigned char bytes[WB_RECORD_BYTES_MAX])
{
	unsigned char *at = put(bytes + 1, fold(record->at - base));
	if (record->is_change) {
		bytes[0] = TAG_CHANGE;
		at = put_change(at, &record->change);
	} else {
		at = put_fact(at, &bytes[0], &record->fact);
	}
	return (size_t)(at - bytes);
}

struct reader {
	const unsigned char *at, *end;
	bool failed;
};

static uint64_t take(struct reader *r)
{
	uint64_t number = 0;
	for (unsigned shift = 0; shift < 63 && r->at < r->end; shift += 7) {
		unsigned char byte = *r->at++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			return number;
		}
	}
	r->failed = true;
	return 0;
}

/* A number that is at most `most`. */
static uint32_t take_u32(struct reader *r, uint32_t most)
{
	uint64_t number = take(r);
	r->failed = r->failed || number > most;
	return (uint32_t)number;
}

static void take_change(struct reader *r, wb_ms at, struct wb_change *change)
{
	change->own = take_u32(r, UINT32_MAX) - 1;
	change->crew = take_u32(r, UINT32_MAX) - 1;
	change->from = (int)take_u32(r, WB_LEVEL_COUNT) - 1;
	change->to = (int)take_u32(r, WB_LEVEL_COUNT) - 1;
	change->at = at;
}

static void take_fact(struct reader *r, unsigned tag, struct wb_counted *fact)
{
	fact->scope_count = (uint8_t)take_u32(r, WB_FACT_SCOPES_MAX);
	fact->add_count = (uint8_t)(tag & TAG_ADDITIONS);
	if (r->failed || fact->add_count > WB_ADDITIONS_MAX) {
		r->failed = true;
		return;
	}
	for (int i = 0; i < fact->scope_count; i++) {
		fact->scopes[i] = take_u32(r, UINT32_MAX);
	}
	fact->key = WB_KEY_NONE;
	fact->key_sign = tag & TAG_KEY_BACK ? -1 : 1;
	if (tag & TAG_KEY) {
		fact->key = take_u32(r, WB_KEY_COUNT - 1);
	}
	for (int i = 0; i < fact->add_count; i++) {
		fact->add[i].measure = (int32_t)take_u32(r, WB_M_FLOWING - 1);
		fact->add[i].amount = unfold(take(r));
		r->failed = r->failed || fact->add[i].amount > AMOUNT_MAX ||
		            fact->add[i].amount < -AMOUNT_MAX;
	}
}

/* An instant near the base. */
static wb_ms take_time(struct reader *r, wb_ms base)
{
	int64_t from = unfold(take(r));
	bool near = from > -WB_RECORD_NEAR_MS && from < WB_RECORD_NEAR_MS;
	r->failed = r->failed || !near;
	return near ? base + from : base;
}

size_t wb_record_take(const unsigned char *bytes, const unsigned char *end,
                      wb_ms base, struct wb_saved_record *ret_record)
{
	struct reader r = { bytes, end, false };
	if (bytes == end) {
		return 0;
	}
	unsigned tag = *r.at++;
	ret_record->is_change = tag & TAG_CHANGE;
	ret_record->at = take_time(&r, base);
	if (ret_record->is_change) {
		take_change(&r, ret_record->at, &ret_record->change);
		r.failed = r.failed || tag != TAG_CHANGE;
	} else {
		take_fact(&r, tag, &ret_record->fact);
	}
	return r.failed ? 0 : (size_t)(r.at - bytes);
}
