#include "layout/build.h"

/* How a value stands to the promise that it is measured by. */
static const char *status_key(const struct wb_build *b,
                              const struct wb_number_tile *n)
{
	bool since = n->unit == WB_UNIT_SINCE;
	int64_t value =
		since ? b->counts_to - n->value.number : n->value.number;

	if (n->value.level < WB_LEVEL_WARNING) {
		return n->worse_above ? "status.within_limit"
		                      : "status.on_target";
	}
	if (n->worse_above) {
		return value > n->target ? "status.over_limit"
		                         : "status.near_limit";
	}
	return value < n->target ? "status.below_target" : "status.near_target";
}

static struct wb_str level_text(const struct wb_build *b, enum wb_level level)
{
	static const char *const keys[] = { "level.none", "status.normal",
		                            "level.warning", "level.critical" };

	return wb_locale_text(b->locale, keys[level]);
}

/* The sentence of `key`, and its short form: as much of it as fits. */
static struct wb_str fit_sentence(struct wb_build *b, const char *key,
                                  const char *name, struct wb_str value,
                                  struct wb_face face, int width)
{
	struct wb_str short_form =
		wb_locale_text_of(b->locale, "", wb_str(key), ".short");
	struct wb_str texts[2];

	texts[0] = wb_sentence(b, key, name, value);
	wb_format_sentence(&b->scratch, short_form,
	                   &(struct wb_format_arg){ name, value }, 1);
	texts[1] = wb_take(b);
	return wb_fit(b, texts, 2, face, width);
}

struct wb_str wb_number_status(struct wb_build *b,
                               const struct wb_number_tile *n,
                               struct wb_face face, int width)
{
	if (b->stale && b->stale_since == 0) {
		return wb_locale_text(b->locale,
		                      b->offline ? "status.offline_never"
		                                 : "status.stale_never");
	}
	if (b->stale) {
		return fit_sentence(
			b, b->offline ? "status.offline" : "status.stale",
			"time", wb_time_text(b, b->stale_since, false), face,
			width);
	}
	/* Nobody waits: no value, and yet all is well. */
	if (!n->value.present && n->value.level == WB_LEVEL_NONE) {
		return wb_locale_text(b->locale, "status.no_data");
	}
	if (n->value.level == WB_LEVEL_NONE && wb_str_is(n->window, "now")) {
		return (struct wb_str){ NULL, 0 };
	}
	if (n->value.level == WB_LEVEL_NONE) {
		return wb_locale_text_of(b->locale, "window.", n->window, "");
	}
	if (!n->has_target) {
		return level_text(b, n->value.level);
	}
	return fit_sentence(b, status_key(b, n), "target",
	                    wb_quantity_text(b, n->unit, n->target, false, 0),
	                    face, width);
}
