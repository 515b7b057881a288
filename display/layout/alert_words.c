#include "layout/alert_words.h"

#include <string.h>

struct wb_str wb_alert_name(const struct wb_build *b, struct wb_str rule_title,
                            struct wb_str signal, struct wb_str kpi,
                            enum wb_kpi_form form)
{
	struct wb_str text = { NULL, 0 };

	if (rule_title.len > 0) {
		return rule_title;
	}
	if (signal.len == 0) {
		return wb_locale_kpi(b->locale, kpi, form);
	}
	if (form == WB_KPI_INLINE) {
		text = wb_locale_text_of(b->locale, "signal.", signal,
		                         ".inline");
	}
	if (text.len == 0) {
		text = wb_locale_text_of(b->locale, "signal.", signal, "");
	}
	return text.len > 0 ? text : signal;
}

struct wb_str wb_alert_scope(struct wb_build *b, struct wb_str scope,
                             struct wb_str title)
{
	struct wb_str text = wb_scope_text(b, scope, title);
	const char *colon;

	if (text.len > 0 || wb_str_is(scope, "total") || scope.len == 0) {
		return text;
	}
	colon = memchr(scope.data, ':', scope.len);
	if (colon == NULL) {
		return scope;
	}
	return (struct wb_str){ colon + 1,
		                scope.len - (size_t)(colon + 1 - scope.data) };
}

int wb_alert_state_texts(struct wb_build *b, const struct wb_alert_row *row,
                         struct wb_str texts[2])
{
	int count = 0;

	if (row->state == WB_ALERT_ACKNOWLEDGED) {
		if (row->author.len > 0) {
			texts[count++] = wb_sentence(b, "alert.acknowledged_by",
			                             "author", row->author);
		}
		texts[count++] =
			wb_locale_text(b->locale, "alert.acknowledged");
	} else if (row->state == WB_ALERT_OVER) {
		texts[count++] = wb_locale_text(b->locale, "alert.over");
		texts[count++] = wb_locale_text(b->locale, "alert.over.short");
	} else if (row->escalated) {
		texts[count++] = wb_locale_text(b->locale, "alert.escalated");
	} else if (row->flapping) {
		texts[count++] = wb_locale_text(b->locale, "alert.flapping");
	}
	return count;
}

struct wb_str wb_alert_calm(struct wb_build *b, enum wb_icon *ret_icon)
{
	const struct wb_board *board = b->in->board;
	const struct wb_alert_counts *alerts = &board->alerts;

	*ret_icon = WB_ICON_ACKNOWLEDGED;
	if (alerts->acknowledged > 0) {
		return wb_counted(b, "banner.acknowledged",
		                  alerts->acknowledged);
	}
	if (alerts->open > 0) {
		return wb_counted(b, "banner.over", alerts->open);
	}
	if (alerts->shelved > 0) {
		return wb_counted(b, "banner.shelved", alerts->shelved);
	}
	if (board->feed_count == 0 || board->watched == 0) {
		*ret_icon = WB_ICON_NO_DATA;
		return wb_locale_text(b->locale, "banner.no_data");
	}
	*ret_icon = WB_ICON_OK;
	return wb_locale_text(b->locale, "banner.calm");
}

struct wb_str wb_alert_value(struct wb_build *b, const struct wb_alert_row *row)
{
	int64_t number = row->value.number;

	if (!row->value.present) {
		return row->signal.len > 0
		               ? (struct wb_str){ NULL, 0 }
		               : wb_value_text(b, row->unit, &row->value, false,
		                               0);
	}
	if (row->unit == WB_UNIT_SINCE) {
		b->scene->counts = true;
		number = b->counts_to - number;
	}
	return wb_quantity_text(b, row->unit, number, false, 0);
}

static struct wb_str span_text(struct wb_build *b, wb_ms span)
{
	wb_buf_clear(&b->scratch);
	wb_format_span(b->locale, &b->scratch, span);
	return wb_take(b);
}

/* "58 of 100 = 58%", or the value alone. */
static struct wb_str arithmetic(struct wb_build *b,
                                const struct wb_alert_row *row)
{
	struct wb_str value = wb_alert_value(b, row);
	struct wb_str parts;

	if (!row->has_parts) {
		return value;
	}
	parts = wb_parts_text(b, row->unit, row->numerator, row->denominator);
	wb_buf_clear(&b->scratch);
	wb_buf_add_str(&b->scratch, parts);
	wb_buf_add_text(&b->scratch, " = ");
	wb_buf_add_str(&b->scratch, value);
	return wb_take(b);
}

struct wb_str wb_alert_explained(struct wb_build *b,
                                 const struct wb_alert_row *row)
{
	struct wb_str comma = wb_locale_text(b->locale, "notify.comma");
	struct wb_str texts[5];
	int count = 0;

	texts[count++] = wb_alert_name(b, row->rule_title, row->signal,
	                               row->kpi, WB_KPI_FULL);
	texts[count++] = arithmetic(b, row);
	if (row->has_limits) {
		enum wb_unit unit = row->unit;
		struct wb_str raise =
			wb_quantity_text(b, unit, row->raise, false, 0);
		struct wb_str clear =
			wb_quantity_text(b, unit, row->clear, false, 0);

		texts[count++] = wb_sentence(b, "alert.raised", "raise", raise);
		texts[count++] =
			wb_sentence(b, "alert.cleared", "clear", clear);
	}
	if (row->fired > row->since && row->since > 0) {
		texts[count++] =
			wb_sentence(b, "alert.after", "duration",
		                    span_text(b, row->fired - row->since));
	}
	wb_buf_clear(&b->scratch);
	for (int i = 0; i < count; i++) {
		if (i > 0 && texts[i].len > 0) {
			wb_buf_add_str(&b->scratch,
			               i == 1 ? wb_str(" ") : comma);
		}
		wb_buf_add_str(&b->scratch, texts[i]);
	}
	return wb_take(b);
}
