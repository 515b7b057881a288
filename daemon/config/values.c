/* The kinds of values of schema.h. */

#include <stdio.h>

#include "config/literal.h"
#include "config/schema.h"

static bool is_scalar(const struct wb_node *node)
{
	return node->kind == WB_NODE_SCALAR;
}

static bool text_fits(const struct wb_node *node, int64_t min, int64_t max)
{
	return is_scalar(node) && (int64_t)node->value.len >= min &&
	       (int64_t)node->value.len <= max &&
	       wb_str_is_clean_utf8(node->value);
}

static void store_text(struct wb_reader *r, const struct wb_node *node,
                       struct wb_str *target)
{
	struct wb_str copy = wb_arena_str(r->arena, node->value);
	if (!copy.data) {
		wb_fault(r, node, "out of memory");
		return;
	}
	*target = copy;
}

void wb_read_text(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	if (!text_fits(node, key->min, key->max)) {
		wb_fault_got(r, node,
		             "a text of %lld to %lld bytes on one line",
		             (long long)key->min, (long long)key->max);
		return;
	}
	store_text(r, node, target);
}

#define TITLE_MAX 256

static void read_titles(struct wb_reader *r, const struct wb_node *node,
                        struct wb_title *title)
{
	static const struct wb_key keys[] = {
		{ "en", wb_read_text, offsetof(struct wb_title, text[0]), 1,
		  TITLE_MAX, NULL, false },
		{ "fa", wb_read_text, offsetof(struct wb_title, text[1]), 1,
		  TITLE_MAX, NULL, false },
		{ "ar", wb_read_text, offsetof(struct wb_title, text[2]), 1,
		  TITLE_MAX, NULL, false },
		{ "ru", wb_read_text, offsetof(struct wb_title, text[3]), 1,
		  TITLE_MAX, NULL, false },
	};
	static const struct wb_keys table = WB_KEYS(keys);
	wb_read_keys(r, node, &table, title);
}

void wb_read_title(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target)
{
	(void)key;
	struct wb_title *title = target;
	if (node->kind == WB_NODE_MAP) {
		*title = (struct wb_title){ 0 };
		read_titles(r, node, title);
	} else if (text_fits(node, 1, TITLE_MAX)) {
		*title = (struct wb_title){ 0 };
		store_text(r, node, &title->text[WB_LANGUAGE_EN]);
	} else {
		wb_fault_got(r, node,
		             "a text of 1 to %d bytes, or one per language: "
		             "{ en: ..., fa: ..., ar: ..., ru: ... }",
		             TITLE_MAX);
	}
}

void wb_read_duration(struct wb_reader *r, const struct wb_node *node,
                      const struct wb_key *key, void *target)
{
	wb_ms value;
	if (is_scalar(node) && wb_duration_parse(node->value, &value) &&
	    value >= key->min && value <= key->max) {
		memcpy(target, &value, sizeof(value));
		return;
	}
	char min[WB_DURATION_TEXT_MAX], max[WB_DURATION_TEXT_MAX];
	wb_fault_got(r, node,
	             "a duration from %s to %s, such as 20s, 5m or 1h30m",
	             wb_duration_write(key->min, min),
	             wb_duration_write(key->max, max));
}

void wb_read_percent(struct wb_reader *r, const struct wb_node *node,
                     const struct wb_key *key, void *target)
{
	int64_t value;
	if (is_scalar(node) && wb_percent_parse(node->value, &value) &&
	    value >= key->min && value <= key->max) {
		int stored = (int)value;
		memcpy(target, &stored, sizeof(stored));
		return;
	}
	wb_fault_got(r, node, "a percentage from %lld%% to %lld%%",
	             (long long)key->min / 100, (long long)key->max / 100);
}

void wb_read_int(struct wb_reader *r, const struct wb_node *node,
                 const struct wb_key *key, void *target)
{
	int64_t value;
	if (is_scalar(node) && wb_count_parse(node->value, &value) &&
	    value >= key->min && value <= key->max) {
		int stored = (int)value;
		memcpy(target, &stored, sizeof(stored));
		return;
	}
	wb_fault_got(r, node, "a whole number from %lld to %lld",
	             (long long)key->min, (long long)key->max);
}

void wb_read_bool(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	(void)key;
	bool yes = is_scalar(node) && wb_str_is(node->value, "true");
	if (!yes && !(is_scalar(node) && wb_str_is(node->value, "false"))) {
		wb_fault_got(r, node, "true or false");
		return;
	}
	memcpy(target, &yes, sizeof(yes));
}

static void list_words(const struct wb_words *words, char *ret_text,
                       size_t size)
{
	size_t used = 0;
	ret_text[0] = '\0';
	for (int i = 0; i < words->count && used < size; i++) {
		const char *between = i + 1 < words->count ? ", " : " or ";
		int wrote = snprintf(ret_text + used, size - used, "%s%s",
		                     i ? between : "", words->name(i));
		used += wrote > 0 ? (size_t)wrote : 0;
	}
}

void wb_read_word(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	const struct wb_words *words = key->more;
	for (int i = 0; is_scalar(node) && i < words->count; i++) {
		if (wb_str_is(node->value, words->name(i))) {
			/* enumerations are as wide as an int */
			memcpy(target, &i, sizeof(i));
			return;
		}
	}
	char all[256];
	list_words(words, all, sizeof(all));
	wb_fault_got(r, node, "%s", all);
}

void wb_read_zone(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target)
{
	(void)key;
	if (!is_scalar(node) || !wb_zones_get(r->zones, node->value)) {
		wb_fault_got(r, node,
		             "a time zone of this machine's zoneinfo, such as "
		             "Asia/Tehran or UTC");
		return;
	}
	store_text(r, node, target);
}

void wb_read_day_start(struct wb_reader *r, const struct wb_node *node,
                       const struct wb_key *key, void *target)
{
	(void)key;
	wb_ms value;
	if (is_scalar(node) && wb_time_of_day_parse(node->value, &value) &&
	    value % (15 * WB_MINUTE) == 0) {
		memcpy(target, &value, sizeof(value));
		return;
	}
	wb_fault_got(r, node,
	             "a time of day on a quarter hour from \"00:00\" to "
	             "\"23:45\"");
}
