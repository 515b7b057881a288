#ifndef WB_APP_REPORT_ROWS_H
#define WB_APP_REPORT_ROWS_H

/*
 * The rows of a report as text. A row has a hundred KPIs, most of them made of
 * nothing but zeros, so what a KPI without anything looks like is written once
 * and copied, and only the others are computed.
 */

#include "app/report.h"
#include "kpi/sketch.h"

_Static_assert(WB_MEASURE_COUNT <= 128, "two words of bits");

/* What happened in a scope and interval. */
struct wb_report_sums {
	int64_t sums[WB_MEASURE_COUNT];
	uint64_t used[2]; /* bits: measures that may be other than zero */
	struct wb_sketch waits;
};

static inline void wb_report_note(struct wb_report_sums *sums, uint32_t measure,
                                  int64_t amount)
{
	sums->sums[measure] += amount;
	sums->used[measure / 64] |= (uint64_t)1 << measure % 64;
}

struct wb_report_column {
	const struct wb_kpi *kpi;
	uint64_t uses[2]; /* bits: the measures that it is made of */
	size_t empty_at;  /* its text in `empty` */
};

/* Owned by the caller; private. */
struct wb_report_rows {
	const struct wb_report_query *query;
	struct wb_buf *out;
	struct wb_buf empty; /* each column as it is of nothing */
	struct wb_report_column columns[WB_REPORT_KPIS_MAX + 1];
	bool follows; /* not the first row, or interval, of its list */
	bool interval_follows;
};

/* Everything up to the first interval. `query` and `out` are borrowed. */
void wb_report_begin(struct wb_report_rows *rows,
                     const struct wb_report_query *query, struct wb_buf *out);
void wb_report_begin_interval(struct wb_report_rows *rows, wb_ms from,
                              wb_ms to);
/* `moment` NULL when the interval does not hold the present. */
void wb_report_row(struct wb_report_rows *rows, wb_ms from, wb_ms to,
                   struct wb_str scope, const struct wb_report_sums *sums,
                   const struct wb_moment_state *moment);
void wb_report_end_interval(struct wb_report_rows *rows);
void wb_report_end(struct wb_report_rows *rows);

#endif
