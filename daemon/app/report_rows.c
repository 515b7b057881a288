#include "app/report_rows.h"

#include <inttypes.h>
#include <string.h>

#include "base/json_write.h"
#include "kpi/budget.h"

/* ---- numbers: a quarter of a report's bytes ---- */

static char *put_int(char *at, int64_t value)
{
	char digits[20];
	int count = 0;
	uint64_t rest = value < 0 ? ~(uint64_t)value + 1 : (uint64_t)value;
	if (value < 0) {
		*at++ = '-';
	}
	do {
		digits[count++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	while (count > 0) {
		*at++ = digits[--count];
	}
	return at;
}

/* 7778 -> 77.78; `trim` leaves out zeros at the end: 8000 -> 80. */
static char *put_hundredths(char *at, int64_t value, bool trim)
{
	int64_t part = value % 100;
	if (value < 0 && value > -100) {
		*at++ = '-';
	}
	at = put_int(at, value / 100);
	part = part < 0 ? -part : part;
	if (trim && part == 0) {
		return at;
	}
	*at++ = '.';
	*at++ = (char)('0' + part / 10);
	if (!trim || part % 10 != 0) {
		*at++ = (char)('0' + part % 10);
	}
	return at;
}

static char *put_text(char *at, const char *text)
{
	size_t len = strlen(text);
	memcpy(at, text, len);
	return at + len;
}

static char *put_value(char *at, const struct wb_kpi *kpi,
                       const struct wb_value *value, bool trim)
{
	return wb_unit_is_hundredths(kpi->unit)
	               ? put_hundredths(at, value->value, trim)
	               : put_int(at, value->value);
}

/* ---- one KPI ---- */

/* Its two parts are told, though it may have no value. */
static bool tells_parts(const struct wb_kpi *kpi, bool present)
{
	return wb_kpi_is_ratio(kpi) && (present || !kpi->moment);
}

/* At most so long: three numbers and the words around them. */
#define VALUE_MAX 128

static char *put_json(char *at, const struct wb_kpi *kpi,
                      const struct wb_value *value, bool present)
{
	bool parts = tells_parts(kpi, present);
	if (parts) {
		at = put_text(at, "{\"value\":");
	}
	at = value->known ? put_value(at, kpi, value, true)
	                  : put_text(at, "null");
	if (parts) {
		at = put_text(at, ",\"numerator\":");
		at = put_int(at, value->ratio.num);
		at = put_text(at, ",\"denominator\":");
		at = put_int(at, value->ratio.den);
		*at++ = '}';
	}
	return at;
}

static char *put_csv(char *at, const struct wb_kpi *kpi,
                     const struct wb_value *value, bool present)
{
	if (value->known) {
		at = put_value(at, kpi, value, false);
	}
	if (tells_parts(kpi, present)) {
		*at++ = ',';
		at = put_int(at, value->ratio.num);
		*at++ = ',';
		at = put_int(at, value->ratio.den);
	} else if (wb_kpi_is_ratio(kpi)) {
		at = put_text(at, ",,");
	}
	return at;
}

static void write_kpi(const struct wb_report_rows *rows, struct wb_buf *out,
                      const struct wb_kpi *kpi, const struct wb_value *value,
                      bool present)
{
	char text[VALUE_MAX];
	char *end;
	wb_buf_add_char(out, ',');
	if (rows->query->csv) {
		end = put_csv(text, kpi, value, present);
	} else {
		wb_buf_add_char(out, '"');
		wb_buf_add_text(out, kpi->name);
		wb_buf_add(out, "\":", 2);
		end = put_json(text, kpi, value, present);
	}
	wb_buf_add(out, text, (size_t)(end - text));
}

/* ---- columns ---- */

static void note_terms(const struct wb_sum *sum, uint64_t uses[2])
{
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		int term = sum->term[i];
		int measure = (term < 0 ? -term : term) - 1;
		uses[measure / 64] |= (uint64_t)1 << measure % 64;
	}
}

static bool is_of_budget(const struct wb_kpi *kpi)
{
	return kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	       kpi->outlook == WB_OUTLOOK_BUDGET_BURN;
}

/* The measures of which a KPI is made, if of any. */
static void note_uses(const struct wb_kpi *kpi, uint64_t uses[2])
{
	static const struct wb_sum budget = {
		.term = { WB_M_SL_COUNTED + 1, WB_M_SL_LATE_COUNTED + 1 }
	};
	note_terms(&kpi->numerator, uses);
	note_terms(&kpi->denominator, uses);
	if (is_of_budget(kpi)) {
		note_terms(&budget, uses);
	}
}

static void make_columns(struct wb_report_rows *rows)
{
	static const int64_t nothing[WB_MEASURE_COUNT];
	const struct wb_report_query *query = rows->query;
	for (int i = 0; i < query->kpi_count; i++) {
		struct wb_report_column *column = &rows->columns[i];
		column->kpi = query->kpis[i];
		column->empty_at = rows->empty.len;
		note_uses(column->kpi, column->uses);
		struct wb_value value =
			wb_kpi_value(column->kpi, nothing, NULL);
		write_kpi(rows, &rows->empty, column->kpi, &value, false);
	}
	rows->columns[query->kpi_count].empty_at = rows->empty.len;
}

/* Is there nothing to compute? */
static bool is_empty(const struct wb_report_column *column,
                     const struct wb_report_sums *sums, bool present)
{
	if (column->kpi->moment != WB_MOMENT_NONE) {
		return !present;
	}
	if (column->kpi->quantile > 0) {
		return sums->waits.used == 0;
	}
	return (column->uses[0] & sums->used[0]) == 0 &&
	       (column->uses[1] & sums->used[1]) == 0;
}

static struct wb_value value_of(const struct wb_kpi *kpi,
                                const struct wb_report_sums *sums,
                                const struct wb_moment_state *moment)
{
	struct wb_value value = { 0 };
	if (kpi->quantile > 0) {
		value.known = wb_sketch_quantile(&sums->waits, kpi->quantile,
		                                 &value.value);
		return value;
	}
	if (is_of_budget(kpi)) { /* nothing more is expected of the past */
		const struct wb_budget nothing = { 0 };
		return wb_kpi_budget_value(kpi, sums->sums, &nothing);
	}
	return wb_kpi_value(kpi, sums->sums, moment);
}

static void write_kpis(struct wb_report_rows *rows,
                       const struct wb_report_sums *sums,
                       const struct wb_moment_state *moment)
{
	const struct wb_report_column *columns = rows->columns;
	int count = rows->query->kpi_count;
	for (int i = 0; i < count;) {
		int first = i;
		while (i < count && is_empty(&columns[i], sums, moment)) {
			i++;
		}
		if (i > first) {
			size_t from = columns[first].empty_at;
			wb_buf_add(rows->out, rows->empty.data + from,
			           columns[i].empty_at - from);
			continue;
		}
		struct wb_value value = value_of(columns[i].kpi, sums, moment);
		write_kpi(rows, rows->out, columns[i].kpi, &value,
		          moment != NULL);
		i++;
	}
}

/* ---- rows ---- */

/* RFC 4180. A scope begins with its kind, so no spreadsheet runs it. */
static void write_csv_text(struct wb_buf *out, struct wb_str text)
{
	wb_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '"') {
			wb_buf_add_char(out, '"');
		}
		wb_buf_add_char(out, text.data[i]);
	}
	wb_buf_add_char(out, '"');
}

static void write_csv_header(struct wb_report_rows *rows)
{
	const struct wb_report_query *query = rows->query;
	wb_buf_add_text(rows->out, "from,to,scope");
	for (int i = 0; i < query->kpi_count; i++) {
		const char *name = query->kpis[i]->name;
		wb_buf_addf(rows->out, ",%s", name);
		if (wb_kpi_is_ratio(query->kpis[i])) {
			wb_buf_addf(rows->out, ",%s_numerator,%s_denominator",
			            name, name);
		}
	}
	wb_buf_add_text(rows->out, "\r\n");
}

void wb_report_begin(struct wb_report_rows *rows,
                     const struct wb_report_query *query, struct wb_buf *out)
{
	static const char *const attributions[] = { "event", "cohort" };
	*rows = (struct wb_report_rows){ .query = query, .out = out };
	make_columns(rows);
	out->failed = out->failed || rows->empty.failed;
	if (query->csv) {
		write_csv_header(rows);
		return;
	}
	wb_buf_addf(out,
	            "{\"from\":%" PRId64 ",\"to\":%" PRId64
	            ",\"attribution\":\"%s\",\"intervals\":[",
	            query->from, query->to, attributions[query->attribution]);
}

void wb_report_begin_interval(struct wb_report_rows *rows, wb_ms from, wb_ms to)
{
	if (rows->query->csv) {
		return;
	}
	wb_buf_addf(rows->out,
	            "%s{\"from\":%" PRId64 ",\"to\":%" PRId64 ",\"rows\":[",
	            rows->interval_follows ? "," : "", from, to);
	rows->interval_follows = true;
	rows->follows = false;
}

static void begin_json(struct wb_report_rows *rows, struct wb_str scope)
{
	struct wb_json_writer w;
	wb_buf_add_text(rows->out,
	                rows->follows ? ",{\"scope\":" : "{\"scope\":");
	wb_json_writer_init(&w, rows->out);
	wb_json_string(&w, scope);
}

static void begin_csv(struct wb_report_rows *rows, wb_ms from, wb_ms to,
                      struct wb_str scope)
{
	char text[64];
	char *end = put_int(text, from);
	*end++ = ',';
	end = put_int(end, to);
	*end++ = ',';
	wb_buf_add(rows->out, text, (size_t)(end - text));
	write_csv_text(rows->out, scope);
}

void wb_report_row(struct wb_report_rows *rows, wb_ms from, wb_ms to,
                   struct wb_str scope, const struct wb_report_sums *sums,
                   const struct wb_moment_state *moment)
{
	if (rows->query->csv) {
		begin_csv(rows, from, to, scope);
	} else {
		begin_json(rows, scope);
	}
	write_kpis(rows, sums, moment);
	wb_buf_add_text(rows->out, rows->query->csv ? "\r\n" : "}");
	rows->follows = true;
}

void wb_report_end_interval(struct wb_report_rows *rows)
{
	if (!rows->query->csv) {
		wb_buf_add_text(rows->out, "]}");
	}
}

void wb_report_end(struct wb_report_rows *rows)
{
	if (!rows->query->csv) {
		wb_buf_add_text(rows->out, "]}");
	}
	wb_buf_finish(&rows->empty);
}
