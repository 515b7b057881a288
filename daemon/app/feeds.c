#include "app/feeds.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"

uint32_t wb_feeds_number(struct wb_feeds *feeds, struct wb_str name)
{
	feeds->names.limit = WB_FEEDS_MAX;
	return wb_names_add(&feeds->names, name);
}

static bool make_room(struct wb_feeds *feeds, uint32_t number)
{
	if (number < feeds->next_capacity) {
		return true;
	}
	uint32_t capacity = feeds->next_capacity * 2 + 16;
	int64_t *grown = realloc(feeds->next, capacity * sizeof(*grown));
	if (!grown) {
		return false;
	}
	memset(grown + feeds->next_capacity, 0,
	       (capacity - feeds->next_capacity) * sizeof(*grown));
	feeds->next = grown;
	feeds->next_capacity = capacity;
	return true;
}

int64_t *wb_feeds_next(struct wb_feeds *feeds, struct wb_str feed,
                       struct wb_str epoch)
{
	char key[2 * WB_NAME_MAX_BYTES + 1];
	if (feed.len + epoch.len + 1 > sizeof(key)) {
		return NULL;
	}
	memcpy(key, feed.data, feed.len);
	key[feed.len] = '\n';
	memcpy(key + feed.len + 1, epoch.data ? epoch.data : "", epoch.len);
	feeds->epochs.limit = WB_EPOCHS_MAX;
	uint32_t number =
		wb_names_add(&feeds->epochs,
	                     (struct wb_str){ key, feed.len + 1 + epoch.len });
	if (number == WB_NAMES_NONE || !make_room(feeds, number)) {
		feeds->refused++;
		return NULL;
	}
	return &feeds->next[number];
}

void wb_feed_note_gap(struct wb_feed *feed, wb_ms from, wb_ms to)
{
	feed->gaps++;
	feed->gap_from = from;
	feed->gap_to = to;
}

static enum wb_feed_state state_of(const struct wb_feed *feed, wb_ms now,
                                   wb_ms silent_after, wb_ms gaps_since,
                                   bool events_clock)
{
	if (!events_clock && !feed->heard_now) {
		return WB_FEED_NEVER;
	}
	if (!events_clock && now - feed->heard > silent_after) {
		return WB_FEED_SILENT;
	}
	return feed->gap_to > 0 && feed->gap_to >= gaps_since ? WB_FEED_GAP
	                                                      : WB_FEED_LIVE;
}

int wb_feeds_show(const struct wb_feeds *feeds, wb_ms now, wb_ms silent_after,
                  wb_ms gaps_since, bool events_clock,
                  struct wb_view_feed ret_feeds[WB_FEEDS_MAX])
{
	int count = 0;
	for (uint32_t i = 0; i < feeds->names.count; i++) {
		const struct wb_feed *feed = &feeds->feeds[i];
		struct wb_str name = wb_names_get(&feeds->names, i);
		if (feed->done && !events_clock) {
			continue; /* nobody expects to hear of it again */
		}
		ret_feeds[count++] = (struct wb_view_feed){
			.name = name,
			.state = wb_str_is(name, WB_FEED_BY_HAND)
			                 ? WB_FEED_MANUAL
			                 : state_of(feed, now, silent_after,
			                            gaps_since, events_clock),
			.heard = feed->heard,
			.event = feed->event,
			.gap_from = feed->gap_from,
			.gap_to = feed->gap_to,
		};
	}
	return count;
}

wb_ms wb_feeds_next_change(const struct wb_feeds *feeds, wb_ms now,
                           wb_ms silent_after)
{
	wb_ms next = WB_NEVER;
	for (uint32_t i = 0; i < feeds->names.count; i++) {
		wb_ms at = feeds->feeds[i].heard + silent_after + 1;
		if (feeds->feeds[i].heard_now && at > now && at < next) {
			next = at;
		}
	}
	return next;
}

static void transfer_feed(struct wb_codec *codec, struct wb_feed *feed)
{
	wb_codec_bool(codec, &feed->done);
	wb_codec_time(codec, &feed->heard);
	wb_codec_time(codec, &feed->event);
	wb_codec_time(codec, &feed->gap_from);
	wb_codec_time(codec, &feed->gap_to);
	wb_codec_u64(codec, &feed->events);
	wb_codec_u64(codec, &feed->skipped);
	wb_codec_u64(codec, &feed->gaps);
	wb_codec_u64(codec, &feed->clock_ahead);
}

void wb_feeds_transfer(struct wb_feeds *feeds, struct wb_codec *codec)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < feeds->names.count)) {
		struct wb_str name = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			name = wb_names_get(&feeds->names, i);
		}
		wb_codec_str(codec, &name, WB_NAME_MAX_BYTES);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec,
			               !codec->failed &&
			                       wb_feeds_number(feeds, name) ==
			                               i);
		}
		if (codec->failed) {
			return;
		}
		transfer_feed(codec, &feeds->feeds[i++]);
	}
	wb_codec_u64(codec, &feeds->refused);
}

void wb_feeds_finish(struct wb_feeds *feeds)
{
	wb_names_finish(&feeds->names);
	wb_names_finish(&feeds->epochs);
	free(feeds->next);
	*feeds = (struct wb_feeds){ 0 };
}
