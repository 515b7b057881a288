#ifndef WB_TEXT_BIDI_H
#define WB_TEXT_BIDI_H

/*
 * A line of mixed scripts into runs that a shaper may take one by one: each
 * of one direction, one script and one font, in the order they stand on the
 * screen. Without this step numbers inside Persian text come out reversed.
 *
 * Directional controls (marks, embeddings, isolates) take effect and are then
 * dropped, since fonts lack them. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define WB_BIDI_TEXT_MAX 512 /* characters; what is longer is cut */

enum wb_script { WB_SCRIPT_LATIN, WB_SCRIPT_CYRILLIC, WB_SCRIPT_ARABIC };

struct wb_run {
	int start, count; /* in `chars`, logical order */
	bool rtl;
	enum wb_script script;
	int font; /* as the chooser said */
};

/*
 * Which of `fonts` fonts holds a character. Tried from 0 on per word, so that
 * no word changes its face in the middle.
 */
struct wb_font_chooser {
	bool (*provides)(void *data, int font, uint32_t character);
	void *data;
	int fonts;
};

struct wb_line_runs {
	uint32_t chars[WB_BIDI_TEXT_MAX]; /* without the controls */
	int char_count;
	struct wb_run runs[WB_BIDI_TEXT_MAX]; /* from left to right */
	int run_count;
};

/* `rtl` is the direction of the paragraph. Invalid UTF-8 reads as U+FFFD. */
void wb_bidi_runs(struct wb_str text, bool rtl,
                  const struct wb_font_chooser *chooser,
                  struct wb_line_runs *ret_runs);

#endif
