/*
 * Contacts that are over are put away as bytes: nobody can tell, whoever looks
 * at them, and whatever is told of them after that.
 */

#include <check.h>
#include <stdio.h>

#include "floor/save.h"
#include "floor/state.h"
#include "floor_kit.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

static struct floor_kit kit;

static void setup(void)
{
	floor_kit_open(&kit, BASE);
}

static void teardown(void)
{
	floor_kit_close(&kit);
}

/* A call that fills as much of a contact as one can. */
static void call(double at, const char *contact)
{
	char fields[320], id[80];
	const char *c = contact;
	snprintf(id, sizeof(id), "'contact':'%s'", c);
	snprintf(fields, sizeof(fields),
	         "%s,'channel':'voice','direction':'in','customer':'k%s'", id,
	         contact);
	floor_kit_play(&kit, at, "contact.started", fields);
	snprintf(fields, sizeof(fields), "%s,'queue':'sales'", id);
	floor_kit_play(&kit, at, "queue.entered", fields);
	snprintf(fields, sizeof(fields), "%s,'queue':'sales','agent':'bob'",
	         id);
	floor_kit_play(&kit, at + 1, "offer.started", fields);
	snprintf(fields, sizeof(fields),
	         "%s,'queue':'sales','agent':'bob','result':'no_answer'", id);
	floor_kit_play(&kit, at + 4, "offer.ended", fields);
	snprintf(fields, sizeof(fields), "%s,'queue':'sales','agent':'ann'",
	         id);
	floor_kit_play(&kit, at + 5, "segment.started", fields);
	snprintf(fields, sizeof(fields), "%s,'agent':'ann','resolved':true",
	         id);
	floor_kit_play(&kit, at + 20, "contact.outcome", fields);
	snprintf(fields, sizeof(fields), "%s,'agent':'ann','wrapup_ms':0", id);
	floor_kit_play(&kit, at + 30, "segment.ended", fields);
	floor_kit_play(&kit, at + 30, "contact.ended", id);
	snprintf(fields, sizeof(fields), "%s,'kind':'csat','score':4,'scale':5",
	         id);
	floor_kit_play(&kit, at + 31, "contact.rated", fields);
}

static uint32_t count_away(void)
{
	uint32_t away = 0;
	for (uint32_t i = 0; i < kit.floor->contacts.used; i++) {
		const struct floor_card *card = card_at(kit.floor, i);
		away += card->id && card->body == WB_POOL_NONE;
	}
	return away;
}

static void save(struct wb_buf *out)
{
	struct wb_codec codec;
	wb_buf_init(out, 0);
	wb_codec_write(&codec, out);
	wb_floor_transfer(kit.floor, &codec, NULL);
	ck_assert(wb_codec_finish(&codec));
}

START_TEST(a_contact_that_is_over_is_put_away)
{
	call(0, "a");
	floor_kit_play(&kit, 40, "queue.entered",
	               "'contact':'b','queue':'sales'");
	ck_assert_uint_eq(count_away(), 0);
	floor_kit_at(&kit, 400);
	ck_assert_uint_eq(count_away(), 1); /* b waits */
	floor_kit_at(&kit, 2 * 3600);
	ck_assert_uint_eq(count_away(), 0); /* a is forgotten */
}
END_TEST

START_TEST(it_is_the_same_when_somebody_looks)
{
	struct wb_buf before, after;
	for (int i = 0; i < 20; i++) {
		char id[64]; /* some are longer than what a card has room for */
		snprintf(id, sizeof(id), "c%0*d", i % 2 ? 40 : 1, i);
		call(i * 40, id);
	}
	floor_kit_at(&kit, 1400);
	ck_assert_uint_eq(count_away(), 20);
	save(&before);
	for (uint32_t i = 0; i < kit.floor->contacts.used; i++) {
		ck_assert_ptr_nonnull(contact_at(kit.floor, i)->id);
	}
	ck_assert_uint_eq(count_away(), 0);
	save(&after);
	ck_assert_uint_eq(before.len, after.len);
	ck_assert_mem_eq(before.data, after.data, before.len);
	wb_buf_finish(&before);
	wb_buf_finish(&after);
}
END_TEST

START_TEST(what_comes_late_finds_it)
{
	call(0, "a");
	floor_kit_at(&kit, 300);
	ck_assert_uint_eq(count_away(), 1);
	floor_kit_play(&kit, 300, "contact.outcome",
	               "'contact':'a','agent':'ann','resolved':false");
	ck_assert_str_eq(floor_kit_facts(&kit, "outcome"),
	                 "outcome@300 <0 sales ann resolved=0\n");
	ck_assert_uint_eq(count_away(), 0);
	/* told twice */
	floor_kit_play(&kit, 301, "queue.entered",
	               "'contact':'a','queue':'support'");
	ck_assert_str_eq(floor_kit_facts(&kit, "offered"),
	                 "offered@0 <0 sales -\noffered@301 <301 support -\n");
}
END_TEST

START_TEST(after_a_restart_it_is_put_away_at_once)
{
	call(0, "a");
	floor_kit_at(&kit, 300);
	floor_kit_reload(&kit);
	ck_assert_uint_eq(count_away(), 1);
	floor_kit_at(&kit, 2 * 3600);
	ck_assert_uint_eq(count_away(), 0);
	ck_assert_uint_eq(kit.floor->contact_count, 0);
}
END_TEST

START_TEST(a_snapshot_ends_what_it_does_not_mention_and_leaves_the_rest)
{
	call(0, "a");
	floor_kit_at(&kit, 300);
	floor_kit_clear(&kit);
	floor_kit_play(&kit, 300, "feed.snapshot", "'phase':'begin'");
	floor_kit_play(&kit, 301, "feed.snapshot", "'phase':'end'");
	ck_assert_uint_eq(count_away(), 1);
	ck_assert_str_eq(floor_kit_facts(&kit, NULL), "");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("away");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_contact_that_is_over_is_put_away);
	tcase_add_test(tc, it_is_the_same_when_somebody_looks);
	tcase_add_test(tc, what_comes_late_finds_it);
	tcase_add_test(tc, after_a_restart_it_is_put_away_at_once);
	tcase_add_test(
		tc,
		a_snapshot_ends_what_it_does_not_mention_and_leaves_the_rest);
	return wb_test_run("floor/away", tc);
}
