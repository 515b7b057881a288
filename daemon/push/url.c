#include "push/url.h"

#include <strings.h>

static bool segment_is_plain(struct wb_str segment)
{
	return segment.len > 0 && segment.data[0] != '.' &&
	       memchr(segment.data, '\\', segment.len) == NULL;
}

/* Does every segment but a last, empty one pass? */
static bool segments_are_plain(struct wb_str path)
{
	size_t start = 0;

	while (start < path.len) {
		const char *slash =
			memchr(path.data + start, '/', path.len - start);
		size_t end = slash ? (size_t)(slash - path.data) : path.len;
		if (!segment_is_plain((struct wb_str){ path.data + start,
		                                       end - start })) {
			return false;
		}
		start = end + 1;
	}
	return true;
}

bool wb_path_clean(struct wb_str path, char *ret_path, size_t size)
{
	static const char index[] = "index.html";

	if (path.len == 0 || path.data[0] != '/' ||
	    path.len > WB_PATH_MAX_BYTES || path.len + sizeof(index) > size ||
	    !wb_str_is_clean_utf8(path)) {
		return false;
	}
	struct wb_str rest = { path.data + 1, path.len - 1 };
	if (!segments_are_plain(rest)) {
		return false;
	}
	memcpy(ret_path, rest.data, rest.len);
	ret_path[rest.len] = '\0';
	if (rest.len == 0 || rest.data[rest.len - 1] == '/') {
		memcpy(ret_path + rest.len, index, sizeof(index));
	}
	return true;
}

struct wb_str wb_path_below(struct wb_str path, const char *prefix)
{
	size_t len = strlen(prefix);

	if (path.len <= len || memcmp(path.data, prefix, len) != 0 ||
	    path.data[len] != '/') {
		return (struct wb_str){ NULL, 0 };
	}
	return (struct wb_str){ path.data + len, path.len - len };
}

bool wb_query_add(struct wb_query *query, struct wb_str parameter)
{
	if (query->count == WB_QUERY_MAX_PARAMETERS ||
	    !wb_str_is_clean_utf8(parameter)) {
		return false;
	}
	struct wb_buf *text = &query->text;
	if (text->limit == 0) {
		wb_buf_init(text, WB_QUERY_MAX_BYTES);
	}
	const char *equals =
		parameter.len > 0 ? memchr(parameter.data, '=', parameter.len)
				  : NULL;
	size_t name =
		equals ? (size_t)(equals - parameter.data) : parameter.len;
	size_t value = equals ? name + 1 : name;
	size_t at = text->len;

	wb_buf_add(text, parameter.data, name);
	wb_buf_add_char(text, '\0');
	size_t value_at = text->len;
	wb_buf_add(text, parameter.data + value, parameter.len - value);
	wb_buf_add_char(text, '\0');
	if (text->failed) {
		return false;
	}
	query->name[query->count] = at;
	query->value[query->count] = value_at;
	query->count++;
	return true;
}

struct wb_str wb_query_get(const struct wb_query *query, const char *name)
{
	for (int i = 0; i < query->count; i++) {
		if (strcmp(query->text.data + query->name[i], name) == 0) {
			return wb_str(query->text.data + query->value[i]);
		}
	}
	return (struct wb_str){ NULL, 0 };
}

void wb_query_finish(struct wb_query *query)
{
	wb_buf_finish(&query->text);
	query->count = 0;
}

/* The host of "host:port" or "[::1]:port", brackets kept. */
static struct wb_str without_port(struct wb_str authority)
{
	size_t end = 0;

	if (authority.len > 0 && authority.data[0] == '[') {
		const char *close = memchr(authority.data, ']', authority.len);
		end = close ? (size_t)(close - authority.data) + 1 : 0;
	} else {
		const char *colon =
			authority.len > 0
				? memchr(authority.data, ':', authority.len)
				: NULL;
		end = colon ? (size_t)(colon - authority.data) : authority.len;
	}
	return (struct wb_str){ authority.data, end };
}

/* What follows "https://"; absent for other schemes and "null". */
static struct wb_str authority_of(struct wb_str origin)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t len = strlen(schemes[i]);
		if (origin.len > len &&
		    strncasecmp(origin.data, schemes[i], len) == 0) {
			return (struct wb_str){ origin.data + len,
				                origin.len - len };
		}
	}
	return (struct wb_str){ NULL, 0 };
}

bool wb_origin_allowed(struct wb_str origin, struct wb_str host)
{
	struct wb_str theirs = without_port(authority_of(origin));
	struct wb_str ours = without_port(host);

	return theirs.len > 0 && theirs.len == ours.len &&
	       strncasecmp(theirs.data, ours.data, theirs.len) == 0;
}
