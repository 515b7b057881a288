#include "app/alert_answers.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "app/acts.h"
#include "app/alert_json.h"

#define HISTORY_DEFAULT 100
#define HISTORY_MAX 1000

static void member_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static void member_str(struct wb_json_writer *w, const char *key,
                       struct wb_str value)
{
	wb_json_key_text(w, key);
	if (value.len > 0) {
		wb_json_string(w, value);
	} else {
		wb_json_null(w);
	}
}

static void member_time(struct wb_json_writer *w, const char *key, wb_ms value)
{
	wb_json_key_text(w, key);
	if (value > 0) {
		wb_json_int(w, value);
	} else {
		wb_json_null(w);
	}
}

/* ---- what stands ---- */

struct standing {
	const struct wb_plan *plan;
	struct wb_json_writer w;
	unsigned states; /* bits: 1 << enum wb_alert_state */
	struct wb_str rule, scope;
};

/* A list of states with commas between them; absent = all. */
static bool read_states(struct wb_str list, unsigned *ret_states)
{
	unsigned states = list.data ? 0 : ~0u;
	while (list.len > 0) {
		const char *comma = memchr(list.data, ',', list.len);
		size_t len = comma ? (size_t)(comma - list.data) : list.len;
		struct wb_str word = { list.data, len };
		unsigned bit = 0;
		for (int i = WB_ALERT_PENDING; i < WB_ALERT_STATE_COUNT; i++) {
			enum wb_alert_state state = (enum wb_alert_state)i;
			if (wb_str_is(word, wb_alert_state_name(state))) {
				bit = 1u << i;
			}
		}
		if (bit == 0) {
			return false;
		}
		states |= bit;
		list.data += len + (comma != NULL);
		list.len -= len + (comma != NULL);
	}
	*ret_states = states;
	return states != 0;
}

static bool matches(struct wb_str wanted, struct wb_str value)
{
	return !wanted.data || wb_str_equal(wanted, value);
}

static void on_alert(void *user, const struct wb_alert *alert)
{
	struct standing *standing = user;
	if (!(standing->states >> alert->state & 1u) ||
	    !matches(standing->rule, alert->rule->name) ||
	    !matches(standing->scope, alert->scope)) {
		return;
	}
	wb_json_begin_object(&standing->w);
	wb_alert_write(&standing->w, alert, standing->plan);
	wb_json_end_object(&standing->w);
}

static void on_shelved(void *user, const struct wb_alert *alert)
{
	struct standing *standing = user;
	struct wb_json_writer *w = &standing->w;
	struct wb_buf id = { 0 };
	if (!matches(standing->rule, alert->rule->name) ||
	    !matches(standing->scope, alert->scope)) {
		return;
	}
	wb_buf_addf(&id, "%.*s/%.*s", WB_STR_FMT(alert->rule->name),
	            WB_STR_FMT(alert->scope));
	wb_json_begin_object(w);
	member_str(w, "id", wb_buf_str(&id));
	member_int(w, "until", alert->shelved_until);
	member_str(w, "author", alert->author);
	member_str(w, "note", alert->note);
	wb_json_end_object(w);
	wb_buf_finish(&id);
}

static int answer_standing(struct wb_daemon *daemon, wb_parameter_fn parameter,
                           void *ctx, struct wb_buf *body)
{
	struct standing standing = {
		.plan = &daemon->config->plan,
		.rule = parameter(ctx, "rule"),
		.scope = parameter(ctx, "scope"),
	};
	struct wb_str states = parameter(ctx, "state");
	struct wb_json_writer *w = &standing.w;
	char error[200];
	if (!read_states(states, &standing.states)) {
		wb_parameter_fail(error, sizeof(error), "state", states,
		                  "pending, firing, acknowledged or over, or "
		                  "several with commas");
		return wb_answer_error(body, 400, error);
	}
	wb_json_writer_init(w, body);
	wb_json_begin_object(w);
	member_int(w, "now", wb_daemon_now(daemon));
	member_int(w, "revision", (int64_t)wb_alerts_revision(daemon->alerts));
	wb_json_key_text(w, "alerts");
	wb_json_begin_array(w);
	wb_alerts_each(daemon->alerts, on_alert, &standing);
	wb_json_end_array(w);
	wb_json_key_text(w, "shelved");
	wb_json_begin_array(w);
	wb_alerts_each_shelved(daemon->alerts, on_shelved, &standing);
	wb_json_end_array(w);
	wb_json_end_object(w);
	return 200;
}

/* ---- rules and routes ---- */

static void write_counts(struct wb_json_writer *w,
                         const struct wb_notify_route *counts)
{
	member_int(w, "waiting", counts->waiting);
	member_int(w, "held", counts->held);
	member_int(w, "delivered", (int64_t)counts->delivered);
	member_int(w, "failed", (int64_t)counts->failed);
	member_int(w, "given_up", (int64_t)counts->given_up);
	member_int(w, "dropped", (int64_t)counts->dropped);
	member_int(w, "withheld", (int64_t)counts->withheld);
	member_time(w, "last_delivered", counts->last_delivered);
	member_time(w, "failing_since", counts->failing_since);
	member_str(w, "error", wb_str(counts->error));
}

/* Neither addresses nor secrets. */
static void write_route(struct wb_json_writer *w,
                        const struct wb_route_plan *route,
                        const struct wb_notify *notify)
{
	wb_json_begin_object(w);
	member_str(w, "name", route->name);
	member_str(w, "kind", wb_str(wb_route_kind_name(route->kind)));
	if (route->kind == WB_ROUTE_WEBHOOK) {
		member_str(w, "format",
		           wb_str(wb_webhook_format_name(route->format)));
	}
	member_str(w, "language", wb_str(wb_language_code(route->language)));
	member_str(w, "least", wb_str(wb_severity_name(route->least)));
	for (int i = 0; i < wb_notify_route_count(notify); i++) {
		struct wb_notify_route counts;
		wb_notify_route_get(notify, i, &counts);
		if (wb_str_equal(counts.name, route->name)) {
			write_counts(w, &counts);
			break;
		}
	}
	wb_json_end_object(w);
}

static int answer_rules(struct wb_daemon *daemon, struct wb_buf *body)
{
	static const struct wb_alert_plan none = { 0 };
	const struct wb_alert_plan *alerts = daemon->config->plan.alerts;
	struct wb_json_writer w;
	alerts = alerts ? alerts : &none;
	wb_json_writer_init(&w, body);
	wb_json_begin_object(&w);
	member_int(&w, "now", wb_daemon_now(daemon));
	wb_json_key_text(&w, "rules");
	wb_json_begin_array(&w);
	for (int i = 0; i < alerts->rule_count; i++) {
		wb_alert_write_rule(&w, &alerts->rules[i], alerts);
	}
	wb_json_end_array(&w);
	wb_json_key_text(&w, "delivers");
	wb_json_bool(&w, !daemon->events_clock);
	wb_json_key_text(&w, "routes");
	wb_json_begin_array(&w);
	for (int i = 0; i < alerts->route_count; i++) {
		write_route(&w, &alerts->routes[i], daemon->notify);
	}
	wb_json_end_array(&w);
	wb_json_end_object(&w);
	return 200;
}

/* ---- the history ---- */

struct steps {
	struct wb_json_writer w;
	int left; /* that fit */
	uint64_t last;
	bool more;
};

static void on_step(void *user, uint64_t number, struct wb_str row)
{
	struct steps *steps = user;
	if (steps->left == 0) {
		steps->more = true;
		return;
	}
	steps->left--;
	steps->last = number;
	wb_json_raw(&steps->w, row);
}

static bool read_after(struct wb_str text, uint64_t *ret_number)
{
	uint64_t number = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9' || i >= 18) {
			return false;
		}
		number = number * 10 + (uint64_t)(text.data[i] - '0');
	}
	*ret_number = number;
	return !text.data || number > 0;
}

static bool read_query(struct wb_daemon *daemon, wb_parameter_fn parameter,
                       void *ctx, struct wb_notify_query *query, char *error,
                       size_t error_size)
{
	struct wb_str after = parameter(ctx, "after");
	query->rule = parameter(ctx, "rule");
	query->scope = parameter(ctx, "scope");
	if (!wb_parameters_span(parameter, ctx, &daemon->config->plan,
	                        wb_daemon_now(daemon), &query->from, &query->to,
	                        error, error_size) ||
	    !wb_parameter_count(parameter, ctx, "limit", HISTORY_DEFAULT,
	                        HISTORY_MAX, &query->limit, error,
	                        error_size)) {
		return false;
	}
	return read_after(after, &query->before) ||
	       wb_parameter_fail(error, error_size, "after", after,
	                         "the \"next\" of the page before");
}

static int answer_history(struct wb_daemon *daemon, wb_parameter_fn parameter,
                          void *ctx, struct wb_buf *body)
{
	struct wb_notify_query query = { 0 };
	struct steps steps = { 0 };
	struct wb_json_writer *w = &steps.w;
	char error[200];
	if (!read_query(daemon, parameter, ctx, &query, error, sizeof(error))) {
		return wb_answer_error(body, 400, error);
	}
	wb_alerting_flush(daemon);
	steps.left = query.limit++; /* one more tells that there are more */
	wb_json_writer_init(w, body);
	wb_json_begin_object(w);
	member_int(w, "from", query.from);
	member_int(w, "to", query.to);
	wb_json_key_text(w, "steps");
	wb_json_begin_array(w);
	if (wb_notify_steps(daemon->notify, &query, on_step, &steps) != 0) {
		return wb_answer_error(body, 503,
		                       "the history of alerts cannot be read; "
		                       "see the daemon's log");
	}
	wb_json_end_array(w);
	if (steps.more) {
		snprintf(error, sizeof(error), "%" PRIu64, steps.last);
	}
	member_str(w, "next", wb_str(steps.more ? error : NULL));
	wb_json_end_object(w);
	return 200;
}

int wb_alert_answers_get(struct wb_daemon *daemon, struct wb_str path,
                         wb_parameter_fn parameter, void *ctx,
                         struct wb_buf *body)
{
	if (wb_str_is(path, "/api/v1/alerts")) {
		return answer_standing(daemon, parameter, ctx, body);
	}
	if (wb_str_is(path, "/api/v1/alerts/rules")) {
		return answer_rules(daemon, body);
	}
	if (wb_str_is(path, "/api/v1/alerts/history")) {
		return answer_history(daemon, parameter, ctx, body);
	}
	return -1;
}

/* ---- acts ---- */

struct search {
	struct wb_json_writer w;
	const struct wb_plan *plan;
	struct wb_str id;
	bool found;
};

/* Is it the alert, or that of "RULE/SCOPE"? */
static bool is_meant(const struct search *search, const struct wb_alert *alert)
{
	struct wb_str rule = alert->rule->name, id = search->id;
	if (wb_str_equal(alert->id, id)) {
		return true;
	}
	return id.len == rule.len + 1 + alert->scope.len &&
	       memcmp(id.data, rule.data, rule.len) == 0 &&
	       id.data[rule.len] == '/' &&
	       memcmp(id.data + rule.len + 1, alert->scope.data,
	              alert->scope.len) == 0;
}

static void on_candidate(void *user, const struct wb_alert *alert)
{
	struct search *search = user;
	if (search->found || !is_meant(search, alert)) {
		return;
	}
	search->found = true;
	wb_json_begin_object(&search->w);
	wb_alert_write(&search->w, alert, search->plan);
	wb_json_end_object(&search->w);
}

static int answer_done(struct wb_daemon *daemon, struct wb_str id,
                       struct wb_buf *body)
{
	struct search search = { .plan = &daemon->config->plan, .id = id };
	wb_json_writer_init(&search.w, body);
	wb_json_begin_object(&search.w);
	wb_json_key_text(&search.w, "ok");
	wb_json_bool(&search.w, true);
	wb_json_key_text(&search.w, "alert");
	wb_alerts_each(daemon->alerts, on_candidate, &search);
	if (!search.found) {
		wb_json_null(&search.w);
	}
	wb_json_end_object(&search.w);
	return 200;
}

int wb_alert_answers_act(struct wb_daemon *daemon, struct wb_str text,
                         struct wb_buf *body)
{
	struct wb_arena arena = { 0 };
	struct wb_act_record act;
	char error[WB_ACT_ERROR_SIZE];
	int status;
	if (!wb_act_request_read(text, wb_daemon_now(daemon), &arena, &act,
	                         error)) {
		status = wb_answer_error(body, 400, error);
	} else {
		switch (wb_acts_take(daemon, &act)) {
		case 0:
			status = answer_done(daemon, act.id, body);
			break;
		case -ENOENT:
			status = wb_answer_error(
				body, 404, "no such alert stands any more");
			break;
		case -EALREADY:
			status = wb_answer_error(body, 409, "it is so already");
			break;
		default:
			status = wb_answer_error(body, 503,
			                         "the journal takes no writes");
			break;
		}
		wb_push_changed(daemon->push);
	}
	wb_arena_finish(&arena);
	return status;
}
