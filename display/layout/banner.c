#include "layout/alert_words.h"
#include "layout/build.h"

/*
 * Arabic script reaches farther below the line than capitals are high, dots
 * included: smaller and higher, it stays in the middle and inside the strip.
 */
#define ARABIC_MOST 72
#define ARABIC_RAISE 15 /* percent of the size */

/* What the strip below the header says: the worst news, or that all is well. */
struct banner {
	enum wb_icon icon;
	enum wb_level level; /* of a breach */
	bool old;            /* about the age of the numbers */
	bool unknown;        /* nothing to judge yet */
	struct wb_str badge, text, shorter, plain;
	struct wb_str window; /* of the number, where it is not today */
	int64_t more;
};

static void say_link(struct wb_build *b, struct banner *banner)
{
	const struct wb_link *link = b->in->link;
	bool offline = link->state != WB_LINK_STALE;

	banner->old = true;
	banner->icon = offline ? WB_ICON_OFFLINE : WB_ICON_STALE;
	banner->badge = wb_locale_text(b->locale,
	                               offline ? "link.offline" : "link.stale");
	if (link->last_message == 0) {
		banner->text =
			wb_locale_text(b->locale, "banner.offline_never");
		return;
	}
	banner->text =
		wb_sentence(b, offline ? "banner.offline" : "banner.stale",
	                    "time", wb_time_text(b, link->last_message, true));
	banner->plain = wb_sentence(
		b, offline ? "banner.offline.short" : "banner.stale.short",
		"time", wb_time_text(b, link->last_message, true));
}

/* Returns how many feeds are dead, and one of them. */
static int dead_feeds(const struct wb_board *board,
                      const struct wb_feed **ret_feed)
{
	int dead = 0;
	int i;

	for (i = 0; i < board->feed_count; i++) {
		if (board->feeds[i].state < WB_FEED_SILENT) {
			continue;
		}
		*ret_feed = &board->feeds[i];
		dead++;
	}
	return dead;
}

static struct wb_str feed_sentence(struct wb_build *b, const char *key,
                                   const struct wb_format_arg args[2])
{
	wb_buf_clear(&b->scratch);
	wb_format_text(b->locale, &b->scratch, key, args, 2);
	return wb_take(b);
}

static void say_feeds(struct wb_build *b, struct banner *banner)
{
	const struct wb_feed *feed = NULL;
	int dead = dead_feeds(b->in->board, &feed);
	struct wb_format_arg args[2];
	bool never;

	banner->old = true;
	banner->icon = WB_ICON_STALE;
	banner->badge = wb_locale_text(b->locale, "link.stale");
	if (dead != 1) {
		banner->text = wb_counted(b, "banner.feeds_silent", dead);
		return;
	}
	never = feed->state == WB_FEED_NEVER || feed->heard == 0;
	args[0] = (struct wb_format_arg){ "feed", feed->name };
	args[1] = (struct wb_format_arg){ "time", { NULL, 0 } };
	if (feed->heard > 0) {
		args[1].value = wb_time_text(b, feed->heard, true);
	}
	banner->text = feed_sentence(
		b, never ? "banner.feed_never" : "banner.feed_silent", args);
	banner->plain = feed_sentence(b,
	                              never ? "banner.feed_never.short"
	                                    : "banner.feed_silent.short",
	                              args);
}

static struct wb_str headline_value(struct wb_build *b,
                                    const struct wb_headline *h)
{
	wb_ms number = h->value.number;

	if (!h->value.present) {
		return wb_value_text(b, h->unit, &h->value, false, 0);
	}
	if (h->unit == WB_UNIT_SINCE) {
		b->scene->counts = true;
		number = b->counts_to - number;
	}
	return wb_quantity_text(b, h->unit, number, false, 0);
}

/* The catalogue's entry for what is said of the headline. */
static const char *entry_of(const struct wb_headline *h, bool titled,
                            bool lasts)
{
	bool total = wb_str_is(h->scope, "total") || h->scope.len == 0;

	if (!titled && h->signal.len == 0) {
		if (lasts) {
			return total ? "banner.breach_total_for"
			             : "banner.breach_for";
		}
		return total ? "banner.breach_total" : "banner.breach";
	}
	if (!h->value.present) {
		return total ? "banner.alert_total" : "banner.alert";
	}
	return total ? "banner.alert_total_value" : "banner.alert_value";
}

/* By the rule's own title where `titled`, else by what it measures. */
static struct wb_str breach(struct wb_build *b, bool titled,
                            enum wb_kpi_form form, struct wb_str duration)
{
	const struct wb_headline *h = &b->in->board->headline;
	struct wb_str name = wb_alert_name(
		b, titled ? h->rule_title : (struct wb_str){ NULL, 0 },
		h->signal, h->kpi, form);
	struct wb_format_arg args[] = {
		{ "scope", wb_alert_scope(b, h->scope, h->title) },
		{ "kpi", name },
		{ "name", name },
		{ "value", headline_value(b, h) },
		{ "duration", duration },
	};

	wb_buf_clear(&b->scratch);
	wb_format_text(b->locale, &b->scratch,
	               entry_of(h, titled, duration.len > 0), args, 5);
	return wb_take(b);
}

/* How long it has been so, once that is a minute; else nothing. */
static struct wb_str lasting(struct wb_build *b, const struct wb_headline *h)
{
	wb_ms duration = b->counts_to - h->since;
	struct wb_str span;

	if (h->since <= 0 || duration < WB_MINUTE) {
		return (struct wb_str){ NULL, 0 };
	}
	wb_buf_clear(&b->scratch);
	wb_format_span(b->locale, &b->scratch, duration);
	b->scene->counts = true;
	span = wb_take(b);
	return h->longer ? wb_sentence(b, "span.longer", "duration", span)
	                 : span;
}

static const char *badge_key(enum wb_level level)
{
	if (level == WB_LEVEL_INFO) {
		return "level.info.badge";
	}
	return level == WB_LEVEL_CRITICAL ? "level.critical.badge"
	                                  : "level.warning.badge";
}

/* "last 30 min"; nothing of the moment, and of today. */
static struct wb_str trailing_window(struct wb_build *b,
                                     const struct wb_headline *h)
{
	if (!h->value.present || wb_str_is(h->window, "now") ||
	    wb_str_is(h->window, "day")) {
		return (struct wb_str){ NULL, 0 };
	}
	return wb_locale_text_of(b->locale, "window.", h->window, "");
}

static void say_headline(struct wb_build *b, struct banner *banner)
{
	const struct wb_headline *h = &b->in->board->headline;
	bool total = wb_str_is(h->scope, "total") || h->scope.len == 0;
	enum wb_kpi_form form = total ? WB_KPI_FULL : WB_KPI_INLINE;
	const struct wb_str none = { NULL, 0 };
	struct wb_str span = lasting(b, h);

	banner->level = h->level;
	banner->icon = wb_icon_of(b, h->level);
	banner->badge = wb_locale_text(b->locale, badge_key(h->level));
	banner->more = h->more;
	banner->window = trailing_window(b, h);
	if (h->rule_title.len > 0) {
		banner->text = breach(b, true, form, none);
		banner->shorter = breach(b, false, form, none);
	} else {
		banner->text = breach(b, false, form, none);
	}
	if (h->kpi.len > 0 &&
	    wb_locale_kpi(b->locale, h->kpi, WB_KPI_SHORT).len <
	            wb_locale_kpi(b->locale, h->kpi, form).len) {
		banner->plain = breach(b, false, WB_KPI_SHORT, none);
	}
	if (span.len > 0 && h->rule_title.len == 0) {
		banner->shorter = banner->text;
		banner->text = breach(b, false, form, span);
	}
}

static void choose(struct wb_build *b, struct banner *banner)
{
	*banner = (struct banner){ .icon = WB_ICON_OK };
	if (b->in->link->state != WB_LINK_LIVE) {
		say_link(b, banner);
	} else if (b->stale) {
		say_feeds(b, banner);
	} else if (b->in->board->headline.present) {
		say_headline(b, banner);
	} else {
		banner->text = wb_alert_calm(b, &banner->icon);
		banner->unknown = banner->icon == WB_ICON_NO_DATA;
	}
}

static struct wb_look banner_look(const struct wb_build *b,
                                  const struct banner *banner)
{
	struct wb_look look = wb_look_of(b, banner->level);

	if (banner->old) {
		look.hatch = true;
		look.edge = WB_INK_TEXT;
		look.edge_width = 4;
		look.text = WB_INK_TEXT;
	} else if (banner->level == WB_LEVEL_NONE) {
		look.text = WB_INK_TEXT2;
	} else if (banner->level == WB_LEVEL_WARNING && b->in->warning_filled) {
		look.fill = WB_INK_WARNING_FILL;
		look.text = WB_INK_WARNING_INK;
		look.mark = WB_INK_WARNING_INK;
		look.mark_sign = WB_INK_WARNING_FILL;
	}
	return look;
}

static int put_badge(struct wb_build *b, const struct banner *banner, int x,
                     struct wb_rect area)
{
	struct wb_face face = { wb_px(b, 31), WB_BOLD };
	int pad = wb_px(b, 20);
	int h = wb_px(b, 58);
	int w = wb_text_width(b, banner->badge, face) + 2 * pad;
	struct wb_rect box = { x, area.y + (area.h - h) / 2, w, h };
	enum wb_ink fill = WB_INK_TEXT, ink = WB_INK_BACKGROUND;

	if (banner->badge.len == 0) {
		return 0;
	}
	if (banner->level == WB_LEVEL_CRITICAL) {
		fill = WB_INK_BADGE;
		ink = WB_INK_BADGE_INK;
	} else if (banner->level == WB_LEVEL_WARNING) {
		fill = b->in->warning_filled ? WB_INK_WARNING_INK
		                             : WB_INK_WARNING_FILL;
		ink = b->in->warning_filled ? WB_INK_WARNING_FILL
		                            : WB_INK_WARNING_INK;
	}
	wb_put_box(b, box, wb_px(b, 9), fill, WB_INK_NOTHING, 0);
	wb_put_text(b, x + pad, w, wb_baseline(box.y, h, face.size), WB_START,
	            banner->badge, face, ink);
	return w + wb_px(b, 28);
}

/* "+2": so many other breaches. Returns the width taken at the end. */
static int put_more(struct wb_build *b, const struct banner *banner,
                    struct wb_rect area, enum wb_ink ink)
{
	struct wb_face face = { wb_px(b, 31), WB_BOLD };
	int h = wb_px(b, 58);
	int w;
	struct wb_rect box;

	if (banner->more <= 0) {
		return 0;
	}
	wb_buf_clear(&b->scratch);
	wb_buf_add_char(&b->scratch, '+');
	wb_format_int(b->locale, &b->scratch, banner->more);
	w = wb_number_width(b, wb_buf_str(&b->scratch), face) + wb_px(b, 36);
	box = (struct wb_rect){ area.x + area.w - wb_px(b, 22) - w,
		                area.y + (area.h - h) / 2, w, h };
	wb_put_box(b, box, wb_px(b, 11), WB_INK_NOTHING, ink, wb_px(b, 2.5));
	wb_put_number(b, box.x, w, wb_baseline(box.y, h, face.size), WB_CENTRE,
	              wb_take(b), face, ink);
	return w + wb_px(b, 44);
}

/*
 * Of which time the headline's number is, where that is not today: a table
 * below may show the same number of the day. Returns the width taken.
 */
static int put_window(struct wb_build *b, struct wb_str text, int end,
                      struct wb_rect area, enum wb_ink ink)
{
	struct wb_face face = { wb_px(b, 27), WB_MEDIUM };
	int w = wb_text_width(b, text, face);

	if (text.len == 0) {
		return 0;
	}
	wb_put_text(b, end - w, w, wb_baseline(area.y, area.h, face.size),
	            WB_START, text, face, ink);
	return w + wb_px(b, 24);
}

/* The largest type in which `text` fits, not under `least`; else 0. */
static int fitting_size(const struct wb_build *b, struct wb_str text,
                        enum wb_weight weight, int size, int least, int w)
{
	for (; text.len > 0 && size >= least; size -= 4) {
		struct wb_face face = { wb_px(b, size), weight };

		if (wb_text_width(b, text, face) <= w) {
			return size;
		}
	}
	return 0;
}

/*
 * Readable from afar first: the whole sentence a little smaller, then less of
 * it, then smaller still; cut only when nothing else helps.
 */
static void put_sentence(struct wb_build *b, const struct banner *banner, int x,
                         int w, struct wb_rect area, enum wb_ink ink)
{
	bool quiet = !banner->old && banner->level == WB_LEVEL_NONE;
	enum wb_weight weight = quiet ? WB_MEDIUM : WB_BOLD;
	const struct {
		struct wb_str text;
		int size, least;
	} tries[] = {
		{ banner->text, quiet ? 52 : 76, quiet ? 40 : 64 },
		{ banner->shorter, 76, 64 },
		{ banner->text, 60, banner->old ? 44 : 56 },
		{ banner->plain, 64, 44 },
		{ banner->shorter, 60, 44 },
		{ banner->text, 52, 40 },
	};
	struct wb_face face = { wb_px(b, 44), weight };
	struct wb_str text = banner->text;
	int most = b->scene->rtl ? ARABIC_MOST : 76;
	int baseline;
	size_t i;

	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		int size = fitting_size(b, tries[i].text, weight,
		                        tries[i].size < most ? tries[i].size
		                                             : most,
		                        tries[i].least, w);

		if (size == 0) {
			continue;
		}
		face.size = wb_px(b, size);
		text = tries[i].text;
		break;
	}
	baseline = wb_baseline(area.y, area.h, face.size);
	if (b->scene->rtl) {
		baseline -= face.size * ARABIC_RAISE / 100;
	}
	wb_put_text(b, x, w, baseline, WB_START, text, face, ink);
}

void wb_build_banner(struct wb_build *b, struct wb_rect area)
{
	struct banner banner;
	struct wb_look look;
	int size, x, end;

	choose(b, &banner);
	look = banner_look(b, &banner);
	wb_put_panel(b, area, &look);
	size = wb_px(b, banner.level == WB_LEVEL_NONE && !banner.old ? 50 : 76);
	x = area.x + wb_px(b, 25);
	if (!banner.unknown) {
		wb_put_icon(b,
		            (struct wb_rect){ x, area.y + (area.h - size) / 2,
		                              size, size },
		            banner.icon, banner.old ? WB_INK_TEXT : look.mark,
		            look.mark_sign);
		x += size + wb_px(b, 21);
	}
	x += put_badge(b, &banner, x, area);
	end = area.x + area.w - wb_px(b, 26);
	end -= put_more(b, &banner, area, look.text);
	end -= put_window(b, banner.window, end, area, look.text);
	put_sentence(b, &banner, x, end - x, area, look.text);
}
