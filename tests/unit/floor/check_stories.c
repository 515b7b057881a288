/*
 * Stories of contacts, told in every order, and told twice: the facts are
 * those of the story told in order.
 */

#include <stdio.h>
#include <string.h>

#include "floor_kit.h"
#include "next_order.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)
#define LENGTH 6

struct line {
	double at;
	const char *ev, *fields;
};

struct story {
	const char *name;
	int length;
	struct line lines[LENGTH];
};

#define SALES "'contact':'a','queue':'sales'"
#define SUPPORT "'contact':'a','queue':'support'"
#define TECH "'contact':'a','queue':'techsupport'"
#define ANN ",'agent':'ann'"
#define BOB ",'agent':'bob'"

static const struct story stories[] = {
	{ "a ring, an answer, a talk",
	  4,
	  { { 0, "queue.entered", SALES },
	    { 1, "offer.started", SALES ANN },
	    { 5, "segment.started", SALES ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN } } },
	{ "one who does not answer, and one who does",
	  6,
	  { { 0, "queue.entered", SALES },
	    { 1, "offer.started", SALES BOB },
	    { 4, "offer.ended", SALES BOB ",'result':'no_answer'" },
	    { 5, "offer.started", SALES ANN },
	    { 8, "segment.started", SALES ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN } } },
	{ "two rings at once",
	  6,
	  { { 0, "queue.entered", SALES },
	    { 1, "offer.started", SALES BOB },
	    { 2, "offer.started", SALES ANN },
	    { 8, "offer.ended", SALES ANN ",'result':'accepted'" },
	    { 8, "segment.started", SALES ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN } } },
	{ "an abandon that is taken back",
	  6,
	  { { 0, "queue.entered", SALES },
	    { 1, "offer.started", SALES ANN },
	    { 8, "queue.left", SALES ",'outcome':'abandoned'" },
	    { 12, "queue.resumed", SALES },
	    { 15, "segment.started", SALES ANN },
	    { 30, "segment.ended", "'contact':'a'" ANN } } },
	{ "an abandon while it rings",
	  5,
	  { { 0, "contact.started", "'contact':'a','channel':'voice'" },
	    { 1, "queue.entered", SALES },
	    { 2, "offer.started", SALES BOB },
	    { 3, "offer.started", SALES ANN },
	    { 9, "queue.left", SALES ",'outcome':'abandoned'" } } },
	{ "a transfer to a queue",
	  6,
	  { { 0, "queue.entered", SALES },
	    { 5, "segment.started", SALES ANN },
	    { 11, "segment.ended", "'contact':'a','by':'transfer'" ANN },
	    { 12, "queue.entered", TECH },
	    { 14, "segment.started", TECH BOB },
	    { 30, "segment.ended", "'contact':'a'" BOB } } },
	{ "an overflow in the same instant",
	  5,
	  { { 0, "queue.entered", SALES },
	    { 8, "queue.left", SALES ",'outcome':'overflow'" },
	    { 8, "queue.entered", SUPPORT },
	    { 12, "segment.started", SUPPORT ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN } } },
	{ "another queue without a word about the first",
	  4,
	  { { 0, "queue.entered", SALES },
	    { 9, "queue.entered", SUPPORT },
	    { 12, "segment.started", SUPPORT ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN } } },
	{ "the same queue twice",
	  6,
	  { { 0, "queue.entered", SALES },
	    { 8, "queue.left", SALES ",'outcome':'timeout'" },
	    { 9, "queue.entered", SALES },
	    { 10, "offer.started", SALES ANN },
	    { 12, "segment.started", SALES ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN } } },
	{ "who hangs up",
	  4,
	  { { 0, "contact.started", "'contact':'a','channel':'chat'" },
	    { 1, "queue.entered", SALES },
	    { 2, "offer.started", SALES ANN },
	    { 9, "contact.ended", "'contact':'a','by':'customer'" } } },
	{ "no wait at all",
	  4,
	  { { 0, "queue.entered", SALES },
	    { 0, "offer.started", SALES ANN },
	    { 0, "segment.started", SALES ANN },
	    { 9, "segment.ended", "'contact':'a'" ANN } } },
	{ "the wait as the switch measured it",
	  4,
	  { { 0, "queue.entered", SALES },
	    { 5, "segment.started", SALES ANN ",'wait_ms':21000" },
	    { 20, "segment.ended", "'contact':'a'" ANN },
	    { 21, "contact.ended", "'contact':'a'" } } },
	{ "what a contact is, is told by its customer",
	  5,
	  { { 0, "contact.started", "'contact':'a','customer':'x'" },
	    { 1, "queue.entered", SALES },
	    { 5, "segment.started", SALES ANN },
	    { 20, "segment.ended", "'contact':'a'" ANN },
	    { 22, "contact.ended", "'contact':'a'" } } },
};

static struct floor_kit kit;
static struct floor_kit ordered;

/* In order, as it happens. */
static const char *expected(const struct story *story)
{
	floor_kit_open(&ordered, BASE);
	for (int i = 0; i < story->length; i++) {
		const struct line *line = &story->lines[i];
		floor_kit_play(&ordered, line->at, line->ev, line->fields);
	}
	floor_kit_at(&ordered, 90);
	return floor_kit_facts(&ordered, NULL);
}

static void tell(const struct line *line)
{
	floor_kit_play(&kit, line->at, line->ev, line->fields);
}

/* All at once when everything is over, but in this order. */
static void tell_so(const struct story *story, const int *order, bool twice,
                    bool reload)
{
	floor_kit_open(&kit, BASE);
	floor_kit_at(&kit, 60);
	for (int i = 0; i < story->length; i++) {
		tell(&story->lines[order[i]]);
		if (reload && i == story->length / 2) {
			floor_kit_reload(&kit);
		}
		for (int k = 0; twice && k <= i; k++) {
			tell(&story->lines[order[k]]);
		}
	}
	floor_kit_at(&kit, 90);
}

static void compare(const struct story *story, const int *order,
                    const char *want, const char *how)
{
	char text[64] = "";
	for (int i = 0; i < story->length; i++) {
		size_t len = strlen(text);
		snprintf(text + len, sizeof(text) - len, " %d", order[i]);
	}
	const char *got = floor_kit_facts(&kit, NULL);
	ck_assert_msg(strcmp(got, want) == 0,
	              "%s, order%s%s: got\n%sexpected\n%s", story->name, text,
	              how, got, want);
}

START_TEST(every_order_comes_to_the_facts_of_the_right_one)
{
	const struct story *story = &stories[_i];
	const char *want = expected(story);
	int order[LENGTH];
	for (int i = 0; i < story->length; i++) {
		order[i] = i;
	}
	do {
		tell_so(story, order, false, false);
		compare(story, order, want, "");
		floor_kit_close(&kit);
		tell_so(story, order, true, true);
		compare(story, order, want, " and twice");
		floor_kit_close(&kit);
	} while (next_order(order, story->length));
	floor_kit_close(&ordered);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("stories");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, every_order_comes_to_the_facts_of_the_right_one,
	                    0, WB_COUNT(stories));
	return wb_test_run("floor/stories", tc);
}
