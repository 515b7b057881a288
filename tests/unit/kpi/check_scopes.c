/* Where facts, agents and those who wait are counted. */

#include <check.h>
#include <stdio.h>

#include "engine_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

static struct kit kit;

/*
 * sales: Tehran, tier 1; support: Baku, tier 2; techsupport: no site, no tier,
 * chat. ann sits in Tehran, bob in Baku, carl has no site.
 */
static void setup(void)
{
	kit_open(&kit, BASE);
	kit.queues[0].site = wb_str("tehran");
	kit.queues[0].tier = 1;
	kit.queues[1].site = wb_str("baku");
	kit.queues[1].tier = 2;
	kit.queues[2].channel = WB_CHANNEL_CHAT;
	kit.agents[0].site = wb_str("tehran");
	kit.agents[1].site = wb_str("baku");
	kit_replan(&kit);
}

static void teardown(void)
{
	kit_close(&kit);
}

static void expect(const char *kpi, const char *scope, int64_t value)
{
	kit_expect(&kit, kpi, scope, WB_WINDOW_1H, value);
}

static void enter(double at, const char *contact, const char *queue,
                  const char *channel)
{
	char fields[160];
	snprintf(fields, sizeof(fields),
	         "'contact':'%s','queue':'%s','channel':'%s'", contact, queue,
	         channel);
	kit_play(&kit, at, "queue.entered", fields);
}

START_TEST(an_entry_counts_at_the_site_and_tier_of_its_queue)
{
	kit_call(&kit, 0, "c1", "sales", "bob", 10, 60);
	expect("offered", "site:tehran", 1);
	expect("answered", "site:tehran", 1);
	expect("answered", "site:baku", 0);
	expect("offered", "tier:1", 1);
	expect("offered", "tier:2", 0);
	expect("offered", "total", 1);
	expect("offered", "department:front", 1);
}
END_TEST

START_TEST(work_counts_at_the_site_of_its_agent)
{
	kit_call(&kit, 0, "c1", "sales", "bob", 10, 60);
	kit_at(&kit, 200);
	expect("handled", "site:baku", 1);
	expect("handled", "site:tehran", 0);
	expect("handled", "tier:1", 1);
	expect("handled", "total", 1);
}
END_TEST

START_TEST(work_of_an_agent_without_a_site_counts_at_the_queues)
{
	kit_call(&kit, 0, "c1", "sales", "carl", 10, 60);
	kit_at(&kit, 200);
	expect("handled", "site:tehran", 1);
	expect("handled", "site:baku", 0);
}
END_TEST

START_TEST(a_queue_without_a_site_or_tier_counts_at_none)
{
	kit_call(&kit, 0, "c1", "techsupport", "ann", 10, 60);
	kit_at(&kit, 200);
	expect("offered", "site:tehran", 0);
	expect("answered", "site:tehran", 0); /* as it was not offered there */
	expect("handled", "site:tehran", 1);
	expect("offered", "tier:1", 0);
	expect("offered", "total", 1);
	ck_assert_uint_eq(wb_engine_scope(kit.engine, wb_str("tier:0")),
	                  WB_NOBODY);
}
END_TEST

START_TEST(a_channel_counts_its_contacts_in_whatever_queue)
{
	enter(0, "c1", "sales", "chat");
	enter(1, "c2", "sales", "voice");
	enter(2, "c3", "techsupport", "chat");
	expect("offered", "channel:chat", 2);
	expect("offered", "channel:voice", 1);
	expect("offered", "queue:sales", 2);
	kit_expect(&kit, "waiting", "channel:chat", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "waiting", "channel:voice", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "waiting", "queue:sales", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "waiting", "total", WB_WINDOW_NOW, 3);
}
END_TEST

START_TEST(a_channel_that_nobody_planned_gets_a_scope)
{
	ck_assert_uint_eq(wb_engine_scope(kit.engine, wb_str("channel:email")),
	                  WB_NOBODY);
	enter(0, "c1", "sales", "email");
	expect("offered", "channel:email", 1);
	kit_replan(&kit); /* and keeps it */
	enter(1, "c2", "sales", "email");
	expect("offered", "channel:email", 2);
}
END_TEST

START_TEST(what_waits_late_is_told_by_its_own_channel)
{
	enter(0, "c1", "sales", "chat");
	enter(5, "c2", "sales", "voice");
	kit_at(&kit, 22);
	kit_expect_ratio(&kit, "service_level_now", "channel:chat",
	                 WB_WINDOW_NOW, 0, 1);
	kit_expect_ratio(&kit, "service_level_now", "channel:voice",
	                 WB_WINDOW_NOW, 1, 1);
	kit_expect_ratio(&kit, "service_level_now", "site:tehran",
	                 WB_WINDOW_NOW, 1, 2);
	kit_expect(&kit, "longest_wait", "channel:chat", WB_WINDOW_NOW, BASE);
	kit_expect(&kit, "longest_wait", "channel:voice", WB_WINDOW_NOW,
	           BASE + 5000);
	kit_expect(&kit, "longest_wait", "tier:1", WB_WINDOW_NOW, BASE);
	kit_expect(&kit, "longest_wait", "total", WB_WINDOW_NOW, BASE);
	kit_play(&kit, 23, "queue.left",
	         "'contact':'c1','queue':'sales','outcome':'abandoned'");
	kit_expect(&kit, "waiting", "channel:chat", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "longest_wait", "total", WB_WINDOW_NOW, BASE + 5000);
}
END_TEST

START_TEST(lines_are_in_order_of_arrival_however_they_come)
{
	enter(10, "c1", "sales", "voice");
	kit_play_late(&kit, 4, "queue.entered",
	              "'contact':'c2','queue':'support','channel':'voice'");
	kit_play_late(&kit, 7, "queue.entered",
	              "'contact':'c3','queue':'sales','channel':'voice'");
	kit_expect(&kit, "longest_wait", "channel:voice", WB_WINDOW_NOW,
	           BASE + 4000);
	kit_expect(&kit, "longest_wait", "queue:sales", WB_WINDOW_NOW,
	           BASE + 7000);
	kit_play(&kit, 11, "queue.left",
	         "'contact':'c2','queue':'support','outcome':'abandoned'");
	kit_expect(&kit, "longest_wait", "channel:voice", WB_WINDOW_NOW,
	           BASE + 7000);
	kit_play(&kit, 12, "queue.left",
	         "'contact':'c3','queue':'sales','outcome':'abandoned'");
	kit_expect(&kit, "longest_wait", "channel:voice", WB_WINDOW_NOW,
	           BASE + 10000);
}
END_TEST

START_TEST(agents_are_where_they_sit_and_on_the_channels_they_serve)
{
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'bob','queues':['sales','techsupport']");
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'carl','queues':['sales','support']");
	kit_at(&kit, 10);
	kit_expect(&kit, "agents_available", "total", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "agents_available", "site:baku", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "agents_available", "site:tehran", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_available", "channel:chat", WB_WINDOW_NOW, 1);
	kit_expect(&kit, "agents_available", "channel:voice", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "agents_available", "tier:1", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "agents_available", "tier:2", WB_WINDOW_NOW, 1);
	expect("available_time", "site:baku", 20000);
	expect("available_time", "site:tehran", 10000);
}
END_TEST

START_TEST(a_new_plan_moves_queues_and_agents_from_then_on)
{
	enter(0, "c1", "sales", "voice");
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['sales']");
	kit_at(&kit, 10);
	kit.queues[0].site = wb_str("baku");
	kit.queues[0].tier = 3;
	kit.agents[0].site = wb_str("shiraz");
	kit_replan(&kit);
	enter(11, "c2", "sales", "voice");
	expect("offered", "site:tehran", 1);
	expect("offered", "site:baku", 1);
	expect("offered", "tier:1", 1);
	expect("offered", "tier:3", 1);
	kit_expect(&kit, "waiting", "site:tehran", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "waiting", "site:baku", WB_WINDOW_NOW, 2);
	kit_expect(&kit, "agents_available", "site:tehran", WB_WINDOW_NOW, 0);
	kit_expect(&kit, "agents_available", "site:shiraz", WB_WINDOW_NOW, 1);
	kit_at(&kit, 20);
	expect("available_time", "site:tehran", 10000);
	expect("available_time", "site:shiraz", 10000);
}
END_TEST

START_TEST(a_scope_knows_its_queues_and_agents)
{
	struct wb_engine *engine = kit.engine;
	kit_play(&kit, 0, "agent.signed_in",
	         "'agent':'ann','queues':['techsupport']");
	uint32_t tehran = wb_engine_scope(engine, wb_str("site:tehran"));
	uint32_t chat = wb_engine_scope(engine, wb_str("channel:chat"));
	uint32_t second = wb_engine_scope(engine, wb_str("tier:2"));
	ck_assert(wb_engine_scope_has_queue(engine, tehran, 0));
	ck_assert(!wb_engine_scope_has_queue(engine, tehran, 1));
	ck_assert(wb_engine_scope_has_queue(engine, chat, 2));
	ck_assert(!wb_engine_scope_has_queue(engine, chat, 0));
	ck_assert(wb_engine_scope_has_queue(engine, second, 1));
	ck_assert(wb_engine_scope_has_agent(engine, tehran, 0));
	ck_assert(wb_engine_scope_has_agent(engine, chat, 0));
	ck_assert(!wb_engine_scope_has_agent(engine, second, 0));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("scopes");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_entry_counts_at_the_site_and_tier_of_its_queue);
	tcase_add_test(tc, work_counts_at_the_site_of_its_agent);
	tcase_add_test(tc,
	               work_of_an_agent_without_a_site_counts_at_the_queues);
	tcase_add_test(tc, a_queue_without_a_site_or_tier_counts_at_none);
	tcase_add_test(tc, a_channel_counts_its_contacts_in_whatever_queue);
	tcase_add_test(tc, a_channel_that_nobody_planned_gets_a_scope);
	tcase_add_test(tc, what_waits_late_is_told_by_its_own_channel);
	tcase_add_test(tc, lines_are_in_order_of_arrival_however_they_come);
	tcase_add_test(
		tc, agents_are_where_they_sit_and_on_the_channels_they_serve);
	tcase_add_test(tc, a_new_plan_moves_queues_and_agents_from_then_on);
	tcase_add_test(tc, a_scope_knows_its_queues_and_agents);
	return wb_test_run("kpi/scopes", tc);
}
