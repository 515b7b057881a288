#include "text/line.h"

#include <stdlib.h>
#include <string.h>

#include "text/bidi.h"

#define SLOTS 1024 /* power of two */
#define FRAMES_KEPT 4

struct entry {
	struct entry *next;
	uint32_t hash;
	struct wb_face face;
	bool rtl;
	int width;
	cairo_surface_t *mask; /* made when first drawn */
	int baseline;
	unsigned used; /* last frame that asked for it */
	size_t len;
	char text[];
};

struct wb_text {
	struct wb_fonts *fonts;
	struct wb_font_chooser chooser;
	struct entry *slots[SLOTS];
	int count;
	unsigned frame;
	struct wb_line_runs runs; /* of the line in work */
};

static bool provides(void *data, int font, uint32_t character)
{
	return wb_fonts_provide(data, font, character);
}

struct wb_text *wb_text_create(struct wb_fonts *fonts)
{
	struct wb_text *text = calloc(1, sizeof(*text));

	if (text == NULL) {
		return NULL;
	}
	text->fonts = fonts;
	text->chooser = (struct wb_font_chooser){ provides, fonts,
		                                  wb_fonts_count(fonts) };
	return text;
}

static void free_entry(struct wb_text *text, struct entry *entry)
{
	if (entry->mask != NULL) {
		cairo_surface_destroy(entry->mask);
	}
	free(entry);
	text->count--;
}

void wb_text_destroy(struct wb_text *text)
{
	int i;

	if (text == NULL) {
		return;
	}
	for (i = 0; i < SLOTS; i++) {
		while (text->slots[i] != NULL) {
			struct entry *entry = text->slots[i];

			text->slots[i] = entry->next;
			free_entry(text, entry);
		}
	}
	wb_fonts_destroy(text->fonts);
	free(text);
}

/* FNV-1a; nothing outside chooses so many texts that order would matter. */
static uint32_t hash_of(struct wb_str line, struct wb_face face, bool rtl)
{
	uint32_t hash = 2166136261u;
	size_t i;

	for (i = 0; i < line.len; i++) {
		hash = (hash ^ (unsigned char)line.data[i]) * 16777619u;
	}
	hash = (hash ^ (uint32_t)face.size) * 16777619u;
	return (hash ^ ((uint32_t)face.weight << 1 | (rtl ? 1u : 0u))) *
	       16777619u;
}

/* A run as UTF-8, which SDL_ttf wants. */
static void run_utf8(const struct wb_line_runs *line, const struct wb_run *run,
                     char out[WB_BIDI_TEXT_MAX * 4 + 1])
{
	int i;

	for (i = run->start; i < run->start + run->count; i++) {
		uint32_t c = line->chars[i];

		if (c < 0x80) {
			*out++ = (char)c;
		} else if (c < 0x800) {
			*out++ = (char)(0xc0 | c >> 6);
			*out++ = (char)(0x80 | (c & 0x3f));
		} else if (c < 0x10000) {
			*out++ = (char)(0xe0 | c >> 12);
			*out++ = (char)(0x80 | (c >> 6 & 0x3f));
			*out++ = (char)(0x80 | (c & 0x3f));
		} else {
			*out++ = (char)(0xf0 | c >> 18);
			*out++ = (char)(0x80 | (c >> 12 & 0x3f));
			*out++ = (char)(0x80 | (c >> 6 & 0x3f));
			*out++ = (char)(0x80 | (c & 0x3f));
		}
	}
	*out = '\0';
}

static TTF_Font *run_font(struct wb_text *text, const struct wb_run *run,
                          struct wb_face face)
{
	static const char *const scripts[] = { "Latn", "Cyrl", "Arab" };
	TTF_Font *font = wb_fonts_get(text->fonts, run->font, face);

	if (font == NULL) {
		return NULL;
	}
	TTF_SetFontDirection(font,
	                     run->rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
	TTF_SetFontScriptName(font, scripts[run->script]);
	return font;
}

static int width_of(struct wb_text *text, struct wb_str line,
                    struct wb_face face, bool rtl)
{
	char utf8[WB_BIDI_TEXT_MAX * 4 + 1];
	int total = 0;
	int i;

	wb_bidi_runs(line, rtl, &text->chooser, &text->runs);
	for (i = 0; i < text->runs.run_count; i++) {
		const struct wb_run *run = &text->runs.runs[i];
		TTF_Font *font = run_font(text, run, face);
		int width = 0;

		run_utf8(&text->runs, run, utf8);
		if (font != NULL &&
		    TTF_SizeUTF8(font, utf8, &width, NULL) == 0) {
			total += width;
		}
	}
	return total;
}

static struct entry *look_up(struct wb_text *text, struct wb_str line,
                             struct wb_face face, bool rtl)
{
	uint32_t hash = hash_of(line, face, rtl);
	struct entry **slot = &text->slots[hash & (SLOTS - 1)];
	struct entry *entry;

	for (entry = *slot; entry != NULL; entry = entry->next) {
		if (entry->hash == hash && entry->face.size == face.size &&
		    entry->face.weight == face.weight && entry->rtl == rtl &&
		    entry->len == line.len &&
		    memcmp(entry->text, line.data, line.len) == 0) {
			entry->used = text->frame;
			return entry;
		}
	}
	entry = calloc(1, sizeof(*entry) + line.len);
	if (entry == NULL) {
		return NULL;
	}
	*entry = (struct entry){ .next = *slot,
		                 .hash = hash,
		                 .face = face,
		                 .rtl = rtl,
		                 .used = text->frame,
		                 .len = line.len };
	memcpy(entry->text, line.data, line.len);
	entry->width = width_of(text, line, face, rtl);
	*slot = entry;
	text->count++;
	return entry;
}

int wb_text_measure(struct wb_text *text, struct wb_str line,
                    struct wb_face face, bool rtl)
{
	struct entry *entry;

	if (line.len == 0 || face.size < 1) {
		return 0;
	}
	entry = look_up(text, line, face, rtl);
	return entry != NULL ? entry->width : 0;
}

/*
 * SDL_ttf makes the picture of a run higher than the font when a glyph is,
 * and does not say where the baseline went: above it, unless the glyphs'
 * metrics tell otherwise.
 */
static int baseline_in(TTF_Font *font, const SDL_Surface *run)
{
	int extra = run->h - TTF_FontHeight(font);

	return TTF_FontAscent(font) + (extra > 0 ? extra : 0);
}

struct pictures {
	SDL_Surface *run[WB_BIDI_TEXT_MAX];
	int baseline[WB_BIDI_TEXT_MAX];
	int width, above, below;
};

static void render_runs(struct wb_text *text, struct wb_face face,
                        struct pictures *p)
{
	static const SDL_Color white = { 255, 255, 255, 255 };
	char utf8[WB_BIDI_TEXT_MAX * 4 + 1];
	int i;

	p->width = p->above = p->below = 0;
	for (i = 0; i < text->runs.run_count; i++) {
		const struct wb_run *run = &text->runs.runs[i];
		TTF_Font *font = run_font(text, run, face);
		SDL_Surface *s;

		run_utf8(&text->runs, run, utf8);
		s = font ? TTF_RenderUTF8_Blended(font, utf8, white) : NULL;
		p->run[i] = s;
		if (s == NULL) {
			continue;
		}
		p->baseline[i] = baseline_in(font, s);
		p->width += s->w;
		if (p->baseline[i] > p->above) {
			p->above = p->baseline[i];
		}
		if (s->h - p->baseline[i] > p->below) {
			p->below = s->h - p->baseline[i];
		}
	}
}

static void copy_alpha(unsigned char *to, int stride, const SDL_Surface *from)
{
	const unsigned char *line = from->pixels;
	int x, y;

	for (y = 0; y < from->h; y++, line += from->pitch, to += stride) {
		const uint32_t *pixels = (const void *)line;

		for (x = 0; x < from->w; x++) {
			to[x] = (unsigned char)(pixels[x] >> 24);
		}
	}
}

static cairo_surface_t *joined(struct wb_text *text, struct pictures *p)
{
	cairo_surface_t *mask = cairo_image_surface_create(
		CAIRO_FORMAT_A8, p->width, p->above + p->below);
	unsigned char *data = cairo_image_surface_get_data(mask);
	int stride = cairo_image_surface_get_stride(mask);
	int x = 0;
	int i;

	for (i = 0; i < text->runs.run_count; i++) {
		SDL_Surface *s = p->run[i];

		if (s == NULL) {
			continue;
		}
		if (data != NULL) {
			copy_alpha(data +
			                   (ptrdiff_t)stride *
			                           (p->above - p->baseline[i]) +
			                   x,
			           stride, s);
		}
		x += s->w;
		SDL_FreeSurface(s);
	}
	cairo_surface_mark_dirty(mask);
	return mask;
}

cairo_surface_t *wb_text_mask(struct wb_text *text, struct wb_str line,
                              struct wb_face face, bool rtl, int *ret_baseline)
{
	struct pictures pictures;
	struct entry *entry;

	if (line.len == 0 || face.size < 1) {
		return NULL;
	}
	entry = look_up(text, line, face, rtl);
	if (entry == NULL) {
		return NULL;
	}
	if (entry->mask == NULL) {
		wb_bidi_runs(line, rtl, &text->chooser, &text->runs);
		render_runs(text, face, &pictures);
		if (pictures.width == 0) {
			return NULL;
		}
		entry->mask = joined(text, &pictures);
		entry->baseline = pictures.above;
	}
	*ret_baseline = entry->baseline;
	return entry->mask;
}

void wb_text_end_frame(struct wb_text *text)
{
	int i;

	text->frame++;
	for (i = 0; i < SLOTS; i++) {
		struct entry **at = &text->slots[i];

		while (*at != NULL) {
			struct entry *entry = *at;

			if (text->frame - entry->used <= FRAMES_KEPT) {
				at = &entry->next;
				continue;
			}
			*at = entry->next;
			free_entry(text, entry);
		}
	}
}

int wb_text_cached(const struct wb_text *text)
{
	return text->count;
}
