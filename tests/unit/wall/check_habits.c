#include "suite.h"

#include "app/habits.h"

#define AT(h, m) ((wb_ms)(h)*WB_HOUR + (m)*WB_MINUTE)

static const struct {
	int from, to;
	wb_ms local;
	int brightness;
} nights[] = {
	{ 22 * 60, 6 * 60, AT(21, 59), 1000 },
	{ 22 * 60, 6 * 60, AT(22, 0), 400 },
	{ 22 * 60, 6 * 60, AT(23, 59), 400 },
	{ 22 * 60, 6 * 60, AT(0, 0), 400 },
	{ 22 * 60, 6 * 60, AT(5, 59), 400 },
	{ 22 * 60, 6 * 60, AT(6, 0), 1000 },
	{ 60, 120, AT(1, 30), 400 },
	{ 60, 120, AT(2, 0), 1000 },
	/* no night */
	{ 0, 0, AT(0, 0), 1000 },
	{ 600, 600, AT(10, 0), 1000 },
	/* before 1970, and many days later */
	{ 22 * 60, 6 * 60, AT(-1, 0), 400 },
	{ 22 * 60, 6 * 60, AT(20000 * 24 + 12, 0), 1000 },
};

START_TEST(the_night_is_dim_and_the_day_is_not)
{
	ck_assert_int_eq(wb_habit_brightness(nights[_i].local, nights[_i].from,
	                                     nights[_i].to, 400),
	                 nights[_i].brightness);
}
END_TEST

START_TEST(the_picture_wanders_and_stays_near)
{
	int seen[64][2], count = 0;
	for (wb_ms now = 0; now < 2 * WB_HOUR; now += WB_MINUTE) {
		int x, y, i = 0;
		wb_habit_shift(now, 2160, &x, &y);
		ck_assert_int_le(abs(x), 2160 / 200);
		ck_assert_int_le(abs(y), 2160 / 200);
		while (i < count && (seen[i][0] != x || seen[i][1] != y)) {
			i++;
		}
		if (i == count) {
			ck_assert_int_lt(count, 64);
			seen[count][0] = x;
			seen[count++][1] = y;
		}
	}
	/* nowhere for the whole time, back again, never far in one step */
	ck_assert_int_eq(count, 9);
}
END_TEST

START_TEST(the_picture_rests_between_the_steps)
{
	int x[2], y[2];
	wb_habit_shift(WB_SHIFT_EVERY * 7, 1080, &x[0], &y[0]);
	wb_habit_shift(WB_SHIFT_EVERY * 8 - 1, 1080, &x[1], &y[1]);
	ck_assert(x[0] == x[1] && y[0] == y[1]);
	wb_habit_shift(WB_SHIFT_EVERY * 8, 1080, &x[1], &y[1]);
	ck_assert(x[0] != x[1] || y[0] != y[1]);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("habits");
	tcase_add_loop_test(tc, the_night_is_dim_and_the_day_is_not, 0,
	                    WB_COUNT(nights));
	tcase_add_test(tc, the_picture_wanders_and_stays_near);
	tcase_add_test(tc, the_picture_rests_between_the_steps);
	return wb_test_run("wall/habits", tc);
}
