#ifndef WB_LINK_H
#define WB_LINK_H

#include "base/time.h"

/* How fresh what is shown is, as the network side knows it. */
enum wb_link_state {
	WB_LINK_CONNECTING, /* nothing received yet since start */
	WB_LINK_LIVE,
	WB_LINK_STALE,   /* connected, but no message for over 4 s */
	WB_LINK_OFFLINE, /* no connection */
};

struct wb_link {
	enum wb_link_state state;
	wb_ms since;        /* when it got into this state */
	wb_ms last_message; /* 0 = never */
	char detail[128];   /* "connection refused: 127.0.0.1:8080", or empty */
};

#endif
