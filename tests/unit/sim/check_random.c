#include "sim/random.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#define DRAWS 100000

START_TEST(follows_the_published_vectors)
{
	/* splitmix64 of 1234567, as its author's program prints it */
	ck_assert_uint_eq(wb_random_mix(1234567), 6457827717110365317u);

	/* xoshiro256** from the state 1, 2, 3, 4, likewise */
	static const uint64_t expected[] = {
		11520,
		0,
		1509978240,
		1215971899390074240u,
		1216172134540287360u,
		607988272756665600u,
	};
	struct wb_random random = { { 1, 2, 3, 4 } };
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		ck_assert_uint_eq(wb_random_next(&random), expected[i]);
	}
}
END_TEST

START_TEST(seeds_give_different_sequences_and_zero_is_a_seed)
{
	struct wb_random a, b;
	wb_random_init(&a, 0);
	wb_random_init(&b, 1);
	int same = 0;
	for (int i = 0; i < 1000; i++) {
		same += wb_random_next(&a) == wb_random_next(&b);
	}
	ck_assert_int_eq(same, 0);
}
END_TEST

static double unit(struct wb_random *random)
{
	return wb_random_unit(random);
}

static double below(struct wb_random *random)
{
	return (double)wb_random_below(random, 7);
}

static double chance(struct wb_random *random)
{
	return wb_random_chance(random, 0.3);
}

static double exponential(struct wb_random *random)
{
	return wb_random_exponential(random, 20);
}

static double normal(struct wb_random *random)
{
	return wb_random_normal(random);
}

static double lognormal(struct wb_random *random)
{
	return wb_random_lognormal(random, 180, 0.5);
}

static double weibull(struct wb_random *random)
{
	return wb_random_weibull(random, 100, 2);
}

/* Mean and standard deviation from the text books. */
static const struct {
	double (*draw)(struct wb_random *random);
	double mean, deviation;
} distributions[] = {
	{ unit, 0.5, 0.288675 },
	{ below, 3, 2 },
	{ chance, 0.3, 0.458258 },
	{ exponential, 20, 20 },
	{ normal, 0, 1 },
	{ lognormal, 203.9673, 108.7042 },
	{ weibull, 88.62269, 46.32514 },
};

START_TEST(has_the_mean_and_the_spread_of_its_distribution)
{
	struct wb_random random;
	wb_random_init(&random, 42);
	double sum = 0, squares = 0;
	for (int i = 0; i < DRAWS; i++) {
		double x = distributions[_i].draw(&random);
		sum += x;
		squares += x * x;
	}
	double mean = sum / DRAWS;
	double deviation = sqrt(squares / DRAWS - mean * mean);
	double expected = distributions[_i].deviation;
	ck_assert_double_le(fabs(mean - distributions[_i].mean),
	                    4 * expected / sqrt(DRAWS));
	ck_assert_double_le(fabs(deviation - expected), 0.03 * expected);
}
END_TEST

START_TEST(stays_inside_its_range)
{
	struct wb_random random;
	wb_random_init(&random, 7);
	int outside = 0; /* an assertion a draw would take its time */
	for (int i = 0; i < DRAWS; i++) {
		double x = wb_random_unit(&random);
		int64_t n = wb_random_below(&random, 1 + i % 10);
		outside += x <= 0 || x >= 1;
		outside += n < 0 || n > i % 10;
		outside += wb_random_chance(&random, 0);
		outside += !wb_random_chance(&random, 1);
	}
	ck_assert_int_eq(outside, 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("random");
	tcase_add_test(tc, follows_the_published_vectors);
	tcase_add_test(tc, seeds_give_different_sequences_and_zero_is_a_seed);
	tcase_add_loop_test(tc, has_the_mean_and_the_spread_of_its_distribution,
	                    0,
	                    sizeof(distributions) / sizeof(distributions[0]));
	tcase_add_test(tc, stays_inside_its_range);

	Suite *suite = suite_create("sim/random");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
