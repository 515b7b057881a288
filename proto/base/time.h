#ifndef WB_BASE_TIME_H
#define WB_BASE_TIME_H

/*
 * The one time type of the project.
 *
 * A point in time or a span, in milliseconds. Points count from the Unix epoch
 * (UTC). Modules never read a clock: they are told the time (base/clock.h is
 * the one file that reads clocks, and only main programs and loops call it).
 */

#include <stdint.h>

typedef int64_t wb_ms;

#define WB_SECOND ((wb_ms)1000)
#define WB_MINUTE ((wb_ms)60 * WB_SECOND)
#define WB_HOUR ((wb_ms)60 * WB_MINUTE)

/* Later than everything: "no such moment". */
#define WB_NEVER INT64_MAX

/* Largest and smallest instant that is taken from outside: years 1970-9999. */
#define WB_TIME_MAX ((wb_ms)253402300799999)

#endif
