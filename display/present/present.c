#include "present/present.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "present/events.h"

/* Rows of BGRA in memory on little-endian machines, as Cairo draws them. */
#define PICTURE_FORMAT SDL_PIXELFORMAT_ARGB8888

struct wb_present {
	SDL_Window *window;
	SDL_Renderer *renderer; /* NULL = the window's surface is used */
	SDL_Texture *texture;
	int texture_width, texture_height;
	bool windowed;     /* started so: keys may end the program */
	char monitor[128]; /* as asked for; empty = the first */
	int placed_on;     /* the screen that is filled */
	struct wb_events events;
};

/* Drivers whose windows have memory of their own to draw in. */
static bool driver_has_surface(const char *driver)
{
	return strcmp(driver, "x11") == 0 || strcmp(driver, "dummy") == 0 ||
	       strcmp(driver, "offscreen") == 0;
}

/*
 * Without any screen SDL takes a driver that draws to nowhere; that must have
 * been asked for, or a wall would seem to run where nobody sees it.
 */
static bool is_a_screen(const char *driver)
{
	bool nowhere = strcmp(driver, "dummy") == 0 ||
	               strcmp(driver, "offscreen") == 0;
	return !nowhere || SDL_getenv("SDL_VIDEODRIVER");
}

static bool open_screen(void)
{
	if (SDL_Init(SDL_INIT_VIDEO) < 0) {
		return false;
	}
	if (!is_a_screen(SDL_GetCurrentVideoDriver())) {
		SDL_SetError("neither X11, Wayland nor a free console is "
		             "there");
		return false;
	}
	return true;
}

static void set_hints(void)
{
	/* a second screen that takes the focus shall not hide the wall */
	SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
	SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
	SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
}

/* The screen of this name or number; -1 when there is none. */
static int find_screen(const char *wanted)
{
	int count = SDL_GetNumVideoDisplays();
	char *end;
	long number = strtol(wanted, &end, 10);
	if (wanted[0] == '\0') {
		return 0;
	}
	if (*end == '\0') {
		return number >= 0 && number < count ? (int)number : -1;
	}
	for (int i = 0; i < count; i++) {
		const char *name = SDL_GetDisplayName(i);
		if (name && strcasestr(name, wanted)) {
			return i;
		}
	}
	return -1;
}

/* "no monitor 'DP-9'; there are: 0 'HDMI-1', 1 'DP-1'" as SDL's error. */
static bool choose_screen(struct wb_present *p)
{
	char list[256] = "";
	p->placed_on = find_screen(p->monitor);
	if (p->placed_on >= 0) {
		return true;
	}
	for (int i = 0; i < SDL_GetNumVideoDisplays(); i++) {
		size_t used = strlen(list);
		const char *name = SDL_GetDisplayName(i);
		snprintf(list + used, sizeof(list) - used, "%s%d '%s'",
		         i > 0 ? ", " : "", i, name ? name : "");
	}
	SDL_SetError("no monitor '%s'; there are: %s", p->monitor, list);
	return false;
}

static bool create_window(struct wb_present *p,
                          const struct wb_present_options *options)
{
	if (!choose_screen(p)) {
		return false;
	}
	int on = (int)SDL_WINDOWPOS_UNDEFINED_DISPLAY((unsigned)p->placed_on);
	SDL_Rect area = { on, on, options->width_px, options->height_px };
	Uint32 flags = SDL_WINDOW_ALLOW_HIGHDPI;
	flags |= options->windowed ? SDL_WINDOW_RESIZABLE
	                           : SDL_WINDOW_FULLSCREEN_DESKTOP;
	/* without a window manager nobody makes it as large as the screen */
	if (!options->windowed) {
		SDL_GetDisplayBounds(p->placed_on, &area);
	}
	p->window = SDL_CreateWindow("Wallboard", area.x, area.y, area.w,
	                             area.h, flags);
	if (!p->window) {
		return false;
	}
	if (driver_has_surface(SDL_GetCurrentVideoDriver())) {
		SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
		return SDL_GetWindowSurface(p->window) != NULL;
	}
	p->renderer = SDL_CreateRenderer(p->window, -1, 0);
	return p->renderer != NULL;
}

struct wb_present *wb_present_create(const struct wb_present_options *options,
                                     char *ret_error, size_t error_size)
{
	struct wb_present *p = calloc(1, sizeof(*p));
	if (!p) {
		snprintf(ret_error, error_size, "out of memory");
		return NULL;
	}
	p->windowed = options->windowed;
	snprintf(p->monitor, sizeof(p->monitor), "%s",
	         options->monitor ? options->monitor : "");
	set_hints();
	if (!open_screen() || !create_window(p, options) ||
	    !wb_events_init(&p->events, p->windowed)) {
		snprintf(ret_error, error_size, "%s", SDL_GetError());
		wb_present_destroy(p);
		return NULL;
	}
	if (!p->windowed) {
		SDL_ShowCursor(SDL_DISABLE);
	}
	return p;
}

void wb_present_destroy(struct wb_present *present)
{
	if (!present) {
		return;
	}
	wb_events_finish(&present->events);
	if (present->texture) {
		SDL_DestroyTexture(present->texture);
	}
	if (present->renderer) {
		SDL_DestroyRenderer(present->renderer);
	}
	if (present->window) {
		SDL_DestroyWindow(present->window);
	}
	SDL_Quit();
	free(present);
}

void wb_present_size(const struct wb_present *present, int *ret_width,
                     int *ret_height)
{
	if (present->renderer) {
		SDL_GetRendererOutputSize(present->renderer, ret_width,
		                          ret_height);
	} else {
		SDL_GetWindowSizeInPixels(present->window, ret_width,
		                          ret_height);
	}
}

uint32_t *wb_present_pixels(struct wb_present *present, int *ret_pitch)
{
	SDL_Surface *surface = present->renderer
	                               ? NULL
	                               : SDL_GetWindowSurface(present->window);
	int width, height;
	if (!surface || SDL_MUSTLOCK(surface) ||
	    (surface->format->format != SDL_PIXELFORMAT_RGB888 &&
	     surface->format->format != SDL_PIXELFORMAT_ARGB8888)) {
		return NULL;
	}
	wb_present_size(present, &width, &height);
	if (surface->w != width || surface->h != height) {
		return NULL;
	}
	*ret_pitch = surface->pitch;
	return surface->pixels;
}

static bool show_on_surface(struct wb_present *p, const uint32_t *pixels,
                            int pitch, const struct wb_rect *rects, int count)
{
	SDL_Rect changed[WB_WALL_RECTS_MAX];
	/* asked for every time: a resize makes a new one */
	SDL_Surface *surface = SDL_GetWindowSurface(p->window);
	if (!surface) {
		return false;
	}
	int used = 0;
	for (int i = 0; i < count; i++) {
		SDL_Rect all = { 0, 0, surface->w, surface->h };
		SDL_Rect rect = { rects[i].x, rects[i].y, rects[i].w,
			          rects[i].h };
		if (!SDL_IntersectRect(&all, &rect, &rect)) {
			continue;
		}
		const char *from = (const char *)pixels + rect.y * pitch +
		                   rect.x * (int)sizeof(uint32_t);
		char *to = (char *)surface->pixels + rect.y * surface->pitch +
		           rect.x * surface->format->BytesPerPixel;
		if (from != to) {
			SDL_ConvertPixels(rect.w, rect.h, PICTURE_FORMAT, from,
			                  pitch, surface->format->format, to,
			                  surface->pitch);
		}
		changed[used++] = rect;
	}
	return SDL_UpdateWindowSurfaceRects(p->window, changed, used) == 0;
}

/* A texture of the present size; *ret_new when all of it is to be filled. */
static bool make_texture(struct wb_present *p, bool *ret_new)
{
	int width, height;
	wb_present_size(p, &width, &height);
	*ret_new = false;
	if (p->texture && p->texture_width == width &&
	    p->texture_height == height) {
		return true;
	}
	if (p->texture) {
		SDL_DestroyTexture(p->texture);
	}
	p->texture =
		SDL_CreateTexture(p->renderer, PICTURE_FORMAT,
	                          SDL_TEXTUREACCESS_STREAMING, width, height);
	p->texture_width = width;
	p->texture_height = height;
	*ret_new = true;
	return p->texture != NULL;
}

static bool show_on_texture(struct wb_present *p, const uint32_t *pixels,
                            int pitch, const struct wb_rect *rects, int count)
{
	bool fresh;
	if (!make_texture(p, &fresh)) {
		return false;
	}
	struct wb_rect all = { 0, 0, p->texture_width, p->texture_height };
	if (fresh) {
		rects = &all;
		count = 1;
	}
	for (int i = 0; i < count; i++) {
		SDL_Rect whole = { 0, 0, all.w, all.h };
		SDL_Rect rect = { rects[i].x, rects[i].y, rects[i].w,
			          rects[i].h };
		if (SDL_IntersectRect(&whole, &rect, &rect)) {
			SDL_UpdateTexture(
				p->texture, &rect,
				(const char *)pixels + rect.y * pitch +
					rect.x * (int)sizeof(uint32_t),
				pitch);
		}
	}
	if (SDL_RenderCopy(p->renderer, p->texture, NULL, NULL) < 0) {
		return false;
	}
	SDL_RenderPresent(p->renderer);
	return true;
}

bool wb_present_show(struct wb_present *present, const uint32_t *pixels,
                     int pitch, const struct wb_rect *rects, int count)
{
	return present->renderer
	               ? show_on_texture(present, pixels, pitch, rects, count)
	               : show_on_surface(present, pixels, pitch, rects, count);
}

enum wb_present_event wb_present_wait(struct wb_present *present, wb_ms timeout)
{
	return wb_events_wait(&present->events, timeout);
}

void wb_present_wake(struct wb_present *present)
{
	wb_events_wake(&present->events);
}

void wb_present_toggle(struct wb_present *present)
{
	Uint32 flags = SDL_GetWindowFlags(present->window);
	bool full = flags & SDL_WINDOW_FULLSCREEN_DESKTOP;
	SDL_SetWindowFullscreen(present->window,
	                        full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
	SDL_ShowCursor(full ? SDL_ENABLE : SDL_DISABLE);
}

const char *wb_present_driver(const struct wb_present *present)
{
	(void)present;
	return SDL_GetCurrentVideoDriver();
}

void wb_present_place(struct wb_present *present)
{
	int screen = find_screen(present->monitor);
	if (present->windowed || SDL_GetNumVideoDisplays() < 1) {
		return;
	}
	screen = screen >= 0 ? screen : 0;
	SDL_Rect area, now;
	if (SDL_GetDisplayBounds(screen, &area) < 0) {
		return;
	}
	SDL_GetWindowPosition(present->window, &now.x, &now.y);
	SDL_GetWindowSize(present->window, &now.w, &now.h);
	if (SDL_RectEquals(&area, &now)) {
		return;
	}
	/* left first, so that it is made as large as the screen now is */
	SDL_SetWindowFullscreen(present->window, 0);
	SDL_SetWindowPosition(present->window, area.x, area.y);
	SDL_SetWindowSize(present->window, area.w, area.h);
	SDL_SetWindowFullscreen(present->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
	present->placed_on = screen;
}

void wb_present_show_pointer(struct wb_present *present, bool shown)
{
	bool full = SDL_GetWindowFlags(present->window) &
	            SDL_WINDOW_FULLSCREEN_DESKTOP;
	SDL_ShowCursor(shown || !full ? SDL_ENABLE : SDL_DISABLE);
}

bool wb_present_pointer(const struct wb_present *present, int *ret_x,
                        int *ret_y)
{
	int x, y, width, height, pixels_w, pixels_h;
	if (SDL_GetMouseFocus() != present->window) {
		return false;
	}
	SDL_GetMouseState(&x, &y);
	SDL_GetWindowSize(present->window, &width, &height);
	wb_present_size(present, &pixels_w, &pixels_h);
	if (width < 1 || height < 1) {
		return false;
	}
	*ret_x = (int)((int64_t)x * pixels_w / width);
	*ret_y = (int)((int64_t)y * pixels_h / height);
	return true;
}

const char *wb_present_error(void)
{
	return SDL_GetError();
}
