#include "notify/words.h"

#include <string.h>

#include "locale/format.h"

#define RLM "\xe2\x80\x8f"

/* Hebrew to Syriac and N'Ko begin with these bytes, presentation forms too. */
static bool has_rtl(struct wb_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if ((c >= 0xd6 && c <= 0xdf) || c == 0xef) {
			return true;
		}
	}
	return false;
}

static bool is_isolate(const char *at, size_t left)
{
	return left >= 3 && memcmp(at, "\xe2\x81", 2) == 0 &&
	       (unsigned char)at[2] >= 0xa6 && (unsigned char)at[2] <= 0xa9;
}

/* Takes the isolates out of what was added from `start` on, if it is all of
 * one direction. */
static void simplify(struct wb_buf *out, size_t start)
{
	if (out->failed || out->len <= start ||
	    has_rtl((struct wb_str){ out->data + start, out->len - start })) {
		return;
	}
	size_t to = start;
	for (size_t from = start; from < out->len;) {
		if (is_isolate(out->data + from, out->len - from)) {
			from += 3;
		} else {
			out->data[to++] = out->data[from++];
		}
	}
	out->len = to;
	out->data[to] = '\0';
}

/*
 * Where a line begins: the values in it are isolated, so nothing else may say
 * that the line as a whole runs from right to left.
 */
static size_t begin_line(const struct wb_letter *letter, struct wb_buf *out)
{
	size_t start = out->len;

	wb_buf_add_text(out, letter->locale->rtl ? RLM : "");
	return start;
}

struct wb_str wb_words_severity(const struct wb_letter *letter)
{
	const char *name = wb_severity_name(letter->told->severity);

	return wb_locale_text_of(letter->locale, "notify.severity.",
	                         wb_str(name), "");
}

static void add_amount(const struct wb_letter *letter, struct wb_buf *out,
                       const struct wb_told_reading *reading, int64_t amount)
{
	const struct wb_locale *locale = letter->locale;
	struct wb_str unit = reading->unit;

	if (!wb_told_is_hundredths(unit)) {
		if (wb_str_is(unit, "ms") || wb_str_is(unit, "since")) {
			wb_format_clock(locale, out, amount);
		} else {
			wb_format_int(locale, out, amount);
		}
		return;
	}
	int decimals =
		wb_format_decimals(amount, reading->has_limit, reading->limit);
	const char *pattern = wb_str_is(unit, "percent") ? "locale.percent"
	                      : wb_str_is(unit, "rate")  ? "locale.rate"
	                                                 : NULL;
	wb_format_amount(locale, out, pattern, amount, decimals);
}

static bool is_kpi(const struct wb_told_reading *reading)
{
	return wb_str_is(reading->signal, "kpi") || !reading->signal.data;
}

/* A silent feed is a fact, not a number. */
static bool has_value(const struct wb_told_reading *reading)
{
	return reading && reading->known &&
	       (is_kpi(reading) || wb_str_is(reading->signal, "due"));
}

void wb_words_value(const struct wb_letter *letter,
                    const struct wb_told_reading *reading, struct wb_buf *out)
{
	if (has_value(reading)) {
		add_amount(letter, out, reading, reading->value);
	}
}

static struct wb_str name_of(const struct wb_letter *letter,
                             const struct wb_told_reading *reading,
                             enum wb_kpi_form form)
{
	if (!reading) {
		return letter->told->rule;
	}
	if (is_kpi(reading)) {
		return wb_locale_kpi(letter->locale, reading->kpi, form);
	}
	struct wb_str text = wb_locale_text_of(letter->locale, "notify.signal.",
	                                       reading->signal, "");
	return text.data ? text : reading->signal;
}

void wb_words_rule(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;
	const struct wb_told_reading *reading =
		told->alert_count > 0 ? wb_told_reading_of(&told->alerts[0])
				      : NULL;

	wb_buf_add_str(out, told->rule_title.len > 0
	                            ? told->rule_title
	                            : name_of(letter, reading, WB_KPI_FULL));
}

static bool is_total(struct wb_str scope)
{
	return scope.len == 0 || wb_str_is(scope, "total");
}

static struct wb_str title_of(const struct wb_letter *letter,
                              const struct wb_told_alert *alert)
{
	if (!is_total(alert->scope)) {
		return alert->title;
	}
	return wb_locale_text(letter->locale, "scope.total");
}

/* "Billing: service level 58%", "Billing: Promise in danger (58%)" */
static void add_what(const struct wb_letter *letter,
                     const struct wb_told_alert *alert,
                     const struct wb_told_reading *reading, struct wb_str name,
                     struct wb_buf *out)
{
	bool titled = name.data == letter->told->rule_title.data;
	const char *key = !has_value(reading) ? "notify.what"
	                  : titled            ? "notify.what_titled"
	                                      : "notify.what_value";
	struct wb_buf value = { 0 };

	wb_words_value(letter, reading, &value);
	wb_format_text(
		letter->locale, out, key,
		(struct wb_format_arg[]){ { "scope", title_of(letter, alert) },
	                                  { "name", name },
	                                  { "value", wb_buf_str(&value) } },
		3);
	wb_buf_finish(&value);
}

static struct wb_str told_name(const struct wb_letter *letter,
                               const struct wb_told_reading *reading)
{
	struct wb_str title = letter->told->rule_title;

	return title.len > 0 ? title : name_of(letter, reading, WB_KPI_INLINE);
}

/* By the rule's title, where it has one. */
static void add_titled(const struct wb_letter *letter,
                       const struct wb_told_alert *alert, struct wb_buf *out)
{
	const struct wb_told_reading *reading = wb_told_reading_of(alert);

	add_what(letter, alert, reading, told_name(letter, reading), out);
}

void wb_words_what(const struct wb_letter *letter,
                   const struct wb_told_alert *alert, struct wb_buf *out)
{
	size_t start = begin_line(letter, out);

	add_titled(letter, alert, out);
	simplify(out, start);
}

/* A whole number in the pattern that fits it: "7 queues". */
static void add_count(const struct wb_letter *letter, const char *key,
                      int64_t count, struct wb_buf *out)
{
	struct wb_buf number = { 0 };

	wb_format_int(letter->locale, &number, count);
	wb_format_sentence(
		out, wb_locale_plural(letter->locale, key, count),
		(struct wb_format_arg[]){ { "n", wb_buf_str(&number) } }, 1);
	wb_buf_finish(&number);
}

static bool are_all(const struct wb_told *told, const char *prefix)
{
	size_t len = strlen(prefix);

	for (int i = 0; i < told->alert_count; i++) {
		struct wb_str scope = told->alerts[i].scope;
		if (scope.len < len || memcmp(scope.data, prefix, len) != 0) {
			return false;
		}
	}
	return true;
}

static const char *count_key(const struct wb_told *told)
{
	if (are_all(told, "queue:")) {
		return "notify.count.queue";
	}
	if (are_all(told, "agent:")) {
		return "notify.count.agent";
	}
	return are_all(told, "feed:") ? "notify.count.feed"
	                              : "notify.count.alert";
}

/* "Service level: 7 queues" */
static void add_group(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;
	struct wb_buf name = { 0 }, count = { 0 };
	int64_t all = told->alert_count + told->more;

	wb_words_rule(letter, &name);
	add_count(letter, count_key(told),
	          told->standing > 0 ? told->standing : all, &count);
	wb_format_text(
		letter->locale, out, "notify.group",
		(struct wb_format_arg[]){ { "name", wb_buf_str(&name) },
	                                  { "count", wb_buf_str(&count) } },
		2);
	wb_buf_finish(&name);
	wb_buf_finish(&count);
}

static void add_about(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;

	if (told->alert_count == 1 && told->more == 0) {
		add_titled(letter, &told->alerts[0], out);
	} else if (told->alert_count > 0) {
		add_group(letter, out);
	} else {
		wb_words_rule(letter, out);
	}
}

void wb_words_subject(const struct wb_letter *letter, struct wb_buf *out)
{
	struct wb_buf what = { 0 };
	struct wb_str pattern = wb_locale_text_of(
		letter->locale, "notify.subject.", letter->told->kind, "");
	size_t start = begin_line(letter, out);

	add_about(letter, &what);
	wb_format_sentence(out, pattern,
	                   (struct wb_format_arg[]){
				   { "severity", wb_words_severity(letter) },
				   { "what", wb_buf_str(&what) } },
	                   2);
	simplify(out, start);
	wb_buf_finish(&what);
}

static wb_ms offset_at(const struct wb_letter *letter, wb_ms t)
{
	return wb_zone_offset(letter->zone, t);
}

/* One more of the things in brackets. */
static void add_detail(const struct wb_letter *letter, struct wb_buf *details,
                       const char *key, struct wb_str value)
{
	if (details->len > 0) {
		wb_buf_add_str(details,
		               wb_locale_text(letter->locale, "notify.comma"));
	}
	wb_format_text(letter->locale, details, key,
	               (struct wb_format_arg[]){ { "value", value } }, 1);
}

static void add_counts(const struct wb_letter *letter, struct wb_buf *details,
                       const struct wb_told_reading *reading)
{
	struct wb_buf parts[2] = { { 0 }, { 0 } };

	wb_format_int(letter->locale, &parts[0], reading->numerator);
	wb_format_int(letter->locale, &parts[1], reading->denominator);
	wb_format_text(letter->locale, details, "explain.parts",
	               (struct wb_format_arg[]){
			       { "numerator", wb_buf_str(&parts[0]) },
			       { "denominator", wb_buf_str(&parts[1]) } },
	               2);
	wb_buf_finish(&parts[0]);
	wb_buf_finish(&parts[1]);
}

static void add_window(const struct wb_letter *letter, struct wb_buf *details,
                       const struct wb_told_reading *reading)
{
	if (reading->window.len == 0 || wb_str_is(reading->window, "now")) {
		return;
	}
	struct wb_str window = wb_locale_text_of(letter->locale, "window.",
	                                         reading->window, "");
	if (window.data) {
		add_detail(letter, details, "notify.detail", window);
	}
}

/* "58 of 100, last 30 min, limit 70%" */
static void add_details(const struct wb_letter *letter, struct wb_buf *details,
                        const struct wb_told_reading *reading)
{
	struct wb_buf limit = { 0 };

	if (reading->is_ratio && wb_str_is(reading->unit, "percent")) {
		add_counts(letter, details, reading);
	}
	add_window(letter, details, reading);
	if (reading->has_limit) {
		add_amount(letter, &limit, reading, reading->limit);
		add_detail(letter, details, "notify.limit", wb_buf_str(&limit));
	}
	wb_buf_finish(&limit);
}

static void add_since(const struct wb_letter *letter, struct wb_buf *details,
                      const struct wb_told_alert *alert)
{
	struct wb_buf time = { 0 };
	wb_ms at = letter->told->at;

	if (alert->since <= 0) {
		return;
	}
	wb_format_instant(letter->locale, &time, alert->since, at,
	                  offset_at(letter, alert->since), false);
	add_detail(letter, details, "notify.since", wb_buf_str(&time));
	wb_buf_clear(&time);
	wb_format_span(letter->locale, &time, at - alert->since);
	add_detail(letter, details, "notify.detail", wb_buf_str(&time));
	wb_buf_finish(&time);
}

static void add_bracketed(struct wb_buf *out, struct wb_buf *details)
{
	if (details->len > 0) {
		wb_buf_add_text(out, " (");
		wb_buf_add_str(out, wb_buf_str(details));
		wb_buf_add_char(out, ')');
	}
	wb_buf_clear(details);
}

/* Further conditions that are bad, after the one that names the alert. */
static void add_others(const struct wb_letter *letter,
                       const struct wb_told_alert *alert,
                       struct wb_buf *details, struct wb_buf *out)
{
	const struct wb_told_reading *first = wb_told_reading_of(alert);

	for (int i = 0; i < alert->reading_count; i++) {
		const struct wb_told_reading *reading = &alert->readings[i];
		if (reading == first || !reading->is_bad ||
		    !has_value(reading)) {
			continue;
		}
		struct wb_buf value = { 0 };
		wb_words_value(letter, reading, &value);
		wb_buf_add_str(out,
		               wb_locale_text(letter->locale, "notify.comma"));
		wb_format_text(letter->locale, out, "banner.breach_total",
		               (struct wb_format_arg[]){
				       { "kpi", name_of(letter, reading,
		                                        WB_KPI_INLINE) },
				       { "value", wb_buf_str(&value) } },
		               2);
		wb_buf_finish(&value);
		add_details(letter, details, reading);
		add_bracketed(out, details);
	}
}

static void add_act(const struct wb_letter *letter,
                    const struct wb_told_alert *alert, struct wb_buf *out)
{
	if (alert->over) {
		wb_buf_add_str(out,
		               wb_locale_text(letter->locale, "notify.over"));
	}
	if (alert->author.len > 0) {
		wb_format_text(
			letter->locale, out,
			alert->note.len > 0 ? "notify.author_note"
					    : "notify.author",
			(struct wb_format_arg[]){ { "author", alert->author },
		                                  { "note", alert->note } },
			2);
	}
}

void wb_words_alert(const struct wb_letter *letter,
                    const struct wb_told_alert *alert, struct wb_buf *out)
{
	const struct wb_told_reading *reading = wb_told_reading_of(alert);
	struct wb_buf details = { 0 };
	size_t start = begin_line(letter, out);

	/* by its KPI even where the rule has a title: that one is the
	 * subject's */
	add_what(letter, alert, reading,
	         name_of(letter, reading, WB_KPI_INLINE), out);
	if (reading && has_value(reading)) {
		add_details(letter, &details, reading);
	}
	add_since(letter, &details, alert);
	add_bracketed(out, &details);
	add_others(letter, alert, &details, out);
	add_act(letter, alert, out);
	wb_buf_finish(&details);
	simplify(out, start);
}

void wb_words_more(const struct wb_letter *letter, struct wb_buf *out)
{
	if (letter->told->more > 0) {
		size_t start = begin_line(letter, out);
		add_count(letter, "notify.more", letter->told->more, out);
		simplify(out, start);
	}
}

void wb_words_footer(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_ms at = letter->told->at;
	size_t start = begin_line(letter, out);

	if (letter->centre.len > 0) {
		wb_buf_add_str(out, letter->centre);
		wb_buf_add_str(out, wb_locale_text(letter->locale,
		                                   "locale.separator"));
	}
	wb_format_date(letter->locale, out, at, offset_at(letter, at));
	wb_buf_add_char(out, ' ');
	wb_format_time(letter->locale, out, at, offset_at(letter, at), true);
	simplify(out, start);
}

void wb_words_text(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_words_subject(letter, out);
	for (int i = 0; i < letter->told->alert_count; i++) {
		wb_buf_add_char(out, '\n');
		wb_words_alert(letter, &letter->told->alerts[i], out);
	}
	if (letter->told->more > 0) {
		wb_buf_add_char(out, '\n');
		wb_words_more(letter, out);
	}
	wb_buf_add_char(out, '\n');
	wb_words_footer(letter, out);
}
