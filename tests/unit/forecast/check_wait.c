/* The estimated wait, by hand and by adding every step. */

#include <check.h>
#include <math.h>

#include "forecast/wait.h"
#include "suite.h"

#define AGENTS(n) ((int64_t)(n)*WB_AGENT_PARTS)

static const struct {
	struct wb_line_now line;
	wb_ms wait; /* -1: not known */
} lines[] = {
	/* a free agent takes the call */
	{ { 0, 1, AGENTS(3), 180000, 0 }, 0 },
	{ { 0, 1, AGENTS(3), 0, 0 }, 0 },
	{ { 2, 3, AGENTS(3), 180000, 0 }, 0 },
	/* all busy: the first agent of three is free after a third of 180 s */
	{ { 0, 0, AGENTS(3), 180000, 0 }, 60000 },
	{ { 1, 0, AGENTS(3), 180000, 0 }, 120000 },
	{ { 4, 0, AGENTS(10), 300000, 0 }, 150000 },
	/* two free agents, but three are ahead */
	{ { 3, 2, AGENTS(3), 180000, 0 }, 120000 },
	/* two agents who serve two queues each count as one */
	{ { 0, 0, AGENTS(2) / 2, 180000, 0 }, 180000 },
	{ { 0, 0, WB_AGENT_PARTS / 3, 60000, 0 }, 180000 },
	/* those ahead give up: 1/(1/60) + 1/(1/60 + 1/120) s */
	{ { 1, 0, AGENTS(1), 60000, 120000 }, 100000 },
	{ { 2, 0, AGENTS(1), 60000, 60000 }, 110000 },
	/* it cannot be known */
	{ { 0, 0, 0, 180000, 0 }, -1 },
	{ { 5, 0, 0, 180000, 0 }, -1 },
	{ { 0, 0, AGENTS(3), 0, 0 }, -1 },
	{ { 1000, 0, AGENTS(1), 180000, 0 }, -1 },
	/* a day, and a little more than a day */
	{ { 479, 0, AGENTS(1), 180000, 0 }, 24 * WB_HOUR },
	{ { 480, 0, AGENTS(1), 180000, 0 }, -1 },
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
	const int64_t ahead[] = { 0, 1, 998, 999, 1000, 1001, 5000, 200000 };
	const wb_ms patience[] = { 0, 1000, 60000, 600000, 36000000 };
	for (int i = 0; i < WB_COUNT(ahead) * WB_COUNT(patience); i++) {
		struct wb_line_now line = {
			.ahead = ahead[i % WB_COUNT(ahead)],
			.agent_parts = AGENTS(500),
			.handle = 200000,
			.patience = patience[i / WB_COUNT(ahead)],
		};
		long double sum = 0;
		for (int64_t k = 0; k <= line.ahead; k++) {
			long double rate = 500 / 200000.0L;
			if (line.patience > 0) {
				rate += k / (long double)line.patience;
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
