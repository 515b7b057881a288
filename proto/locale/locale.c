#include "locale/locale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

#define KEY_MAX 160

struct wb_locale_entry {
	struct wb_str key, text;
};

static int compare_str(struct wb_str a, struct wb_str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common > 0 ? memcmp(a.data, b.data, common) : 0;

	if (order != 0) {
		return order;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

static int compare_entries(const void *a, const void *b)
{
	const struct wb_locale_entry *left = a;
	const struct wb_locale_entry *right = b;

	return compare_str(left->key, right->key);
}

static const struct wb_locale_entry *find(const struct wb_locale *locale,
                                          struct wb_str key)
{
	struct wb_locale_entry wanted = { .key = key };

	if (locale->entry_count == 0) {
		return NULL;
	}
	return bsearch(&wanted, locale->entries, locale->entry_count,
	               sizeof(wanted), compare_entries);
}

struct wb_str wb_locale_text(const struct wb_locale *locale, const char *key)
{
	const struct wb_locale_entry *entry = find(locale, wb_str(key));

	return entry != NULL ? entry->text : (struct wb_str){ NULL, 0 };
}

struct wb_str wb_locale_text_of(const struct wb_locale *locale,
                                const char *prefix, struct wb_str name,
                                const char *suffix)
{
	char key[KEY_MAX];
	int len = snprintf(key, sizeof(key), "%s%.*s%s", prefix,
	                   WB_STR_FMT(name), suffix);

	if (len < 0 || (size_t)len >= sizeof(key)) {
		return (struct wb_str){ NULL, 0 };
	}
	return wb_locale_text(locale, key);
}

struct wb_str wb_locale_kpi(const struct wb_locale *locale, struct wb_str kpi,
                            enum wb_kpi_form form)
{
	static const char *const suffixes[] = { "", ".short", ".inline" };
	struct wb_str text =
		wb_locale_text_of(locale, "kpi.", kpi, suffixes[form]);

	if (text.data == NULL && form != WB_KPI_FULL) {
		text = wb_locale_text_of(locale, "kpi.", kpi, "");
	}
	return text.data != NULL ? text : kpi;
}

/*
 * A form of something that the language has in its own words: "kpi.x.short"
 * where it has "kpi.x". English must not stand in for it.
 */
static bool is_form_of_known(const struct wb_locale *locale, struct wb_str key)
{
	const char *dot = memrchr(key.data, '.', key.len);

	return dot != NULL &&
	       find(locale,
	            (struct wb_str){ key.data, (size_t)(dot - key.data) }) !=
	               NULL;
}

/* Reads one catalogue into entries that are not there yet. */
static bool read_entries(struct wb_locale *locale, struct wb_str text,
                         struct wb_json_error *error)
{
	struct wb_str copy = wb_arena_str(&locale->arena, text);
	const struct wb_json *root = wb_json_read(copy, &locale->arena, error);
	const struct wb_json_member *m;
	size_t known = locale->entry_count;
	struct wb_locale_entry *entries;

	if (root == NULL) {
		return false;
	}
	entries = wb_arena_alloc(&locale->arena,
	                         (known + root->count + 1) * sizeof(*entries));
	if (entries == NULL) {
		return false;
	}
	if (known > 0) {
		memcpy(entries, locale->entries, known * sizeof(*entries));
	}
	for (m = root->first; m != NULL; m = m->next) {
		if (m->value.kind == WB_JSON_STRING &&
		    find(locale, m->key) == NULL &&
		    !is_form_of_known(locale, m->key)) {
			entries[known++] =
				(struct wb_locale_entry){ m->key,
				                          m->value.string };
		}
	}
	qsort(entries, known, sizeof(*entries), compare_entries);
	locale->entries = entries;
	locale->entry_count = known;
	return true;
}

static size_t utf8_len(unsigned char lead)
{
	if (lead < 0x80) {
		return 1;
	}
	if (lead < 0xe0) {
		return 2;
	}
	return lead < 0xf0 ? 3 : 4;
}

static bool read_digits(struct wb_locale *locale)
{
	struct wb_str all = wb_locale_text(locale, "locale.digits");
	size_t at = 0;
	int i;

	for (i = 0; i < 10; i++) {
		size_t len;

		if (at >= all.len) {
			return false;
		}
		len = utf8_len((unsigned char)all.data[at]);
		if (at + len > all.len) {
			return false;
		}
		locale->digits[i] = (struct wb_str){ all.data + at, len };
		at += len;
	}
	return at == all.len;
}

static enum wb_plural_rule plural_rule(struct wb_str name)
{
	if (wb_str_is(name, "fa")) {
		return WB_PLURAL_RULE_FA;
	}
	if (wb_str_is(name, "ar")) {
		return WB_PLURAL_RULE_AR;
	}
	if (wb_str_is(name, "ru")) {
		return WB_PLURAL_RULE_RU;
	}
	return WB_PLURAL_RULE_EN;
}

static bool read_conventions(struct wb_locale *locale)
{
	locale->rtl =
		wb_str_is(wb_locale_text(locale, "locale.direction"), "rtl");
	locale->decimal = wb_locale_text(locale, "locale.decimal");
	locale->group = wb_locale_text(locale, "locale.group");
	locale->minus = wb_locale_text(locale, "locale.minus");
	locale->calendar =
		wb_str_is(wb_locale_text(locale, "locale.calendar"), "jalali")
			? WB_CALENDAR_JALALI
			: WB_CALENDAR_GREGORIAN;
	locale->plural_rule =
		plural_rule(wb_locale_text(locale, "locale.plural"));
	return read_digits(locale) && locale->decimal.len > 0 &&
	       locale->minus.len > 0;
}

bool wb_locale_init(struct wb_locale *locale, const char *language,
                    struct wb_str catalogue, struct wb_str english,
                    char *ret_error, size_t error_size)
{
	struct wb_json_error error = { 0, "out of memory" };

	*locale = (struct wb_locale){ 0 };
	snprintf(locale->language, sizeof(locale->language), "%s", language);
	if (!read_entries(locale, catalogue, &error) ||
	    !read_entries(locale, english, &error)) {
		snprintf(ret_error, error_size, "language '%s': byte %zu: %s",
		         language, error.offset, error.message);
		wb_locale_finish(locale);
		return false;
	}
	if (!read_conventions(locale)) {
		snprintf(ret_error, error_size,
		         "language '%s': expected locale.digits (ten), "
		         "locale.decimal and locale.minus",
		         language);
		wb_locale_finish(locale);
		return false;
	}
	return true;
}

void wb_locale_finish(struct wb_locale *locale)
{
	wb_arena_finish(&locale->arena);
	*locale = (struct wb_locale){ 0 };
}

static enum wb_plural plural_ar(int64_t n)
{
	int64_t hundred = n % 100;

	if (n == 0) {
		return WB_PLURAL_ZERO;
	}
	if (n == 1) {
		return WB_PLURAL_ONE;
	}
	if (n == 2) {
		return WB_PLURAL_TWO;
	}
	if (hundred >= 3 && hundred <= 10) {
		return WB_PLURAL_FEW;
	}
	return hundred >= 11 ? WB_PLURAL_MANY : WB_PLURAL_OTHER;
}

static enum wb_plural plural_ru(int64_t n)
{
	int64_t ten = n % 10;
	int64_t hundred = n % 100;

	if (ten == 1 && hundred != 11) {
		return WB_PLURAL_ONE;
	}
	if (ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14)) {
		return WB_PLURAL_FEW;
	}
	return WB_PLURAL_MANY;
}

enum wb_plural wb_plural_of(enum wb_plural_rule rule, int64_t n)
{
	switch (rule) {
	case WB_PLURAL_RULE_AR:
		return plural_ar(n);
	case WB_PLURAL_RULE_RU:
		return plural_ru(n);
	case WB_PLURAL_RULE_FA:
		return n <= 1 ? WB_PLURAL_ONE : WB_PLURAL_OTHER;
	case WB_PLURAL_RULE_EN:
		break;
	}
	return n == 1 ? WB_PLURAL_ONE : WB_PLURAL_OTHER;
}

struct wb_str wb_locale_plural(const struct wb_locale *locale, const char *key,
                               int64_t n)
{
	static const char *const suffixes[] = { ".zero", ".one",  ".two",
		                                ".few",  ".many", ".other" };
	const char *suffix = suffixes[wb_plural_of(locale->plural_rule, n)];
	struct wb_str text = wb_locale_text_of(locale, "", wb_str(key), suffix);

	if (text.data != NULL) {
		return text;
	}
	return wb_locale_text_of(locale, "", wb_str(key), ".other");
}
