#include "notify/bodies.h"

#include "locale/calendar.h"
#include "notify/words.h"

/* Slack's limits, and Telegram's. */
#define SLACK_HEADER_MAX 150
#define SLACK_SECTION_MAX 3000
#define TELEGRAM_MAX 4096
/* An alert at Alertmanager that nobody resolves ends after that time. */
#define ALERTMANAGER_LASTS (24 * WB_HOUR)

typedef void write_text_fn(const struct wb_letter *letter, struct wb_buf *out);

static void text_member(struct wb_json_writer *w, const char *key,
                        const char *value)
{
	wb_json_key_text(w, key);
	wb_json_text(w, value);
}

static void str_member(struct wb_json_writer *w, const char *key,
                       struct wb_str value)
{
	wb_json_key_text(w, key);
	wb_json_string(w, value);
}

size_t wb_body_cut(struct wb_str text, size_t most)
{
	size_t units = 0;
	size_t at = 0;

	while (at < text.len) {
		struct wb_str rest = { text.data + at, text.len - at };
		size_t len = wb_str_first_char(rest);
		units += len == 4 ? 2 : 1;
		if (units > most) {
			break;
		}
		at += len > 0 ? len : 1;
	}
	return at;
}

/* `text`, cut to so many characters with an ellipsis at the end. */
static void cut_member(struct wb_json_writer *w, const char *key,
                       struct wb_str text, size_t most)
{
	struct wb_buf cut = { 0 };

	if (wb_body_cut(text, most) == text.len) {
		str_member(w, key, text);
		return;
	}
	wb_buf_add(&cut, text.data, wb_body_cut(text, most - 1));
	wb_buf_add_text(&cut, "…");
	str_member(w, key, wb_buf_str(&cut));
	wb_buf_finish(&cut);
}

/* What a function of words.h writes, as a member. */
static void words_member(struct wb_json_writer *w, const char *key,
                         const struct wb_letter *letter, write_text_fn *write,
                         size_t most)
{
	struct wb_buf text = { 0 };

	write(letter, &text);
	cut_member(w, key, wb_buf_str(&text), most);
	wb_buf_finish(&text);
}

/* The alerts' lines, and how many more there are. */
static void write_lines(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;

	for (int i = 0; i < told->alert_count; i++) {
		if (i > 0) {
			wb_buf_add_char(out, '\n');
		}
		wb_words_alert(letter, &told->alerts[i], out);
	}
	if (told->more > 0) {
		wb_buf_add_char(out, '\n');
		wb_words_more(letter, out);
	}
}

static void write_own(const struct wb_letter *letter, struct wb_json_writer *w)
{
	const struct wb_json_member *m = letter->told->tree->first;

	wb_json_begin_object(w);
	wb_json_key_text(w, "version");
	wb_json_int(w, 1);
	text_member(w, "language", letter->locale->language);
	words_member(w, "subject", letter, wb_words_subject, SIZE_MAX);
	words_member(w, "text", letter, wb_words_text, SIZE_MAX);
	for (; m; m = m->next) {
		wb_json_key(w, m->key);
		wb_json_write(&m->value, w);
	}
	wb_json_end_object(w);
}

void wb_body_escape(struct wb_buf *out, struct wb_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.data[i]) {
		case '&':
			wb_buf_add_text(out, "&amp;");
			break;
		case '<':
			wb_buf_add_text(out, "&lt;");
			break;
		case '>':
			wb_buf_add_text(out, "&gt;");
			break;
		default:
			wb_buf_add_char(out, text.data[i]);
		}
	}
}

void wb_body_time(wb_ms t, struct wb_buf *out)
{
	int64_t day = wb_calendar_day(t);
	struct wb_date date = wb_calendar_gregorian(day);
	int of_day = (int)(t - day * 24 * WB_HOUR);

	wb_buf_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", date.year,
	            date.month, date.day, of_day / 3600000, of_day / 60000 % 60,
	            of_day / 1000 % 60, of_day % 1000);
}

static void time_member(struct wb_json_writer *w, const char *key, wb_ms t)
{
	struct wb_buf text = { 0 };

	wb_body_time(t, &text);
	str_member(w, key, wb_buf_str(&text));
	wb_buf_finish(&text);
}

static void write_labels(const struct wb_letter *letter,
                         const struct wb_told_alert *alert,
                         struct wb_json_writer *w)
{
	const char *severity = wb_severity_name(letter->told->severity);

	wb_json_key_text(w, "labels");
	wb_json_begin_object(w);
	str_member(w, "alertname", letter->told->rule);
	str_member(w, "scope", alert->scope);
	text_member(w, "severity", severity);
	text_member(w, "source", "wallboard");
	if (wb_str_is(letter->told->kind, "test")) {
		text_member(w, "test", "true");
	}
	wb_json_end_object(w);
}

static void write_annotations(const struct wb_letter *letter,
                              const struct wb_told_alert *alert,
                              struct wb_json_writer *w)
{
	struct wb_buf text = { 0 };

	wb_json_key_text(w, "annotations");
	wb_json_begin_object(w);
	wb_words_what(letter, alert, &text);
	str_member(w, "summary", wb_buf_str(&text));
	wb_buf_clear(&text);
	wb_words_alert(letter, alert, &text);
	str_member(w, "description", wb_buf_str(&text));
	str_member(w, "id", alert->id);
	wb_json_end_object(w);
	wb_buf_finish(&text);
}

static void write_alertmanager(const struct wb_letter *letter,
                               struct wb_json_writer *w)
{
	const struct wb_told *told = letter->told;

	wb_json_begin_array(w);
	for (int i = 0; i < told->alert_count; i++) {
		const struct wb_told_alert *alert = &told->alerts[i];
		wb_json_begin_object(w);
		write_labels(letter, alert, w);
		write_annotations(letter, alert, w);
		time_member(w, "startsAt",
		            alert->fired > 0 ? alert->fired : alert->since);
		time_member(w, "endsAt",
		            alert->over ? told->at
		                        : told->at + ALERTMANAGER_LASTS);
		wb_json_end_object(w);
	}
	wb_json_end_array(w);
}

static void begin_block(struct wb_json_writer *w, const char *type)
{
	wb_json_begin_object(w);
	text_member(w, "type", type);
}

/* {"type":"plain_text","text":...}: Slack reads no markup in it. */
static void slack_text(const struct wb_letter *letter, struct wb_json_writer *w,
                       write_text_fn *write, size_t most)
{
	begin_block(w, "plain_text");
	words_member(w, "text", letter, write, most);
	wb_json_end_object(w);
}

static void slack_block(const struct wb_letter *letter,
                        struct wb_json_writer *w, const char *type,
                        write_text_fn *write, size_t most)
{
	begin_block(w, type);
	wb_json_key_text(w, "text");
	slack_text(letter, w, write, most);
	wb_json_end_object(w);
}

/* Slack looks for mentions in it: "<!channel>" is written otherwise there. */
static void write_slack_fallback(const struct wb_letter *letter,
                                 struct wb_buf *out)
{
	struct wb_buf text = { 0 };

	wb_words_subject(letter, &text);
	wb_body_escape(out, wb_buf_str(&text));
	wb_buf_finish(&text);
}

static void write_slack(const struct wb_letter *letter,
                        struct wb_json_writer *w)
{
	wb_json_begin_object(w);
	/* of notifications, and screen readers */
	words_member(w, "text", letter, write_slack_fallback,
	             SLACK_SECTION_MAX);
	wb_json_key_text(w, "mrkdwn");
	wb_json_bool(w, false);
	wb_json_key_text(w, "blocks");
	wb_json_begin_array(w);
	slack_block(letter, w, "header", wb_words_subject, SLACK_HEADER_MAX);
	if (letter->told->alert_count > 0) {
		slack_block(letter, w, "section", write_lines,
		            SLACK_SECTION_MAX);
	}
	begin_block(w, "context");
	wb_json_key_text(w, "elements");
	wb_json_begin_array(w);
	slack_text(letter, w, wb_words_footer, SLACK_SECTION_MAX);
	wb_json_end_array(w);
	wb_json_end_object(w);
	wb_json_end_array(w);
	wb_json_end_object(w);
}

static const char *teams_colour(const struct wb_told *told)
{
	static const char *const colours[WB_SEVERITY_COUNT] = {
		[WB_SEVERITY_INFO] = "Accent",
		[WB_SEVERITY_WARNING] = "Warning",
		[WB_SEVERITY_CRITICAL] = "Attention",
	};

	return wb_str_is(told->kind, "resolved") ? "Good"
	                                         : colours[told->severity];
}

/* A text run is not markdown, as the text of a TextBlock is. */
static void begin_run(struct wb_json_writer *w)
{
	begin_block(w, "RichTextBlock");
	wb_json_key_text(w, "inlines");
	wb_json_begin_array(w);
	begin_block(w, "TextRun");
}

static void end_run(struct wb_json_writer *w)
{
	wb_json_end_object(w);
	wb_json_end_array(w);
	wb_json_end_object(w);
}

static void write_card_lines(const struct wb_letter *letter,
                             struct wb_json_writer *w)
{
	struct wb_buf line = { 0 };

	for (int i = 0; i < letter->told->alert_count; i++) {
		wb_buf_clear(&line);
		wb_words_alert(letter, &letter->told->alerts[i], &line);
		begin_run(w);
		str_member(w, "text", wb_buf_str(&line));
		end_run(w);
	}
	if (letter->told->more > 0) {
		begin_run(w);
		words_member(w, "text", letter, wb_words_more, SIZE_MAX);
		end_run(w);
	}
	wb_buf_finish(&line);
}

static void write_card(const struct wb_letter *letter, struct wb_json_writer *w)
{
	wb_json_begin_object(w);
	text_member(w, "$schema",
	            "http://adaptivecards.io/schemas/adaptive-card.json");
	text_member(w, "type", "AdaptiveCard");
	text_member(w, "version", "1.5");
	text_member(w, "lang", letter->locale->language);
	wb_json_key_text(w, "rtl");
	wb_json_bool(w, letter->locale->rtl);
	words_member(w, "fallbackText", letter, wb_words_subject, SIZE_MAX);
	wb_json_key_text(w, "body");
	wb_json_begin_array(w);
	begin_run(w);
	words_member(w, "text", letter, wb_words_subject, SIZE_MAX);
	text_member(w, "weight", "Bolder");
	text_member(w, "size", "Medium");
	text_member(w, "color", teams_colour(letter->told));
	end_run(w);
	write_card_lines(letter, w);
	begin_run(w);
	words_member(w, "text", letter, wb_words_footer, SIZE_MAX);
	wb_json_key_text(w, "isSubtle");
	wb_json_bool(w, true);
	text_member(w, "size", "Small");
	end_run(w);
	wb_json_end_array(w);
	wb_json_end_object(w);
}

static void write_teams(const struct wb_letter *letter,
                        struct wb_json_writer *w)
{
	wb_json_begin_object(w);
	text_member(w, "type", "message");
	wb_json_key_text(w, "attachments");
	wb_json_begin_array(w);
	wb_json_begin_object(w);
	text_member(w, "contentType",
	            "application/vnd.microsoft.card.adaptive");
	wb_json_key_text(w, "contentUrl");
	wb_json_null(w);
	wb_json_key_text(w, "content");
	write_card(letter, w);
	wb_json_end_object(w);
	wb_json_end_array(w);
	wb_json_end_object(w);
}

static void write_telegram(const struct wb_letter *letter,
                           struct wb_json_writer *w)
{
	wb_json_begin_object(w);
	str_member(w, "chat_id", letter->route->chat);
	words_member(w, "text", letter, wb_words_text, TELEGRAM_MAX);
	wb_json_key_text(w, "link_preview_options");
	wb_json_begin_object(w);
	wb_json_key_text(w, "is_disabled");
	wb_json_bool(w, true);
	wb_json_end_object(w);
	wb_json_end_object(w);
}

void wb_body_write(const struct wb_letter *letter, struct wb_buf *out)
{
	static void (*const formats[WB_WEBHOOK_FORMAT_COUNT])(
		const struct wb_letter *, struct wb_json_writer *) = {
		[WB_WEBHOOK_OWN] = write_own,
		[WB_WEBHOOK_ALERTMANAGER] = write_alertmanager,
		[WB_WEBHOOK_SLACK] = write_slack,
		[WB_WEBHOOK_TEAMS] = write_teams,
		[WB_WEBHOOK_TELEGRAM] = write_telegram,
	};
	struct wb_json_writer w;

	wb_json_writer_init(&w, out);
	formats[letter->route->format](letter, &w);
}
