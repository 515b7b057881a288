#include "text/fonts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FAMILIES_MAX 3
#define FILE_MAX_BYTES (16 * 1024 * 1024)
#define ANY_SIZE 24

/*
 * So many faces stay open. Each holds some 300 KB of tables and glyphs; a page
 * needs up to forty, and what was drawn with one is kept without it.
 */
#define OPENED_MAX 48

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
	unsigned used; /* when it was last asked for */
};

struct wb_fonts {
	struct family families[FAMILIES_MAX];
	int count;
	struct opened opened[OPENED_MAX];
	int opened_count;
	unsigned asked; /* how often a face was asked for */
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

/*
 * Mapped, so that only the pages of a font that are looked at take memory, and
 * several walls on one machine share them.
 */
static bool map_file(const char *path, struct file *ret_file)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat info;
	void *data = MAP_FAILED;

	if (fd < 0) {
		return false;
	}
	if (fstat(fd, &info) == 0 && info.st_size > 0 &&
	    info.st_size <= FILE_MAX_BYTES) {
		data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE,
		            fd, 0);
	}
	close(fd);
	if (data == MAP_FAILED) {
		return false;
	}
	*ret_file = (struct file){ data, (size_t)info.st_size };
	return true;
}

static void free_family(struct family *family)
{
	int i;

	for (i = 0; i < WB_WEIGHT_COUNT; i++) {
		if (family->files[i].data != NULL) {
			munmap(family->files[i].data, family->files[i].size);
		}
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
		if (!map_file(path, &family->files[i])) {
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

/* A free place; the face that nobody asked for the longest makes room. */
static struct opened *place_for_one(struct wb_fonts *fonts)
{
	struct opened *oldest = &fonts->opened[0];
	int i;

	if (fonts->opened_count < OPENED_MAX) {
		return &fonts->opened[fonts->opened_count++];
	}
	for (i = 1; i < OPENED_MAX; i++) {
		struct opened *o = &fonts->opened[i];

		/* the difference counts on when the counter turns over */
		if (fonts->asked - o->used > fonts->asked - oldest->used) {
			oldest = o;
		}
	}
	TTF_CloseFont(oldest->font);
	return oldest;
}

TTF_Font *wb_fonts_get(struct wb_fonts *fonts, int family, struct wb_face face)
{
	TTF_Font *font;
	int i;

	if (family < 0 || family >= fonts->count || face.size < 1) {
		return NULL;
	}
	fonts->asked++;
	for (i = 0; i < fonts->opened_count; i++) {
		struct opened *o = &fonts->opened[i];

		if (o->family == family && o->face.size == face.size &&
		    o->face.weight == face.weight) {
			o->used = fonts->asked;
			return o->font;
		}
	}
	font = open_face(fonts, family, face);
	if (font != NULL) {
		*place_for_one(fonts) =
			(struct opened){ family, face, font, fonts->asked };
	}
	return font;
}

bool wb_fonts_provide(struct wb_fonts *fonts, int family, uint32_t character)
{
	TTF_Font *font = wb_fonts_get(fonts, family,
	                              (struct wb_face){ ANY_SIZE, WB_MEDIUM });

	return font != NULL && TTF_GlyphIsProvided32(font, character) != 0;
}
