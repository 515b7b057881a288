#ifndef WB_ERLANG_H
#define WB_ERLANG_H

/*
 * Erlang's formulas: what a queue with so many arrivals, such a handle time
 * and such a patience does with so many agents, in the long run.
 *
 * B: who finds everybody busy is lost (M/M/n/n). C: everybody waits for ever
 * (M/M/n). A: who waits leaves after a patience that is exponential like the
 * handle time (M/M/n+M, Palm 1946). Arrivals are a Poisson process.
 *
 * Sources: Erlang 1917 for B and C, computed by the recursion in the number of
 * agents, which neither overflows nor cancels. Garnett, Mandelbaum, Reiman
 * 2002 (KPI.md [Y2]) for A; Mandelbaum, Zeltyn, "The Palm/Erlang-A queue"
 * (2005) for its waiting times; Jouini, Koole, Roubos 2013 for the service
 * levels that treat abandons in different ways.
 *
 * Pure functions of doubles: the same arguments give the same result on one
 * platform. Every function returns false, and sets nothing, when an argument
 * is not a number or out of the ranges below.
 */

#include <math.h>
#include <stdbool.h>

#define WB_ERLANG_AGENTS_MAX 10000
#define WB_ERLANG_LOAD_MAX 20000.0   /* erlang */
#define WB_ERLANG_PATIENCE_MAX 100.0 /* handle times */
#define WB_ERLANG_PATIENT INFINITY   /* nobody leaves: Erlang C */

/*
 * One queue. The load, rate * handle_s, is at most WB_ERLANG_LOAD_MAX.
 * patience_s is at most WB_ERLANG_PATIENCE_MAX handle times, at least one
 * thousandth of one, or WB_ERLANG_PATIENT.
 */
struct wb_erlang {
	double rate;       /* arrivals a second, > 0 */
	double handle_s;   /* mean handle time, > 0 */
	double patience_s; /* mean patience, > 0 */
};

/* Share of arrivals that find `agents` busy. 0 <= agents, 0 < load. */
bool wb_erlang_b(int agents, double load, double *ret_blocked);

/* Share of arrivals that wait; 1 when load >= agents. */
bool wb_erlang_c(int agents, double load, double *ret_waits);

/*
 * How the queue stands in the long run. Without patience (Erlang C) and with
 * a load that is not below the agents the line grows for ever: everybody
 * waits, and the times and the line are INFINITY.
 */
struct wb_erlang_state {
	double waits;         /* share that does not get an agent at once */
	double abandons;      /* share that leaves */
	double wait_s;        /* mean wait of all, also of those who leave */
	double answer_wait_s; /* mean wait of the answered: "asa" */
	double waiting;       /* mean length of the line */
	double occupancy;     /* share of the agents' time on contacts */
};

/* 0 <= agents <= WB_ERLANG_AGENTS_MAX. With none, occupancy is 0. */
bool wb_erlang_solve(const struct wb_erlang *queue, int agents,
                     struct wb_erlang_state *ret_state);

/* What has become of an arrival after some time; the rest waits on. */
struct wb_erlang_by {
	double answered;  /* share */
	double abandoned; /* share */
};

/* `t_s` >= 0 seconds after arrival. */
bool wb_erlang_by(const struct wb_erlang *queue, int agents, double t_s,
                  struct wb_erlang_by *ret_by);

/*
 * Which service level (KPI.md section 4); there are no flow-outs. With A_T
 * answered and B_T abandoned within T, S short abandons, shares of arrivals:
 */
enum wb_erlang_level {
	WB_ERLANG_OFFERED,  /* A_T / (1 - S) */
	WB_ERLANG_ANSWERED, /* A_T / answered */
	WB_ERLANG_IGNORE,   /* A_T / (1 - S - B_T) */
	WB_ERLANG_POSITIVE, /* (A_T + B_T) / (1 - S) */
};

struct wb_erlang_goal {
	enum wb_erlang_level level;
	double within_s;      /* T >= 0 */
	double short_s;       /* abandons up to it are short; 0 = none */
	double target;        /* least service level, 0..1 */
	double max_occupancy; /* 0..1; 1 = no bound */
	double max_abandons;  /* 0..1; 1 = no bound */
};

/* The service level that `agents` reach; `target` and bounds do not matter. */
bool wb_erlang_service_level(const struct wb_erlang *queue, int agents,
                             const struct wb_erlang_goal *goal,
                             double *ret_level);

/*
 * The fewest agents, at least one, that reach the goal to within 1e-9. False
 * also when WB_ERLANG_AGENTS_MAX are too few. A few evaluations, each in time
 * O(agents + sqrt(patience / handle time * load) + what the load is above the
 * agents times patience / handle time).
 */
bool wb_erlang_agents(const struct wb_erlang *queue,
                      const struct wb_erlang_goal *goal, int *ret_agents);

/*
 * How many must be on the roster so that `agents` are there when a share of
 * them, 0 <= shrinkage_bp < 10000 basis points, is away: rounded up. False
 * when out of range.
 */
bool wb_erlang_rostered(int agents, int shrinkage_bp, int *ret_rostered);

#endif
