/*
 * The order in which characters stand on the screen: above all, that no
 * number is ever turned round.
 */

#include "suite.h"

#include <fribidi.h>

#include "base/buf.h"
#include "languages.h"
#include "locale/format.h"
#include "text/bidi.h"

#define LRI "\xe2\x81\xa6"
#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"
#define ALM "\xd8\x9c"
#define MINUS "\xe2\x88\x92"

static bool provides(void *data, int font, uint32_t c)
{
	(void)data;
	/* Font 0 has no Arabic letters, font 1 nothing else, 2 everything. */
	bool arabic = c >= 0x600 && c < 0x700;

	return font == 2 || arabic == (font == 1);
}

static const struct wb_font_chooser chooser = { provides, NULL, 3 };

static void add_utf8(struct wb_buf *out, uint32_t c)
{
	char bytes[8];
	FriBidiStrIndex len = fribidi_unicode_to_charset(
		FRIBIDI_CHAR_SET_UTF8, (const FriBidiChar[]){ c }, 1, bytes);

	wb_buf_add(out, bytes, (size_t)len);
}

/* The characters as they stand from left to right. */
static void visual(struct wb_str text, bool rtl, struct wb_buf *out)
{
	static struct wb_line_runs line;
	int i, k;

	wb_buf_clear(out);
	wb_buf_add_text(out, "");
	wb_bidi_runs(text, rtl, &chooser, &line);
	for (i = 0; i < line.run_count; i++) {
		const struct wb_run *run = &line.runs[i];

		for (k = 0; k < run->count; k++) {
			add_utf8(out,
			         line.chars[run->rtl ? run->start + run->count -
			                                       1 - k
			                             : run->start + k]);
		}
	}
}

struct order {
	const char *text;
	bool rtl;
	const char *wanted; /* left to right */
};

/* WALL.md's table of what goes wrong, right. */
static const struct order orders[] = {
	{ "سطح خدمت ۸۰٪", true, "٪۸۰ تمدخ حطس" },
	{ "مستوى الخدمة ٨٠٪", true, "٪٨٠ ةمدخلا ىوتسم" },
	{ "صف فروش (Sales) 12/20", true, "12/20 )Sales( شورف فص" },
	{ "تماس‌های امروز: ۱٬۲۳۴ از ۲٬۰۰۰", true,
	  "۲٬۰۰۰ زا ۱٬۲۳۴ :زورما یاه‌سامت" },
	{ "Queue " FSI "صف فروش" PDI ": 12/20 waiting", false,
	  "Queue شورف فص: 12/20 waiting" },
	{ "شماره " LRI "+98 21 9100 1234" PDI, true, "+98 21 9100 1234 هرامش" },
	{ "تغییر " FSI MINUS "5" PDI, true, MINUS "5 رییغت" },
	{ FSI ALM "۸۰٪" PDI, true, "٪۸۰" },
	{ FSI ALM "۸۰٪" PDI, false, "٪۸۰" },
	{ FSI "PBX" PDI ": " FSI "۲ ثانیه" PDI, true, "هیناث ۲ :PBX" },
	{ "۱۴:۳۲:۰۵", true, "۱۴:۳۲:۰۵" },
	{ "١٤:٣٢:٠٥", true, "١٤:٣٢:٠٥" },
	{ "آخرین " FSI "۱۴:۲۹" PDI, true, "۱۴:۲۹ نیرخآ" },
	{ "Очередь 12/20", false, "Очередь 12/20" },
	{ "", true, "" },
};

START_TEST(characters_stand_in_the_order_people_read_them)
{
	struct wb_buf seen = { 0 };

	visual(wb_str(orders[_i].text), orders[_i].rtl, &seen);
	ck_assert_str_eq(seen.data, orders[_i].wanted);
	wb_buf_finish(&seen);
}
END_TEST

static const char *const codes[] = { "en", "fa", "ar", "ru" };

/* Scopes as configurations and switches name them. */
static const char *const names[] = {
	"Billing",
	"صورت‌حساب",
	"الفواتير",
	"Счета",
	"VIP-2",
	"ویژه (VIP)",
	"+98 21 9100",
	"q.400",
	"",
	"(",
	"۲۰",
	"C++ 3/4",
};

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Whatever stands around it, the digits of a value keep their order. */
START_TEST(a_number_in_a_sentence_is_never_reversed)
{
	static const char *const keys[] = {
		"banner.breach_for", "banner.breach",     "status.below_target",
		"status.over_limit", "footer.definition", "feed.live",
	};
	struct wb_buf text = { 0 }, value = { 0 }, seen = { 0 };
	uint32_t seed = 12345;
	struct wb_locale l;
	int round;

	languages_load(&l, codes[_i]);
	for (round = 0; round < 400; round++) {
		int64_t n = 1234 + next_random(&seed) % 1000000;
		struct wb_str name =
			wb_str(names[next_random(&seed) % WB_COUNT(names)]);
		const char *key = keys[next_random(&seed) % WB_COUNT(keys)];

		wb_buf_clear(&value);
		wb_buf_clear(&text);
		wb_format_decimal(&l, &value, n, 2);
		wb_format_text(&l, &text, key,
		               (struct wb_format_arg[]){
				       { "scope", name },
				       { "feed", name },
				       { "kpi", wb_str("سطح SL 3") },
				       { "value", wb_buf_str(&value) },
				       { "target", wb_buf_str(&value) },
				       { "threshold", wb_buf_str(&value) },
				       { "age", wb_buf_str(&value) },
				       { "window", name },
				       { "duration", name } },
		               9);
		visual(wb_buf_str(&text), l.rtl, &seen);
		ck_assert_msg(strstr(seen.data, value.data) != NULL,
		              "'%s' is not in '%s'", value.data, seen.data);
	}
	wb_buf_finish(&text);
	wb_buf_finish(&value);
	wb_buf_finish(&seen);
	wb_locale_finish(&l);
}
END_TEST

START_TEST(a_word_has_one_font_and_a_script_its_own)
{
	static struct wb_line_runs line;

	wb_bidi_runs(wb_str("Sales فروش Счёт"), false, &chooser, &line);
	ck_assert_int_eq(line.run_count, 4);
	ck_assert_int_eq(line.runs[0].font, 0);
	ck_assert_int_eq(line.runs[0].count, 6);
	ck_assert_int_eq(line.runs[1].font, 1);
	ck_assert_int_eq(line.runs[1].script, WB_SCRIPT_ARABIC);
	ck_assert(line.runs[1].rtl);
	ck_assert_int_eq(line.runs[3].script, WB_SCRIPT_CYRILLIC);
}
END_TEST

START_TEST(controls_act_and_are_not_drawn)
{
	static struct wb_line_runs line;
	int i;

	wb_bidi_runs(wb_str(FSI ALM "۸۰" PDI "\xe2\x80\x8e\xe2\x80\x8f"), true,
	             &chooser, &line);
	ck_assert_int_eq(line.char_count, 2);
	for (i = 0; i < line.char_count; i++) {
		ck_assert_uint_ge(line.chars[i], 0x6f0);
	}
}
END_TEST

static const char *const broken[] = {
	"\xff\xfe",         "\xc3", "abc\xe2\x80", "\xed\xa0\x80",
	"\xf8\x88\x80\x80", "\x80", "a\xc0\x80z",
};

START_TEST(broken_text_gives_replacement_characters_and_no_harm)
{
	static struct wb_line_runs line;
	struct wb_buf text = { 0 };
	int i;

	for (i = 0; i < 300; i++) {
		wb_buf_add_text(&text, broken[_i]);
	}
	wb_bidi_runs(wb_buf_str(&text), true, &chooser, &line);
	ck_assert_int_gt(line.char_count, 0);
	ck_assert_int_le(line.char_count, WB_BIDI_TEXT_MAX);
	ck_assert_int_le(line.run_count, line.char_count);
	wb_buf_finish(&text);
}
END_TEST

/* Every character appears exactly once, whatever the mixture. */
static void mix(uint32_t *seed, bool rtl)
{
	static const char *const pieces[] = { "a", "б", "ف", "۵", "٥", "7",
		                              " ", "(", ")", ":", "٪", "‌",
		                              FSI, PDI, LRI, ALM, "-", "٫" };
	static struct wb_line_runs line;
	struct wb_buf text = { 0 };
	bool seen[WB_BIDI_TEXT_MAX] = { false };
	int i, k;

	for (i = 0; i < 60; i++) {
		wb_buf_add_text(&text,
		                pieces[next_random(seed) % WB_COUNT(pieces)]);
	}
	wb_bidi_runs(wb_buf_str(&text), rtl, &chooser, &line);
	for (i = 0; i < line.run_count; i++) {
		for (k = 0; k < line.runs[i].count; k++) {
			int at = line.runs[i].start + k;

			ck_assert_int_lt(at, line.char_count);
			ck_assert(!seen[at]);
			seen[at] = true;
		}
	}
	for (i = 0; i < line.char_count; i++) {
		ck_assert(seen[i]);
	}
	wb_buf_finish(&text);
}

START_TEST(a_random_mixture_keeps_all_its_characters)
{
	uint32_t seed = 7;
	int round;

	for (round = 0; round < 1000; round++) {
		mix(&seed, round % 2 == 0);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bidi");

	tcase_add_loop_test(tc, characters_stand_in_the_order_people_read_them,
	                    0, WB_COUNT(orders));
	tcase_add_loop_test(tc, a_number_in_a_sentence_is_never_reversed, 0, 4);
	tcase_add_test(tc, a_word_has_one_font_and_a_script_its_own);
	tcase_add_test(tc, controls_act_and_are_not_drawn);
	tcase_add_loop_test(
		tc, broken_text_gives_replacement_characters_and_no_harm, 0,
		WB_COUNT(broken));
	tcase_add_test(tc, a_random_mixture_keeps_all_its_characters);
	return wb_test_run("bidi", tc);
}
