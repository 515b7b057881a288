/* The estimated wait, by hand and by adding every step. */

#include <check.h>
#include <math.h>

#include "forecast/wait.h"
#include "suite.h"

static const struct {
	struct wb_line_now line;
	wb_ms wait; /* -1: not known */
} lines[] = {
	/* a free agent takes the call */
	{ { 0, 1, 3, 180000, 0 }, 0 },
	{ { 0, 1, 3, 0, 0 }, 0 },
	{ { 2, 3, 3, 180000, 0 }, 0 },
	/* all busy: the first agent of three is free after a third of 180 s */
	{ { 0, 0, 3, 180000, 0 }, 60000 },
	{ { 1, 0, 3, 180000, 0 }, 120000 },
	{ { 4, 0, 10, 300000, 0 }, 150000 },
	/* two free agents, but three are ahead */
	{ { 3, 2, 3, 180000, 0 }, 120000 },
	/* one and a half are ahead: half of the third step */
	{ { 1.5, 0, 3, 180000, 0 }, 150000 },
	{ { 0.25, 0, 3, 180000, 0 }, 75000 },
	/* somebody in another queue may take the free agent */
	{ { 0.5, 1, 3, 180000, 0 }, 30000 },
	{ { 0.5, 2, 3, 180000, 0 }, 0 },
	/* those ahead give up: 1/(1/60) + 1/(1/60 + 1/120) s */
	{ { 1, 0, 1, 60000, 120000 }, 100000 },
	{ { 2, 0, 1, 60000, 60000 }, 110000 },
	/* it cannot be known */
	{ { 0, 0, 0, 180000, 0 }, -1 },
	{ { 5, 0, 0, 180000, 0 }, -1 },
	{ { NAN, 0, 3, 180000, 0 }, -1 },
	{ { -1, 0, 3, 180000, 0 }, -1 },
	{ { 0, 0, 3, 0, 0 }, -1 },
	{ { 1000, 0, 1, 180000, 0 }, -1 },
	/* a day, and a little more than a day */
	{ { 479, 0, 1, 180000, 0 }, 24 * WB_HOUR },
	{ { 480, 0, 1, 180000, 0 }, -1 },
};

START_TEST(it_is_what_the_place_in_the_line_says)
{
	wb_ms wait = -1;
	bool known = wb_wait_estimate(&lines[_i].line, &wait);
	ck_assert(known == (lines[_i].wait >= 0));
	ck_assert_int_eq(wait, lines[_i].wait);
}
END_TEST

/* Also where the steps are too many to be added one by one. */
START_TEST(it_adds_up_every_step)
{
	const double ahead[] = { 0, 1, 998, 999, 1000, 1001, 5000, 200000 };
	const wb_ms patience[] = { 0, 1000, 60000, 600000, 36000000 };
	for (int i = 0; i < WB_COUNT(ahead) * WB_COUNT(patience); i++) {
		struct wb_line_now line = {
			.ahead = ahead[i % WB_COUNT(ahead)],
			.agents = 500,
			.handle = 200000,
			.patience = patience[i / WB_COUNT(ahead)],
		};
		long double sum = 0;
		for (int64_t k = 0; k <= (int64_t)line.ahead; k++) {
			long double rate = 500 / 200000.0L;
			if (line.patience > 0) {
				rate += (long double)k / line.patience;
			}
			sum += 1 / rate;
		}
		wb_ms wait;
		ck_assert(wb_wait_estimate(&line, &wait));
		ck_assert(fabsl(sum - wait) <= 0.6L + 1e-7L * sum);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("wait");
	tcase_add_loop_test(tc, it_is_what_the_place_in_the_line_says, 0,
	                    WB_COUNT(lines));
	tcase_add_test(tc, it_adds_up_every_step);
	return wb_test_run("forecast/wait", tc);
}
