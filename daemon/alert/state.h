#ifndef WB_ALERT_STATE_H
#define WB_ALERT_STATE_H

/*
 * Private to alert/: the state that its files share. alert.c is time and the
 * front door, rules.c what a plan means, guard.c who is looked at, dues.c when,
 * seconds.c what a window will lose, look.c reads and compares, machine.c
 * decides, inhibit.c what is not told, group.c what is told together, notice.c
 * writes messages, tell.c shows and numbers, act.c is what people do, save.c
 * all as bytes.
 */

#include "alert/alert.h"
#include "alert/seconds.h"
#include "base/arena.h"
#include "base/names.h"

/* Of which table the number of a scope is. */
enum wb_guard_kind {
	WB_GUARD_SCOPE, /* of the engine */
	WB_GUARD_FEED,  /* of the things: "feed:tehran" */
	WB_GUARD_ROUTE, /* likewise: "route:duty" */
};

/* A number as it was last read. */
struct wb_read {
	bool bad;
	struct wb_value value; /* of a since-KPI a duration */
	int64_t raise, clear;
};

/* What is remembered of a rule in a scope, beyond that it is quiet. */
struct wb_stand {
	enum wb_alert_state state;
	bool bad; /* when last looked at */
	bool inhibited, flapping, escalated, lapsed;
	bool told;       /* a message had it among those that stand */
	wb_ms since;     /* part of the id */
	wb_ms bad_since; /* without a break */
	wb_ms fired, changed;
	wb_ms stirred;                  /* last fired, or ended */
	wb_ms shelved_until;            /* 0 = not */
	wb_ms fires[WB_FLAP_COUNT_MAX]; /* the last ones, oldest first */
	int fire_count;
	char *author, *note; /* NULL = none */
	uint32_t group;      /* WB_NOBODY = in none */
	uint32_t place;      /* in the list of those that stand */
	struct wb_read reads[WB_CONDITIONS_MAX];
};

/* A guard: a rule in a scope, that is looked at. */
struct wb_guard {
	uint32_t rule;
	uint32_t scope;         /* number in the table that `kind` says */
	uint8_t kind;           /* enum wb_guard_kind */
	uint8_t latches;        /* conditions that are bad: 1 << number */
	bool listed;            /* among those that are looked at now */
	uint32_t next;          /* of the same scope; WB_NOBODY = last */
	uint32_t heap;          /* place among the dues */
	wb_ms look_due;         /* WB_NEVER = only when it is touched */
	wb_ms due;              /* of that or of what `stand` waits for */
	struct wb_stand *stand; /* NULL = quiet, and nothing is remembered */
};

/* What a plan's rule comes to. */
struct wb_rule {
	const struct wb_rule_plan *plan;
	const struct wb_kpi *kpis[WB_CONDITIONS_MAX];
	enum wb_guard_kind kind;
	/* its numbers change with the clock: looked at every WB_ALERT_SLIDE,
	 * and not when something happens */
	bool by_clock;
	bool has_windows; /* trailing ones, which lose what they have */
	unsigned heeds;   /* touches (enum wb_touch) that may matter */
	uint32_t firing;  /* how many of its alerts fire */
	bool inhibits;    /* other rules name it */
	bool in_force;
	wb_ms border;    /* when that may change */
	int *inhibitors; /* numbers of rules */
	int inhibitor_count;
	uint32_t routes, escalate_to; /* bits of the plan's routes */
};

/* A scope of the engine. */
struct wb_alert_place {
	uint32_t first;   /* guard, WB_NOBODY = none */
	uint32_t subject; /* number of the queue or agent; WB_NOBODY */
	/* touches: those that came, that somebody heeds, and whose seconds are
	 * kept for trailing windows */
	uint8_t touched, heeded, kept;
	struct wb_seconds *seconds;
};

/* A feed or a route. */
struct wb_thing {
	uint32_t first; /* guard */
	uint32_t feed;  /* the engine's number of a feed */
	bool on;        /* silent, failing */
	bool touched;
};

/* Alerts that are one story. */
struct wb_group {
	uint32_t rule; /* WB_NOBODY = this place is free */
	char *key;     /* "queue:billing", "department:front"; "" = the rule */
	wb_ms opened;
	wb_ms due;      /* of the next message; WB_NEVER = nothing is new */
	wb_ms last;     /* message, or reminder */
	uint32_t count; /* of messages */
	uint32_t knows; /* routes that were told that it stands */
	uint32_t owed;  /* routes that were quiet when they were to be told */
	uint32_t extra; /* routes by escalation */
	uint32_t *members; /* guards */
	uint32_t member_count, member_capacity;
};

/* What was read last, in one instant. */
struct wb_last_read {
	const struct wb_kpi *kpi;
	uint32_t scope;
	enum wb_window window;
	wb_ms t;
	struct wb_value value;
};

struct wb_list32 {
	uint32_t *items;
	uint32_t count, capacity;
};

struct wb_alerts {
	struct wb_engine *engine;
	struct wb_alert_sink sink;
	const struct wb_plan *plan; /* NULL before the first */
	bool advancing;             /* time moves to `target` */
	wb_ms target;
	bool started;

	struct wb_rule *rules;
	uint32_t rule_count;
	wb_ms next_border; /* of any rule's schedule */
	bool any_by_clock;

	struct wb_guard *guards;
	uint32_t guard_count, guard_capacity;
	struct wb_alert_place *places;
	uint32_t place_count, place_capacity;
	uint32_t bound; /* places whose rules were found */
	uint32_t queues_bound, agents_bound;
	struct wb_names thing_names;
	struct wb_thing *things;
	uint32_t thing_capacity;

	struct wb_list32 dues;     /* heap of guards */
	struct wb_list32 touched;  /* places */
	struct wb_list32 changed;  /* things */
	struct wb_list32 looks;    /* guards at hand */
	struct wb_list32 fresh;    /* began to fire, and yield to others */
	struct wb_list32 standing; /* guards that have a stand */
	struct wb_list32 sorted;   /* for a moment: the same, in order */
	wb_ms look_at;             /* when the touched are looked at */
	bool recheck;              /* all that yield to others */

	struct wb_group *groups;
	uint32_t group_count;
	wb_ms next_group;
	bool group_noted; /* since that was worked out */

	struct wb_last_read last;
	uint64_t step_number, revision;
	struct wb_alert_counters counters;
	struct wb_arena *scratch; /* what is shown, until the next call */
};

/* All that can happen to a scope. */
#define WB_TOUCH_ALL                                                           \
	(WB_TOUCH_ENTRIES | WB_TOUCH_WORK | WB_TOUCH_HEADS | WB_TOUCH_BORDER)

/* The first multiple of WB_ALERT_STEP that is later, or not earlier. */
static inline wb_ms wb_step_after(wb_ms t)
{
	return (t / WB_ALERT_STEP + 1) * WB_ALERT_STEP;
}

static inline wb_ms wb_step_from(wb_ms t)
{
	return wb_step_after(t - 1);
}

static inline wb_ms wb_earlier(wb_ms a, wb_ms b)
{
	return a < b ? a : b;
}

static inline wb_ms wb_later(wb_ms a, wb_ms b)
{
	return a > b ? a : b;
}

/* Does it fire, acknowledged or not? */
static inline bool wb_stand_fires(const struct wb_stand *stand)
{
	return stand && (stand->state == WB_ALERT_FIRING ||
	                 stand->state == WB_ALERT_ACKNOWLEDGED);
}

/* False, and counted, when out of memory. */
bool wb_list32_add(struct wb_alerts *alerts, struct wb_list32 *list,
                   uint32_t item);

/* rules.c */
bool wb_rules_make(const struct wb_plan *plan, struct wb_rule **ret_rules,
                   uint32_t *ret_count);
void wb_rules_free(struct wb_rule *rules, uint32_t count);
/* How many fire of each, of those that stand. */
void wb_rules_count(struct wb_alerts *alerts);
/* Is the scope one of the rule's? Groups are those of the engine's plan. */
bool wb_rule_covers(const struct wb_alerts *alerts, const struct wb_rule *rule,
                    enum wb_guard_kind kind, uint32_t scope);
/* Which are in force as of `t`, for new rules. */
void wb_rules_start(struct wb_alerts *alerts, wb_ms t);
/* Puts schedules in force as of `t`, and lists the guards that this is for. */
void wb_rules_turn(struct wb_alerts *alerts, wb_ms t);

/* guard.c */
/* The engine's hook. */
void wb_guard_touch(void *user, uint32_t scope, enum wb_touch what, wb_ms at);
/* Finds the rules of scopes that are new. */
void wb_guard_bind(struct wb_alerts *alerts);
/* WB_NOBODY when out of memory. */
uint32_t wb_guard_thing(struct wb_alerts *alerts, enum wb_guard_kind kind,
                        struct wb_str name);
/* The same by the full name, "feed:tehran", which must be new. */
uint32_t wb_guard_add_thing(struct wb_alerts *alerts, struct wb_str full);
/* Finds the rules of all feeds and routes. */
void wb_guard_bind_things(struct wb_alerts *alerts);
void wb_guard_touch_thing(struct wb_alerts *alerts, uint32_t thing);
/* All of them, as after a new plan. */
void wb_guard_touch_all(struct wb_alerts *alerts);
struct wb_str wb_guard_scope(const struct wb_alerts *alerts,
                             const struct wb_guard *guard);
/* The guard of a rule in a scope, or WB_NOBODY. */
uint32_t wb_guard_find(const struct wb_alerts *alerts, uint32_t rule,
                       enum wb_guard_kind kind, uint32_t scope);
/* Forgets who guards what; stands must be gone, or kept elsewhere. */
void wb_guard_clear(struct wb_alerts *alerts);
void wb_guard_finish(struct wb_alerts *alerts);
/*
 * Sorts guards as they are gone through: by scope and rule, which is the same
 * order after a restart.
 */
void wb_guard_sort(struct wb_alerts *alerts, struct wb_list32 *guards);
/* Makes it be looked at in this instant. */
void wb_guard_list(struct wb_alerts *alerts, uint32_t guard);
/* NULL, and counted, when out of memory or when too many stand. */
struct wb_stand *wb_guard_stand(struct wb_alerts *alerts, uint32_t guard);
/* Lets go of what need not be remembered. */
void wb_guard_settle(struct wb_alerts *alerts, uint32_t guard);
void wb_stand_free(struct wb_stand *stand);
void wb_stand_sign(struct wb_alerts *alerts, struct wb_stand *stand,
                   struct wb_str author, struct wb_str note);

/* dues.c */
void wb_due_set(struct wb_alerts *alerts, uint32_t guard, wb_ms due);
/* The guard that is due first, WB_NOBODY = none. */
uint32_t wb_due_first(const struct wb_alerts *alerts);

/* look.c */
/* Reads its numbers as of `t` and moves it on. */
void wb_look(struct wb_alerts *alerts, uint32_t guard, wb_ms t);

/* machine.c */
/* It is bad, or not, as of `t`. */
void wb_machine_move(struct wb_alerts *alerts, uint32_t guard, bool bad,
                     wb_ms t);
/* What it waits for beside its numbers: the end of a shelf, of a flap. */
void wb_machine_wait(struct wb_alerts *alerts, uint32_t guard, wb_ms t);
void wb_machine_resolve(struct wb_alerts *alerts, uint32_t guard, wb_ms t);
/* When it wants to be looked at, or to wait: after each change. */
void wb_machine_set_due(struct wb_alerts *alerts, uint32_t guard, wb_ms t);

/* inhibit.c */
/* All that yield to others, or those that are fresh. */
void wb_inhibit_run(struct wb_alerts *alerts, wb_ms t);

/* group.c */
/*
 * Something of the alert changed that matters to whom it is told. Leads to
 * messages when the groups are run, or to their next instant when that is set.
 */
void wb_group_note(struct wb_alerts *alerts, uint32_t guard, wb_ms t);
/* The messages that are due, or all that have something new to say. */
void wb_group_run(struct wb_alerts *alerts, wb_ms t, bool all);
void wb_group_free(struct wb_group *group);
/* The group's next instant of any kind; then alerts->next_group. */
wb_ms wb_group_next(const struct wb_alerts *alerts,
                    const struct wb_group *group);
void wb_group_set_next(struct wb_alerts *alerts);
/* For a state that is loaded: a free place, which comes last; and a member,
 * which must stand. */
uint32_t wb_group_restore(struct wb_alerts *alerts);
bool wb_group_restore_member(struct wb_alerts *alerts, uint32_t group,
                             uint32_t guard);
/* Is it one of those that a message says to stand? */
bool wb_group_stands(const struct wb_stand *stand);

/* notice.c */
/* Writes one message to each of `routes` (bits). */
void wb_notice_write(struct wb_alerts *alerts, const struct wb_group *group,
                     enum wb_notice_kind kind, uint32_t routes, wb_ms t);

/* tell.c */
/* As it is shown; `ret_alert` borrows from the scratch. */
void wb_tell_alert(const struct wb_alerts *alerts, uint32_t guard,
                   struct wb_alert *ret_alert);
void wb_alert_tell_step(struct wb_alerts *alerts, uint32_t guard,
                        enum wb_alert_step_kind kind, wb_ms t);

#endif
