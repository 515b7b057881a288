#include "kpi/table.h"

#include <stddef.h>

#include "kpi/budget.h"

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
#define HANDLED PLUS(WB_M_HANDLED)
#define SIGNED_IN                                                              \
	ON_CONTACT, PLUS(WB_M_AVAILABLE_TIME_MS), PLUS(WB_M_RINGING_TIME_MS),  \
		PLUS(WB_M_NOT_READY_TIME_MS)
#define TRANSFERRED                                                            \
	PLUS(WB_M_TRANSFERRED_BLIND), PLUS(WB_M_TRANSFERRED_ATTENDED),         \
		PLUS(WB_M_TRANSFERRED_QUEUE), PLUS(WB_M_TRANSFERRED_EXTERNAL)

#define SUM(...)                                                               \
	{                                                                      \
		.term = { __VA_ARGS__ }                                        \
	}

#define QUEUES                                                                 \
	(1u << WB_SCOPE_QUEUE | 1u << WB_SCOPE_DEPARTMENT |                    \
	 1u << WB_SCOPE_SITE | 1u << WB_SCOPE_CHANNEL | 1u << WB_SCOPE_TIER |  \
	 1u << WB_SCOPE_TOTAL)
#define QUEUE_ONLY (1u << WB_SCOPE_QUEUE)
#define PEOPLE (1u << WB_SCOPE_AGENT | 1u << WB_SCOPE_TEAM)
#define GROUPS (QUEUES | 1u << WB_SCOPE_TEAM)
#define EVERYONE (QUEUES | PEOPLE)
/* Where each agent is by configuration, and not by the queues served. */
#define STAFF (PEOPLE | 1u << WB_SCOPE_SITE | 1u << WB_SCOPE_TOTAL)

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
/* A total of milliseconds. */
#define SPAN(kpi_name, scope_set, text, when, from, ...)                       \
	RATIO(kpi_name, WB_UNIT_MS, scope_set, text, when, from,               \
	      SUM(__VA_ARGS__), SUM(0))
#define MOMENT(kpi_name, kpi_unit, scope_set, which, text, from)               \
	{                                                                      \
		.name = kpi_name, .unit = kpi_unit, .scopes = scope_set,       \
		.moment = which, .formula = text, .attributed = "now",         \
		.source = from                                                 \
	}
#define QUANTILE(kpi_name, permille, text)                                     \
	{                                                                      \
		.name = kpi_name, .unit = WB_UNIT_MS, .scopes = QUEUES,        \
		.quantile = permille, .formula = text,                         \
		.attributed = "decision", .source = "-"                        \
	}
#define OUTLOOK(kpi_name, kpi_unit, scope_set, which, below, text, when, from) \
	{                                                                      \
		.name = kpi_name, .unit = kpi_unit, .scopes = scope_set,       \
		.outlook = which, .below_is_worse = below, .formula = text,    \
		.attributed = when, .source = from                             \
	}
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
	COUNT("blocked_full", QUEUES, "refused: the queue was full", "refusal",
	      "O4", PLUS(WB_M_BLOCKED_FULL)),
	COUNT("blocked_closed", QUEUES, "refused: the queue was closed",
	      "refusal", "O4", PLUS(WB_M_BLOCKED_CLOSED)),
	COUNT("blocked_no_agents", QUEUES, "refused: no agents were there",
	      "refusal", "O4", PLUS(WB_M_BLOCKED_NO_AGENTS)),
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
	QUANTILE("wait_p50", 500,
	         "half of the answered and abandoned waited at most so long"),
	QUANTILE("wait_p90", 900,
	         "90 % of the answered and abandoned waited at most so long"),
	QUANTILE("wait_p95", 950,
	         "95 % of the answered and abandoned waited at most so long"),
	{ .name = "patience",
	  .unit = WB_UNIT_MS,
	  .scopes = QUEUES,
	  .below_is_worse = true,
	  .formula = "wait of all that were decided / (abandoned + short "
	             "abandoned), from 10 of them on: mean patience, if it is "
	             "exponential (maximum likelihood, censored by answers)",
	  .attributed = "decision",
	  .source = "Y2",
	  .numerator =
	          SUM(PLUS(WB_M_WAIT_ANSWERED_MS), PLUS(WB_M_WAIT_ABANDONED_MS),
	              PLUS(WB_M_WAIT_OTHER_MS)),
	  .denominator = SUM(ABANDONED, PLUS(WB_M_SHORT_ABANDONED)),
	  .least = WB_PATIENCE_MIN },
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
	COUNT("callbacks_waiting", EVERYONE,
	      "callbacks promised and not yet attempted", "now", "A17",
	      PLUS(WB_M_CALLBACKS_OPEN)),
	MOMENT("oldest_callback", WB_UNIT_SINCE, QUEUES,
	       WB_MOMENT_OLDEST_CALLBACK,
	       "now - promise of the oldest callback not yet attempted", "A17"),
	COUNT("callbacks_overdue", EVERYONE,
	      "callbacks not yet attempted whose due time has passed", "now",
	      "A17", PLUS(WB_M_CALLBACKS_OVERDUE)),
	COUNT("callbacks_promised", EVERYONE, "callbacks promised", "promise",
	      "A17", PLUS(WB_M_CALLBACKS_PROMISED)),
	PROMISE("callback_service_level", EVERYONE,
	        "callbacks attempted by their due time / callbacks attempted "
	        "or overdue",
	        "attempt, or due time", "A17",
	        TERMS(PLUS(WB_M_CALLBACKS_IN_TIME)),
	        TERMS(PLUS(WB_M_CALLBACKS_DECIDED))),
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
	MEAN("average_hold_held", EVERYONE,
	     "hold / segments held at least once", "segment end", "A2",
	     TERMS(PLUS(WB_M_HOLD_MS)), TERMS(PLUS(WB_M_HELD))),
	MEAN("average_agent_time", EVERYONE,
	     "(talk + hold, divided by the contacts that the agent had at "
	     "once, + after-contact work) / handled",
	     "segment end", "A1", TERMS(PLUS(WB_M_SHARE_MS), PLUS(WB_M_ACW_MS)),
	     TERMS(HANDLED)),
	RATIO("concurrency", WB_UNIT_FACTOR, EVERYONE,
	      "(talk + hold) / agents' time spent on it: contacts at once",
	      "segment end", "A1", SUM(PLUS(WB_M_TALK_MS), PLUS(WB_M_HOLD_MS)),
	      SUM(PLUS(WB_M_SHARE_MS))),
	COUNT("long_handles", EVERYONE,
	      "segments that last longer than the queue's limit", "now", "C6",
	      PLUS(WB_M_LONG_HANDLES)),
	SHARE("hold_rate", EVERYONE, "segments held at least once / handled",
	      "segment end", "A2", TERMS(PLUS(WB_M_HELD)), TERMS(HANDLED)),
	COUNT("transfers", EVERYONE, "segments transferred out", "segment end",
	      "A2", TRANSFERRED),
	COUNT("transfers_blind", EVERYONE,
	      "transferred out without asking the other side", "segment end",
	      "A2", PLUS(WB_M_TRANSFERRED_BLIND)),
	COUNT("transfers_attended", EVERYONE,
	      "transferred out after talking to the other side", "segment end",
	      "A2", PLUS(WB_M_TRANSFERRED_ATTENDED)),
	COUNT("transfers_queue", EVERYONE, "transferred to a queue",
	      "segment end", "A2", PLUS(WB_M_TRANSFERRED_QUEUE)),
	COUNT("transfers_external", EVERYONE,
	      "transferred out of the contact centre", "segment end", "A2",
	      PLUS(WB_M_TRANSFERRED_EXTERNAL)),
	SHARE("transfer_rate", EVERYONE, "transferred out / handled",
	      "segment end", "A2", TERMS(TRANSFERRED), TERMS(HANDLED)),
	COUNT("escalations", EVERYONE,
	      "contacts moved from this first tier to a second tier",
	      "segment end", "-", PLUS(WB_M_ESCALATED)),
	SHARE("escalation_rate", EVERYONE,
	      "contacts moved from first tier to second tier / handled",
	      "segment end", "-", TERMS(PLUS(WB_M_ESCALATED)), TERMS(HANDLED)),
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
	PROMISE("fcr_net", EVERYONE,
	        "the same without contacts that the first tier cannot resolve",
	        "outcome", "X1", TERMS(PLUS(WB_M_RESOLVED_FIRST_LEVEL)),
	        TERMS(PLUS(WB_M_FLAGGED_FIRST_LEVEL))),
	PROMISE("fcr_no_repeat", EVERYONE,
	        "contacts without another of the same customer (and topic) "
	        "within N days / contacts whose N days are over",
	        "contact end", "X2 X4", TERMS(PLUS(WB_M_MATURED_KEPT)),
	        TERMS(PLUS(WB_M_MATURED))),
	PROMISE("fcr_no_repeat_provisional", EVERYONE,
	        "the same for contacts whose N days still run, as it looks now",
	        "contact end", "X2 X4", TERMS(PLUS(WB_M_PROVISIONAL_KEPT)),
	        TERMS(PLUS(WB_M_PROVISIONAL))),
	SHARE("repeat_rate", EVERYONE,
	      "contacts that repeat one of the last N days / contacts of known "
	      "customers",
	      "entry", "X4", TERMS(PLUS(WB_M_REPEATED)),
	      TERMS(PLUS(WB_M_ARRIVED))),
	PROMISE("csat", EVERYONE,
	        "answers in the two upper fifths of the scale / answers",
	        "rating", "-", TERMS(PLUS(WB_M_CSAT_SATISFIED)),
	        TERMS(PLUS(WB_M_CSAT_ANSWERS))),
	{ .name = "nps",
	  .unit = WB_UNIT_POINTS,
	  .scopes = EVERYONE,
	  .below_is_worse = true,
	  .formula = "(promoters - detractors) / answers",
	  .attributed = "rating",
	  .source = "-",
	  .numerator =
	          SUM(PLUS(WB_M_NPS_PROMOTERS), MINUS(WB_M_NPS_DETRACTORS)),
	  .denominator = SUM(PLUS(WB_M_NPS_ANSWERS)) },
	{ .name = "quality",
	  .unit = WB_UNIT_PERCENT,
	  .scopes = EVERYONE,
	  .below_is_worse = true,
	  .is_mean_share = true,
	  .formula = "mean score, in percent of the scale",
	  .attributed = "rating",
	  .source = "-",
	  .numerator = SUM(PLUS(WB_M_QUALITY_SCORE_BP)),
	  .denominator = SUM(PLUS(WB_M_QUALITY_ANSWERS)) },
	COUNT("sales", EVERYONE, "contacts that ended in a sale", "outcome",
	      "-", PLUS(WB_M_SALES)),
	SHARE("conversion_rate", EVERYONE,
	      "sales / contacts for which it was filed whether they were one",
	      "outcome", "-", TERMS(PLUS(WB_M_SALES)),
	      TERMS(PLUS(WB_M_SALE_FLAGGED))),
	COUNT("refusals", EVERYONE, "contacts that ended in a refusal",
	      "outcome", "-", PLUS(WB_M_REFUSALS)),
	COUNT("outcomes", EVERYONE, "contacts that were filed with a code",
	      "outcome", "-", PLUS(WB_M_CODED)),
	COUNT("dialled", EVERYONE, "outbound contacts started", "start", "-",
	      PLUS(WB_M_DIALLED)),
	COUNT("connected", EVERYONE, "outbound contacts answered by a person",
	      "answer", "-", PLUS(WB_M_CONNECTED)),
	SHARE("connect_rate", EVERYONE,
	      "outbound contacts answered by a person / dialled", "answer", "-",
	      TERMS(PLUS(WB_M_CONNECTED)), TERMS(PLUS(WB_M_DIALLED))),
	COUNT("follow_ups_promised", EVERYONE, "follow-ups promised", "promise",
	      "-", PLUS(WB_M_FOLLOW_UPS_PROMISED)),
	COUNT("follow_ups_open", EVERYONE, "promised follow-ups not yet closed",
	      "now", "-", PLUS(WB_M_FOLLOW_UPS_OPEN)),
	COUNT("follow_ups_overdue", EVERYONE,
	      "promised follow-ups not yet closed, past due", "now", "-",
	      PLUS(WB_M_FOLLOW_UPS_OVERDUE)),
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
	MOMENT("agents_remote", WB_UNIT_COUNT, GROUPS, WB_MOMENT_REMOTE,
	       "agents signed in from elsewhere than the floor", "A1"),
	MOMENT("agents_pending", WB_UNIT_COUNT, GROUPS, WB_MOMENT_PENDING,
	       "agents who are not ready after their present contact", "E1"),
	SPAN("signed_in_time", EVERYONE, "time of agents signed in", "clipped",
	     "A1", SIGNED_IN),
	SPAN("available_time", EVERYONE, "time of agents available", "clipped",
	     "A1", PLUS(WB_M_AVAILABLE_TIME_MS)),
	SPAN("ringing_time", EVERYONE, "time of agents being offered",
	     "clipped", "A1", PLUS(WB_M_RINGING_TIME_MS)),
	SPAN("talking_time", EVERYONE, "time of agents talking", "clipped",
	     "A1", PLUS(WB_M_TALKING_TIME_MS)),
	SPAN("holding_time", EVERYONE,
	     "time of agents with all their contacts on hold", "clipped", "A1",
	     PLUS(WB_M_HOLDING_TIME_MS)),
	SPAN("acw_time", EVERYONE, "time of agents in after-contact work",
	     "clipped", "A1", PLUS(WB_M_ACW_TIME_MS)),
	SPAN("not_ready_time", EVERYONE, "time of agents not ready", "clipped",
	     "A1", PLUS(WB_M_NOT_READY_TIME_MS)),
	SHARE("occupancy", EVERYONE,
	      "(talk + hold + after-contact work time) / (the same + available "
	      "time)",
	      "clipped", "A1 U1", TERMS(ON_CONTACT),
	      TERMS(ON_CONTACT, PLUS(WB_M_AVAILABLE_TIME_MS))),
	SHARE("utilisation", EVERYONE,
	      "(talk + hold + after-contact work + available time) / signed-in "
	      "time",
	      "clipped", "U4", TERMS(ON_CONTACT, PLUS(WB_M_AVAILABLE_TIME_MS)),
	      TERMS(SIGNED_IN)),
	PROMISE("adherence", EVERYONE,
	        "time in the scheduled class of activity / scheduled time",
	        "clipped", "A2", TERMS(PLUS(WB_M_ADHERENT_TIME_MS)),
	        TERMS(PLUS(WB_M_SCHEDULED_TIME_MS))),
	RATIO("handled_per_hour", WB_UNIT_RATE, EVERYONE,
	      "handled / hours signed in", "segment end", "-", SUM(HANDLED),
	      SUM(SIGNED_IN)),
	OUTLOOK("handled_per_agent", WB_UNIT_FACTOR, STAFF,
	        WB_OUTLOOK_PER_AGENT, false,
	        "handled / agents that were signed in", "segment end", "-"),
	OUTLOOK("budget_left", WB_UNIT_COUNT, QUEUES, WB_OUTLOOK_BUDGET_LEFT,
	        true,
	        "(1 - target) x (counted so far + forecast of the rest of the "
	        "day) - missed so far",
	        "now", "section 6"),
	OUTLOOK("budget_burn", WB_UNIT_FACTOR, QUEUES, WB_OUTLOOK_BUDGET_BURN,
	        false, "share missed / (1 - target)", "decision", "section 6"),
	OUTLOOK("needed_rate", WB_UNIT_PERCENT, QUEUES, WB_OUTLOOK_NEEDED_RATE,
	        false,
	        "(target x (counted + remaining) - met) / remaining: over 100 "
	        "% "
	        "today's target is lost",
	        "now", "section 6"),
	OUTLOOK("agents_required", WB_UNIT_COUNT, QUEUE_ONLY,
	        WB_OUTLOOK_AGENTS_REQUIRED, false,
	        "Erlang A: fewest agents that reach the target at the window's "
	        "arrivals, handle time and patience",
	        "now", "Y2"),
	OUTLOOK("predicted_service_level", WB_UNIT_PERCENT, QUEUE_ONLY,
	        WB_OUTLOOK_SERVICE_LEVEL, true,
	        "Erlang A: share answered in T by the agents there are, at the "
	        "window's arrivals, handle time and patience",
	        "now", "Y2"),
	OUTLOOK("estimated_wait", WB_UNIT_MS, QUEUE_ONLY, WB_OUTLOOK_WAIT,
	        false,
	        "what an entry that arrives now would wait, by its position",
	        "now", "W1"),
	MEAN("estimated_wait_error", QUEUES,
	     "|wait - estimate at arrival| of the answered / answered with an "
	     "estimate",
	     "answer", "W1", TERMS(PLUS(WB_M_ESTIMATE_ERROR_MS)),
	     TERMS(PLUS(WB_M_ESTIMATED))),
};

const int wb_kpi_count = sizeof(wb_kpis) / sizeof(wb_kpis[0]);

const char *wb_unit_name(enum wb_unit unit)
{
	static const char *const names[WB_UNIT_COUNT_OF_UNITS] = {
		"count", "percent", "ms", "since", "points", "rate", "factor"
	};
	return names[unit];
}

static const char *const scope_names[WB_SCOPE_KIND_COUNT] = {
	"queue", "department", "site", "channel",
	"tier",  "agent",      "team", "total"
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

/* What a quotient is multiplied by: values are whole numbers. */
static int64_t scale_of(enum wb_unit unit)
{
	switch (unit) {
	case WB_UNIT_PERCENT:
	case WB_UNIT_POINTS:
		return 10000;
	case WB_UNIT_FACTOR:
		return 100;
	case WB_UNIT_RATE: /* over seconds */
		return (int64_t)3600 * 100;
	case WB_UNIT_COUNT:
	case WB_UNIT_MS:
	case WB_UNIT_SINCE:
	case WB_UNIT_COUNT_OF_UNITS:
		break;
	}
	return 1;
}

struct wb_value wb_kpi_ratio(const struct wb_kpi *kpi, int64_t num, int64_t den)
{
	struct wb_value value = {
		.known = den > 0 && den >= kpi->least,
		.is_ratio = true,
		.ratio = { num, den },
	};
	if (!value.known) {
		return value;
	}
	if (kpi->unit == WB_UNIT_RATE) { /* den is ms: years do not overflow */
		den = den < WB_SECOND ? 1 : (den + WB_SECOND / 2) / WB_SECOND;
	}
	value.value =
		divide(num, kpi->is_mean_share ? 1 : scale_of(kpi->unit), den);
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
		return wb_kpi_ratio(kpi, moment->waiting - moment->waiting_late,
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
	case WB_MOMENT_REMOTE:
		value.value = moment->agents_remote;
		break;
	case WB_MOMENT_PENDING:
		value.value = moment->agents_pending;
		break;
	case WB_MOMENT_OLDEST_CALLBACK:
		value.known = moment->oldest_callback != WB_NEVER;
		value.value = value.known ? moment->oldest_callback : 0;
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
	}
	if (kpi->outlook == WB_OUTLOOK_BUDGET_LEFT ||
	    kpi->outlook == WB_OUTLOOK_BUDGET_BURN) {
		static const struct wb_budget nothing;
		return wb_kpi_budget_value(kpi, sums, &nothing);
	}
	if (!wb_kpi_is_of_sums(kpi)) {
		return (struct wb_value){ .is_ratio = wb_kpi_is_ratio(kpi) };
	}
	int64_t numerator = sum_of(&kpi->numerator, sums);
	if (kpi->denominator.term[0] == 0) {
		return (struct wb_value){ .known = true, .value = numerator };
	}
	return wb_kpi_ratio(kpi, numerator, sum_of(&kpi->denominator, sums));
}
