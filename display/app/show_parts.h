#ifndef WB_APP_SHOW_PARTS_H
#define WB_APP_SHOW_PARTS_H

/*
 * The running wall, in its parts: show.c draws and waits, show_news.c takes
 * what comes from the daemon, show_keys.c obeys the keyboard. Private to these
 * three.
 */

#include <stdbool.h>

#include "app/alarm.h"
#include "app/options.h"
#include "app/pages.h"
#include "app/source.h"
#include "base/clock.h"
#include "draw/wall.h"
#include "present/present.h"
#include "present/sound.h"

struct show {
	const struct wb_options *options;
	struct wb_present *present;
	struct wb_wall *wall;
	struct wb_source *source;
	struct wb_sound *sound;    /* NULL = silent */
	struct wb_picture picture; /* what is shown */
	struct wb_pages pages;
	struct wb_alarm alarm;
	struct wb_overlay overlay;
	wb_ms overlay_until, pointer_until, sound_until; /* 0 = not */

	struct wb_state *remembered; /* of an earlier run, until the first */
	wb_ms remembered_heard;
	char memory[4096]; /* its file; empty = none is kept */
	wb_ms saved_at;    /* monotonic; 0 = not yet */

	wb_ms watchdog; /* how often it is to be fed; 0 = never */
	wb_ms fed_at;
	bool whole; /* all of the screen is to be filled again */
};

/* The server's clock, now. */
static inline wb_ms wb_show_time(const struct show *s)
{
	return wb_clock_monotonic() + s->picture.clock_offset;
}

/* The newest state, or that of an earlier run; NULL = none. */
static inline const struct wb_json *wb_show_state(const struct show *s)
{
	if (s->picture.state) {
		return s->picture.state->root;
	}
	return s->remembered ? s->remembered->root : NULL;
}

/* show_news.c */

/* Finds the file of the last state, and what is in it. */
void wb_show_recall(struct show *s);

/* Writes the file, if there is something to write. */
void wb_show_remember(struct show *s);

/* Takes what the daemon has sent since, if anything. */
void wb_show_take_news(struct show *s);

/* show_keys.c */

void wb_show_set_overlay(struct show *s, enum wb_overlay_kind kind, int tile);
void wb_show_set_pointer(struct show *s, bool shown);

/* Does what an event asks for; false when it asks to end. */
bool wb_show_obey(struct show *s, enum wb_present_event event);

#endif
