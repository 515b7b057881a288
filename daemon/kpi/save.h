#ifndef WB_KPI_SAVE_H
#define WB_KPI_SAVE_H

/*
 * A whole engine as bytes, so that a restart need not apply everything again.
 * An engine that was loaded gives the same numbers, orders and facts from then
 * on as the one that was saved.
 *
 * The bytes begin with a number made of the tables of measures and KPIs and
 * end with a checksum: what another version wrote, or what was damaged, is
 * refused. Beyond that nothing in them is trusted.
 */

#include "base/buf.h"
#include "kpi/engine.h"

/*
 * Appends to `out`. Call it when nothing waits for the history (see
 * wb_engine_forget_history()). False when something does, when out of memory,
 * or when a value is out of what can be saved. The engine stays as it is.
 */
bool wb_engine_save(struct wb_engine *engine, struct wb_buf *out);

/*
 * Loads into an engine that was just created. `plan` is the one that was in
 * force, made anew from the same text; it is borrowed as by
 * wb_engine_set_plan(). After false the engine can only be destroyed.
 */
bool wb_engine_load(struct wb_engine *engine, const struct wb_plan *plan,
                    struct wb_str bytes);

/*
 * The checksum that ends the bytes, of all before it; for tests that change
 * them.
 */
uint64_t wb_engine_checksum(struct wb_str bytes);
#define WB_ENGINE_CHECKSUM_SIZE 8

#endif
