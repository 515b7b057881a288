#ifndef WB_KPI_TRANSFER_H
#define WB_KPI_TRANSFER_H

/* Private to kpi/: parts of a state, both ways (see floor/codec.h). */

#include "floor/codec.h"
#include "kpi/state.h"

void wb_transfer_sums(struct wb_codec *codec, struct wb_sums *sums);

/* Scopes must be known, and of the second the crews. */
void wb_transfer_crews(struct wb_codec *codec, struct wb_engine *engine);
void wb_transfer_log(struct wb_codec *codec, struct wb_engine *engine);

/* When all are loaded: what follows from the rest. */
void wb_transfer_heads(struct wb_codec *codec, struct wb_engine *engine);

#endif
