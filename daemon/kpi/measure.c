#include "kpi/measure.h"

#include "kpi/keyed.h"

const char *const wb_measure_names[WB_MEASURE_COUNT] = {
	[WB_M_OFFERED] = "offered",
	[WB_M_ANSWERED] = "answered",
	[WB_M_ANSWERED_IN_THRESHOLD] = "answered_in_threshold",
	[WB_M_ABANDONED] = "abandoned",
	[WB_M_ABANDONED_IN_THRESHOLD] = "abandoned_in_threshold",
	[WB_M_SHORT_ABANDONED] = "short_abandoned",
	[WB_M_TIMEOUT] = "timeout",
	[WB_M_OVERFLOW] = "overflow",
	[WB_M_EXIT_KEY] = "exit_key",
	[WB_M_VOICEMAIL] = "voicemail",
	[WB_M_CALLBACK] = "callback",
	[WB_M_MOVED] = "moved",
	[WB_M_EMPTY] = "empty",
	[WB_M_WITHDRAWN] = "withdrawn",
	[WB_M_FAILED] = "failed",
	[WB_M_CALLBACK_IN_THRESHOLD] = "callback_in_threshold",
	[WB_M_LOST] = "lost",
	[WB_M_BLOCKED_FULL] = "blocked_full",
	[WB_M_BLOCKED_CLOSED] = "blocked_closed",
	[WB_M_BLOCKED_NO_AGENTS] = "blocked_no_agents",
	[WB_M_WAIT_ANSWERED_MS] = "wait_answered_ms",
	[WB_M_WAIT_ABANDONED_MS] = "wait_abandoned_ms",
	[WB_M_WAIT_OTHER_MS] = "wait_other_ms",
	[WB_M_SL_MET] = "sl_met",
	[WB_M_SL_COUNTED] = "sl_counted",
	[WB_M_SL_ALLOWED_BP] = "sl_allowed_bp",
	[WB_M_ESTIMATED] = "estimated",
	[WB_M_ESTIMATE_ERROR_MS] = "estimate_error_ms",
	[WB_M_HANDLED] = "handled",
	[WB_M_HELD] = "held",
	[WB_M_TALK_MS] = "talk_ms",
	[WB_M_HOLD_MS] = "hold_ms",
	[WB_M_ACW_MS] = "acw_ms",
	[WB_M_SHARE_MS] = "share_ms",
	[WB_M_TRANSFERRED_BLIND] = "transferred_blind",
	[WB_M_TRANSFERRED_ATTENDED] = "transferred_attended",
	[WB_M_TRANSFERRED_QUEUE] = "transferred_queue",
	[WB_M_TRANSFERRED_EXTERNAL] = "transferred_external",
	[WB_M_ESCALATED] = "escalated",
	[WB_M_OFFERS_ACCEPTED] = "offers_accepted",
	[WB_M_OFFERS_NO_ANSWER] = "offers_no_answer",
	[WB_M_OFFERS_REJECTED] = "offers_rejected",
	[WB_M_OFFERS_CANCELLED] = "offers_cancelled",
	[WB_M_OFFERS_FAILED] = "offers_failed",
	[WB_M_RESOLVED] = "resolved",
	[WB_M_RESOLUTION_FLAGGED] = "resolution_flagged",
	[WB_M_RESOLVED_FIRST_LEVEL] = "resolved_first_level",
	[WB_M_FLAGGED_FIRST_LEVEL] = "flagged_first_level",
	[WB_M_SALES] = "sales",
	[WB_M_SALE_FLAGGED] = "sale_flagged",
	[WB_M_REFUSALS] = "refusals",
	[WB_M_CODED] = "coded",
	[WB_M_DIALLED] = "dialled",
	[WB_M_CONNECTED] = "connected",
	[WB_M_ARRIVED] = "arrived",
	[WB_M_REPEATED] = "repeated",
	[WB_M_PROVISIONAL] = "provisional",
	[WB_M_PROVISIONAL_KEPT] = "provisional_kept",
	[WB_M_MATURED] = "matured",
	[WB_M_MATURED_KEPT] = "matured_kept",
	[WB_M_CSAT_ANSWERS] = "csat_answers",
	[WB_M_CSAT_SATISFIED] = "csat_satisfied",
	[WB_M_NPS_ANSWERS] = "nps_answers",
	[WB_M_NPS_PROMOTERS] = "nps_promoters",
	[WB_M_NPS_DETRACTORS] = "nps_detractors",
	[WB_M_QUALITY_ANSWERS] = "quality_answers",
	[WB_M_QUALITY_SCORE_BP] = "quality_score_bp",
	[WB_M_CALLBACKS_PROMISED] = "callbacks_promised",
	[WB_M_CALLBACKS_DECIDED] = "callbacks_decided",
	[WB_M_CALLBACKS_IN_TIME] = "callbacks_in_time",
	[WB_M_FOLLOW_UPS_PROMISED] = "follow_ups_promised",
	[WB_M_LATE] = "late",
	[WB_M_SL_LATE_COUNTED] = "sl_late_counted",
	[WB_M_SL_LATE_ALLOWED_BP] = "sl_late_allowed_bp",
	[WB_M_CALLBACKS_OPEN] = "callbacks_open",
	[WB_M_CALLBACKS_OVERDUE] = "callbacks_overdue",
	[WB_M_FOLLOW_UPS_OPEN] = "follow_ups_open",
	[WB_M_FOLLOW_UPS_OVERDUE] = "follow_ups_overdue",
	[WB_M_LONG_HANDLES] = "long_handles",
	[WB_M_AVAILABLE_TIME_MS] = "available_time_ms",
	[WB_M_RINGING_TIME_MS] = "ringing_time_ms",
	[WB_M_TALKING_TIME_MS] = "talking_time_ms",
	[WB_M_HOLDING_TIME_MS] = "holding_time_ms",
	[WB_M_ACW_TIME_MS] = "acw_time_ms",
	[WB_M_NOT_READY_TIME_MS] = "not_ready_time_ms",
	[WB_M_REMOTE_TIME_MS] = "remote_time_ms",
	[WB_M_SCHEDULED_TIME_MS] = "scheduled_time_ms",
	[WB_M_ADHERENT_TIME_MS] = "adherent_time_ms",
};

struct adder {
	struct wb_additions *to;
	int sign;
};

static void add(struct adder *adder, enum wb_measure measure, int64_t amount)
{
	if (amount != 0) {
		struct wb_additions *to = adder->to;
		to->add[to->count].measure = measure;
		to->add[to->count].amount = amount * adder->sign;
		to->count++;
	}
}

/* Families of measures are in the order of the enumeration that they split. */
static enum wb_measure member(enum wb_measure first, int which)
{
	return (enum wb_measure)((int)first + which);
}

static void answered(struct adder *adder, const struct wb_fact *fact)
{
	add(adder, WB_M_ANSWERED, 1);
	add(adder, WB_M_WAIT_ANSWERED_MS, fact->wait);
	add(adder, WB_M_ANSWERED_IN_THRESHOLD, fact->in_threshold);
	if (fact->estimate != WB_ABSENT) {
		wb_ms error = fact->wait - fact->estimate;
		add(adder, WB_M_ESTIMATED, 1);
		add(adder, WB_M_ESTIMATE_ERROR_MS, error < 0 ? -error : error);
	}
}

static void left(struct adder *adder, const struct wb_fact *fact)
{
	if (fact->is_short) {
		add(adder, WB_M_SHORT_ABANDONED, 1);
		add(adder, WB_M_WAIT_OTHER_MS, fact->wait);
	} else if (fact->outcome == WB_OUTCOME_ABANDONED) {
		add(adder, WB_M_ABANDONED, 1);
		add(adder, WB_M_WAIT_ABANDONED_MS, fact->wait);
		add(adder, WB_M_ABANDONED_IN_THRESHOLD, fact->in_threshold);
	} else {
		int flow = (int)fact->outcome - (int)WB_OUTCOME_TIMEOUT;
		add(adder, member(WB_M_TIMEOUT, flow), 1);
		add(adder, WB_M_WAIT_OTHER_MS, fact->wait);
		if (fact->outcome == WB_OUTCOME_CALLBACK) {
			add(adder, WB_M_CALLBACK_IN_THRESHOLD,
			    fact->in_threshold);
		}
	}
}

/* Is an entry that ended so part of the variant's numerator? */
static bool meets(const struct wb_fact *fact, enum wb_sl_variant variant)
{
	bool removes_abandons =
		variant == WB_SL_POSITIVE || variant == WB_SL_REMOVED;
	if (!fact->in_threshold) {
		return false;
	}
	if (fact->kind == WB_FACT_ANSWERED) {
		return true;
	}
	if (fact->outcome == WB_OUTCOME_ABANDONED) {
		return removes_abandons;
	}
	return fact->outcome == WB_OUTCOME_CALLBACK && variant == WB_SL_REMOVED;
}

/* Is it part of the variant's denominator? */
static bool counts(const struct wb_fact *fact, enum wb_sl_variant variant)
{
	if (fact->kind == WB_FACT_ANSWERED) {
		return true;
	}
	if (fact->is_short || variant == WB_SL_ANSWERED) {
		return false;
	}
	if (fact->outcome == WB_OUTCOME_ABANDONED) {
		return variant != WB_SL_IGNORE || !fact->in_threshold;
	}
	return variant != WB_SL_NO_FLOW;
}

static void service_level(struct adder *adder, const struct wb_fact *fact)
{
	enum wb_sl_variant variant = fact->variant;
	if (variant != WB_SL_NOW && counts(fact, variant)) {
		add(adder, WB_M_SL_MET, meets(fact, variant));
		add(adder, WB_M_SL_COUNTED, 1);
		add(adder, WB_M_SL_ALLOWED_BP, 10000 - fact->target_bp);
	}
}

static void late(struct adder *adder, const struct wb_fact *fact)
{
	add(adder, WB_M_LATE, 1);
	if (fact->variant != WB_SL_ANSWERED && fact->variant != WB_SL_NOW) {
		add(adder, WB_M_SL_LATE_COUNTED, 1);
		add(adder, WB_M_SL_LATE_ALLOWED_BP, 10000 - fact->target_bp);
	}
}

static void handled(struct adder *adder, const struct wb_fact *fact)
{
	add(adder, WB_M_HANDLED, 1);
	add(adder, WB_M_TALK_MS, fact->talk);
	add(adder, WB_M_HOLD_MS, fact->hold);
	add(adder, WB_M_ACW_MS, fact->acw);
	add(adder, WB_M_SHARE_MS, fact->share);
	add(adder, WB_M_HELD, fact->held);
	if (fact->transfer >= 0) {
		add(adder, member(WB_M_TRANSFERRED_BLIND, fact->transfer), 1);
	}
}

static void outcome(struct adder *adder, const struct wb_fact *fact)
{
	bool flagged = fact->resolved >= 0;
	bool beyond = fact->first_level == 0; /* no first tier's to resolve */
	add(adder, WB_M_RESOLUTION_FLAGGED, flagged);
	add(adder, WB_M_RESOLVED, fact->resolved == 1);
	add(adder, WB_M_FLAGGED_FIRST_LEVEL, flagged && !beyond);
	add(adder, WB_M_RESOLVED_FIRST_LEVEL, fact->resolved == 1 && !beyond);
	add(adder, WB_M_SALE_FLAGGED, fact->sale >= 0);
	add(adder, WB_M_SALES, fact->sale == 1);
	add(adder, WB_M_REFUSALS, fact->reason != WB_NOBODY);
}

/*
 * Satisfied are the two upper fifths of the scale (4 and 5 of 5), promoters
 * 9 and 10 of 10, detractors 0 to 6; other scales in proportion.
 */
static void rated(struct adder *adder, const struct wb_fact *fact)
{
	int64_t score = fact->score, scale = fact->scale;
	switch (fact->rating) {
	case WB_RATING_CSAT:
		add(adder, WB_M_CSAT_ANSWERS, 1);
		add(adder, WB_M_CSAT_SATISFIED, score * 5 >= scale * 4);
		break;
	case WB_RATING_NPS:
		add(adder, WB_M_NPS_ANSWERS, 1);
		add(adder, WB_M_NPS_PROMOTERS, score * 10 >= scale * 9);
		add(adder, WB_M_NPS_DETRACTORS, score * 10 <= scale * 6);
		break;
	case WB_RATING_QUALITY:
		add(adder, WB_M_QUALITY_ANSWERS, 1);
		add(adder, WB_M_QUALITY_SCORE_BP,
		    (score * 10000 + scale / 2) / scale);
		break;
	case WB_RATING_COUNT:
		break;
	}
}

uint32_t wb_measure_key(const struct wb_fact *fact)
{
	switch ((int)fact->kind) {
	case WB_FACT_LEFT:
		if (fact->is_short || fact->outcome != WB_OUTCOME_ABANDONED) {
			return WB_KEY_NONE;
		}
		return wb_sketch_bucket(fact->wait);
	case WB_FACT_ANSWERED:
		return wb_sketch_bucket(fact->wait);
	case WB_FACT_OUTCOME:
		return fact->reason < WB_KEY_CODE - WB_KEY_REFUSAL
		               ? WB_KEY_REFUSAL + fact->reason
		               : WB_KEY_NONE;
	case WB_FACT_CODED:
		return WB_KEY_CODE + fact->code;
	default:
		return WB_KEY_NONE;
	}
}

void wb_measure_fact(const struct wb_fact *fact,
                     struct wb_additions *ret_additions)
{
	struct adder adder = { ret_additions, fact->sign };
	ret_additions->count = 0;
	switch (fact->kind) {
	case WB_FACT_OFFERED:
		add(&adder, WB_M_OFFERED, 1);
		break;
	case WB_FACT_ANSWERED:
		answered(&adder, fact);
		service_level(&adder, fact);
		break;
	case WB_FACT_LEFT:
		left(&adder, fact);
		service_level(&adder, fact);
		break;
	case WB_FACT_LOST:
		add(&adder, WB_M_LOST, 1);
		break;
	case WB_FACT_LATE:
		late(&adder, fact);
		break;
	case WB_FACT_BLOCKED:
		add(&adder, member(WB_M_BLOCKED_FULL, (int)fact->refusal), 1);
		break;
	case WB_FACT_OFFER_ENDED:
		add(&adder,
		    member(WB_M_OFFERS_ACCEPTED, (int)fact->offer_result), 1);
		break;
	case WB_FACT_HANDLED:
		handled(&adder, fact);
		break;
	case WB_FACT_ESCALATED:
		add(&adder, WB_M_ESCALATED, 1);
		break;
	case WB_FACT_OUTCOME:
		outcome(&adder, fact);
		break;
	case WB_FACT_CODED:
		add(&adder, WB_M_CODED, 1);
		break;
	case WB_FACT_RATED:
		rated(&adder, fact);
		break;
	case WB_FACT_DIALLED:
		add(&adder, WB_M_DIALLED, 1);
		break;
	case WB_FACT_CONNECTED:
		add(&adder, WB_M_CONNECTED, 1);
		break;
	case WB_FACT_ARRIVED:
		add(&adder, WB_M_ARRIVED, 1);
		add(&adder, WB_M_REPEATED, fact->repeated);
		break;
	case WB_FACT_PROVISIONAL:
		add(&adder, WB_M_PROVISIONAL, 1);
		add(&adder, WB_M_PROVISIONAL_KEPT, !fact->repeated);
		break;
	case WB_FACT_MATURED:
		add(&adder, WB_M_MATURED, 1);
		add(&adder, WB_M_MATURED_KEPT, !fact->repeated);
		break;
	case WB_FACT_CALLBACK_PROMISED:
		add(&adder, WB_M_CALLBACKS_PROMISED, 1);
		break;
	case WB_FACT_CALLBACK_DECIDED:
		add(&adder, WB_M_CALLBACKS_DECIDED, 1);
		add(&adder, WB_M_CALLBACKS_IN_TIME, fact->in_threshold);
		break;
	case WB_FACT_FOLLOW_UP_PROMISED:
		add(&adder, WB_M_FOLLOW_UPS_PROMISED, 1);
		break;
	case WB_FACT_STANDING:
		add(&adder, member(WB_M_CALLBACKS_OPEN, (int)fact->standing),
		    1);
		break;
	case WB_FACT_KIND_COUNT:
		break;
	}
}
