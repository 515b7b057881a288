/*
 * The state as bytes, for both directions. Rules, routes and scopes are numbers
 * of the plan and of the engine that are saved beside it.
 */

#include <stdlib.h>
#include <string.h>

#include "alert/state.h"
#include "floor/codec.h"
#include "limits.h"

#define FORMAT 1
#define NAME_MAX_BYTES 1024
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static uint64_t mix(uint64_t hash, struct wb_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		hash = (hash ^ (unsigned char)text.data[i]) * FNV_PRIME;
	}
	return (hash ^ text.len) * FNV_PRIME;
}

/* A number for the names that the bytes' numbers stand for. */
static uint64_t plan_number(const struct wb_alerts *alerts)
{
	const struct wb_alert_plan *plan = alerts->plan->alerts;
	uint64_t hash = FNV_START ^ FORMAT;
	for (int i = 0; plan && i < plan->rule_count; i++) {
		hash = mix(hash, plan->rules[i].name);
		hash ^= (uint64_t)plan->rules[i].condition_count;
	}
	for (int i = 0; plan && i < plan->route_count; i++) {
		hash = mix(hash, plan->routes[i].name);
	}
	return hash;
}

/* WB_NEVER is none. */
static void transfer_instant(struct wb_codec *codec, wb_ms *instant)
{
	bool any = *instant != WB_NEVER;
	wb_codec_bool(codec, &any);
	if (any) {
		wb_codec_time(codec, instant);
	} else {
		*instant = WB_NEVER;
	}
}

static void transfer_text(struct wb_codec *codec, char **text, size_t max)
{
	struct wb_str value = wb_str(*text);
	wb_codec_str(codec, &value, max);
	if (wb_codec_reads(codec) && value.len > 0 && !codec->failed) {
		*text = strndup(value.data, value.len);
		wb_codec_check(codec, *text != NULL);
	}
}

static void transfer_things(struct wb_codec *codec, struct wb_alerts *alerts)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < alerts->thing_names.count)) {
		struct wb_str name = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			name = wb_names_get(&alerts->thing_names, i);
		}
		wb_codec_str(codec, &name, NAME_MAX_BYTES);
		if (wb_codec_reads(codec)) {
			wb_codec_check(
				codec,
				!codec->failed &&
					wb_guard_add_thing(alerts, name) == i);
		}
		if (codec->failed) {
			return;
		}
		struct wb_thing *thing = &alerts->things[i++];
		wb_codec_number(codec, &thing->feed, WB_FEEDS_MAX);
		wb_codec_bool(codec, &thing->on);
		wb_codec_bool(codec, &thing->touched);
		if (wb_codec_reads(codec) && thing->touched) {
			thing->touched =
				wb_list32_add(alerts, &alerts->changed, i - 1);
		}
	}
}

static void transfer_seconds(struct wb_codec *codec, struct wb_seconds *seconds,
                             wb_ms now)
{
	wb_codec_i64(codec, &seconds->newest, 0, now / WB_SECOND);
	for (int i = 0; i < WB_SECONDS_WORDS; i++) {
		wb_codec_u64(codec, &seconds->words[i]);
	}
}

static void transfer_place(struct wb_codec *codec, struct wb_alerts *alerts,
                           uint32_t scope)
{
	struct wb_alert_place *place = &alerts->places[scope];
	bool seconds = place->seconds != NULL;
	place->touched =
		(uint8_t)wb_codec_enum(codec, place->touched, WB_TOUCH_ALL + 1);
	if (wb_codec_reads(codec) && place->touched != 0 &&
	    !wb_list32_add(alerts, &alerts->touched, scope)) {
		place->touched = 0;
	}
	wb_codec_bool(codec, &seconds);
	if (!seconds) {
		return;
	}
	if (wb_codec_reads(codec) && !place->seconds) {
		place->seconds = calloc(1, sizeof(*place->seconds));
		wb_codec_check(codec, place->seconds != NULL);
	}
	if (!codec->failed) {
		transfer_seconds(codec, place->seconds,
		                 wb_engine_now(alerts->engine));
	}
}

static bool has_news(const struct wb_alert_place *place)
{
	return place->touched != 0 || place->seconds;
}

static void transfer_places(struct wb_codec *codec, struct wb_alerts *alerts)
{
	uint32_t i = 0;
	for (;;) {
		while (!wb_codec_reads(codec) && i < alerts->place_count &&
		       !has_news(&alerts->places[i])) {
			i++;
		}
		if (!wb_codec_more(codec, i < alerts->place_count)) {
			return;
		}
		wb_codec_u32(codec, &i, UINT32_MAX - 1);
		wb_codec_check(codec, i < alerts->place_count);
		if (codec->failed) {
			return;
		}
		transfer_place(codec, alerts, i++);
	}
}

/* Which guard it is; WB_NOBODY, and failed, when there is no such one. */
static uint32_t transfer_guard_name(struct wb_codec *codec,
                                    const struct wb_alerts *alerts,
                                    uint32_t number)
{
	struct wb_guard guard = { .rule = 0 };
	if (!wb_codec_reads(codec)) {
		guard = alerts->guards[number];
	}
	wb_codec_u32(codec, &guard.rule, WB_RULES_MAX);
	guard.kind =
		(uint8_t)wb_codec_enum(codec, guard.kind, WB_GUARD_ROUTE + 1);
	wb_codec_u32(codec, &guard.scope, UINT32_MAX - 1);
	if (!wb_codec_reads(codec)) {
		return number;
	}
	bool known = guard.kind == WB_GUARD_SCOPE ||
	             guard.scope < alerts->thing_names.count;
	uint32_t found = known && !codec->failed
	                         ? wb_guard_find(alerts, guard.rule,
	                                         (enum wb_guard_kind)guard.kind,
	                                         guard.scope)
	                         : WB_NOBODY;
	wb_codec_check(codec, found != WB_NOBODY);
	return found;
}

static void transfer_read(struct wb_codec *codec, struct wb_read *read)
{
	const int64_t most = WB_CODEC_AMOUNT_MAX;
	wb_codec_bool(codec, &read->bad);
	wb_codec_bool(codec, &read->value.known);
	wb_codec_bool(codec, &read->value.is_ratio);
	wb_codec_i64(codec, &read->value.value, -most, most);
	wb_codec_i64(codec, &read->value.ratio.num, -most, most);
	wb_codec_i64(codec, &read->value.ratio.den, -most, most);
	wb_codec_i64(codec, &read->raise, -most, most);
	wb_codec_i64(codec, &read->clear, -most, most);
}

static void transfer_times(struct wb_codec *codec, struct wb_stand *stand)
{
	uint32_t fires = (uint32_t)stand->fire_count;
	wb_codec_time(codec, &stand->since);
	wb_codec_time(codec, &stand->bad_since);
	wb_codec_time(codec, &stand->fired);
	wb_codec_time(codec, &stand->changed);
	wb_codec_time(codec, &stand->stirred);
	wb_codec_time(codec, &stand->shelved_until);
	wb_codec_u32(codec, &fires, WB_FLAP_COUNT_MAX);
	stand->fire_count = (int)fires;
	for (uint32_t i = 0; i < fires; i++) {
		wb_codec_time(codec, &stand->fires[i]);
	}
}

static void transfer_stand(struct wb_codec *codec,
                           const struct wb_rule_plan *rule,
                           struct wb_stand *stand)
{
	stand->state = (enum wb_alert_state)wb_codec_enum(codec, stand->state,
	                                                  WB_ALERT_STATE_COUNT);
	wb_codec_bool(codec, &stand->bad);
	wb_codec_bool(codec, &stand->inhibited);
	wb_codec_bool(codec, &stand->flapping);
	wb_codec_bool(codec, &stand->escalated);
	wb_codec_bool(codec, &stand->lapsed);
	wb_codec_bool(codec, &stand->told);
	transfer_times(codec, stand);
	transfer_text(codec, &stand->author, WB_ALERT_AUTHOR_MAX);
	transfer_text(codec, &stand->note, WB_ALERT_NOTE_MAX);
	for (int i = 0; i < rule->condition_count; i++) {
		transfer_read(codec, &stand->reads[i]);
	}
}

static void transfer_guard(struct wb_codec *codec, struct wb_alerts *alerts,
                           uint32_t number)
{
	struct wb_guard *guard = &alerts->guards[number];
	bool stands = guard->stand != NULL;
	wb_ms due = guard->due;
	guard->latches = (uint8_t)wb_codec_enum(codec, guard->latches, 256);
	transfer_instant(codec, &guard->look_due);
	transfer_instant(codec, &due);
	wb_codec_bool(codec, &stands);
	if (wb_codec_reads(codec) && !codec->failed) {
		wb_due_set(alerts, number, due);
		if (stands) {
			wb_codec_check(codec, wb_guard_stand(alerts, number));
		}
	}
	if (stands && !codec->failed) {
		transfer_stand(codec, alerts->rules[guard->rule].plan,
		               guard->stand);
	}
}

/* Those that are not as a new plan leaves them, in an order of their own. */
static void list_guards(struct wb_alerts *alerts)
{
	alerts->sorted.count = 0;
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		const struct wb_guard *guard = &alerts->guards[i];
		if (guard->stand || guard->latches != 0 ||
		    guard->due != WB_NEVER) {
			wb_list32_add(alerts, &alerts->sorted, i);
		}
	}
	wb_guard_sort(alerts, &alerts->sorted);
}

static void transfer_guards(struct wb_codec *codec, struct wb_alerts *alerts)
{
	uint32_t i = 0;
	if (!wb_codec_reads(codec)) {
		list_guards(alerts);
	}
	while (wb_codec_more(codec, !wb_codec_reads(codec) &&
	                                    i < alerts->sorted.count)) {
		uint32_t guard =
			wb_codec_reads(codec) ? 0 : alerts->sorted.items[i];
		guard = transfer_guard_name(codec, alerts, guard);
		if (codec->failed) {
			return;
		}
		transfer_guard(codec, alerts, guard);
		i++;
	}
}

static void transfer_members(struct wb_codec *codec, struct wb_alerts *alerts,
                             uint32_t number)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < alerts->groups[number].member_count)) {
		struct wb_group *group = &alerts->groups[number];
		uint32_t guard = wb_codec_reads(codec) ? 0 : group->members[i];
		guard = transfer_guard_name(codec, alerts, guard);
		if (wb_codec_reads(codec) && !codec->failed) {
			wb_codec_check(codec, wb_group_restore_member(
						      alerts, number, guard));
		}
		if (codec->failed) {
			return;
		}
		i++;
	}
}

static void transfer_group(struct wb_codec *codec, struct wb_alerts *alerts,
                           uint32_t number)
{
	struct wb_group *group = &alerts->groups[number];
	struct wb_str key = wb_str(group->key);
	uint32_t none = wb_codec_reads(codec) ? 0 : group->rule;
	wb_codec_number(codec, &none, alerts->rule_count);
	group->rule = none;
	if (none == WB_NOBODY) { /* a free place */
		return;
	}
	wb_codec_str(codec, &key, NAME_MAX_BYTES);
	if (wb_codec_reads(codec)) {
		group->key = codec->failed ? NULL : strndup(key.data, key.len);
		wb_codec_check(codec, group->key != NULL);
	}
	wb_codec_time(codec, &group->opened);
	transfer_instant(codec, &group->due);
	wb_codec_time(codec, &group->last);
	wb_codec_u32(codec, &group->count, UINT32_MAX - 1);
	wb_codec_u32(codec, &group->knows, UINT32_MAX);
	wb_codec_u32(codec, &group->owed, UINT32_MAX);
	wb_codec_u32(codec, &group->extra, UINT32_MAX);
	transfer_members(codec, alerts, number);
}

static void transfer_groups(struct wb_codec *codec, struct wb_alerts *alerts)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < alerts->group_count)) {
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec, wb_group_restore(alerts) == i);
		}
		if (codec->failed) {
			return;
		}
		transfer_group(codec, alerts, i++);
	}
}

/* Bits of routes that the plan does not have. */
static void check_routes(struct wb_codec *codec, const struct wb_alerts *alerts)
{
	int count =
		alerts->plan->alerts ? alerts->plan->alerts->route_count : 0;
	uint32_t all = count == WB_ROUTES_MAX ? UINT32_MAX
	                                      : ((uint32_t)1 << count) - 1;
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		const struct wb_group *group = &alerts->groups[i];
		uint32_t bits = group->knows | group->owed | group->extra;
		wb_codec_check(codec, (bits & ~all) == 0);
	}
}

static void transfer(struct wb_codec *codec, struct wb_alerts *alerts)
{
	uint64_t plan = plan_number(alerts);
	wb_codec_u64(codec, &plan);
	wb_codec_check(codec, plan == plan_number(alerts));
	wb_codec_bool(codec, &alerts->started);
	wb_codec_bool(codec, &alerts->recheck);
	wb_codec_u64(codec, &alerts->step_number);
	wb_codec_u64(codec, &alerts->revision);
	transfer_instant(codec, &alerts->look_at);
	if (!codec->failed) {
		transfer_things(codec, alerts);
		transfer_places(codec, alerts);
		transfer_guards(codec, alerts);
		transfer_groups(codec, alerts);
	}
}

bool wb_alerts_save(struct wb_alerts *alerts, struct wb_buf *ret_bytes)
{
	struct wb_codec codec;
	if (!alerts->plan) {
		return false;
	}
	wb_guard_bind(alerts);
	wb_codec_write(&codec, ret_bytes);
	transfer(&codec, alerts);
	return wb_codec_finish(&codec) && !ret_bytes->failed;
}

/* As a new plan leaves fresh alerts. */
static void begin_anew(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		wb_stand_free(alerts->guards[i].stand);
	}
	for (uint32_t i = 0; i < alerts->group_count; i++) {
		wb_group_free(&alerts->groups[i]);
	}
	for (uint32_t i = 0; i < alerts->place_count; i++) {
		alerts->places[i].touched = 0;
		free(alerts->places[i].seconds);
		alerts->places[i].seconds = NULL;
	}
	alerts->touched.count = alerts->changed.count = 0;
	alerts->look_at = WB_NEVER;
	alerts->group_count = 0;
	alerts->step_number = alerts->revision = 0;
	alerts->started = false;
	wb_guard_clear(alerts);
	wb_guard_bind(alerts);
	wb_guard_bind_things(alerts);
	wb_group_set_next(alerts);
}

bool wb_alerts_load(struct wb_alerts *alerts, struct wb_str bytes)
{
	struct wb_codec codec;
	if (!alerts->plan) {
		return false;
	}
	begin_anew(alerts);
	/* What the new plan made to be looked at was looked at before. */
	for (uint32_t i = 0; i < alerts->touched.count; i++) {
		alerts->places[alerts->touched.items[i]].touched = 0;
	}
	alerts->touched.count = 0;
	wb_codec_read(&codec, bytes);
	transfer(&codec, alerts);
	check_routes(&codec, alerts);
	if (!wb_codec_finish(&codec)) {
		begin_anew(alerts);
		wb_guard_touch_all(alerts);
		return false;
	}
	wb_rules_start(alerts, wb_engine_now(alerts->engine));
	wb_rules_count(alerts);
	wb_group_set_next(alerts);
	return true;
}
