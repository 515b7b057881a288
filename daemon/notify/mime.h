#ifndef WB_NOTIFY_MIME_H
#define WB_NOTIFY_MIME_H

/*
 * A message as e-mail (RFC 5322, 2045-2047): the text plain and as HTML, from
 * right to left where the language is, both in base64, so that no line is too
 * long and no relay changes them. Pure. Private to notify/.
 *
 * The Message-ID is made of the message's key, the same at each attempt: what
 * arrives twice is known as one. What belongs to one story refers to it, so
 * that mail programs show it as one conversation. Auto-Submitted (RFC 3834)
 * keeps other programs from answering.
 */

#include "notify/courier.h"

/* The whole mail, lines ended by CR LF. */
void wb_mime_write(const struct wb_letter *letter, struct wb_buf *out);

/*
 * "Name <a@b.c>" -> "a@b.c"; without brackets it is the address. Absent when
 * it has no @, or what cannot be in an envelope: blanks, control characters,
 * brackets, bytes beyond ASCII.
 */
struct wb_str wb_mime_address(struct wb_str mailbox);

/* Text of a header in encoded words (RFC 2047), when it needs them; folded. */
void wb_mime_header(struct wb_buf *out, const char *name, struct wb_str text);

#endif
