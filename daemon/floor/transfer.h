#ifndef WB_FLOOR_TRANSFER_H
#define WB_FLOOR_TRANSFER_H

/* Private to floor/: what save.c and save_contacts.c share. */

#include "floor/codec.h"
#include "floor/state.h"

/* Its queue and agent must be known already. */
void wb_transfer_fact(struct wb_codec *codec, const struct wb_floor *floor,
                      struct wb_fact *fact);

/* After queues and agents; sets the lines of queues and what agents do. */
void wb_transfer_contacts(struct wb_codec *codec, struct wb_floor *floor);

#endif
