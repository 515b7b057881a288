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

static int add_cells(struct wb_history *history,
                     const struct wb_history_cell *cells, int count,
                     struct wb_history_mark mark)
{
	struct wb_history_batch batch = { .cells = cells, .cell_count = count };

	return wb_history_add(history, &batch, mark);
}

static int add(struct wb_history *history, int attribution, const char *scope,
               wb_ms start, int64_t offered, int64_t wait)
{
	int64_t values[] = { offered, wait };
	struct wb_history_cell cell = { attribution, wb_str(scope), start,
		                        values,      NULL,          0 };
	struct wb_history_mark mark = { 0, 0 };

	wb_history_mark_get(history, &mark);
	mark.position++;
	return add_cells(history, &cell, 1, mark);
}

struct seen {
	int rows;
	int stop_after; /* 0 = never */
	int measures;
	char text[1024]; /* "quarter scope=value,value " each */
};

static int64_t amount_of(const struct wb_history_row *row, int measure)
{
	for (int i = 0; i < row->sum_count; i++) {
		if (row->sums[i].id == (uint32_t)measure) {
			return row->sums[i].amount;
		}
	}
	return 0;
}

static bool see(void *user, const struct wb_history_row *row)
{
	struct seen *seen = user;
	size_t len = strlen(seen->text);

	len += (size_t)snprintf(seen->text + len, sizeof(seen->text) - len,
	                        "%d %.*s=", (int)((row->start - T0) / QUARTER),
	                        WB_STR_FMT(row->scope));
	for (int i = 0; i < seen->measures; i++) {
		len += (size_t)snprintf(seen->text + len,
		                        sizeof(seen->text) - len,
		                        "%" PRId64 "%s", amount_of(row, i),
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
			                     T0 + quarter * QUARTER, i + 1,
			                     quarter),
			                 0);
		}
	}
}

static const struct {
	const char *prefix;
	const char *expected;
} prefixes[] = {
	{ "total", "0 total=1,0 1 total=1,1 " },
	{ "queue:", "0 queue:sales=2,0 0 queue:sales-2=3,0 0 queue:فروش=4,0 "
	            "1 queue:sales=2,1 1 queue:sales-2=3,1 1 queue:فروش=4,1 " },
	{ "queue:sales", "0 queue:sales=2,0 1 queue:sales=2,1 " },
	{ "queue:none", "" },
	{ "queue", "" },
	{ "team:", "" },
	{ "", "0 agent:a1=5,0 0 queue:sales=2,0 0 queue:sales-2=3,0 "
	      "0 queue:فروش=4,0 0 queuf:no=6,0 0 total=1,0 "
	      "1 agent:a1=5,1 1 queue:sales=2,1 1 queue:sales-2=3,1 "
	      "1 queue:فروش=4,1 1 queuf:no=6,1 1 total=1,1 " },
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
		                     T0 + (wb_ms)i * 100000 * QUARTER, i + 1,
		                     0),
		                 0);
	}
	ck_assert_int_eq(
		wb_history_read(history, 0, "total", T0 + 100000 * QUARTER,
	                        T0 + (wb_ms)300000 * QUARTER, see, &seen),
		0);
	ck_assert_str_eq(seen.text, "100000 total=2,0 200000 total=3,0 ");
	ck_assert_int_eq(
		wb_history_read(history, 0, "total", 0, WB_NEVER, see, &first),
		0);
	ck_assert_str_eq(first.text, "0 total=1,0 ");
	wb_history_close(history);
}
END_TEST

START_TEST(a_mark_is_as_good_as_its_cells)
{
	struct wb_history *history = open_two();
	int64_t values[] = { 1, 1 };
	struct wb_history_cell cells[] = {
		{ 0, wb_str("total"), T0, values, NULL, 0 },
		{ 0, wb_str("total"), T0 + 1, values, NULL,
		  0 }, /* no quarter */
	};
	struct wb_history_mark mark = { 41, T0 };

	ck_assert_int_eq(add_cells(history, cells, 1, mark), 0);
	mark.position = 42;
	ck_assert_int_eq(add_cells(history, cells, 2, mark), -EINVAL);
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 41);
	assert_rows(history, 2, "total", "0 total=1,1 ");
	mark = (struct wb_history_mark){ 43, T0 + 9 };
	ck_assert_int_eq(add_cells(history, NULL, 0, mark), 0);
	wb_history_close(history);
	history = open_two();
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 43);
	ck_assert_int_eq(mark.time, T0 + 9);
	wb_history_close(history);
}
END_TEST

START_TEST(measures_may_come_and_go)
{
	struct wb_history *history = open_two();

	ck_assert_int_eq(add(history, 0, "total", T0, 3, 1000), 0);
	wb_history_close(history);
	history = open_with(three, 3);
	assert_rows(history, 3, "total", "0 total=3,0,1000 ");
	int64_t values[] = { 1, 2, 3 };
	struct wb_history_cell cell = {
		0, wb_str("total"), T0, values, NULL, 0
	};
	struct wb_history_mark mark = { 1, 1 };
	ck_assert_int_eq(add_cells(history, &cell, 1, mark), 0);
	assert_rows(history, 3, "total", "0 total=4,2,1003 ");
	wb_history_close(history);
	/* A program without the measure leaves it alone. */
	history = open_two();
	ck_assert_int_eq(add(history, 0, "total", T0, 1, 0), 0);
	wb_history_close(history);
	history = open_with(three, 3);
	assert_rows(history, 3, "total", "0 total=5,2,1003 ");
	wb_history_close(history);
}
END_TEST

START_TEST(a_row_of_which_all_was_taken_back_is_none)
{
	struct wb_history *history = open_two();

	ck_assert_int_eq(add(history, 0, "total", T0, 3, 1000), 0);
	ck_assert_int_eq(add(history, 0, "total", T0, -3, -1000), 0);
	assert_rows(history, 2, "", "");
	wb_history_close(history);
}
END_TEST

/* Trims until nothing is left to; how many steps that took. */
static int trim(struct wb_history *history, wb_ms before)
{
	bool more = true;
	int steps = 0;

	for (; more; steps++) {
		ck_assert_int_eq(
			wb_history_trim(history, before, before, &more), 0);
	}
	return steps;
}

START_TEST(trims_quarter_by_quarter_and_clears)
{
	struct wb_history *history = open_two();
	struct wb_history_mark mark;

	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(
			add(history, 0, "total", T0 + i * QUARTER, i + 1, 0),
			0);
		ck_assert_int_eq(
			add(history, 1, "total", T0 + i * QUARTER, i + 1, 0),
			0);
	}
	ck_assert_int_eq(trim(history, T0 + 2 * QUARTER), 3);
	assert_rows(history, 2, "total", "2 total=3,0 3 total=4,0 ");
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 8);
	ck_assert_int_eq(wb_history_sync(history), 0);
	ck_assert_int_eq(wb_history_clear(history), 0);
	assert_rows(history, 2, "", "");
	ck_assert(wb_history_mark_get(history, &mark));
	ck_assert_int_eq(mark.position, 0);
	wb_history_close(history);
}
END_TEST

START_TEST(a_file_of_the_version_before_is_taken_over)
{
	sqlite3 *db;
	struct wb_history_mark mark;

	ck_assert_int_eq(sqlite3_open(temp_path("history.db"), &db), SQLITE_OK);
	ck_assert_int_eq(
		sqlite3_exec(
			db,
			"PRAGMA application_id = 0x57424831;"
			"PRAGMA user_version = 1;"
			"CREATE TABLE quarter (attribution INTEGER NOT NULL,"
			" start INTEGER NOT NULL, scope TEXT NOT NULL,"
			" PRIMARY KEY (attribution, start, scope))"
			" WITHOUT ROWID;"
			"ALTER TABLE quarter ADD COLUMN \"gone\""
			" INTEGER NOT NULL DEFAULT 0;"
			"ALTER TABLE quarter ADD COLUMN \"offered\""
			" INTEGER NOT NULL DEFAULT 0;"
			"INSERT INTO quarter VALUES"
			" (0, 1732190400000, 'total', 5, 7),"
			" (0, 1732191300000, 'queue:sales', 0, -3),"
			" (1, 1732190400000, 'total', 1, 0);"
			"CREATE TABLE mark (id INTEGER PRIMARY KEY,"
			" position INTEGER NOT NULL, time INTEGER NOT NULL);"
			"INSERT INTO mark VALUES (1, 42, 1732191300001)",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	for (int i = 0; i < 2; i++) {
		struct wb_history *history = open_two();
		assert_rows(history, 2, "", "0 total=7,0 1 queue:sales=-3,0 ");
		ck_assert(wb_history_mark_get(history, &mark));
		ck_assert_int_eq(mark.position, 42);
		ck_assert_int_eq(mark.time, T0 + QUARTER + 1);
		wb_history_close(history);
	}
}
END_TEST

static bool see_waits(void *user, const struct wb_history_row *row)
{
	char *text = user;
	size_t len = strlen(text);

	for (int i = 0; i < row->wait_count; i++) {
		len += (size_t)sprintf(text + len, "%u:%d ", row->waits[i].id,
		                       (int)row->waits[i].amount);
	}
	return true;
}

START_TEST(waits_add_up_by_bucket)
{
	struct wb_history *history = open_two();
	int64_t values[] = { 1, 0 };
	struct wb_history_pair first[] = { { 3, 1 }, { 900, 2 } };
	struct wb_history_pair second[] = { { 2, 5 }, { 900, -1 } };
	struct wb_history_cell cells[] = {
		{ 0, wb_str("total"), T0, values, first, 2 },
		{ 0, wb_str("total"), T0, values, NULL, 0 },
		{ 0, wb_str("total"), T0, values, second, 2 },
		{ 0, wb_str("total"), T0 + QUARTER, values, NULL, 0 },
		{ 0, wb_str("total"), T0 + QUARTER, values, first, 2 },
	};
	struct wb_history_mark mark = { 1, 1 };
	char text[200] = "";

	ck_assert_int_eq(add_cells(history, cells, 5, mark), 0);
	ck_assert_int_eq(wb_history_read(history, 0, "total", T0, WB_NEVER,
	                                 see_waits, text),
	                 0);
	ck_assert_str_eq(text, "2:5 3:1 900:1 3:1 900:2 ");
	wb_history_close(history);
}
END_TEST

/* The first column of the first row. */
static void query(const char *sql, char *ret_text, size_t size)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;

	ck_assert_int_eq(sqlite3_open(temp_path("history.db"), &db), SQLITE_OK);
	ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK,
	              "%s", sqlite3_errmsg(db));
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	snprintf(ret_text, size, "%s", sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static const struct {
	int64_t offered, wait;
} readable[] = {
	{ 1, 1 },           { 63, -64 },      { 64, 65 },
	{ -1, 8191 },       { 8192, -8193 },  { 1732190400000, 3600000 },
	{ INT64_MAX, -1 },  { INT64_MIN, 2 }, { 127, 128 },
	{ 16383, 2097152 },
};

START_TEST(the_sqlite_shell_can_read_it)
{
	struct wb_history *history = open_two();
	char expected[200], text[200];

	ck_assert_int_eq(add(history, 1, "queue:sales", T0,
	                     readable[_i].offered, readable[_i].wait),
	                 0);
	wb_history_close(history);
	query("SELECT attribution || ' ' || utc || ' ' || scope || ' ' || sums "
	      "FROM readable",
	      text, sizeof(text));
	snprintf(expected, sizeof(expected),
	         "cohort 2024-11-21 12:00:00 queue:sales "
	         "{\"offered\":%" PRId64 ",\"wait_ms\":%" PRId64 "}",
	         readable[_i].offered, readable[_i].wait);
	ck_assert_str_eq(text, expected);
	query("SELECT sums ->> 'wait_ms' FROM readable WHERE start > 0", text,
	      sizeof(text));
	ck_assert_int_eq(strtoll(text, NULL, 10), readable[_i].wait);
}
END_TEST

START_TEST(refuses_bad_measures)
{
	static const char *const bad[] = { "offered", "Wait; DROP TABLE mark" };
	static const char *const empty[] = { "" };

	assert_refused(bad, 2, "bad name of a measure: 'Wait; DROP");
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
		{ 0, wb_str("total"), T0, values, NULL, 0 },
		{ 0, { name, sizeof(name) }, T0, values, NULL, 0 },
	};

	memset(name, 'x', sizeof(name));
	ck_assert_int_eq(add_cells(history, cells, 1, mark), 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 100000;
	setrlimit(RLIMIT_FSIZE, &limit);
	mark.position = 8;
	ck_assert_int_eq(add_cells(history, cells, 2, mark), -ENOSPC);
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
		cells[i] = (struct wb_history_cell){ 0,
			                             wb_str(scopes[i]),
			                             T0 + quarter * QUARTER,
			                             values,
			                             NULL,
			                             0 };
	}
	struct wb_history_mark mark = { quarter + 1, T0 };
	ck_assert_int_eq(add_cells(history, cells, QUEUES + AGENTS, mark), 0);
}

static bool sum_up(void *user, const struct wb_history_row *row)
{
	int64_t *sum = user;

	*sum += amount_of(row, 2);
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
	tcase_add_test(tc, measures_may_come_and_go);
	tcase_add_test(tc, a_row_of_which_all_was_taken_back_is_none);
	tcase_add_test(tc, trims_quarter_by_quarter_and_clears);
	tcase_add_test(tc, a_file_of_the_version_before_is_taken_over);
	tcase_add_test(tc, waits_add_up_by_bucket);
	tcase_add_loop_test(tc, the_sqlite_shell_can_read_it, 0,
	                    sizeof(readable) / sizeof(readable[0]));
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
