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

void wb_build_header(struct wb_build *b, struct wb_rect area)
{
	const struct wb_board *board = b->in->board;
	struct wb_face title = { wb_px(b, 39), WB_BOLD };
	struct wb_face page = { wb_px(b, 36), WB_MEDIUM };
	int gap = wb_px(b, 21);
	int baseline =
		wb_baseline(area.y + wb_px(b, 42), wb_px(b, 50), title.size);
	int end = put_clock(b, area) - wb_px(b, 40);
	int pill = wb_px(b, 170);
	int x = area.x;

	if (board == NULL) {
		put_pill(b, x, end - x, area);
		return;
	}
	x += wb_put_text(b, x, end - x - pill, baseline, WB_START, board->title,
	                 title, WB_INK_TEXT);
	if (board->page_title.len > 0 &&
	    wb_text_width(b, board->page_title, page) * 6 / 10 <
	            end - x - pill - 2 * gap) {
		if (x > area.x) {
			wb_put_box(b,
			           (struct wb_rect){
					   x + gap, area.y + wb_px(b, 51),
					   wb_px(b, 2), wb_px(b, 33) },
			           0, WB_INK_LINE, WB_INK_NOTHING, 0);
			x += 2 * gap;
		}
		x += wb_put_text(b, x, end - x - pill, baseline, WB_START,
		                 board->page_title, page, WB_INK_TEXT2);
	}
	x += x > area.x ? wb_px(b, 40) : 0;
	put_pill(b, x, end - x, area);
}
