#ifndef WB_PRESENT_H
#define WB_PRESENT_H

/*
 * The screen: shows a picture that lies in memory, and waits for what happens
 * to the window. Knows nothing of what is in the picture.
 *
 * On X11 the changed rectangles go straight to the window's surface, without
 * OpenGL (which would cost 100 MB); Wayland and KMSDRM have no such surface
 * and get a streaming texture.
 *
 * Main thread only, but for wb_present_wake().
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "draw/wall.h"

struct wb_present;

struct wb_present_options {
	bool windowed;
	int width_px, height_px; /* of the window, when windowed */
	const char *monitor;     /* part of its name, or its number; NULL = 0 */
};

enum wb_present_event {
	WB_PRESENT_NOTHING, /* the time is over, or it was woken */
	WB_PRESENT_QUIT,    /* the chord, the window's button, SIGTERM */
	WB_PRESENT_RESIZED, /* ask for the size again */
	WB_PRESENT_EXPOSED, /* show the whole picture again */
	WB_PRESENT_SCREENS, /* one came or went: wb_present_place() */
	WB_PRESENT_TOGGLE,  /* full screen wanted, or the window */
	WB_PRESENT_POINTER, /* it moved */
	/* keys */
	WB_PRESENT_NEXT,
	WB_PRESENT_PREVIOUS,
	WB_PRESENT_HOLD,
	WB_PRESENT_EXPLAIN,
	WB_PRESENT_LANGUAGE,
	WB_PRESENT_HELP,
	WB_PRESENT_CLOSE, /* Escape */
};

/* NULL with a message when there is no screen. */
struct wb_present *wb_present_create(const struct wb_present_options *options,
                                     char *ret_error, size_t error_size);
void wb_present_destroy(struct wb_present *present);

/* The size to draw at, in pixels. */
void wb_present_size(const struct wb_present *present, int *ret_width,
                     int *ret_height);

/*
 * The window's own memory, when a picture of that size may be drawn straight
 * into it (which spares a second one: 33 MB at 4K); *ret_pitch bytes a row of
 * 32-bit pixels, the highest byte unused. NULL when it has none. To be asked
 * for before each drawing: a resize makes a new one.
 */
uint32_t *wb_present_pixels(struct wb_present *present, int *ret_pitch);

/*
 * Puts rectangles of the ARGB8888 picture on the screen. The picture has the
 * size of wb_present_size(), and may be wb_present_pixels(). False when the
 * screen cannot take it now.
 */
bool wb_present_show(struct wb_present *present, const uint32_t *pixels,
                     int pitch, const struct wb_rect *rects, int count);

/* Waits up to `timeout` ms for the next event. */
enum wb_present_event wb_present_wait(struct wb_present *present,
                                      wb_ms timeout);

void wb_present_toggle(struct wb_present *present);

/*
 * Puts a wall that fills a screen on the one that was asked for, or on the
 * first while that one is away. The size may be another afterwards.
 */
void wb_present_place(struct wb_present *present);

/* The pointer is hidden on a full screen until it is moved. */
void wb_present_show_pointer(struct wb_present *present, bool shown);

/* Where it points, in pixels of the picture; false when it is elsewhere. */
bool wb_present_pointer(const struct wb_present *present, int *ret_x,
                        int *ret_y);

/* Why the last thing failed, as SDL says it. */
const char *wb_present_error(void);

/* Ends a wb_present_wait(). Any thread. */
void wb_present_wake(struct wb_present *present);

/* "x11", "wayland", "KMSDRM" ... */
const char *wb_present_driver(const struct wb_present *present);

#endif
