#include "oracle.h"

#include <string.h>

#include "floor/fact.h"

struct tally {
	int64_t offered, answered, abandoned, brief, timeout, key, callback;
	int64_t in_time, abandoned_in_time, callback_in_time, late, waiting;
	int64_t wait_answered, wait_abandoned;
	int64_t handled, talk, hold, acw;
	int64_t missed, accepted, resolved, flagged;
	int64_t busy, idle;
};

static bool has_queue(struct oracle_scope scope, int queue)
{
	return queue >= 0 && (scope.queues >> queue & 1u);
}

static bool has_agent(struct oracle_scope scope, int agent)
{
	return agent >= 0 && (scope.agents >> agent & 1u);
}

static bool inside(wb_ms t, wb_ms from, wb_ms now)
{
	return t >= from && t <= now;
}

static void count_end(const struct oracle *oracle,
                      const struct oracle_entry *entry, struct tally *t)
{
	wb_ms wait = entry->ended - entry->entered;
	bool in_time = wait <= oracle->threshold;
	switch (entry->end) {
	case ORACLE_ANSWERED:
		t->answered++;
		t->wait_answered += wait;
		t->in_time += in_time;
		break;
	case ORACLE_ABANDONED:
		if (wait <= oracle->short_abandon) {
			t->brief++;
			break;
		}
		t->abandoned++;
		t->wait_abandoned += wait;
		t->abandoned_in_time += in_time;
		break;
	case ORACLE_TIMEOUT:
		t->timeout++;
		break;
	case ORACLE_EXIT_KEY:
		t->key++;
		break;
	case ORACLE_CALLBACK:
		t->callback++;
		t->callback_in_time += in_time;
		break;
	case ORACLE_WAITING:
		break;
	}
}

static void count_entries(const struct oracle *oracle,
                          struct oracle_scope scope, wb_ms from, wb_ms now,
                          struct tally *t)
{
	for (int i = 0; i < oracle->entry_count; i++) {
		const struct oracle_entry *entry = &oracle->entries[i];
		bool queue = has_queue(scope, entry->queue);
		bool waits =
			entry->entered <= now &&
			(entry->end == ORACLE_WAITING || entry->ended > now);
		if (queue && inside(entry->entered, from, now)) {
			t->offered++;
		}
		if (queue && waits) {
			t->waiting++;
			t->late += now - entry->entered > oracle->threshold;
		}
		bool mine = queue || (entry->end == ORACLE_ANSWERED &&
		                      has_agent(scope, entry->agent));
		if (mine && !waits && entry->entered <= now &&
		    inside(entry->ended, from, now)) {
			count_end(oracle, entry, t);
		}
	}
}

static void count_work(const struct oracle *oracle, struct oracle_scope scope,
                       wb_ms from, wb_ms now, struct tally *t)
{
	for (int i = 0; i < oracle->segment_count; i++) {
		const struct oracle_segment *s = &oracle->segments[i];
		if ((has_queue(scope, s->queue) ||
		     has_agent(scope, s->agent)) &&
		    inside(s->done, from, now)) {
			t->handled++;
			t->talk += s->talk;
			t->hold += s->hold;
			t->acw += s->acw;
		}
	}
	for (int i = 0; i < oracle->offer_count; i++) {
		const struct oracle_offer *o = &oracle->offers[i];
		if ((has_queue(scope, o->queue) ||
		     has_agent(scope, o->agent)) &&
		    inside(o->ended, from, now)) {
			t->missed += o->missed;
			t->accepted += !o->missed;
		}
	}
	for (int i = 0; i < oracle->outcome_count; i++) {
		const struct oracle_outcome *o = &oracle->outcomes[i];
		if ((has_queue(scope, o->queue) ||
		     has_agent(scope, o->agent)) &&
		    inside(o->at, from, now)) {
			t->flagged++;
			t->resolved += o->resolved;
		}
	}
}

static void count_time(const struct oracle *oracle, struct oracle_scope scope,
                       wb_ms from, wb_ms now, struct tally *t)
{
	for (int i = 0; i < oracle->spell_count; i++) {
		const struct oracle_spell *s = &oracle->spells[i];
		wb_ms begin = s->from > from ? s->from : from;
		wb_ms end = s->to < now ? s->to : now;
		if (!has_agent(scope, s->agent) || end <= begin) {
			continue;
		}
		bool busy = s->state == WB_AGENT_TALKING ||
		            s->state == WB_AGENT_HOLDING ||
		            s->state == WB_AGENT_ACW;
		if (busy) {
			t->busy += end - begin;
		} else if (s->state == WB_AGENT_AVAILABLE) {
			t->idle += end - begin;
		}
	}
}

struct answer {
	const char *kpi;
	int64_t num, den;
};

bool oracle_count(const struct oracle *oracle, const char *kpi,
                  struct oracle_scope scope, wb_ms from, wb_ms now,
                  int64_t *ret_num, int64_t *ret_den)
{
	struct tally t = { 0 };
	count_entries(oracle, scope, from, now, &t);
	count_work(oracle, scope, from, now, &t);
	count_time(oracle, scope, from, now, &t);
	int64_t flow = t.timeout + t.key + t.callback;
	int64_t decided = t.answered + t.abandoned + flow;
	const struct answer answers[] = {
		{ "offered", t.offered, 0 },
		{ "answered", t.answered, 0 },
		{ "abandoned", t.abandoned, 0 },
		{ "short_abandoned", t.brief, 0 },
		{ "flow_outs", flow, 0 },
		{ "timeout", t.timeout, 0 },
		{ "exit_key", t.key, 0 },
		{ "callback", t.callback, 0 },
		{ "waiting", t.waiting, 0 },
		{ "handled", t.handled, 0 },
		{ "no_answer", t.missed, 0 },
		{ "abandonment_rate", t.abandoned, decided },
		{ "service_level", t.in_time, decided + t.late },
		{ "service_level_offered", t.in_time, decided + t.late },
		{ "service_level_answered", t.in_time, t.answered },
		{ "service_level_ignore", t.in_time,
		  decided + t.late - t.abandoned_in_time },
		{ "service_level_positive", t.in_time + t.abandoned_in_time,
		  decided + t.late },
		{ "service_level_removed",
		  t.in_time + t.abandoned_in_time + t.callback_in_time,
		  decided + t.late },
		{ "service_level_no_flow", t.in_time,
		  t.answered + t.abandoned + t.late },
		{ "service_level_now", t.waiting - t.late, t.waiting },
		{ "average_speed_of_answer", t.wait_answered, t.answered },
		{ "average_time_to_abandon", t.wait_abandoned, t.abandoned },
		{ "average_handle_time", t.talk + t.hold + t.acw, t.handled },
		{ "average_talk", t.talk, t.handled },
		{ "average_hold", t.hold, t.handled },
		{ "average_acw", t.acw, t.handled },
		{ "no_answer_rate", t.missed, t.missed + t.accepted },
		{ "first_contact_resolution", t.resolved, t.flagged },
		{ "occupancy", t.busy, t.busy + t.idle },
	};
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (strcmp(answers[i].kpi, kpi) == 0) {
			*ret_num = answers[i].num;
			*ret_den = answers[i].den;
			return true;
		}
	}
	return false;
}
