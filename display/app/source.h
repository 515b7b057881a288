#ifndef WB_APP_SOURCE_H
#define WB_APP_SOURCE_H

/*
 * Where the pictures come from: the stream of one page, and while another
 * page is wanted a second stream beside it. The old page stays until the new
 * one has arrived, so that no change of pages shows an empty screen.
 */

#include "net/client.h"

struct wb_source;

/* `notify` as of wb_client_create(). `connect` is the daemon's URL, valid. */
struct wb_source *wb_source_create(const char *connect,
                                   const struct wb_url *first,
                                   void (*notify)(void *user), void *user);
void wb_source_destroy(struct wb_source *source);

/* Begins to fetch a page; a page that was still awaited is given up. */
void wb_source_go(struct wb_source *source, const char *page, wb_ms now);

/* Gives up an awaited page that does not come; to be called now and then. */
void wb_source_tick(struct wb_source *source, wb_ms now);

/* Takes newer news of the page that is shown, or of the one that now is. */
bool wb_source_take(struct wb_source *source, struct wb_picture *ret_picture);

#endif
