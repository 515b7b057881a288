#include "draw/wall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "draw/audit.h"
#include "draw/load.h"
#include "draw/paint.h"
#include "layout/page.h"

#define SIZE_MAX_PX 16384

_Static_assert(WB_DAMAGE_MAX <= WB_WALL_RECTS_MAX,
               "every damaged rectangle is reported");

struct wb_wall {
	char *assets;
	bool language_chosen; /* not left to the centre */
	int width, height, margin;
	struct wb_reading reading;
	struct wb_theme theme; /* as it is drawn */
	struct wb_theme day;   /* as it was read */
	int dim_permille;
	int shift_x, shift_y;
	struct wb_overlay overlay;
	bool test_card;
	int tile_count;
	struct wb_text *text;
	struct wb_locale locale;
	cairo_surface_t *canvas;
	void *memory; /* of the canvas; NULL = somebody else's */
	size_t memory_size;
	cairo_t *cr;
	struct wb_scene scenes[2]; /* on the canvas, and the next */
	int current;
	bool drawn; /* the canvas holds scenes[current] */
	struct wb_arena arena;
};

/* Nothing is changed when it fails. */
static bool change_language(struct wb_wall *wall, const char *language,
                            char *ret_error, size_t error_size)
{
	struct wb_locale fresh;

	if (!wb_load_locale(wall->assets, language, &fresh, ret_error,
	                    error_size)) {
		return false;
	}
	wb_locale_finish(&wall->locale);
	wall->locale = fresh;
	wall->drawn = false;
	return true;
}

static void drop_canvas(struct wb_wall *wall)
{
	if (wall->cr != NULL) {
		cairo_destroy(wall->cr);
	}
	if (wall->canvas != NULL) {
		cairo_surface_destroy(wall->canvas);
	}
	if (wall->memory != NULL) {
		munmap(wall->memory, wall->memory_size);
	}
	wall->cr = NULL;
	wall->canvas = NULL;
	wall->memory = NULL;
	wall->drawn = false;
}

static bool size_is_possible(int width_px, int height_px)
{
	return width_px >= 1 && height_px >= 1 && width_px <= SIZE_MAX_PX &&
	       height_px <= SIZE_MAX_PX;
}

/* Draws into `data` from now on; false, and all stays, when it is no good. */
static bool use_pixels(struct wb_wall *wall, void *data, int pitch,
                       int width_px, int height_px)
{
	cairo_surface_t *canvas = cairo_image_surface_create_for_data(
		data, CAIRO_FORMAT_ARGB32, width_px, height_px, pitch);
	cairo_t *cr = cairo_create(canvas);

	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS) {
		cairo_destroy(cr);
		cairo_surface_destroy(canvas);
		return false;
	}
	drop_canvas(wall);
	wall->canvas = canvas;
	wall->cr = cr;
	wall->width = width_px;
	wall->height = height_px;
	return true;
}

/*
 * Mapped, not malloc()ed: 33 MB at 4K lie just below the size from which glibc
 * would give them back, and every other resize would leave a hole.
 */
bool wb_wall_resize(struct wb_wall *wall, int width_px, int height_px)
{
	size_t pitch = (size_t)width_px * sizeof(uint32_t);
	size_t size = pitch * (size_t)height_px;
	void *memory;

	if (!size_is_possible(width_px, height_px)) {
		return false;
	}
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) {
		return false;
	}
	if (!use_pixels(wall, memory, (int)pitch, width_px, height_px)) {
		munmap(memory, size);
		return false;
	}
	wall->memory = memory;
	wall->memory_size = size;
	return true;
}

bool wb_wall_adopt(struct wb_wall *wall, uint32_t *pixels, int pitch,
                   int width_px, int height_px)
{
	unsigned char *data = (void *)pixels;

	if (wall->canvas != NULL &&
	    cairo_image_surface_get_data(wall->canvas) == data &&
	    cairo_image_surface_get_stride(wall->canvas) == pitch &&
	    wall->width == width_px && wall->height == height_px) {
		return true;
	}
	return size_is_possible(width_px, height_px) &&
	       use_pixels(wall, data, pitch, width_px, height_px);
}

struct wb_wall *wb_wall_create(const struct wb_wall_options *options,
                               char *ret_error, size_t error_size)
{
	struct wb_wall *wall = calloc(1, sizeof(*wall));
	const char *language = options->language ? options->language : "en";
	const char *theme = options->theme ? options->theme : "dark";

	if (wall != NULL) {
		wall->assets = strdup(options->assets);
	}
	if (wall == NULL || wall->assets == NULL) {
		snprintf(ret_error, error_size, "out of memory");
		wb_wall_destroy(wall);
		return NULL;
	}
	wall->language_chosen = options->language != NULL;
	wall->margin = options->safe_margin_permille;
	wall->reading = options->reading;
	wall->test_card = options->test_card;
	wall->dim_permille = 1000;
	if (!change_language(wall, language, ret_error, error_size) ||
	    !wb_load_theme(wall->assets, theme, &wall->day, ret_error,
	                   error_size) ||
	    !wb_load_text(wall->assets, &wall->text, ret_error, error_size)) {
		wb_wall_destroy(wall);
		return NULL;
	}
	wall->theme = wall->day;
	if (!wb_wall_resize(wall, options->width_px, options->height_px)) {
		snprintf(ret_error, error_size,
		         "size %d x %d: expected 1 to %d", options->width_px,
		         options->height_px, SIZE_MAX_PX);
		wb_wall_destroy(wall);
		return NULL;
	}
	return wall;
}

void wb_wall_destroy(struct wb_wall *wall)
{
	if (wall == NULL) {
		return;
	}
	drop_canvas(wall);
	wb_text_destroy(wall->text);
	wb_locale_finish(&wall->locale);
	wb_scene_finish(&wall->scenes[0]);
	wb_scene_finish(&wall->scenes[1]);
	wb_arena_finish(&wall->arena);
	free(wall->assets);
	free(wall);
}

static int measure(void *data, struct wb_str text, struct wb_face face)
{
	struct wb_wall *wall = data;

	return wb_text_measure(wall->text, text, face, wall->locale.rtl);
}

/* The centre's language, unless one was asked for; kept if unknown. */
static void follow_language(struct wb_wall *wall, const struct wb_json *state)
{
	struct wb_str wanted =
		wb_json_get_string(wb_json_get(state, "centre"), "language");
	char language[8];
	char error[128];

	if (wall->language_chosen || wanted.len == 0 ||
	    wanted.len >= sizeof(language) ||
	    wb_str_is(wanted, wall->locale.language)) {
		return;
	}
	memcpy(language, wanted.data, wanted.len);
	language[wanted.len] = '\0';
	change_language(wall, language, error, sizeof(error));
}

static void paint(struct wb_wall *wall, const struct wb_scene *scene,
                  const struct wb_rect *rects, int count)
{
	struct wb_painter painter = {
		.cr = wall->cr,
		.theme = &wall->theme,
		.text = wall->text,
		.locale = &wall->locale,
		.measure = { measure, wall },
	};
	int i;

	for (i = 0; i < count; i++) {
		wb_paint_area(&painter, scene, rects[i]);
	}
	cairo_surface_flush(wall->canvas);
}

/* The part of a rectangle that is on the canvas. */
static struct wb_rect clipped(const struct wb_wall *wall, struct wb_rect r)
{
	int right = r.x + r.w < wall->width ? r.x + r.w : wall->width;
	int bottom = r.y + r.h < wall->height ? r.y + r.h : wall->height;

	r.x = r.x > 0 ? r.x : 0;
	r.y = r.y > 0 ? r.y : 0;
	r.w = right - r.x;
	r.h = bottom - r.y;
	return r;
}

static int damage(const struct wb_wall *wall, const struct wb_scene *next,
                  struct wb_rect rects[WB_WALL_RECTS_MAX])
{
	struct wb_rect found[WB_DAMAGE_MAX];
	int count = 1;
	int kept = 0;
	int i;

	found[0] = (struct wb_rect){ 0, 0, wall->width, wall->height };
	if (wall->drawn) {
		count = wb_scene_damage(&wall->scenes[wall->current], next,
		                        found);
	}
	for (i = 0; i < count; i++) {
		struct wb_rect r = clipped(wall, found[i]);

		if (r.w > 0 && r.h > 0) {
			rects[kept++] = r;
		}
	}
	return kept;
}

int wb_wall_draw(struct wb_wall *wall, const struct wb_json *state,
                 const struct wb_link *link, wb_ms now,
                 struct wb_rect ret_rects[WB_WALL_RECTS_MAX])
{
	struct wb_scene *next = &wall->scenes[1 - wall->current];
	struct wb_board board;
	struct wb_page_input input = {
		.locale = &wall->locale,
		.measure = { measure, wall },
		.link = link,
		.now = now,
		.width = wall->width,
		.height = wall->height,
		.safe_margin_permille = wall->margin,
		.reading = wall->reading,
		.warning_filled = wall->theme.warning_filled,
		.test_card = wall->test_card,
		.overlay = &wall->overlay,
	};
	int count;

	wb_arena_reset(&wall->arena);
	if (state != NULL) {
		follow_language(wall, state);
		if (!wb_board_read(&board, state, wall->locale.language,
		                   &wall->arena)) {
			return -1;
		}
		input.board = &board;
	}
	wall->tile_count = state != NULL ? board.tile_count : 0;
	wb_page_layout(next, &input);
	if (next->failed) {
		return -1;
	}
	wb_scene_shift(next, wall->shift_x, wall->shift_y);
	count = damage(wall, next, ret_rects);
	paint(wall, next, ret_rects, count);
	wall->current = 1 - wall->current;
	wall->drawn = true;
	wb_text_end_frame(wall->text);
	return count;
}

bool wb_wall_set_language(struct wb_wall *wall, const char *language)
{
	char error[128];

	if (!change_language(wall, language, error, sizeof(error))) {
		return false;
	}
	wall->language_chosen = true;
	return true;
}

const char *wb_wall_language(const struct wb_wall *wall)
{
	return wall->locale.language;
}

void wb_wall_set_brightness(struct wb_wall *wall, int permille)
{
	if (permille != wall->dim_permille) {
		wb_theme_dim(&wall->theme, &wall->day, permille);
		wall->dim_permille = permille;
		wall->drawn = false;
	}
}

void wb_wall_set_shift(struct wb_wall *wall, int x_px, int y_px)
{
	wall->shift_x = x_px;
	wall->shift_y = y_px;
}

void wb_wall_set_overlay(struct wb_wall *wall, const struct wb_overlay *overlay)
{
	wall->overlay = *overlay;
}

int wb_wall_tile_at(const struct wb_wall *wall, int x_px, int y_px)
{
	return wb_scene_tile_at(&wall->scenes[wall->current], x_px, y_px);
}

int wb_wall_tile_count(const struct wb_wall *wall)
{
	return wall->tile_count;
}

bool wb_wall_audit(const struct wb_wall *wall, struct wb_buf *out,
                   int *ret_faulty)
{
	const struct wb_scene *scene = &wall->scenes[wall->current];
	struct wb_audit audit = { 0 };
	bool good = wb_audit_scene(&audit, scene, &wall->day, &wall->reading);

	if (good) {
		wb_audit_write(&audit, scene, &wall->reading, out);
		*ret_faulty = audit.faulty;
	}
	wb_audit_finish(&audit);
	return good && !out->failed;
}

wb_ms wb_wall_next_change(const struct wb_wall *wall, wb_ms now)
{
	wb_ms step = wall->scenes[wall->current].counts ? WB_SECOND : WB_MINUTE;

	return now - now % step + step;
}

const uint32_t *wb_wall_pixels(const struct wb_wall *wall, int *ret_pitch)
{
	*ret_pitch = cairo_image_surface_get_stride(wall->canvas);
	return (const void *)cairo_image_surface_get_data(wall->canvas);
}

void wb_wall_size(const struct wb_wall *wall, int *ret_width, int *ret_height)
{
	*ret_width = wall->width;
	*ret_height = wall->height;
}
