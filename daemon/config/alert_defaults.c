/*
 * The rules there are when none are given. They keep a promise with each
 * queue's own target and threshold, and yield to a feed that is silent: then
 * nobody knows.
 */

#include "config/draft.h"

#define TEXT(text)                                                             \
	{                                                                      \
		(text), sizeof(text) - 1                                       \
	}
#define TITLES(en, fa, ar, ru)                                                 \
	{                                                                      \
		.text = { TEXT(en), TEXT(fa), TEXT(ar), TEXT(ru) }             \
	}
#define COUNT_OF(table) ((int)(sizeof(table) / sizeof((table)[0])))

static const struct wb_rule_scope every_queue[] = { { .kind = TEXT("queue") } };
static const struct wb_rule_scope every_feed[] = { { .kind = TEXT("feed") } };
static const struct wb_rule_scope every_route[] = { { .kind = TEXT("route") } };

static const struct wb_condition_plan below_target[] = {
	{ .signal = WB_SIGNAL_KPI,
	  .kpi = TEXT("service_level"),
	  .window = WB_WINDOW_30M,
	  .raise = { WB_LIMIT_TARGET, 0 },
	  .clear = { WB_LIMIT_TARGET, 200 },
	  .min_sample = 20 },
};

static const struct wb_condition_plan far_below_target[] = {
	{ .signal = WB_SIGNAL_KPI,
	  .kpi = TEXT("service_level"),
	  .window = WB_WINDOW_30M,
	  .raise = { WB_LIMIT_TARGET, -1500 },
	  .clear = { WB_LIMIT_TARGET, -1000 },
	  .min_sample = 20 },
};

static const struct wb_condition_plan long_wait[] = {
	{ .signal = WB_SIGNAL_KPI,
	  .kpi = TEXT("longest_wait"),
	  .window = WB_WINDOW_NOW,
	  .above = true,
	  .raise = { WB_LIMIT_THRESHOLD, 200 },
	  .clear = { WB_LIMIT_THRESHOLD, 150 } },
};

static const struct wb_condition_plan many_abandon[] = {
	{ .signal = WB_SIGNAL_KPI,
	  .kpi = TEXT("abandonment_rate"),
	  .window = WB_WINDOW_1H,
	  .above = true,
	  .raise = { WB_LIMIT_FIXED, 1000 },
	  .clear = { WB_LIMIT_FIXED, 800 },
	  .min_sample = 20 },
};

/* Not even one. */
#define NONE(what)                                                             \
	{                                                                      \
		.signal = WB_SIGNAL_KPI, .kpi = TEXT(what),                    \
		.window = WB_WINDOW_NOW, .raise = { WB_LIMIT_FIXED, 1 },       \
		.clear = {                                                     \
			WB_LIMIT_FIXED,                                        \
			1                                                      \
		}                                                              \
	}

static const struct wb_condition_plan nobody_there[] = {
	{ .signal = WB_SIGNAL_KPI,
	  .kpi = TEXT("waiting"),
	  .window = WB_WINDOW_NOW,
	  .above = true },
	NONE("agents_available"),
	NONE("agents_ringing"),
	NONE("agents_talking"),
	NONE("agents_holding"),
	NONE("agents_acw"),
};

static const struct wb_condition_plan feed_silent[] = {
	{ .signal = WB_SIGNAL_FEED, .above = true },
};

static const struct wb_condition_plan route_failing[] = {
	{ .signal = WB_SIGNAL_ROUTE, .above = true },
};

static const struct wb_str yields_to_feed[] = { TEXT("feed-silent") };
static const struct wb_str yields_to_worse[] = {
	TEXT("feed-silent"),
	TEXT("service-level-low"),
};

#define RULE(rule_name, what, where, yields)                                   \
	.name = TEXT(rule_name), .conditions = (what),                         \
	.condition_count = COUNT_OF(what), .scopes = (where),                  \
	.scope_count = 1, .inhibit_if = (yields),                              \
	.inhibit_if_count = COUNT_OF(yields), .group_by = WB_GROUP_RULE,       \
	.group_wait = 2 * WB_SECOND, .group_interval = WB_MINUTE,              \
	.flap_count = 5, .flap_within = 10 * WB_MINUTE, .on_wall = true,       \
	.front = true, .built_in = true

static const struct wb_str yields_to_none[] = { TEXT("") };

static const struct wb_rule_plan default_rules[] = {
	{ RULE("service-level", below_target, every_queue, yields_to_worse),
	  .title =
	          TITLES("Service level below target",
	                 "سطح خدمت پایین‌تر از هدف",
	                 "مستوى الخدمة دون الهدف", "Уровень сервиса ниже цели"),
	  .severity = WB_SEVERITY_WARNING, .hold = 2 * WB_MINUTE },
	{ RULE("service-level-low", far_below_target, every_queue,
	       yields_to_feed),
	  .title = TITLES(
		  "Service level far below target",
		  "سطح خدمت بسیار پایین‌تر از هدف",
		  "مستوى الخدمة دون الهدف بكثير",
		  "Уровень сервиса намного ниже цели"),
	  .severity = WB_SEVERITY_CRITICAL, .hold = WB_MINUTE },
	{ RULE("longest-wait", long_wait, every_queue, yields_to_feed),
	  .title = TITLES(
		  "Longest wait over twice the threshold",
		  "طولانی‌ترین انتظار بیش از دو "
		  "برابر "
		  "آستانه",
		  "أطول انتظار أكثر من ضعف الحد",
		  "Самое долгое ожидание вдвое дольше порога"),
	  .severity = WB_SEVERITY_WARNING, .hold = 30 * WB_SECOND },
	{ RULE("abandonment", many_abandon, every_queue, yields_to_feed),
	  .title = TITLES("Many callers give up",
	                  "تماس‌گیرندگان زیادی قطع "
	                  "می‌کنند",
	                  "كثير من المتصلين ينهون الاتصال",
	                  "Много потерянных вызовов"),
	  .severity = WB_SEVERITY_WARNING, .hold = 2 * WB_MINUTE },
	{ RULE("nobody-available", nobody_there, every_queue, yields_to_feed),
	  .title = TITLES("Customers wait and nobody is there",
	                  "مشتریان منتظرند و هیچ کارشناسی نیست",
	                  "العملاء ينتظرون ولا يوجد موظف",
	                  "Клиенты ждут, а операторов нет"),
	  .severity = WB_SEVERITY_CRITICAL, .hold = 30 * WB_SECOND },
	{ RULE("feed-silent", feed_silent, every_feed, yields_to_none),
	  .title = TITLES("A feed is silent", "یک منبع داده ساکت است",
	                  "مصدر بيانات صامت", "Источник данных молчит"),
	  .severity = WB_SEVERITY_CRITICAL },
	{ RULE("route-failing", route_failing, every_route, yields_to_none),
	  .title = TITLES(
		  "Messages cannot be delivered",
		  "پیام‌ها تحویل داده نمی‌شوند",
		  "تعذر تسليم الرسائل", "Сообщения не доставляются"),
	  .severity = WB_SEVERITY_WARNING },
};

bool wb_default_rules(struct wb_arena *arena, struct wb_alert_plan *alerts)
{
	int count = COUNT_OF(default_rules), routes = alerts->route_count;
	struct wb_rule_plan *rules =
		wb_arena_alloc(arena, (size_t)count * sizeof(*rules));
	int *all = wb_arena_alloc(arena, ((size_t)routes + 1) * sizeof(*all));
	if (!rules || !all) {
		return false;
	}
	for (int i = 0; i < routes; i++) {
		all[i] = i;
	}
	for (int i = 0; i < count; i++) {
		rules[i] = default_rules[i];
		rules[i].routes = all;
		rules[i].route_count = routes;
		if (rules[i].inhibit_if == yields_to_none) {
			rules[i].inhibit_if_count = 0;
		}
	}
	alerts->rules = rules;
	alerts->rule_count = count;
	return true;
}
