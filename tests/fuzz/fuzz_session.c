#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define START ((wb_ms)1000000)

/* What must hold after every step, whatever the server said. */
static void check(const struct wb_session *s)
{
	struct wb_link link;
	wb_session_link(s, &link);
	bool running = s->phase == WB_SESSION_RUNNING;
	bool fresh = link.state == WB_LINK_LIVE || link.state == WB_LINK_STALE;
	if (running != fresh || (running && !s->state) ||
	    (s->state && s->state->root->kind != WB_JSON_OBJECT) ||
	    !memchr(link.detail, 0, sizeof(link.detail))) {
		abort();
	}
}

/* The input is a stream of messages, one a line, in one connection. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_session s;
	wb_ms now = START;
	wb_session_init(&s, "h:1", now, now, 7);
	if (wb_session_tick(&s, now) != WB_SESSION_DIAL) {
		abort();
	}
	wb_session_opened(&s, now);
	const char *at = (const char *)data, *end = at + size;
	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		line = line ? line : end;
		struct wb_str text = { at, (size_t)(line - at) };
		enum wb_session_action action =
			wb_session_message(&s, text, now);
		check(&s);
		if (action == WB_SESSION_HANG_UP &&
		    s.phase != WB_SESSION_WAITING) {
			abort();
		}
		now += 700;
		wb_session_tick(&s, now);
		check(&s);
		at = line + (line < end);
	}
	wb_session_finish(&s);
	return 0;
}
