#include "suite.h"

#include "json.h"
#include "languages.h"

static const char *const codes[] = { "en", "fa", "ar", "ru" };

#define CATALOGUE                                                              \
	"{\"locale.digits\":\"0123456789\",\"locale.decimal\":\".\","          \
	"\"locale.minus\":\"-\",\"kpi.x\":\"Ex\",\"kpi.x.short\":\"E\","       \
	"\"only\":\"here\"}"

static void expect(struct wb_str seen, const char *wanted)
{
	ck_assert_msg(wb_str_is(seen, wanted), "'%.*s', expected '%s'",
	              WB_STR_FMT(seen), wanted);
}

START_TEST(each_language_of_the_product_loads)
{
	struct wb_locale locale;

	languages_load(&locale, codes[_i]);
	ck_assert_str_eq(locale.language, codes[_i]);
	ck_assert_int_eq(locale.rtl, _i == 1 || _i == 2);
	ck_assert_uint_gt(wb_locale_text(&locale, "locale.name").len, 0);
	wb_locale_finish(&locale);
}
END_TEST

/* What a screen shows must not fall back to English by oversight. */
START_TEST(each_language_has_every_text_of_the_wall)
{
	static const char *const keys[] = {
		"link.live",
		"link.stale",
		"link.offline",
		"link.connecting",
		"link.updated",
		"link.updated_now",
		"link.last",
		"banner.breach",
		"banner.breach_for",
		"banner.offline",
		"banner.stale",
		"banner.calm",
		"banner.no_data",
		"banner.feed_silent",
		"banner.feed_never",
		"page.connecting.title",
		"page.connecting.detail",
		"page.offline.title",
		"page.offline.detail",
		"page.waiting_feed.title",
		"page.waiting_feed.detail",
		"page.empty.title",
		"status.below_target",
		"status.over_limit",
		"status.near_target",
		"status.near_limit",
		"status.on_target",
		"status.within_limit",
		"status.normal",
		"status.no_data",
		"status.stale",
		"status.stale_never",
		"level.warning",
		"level.critical",
		"legend.normal",
		"legend.stale",
		"queues.queue",
		"queues.agents",
		"queues.trend",
		"queues.none",
		"agents.title",
		"agents.none",
		"agents.over_limit",
		"agents.more",
		"state.available",
		"state.ringing",
		"state.talking",
		"state.holding",
		"state.acw",
		"state.not_ready",
		"feed.live",
		"feed.silent",
		"feed.gap",
		"feed.gap_open",
		"feed.never",
		"feed.manual",
		"feed.more",
		"footer.definition",
		"trend.last_minutes",
		"window.day",
		"window.15m",
		"window.30m",
		"window.1h",
		"window.interval",
		"month.1",
		"month.12",
		"weekday.0",
		"weekday.6",
		"word.of",
	};
	struct wb_locale english, locale;
	int i;

	languages_load(&english, "en");
	languages_load(&locale, codes[_i]);
	for (i = 0; i < WB_COUNT(keys); i++) {
		struct wb_str own = wb_locale_text(&locale, keys[i]);

		ck_assert_msg(own.len > 0, "%s: %s", codes[_i], keys[i]);
		if (_i > 0 && strstr(keys[i], "feed.live") == NULL &&
		    strstr(keys[i], "banner.breach") == NULL) {
			ck_assert_msg(
				!wb_str_equal(
					own, wb_locale_text(&english, keys[i])),
				"%s: '%s' is in English", codes[_i], keys[i]);
		}
	}
	wb_locale_finish(&locale);
	wb_locale_finish(&english);
}
END_TEST

/* Placeholders of a sentence, so that no language loses a value. */
START_TEST(sentences_name_the_same_values_in_each_language)
{
	static const char *const sentences[][3] = {
		{ "banner.breach_for", "{kpi}", "{duration}" },
		{ "banner.breach", "{scope}", "{value}" },
		{ "banner.offline", "{time}", "{time}" },
		{ "status.below_target", "{target}", "{target}" },
		{ "status.stale", "{time}", "{time}" },
		{ "feed.gap", "{from}", "{to}" },
		{ "footer.definition", "{threshold}", "{window}" },
		{ "link.updated", "{age}", "{age}" },
		{ "locale.date", "{day}", "{month}" },
		{ "locale.percent", "{n}", "{n}" },
	};
	struct wb_locale locale;
	int i, k;

	languages_load(&locale, codes[_i]);
	for (i = 0; i < WB_COUNT(sentences); i++) {
		struct wb_str text = wb_locale_text(&locale, sentences[i][0]);

		for (k = 1; k < 3; k++) {
			ck_assert_msg(memmem(text.data, text.len,
			                     sentences[i][k],
			                     strlen(sentences[i][k])) != NULL,
			              "%s: %s", codes[_i], sentences[i][0]);
		}
	}
	wb_locale_finish(&locale);
}
END_TEST

START_TEST(what_a_language_lacks_comes_from_english)
{
	struct wb_locale locale;
	char error[128];

	ck_assert(wb_locale_init(
		&locale, "xx", wb_str(CATALOGUE),
		wb_str("{\"only\":\"there\",\"more\":\"English\"}"), error,
		sizeof(error)));
	expect(wb_locale_text(&locale, "only"), "here");
	expect(wb_locale_text(&locale, "more"), "English");
	ck_assert_ptr_null(wb_locale_text(&locale, "none").data);
	wb_locale_finish(&locale);
}
END_TEST

START_TEST(an_english_form_never_stands_in_for_a_word_of_ones_own)
{
	struct wb_locale locale;
	char error[128];

	ck_assert(wb_locale_init(&locale, "xx", wb_str(CATALOGUE),
	                         wb_str("{\"kpi.x.inline\":\"english x\"}"),
	                         error, sizeof(error)));
	expect(wb_locale_kpi(&locale, wb_str("x"), WB_KPI_INLINE), "Ex");
	expect(wb_locale_kpi(&locale, wb_str("x"), WB_KPI_SHORT), "E");
	expect(wb_locale_kpi(&locale, wb_str("new_kpi"), WB_KPI_FULL),
	       "new_kpi");
	wb_locale_finish(&locale);
}
END_TEST

START_TEST(a_broken_catalogue_is_refused_with_a_reason)
{
	static const char *const broken[] = {
		"",
		"[]",
		"{",
		"{\"locale.digits\":\"0123\"}",
		("{\"locale.digits\":\"01234567890\",\"locale.decimal\":\".\","
		 "\"locale.minus\":\"-\"}"),
		"{\"locale.digits\":\"0123456789\"}",
	};
	struct wb_locale locale;
	char error[128] = "";

	ck_assert(!wb_locale_init(&locale, "xx", wb_str(broken[_i]),
	                          wb_str("{}"), error, sizeof(error)));
	ck_assert_msg(strstr(error, "'xx'") != NULL, "%s", error);
}
END_TEST

struct plural {
	const char *language;
	int64_t n;
	enum wb_plural wanted;
};

/* From CLDR's plural rules and their examples. */
static const struct plural plurals[] = {
	{ "en", 0, WB_PLURAL_OTHER },   { "en", 1, WB_PLURAL_ONE },
	{ "en", 2, WB_PLURAL_OTHER },   { "fa", 0, WB_PLURAL_ONE },
	{ "fa", 1, WB_PLURAL_ONE },     { "fa", 2, WB_PLURAL_OTHER },
	{ "ru", 0, WB_PLURAL_MANY },    { "ru", 1, WB_PLURAL_ONE },
	{ "ru", 2, WB_PLURAL_FEW },     { "ru", 4, WB_PLURAL_FEW },
	{ "ru", 5, WB_PLURAL_MANY },    { "ru", 11, WB_PLURAL_MANY },
	{ "ru", 12, WB_PLURAL_MANY },   { "ru", 14, WB_PLURAL_MANY },
	{ "ru", 21, WB_PLURAL_ONE },    { "ru", 22, WB_PLURAL_FEW },
	{ "ru", 25, WB_PLURAL_MANY },   { "ru", 111, WB_PLURAL_MANY },
	{ "ru", 121, WB_PLURAL_ONE },   { "ar", 0, WB_PLURAL_ZERO },
	{ "ar", 1, WB_PLURAL_ONE },     { "ar", 2, WB_PLURAL_TWO },
	{ "ar", 3, WB_PLURAL_FEW },     { "ar", 10, WB_PLURAL_FEW },
	{ "ar", 11, WB_PLURAL_MANY },   { "ar", 99, WB_PLURAL_MANY },
	{ "ar", 100, WB_PLURAL_OTHER }, { "ar", 102, WB_PLURAL_OTHER },
	{ "ar", 103, WB_PLURAL_FEW },   { "ar", 111, WB_PLURAL_MANY },
};

START_TEST(a_number_has_its_plural_form)
{
	const struct plural *p = &plurals[_i];
	struct wb_locale locale;

	languages_load(&locale, p->language);
	ck_assert_int_eq(wb_plural_of(locale.plural_rule, p->n), p->wanted);
	wb_locale_finish(&locale);
}
END_TEST

START_TEST(each_language_has_all_the_plurals_it_needs)
{
	static const char *const keys[] = {
		"queues.more",      "banner.feeds_silent", "span.minutes",
		"span.seconds",     "span.hours",          "unit.days",
		"agents.signed_in",
	};
	struct wb_locale locale;
	int64_t n;
	int i;

	languages_load(&locale, codes[_i]);
	for (i = 0; i < WB_COUNT(keys); i++) {
		for (n = 0; n < 130; n++) {
			ck_assert_msg(
				wb_locale_plural(&locale, keys[i], n).len > 0,
				"%s: %s", codes[_i], keys[i]);
		}
	}
	wb_locale_finish(&locale);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("locale");

	tcase_add_loop_test(tc, each_language_of_the_product_loads, 0, 4);
	tcase_add_loop_test(tc, each_language_has_every_text_of_the_wall, 0, 4);
	tcase_add_loop_test(tc, sentences_name_the_same_values_in_each_language,
	                    0, 4);
	tcase_add_test(tc, what_a_language_lacks_comes_from_english);
	tcase_add_test(tc,
	               an_english_form_never_stands_in_for_a_word_of_ones_own);
	tcase_add_loop_test(tc, a_broken_catalogue_is_refused_with_a_reason, 0,
	                    6);
	tcase_add_loop_test(tc, a_number_has_its_plural_form, 0,
	                    WB_COUNT(plurals));
	tcase_add_loop_test(tc, each_language_has_all_the_plurals_it_needs, 0,
	                    4);
	return wb_test_run("locale", tc);
}
