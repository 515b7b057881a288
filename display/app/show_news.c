#define WB_LOG_MODULE "wall"

#include <stdio.h>
#include <string.h>

#include "app/memory.h"
#include "app/show_parts.h"
#include "base/log.h"

/* Keeps what is shown for the next start; what fails is said, once a try. */
void wb_show_remember(struct show *s)
{
	if (!s->memory[0] || !s->picture.state ||
	    s->picture.link.last_message <= 0) {
		return;
	}
	int error = wb_memory_save(s->memory, s->picture.state,
	                           s->picture.link.last_message);
	if (error < 0) {
		wb_warn("cannot write '%s': %s, going on without", s->memory,
		        strerror(-error));
	}
	s->saved_at = wb_clock_monotonic();
}

static bool is_page(const struct wb_state *state, const char *name)
{
	const struct wb_json *page = wb_json_get(state->root, "page");
	return wb_str_is(wb_json_get_string(page, "name"), name);
}

void wb_show_recall(struct show *s)
{
	const struct wb_options *o = s->options;
	if (!o->keeps_state) {
		return;
	}
	if (o->state) {
		snprintf(s->memory, sizeof(s->memory), "%s", o->state);
	} else if (!wb_memory_path(o->url.peer, s->memory, sizeof(s->memory))) {
		s->memory[0] = '\0';
		return;
	}
	s->remembered = wb_memory_load(s->memory, &s->remembered_heard);
	if (s->remembered && o->page && !is_page(s->remembered, o->page)) {
		wb_state_unref(s->remembered); /* another one was asked for */
		s->remembered = NULL;
	}
}

static void log_link(const struct wb_link *before, const struct wb_link *now)
{
	if (before->state == now->state) {
		return;
	}
	wb_info("%s -> %s%s%s", wb_link_state_name(before->state),
	        wb_link_state_name(now->state), now->detail[0] ? ": " : "",
	        now->detail);
}

static void sound_alarm(struct show *s, wb_ms now)
{
	if (!wb_alarm_take(&s->alarm, s->picture.state->root, now) ||
	    !s->sound) {
		return;
	}
	wb_info("a new critical alert");
	if (!wb_sound_play(s->sound)) {
		wb_warn("no sound: %s", wb_present_error());
	}
}

/* A page that a reload took away is left for the first one. */
static void leave_lost_page(struct show *s)
{
	static const char gone[] = "no view ";
	if (!s->options->page && s->picture.link.state == WB_LINK_OFFLINE &&
	    strncmp(s->picture.link.detail, gone, sizeof(gone) - 1) == 0) {
		wb_source_go(s->source, NULL, wb_clock_monotonic());
	}
}

void wb_show_take_news(struct show *s)
{
	struct wb_picture newer;
	if (!wb_source_take(s->source, &newer)) {
		return;
	}
	bool was_live = s->picture.link.state == WB_LINK_LIVE;
	log_link(&s->picture.link, &newer.link);
	if (was_live && newer.link.state == WB_LINK_OFFLINE) {
		wb_show_remember(s);
	}
	wb_state_unref(s->picture.state);
	s->picture = newer;
	leave_lost_page(s);
	if (!newer.state) {
		return;
	}
	wb_state_unref(s->remembered);
	s->remembered = NULL;
	wb_pages_take(&s->pages, newer.state->root, wb_clock_monotonic());
	if (newer.link.state == WB_LINK_LIVE) {
		sound_alarm(s, wb_show_time(s));
		if (s->saved_at == 0) {
			wb_show_remember(s);
		}
	}
}
