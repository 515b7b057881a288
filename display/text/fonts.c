#include "text/fonts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAMILIES_MAX 3
#define FILE_MAX_BYTES (16 * 1024 * 1024)
#define ANY_SIZE 24

struct file {
	void *data;
	size_t size;
};

struct family {
	struct file files[WB_WEIGHT_COUNT];
};

struct opened {
	int family;
	struct wb_face face;
	TTF_Font *font;
};

struct wb_fonts {
	struct family families[FAMILIES_MAX];
	int count;
	struct opened *opened;
	int opened_count, opened_capacity;
};

static const char *const project_fonts[][WB_WEIGHT_COUNT] = {
	{ "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf" },
	{ "Vazirmatn-NL-Medium.ttf", "Vazirmatn-NL-SemiBold.ttf",
	  "Vazirmatn-NL-Bold.ttf" },
};

static const char *const system_fonts[WB_WEIGHT_COUNT] = {
	"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
};

static bool read_file(const char *path, struct file *ret_file)
{
	FILE *stream = fopen(path, "rb");
	char *data = NULL;
	long size = -1;

	if (stream == NULL) {
		return false;
	}
	if (fseek(stream, 0, SEEK_END) == 0) {
		size = ftell(stream);
	}
	if (size > 0 && size <= FILE_MAX_BYTES &&
	    fseek(stream, 0, SEEK_SET) == 0) {
		data = malloc((size_t)size);
	}
	if (data != NULL &&
	    fread(data, 1, (size_t)size, stream) != (size_t)size) {
		free(data);
		data = NULL;
	}
	fclose(stream);
	if (data == NULL) {
		return false;
	}
	*ret_file = (struct file){ data, (size_t)size };
	return true;
}

static void free_family(struct family *family)
{
	int i;

	for (i = 0; i < WB_WEIGHT_COUNT; i++) {
		free(family->files[i].data);
	}
	*family = (struct family){ 0 };
}

static bool read_family(struct family *family, const char *directory,
                        const char *const names[WB_WEIGHT_COUNT])
{
	char path[4096];
	int i;

	*family = (struct family){ 0 };
	for (i = 0; i < WB_WEIGHT_COUNT; i++) {
		snprintf(path, sizeof(path), "%s%s%s", directory,
		         directory[0] != '\0' ? "/" : "", names[i]);
		if (!read_file(path, &family->files[i])) {
			free_family(family);
			return false;
		}
	}
	return true;
}

struct wb_fonts *wb_fonts_create(const char *directory, char *ret_error,
                                 size_t error_size)
{
	struct wb_fonts *fonts = calloc(1, sizeof(*fonts));
	size_t i;

	if (fonts == NULL || TTF_Init() != 0) {
		snprintf(ret_error, error_size, "cannot start SDL_ttf: %s",
		         fonts == NULL ? "out of memory" : TTF_GetError());
		free(fonts);
		return NULL;
	}
	for (i = 0; i < sizeof(project_fonts) / sizeof(project_fonts[0]); i++) {
		if (read_family(&fonts->families[fonts->count], directory,
		                project_fonts[i])) {
			fonts->count++;
		}
	}
	if (read_family(&fonts->families[fonts->count], "", system_fonts)) {
		fonts->count++;
	}
	if (fonts->count > 0) {
		return fonts;
	}
	snprintf(ret_error, error_size,
	         "no fonts in '%s' (run assets/fonts/fetch) and no DejaVu "
	         "Sans in the system",
	         directory);
	wb_fonts_destroy(fonts);
	return NULL;
}

void wb_fonts_destroy(struct wb_fonts *fonts)
{
	int i;

	if (fonts == NULL) {
		return;
	}
	for (i = 0; i < fonts->opened_count; i++) {
		TTF_CloseFont(fonts->opened[i].font);
	}
	free(fonts->opened);
	for (i = 0; i < FAMILIES_MAX; i++) {
		free_family(&fonts->families[i]);
	}
	free(fonts);
	TTF_Quit();
}

int wb_fonts_count(const struct wb_fonts *fonts)
{
	return fonts->count;
}

static TTF_Font *open_face(struct wb_fonts *fonts, int family,
                           struct wb_face face)
{
	const struct file *file = &fonts->families[family].files[face.weight];
	SDL_RWops *stream = SDL_RWFromConstMem(file->data, (int)file->size);
	TTF_Font *font = stream ? TTF_OpenFontRW(stream, 1, face.size) : NULL;

	if (font == NULL) {
		return NULL;
	}
	/* Shapes stay as designed at every size, and as wide as measured. */
	TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
	return font;
}

TTF_Font *wb_fonts_get(struct wb_fonts *fonts, int family, struct wb_face face)
{
	struct opened *grown;
	TTF_Font *font;
	int i;

	if (family < 0 || family >= fonts->count || face.size < 1) {
		return NULL;
	}
	for (i = 0; i < fonts->opened_count; i++) {
		const struct opened *o = &fonts->opened[i];

		if (o->family == family && o->face.size == face.size &&
		    o->face.weight == face.weight) {
			return o->font;
		}
	}
	if (fonts->opened_count == fonts->opened_capacity) {
		int capacity = fonts->opened_capacity * 2 + 32;

		grown = realloc(fonts->opened,
		                (size_t)capacity * sizeof(*grown));
		if (grown == NULL) {
			return NULL;
		}
		fonts->opened = grown;
		fonts->opened_capacity = capacity;
	}
	font = open_face(fonts, family, face);
	if (font != NULL) {
		fonts->opened[fonts->opened_count++] =
			(struct opened){ family, face, font };
	}
	return font;
}

bool wb_fonts_provide(struct wb_fonts *fonts, int family, uint32_t character)
{
	TTF_Font *font = wb_fonts_get(fonts, family,
	                              (struct wb_face){ ANY_SIZE, WB_MEDIUM });

	return font != NULL && TTF_GlyphIsProvided32(font, character) != 0;
}
