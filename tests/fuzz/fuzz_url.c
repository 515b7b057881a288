/*
 * Lines of a request: path, origin, host, then query parameters. A path that
 * passes stays inside its directory and shows nothing hidden; a parameter that
 * was taken can be found; an origin that is allowed contains the host.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "push/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth) {
		abort();
	}
}

static struct wb_str take_line(struct wb_str *rest)
{
	const char *end =
		rest->len > 0 ? memchr(rest->data, '\n', rest->len) : NULL;
	size_t len = end ? (size_t)(end - rest->data) : rest->len;
	struct wb_str line = { rest->data, len };

	rest->data += end ? len + 1 : len;
	rest->len -= end ? len + 1 : len;
	return line;
}

static void check_path(struct wb_str path)
{
	char clean[WB_PATH_MAX_BYTES + 16];

	if (!wb_path_clean(path, clean, sizeof(clean))) {
		return;
	}
	require(strlen(clean) < sizeof(clean) && clean[0] != '\0');
	require(clean[0] != '/' && clean[0] != '.');
	require(!strstr(clean, "//") && !strstr(clean, "/."));
	require(!strchr(clean, '\\') && clean[strlen(clean) - 1] != '/');
	require(wb_str_is_clean_utf8(wb_str(clean)));
	struct wb_str below = wb_path_below(path, "/fonts");
	require(!below.data || below.data[0] == '/');
}

static void check_origin(struct wb_str origin, struct wb_str host)
{
	size_t shortest = sizeof("http://") - 1;

	if (wb_origin_allowed(origin, host)) {
		require(host.len > 0 && origin.len > shortest);
		require(strncasecmp(origin.data, "http", 4) == 0);
		require(memmem(origin.data, origin.len, "://", 3) != NULL);
	}
}

static void check_query(struct wb_str rest)
{
	struct wb_query query = { 0 };
	char name[WB_QUERY_MAX_BYTES + 1];

	while (rest.len > 0) {
		struct wb_str line = take_line(&rest);
		int before = query.count;
		if (!wb_query_add(&query, line)) {
			require(query.count == before);
			continue;
		}
		const char *equals =
			line.len > 0 ? memchr(line.data, '=', line.len) : NULL;
		size_t len = equals ? (size_t)(equals - line.data) : line.len;
		memcpy(name, line.data, len);
		name[len] = '\0';
		struct wb_str value = wb_query_get(&query, name);
		require(value.data != NULL);
	}
	wb_query_finish(&query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_str rest = { (const char *)data, size };
	struct wb_str path = take_line(&rest);
	struct wb_str origin = take_line(&rest);
	struct wb_str host = take_line(&rest);

	check_path(path);
	check_origin(origin, host);
	check_query(rest);
	return 0;
}
