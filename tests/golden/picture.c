#include "picture.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool picture_read(struct picture *picture, const char *path)
{
	png_image image = { .version = PNG_IMAGE_VERSION };

	*picture = (struct picture){ 0 };
	if (!png_image_begin_read_from_file(&image, path)) {
		return false;
	}
	image.format = PNG_FORMAT_BGRA;
	picture->width = (int)image.width;
	picture->height = (int)image.height;
	picture->pixels = malloc(PNG_IMAGE_SIZE(image));
	if (picture->pixels == NULL ||
	    !png_image_finish_read(&image, NULL, picture->pixels, 0, NULL)) {
		png_image_free(&image);
		picture_finish(picture);
		return false;
	}
	return true;
}

/* As small as libpng makes it: these files are kept for ever. */
static bool encode(const struct picture *picture, FILE *stream,
                   unsigned char *row)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	                                          NULL, NULL);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	volatile int y;
	int x;

	if (info == NULL || setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		return false;
	}
	png_init_io(png, stream);
	png_set_compression_level(png, 9);
	png_set_filter(png, 0, PNG_ALL_FILTERS);
	png_set_IHDR(png, info, (png_uint_32)picture->width,
	             (png_uint_32)picture->height, 8, PNG_COLOR_TYPE_RGB,
	             PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
	             PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (y = 0; y < picture->height; y++) {
		const uint32_t *pixels =
			picture->pixels + (ptrdiff_t)y * picture->width;

		for (x = 0; x < picture->width; x++) {
			row[3 * x] = (unsigned char)(pixels[x] >> 16);
			row[3 * x + 1] = (unsigned char)(pixels[x] >> 8);
			row[3 * x + 2] = (unsigned char)pixels[x];
		}
		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	return true;
}

bool picture_write(const struct picture *picture, const char *path)
{
	unsigned char *row = malloc((size_t)picture->width * 3);
	FILE *stream = row != NULL ? fopen(path, "wb") : NULL;
	bool good = stream != NULL && encode(picture, stream, row);

	if (stream != NULL && fclose(stream) != 0) {
		good = false;
	}
	free(row);
	return good;
}

void picture_finish(struct picture *picture)
{
	free(picture->pixels);
	*picture = (struct picture){ 0 };
}

bool picture_copy(struct picture *picture, const uint32_t *pixels, int pitch,
                  int width, int height)
{
	const char *row = (const char *)pixels;
	int y;

	*picture = (struct picture){ width, height, NULL };
	picture->pixels = malloc((size_t)width * (size_t)height * 4);
	if (picture->pixels == NULL) {
		return false;
	}
	for (y = 0; y < height; y++, row += pitch) {
		memcpy(picture->pixels + (size_t)y * (size_t)width, row,
		       (size_t)width * 4);
	}
	return true;
}

/* The mean of a square, one colour: shift 0, 8 or 16. */
static uint32_t mean(const struct picture *from, int left, int top, int factor,
                     int shift)
{
	uint32_t sum = 0;
	uint32_t count = (uint32_t)(factor * factor);
	int x, y;

	for (y = top; y < top + factor; y++) {
		for (x = left; x < left + factor; x++) {
			sum += from->pixels[y * from->width + x] >> shift &
			       0xff;
		}
	}
	return ((sum + count / 2) / count & 0xf8) << shift;
}

bool picture_reduce(struct picture *picture, const struct picture *from,
                    int factor)
{
	int x, y;

	*picture = (struct picture){ from->width / factor,
		                     from->height / factor, NULL };
	picture->pixels =
		malloc((size_t)picture->width * (size_t)picture->height * 4);
	if (picture->pixels == NULL) {
		return false;
	}
	for (y = 0; y < picture->height; y++) {
		for (x = 0; x < picture->width; x++) {
			picture->pixels[y * picture->width + x] =
				mean(from, x * factor, y * factor, factor, 0) |
				mean(from, x * factor, y * factor, factor, 8) |
				mean(from, x * factor, y * factor, factor, 16);
		}
	}
	return true;
}

static bool near(uint32_t a, uint32_t b, int tolerance)
{
	int shift;

	for (shift = 0; shift < 24; shift += 8) {
		int difference =
			(int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);

		if (abs(difference) > tolerance) {
			return false;
		}
	}
	return true;
}

static uint32_t pale(uint32_t colour)
{
	return 0xb0b0b0 + (colour >> 2 & 0x3f3f3f);
}

int picture_compare(const struct picture *a, const struct picture *b,
                    int tolerance, struct picture *ret_difference)
{
	int count = b->width * b->height;
	int different = 0;
	int i;

	if (ret_difference != NULL &&
	    !picture_copy(ret_difference, b->pixels, b->width * 4, b->width,
	                  b->height)) {
		return count;
	}
	if (a->width != b->width || a->height != b->height) {
		return count;
	}
	for (i = 0; i < count; i++) {
		bool same = near(a->pixels[i], b->pixels[i], tolerance);

		different += same ? 0 : 1;
		if (ret_difference != NULL) {
			ret_difference->pixels[i] =
				same ? pale(b->pixels[i]) : 0xff0000;
		}
	}
	return different;
}
