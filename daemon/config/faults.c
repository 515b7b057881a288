#include "config/faults.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 1024

void wb_faults_addv(struct wb_faults *faults, bool warning, int line,
                    const char *format, va_list args)
{
	struct wb_fault_list *list =
		warning ? &faults->warnings : &faults->errors;
	int sequence = list->found++;
	if (list->kept == WB_FAULTS_MAX) {
		return;
	}

	char text[TEXT_MAX];
	vsnprintf(text, sizeof(text), format, args);
	for (char *c = text; *c; c++) {
		if ((unsigned char)*c < ' ') {
			*c = ' '; /* what stands in a file may hold line ends */
		}
	}
	struct wb_str whole = wb_str(text);
	whole.len = wb_str_utf8_prefix(whole, whole.len);
	list->faults[list->kept++] = (struct wb_fault){
		.line = line,
		.sequence = sequence,
		.text = wb_arena_str(faults->arena, whole),
	};
}

void wb_faults_add(struct wb_faults *faults, bool warning, int line,
                   const char *format, ...)
{
	va_list args;
	va_start(args, format);
	wb_faults_addv(faults, warning, line, format, args);
	va_end(args);
}

static int compare(const void *left, const void *right)
{
	const struct wb_fault *a = left, *b = right;
	if (a->line != b->line) {
		return a->line < b->line ? -1 : 1;
	}
	return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

static void write_list(struct wb_fault_list *list, const char *prefix,
                       const char *kind, const char *name, struct wb_buf *out)
{
	qsort(list->faults, (size_t)list->kept, sizeof(list->faults[0]),
	      compare);
	for (int i = 0; i < list->kept; i++) {
		const struct wb_fault *fault = &list->faults[i];
		wb_buf_addf(out, "%s%s%s", prefix, name, name[0] ? ":" : "");
		if (fault->line > 0) {
			wb_buf_addf(out, "%d:", fault->line);
		}
		wb_buf_addf(out, "%s%.*s\n", name[0] ? " " : "",
		            WB_STR_FMT(fault->text));
	}
	if (list->found > list->kept) {
		wb_buf_addf(out, "%s%s%sand %d more %s\n", prefix, name,
		            name[0] ? ": " : "", list->found - list->kept,
		            kind);
	}
}

void wb_faults_write(struct wb_faults *faults, const char *name,
                     struct wb_buf *out)
{
	write_list(&faults->errors, "", "errors", name, out);
	write_list(&faults->warnings, "warning: ", "warnings", name, out);
}
