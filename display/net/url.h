#ifndef WB_NET_URL_H
#define WB_NET_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Where a daemon is: "ws://host:port/prefix", taken apart. */
struct wb_url {
	char host[256]; /* without the brackets of an IPv6 address */
	int port;
	char path[512]; /* "/prefix/v1/stream?view=page" */
	char peer[64];  /* "host:port", for messages */
};

/*
 * Takes `url` apart and adds the stream of a page (NULL = the first one).
 * Returns NULL, or what is wrong with it. Pure.
 */
const char *wb_url_parse(const char *url, const char *page,
                         struct wb_url *ret_url);

#endif
