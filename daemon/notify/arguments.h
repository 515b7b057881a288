#ifndef WB_NOTIFY_ARGUMENTS_H
#define WB_NOTIFY_ARGUMENTS_H

/*
 * The arguments of a command. Pure. Private to notify/.
 *
 * In each but the program's name these stand for the message:
 *
 *     {key} {kind} {route} {rule} {severity} {at} {language} {standing} {count}
 *     {subject} {text} {title} {scope} {value}
 *
 * the last three of the worst alert. They are data: nothing in them is looked
 * at again, and a value that begins an argument with "-" gets a blank before
 * it, so that a queue's name is never an option. Other braces are as they are.
 */

#include "notify/courier.h"

/* Longest argument, in bytes: Linux takes 128 KiB. */
#define WB_ARGUMENT_MAX ((size_t)100 * 1024)

void wb_argument_expand(const struct wb_letter *letter, struct wb_str argument,
                        struct wb_buf *out);

#endif
