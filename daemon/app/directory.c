/* Queues, groups and agents by name and title, and agents' states. */

#include "app/directory.h"
#include "base/json_write.h"

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

/* Absent members are left out. */
static void write_string(struct wb_json_writer *w, const char *key,
                         struct wb_str value)
{
	if (value.len > 0) {
		wb_json_key_text(w, key);
		wb_json_string(w, value);
	}
}

static void write_title(struct wb_json_writer *w, const struct wb_title *title)
{
	wb_json_key_text(w, "title");
	wb_json_begin_object(w);
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		write_string(w, wb_language_code((enum wb_language)i),
		             title->text[i]);
	}
	wb_json_end_object(w);
}

static void write_groups(struct wb_json_writer *w, const char *key,
                         const struct wb_group_plan *groups, int count)
{
	wb_json_key_text(w, key);
	wb_json_begin_array(w);
	for (int i = 0; i < count; i++) {
		wb_json_begin_object(w);
		write_string(w, "name", groups[i].name);
		write_title(w, &groups[i].title);
		wb_json_end_object(w);
	}
	wb_json_end_array(w);
}

static void write_queue(struct wb_json_writer *w, const struct wb_floor *floor,
                        uint32_t queue)
{
	const struct wb_queue_plan *plan = wb_floor_queue_plan(floor, queue);
	wb_json_begin_object(w);
	write_string(w, "queue", wb_floor_queue_name(floor, queue));
	write_title(w, &plan->title);
	write_string(w, "department", plan->department);
	write_string(w, "site", plan->site);
	wb_json_key_text(w, "channel");
	wb_json_text(w, wb_channel_name(plan->channel));
	write_int(w, "threshold_ms", plan->service_level.threshold);
	wb_json_key_text(w, "target");
	wb_json_decimal(w, plan->service_level.target_bp, 2);
	if (!plan->configured) {
		wb_json_key_text(w, "unconfigured");
		wb_json_bool(w, true);
	}
	wb_json_end_object(w);
}

static void write_place(struct wb_json_writer *w,
                        const struct wb_agent_plan *plan, bool named)
{
	if (!plan) {
		wb_json_key_text(w, "unconfigured");
		wb_json_bool(w, true);
		return;
	}
	if (named) {
		write_title(w, &plan->title);
	}
	write_string(w, "team", plan->team);
	write_string(w, "site", plan->site);
}

static void write_agent(struct wb_json_writer *w, const struct wb_floor *floor,
                        uint32_t agent, bool named)
{
	struct wb_agent_now now;
	wb_floor_agent_now(floor, agent, &now);
	wb_json_begin_object(w);
	write_string(w, "agent", wb_floor_agent_name(floor, agent));
	write_place(w, wb_floor_agent_plan(floor, agent), named);
	wb_json_key_text(w, "state");
	wb_json_text(w, wb_agent_state_name(now.state));
	write_string(w, "reason", now.reason);
	write_string(w, "pending", now.pending);
	/* Who was never signed in has been so since nothing is known. */
	if (now.since > 0 && now.since != WB_NEVER) {
		write_int(w, "since", now.since);
	}
	wb_json_end_object(w);
}

enum wb_lookup_result wb_directory_write(const struct wb_lookup *lookup,
                                         wb_parameter_fn parameter, void *ctx,
                                         struct wb_buf *body,
                                         char ret_error[WB_LOOKUP_ERROR_SIZE])
{
	const struct wb_plan *plan = wb_engine_plan(lookup->engine);
	const struct wb_floor *floor = wb_engine_floor(lookup->engine);
	struct wb_json_writer w;
	(void)parameter;
	(void)ctx;
	(void)ret_error;
	wb_json_writer_init(&w, body);
	wb_json_begin_object(&w);
	write_int(&w, "now", lookup->now);
	write_groups(&w, "departments", plan->departments,
	             plan->department_count);
	write_groups(&w, "teams", plan->teams, plan->team_count);
	write_groups(&w, "sites", plan->sites, plan->site_count);
	wb_json_key_text(&w, "queues");
	wb_json_begin_array(&w);
	for (uint32_t i = 0; i < wb_floor_queue_count(floor); i++) {
		write_queue(&w, floor, i);
	}
	wb_json_end_array(&w);
	wb_json_key_text(&w, "agents");
	wb_json_begin_array(&w);
	for (uint32_t i = 0; i < wb_floor_agent_count(floor); i++) {
		write_agent(&w, floor, i, plan->agent_names == WB_NAMES_FULL);
	}
	wb_json_end_array(&w);
	wb_json_end_object(&w);
	return body->failed ? WB_LOOKUP_FAILED : WB_LOOKUP_OK;
}
