#include "json_reader.h"

#define DECIMALS_MAX 9

/* A number as read: digits * 10^exponent. */
struct decimal {
	uint64_t digits;
	int64_t exponent;
	int64_t zeros; /* seen after the last other digit, not in `digits` */
	bool negative;
	bool overflow;
};

static bool is_digit(const struct wb_json_reader *r)
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

static bool read_exponent(struct wb_json_reader *r, struct decimal *d)
{
	bool negative = false;
	int64_t value = 0;

	r->at++;
	if (r->at < r->end && (*r->at == '+' || *r->at == '-')) {
		negative = *r->at++ == '-';
	}
	if (!is_digit(r)) {
		return wb_json_fail_expected(r, "a digit");
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

bool wb_json_read_number(struct wb_json_reader *r, struct wb_json *value)
{
	const char *start = r->at;
	struct decimal d = { 0 };

	d.negative = *r->at == '-';
	r->at += d.negative;
	if (!is_digit(r)) {
		return wb_json_fail_expected(r, "a digit");
	}
	if (*r->at == '0' && ++r->at && is_digit(r)) {
		return wb_json_fail_at(r, start, "number with a leading zero");
	}
	for (; is_digit(r); r->at++) {
		add_digit(&d, (unsigned)(*r->at - '0'));
	}
	if (r->at < r->end && *r->at == '.') {
		r->at++;
		if (!is_digit(r)) {
			return wb_json_fail_expected(r, "a digit");
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
		return wb_json_fail_at(
			r, start,
			"number out of range or with more than 9 "
			"decimals");
	}
	return true;
}
