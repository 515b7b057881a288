#include "notify/arguments.h"

#include <string.h>

#include "notify/bodies.h"
#include "notify/words.h"

static const struct wb_told_alert *worst(const struct wb_letter *letter)
{
	return letter->told->alert_count > 0 ? &letter->told->alerts[0] : NULL;
}

static void add_key(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_str(out, letter->told->key);
}

static void add_kind(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_str(out, letter->told->kind);
}

static void add_route(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_str(out, letter->route->name);
}

static void add_rule(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_str(out, letter->told->rule);
}

static void add_severity(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_text(out, wb_severity_name(letter->told->severity));
}

static void add_at(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_body_time(letter->told->at, out);
}

static void add_language(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_text(out, letter->locale->language);
}

static void add_standing(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_addf(out, "%lld", (long long)letter->told->standing);
}

static void add_count(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_addf(
		out, "%lld",
		(long long)(letter->told->alert_count + letter->told->more));
}

static void add_title(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told_alert *alert = worst(letter);

	if (alert) {
		wb_buf_add_str(out, alert->title);
	}
}

static void add_scope(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told_alert *alert = worst(letter);

	if (alert) {
		wb_buf_add_str(out, alert->scope);
	}
}

static void add_value(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told_alert *alert = worst(letter);

	if (alert) {
		wb_words_value(letter, wb_told_reading_of(alert), out);
	}
}

static const struct placeholder {
	const char *name;
	void (*add)(const struct wb_letter *letter, struct wb_buf *out);
} placeholders[] = {
	{ "{key}", add_key },           { "{kind}", add_kind },
	{ "{route}", add_route },       { "{rule}", add_rule },
	{ "{severity}", add_severity }, { "{at}", add_at },
	{ "{language}", add_language }, { "{standing}", add_standing },
	{ "{count}", add_count },       { "{subject}", wb_words_subject },
	{ "{text}", wb_words_text },    { "{title}", add_title },
	{ "{scope}", add_scope },       { "{value}", add_value },
};

static const struct placeholder *find(struct wb_str rest)
{
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]);
	     i++) {
		size_t len = strlen(placeholders[i].name);
		if (rest.len >= len &&
		    memcmp(rest.data, placeholders[i].name, len) == 0) {
			return &placeholders[i];
		}
	}
	return NULL;
}

static void add_data(const struct wb_letter *letter,
                     const struct placeholder *placeholder, struct wb_buf *out)
{
	struct wb_buf value = { 0 };

	placeholder->add(letter, &value);
	if (out->len == 0 && value.len > 0 && value.data[0] == '-') {
		wb_buf_add_char(out, ' ');
	}
	wb_buf_add(out, value.data,
	           wb_str_utf8_prefix(wb_buf_str(&value), WB_ARGUMENT_MAX));
	wb_buf_finish(&value);
}

void wb_argument_expand(const struct wb_letter *letter, struct wb_str argument,
                        struct wb_buf *out)
{
	for (size_t at = 0; at < argument.len;) {
		struct wb_str rest = { argument.data + at, argument.len - at };
		const struct placeholder *placeholder = find(rest);

		if (placeholder) {
			add_data(letter, placeholder, out);
			at += strlen(placeholder->name);
		} else {
			wb_buf_add_char(out, argument.data[at++]);
		}
	}
	if (out->len > WB_ARGUMENT_MAX) {
		out->len = wb_str_utf8_prefix(wb_buf_str(out), WB_ARGUMENT_MAX);
		out->data[out->len] = '\0';
	}
}
