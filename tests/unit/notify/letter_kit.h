#ifndef WB_TEST_LETTER_KIT_H
#define WB_TEST_LETTER_KIT_H

/*
 * Letters for tests: a message of tests/data/notify, a route, a language. The
 * instant is 2026-11-22 10:35:00 UTC, the zone is UTC.
 */

#include "notify/courier.h"

#define LETTER_AT ((wb_ms)1795343700000)

struct letter_kit {
	struct wb_locale locale;
	struct wb_told told;
	struct wb_route_plan route;
	struct wb_letter letter;
};

/* Of the file tests/data/notify/NAME.json. */
void letter_make(struct letter_kit *kit, const char *name,
                 const char *language);
/* Of a text. */
void letter_make_of(struct letter_kit *kit, const char *message,
                    const char *language);
void letter_finish(struct letter_kit *kit);

/*
 * Compares with the file tests/data/notify/NAME. With WB_WRITE_GOLDEN set it
 * is written instead, to be read by a person before it is committed.
 */
void letter_expect(const struct wb_buf *seen, const char *name);

#endif
