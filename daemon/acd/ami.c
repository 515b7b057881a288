#include "acd/ami.h"

#include <string.h>
#include <strings.h>

#include "acd/text.h"

static const char banner[] = "Asterisk Call Manager";
static const char command_end[] = "--END COMMAND--";

void wb_ami_init(struct wb_ami_parser *parser)
{
	*parser = (struct wb_ami_parser){ 0 };
	wb_buf_init(&parser->bytes, 0);
}

void wb_ami_finish(struct wb_ami_parser *parser)
{
	wb_buf_finish(&parser->bytes);
}

void wb_ami_reset(struct wb_ami_parser *parser)
{
	wb_buf_clear(&parser->bytes);
	parser->consumed = 0;
	parser->scanned = 0;
	parser->skipping = false;
}

static void drop_consumed(struct wb_ami_parser *parser)
{
	if (parser->consumed > 0) {
		wb_buf_drop_front(&parser->bytes, parser->consumed);
		parser->scanned = 0;
		parser->consumed = 0;
	}
}

bool wb_ami_feed(struct wb_ami_parser *parser, const void *data, size_t len)
{
	drop_consumed(parser);
	wb_buf_add(&parser->bytes, data, len);
	return !parser->bytes.failed;
}

static struct wb_str rest(const struct wb_ami_parser *parser)
{
	struct wb_str all = wb_buf_str(&parser->bytes);

	return (struct wb_str){ all.data + parser->consumed,
		                all.len - parser->consumed };
}

static bool starts_with(struct wb_str s, const char *prefix)
{
	size_t len = strlen(prefix);

	return s.len >= len && memcmp(s.data, prefix, len) == 0;
}

/* Takes one line off the front; false when it has no end yet. */
static bool take_line(struct wb_str *text, struct wb_str *ret_line)
{
	const char *end =
		text->len ? memchr(text->data, '\n', text->len) : NULL;
	if (!end) {
		return false;
	}
	size_t len = (size_t)(end - text->data);
	*ret_line = (struct wb_str){ text->data, len };
	if (len > 0 && text->data[len - 1] == '\r') {
		ret_line->len--;
	}
	text->data += len + 1;
	text->len -= len + 1;
	return true;
}

/*
 * Length of the packet at the front with its empty line, or 0. `from` is where
 * to go on searching: the start of a line. Output of a command (Asterisk 13
 * and before) holds empty lines and ends with a line of its own.
 */
static size_t packet_length(struct wb_str text, size_t *from)
{
	bool command = starts_with(text, "Response: Follows");
	struct wb_str left = { text.data + *from, text.len - *from };
	struct wb_str line;
	bool ended = !command;

	while (take_line(&left, &line)) {
		if (line.len == 0 && ended) {
			return (size_t)(left.data - text.data);
		}
		if (command && line.len >= sizeof(command_end) - 1 &&
		    memcmp(line.data + line.len - sizeof(command_end) + 1,
		           command_end, sizeof(command_end) - 1) == 0) {
			ended = true;
			continue; /* the empty line behind it is looked for */
		}
		if (!command) {
			*from = (size_t)(left.data - text.data);
		}
	}
	return 0;
}

static void add_field(struct wb_ami_parser *parser,
                      struct wb_ami_packet *packet, struct wb_str line)
{
	const char *colon = memchr(line.data, ':', line.len);

	if (!colon) {
		parser->bad_lines++;
		return;
	}
	if (packet->count == WB_AMI_FIELDS_MAX) {
		parser->many_fields++;
		return;
	}
	size_t key_len = (size_t)(colon - line.data);
	struct wb_str value = { colon + 1, line.len - key_len - 1 };
	if (value.len > 0 && value.data[0] == ' ') {
		value.data++;
		value.len--;
	}
	packet->fields[packet->count++] = (struct wb_ami_field){
		.key = { line.data, key_len },
		.value = value,
	};
}

static void name_packet(struct wb_ami_packet *packet)
{
	packet->kind = WB_AMI_OTHER;
	packet->name = (struct wb_str){ NULL, 0 };
	if (packet->count == 0) {
		return;
	}
	const struct wb_ami_field *first = &packet->fields[0];
	if (wb_ami_is(first->key, "Event")) {
		packet->kind = WB_AMI_EVENT;
		packet->name = first->value;
	} else if (wb_ami_is(first->key, "Response")) {
		packet->kind = WB_AMI_RESPONSE;
		packet->name = first->value;
	}
}

static void split(struct wb_ami_parser *parser, struct wb_str text,
                  struct wb_ami_packet *ret_packet)
{
	struct wb_str line;

	ret_packet->count = 0;
	while (take_line(&text, &line)) {
		if (line.len > 0) {
			add_field(parser, ret_packet, line);
		}
	}
	name_packet(ret_packet);
}

static bool take_banner(struct wb_ami_parser *parser,
                        struct wb_ami_packet *ret_packet)
{
	struct wb_str text = rest(parser);
	struct wb_str line;

	if (!starts_with(text, banner) || !take_line(&text, &line)) {
		return false;
	}
	ret_packet->kind = WB_AMI_BANNER;
	ret_packet->name = line;
	ret_packet->count = 1;
	ret_packet->fields[0] = (struct wb_ami_field){ { "", 0 }, line };
	parser->consumed = (size_t)(text.data - parser->bytes.data);
	parser->scanned = 0;
	return true;
}

/* Too long: forget it up to the empty line that ends it. */
static void start_skipping(struct wb_ami_parser *parser)
{
	if (!parser->skipping) {
		parser->skipping = true;
		parser->oversize++;
	}
	parser->consumed += parser->scanned;
	parser->scanned = 0;
	if (rest(parser).len > WB_AMI_PACKET_MAX_BYTES) {
		/* One endless line: all of it but a possible last CR. */
		parser->consumed = parser->bytes.len - 1;
	}
	drop_consumed(parser);
}

bool wb_ami_next(struct wb_ami_parser *parser, struct wb_ami_packet *ret_packet)
{
	for (;;) {
		if (!parser->skipping && take_banner(parser, ret_packet)) {
			parser->packets++;
			return true;
		}
		struct wb_str text = rest(parser);
		size_t len = packet_length(text, &parser->scanned);
		if (len == 0) {
			if (text.len > WB_AMI_PACKET_MAX_BYTES) {
				start_skipping(parser);
			}
			return false;
		}
		bool too_long = len > WB_AMI_PACKET_MAX_BYTES;
		parser->consumed += len;
		parser->scanned = 0;
		if (parser->skipping) {
			parser->skipping = false;
			continue;
		}
		if (too_long) {
			parser->oversize++;
			continue;
		}
		split(parser, (struct wb_str){ text.data, len }, ret_packet);
		if (ret_packet->count > 0) {
			parser->packets++;
			return true;
		}
	}
}

bool wb_ami_is(struct wb_str value, const char *text)
{
	size_t len = strlen(text);

	return value.len == len && strncasecmp(value.data, text, len) == 0;
}

struct wb_str wb_ami_get(const struct wb_ami_packet *packet, const char *key)
{
	for (int i = 0; i < packet->count; i++) {
		if (wb_ami_is(packet->fields[i].key, key)) {
			return packet->fields[i].value;
		}
	}
	return (struct wb_str){ NULL, 0 };
}

struct wb_str wb_ami_get_any(const struct wb_ami_packet *packet,
                             const char *key, const char *other)
{
	struct wb_str value = wb_ami_get(packet, key);

	return value.data ? value : wb_ami_get(packet, other);
}

int64_t wb_ami_get_int(const struct wb_ami_packet *packet, const char *key,
                       int64_t fallback)
{
	int64_t value;

	return wb_text_to_int(wb_ami_get(packet, key), &value) ? value
	                                                       : fallback;
}
