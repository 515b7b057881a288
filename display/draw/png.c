#include "draw/wall.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATH_BYTES 4096

struct canvas {
	const uint32_t *pixels;
	int pitch, width, height;
};

static void unpack(const uint32_t *pixels, int width, unsigned char *rgb)
{
	int x;

	for (x = 0; x < width; x++) {
		rgb[3 * x] = (unsigned char)(pixels[x] >> 16);
		rgb[3 * x + 1] = (unsigned char)(pixels[x] >> 8);
		rgb[3 * x + 2] = (unsigned char)pixels[x];
	}
}

/* False when libpng gave up; it jumps back here. */
static bool encode(FILE *stream, const struct canvas *c, unsigned char *row)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	                                          NULL, NULL);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	volatile int y;

	if (info == NULL || setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		return false;
	}
	png_init_io(png, stream);
	png_set_compression_level(png, 1);
	png_set_filter(png, 0, PNG_FILTER_UP);
	png_set_IHDR(png, info, (png_uint_32)c->width, (png_uint_32)c->height,
	             8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
	             PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (y = 0; y < c->height; y++) {
		unpack((const void *)((const char *)c->pixels +
		                      (ptrdiff_t)y * c->pitch),
		       c->width, row);
		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	return true;
}

static int write_file(const char *path, const struct canvas *c)
{
	unsigned char *row = malloc((size_t)c->width * 3);
	FILE *stream = row != NULL ? fopen(path, "wb") : NULL;
	int result = 0;

	if (stream == NULL) {
		result = row != NULL ? -errno : -ENOMEM;
		free(row);
		return result;
	}
	errno = 0;
	if (!encode(stream, c, row)) {
		result = errno != 0 ? -errno : -EIO;
	}
	if (fclose(stream) != 0 && result == 0) {
		result = -errno;
	}
	free(row);
	return result;
}

int wb_wall_write_png(const struct wb_wall *wall, const char *path)
{
	char temporary[PATH_BYTES];
	struct canvas c;
	int result;

	c.pixels = wb_wall_pixels(wall, &c.pitch);
	wb_wall_size(wall, &c.width, &c.height);
	/* Whoever looks at the file must never find half a picture. */
	if (snprintf(temporary, sizeof(temporary), "%s.part", path) >=
	    (int)sizeof(temporary)) {
		return -ENAMETOOLONG;
	}
	result = write_file(temporary, &c);
	if (result == 0 && rename(temporary, path) != 0) {
		result = -errno;
	}
	if (result != 0) {
		unlink(temporary);
	}
	return result;
}
