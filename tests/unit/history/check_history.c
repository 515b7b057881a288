#include "history/history.h"

#include <check.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "temp_dir.h"

#define T0 ((wb_ms)1732190400000) /* a quarter hour */
#define QUARTER WB_HISTORY_QUARTER

static const char *const two[] = { "offered", "wait_ms" };
static const char *const three[] = { "offered", "order", "wait_ms" };

static struct wb_history *open_with(const char *const *measures, int count)
{
	char error[512] = "";
	struct wb_history *history = wb_history_open(
		temp_dir(), measures, count, error, sizeof(error));

	ck_assert_msg(history != NULL, "%s", error);
	return history;
}

static struct wb_history *open_two(void)
{
	return open_with(two, 2);
}

static void assert_refused(const char *const *measures, int count,
                           const char *words)
{
	char error[512] = "";
	struct wb_history *history = wb_history_open(
		temp_dir(), measures, count, error, sizeof(error));

	ck_assert_ptr_null(history);
	ck_assert_msg(strstr(error, words) != NULL, "'%s' is not in '%s'",
	              words, error);
}

static int add(struct wb_history *history, int attribution, const char *scope,
               wb_ms start, int64_t offered, int64_t wait)
{
	int64_t values[] = { offered, wait };
	struct wb_history_cell cell = { attribution, wb_str(scope), start,
		                        values };
	struct wb_history_mark mark = { 0, 0 };

	wb_history_mark_get(history, &mark);
	mark.position++;
	return wb_history_add(history, &cell, 1, mark);
}

struct seen {
	int rows;
	int stop_after; /* 0 = never */
	int measures;
	char text[1024]; /* "quarter scope=value,value " each */
};

static bool see(void *user, wb_ms start, struct wb_str scope,
                const int64_t *measures)
{
	struct seen *seen = user;
	size_t len = strlen(seen->text);

	len += (size_t)snprintf(seen->text + len, sizeof(seen->text) - len,
	                        "%d %.*s=", (int)((start - T0) / QUARTER),
	                        WB_STR_FMT(scope));
	for (int i = 0; i < seen->measures; i++) {
		len += (size_t)snprintf(seen->text + len,
		                        sizeof(seen->text) - len,
		                        "%" PRId64 "%s", measures[i],
		                        i + 1 < seen->measures ? "," : " ");
	}
	return ++seen->rows != seen->stop_after;
}

static void assert_rows(struct wb_history *history, int measures,
                        const char *prefix, const char *expected)
{
	struct seen seen = { .measures = measures };

	ck_assert_int_eq(
		wb_history_read(history, 0, prefix, 0, WB_NEVER, see, &seen),
		0);
	ck_assert_str_eq(seen.text, expected);
}

START_TEST(a_new_history_is_empty)
{
	struct wb_history *history = open_two();
	struct wb_history_mark mark = { 1, 1 };

	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 0);
	ck_assert_int_eq(mark.time, 0);
	assert_rows(history, 2, "", "");
	wb_history_close(history);
	wb_history_close(NULL);
}
END_TEST

START_TEST(adds_to_what_is_there_and_takes_back)
{
	struct wb_history *history = open_two();

	ck_assert_int_eq(add(history, 0, "total", T0, 3, 1000), 0);
	ck_assert_int_eq(add(history, 0, "total", T0, 2, 500), 0);
	ck_assert_int_eq(add(history, 0, "total", T0, -1, 0), 0);
	ck_assert_int_eq(add(history, 1, "total", T0, 7, 7), 0);
	assert_rows(history, 2, "total", "0 total=4,1500 ");
	wb_history_close(history);
	history = open_two();
	assert_rows(history, 2, "total", "0 total=4,1500 ");
	wb_history_close(history);
}
END_TEST

START_TEST(holds_sums_of_any_size)
{
	struct wb_history *history = open_two();

	ck_assert_int_eq(add(history, 0, "total", T0, INT64_MAX - 1, INT64_MIN),
	                 0);
	ck_assert_int_eq(add(history, 0, "total", T0, 1, 1), 0);
	assert_rows(history, 2, "total",
	            "0 total=9223372036854775807,-9223372036854775807 ");
	wb_history_close(history);
}
END_TEST

static void add_scopes(struct wb_history *history)
{
	static const char *const scopes[] = { "total",         "queue:sales",
		                              "queue:sales-2", "queue:فروش",
		                              "agent:a1",      "queuf:no" };

	for (int quarter = 1; quarter >= 0; quarter--) {
		for (int i = 0; i < 6; i++) {
			ck_assert_int_eq(add(history, 0, scopes[i],
			                     T0 + quarter * QUARTER, i,
			                     quarter),
			                 0);
		}
	}
}

static const struct {
	const char *prefix;
	const char *expected;
} prefixes[] = {
	{ "total", "0 total=0,0 1 total=0,1 " },
	{ "queue:", "0 queue:sales=1,0 0 queue:sales-2=2,0 0 queue:فروش=3,0 "
	            "1 queue:sales=1,1 1 queue:sales-2=2,1 1 queue:فروش=3,1 " },
	{ "queue:sales", "0 queue:sales=1,0 1 queue:sales=1,1 " },
	{ "queue:none", "" },
	{ "queue", "" },
	{ "team:", "" },
	{ "", "0 agent:a1=4,0 0 queue:sales=1,0 0 queue:sales-2=2,0 "
	      "0 queue:فروش=3,0 0 queuf:no=5,0 0 total=0,0 "
	      "1 agent:a1=4,1 1 queue:sales=1,1 1 queue:sales-2=2,1 "
	      "1 queue:فروش=3,1 1 queuf:no=5,1 1 total=0,1 " },
};

START_TEST(reads_the_scopes_of_a_prefix_by_start_and_scope)
{
	struct wb_history *history = open_two();

	add_scopes(history);
	assert_rows(history, 2, prefixes[_i].prefix, prefixes[_i].expected);
	wb_history_close(history);
}
END_TEST

START_TEST(reads_a_span_with_its_start_and_without_its_end)
{
	struct wb_history *history = open_two();
	struct seen seen = { .measures = 2 };
	struct seen first = { .measures = 2, .stop_after = 1 };

	for (int i = 0; i < 5; i++) {
		/* with a gap of years between the quarters */
		ck_assert_int_eq(add(history, 0, "total",
		                     T0 + (wb_ms)i * 100000 * QUARTER, i, 0),
		                 0);
	}
	ck_assert_int_eq(
		wb_history_read(history, 0, "total", T0 + 100000 * QUARTER,
	                        T0 + (wb_ms)300000 * QUARTER, see, &seen),
		0);
	ck_assert_str_eq(seen.text, "100000 total=1,0 200000 total=2,0 ");
	ck_assert_int_eq(
		wb_history_read(history, 0, "total", 0, WB_NEVER, see, &first),
		0);
	ck_assert_str_eq(first.text, "0 total=0,0 ");
	wb_history_close(history);
}
END_TEST

START_TEST(a_mark_is_as_good_as_its_cells)
{
	struct wb_history *history = open_two();
	int64_t values[] = { 1, 1 };
	struct wb_history_cell cells[] = {
		{ 0, wb_str("total"), T0, values },
		{ 0, wb_str("total"), T0 + 1, values }, /* no quarter hour */
	};
	struct wb_history_mark mark = { 41, T0 };

	ck_assert_int_eq(wb_history_add(history, cells, 1, mark), 0);
	mark.position = 42;
	ck_assert_int_eq(wb_history_add(history, cells, 2, mark), -EINVAL);
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 41);
	assert_rows(history, 2, "total", "0 total=1,1 ");
	mark = (struct wb_history_mark){ 43, T0 + 9 };
	ck_assert_int_eq(wb_history_add(history, NULL, 0, mark), 0);
	wb_history_close(history);
	history = open_two();
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 43);
	ck_assert_int_eq(mark.time, T0 + 9);
	wb_history_close(history);
}
END_TEST

START_TEST(a_new_measure_starts_at_zero)
{
	struct wb_history *history = open_two();

	ck_assert_int_eq(add(history, 0, "total", T0, 3, 1000), 0);
	wb_history_close(history);
	history = open_with(three, 3);
	assert_rows(history, 3, "total", "0 total=3,0,1000 ");
	int64_t values[] = { 1, 2, 3 };
	struct wb_history_cell cell = { 0, wb_str("total"), T0, values };
	struct wb_history_mark mark = { 1, 1 };
	ck_assert_int_eq(wb_history_add(history, &cell, 1, mark), 0);
	assert_rows(history, 3, "total", "0 total=4,2,1003 ");
	wb_history_close(history);
	/* An older program leaves the column alone. */
	history = open_two();
	ck_assert_int_eq(add(history, 0, "total", T0, 1, 0), 0);
	wb_history_close(history);
	history = open_with(three, 3);
	assert_rows(history, 3, "total", "0 total=5,2,1003 ");
	wb_history_close(history);
}
END_TEST

START_TEST(trims_and_clears)
{
	struct wb_history *history = open_two();
	struct wb_history_mark mark;

	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(
			add(history, 0, "total", T0 + i * QUARTER, i, 0), 0);
	}
	ck_assert_int_eq(wb_history_trim(history, T0 + 2 * QUARTER), 0);
	assert_rows(history, 2, "total", "2 total=2,0 3 total=3,0 ");
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 4);
	ck_assert_int_eq(wb_history_sync(history), 0);
	ck_assert_int_eq(wb_history_clear(history), 0);
	assert_rows(history, 2, "", "");
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 0);
	wb_history_close(history);
}
END_TEST

START_TEST(refuses_bad_measures)
{
	static const char *const bad[] = { "offered", "Wait; DROP TABLE mark" };
	static const char *const taken[] = { "scope" };
	static const char *const empty[] = { "" };

	assert_refused(bad, 2, "bad name of a measure: 'Wait; DROP");
	assert_refused(taken, 1, "bad name of a measure: 'scope'");
	assert_refused(empty, 1, "bad name of a measure: ''");
	assert_refused(two, 0, "0 measures, expected 1 to");
}
END_TEST

START_TEST(refuses_a_file_of_another_kind)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(temp_path("history.db"), &db), SQLITE_OK);
	ck_assert_int_eq(
		sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	assert_refused(two, 2, "it is a database of something else");
}
END_TEST

START_TEST(a_full_disk_changes_nothing)
{
	struct wb_history *history = open_two();
	struct wb_history_mark mark = { 7, T0 };
	struct rlimit limit;
	static char name[200000];
	int64_t values[] = { 1, 1 };
	struct wb_history_cell cells[] = {
		{ 0, wb_str("total"), T0, values },
		{ 0, { name, sizeof(name) }, T0, values },
	};

	memset(name, 'x', sizeof(name));
	ck_assert_int_eq(wb_history_add(history, cells, 1, mark), 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 100000;
	setrlimit(RLIMIT_FSIZE, &limit);
	mark.position = 8;
	ck_assert_int_eq(wb_history_add(history, cells, 2, mark), -ENOSPC);
	ck_assert_ptr_nonnull(
		strstr(wb_history_error(history), "no space left"));
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 7);
	assert_rows(history, 2, "total", "0 total=1,1 ");
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	wb_history_close(history);
}
END_TEST

/* Adds 1 and sets the mark to match, for ever. */
static void add_until_killed(int out)
{
	char error[512];
	struct wb_history *history =
		wb_history_open(temp_dir(), two, 2, error, sizeof(error));

	while (history && add(history, 0, "total", T0, 1, 2) == 0) {
		if (write(out, "+", 1) != 1) {
			break;
		}
	}
	_exit(1);
}

static void kill_adder_after(int count)
{
	int ends[2];
	char byte;

	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		add_until_killed(ends[1]);
	}
	close(ends[1]);
	while (count-- > 0) {
		ck_assert_int_eq(read(ends[0], &byte, 1), 1);
	}
	kill(child, SIGKILL);
	close(ends[0]);
	waitpid(child, NULL, 0);
}

START_TEST(a_kill_keeps_mark_and_cells_in_step)
{
	for (int round = 1; round <= 5; round++) {
		kill_adder_after(round * 20);
		struct wb_history *history = open_two();
		struct wb_history_mark mark;
		char expected[64];
		ck_assert(wb_history_mark_get(history, &mark));
		ck_assert_int_ge(mark.position, round * 20);
		snprintf(expected, sizeof(expected),
		         "0 total=%" PRId64 ",%" PRId64 " ", mark.position,
		         mark.position * 2);
		assert_rows(history, 2, "total", expected);
		wb_history_close(history);
	}
}
END_TEST

#define MEASURES 60
#define QUEUES 500
#define AGENTS 1000
#define QUARTERS 96

static struct wb_history *open_wide(void)
{
	static char names[MEASURES][16];
	const char *measures[MEASURES];

	for (int i = 0; i < MEASURES; i++) {
		snprintf(names[i], sizeof(names[i]), "measure_%d", i);
		measures[i] = names[i];
	}
	return open_with(measures, MEASURES);
}

/* One quarter hour of a large centre in one transaction. */
static void add_quarter(struct wb_history *history, int quarter)
{
	static char scopes[QUEUES + AGENTS][24];
	static struct wb_history_cell cells[QUEUES + AGENTS];
	static int64_t values[MEASURES];

	for (int i = 0; i < MEASURES; i++) {
		values[i] = (int64_t)i * i * i;
	}
	for (int i = 0; i < QUEUES + AGENTS; i++) {
		snprintf(scopes[i], sizeof(scopes[i]), "%s:%d",
		         i < QUEUES ? "queue" : "agent", i);
		cells[i] = (struct wb_history_cell){ 0, wb_str(scopes[i]),
			                             T0 + quarter * QUARTER,
			                             values };
	}
	struct wb_history_mark mark = { quarter + 1, T0 };
	ck_assert_int_eq(wb_history_add(history, cells, QUEUES + AGENTS, mark),
	                 0);
}

static bool sum_up(void *user, wb_ms start, struct wb_str scope,
                   const int64_t *measures)
{
	int64_t *sum = user;

	(void)start;
	(void)scope;
	*sum += measures[2];
	return true;
}

START_TEST(reads_a_day_of_500_queues_fast)
{
	struct wb_history *history = open_wide();
	int64_t sum = 0;
	wb_ms began = wb_clock_monotonic();

	for (int i = 0; i < QUARTERS; i++) {
		add_quarter(history, i);
	}
	wb_ms added = wb_clock_monotonic();
	ck_assert_int_eq(wb_history_read(history, 0, "queue:", T0,
	                                 T0 + QUARTERS * QUARTER, sum_up, &sum),
	                 0);
	wb_ms read = wb_clock_monotonic();
	ck_assert_int_eq(sum, (int64_t)8 * QUEUES * QUARTERS);
	printf("%d rows of %d measures added in %d ms, "
	       "%d of them read in %d ms\n",
	       (QUEUES + AGENTS) * QUARTERS, MEASURES, (int)(added - began),
	       QUEUES * QUARTERS, (int)(read - added));
	fflush(stdout);
	wb_history_close(history);
}
END_TEST

static void add_use(Suite *suite)
{
	TCase *tc = tcase_create("use");

	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, a_new_history_is_empty);
	tcase_add_test(tc, adds_to_what_is_there_and_takes_back);
	tcase_add_test(tc, holds_sums_of_any_size);
	tcase_add_loop_test(tc, reads_the_scopes_of_a_prefix_by_start_and_scope,
	                    0, sizeof(prefixes) / sizeof(prefixes[0]));
	tcase_add_test(tc, reads_a_span_with_its_start_and_without_its_end);
	tcase_add_test(tc, a_mark_is_as_good_as_its_cells);
	tcase_add_test(tc, a_new_measure_starts_at_zero);
	tcase_add_test(tc, trims_and_clears);
	suite_add_tcase(suite, tc);
}

static void add_trouble(Suite *suite)
{
	TCase *tc = tcase_create("trouble");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, refuses_bad_measures);
	tcase_add_test(tc, refuses_a_file_of_another_kind);
	tcase_add_test(tc, a_full_disk_changes_nothing);
	tcase_add_test(tc, a_kill_keeps_mark_and_cells_in_step);
	tcase_add_test(tc, reads_a_day_of_500_queues_fast);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("history");

	add_use(suite);
	add_trouble(suite);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
