#include "app/gathered.h"

#include <stdlib.h>
#include <string.h>

#include "app/alert_json.h"
#include "base/names.h"

/* Bytes that may wait to be stored, as when a disk is full. */
#define TEXTS_MAX ((size_t)256 * 1024 * 1024)

static bool make_room(void **list, int count, int *capacity, size_t size)
{
	if (count < *capacity) {
		return true;
	}
	int wanted = *capacity * 2 + 64;
	void *grown = realloc(*list, (size_t)wanted * size);
	if (!grown) {
		return false;
	}
	*list = grown;
	*capacity = wanted;
	return true;
}

static bool owns(const struct wb_plan *plan, const struct wb_rule_plan *rule)
{
	const struct wb_alert_plan *alerts = plan ? plan->alerts : NULL;
	return alerts && rule >= alerts->rules &&
	       rule < alerts->rules + alerts->rule_count;
}

/* The plan in whose words a rule is told. */
static const struct wb_plan *plan_of(const struct wb_gathered *gathered,
                                     const struct wb_rule_plan *rule)
{
	return gathered->before && owns(gathered->before, rule)
	               ? gathered->before
	               : gathered->plan;
}

static struct wb_str keep(struct wb_gathered *gathered, struct wb_str text)
{
	return wb_arena_str(&gathered->texts, text);
}

static struct wb_str keep_buf(struct wb_gathered *gathered, struct wb_buf *text)
{
	struct wb_str kept = { NULL, 0 };
	if (!text->failed) {
		kept = keep(gathered, wb_buf_str(text));
	}
	wb_buf_finish(text);
	return kept;
}

static void on_step(void *user, const struct wb_alert_step *step)
{
	struct wb_gathered *gathered = user;
	struct wb_buf text = { 0 };
	struct wb_json_writer w;
	void *steps = gathered->steps;
	wb_json_writer_init(&w, &text);
	wb_alert_write_step(&w, step, plan_of(gathered, step->alert->rule));
	struct wb_notify_step row = {
		.number = step->number,
		.at = step->at,
		.rule = keep(gathered, step->alert->rule->name),
		.scope = keep(gathered, step->alert->scope),
		.row = keep_buf(gathered, &text),
	};
	if (!row.rule.data || !row.scope.data || !row.row.data ||
	    !make_room(&steps, gathered->step_count, &gathered->step_capacity,
	               sizeof(row))) {
		gathered->lost++;
		return;
	}
	gathered->steps = steps;
	gathered->steps[gathered->step_count++] = row;
}

static struct wb_title keep_title(struct wb_gathered *gathered,
                                  const struct wb_title *title)
{
	struct wb_title kept = { 0 };
	for (int i = 0; i < WB_LANGUAGE_COUNT; i++) {
		kept.text[i] = keep(gathered, title->text[i]);
	}
	return kept;
}

static struct wb_str keep_members(struct wb_gathered *gathered,
                                  const struct wb_notice *notice)
{
	struct wb_buf text = { 0 };
	struct wb_json_writer w;
	wb_json_writer_init(&w, &text);
	wb_json_begin_array(&w);
	for (int i = 0; i < notice->member_count; i++) {
		wb_json_begin_object(&w);
		wb_alert_write(&w, &notice->members[i],
		               plan_of(gathered, notice->members[i].rule));
		wb_json_end_object(&w);
	}
	wb_json_end_array(&w);
	return keep_buf(gathered, &text);
}

static void on_notice(void *user, const struct wb_notice *notice)
{
	struct wb_gathered *gathered = user;
	void *messages = gathered->messages;
	if (gathered->steps_only) {
		return;
	}
	struct wb_notify_message row = {
		.key = keep(gathered, notice->key),
		.route = keep(gathered, notice->route->name),
		.kind = wb_str(wb_notice_kind_name(notice->kind)),
		.at = notice->at,
		.rule = keep(gathered, notice->rule->name),
		.rule_title = keep_title(gathered, &notice->rule->title),
		.severity = notice->rule->severity,
		.group = keep(gathered, notice->group),
		.alerts = keep_members(gathered, notice),
		.more = notice->more,
		.standing = notice->standing,
	};
	if (!row.key.data || !row.route.data || !row.rule.data ||
	    !row.alerts.data ||
	    !make_room(&messages, gathered->message_count,
	               &gathered->message_capacity, sizeof(row))) {
		gathered->lost++;
		return;
	}
	gathered->messages = messages;
	gathered->messages[gathered->message_count++] = row;
	if (gathered->catching_up) {
		gathered->old_count = gathered->message_count;
	}
}

struct wb_alert_sink wb_gathered_sink(struct wb_gathered *gathered)
{
	gathered->texts.limit = TEXTS_MAX;
	return (struct wb_alert_sink){
		.step = on_step,
		.notice = on_notice,
		.user = gathered,
	};
}

/* Does something fire, and was no newer message of its story seen? */
static bool is_kept(struct wb_names *stories,
                    const struct wb_notify_message *message)
{
	struct wb_buf story = { 0 };
	uint32_t before = stories->count;
	wb_buf_addf(&story, "%.*s\n%.*s", WB_STR_FMT(message->route),
	            WB_STR_FMT(message->group));
	bool newest =
		wb_names_add(stories, wb_buf_str(&story)) == WB_NAMES_NONE ||
		stories->count > before;
	wb_buf_finish(&story);
	return newest && message->standing > 0;
}

/* Nobody heard of its story before. */
static void become_first(struct wb_notify_message *message)
{
	if (wb_str_is(message->kind, wb_notice_kind_name(WB_NOTICE_CHANGED))) {
		message->kind = wb_str(wb_notice_kind_name(WB_NOTICE_RAISED));
	}
}

void wb_gathered_catch_up(struct wb_gathered *gathered)
{
	struct wb_notify_message *messages = gathered->messages;
	struct wb_names stories = { 0 };
	int first = gathered->old_count;
	if (gathered->old_count == 0) {
		return;
	}
	/* from the newest on: those that stay move to the end of the old */
	for (int i = gathered->old_count - 1; i >= 0; i--) {
		if (is_kept(&stories, &messages[i])) {
			messages[--first] = messages[i];
			become_first(&messages[first]);
		}
	}
	gathered->message_count -= first;
	memmove(messages, messages + first,
	        (size_t)gathered->message_count * sizeof(*messages));
	gathered->old_count = 0;
	wb_names_finish(&stories);
}

void wb_gathered_forget(struct wb_gathered *gathered)
{
	gathered->step_count = 0;
	gathered->message_count = 0;
	gathered->old_count = 0;
	wb_arena_reset(&gathered->texts);
}

void wb_gathered_finish(struct wb_gathered *gathered)
{
	free(gathered->steps);
	free(gathered->messages);
	wb_arena_finish(&gathered->texts);
	*gathered = (struct wb_gathered){ 0 };
}
