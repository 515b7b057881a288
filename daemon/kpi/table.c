#include "kpi/table.h"

#include <stddef.h>

/* Terms: a measure plus one, so that zero ends the list; negative subtracts. */
#define PLUS(measure) (int8_t)((measure) + 1)
#define MINUS(measure) (int8_t)(-((measure) + 1))

#define FLOW_OUTS                                                              \
	PLUS(WB_M_TIMEOUT), PLUS(WB_M_OVERFLOW), PLUS(WB_M_EXIT_KEY),          \
		PLUS(WB_M_VOICEMAIL), PLUS(WB_M_CALLBACK), PLUS(WB_M_MOVED),   \
		PLUS(WB_M_EMPTY), PLUS(WB_M_WITHDRAWN), PLUS(WB_M_FAILED)
#define ANSWERED PLUS(WB_M_ANSWERED)
#define ABANDONED PLUS(WB_M_ABANDONED)
#define LATE PLUS(WB_M_LATE)
#define IN_TIME PLUS(WB_M_ANSWERED_IN_THRESHOLD)
#define ABANDONED_IN_TIME PLUS(WB_M_ABANDONED_IN_THRESHOLD)
#define ON_CONTACT                                                             \
	PLUS(WB_M_TALKING_TIME_MS), PLUS(WB_M_HOLDING_TIME_MS),                \
		PLUS(WB_M_ACW_TIME_MS)

#define SUM(...)                                                               \
	{                                                                      \
		.term = { __VA_ARGS__ }                                        \
	}

#define QUEUES                                                                 \
	(1u << WB_SCOPE_QUEUE | 1u << WB_SCOPE_DEPARTMENT |                    \
	 1u << WB_SCOPE_TOTAL)
#define PEOPLE (1u << WB_SCOPE_AGENT | 1u << WB_SCOPE_TEAM)
#define GROUPS (QUEUES | 1u << WB_SCOPE_TEAM)
#define EVERYONE (QUEUES | PEOPLE)

#define COUNT(kpi_name, scope_set, text, when, from, ...)                      \
	{                                                                      \
		.name = kpi_name, .unit = WB_UNIT_COUNT, .scopes = scope_set,  \
		.formula = text, .attributed = when, .source = from,           \
		.numerator = SUM(__VA_ARGS__)                                  \
	}
#define RATIO(kpi_name, kpi_unit, scope_set, text, when, from, num, den)       \
	{                                                                      \
		.name = kpi_name, .unit = kpi_unit, .scopes = scope_set,       \
		.formula = text, .attributed = when, .source = from,           \
		.numerator = num, .denominator = den                           \
	}
#define SHARE(kpi_name, scope_set, text, when, from, num, den)                 \
	RATIO(kpi_name, WB_UNIT_PERCENT, scope_set, text, when, from,          \
	      SUM(num), SUM(den))
/* A share that somebody promised to reach. */
#define PROMISE(kpi_name, scope_set, text, when, from, num, den)               \
	{                                                                      \
		.name = kpi_name, .unit = WB_UNIT_PERCENT,                     \
		.scopes = scope_set, .below_is_worse = true, .formula = text,  \
		.attributed = when, .source = from, .numerator = SUM(num),     \
		.denominator = SUM(den)                                        \
	}
#define MEAN(kpi_name, scope_set, text, when, from, num, den)                  \
	RATIO(kpi_name, WB_UNIT_MS, scope_set, text, when, from, SUM(num),     \
	      SUM(den))
#define TERMS(...) __VA_ARGS__
#define AGENTS(kpi_name, state, text)                                          \
	{                                                                      \
		.name = kpi_name, .unit = WB_UNIT_COUNT, .scopes = GROUPS,     \
		.moment = WB_MOMENT_AGENTS, .agent_state = state,              \
		.formula = text, .attributed = "now", .source = "A1 E1"        \
	}

const struct wb_kpi wb_kpis[] = {
	COUNT("offered", QUEUES, "queue entries, short abandons included",
	      "entry", "G7", PLUS(WB_M_OFFERED)),
	COUNT("answered", EVERYONE, "entries answered", "answer", "G2",
	      ANSWERED),
	COUNT("abandoned", QUEUES,
	      "entries abandoned after the short-abandon limit", "leave", "G20",
	      ABANDONED),
	COUNT("short_abandoned", QUEUES,
	      "entries abandoned within the short-abandon limit", "leave", "C7",
	      PLUS(WB_M_SHORT_ABANDONED)),
	COUNT("flow_outs", QUEUES,
	      "timeout + overflow + exit_key + voicemail + callback + moved + "
	      "empty + withdrawn + failed",
	      "leave", "G7", FLOW_OUTS),
	COUNT("timeout", QUEUES, "entries that timed out", "leave", "G7",
	      PLUS(WB_M_TIMEOUT)),
	COUNT("overflow", QUEUES, "entries that overflowed", "leave", "G7",
	      PLUS(WB_M_OVERFLOW)),
	COUNT("exit_key", QUEUES, "entries left by pressing a key", "leave",
	      "G7", PLUS(WB_M_EXIT_KEY)),
	COUNT("voicemail", QUEUES, "entries that went to voicemail", "leave",
	      "G7", PLUS(WB_M_VOICEMAIL)),
	COUNT("callback", QUEUES, "entries that took a callback", "leave", "G7",
	      PLUS(WB_M_CALLBACK)),
	COUNT("moved", QUEUES, "entries moved elsewhere", "leave", "G7",
	      PLUS(WB_M_MOVED)),
	COUNT("empty", QUEUES, "entries put out as no agent was left", "leave",
	      "G7", PLUS(WB_M_EMPTY)),
	COUNT("withdrawn", QUEUES, "entries taken out", "leave", "G7",
	      PLUS(WB_M_WITHDRAWN)),
	COUNT("failed", QUEUES, "entries ended by a technical fault", "leave",
	      "G7", PLUS(WB_M_FAILED)),
	COUNT("lost", QUEUES, "entries whose end was never seen",
	      "resynchronisation", "-", PLUS(WB_M_LOST)),
	COUNT("blocked", QUEUES,
	      "contacts refused at the door: full, closed, "
	      "no agents",
	      "refusal", "O4", PLUS(WB_M_BLOCKED_FULL),
	      PLUS(WB_M_BLOCKED_CLOSED), PLUS(WB_M_BLOCKED_NO_AGENTS)),
	SHARE("abandonment_rate", QUEUES,
	      "abandoned / (answered + abandoned + flow-outs)", "decision",
	      "A13 G7", TERMS(ABANDONED),
	      TERMS(ANSWERED, ABANDONED, FLOW_OUTS)),
	PROMISE("service_level", QUEUES,
	        "each queue by its own variant: met / counted", "decision",
	        "C3 C4", TERMS(PLUS(WB_M_SL_MET)),
	        TERMS(PLUS(WB_M_SL_COUNTED), PLUS(WB_M_SL_LATE_COUNTED))),
	PROMISE("service_level_offered", QUEUES,
	        "answered in T / (answered + abandoned + flow-outs + late)",
	        "decision", "C3 V1", TERMS(IN_TIME),
	        TERMS(ANSWERED, ABANDONED, FLOW_OUTS, LATE)),
	PROMISE("service_level_answered", QUEUES, "answered in T / answered",
	        "answer", "O1 O4", TERMS(IN_TIME), TERMS(ANSWERED)),
	PROMISE("service_level_ignore", QUEUES,
	        "answered in T / (answered + abandoned + flow-outs + late - "
	        "abandoned in T)",
	        "decision", "C3", TERMS(IN_TIME),
	        TERMS(ANSWERED, ABANDONED, FLOW_OUTS, LATE,
	              MINUS(WB_M_ABANDONED_IN_THRESHOLD))),
	PROMISE("service_level_positive", QUEUES,
	        "(answered in T + abandoned in T) / (answered + abandoned + "
	        "flow-outs + late)",
	        "decision", "C3 O1", TERMS(IN_TIME, ABANDONED_IN_TIME),
	        TERMS(ANSWERED, ABANDONED, FLOW_OUTS, LATE)),
	PROMISE("service_level_removed", QUEUES,
	        "(answered in T + abandoned in T + callbacks taken in T) / "
	        "(answered + abandoned + flow-outs + late)",
	        "decision", "A2",
	        TERMS(IN_TIME, ABANDONED_IN_TIME,
	              PLUS(WB_M_CALLBACK_IN_THRESHOLD)),
	        TERMS(ANSWERED, ABANDONED, FLOW_OUTS, LATE)),
	PROMISE("service_level_no_flow", QUEUES,
	        "answered in T / (answered + abandoned + late)", "decision",
	        "G13", TERMS(IN_TIME), TERMS(ANSWERED, ABANDONED, LATE)),
	{ .name = "service_level_now",
	  .unit = WB_UNIT_PERCENT,
	  .scopes = QUEUES,
	  .moment = WB_MOMENT_SERVICE_LEVEL,
	  .below_is_worse = true,
	  .formula = "(waiting - late) / waiting",
	  .attributed = "now",
	  .source = "N4" },
	MEAN("average_speed_of_answer", EVERYONE,
	     "wait of the answered / answered, ring included", "answer",
	     "A2 C7", TERMS(PLUS(WB_M_WAIT_ANSWERED_MS)), TERMS(ANSWERED)),
	MEAN("average_time_to_abandon", QUEUES,
	     "wait of the abandoned / abandoned", "leave", "A2",
	     TERMS(PLUS(WB_M_WAIT_ABANDONED_MS)), TERMS(ABANDONED)),
	{ .name = "waiting",
	  .unit = WB_UNIT_COUNT,
	  .scopes = QUEUES,
	  .moment = WB_MOMENT_WAITING,
	  .formula = "entries waiting, ringing included, callbacks apart",
	  .attributed = "now",
	  .source = "A17" },
	{ .name = "longest_wait",
	  .unit = WB_UNIT_SINCE,
	  .scopes = QUEUES,
	  .moment = WB_MOMENT_LONGEST_WAIT,
	  .formula = "now - arrival of the oldest entry that waits",
	  .attributed = "now",
	  .source = "A14" },
	COUNT("handled", EVERYONE, "segments ended, after-contact work over",
	      "segment end", "G2 C6", PLUS(WB_M_HANDLED)),
	MEAN("average_handle_time", EVERYONE,
	     "(talk + hold + after-contact work) / handled", "segment end",
	     "A1 C6",
	     TERMS(PLUS(WB_M_TALK_MS), PLUS(WB_M_HOLD_MS), PLUS(WB_M_ACW_MS)),
	     TERMS(PLUS(WB_M_HANDLED))),
	MEAN("average_talk", EVERYONE, "talk / handled", "segment end", "A2",
	     TERMS(PLUS(WB_M_TALK_MS)), TERMS(PLUS(WB_M_HANDLED))),
	MEAN("average_hold", EVERYONE, "hold / handled", "segment end", "A2",
	     TERMS(PLUS(WB_M_HOLD_MS)), TERMS(PLUS(WB_M_HANDLED))),
	MEAN("average_acw", EVERYONE, "after-contact work / handled",
	     "segment end", "A2", TERMS(PLUS(WB_M_ACW_MS)),
	     TERMS(PLUS(WB_M_HANDLED))),
	COUNT("no_answer", EVERYONE, "offers ended no answer or rejected",
	      "offer end", "A1", PLUS(WB_M_OFFERS_NO_ANSWER),
	      PLUS(WB_M_OFFERS_REJECTED)),
	SHARE("no_answer_rate", EVERYONE,
	      "(no answer + rejected) / offers, those the caller cancelled "
	      "apart",
	      "offer end", "A1",
	      TERMS(PLUS(WB_M_OFFERS_NO_ANSWER), PLUS(WB_M_OFFERS_REJECTED)),
	      TERMS(PLUS(WB_M_OFFERS_ACCEPTED), PLUS(WB_M_OFFERS_NO_ANSWER),
	            PLUS(WB_M_OFFERS_REJECTED), PLUS(WB_M_OFFERS_FAILED))),
	PROMISE("first_contact_resolution", EVERYONE,
	        "resolved on first contact / contacts with a resolution flag",
	        "outcome", "X1", TERMS(PLUS(WB_M_RESOLVED)),
	        TERMS(PLUS(WB_M_RESOLUTION_FLAGGED))),
	{ .name = "agents_signed_in",
	  .unit = WB_UNIT_COUNT,
	  .scopes = GROUPS,
	  .moment = WB_MOMENT_SIGNED_IN,
	  .formula = "agents signed in, each counted once",
	  .attributed = "now",
	  .source = "A1 E1" },
	AGENTS("agents_available", WB_AGENT_AVAILABLE,
	       "agents ready with nothing to do"),
	AGENTS("agents_ringing", WB_AGENT_RINGING, "agents being offered"),
	AGENTS("agents_talking", WB_AGENT_TALKING, "agents talking"),
	AGENTS("agents_holding", WB_AGENT_HOLDING,
	       "agents with all their contacts on hold"),
	AGENTS("agents_acw", WB_AGENT_ACW, "agents in after-contact work"),
	AGENTS("agents_not_ready", WB_AGENT_NOT_READY, "agents not ready"),
	SHARE("occupancy", EVERYONE,
	      "(talk + hold + after-contact work time) / (the same + available "
	      "time)",
	      "clipped", "A1 U1", TERMS(ON_CONTACT),
	      TERMS(ON_CONTACT, PLUS(WB_M_AVAILABLE_TIME_MS))),
};

const int wb_kpi_count = sizeof(wb_kpis) / sizeof(wb_kpis[0]);

const char *wb_unit_name(enum wb_unit unit)
{
	static const char *const names[] = { "count", "percent", "ms",
		                             "since" };
	return names[unit];
}

static const char *const scope_names[WB_SCOPE_KIND_COUNT] = {
	"queue", "department", "agent", "team", "total"
};

const char *wb_scope_kind_name(enum wb_scope_kind kind)
{
	return scope_names[kind];
}

int wb_scope_kind_find(struct wb_str name)
{
	for (int i = 0; i < WB_SCOPE_KIND_COUNT; i++) {
		if (wb_str_is(name, scope_names[i])) {
			return i;
		}
	}
	return -1;
}

const struct wb_kpi *wb_kpi_find(struct wb_str name)
{
	for (int i = 0; i < wb_kpi_count; i++) {
		if (wb_str_is(name, wb_kpis[i].name)) {
			return &wb_kpis[i];
		}
	}
	return NULL;
}

static int64_t sum_of(const struct wb_sum *sum,
                      const int64_t sums[WB_MEASURE_COUNT])
{
	int64_t total = 0;
	for (int i = 0; i < WB_TERMS_MAX && sum->term[i] != 0; i++) {
		int term = sum->term[i];
		total += term > 0 ? sums[term - 1] : -sums[-term - 1];
	}
	return total;
}

/* num * scale / den, rounded half away from zero; den > 0. */
static int64_t divide(int64_t num, int64_t scale, int64_t den)
{
	int64_t whole = num / den * scale;
	int64_t rest = num % den * scale;
	int64_t half = rest < 0 ? -den / 2 : den / 2;
	return whole + (rest + half) / den;
}

static struct wb_value ratio_value(enum wb_unit unit, int64_t num, int64_t den)
{
	struct wb_value value = {
		.known = den > 0,
		.is_ratio = true,
		.ratio = { num, den },
	};
	if (value.known) {
		value.value =
			divide(num, unit == WB_UNIT_PERCENT ? 10000 : 1, den);
	}
	return value;
}

static struct wb_value moment_value(const struct wb_kpi *kpi,
                                    const struct wb_moment_state *moment)
{
	struct wb_value value = { .known = true };
	switch (kpi->moment) {
	case WB_MOMENT_WAITING:
		value.value = moment->waiting;
		break;
	case WB_MOMENT_LONGEST_WAIT:
		value.known = moment->oldest != WB_NEVER;
		value.value = value.known ? moment->oldest : 0;
		break;
	case WB_MOMENT_SERVICE_LEVEL:
		return ratio_value(kpi->unit,
		                   moment->waiting - moment->waiting_late,
		                   moment->waiting);
	case WB_MOMENT_SIGNED_IN:
		for (int i = WB_AGENT_AVAILABLE; i < WB_AGENT_STATE_COUNT;
		     i++) {
			value.value += moment->agents[i];
		}
		break;
	case WB_MOMENT_AGENTS:
		value.value = moment->agents[kpi->agent_state];
		break;
	case WB_MOMENT_NONE:
		break;
	}
	return value;
}

struct wb_value wb_kpi_value(const struct wb_kpi *kpi,
                             const int64_t sums[WB_MEASURE_COUNT],
                             const struct wb_moment_state *moment)
{
	if (kpi->moment != WB_MOMENT_NONE) {
		if (moment) {
			return moment_value(kpi, moment);
		}
		return (struct wb_value){
			.is_ratio = kpi->unit == WB_UNIT_PERCENT,
		};
	}
	int64_t numerator = sum_of(&kpi->numerator, sums);
	if (kpi->denominator.term[0] == 0) {
		return (struct wb_value){ .known = true, .value = numerator };
	}
	return ratio_value(kpi->unit, numerator,
	                   sum_of(&kpi->denominator, sums));
}
