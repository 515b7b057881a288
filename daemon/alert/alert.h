#ifndef WB_ALERT_ALERT_H
#define WB_ALERT_ALERT_H

/*
 * Alerts: rules over the engine's numbers, and for each (rule, scope) where
 * it stands:
 *
 *     quiet -> pending -> firing -> acknowledged -> quiet (resolved)
 *
 * Pending lasts for the rule's `hold`; firing ends when no number that made
 * it is past its `clear` any more. With ack_required an alert that is over but
 * was never acknowledged goes on standing, as `over`.
 *
 * Pure: no I/O, no clock, no log. A rule is what it would be if it were looked
 * at in every multiple of WB_ALERT_STEP, and at the very instants at which a
 * duration crosses a limit, an entry becomes due, or `hold` ends; it really is
 * looked at only where something happened that matters to it. Numbers that
 * change with the clock (agents' times, forecasts) are looked at in multiples
 * of WB_ALERT_SLIDE. What is applied in an instant belongs to the step after
 * it. So all follows from the journal alone: a restart, a replica and whatever
 * cut into batches come to the same alerts, with the same ids, and what is told
 * is told once. Acts of people and what only a clock sees (a feed that is
 * silent, a route that fails) come in as records of the journal.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "kpi/engine.h"
#include "plan/alerts.h"

#define WB_ALERT_STEP ((wb_ms)100)
#define WB_ALERT_SLIDE (10 * WB_SECOND)
#define WB_ALERTS_MAX 20000   /* instances that are not quiet */
#define WB_ALERT_NOTE_MAX 500 /* bytes of a note; of an author 64 */
#define WB_ALERT_AUTHOR_MAX 64

enum wb_alert_state {
	WB_ALERT_QUIET,
	WB_ALERT_PENDING,
	WB_ALERT_FIRING,
	WB_ALERT_ACKNOWLEDGED,
	WB_ALERT_OVER, /* no longer so, but nobody acknowledged it */
	WB_ALERT_STATE_COUNT,
};

/* "quiet", "pending", "firing", "acknowledged", "over" */
const char *wb_alert_state_name(enum wb_alert_state state);

/* One condition as it was when it was last looked at. */
struct wb_alert_reading {
	const struct wb_condition_plan *condition;
	bool bad;
	struct wb_value value; /* of a since-KPI a duration, ms */
	int64_t raise, clear;  /* in the scope, in the unit of the value */
};

#define WB_ALERT_READINGS_MAX WB_CONDITIONS_MAX

/* An alert that stands; borrowed until the next call. */
struct wb_alert {
	/* the same for everybody, unique for ever: "RULE/SCOPE@MS", MS being
	 * the instant from which it was bad */
	struct wb_str id;
	const struct wb_rule_plan *rule;
	struct wb_str scope; /* "queue:sales", "feed:tehran" */
	enum wb_alert_state state;
	wb_ms since;    /* bad from then on */
	wb_ms fired;    /* 0 = pending */
	wb_ms changed;  /* into this state */
	bool inhibited; /* stands, is not told: a feed is silent, or a rule */
	bool flapping;
	wb_ms shelved_until; /* 0 = not */
	bool escalated;
	/* quiet, but not because it is well: the rule's hours are over, or the
	 * rule or the scope is gone from the configuration */
	bool lapsed;
	struct wb_str author, note; /* of the last act; absent = none */
	struct wb_alert_reading readings[WB_ALERT_READINGS_MAX];
	int reading_count;
};

/* What happened to an alert: a row of its history. */
enum wb_alert_step_kind {
	WB_ALERT_RAISED,
	WB_ALERT_STEP_ACKNOWLEDGED,
	WB_ALERT_STEP_ESCALATED,
	WB_ALERT_STEP_RESOLVED,
	WB_ALERT_STEP_SHELVED,
	WB_ALERT_STEP_UNSHELVED,
	WB_ALERT_STEP_FLAPPING,
	WB_ALERT_STEP_INHIBITED,
	WB_ALERT_STEP_RELEASED, /* no longer inhibited or flapping */
	WB_ALERT_STEP_OVER,     /* well again, but to be acknowledged */
	WB_ALERT_STEP_KIND_COUNT,
};

/* "raised", "acknowledged", "escalated", "resolved", "shelved", "unshelved",
 * "flapping", "inhibited", "released", "over" */
const char *wb_alert_step_name(enum wb_alert_step_kind kind);

struct wb_alert_step {
	enum wb_alert_step_kind kind;
	wb_ms at;
	uint64_t number; /* 1, 2 ... of all steps ever: unique, in order */
	const struct wb_alert *alert; /* as it is after the step */
};

/* Somebody is to be told: one message. */
enum wb_notice_kind {
	WB_NOTICE_RAISED,
	WB_NOTICE_CHANGED, /* others joined or left the group */
	WB_NOTICE_REMINDER,
	WB_NOTICE_ESCALATED,
	WB_NOTICE_RESOLVED,
	WB_NOTICE_TEST,
	WB_NOTICE_KIND_COUNT,
};

/* "raised", "changed", "reminder", "escalated", "resolved", "test" */
const char *wb_notice_kind_name(enum wb_notice_kind kind);

#define WB_NOTICE_MEMBERS_MAX 100

struct wb_notice {
	/* unique for ever, the same on every replica: the idempotency key */
	struct wb_str key;
	enum wb_notice_kind kind;
	wb_ms at;
	const struct wb_rule_plan *rule;
	const struct wb_route_plan *route; /* one notice a route */
	struct wb_str group; /* what is one story: the same key from raised to
	                      * resolved */
	/* worst first; those that stand, and (resolved = their state is quiet)
	 * those that ended since the last message */
	const struct wb_alert *members;
	int member_count;
	int more;     /* that did not fit */
	int standing; /* how many of all still fire */
};

/* Who is told of what happens; called inside advance and the acts, in order.
 * Must not call the alerts. */
struct wb_alert_sink {
	void (*step)(void *user, const struct wb_alert_step *step);
	void (*notice)(void *user, const struct wb_notice *notice);
	void *user;
};

struct wb_alerts;

/* The engine is borrowed and outlives the alerts. NULL when out of memory. */
struct wb_alerts *wb_alerts_create(struct wb_engine *engine,
                                   const struct wb_alert_sink *sink);
void wb_alerts_destroy(struct wb_alerts *alerts);

/*
 * After wb_engine_set_plan(), with the same plan. Alerts keep their state by
 * the names of rule and scope; those of rules that are gone are resolved. False
 * when out of memory.
 */
bool wb_alerts_set_plan(struct wb_alerts *alerts, const struct wb_plan *plan);

/*
 * In place of wb_engine_advance(): moves the engine's time to `now`, stopping
 * at every instant at which a rule is to be looked at.
 */
void wb_alerts_advance(struct wb_alerts *alerts, wb_ms now);

/* As wb_engine_next_change(), of engine and alerts. */
wb_ms wb_alerts_next_change(const struct wb_alerts *alerts);

/* What only the caller's clock sees, at the engine's present time; journalled
 * by the caller before. `number` is the feed's as wb_engine_apply() has it. */
void wb_alerts_feed(struct wb_alerts *alerts, uint32_t number,
                    struct wb_str feed, bool silent);
void wb_alerts_route(struct wb_alerts *alerts, struct wb_str route,
                     bool failing);

/* Acts of people, at the engine's present time; journalled before. */
enum wb_alert_act {
	WB_ACT_ACKNOWLEDGE,
	WB_ACT_SHELVE, /* of a rule and scope: "RULE/SCOPE", or an alert's id */
	WB_ACT_UNSHELVE,
	WB_ACT_COUNT,
};

/* "acknowledge", "shelve", "unshelve" */
const char *wb_alert_act_name(enum wb_alert_act act);

/*
 * 0; -ENOENT when nothing of that id stands (any more); -EALREADY when it is
 * so already. `until` of SHELVE only.
 */
int wb_alerts_act(struct wb_alerts *alerts, enum wb_alert_act act,
                  struct wb_str id, wb_ms until, struct wb_str author,
                  struct wb_str note);

/* Would the act be possible? The same results; for a check before it is
 * journalled. */
int wb_alerts_can(const struct wb_alerts *alerts, enum wb_alert_act act,
                  struct wb_str id);

/* All that are not quiet, worst first: by state, severity, age. */
void wb_alerts_each(const struct wb_alerts *alerts,
                    void (*fn)(void *user, const struct wb_alert *alert),
                    void *user);

/* What is shelved, quiet or not: `shelved_until` with who and why. */
void wb_alerts_each_shelved(const struct wb_alerts *alerts,
                            void (*fn)(void *user,
                                       const struct wb_alert *alert),
                            void *user);

/* Grows with every change that wb_alerts_each() could show. */
uint64_t wb_alerts_revision(const struct wb_alerts *alerts);

struct wb_alert_counters {
	uint64_t looked; /* times that a rule was evaluated in a scope */
	uint64_t raised, resolved, notices;
	uint64_t held_back; /* inhibited, flapping, shelved, out of schedule */
	uint64_t too_many;  /* beyond WB_ALERTS_MAX */
	uint64_t out_of_memory;
};

void wb_alerts_count(const struct wb_alerts *alerts,
                     struct wb_alert_counters *ret_counters);

/*
 * The state as bytes, for a checkpoint, beside the engine's; and back into
 * fresh alerts whose plan is set. False when out of memory, or when the bytes
 * are not of this plan and version (nothing was changed then).
 */
bool wb_alerts_save(struct wb_alerts *alerts, struct wb_buf *ret_bytes);
bool wb_alerts_load(struct wb_alerts *alerts, struct wb_str bytes);

#endif
