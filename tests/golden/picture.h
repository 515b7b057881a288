#ifndef WB_TEST_PICTURE_H
#define WB_TEST_PICTURE_H

/* Pictures in memory, from and to PNG, and how far two of them differ. */

#include <stdbool.h>
#include <stdint.h>

struct picture {
	int width, height;
	uint32_t *pixels; /* 0x00RRGGBB; owned */
};

bool picture_read(struct picture *picture, const char *path);
bool picture_write(const struct picture *picture, const char *path);
void picture_finish(struct picture *picture);

/* Copies pixels of `pitch` bytes a row; false when out of memory. */
bool picture_copy(struct picture *picture, const uint32_t *pixels, int pitch,
                  int width, int height);

/*
 * The picture made smaller: each pixel is the mean of `factor` x `factor`, in
 * 32 shades of each colour, so that the file is small. False when out of
 * memory.
 */
bool picture_reduce(struct picture *picture, const struct picture *from,
                    int factor);

/*
 * How many pixels differ by more than `tolerance` in any colour; all of them
 * when the sizes differ. ret_difference, if not NULL, becomes a picture with
 * those in red on the second one made pale.
 */
int picture_compare(const struct picture *a, const struct picture *b,
                    int tolerance, struct picture *ret_difference);

#endif
