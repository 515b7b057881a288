#include "suite.h"

#include "languages.h"
#include "locale/format.h"

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"
#define ALM "\xd8\x9c"
#define NBSP "\xc2\xa0"
#define MINUS "\xe2\x88\x92"

/* 12 October 2025, 14:32:05 in Tehran */
#define NOW ((wb_ms)1760266925000)
#define TEHRAN ((wb_ms)12600000)

enum what { INT, DECIMAL, PERCENT, CLOCK, SPAN, TIME, SECONDS, DATE };

struct example {
	const char *language;
	enum what what;
	int64_t value;
	int decimals;
	const char *wanted;
};

static const struct example examples[] = {
	{ "en", INT, 0, 0, "0" },
	{ "en", INT, 999, 0, "999" },
	{ "en", INT, 1234, 0, "1,234" },
	{ "en", INT, 1234567, 0, "1,234,567" },
	{ "en", INT, -1234, 0, MINUS "1,234" },
	{ "en", INT, INT64_MIN, 0, MINUS "9,223,372,036,854,775,808" },
	{ "fa", INT, 1234, 0, "۱٬۲۳۴" },
	{ "ar", INT, 1234, 0, "١٬٢٣٤" },
	{ "ru", INT, 1234, 0, "1" NBSP "234" },
	{ "en", DECIMAL, 460, 1, "4.6" },
	{ "en", DECIMAL, 465, 1, "4.7" },
	{ "en", DECIMAL, -5, 0, "0" },
	{ "en", DECIMAL, -50, 0, MINUS "1" },
	{ "en", DECIMAL, 7, 2, "0.07" },
	{ "fa", DECIMAL, 1230, 1, "۱۲٫۳" },
	{ "fa", DECIMAL, -1230, 1, MINUS "۱۲٫۳" },
	{ "ru", DECIMAL, 380, 1, "3,8" },
	{ "en", PERCENT, 7600, 0, "76%" },
	{ "fa", PERCENT, 8000, 0, ALM "۸۰٪" },
	{ "ar", PERCENT, 8000, 0, ALM "٨٠٪" },
	{ "ru", PERCENT, 5800, 0, "58" NBSP "%" },
	{ "en", CLOCK, 0, 0, "0:00" },
	{ "en", CLOCK, -5000, 0, "0:00" },
	{ "en", CLOCK, 59999, 0, "0:59" },
	{ "en", CLOCK, 272000, 0, "4:32" },
	{ "en", CLOCK, 3599000, 0, "59:59" },
	{ "en", CLOCK, 3600000, 0, "1:00:00" },
	{ "en", CLOCK, 90061000, 0, "25:01:01" },
	{ "fa", CLOCK, 272000, 0, "۴:۳۲" },
	{ "ar", CLOCK, 272000, 0, "٤:٣٢" },
	{ "en", SPAN, 2000, 0, "2 s" },
	{ "en", SPAN, 59999, 0, "59 s" },
	{ "en", SPAN, 725000, 0, "12 min" },
	{ "en", SPAN, 7200000, 0, "2 h" },
	{ "en", SPAN, 7500000, 0, "2 h 5 min" },
	{ "en", SPAN, 3 * 86400000LL, 0, "3 days" },
	{ "fa", SPAN, 725000, 0, "۱۲ دقیقه" },
	{ "fa", SPAN, 7500000, 0, "۲ ساعت و ۵ دقیقه" },
	{ "ar", SPAN, 60000, 0, "دقيقة" },
	{ "ar", SPAN, 120000, 0, "دقيقتين" },
	{ "ar", SPAN, 300000, 0, "٥ دقائق" },
	{ "ar", SPAN, 725000, 0, "١٢ دقيقة" },
	{ "ru", SPAN, 5 * 86400000LL, 0, "5 дней" },
	{ "ru", SPAN, 725000, 0, "12 мин" },
	{ "en", TIME, NOW, 0, "14:32" },
	{ "fa", SECONDS, NOW, 0, "۱۴:۳۲:۰۵" },
	{ "en", DATE, NOW, 0,
	  FSI "Sunday" PDI " " FSI "12" PDI " " FSI "October" PDI " " FSI
	      "2025" PDI },
	{ "fa", DATE, NOW, 0,
	  FSI "یکشنبه" PDI " " FSI "۲۰" PDI " " FSI "مهر" PDI " " FSI
	      "۱۴۰۴" PDI },
	{ "ru", DATE, NOW, 0,
	  FSI "воскресенье" PDI ", " FSI "12" PDI " " FSI "октября" PDI " " FSI
	      "2025" PDI },
};

static void format(const struct wb_locale *l, struct wb_buf *out,
                   const struct example *e)
{
	switch (e->what) {
	case INT:
		wb_format_int(l, out, e->value);
		break;
	case DECIMAL:
		wb_format_decimal(l, out, e->value, e->decimals);
		break;
	case PERCENT:
		wb_format_percent(l, out, e->value, e->decimals);
		break;
	case CLOCK:
		wb_format_clock(l, out, e->value);
		break;
	case SPAN:
		wb_format_span(l, out, e->value);
		break;
	case TIME:
		wb_format_time(l, out, e->value, TEHRAN, false);
		break;
	case SECONDS:
		wb_format_time(l, out, e->value, TEHRAN, true);
		break;
	case DATE:
		wb_format_date(l, out, e->value, TEHRAN);
		break;
	}
}

START_TEST(a_value_reads_as_people_write_it)
{
	const struct example *e = &examples[_i];
	struct wb_buf out = { 0 };
	struct wb_locale locale;

	languages_load(&locale, e->language);
	format(&locale, &out, e);
	ck_assert_str_eq(out.data, e->wanted);
	wb_buf_finish(&out);
	wb_locale_finish(&locale);
}
END_TEST

struct decimals {
	int64_t value;
	bool has_target;
	int64_t target;
	int wanted;
};

static const struct decimals decimals[] = {
	{ 7600, false, 0, 0 },    { 380, false, 0, 1 },
	{ 500, false, 0, 0 },     { 0, false, 0, 0 },
	{ 7960, true, 8000, 1 }, /* not "80" */
	{ 7996, true, 8000, 2 }, /* not "80.0" either */
	{ 8004, true, 8000, 2 }, /* above it */
	{ 8040, true, 8000, 1 },  { 8000, true, 8000, 0 },
	{ 8051, true, 8000, 0 },  { 7940, true, 8000, 0 },
	{ 504, true, 500, 2 },    { 498, true, 500, 2 },
	{ 10000, true, 8000, 0 },
};

START_TEST(rounding_never_moves_a_value_across_its_promise)
{
	const struct decimals *d = &decimals[_i];

	ck_assert_int_eq(wb_format_decimals(d->value, d->has_target, d->target),
	                 d->wanted);
}
END_TEST

START_TEST(an_instant_of_another_day_has_its_date)
{
	struct wb_buf out = { 0 };
	struct wb_locale locale;

	languages_load(&locale, "en");
	wb_format_instant(&locale, &out, NOW - 60000, NOW, TEHRAN, false);
	ck_assert_str_eq(out.data, "14:31");
	wb_buf_clear(&out);
	wb_format_instant(&locale, &out, NOW - 24 * WB_HOUR, NOW, TEHRAN,
	                  false);
	ck_assert_str_eq(out.data, FSI "11" PDI " " FSI "October" PDI " 14:32");
	wb_buf_finish(&out);
	wb_locale_finish(&locale);
}
END_TEST

struct sentence {
	const char *pattern, *wanted;
};

static const struct sentence sentences[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "{a}", FSI "x{b}" PDI },
	{ "<{a}|{b}>", "<" FSI "x{b}" PDI "|" FSI PDI ">" },
	{ "{unknown}!", "!" },
	{ "open {a", "open {a" },
	{ "}{a}{", "}" FSI "x{b}" PDI "{" },
};

START_TEST(values_are_put_in_isolated_and_not_read_again)
{
	const struct wb_format_arg args[] = { { "a", { "x{b}", 4 } },
		                              { "b", { "", 0 } } };
	struct wb_buf out = { 0 };

	wb_format_sentence(&out, wb_str(sentences[_i].pattern), args, 2);
	ck_assert_str_eq(out.data != NULL ? out.data : "",
	                 sentences[_i].wanted);
	wb_buf_finish(&out);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("format");

	tcase_add_loop_test(tc, a_value_reads_as_people_write_it, 0,
	                    WB_COUNT(examples));
	tcase_add_loop_test(tc, rounding_never_moves_a_value_across_its_promise,
	                    0, WB_COUNT(decimals));
	tcase_add_test(tc, an_instant_of_another_day_has_its_date);
	tcase_add_loop_test(tc, values_are_put_in_isolated_and_not_read_again,
	                    0, WB_COUNT(sentences));
	return wb_test_run("format", tc);
}
