#include "loop/loop.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "limits.h"

static struct wb_loop *loop;
static char events[64]; /* letters, in order of what happened */
static wb_ms fired_at;

static void setup(void)
{
	memset(events, 0, sizeof(events));
	loop = wb_loop_create(NULL, NULL);
	ck_assert_ptr_nonnull(loop);
}

static void teardown(void)
{
	wb_loop_destroy(loop);
}

static void note(char letter)
{
	size_t len = strlen(events);

	ck_assert_uint_lt(len + 1, sizeof(events));
	events[len] = letter;
}

static void on_timer(void *letter)
{
	note(*(char *)letter);
	fired_at = wb_clock_monotonic();
}

static void on_last(void *letter)
{
	on_timer(letter);
	wb_loop_stop(loop);
}

START_TEST(timers_fire_in_order_and_not_before_their_time)
{
	char a = 'a', b = 'b', z = 'z';
	wb_ms now = wb_clock_monotonic();
	struct wb_timer *first = wb_timer_create(loop, on_timer, &a);
	struct wb_timer *second = wb_timer_create(loop, on_timer, &b);
	struct wb_timer *last = wb_timer_create(loop, on_last, &z);

	wb_timer_set(last, now + 40);
	wb_timer_set(second, now + 20);
	wb_timer_set(first, now - 100000); /* long past: at once */
	wb_loop_run(loop);
	ck_assert_str_eq(events, "abz");
	ck_assert_int_ge(fired_at, now + 40);
	wb_timer_destroy(first);
	wb_timer_destroy(second);
	wb_timer_destroy(last);
}
END_TEST

START_TEST(a_timer_can_be_moved_and_cleared)
{
	char a = 'a', b = 'b', z = 'z';
	wb_ms now = wb_clock_monotonic();
	struct wb_timer *moved = wb_timer_create(loop, on_timer, &a);
	struct wb_timer *cleared = wb_timer_create(loop, on_timer, &b);
	struct wb_timer *last = wb_timer_create(loop, on_last, &z);

	wb_timer_set(moved, now + 3600000);
	wb_timer_set(moved, now + 1);
	wb_timer_set(cleared, now + 2);
	wb_timer_clear(cleared);
	wb_timer_set(last, now + 30);
	wb_loop_run(loop);
	ck_assert_str_eq(events, "az");

	/* And once more, as each calls back once. */
	wb_timer_set(last, wb_clock_monotonic() + 10);
	wb_loop_run(loop);
	ck_assert_str_eq(events, "azz");
	wb_timer_destroy(moved);
	wb_timer_destroy(cleared);
	wb_timer_destroy(last);
}
END_TEST

static void destroy_and_stop(void *user)
{
	struct wb_timer **timer = user;

	note('d');
	wb_timer_destroy(*timer);
	wb_loop_stop(loop);
}

START_TEST(a_timer_may_destroy_itself)
{
	struct wb_timer *timer =
		wb_timer_create(loop, destroy_and_stop, &timer);

	wb_timer_set(timer, 0);
	wb_loop_run(loop);
	ck_assert_str_eq(events, "d");
}
END_TEST

static void woken(void *user)
{
	int *count = user;

	(*count)++;
	wb_loop_stop(loop);
}

static void *signal_often(void *wake)
{
	for (int i = 0; i < 1000; i++) {
		wb_wake_signal(wake);
	}
	return NULL;
}

START_TEST(a_wake_comes_from_another_thread)
{
	int count = 0;
	pthread_t thread;
	struct wb_wake *wake = wb_wake_create(loop, woken, &count);

	ck_assert_int_eq(pthread_create(&thread, NULL, signal_often, wake), 0);
	wb_loop_run(loop);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_ge(count, 1);
	ck_assert_int_le(count, 1000);
	wb_wake_destroy(wake);
}
END_TEST

START_TEST(a_wake_may_be_signalled_when_the_loop_is_gone)
{
	int count = 0;
	struct wb_wake *wake = wb_wake_create(loop, woken, &count);

	wb_loop_destroy(loop);
	loop = NULL;
	wb_wake_signal(wake);
	wb_wake_destroy(wake);
	ck_assert_int_eq(count, 0);
}
END_TEST

struct pipe_reader {
	struct wb_watch *watch;
	char text[16];
	int ends;
};

static void read_pipe(void *user, int fd)
{
	struct pipe_reader *reader = user;
	char letter;

	if (read(fd, &letter, 1) == 1) {
		reader->text[strlen(reader->text)] = letter;
		return;
	}
	reader->ends++;
	wb_watch_destroy(reader->watch);
	wb_loop_stop(loop);
}

START_TEST(a_watch_reads_to_the_end)
{
	struct pipe_reader reader = { 0 };
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	reader.watch = wb_watch_create(loop, fds[0], read_pipe, &reader);
	ck_assert_int_eq(write(fds[1], "end", 3), 3);
	close(fds[1]);
	wb_loop_run(loop);
	ck_assert_str_eq(reader.text, "end");
	ck_assert_int_eq(reader.ends, 1);
}
END_TEST

static void must_not_be_called(void *user, int fd)
{
	(void)user;
	(void)fd;
	ck_abort_msg("called after the end");
}

START_TEST(a_destroyed_watch_is_not_called_and_its_descriptor_closed)
{
	char z = 'z';
	int fds[2];
	struct wb_timer *last = wb_timer_create(loop, on_last, &z);

	ck_assert_int_eq(pipe(fds), 0);
	struct wb_watch *watch =
		wb_watch_create(loop, fds[0], must_not_be_called, NULL);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	wb_watch_destroy(watch);
	wb_timer_set(last, wb_clock_monotonic() + 20);
	wb_loop_run(loop);
	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(write(fds[1], "x", 1), -1); /* no reader */
	close(fds[1]);
	wb_timer_destroy(last);
}
END_TEST

START_TEST(a_watch_may_outlive_the_loop)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	struct wb_watch *watch =
		wb_watch_create(loop, fds[0], must_not_be_called, NULL);
	wb_loop_destroy(loop);
	loop = NULL;
	wb_watch_destroy(watch);
	close(fds[1]);
}
END_TEST

static void on_signal(void *user, int number)
{
	*(int *)user = number;
	wb_loop_stop(loop);
}

START_TEST(signals_come_on_the_loop)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };
	int got = 0;

	ck_assert(wb_loop_signals(loop, on_signal, &got));
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(kill(getpid(), numbers[i]), 0);
		wb_loop_run(loop);
		ck_assert_int_eq(got, numbers[i]);
	}
}
END_TEST

START_TEST(a_stop_before_the_run_ends_it_at_once)
{
	wb_loop_stop(loop);
	wb_loop_run(loop);
}
END_TEST

START_TEST(descriptors_suffice_for_all_clients)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert(limit.rlim_cur > WB_CLIENTS_MAX ||
	          limit.rlim_cur == limit.rlim_max);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("loop");
	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, timers_fire_in_order_and_not_before_their_time);
	tcase_add_test(tc, a_timer_can_be_moved_and_cleared);
	tcase_add_test(tc, a_timer_may_destroy_itself);
	tcase_add_test(tc, a_wake_comes_from_another_thread);
	tcase_add_test(tc, a_wake_may_be_signalled_when_the_loop_is_gone);
	tcase_add_test(tc, a_watch_reads_to_the_end);
	tcase_add_test(
		tc, a_destroyed_watch_is_not_called_and_its_descriptor_closed);
	tcase_add_test(tc, a_watch_may_outlive_the_loop);
	tcase_add_test(tc, signals_come_on_the_loop);
	tcase_add_test(tc, a_stop_before_the_run_ends_it_at_once);
	tcase_add_test(tc, descriptors_suffice_for_all_clients);

	Suite *suite = suite_create("loop");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
