#ifndef WB_APP_BREAKDOWN_H
#define WB_APP_BREAKDOWN_H

/*
 * GET /api/v1/breakdown: a number by what it is made of: refusals by reason,
 * outcomes by code, of a window or, from what is kept of single contacts, of
 * the past. See PROTOCOL.md section 5.
 */

#include "app/lookup.h"
#include "base/buf.h"

enum wb_lookup_result wb_breakdown_write(const struct wb_lookup *lookup,
                                         wb_parameter_fn parameter, void *ctx,
                                         struct wb_buf *body,
                                         char ret_error[WB_LOOKUP_ERROR_SIZE]);

#endif
