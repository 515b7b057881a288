/*
 * What is filed about a contact: resolutions, sales, refusals, a code. Of each
 * the last that was said counts, in whatever order it comes; where it counts,
 * and when, is told by the last that was filed.
 */

#include "floor/state.h"

#define OTHER 0 /* the number of the reasons beyond the limit */

static struct wb_str text_of(const struct wb_names *names, uint32_t number)
{
	if (number == OTHER || number >= names->count) {
		return wb_str("other");
	}
	return wb_names_get(names, number);
}

struct wb_str wb_floor_reason(const struct wb_floor *floor, uint32_t number)
{
	return text_of(&floor->reasons, number);
}

uint32_t wb_floor_reason_count(const struct wb_floor *floor)
{
	return floor->reasons.count;
}

struct wb_str wb_floor_code(const struct wb_floor *floor, uint32_t number)
{
	return text_of(&floor->codes, number);
}

uint32_t wb_floor_code_count(const struct wb_floor *floor)
{
	return floor->codes.count;
}

static uint32_t number_of(struct wb_floor *floor, struct wb_names *names,
                          uint32_t limit, struct wb_str text)
{
	names->limit = limit;
	if (names->count == 0) {
		wb_names_add(names, wb_str("other"));
	}
	uint32_t number =
		text.len > 0 ? wb_names_add(names, text) : (uint32_t)OTHER;
	if (number == WB_NAMES_NONE) {
		anomaly(floor, WB_ANOMALY_REASONS_FULL);
		return OTHER;
	}
	return number;
}

static void say(struct floor_outcome *outcome, enum floor_filed what,
                int64_t value, wb_ms t)
{
	if (outcome->said[what] == WB_ABSENT || outcome->said[what] <= t) {
		outcome->said[what] = t;
		outcome->value[what] = value;
	}
}

static void say_flag(struct floor_outcome *outcome, enum floor_filed what,
                     int flag, wb_ms t)
{
	if (flag >= 0) {
		say(outcome, what, flag, t);
	}
}

static int flag_of(const struct floor_outcome *outcome, enum floor_filed what)
{
	return outcome->said[what] == WB_ABSENT ? -1
	                                        : (int)outcome->value[what];
}

static void tell_code(struct wb_floor *floor, uint32_t number, int sign)
{
	const struct floor_outcome *outcome =
		&contact_at(floor, number)->outcome;
	struct wb_fact fact = {
		.kind = WB_FACT_CODED,
		.sign = sign,
		.at = outcome->at,
		.arrived = outcome->arrived,
		.queue = outcome->queue,
		.agent = outcome->agent,
		.channel = outcome->channel,
		.reason = WB_NOBODY,
	};
	if (outcome->said[FILED_CODE] != WB_ABSENT) {
		fact.code = (uint32_t)outcome->value[FILED_CODE];
		wb_floor_emit(floor, number, &fact);
	}
}

static void tell(struct wb_floor *floor, uint32_t number, int sign)
{
	struct floor_outcome *outcome = &contact_at(floor, number)->outcome;
	struct wb_fact fact = {
		.kind = WB_FACT_OUTCOME,
		.sign = sign,
		.at = outcome->at,
		.arrived = outcome->arrived,
		.queue = outcome->queue,
		.agent = outcome->agent,
		.channel = outcome->channel,
		.resolved = flag_of(outcome, FILED_RESOLVED),
		.first_level = flag_of(outcome, FILED_FIRST_LEVEL),
		.sale = flag_of(outcome, FILED_SALE),
		.reason = WB_NOBODY,
	};
	if (outcome->said[FILED_REASON] != WB_ABSENT) {
		fact.reason = (uint32_t)outcome->value[FILED_REASON];
	}
	tell_code(floor, number, sign);
	wb_floor_emit(floor, number, &fact);
	outcome->channel = fact.channel;
}

void wb_outcome_filed(struct wb_floor *floor, uint32_t number, uint32_t agent,
                      const struct wb_event *event)
{
	struct floor_contact *contact = contact_at(floor, number);
	struct floor_outcome *outcome = &contact->outcome;
	struct floor_part part =
		wb_contact_part(floor, number, agent, event->t);
	if (outcome->known) {
		tell(floor, number, -1);
	} else {
		for (int i = 0; i < FILED_COUNT; i++) {
			outcome->said[i] = WB_ABSENT;
		}
	}
	if (!outcome->known || event->t >= outcome->at) {
		outcome->at = event->t;
		outcome->arrived = part.arrived;
		outcome->queue = part.queue;
		outcome->agent = part.agent;
	}
	outcome->known = true;
	say_flag(outcome, FILED_RESOLVED, event->resolved, event->t);
	say_flag(outcome, FILED_FIRST_LEVEL, event->first_level, event->t);
	say_flag(outcome, FILED_SALE, event->sale, event->t);
	if (event->refusal_code.data) {
		say(outcome, FILED_REASON,
		    number_of(floor, &floor->reasons, WB_REASONS_MAX,
		              event->refusal_code),
		    event->t);
	}
	if (event->code.len > 0) {
		say(outcome, FILED_CODE,
		    number_of(floor, &floor->codes, WB_CODES_MAX, event->code),
		    event->t);
	}
	tell(floor, number, 1);
}
