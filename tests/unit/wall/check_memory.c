#include "suite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/memory.h"
#include "temp_dir.h"

#define HEARD ((wb_ms)1760266925000)

static struct wb_state *made(const char *json)
{
	struct wb_state *state = wb_state_create();
	struct wb_json_error error;
	ck_assert_ptr_nonnull(state);
	struct wb_str copy = wb_arena_str(&state->arena, wb_str(json));
	state->root = wb_json_read(copy, &state->arena, &error);
	ck_assert_msg(state->root != NULL, "%s", error.message);
	return state;
}

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

START_TEST(what_was_saved_comes_back_the_same)
{
	const char *path = temp_path("deep/down/last.json");
	struct wb_state *before =
		made("{\"centre\":{\"title\":{\"fa\":\"\xd8\xb5\xd9\x81\"}},"
	             "\"tiles\":{\"t1\":{\"value\":79.96,\"x\":null}}}");
	wb_ms heard = 0;
	ck_assert_int_eq(wb_memory_save(path, before, HEARD), 0);
	struct wb_state *after = wb_memory_load(path, &heard);
	ck_assert_ptr_nonnull(after);
	ck_assert_int_eq(heard, HEARD);
	ck_assert(wb_json_equal(before->root, after->root));
	wb_state_unref(before);
	wb_state_unref(after);
}
END_TEST

START_TEST(the_file_is_the_owners_and_no_part_stays)
{
	const char *path = temp_path("last.json");
	struct wb_state *state = made("{}");
	struct stat info;
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(wb_memory_save(path, state, HEARD + i), 0);
	}
	ck_assert_int_eq(stat(path, &info), 0);
	ck_assert_uint_eq(info.st_mode & 0777, 0600);
	ck_assert_int_ne(access(temp_path("last.json.part"), F_OK), 0);
	wb_state_unref(state);
}
END_TEST

START_TEST(a_save_that_fails_leaves_the_old_file)
{
	const char *path = temp_path("last.json");
	struct wb_state *state = made("{}");
	struct wb_state *old;
	wb_ms heard;
	ck_assert_int_eq(wb_memory_save(path, state, HEARD), 0);
	/* what is to be renamed cannot be written */
	ck_assert_int_eq(mkdir(temp_path("last.json.part"), 0700), 0);
	ck_assert_int_eq(wb_memory_save(path, state, HEARD + 1), -EISDIR);
	old = wb_memory_load(path, &heard);
	ck_assert_ptr_nonnull(old);
	ck_assert_int_eq(heard, HEARD);
	wb_state_unref(old);
	wb_state_unref(state);
}
END_TEST

static const char *const wrongs[] = {
	"",
	"{",
	"[]",
	"{\"heard\":1760266925000}",
	"{\"heard\":1760266925000,\"state\":7}",
	"{\"heard\":0,\"state\":{}}",
	"{\"heard\":-5,\"state\":{}}",
	"{\"heard\":\"soon\",\"state\":{}}",
	"{\"heard\":9223372036854775807,\"state\":{}}",
	"{\"heard\":1760266925000,\"state\":{\"a\":1}",
};

START_TEST(what_is_no_state_is_not_recalled)
{
	wb_ms heard = 1;
	write_text(temp_path("last.json"), wrongs[_i]);
	ck_assert_ptr_null(wb_memory_load(temp_path("last.json"), &heard));
	ck_assert_int_eq(heard, 1);
}
END_TEST

START_TEST(what_is_no_file_is_not_recalled)
{
	wb_ms heard;
	ck_assert_ptr_null(wb_memory_load(temp_path("none.json"), &heard));
	ck_assert_ptr_null(wb_memory_load(temp_dir(), &heard));
	ck_assert_ptr_null(wb_memory_load("/dev/zero", &heard));
}
END_TEST

START_TEST(the_place_follows_systemd_then_xdg_then_home)
{
	char path[128];
	setenv("HOME", "/h", 1);
	unsetenv("STATE_DIRECTORY");
	unsetenv("XDG_STATE_HOME");
	ck_assert(wb_memory_path("127.0.0.1:8080", path, sizeof(path)));
	ck_assert_str_eq(path,
	                 "/h/.local/state/wallboard/last-127.0.0.1-8080.json");
	setenv("XDG_STATE_HOME", "/x", 1);
	ck_assert(wb_memory_path("[::1]:9", path, sizeof(path)));
	ck_assert_str_eq(path, "/x/wallboard/last----1--9.json");
	setenv("STATE_DIRECTORY", "/s:/t", 1);
	ck_assert(wb_memory_path("h:1", path, sizeof(path)));
	ck_assert_str_eq(path, "/s/last-h-1.json");
	ck_assert(!wb_memory_path("h:1", path, 8));
	unsetenv("STATE_DIRECTORY");
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	ck_assert(!wb_memory_path("h:1", path, sizeof(path)));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("memory");
	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, what_was_saved_comes_back_the_same);
	tcase_add_test(tc, the_file_is_the_owners_and_no_part_stays);
	tcase_add_test(tc, a_save_that_fails_leaves_the_old_file);
	tcase_add_loop_test(tc, what_is_no_state_is_not_recalled, 0,
	                    WB_COUNT(wrongs));
	tcase_add_test(tc, what_is_no_file_is_not_recalled);
	tcase_add_test(tc, the_place_follows_systemd_then_xdg_then_home);
	return wb_test_run("wall/memory", tc);
}
