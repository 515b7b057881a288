#ifndef WB_FLOOR_TRANSFER_H
#define WB_FLOOR_TRANSFER_H

/* Private to floor/: what the files that save share. */

#include "floor/codec.h"
#include "floor/state.h"

/* Its queue and agent must be known already. */
void wb_transfer_fact(struct wb_codec *codec, const struct wb_floor *floor,
                      struct wb_fact *fact);

/* The number of a queue or agent, or WB_NOBODY. */
void wb_transfer_queue_number(struct wb_codec *codec,
                              const struct wb_floor *floor, uint32_t *queue);
void wb_transfer_agent_number(struct wb_codec *codec,
                              const struct wb_floor *floor, uint32_t *agent);
/* A duration or an instant that may be WB_ABSENT. */
void wb_transfer_absent(struct wb_codec *codec, wb_ms *value);

/* save_stays.c: what was told of the contact's stays, and that it waits. */
void wb_transfer_stays(struct wb_codec *codec, struct wb_floor *floor,
                       uint32_t contact);

/* save_filed.c: dialled, connected, filed and rated. */
void wb_transfer_filed(struct wb_codec *codec, struct wb_floor *floor,
                       struct floor_contact *contact);
/* save_promises.c; after contacts. */
void wb_transfer_promises(struct wb_codec *codec, struct wb_floor *floor);
/* save_visits.c; after contacts. */
void wb_transfer_visits(struct wb_codec *codec, struct wb_floor *floor);
void wb_transfer_visited(struct wb_codec *codec, const struct wb_floor *floor,
                         struct floor_contact *contact);
/* The numbers that a pool hands out next, in their order. */
void wb_transfer_free(struct wb_codec *codec, struct wb_pool *pool,
                      bool (*is_used)(const void *element));
/* Names by number, of at most so many bytes. */
void wb_transfer_names(struct wb_codec *codec, struct wb_names *names,
                       uint32_t most, size_t max_bytes);
void wb_transfer_reasons(struct wb_codec *codec, struct wb_floor *floor);

/* What is known of a contact; queues and agents must be. */
void wb_transfer_body(struct wb_codec *codec, struct wb_floor *floor,
                      uint32_t contact);
/* After queues and agents; sets the lines of queues. */
void wb_transfer_contacts(struct wb_codec *codec, struct wb_floor *floor);

/*
 * Agents' timelines, after contacts, words, queues and the names of agents;
 * sets who works on contacts.
 */
void wb_transfer_agents(struct wb_codec *codec, struct wb_floor *floor);

#endif
