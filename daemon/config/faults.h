#ifndef WB_CONFIG_FAULTS_H
#define WB_CONFIG_FAULTS_H

/*
 * What is wrong with a file, collected while it is read in whatever order suits
 * the reader, and written out in the order of its lines.
 */

#include <stdarg.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

/* More than these are counted, not kept. */
#define WB_FAULTS_MAX 200

struct wb_fault {
	int line;     /* 1-based; 0 = the file as a whole */
	int sequence; /* of its finding, keeps the order within a line */
	struct wb_str text;
};

struct wb_fault_list {
	struct wb_fault faults[WB_FAULTS_MAX];
	int kept;
	int found;
};

/* Owned by the caller. Zero-initialise, then set `arena`. */
struct wb_faults {
	struct wb_arena *arena; /* borrowed; holds the texts */
	struct wb_fault_list errors, warnings;
};

void wb_faults_add(struct wb_faults *faults, bool warning, int line,
                   const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void wb_faults_addv(struct wb_faults *faults, bool warning, int line,
                    const char *format, va_list args)
	__attribute__((format(printf, 4, 0)));

/*
 * Appends one line each to `out`: the errors, then the warnings, both in line
 * order. `name` is that of the file; "" leaves it out. Sorts the lists.
 */
void wb_faults_write(struct wb_faults *faults, const char *name,
                     struct wb_buf *out);

#endif
