#include "net/session.h"

#include <stdarg.h>
#include <stdio.h>

#include "limits.h"
#include "merge_patch.h"

/* A link that stood for so long was good: the next one may come quickly. */
#define GOOD_LINK (5 * WB_SECOND)

/* The server's clock was set back, or time is told by events. */
#define CLOCK_STEP ((wb_ms)500)

#define PROTOCOL 1

static void set_link(struct wb_session *s, enum wb_link_state link, wb_ms now)
{
	if (s->link != link) {
		s->link = link;
		s->link_since = now;
	}
}

static void set_phase(struct wb_session *s, enum wb_session_phase phase,
                      wb_ms now)
{
	s->phase = phase;
	s->phase_since = now;
}

__attribute__((format(printf, 2, 3))) static void
set_detail(struct wb_session *s, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(s->detail, sizeof(s->detail), format, args);
	va_end(args);
	struct wb_str text = wb_str(s->detail);
	s->detail[wb_str_utf8_prefix(text, text.len)] = '\0';
}

/* xorshift: walls only have to differ, nobody has to be surprised. */
static uint64_t next_random(struct wb_session *s)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return s->random;
}

/* Between three quarters and all of the back-off, which then doubles. */
static void plan_retry(struct wb_session *s, wb_ms now)
{
	wb_ms spread = s->backoff / 4;
	wb_ms less = (wb_ms)(next_random(s) % (uint64_t)(spread + 1));
	wb_ms delay = s->backoff - less;
	if (delay < WB_SESSION_RETRY_MIN) {
		delay = WB_SESSION_RETRY_MIN + less;
	}
	s->retry_at = now + delay;
	s->backoff *= 2;
	if (s->backoff > WB_SESSION_RETRY_MAX) {
		s->backoff = WB_SESSION_RETRY_MAX;
	}
}

static void lose(struct wb_session *s, wb_ms now)
{
	if (s->phase == WB_SESSION_RUNNING &&
	    now - s->phase_since >= GOOD_LINK) {
		s->backoff = WB_SESSION_RETRY_MIN;
	}
	set_phase(s, WB_SESSION_WAITING, now);
	set_link(s, WB_LINK_OFFLINE, now);
	plan_retry(s, now);
}

void wb_session_init(struct wb_session *session, const char *peer, wb_ms now,
                     wb_ms wall_clock, uint64_t seed)
{
	*session = (struct wb_session){
		.phase = WB_SESSION_WAITING,
		.link = WB_LINK_CONNECTING,
		.link_since = now,
		.phase_since = now,
		.heard = -1,
		.retry_at = now,
		.backoff = WB_SESSION_RETRY_MIN,
		.clock_offset = wall_clock - now,
		.random = seed ? seed : 1,
		.scratch.limit = (size_t)8 * WB_STATE_MAX_BYTES,
	};
	snprintf(session->peer, sizeof(session->peer), "%s", peer);
}

void wb_session_finish(struct wb_session *session)
{
	wb_state_unref(session->state);
	session->state = NULL;
	wb_arena_finish(&session->scratch);
}

void wb_session_opened(struct wb_session *session, wb_ms now)
{
	if (session->phase == WB_SESSION_DIALLING) {
		set_phase(session, WB_SESSION_OPENED, now);
	}
}

void wb_session_closed(struct wb_session *session, struct wb_str why, wb_ms now)
{
	if (session->phase == WB_SESSION_WAITING) {
		return; /* we hung up ourselves */
	}
	set_detail(session, "%.*s: %s", WB_STR_FMT(why), session->peer);
	lose(session, now);
}

/* Drops the connection over what the server sent, or did not send. */
__attribute__((format(printf, 3, 4))) static enum wb_session_action
hang_up(struct wb_session *s, wb_ms now, const char *format, ...)
{
	char why[sizeof(s->detail)];
	va_list args;
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	set_detail(s, "%s", why);
	lose(s, now);
	return WB_SESSION_HANG_UP;
}

/*
 * Messages take a while to arrive, so that the one that came fastest knows
 * best what time it is; unless the clock was really moved back.
 */
static void take_time(struct wb_session *s, const struct wb_json *message,
                      wb_ms now)
{
	wb_ms time = wb_json_get_int(message, "time", -1);
	if (time < 0 || time > WB_TIME_MAX) {
		return;
	}
	wb_ms offset = time - now;
	if (!s->clock_known || offset > s->clock_offset ||
	    offset < s->clock_offset - CLOCK_STEP) {
		s->clock_offset = offset;
		s->clock_known = true;
	}
}

static enum wb_session_action
take_hello(struct wb_session *s, const struct wb_json *message, wb_ms now)
{
	int64_t protocol = wb_json_get_int(message, "protocol", -1);
	if (protocol != PROTOCOL) {
		return hang_up(s, now,
		               "the server speaks protocol %lld, this wall %d",
		               (long long)protocol, PROTOCOL);
	}
	if (s->phase != WB_SESSION_OPENED) {
		return hang_up(s, now, "a second hello from %s", s->peer);
	}
	set_phase(s, WB_SESSION_GREETED, now);
	return WB_SESSION_NOTHING;
}

static void take_state(struct wb_session *s, struct wb_state *state, wb_ms now)
{
	wb_state_unref(s->state);
	s->state = state;
	if (s->phase != WB_SESSION_RUNNING) {
		set_phase(s, WB_SESSION_RUNNING, now);
	}
	s->detail[0] = '\0';
	set_link(s, WB_LINK_LIVE, now);
}

/* The tree borrows from the text, so both go into the state's arena. */
static enum wb_session_action take_snapshot(struct wb_session *s,
                                            struct wb_str text, wb_ms now)
{
	struct wb_state *state = wb_state_create();
	struct wb_json_error error;
	const struct wb_json *message = NULL;
	if (state) {
		struct wb_str copy = wb_arena_str(&state->arena, text);
		message = copy.data ? wb_json_read(copy, &state->arena, &error)
		                    : NULL;
	}
	if (!message) {
		wb_state_unref(state);
		return hang_up(s, now, "no memory for the board");
	}
	state->root = wb_json_get(message, "state");
	state->revision = wb_json_get_int(message, "revision", -1);
	if (!state->root || state->root->kind != WB_JSON_OBJECT ||
	    state->revision < 0) {
		wb_state_unref(state);
		return hang_up(s, now, "a snapshot without state or revision");
	}
	take_state(s, state, now);
	return WB_SESSION_NOTHING;
}

static enum wb_session_action
take_patch(struct wb_session *s, const struct wb_json *message, wb_ms now)
{
	const struct wb_json *patch = wb_json_get(message, "patch");
	int64_t from = wb_json_get_int(message, "from", -1);
	int64_t revision = wb_json_get_int(message, "revision", -1);
	if (!patch || patch->kind != WB_JSON_OBJECT || revision < 0) {
		return hang_up(s, now, "a patch without patch or revision");
	}
	if (from != s->state->revision) {
		return hang_up(s, now,
		               "a patch for revision %lld, the wall has %lld",
		               (long long)from, (long long)s->state->revision);
	}
	struct wb_state *state = wb_state_create();
	if (state) {
		state->revision = revision;
		state->root = wb_merge_patch_apply(s->state->root, patch,
		                                   &state->arena);
	}
	if (!state || !state->root) {
		wb_state_unref(state);
		return hang_up(s, now, "no memory for the board");
	}
	take_state(s, state, now);
	return WB_SESSION_NOTHING;
}

static enum wb_session_action
take_heartbeat(struct wb_session *s, const struct wb_json *message, wb_ms now)
{
	int64_t revision = wb_json_get_int(message, "revision", -1);
	if (revision != s->state->revision) {
		return hang_up(s, now,
		               "the server is at revision %lld, the wall at "
		               "%lld",
		               (long long)revision,
		               (long long)s->state->revision);
	}
	s->detail[0] = '\0';
	set_link(s, WB_LINK_LIVE, now);
	return WB_SESSION_NOTHING;
}

static enum wb_session_action take(struct wb_session *s, struct wb_str text,
                                   const struct wb_json *message, wb_ms now)
{
	struct wb_str type = wb_json_get_string(message, "type");
	if (wb_str_is(type, "error")) {
		struct wb_str error = wb_json_get_string(message, "error");
		return hang_up(s, now, "%.*s", WB_STR_FMT(error));
	}
	if (wb_str_is(type, "hello")) {
		return take_hello(s, message, now);
	}
	if (s->phase < WB_SESSION_GREETED) {
		return hang_up(s, now, "no hello from %s: is it a wallboardd?",
		               s->peer);
	}
	if (wb_str_is(type, "snapshot")) {
		return take_snapshot(s, text, now);
	}
	if (s->phase < WB_SESSION_RUNNING) {
		return hang_up(s, now, "no snapshot from %s", s->peer);
	}
	if (wb_str_is(type, "patch")) {
		return take_patch(s, message, now);
	}
	if (wb_str_is(type, "heartbeat")) {
		return take_heartbeat(s, message, now);
	}
	return WB_SESSION_NOTHING; /* of a later version: not for us */
}

enum wb_session_action wb_session_message(struct wb_session *session,
                                          struct wb_str text, wb_ms now)
{
	if (session->phase < WB_SESSION_OPENED) {
		return WB_SESSION_NOTHING;
	}
	wb_arena_reset(&session->scratch);
	struct wb_json_error error;
	const struct wb_json *message =
		wb_json_read(text, &session->scratch, &error);
	if (!message) {
		return hang_up(session, now, "a bad message, byte %zu: %s",
		               error.offset, error.message);
	}
	session->heard = now;
	take_time(session, message, now);
	return take(session, text, message, now);
}

enum wb_session_action wb_session_tick(struct wb_session *session, wb_ms now)
{
	switch (session->phase) {
	case WB_SESSION_WAITING:
		if (now < session->retry_at) {
			return WB_SESSION_NOTHING;
		}
		set_phase(session, WB_SESSION_DIALLING, now);
		return WB_SESSION_DIAL;
	case WB_SESSION_DIALLING:
	case WB_SESSION_OPENED:
	case WB_SESSION_GREETED:
		if (now - session->phase_since >= WB_SESSION_OPENING) {
			return hang_up(session, now, "no answer from %s",
			               session->peer);
		}
		return WB_SESSION_NOTHING;
	case WB_SESSION_RUNNING:
		break;
	}
	if (now - session->heard >= WB_SESSION_DEAD) {
		return hang_up(session, now, "silent: %s", session->peer);
	}
	if (now - session->heard > WB_SESSION_STALE) {
		set_link(session, WB_LINK_STALE, now);
	}
	return WB_SESSION_NOTHING;
}

wb_ms wb_session_next_change(const struct wb_session *session)
{
	switch (session->phase) {
	case WB_SESSION_WAITING:
		return session->retry_at;
	case WB_SESSION_DIALLING:
	case WB_SESSION_OPENED:
	case WB_SESSION_GREETED:
		return session->phase_since + WB_SESSION_OPENING;
	case WB_SESSION_RUNNING:
		break;
	}
	return session->heard + (session->link == WB_LINK_STALE
	                                 ? WB_SESSION_DEAD
	                                 : WB_SESSION_STALE + 1);
}

void wb_session_link(const struct wb_session *session, struct wb_link *ret_link)
{
	*ret_link = (struct wb_link){
		.state = session->link,
		.since = wb_session_time(session, session->link_since),
		.last_message =
			session->heard < 0
				? 0
				: wb_session_time(session, session->heard),
	};
	memcpy(ret_link->detail, session->detail, sizeof(session->detail));
}
