#include <stdio.h>

#include "letter_kit.h"
#include "notify/mime.h"
#include "suite.h"

static const struct {
	const char *message, *language, *file;
} golden[] = {
	{ "one", "en", "mail_en.eml" },
	{ "one", "fa", "mail_fa.eml" },
	{ "over", "ru", "mail_ru.eml" },
};

START_TEST(a_mail_is_as_it_was)
{
	struct letter_kit kit;
	struct wb_buf out = { 0 };

	letter_make(&kit, golden[_i].message, golden[_i].language);
	wb_mime_write(&kit.letter, &out);
	letter_expect(&out, golden[_i].file);
	wb_buf_finish(&out);
	letter_finish(&kit);
}
END_TEST

START_TEST(no_line_is_too_long_and_each_ends_in_cr_lf)
{
	struct letter_kit kit;
	struct wb_buf out = { 0 };
	size_t start = 0;

	letter_make(&kit, golden[_i].message, golden[_i].language);
	wb_mime_write(&kit.letter, &out);
	for (size_t i = 0; i < out.len; i++) {
		unsigned char c = (unsigned char)out.data[i];
		ck_assert_msg(c < 0x80, "byte %zu is not ASCII", i);
		if (c == '\n') {
			ck_assert_int_eq(out.data[i - 1], '\r');
			ck_assert_uint_le(i - start, 77);
			start = i + 1;
		}
	}
	ck_assert_uint_eq(start, out.len);
	wb_buf_finish(&out);
	letter_finish(&kit);
}
END_TEST

static void expect_header(const char *text, const char *wanted)
{
	struct wb_buf out = { 0 };

	wb_mime_header(&out, "Subject", wb_str(text));
	ck_assert_str_eq(out.data, wanted);
	wb_buf_finish(&out);
}

START_TEST(a_header_is_encoded_when_it_must_be)
{
	expect_header("Sales: 58%", "Subject: Sales: 58%\r\n");
	expect_header("", "Subject: \r\n");
	/* RFC 2047: base64 of the UTF-8 bytes */
	expect_header("Büro", "Subject: =?UTF-8?B?QsO8cm8=?=\r\n");
	/* a line end can begin no header of its own */
	expect_header("a\r\nBcc: x", "Subject: =?UTF-8?B?YQ0KQmNjOiB4?=\r\n");
	/* nor can what looks encoded be taken for it */
	expect_header("=?x?", "Subject: =?UTF-8?B?PT94Pw==?=\r\n");
}
END_TEST

START_TEST(a_long_header_is_folded_between_characters)
{
	struct wb_buf text = { 0 }, out = { 0 };

	for (int i = 0; i < 40; i++) {
		wb_buf_add_text(&text, "ی");
	}
	wb_mime_header(&out, "Subject", wb_buf_str(&text));
	/* of two bytes each; a word takes 36 */
	ck_assert_str_eq(
		out.data,
		"Subject: "
		"=?UTF-8?B?24zbjNuM24zbjNuM24zbjNuM24zbjNuM24zbjNuM24zbjNuM?="
		"\r\n"
		" =?UTF-8?B?24zbjNuM24zbjNuM24zbjNuM24zbjNuM24zbjNuM24zbjNuM?="
		"\r\n"
		" =?UTF-8?B?24zbjNuM24w=?=\r\n");
	wb_buf_finish(&text);
	wb_buf_finish(&out);
}
END_TEST

START_TEST(an_address_is_found_in_a_mailbox)
{
	static const struct {
		const char *mailbox, *address;
	} cases[] = {
		{ "a@b.c", "a@b.c" },
		{ "Name <a@b.c>", "a@b.c" },
		{ "\"N <x>\" <a@b.c>", "a@b.c" },
		{ "<a@b.c>", "a@b.c" },
		{ "a", NULL },
		{ "", NULL },
		{ "Name <a@b.c", NULL },
		{ "a b@c", NULL },
		{ "a@b>\r\nRCPT TO:<x@y", NULL },
		{ "ü@b.c", NULL },
	};

	for (int i = 0; i < WB_COUNT(cases); i++) {
		struct wb_str found = wb_mime_address(wb_str(cases[i].mailbox));
		ck_assert_msg(cases[i].address
		                      ? wb_str_is(found, cases[i].address)
		                      : !found.data,
		              "'%s' gives '%.*s'", cases[i].mailbox,
		              WB_STR_FMT(found));
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("mime");

	tcase_add_loop_test(tc, a_mail_is_as_it_was, 0, WB_COUNT(golden));
	tcase_add_loop_test(tc, no_line_is_too_long_and_each_ends_in_cr_lf, 0,
	                    WB_COUNT(golden));
	tcase_add_test(tc, a_header_is_encoded_when_it_must_be);
	tcase_add_test(tc, a_long_header_is_folded_between_characters);
	tcase_add_test(tc, an_address_is_found_in_a_mailbox);
	return wb_test_run("notify/mime", tc);
}
