#include "json.h"

#include <stdlib.h>

#define DECIMALS_MAX 9

/* Up to so many members every pair is compared; above, they are sorted. */
#define SMALL_OBJECT 16

struct reader {
	const char *at;
	const char *end;
	struct wb_str text;
	struct wb_arena *arena;
	struct wb_json_error *error;
	int depth;
};

static bool read_value(struct reader *r, struct wb_json *ret_value);

/* Fails at `where`; what went wrong is told without the offset. */
static bool fail_at(struct reader *r, const char *where, const char *message)
{
	r->error->offset = (size_t)(where - r->text.data);
	wb_str_format(r->error->message, sizeof(r->error->message), "%s",
	              message);
	return false;
}

static bool fail(struct reader *r, const char *message)
{
	return fail_at(r, r->at, message);
}

/* "expected ..., got 'x'" or "..., got the end" */
static bool fail_expected(struct reader *r, const char *expected)
{
	char excerpt[WB_EXCERPT_SIZE];
	struct wb_str rest = { r->at, (size_t)(r->end - r->at) };
	size_t len = 1;

	if (rest.len == 0) {
		r->error->offset = r->text.len;
		wb_str_format(r->error->message, sizeof(r->error->message),
		              "expected %s, got the end", expected);
		return false;
	}
	if ((unsigned char)rest.data[0] >= 0x80) {
		len = wb_str_utf8_prefix(rest, 4);
		len = len ? len : 1;
	}
	/* of what follows, the first character is enough */
	while (len > 1 && wb_str_utf8_prefix(rest, len - 1) > 0) {
		len = wb_str_utf8_prefix(rest, len - 1);
	}
	rest.len = len;
	r->error->offset = (size_t)(r->at - r->text.data);
	wb_str_format(r->error->message, sizeof(r->error->message),
	              "expected %s, got '%s'", expected,
	              wb_str_excerpt(rest, excerpt));
	return false;
}

static bool fail_memory(struct reader *r)
{
	return fail(r, "out of memory");
}

static void skip_space(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' ||
	                          *r->at == '\n' || *r->at == '\r')) {
		r->at++;
	}
}

/* Skips white space and then `c`, if that is what comes. */
static bool accept(struct reader *r, char c)
{
	skip_space(r);
	if (r->at == r->end || *r->at != c) {
		return false;
	}
	r->at++;
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	if (c >= 'A' && c <= 'F') {
		return c - 'A' + 10;
	}
	return -1;
}

/* The four digits after \u; -1 when they are not there. */
static int32_t read_hex4(struct reader *r)
{
	int32_t value = 0;

	if (r->end - r->at < 4) {
		return -1;
	}
	for (int i = 0; i < 4; i++) {
		int digit = hex_value(r->at[i]);

		if (digit < 0) {
			return -1;
		}
		value = value * 16 + digit;
	}
	r->at += 4;
	return value;
}

static char *put_utf8(char *out, int32_t cp)
{
	if (cp < 0x80) {
		*out++ = (char)cp;
	} else if (cp < 0x800) {
		*out++ = (char)(0xc0 | cp >> 6);
		*out++ = (char)(0x80 | (cp & 0x3f));
	} else if (cp < 0x10000) {
		*out++ = (char)(0xe0 | cp >> 12);
		*out++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*out++ = (char)(0x80 | (cp & 0x3f));
	} else {
		*out++ = (char)(0xf0 | cp >> 18);
		*out++ = (char)(0x80 | (cp >> 12 & 0x3f));
		*out++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*out++ = (char)(0x80 | (cp & 0x3f));
	}
	return out;
}

/* After "\u": one code unit, or two that make a surrogate pair. */
static bool read_unicode_escape(struct reader *r, char **out)
{
	const char *start = r->at - 2;
	int32_t cp = read_hex4(r);

	if (cp < 0) {
		return fail_at(r, start, "expected four hex digits after \\u");
	}
	if (cp == 0) {
		return fail_at(r, start, "a NUL character is not allowed");
	}
	if (cp >= 0xd800 && cp <= 0xdfff) {
		int32_t low = -1;

		if (cp <= 0xdbff && r->end - r->at >= 2 && r->at[0] == '\\' &&
		    r->at[1] == 'u') {
			r->at += 2;
			low = read_hex4(r);
		}
		if (low < 0xdc00 || low > 0xdfff) {
			return fail_at(r, start, "half a surrogate pair");
		}
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
	}
	*out = put_utf8(*out, cp);
	return true;
}

static bool read_escape(struct reader *r, char **out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *name;
	char c = *++r->at; /* the closing quote is known to follow somewhere */

	if (c == 'u') {
		r->at++;
		return read_unicode_escape(r, out);
	}
	name = c ? strchr(names, c) : NULL;
	if (!name) {
		return fail_at(r, r->at - 1, "unknown escape in a string");
	}
	*(*out)++ = values[name - names];
	r->at++;
	return true;
}

/* The string from r->at to its closing quote at `close`, into the arena. */
static bool unescape(struct reader *r, const char *close,
                     struct wb_str *ret_string)
{
	/* no escape is shorter than what it stands for */
	char *data = wb_arena_alloc(r->arena, (size_t)(close - r->at) + 1);
	char *out = data;

	if (!data) {
		return fail_memory(r);
	}
	while (r->at < close) {
		if (*r->at != '\\') {
			*out++ = *r->at++;
		} else if (!read_escape(r, &out)) {
			return false;
		}
	}
	*ret_string = (struct wb_str){ data, (size_t)(out - data) };
	return true;
}

enum { PLAIN, QUOTE, BACKSLASH, CONTROL, HIGH };

static inline int byte_class(char c)
{
	if (c == '"') {
		return QUOTE;
	}
	if (c == '\\') {
		return BACKSLASH;
	}
	if ((unsigned char)c < 0x20) {
		return CONTROL;
	}
	return (unsigned char)c >= 0x80 ? HIGH : PLAIN;
}

/* The bytes of the string after its opening quote are valid UTF-8? */
static bool check_utf8(struct reader *r, const char *close)
{
	struct wb_str raw = { r->at, (size_t)(close - r->at) };
	size_t valid = wb_str_utf8_prefix(raw, raw.len);

	return valid == raw.len || fail_at(r, r->at + valid, "not valid UTF-8");
}

/* After the opening quote. */
static bool read_string(struct reader *r, struct wb_str *ret_string)
{
	const char *at = r->at;
	bool escapes = false, high = false;

	for (; at < r->end; at++) {
		int class = byte_class(*at);

		if (class == PLAIN) {
			continue;
		}
		if (class == QUOTE) {
			break;
		}
		if (class == CONTROL) {
			return fail_at(r, at, "control character in a string");
		}
		if (class == HIGH) {
			high = true;
			continue;
		}
		escapes = true;
		at += at + 1 < r->end;
	}
	if (at == r->end) {
		return fail_at(r, r->at - 1, "string without its end");
	}
	if (high && !check_utf8(r, at)) {
		return false;
	}
	if (escapes) {
		if (!unescape(r, at, ret_string)) {
			return false;
		}
	} else {
		*ret_string = (struct wb_str){ r->at, (size_t)(at - r->at) };
	}
	r->at = at + 1;
	return true;
}

/* A number as read: digits * 10^exponent. */
struct decimal {
	uint64_t digits;
	int64_t exponent;
	int64_t zeros; /* seen after the last other digit, not in `digits` */
	bool negative;
	bool overflow;
};

static bool is_digit(const struct reader *r)
{
	return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

static bool times_ten(uint64_t *value)
{
	return !__builtin_mul_overflow(*value, (uint64_t)10, value);
}

/* Trailing zeros are kept apart, so 1.500000000000 fits like 1.5. */
static void add_digit(struct decimal *d, unsigned digit)
{
	if (digit == 0) {
		d->zeros += d->digits != 0;
		return;
	}
	for (; d->zeros >= 0 && !d->overflow; d->zeros--) {
		d->overflow = !times_ten(&d->digits);
	}
	d->zeros = 0;
	if (__builtin_add_overflow(d->digits, (uint64_t)digit, &d->digits)) {
		d->overflow = true;
	}
}

static bool read_exponent(struct reader *r, struct decimal *d)
{
	bool negative = false;
	int64_t value = 0;

	r->at++;
	if (r->at < r->end && (*r->at == '+' || *r->at == '-')) {
		negative = *r->at++ == '-';
	}
	if (!is_digit(r)) {
		return fail_expected(r, "a digit");
	}
	for (; is_digit(r); r->at++) {
		if (value < INT32_MAX) { /* beyond, any value is out of range */
			value = value * 10 + (*r->at - '0');
		}
	}
	d->exponent += negative ? -value : value;
	return true;
}

/* Fills `value`, if the decimal fits exactly. */
static bool store_decimal(struct decimal *d, struct wb_json *value)
{
	d->exponent += d->zeros;
	if (d->digits == 0) {
		d->exponent = 0;
	}
	for (; d->exponent > 0 && !d->overflow; d->exponent--) {
		d->overflow = !times_ten(&d->digits);
	}
	if (d->overflow || d->exponent < -DECIMALS_MAX ||
	    d->digits > (uint64_t)INT64_MAX + d->negative) {
		return false;
	}
	value->scale = (uint8_t)-d->exponent;
	value->number =
		d->negative ? (int64_t)(0 - d->digits) : (int64_t)d->digits;
	return true;
}

static bool read_number(struct reader *r, struct wb_json *value)
{
	const char *start = r->at;
	struct decimal d = { 0 };

	d.negative = *r->at == '-';
	r->at += d.negative;
	if (!is_digit(r)) {
		return fail_expected(r, "a digit");
	}
	if (*r->at == '0' && ++r->at && is_digit(r)) {
		return fail_at(r, start, "number with a leading zero");
	}
	for (; is_digit(r); r->at++) {
		add_digit(&d, (unsigned)(*r->at - '0'));
	}
	if (r->at < r->end && *r->at == '.') {
		r->at++;
		if (!is_digit(r)) {
			return fail_expected(r, "a digit");
		}
		for (; is_digit(r); r->at++, d.exponent--) {
			add_digit(&d, (unsigned)(*r->at - '0'));
		}
	}
	if (r->at < r->end && (*r->at == 'e' || *r->at == 'E') &&
	    !read_exponent(r, &d)) {
		return false;
	}
	value->kind = WB_JSON_NUMBER;
	if (!store_decimal(&d, value)) {
		return fail_at(r, start,
		               "number out of range or with more than 9 "
		               "decimals");
	}
	return true;
}

static bool read_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0) {
		return fail_expected(r, "a value");
	}
	r->at += len;
	return true;
}

static struct wb_json_member *add_member(struct reader *r,
                                         struct wb_json *parent)
{
	struct wb_json_member *member =
		wb_arena_alloc(r->arena, sizeof(*member));

	if (!member) {
		fail_memory(r);
		return NULL;
	}
	if (parent->last) {
		parent->last->next = member;
	} else {
		parent->first = member;
	}
	parent->last = member;
	parent->count++;
	return member;
}

static bool read_array(struct reader *r, struct wb_json *array)
{
	array->kind = WB_JSON_ARRAY;
	r->at++;
	if (accept(r, ']')) {
		return true;
	}
	do {
		struct wb_json_member *element = add_member(r, array);

		if (!element) {
			return false;
		}
		skip_space(r);
		if (!read_value(r, &element->value)) {
			return false;
		}
	} while (accept(r, ','));
	return accept(r, ']') || fail_expected(r, "',' or ']'");
}

static bool fail_duplicate(struct reader *r, struct wb_str key)
{
	char excerpt[WB_EXCERPT_SIZE];

	fail(r, "");
	wb_str_format(r->error->message, sizeof(r->error->message),
	              "key '%s' comes twice", wb_str_excerpt(key, excerpt));
	return false;
}

/* Is the key of the newest member also that of an earlier one? */
static bool repeats(const struct wb_json *object,
                    const struct wb_json_member *newest)
{
	const struct wb_json_member *m;

	for (m = object->first; m != newest; m = m->next) {
		if (wb_str_equal(m->key, newest->key)) {
			return true;
		}
	}
	return false;
}

static int compare_keys(const void *a, const void *b)
{
	const struct wb_json_member *const *left = a, *const *right = b;
	struct wb_str x = (*left)->key, y = (*right)->key;

	if (x.len != y.len) {
		return x.len < y.len ? -1 : 1;
	}
	return x.len ? memcmp(x.data, y.data, x.len) : 0;
}

/* Sorting cannot be made quadratic by chosen keys, as hashing could. */
static bool check_big_object(struct reader *r, const struct wb_json *object)
{
	const struct wb_json_member **sorted =
		wb_arena_alloc(r->arena, object->count * sizeof(*sorted));
	const struct wb_json_member *m;
	uint32_t i = 0;

	if (!sorted) {
		return fail_memory(r);
	}
	for (m = object->first; m; m = m->next) {
		sorted[i++] = m;
	}
	qsort(sorted, object->count, sizeof(*sorted), compare_keys);
	for (i = 1; i < object->count; i++) {
		if (wb_str_equal(sorted[i - 1]->key, sorted[i]->key)) {
			return fail_duplicate(r, sorted[i]->key);
		}
	}
	return true;
}

static bool read_member(struct reader *r, struct wb_json *object)
{
	struct wb_json_member *member = add_member(r, object);

	if (!member) {
		return false;
	}
	if (!accept(r, '"')) {
		return fail_expected(r, "a key in quotes");
	}
	if (!read_string(r, &member->key)) {
		return false;
	}
	if (object->count <= SMALL_OBJECT && repeats(object, member)) {
		return fail_duplicate(r, member->key);
	}
	if (!accept(r, ':')) {
		return fail_expected(r, "':'");
	}
	skip_space(r);
	return read_value(r, &member->value);
}

static bool read_object(struct reader *r, struct wb_json *object)
{
	object->kind = WB_JSON_OBJECT;
	r->at++;
	if (accept(r, '}')) {
		return true;
	}
	do {
		if (!read_member(r, object)) {
			return false;
		}
	} while (accept(r, ','));
	if (!accept(r, '}')) {
		return fail_expected(r, "',' or '}'");
	}
	return object->count <= SMALL_OBJECT || check_big_object(r, object);
}

static bool read_nested(struct reader *r, struct wb_json *value)
{
	bool ok;

	if (r->depth == WB_JSON_MAX_DEPTH) {
		return fail(r, "nested too deeply");
	}
	r->depth++;
	ok = *r->at == '{' ? read_object(r, value) : read_array(r, value);
	r->depth--;
	return ok;
}

static bool read_bool(struct reader *r, struct wb_json *value)
{
	value->kind = WB_JSON_BOOL;
	value->number = *r->at == 't';
	return read_word(r, value->number ? "true" : "false");
}

/* *value is zeroed, which is a null. */
static bool read_value(struct reader *r, struct wb_json *value)
{
	char c = r->at < r->end ? *r->at : '\0';

	if (c == '"') {
		r->at++;
		value->kind = WB_JSON_STRING;
		return read_string(r, &value->string);
	}
	if (c == '{' || c == '[') {
		return read_nested(r, value);
	}
	if (c == '-' || (c >= '0' && c <= '9')) {
		return read_number(r, value);
	}
	if (c == 't' || c == 'f') {
		return read_bool(r, value);
	}
	if (c == 'n') {
		return read_word(r, "null");
	}
	return fail_expected(r, "a value");
}

const struct wb_json *wb_json_read(struct wb_str text, struct wb_arena *arena,
                                   struct wb_json_error *ret_error)
{
	struct reader r = { .arena = arena, .error = ret_error };
	struct wb_json *root;

	r.text = text.data ? text : wb_str("");
	r.at = r.text.data;
	r.end = r.text.data + r.text.len;
	root = wb_arena_alloc(arena, sizeof(*root));
	if (!root) {
		fail_memory(&r);
		return NULL;
	}
	skip_space(&r);
	if (!read_value(&r, root)) {
		return NULL;
	}
	skip_space(&r);
	if (r.at < r.end) {
		fail_expected(&r, "the end");
		return NULL;
	}
	return root;
}
