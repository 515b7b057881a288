#define WB_LOG_MODULE "fire"

#include "app/fire.h"

#include <inttypes.h>

#include "app/alert_json.h"
#include "app/daemon.h"
#include "base/assets.h"
#include "base/clock.h"

struct fire;

/* A route and what came of its message. */
struct shot {
	struct fire *fire;
	const struct wb_route_plan *route;
	char error[200]; /* "" = delivered */
};

struct fire {
	FILE *out;
	struct wb_loop *loop;
	struct wb_notify *notify;
	const struct wb_plan *plan;
	const struct wb_rule_plan *rule;
	struct wb_buf members; /* JSON: the alert that the message is about */
	struct shot shots[2 * WB_ROUTES_MAX];
	int count, under_way;
};

/* ---- an alert as it could be ---- */

static int64_t limit_of(const struct wb_plan *plan,
                        const struct wb_alert_limit *limit)
{
	const struct wb_service_level_plan *level =
		&plan->defaults.service_level;
	switch (limit->base) {
	case WB_LIMIT_TARGET:
		return level->target_bp + limit->number;
	case WB_LIMIT_THRESHOLD:
		return level->threshold * limit->number / 100;
	case WB_LIMIT_FIXED:
	case WB_LIMIT_BASE_COUNT:
		break;
	}
	return limit->number;
}

/* Just past its limit. */
static struct wb_alert_reading reading_of(const struct wb_plan *plan,
                                          const struct wb_condition_plan *of)
{
	struct wb_alert_reading reading = {
		.condition = of,
		.bad = true,
		.raise = limit_of(plan, &of->raise),
		.clear = limit_of(plan, &of->clear),
	};
	int64_t past = reading.raise + (of->above ? 1 : -1);
	reading.value = (struct wb_value){
		.known = true,
		.value = past > 0 ? past : 0,
	};
	return reading;
}

static void write_scope(const struct wb_rule_plan *rule, struct wb_buf *out)
{
	const struct wb_rule_scope *scope = &rule->scopes[0];
	if (rule->scope_count == 0) {
		wb_buf_add_text(out, "total");
	} else if (scope->scope.data) {
		wb_buf_add_str(out, scope->scope);
	} else {
		wb_buf_addf(out, "%.*s:test", WB_STR_FMT(scope->kind));
	}
}

static void write_members(struct fire *fire, wb_ms now)
{
	struct wb_buf scope = { 0 }, id = { 0 };
	struct wb_json_writer w;
	write_scope(fire->rule, &scope);
	wb_buf_addf(&id, "%.*s/%.*s@%" PRId64, WB_STR_FMT(fire->rule->name),
	            WB_STR_FMT(wb_buf_str(&scope)), now);
	struct wb_alert alert = {
		.id = wb_buf_str(&id),
		.rule = fire->rule,
		.scope = wb_buf_str(&scope),
		.state = WB_ALERT_FIRING,
		.since = now,
		.fired = now,
		.changed = now,
		.reading_count = fire->rule->condition_count,
	};
	for (int i = 0; i < alert.reading_count; i++) {
		alert.readings[i] =
			reading_of(fire->plan, &fire->rule->conditions[i]);
	}
	wb_json_writer_init(&w, &fire->members);
	wb_json_begin_array(&w);
	wb_json_begin_object(&w);
	wb_alert_write(&w, &alert, fire->plan);
	wb_json_end_object(&w);
	wb_json_end_array(&w);
	wb_buf_finish(&scope);
	wb_buf_finish(&id);
}

/* ---- the messages ---- */

static void on_done(void *user, const char *error)
{
	struct shot *shot = user;
	struct fire *fire = shot->fire;
	wb_str_format(shot->error, sizeof(shot->error), "%s", error);
	fire->under_way--;
	if (fire->under_way == 0) {
		wb_loop_stop(fire->loop);
	}
}

static void shoot(struct fire *fire, struct shot *shot, wb_ms now)
{
	struct wb_buf key = { 0 };
	wb_buf_addf(&key, "test/%.*s/%.*s@%" PRId64,
	            WB_STR_FMT(fire->rule->name), WB_STR_FMT(shot->route->name),
	            now);
	struct wb_notify_message message = {
		.key = wb_buf_str(&key),
		.route = shot->route->name,
		.kind = wb_str(wb_notice_kind_name(WB_NOTICE_TEST)),
		.at = now,
		.rule = fire->rule->name,
		.rule_title = fire->rule->title,
		.severity = fire->rule->severity,
		.group = wb_buf_str(&key),
		.alerts = wb_buf_str(&fire->members),
		.standing = 1,
	};
	fire->under_way++;
	int result = wb_notify_test(fire->notify, &message, on_done, shot);
	if (result != 0) {
		on_done(shot, wb_notify_error(fire->notify));
	}
	wb_buf_finish(&key);
}

/* What came of all of them, in the order of the rule. */
static bool report(const struct fire *fire)
{
	bool fine = true;
	for (int i = 0; i < fire->count; i++) {
		const struct shot *shot = &fire->shots[i];
		bool failed = shot->error[0] != '\0';
		fprintf(fire->out, "%.*s (%s): %s%s\n",
		        WB_STR_FMT(shot->route->name),
		        wb_route_kind_name(shot->route->kind),
		        failed ? "failed: " : "delivered", shot->error);
		fine &= !failed;
	}
	return fine;
}

static void add_routes(struct fire *fire, const int *routes, int count)
{
	for (int i = 0; i < count; i++) {
		const struct wb_route_plan *route =
			&fire->plan->alerts->routes[routes[i]];
		bool known = false;
		for (int k = 0; k < fire->count; k++) {
			known |= fire->shots[k].route == route;
		}
		if (!known) {
			fire->shots[fire->count++] =
				(struct shot){ .fire = fire, .route = route };
		}
	}
}

static bool open_notify(struct fire *fire, const struct wb_options *options)
{
	char assets[4000], error[256];
	const struct wb_alert_plan *alerts = fire->plan->alerts;
	wb_assets_find(options->assets, assets, sizeof(assets));
	struct wb_notify_options notify = {
		.assets = assets,
		.deliver = true,
	};
	fire->loop = wb_loop_create(NULL, fire);
	if (!fire->loop) {
		wb_error("cannot start the event loop");
		return false;
	}
	fire->notify =
		wb_notify_open(fire->loop, &notify, error, sizeof(error));
	if (!fire->notify ||
	    wb_notify_set_routes(fire->notify, fire->plan, alerts->routes,
	                         alerts->route_count, error,
	                         sizeof(error)) != 0) {
		wb_error("%s", error);
		return false;
	}
	return true;
}

/* The rule and its routes; false, said, when there are none. */
static bool find(struct fire *fire, const char *name)
{
	const struct wb_alert_plan *alerts = fire->plan->alerts;
	int number = wb_alert_plan_rule(alerts, wb_str(name));
	if (number < 0) {
		wb_error("--fire: there is no rule '%s'", name);
		return false;
	}
	fire->rule = &alerts->rules[number];
	add_routes(fire, fire->rule->routes, fire->rule->route_count);
	add_routes(fire, fire->rule->escalate_to,
	           fire->rule->escalate_to_count);
	if (fire->count == 0) {
		wb_error("--fire: the rule '%s' has no route: walls and "
		         "browsers alone tell of it",
		         name);
	}
	return fire->count > 0;
}

bool wb_fire(const struct wb_options *options, FILE *out)
{
	struct fire fire = { .out = out };
	struct wb_buf text;
	struct wb_config *config = wb_plan_load(options, &text);
	bool done = false;
	wb_buf_finish(&text);
	fire.plan = config ? &config->plan : NULL;
	if (config && find(&fire, options->fire) &&
	    open_notify(&fire, options)) {
		wb_ms now = wb_clock_wall();
		write_members(&fire, now);
		/* one more, so that the first that fails ends nothing */
		fire.under_way = 1;
		for (int i = 0; i < fire.count; i++) {
			shoot(&fire, &fire.shots[i], now);
		}
		if (--fire.under_way > 0) {
			wb_loop_run(fire.loop);
		}
		done = report(&fire);
	}
	if (fire.notify) {
		wb_notify_close(fire.notify);
	}
	wb_loop_destroy(fire.loop);
	wb_buf_finish(&fire.members);
	wb_config_destroy(config);
	return fflush(out) == 0 && done;
}
