#ifndef WB_APP_CONTACTS_H
#define WB_APP_CONTACTS_H

/*
 * GET /api/v1/contacts: entries in queues, how each ended or that it waits;
 * GET /api/v1/timeline: an agent's states and contacts. Bounded; what is more
 * comes with the cursor of the answer. See PROTOCOL.md section 5.
 */

#include "app/lookup.h"
#include "base/buf.h"

enum wb_lookup_result wb_contacts_write(const struct wb_lookup *lookup,
                                        wb_parameter_fn parameter, void *ctx,
                                        struct wb_buf *body,
                                        char ret_error[WB_LOOKUP_ERROR_SIZE]);

enum wb_lookup_result wb_timeline_write(const struct wb_lookup *lookup,
                                        wb_parameter_fn parameter, void *ctx,
                                        struct wb_buf *body,
                                        char ret_error[WB_LOOKUP_ERROR_SIZE]);

#endif
