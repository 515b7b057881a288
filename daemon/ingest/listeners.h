#ifndef WB_INGEST_LISTENERS_H
#define WB_INGEST_LISTENERS_H

/*
 * The addresses that ingest listens on, and a watch over them.
 *
 * NNG 1.5.2, which Debian 12 has, goes deaf when somebody connects and leaves
 * before the handshake (nanomsg/nng issue 1518, fixed in 1.6): old connections
 * go on, new ones are never accepted. So an address that saw an error is
 * dialled from here; when nobody answers, it is opened anew.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nng/nng.h>

#define WB_INGEST_LISTENERS_MAX 8

/* What is known about an address since its last error. */
enum wb_listener_watch {
	WB_LISTENER_QUIET,    /* no error */
	WB_LISTENER_DIALLED,  /* an error: does it still answer? */
	WB_LISTENER_SETTLING, /* it does; hanging up is an error as well */
};

/* Owned by struct wb_listeners. */
struct wb_nng_listener {
	nng_listener listener;
	char url[512];
	atomic_int id; /* NNG's number, for its threads */
	atomic_uint accepted;
	enum wb_listener_watch watch;
	unsigned accepted_before; /* the dial */
	uint64_t errors;          /* seen so far */
	nng_dialer dialer;        /* while DIALLED */
};

/* Owned by the caller; private. Zero-initialise. */
struct wb_listeners {
	nng_socket socket; /* borrowed */
	nng_socket probe;  /* REQ, for dialling ourselves */
	bool has_probe;
	int count;
	struct wb_nng_listener list[WB_INGEST_LISTENERS_MAX];
	uint64_t reopened; /* times that one had gone deaf */
};

/* Returns 0 or an NNG error. */
int wb_listeners_init(struct wb_listeners *listeners, nng_socket socket);
void wb_listeners_finish(struct wb_listeners *listeners);

/* Listens on one more URL. 0, or a negative value with a message. */
int wb_listeners_add(struct wb_listeners *listeners, const char *url,
                     char *ret_error, size_t error_size);

/* From NNG's threads: a connection was made. */
void wb_listeners_accepted(struct wb_listeners *listeners, nng_pipe pipe);

/* Every few seconds, from the loop. */
void wb_listeners_check(struct wb_listeners *listeners);

#endif
