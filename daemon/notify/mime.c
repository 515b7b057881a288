#include "notify/mime.h"

#include <string.h>

#include <sodium.h>

#include "locale/calendar.h"
#include "notify/bodies.h"
#include "notify/sign.h"
#include "notify/words.h"

#define CRLF "\r\n"
/* Bytes that become 76 characters of base64. */
#define BASE64_LINE 57
/* Bytes of one encoded word: with the longest name, "=?UTF-8?B?", 48 of base64
 * and "?=", a line has 75 of the 76 characters that it may have. */
#define WORD_BYTES 36
/* Text of a header that needs no folding. */
#define PLAIN_MAX 60

static void add_base64(struct wb_buf *out, const char *data, size_t len)
{
	char text[sodium_base64_ENCODED_LEN(BASE64_LINE,
	                                    sodium_base64_VARIANT_ORIGINAL)];

	sodium_bin2base64(text, sizeof(text), (const unsigned char *)data, len,
	                  sodium_base64_VARIANT_ORIGINAL);
	wb_buf_add_text(out, text);
}

static void add_base64_lines(struct wb_buf *out, struct wb_str data)
{
	for (size_t at = 0; at < data.len; at += BASE64_LINE) {
		size_t left = data.len - at;
		add_base64(out, data.data + at,
		           left < BASE64_LINE ? left : BASE64_LINE);
		wb_buf_add_text(out, CRLF);
	}
}

static bool is_plain(struct wb_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < ' ' || text.data[i] > '~') {
			return false;
		}
	}
	/* what looks like an encoded word would be read as one */
	return text.len <= PLAIN_MAX && !memmem(text.data, text.len, "=?", 2);
}

static void add_words(struct wb_buf *out, struct wb_str text)
{
	for (size_t at = 0; at < text.len;) {
		struct wb_str rest = { text.data + at, text.len - at };
		size_t len = wb_str_utf8_prefix(rest, WORD_BYTES);

		if (len == 0) {
			len = 1; /* no UTF-8: as it is */
		}
		wb_buf_add_text(out,
		                at > 0 ? CRLF " =?UTF-8?B?" : "=?UTF-8?B?");
		add_base64(out, rest.data, len);
		wb_buf_add_text(out, "?=");
		at += len;
	}
}

void wb_mime_header(struct wb_buf *out, const char *name, struct wb_str text)
{
	wb_buf_addf(out, "%s: ", name);
	if (is_plain(text)) {
		wb_buf_add_str(out, text);
	} else {
		add_words(out, text);
	}
	wb_buf_add_text(out, CRLF);
}

static bool fits_envelope(struct wb_str address)
{
	bool at = false;

	for (size_t i = 0; i < address.len; i++) {
		char c = address.data[i];
		if (c <= ' ' || c > '~' || c == '<' || c == '>') {
			return false;
		}
		at = at || c == '@';
	}
	return at;
}

struct wb_str wb_mime_address(struct wb_str mailbox)
{
	const char *open = mailbox.len > 0
	                           ? memrchr(mailbox.data, '<', mailbox.len)
	                           : NULL;
	struct wb_str address = mailbox;

	if (open) {
		const char *end = mailbox.data + mailbox.len;
		const char *close = memchr(open, '>', (size_t)(end - open));
		address.data = open + 1;
		address.len = close ? (size_t)(close - open - 1) : 0;
	}
	return fits_envelope(address) ? address : (struct wb_str){ NULL, 0 };
}

static struct wb_str trim(struct wb_str text)
{
	while (text.len > 0 && strchr(" \t\"", text.data[0])) {
		text.data++;
		text.len--;
	}
	while (text.len > 0 && strchr(" \t\"", text.data[text.len - 1])) {
		text.len--;
	}
	return text;
}

/* A name before an address: quoted, or encoded. */
static void add_name(struct wb_buf *out, struct wb_str name)
{
	if (!is_plain(name) || memchr(name.data, '"', name.len) ||
	    memchr(name.data, '\\', name.len)) {
		add_words(out, name);
		return;
	}
	wb_buf_addf(out, "\"%.*s\"", WB_STR_FMT(name));
}

/* "=?UTF-8?B?...?= <a@b.c>" */
static void add_mailbox(struct wb_buf *out, struct wb_str mailbox)
{
	struct wb_str address = wb_mime_address(mailbox);
	struct wb_str name = { NULL, 0 };

	if (address.data > mailbox.data) {
		name = trim((struct wb_str){
			mailbox.data,
			(size_t)(address.data - 1 - mailbox.data) });
	}
	if (name.len > 0) {
		add_name(out, name);
		wb_buf_add_char(out, ' ');
	}
	wb_buf_add_char(out, '<');
	wb_buf_add_str(out, address);
	wb_buf_add_char(out, '>');
}

/* 32 hexadecimal digits that follow from a text. */
static void add_digest(struct wb_buf *out, const char *purpose,
                       struct wb_str text)
{
	char hex[WB_SIGN_HEX_SIZE] = "";

	wb_sign_hmac(wb_str(purpose), text, hex);
	wb_buf_add(out, hex, strlen(hex) / 2);
}

/* <DIGEST@domain of the sender> */
static void add_id(const struct wb_letter *letter, struct wb_buf *out,
                   const char *header, const char *purpose, struct wb_str text)
{
	struct wb_str from = wb_mime_address(letter->route->from);
	const char *at =
		from.len > 0 ? memrchr(from.data, '@', from.len) : NULL;

	wb_buf_addf(out, "%s: <", header);
	add_digest(out, purpose, text);
	wb_buf_add_text(out, "@");
	if (at) {
		wb_buf_add(out, at + 1,
		           from.len - (size_t)(at + 1 - from.data));
	} else {
		wb_buf_add_text(out, "wallboard.invalid");
	}
	wb_buf_add_text(out, ">" CRLF);
}

/* "Sun, 22 Nov 2026 14:05:00 +0000": never in the language. */
static void add_date(struct wb_buf *out, wb_ms t)
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed",
		                         "Thu", "Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr",
		                            "May", "Jun", "Jul", "Aug",
		                            "Sep", "Oct", "Nov", "Dec" };
	int64_t day = wb_calendar_day(t);
	struct wb_date date = wb_calendar_gregorian(day);
	int seconds = (int)((t - day * 24 * WB_HOUR) / WB_SECOND);

	wb_buf_addf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000" CRLF,
	            days[date.weekday], date.day, months[date.month - 1],
	            date.year, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void add_recipients(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_buf_add_text(out, "To: ");
	for (int i = 0; i < letter->route->to_count; i++) {
		if (i > 0) {
			wb_buf_add_text(out, "," CRLF " ");
		}
		add_mailbox(out, letter->route->to[i]);
	}
	wb_buf_add_text(out, CRLF);
}

static void add_headers(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;
	struct wb_buf text = { 0 };

	wb_buf_add_text(out, "From: ");
	add_mailbox(out, letter->route->from);
	wb_buf_add_text(out, CRLF);
	add_recipients(letter, out);
	wb_words_subject(letter, &text);
	wb_mime_header(out, "Subject", wb_buf_str(&text));
	add_date(out, told->at);
	add_id(letter, out, "Message-ID", "message", told->key);
	if (told->group.len > 0) {
		add_id(letter, out, "References", "story", told->group);
	}
	wb_buf_add_text(out, "Auto-Submitted: auto-generated" CRLF);
	wb_buf_clear(&text);
	wb_sign_key(&text, told->key);
	wb_mime_header(out, "Wallboard-Key", wb_buf_str(&text));
	if (told->severity == WB_SEVERITY_CRITICAL &&
	    !wb_str_is(told->kind, "resolved")) {
		wb_buf_add_text(out, "Importance: high" CRLF);
	}
	wb_buf_addf(out, "Content-Language: %s" CRLF "MIME-Version: 1.0" CRLF,
	            letter->locale->language);
	wb_buf_finish(&text);
}

/* One element with what a function of words.h says. */
static void add_element(struct wb_buf *out, const char *tag, const char *style,
                        const struct wb_buf *text)
{
	wb_buf_addf(out, "<%s style=\"%s\">", tag, style);
	wb_body_escape(out, wb_buf_str(text));
	wb_buf_addf(out, "</%s>\n", tag);
}

static const char *colour(const struct wb_told *told)
{
	static const char *const colours[WB_SEVERITY_COUNT] = {
		[WB_SEVERITY_INFO] = "#1d4ed8",
		[WB_SEVERITY_WARNING] = "#8a5a00",
		[WB_SEVERITY_CRITICAL] = "#b3141e",
	};

	return wb_str_is(told->kind, "resolved") ? "#0b6b3a"
	                                         : colours[told->severity];
}

static void write_html(const struct wb_letter *letter, struct wb_buf *out)
{
	const struct wb_told *told = letter->told;
	struct wb_buf text = { 0 };
	char style[64];

	wb_buf_addf(out,
	            "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n"
	            "<head><meta charset=\"utf-8\"></head>\n"
	            "<body style=\"font-family:sans-serif\">\n",
	            letter->locale->language,
	            letter->locale->rtl ? "rtl" : "ltr");
	wb_words_subject(letter, &text);
	wb_str_format(style, sizeof(style), "font-size:1.2em;color:%s",
	              colour(told));
	add_element(out, "h1", style, &text);
	wb_buf_add_text(out, told->alert_count > 0 ? "<ul>\n" : "");
	for (int i = 0; i < told->alert_count; i++) {
		wb_buf_clear(&text);
		wb_words_alert(letter, &told->alerts[i], &text);
		add_element(out, "li", "margin:0.3em 0", &text);
	}
	wb_buf_add_text(out, told->alert_count > 0 ? "</ul>\n" : "");
	wb_buf_clear(&text);
	wb_words_more(letter, &text);
	if (text.len > 0) {
		add_element(out, "p", "margin:0.3em 0", &text);
	}
	wb_buf_clear(&text);
	wb_words_footer(letter, &text);
	add_element(out, "p", "color:#555", &text);
	wb_buf_add_text(out, "</body>\n</html>\n");
	wb_buf_finish(&text);
}

static void write_plain(const struct wb_letter *letter, struct wb_buf *out)
{
	wb_words_text(letter, out);
	wb_buf_add_char(out, '\n');
}

static void add_part(const struct wb_letter *letter, struct wb_buf *out,
                     const char *type, const char *boundary,
                     void (*write)(const struct wb_letter *, struct wb_buf *))
{
	struct wb_buf text = { 0 };

	write(letter, &text);
	wb_buf_addf(out,
	            "--%s" CRLF "Content-Type: %s; charset=utf-8" CRLF
	            "Content-Transfer-Encoding: base64" CRLF CRLF,
	            boundary, type);
	add_base64_lines(out, wb_buf_str(&text));
	wb_buf_finish(&text);
}

void wb_mime_write(const struct wb_letter *letter, struct wb_buf *out)
{
	struct wb_buf boundary = { 0 };

	/* a "=_" is in no base64 */
	wb_buf_add_text(&boundary, "=_");
	add_digest(&boundary, "boundary", letter->told->key);
	if (boundary.failed) {
		out->failed = true;
		return;
	}
	add_headers(letter, out);
	wb_buf_addf(out,
	            "Content-Type: multipart/alternative;" CRLF
	            " boundary=\"%s\"" CRLF CRLF,
	            boundary.data);
	add_part(letter, out, "text/plain", boundary.data, write_plain);
	add_part(letter, out, "text/html", boundary.data, write_html);
	wb_buf_addf(out, "--%s--" CRLF, boundary.data);
	wb_buf_finish(&boundary);
}
