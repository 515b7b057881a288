#ifndef WB_TEST_PUSH_FIXTURE_H
#define WB_TEST_PUSH_FIXTURE_H

/*
 * A push server on a free loopback port over a made-up source: two pages,
 * "overview" and "agents", whose state is {"page", "pages", "n": value,
 * "pad": ...}.
 */

#include <stdbool.h>

#include "base/time.h"
#include "peer.h"
#include "push/push.h"

struct push_fixture {
	struct wb_loop *loop;
	struct wb_push *push;
	int port;
	int value;      /* the state */
	size_t pad;     /* letters that make it larger */
	bool no_agents; /* the second page is gone */
	int renders;
	wb_ms rendered_at[4096]; /* monotonic, of each */
	wb_ms clock;             /* what now() says; 0 = the real one */
};

void push_fixture_start(struct push_fixture *fixture, const char *files);
void push_fixture_stop(struct push_fixture *fixture);

/* A screen that has its hello and its snapshot. */
struct peer *push_fixture_screen(struct push_fixture *fixture,
                                 const char *view);
/* A request and its response. */
struct peer *push_fixture_get(struct push_fixture *fixture, const char *target);

/* Sets the state, and says so. */
void push_fixture_change(struct push_fixture *fixture, int value);

#endif
