#ifndef WB_CONFIG_DRAFT_H
#define WB_CONFIG_DRAFT_H

/*
 * What the file says, before it is checked as a whole and becomes a plan.
 * Private to config/.
 */

#include "config/alert_draft.h"
#include "config/config.h"
#include "config/schema.h"

#define WB_QUEUES_MAX 5000
#define WB_AGENTS_MAX 20000
#define WB_GROUPS_MAX 2000
#define WB_NOT_READY_REASONS_MAX 200
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
enum wb_best { WB_BEST_UNSAID, WB_BEST_HIGHEST, WB_BEST_LOWEST };

/* A page that says no dwell time of its own. */
#define WB_DWELL_UNSAID (-1)

struct wb_tile_draft {
	struct wb_tile_plan plan;
	bool has_window;
	int window; /* only when has_window */
	bool placed;
	struct wb_limit_draft target, warning, critical;
	struct wb_limit_draft scale_from, scale_to;
	int worse; /* enum wb_worse */
	int best;  /* enum wb_best */
};

struct wb_grid_draft {
	int columns, rows;
};

struct wb_page_draft {
	struct wb_str name;
	struct wb_title title;
	struct wb_grid_draft grid;
	struct wb_list tiles; /* wb_tile_draft */
	wb_ms dwell;
	bool front;
};

struct wb_listeners_draft {
	struct wb_listener listeners[WB_LISTENERS_MAX];
	int count;
};

struct wb_urls_draft {
	struct wb_str urls[WB_LISTENERS_MAX];
	int count;
};

struct wb_history_draft {
	wb_ms keep;     /* the quarter hours */
	wb_ms contacts; /* what happened to single contacts */
};

struct wb_draft {
	struct wb_queue_plan defaults;
	struct wb_plan centre; /* only what the file says of the centre */
	struct wb_listeners_draft listen;
	struct wb_urls_draft feeds;
	struct wb_str state;
	struct wb_history_draft history;
	wb_ms journal_keep;                       /* the journal */
	struct wb_list queues;                    /* wb_queue_plan */
	struct wb_list agents;                    /* wb_agent_plan */
	struct wb_list reasons;                   /* wb_reason_plan */
	struct wb_list departments, teams, sites; /* wb_group_plan */
	struct wb_list pages;                     /* wb_page_draft */
	struct wb_alerts_draft alerts;
};

/* keys.c: fills in the built-in defaults, then reads the whole tree. */
void wb_draft_read(struct wb_reader *r, const struct wb_node *root,
                   struct wb_draft *draft);

/* levels.c: the tables of `service_level` and `channels`. */
extern const struct wb_keys wb_level_keys;
extern const struct wb_keys wb_channels_keys; /* of queue_plan.channels */

/* levels.c: nothing is said yet. */
void wb_levels_begin(struct wb_queue_plan *queue);

/* levels.c: when all is read: what holds for each queue and the defaults. */
void wb_levels_resolve(struct wb_draft *draft);

/* tile_keys.c: the tables of `pages`, of one made elsewhere, of `rotation`. */
extern const struct wb_keys wb_own_page_keys;
extern const struct wb_list_type wb_pages_type;
extern const struct wb_keys wb_rotation_keys;

/*
 * tile_values.c: the kinds of values that only tiles have. Each reads into the
 * whole wb_tile_draft, but for a limit, which reads into its wb_limit_draft.
 */
void wb_read_window(struct wb_reader *r, const struct wb_node *node,
                    const struct wb_key *key, void *target);
void wb_read_worse(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target);
void wb_read_best(struct wb_reader *r, const struct wb_node *node,
                  const struct wb_key *key, void *target);
void wb_read_place(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target);
void wb_read_limit(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target);
void wb_read_scale(struct wb_reader *r, const struct wb_node *node,
                   const struct wb_key *key, void *target);
void wb_read_columns(struct wb_reader *r, const struct wb_node *node,
                     const struct wb_key *key, void *target);
void wb_read_clocks(struct wb_reader *r, const struct wb_node *node,
                    const struct wb_key *key, void *target);

/*
 * groups.c: names that come twice, and the groups that queues and agents
 * belong to, listed or not. Stores them in the plan.
 */
void wb_check_names(struct wb_reader *r, const struct wb_draft *draft,
                    struct wb_plan *plan);
/* Says which names of a list come twice; `size` is that of its items. */
void wb_check_twins(struct wb_reader *r, const char *key, const char *what,
                    const struct wb_list *list, size_t size);

/* A page being checked against the plan. */
struct wb_page_check {
	struct wb_reader *r;
	const struct wb_plan *plan;
	const struct wb_page_draft *page;
};

/* The node of a key, or the tile itself where the key is missing. */
static inline const struct wb_node *wb_tile_at(const struct wb_node *tile,
                                               const char *key)
{
	const struct wb_node *node = wb_node_get(tile, key);
	return node ? node : tile;
}

/* tile_check.c: what a tile of its kind needs, and which keys it has. */
void wb_check_tile_kind(const struct wb_page_check *c,
                        const struct wb_node *node,
                        const struct wb_tile_draft *draft,
                        struct wb_tile_plan *tile);

/* tile_scope.c: is there such a scope, such a KPI, and the one for the other?
 */
/*
 * "total", "queue:sales" ... Gives the kind of scope; absent when it is wrong,
 * which has then been said.
 */
struct wb_str wb_check_scope(const struct wb_page_check *c,
                             const struct wb_node *node, struct wb_str scope);
struct wb_str wb_check_scope_key(const struct wb_page_check *c,
                                 const struct wb_node *tile, const char *key,
                                 struct wb_str scope);
void wb_check_kpi(const struct wb_page_check *c, const struct wb_node *node,
                  struct wb_str kpi, struct wb_str scope_kind);
/* False when nothing is known of it. */
bool wb_describe_kpi(const struct wb_reader *r, struct wb_str kpi,
                     struct wb_config_kpi *ret_kpi);

/* pages.c: checks every tile against the plan and makes the page. */
void wb_check_page(const struct wb_page_check *c, struct wb_page_plan *page);

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
 * limits.c: the ends of a tile's scale: those given, else for a share all of
 * it, else from 0 to well beyond the limits. A gauge must have one.
 */
void wb_check_scale(struct wb_reader *r, const struct wb_node *node,
                    const struct wb_tile_draft *draft,
                    struct wb_tile_plan *tile);

/*
 * limits.c: where higher is worse and no target is given, the limit that
 * screens write below the number is the first one that is crossed.
 */
void wb_limits_show(struct wb_limits_plan *limits);

/* overview.c: the pages there are when none is configured. */
bool wb_overview_make(struct wb_plan *plan);

#endif
