#include "picture.h"

#include <png.h>
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

bool picture_write(const struct picture *picture, const char *path)
{
	size_t count = (size_t)picture->width * (size_t)picture->height;
	unsigned char *rgb = malloc(count * 3);
	png_image image = {
		.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)picture->width,
		.height = (png_uint_32)picture->height,
		.format = PNG_FORMAT_RGB,
	};
	bool good;
	size_t i;

	if (rgb == NULL) {
		return false;
	}
	for (i = 0; i < count; i++) {
		rgb[3 * i] = (unsigned char)(picture->pixels[i] >> 16);
		rgb[3 * i + 1] = (unsigned char)(picture->pixels[i] >> 8);
		rgb[3 * i + 2] = (unsigned char)picture->pixels[i];
	}
	good = png_image_write_to_file(&image, path, 0, rgb, 0, NULL) != 0;
	free(rgb);
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
