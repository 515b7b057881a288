/* What was taken lately, and that it is still known after a restart. */

#include "floor/repeats.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

static struct wb_repeats repeats;
static char names[4 * WB_REPEATS][16];

static void setup(void)
{
	memset(&repeats, 0, sizeof(repeats));
}

static struct wb_event event_of(int contact)
{
	struct wb_event event;
	snprintf(names[contact], sizeof(names[contact]), "c%d", contact);
	wb_event_init(&event, WB_EV_QUEUE_ENTERED, 1000);
	event.contact = wb_str(names[contact]);
	event.queue = wb_str("sales");
	return event;
}

static bool take(int contact)
{
	struct wb_event event = event_of(contact);
	return wb_repeats_take(&repeats, 0, &event);
}

START_TEST(an_event_is_taken_once)
{
	ck_assert(!take(1));
	ck_assert(!take(2));
	ck_assert(take(1));
	ck_assert(take(2));
}
END_TEST

START_TEST(events_that_differ_in_anything_are_two)
{
	struct wb_event event = event_of(1);
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	ck_assert(!wb_repeats_take(&repeats, 1, &event));
	event.t++;
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	event.id = wb_str("7");
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	event.agent = wb_str("ann");
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	event.wait_ms = 0;
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	event.by = WB_BY_AGENT;
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	event.by = WB_BY_SYSTEM;
	ck_assert(!wb_repeats_take(&repeats, 0, &event));
	ck_assert(wb_repeats_take(&repeats, 0, &event));
}
END_TEST

START_TEST(the_last_ones_are_remembered_and_no_more)
{
	for (int i = 0; i < 3 * WB_REPEATS; i++) {
		ck_assert(!take(i));
	}
	ck_assert(take(3 * WB_REPEATS - 1));
	ck_assert(take(2 * WB_REPEATS));
	ck_assert(!take(0));
}
END_TEST

static void transfer(struct wb_buf *saved, struct wb_repeats *from,
                     struct wb_repeats *to)
{
	struct wb_codec codec;
	wb_codec_write(&codec, saved);
	wb_repeats_transfer(from, &codec);
	ck_assert(wb_codec_finish(&codec));
	wb_codec_read(&codec, wb_buf_str(saved));
	wb_repeats_transfer(to, &codec);
	ck_assert(wb_codec_finish(&codec));
}

START_TEST(what_is_saved_is_the_same_again)
{
	static struct wb_repeats loaded;
	struct wb_buf saved;
	wb_buf_init(&saved, 0);
	for (int i = 0; i < WB_REPEATS + 100; i++) {
		take(i);
	}
	memset(&loaded, 0, sizeof(loaded));
	transfer(&saved, &repeats, &loaded);
	ck_assert_mem_eq(&loaded, &repeats, sizeof(loaded));
	wb_buf_finish(&saved);
}
END_TEST

START_TEST(a_table_that_is_damaged_is_refused)
{
	static struct wb_repeats loaded;
	struct wb_codec codec;
	struct wb_buf saved;
	wb_buf_init(&saved, 0);
	take(1);
	wb_codec_write(&codec, &saved);
	wb_repeats_transfer(&repeats, &codec);
	ck_assert(wb_codec_finish(&codec));
	memset(&loaded, 0, sizeof(loaded));
	wb_codec_read(&codec, (struct wb_str){ saved.data,
	                                       wb_buf_str(&saved).len / 2 });
	wb_repeats_transfer(&loaded, &codec);
	ck_assert(!wb_codec_finish(&codec));
	wb_buf_finish(&saved);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("repeats");
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, an_event_is_taken_once);
	tcase_add_test(tc, events_that_differ_in_anything_are_two);
	tcase_add_test(tc, the_last_ones_are_remembered_and_no_more);
	tcase_add_test(tc, what_is_saved_is_the_same_again);
	tcase_add_test(tc, a_table_that_is_damaged_is_refused);
	return wb_test_run("floor/repeats", tc);
}
