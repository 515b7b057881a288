#ifndef WB_APP_ENTRIES_H
#define WB_APP_ENTRIES_H

/*
 * Entries of contacts in queues, for lists: how each ended, from the history's
 * details, and who waits, from the floor. Ids only.
 */

#include "base/json_write.h"
#include "history/details.h"
#include "kpi/engine.h"

/* The amount of a measure in a detail; 0 = not in it. */
int64_t wb_detail_amount(const struct wb_history_detail *detail,
                         enum wb_measure measure);

/*
 * How an entry ended: "answered", "abandoned", "short", "timeout" ...,
 * "lost", "blocked". NULL when the detail is not the end of an entry.
 */
const char *wb_entry_outcome(const struct wb_history_detail *detail);

/* The words of wb_entry_outcome(), NULL-terminated, and "waiting". */
extern const char *const wb_entry_outcomes[];

/* "queue:sales" -> "sales" */
struct wb_str wb_bare_name(struct wb_str scope);

/* contact, feed, queue, agent, arrived, at: those there are. */
void wb_entry_write_ids(struct wb_json_writer *w,
                        const struct wb_history_detail *detail);

/* One entry that ended, or that waits, as an object. */
void wb_entry_write(struct wb_json_writer *w,
                    const struct wb_history_detail *detail);
void wb_entry_write_waiting(struct wb_json_writer *w,
                            const struct wb_engine *engine, struct wb_str feed,
                            const struct wb_waiting *waiting);

/*
 * Calls `fn` for each entry that waits in the scope's queues, queue by queue;
 * it returns false to stop.
 */
void wb_entries_waiting(const struct wb_engine *engine, uint32_t scope,
                        bool (*fn)(void *user,
                                   const struct wb_waiting *waiting),
                        void *user);

#endif
