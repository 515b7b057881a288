#ifndef WB_KPI_TABLE_H
#define WB_KPI_TABLE_H

/*
 * The one table of KPIs (KPI.md section 5): what each number is, how it is
 * computed from measures, and where its definition comes from. Tiles, reports,
 * the history's columns, "explain" and the manual all read this table. A new
 * KPI is a new row and a test.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/ratio.h"
#include "base/str.h"
#include "kpi/measure.h"
#include "plan/plan.h"

enum wb_unit {
	WB_UNIT_COUNT,
	WB_UNIT_PERCENT, /* a share */
	WB_UNIT_MS,      /* a mean duration */
	WB_UNIT_SINCE,   /* the instant since when */
	WB_UNIT_POINTS,  /* -100 to 100, in hundredths of a point */
	WB_UNIT_RATE,    /* per hour, in hundredths */
	WB_UNIT_FACTOR,  /* how many times, in hundredths */
	WB_UNIT_COUNT_OF_UNITS,
};

/* "count", "percent", "ms", "since", "points", "rate", "factor" */
const char *wb_unit_name(enum wb_unit unit);

/* Are values of the unit told with two decimals? */
static inline bool wb_unit_is_hundredths(enum wb_unit unit)
{
	return unit == WB_UNIT_PERCENT || unit == WB_UNIT_POINTS ||
	       unit == WB_UNIT_RATE || unit == WB_UNIT_FACTOR;
}

enum wb_attribution { WB_BY_EVENT, WB_BY_COHORT, WB_ATTRIBUTION_COUNT };

/* What may be asked for whom: a set of kinds of scope. */
enum wb_scope_kind {
	WB_SCOPE_QUEUE,
	WB_SCOPE_DEPARTMENT,
	WB_SCOPE_SITE, /* where the queue is; of agents' work: where they are */
	WB_SCOPE_CHANNEL, /* "channel:chat" */
	WB_SCOPE_TIER,    /* "tier:1": first tier, "tier:2" ... */
	WB_SCOPE_AGENT,
	WB_SCOPE_TEAM,
	WB_SCOPE_TOTAL,
	WB_SCOPE_KIND_COUNT,
};

/* "queue", "department", "site", "channel", "tier", "agent", "team", "total" */
const char *wb_scope_kind_name(enum wb_scope_kind kind);

/* KPIs of the moment, which are states and not sums. */
enum wb_moment {
	WB_MOMENT_NONE, /* from measures */
	WB_MOMENT_WAITING,
	WB_MOMENT_LONGEST_WAIT,
	WB_MOMENT_SERVICE_LEVEL, /* of those who wait */
	WB_MOMENT_SIGNED_IN,
	WB_MOMENT_AGENTS,  /* in the state `agent_state` */
	WB_MOMENT_REMOTE,  /* signed in from elsewhere than the floor */
	WB_MOMENT_PENDING, /* a break is to come after the contact */
	WB_MOMENT_OLDEST_CALLBACK,
};

/*
 * KPIs that are more than a quotient of sums: computed by kpi/outlook from
 * the sums of the window and the state of the floor. In the past they are
 * unknown, but for the budget's, which follow from the sums alone.
 */
enum wb_outlook {
	WB_OUTLOOK_NONE,
	WB_OUTLOOK_BUDGET_LEFT,
	WB_OUTLOOK_BUDGET_BURN,
	WB_OUTLOOK_NEEDED_RATE,
	WB_OUTLOOK_AGENTS_REQUIRED,
	WB_OUTLOOK_SERVICE_LEVEL,
	WB_OUTLOOK_WAIT,
	WB_OUTLOOK_PER_AGENT, /* handled by each that was signed in */
};

/* Abandons below which patience is not known. */
#define WB_PATIENCE_MIN 10

#define WB_TERMS_MAX 16

/*
 * A sum of measures: a term is measure + 1, or its negative to subtract; 0
 * ends the list.
 */
struct wb_sum {
	int8_t term[WB_TERMS_MAX];
};

struct wb_kpi {
	const char *name;
	enum wb_unit unit;
	unsigned scopes; /* bits: 1 << enum wb_scope_kind */
	enum wb_moment moment;
	enum wb_agent_state agent_state;
	enum wb_outlook outlook;
	int quantile;        /* of the waits, permille: 900 = p90; 0 = none */
	bool below_is_worse; /* a limit is a promise to reach, not a bound */
	bool is_mean_share;  /* the numerator is in basis points already */
	struct wb_sum numerator;
	struct wb_sum denominator; /* empty for plain counts */
	int64_t least; /* denominator below which nothing is known; 0 = 1 */
	const char *formula;    /* for people */
	const char *attributed; /* what instant it counts at, for people */
	const char *source;     /* of the definition: letters of KPI.md */
};

extern const struct wb_kpi wb_kpis[];
extern const int wb_kpi_count;

/* NULL when there is no such KPI. */
const struct wb_kpi *wb_kpi_find(struct wb_str name);

/* Is the value a quotient, whose two parts are told beside it? */
static inline bool wb_kpi_is_ratio(const struct wb_kpi *kpi)
{
	return kpi->denominator.term[0] != 0 ||
	       kpi->moment == WB_MOMENT_SERVICE_LEVEL ||
	       kpi->outlook == WB_OUTLOOK_BUDGET_BURN ||
	       kpi->outlook == WB_OUTLOOK_NEEDED_RATE ||
	       kpi->outlook == WB_OUTLOOK_PER_AGENT;
}

/* Is it made of the sums of a window alone, and so known of the past? */
static inline bool wb_kpi_is_of_sums(const struct wb_kpi *kpi)
{
	return kpi->moment == WB_MOMENT_NONE &&
	       kpi->outlook == WB_OUTLOOK_NONE && kpi->quantile == 0;
}

static inline bool wb_kpi_has_scope(const struct wb_kpi *kpi,
                                    enum wb_scope_kind kind)
{
	return (kpi->scopes >> kind & 1u) != 0;
}

/* -1 when unknown. */
int wb_scope_kind_find(struct wb_str name);

/* How things stand in a scope at the moment. */
struct wb_moment_state {
	int64_t waiting, waiting_late;
	wb_ms oldest; /* WB_NEVER = nobody waits */
	int64_t agents[WB_AGENT_STATE_COUNT];
	int64_t agents_remote;
	int64_t agents_pending; /* wb_engine_moment() leaves it at 0 */
	wb_ms oldest_callback;  /* WB_NEVER = none is promised */
};

/*
 * A KPI's value. `known` is false when there is none: an empty denominator,
 * nobody waiting, a moment that is not asked for.
 */
struct wb_value {
	bool known;
	bool is_ratio;
	int64_t value;         /* count; basis points (percent); ms; instant;
	                        * hundredths (points, rate, factor) */
	struct wb_ratio ratio; /* when is_ratio, also when not known */
};

/* The value of a KPI that is num / den. */
struct wb_value wb_kpi_ratio(const struct wb_kpi *kpi, int64_t num,
                             int64_t den);

/*
 * Computes a KPI from the sums of a scope and window. `moment` NULL leaves
 * the KPIs of the moment unknown (a finished interval). Quantiles and outlooks
 * need more than that and are unknown here: wb_engine_read().
 * Shares come in basis points and means in ms, rounded half away from zero.
 */
struct wb_value wb_kpi_value(const struct wb_kpi *kpi,
                             const int64_t sums[WB_MEASURE_COUNT],
                             const struct wb_moment_state *moment);

#endif
