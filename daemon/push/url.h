#ifndef WB_PUSH_URL_H
#define WB_PUSH_URL_H

/*
 * What a request line and its headers say, before anything trusts it: paths,
 * query parameters, origins. Percent encoding is already undone (by
 * libwebsockets, which also splits the query at '&').
 *
 * Pure; no allocation but in wb_query.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

#define WB_PATH_MAX_BYTES 512
#define WB_QUERY_MAX_PARAMETERS 32
#define WB_QUERY_MAX_BYTES 8192

/*
 * Turns the path of a request into one relative to a directory of files:
 * "/" -> "index.html", "/js/" -> "js/index.html", "/app.mjs" -> "app.mjs".
 * False for everything that could lead elsewhere or to something hidden: a
 * segment that starts with a dot, an empty one, a backslash, a control
 * character, invalid UTF-8, more than WB_PATH_MAX_BYTES.
 *
 * Writes a NUL-terminated string; `size` should be WB_PATH_MAX_BYTES + 16.
 */
bool wb_path_clean(struct wb_str path, char *ret_path, size_t size);

/*
 * What is left of `path` below the mount `prefix` ("/fonts"): "/x.ttf" for
 * "/fonts/x.ttf"; absent when it is elsewhere ("/fontsy").
 */
struct wb_str wb_path_below(struct wb_str path, const char *prefix);

/* The parameters of one request. Zero-initialise; finish when done. */
struct wb_query {
	struct wb_buf text; /* private: names and values, each NUL-terminated */
	size_t name[WB_QUERY_MAX_PARAMETERS];
	size_t value[WB_QUERY_MAX_PARAMETERS];
	int count;
};

/*
 * Takes one decoded "name=value" (a missing "=" is an empty value). False when
 * there are too many, or it is no clean UTF-8.
 */
bool wb_query_add(struct wb_query *query, struct wb_str parameter);

/* The first value of that name, absent when missing; lives as `query`. */
struct wb_str wb_query_get(const struct wb_query *query, const char *name);

void wb_query_finish(struct wb_query *query);

/*
 * May a page of `origin` ("https://board.example:8443") connect to us, whom it
 * calls `host` ("board.example:8443")? Only when it came from the same host;
 * ports may differ, because proxies leave them out. An opaque origin ("null")
 * may not.
 */
bool wb_origin_allowed(struct wb_str origin, struct wb_str host);

#endif
