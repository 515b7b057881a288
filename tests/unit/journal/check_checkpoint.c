#include "journal/checkpoint.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "suite.h"
#include "temp_dir.h"

static struct wb_checkpoints *open_checkpoints(void)
{
	char error[512] = "";
	struct wb_checkpoints *checkpoints =
		wb_checkpoints_open(temp_dir(), error, sizeof(error));
	ck_assert_msg(checkpoints != NULL, "%s", error);
	return checkpoints;
}

static void add(struct wb_checkpoints *checkpoints, int64_t position)
{
	struct wb_checkpoint checkpoint = {
		.position = position,
		.time = 1000 * position,
		.events_clock = position % 2 != 0,
		.plan = wb_str("queues: []\n"),
		.feeds = { "f\0f", 3 },
		.engine = { "e\0\xff", 3 },
	};
	ck_assert_int_eq(wb_checkpoints_add(checkpoints, &checkpoint), 0);
}

struct seen {
	int count, stop_after;
	int64_t positions[4];
};

static bool on_checkpoint(void *user, const struct wb_checkpoint *checkpoint)
{
	struct seen *seen = user;
	int64_t position = checkpoint->position;
	seen->positions[seen->count++] = position;
	ck_assert_int_eq(checkpoint->time, 1000 * position);
	ck_assert_int_eq(checkpoint->events_clock, position % 2 != 0);
	ck_assert(wb_str_is(checkpoint->plan, "queues: []\n"));
	ck_assert(
		wb_str_equal(checkpoint->feeds, (struct wb_str){ "f\0f", 3 }));
	ck_assert(wb_str_equal(checkpoint->engine,
	                       (struct wb_str){ "e\0\xff", 3 }));
	return seen->count != seen->stop_after;
}

START_TEST(the_newest_two_are_kept_and_read_newest_first)
{
	struct wb_checkpoints *checkpoints = open_checkpoints();
	struct seen seen = { 0 }, one = { .stop_after = 1 };
	for (int64_t position = 3; position <= 9; position += 3) {
		add(checkpoints, position);
	}
	wb_checkpoints_close(checkpoints);
	checkpoints = open_checkpoints();
	ck_assert_int_eq(wb_checkpoints_read(checkpoints, on_checkpoint, &seen),
	                 0);
	ck_assert_int_eq(seen.count, 2);
	ck_assert_int_eq(seen.positions[0], 9);
	ck_assert_int_eq(seen.positions[1], 6);
	ck_assert_int_eq(wb_checkpoints_read(checkpoints, on_checkpoint, &one),
	                 0);
	ck_assert_int_eq(one.count, 1);
	wb_checkpoints_close(checkpoints);
}
END_TEST

START_TEST(only_what_two_cover_is_covered)
{
	struct wb_checkpoints *checkpoints = open_checkpoints();
	ck_assert_int_eq(wb_checkpoints_covered(checkpoints), 0);
	add(checkpoints, 5);
	ck_assert_int_eq(wb_checkpoints_covered(checkpoints), 0);
	add(checkpoints, 8);
	ck_assert_int_eq(wb_checkpoints_covered(checkpoints), 5);
	ck_assert_int_eq(wb_checkpoints_clear(checkpoints), 0);
	ck_assert_int_eq(wb_checkpoints_covered(checkpoints), 0);
	wb_checkpoints_close(checkpoints);
}
END_TEST

START_TEST(a_damaged_file_is_set_aside)
{
	char path[4096];
	struct stat info;
	struct wb_checkpoints *checkpoints = open_checkpoints();
	struct seen seen = { 0 };
	add(checkpoints, 5);
	wb_checkpoints_close(checkpoints);
	snprintf(path, sizeof(path), "%s/checkpoint.db", temp_dir());
	FILE *file = fopen(path, "r+b");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_gt(fputs("this is no database", file), 0);
	fclose(file);
	checkpoints = open_checkpoints();
	ck_assert_int_eq(wb_checkpoints_read(checkpoints, on_checkpoint, &seen),
	                 0);
	ck_assert_int_eq(seen.count, 0);
	add(checkpoints, 6);
	wb_checkpoints_close(checkpoints);
	snprintf(path, sizeof(path), "%s/checkpoint.db.damaged", temp_dir());
	ck_assert_int_eq(stat(path, &info), 0);
}
END_TEST

START_TEST(a_directory_that_is_not_there_is_said)
{
	char error[512] = "", path[4096];
	snprintf(path, sizeof(path), "%s/missing", temp_dir());
	ck_assert_ptr_null(wb_checkpoints_open(path, error, sizeof(error)));
	ck_assert_str_ne(error, "");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("checkpoint");
	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, the_newest_two_are_kept_and_read_newest_first);
	tcase_add_test(tc, only_what_two_cover_is_covered);
	tcase_add_test(tc, a_damaged_file_is_set_aside);
	tcase_add_test(tc, a_directory_that_is_not_there_is_said);
	return wb_test_run("journal/checkpoint", tc);
}
