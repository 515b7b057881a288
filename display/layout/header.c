#include "layout/build.h"

/* Clock and date at the end; returns where they begin. */
static int put_clock(struct wb_build *b, struct wb_rect area)
{
	const struct wb_board *board = b->in->board;
	struct wb_face clock = { wb_px(b, 70), WB_BOLD };
	struct wb_face date = { wb_px(b, 29), WB_SEMIBOLD };
	struct wb_face city = { wb_px(b, 24), WB_MEDIUM };
	int end = area.x + area.w;
	struct wb_str text, place;
	int width, place_w;

	if (board == NULL) {
		return end;
	}
	wb_buf_clear(&b->scratch);
	wb_format_time(b->locale, &b->scratch, b->now, board->utc_offset,
	               false);
	end -= wb_put_text(b, area.x, area.w,
	                   wb_baseline(area.y, wb_px(b, 116), clock.size),
	                   WB_END, wb_take(b), clock, WB_INK_TEXT);
	end -= wb_px(b, 36);
	wb_buf_clear(&b->scratch);
	wb_format_date(b->locale, &b->scratch, b->now, board->utc_offset);
	text = wb_take(b);
	width = wb_put_text(
		b, area.x, end - area.x,
		wb_baseline(area.y + wb_px(b, 29), wb_px(b, 40), date.size),
		WB_END, text, date, WB_INK_TEXT);
	place = board->event_clock
	                ? wb_locale_text(b->locale, "link.event_time")
	                : wb_city_name(b, board->time_zone);
	place_w = wb_put_text(
		b, area.x, end - area.x,
		wb_baseline(area.y + wb_px(b, 68), wb_px(b, 30), city.size),
		WB_END, place, city, WB_INK_TEXT3);
	return end - (width > place_w ? width : place_w);
}

struct pill {
	struct wb_str word, detail, widest;
	bool loud;
};

static struct wb_str age_text(struct wb_build *b, wb_ms age)
{
	if (age < WB_SECOND) {
		return wb_locale_text(b->locale, "link.updated_now");
	}
	wb_buf_clear(&b->scratch);
	wb_format_span(b->locale, &b->scratch, age);
	return wb_sentence(b, "link.updated", "age", wb_take(b));
}

static struct wb_str last_text(struct wb_build *b, wb_ms last)
{
	if (last == 0) {
		return (struct wb_str){ NULL, 0 };
	}
	return wb_sentence(b, "link.last", "time", wb_time_text(b, last, true));
}

static struct pill pill_of(struct wb_build *b)
{
	static const char *const words[] = { "link.connecting", "link.live",
		                             "link.stale", "link.offline" };
	const struct wb_link *link = b->in->link;
	bool live = link->state == WB_LINK_LIVE;
	struct pill pill = { .loud = !live || b->stale };

	pill.word = wb_locale_text(b->locale, live && b->stale
	                                              ? "link.stale"
	                                              : words[link->state]);
	if (!live || b->stale) {
		pill.detail = last_text(b, live ? b->stale_since
		                                : link->last_message);
		pill.widest = pill.detail;
		return pill;
	}
	b->scene->counts = true;
	pill.detail = age_text(b, b->now - link->last_message);
	/* Room for what comes next, so that the pill keeps its width. */
	pill.widest = age_text(b, 4 * WB_SECOND);
	return pill;
}

static void put_pill(struct wb_build *b, int x, int room, struct wb_rect area)
{
	struct pill pill = pill_of(b);
	struct wb_face word = { wb_px(b, 24), WB_BOLD };
	struct wb_face detail = { wb_px(b, 24), WB_MEDIUM };
	int h = wb_px(b, 50);
	int pad = wb_px(b, 20);
	int dot = wb_px(b, 13);
	int gap = wb_px(b, 13);
	int word_w = wb_text_width(b, pill.word, word);
	int detail_w = wb_text_width(b, pill.detail, detail);
	int widest = wb_text_width(b, pill.widest, detail);
	struct wb_rect box = { x, area.y + wb_px(b, 42), 0, h };
	enum wb_ink ink = pill.loud ? WB_INK_BACKGROUND : WB_INK_TEXT;
	int baseline = wb_baseline(box.y, h, word.size);

	if (detail_w > widest) {
		widest = detail_w;
	}
	box.w = 2 * pad + dot + wb_px(b, 12) + word_w;
	if (widest > 0 && box.w + gap + widest <= room) {
		box.w += gap + widest;
	} else {
		detail_w = 0;
	}
	if (box.w > room) {
		return;
	}
	wb_put_box(b, box, h / 2, pill.loud ? WB_INK_TEXT : WB_INK_PANEL,
	           WB_INK_NOTHING, 0);
	x += pad;
	wb_put_box(b, (struct wb_rect){ x, box.y + (h - dot) / 2, dot, dot },
	           wb_px(b, 3), ink, WB_INK_NOTHING, 0);
	x += dot + wb_px(b, 12);
	x += wb_put_text(b, x, room, baseline, WB_START, pill.word, word, ink);
	if (detail_w > 0) {
		wb_put_text(b, x + gap, room, baseline, WB_START, pill.detail,
		            detail, pill.loud ? ink : WB_INK_TEXT2);
	}
}

/* Sizes of the centre's title and the page's, largest first. */
static const int title_sizes[][2] = { { 39, 36 }, { 34, 31 }, { 29, 27 } };

struct titles {
	struct wb_face centre, page;
	bool both; /* else there is only room for the page's */
};

/* Both, if need be smaller; which page it is says more than whose. */
static struct titles choose_titles(const struct wb_build *b, int room)
{
	const struct wb_board *board = b->in->board;
	struct titles titles = { .both = true };
	size_t i;

	for (i = 0; i < sizeof(title_sizes) / sizeof(title_sizes[0]); i++) {
		titles.centre = (struct wb_face){ wb_px(b, title_sizes[i][0]),
			                          WB_BOLD };
		titles.page = (struct wb_face){ wb_px(b, title_sizes[i][1]),
			                        WB_MEDIUM };
		if (wb_text_width(b, board->title, titles.centre) +
		            2 * wb_px(b, 21) +
		            wb_text_width(b, board->page_title, titles.page) <=
		    room) {
			return titles;
		}
	}
	titles.centre.size = wb_px(b, title_sizes[0][0]);
	titles.page.size = wb_px(b, title_sizes[0][1]);
	titles.both = board->page_title.len == 0;
	return titles;
}

static int put_titles(struct wb_build *b, int x, int room, int baseline,
                      int line_y)
{
	const struct wb_board *board = b->in->board;
	struct titles titles = choose_titles(b, room);
	int gap = wb_px(b, 21);
	int start = x;

	if (titles.both) {
		x += wb_put_text(b, x, room, baseline, WB_START, board->title,
		                 titles.centre, WB_INK_TEXT);
	}
	if (board->page_title.len == 0) {
		return x;
	}
	if (x > start) {
		wb_put_box(b,
		           (struct wb_rect){ x + gap, line_y, wb_px(b, 2),
		                             wb_px(b, 33) },
		           0, WB_INK_LINE, WB_INK_NOTHING, 0);
		x += 2 * gap;
	}
	return x + wb_put_text(b, x, room - (x - start), baseline, WB_START,
	                       board->page_title, titles.page, WB_INK_TEXT2);
}

void wb_build_header(struct wb_build *b, struct wb_rect area)
{
	const struct wb_board *board = b->in->board;
	int baseline =
		wb_baseline(area.y + wb_px(b, 42), wb_px(b, 50), wb_px(b, 39));
	int end = put_clock(b, area) - wb_px(b, 40);
	int pill = wb_px(b, 190);
	int x = area.x;

	if (board != NULL) {
		x = put_titles(b, x, end - x - pill, baseline,
		               area.y + wb_px(b, 51));
		x += x > area.x ? wb_px(b, 40) : 0;
	}
	put_pill(b, x, end - x, area);
}
