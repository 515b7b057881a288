#include "sim/random.h"

#include <math.h>

uint64_t wb_random_mix(uint64_t value)
{
	value += 0x9e3779b97f4a7c15u;
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
	value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
	return value ^ (value >> 31);
}

void wb_random_init(struct wb_random *random, uint64_t seed)
{
	for (int i = 0; i < 4; i++) {
		random->state[i] = wb_random_mix(seed);
		seed += 0x9e3779b97f4a7c15u;
	}
}

static uint64_t rotate(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

uint64_t wb_random_next(struct wb_random *random)
{
	uint64_t *s = random->state;
	uint64_t result = rotate(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

double wb_random_unit(struct wb_random *random)
{
	return ((double)(wb_random_next(random) >> 11) + 0.5) * 0x1p-53;
}

int64_t wb_random_below(struct wb_random *random, int64_t n)
{
	/* what is left over when 2^64 is dealt out to n is drawn again */
	uint64_t bound = (uint64_t)n;
	uint64_t threshold = (0 - bound) % bound;
	uint64_t x;
	do {
		x = wb_random_next(random);
	} while (x < threshold);
	return (int64_t)(x % bound);
}

bool wb_random_chance(struct wb_random *random, double p)
{
	return wb_random_unit(random) < p;
}

double wb_random_exponential(struct wb_random *random, double mean)
{
	return -mean * log(wb_random_unit(random));
}

double wb_random_normal(struct wb_random *random)
{
	/* Box and Muller; the second value is given away */
	double radius = sqrt(-2 * log(wb_random_unit(random)));
	return radius * cos(2 * M_PI * wb_random_unit(random));
}

double wb_random_lognormal(struct wb_random *random, double median,
                           double sigma)
{
	return median * exp(sigma * wb_random_normal(random));
}

double wb_random_weibull(struct wb_random *random, double scale, double shape)
{
	return scale * pow(-log(wb_random_unit(random)), 1 / shape);
}
