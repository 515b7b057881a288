#ifndef WB_CONFIG_DRAFT_H
#define WB_CONFIG_DRAFT_H

/*
 * What the file says, before it is checked as a whole and becomes a plan.
 * Private to config/.
 */

#include "config/config.h"
#include "config/schema.h"

#define WB_QUEUES_MAX 5000
#define WB_AGENTS_MAX 20000
#define WB_GROUPS_MAX 2000
#define WB_PAGES_MAX 64
#define WB_TILES_MAX 100
#define WB_GRID_MAX 96

/* A day start that nobody gave. */
#define WB_DAY_START_UNSAID (-1)

struct wb_limit_draft {
	const struct wb_node *node; /* NULL = not given */
	enum wb_config_unit unit;   /* that of its literal */
	int64_t value;
};

enum wb_worse { WB_WORSE_UNSAID, WB_WORSE_ABOVE, WB_WORSE_BELOW };

struct wb_tile_draft {
	struct wb_tile_plan plan;
	bool has_window;
	int window; /* only when has_window */
	bool placed;
	struct wb_limit_draft target, warning, critical;
	int worse; /* enum wb_worse */
};

struct wb_grid_draft {
	int columns, rows;
};

struct wb_page_draft {
	struct wb_str name;
	struct wb_title title;
	struct wb_grid_draft grid;
	struct wb_list tiles; /* wb_tile_draft */
};

struct wb_listeners_draft {
	struct wb_listener listeners[WB_LISTENERS_MAX];
	int count;
};

struct wb_urls_draft {
	struct wb_str urls[WB_LISTENERS_MAX];
	int count;
};

struct wb_draft {
	struct wb_queue_plan defaults;
	struct wb_plan centre; /* only what the file says of the centre */
	struct wb_listeners_draft listen;
	struct wb_urls_draft feeds;
	struct wb_str state;
	wb_ms keep;                               /* the history */
	wb_ms journal_keep;                       /* the journal */
	struct wb_list queues;                    /* wb_queue_plan */
	struct wb_list agents;                    /* wb_agent_plan */
	struct wb_list departments, teams, sites; /* wb_group_plan */
	struct wb_list pages;                     /* wb_page_draft */
};

/* keys.c: fills in the built-in defaults, then reads the whole tree. */
void wb_draft_read(struct wb_reader *r, const struct wb_node *root,
                   struct wb_draft *draft);

/* tile_keys.c: the table of `pages`. */
extern const struct wb_list_type wb_pages_type;

/*
 * groups.c: names that come twice, and the groups that queues and agents
 * belong to, listed or not. Stores them in the plan.
 */
void wb_check_names(struct wb_reader *r, const struct wb_draft *draft,
                    struct wb_plan *plan);

/* pages.c: checks every tile against the plan and stores the pages in it. */
void wb_check_pages(struct wb_reader *r, const struct wb_draft *draft,
                    struct wb_plan *plan);

/*
 * limits.c: the limits of a tile: those given, and for a service level those
 * that follow from the target of its queue.
 */
void wb_check_limits(struct wb_reader *r, const struct wb_tile_draft *draft,
                     const struct wb_plan *plan, struct wb_tile_plan *tile);

/*
 * limits.c: where higher is worse and no target is given, the limit that
 * screens write below the number is the first one that is crossed.
 */
void wb_limits_show(struct wb_limits_plan *limits);

/* overview.c: the page there is when none is configured. */
bool wb_overview_make(struct wb_plan *plan);

#endif
