/*
 * The log of the last hour: records as they were put, in memory and as bytes;
 * and what a watch makes of them, against a plain list of everything.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "kpi/watch.h"
#include "suite.h"

#define BASE ((wb_ms)1763460000000)

static const struct wb_counted full = {
	.scope_count = WB_FACT_SCOPES_MAX,
	.add_count = 3,
	.key = WB_KEY_COUNT - 1,
	.key_sign = -1,
	.scopes = { 0, 127, 128, 65535, 65536, UINT32_MAX, 5, 6 },
	.add = { { 0, 1 },
	         { WB_M_FLOWING - 1, -18340 },
	         { 3, (int64_t)1 << 50 } },
};

static const struct wb_change changes[] = {
	{ 3, 9, 0, WB_LEVEL_COUNT - 1, BASE + 999 },
	{ WB_NOBODY, 0, -1, 2, BASE },
	{ 700000, WB_NOBODY, 2, -1, BASE - WB_HOUR },
};

static void expect_same_fact(const struct wb_counted *is,
                             const struct wb_counted *want)
{
	ck_assert_int_eq(is->scope_count, want->scope_count);
	ck_assert_mem_eq(is->scopes, want->scopes,
	                 want->scope_count * sizeof(want->scopes[0]));
	ck_assert_uint_eq(is->key, want->key);
	ck_assert_int_eq(is->key_sign, want->key_sign);
	ck_assert_int_eq(is->add_count, want->add_count);
	for (int i = 0; i < want->add_count; i++) {
		ck_assert_int_eq(is->add[i].measure, want->add[i].measure);
		ck_assert_int_eq(is->add[i].amount, want->add[i].amount);
	}
}

static void expect_same_change(const struct wb_change *is,
                               const struct wb_change *want)
{
	ck_assert_uint_eq(is->own, want->own);
	ck_assert_uint_eq(is->crew, want->crew);
	ck_assert_int_eq(is->from, want->from);
	ck_assert_int_eq(is->to, want->to);
	ck_assert_int_eq(is->at, want->at);
}

static struct wb_saved_record saved_fact(const struct wb_counted *fact,
                                         wb_ms at)
{
	struct wb_saved_record record = { .at = at, .fact = *fact };
	return record;
}

START_TEST(a_fact_comes_back_as_it_was)
{
	unsigned char bytes[WB_RECORD_BYTES_MAX];
	struct wb_saved_record record = saved_fact(&full, BASE - 3), back;
	size_t len = wb_record_put(&record, BASE, bytes);
	ck_assert_uint_eq(wb_record_take(bytes, bytes + len, BASE, &back), len);
	ck_assert(!back.is_change);
	ck_assert_int_eq(back.at, BASE - 3);
	expect_same_fact(&back.fact, &full);
}
END_TEST

START_TEST(a_change_comes_back_as_it_was)
{
	unsigned char bytes[WB_RECORD_BYTES_MAX];
	for (int i = 0; i < WB_COUNT(changes); i++) {
		struct wb_saved_record record = { .is_change = true,
			                          .at = changes[i].at,
			                          .change = changes[i] };
		struct wb_saved_record back;
		size_t len = wb_record_put(&record, BASE, bytes);
		ck_assert_uint_eq(
			wb_record_take(bytes, bytes + len, BASE, &back), len);
		ck_assert(back.is_change);
		expect_same_change(&back.change, &changes[i]);
	}
}
END_TEST

START_TEST(a_record_that_is_cut_is_none)
{
	unsigned char bytes[WB_RECORD_BYTES_MAX];
	struct wb_saved_record record = saved_fact(&full, BASE), back;
	size_t len = wb_record_put(&record, BASE, bytes);
	for (size_t cut = 0; cut < len; cut++) {
		ck_assert_uint_eq(
			wb_record_take(bytes, bytes + cut, BASE, &back), 0);
	}
}
END_TEST

static const struct {
	const char *what;
	const char *bytes;
	size_t len;
} wrong[] = {
	{ "too many additions", "\x0d\x00\x00", 3 },
	{ "too many scopes", "\x00\x00\x09\1\1\1\1\1\1\1\1\1", 12 },
	{ "no such measure", "\x01\x00\x00\xfe\x02", 5 },
	{ "an amount out of range",
	  "\x01\x00\x00\x01\xff\xff\xff\xff\xff\xff\xff\x7f", 12 },
	{ "no such key", "\x40\x00\x00\xff\xff\xff\x7f", 7 },
	{ "a change of another kind", "\x81\x00\x01\x01\x01\x01", 6 },
	{ "no such level", "\x80\x00\x01\x01\x7f\x01", 6 },
	{ "far from its base", "\x80\x80\x80\x80\x80\x08\x01\x01\x01\x01", 10 },
};

START_TEST(what_is_no_record_is_refused)
{
	const unsigned char *bytes = (const unsigned char *)wrong[_i].bytes;
	struct wb_saved_record record;
	ck_assert_msg(wb_record_take(bytes, bytes + wrong[_i].len, BASE,
	                             &record) == 0,
	              "%s", wrong[_i].what);
}
END_TEST

/* The log of one test, and where the newest records of its subjects are. */
#define SUBJECTS 8
static struct wb_log log_;
static wb_log_pos newest[SUBJECTS];
static uint64_t dropped;

static void setup(void)
{
	wb_log_init(&log_);
	memset(newest, 0, sizeof(newest));
	dropped = 0;
}

static void teardown(void)
{
	wb_log_finish(&log_);
}

static void count_drop(void *user, const struct wb_log_record *record)
{
	ck_assert_ptr_null(user);
	dropped += record->words != NULL;
}

static void move(wb_ms now)
{
	wb_log_advance(&log_, now, count_drop, NULL);
}

START_TEST(the_log_gives_back_what_it_was_given)
{
	wb_log_pos *at[WB_FACT_SCOPES_MAX];
	struct wb_saved_record back;
	for (int i = 0; i < WB_FACT_SCOPES_MAX; i++) {
		at[i] = &newest[i];
	}
	move(BASE);
	ck_assert(wb_log_add_fact(&log_, &full, BASE - 5, BASE, at));
	struct wb_log_record record = wb_log_at(&log_, newest[7]);
	wb_log_read(&record, &back);
	expect_same_fact(&back.fact, &full);
	ck_assert_int_eq(back.at, BASE - 5);
	for (int i = 0; i < WB_COUNT(changes); i++) {
		wb_log_pos *of[2] = { &newest[0], &newest[1] };
		ck_assert(wb_log_add_change(&log_, &changes[i], BASE, of));
		record = wb_log_at(&log_, newest[0]);
		wb_log_read(&record, &back);
		expect_same_change(&back.change, &changes[i]);
	}
}
END_TEST

static const int64_t amounts[] = {
	0,        1,        -1,        8388607,          8388608,
	-8388608, -8388609, INT32_MAX, (int64_t)1 << 49, -((int64_t)1 << 49),
};

START_TEST(an_amount_of_any_size_stays_as_it_is)
{
	wb_log_pos *at[1] = { &newest[0] };
	struct wb_counted fact = { .scope_count = 1,
		                   .add_count = 2,
		                   .key = WB_KEY_NONE,
		                   .scopes = { 0 },
		                   .add = { { 9, 7 }, { 4, amounts[_i] } } };
	ck_assert(wb_log_add_fact(&log_, &fact, BASE, BASE, at));
	struct wb_log_record record = wb_log_at(&log_, newest[0]);
	struct wb_log_addition add = wb_log_addition(&record, 1);
	ck_assert_int_eq(add.measure, 4);
	ck_assert_int_eq(add.amount, amounts[_i]);
	ck_assert_int_eq(wb_log_addition(&record, 0).amount, 7);
	ck_assert_uint_eq(wb_log_key(&record), WB_KEY_NONE);
}
END_TEST

static void add_simple(uint32_t subject, wb_ms at, wb_ms now, int64_t amount)
{
	wb_log_pos *of[1] = { &newest[subject] };
	struct wb_counted fact = { .scope_count = 1,
		                   .add_count = 1,
		                   .key = WB_KEY_NONE,
		                   .key_sign = 1,
		                   .scopes = { subject },
		                   .add = { { 2, amount } } };
	ck_assert(wb_log_add_fact(&log_, &fact, at, now, of));
}

START_TEST(each_subject_is_read_backwards_on_its_own)
{
	move(BASE);
	for (int i = 0; i < 30000; i++) { /* many chunks */
		add_simple((uint32_t)i % 3, BASE, BASE, i);
	}
	for (int s = 0; s < 3; s++) {
		wb_log_pos pos = newest[s];
		for (int i = 29997 + s; i >= 0; i -= 3) {
			ck_assert(wb_log_has(&log_, pos));
			struct wb_log_record record = wb_log_at(&log_, pos);
			ck_assert_int_eq(wb_log_addition(&record, 0).amount, i);
			pos = wb_log_before(&record, 0);
		}
		ck_assert(!wb_log_has(&log_, pos));
	}
}
END_TEST

START_TEST(what_is_older_than_an_hour_is_dropped)
{
	for (int second = 0; second < 3 * 3600; second++) {
		wb_ms now = BASE + second * WB_SECOND;
		move(now);
		add_simple(0, now, now, second);
	}
	uint64_t kept = 3 * 3600 - dropped;
	ck_assert_uint_ge(kept, 3600 + WB_LOG_MARGIN);
	ck_assert_uint_le(kept, 3600 + WB_LOG_MARGIN + 61);
	move(BASE + 100 * 24 * WB_HOUR);
	ck_assert_uint_eq(dropped, 3 * 3600);
	ck_assert(!wb_log_has(&log_, newest[0]));
}
END_TEST

/*
 * The watch against a list of everything: random records, some late by up to an
 * hour, some taken back; windows asked for now and then, or not for long.
 */
#define RECORDS 4000

struct entry {
	wb_ms at;
	bool is_change;
	uint32_t subjects[3];
	int subject_count;
	int64_t amount;
	uint32_t key;
	int sign, from, to;
};

static struct entry entries[RECORDS];
static int entry_count;
static uint32_t state;

static uint32_t dice(uint32_t sides)
{
	state = state * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)(state >> 8) * sides >> 24);
}

/* Late in the hour, as a feed that was away is; or in order. */
static wb_ms some_time(wb_ms now)
{
	switch (dice(8)) {
	case 0:
		return now - (wb_ms)dice((uint32_t)WB_HOUR - 2000);
	case 1:
	case 2:
		return now - (wb_ms)dice(10000);
	default:
		return now;
	}
}

static void add_entry(wb_ms now)
{
	struct entry *e = &entries[entry_count++];
	*e = (struct entry){ .at = some_time(now),
		             .is_change = dice(3) == 0,
		             .amount = (int64_t)dice(1000) - 300,
		             .key = dice(2) ? dice(40) : WB_KEY_NONE,
		             .sign = dice(5) ? 1 : -1,
		             .from = (int)dice(4) - 1,
		             .to = (int)dice(4) };
	wb_log_pos *of[3];
	if (e->is_change) { /* a scope of 4 to 5, a crew of 6 to 7 */
		struct wb_change change = { 4 + dice(2), 6 + dice(2), e->from,
			                    e->to, e->at };
		e->subjects[0] = change.own;
		e->subjects[1] = change.crew;
		e->subject_count = 2;
		of[0] = &newest[change.own];
		of[1] = &newest[change.crew];
		ck_assert(wb_log_add_change(&log_, &change, now, of));
		return;
	}
	struct wb_counted fact = { .scope_count = 3,
		                   .add_count = 1,
		                   .key = e->key,
		                   .key_sign = (int8_t)e->sign,
		                   .scopes = { 0, 1 + dice(3), 4 + dice(2) },
		                   .add = { { 2, e->amount } } };
	memcpy(e->subjects, fact.scopes, sizeof(e->subjects));
	e->subject_count = 3;
	for (int i = 0; i < 3; i++) {
		of[i] = &newest[fact.scopes[i]];
	}
	ck_assert(wb_log_add_fact(&log_, &fact, e->at, now, of));
}

struct expected {
	int64_t amount, waits;
	struct wb_line levels[WB_LEVEL_COUNT];
};

static bool is_about(const struct entry *e, uint32_t subject)
{
	for (int i = 0; i < e->subject_count; i++) {
		if (e->subjects[i] == subject) {
			return true;
		}
	}
	return false;
}

static struct expected expect(uint32_t subject, enum wb_column window,
                              uint32_t key)
{
	struct expected all = { 0 };
	for (int i = 0; i < entry_count; i++) {
		const struct entry *e = &entries[i];
		if (!is_about(e, subject) ||
		    !wb_log_holds(&log_, window, e->at)) {
			continue;
		}
		if (!e->is_change) {
			all.amount += e->amount;
			all.waits += e->key == key ? e->sign : 0;
			continue;
		}
		if (e->from >= 0) {
			wb_line_change(&all.levels[e->from], -1, e->at);
		}
		wb_line_change(&all.levels[e->to], 1, e->at);
	}
	return all;
}

static struct wb_watch *watches[SUBJECTS];

static void compare(uint32_t subject, enum wb_column window)
{
	bool is_crew = subject >= 6;
	uint32_t key = dice(40);
	struct wb_watch_subject of = { .number = subject,
		                       .newest = newest[subject],
		                       .is_crew = is_crew,
		                       .keeps_waits = true,
		                       .watch = &watches[subject] };
	struct expected want = expect(subject, window, key);
	const struct wb_watch_window *is = wb_watch_read(&of, &log_, window);
	ck_assert_ptr_nonnull(is);
	ck_assert_mem_eq(is->levels, want.levels, sizeof(want.levels));
	if (!is_crew) {
		ck_assert_int_eq(is->flows[2], want.amount);
		ck_assert_int_eq(wb_keyed_get(&watches[subject]->keyed, key,
		                              (int)window),
		                 want.waits);
	}
}

START_TEST(a_watch_holds_what_is_inside)
{
	wb_ms now = BASE;
	state = (uint32_t)_i * 7919 + 1;
	entry_count = 0;
	memset(watches, 0, sizeof(watches));
	while (entry_count < RECORDS) {
		uint32_t pause = dice(40);
		now += pause == 0 ? (wb_ms)dice((uint32_t)WB_HOUR)
		                  : (wb_ms)dice(9000);
		move(now);
		add_entry(now);
		if (dice(6) == 0) {
			compare(dice(SUBJECTS),
			        (enum wb_column)dice(WB_TRAILING_COUNT));
		}
		if (dice(300) == 0) {
			wb_watch_tire(&watches[dice(SUBJECTS)]);
		}
	}
	for (int i = 0; i < SUBJECTS; i++) {
		wb_watch_free(watches[i]);
	}
}
END_TEST

START_TEST(who_is_not_asked_for_is_forgotten)
{
	move(BASE);
	add_simple(0, BASE, BASE, 1);
	memset(watches, 0, sizeof(watches));
	struct wb_watch_subject of = { .newest = newest[0],
		                       .watch = &watches[0] };
	ck_assert_ptr_nonnull(wb_watch_read(&of, &log_, WB_COLUMN_1H));
	wb_watch_tire(&watches[0]);
	ck_assert_ptr_nonnull(watches[0]);
	wb_watch_tire(&watches[0]);
	ck_assert_ptr_null(watches[0]);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("log");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_fact_comes_back_as_it_was);
	tcase_add_test(tc, a_change_comes_back_as_it_was);
	tcase_add_test(tc, a_record_that_is_cut_is_none);
	tcase_add_loop_test(tc, what_is_no_record_is_refused, 0,
	                    WB_COUNT(wrong));
	tcase_add_test(tc, the_log_gives_back_what_it_was_given);
	tcase_add_loop_test(tc, an_amount_of_any_size_stays_as_it_is, 0,
	                    WB_COUNT(amounts));
	tcase_add_test(tc, each_subject_is_read_backwards_on_its_own);
	tcase_add_test(tc, what_is_older_than_an_hour_is_dropped);
	tcase_add_loop_test(tc, a_watch_holds_what_is_inside, 0, 20);
	tcase_add_test(tc, who_is_not_asked_for_is_forgotten);
	return wb_test_run("kpi/log", tc);
}
