/*
 * Bytes of a manager interface, in portions of a size that the first byte
 * says, through the parser and the mapper: every event that comes out must be
 * one that the daemon takes. Packets that no switch sends stand for what
 * happens beside: "Log: " a line of the log, "Seed: " an old one, "Cut: " and
 * "Back: " the connection.
 */

#include <stdint.h>
#include <stdlib.h>

#include "acd/asterisk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(void *user, const struct wb_event *event)
{
	struct wb_arena *arena = user;
	struct wb_buf line = { 0 };
	struct wb_event decoded;
	char error[240];

	wb_event_encode(event, &line);
	if (line.failed || !wb_event_decode(wb_buf_str(&line), arena, &decoded,
	                                    error, sizeof(error))) {
		abort();
	}
	wb_arena_reset(arena);
	wb_buf_finish(&line);
}

static void take(struct wb_asterisk *asterisk,
                 const struct wb_ami_packet *packet, wb_ms now)
{
	struct wb_str line;

	if (packet->kind != WB_AMI_OTHER) {
		wb_asterisk_take(asterisk, packet, now);
	} else if ((line = wb_ami_get(packet, "Log")).data) {
		wb_asterisk_take_line(asterisk, line);
	} else if ((line = wb_ami_get(packet, "Seed")).data) {
		wb_asterisk_seed(asterisk, line);
		wb_asterisk_seeded(asterisk, now);
	} else if (wb_ami_get(packet, "Cut").data) {
		wb_asterisk_disconnected(asterisk);
	} else if (wb_ami_get(packet, "Back").data) {
		wb_asterisk_connected(asterisk);
		wb_asterisk_begin_list(asterisk, "l1");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_arena arena = { 0 };
	struct wb_event_sink sink = { check, &arena };
	struct wb_customer_key key = { .present = true };
	struct wb_ami_parser parser;
	struct wb_asterisk asterisk;
	struct wb_ami_packet packet;
	size_t portion = size ? (size_t)data[0] * 16 + 1 : 1;
	wb_ms now = 1000000;

	wb_ami_init(&parser);
	wb_asterisk_init(&asterisk, sink, &key, size % 2);
	wb_asterisk_begin_list(&asterisk, "l1");
	for (size_t at = 1; at < size; at += portion) {
		size_t len = size - at < portion ? size - at : portion;
		if (!wb_ami_feed(&parser, data + at, len)) {
			break;
		}
		while (wb_ami_next(&parser, &packet)) {
			take(&asterisk, &packet, now += 100);
		}
	}
	wb_asterisk_disconnected(&asterisk);
	wb_asterisk_tick(&asterisk, WB_TIME_MAX);
	wb_asterisk_finish(&asterisk);
	wb_ami_finish(&parser);
	wb_arena_finish(&arena);
	return 0;
}
