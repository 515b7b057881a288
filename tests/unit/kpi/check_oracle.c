/*
 * The engine against the oracle: random floors, every KPI that the oracle
 * knows, every window, at random moments; also with events that come late.
 * WB_SEED replays one seed, WB_SEEDS plays so many.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_kit.h"
#include "oracle.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define AGENTS 6
#define QUEUES 3
#define LENGTH (2 * WB_HOUR)
#define LATEST (5 * WB_MINUTE)

static const char *const queue_names[] = { "sales", "support", "techsupport" };
static const char *const agent_names[] = { "ann",  "bob", "carl",
	                                   "dora", "eve", "fred" };

/* An event line with the instant at which the daemon gets it. */
struct line {
	wb_ms at, received;
	int order;
	char ev[32];
	char fields[160];
};

struct world {
	struct oracle oracle;
	struct line lines[ORACLE_MAX];
	int line_count;
	wb_ms agent_free[AGENTS];
	uint64_t random;
	bool late;
};

static uint64_t next_random(struct world *world)
{
	world->random ^= world->random << 13;
	world->random ^= world->random >> 7;
	world->random ^= world->random << 17;
	return world->random;
}

static int64_t below(struct world *world, int64_t limit)
{
	return (int64_t)(next_random(world) % (uint64_t)limit);
}

static void say(struct world *world, wb_ms at, const char *ev,
                const char *format, int contact, int queue, int agent,
                const char *more)
{
	struct line *line = &world->lines[world->line_count];
	line->at = line->received = at;
	line->order = world->line_count++;
	snprintf(line->ev, sizeof(line->ev), "%s", ev);
	int len = snprintf(line->fields, sizeof(line->fields),
	                   "'contact':'c%d'", contact);
	if (strchr(format, 'q')) {
		len += snprintf(line->fields + len,
		                sizeof(line->fields) - (size_t)len,
		                ",'queue':'%s'", queue_names[queue]);
	}
	if (strchr(format, 'a')) {
		len += snprintf(line->fields + len,
		                sizeof(line->fields) - (size_t)len,
		                ",'agent':'%s'", agent_names[agent]);
	}
	snprintf(line->fields + len, sizeof(line->fields) - (size_t)len, "%s",
	         more);
}

static void spell(struct world *world, int agent, int state, wb_ms from,
                  wb_ms to)
{
	struct oracle *o = &world->oracle;
	if (to > from) {
		o->spells[o->spell_count++] =
			(struct oracle_spell){ agent, state, from, to };
	}
}

/* Somebody talks: the agent's time, the segment, what was filed. */
static void talk(struct world *world, int contact, int queue, int agent,
                 wb_ms at)
{
	struct oracle *o = &world->oracle;
	wb_ms before = 1 + below(world, 60000), hold = below(world, 30000);
	wb_ms after = 1 + below(world, 60000);
	/* After-contact work belongs to the agent: it comes in order. */
	wb_ms acw =
		!world->late && below(world, 3) ? 1 + below(world, 40000) : 0;
	wb_ms limit = 20000;
	char more[64] = "";
	wb_ms end = at + before + hold + after;
	spell(world, agent, WB_AGENT_AVAILABLE, world->agent_free[agent], at);
	spell(world, agent, WB_AGENT_TALKING, at, at + before);
	spell(world, agent, WB_AGENT_HOLDING, at + before, at + before + hold);
	spell(world, agent, WB_AGENT_TALKING, at + before + hold, end);
	if (hold > 0) {
		say(world, at + before, "segment.held", "a", contact, 0, agent,
		    "");
		say(world, at + before + hold, "segment.retrieved", "a",
		    contact, 0, agent, "");
	}
	if (acw > 0) {
		snprintf(more, sizeof(more), ",'wrapup_ms':%d", (int)limit);
	}
	say(world, end, "segment.ended", "a", contact, 0, agent, more);
	if (acw > 0 && acw < limit) {
		say(world, end + acw, "wrapup.ended", "a", contact, 0, agent,
		    "");
	}
	acw = acw < limit ? acw : limit;
	spell(world, agent, WB_AGENT_ACW, end, end + acw);
	world->agent_free[agent] = end + acw;
	o->segments[o->segment_count++] =
		(struct oracle_segment){ queue, agent, before + after,
		                         hold,  acw,   end + acw };
	if (below(world, 2)) {
		bool resolved = below(world, 3) > 0;
		wb_ms filed = end + below(world, 5000);
		o->outcomes[o->outcome_count++] =
			(struct oracle_outcome){ queue, agent, filed,
			                         resolved };
		say(world, filed, "contact.outcome", "a", contact, 0, agent,
		    resolved ? ",'resolved':true" : ",'resolved':false");
	}
}

static int free_agent(struct world *world, wb_ms at)
{
	int first = (int)below(world, AGENTS);
	for (int i = 0; i < AGENTS; i++) {
		int agent = (first + i) % AGENTS;
		if (world->agent_free[agent] < at) {
			return agent;
		}
	}
	return -1;
}

static void leave(struct world *world, int contact, int queue, wb_ms entered)
{
	static const struct {
		enum oracle_end end;
		const char *more;
	} ways[] = {
		{ ORACLE_ABANDONED, ",'outcome':'abandoned'" },
		{ ORACLE_ABANDONED, ",'outcome':'abandoned'" },
		{ ORACLE_TIMEOUT, ",'outcome':'timeout'" },
		{ ORACLE_EXIT_KEY, ",'outcome':'exit_key'" },
		{ ORACLE_CALLBACK, ",'outcome':'callback'" },
	};
	struct oracle *o = &world->oracle;
	int way = (int)below(world, WB_COUNT(ways));
	wb_ms left = entered + below(world, 45000);
	o->entries[o->entry_count++] =
		(struct oracle_entry){ queue, -1, entered, left,
		                       ways[way].end };
	say(world, left, "queue.left", "q", contact, queue, 0, ways[way].more);
}

static void one_contact(struct world *world, int contact, wb_ms at)
{
	struct oracle *o = &world->oracle;
	int queue = (int)below(world, QUEUES);
	wb_ms answer = at + below(world, 40000);
	int agent = free_agent(world, answer);
	say(world, at, "queue.entered", "q", contact, queue, 0, "");
	if (below(world, 12) == 0) {
		o->entries[o->entry_count++] =
			(struct oracle_entry){ queue, -1, at, 0,
			                       ORACLE_WAITING };
		return;
	}
	if (agent < 0 || below(world, 3) == 0) {
		leave(world, contact, queue, at);
		return;
	}
	if (below(world, 4) == 0) {
		int other = (agent + 1) % AGENTS;
		wb_ms missed = at + below(world, answer - at + 1);
		o->offers[o->offer_count++] =
			(struct oracle_offer){ queue, other, missed, true };
		say(world, missed, "offer.ended", "qa", contact, queue, other,
		    ",'result':'no_answer'");
	}
	o->offers[o->offer_count++] =
		(struct oracle_offer){ queue, agent, answer, false };
	o->entries[o->entry_count++] =
		(struct oracle_entry){ queue, agent, at, answer,
		                       ORACLE_ANSWERED };
	say(world, answer, "segment.started", "qa", contact, queue, agent, "");
	talk(world, contact, queue, agent, answer);
}

static int by_time(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	if (x->received != y->received) {
		return x->received < y->received ? -1 : 1;
	}
	return x->order - y->order;
}

/*
 * In a late world every contact's lines come by some minutes late, in their
 * own order: the windows must still hold what happened inside them.
 */
static void make_late(struct world *world)
{
	int contact = -1;
	wb_ms delay = 0;
	for (int i = 0; i < world->line_count; i++) {
		struct line *line = &world->lines[i];
		int number = atoi(line->fields + strlen("'contact':'c"));
		if (number != contact) {
			contact = number;
			delay = below(world, 3) ? 0 : below(world, LATEST);
		}
		line->received = line->at + delay;
	}
}

static void make_world(struct world *world, uint64_t seed, bool late)
{
	memset(world, 0, sizeof(*world));
	world->random = seed * 0x9e3779b97f4a7c15u + 1;
	world->late = late;
	world->oracle.threshold = 20 * WB_SECOND;
	world->oracle.short_abandon = 5 * WB_SECOND;
	for (int i = 0; i < AGENTS; i++) {
		world->agent_free[i] = BASE;
	}
	wb_ms at = BASE + 1;
	for (int contact = 0; at < BASE + LENGTH; contact++) {
		one_contact(world, contact, at);
		at += 1 + below(world, 25000);
	}
	for (int i = 0; i < AGENTS; i++) {
		spell(world, i, WB_AGENT_AVAILABLE, world->agent_free[i],
		      WB_NEVER);
	}
	if (late) {
		make_late(world);
	}
	qsort(world->lines, (size_t)world->line_count, sizeof(struct line),
	      by_time);
}

static const struct {
	const char *name;
	struct oracle_scope scope;
	bool agents_known; /* agents of a queue are whom it served by */
} scopes[] = {
	{ "total", { 7, 63 }, true },
	{ "queue:sales", { 1, 0 }, false },
	{ "queue:techsupport", { 4, 0 }, false },
	{ "department:front", { 3, 0 }, false },
	{ "agent:ann", { 0, 1 }, true },
	{ "agent:fred", { 0, 32 }, true },
	{ "team:red", { 0, 3 }, true },
};

static wb_ms window_start(enum wb_window window, wb_ms now)
{
	wb_ms second = now / WB_SECOND * WB_SECOND + WB_SECOND;
	switch ((int)window) {
	case WB_WINDOW_15M:
		return second - 15 * WB_MINUTE;
	case WB_WINDOW_30M:
		return second - 30 * WB_MINUTE;
	case WB_WINDOW_1H:
		return second - WB_HOUR;
	case WB_WINDOW_INTERVAL:
		return now / (30 * WB_MINUTE) * (30 * WB_MINUTE);
	default:
		return now / (24 * WB_HOUR) * (24 * WB_HOUR);
	}
}

static void compare(struct kit *kit, const struct world *world, int s, int k,
                    enum wb_window window, wb_ms now, uint64_t seed)
{
	const struct wb_kpi *kpi = &wb_kpis[k];
	bool occupancy = strcmp(kpi->name, "occupancy") == 0;
	uint32_t scope = wb_engine_scope(kit->engine, wb_str(scopes[s].name));
	if (scope == WB_NOBODY ||
	    !wb_kpi_has_scope(kpi, wb_engine_scope_kind(kit->engine, scope)) ||
	    (occupancy && (world->late || !scopes[s].agents_known))) {
		return;
	}
	int64_t num, den;
	if (!oracle_count(&world->oracle, kpi->name, scopes[s].scope,
	                  window_start(window, now), now, &num, &den)) {
		return;
	}
	struct wb_value got = wb_engine_read(kit->engine, kpi, scope, window);
	int64_t got_num = got.is_ratio ? got.ratio.num : got.value;
	ck_assert_msg(got_num == num && (!got.is_ratio || got.ratio.den == den),
	              "seed %llu%s: %s of %s in %s at %lld: got %lld/%lld, "
	              "the oracle says %lld/%lld",
	              (unsigned long long)seed, world->late ? " late" : "",
	              kpi->name, scopes[s].name, wb_window_name(window),
	              (long long)(now - BASE), (long long)got_num,
	              (long long)got.ratio.den, (long long)num, (long long)den);
}

static void compare_all(struct kit *kit, const struct world *world, wb_ms now,
                        uint64_t seed)
{
	for (int s = 0; s < WB_COUNT(scopes); s++) {
		for (int k = 0; k < wb_kpi_count; k++) {
			for (int w = WB_WINDOW_15M; w < WB_WINDOW_COUNT; w++) {
				compare(kit, world, s, k, (enum wb_window)w,
				        now, seed);
			}
		}
	}
}

static void sign_everybody_in(struct kit *kit)
{
	char fields[64];
	for (int i = 0; i < AGENTS; i++) {
		snprintf(fields, sizeof(fields), "'agent':'%s'",
		         agent_names[i]);
		kit_play(kit, 0, "agent.signed_in", fields);
	}
}

/* In a late world only moments at which all lines have come can be compared. */
static wb_ms next_moment(struct world *world, wb_ms after)
{
	if (world->late) {
		return after + LENGTH + LATEST + below(world, WB_HOUR);
	}
	return after + 1 + below(world, 10 * WB_MINUTE);
}

static void play_world(uint64_t seed, bool late)
{
	static struct world world;
	struct kit kit;
	make_world(&world, seed, late);
	kit_open(&kit, BASE);
	sign_everybody_in(&kit);
	wb_ms moment = next_moment(&world, BASE);
	for (int i = 0; i < world.line_count; i++) {
		const struct line *line = &world.lines[i];
		while (!late && moment < line->received) {
			wb_engine_advance(kit.engine, moment);
			compare_all(&kit, &world, moment, seed);
			moment = next_moment(&world, moment);
		}
		wb_engine_advance(kit.engine, line->received);
		kit_play_late(&kit, (double)(line->at - BASE) / 1000, line->ev,
		              line->fields);
	}
	moment = BASE + LENGTH + LATEST + 2 * WB_MINUTE;
	for (int i = 0; i < 8; i++) {
		wb_engine_advance(kit.engine, moment);
		compare_all(&kit, &world, moment, seed);
		moment += 1 + below(&world, 15 * WB_MINUTE);
	}
	kit_close(&kit);
}

static void play_seeds(bool late)
{
	const char *one = getenv("WB_SEED"), *many = getenv("WB_SEEDS");
	uint64_t first = one ? strtoull(one, NULL, 10) : 1;
	uint64_t count = one ? 1 : many ? strtoull(many, NULL, 10) : 40;
	for (uint64_t seed = first; seed < first + count; seed++) {
		play_world(seed, late);
	}
}

START_TEST(every_number_is_what_the_oracle_counts)
{
	play_seeds(false);
}
END_TEST

START_TEST(late_events_count_where_they_belong)
{
	play_seeds(true);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("oracle");
	tcase_set_timeout(tc, 240);
	tcase_add_test(tc, every_number_is_what_the_oracle_counts);
	tcase_add_test(tc, late_events_count_where_they_belong);
	return wb_test_run("kpi/oracle", tc);
}
