#ifndef WB_VIEW_PARTS_H
#define WB_VIEW_PARTS_H

/*
 * Private to view/: the parts of a document. level.c judges values, number.c,
 * queues.c and agents.c draw up tiles, headline.c picks the worst breach.
 */

#include "view/view.h"

/* In order of badness. */
enum level { LEVEL_NONE, LEVEL_NORMAL, LEVEL_WARNING, LEVEL_CRITICAL };

/* A breach that may become the headline. */
struct breach {
	enum level level;
	const struct wb_kpi *kpi;
	uint32_t scope;
	struct wb_value value;
	wb_ms since;       /* 0 = not known */
	int64_t shortfall; /* of a share below its target, basis points */
};

struct page {
	const struct wb_view_input *input;
	struct wb_arena *arena;
	struct breach worst;
	int breaches;
};

const char *wb_level_name(enum level level);

/* Judges a value as of `now`; a since-KPI by how long it has lasted. */
enum level wb_level_of(const struct wb_kpi *kpi, struct wb_value value,
                       const struct wb_limits_plan *limits, wb_ms now);

/*
 * The limits of a queue's row: its own service-level target, and waits of
 * once and twice its threshold.
 */
void wb_level_queue_limits(const struct wb_kpi *kpi,
                           const struct wb_queue_plan *queue,
                           struct wb_limits_plan *ret_limits);

void wb_page_note_breach(struct page *page, const struct breach *breach);

/* How long the last points of a trend were past the limit: since when. */
wb_ms wb_level_since(const struct wb_trend *trend,
                     const struct wb_limits_plan *limits, enum level level);

/* "title": {...}; falls back to the name when no language has a text. */
void wb_page_add_title(struct page *page, struct wb_json *parent,
                       const char *key, const struct wb_title *title,
                       struct wb_str name);
/* The title of a scope ("queue:sales"); nothing for the total. */
void wb_page_add_scope_title(struct page *page, struct wb_json *parent,
                             const char *key, uint32_t scope);
/* value, numerator, denominator in the KPI's unit. */
void wb_page_add_value(struct page *page, struct wb_json *parent,
                       const struct wb_kpi *kpi, struct wb_value value);
void wb_page_add_trend(struct page *page, struct wb_json *parent,
                       const struct wb_trend *trend);
/* A limit or target in the unit of the value. */
void wb_page_add_amount(struct page *page, struct wb_json *parent,
                        const char *key, enum wb_unit unit, int64_t amount);

void wb_page_number(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile);
void wb_page_queues(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile);
void wb_page_agents(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile);
void wb_page_headline(struct page *page, struct wb_json *root);

#endif
