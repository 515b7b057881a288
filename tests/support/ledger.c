#include "ledger.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_SCOPE(queue) ((int)(queue) + LEDGER_SCOPES / 2)

static void change(struct ledger *ledger, int scope, int level, int delta,
                   wb_ms at)
{
	ck_assert_int_lt(scope, LEDGER_SCOPES);
	struct ledger_line *line = &ledger->lines[scope][level];
	line->heads += delta;
	line->instants += delta * at;
}

/* The agent's own scope and those of the queues that it serves. */
static void change_all(struct ledger *ledger, uint32_t agent, int level,
                       int delta, wb_ms at)
{
	ck_assert_uint_lt(agent, LEDGER_SCOPES / 2);
	change(ledger, (int)agent, level, delta, at);
	for (int queue = 0; queue < LEDGER_SCOPES / 2; queue++) {
		if (ledger->served[agent] >> queue & 1u) {
			change(ledger, QUEUE_SCOPE(queue), level, delta, at);
		}
	}
}

static bool same_numbers(const struct wb_fact *a, const struct wb_fact *b)
{
	return a->kind == b->kind && a->at == b->at &&
	       a->arrived == b->arrived && a->queue == b->queue &&
	       a->agent == b->agent && a->channel == b->channel &&
	       a->talk == b->talk && a->hold == b->hold && a->acw == b->acw &&
	       a->share == b->share && a->held == b->held &&
	       a->transfer == b->transfer &&
	       a->offer_result == b->offer_result && a->standing == b->standing;
}

static bool is_of_agents(const struct wb_fact *fact)
{
	return fact->kind == WB_FACT_HANDLED ||
	       fact->kind == WB_FACT_OFFER_ENDED ||
	       (fact->kind == WB_FACT_STANDING &&
	        fact->standing == WB_STANDING_LONG_HANDLE);
}

static void on_fact(void *user, const struct wb_fact *told)
{
	struct ledger *ledger = user;
	struct ledger_fact new = { .fact = *told, .count = 0 };
	if (!is_of_agents(told)) {
		return;
	}
	snprintf(new.contact, sizeof(new.contact), "%.*s",
	         WB_STR_FMT(told->contact));
	new.fact.contact = (struct wb_str){ NULL, 0 };
	if (told->kind == WB_FACT_OFFER_ENDED) {
		new.fact.arrived = 0;
	}
	int i = 0;
	while (i < ledger->fact_count &&
	       !(same_numbers(&ledger->facts[i].fact, &new.fact) &&
	         strcmp(ledger->facts[i].contact, new.contact) == 0)) {
		i++;
	}
	if (i == ledger->fact_count) {
		ck_assert_int_lt(i, LEDGER_FACTS);
		ledger->facts[ledger->fact_count++] = new;
	}
	ledger->facts[i].count += told->sign;
}

static wb_ms on_estimate(void *user, uint32_t queue)
{
	(void)user;
	(void)queue;
	return WB_ABSENT;
}

static void on_state(void *user, uint32_t agent, enum wb_agent_state from,
                     enum wb_agent_state to, wb_ms at)
{
	struct ledger *ledger = user;
	ck_assert_int_eq(ledger->states[agent], from);
	change_all(ledger, agent, (int)from, -1, at);
	change_all(ledger, agent, (int)to, 1, at);
	ledger->states[agent] = to;
}

static void on_mark(void *user, uint32_t agent, enum wb_agent_mark mark,
                    bool on, wb_ms at)
{
	struct ledger *ledger = user;
	int level = WB_AGENT_STATE_COUNT + (int)mark;
	ck_assert_int_ne((ledger->marks[agent] >> mark & 1u) != 0, on);
	change_all(ledger, agent, level, on ? 1 : -1, at);
	ledger->marks[agent] ^= 1u << mark;
}

static void join(struct ledger *ledger, uint32_t agent, int queue, int delta,
                 wb_ms at)
{
	int scope = QUEUE_SCOPE(queue);
	change(ledger, scope, (int)ledger->states[agent], delta, at);
	for (int mark = 0; mark < WB_AGENT_MARK_COUNT; mark++) {
		if (ledger->marks[agent] >> mark & 1u) {
			change(ledger, scope, WB_AGENT_STATE_COUNT + mark,
			       delta, at);
		}
	}
}

static void on_membership(void *user, uint32_t agent, wb_ms at)
{
	struct ledger *ledger = user;
	uint32_t count;
	const uint32_t *queues =
		wb_floor_agent_queues(ledger->floor, agent, &count);
	uint64_t now = 0, before = ledger->served[agent];
	for (uint32_t i = 0; i < count; i++) {
		now |= (uint64_t)1 << queues[i];
	}
	for (int queue = 0; queue < LEDGER_SCOPES / 2; queue++) {
		int delta =
			(int)(now >> queue & 1u) - (int)(before >> queue & 1u);
		if (delta != 0) {
			join(ledger, agent, queue, delta, at);
		}
	}
	ledger->served[agent] = now;
}

static const struct wb_fact_sink sink = {
	.fact = on_fact,
	.estimate = on_estimate,
	.agent_state = on_state,
	.agent_mark = on_mark,
	.membership = on_membership,
};

void ledger_open(struct ledger *ledger, const struct wb_plan *plan)
{
	memset(ledger, 0, sizeof(*ledger));
	ledger->floor = wb_floor_create(&sink, ledger);
	ck_assert_ptr_nonnull(ledger->floor);
	ck_assert(wb_floor_set_plan(ledger->floor, plan));
}

void ledger_close(struct ledger *ledger)
{
	wb_floor_destroy(ledger->floor);
	ledger->floor = NULL;
}

static int compare_facts(const void *a, const void *b)
{
	const struct ledger_fact *x = a, *y = b;
	const int64_t pairs[][2] = {
		{ x->fact.kind, y->fact.kind },
		{ x->fact.at, y->fact.at },
		{ x->fact.agent, y->fact.agent },
		{ x->fact.offer_result, y->fact.offer_result },
		{ x->fact.talk, y->fact.talk },
		{ x->fact.arrived, y->fact.arrived },
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i][0] != pairs[i][1]) {
			return pairs[i][0] < pairs[i][1] ? -1 : 1;
		}
	}
	return strcmp(x->contact, y->contact);
}

void ledger_settle(struct ledger *ledger)
{
	int kept = 0;
	for (int i = 0; i < ledger->fact_count; i++) {
		if (ledger->facts[i].count != 0) {
			ledger->facts[kept++] = ledger->facts[i];
		}
	}
	ledger->fact_count = kept;
	qsort(ledger->facts, (size_t)kept, sizeof(ledger->facts[0]),
	      compare_facts);
	for (int i = 0; i < LEDGER_SCOPES; i++) { /* nobody is counted so */
		ledger->lines[i][WB_AGENT_SIGNED_OUT] =
			(struct ledger_line){ 0, 0 };
	}
}

static void describe(char *text, size_t size, const struct ledger *ledger)
{
	size_t len = 0;
	for (int i = 0; i < ledger->fact_count && len < size; i++) {
		const struct ledger_fact *f = &ledger->facts[i];
		len += (size_t)snprintf(
			text + len, size - len,
			"  %dx fact %d of %s at %lld, agent %u queue %d: talk "
			"%lld hold %lld acw %lld share %lld transfer %d held "
			"%d result %d\n",
			f->count, (int)f->fact.kind, f->contact,
			(long long)(f->fact.at % 1000000), f->fact.agent,
			(int)f->fact.queue, (long long)f->fact.talk,
			(long long)f->fact.hold, (long long)f->fact.acw,
			(long long)f->fact.share, f->fact.transfer,
			f->fact.held, (int)f->fact.offer_result);
	}
	for (int s = 0; s < LEDGER_SCOPES; s++) {
		for (int l = 0; l < LEDGER_LEVELS && len < size; l++) {
			const struct ledger_line *line = &ledger->lines[s][l];
			if (line->heads != 0 || line->instants != 0) {
				len += (size_t)snprintf(
					text + len, size - len,
					"  scope %d level %d: %lld, %lld\n", s,
					l, (long long)line->heads,
					(long long)line->instants);
			}
		}
	}
}

const char *ledger_difference(const struct ledger *a, const struct ledger *b)
{
	static char text[2][4000], both[8200];
	text[0][0] = text[1][0] = '\0';
	describe(text[0], sizeof(text[0]), a);
	describe(text[1], sizeof(text[1]), b);
	if (strcmp(text[0], text[1]) == 0) {
		return "";
	}
	snprintf(both, sizeof(both), "\n%s  against\n%s", text[0], text[1]);
	return both;
}

int64_t ledger_time(const struct ledger *ledger, int scope, int level, wb_ms t)
{
	const struct ledger_line *line = &ledger->lines[scope][level];
	return line->heads * t - line->instants;
}

const struct wb_fact *ledger_find(const struct ledger *ledger,
                                  enum wb_fact_kind kind, int n)
{
	for (int i = 0; i < ledger->fact_count; i++) {
		const struct ledger_fact *f = &ledger->facts[i];
		if (f->fact.kind == kind && f->count > 0 && n-- == 0) {
			return &f->fact;
		}
	}
	return NULL;
}
