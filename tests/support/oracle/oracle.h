#ifndef WB_TEST_ORACLE_H
#define WB_TEST_ORACLE_H

/*
 * The slow, obvious truth. It keeps every event that was ever told, and
 * answers each question from the whole list by the definitions of KPI.md and
 * PROTOCOL.md: put the events in order of time, tell the stories of contacts
 * and agents from them, count. It shares nothing with the engine but the words
 * (the event, the plan, the names of the KPIs).
 *
 * oracle.c keeps the events; contacts.c tells the contacts' stories (telling.h
 * who helps), promises.c what was promised, agents.c the agents'; tally.c
 * counts; answers.c says what number each KPI is; windows.c where windows
 * begin, by the C library's own time zones.
 */

#include <stdbool.h>
#include <stdint.h>

#include "kpi/table.h"

struct oracle;
struct tally; /* what was counted */

/* The plan is borrowed. */
struct oracle *oracle_create(const struct wb_plan *plan);
void oracle_destroy(struct oracle *oracle);

/*
 * An event of a feed, 0 or 1, that the daemon heard at `heard`; its strings are
 * borrowed.
 */
void oracle_hear(struct oracle *oracle, wb_ms heard, int feed,
                 const struct wb_event *event);

/* How things look at `now`, to one who heard what was told by then. */
void oracle_look(struct oracle *oracle, wb_ms now);

/*
 * What counts: what happened in from <= t < until, or (cohort) whose queue
 * entry arrived then; of agents' times, the part between the two.
 */
struct oracle_span {
	wb_ms from, until;
	enum wb_attribution attribution;
	bool history; /* a quarter hour of it, and not a window now */
};

/* The span of a window that ends at the moment of the last look. */
struct oracle_span oracle_window(const struct oracle *oracle, const char *scope,
                                 enum wb_window window);

struct oracle_answer {
	bool known;    /* false: there is no value */
	bool is_ratio; /* num of den, else num alone */
	int64_t num, den;
};

/*
 * Counts for a scope such as "queue:sales". The tally is the oracle's, until
 * the next is taken.
 */
const struct tally *oracle_count(struct oracle *oracle, const char *scope,
                                 struct oracle_span span);

/* The answer from what was counted. False when the oracle has none. */
bool oracle_tell(const struct tally *tally, const char *kpi,
                 struct oracle_answer *ret_answer);

/* Why the oracle leaves a KPI to other tests, or NULL: it does not. */
const char *oracle_excuse(const char *kpi);

#endif
