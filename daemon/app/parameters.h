#ifndef WB_APP_PARAMETERS_H
#define WB_APP_PARAMETERS_H

/*
 * The parameters of a request, read one by one. What is wrong is said to
 * people: "parameter 'by': got 'quee', expected queue, ...". Pure.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "kpi/table.h"
#include "plan/plan.h"

/* Looks up a parameter of the request; absent when it was not given. */
typedef struct wb_str (*wb_parameter_fn)(void *ctx, const char *name);

/* Says what was expected; returns false. */
bool wb_parameter_fail(char *ret_error, size_t size, const char *name,
                       struct wb_str value, const char *expected);

/* The position of a word in a NULL-terminated list; -1 when it is not there. */
int wb_parameter_find(struct wb_str value, const char *const *words);

/* A word from a list, the first of which is the default. */
bool wb_parameter_word(wb_parameter_fn parameter, void *ctx, const char *name,
                       const char *const *words, const char *expected,
                       int *ret_index, char *ret_error, size_t error_size);

/*
 * An instant: ms since the epoch, or a date or date and time in the plan's
 * zone; `fallback` when it was not given.
 */
bool wb_parameter_time(wb_parameter_fn parameter, void *ctx, const char *name,
                       const struct wb_plan *plan, wb_ms fallback,
                       wb_ms *ret_time, char *ret_error, size_t error_size);

/*
 * `from` and `to`: ms since the epoch, or a date or date and time in the
 * plan's zone. Without them, the day so far.
 */
bool wb_parameters_span(wb_parameter_fn parameter, void *ctx,
                        const struct wb_plan *plan, wb_ms now, wb_ms *ret_from,
                        wb_ms *ret_to, char *ret_error, size_t error_size);

/*
 * The kind of a scope's name ("queue:sales", "total"): enum wb_scope_kind, or
 * -1 when it is none.
 */
int wb_parameter_scope_kind(struct wb_str scope);
#define WB_SCOPE_EXPECTED "total, or a kind and a name like queue:sales"

/* The name of a window. */
bool wb_parameter_window(wb_parameter_fn parameter, void *ctx,
                         enum wb_window fallback, enum wb_window *ret_window,
                         char *ret_error, size_t error_size);

/* A number from 1 to `max`. */
bool wb_parameter_count(wb_parameter_fn parameter, void *ctx, const char *name,
                        int fallback, int max, int *ret_count, char *ret_error,
                        size_t error_size);

#endif
