#include "alert_oracle.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

#define WATCHES_MAX 256
#define FIRES_MAX 512
#define FEEDS_MAX 8
#define LINES_MAX 8192
#define LINE 128

/* A rule in a scope; all of it, from the beginning on. */
struct watch {
	const struct wb_rule_plan *rule;
	char scope[64];
	uint32_t number; /* of the engine's scope, or of the feed */
	bool is_feed;
	enum wb_alert_state state;
	bool condition[WB_CONDITIONS_MAX]; /* is bad */
	bool bad, in_force, inhibited, flapping;
	bool fresh; /* something of it changed in this instant */
	wb_ms bad_since, shelved_until, stirred;
	wb_ms crossings[WB_CONDITIONS_MAX]; /* as of the last look */
	wb_ms fires[FIRES_MAX];
	int fire_count;
};

struct feed {
	char name[32];
	uint32_t number;
	bool silent;
};

struct alert_oracle {
	struct wb_engine *engine;
	const struct wb_plan *plan;
	struct watch watches[WATCHES_MAX];
	int watch_count;
	struct feed feeds[FEEDS_MAX];
	int feed_count;
	uint32_t known; /* scopes and feeds whose rules were found */
	bool stirring;  /* somebody began or ceased to fire in this instant */
	char lines[LINES_MAX][LINE];
	int line_count;
	struct wb_buf text;
};

struct alert_oracle *alert_oracle_create(struct wb_engine *engine,
                                         const struct wb_plan *plan)
{
	struct alert_oracle *oracle = calloc(1, sizeof(*oracle));
	ck_assert_ptr_nonnull(oracle);
	oracle->engine = engine;
	oracle->plan = plan;
	return oracle;
}

void alert_oracle_destroy(struct alert_oracle *oracle)
{
	wb_buf_finish(&oracle->text);
	free(oracle);
}

static void tell(struct alert_oracle *oracle, const struct watch *watch,
                 const char *what)
{
	ck_assert_int_lt(oracle->line_count, LINES_MAX);
	snprintf(oracle->lines[oracle->line_count++], LINE, "%lld %s %.*s/%s\n",
	         (long long)wb_engine_now(oracle->engine), what,
	         WB_STR_FMT(watch->rule->name), watch->scope);
}

static bool fires(const struct watch *watch)
{
	return watch->state == WB_ALERT_FIRING ||
	       watch->state == WB_ALERT_ACKNOWLEDGED;
}

/* Whom it is about. */

static struct watch *find(struct alert_oracle *oracle, struct wb_str rule,
                          struct wb_str scope)
{
	for (int i = 0; i < oracle->watch_count; i++) {
		struct watch *watch = &oracle->watches[i];
		if (wb_str_equal(watch->rule->name, rule) &&
		    wb_str_is(scope, watch->scope)) {
			return watch;
		}
	}
	return NULL;
}

static void add(struct alert_oracle *oracle, const struct wb_rule_plan *rule,
                struct wb_str scope, uint32_t number, bool is_feed)
{
	if (find(oracle, rule->name, scope)) {
		return;
	}
	ck_assert_int_lt(oracle->watch_count, WATCHES_MAX);
	struct watch *watch = &oracle->watches[oracle->watch_count++];
	*watch = (struct watch){ .rule = rule,
		                 .number = number,
		                 .is_feed = is_feed,
		                 .in_force = true };
	snprintf(watch->scope, sizeof(watch->scope), "%.*s", WB_STR_FMT(scope));
	for (int i = 0; i < WB_CONDITIONS_MAX; i++) {
		watch->crossings[i] = WB_NEVER;
	}
}

static bool is_about(const struct wb_rule_plan *rule, struct wb_str scope)
{
	char kind[32];
	snprintf(kind, sizeof(kind), "%.*s", WB_STR_FMT(scope));
	*strchrnul(kind, ':') = '\0';
	for (int i = 0; i < rule->scope_count; i++) {
		if (wb_str_equal(rule->scopes[i].scope, scope) ||
		    (!rule->scopes[i].scope.data &&
		     wb_str_is(rule->scopes[i].kind, kind))) {
			return true;
		}
	}
	return false;
}

static void find_watches(struct alert_oracle *oracle)
{
	const struct wb_alert_plan *alerts = oracle->plan->alerts;
	uint32_t known = wb_engine_scope_count(oracle->engine) +
	                 (uint32_t)oracle->feed_count;
	if (known == oracle->known) {
		return;
	}
	oracle->known = known;
	for (int r = 0; r < alerts->rule_count; r++) {
		const struct wb_rule_plan *rule = &alerts->rules[r];
		for (uint32_t s = 0; s < wb_engine_scope_count(oracle->engine);
		     s++) {
			struct wb_str name =
				wb_engine_scope_name(oracle->engine, s);
			if (is_about(rule, name)) {
				add(oracle, rule, name, s, false);
			}
		}
		for (int f = 0; f < oracle->feed_count; f++) {
			char name[64];
			snprintf(name, sizeof(name), "feed:%s",
			         oracle->feeds[f].name);
			if (is_about(rule, wb_str(name))) {
				add(oracle, rule, wb_str(name), (uint32_t)f,
				    true);
			}
		}
	}
}

/* What is read. */

static uint32_t queue_of(const struct alert_oracle *oracle,
                         const struct watch *watch)
{
	const struct wb_floor *floor = wb_engine_floor(oracle->engine);
	for (uint32_t q = 0; q < wb_floor_queue_count(floor); q++) {
		if (!watch->is_feed &&
		    wb_engine_queue_scope(oracle->engine, q) == watch->number) {
			return q;
		}
	}
	return WB_NOBODY;
}

static int64_t limit_of(const struct alert_oracle *oracle,
                        const struct watch *watch,
                        const struct wb_alert_limit *limit)
{
	uint32_t queue = queue_of(oracle, watch);
	const struct wb_service_level_plan *promise =
		queue == WB_NOBODY
			? &oracle->plan->defaults.service_level
			: &wb_floor_queue_plan(wb_engine_floor(oracle->engine),
	                                       queue)
				   ->service_level;
	if (limit->base == WB_LIMIT_TARGET) {
		return promise->target_bp + limit->number;
	}
	return limit->base == WB_LIMIT_THRESHOLD
	               ? promise->threshold * limit->number / 100
	               : limit->number;
}

struct due {
	const struct wb_queue_plan *queue;
	wb_ms now, ahead, next;
	int64_t count;
};

static bool count_due(void *user, const struct wb_waiting *waiting)
{
	struct due *due = user;
	wb_ms from =
		waiting->entered - due->ahead +
		wb_plan_service_level(due->queue, waiting->channel)->threshold;
	if (!waiting->late && !waiting->callback) {
		due->count += from <= due->now;
		if (from > due->now && from < due->next) {
			due->next = from;
		}
	}
	return true;
}

static int64_t read_due(struct alert_oracle *oracle, struct watch *watch, int i)
{
	const struct wb_floor *floor = wb_engine_floor(oracle->engine);
	struct due due = { .now = wb_engine_now(oracle->engine),
		           .ahead = watch->rule->conditions[i].ahead,
		           .next = WB_NEVER };
	for (uint32_t q = 0; q < wb_floor_queue_count(floor); q++) {
		due.queue = wb_floor_queue_plan(floor, q);
		if (wb_engine_scope_has_queue(oracle->engine, watch->number,
		                              q)) {
			wb_floor_waiting(floor, q, count_due, &due);
		}
	}
	watch->crossings[i] = due.next;
	return due.count;
}

static struct wb_value read(struct alert_oracle *oracle, struct watch *watch,
                            int i)
{
	const struct wb_condition_plan *plan = &watch->rule->conditions[i];
	wb_ms now = wb_engine_now(oracle->engine);
	struct wb_value value = { .known = true };
	watch->crossings[i] = WB_NEVER;
	if (plan->signal == WB_SIGNAL_FEED) {
		value.value = oracle->feeds[watch->number].silent;
		return value;
	}
	if (plan->signal == WB_SIGNAL_DUE) {
		value.value = read_due(oracle, watch, i);
		return value;
	}
	const struct wb_kpi *kpi = wb_kpi_find(plan->kpi);
	value = wb_engine_read(oracle->engine, kpi, watch->number,
	                       plan->window);
	if (kpi->unit == WB_UNIT_SINCE && value.known) {
		wb_ms since = value.value;
		value.value = now - since;
		watch->crossings[i] =
			since + limit_of(oracle, watch, &plan->raise) + 1;
	}
	return value;
}

static bool is_bad(struct alert_oracle *oracle, struct watch *watch, int i)
{
	const struct wb_condition_plan *plan = &watch->rule->conditions[i];
	struct wb_value value = read(oracle, watch, i);
	bool was = watch->condition[i];
	int64_t limit =
		limit_of(oracle, watch, was ? &plan->clear : &plan->raise);
	if (!value.known ||
	    (!was && value.is_ratio && value.ratio.den < plan->min_sample)) {
		return false;
	}
	return plan->above ? value.value > limit : value.value < limit;
}

static bool all_bad(struct alert_oracle *oracle, struct watch *watch)
{
	int bad = 0, count = watch->rule->condition_count;
	for (int i = 0; i < count; i++) {
		watch->condition[i] = is_bad(oracle, watch, i);
		bad += watch->condition[i];
	}
	return watch->rule->any ? bad > 0 : bad == count;
}

/* What becomes of it. */

/* Who is held back is asked again when somebody it is about comes or goes. */
static void stir(struct alert_oracle *oracle, struct watch *watch)
{
	const struct wb_alert_plan *alerts = oracle->plan->alerts;
	watch->fresh = true;
	for (int r = 0; r < alerts->rule_count; r++) {
		for (int i = 0; i < alerts->rules[r].inhibit_if_count; i++) {
			oracle->stirring |=
				wb_str_equal(alerts->rules[r].inhibit_if[i],
			                     watch->rule->name);
		}
	}
}

static void fire(struct alert_oracle *oracle, struct watch *watch, wb_ms now)
{
	watch->state = WB_ALERT_FIRING;
	watch->stirred = now;
	stir(oracle, watch);
	tell(oracle, watch, "raised");
	ck_assert_int_lt(watch->fire_count, FIRES_MAX);
	watch->fires[watch->fire_count++] = now;
	int lately = 0;
	for (int i = 0; i < watch->fire_count; i++) {
		lately += watch->fires[i] > now - watch->rule->flap_within;
	}
	if (watch->rule->flap_count > 0 && !watch->flapping &&
	    lately >= watch->rule->flap_count) {
		watch->flapping = true;
		tell(oracle, watch, "flapping");
	}
}

static void end(struct alert_oracle *oracle, struct watch *watch, wb_ms now)
{
	if (watch->state == WB_ALERT_PENDING) {
		watch->state = WB_ALERT_QUIET;
	} else if (fires(watch)) {
		bool over = watch->state == WB_ALERT_FIRING &&
		            watch->rule->ack_required;
		watch->state = over ? WB_ALERT_OVER : WB_ALERT_QUIET;
		watch->inhibited = over && watch->inhibited;
		watch->stirred = now;
		stir(oracle, watch);
		tell(oracle, watch, over ? "over" : "resolved");
	}
}

static bool waits(const struct watch *watch)
{
	return watch->bad && (watch->state == WB_ALERT_PENDING ||
	                      watch->state == WB_ALERT_OVER);
}

static void look(struct alert_oracle *oracle, struct watch *watch, wb_ms now)
{
	bool bad = false;
	if (watch->in_force) {
		bad = all_bad(oracle, watch);
	} else {
		memset(watch->condition, 0, sizeof(watch->condition));
	}
	if (bad && !watch->bad) {
		watch->bad_since = now;
	}
	watch->bad = bad;
	if (!bad) {
		end(oracle, watch, now);
	} else if (watch->state == WB_ALERT_QUIET) {
		watch->state = WB_ALERT_PENDING;
	}
	if (waits(watch) && now >= watch->bad_since + watch->rule->hold) {
		fire(oracle, watch, now);
	}
}

static bool is_by_clock(const struct wb_rule_plan *rule)
{
	for (int i = 0; i < rule->condition_count; i++) {
		if (wb_str_is(rule->conditions[i].kpi, "occupancy") ||
		    wb_str_is(rule->conditions[i].kpi, "agents_pending")) {
			return true;
		}
	}
	return false;
}

/* At every step, and when what was last read says so. */
static bool is_time_to_look(struct watch *watch, wb_ms now)
{
	bool by_clock = is_by_clock(watch->rule);
	bool in_force = wb_schedule_holds(watch->rule->schedule, now);
	bool turned = in_force != watch->in_force;
	watch->in_force = in_force;
	if (turned || now % (by_clock ? 10000 : 100) == 0 ||
	    (waits(watch) && now == watch->bad_since + watch->rule->hold)) {
		return true;
	}
	for (int i = 0; !by_clock && i < watch->rule->condition_count; i++) {
		if (now == watch->crossings[i]) {
			return true;
		}
	}
	return false;
}

static void wait(struct alert_oracle *oracle, struct watch *watch, wb_ms now)
{
	if (watch->shelved_until != 0 && now >= watch->shelved_until) {
		watch->shelved_until = 0;
		tell(oracle, watch, "unshelved");
	}
	if (watch->flapping &&
	    now >= watch->stirred + watch->rule->flap_within) {
		watch->flapping = false;
		tell(oracle, watch, "released");
	}
}

/* Who holds whom back. */

static bool is_feed_silent(struct alert_oracle *oracle,
                           const struct wb_rule_plan *rule, uint32_t number)
{
	for (int i = 0; i < oracle->watch_count; i++) {
		const struct watch *watch = &oracle->watches[i];
		if (watch->rule == rule && watch->is_feed && fires(watch) &&
		    oracle->feeds[watch->number].number == number) {
			return true;
		}
	}
	return false;
}

static bool is_unfed(struct alert_oracle *oracle,
                     const struct wb_rule_plan *rule, const struct watch *watch)
{
	const struct wb_floor *floor = wb_engine_floor(oracle->engine);
	int fed = 0, unfed = 0;
	for (uint32_t q = 0; q < wb_floor_queue_count(floor); q++) {
		uint32_t feed = wb_floor_queue_feed(floor, q);
		if (feed != WB_NOBODY &&
		    wb_engine_scope_has_queue(oracle->engine, watch->number,
		                              q)) {
			unfed += is_feed_silent(oracle, rule, feed);
			fed += !is_feed_silent(oracle, rule, feed);
		}
	}
	return unfed > 0 && fed == 0;
}

/* Is `group` the scope itself, the total, or a group that has the queue? */
static bool speaks_for(struct alert_oracle *oracle, const struct watch *group,
                       const struct watch *watch)
{
	uint32_t queue = queue_of(oracle, watch);
	return group->number == watch->number ||
	       strcmp(group->scope, "total") == 0 ||
	       (queue != WB_NOBODY &&
	        wb_engine_scope_has_queue(oracle->engine, group->number,
	                                  queue));
}

static bool is_held_by(struct alert_oracle *oracle,
                       const struct wb_rule_plan *rule,
                       const struct watch *watch)
{
	if (rule->conditions[0].signal == WB_SIGNAL_FEED) {
		return is_unfed(oracle, rule, watch);
	}
	for (int i = 0; i < oracle->watch_count; i++) {
		const struct watch *other = &oracle->watches[i];
		if (other->rule == rule && fires(other) &&
		    speaks_for(oracle, other, watch)) {
			return true;
		}
	}
	return false;
}

static void inhibit(struct alert_oracle *oracle, struct watch *watch)
{
	const struct wb_alert_plan *alerts = oracle->plan->alerts;
	bool held = false;
	if (!fires(watch)) {
		return;
	}
	for (int i = 0; i < watch->rule->inhibit_if_count; i++) {
		int rule =
			wb_alert_plan_rule(alerts, watch->rule->inhibit_if[i]);
		held |= is_held_by(oracle, &alerts->rules[rule], watch);
	}
	if (held != watch->inhibited) {
		watch->inhibited = held;
		tell(oracle, watch, held ? "inhibited" : "released");
	}
}

static void live(struct alert_oracle *oracle, wb_ms now)
{
	find_watches(oracle);
	oracle->stirring = false;
	for (int i = 0; i < oracle->watch_count; i++) {
		if (is_time_to_look(&oracle->watches[i], now)) {
			look(oracle, &oracle->watches[i], now);
		}
		wait(oracle, &oracle->watches[i], now);
	}
	for (int i = 0; i < oracle->watch_count; i++) {
		if (oracle->stirring || oracle->watches[i].fresh) {
			inhibit(oracle, &oracle->watches[i]);
		}
		oracle->watches[i].fresh = false;
	}
}

void alert_oracle_advance(struct alert_oracle *oracle, wb_ms now)
{
	wb_ms t = wb_engine_now(oracle->engine);
	if (t == 0) {
		wb_engine_advance(oracle->engine, now);
		return;
	}
	while (t < now) {
		wb_engine_advance(oracle->engine, ++t);
		live(oracle, t);
	}
}

bool alert_oracle_act(struct alert_oracle *oracle, enum wb_alert_act act,
                      struct wb_str rule, struct wb_str scope, wb_ms until)
{
	struct watch *watch = find(oracle, rule, scope);
	if (!watch || (act == WB_ACT_UNSHELVE && watch->shelved_until == 0) ||
	    (act == WB_ACT_ACKNOWLEDGE && watch->state != WB_ALERT_FIRING &&
	     watch->state != WB_ALERT_OVER)) {
		return false;
	}
	if (act == WB_ACT_SHELVE) {
		watch->shelved_until = until;
		tell(oracle, watch, "shelved");
	} else if (act == WB_ACT_UNSHELVE) {
		watch->shelved_until = 0;
		tell(oracle, watch, "unshelved");
	} else {
		tell(oracle, watch, "acknowledged");
		if (watch->state == WB_ALERT_OVER) {
			watch->state = WB_ALERT_QUIET;
			watch->stirred = wb_engine_now(oracle->engine);
			watch->inhibited = false;
			tell(oracle, watch, "resolved");
		} else {
			watch->state = WB_ALERT_ACKNOWLEDGED;
		}
	}
	return true;
}

void alert_oracle_feed(struct alert_oracle *oracle, uint32_t number,
                       struct wb_str name, bool silent)
{
	int i = 0;
	while (i < oracle->feed_count &&
	       !wb_str_is(name, oracle->feeds[i].name)) {
		i++;
	}
	ck_assert_int_lt(i, FEEDS_MAX);
	oracle->feed_count += i == oracle->feed_count;
	oracle->feeds[i] = (struct feed){ .number = number, .silent = silent };
	snprintf(oracle->feeds[i].name, sizeof(oracle->feeds[i].name), "%.*s",
	         WB_STR_FMT(name));
}

static int compare(const void *a, const void *b)
{
	/* instants have the same number of digits */
	return strcmp(a, b);
}

struct wb_str alert_oracle_steps(struct alert_oracle *oracle)
{
	qsort(oracle->lines, (size_t)oracle->line_count, LINE, compare);
	wb_buf_clear(&oracle->text);
	for (int i = 0; i < oracle->line_count; i++) {
		wb_buf_add_text(&oracle->text, oracle->lines[i]);
	}
	return wb_buf_str(&oracle->text);
}

enum wb_alert_state alert_oracle_state(struct alert_oracle *oracle,
                                       struct wb_str rule, struct wb_str scope)
{
	const struct watch *watch = find(oracle, rule, scope);
	return watch ? watch->state : WB_ALERT_QUIET;
}
