#include "kpi/measure.h"

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
	[WB_M_LATE] = "late",
	[WB_M_SL_MET] = "sl_met",
	[WB_M_SL_COUNTED] = "sl_counted",
	[WB_M_SL_LATE_COUNTED] = "sl_late_counted",
	[WB_M_HANDLED] = "handled",
	[WB_M_TALK_MS] = "talk_ms",
	[WB_M_HOLD_MS] = "hold_ms",
	[WB_M_ACW_MS] = "acw_ms",
	[WB_M_OFFERS_ACCEPTED] = "offers_accepted",
	[WB_M_OFFERS_NO_ANSWER] = "offers_no_answer",
	[WB_M_OFFERS_REJECTED] = "offers_rejected",
	[WB_M_OFFERS_CANCELLED] = "offers_cancelled",
	[WB_M_OFFERS_FAILED] = "offers_failed",
	[WB_M_RESOLVED] = "resolved",
	[WB_M_RESOLUTION_FLAGGED] = "resolution_flagged",
	[WB_M_AVAILABLE_TIME_MS] = "available_time_ms",
	[WB_M_RINGING_TIME_MS] = "ringing_time_ms",
	[WB_M_TALKING_TIME_MS] = "talking_time_ms",
	[WB_M_HOLDING_TIME_MS] = "holding_time_ms",
	[WB_M_ACW_TIME_MS] = "acw_time_ms",
	[WB_M_NOT_READY_TIME_MS] = "not_ready_time_ms",
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

static void answered(struct adder *adder, const struct wb_fact *fact)
{
	add(adder, WB_M_ANSWERED, 1);
	add(adder, WB_M_WAIT_ANSWERED_MS, fact->wait);
	add(adder, WB_M_ANSWERED_IN_THRESHOLD, fact->in_threshold);
}

static void left(struct adder *adder, const struct wb_fact *fact)
{
	if (fact->is_short) {
		add(adder, WB_M_SHORT_ABANDONED, 1);
	} else if (fact->outcome == WB_OUTCOME_ABANDONED) {
		add(adder, WB_M_ABANDONED, 1);
		add(adder, WB_M_WAIT_ABANDONED_MS, fact->wait);
		add(adder, WB_M_ABANDONED_IN_THRESHOLD, fact->in_threshold);
	} else {
		int flow = (int)fact->outcome - (int)WB_OUTCOME_TIMEOUT;
		add(adder, (enum wb_measure)(WB_M_TIMEOUT + flow), 1);
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
	if (variant != WB_SL_NOW) {
		add(adder, WB_M_SL_MET, meets(fact, variant));
		add(adder, WB_M_SL_COUNTED, counts(fact, variant));
	}
}

static void late(struct adder *adder, enum wb_sl_variant variant)
{
	add(adder, WB_M_LATE, 1);
	add(adder, WB_M_SL_LATE_COUNTED,
	    variant != WB_SL_ANSWERED && variant != WB_SL_NOW);
}

static enum wb_measure offer_measure(enum wb_offer_result result)
{
	switch (result) {
	case WB_OFFER_ACCEPTED:
		return WB_M_OFFERS_ACCEPTED;
	case WB_OFFER_NO_ANSWER:
		return WB_M_OFFERS_NO_ANSWER;
	case WB_OFFER_REJECTED:
		return WB_M_OFFERS_REJECTED;
	case WB_OFFER_CANCELLED:
		return WB_M_OFFERS_CANCELLED;
	case WB_OFFER_FAILED:
	case WB_OFFER_RESULT_COUNT:
		break;
	}
	return WB_M_OFFERS_FAILED;
}

static void handled(struct adder *adder, const struct wb_fact *fact)
{
	add(adder, WB_M_HANDLED, 1);
	add(adder, WB_M_TALK_MS, fact->talk);
	add(adder, WB_M_HOLD_MS, fact->hold);
	add(adder, WB_M_ACW_MS, fact->acw);
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
		late(&adder, fact->variant);
		break;
	case WB_FACT_BLOCKED:
		add(&adder,
		    (enum wb_measure)(WB_M_BLOCKED_FULL + (int)fact->refusal),
		    1);
		break;
	case WB_FACT_OFFER_ENDED:
		add(&adder, offer_measure(fact->offer_result), 1);
		break;
	case WB_FACT_HANDLED:
		handled(&adder, fact);
		break;
	case WB_FACT_OUTCOME:
		add(&adder, WB_M_RESOLUTION_FLAGGED, 1);
		add(&adder, WB_M_RESOLVED, fact->resolved);
		break;
	case WB_FACT_KIND_COUNT:
		break;
	}
}
