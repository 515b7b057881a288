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
};

enum wb_present_event {
	WB_PRESENT_NOTHING, /* the time is over, or it was woken */
	WB_PRESENT_QUIT,    /* a key chord, the window's button, SIGTERM */
	WB_PRESENT_RESIZED, /* ask for the size again */
	WB_PRESENT_EXPOSED, /* show the whole picture again */
	WB_PRESENT_TOGGLE,  /* full screen wanted, or the window */
};

/* NULL with a message when there is no screen. */
struct wb_present *wb_present_create(const struct wb_present_options *options,
                                     char *ret_error, size_t error_size);
void wb_present_destroy(struct wb_present *present);

/* The size to draw at, in pixels. */
void wb_present_size(const struct wb_present *present, int *ret_width,
                     int *ret_height);

/*
 * Puts rectangles of the ARGB8888 picture on the screen. The picture has the
 * size of wb_present_size(). False when the screen cannot take it now.
 */
bool wb_present_show(struct wb_present *present, const uint32_t *pixels,
                     int pitch, const struct wb_rect *rects, int count);

/* Waits up to `timeout` ms for the next event. */
enum wb_present_event wb_present_wait(struct wb_present *present,
                                      wb_ms timeout);

void wb_present_toggle(struct wb_present *present);

/* Ends a wb_present_wait(). Any thread. */
void wb_present_wake(struct wb_present *present);

/* "x11", "wayland", "KMSDRM" ... */
const char *wb_present_driver(const struct wb_present *present);

#endif
