#ifndef WB_TEST_MARKOV_H
#define WB_TEST_MARKOV_H

/*
 * The slow, obvious oracle of the queueing formulas: the birth and death chain
 * of an M/M/n+M queue, cut where nothing is left, solved state by state in
 * long double; what becomes of an arrival by following it step by step.
 */

#include "forecast/erlang.h"

struct markov {
	long double waits, abandons, wait_s, answer_wait_s, waiting, occupancy;
};

/* Sums of powers and factorials, as in the textbook. */
long double markov_b(int agents, long double load);
long double markov_c(int agents, long double load);

/* Patience must be finite. */
void markov_solve(const struct wb_erlang *queue, int agents,
                  struct markov *ret_state);

/* By uniformisation of the chain of those ahead and the arrival itself. */
void markov_by(const struct wb_erlang *queue, int agents, long double t_s,
               long double *ret_answered, long double *ret_abandoned);

#endif
