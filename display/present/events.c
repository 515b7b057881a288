#include "present/events.h"

#include <string.h>

#include "base/clock.h"

/*
 * With a driver that cannot sleep in SDL, keys are looked for this often.
 * SDL itself would look every millisecond, which costs 2 % of a core.
 */
#define LOOK_AROUND ((wb_ms)100)

#define LONGEST_WAIT (60 * WB_MINUTE)

bool wb_events_init(struct wb_events *events, bool windowed)
{
	const char *driver = SDL_GetCurrentVideoDriver();
	events->windowed = windowed;
	events->sdl_can_sleep =
		strcmp(driver, "x11") == 0 || strcmp(driver, "wayland") == 0;
	events->wake_type = SDL_RegisterEvents(1);
	events->wakes = SDL_CreateSemaphore(0);
	return events->wakes != NULL && events->wake_type != (Uint32)-1;
}

void wb_events_finish(struct wb_events *events)
{
	if (events->wakes) {
		SDL_DestroySemaphore(events->wakes);
		events->wakes = NULL;
	}
}

void wb_events_wake(struct wb_events *events)
{
	if (events->sdl_can_sleep) {
		SDL_Event event = { .type = events->wake_type };
		SDL_PushEvent(&event);
	} else {
		SDL_SemPost(events->wakes);
	}
}

static const struct {
	SDL_Keycode code;
	enum wb_present_event meaning;
} keys[] = {
	{ SDLK_RIGHT, WB_PRESENT_NEXT },
	{ SDLK_PAGEDOWN, WB_PRESENT_NEXT },
	{ SDLK_LEFT, WB_PRESENT_PREVIOUS },
	{ SDLK_PAGEUP, WB_PRESENT_PREVIOUS },
	{ SDLK_SPACE, WB_PRESENT_HOLD },
	{ SDLK_e, WB_PRESENT_EXPLAIN },
	{ SDLK_l, WB_PRESENT_LANGUAGE },
	{ SDLK_h, WB_PRESENT_HELP },
	{ SDLK_F1, WB_PRESENT_HELP },
	{ SDLK_ESCAPE, WB_PRESENT_CLOSE },
};

/* It ends only by a chord that nobody hits by accident. */
static enum wb_present_event key_meaning(const SDL_KeyboardEvent *key,
                                         bool windowed)
{
	SDL_Keycode code = key->keysym.sym;
	bool chord =
		(key->keysym.mod & KMOD_CTRL) && (key->keysym.mod & KMOD_SHIFT);
	if (code == SDLK_q && chord) {
		return WB_PRESENT_QUIT;
	}
	if (windowed && code == SDLK_f) {
		return WB_PRESENT_TOGGLE;
	}
	if (key->keysym.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) {
		return WB_PRESENT_NOTHING; /* meant for something else */
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].code == code) {
			return keys[i].meaning;
		}
	}
	return WB_PRESENT_NOTHING;
}

static enum wb_present_event window_meaning(const SDL_WindowEvent *window)
{
	if (window->event == SDL_WINDOWEVENT_SIZE_CHANGED ||
	    window->event == SDL_WINDOWEVENT_DISPLAY_CHANGED) {
		return WB_PRESENT_RESIZED;
	}
	return window->event == SDL_WINDOWEVENT_EXPOSED ? WB_PRESENT_EXPOSED
	                                                : WB_PRESENT_NOTHING;
}

enum wb_present_event wb_events_meaning(const SDL_Event *event, bool windowed)
{
	switch (event->type) {
	case SDL_QUIT:
		return WB_PRESENT_QUIT;
	case SDL_KEYDOWN:
		return event->key.repeat ? WB_PRESENT_NOTHING
		                         : key_meaning(&event->key, windowed);
	case SDL_MOUSEMOTION:
		return WB_PRESENT_POINTER;
	case SDL_DISPLAYEVENT:
		return WB_PRESENT_SCREENS;
	case SDL_RENDER_TARGETS_RESET:
	case SDL_RENDER_DEVICE_RESET:
		return WB_PRESENT_EXPOSED;
	case SDL_WINDOWEVENT:
		return window_meaning(&event->window);
	default:
		return WB_PRESENT_NOTHING;
	}
}

/* The first event that is waiting and matters. */
static bool next_event(struct wb_events *events,
                       enum wb_present_event *ret_meaning)
{
	SDL_Event event;
	while (SDL_PollEvent(&event)) {
		*ret_meaning = wb_events_meaning(&event, events->windowed);
		if (*ret_meaning != WB_PRESENT_NOTHING ||
		    event.type == events->wake_type) {
			return true;
		}
	}
	return false;
}

static void sleep_in_sdl(wb_ms timeout)
{
	SDL_WaitEventTimeout(NULL, (int)timeout);
}

/* True when woken. Several wakes are one. */
static bool sleep_outside(struct wb_events *events, wb_ms timeout)
{
	wb_ms nap = timeout < LOOK_AROUND ? timeout : LOOK_AROUND;
	if (SDL_SemWaitTimeout(events->wakes, (Uint32)nap) != 0) {
		return false;
	}
	while (SDL_SemTryWait(events->wakes) == 0) {
	}
	return true;
}

enum wb_present_event wb_events_wait(struct wb_events *events, wb_ms timeout)
{
	enum wb_present_event meaning = WB_PRESENT_NOTHING;
	wb_ms left = timeout > LONGEST_WAIT ? LONGEST_WAIT : timeout;
	wb_ms until = wb_clock_monotonic() + (left > 0 ? left : 0);
	for (;;) {
		if (next_event(events, &meaning)) {
			return meaning;
		}
		wb_ms now = wb_clock_monotonic();
		if (now >= until) {
			return WB_PRESENT_NOTHING;
		}
		left = until - now;
		if (events->sdl_can_sleep) {
			sleep_in_sdl(left);
		} else if (sleep_outside(events, left)) {
			return WB_PRESENT_NOTHING;
		}
	}
}
