#ifndef WB_TEXT_FONTS_H
#define WB_TEXT_FONTS_H

/*
 * The faces of the wall, mapped into memory: Inter for Latin and Cyrillic,
 * Vazirmatn for Arabic script, DejaVu Sans for what neither has or when they
 * are not installed. Main thread only (SDL_ttf).
 */

#include <SDL_ttf.h>

#include "layout/scene.h"

struct wb_fonts;

/* From `directory`; NULL with a message when there is no font at all. */
struct wb_fonts *wb_fonts_create(const char *directory, char *ret_error,
                                 size_t error_size);
void wb_fonts_destroy(struct wb_fonts *fonts);

/* How many families there are; 0 is the one to try first. */
int wb_fonts_count(const struct wb_fonts *fonts);

/*
 * The face of a family in a size; NULL when it cannot be opened. Good until
 * the next call: only so many are kept open.
 */
TTF_Font *wb_fonts_get(struct wb_fonts *fonts, int family, struct wb_face face);

bool wb_fonts_provide(struct wb_fonts *fonts, int family, uint32_t character);

#endif
