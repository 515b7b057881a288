#include "acd/text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	bool good;
	wb_ms ms;
} times[] = {
	{ "1795285912", true, 1795285912000 },
	{ "1795285220.123456", true, 1795285220123 },
	{ "1795285220.5", true, 1795285220500 },
	{ "0", true, 0 },
	{ "253402300799", true, 253402300799000 },
	{ "", false, 0 },
	{ ".5", false, 0 },
	{ "-1", false, 0 },
	{ "12x", false, 0 },
	{ "1.2.3", false, 0 },
	{ "99999999999999", false, 0 },
	{ "99999999999999999999999", false, 0 },
};

START_TEST(reads_times)
{
	wb_ms ms = -7;

	ck_assert_int_eq(wb_text_to_ms(wb_str(times[_i].text), &ms),
	                 times[_i].good);
	ck_assert_int_eq(ms, times[_i].good ? times[_i].ms : -7);
}
END_TEST

static const struct {
	const char *text;
	const char *clean;
} names[] = {
	{ "Ana L\xc3\xb3pez", "Ana L\xc3\xb3pez" },
	{ "  J\xc3\xbcrgen ", "J\xc3\xbcrgen" },
	{ "a\tb\x01"
	  "c",
	  "a b c" },
	{ "bad\xff\xc3", "bad\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
	{ "a|b", "a|b" },
	{ " \r\n", "" },
	{ "", "" },
};

START_TEST(cleans_names)
{
	struct wb_name name;
	struct wb_str clean = wb_text_clean(wb_str(names[_i].text), &name);

	ck_assert_str_eq(name.text, names[_i].clean);
	ck_assert_uint_eq(clean.len, strlen(names[_i].clean));
	ck_assert(wb_str_is_clean_utf8(clean));
}
END_TEST

START_TEST(cuts_a_long_name_at_a_character)
{
	char text[3 * WB_NAME_MAX_BYTES];
	struct wb_name name;

	for (size_t i = 0; i < sizeof(text); i += 3) {
		memcpy(text + i, "\xe7\x94\xb0", 3);
	}
	struct wb_str clean =
		wb_text_clean((struct wb_str){ text, sizeof(text) }, &name);
	ck_assert_uint_eq(clean.len, WB_NAME_MAX_BYTES / 3 * 3);
	ck_assert(wb_str_is_clean_utf8(clean));
}
END_TEST

static const struct {
	const char *text;
	bool phone;
} numbers[] = {
	{ "00982112345678", true }, { "+98 (21) 1234-5678", true },
	{ "1234567", true },        { "123456", false },
	{ "700", false },           { "expert", false },
	{ "sales1234567", false },  { "", false },
};

START_TEST(knows_a_telephone_number)
{
	ck_assert_int_eq(wb_text_is_phone_number(wb_str(numbers[_i].text)),
	                 numbers[_i].phone);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	TCase *tc = tcase_create("text");
	tcase_add_loop_test(tc, reads_times, 0, COUNT(times));
	tcase_add_loop_test(tc, cleans_names, 0, COUNT(names));
	tcase_add_test(tc, cuts_a_long_name_at_a_character);
	tcase_add_loop_test(tc, knows_a_telephone_number, 0, COUNT(numbers));

	Suite *suite = suite_create("acd/text");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
