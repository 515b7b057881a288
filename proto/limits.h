/*
 * With proto/ on the include path this file is found for <limits.h> too, so it
 * passes on to the C library's first.
 */
#pragma GCC system_header
#include_next <limits.h>

#ifndef WB_LIMITS_H
#define WB_LIMITS_H

/*
 * Every limit on what an outsider can make grow. Each refusal has a counter
 * in /healthz.
 */

#include <stdint.h>

/* A batch: bytes as received, and events in it. */
#define WB_BATCH_MAX_BYTES (4 * 1024 * 1024)
#define WB_BATCH_MAX_EVENTS 10000

/* One line of a batch, one name or id, one free text (reason, code). Bytes. */
#define WB_LINE_MAX_BYTES 8192
#define WB_NAME_MAX_BYTES 128
#define WB_TEXT_MAX_BYTES 256

/* Sequence numbers of a feed: whole numbers that JavaScript holds exactly. */
#define WB_SEQ_MAX INT64_C(9007199254740991)

/* A duration (ten years) and an amount of money in minor units. */
#define WB_DURATION_MAX_MS INT64_C(315576000000)
#define WB_AMOUNT_MAX INT64_C(1000000000000000)

/* An event may be ahead of the daemon's clock by so much; see PROTOCOL.md. */
#define WB_CLOCK_AHEAD_MAX_MS 60000

/* Names beyond the configured ones that feeds may bring in. */
#define WB_UNCONFIGURED_QUEUES_MAX 1000
#define WB_UNCONFIGURED_AGENTS_MAX 20000
#define WB_FEEDS_MAX 64
#define WB_EPOCHS_MAX 4096

/* Open contacts at once, over all feeds. */
#define WB_CONTACTS_MAX 500000

/* Callbacks and follow-ups that are promised, and those lately done. */
#define WB_PROMISES_MAX 200000

/* Contacts of customers that are remembered to see who comes back. */
#define WB_VISITS_MAX 400000
#define WB_TOPICS_MAX 4096

/*
 * Different reasons of refusals, and codes of outcomes, that are told apart;
 * the rest is "other".
 */
#define WB_REASONS_MAX 256
#define WB_CODES_MAX 256
/*
 * Per agent: segments at once (after-contact work included), notes kept for
 * events that come late, planned spans. Reasons and classes of activities, over
 * all agents. Rings kept with one contact.
 */
#define WB_AGENT_SEGMENTS_MAX 256
#define WB_AGENT_NOTES_MAX 512
#define WB_AGENT_PLANS_MAX 64
#define WB_WORDS_MAX 2000
#define WB_CONTACT_OFFERS_MAX 32

/* Requests waiting for one wake-up of the daemon. */
#define WB_INGEST_CONTEXTS 32

/* Connections of feeds, each of which may hold one request in memory. */
#define WB_INGEST_CONNECTIONS_MAX 256

/* WebSocket clients, and HTTP requests being answered. */
#define WB_CLIENTS_MAX 12000

/* The body of a request that changes something. Bytes. */
#define WB_REQUEST_MAX_BYTES (64 * 1024)

/*
 * Views that people keep here, their names (bytes), and what the engine gathers
 * for their sake: lines of the last hour, and courses of the day.
 */
#define WB_OWN_VIEWS_MAX 200
#define WB_OWN_VIEW_NAME_MAX_BYTES 120
#define WB_OWN_LINES_MAX 2000
#define WB_OWN_COURSES_MAX 100

/* A board state message, as the screens accept it. Bytes. */
#define WB_STATE_MAX_BYTES (16 * 1024 * 1024)

#endif
