#ifndef WB_NOTIFY_TRANSFERS_H
#define WB_NOTIFY_TRANSFERS_H

/*
 * libcurl's transfers on the program's loop. Private to notify/.
 *
 * libcurl owns its sockets, and lws closes what it watches; so the sockets
 * hang on an epoll descriptor of our own, and that one the loop watches: no
 * thread, no lock, and nothing of libcurl's is closed by another. Names are
 * resolved by libcurl's own threads; files with certificates are read once a
 * day (CURLOPT_CA_CACHE_TIMEOUT).
 */

#include <curl/curl.h>

#include "loop/loop.h"

struct wb_transfers;

/* NULL when out of memory or descriptors. */
struct wb_transfers *wb_transfers_create(struct wb_loop *loop);
/* All transfers were cancelled before. */
void wb_transfers_destroy(struct wb_transfers *transfers);

/* From the loop; the transfer was removed before, and is the caller's. */
typedef void (*wb_transfer_fn)(void *user, CURLcode code);

/*
 * Starts a transfer. Its CURLOPT_PRIVATE and ERRORBUFFER are the caller's.
 * `fn` is never called from here. False when libcurl refuses.
 */
struct wb_transfer_job {
	CURL *easy;
	wb_transfer_fn fn;
	void *user;
};

bool wb_transfers_start(struct wb_transfers *transfers,
                        struct wb_transfer_job *transfer);
void wb_transfers_cancel(struct wb_transfers *transfers,
                         struct wb_transfer_job *transfer);

#endif
