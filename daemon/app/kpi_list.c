#include "app/kpi_list.h"

#include "kpi/table.h"

static void add_scopes(const struct wb_kpi *kpi, struct wb_buf *out)
{
	const char *before = "";
	for (int i = 0; i < WB_SCOPE_KIND_COUNT; i++) {
		if (wb_kpi_has_scope(kpi, (enum wb_scope_kind)i)) {
			wb_buf_addf(out, "%s%s", before,
			            wb_scope_kind_name((enum wb_scope_kind)i));
			before = ", ";
		}
	}
}

void wb_kpi_list_text(struct wb_buf *out)
{
	for (int i = 0; i < wb_kpi_count; i++) {
		const struct wb_kpi *kpi = &wb_kpis[i];
		wb_buf_addf(out,
		            "%s (%s)\n"
		            "    %s\n"
		            "    counted at: %s; source: %s; for: ",
		            kpi->name, wb_unit_name(kpi->unit), kpi->formula,
		            kpi->attributed, kpi->source);
		add_scopes(kpi, out);
		wb_buf_add_text(out, "\n");
	}
}

static void add_kpi(struct wb_json_writer *w, const struct wb_kpi *kpi)
{
	wb_json_begin_object(w);
	wb_json_key_text(w, "name");
	wb_json_text(w, kpi->name);
	wb_json_key_text(w, "unit");
	wb_json_text(w, wb_unit_name(kpi->unit));
	wb_json_key_text(w, "formula");
	wb_json_text(w, kpi->formula);
	wb_json_key_text(w, "counted_at");
	wb_json_text(w, kpi->attributed);
	wb_json_key_text(w, "source");
	wb_json_text(w, kpi->source);
	wb_json_key_text(w, "worse");
	wb_json_text(w, kpi->below_is_worse ? "below" : "above");
	wb_json_key_text(w, "scopes");
	wb_json_begin_array(w);
	for (int i = 0; i < WB_SCOPE_KIND_COUNT; i++) {
		if (wb_kpi_has_scope(kpi, (enum wb_scope_kind)i)) {
			wb_json_text(w,
			             wb_scope_kind_name((enum wb_scope_kind)i));
		}
	}
	wb_json_end_array(w);
	wb_json_end_object(w);
}

void wb_kpi_list_json(struct wb_buf *out)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	wb_json_key_text(&w, "kpis");
	wb_json_begin_array(&w);
	for (int i = 0; i < wb_kpi_count; i++) {
		add_kpi(&w, &wb_kpis[i]);
	}
	wb_json_end_array(&w);
	wb_json_end_object(&w);
}
