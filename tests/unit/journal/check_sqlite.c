#include "journal/journal.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "temp_dir.h"

#define T0 ((wb_ms)1732190400000)

static struct wb_journal *open_journal(void)
{
	char error[512] = "";
	struct wb_journal *journal =
		wb_journal_open_sqlite(temp_dir(), error, sizeof(error));

	ck_assert_msg(journal != NULL, "%s", error);
	return journal;
}

static void close_journal(struct wb_journal *journal)
{
	journal->ops->close(journal);
}

/* Opening must fail with a message that holds `words`. */
static void assert_refused(const char *words)
{
	char error[512] = "";
	struct wb_journal *journal =
		wb_journal_open_sqlite(temp_dir(), error, sizeof(error));

	ck_assert_ptr_null(journal);
	ck_assert_msg(strstr(error, words) != NULL, "'%s' is not in '%s'",
	              words, error);
}

static struct wb_record batch(int64_t seq, int events, wb_ms received)
{
	return (struct wb_record){
		.kind = WB_RECORD_BATCH,
		.received = received,
		.feed = wb_str("asterisk-1"),
		.epoch = wb_str("1732190000"),
		.seq = seq,
		.next = seq + events,
		.text = wb_str("{\"wallboard\":1}\n{\"ev\":\"x\"}\n"),
	};
}

static int append_one(struct wb_journal *journal, struct wb_record record)
{
	return journal->ops->append(journal, &record, 1);
}

/* Appends batches of one event, numbered and received one by one. */
static void append_many(struct wb_journal *journal, int count)
{
	for (int i = 0; i < count; i++) {
		int64_t last = journal->ops->last(journal);
		ck_assert_int_eq(append_one(journal, batch(last, 1, T0 + last)),
		                 0);
	}
}

struct seen {
	int count;
	int stop_after; /* 0 = never */
	int64_t first;
	int64_t last;
	int64_t next; /* of the last one */
};

static bool see(void *user, const struct wb_record *record)
{
	struct seen *seen = user;

	if (seen->count++ == 0) {
		seen->first = record->position;
	} else {
		ck_assert_int_eq(record->position, seen->last + 1);
	}
	seen->last = record->position;
	seen->next = record->next;
	return seen->count != seen->stop_after;
}

static struct seen read_all(struct wb_journal *journal, int64_t after)
{
	struct seen seen = { 0 };

	ck_assert_int_eq(journal->ops->read(journal, after, see, &seen), 0);
	return seen;
}

struct feeds {
	int count;
	char text[256]; /* "feed/epoch=next " each */
};

static void see_feed(void *user, struct wb_str feed, struct wb_str epoch,
                     int64_t next)
{
	struct feeds *feeds = user;
	size_t len = strlen(feeds->text);

	feeds->count++;
	snprintf(feeds->text + len, sizeof(feeds->text) - len,
	         "%.*s/%.*s=%lld ", WB_STR_FMT(feed), WB_STR_FMT(epoch),
	         (long long)next);
}

static void assert_feeds(struct wb_journal *journal, const char *expected)
{
	struct feeds feeds = { 0 };

	ck_assert_int_eq(journal->ops->feeds(journal, see_feed, &feeds), 0);
	ck_assert_str_eq(feeds.text, expected);
}

START_TEST(a_new_journal_is_empty)
{
	struct wb_journal *journal = open_journal();

	ck_assert_int_eq(journal->ops->last(journal), 0);
	ck_assert_int_eq(read_all(journal, 0).count, 0);
	assert_feeds(journal, "");
	close_journal(journal);
}
END_TEST

static bool compare(void *user, const struct wb_record *got)
{
	const struct wb_record *all = user;
	const struct wb_record *want = &all[got->position - 1];

	ck_assert_int_eq(got->position, want->position);
	ck_assert_int_eq(got->kind, want->kind);
	ck_assert_int_eq(got->received, want->received);
	ck_assert(wb_str_equal(got->feed, want->feed));
	ck_assert(wb_str_equal(got->epoch, want->epoch));
	ck_assert_int_eq(got->seq, want->seq);
	ck_assert_int_eq(got->next, want->next);
	ck_assert_int_eq(got->skip, want->skip);
	ck_assert(wb_str_equal(got->text, want->text));
	return true;
}

START_TEST(gives_back_what_was_appended)
{
	struct wb_journal *journal = open_journal();
	struct wb_record records[] = {
		batch(5, 3, T0),
		{ .kind = WB_RECORD_PLAN,
		  .received = T0,
		  .text = wb_str("queues:\n  - name: فروش\n") },
		batch(6, 4, T0 + 1),
		{ .kind = WB_RECORD_BATCH,
		  .received = INT64_MAX,
		  .feed = wb_str("by-hand"),
		  .text = { "a\0b", 3 } },
	};

	records[2].skip = 2;
	ck_assert_int_eq(journal->ops->append(journal, records, 4), 0);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(records[i].position, i + 1);
	}
	close_journal(journal);
	journal = open_journal();
	ck_assert_int_eq(journal->ops->last(journal), 4);
	ck_assert_int_eq(journal->ops->read(journal, 0, compare, records), 0);
	close_journal(journal);
}
END_TEST

START_TEST(reads_from_a_position_and_stops_when_told)
{
	struct wb_journal *journal = open_journal();
	struct seen some = { .stop_after = 3 };

	append_many(journal, 10);
	struct seen tail = read_all(journal, 7);
	ck_assert_int_eq(tail.count, 3);
	ck_assert_int_eq(tail.first, 8);
	ck_assert_int_eq(tail.last, 10);
	ck_assert_int_eq(read_all(journal, 10).count, 0);
	ck_assert_int_eq(journal->ops->read(journal, 0, see, &some), 0);
	ck_assert_int_eq(some.count, 3);
	ck_assert_int_eq(read_all(journal, 0).count, 10);
	close_journal(journal);
}
END_TEST

START_TEST(knows_the_next_number_of_every_feed_and_epoch)
{
	struct wb_journal *journal = open_journal();
	struct wb_record other = batch(0, 7, T0);
	struct wb_record hand = batch(0, 9, T0);

	other.epoch = wb_str("2");
	hand.feed = wb_str("by-hand");
	hand.epoch = wb_str(NULL);
	ck_assert_int_eq(append_one(journal, batch(10, 5, T0)), 0);
	ck_assert_int_eq(append_one(journal, batch(3, 4, T0)), 0);
	ck_assert_int_eq(append_one(journal, other), 0);
	ck_assert_int_eq(append_one(journal, hand), 0);
	assert_feeds(journal, "asterisk-1/1732190000=15 asterisk-1/2=7 ");
	ck_assert_int_eq(journal->ops->trim(journal, 4), 0);
	close_journal(journal);
	journal = open_journal();
	assert_feeds(journal, "asterisk-1/1732190000=15 asterisk-1/2=7 ");
	close_journal(journal);
}
END_TEST

START_TEST(an_append_is_all_or_nothing)
{
	struct wb_journal *journal = open_journal();
	struct wb_record records[] = { batch(0, 1, T0), batch(1, 1, T0 + 5),
		                       batch(2, 1, T0 + 4) };

	ck_assert_int_eq(journal->ops->append(journal, records, 3), -EINVAL);
	ck_assert_ptr_nonnull(strstr(journal->ops->last_error(journal),
	                             "received times go back"));
	ck_assert_int_eq(journal->ops->last(journal), 0);
	ck_assert_int_eq(read_all(journal, 0).count, 0);
	assert_feeds(journal, "");
	records[2].received = T0 + 5;
	ck_assert_int_eq(journal->ops->append(journal, records, 3), 0);
	ck_assert_int_eq(records[2].position, 3);
	close_journal(journal);
}
END_TEST

START_TEST(received_times_do_not_go_back_over_a_restart_or_a_trim)
{
	struct wb_journal *journal = open_journal();

	ck_assert_int_eq(append_one(journal, batch(0, 1, T0)), 0);
	close_journal(journal);
	journal = open_journal();
	ck_assert_int_eq(append_one(journal, batch(1, 1, T0 - 1)), -EINVAL);
	ck_assert_int_eq(journal->ops->trim(journal, 1), 0);
	close_journal(journal);
	journal = open_journal();
	ck_assert_int_eq(append_one(journal, batch(1, 1, T0 - 1)), -EINVAL);
	ck_assert_int_eq(append_one(journal, batch(1, 1, T0)), 0);
	close_journal(journal);
}
END_TEST

START_TEST(positions_go_on_after_a_trim)
{
	struct wb_journal *journal = open_journal();

	append_many(journal, 6);
	ck_assert_int_eq(journal->ops->trim(journal, 4), 0);
	ck_assert_int_eq(journal->ops->trim(journal, 2), 0);
	ck_assert_int_eq(read_all(journal, 0).first, 5);
	ck_assert_int_eq(journal->ops->trim(journal, 1000), 0);
	ck_assert_int_eq(read_all(journal, 0).count, 0);
	close_journal(journal);
	journal = open_journal();
	ck_assert_int_eq(journal->ops->last(journal), 6);
	append_many(journal, 1);
	ck_assert_int_eq(read_all(journal, 0).first, 7);
	close_journal(journal);
}
END_TEST

START_TEST(it_finds_what_was_received_before_an_instant)
{
	struct wb_journal *journal = open_journal();

	ck_assert_int_eq(journal->ops->before(journal, T0), 0);
	append_many(journal, 6); /* one each ms from T0 on */
	ck_assert_int_eq(journal->ops->before(journal, T0), 0);
	ck_assert_int_eq(journal->ops->before(journal, T0 + 1), 1);
	ck_assert_int_eq(journal->ops->before(journal, T0 + 4), 4);
	ck_assert_int_eq(journal->ops->before(journal, T0 + 99), 6);
	ck_assert_int_eq(journal->ops->trimmed(journal), 0);
	ck_assert_int_eq(journal->ops->trim(journal, 4), 0);
	ck_assert_int_eq(journal->ops->trimmed(journal), 4);
	ck_assert_int_eq(journal->ops->before(journal, T0), 4);
	ck_assert_int_eq(journal->ops->before(journal, T0 + 5), 5);
	close_journal(journal);
	journal = open_journal();
	ck_assert_int_eq(journal->ops->trimmed(journal), 4);
	close_journal(journal);
}
END_TEST

/* Opens the journal and holds it until killed, telling the parent. */
static void hold(int out)
{
	char error[512];
	struct wb_journal *journal =
		wb_journal_open_sqlite(temp_dir(), error, sizeof(error));

	if (journal && write(out, "+", 1) == 1) {
		pause();
	}
	_exit(1);
}

START_TEST(a_second_daemon_is_told_so)
{
	int ends[2];
	char byte;

	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		hold(ends[1]);
	}
	close(ends[1]);
	ck_assert_int_eq(read(ends[0], &byte, 1), 1);
	assert_refused("another wallboardd uses '");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(ends[0]);
	close_journal(open_journal());
}
END_TEST

START_TEST(others_cannot_read_the_files)
{
	struct wb_journal *journal = open_journal();
	struct stat st;

	append_many(journal, 1);
	ck_assert_int_eq(stat(temp_path("journal.db"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0007, 0);
	ck_assert_int_eq(stat(temp_path("journal.db-wal"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0007, 0);
	close_journal(journal);
}
END_TEST

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(temp_path(name), "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void run_sql(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(temp_path("journal.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(refuses_a_file_that_is_no_database)
{
	write_file("journal.db",
	           "this is a shopping list and quite a long one: bread, milk, "
	           "and a hundred other things that nobody needs\n");
	assert_refused("file is not a database");
}
END_TEST

START_TEST(refuses_a_database_of_something_else)
{
	run_sql("CREATE TABLE cheese (name TEXT)");
	assert_refused("it is a database of something else");
}
END_TEST

START_TEST(refuses_a_newer_version)
{
	close_journal(open_journal());
	run_sql("PRAGMA user_version = 99");
	assert_refused("its version is 99, expected 1");
}
END_TEST

START_TEST(refuses_a_directory_that_is_not_there)
{
	temp_dir_remove();
	assert_refused("No such file or directory");
	temp_dir_make();
}
END_TEST

START_TEST(notices_a_missing_record)
{
	struct wb_journal *journal = open_journal();
	struct seen seen = { 0 };

	append_many(journal, 5);
	close_journal(journal);
	run_sql("DELETE FROM record WHERE position = 3");
	journal = open_journal();
	ck_assert_int_eq(journal->ops->read(journal, 0, see, &seen), -EBADMSG);
	ck_assert_int_eq(seen.count, 2);
	ck_assert_ptr_nonnull(strstr(journal->ops->last_error(journal),
	                             "record 3 is missing"));
	close_journal(journal);
}
END_TEST

/* Overwrites everything behind the first pages, as a dying disk may. */
START_TEST(reports_a_damaged_file)
{
	struct wb_journal *journal = open_journal();
	struct seen seen = { 0 };
	static char junk[4096];

	append_many(journal, 500);
	close_journal(journal);
	memset(junk, 0xa5, sizeof(junk));
	int fd = open(temp_path("journal.db"), O_WRONLY);
	for (off_t at = 4 * 4096; at < 20 * 4096; at += 4096) {
		ck_assert_int_eq(pwrite(fd, junk, sizeof(junk), at),
		                 sizeof(junk));
	}
	close(fd);
	char error[512] = "";
	journal = wb_journal_open_sqlite(temp_dir(), error, sizeof(error));
	if (journal) {
		ck_assert_int_eq(journal->ops->read(journal, 0, see, &seen),
		                 -EBADMSG);
		ck_assert_ptr_nonnull(
			strstr(journal->ops->last_error(journal), "malformed"));
		close_journal(journal);
	} else {
		ck_assert_ptr_nonnull(strstr(error, "malformed"));
	}
}
END_TEST

/* The file-size limit stands for a full disk: writes beyond it fail. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(a_full_disk_writes_nothing_and_can_be_tried_again)
{
	struct wb_journal *journal = open_journal();
	struct wb_record record = batch(3, 1, T0 + 3);
	char *text = calloc(1, 300000);

	memset(text, 'x', 300000);
	append_many(journal, 3);
	limit_files(100000);
	record.text = (struct wb_str){ text, 300000 };
	ck_assert_int_eq(journal->ops->append(journal, &record, 1), -ENOSPC);
	ck_assert_ptr_nonnull(strstr(journal->ops->last_error(journal),
	                             "no space left on the disk"));
	ck_assert_int_eq(journal->ops->last(journal), 3);
	ck_assert_int_eq(read_all(journal, 0).count, 3);
	assert_feeds(journal, "asterisk-1/1732190000=3 ");
	limit_files(RLIM_INFINITY);
	ck_assert_int_eq(journal->ops->append(journal, &record, 1), 0);
	ck_assert_int_eq(record.position, 4);
	close_journal(journal);
	journal = open_journal();
	ck_assert_int_eq(read_all(journal, 0).count, 4);
	close_journal(journal);
	free(text);
}
END_TEST

/* Appends for ever, telling each position that has been acknowledged. */
static void append_until_killed(int out)
{
	char error[512];
	struct wb_journal *journal =
		wb_journal_open_sqlite(temp_dir(), error, sizeof(error));
	struct wb_record two[2];

	while (journal) {
		int64_t last = journal->ops->last(journal);
		two[0] = batch(last, 1, T0 + last);
		two[1] = batch(last + 1, 1, T0 + last);
		if (journal->ops->append(journal, two, 2) != 0 ||
		    write(out, &two[1].position, sizeof(int64_t)) !=
		            sizeof(int64_t)) {
			break;
		}
	}
	_exit(1);
}

/* Kills a writer after `count` acknowledgements; returns the last one. */
static int64_t kill_writer_after(int count)
{
	int ends[2];
	int64_t told = 0;
	int64_t position;

	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		append_until_killed(ends[1]);
	}
	close(ends[1]);
	while (count-- > 0 &&
	       read(ends[0], &position, sizeof(position)) == sizeof(position)) {
		told = position;
	}
	kill(child, SIGKILL);
	while (read(ends[0], &position, sizeof(position)) == sizeof(position)) {
		told = position;
	}
	close(ends[0]);
	int status;
	waitpid(child, &status, 0);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return told;
}

START_TEST(a_kill_loses_nothing_that_was_acknowledged)
{
	int64_t before = 0;

	for (int round = 0; round < 6; round++) {
		int64_t told = kill_writer_after(1 + round * 7);
		ck_assert_int_gt(told, before);
		struct wb_journal *journal = open_journal();
		struct seen seen = read_all(journal, 0);
		ck_assert_int_ge(seen.count, told);
		/* Both records of an append are there, or none. */
		ck_assert_int_eq(seen.count % 2, 0);
		ck_assert_int_eq(seen.first, 1);
		ck_assert_int_eq(seen.last, seen.count);
		ck_assert_int_eq(seen.next, seen.count);
		before = seen.last;
		close_journal(journal);
	}
}
END_TEST

static void add_use(Suite *suite)
{
	TCase *tc = tcase_create("use");

	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, a_new_journal_is_empty);
	tcase_add_test(tc, gives_back_what_was_appended);
	tcase_add_test(tc, reads_from_a_position_and_stops_when_told);
	tcase_add_test(tc, knows_the_next_number_of_every_feed_and_epoch);
	tcase_add_test(tc, an_append_is_all_or_nothing);
	tcase_add_test(tc,
	               received_times_do_not_go_back_over_a_restart_or_a_trim);
	tcase_add_test(tc, positions_go_on_after_a_trim);
	tcase_add_test(tc, it_finds_what_was_received_before_an_instant);
	suite_add_tcase(suite, tc);
}

static void add_trouble(Suite *suite)
{
	TCase *tc = tcase_create("trouble");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, temp_dir_make, temp_dir_remove);
	tcase_add_test(tc, a_second_daemon_is_told_so);
	tcase_add_test(tc, others_cannot_read_the_files);
	tcase_add_test(tc, refuses_a_file_that_is_no_database);
	tcase_add_test(tc, refuses_a_database_of_something_else);
	tcase_add_test(tc, refuses_a_newer_version);
	tcase_add_test(tc, refuses_a_directory_that_is_not_there);
	tcase_add_test(tc, notices_a_missing_record);
	tcase_add_test(tc, reports_a_damaged_file);
	tcase_add_test(tc, a_full_disk_writes_nothing_and_can_be_tried_again);
	tcase_add_test(tc, a_kill_loses_nothing_that_was_acknowledged);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("journal/sqlite");

	add_use(suite);
	add_trouble(suite);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
