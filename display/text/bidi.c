#include "text/bidi.h"

#include <fribidi.h>

struct line {
	uint32_t chars[WB_BIDI_TEXT_MAX];
	FriBidiLevel levels[WB_BIDI_TEXT_MAX];
	int count;
};

/* One character at *at, which moves on; U+FFFD for a broken one. */
static uint32_t decode(struct wb_str text, size_t *at)
{
	unsigned char lead = (unsigned char)text.data[*at];
	int tail = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
	uint32_t c = lead < 0x80 ? lead : lead & (0x3fu >> tail);
	int i;

	++*at;
	if (lead >= 0x80 && (lead < 0xc2 || lead > 0xf4)) {
		return 0xfffd;
	}
	for (i = 0; i < tail; i++) {
		unsigned char next =
			*at < text.len ? (unsigned char)text.data[*at] : 0;

		if ((next & 0xc0) != 0x80) {
			return 0xfffd;
		}
		c = c << 6 | (next & 0x3f);
		++*at;
	}
	return c;
}

static void resolve_levels(struct line *line, bool rtl)
{
	FriBidiCharType types[WB_BIDI_TEXT_MAX];
	FriBidiBracketType brackets[WB_BIDI_TEXT_MAX];
	FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
	int i;

	fribidi_get_bidi_types(line->chars, line->count, types);
	fribidi_get_bracket_types(line->chars, line->count, types, brackets);
	if (fribidi_get_par_embedding_levels_ex(types, brackets, line->count,
	                                        &base, line->levels) != 0) {
		return;
	}
	/* Out of memory: at least every number runs the right way. */
	for (i = 0; i < line->count; i++) {
		line->levels[i] = 0;
	}
}

static bool is_control(uint32_t c)
{
	return c == 0x200e || c == 0x200f || c == 0x061c ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       c < 0x20 || c == 0x7f;
}

static void drop_controls(struct line *line)
{
	int kept = 0;
	int i;

	for (i = 0; i < line->count; i++) {
		if (is_control(line->chars[i])) {
			continue;
		}
		line->chars[kept] = line->chars[i];
		line->levels[kept++] = line->levels[i];
	}
	line->count = kept;
}

/* Characters that take the script and font of what stands before them. */
static bool is_neutral(uint32_t c)
{
	return (c >= 0x20 && c < 'A') || (c > 'Z' && c < 'a') ||
	       (c > 'z' && c < 0xaa) || c == 0xab || c == 0xb7 || c == 0xbb ||
	       (c >= 0x2000 && c < 0x2070) || c == 0x2212;
}

/* Joiners and marks never stand alone. */
static bool is_attached(uint32_t c)
{
	return c == 0x200c || c == 0x200d || (c >= 0x300 && c < 0x370) ||
	       (c >= 0x610 && c <= 0x61a) || (c >= 0x64b && c <= 0x65f) ||
	       c == 0x670;
}

static enum wb_script script_of(uint32_t c)
{
	if ((c >= 0x600 && c < 0x700) || (c >= 0x750 && c < 0x780) ||
	    (c >= 0x8a0 && c < 0x900) || (c >= 0xfb50 && c < 0xfe00) ||
	    (c >= 0xfe70 && c < 0xff00)) {
		return WB_SCRIPT_ARABIC;
	}
	if (c >= 0x400 && c < 0x530) {
		return WB_SCRIPT_CYRILLIC;
	}
	return WB_SCRIPT_LATIN;
}

static int font_for(const struct wb_font_chooser *chooser,
                    const uint32_t *chars, int count)
{
	int font, i;

	for (font = 0; font < chooser->fonts; font++) {
		for (i = 0; i < count; i++) {
			if (!is_attached(chars[i]) &&
			    !chooser->provides(chooser->data, font, chars[i])) {
				break;
			}
		}
		if (i == count) {
			return font;
		}
	}
	return chooser->fonts - 1;
}

/* The end of the word or neutral that starts at `from`. */
static int piece_end(const struct line *line, int from)
{
	bool neutral = is_neutral(line->chars[from]);
	int at = from + 1;

	while (at < line->count && line->levels[at] == line->levels[from]) {
		uint32_t c = line->chars[at];

		if (!is_attached(c) &&
		    (neutral || is_neutral(c) ||
		     script_of(c) != script_of(line->chars[from]))) {
			break;
		}
		at++;
	}
	return at;
}

/* Adds the piece to the run before it where everything agrees. */
static void add_piece(struct wb_line_runs *runs, struct wb_run piece,
                      FriBidiLevel level, FriBidiLevel *levels)
{
	int last = runs->run_count - 1;

	if (last >= 0 && levels[last] == level &&
	    runs->runs[last].script == piece.script &&
	    runs->runs[last].font == piece.font) {
		runs->runs[last].count += piece.count;
		return;
	}
	levels[runs->run_count] = level;
	runs->runs[runs->run_count++] = piece;
}

static struct wb_run make_piece(const struct line *line, int from, int end,
                                const struct wb_font_chooser *chooser,
                                const struct wb_run *before)
{
	const uint32_t *chars = line->chars + from;
	struct wb_run piece = {
		.start = from,
		.count = end - from,
		.rtl = (line->levels[from] & 1) != 0,
		.script = script_of(chars[0]),
	};

	if (is_neutral(chars[0]) && before != NULL &&
	    chooser->provides(chooser->data, before->font, chars[0])) {
		piece.script = before->script;
		piece.font = before->font;
		return piece;
	}
	piece.font = font_for(chooser, chars, piece.count);
	return piece;
}

static void reverse(struct wb_run *runs, FriBidiLevel *levels, int from,
                    int end)
{
	for (end--; from < end; from++, end--) {
		struct wb_run run = runs[from];
		FriBidiLevel level = levels[from];

		runs[from] = runs[end];
		levels[from] = levels[end];
		runs[end] = run;
		levels[end] = level;
	}
}

/* Rule L2 of the bidirectional algorithm, on runs instead of characters. */
static void reorder(struct wb_line_runs *runs, FriBidiLevel *levels)
{
	FriBidiLevel highest = 0;
	int i, end;

	for (i = 0; i < runs->run_count; i++) {
		if (levels[i] > highest) {
			highest = levels[i];
		}
	}
	for (; highest > 0; highest--) {
		for (i = 0; i < runs->run_count; i = end + 1) {
			end = i;
			while (end < runs->run_count &&
			       levels[end] >= highest) {
				end++;
			}
			if (end > i) {
				reverse(runs->runs, levels, i, end);
			}
		}
	}
}

void wb_bidi_runs(struct wb_str text, bool rtl,
                  const struct wb_font_chooser *chooser,
                  struct wb_line_runs *ret_runs)
{
	FriBidiLevel levels[WB_BIDI_TEXT_MAX];
	struct line line = { .count = 0 };
	size_t at = 0;
	int from, end;

	ret_runs->run_count = 0;
	ret_runs->char_count = 0;
	while (at < text.len && line.count < WB_BIDI_TEXT_MAX) {
		line.chars[line.count++] = decode(text, &at);
	}
	if (line.count == 0) {
		return;
	}
	resolve_levels(&line, rtl);
	drop_controls(&line);
	for (from = 0; from < line.count; from = end) {
		const struct wb_run *before =
			ret_runs->run_count > 0
				? &ret_runs->runs[ret_runs->run_count - 1]
				: NULL;

		end = piece_end(&line, from);
		add_piece(ret_runs,
		          make_piece(&line, from, end, chooser, before),
		          line.levels[from], levels);
	}
	for (from = 0; from < line.count; from++) {
		ret_runs->chars[from] = line.chars[from];
	}
	ret_runs->char_count = line.count;
	reorder(ret_runs, levels);
}
