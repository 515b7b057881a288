#ifndef WB_WALL_H
#define WB_WALL_H

/*
 * The wall as a picture: a board state in, pixels out. No window, no network,
 * no clock: the same input gives the same pixels on every machine, which the
 * golden frames rely on.
 *
 * One CPU canvas (ARGB32). Only what changed since the last call is drawn
 * again, and its rectangles are reported for the present adapters.
 *
 * Main thread only (SDL_ttf).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "json.h"
#include "layout/link.h"
#include "layout/overlay.h"
#include "layout/reading.h"
#include "layout/rect.h"

struct wb_wall_options {
	int width_px, height_px;
	const char *language; /* "en", "fa", "ar", "ru"; NULL = the centre's */
	const char *theme;    /* "dark" (default), "light" */
	const char *assets;   /* directory with fonts/ and languages/ */
	int safe_margin_permille;  /* for overscan; 0 */
	struct wb_reading reading; /* screen and readers; zeros = not known */
	bool test_card;            /* instead of the board */
};

#define WB_WALL_RECTS_MAX 64

struct wb_wall;

/* NULL with a message (no fonts, no memory, unknown language). */
struct wb_wall *wb_wall_create(const struct wb_wall_options *options,
                               char *ret_error, size_t error_size);
void wb_wall_destroy(struct wb_wall *wall);

/*
 * Draws `state` (PROTOCOL.md, "Board state"; NULL = none yet) as of `now`, the
 * server's time (UTC ms). Returns how many rectangles changed, written to
 * ret_rects; 0 = nothing, -1 = out of memory. `state` is borrowed for the
 * call only.
 */
int wb_wall_draw(struct wb_wall *wall, const struct wb_json *state,
                 const struct wb_link *link, wb_ms now,
                 struct wb_rect ret_rects[WB_WALL_RECTS_MAX]);

/*
 * When the picture will next change with no new state (the clock's minute, a
 * duration that counts): an instant > now.
 */
wb_ms wb_wall_next_change(const struct wb_wall *wall, wb_ms now);

/* The next draw is in this language, whatever the centre's; false = unknown. */
bool wb_wall_set_language(struct wb_wall *wall, const char *language);
const char *wb_wall_language(const struct wb_wall *wall);

/* All colours darker from the next draw on: 1000 = as they are. */
void wb_wall_set_brightness(struct wb_wall *wall, int permille);

/* Moves all of the next pictures, so that no edge stays where it is. */
void wb_wall_set_shift(struct wb_wall *wall, int x_px, int y_px);

/* What lies over the page from the next draw on; copied. */
void wb_wall_set_overlay(struct wb_wall *wall,
                         const struct wb_overlay *overlay);

/* The tile of the board at a point of the last picture, or -1. */
int wb_wall_tile_at(const struct wb_wall *wall, int x_px, int y_px);

/* How many tiles the last picture has. */
int wb_wall_tile_count(const struct wb_wall *wall);

/*
 * Writes how well the last picture can be read (draw/audit.h); how many texts
 * have faults. False when out of memory.
 */
bool wb_wall_audit(const struct wb_wall *wall, struct wb_buf *out,
                   int *ret_faulty);

/* ARGB8888 pixels, `*ret_pitch` bytes a row. Valid until destroy or resize. */
const uint32_t *wb_wall_pixels(const struct wb_wall *wall, int *ret_pitch);

void wb_wall_size(const struct wb_wall *wall, int *ret_width, int *ret_height);

/* False (and nothing changed) when the size is impossible. */
bool wb_wall_resize(struct wb_wall *wall, int width_px, int height_px);

/*
 * Draws into the caller's memory from now on, until the next resize or adopt:
 * `pitch` bytes a row, a multiple of 4, of 32-bit pixels. It must stay as it
 * was drawn and live as long. Does nothing when it is the one already in use.
 * False (and nothing changed) when the size is impossible.
 */
bool wb_wall_adopt(struct wb_wall *wall, uint32_t *pixels, int pitch,
                   int width_px, int height_px);

/*
 * Writes the picture as PNG (fast compression), by way of PATH.part and a
 * rename. 0 or -errno.
 */
int wb_wall_write_png(const struct wb_wall *wall, const char *path);

#endif
