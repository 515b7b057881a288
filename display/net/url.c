#include "net/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_PORT 80 /* of ws:// everywhere */

static bool take_host(const char **at, struct wb_url *url)
{
	const char *end;
	bool bracketed = **at == '[';
	*at += bracketed;
	end = bracketed ? strchr(*at, ']') : *at + strcspn(*at, ":/?#");
	size_t len = end ? (size_t)(end - *at) : 0;
	if (len == 0 || len >= sizeof(url->host)) {
		return false;
	}
	memcpy(url->host, *at, len);
	url->host[len] = '\0';
	*at = end + bracketed;
	return true;
}

static bool take_port(const char **at, struct wb_url *url)
{
	url->port = DEFAULT_PORT;
	if (**at != ':') {
		return true;
	}
	size_t digits = strspn(*at + 1, "0123456789");
	if (digits == 0 || digits > 5) {
		return false;
	}
	url->port = (int)strtol(*at + 1, NULL, 10);
	*at += 1 + digits;
	return url->port > 0 && url->port <= 65535;
}

/* What may stand in a query as it is; the rest becomes %XX. */
static bool add_encoded(char *text, size_t size, size_t *used, const char *add)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~";
	for (; *add; add++) {
		bool as_is = strchr(plain, *add) != NULL;
		int wrote =
			snprintf(text + *used, size - *used,
		                 as_is ? "%c" : "%%%02X", (unsigned char)*add);
		*used += (size_t)wrote;
		if (*used >= size) {
			return false;
		}
	}
	return true;
}

static bool make_path(const char *prefix, const char *page, struct wb_url *url)
{
	size_t prefix_len = strlen(prefix);
	while (prefix_len > 0 && prefix[prefix_len - 1] == '/') {
		prefix_len--;
	}
	int wrote = snprintf(url->path, sizeof(url->path), "%.*s/v1/stream%s",
	                     (int)prefix_len, prefix, page ? "?view=" : "");
	if (wrote < 0 || (size_t)wrote >= sizeof(url->path)) {
		return false;
	}
	size_t used = (size_t)wrote;
	return !page || add_encoded(url->path, sizeof(url->path), &used, page);
}

const char *wb_url_parse(const char *text, const char *page,
                         struct wb_url *ret_url)
{
	static const char scheme[] = "ws://";
	struct wb_url url = { .port = 0 };
	if (strncmp(text, scheme, sizeof(scheme) - 1) != 0) {
		return "expected ws://HOST:PORT";
	}
	const char *at = text + sizeof(scheme) - 1;
	if (!take_host(&at, &url)) {
		return "expected a host name or address after ws://";
	}
	if (!take_port(&at, &url)) {
		return "expected a port from 1 to 65535";
	}
	if ((*at != '\0' && *at != '/') || strpbrk(at, "?#") ||
	    !wb_str_is_clean_utf8(wb_str(at))) {
		return "expected ws://HOST:PORT, or a path after it";
	}
	if (!make_path(at, page, &url)) {
		return "too long";
	}
	snprintf(url.peer, sizeof(url.peer),
	         strchr(url.host, ':') ? "[%.50s]:%d" : "%.50s:%d", url.host,
	         url.port);
	*ret_url = url;
	return NULL;
}
