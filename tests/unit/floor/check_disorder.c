/*
 * Disorder within the lateness bound: every order of a short story's events
 * must come to what the order in which they happened comes to, whenever they
 * come; and one that is told twice changes nothing, wherever it comes again.
 */

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "ledger.h"
#include "next_order.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define EVENTS 8
#define END (BASE + 9 * WB_MINUTE)

struct story {
	const char *name;
	/* in order; a '!' begins one that is always told first */
	const char *lines[EVENTS + 3];
};

#define A "'contact':'a','agent':'ann'"
#define B "'contact':'b','agent':'ann'"

static const struct story stories[] = {
	{ "a call with hold and after-contact work",
	  { "5,'agent.signed_in','agent':'ann'", "10,'segment.started'," A,
	    "20,'segment.held'," A, "25,'segment.retrieved'," A,
	    "31,'segment.held'," A, "40,'segment.ended','wrapup_ms':30000," A,
	    "55,'wrapup.ended'," A } },
	{ "after-contact work that the limit and the next call end",
	  { "10,'segment.started'," A,
	    "20,'segment.ended','wrapup_ms':15000," A,
	    "50,'segment.started'," B,
	    "60,'segment.ended','wrapup_ms':60000," B,
	    "80,'segment.started'," A, "90,'segment.ended'," A,
	    "100,'agent.signed_out','agent':'ann'" } },
	{ "two chats side by side",
	  { "10,'segment.started'," A, "20,'segment.started'," B,
	    "30,'segment.ended','wrapup_ms':40000," A,
	    "33,'segment.transferred','kind':'queue'," A,
	    "40,'segment.started'," A, "55,'segment.ended'," B,
	    "70,'segment.ended','duration_ms':36000," A } },
	{ "after-contact work beside a chat",
	  { "10,'segment.started'," A, "12,'segment.held'," A,
	    "20,'segment.started'," B,
	    "30,'segment.ended','wrapup_ms':50000," B,
	    "40,'wrapup.ended','agent':'ann'",
	    "50,'segment.ended','wrapup_ms':50000," A,
	    "70,'agent.signed_out','agent':'ann'" } },
	{ "breaks, one of them pending",
	  { "1,'agent.signed_in','agent':'ann','place':'remote'",
	    "10,'segment.started'," A,
	    "20,'agent.state','agent':'ann','state':'not_ready','reason':"
	    "'lunch','pending':true",
	    "30,'segment.ended','wrapup_ms':10000," A,
	    "60,'agent.state','agent':'ann','state':'not_ready','reason':"
	    "'training'",
	    "70,'agent.state','agent':'ann','state':'ready'",
	    "80,'agent.signed_out','agent':'ann'" } },
	{ "queues joined and left",
	  { "1,'agent.signed_in','agent':'ann','queues':['sales']",
	    "10,'segment.started','queue':'support'," A,
	    "20,'agent.queues','agent':'ann','add':['support'],'remove':["
	    "'sales']",
	    "30,'segment.ended'," A,
	    "40,'agent.state','agent':'ann','state':'not_ready'",
	    "50,'agent.signed_in','agent':'ann','queues':['sales',"
	    "'techsupport']",
	    "60,'agent.signed_out','agent':'ann'" } },
	{ "who is seen only",
	  { "10,'segment.started','queue':'sales'," A, "20,'segment.ended'," A,
	    "30,'segment.started','queue':'support'," B,
	    "40,'segment.ended'," B,
	    "50,'agent.queues','agent':'ann','add':['techsupport']",
	    "60,'segment.started','queue':'strange'," A } },
	{ "rings, answered and not",
	  { "!1,'queue.entered','contact':'a','queue':'sales'",
	    "10,'offer.started','queue':'sales'," A,
	    "20,'offer.ended','queue':'sales','result':'no_answer'," A,
	    "30,'offer.started','queue':'sales'," A,
	    "34,'offer.ended','queue':'sales','result':'rejected'," A,
	    "40,'offer.started','queue':'sales'," A,
	    "46,'segment.started','queue':'sales'," A,
	    "60,'segment.ended'," A } },
	{ "a ring that somebody else's answer ends",
	  { "!1,'queue.entered','contact':'a','queue':'sales'",
	    "10,'offer.started','queue':'sales'," A,
	    "12,'offer.started','queue':'sales','contact':'a',"
	    "'agent':'bob'",
	    "20,'segment.started','queue':'sales','contact':'a',"
	    "'agent':'bob'",
	    "40,'segment.ended','contact':'a','agent':'bob'",
	    "50,'segment.started'," B, "60,'segment.ended'," B } },
	{ "a ring that goes on while the caller is away",
	  { "!1,'queue.entered','contact':'a','queue':'sales'",
	    "10,'offer.started','queue':'sales','contact':'a',"
	    "'agent':'bob'",
	    "12,'queue.left','contact':'a','queue':'sales',"
	    "'outcome':'abandoned'",
	    "14,'queue.resumed','contact':'a','queue':'sales'",
	    "20,'offer.ended','queue':'sales','contact':'a',"
	    "'agent':'bob','result':'no_answer'",
	    "25,'segment.started','queue':'sales'," A,
	    "40,'segment.ended'," A } },
	{ "rings of one queue and the next",
	  { "!1,'queue.entered','contact':'a','queue':'sales'",
	    "10,'segment.started','queue':'sales'," A,
	    "20,'segment.ended','by':'transfer'," A,
	    "25,'queue.entered','contact':'a','queue':'support'",
	    "30,'offer.started','queue':'support','contact':'a',"
	    "'agent':'bob'",
	    "38,'offer.ended','queue':'support','contact':'a',"
	    "'agent':'bob','result':'no_answer'",
	    "45,'segment.started','queue':'support'," A } },
	{ "a contact that ends before its parts",
	  { "10,'segment.started'," A, "30,'contact.ended','contact':'a'",
	    "32,'segment.ended','wrapup_ms':10000," A,
	    "50,'segment.started'," B, "55,'segment.held'," B,
	    "60,'contact.ended','contact':'b'" } },
	{ "plans, met and not",
	  { "1,'agent.schedule','agent':'ann','activity':'calls','class':"
	    "'work','from':1763460010000,'to':1763460100000",
	    "5,'agent.signed_in','agent':'ann'",
	    "20,'agent.schedule','agent':'ann','activity':'tea','class':"
	    "'break','from':1763460030000,'to':1763460060000",
	    "35,'agent.state','agent':'ann','state':'not_ready','reason':"
	    "'coffee'",
	    "50,'agent.schedule','agent':'ann','activity':'calls','class':"
	    "'work','from':1763460040000,'to':1763460070000",
	    "80,'agent.state','agent':'ann','state':'ready'",
	    "90,'agent.signed_out','agent':'ann'" } },
	{ "handles beyond the limit",
	  { "10,'segment.started','queue':'sales'," A,
	    "20,'segment.started','queue':'support'," B,
	    "150,'segment.ended','wrapup_ms':60000," A, "190,'wrapup.ended'," A,
	    "200,'segment.held'," B,
	    "260,'segment.transferred','kind':'blind'," B } },
};

static struct wb_plan plan;
static struct wb_queue_plan queues[4];
static const struct wb_agent_plan agents[] = {
	{ .name = { "ann", 3 } },
	{ .name = { "bob", 3 } },
};
static const struct wb_reason_plan reasons[] = {
	{ .name = { "coffee", 6 }, .class_name = { "break", 5 } },
};
static struct wb_arena arena;
static struct wb_event events[EVENTS], first[2];
static int event_count, first_count;

static void make_plan(void)
{
	plan = (struct wb_plan){
		.stale_limit = 4 * WB_HOUR,
		.lateness = 10 * WB_MINUTE,
		.queues = queues,
		.queue_count = WB_COUNT(queues),
		.agents = agents,
		.agent_count = WB_COUNT(agents),
		.reasons = reasons,
		.reason_count = 1,
	};
	plan.defaults = (struct wb_queue_plan){
		.service_level = { .threshold = 20 * WB_SECOND },
		.handle_limit = 100 * WB_SECOND,
	};
	static const char *const names[] = { "sales", "support", "techsupport",
		                             "strange" };
	for (int i = 0; i < WB_COUNT(queues); i++) {
		queues[i] = plan.defaults;
		queues[i].name = wb_str(names[i]);
	}
	queues[1].handle_limit = 200 * WB_SECOND;
}

static void decode(const char *line, struct wb_event *ret_event)
{
	char json[512], error[256];
	int seconds, used = 0;
	ck_assert_int_eq(sscanf(line, "%d,%n", &seconds, &used), 1);
	int len =
		snprintf(json, sizeof(json), "{\"t\":%lld,\"ev\":%s}",
	                 (long long)(BASE + seconds * WB_SECOND), line + used);
	for (char *c = json; *c; c++) {
		*c = *c == '\'' ? '"' : *c;
	}
	char *copy = wb_arena_alloc(&arena, (size_t)len + 1);
	memcpy(copy, json, (size_t)len + 1);
	ck_assert_msg(wb_event_decode(wb_str(copy), &arena, ret_event, error,
	                              sizeof(error)),
	              "%s: %s", json, error);
}

static void read_story(const struct story *story)
{
	wb_arena_reset(&arena);
	event_count = first_count = 0;
	for (int i = 0; story->lines[i]; i++) {
		if (story->lines[i][0] == '!') {
			decode(story->lines[i] + 1, &first[first_count++]);
		} else {
			decode(story->lines[i], &events[event_count++]);
		}
	}
}

static void tell(struct ledger *ledger, const struct wb_event *event, wb_ms now)
{
	wb_floor_apply(ledger->floor, 0, event, now);
}

/* All in order, each when it happens. */
static void tell_in_order(struct ledger *ledger)
{
	ledger_open(ledger, &plan);
	for (int i = 0; i < first_count; i++) {
		tell(ledger, &first[i], first[i].t);
	}
	for (int i = 0; i < event_count; i++) {
		tell(ledger, &events[i], events[i].t);
	}
	wb_floor_advance(ledger->floor, END);
	ledger_settle(ledger);
}

/*
 * In this order, the first at `from`, another each `step` ms; an event never
 * comes before it happens.
 */
static void tell_so(struct ledger *ledger, const int *order, int count,
                    wb_ms from, wb_ms step)
{
	wb_ms now = from;
	ledger_open(ledger, &plan);
	for (int i = 0; i < first_count; i++) {
		tell(ledger, &first[i], now);
	}
	for (int i = 0; i < count; i++) {
		const struct wb_event *event = &events[order[i]];
		now = event->t > now ? event->t : now;
		tell(ledger, event, now);
		now += step;
	}
	wb_floor_advance(ledger->floor, END);
	ledger_settle(ledger);
}

static void write_order(const int *order, int count, char *text, size_t size)
{
	size_t len = 0;
	for (int i = 0; i < count; i++) {
		len += (size_t)snprintf(text + len, size - len, " %d",
		                        order[i] + 1);
	}
}

static void compare(const struct ledger *truth, const struct story *story,
                    const int *order, int count, wb_ms from, wb_ms step)
{
	static struct ledger ledger;
	char text[64];
	tell_so(&ledger, order, count, from, step);
	const char *difference = ledger_difference(truth, &ledger);
	write_order(order, count, text, sizeof(text));
	ck_assert_msg(!*difference, "%s, told in order%s from %lld on: %s",
	              story->name, text, (long long)(from - BASE), difference);
	ledger_close(&ledger);
}

START_TEST(every_order_comes_to_the_same)
{
	static struct ledger truth;
	const struct story *story = &stories[_i];
	int order[EVENTS];
	read_story(story);
	tell_in_order(&truth);
	for (int i = 0; i < event_count; i++) {
		order[i] = i;
	}
	/* by turns: when all is over; while timers run out in between */
	bool over = false;
	do {
		compare(&truth, story, order, event_count,
		        over ? BASE + 6 * WB_MINUTE : BASE,
		        over ? 0 : 13 * WB_SECOND);
		over = !over;
	} while (next_order(order, event_count));
	ledger_close(&truth);
}
END_TEST

/* Each one again, in each place after it, in order and the other way round. */
START_TEST(what_is_told_twice_changes_nothing)
{
	static struct ledger truth;
	const struct story *story = &stories[_i];
	int order[EVENTS + 1];
	read_story(story);
	tell_in_order(&truth);
	for (int turn = 0; turn < 2; turn++) {
		for (int again = 0; again < event_count; again++) {
			for (int place = again + 1; place <= event_count;
			     place++) {
				int from = 0;
				for (int i = 0; i <= event_count; i++) {
					int k = turn ? event_count - 1 - from
					             : from;
					bool here = i == place;
					order[i] =
						here ? (turn ? event_count - 1 -
					                                again
					                     : again)
						     : k;
					from += !here;
				}
				compare(&truth, story, order, event_count + 1,
				        BASE, 9 * WB_SECOND);
			}
		}
	}
	ledger_close(&truth);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("disorder");
	make_plan();
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, every_order_comes_to_the_same, 0,
	                    WB_COUNT(stories));
	tcase_add_loop_test(tc, what_is_told_twice_changes_nothing, 0,
	                    WB_COUNT(stories));
	return wb_test_run("floor/disorder", tc);
}
