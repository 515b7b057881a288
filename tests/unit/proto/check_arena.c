#include "base/arena.h"

#include <stdint.h>

#include "suite.h"

static struct wb_arena arena;

static void setup(void)
{
	arena = (struct wb_arena){ 0 };
}

static void teardown(void)
{
	wb_arena_finish(&arena);
}

START_TEST(memory_is_zeroed_and_aligned)
{
	for (size_t size = 0; size < 100; size++) {
		unsigned char *memory = wb_arena_alloc(&arena, size);

		ck_assert_ptr_nonnull(memory);
		ck_assert_uint_eq((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++) {
			ck_assert_uint_eq(memory[i], 0);
			memory[i] = 0xaa;
		}
	}
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
	unsigned char *pieces[300];

	for (int i = 0; i < 300; i++) {
		pieces[i] = wb_arena_alloc(&arena, 100);
		memset(pieces[i], i % 251, 100);
	}
	for (int i = 0; i < 300; i++) {
		for (int k = 0; k < 100; k++) {
			ck_assert_int_eq(pieces[i][k], i % 251);
		}
	}
}
END_TEST

START_TEST(a_piece_may_be_larger_than_any_block)
{
	size_t size = 5 * 1024 * 1024;
	char *memory = wb_arena_alloc(&arena, size);

	ck_assert_ptr_nonnull(memory);
	memset(memory, 1, size);
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 10));
}
END_TEST

START_TEST(reset_hands_out_the_same_memory_zeroed_again)
{
	unsigned char *before = wb_arena_alloc(&arena, 64);

	memset(before, 0xff, 64);
	wb_arena_reset(&arena);
	ck_assert_uint_eq(arena.used, 0);
	ck_assert_ptr_eq(wb_arena_alloc(&arena, 64), before);
	for (int i = 0; i < 64; i++) {
		ck_assert_uint_eq(before[i], 0);
	}
}
END_TEST

/* Otherwise a daemon that runs for months would grow with every cycle. */
START_TEST(a_steady_cycle_reuses_every_block)
{
	void *first[50];

	for (int cycle = 0; cycle < 10; cycle++) {
		for (int i = 0; i < 50; i++) {
			void *memory = wb_arena_alloc(&arena, 3000);

			if (cycle == 0) {
				first[i] = memory;
			}
			ck_assert_ptr_eq(memory, first[i]);
		}
		wb_arena_reset(&arena);
	}
}
END_TEST

START_TEST(a_block_that_is_too_small_is_not_used_after_reset)
{
	char *big;

	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 4000));
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 4000));
	wb_arena_reset(&arena);
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 4000));
	big = wb_arena_alloc(&arena, 100000);
	ck_assert_ptr_nonnull(big);
	memset(big, 1, 100000);
}
END_TEST

START_TEST(the_limit_holds_and_failure_sticks_until_reset)
{
	arena.limit = 1000;
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 992));
	ck_assert(!arena.failed);
	ck_assert_ptr_null(wb_arena_alloc(&arena, 100));
	ck_assert(arena.failed);
	ck_assert_uint_le(arena.used, 1000);
	wb_arena_reset(&arena);
	ck_assert(!arena.failed);
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 100));
}
END_TEST

START_TEST(a_limit_below_what_is_used_refuses_all)
{
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 500));
	arena.limit = 100;
	ck_assert_ptr_null(wb_arena_alloc(&arena, 1));
}
END_TEST

START_TEST(an_impossible_size_is_refused)
{
	ck_assert_ptr_null(wb_arena_alloc(&arena, SIZE_MAX));
	ck_assert_ptr_null(wb_arena_alloc(&arena, SIZE_MAX - 7));
	arena.limit = SIZE_MAX;
	ck_assert_ptr_null(wb_arena_alloc(&arena, SIZE_MAX - 20));
	ck_assert(arena.failed);
}
END_TEST

START_TEST(strings_are_copied_and_terminated)
{
	char text[] = "sales";
	struct wb_str copy = wb_arena_str(&arena, (struct wb_str){ text, 3 });

	text[0] = 'X';
	ck_assert_uint_eq(copy.len, 3);
	ck_assert_str_eq(copy.data, "sal");
	copy = wb_arena_str(&arena, wb_str(NULL));
	ck_assert_ptr_null(copy.data);
	ck_assert(!arena.failed);
	copy = wb_arena_str(&arena, wb_str(""));
	ck_assert_str_eq(copy.data, "");
}
END_TEST

START_TEST(finish_may_be_called_twice_and_the_arena_used_again)
{
	wb_arena_finish(&arena);
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 10));
	wb_arena_finish(&arena);
	wb_arena_finish(&arena);
	ck_assert_ptr_nonnull(wb_arena_alloc(&arena, 10));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("arena");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, memory_is_zeroed_and_aligned);
	tcase_add_test(tc, pieces_do_not_overlap);
	tcase_add_test(tc, a_piece_may_be_larger_than_any_block);
	tcase_add_test(tc, reset_hands_out_the_same_memory_zeroed_again);
	tcase_add_test(tc, a_steady_cycle_reuses_every_block);
	tcase_add_test(tc, a_block_that_is_too_small_is_not_used_after_reset);
	tcase_add_test(tc, the_limit_holds_and_failure_sticks_until_reset);
	tcase_add_test(tc, a_limit_below_what_is_used_refuses_all);
	tcase_add_test(tc, an_impossible_size_is_refused);
	tcase_add_test(tc, strings_are_copied_and_terminated);
	tcase_add_test(tc, finish_may_be_called_twice_and_the_arena_used_again);
	return wb_test_run("proto/arena", tc);
}
