#ifndef WB_FLOOR_OFFER_H
#define WB_FLOOR_OFFER_H

/* Private to floor/: the list of a contact's rings, newest first. */

#include "floor/state.h"

static inline struct floor_offer *wb_offer_at(const struct wb_floor *floor,
                                              uint32_t number)
{
	return wb_pool_at(&floor->offers, number);
}

/*
 * The agent's rings of a contact, one after the other: `*number` is its list
 * before the first call. NULL = there are no more.
 */
struct floor_offer *wb_offer_next(const struct wb_floor *floor, uint32_t agent,
                                  uint32_t *number);

/*
 * One of which nothing is known yet. Of too many the oldest that is over is
 * forgotten. NULL when there is no room.
 */
struct floor_offer *wb_offer_add(struct wb_floor *floor, uint32_t contact,
                                 uint32_t agent);
void wb_offer_drop(struct wb_floor *floor, uint32_t contact, uint32_t number);

/* Was its end told, and not only concluded? */
bool wb_offer_is_told_end(const struct floor_offer *offer);

/*
 * The first ring whose end was told for `t` or later and that began earlier,
 * as far as is known; or NULL.
 */
struct floor_offer *wb_offer_end_after(const struct wb_floor *floor,
                                       uint32_t contact, uint32_t agent,
                                       wb_ms t);
/*
 * The last ring that began at `t` or before and of which no end by then was
 * told, or NULL.
 */
struct floor_offer *wb_offer_ring_before(const struct wb_floor *floor,
                                         uint32_t contact, uint32_t agent,
                                         wb_ms t);
bool wb_offer_began_at(const struct wb_floor *floor, uint32_t contact,
                       uint32_t agent, wb_ms t);

#endif
