#include "app/source.h"

#include <stdlib.h>

#define PATIENCE (10 * WB_SECOND)

struct wb_source {
	const char *connect;
	void (*notify)(void *user);
	void *user;
	struct wb_client *shown, *awaited; /* awaited: NULL = none */
	wb_ms awaited_since;
};

static struct wb_client *start(struct wb_source *source,
                               const struct wb_url *url)
{
	struct wb_client *client =
		wb_client_create(url, source->notify, source->user);
	if (client && wb_client_start(client) < 0) {
		wb_client_destroy(client);
		return NULL;
	}
	return client;
}

struct wb_source *wb_source_create(const char *connect,
                                   const struct wb_url *first,
                                   void (*notify)(void *user), void *user)
{
	struct wb_source *source = calloc(1, sizeof(*source));
	if (!source) {
		return NULL;
	}
	source->connect = connect;
	source->notify = notify;
	source->user = user;
	source->shown = start(source, first);
	if (!source->shown) {
		free(source);
		return NULL;
	}
	return source;
}

void wb_source_destroy(struct wb_source *source)
{
	if (source) {
		wb_client_destroy(source->shown);
		wb_client_destroy(source->awaited);
		free(source);
	}
}

void wb_source_go(struct wb_source *source, const char *page, wb_ms now)
{
	struct wb_url url;
	if (wb_url_parse(source->connect, page, &url)) {
		return; /* a name too long for a request: the page stays */
	}
	wb_client_destroy(source->awaited);
	source->awaited = start(source, &url);
	source->awaited_since = now;
}

void wb_source_tick(struct wb_source *source, wb_ms now)
{
	if (source->awaited && now - source->awaited_since > PATIENCE) {
		wb_client_destroy(source->awaited);
		source->awaited = NULL;
	}
}

/* The awaited page takes the other's place once it is there. */
static bool take_awaited(struct wb_source *source,
                         struct wb_picture *ret_picture)
{
	struct wb_picture picture;
	if (!source->awaited || !wb_client_take(source->awaited, &picture)) {
		return false;
	}
	if (picture.link.state != WB_LINK_LIVE || !picture.state) {
		wb_state_unref(picture.state);
		return false;
	}
	wb_client_destroy(source->shown);
	source->shown = source->awaited;
	source->awaited = NULL;
	*ret_picture = picture;
	return true;
}

bool wb_source_take(struct wb_source *source, struct wb_picture *ret_picture)
{
	return take_awaited(source, ret_picture) ||
	       wb_client_take(source->shown, ret_picture);
}
