/* What number each KPI is: the table of KPI.md, from what was counted. */

#include <string.h>

#include "oracle/tally.h"

struct row {
	const char *kpi;
	int64_t num, den;
	enum { A_COUNT, A_RATIO, A_RATIO_OF_TEN, A_KNOWN_IF } sort;
};

/* KPIs that have tests of their own, as they are no counts. */
static const struct {
	const char *kpi, *why;
} excuses[] = {
	{ "agents_required", "Erlang A: check_outlook_oracle.c" },
	{ "predicted_service_level", "Erlang A: check_outlook_oracle.c" },
	{ "estimated_wait", "a model's guess: check_outlook_oracle.c" },
	{ "estimated_wait_error", "of that guess" },
	{ "budget_left", "rests on the forecast of the day" },
	{ "needed_rate", "rests on the forecast of the day" },
};

const char *oracle_excuse(const char *kpi)
{
	for (size_t i = 0; i < sizeof(excuses) / sizeof(excuses[0]); i++) {
		if (strcmp(excuses[i].kpi, kpi) == 0) {
			return excuses[i].why;
		}
	}
	return NULL;
}

static bool find(const struct row *rows, size_t count, const char *kpi,
                 struct oracle_answer *ret_answer)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kpi, kpi) != 0) {
			continue;
		}
		ret_answer->num = rows[i].num;
		ret_answer->den = rows[i].den;
		ret_answer->is_ratio = rows[i].sort == A_RATIO ||
		                       rows[i].sort == A_RATIO_OF_TEN;
		ret_answer->known =
			rows[i].sort == A_COUNT ||
			rows[i].den >=
				(rows[i].sort == A_RATIO_OF_TEN ? 10 : 1);
		return true;
	}
	return false;
}

#define FIND(rows) find(rows, sizeof(rows) / sizeof((rows)[0]), kpi, ret_answer)
#define COUNT(kpi, num)                                                        \
	{                                                                      \
		kpi, num, 0, A_COUNT                                           \
	}
#define RATIO(kpi, num, den)                                                   \
	{                                                                      \
		kpi, num, den, A_RATIO                                         \
	}
/* A value that may not be there. */
#define MAYBE(kpi, num, there)                                                 \
	{                                                                      \
		kpi, num, there, A_KNOWN_IF                                    \
	}

static int64_t flow_outs(const struct tally *t)
{
	int64_t sum = 0;
	for (int i = WB_OUTCOME_TIMEOUT; i < WB_OUTCOME_COUNT; i++) {
		sum += t->left[i];
	}
	return sum;
}

static bool ask_counts(const struct tally *t, const char *kpi,
                       struct oracle_answer *ret_answer)
{
	const int64_t *left = t->left, *blocked = t->blocked;
	const struct row rows[] = {
		COUNT("offered", t->offered),
		COUNT("answered", t->answered),
		COUNT("abandoned", t->abandoned),
		COUNT("short_abandoned", t->brief),
		COUNT("flow_outs", flow_outs(t)),
		COUNT("timeout", left[WB_OUTCOME_TIMEOUT]),
		COUNT("overflow", left[WB_OUTCOME_OVERFLOW]),
		COUNT("exit_key", left[WB_OUTCOME_EXIT_KEY]),
		COUNT("voicemail", left[WB_OUTCOME_VOICEMAIL]),
		COUNT("callback", left[WB_OUTCOME_CALLBACK]),
		COUNT("moved", left[WB_OUTCOME_MOVED]),
		COUNT("empty", left[WB_OUTCOME_EMPTY]),
		COUNT("withdrawn", left[WB_OUTCOME_WITHDRAWN]),
		COUNT("failed", left[WB_OUTCOME_FAILED]),
		COUNT("lost", t->lost),
		COUNT("blocked", blocked[WB_REFUSAL_FULL] +
		                         blocked[WB_REFUSAL_CLOSED] +
		                         blocked[WB_REFUSAL_NO_AGENTS]),
		COUNT("blocked_full", blocked[WB_REFUSAL_FULL]),
		COUNT("blocked_closed", blocked[WB_REFUSAL_CLOSED]),
		COUNT("blocked_no_agents", blocked[WB_REFUSAL_NO_AGENTS]),
		COUNT("waiting", t->waiting),
		MAYBE("longest_wait", t->oldest == WB_NEVER ? 0 : t->oldest,
		      t->oldest != WB_NEVER),
	};
	return FIND(rows);
}

static bool ask_levels(const struct tally *t, const char *kpi,
                       struct oracle_answer *ret_answer)
{
	int64_t ended = t->answered + t->abandoned + flow_outs(t);
	int64_t all = ended + t->late;
	int64_t kept = t->in_time + t->abandoned_in_time;
	const struct row rows[] = {
		RATIO("abandonment_rate", t->abandoned, ended),
		RATIO("service_level", t->met, t->counted + t->late_counted),
		RATIO("budget_burn",
		      (t->counted + t->late_counted - t->met) * 10000,
		      t->allowed_bp),
		RATIO("service_level_offered", t->in_time, all),
		RATIO("service_level_answered", t->in_time, t->answered),
		RATIO("service_level_ignore", t->in_time,
		      all - t->abandoned_in_time),
		RATIO("service_level_positive", kept, all),
		RATIO("service_level_removed", kept + t->callback_in_time, all),
		RATIO("service_level_no_flow", t->in_time,
		      t->answered + t->abandoned + t->late),
		RATIO("service_level_now", t->waiting - t->waiting_late,
		      t->waiting),
		RATIO("average_speed_of_answer", t->wait_answered, t->answered),
		RATIO("average_time_to_abandon", t->wait_abandoned,
		      t->abandoned),
		{ "patience",
		  t->wait_answered + t->wait_abandoned + t->wait_other,
		  t->abandoned + t->brief, A_RATIO_OF_TEN },
	};
	return FIND(rows);
}

/* The smallest wait that so many in a thousand did not exceed. */
static int64_t quantile(const struct tally *t, int permille)
{
	int rank = (t->wait_count * permille + 999) / 1000;
	return t->wait_count ? t->waits[rank > 0 ? rank - 1 : 0] : 0;
}

static bool ask_quantiles(const struct tally *t, const char *kpi,
                          struct oracle_answer *ret_answer)
{
	const struct row rows[] = {
		MAYBE("wait_p50", quantile(t, 500), t->wait_count),
		MAYBE("wait_p90", quantile(t, 900), t->wait_count),
		MAYBE("wait_p95", quantile(t, 950), t->wait_count),
	};
	return FIND(rows);
}

static bool ask_transfers(const struct tally *t, const char *kpi,
                          struct oracle_answer *ret_answer)
{
	const int64_t *kinds = t->transferred;
	int64_t all = kinds[WB_TRANSFER_BLIND] + kinds[WB_TRANSFER_ATTENDED] +
	              kinds[WB_TRANSFER_QUEUE] + kinds[WB_TRANSFER_EXTERNAL];
	const struct row rows[] = {
		COUNT("transfers", all),
		COUNT("transfers_blind", kinds[WB_TRANSFER_BLIND]),
		COUNT("transfers_attended", kinds[WB_TRANSFER_ATTENDED]),
		COUNT("transfers_queue", kinds[WB_TRANSFER_QUEUE]),
		COUNT("transfers_external", kinds[WB_TRANSFER_EXTERNAL]),
		RATIO("transfer_rate", all, t->handled),
		COUNT("long_handles", t->long_handles),
		COUNT("escalations", t->escalated),
		RATIO("escalation_rate", t->escalated, t->handled),
		RATIO("average_agent_time", t->share + t->acw, t->handled),
		RATIO("concurrency", t->talk + t->hold, t->share),
	};
	return FIND(rows);
}

static bool ask_work(const struct tally *t, const char *kpi,
                     struct oracle_answer *ret_answer)
{
	int64_t missed =
		t->offers[WB_OFFER_NO_ANSWER] + t->offers[WB_OFFER_REJECTED];
	int64_t offers = missed + t->offers[WB_OFFER_ACCEPTED] +
	                 t->offers[WB_OFFER_FAILED];
	const struct row rows[] = {
		COUNT("handled", t->handled),
		RATIO("average_handle_time", t->talk + t->hold + t->acw,
		      t->handled),
		RATIO("average_talk", t->talk, t->handled),
		RATIO("average_hold", t->hold, t->handled),
		RATIO("average_acw", t->acw, t->handled),
		RATIO("average_hold_held", t->hold, t->held),
		RATIO("hold_rate", t->held, t->handled),
		COUNT("no_answer", missed),
		RATIO("no_answer_rate", missed, offers),
		RATIO("first_contact_resolution", t->resolved, t->flagged),
		RATIO("fcr_net", t->resolved_net, t->flagged_net),
		COUNT("sales", t->sales),
		RATIO("conversion_rate", t->sales, t->sale_flagged),
		COUNT("refusals", t->refusals),
		COUNT("outcomes", t->coded),
		COUNT("dialled", t->dialled),
		COUNT("connected", t->connected),
		RATIO("connect_rate", t->connected, t->dialled),
		RATIO("csat", t->satisfied, t->rated[WB_RATING_CSAT]),
		RATIO("nps", t->promoters - t->detractors,
		      t->rated[WB_RATING_NPS]),
		RATIO("quality", t->quality_bp, t->rated[WB_RATING_QUALITY]),
	};
	return FIND(rows);
}

static bool ask_long_after(const struct tally *t, const char *kpi,
                           struct oracle_answer *ret_answer)
{
	bool waits = t->oldest_callback != WB_NEVER;
	const struct row rows[] = {
		COUNT("callbacks_waiting", t->callbacks_open),
		MAYBE("oldest_callback", waits ? t->oldest_callback : 0, waits),
		COUNT("callbacks_overdue", t->callbacks_overdue),
		COUNT("callbacks_promised", t->callbacks_promised),
		RATIO("callback_service_level", t->callbacks_in_time,
		      t->callbacks_decided),
		RATIO("fcr_no_repeat", t->matured_kept, t->matured),
		RATIO("fcr_no_repeat_provisional", t->provisional_kept,
		      t->provisional),
		RATIO("repeat_rate", t->repeated, t->arrived),
		COUNT("follow_ups_promised", t->follow_ups_promised),
		COUNT("follow_ups_open", t->follow_ups_open),
		COUNT("follow_ups_overdue", t->follow_ups_overdue),
	};
	return FIND(rows);
}

static bool ask_agents(const struct tally *t, const char *kpi,
                       struct oracle_answer *ret_answer)
{
	const int64_t *time = t->time, *now = t->agents;
	int64_t busy = time[WB_AGENT_TALKING] + time[WB_AGENT_HOLDING] +
	               time[WB_AGENT_ACW];
	int64_t productive = busy + time[WB_AGENT_AVAILABLE];
	int64_t there =
		productive + time[WB_AGENT_RINGING] + time[WB_AGENT_NOT_READY];
	const struct row rows[] = {
		COUNT("agents_signed_in",
		      now[WB_AGENT_AVAILABLE] + now[WB_AGENT_RINGING] +
		              now[WB_AGENT_TALKING] + now[WB_AGENT_HOLDING] +
		              now[WB_AGENT_ACW] + now[WB_AGENT_NOT_READY]),
		COUNT("agents_available", now[WB_AGENT_AVAILABLE]),
		COUNT("agents_ringing", now[WB_AGENT_RINGING]),
		COUNT("agents_talking", now[WB_AGENT_TALKING]),
		COUNT("agents_holding", now[WB_AGENT_HOLDING]),
		COUNT("agents_acw", now[WB_AGENT_ACW]),
		COUNT("agents_not_ready", now[WB_AGENT_NOT_READY]),
		COUNT("agents_pending", t->agents_pending),
		COUNT("agents_remote", t->agents_remote),
		RATIO("adherence", t->adherent_time, t->scheduled_time),
		COUNT("signed_in_time", there),
		COUNT("available_time", time[WB_AGENT_AVAILABLE]),
		COUNT("ringing_time", time[WB_AGENT_RINGING]),
		COUNT("talking_time", time[WB_AGENT_TALKING]),
		COUNT("holding_time", time[WB_AGENT_HOLDING]),
		COUNT("acw_time", time[WB_AGENT_ACW]),
		COUNT("not_ready_time", time[WB_AGENT_NOT_READY]),
		RATIO("occupancy", busy, productive),
		RATIO("utilisation", productive, there),
		RATIO("handled_per_hour", t->handled, there),
		RATIO("handled_per_agent", t->handled, t->agents_there),
	};
	return FIND(rows);
}

bool oracle_tell(const struct tally *tally, const char *kpi,
                 struct oracle_answer *ret_answer)
{
	return ask_counts(tally, kpi, ret_answer) ||
	       ask_levels(tally, kpi, ret_answer) ||
	       ask_quantiles(tally, kpi, ret_answer) ||
	       ask_work(tally, kpi, ret_answer) ||
	       ask_transfers(tally, kpi, ret_answer) ||
	       ask_long_after(tally, kpi, ret_answer) ||
	       ask_agents(tally, kpi, ret_answer);
}
