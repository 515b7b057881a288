#ifndef WB_FLOOR_SAVE_H
#define WB_FLOOR_SAVE_H

/*
 * The floor's part of a saved engine (kpi/save.h): writes the whole state, or
 * reads it into a floor that was just created. Pool numbers and the order of
 * timers are kept, as later facts come in their order; what follows from the
 * rest (links, head counts, the plans of queues and agents) is made anew.
 *
 * When it reads, `plan` is the one that was in force; when it writes it is not
 * looked at. After a failed read the floor can only be destroyed.
 */

#include "floor/codec.h"
#include "floor/floor.h"

void wb_floor_transfer(struct wb_floor *floor, struct wb_codec *codec,
                       const struct wb_plan *plan);

#endif
