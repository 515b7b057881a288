/* The last contacts that made a number. */

#include <string.h>

#include "app/entries.h"
#include "app/explain.h"

/* So many rows are looked at: some tens of milliseconds. */
#define LOOK_AT 50000

/* A cohort's entries may end so long after the span; longer ones are rare. */
#define COHORT_TAIL (4 * WB_HOUR)

struct listing {
	const struct wb_explanation *explanation;
	struct wb_json_writer *w;
	int count;
};

static void write_part(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

/* ---- who waits ---- */

static bool on_waiting(void *user, const struct wb_waiting *waiting)
{
	struct listing *listing = user;
	const struct wb_lookup *lookup = listing->explanation->lookup;
	bool all = listing->explanation->kpi->moment != WB_MOMENT_NONE;
	if (listing->count == WB_EXPLAIN_CONTACTS_MAX) {
		return false;
	}
	if (!all && !waiting->late) {
		return true;
	}
	wb_entry_write_waiting(
		listing->w, lookup->engine,
		wb_names_get(&lookup->feeds->names, waiting->feed), waiting);
	listing->count++;
	return true;
}

static bool sum_has(const struct wb_sum *sum, enum wb_measure measure)
{
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		if (sum->term[i] == (int)measure + 1) {
			return true;
		}
	}
	return false;
}

/* Are those who wait (past their threshold) a part of it? */
static bool counts_waiting(const struct wb_explanation *explanation)
{
	const struct wb_kpi *kpi = explanation->kpi;
	if (explanation->past) {
		return false;
	}
	return kpi->moment == WB_MOMENT_WAITING ||
	       kpi->moment == WB_MOMENT_LONGEST_WAIT ||
	       kpi->moment == WB_MOMENT_SERVICE_LEVEL ||
	       sum_has(&kpi->denominator, WB_M_LATE) ||
	       sum_has(&kpi->denominator, WB_M_SL_LATE_COUNTED) ||
	       kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	       kpi->outlook == WB_OUTLOOK_BUDGET_BURN;
}

/* ---- what happened ---- */

/* The parts of one row; false when it has none. */
static bool parts_of(const struct wb_kpi *kpi,
                     const struct wb_history_detail *detail, int64_t *ret_num,
                     int64_t *ret_den)
{
	int64_t sums[WB_MEASURE_COUNT] = { 0 };
	for (int i = 0; i < detail->sum_count; i++) {
		sums[detail->sums[i].id] = detail->sums[i].amount;
	}
	*ret_num = *ret_den = 0;
	if (kpi->quantile > 0) {
		*ret_num = sums[WB_M_WAIT_ANSWERED_MS] +
		           sums[WB_M_WAIT_ABANDONED_MS];
		*ret_den = sums[WB_M_ANSWERED] + sums[WB_M_ABANDONED];
	} else if (kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	           kpi->outlook == WB_OUTLOOK_BUDGET_BURN ||
	           kpi->outlook == WB_OUTLOOK_NEEDED_RATE) {
		*ret_num = sums[WB_M_SL_COUNTED] - sums[WB_M_SL_MET];
		*ret_den = sums[WB_M_SL_COUNTED];
	} else if (kpi->outlook == WB_OUTLOOK_PER_AGENT) {
		*ret_num = sums[WB_M_HANDLED];
	} else {
		struct wb_value value = wb_kpi_value(kpi, sums, NULL);
		*ret_num = value.is_ratio ? value.ratio.num : value.value;
		*ret_den = value.is_ratio ? value.ratio.den : 0;
	}
	return *ret_num != 0 || *ret_den != 0;
}

static bool on_detail(void *user, const struct wb_history_detail *detail,
                      struct wb_history_place place)
{
	struct listing *listing = user;
	const struct wb_explanation *explanation = listing->explanation;
	struct wb_json_writer *w = listing->w;
	int64_t num, den;
	(void)place;
	if (listing->count == WB_EXPLAIN_CONTACTS_MAX) {
		return false;
	}
	if ((explanation->attribution == WB_BY_COHORT &&
	     (detail->arrived < explanation->from ||
	      detail->arrived >= explanation->to)) ||
	    !parts_of(explanation->kpi, detail, &num, &den)) {
		return true;
	}
	wb_json_begin_object(w);
	wb_entry_write_ids(w, detail);
	wb_json_key_text(w, "what");
	const char *outcome = wb_entry_outcome(detail);
	wb_json_string(w, outcome ? wb_str(outcome) : detail->kind);
	write_part(w, "numerator", num);
	write_part(w, "denominator", den);
	wb_json_end_object(w);
	listing->count++;
	return true;
}

/* A KPI that single rows tell nothing of: times of agents, forecasts. */
static bool has_rows(const struct wb_kpi *kpi)
{
	return kpi->moment == WB_MOMENT_NONE &&
	       kpi->outlook != WB_OUTLOOK_AGENTS_REQUIRED &&
	       kpi->outlook != WB_OUTLOOK_SERVICE_LEVEL &&
	       kpi->outlook != WB_OUTLOOK_WAIT;
}

static bool list_happened(struct listing *listing, bool *ret_all)
{
	const struct wb_explanation *explanation = listing->explanation;
	struct wb_history_details_query query = {
		.scope = explanation->scope_name,
		.from = explanation->from,
		.to = explanation->to,
		.look_at = LOOK_AT,
	};
	struct wb_history_place last;
	*ret_all = true;
	if (!has_rows(explanation->kpi)) {
		return true;
	}
	if (explanation->attribution == WB_BY_COHORT) {
		query.to += COHORT_TAIL;
	} else if (!explanation->past) {
		query.to++; /* what happened at the present instant too */
	}
	return wb_history_details(explanation->lookup->history, &query,
	                          on_detail, listing, ret_all, &last) == 0;
}

/* ---- agents ---- */

static bool is_counted(const struct wb_explanation *explanation, uint32_t agent)
{
	const struct wb_floor *floor =
		wb_engine_floor(explanation->lookup->engine);
	struct wb_agent_now now;
	wb_floor_agent_now(floor, agent, &now);
	switch (explanation->kpi->moment) {
	case WB_MOMENT_SIGNED_IN:
		return now.state != WB_AGENT_SIGNED_OUT;
	case WB_MOMENT_AGENTS:
		return now.state == explanation->kpi->agent_state;
	case WB_MOMENT_REMOTE:
		return (now.marks & 1u << WB_MARK_REMOTE) != 0;
	case WB_MOMENT_PENDING:
		return now.pending.data != NULL;
	case WB_MOMENT_NONE:
	case WB_MOMENT_WAITING:
	case WB_MOMENT_LONGEST_WAIT:
	case WB_MOMENT_SERVICE_LEVEL:
	case WB_MOMENT_OLDEST_CALLBACK:
		break;
	}
	return false;
}

static void list_agents(const struct wb_explanation *explanation,
                        struct wb_json_writer *w)
{
	const struct wb_engine *engine = explanation->lookup->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	int count = 0;
	wb_json_key_text(w, "agents");
	wb_json_begin_array(w);
	for (uint32_t i = 0;
	     i < wb_floor_agent_count(floor) && count < WB_EXPLAIN_CONTACTS_MAX;
	     i++) {
		if (wb_engine_scope_has_agent(engine, explanation->scope, i) &&
		    is_counted(explanation, i)) {
			wb_json_string(w, wb_floor_agent_name(floor, i));
			count++;
		}
	}
	wb_json_end_array(w);
}

static bool counts_agents(const struct wb_kpi *kpi)
{
	return kpi->moment == WB_MOMENT_SIGNED_IN ||
	       kpi->moment == WB_MOMENT_AGENTS ||
	       kpi->moment == WB_MOMENT_REMOTE ||
	       kpi->moment == WB_MOMENT_PENDING;
}

bool wb_explain_contacts(const struct wb_explanation *explanation,
                         struct wb_json_writer *w)
{
	struct listing listing = { .explanation = explanation, .w = w };
	bool all;
	wb_json_key_text(w, "contacts");
	wb_json_begin_array(w);
	if (counts_waiting(explanation)) {
		wb_entries_waiting(explanation->lookup->engine,
		                   explanation->scope, on_waiting, &listing);
	}
	bool read = list_happened(&listing, &all);
	wb_json_end_array(w);
	wb_json_key_text(w, "contacts_complete");
	wb_json_bool(w, all);
	if (counts_agents(explanation->kpi) && !explanation->past) {
		list_agents(explanation, w);
	}
	return read;
}
