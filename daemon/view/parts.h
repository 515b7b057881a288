#ifndef WB_VIEW_PARTS_H
#define WB_VIEW_PARTS_H

/*
 * Private to view/: the parts of a document. level.c judges values; number.c,
 * queues.c, agents.c, ranking.c and alerts.c draw up tiles, rows.c the lists in
 * them; breaches.c finds what is not as it should be on any page, standing.c
 * what the rules found, and headline.c tells the worst of it.
 */

#include "view/view.h"

/* In order of badness. */
enum level { LEVEL_NONE, LEVEL_NORMAL, LEVEL_WARNING, LEVEL_CRITICAL };

/* A value that is not as it should be. */
struct breach {
	enum level level;
	const struct wb_kpi *kpi;
	uint32_t scope;
	enum wb_window window;
	struct wb_value value;
	struct wb_limits_plan limits;
	wb_ms since;       /* 0 = not known */
	bool longer;       /* it was so before `since` already */
	int64_t shortfall; /* of a share below its target, basis points */
	bool total;        /* of the whole centre */
	int page;          /* the first of the pages that show it */
};

/* An alert that stands, as the core told it; its texts are in the arena. */
struct standing {
	struct wb_alert alert;
	uint32_t scope; /* of the engine; WB_NOBODY: none of its */
	bool listed;    /* else put aside, or told by its cause */
};

struct standing_counts {
	int open[WB_SEVERITY_COUNT]; /* nobody acknowledged them */
	int acknowledged, listed, shelved;
};

struct page {
	const struct wb_view_input *input;
	struct wb_arena *arena;
	struct breach *breaches; /* of all pages, worst first */
	int breach_count, breach_capacity;
	int watched;       /* numbers with a value and a limit */
	enum level *worst; /* of each page of the plan, and of one beyond */
	/* of all screens, worst first, acknowledged ones last */
	struct standing *standing;
	int standing_count;
	struct standing_counts standing_counts;
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

/*
 * Judges a number of a scope as of now: all of the breach but its page.
 * `level` is NONE or NORMAL when it is none.
 */
struct breach wb_level_judge(const struct page *page, const struct wb_kpi *kpi,
                             uint32_t scope, enum wb_window window,
                             const struct wb_limits_plan *limits);

/* Is the page that is drawn none of the plan's? */
bool wb_page_is_own(const struct page *page);

/* Fills in all breaches of all pages of the plan, each once, and those of the
 * page that is drawn, if it is another. */
void wb_page_find_breaches(struct page *page);

/* Fills in the alerts that the screens show. */
void wb_page_find_standing(struct page *page);
/* Is the breach told by an alert of the same number? */
bool wb_page_is_told(const struct page *page, const struct breach *breach);
/* level, rule, kpi or signal, scope, title, value, limits, since */
void wb_page_add_standing(struct page *page, struct wb_json *object,
                          const struct standing *standing);
/* The same with its state, and what was done about it. */
void wb_page_fill_standing(struct page *page, struct wb_json *object,
                           const struct standing *standing);
/* "alerts": counts and the first rows. */
void wb_page_standing(struct page *page, struct wb_json *root);

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

/* target, warning, critical, worse: those there are. */
void wb_page_add_limits(struct page *page, struct wb_json *parent,
                        const struct wb_kpi *kpi,
                        const struct wb_limits_plan *limits);
/* level, kpi, scope, title, unit, value, since ... */
void wb_page_add_breach(struct page *page, struct wb_json *parent,
                        const struct breach *breach);

/*
 * A list as a tile has it: "order", the keys of the rows shown, "more", how
 * many there are beyond, and "rows" by key. The rows are sorted in place.
 */
struct wb_row_list {
	void *rows;
	size_t size; /* of one */
	int count;
	int most; /* shown; 0 = WB_ROWS_DEFAULT */
	int (*compare)(const void *a, const void *b);
	struct wb_str (*key)(struct page *page, const void *row);
	void (*fill)(struct page *page, const struct wb_tile_plan *plan,
	             const void *row, struct wb_json *object);
};

#define WB_ROWS_DEFAULT 100

void wb_page_add_rows(struct page *page, const struct wb_tile_plan *plan,
                      struct wb_json *tile, const struct wb_row_list *list);

/* The scope that a tile lists: its filter, else everybody. */
uint32_t wb_page_filter(const struct page *page,
                        const struct wb_tile_plan *plan);

/* Does it list the queue of the scope? */
bool wb_page_filter_has(const struct page *page,
                        const struct wb_tile_plan *plan, uint32_t queue_scope);

/* An agent's key in rows, and its title, as far as names may be shown. */
struct wb_str wb_page_agent_key(struct page *page, uint32_t agent);
void wb_page_add_agent_name(struct page *page, struct wb_json *object,
                            uint32_t agent);

/* Notes what a tile was judged to be. */
void wb_page_note_breach(struct page *page, const struct breach *breach);
void wb_page_judge_number(struct page *page, const struct wb_tile_plan *plan,
                          int number);
void wb_page_judge_queues(struct page *page, const struct wb_tile_plan *plan,
                          int number);

void wb_page_number(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile);
void wb_page_queues(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile);
/* With the grid of agents, or by state alone. */
void wb_page_agents(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile, bool grid);
void wb_page_ranking(struct page *page, const struct wb_tile_plan *plan,
                     struct wb_json *tile);
void wb_page_alerts(struct page *page, const struct wb_tile_plan *plan,
                    struct wb_json *tile);
void wb_page_headline(struct page *page, struct wb_json *root);
/* What rotating screens do: the order of pages is that of "pages". */
void wb_page_rotation(struct page *page, struct wb_json *root);

#endif
