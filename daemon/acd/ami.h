#ifndef WB_ACD_AMI_H
#define WB_ACD_AMI_H

/*
 * Reads the byte stream of the Asterisk Manager Interface into packets.
 *
 * A packet is `Key: value` lines ended by an empty line; the greeting is one
 * line without an empty line behind it. Values are whatever bytes the switch
 * holds. Bytes may come in any portions; nothing that a peer sends makes it
 * grow beyond WB_AMI_PACKET_MAX_BYTES: a longer packet is skipped and counted.
 *
 * Pure: no I/O, no clock.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define WB_AMI_PACKET_MAX_BYTES (64 * 1024)
#define WB_AMI_FIELDS_MAX 256

enum wb_ami_kind {
	WB_AMI_BANNER, /* "Asterisk Call Manager/11.0.0", in fields[0].value */
	WB_AMI_RESPONSE, /* begins with Response: */
	WB_AMI_EVENT,    /* begins with Event: */
	WB_AMI_OTHER,
};

struct wb_ami_field {
	struct wb_str key;
	struct wb_str value;
};

/* Borrows from the parser until its next call. */
struct wb_ami_packet {
	enum wb_ami_kind kind;
	struct wb_str name; /* value of Response: or Event: */
	int count;
	struct wb_ami_field fields[WB_AMI_FIELDS_MAX];
};

/* Owned by the caller; the counters may be read. Zero-initialise. */
struct wb_ami_parser {
	uint64_t packets;
	uint64_t oversize;    /* packets skipped as too long */
	uint64_t bad_lines;   /* lines without a colon */
	uint64_t many_fields; /* fields beyond the limit */

	struct wb_buf bytes;
	size_t consumed; /* bytes at the front that were handed out */
	size_t scanned;  /* bytes searched for an end in vain */
	bool skipping;
};

void wb_ami_init(struct wb_ami_parser *parser);
void wb_ami_finish(struct wb_ami_parser *parser);

/* Forgets what was read, for a new connection; keeps the counters. */
void wb_ami_reset(struct wb_ami_parser *parser);

/*
 * Adds bytes. Call wb_ami_next() until it returns false before adding more.
 * False when memory is exhausted.
 */
bool wb_ami_feed(struct wb_ami_parser *parser, const void *data, size_t len);

/* Takes the next whole packet; false when more bytes are needed. */
bool wb_ami_next(struct wb_ami_parser *parser,
                 struct wb_ami_packet *ret_packet);

/*
 * The value of the first field of that name (letter case ignored), or absent.
 * An empty value is present with length 0.
 */
struct wb_str wb_ami_get(const struct wb_ami_packet *packet, const char *key);

/* The first that is present; versions differ in the names of fields. */
struct wb_str wb_ami_get_any(const struct wb_ami_packet *packet,
                             const char *key, const char *other);

/* A whole number, or `fallback` when missing or not one. */
int64_t wb_ami_get_int(const struct wb_ami_packet *packet, const char *key,
                       int64_t fallback);

/* Is the text equal, letter case ignored? */
bool wb_ami_is(struct wb_str value, const char *text);

#endif
