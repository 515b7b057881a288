#ifndef WB_PRESENT_EVENTS_H
#define WB_PRESENT_EVENTS_H

/* Waiting for SDL's events, and which of them matter. Private to present/. */

#include <SDL.h>
#include <stdbool.h>

#include "present/present.h"

/* Owned by the caller; private. */
struct wb_events {
	Uint32 wake_type;
	SDL_sem *wakes;
	bool sdl_can_sleep; /* SDL_WaitEventTimeout() sleeps and is woken */
	bool windowed;
};

/* After SDL_Init(). False with SDL_GetError(). */
bool wb_events_init(struct wb_events *events, bool windowed);
void wb_events_finish(struct wb_events *events);

enum wb_present_event wb_events_wait(struct wb_events *events, wb_ms timeout);
void wb_events_wake(struct wb_events *events);

/* What an event means to a wall. */
enum wb_present_event wb_events_meaning(const SDL_Event *event, bool windowed);

#endif
