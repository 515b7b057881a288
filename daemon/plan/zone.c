#include "plan/zone.h"

#include <stdbool.h>

#include "plan/zone_rule.h"

#define DAY (24 * WB_HOUR)
#define HEADER_BYTES 44

/* RFC 8536: offsets stay between -25 h and +26 h. */
#define OFFSET_MIN (-25 * WB_HOUR)
#define OFFSET_MAX (26 * WB_HOUR)

/* What is farther away than any time that is taken, and still in range. */
#define FAR (4 * WB_TIME_MAX)

struct transition {
	wb_ms at;
	wb_ms offset; /* from then on */
};

struct wb_zone {
	const struct transition *transitions; /* each changes the offset */
	size_t count;
	wb_ms first_offset; /* before the first transition */
	struct wb_zone_rule rule;
	bool has_rule; /* from the last transition on */
};

/* Where the parts of a data block are, and how many of each there are. */
struct block {
	const unsigned char *times, *indexes, *types;
	size_t time_count, type_count;
	size_t time_size;
	size_t size; /* all of it, without the header */
};

static uint32_t read_u32(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	       (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t read_time(const unsigned char *bytes, size_t size)
{
	if (size == 4) {
		return (int32_t)read_u32(bytes);
	}
	return (int64_t)((uint64_t)read_u32(bytes) << 32 | read_u32(bytes + 4));
}

/* Finds the parts of the block that starts, with its header, at `bytes`. */
static bool read_block(struct wb_str bytes, size_t time_size,
                       struct block *ret_block)
{
	const unsigned char *header = (const unsigned char *)bytes.data;
	size_t utc, standard, leaps, chars;
	struct block b = { .time_size = time_size };

	if (bytes.len < HEADER_BYTES || memcmp(header, "TZif", 4) != 0) {
		return false;
	}
	utc = read_u32(header + 20);
	standard = read_u32(header + 24);
	leaps = read_u32(header + 28);
	b.time_count = read_u32(header + 32);
	b.type_count = read_u32(header + 36);
	chars = read_u32(header + 40);
	b.size = b.time_count * (time_size + 1) + b.type_count * 6 + chars +
	         leaps * (time_size + 4) + standard + utc;
	if (b.size > bytes.len - HEADER_BYTES || b.type_count == 0) {
		return false;
	}
	/* the "right" files count leap seconds, which this project does not */
	if (leaps > 0) {
		return false;
	}
	b.times = header + HEADER_BYTES;
	b.indexes = b.times + b.time_count * time_size;
	b.types = b.indexes + b.time_count;
	*ret_block = b;
	return true;
}

static bool read_offset(const struct block *b, size_t type, wb_ms *ret_offset)
{
	int32_t seconds;

	if (type >= b->type_count) {
		return false;
	}
	seconds = (int32_t)read_u32(b->types + type * 6);
	*ret_offset = seconds * WB_SECOND;
	return *ret_offset > OFFSET_MIN && *ret_offset < OFFSET_MAX;
}

static wb_ms to_ms(int64_t seconds)
{
	if (seconds < -FAR / WB_SECOND) {
		return -FAR;
	}
	if (seconds > FAR / WB_SECOND) {
		return FAR;
	}
	return seconds * WB_SECOND;
}

static bool read_transitions(const struct block *b, struct wb_zone *zone,
                             struct transition *transitions)
{
	wb_ms offset = zone->first_offset;
	int64_t previous = INT64_MIN;

	for (size_t i = 0; i < b->time_count; i++) {
		int64_t at =
			read_time(b->times + i * b->time_size, b->time_size);
		wb_ms next;

		if (!read_offset(b, b->indexes[i], &next)) {
			return false;
		}
		if (i > 0 && at <= previous) {
			return false;
		}
		previous = at;
		if (next == offset) {
			continue; /* only the name of the time changes */
		}
		offset = next;
		transitions[zone->count++] =
			(struct transition){ to_ms(at), offset };
	}
	return true;
}

/* The line after the last block; an empty one says nothing. */
static bool read_footer(struct wb_str rest, struct wb_zone *zone)
{
	const char *end;

	if (rest.len < 2 || rest.data[0] != '\n') {
		return false;
	}
	rest.data++;
	rest.len--;
	end = memchr(rest.data, '\n', rest.len);
	if (!end) {
		return false;
	}
	rest.len = (size_t)(end - rest.data);
	if (rest.len == 0) {
		return true;
	}
	zone->has_rule = wb_zone_rule_read(rest, &zone->rule);
	return zone->has_rule;
}

const struct wb_zone *wb_zone_read(struct wb_str bytes, struct wb_arena *arena)
{
	struct transition *transitions;
	struct wb_zone *zone;
	struct block b;
	char version;

	if (!read_block(bytes, 4, &b)) {
		return NULL;
	}
	version = bytes.data[4];
	if (version != '\0' && (version < '2' || version > '4')) {
		return NULL;
	}
	if (version != '\0') {
		bytes.data += HEADER_BYTES + b.size;
		bytes.len -= HEADER_BYTES + b.size;
		if (!read_block(bytes, 8, &b)) {
			return NULL;
		}
	}
	zone = wb_arena_alloc(arena, sizeof(*zone));
	transitions =
		wb_arena_alloc(arena, b.time_count * sizeof(*transitions));
	if (!zone || !transitions || !read_offset(&b, 0, &zone->first_offset) ||
	    !read_transitions(&b, zone, transitions)) {
		return NULL;
	}
	zone->transitions = transitions;
	bytes.data += HEADER_BYTES + b.size;
	bytes.len -= HEADER_BYTES + b.size;
	if (version != '\0' && !read_footer(bytes, zone)) {
		return NULL;
	}
	return zone;
}

const struct wb_zone *wb_zone_fixed(wb_ms offset, struct wb_arena *arena)
{
	struct wb_zone *zone = wb_arena_alloc(arena, sizeof(*zone));

	if (zone) {
		zone->first_offset = offset;
	}
	return zone;
}

/* How many transitions are at or before t. */
static size_t count_until(const struct wb_zone *zone, wb_ms t)
{
	size_t low = 0, high = zone->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->transitions[middle].at <= t) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static struct wb_zone_segment find_segment(const struct wb_zone *zone, wb_ms t)
{
	struct wb_zone_segment segment = { INT64_MIN, WB_NEVER, 0 };
	size_t passed;

	if (!zone) {
		return segment;
	}
	passed = count_until(zone, t);
	segment.offset = zone->first_offset;
	if (passed > 0) {
		segment.from = zone->transitions[passed - 1].at;
		segment.offset = zone->transitions[passed - 1].offset;
	}
	if (passed < zone->count) {
		segment.until = zone->transitions[passed].at;
	} else if (zone->has_rule) {
		wb_ms last = segment.from;

		segment = wb_zone_rule_segment(&zone->rule, t);
		if (segment.from < last) {
			segment.from = last;
		}
	}
	return segment;
}

/* Keeps sums with offsets in range, whatever the caller has. */
static wb_ms clamp(wb_ms t)
{
	if (t > WB_TIME_MAX) {
		return WB_TIME_MAX;
	}
	return t < -WB_TIME_MAX ? -WB_TIME_MAX : t;
}

wb_ms wb_zone_offset(const struct wb_zone *zone, wb_ms t)
{
	return find_segment(zone, clamp(t)).offset;
}

wb_ms wb_zone_next_change(const struct wb_zone *zone, wb_ms t)
{
	wb_ms next = find_segment(zone, clamp(t)).until;

	return next > WB_TIME_MAX ? WB_NEVER : next;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The first instant at which the local clock has reached `local`. */
static wb_ms first_reached(const struct wb_zone *zone, wb_ms local)
{
	struct wb_zone_segment s = find_segment(zone, local - OFFSET_MAX);

	while (local - s.offset >= s.until) {
		s = find_segment(zone, s.until);
	}
	return local - s.offset > s.from ? local - s.offset : s.from;
}

/*
 * Number of the day that holds t. A clock set back across the start of a day
 * does not bring the day before back, hence the loop.
 */
static int64_t day_of(const struct wb_zone *zone, wb_ms t, wb_ms day_start)
{
	wb_ms local = t + find_segment(zone, t).offset;
	int64_t day = floor_div(local - day_start, DAY);

	while (first_reached(zone, (day + 1) * DAY + day_start) <= t) {
		day++;
	}
	return day;
}

wb_ms wb_zone_day_start(const struct wb_zone *zone, wb_ms t, wb_ms day_start)
{
	t = clamp(t);
	return first_reached(zone,
	                     day_of(zone, t, day_start) * DAY + day_start);
}

wb_ms wb_zone_next_day(const struct wb_zone *zone, wb_ms t, wb_ms day_start)
{
	t = clamp(t);
	return first_reached(zone, (day_of(zone, t, day_start) + 1) * DAY +
	                                   day_start);
}

wb_ms wb_zone_interval_start(const struct wb_zone *zone, wb_ms t, wb_ms length)
{
	struct wb_zone_segment s = find_segment(zone, clamp(t));
	wb_ms local, start;

	t = clamp(t);
	local = t + s.offset;
	start = floor_div(local, length) * length - s.offset;
	return start > s.from ? start : s.from;
}
