#include "config/zones.h"

#include <stdio.h>

#include "base/buf.h"
#include "config/read_file.h"

#define ZONEINFO "/usr/share/zoneinfo"
#define ZONE_FILE_MAX (256 * 1024)
#define ZONE_NAME_MAX 64

/* Names come from outside: no way out of the folder. */
static bool is_plain_name(struct wb_str name)
{
	if (name.len == 0 || name.len > ZONE_NAME_MAX || name.data[0] == '/') {
		return false;
	}
	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') ||
		             (c != '\0' && strchr("/_+-", c));
		if (!letter && !other) {
			return false;
		}
	}
	return true;
}

static const struct wb_zone *load(struct wb_zones *zones, struct wb_str name)
{
	char path[sizeof(ZONEINFO) + ZONE_NAME_MAX + 2];
	snprintf(path, sizeof(path), "%s/%.*s", ZONEINFO, WB_STR_FMT(name));
	struct wb_buf bytes;
	wb_buf_init(&bytes, ZONE_FILE_MAX);
	const struct wb_zone *zone = NULL;
	if (wb_read_file(path, ZONE_FILE_MAX, &bytes) == 0) {
		zone = wb_zone_read(wb_buf_str(&bytes), zones->arena);
	} else if (wb_str_is(name, "UTC")) {
		/* a machine without zoneinfo has at least this one */
		zone = wb_zone_fixed(0, zones->arena);
	}
	wb_buf_finish(&bytes);
	return zone;
}

const struct wb_zone *wb_zones_get(struct wb_zones *zones, struct wb_str name)
{
	if (!is_plain_name(name)) {
		return NULL;
	}
	zones->names.limit = WB_ZONES_MAX;
	uint32_t known = zones->names.count;
	uint32_t number = wb_names_add(&zones->names, name);
	if (number == WB_NAMES_NONE) {
		return NULL;
	}
	if (number == known) {
		zones->zones[number] = load(zones, name);
	}
	return zones->zones[number];
}

void wb_zones_finish(struct wb_zones *zones)
{
	wb_names_finish(&zones->names);
}
