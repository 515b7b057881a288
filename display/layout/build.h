#ifndef WB_LAYOUT_BUILD_H
#define WB_LAYOUT_BUILD_H

/*
 * What the parts of the page are built with; private to layout/.
 *
 * Positions are thought from left to right, in px of the picture; the
 * functions here mirror them for right-to-left languages. Sizes come from
 * design units of a 1920 x 1080 picture through wb_px().
 */

#include "base/buf.h"
#include "layout/page.h"
#include "layout/scene.h"

struct wb_build {
	const struct wb_page_input *in;
	const struct wb_locale *locale;
	struct wb_scene *scene;
	double scale;
	wb_ms now;       /* whole seconds, so that everything counts in step */
	wb_ms counts_to; /* to where durations count: now, or the last news */
	bool stale;      /* the numbers are old */
	bool offline;    /* and there is no connection */
	/* inside a chart, which runs from left to right in every language */
	bool unmirrored;
	wb_ms stale_since; /* 0 = not known */
	int far_title;     /* size of the titles that are read from afar, px */
	struct wb_buf scratch;
};

enum wb_align { WB_START, WB_CENTRE, WB_END };

/* How a tile looks by the state of what it shows. */
struct wb_look {
	enum wb_ink fill, edge, text, text2, text3, mark, mark_sign;
	int edge_width; /* design units */
	bool hatch;
	bool crossed; /* the hatch, in both directions */
};

int wb_px(const struct wb_build *b, double units);

/* The look of a panel whose worst content is of `level`. */
struct wb_look wb_look_of(const struct wb_build *b, enum wb_level level);
enum wb_icon wb_icon_of(const struct wb_build *b, enum wb_level level);

void wb_put_box(struct wb_build *b, struct wb_rect rect, int radius,
                enum wb_ink fill, enum wb_ink stroke, int stroke_width);
void wb_put_hatch(struct wb_build *b, struct wb_rect rect, int radius,
                  bool crossed);
void wb_put_line(struct wb_build *b, int x, int y, int w);

/* Where a rectangle that is thought from the left ends up. */
struct wb_rect wb_mirrored(const struct wb_build *b, struct wb_rect rect);

/* The panel of a tile, with edge and hatch. */
void wb_put_panel(struct wb_build *b, struct wb_rect rect,
                  const struct wb_look *look);

void wb_put_icon(struct wb_build *b, struct wb_rect rect, enum wb_icon icon,
                 enum wb_ink ink, enum wb_ink sign);

int wb_text_width(const struct wb_build *b, struct wb_str text,
                  struct wb_face face);
int wb_number_width(const struct wb_build *b, struct wb_str number,
                    struct wb_face face);
int wb_figures_width(const struct wb_build *b, struct wb_str number,
                     struct wb_face face, enum wb_figures figures);

/* The baseline that puts capitals of `size` in the middle of y .. y + h. */
int wb_baseline(int y, int h, int size);

/*
 * The first of the texts that fits into `width`, else the last one that is
 * there, cut with an ellipsis. Absent texts are passed over.
 */
struct wb_str wb_fit(struct wb_build *b, const struct wb_str *texts, int count,
                     struct wb_face face, int width);

/*
 * One line of text inside x .. x + w, cut when it is wider. Returns the width
 * that it takes.
 */
int wb_put_text(struct wb_build *b, int x, int w, int baseline,
                enum wb_align align, struct wb_str text, struct wb_face face,
                enum wb_ink ink);

/* The same for a number, in cells; never cut. */
int wb_put_number(struct wb_build *b, int x, int w, int baseline,
                  enum wb_align align, struct wb_str number,
                  struct wb_face face, enum wb_ink ink);

int wb_put_figures(struct wb_build *b, int x, int w, int baseline,
                   enum wb_align align, struct wb_str number,
                   struct wb_face face, enum wb_figures figures,
                   enum wb_ink ink);

/* A copy of the scratch buffer that lives with the scene; empties it. */
struct wb_str wb_take(struct wb_build *b);

/* A value as its number without unit sign: "76", "4:32", "–". */
struct wb_str wb_value_text(struct wb_build *b, enum wb_unit unit,
                            const struct wb_value *value, bool has_target,
                            int64_t target);

/* "20 s", or "20 s - 1 min" where queues promise different ones; else absent.
 */
struct wb_str wb_threshold_text(struct wb_build *b,
                                const struct wb_number_tile *n);

/* A value or limit inside a sentence: with the percent sign. */
struct wb_str wb_quantity_text(struct wb_build *b, enum wb_unit unit,
                               int64_t number, bool has_target, int64_t target);

/* "760 of 1,000": the counts behind a share, or the sum behind a mean. */
struct wb_str wb_parts_text(struct wb_build *b, enum wb_unit unit,
                            int64_t numerator, int64_t denominator);

/* Catalogue entry `key` with one argument. */
struct wb_str wb_sentence(struct wb_build *b, const char *key, const char *name,
                          struct wb_str value);

/*
 * Whose number: the title of a scope, channels and tiers in the reader's
 * words; absent for the whole centre.
 */
struct wb_str wb_scope_text(struct wb_build *b, struct wb_str scope,
                            struct wb_str title);

/* The plural form of `key` for n, with {n} filled in. */
struct wb_str wb_counted(struct wb_build *b, const char *key, int64_t n);

/* "Asia/Tehran" as the readers call it; the last part of it otherwise. */
struct wb_str wb_city_name(struct wb_build *b, struct wb_str zone);

/* What stands beside a value of the unit, or nothing: "%". */
struct wb_str wb_unit_sign(const struct wb_build *b, enum wb_unit unit);

/* The time of an instant as a text, with its date if it is of another day. */
struct wb_str wb_time_text(struct wb_build *b, wb_ms instant, bool seconds);

/*
 * A line of values scaled into rect, with its target; nothing with so few
 * values that there is no line. Returns the y of the target's line, or -1.
 */
struct wb_trend_style {
	enum wb_ink line, target, shade;
	double width; /* design units */
	bool scaled;  /* the rect stands for low .. high, and no more */
	int64_t low, high;
};

/* How far the line stays away from the edges of its rect. */
int wb_trend_inset(const struct wb_build *b, double width);

bool wb_trend_is_drawn(const struct wb_trend *trend);
int wb_put_trend(struct wb_build *b, struct wb_rect rect,
                 const struct wb_trend *trend, bool has_target, int64_t target,
                 bool worse_above, const struct wb_trend_style *style);

/* The parts of the page. */
void wb_build_header(struct wb_build *b, struct wb_rect area);
void wb_build_banner(struct wb_build *b, struct wb_rect area);
void wb_build_footer(struct wb_build *b, struct wb_rect area);
void wb_build_notice(struct wb_build *b, struct wb_rect area, enum wb_icon icon,
                     struct wb_str title, struct wb_str detail,
                     struct wb_str more);
void wb_build_number(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile);
/*
 * How large the title of a tile may be that is read from afar, design units;
 * 0 when it is none. All of a page take the least of these.
 */
int wb_number_far_title(struct wb_build *b, struct wb_rect area,
                        const struct wb_tile *tile);
/* The line under a value: how it stands, in as many words as fit. */
struct wb_str wb_number_status(struct wb_build *b,
                               const struct wb_number_tile *n,
                               struct wb_face face, int width);
/* A low bar on the tile's scale, with marks where it gets worse. */
void wb_put_gauge(struct wb_build *b, struct wb_rect rect,
                  const struct wb_number_tile *n, const struct wb_look *look,
                  bool labels);
void wb_build_trend(struct wb_build *b, struct wb_rect area,
                    const struct wb_tile *tile);
void wb_build_states(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile);
void wb_build_ranking(struct wb_build *b, struct wb_rect area,
                      const struct wb_tile *tile);
void wb_build_alerts(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile);
void wb_build_queues(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile);
void wb_build_agents(struct wb_build *b, struct wb_rect area,
                     const struct wb_tile *tile);
enum wb_icon wb_agent_icon(enum wb_agent_state state);
struct wb_str wb_agent_state_text(const struct wb_build *b,
                                  enum wb_agent_state state);
void wb_build_agent_grid(struct wb_build *b,
                         const struct wb_agents_tile *agents,
                         struct wb_rect area);
void wb_build_text(struct wb_build *b, struct wb_rect area,
                   const struct wb_tile *tile);
void wb_build_clock(struct wb_build *b, struct wb_rect area,
                    const struct wb_tile *tile);

/* All of a screen to set it up by, in place of a page. */
void wb_build_test_card(struct wb_build *b);
/* What lies over the page. */
void wb_build_overlay(struct wb_build *b, const struct wb_overlay *overlay);

#endif
