/* Does every language name every KPI, and nothing that is none? */

#include "suite.h"

#include <stdio.h>

#include "kpi/table.h"
#include "languages.h"

static const char *const codes[] = { "en", "fa", "ar", "ru" };

static struct wb_locale locale;

/* The language alone, without what English would lend it. */
static void load(int language)
{
	languages_load_alone(&locale, codes[language]);
}

static struct wb_str text_of(const char *kpi, const char *form)
{
	char key[160];

	snprintf(key, sizeof(key), "kpi.%s%s", kpi, form);
	return wb_locale_text(&locale, key);
}

START_TEST(every_kpi_has_a_long_and_a_short_name)
{
	int i;

	load(_i);
	for (i = 0; i < wb_kpi_count; i++) {
		const char *kpi = wb_kpis[i].name;

		ck_assert_msg(text_of(kpi, "").len > 0, "%s: no name of '%s'",
		              codes[_i], kpi);
		ck_assert_msg(text_of(kpi, ".short").len > 0,
		              "%s: no short name of '%s'", codes[_i], kpi);
	}
	wb_locale_finish(&locale);
}
END_TEST

static int letters(struct wb_str text)
{
	int count = 0;
	size_t i;

	for (i = 0; i < text.len; i++) {
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	}
	return count;
}

/* A column head has room for some fifteen letters. */
START_TEST(short_names_are_short_and_no_longer_than_the_long_ones)
{
	int i;

	load(_i);
	for (i = 0; i < wb_kpi_count; i++) {
		const char *kpi = wb_kpis[i].name;
		struct wb_str brief = text_of(kpi, ".short");

		ck_assert_msg(
			letters(brief) <= 16 &&
				letters(brief) <= letters(text_of(kpi, "")),
			"%s: '%.*s' is long", codes[_i], WB_STR_FMT(brief));
	}
	wb_locale_finish(&locale);
}
END_TEST

static const char *const tiles[] = {
	"states.title",
	"alerts.title",
	"ranking.unnamed",
	"scope.total",
	"scope.tier",
	"span.longer",
	"status.offline",
	"status.offline.short",
	"status.offline_never",
	"legend.no_data",
	"window.5m",
	"locale.rate",
	"locale.rate_sign",
	"channel.voice",
	"channel.chat",
	"channel.email",
	"channel.social",
	"channel.ticket",
	"channel.callback",
};

START_TEST(every_language_says_what_tiles_say)
{
	size_t i;

	load(_i);
	for (i = 0; i < sizeof(tiles) / sizeof(tiles[0]); i++) {
		ck_assert_msg(wb_locale_text(&locale, tiles[i]).len > 0,
		              "%s: no '%s'", codes[_i], tiles[i]);
	}
	wb_locale_finish(&locale);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("names");

	tcase_add_loop_test(tcase, every_kpi_has_a_long_and_a_short_name, 0, 4);
	tcase_add_loop_test(
		tcase, short_names_are_short_and_no_longer_than_the_long_ones,
		0, 4);
	tcase_add_loop_test(tcase, every_language_says_what_tiles_say, 0, 4);
	return wb_test_run("display/names", tcase);
}
