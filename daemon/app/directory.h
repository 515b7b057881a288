#ifndef WB_APP_DIRECTORY_H
#define WB_APP_DIRECTORY_H

/*
 * GET /api/v1/directory: what there is by its name and title, where it belongs,
 * and what each agent does at the moment. See PROTOCOL.md section 5.
 */

#include "app/lookup.h"
#include "base/buf.h"

/* Takes no parameters; WB_LOOKUP_FAILED when out of memory. */
enum wb_lookup_result wb_directory_write(const struct wb_lookup *lookup,
                                         wb_parameter_fn parameter, void *ctx,
                                         struct wb_buf *body,
                                         char ret_error[WB_LOOKUP_ERROR_SIZE]);

#endif
