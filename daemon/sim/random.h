#ifndef WB_SIM_RANDOM_H
#define WB_SIM_RANDOM_H

/*
 * Random numbers that are the same on every machine for the same seed:
 * xoshiro256** (Blackman, Vigna 2018), seeded by splitmix64, and the
 * distributions that a contact centre is made of. Not for secrets.
 */

#include <stdbool.h>
#include <stdint.h>

/* Owned by the caller; private. */
struct wb_random {
	uint64_t state[4];
};

void wb_random_init(struct wb_random *random, uint64_t seed);

uint64_t wb_random_next(struct wb_random *random);

/* One step of splitmix64: spreads the bits of a number over all 64. */
uint64_t wb_random_mix(uint64_t value);

/* Uniform in (0, 1), neither end included. */
double wb_random_unit(struct wb_random *random);

/* Uniform integer, 0 <= result < n; n > 0. */
int64_t wb_random_below(struct wb_random *random, int64_t n);

/* True with probability p. */
bool wb_random_chance(struct wb_random *random, double p);

double wb_random_exponential(struct wb_random *random, double mean);
double wb_random_normal(struct wb_random *random);

/* exp(N(ln median, sigma^2)); the mean is median * exp(sigma^2 / 2). */
double wb_random_lognormal(struct wb_random *random, double median,
                           double sigma);

/* scale * (-ln U)^(1 / shape); shape 1 is exponential with mean scale. */
double wb_random_weibull(struct wb_random *random, double scale, double shape);

#endif
