#ifndef WB_PALM_H
#define WB_PALM_H

/*
 * Private to forecast/: the M/M/n+M queue given that everybody is busy. Its
 * arguments are those of wb_erlang_solve(), checked, with agents > 0 and a
 * finite patience.
 */

#include "forecast/erlang.h"

/* `blocked` is Erlang B of the same agents and load. */
void wb_palm_solve(const struct wb_erlang *queue, int agents, double blocked,
                   struct wb_erlang_state *ret_state);

void wb_palm_by(const struct wb_erlang *queue, int agents, double blocked,
                double t_s, struct wb_erlang_by *ret_by);

#endif
