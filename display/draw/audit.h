#ifndef WB_AUDIT_H
#define WB_AUDIT_H

/*
 * What a reader would have to bear with: every text of a scene with its size,
 * from how far it can be read, its contrast, and whether it was cut, leaves
 * its place or stands on another. Works on the scene, so that no screen, no
 * fonts and no eyes are needed. Pure.
 */

#include "base/buf.h"
#include "draw/theme.h"
#include "layout/reading.h"
#include "layout/scene.h"

/* What may be wrong with a text. */
enum wb_audit_fault {
	WB_AUDIT_CUT = 1,      /* ends in an ellipsis */
	WB_AUDIT_OUTSIDE = 2,  /* leaves its tile or the picture */
	WB_AUDIT_OVERLAP = 4,  /* stands on another text */
	WB_AUDIT_FAINT = 8,    /* contrast below WB_AUDIT_CONTRAST_LEAST */
	WB_AUDIT_TOO_FAR = 16, /* cannot be read from where it has to be */
};

/* WCAG AA, for all sizes: a wall is read from afar. Hundredths. */
#define WB_AUDIT_CONTRAST_LEAST 450

/* How far away a text has to be readable; see layout/reading.h. */
enum wb_audit_rank { WB_AUDIT_PAGE, WB_AUDIT_TILE, WB_AUDIT_TEXT };

struct wb_audit_text {
	struct wb_str text;  /* borrowed from the scene */
	struct wb_rect rect; /* of its letters */
	int group;           /* which of the scene's groups */
	int size_px;
	int64_t reach_mm;   /* 0 = not known */
	int contrast;       /* hundredths, against the worst ground */
	enum wb_ink ink;    /* colour of the letters */
	enum wb_ink ground; /* the worst colour below them */
	enum wb_audit_rank rank;
	unsigned faults; /* of enum wb_audit_fault */
};

/* Owned by the caller; zero-initialise. */
struct wb_audit {
	struct wb_audit_text *texts;
	int count;
	int faulty; /* texts with any fault */
};

/* Looks at every text of the scene. False when out of memory. */
bool wb_audit_scene(struct wb_audit *audit, const struct wb_scene *scene,
                    const struct wb_theme *theme,
                    const struct wb_reading *reading);
void wb_audit_finish(struct wb_audit *audit);

/*
 * As a table for people: one line a text, faulty ones first and marked, then
 * the sums. Columns: type in px, capitals in mm, reach in m, contrast, what is
 * wrong, the text.
 */
void wb_audit_write(const struct wb_audit *audit, const struct wb_scene *scene,
                    const struct wb_reading *reading, struct wb_buf *out);

#endif
