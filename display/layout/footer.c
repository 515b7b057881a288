#include "layout/build.h"

#define FEEDS_SHOWN 3

static int put_legend(struct wb_build *b, struct wb_rect area, int end)
{
	static const struct {
		enum wb_icon icon;
		enum wb_ink ink;
		const char *key;
	} entries[] = {
		{ WB_ICON_OK, WB_INK_TEXT2, "legend.normal" },
		{ WB_ICON_WARNING, WB_INK_WARNING, "legend.warning" },
		{ WB_ICON_CRITICAL, WB_INK_CRITICAL_MARK, "legend.critical" },
		{ WB_ICON_STALE, WB_INK_TEXT2, "legend.stale" },
		{ WB_ICON_NO_DATA, WB_INK_TEXT2, "legend.no_data" },
	};
	struct wb_face face = { wb_px(b, 22), WB_MEDIUM };
	int icon = wb_px(b, 24);
	int x = area.x;
	size_t i;

	for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		struct wb_str text = wb_locale_text(b->locale, entries[i].key);
		int w = icon + wb_px(b, 10) + wb_text_width(b, text, face);

		if (x + w > end) {
			break;
		}
		wb_put_icon(b,
		            (struct wb_rect){ x, area.y + (area.h - icon) / 2,
		                              icon, icon },
		            entries[i].icon, entries[i].ink, WB_INK_BACKGROUND);
		wb_put_text(b, x + icon + wb_px(b, 10), w,
		            wb_baseline(area.y, area.h, face.size), WB_START,
		            text, face, WB_INK_TEXT2);
		x += w + wb_px(b, 32);
	}
	return x;
}

static struct wb_str feed_text(struct wb_build *b, const struct wb_feed *feed)
{
	struct wb_format_arg args[] = {
		{ "feed", feed->name },  { "age", { NULL, 0 } },
		{ "time", { NULL, 0 } }, { "from", { NULL, 0 } },
		{ "to", { NULL, 0 } },
	};
	const char *key = "feed.live";

	if (feed->state == WB_FEED_NEVER ||
	    (feed->state == WB_FEED_SILENT && feed->heard == 0)) {
		key = "feed.never";
	} else if (feed->state == WB_FEED_SILENT) {
		key = "feed.silent";
		args[2].value = wb_time_text(b, feed->heard, false);
	} else if (feed->state == WB_FEED_GAP && feed->gap_to > 0) {
		key = "feed.gap";
		args[3].value = wb_time_text(b, feed->gap_from, false);
		args[4].value = wb_time_text(b, feed->gap_to, false);
	} else if (feed->state == WB_FEED_GAP) {
		key = "feed.gap_open";
	} else if (feed->state == WB_FEED_MANUAL) {
		key = "feed.manual";
		args[2].value = wb_time_text(
			b, feed->heard > 0 ? feed->heard : feed->event, false);
	} else if (feed->heard > 0) {
		wb_buf_clear(&b->scratch);
		wb_format_span(b->locale, &b->scratch, b->now - feed->heard);
		args[1].value = wb_take(b);
		b->scene->counts = true;
	}
	wb_buf_clear(&b->scratch);
	wb_format_text(b->locale, &b->scratch, key, args, 5);
	return wb_take(b);
}

/* What the service level on this page means, from the first that says so. */
static struct wb_str definition_text(struct wb_build *b)
{
	const struct wb_board *board = b->in->board;
	const struct wb_number_tile *n = NULL;
	struct wb_format_arg args[3];
	int i;

	for (i = 0; i < board->tile_count && n == NULL; i++) {
		if (board->tiles[i].kind == WB_TILE_NUMBER &&
		    board->tiles[i].as.number->threshold > 0) {
			n = board->tiles[i].as.number;
		}
	}
	if (n == NULL) {
		return (struct wb_str){ NULL, 0 };
	}
	args[0] =
		(struct wb_format_arg){ "threshold", wb_threshold_text(b, n) };
	args[1] =
		(struct wb_format_arg){ "kpi", wb_locale_kpi(b->locale, n->kpi,
		                                             WB_KPI_FULL) };
	args[2] = (struct wb_format_arg){
		"window", wb_locale_text_of(b->locale, "window.", n->window, "")
	};
	wb_format_text(b->locale, &b->scratch, "footer.definition", args, 3);
	return wb_take(b);
}

/* Puts a piece before `end` with a separator after it; returns its start. */
static int put_piece(struct wb_build *b, struct wb_rect area, int end,
                     struct wb_str text, enum wb_ink ink, bool first)
{
	struct wb_face face = { wb_px(b, 22), WB_MEDIUM };
	struct wb_str mark = wb_locale_text(b->locale, "locale.separator");
	int baseline = wb_baseline(area.y, area.h, face.size);

	if (text.len == 0) {
		return end;
	}
	if (!first) {
		while (mark.len > 0 && mark.data[0] == ' ') {
			mark = (struct wb_str){ mark.data + 1, mark.len - 1 };
		}
		while (mark.len > 0 && mark.data[mark.len - 1] == ' ') {
			mark.len--;
		}
		end -= wb_px(b, 14);
		end -= wb_put_text(b, area.x, end - area.x, baseline, WB_END,
		                   mark, face, WB_INK_TEXT3);
		end -= wb_px(b, 14);
	}
	return end - wb_put_text(b, area.x, end - area.x, baseline, WB_END,
	                         text, face, ink);
}

/* Worst first, as far as there is room for. */
static int put_feeds(struct wb_build *b, struct wb_rect area, int end,
                     bool first)
{
	const struct wb_board *board = b->in->board;
	int left = FEEDS_SHOWN;
	int state, i;

	if (board->feed_count > FEEDS_SHOWN) {
		wb_buf_clear(&b->scratch);
		wb_format_int(b->locale, &b->scratch,
		              board->feed_count - FEEDS_SHOWN);
		end = put_piece(b, area, end,
		                wb_sentence(b, "feed.more", "n", wb_take(b)),
		                WB_INK_TEXT3, first);
		first = false;
	}
	for (state = WB_FEED_NEVER; state >= WB_FEED_LIVE; state--) {
		for (i = 0; i < board->feed_count && left > 0; i++) {
			const struct wb_feed *feed = &board->feeds[i];

			if ((int)feed->state != state) {
				continue;
			}
			end = put_piece(b, area, end, feed_text(b, feed),
			                state <= WB_FEED_MANUAL
			                        ? WB_INK_TEXT3
			                        : WB_INK_WARNING,
			                first);
			first = false;
			left--;
		}
	}
	return end;
}

void wb_build_footer(struct wb_build *b, struct wb_rect area)
{
	struct wb_str definition = { NULL, 0 };
	int end = area.x + area.w;

	if (b->in->board->feed_count > 0) {
		definition = definition_text(b);
	}
	end = put_piece(b, area, end, definition, WB_INK_TEXT3, true);
	/* without news, nothing is known of how long a feed is silent */
	if (b->in->link->state == WB_LINK_LIVE) {
		end = put_feeds(b, area, end, definition.len == 0);
	}
	put_legend(b, area, end - wb_px(b, 40));
}
