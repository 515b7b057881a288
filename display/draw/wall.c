#include "draw/wall.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/paint.h"
#include "layout/page.h"

#define FILE_MAX_BYTES (1024 * 1024)
#define PATH_BYTES 4096
#define SIZE_MAX_PX 16384

_Static_assert(WB_DAMAGE_MAX <= WB_WALL_RECTS_MAX,
               "every damaged rectangle is reported");

struct wb_wall {
	char *assets;
	bool language_chosen; /* not left to the centre */
	int width, height, margin;
	struct wb_theme theme;
	struct wb_text *text;
	struct wb_locale locale;
	cairo_surface_t *canvas;
	cairo_t *cr;
	struct wb_scene scenes[2]; /* on the canvas, and the next */
	int current;
	bool drawn; /* the canvas holds scenes[current] */
	struct wb_arena arena;
};

/* A whole file, NUL-terminated; the caller frees. */
static char *read_text(const char *path, struct wb_str *ret_text)
{
	FILE *stream = fopen(path, "rb");
	char *data = stream != NULL ? malloc(FILE_MAX_BYTES + 1) : NULL;
	size_t len;

	if (data == NULL) {
		if (stream != NULL) {
			fclose(stream);
		}
		return NULL;
	}
	len = fread(data, 1, FILE_MAX_BYTES, stream);
	if (ferror(stream)) {
		free(data);
		data = NULL;
	} else {
		data[len] = '\0';
		*ret_text = (struct wb_str){ data, len };
	}
	fclose(stream);
	return data;
}

static bool load_locale(struct wb_wall *wall, const char *language,
                        char *ret_error, size_t error_size)
{
	char path[2][PATH_BYTES];
	struct wb_str own, english;
	struct wb_locale fresh;
	char *texts[2];
	bool good = false;

	snprintf(path[0], PATH_BYTES, "%s/languages/%s.json", wall->assets,
	         language);
	snprintf(path[1], PATH_BYTES, "%s/languages/en.json", wall->assets);
	texts[0] =
		strchr(language, '/') == NULL ? read_text(path[0], &own) : NULL;
	texts[1] = read_text(path[1], &english);
	if (texts[0] == NULL || texts[1] == NULL) {
		snprintf(ret_error, error_size, "cannot read '%s': %s",
		         path[texts[0] == NULL ? 0 : 1], strerror(errno));
	} else {
		good = wb_locale_init(&fresh, language, own, english, ret_error,
		                      error_size);
	}
	free(texts[0]);
	free(texts[1]);
	if (!good) {
		return false;
	}
	wb_locale_finish(&wall->locale);
	wall->locale = fresh;
	return true;
}

static bool load_theme(struct wb_wall *wall, const char *name, char *ret_error,
                       size_t error_size)
{
	char path[PATH_BYTES];
	char detail[128];
	struct wb_str json;
	char *text;
	bool good;

	snprintf(path, sizeof(path), "%s/themes/%s.json", wall->assets, name);
	text = read_text(path, &json);
	if (text == NULL) {
		snprintf(ret_error, error_size, "cannot read '%s': %s", path,
		         strerror(errno));
		return false;
	}
	good = wb_theme_read(&wall->theme, json, detail, sizeof(detail));
	if (!good) {
		snprintf(ret_error, error_size, "%s: %s", path, detail);
	}
	free(text);
	return good;
}

static bool load_fonts(struct wb_wall *wall, char *ret_error, size_t error_size)
{
	char path[PATH_BYTES];
	struct wb_fonts *fonts;

	snprintf(path, sizeof(path), "%s/fonts", wall->assets);
	fonts = wb_fonts_create(path, ret_error, error_size);
	if (fonts == NULL) {
		return false;
	}
	wall->text = wb_text_create(fonts);
	if (wall->text != NULL) {
		return true;
	}
	wb_fonts_destroy(fonts);
	snprintf(ret_error, error_size, "out of memory");
	return false;
}

static void drop_canvas(struct wb_wall *wall)
{
	if (wall->cr != NULL) {
		cairo_destroy(wall->cr);
	}
	if (wall->canvas != NULL) {
		cairo_surface_destroy(wall->canvas);
	}
	wall->cr = NULL;
	wall->canvas = NULL;
	wall->drawn = false;
}

bool wb_wall_resize(struct wb_wall *wall, int width_px, int height_px)
{
	cairo_surface_t *canvas;
	cairo_t *cr;

	if (width_px < 1 || height_px < 1 || width_px > SIZE_MAX_PX ||
	    height_px > SIZE_MAX_PX) {
		return false;
	}
	canvas = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width_px,
	                                    height_px);
	cr = cairo_create(canvas);
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
	if (!load_locale(wall, language, ret_error, error_size) ||
	    !load_theme(wall, theme, ret_error, error_size) ||
	    !load_fonts(wall, ret_error, error_size)) {
		wb_wall_destroy(wall);
		return NULL;
	}
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
	if (load_locale(wall, language, error, sizeof(error))) {
		wall->drawn = false;
	}
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
		.warning_filled = wall->theme.warning_filled,
	};
	int count;

	wb_arena_reset(&wall->arena);
	if (state != NULL) {
		follow_language(wall, state);
		if (!wb_board_read(&board, state, wall->locale.language,
		                   &wall->arena)) {
			return 0;
		}
		input.board = &board;
	}
	wb_page_layout(next, &input);
	if (next->failed) {
		return 0;
	}
	count = damage(wall, next, ret_rects);
	paint(wall, next, ret_rects, count);
	wall->current = 1 - wall->current;
	wall->drawn = true;
	wb_text_end_frame(wall->text);
	return count;
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
