#ifndef WB_LOCALE_H
#define WB_LOCALE_H

/*
 * A language: its texts (assets/languages/XX.json, shared with the dashboard)
 * and its conventions. Pure: made from the text of the files, reads nothing.
 *
 * A key that the language lacks is taken from English; one that English lacks
 * too is absent ({ NULL, 0 }), and callers show something neutral.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum wb_calendar { WB_CALENDAR_GREGORIAN, WB_CALENDAR_JALALI };

enum wb_plural_rule {
	WB_PLURAL_RULE_EN, /* one, other */
	WB_PLURAL_RULE_FA, /* one (0 and 1), other */
	WB_PLURAL_RULE_AR, /* all six */
	WB_PLURAL_RULE_RU, /* one, few, many */
};

enum wb_plural {
	WB_PLURAL_ZERO,
	WB_PLURAL_ONE,
	WB_PLURAL_TWO,
	WB_PLURAL_FEW,
	WB_PLURAL_MANY,
	WB_PLURAL_OTHER,
};

struct wb_locale_entry;

/* Owned by the caller; fields may be read. */
struct wb_locale {
	char language[8]; /* "fa" */
	bool rtl;
	struct wb_str digits[10];
	struct wb_str decimal, group, minus;
	enum wb_calendar calendar;
	enum wb_plural_rule plural_rule;
	struct wb_locale_entry *entries; /* private: sorted by key */
	size_t entry_count;
	struct wb_arena arena;
};

/*
 * Makes the locale `language` from the text of its catalogue and of the
 * English one (which may be the same); both are copied. On failure returns
 * false with a message, and there is nothing to finish.
 */
bool wb_locale_init(struct wb_locale *locale, const char *language,
                    struct wb_str catalogue, struct wb_str english,
                    char *ret_error, size_t error_size);
void wb_locale_finish(struct wb_locale *locale);

/* The text of a key, or absent. Borrowed until finish. */
struct wb_str wb_locale_text(const struct wb_locale *locale, const char *key);

/* The text of `prefix` + `name` (+ `suffix`, may be ""), or absent. */
struct wb_str wb_locale_text_of(const struct wb_locale *locale,
                                const char *prefix, struct wb_str name,
                                const char *suffix);

enum wb_kpi_form { WB_KPI_FULL, WB_KPI_SHORT, WB_KPI_INLINE };

/*
 * The title of a KPI; the full one where the form is missing, and the KPI's
 * own name when the catalogue does not know it.
 */
struct wb_str wb_locale_kpi(const struct wb_locale *locale, struct wb_str kpi,
                            enum wb_kpi_form form);

/* CLDR's category of a whole number >= 0. */
enum wb_plural wb_plural_of(enum wb_plural_rule rule, int64_t n);

/* The text of "key.one" ... that fits `n`; "key.other" when it is missing. */
struct wb_str wb_locale_plural(const struct wb_locale *locale, const char *key,
                               int64_t n);

#endif
