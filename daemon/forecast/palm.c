/*
 * The line of an M/M/n+M queue, where c = n * patience / handle time and
 * y = arrivals * patience. The probability of j waiting is that of none times
 *
 *     w(j) = y/(c+1) * y/(c+2) * ... * y/(c+j).
 *
 * S(c, y), the sum of w(j) from j = 0 on, is c e^y y^-c times the lower
 * incomplete gamma function of (c, y), and everything can be told from it:
 * see Mandelbaum and Zeltyn, section 4. It is summed from its far end, all
 * terms positive; as it may be as large as e^y its logarithm is kept.
 */

#include "forecast/palm.h"

#define RESCALE_AT 1e200

struct line {
	double log_rest; /* ln(S - 1) */
	double log_all;  /* ln(S) */
	/* mean of sum(1/(c+i), i = 1..j) over the line's length j */
	double passed;
};

/* Beyond these terms nothing is left, to the precision of a double. */
static long terms_of(double c, double y)
{
	double peak = y > c ? y - c : 0;
	return (long)(peak + 10 * sqrt(y > c ? y : c) + 40);
}

static struct line sum_line(double c, double y)
{
	long k = terms_of(c, y);
	double one = 1, log_scale = 0;
	double sum = 1, passed = 1 / (c + (double)k);
	while (--k >= 1) {
		double next = y / (c + (double)k + 1);
		sum = one + next * sum;
		passed = sum / (c + (double)k) + next * passed;
		if (sum > RESCALE_AT) {
			sum /= RESCALE_AT;
			passed /= RESCALE_AT;
			one /= RESCALE_AT;
			log_scale += log(RESCALE_AT);
		}
	}
	double rest = y / (c + 1) * sum;
	return (struct line){
		.log_rest = log(rest) + log_scale,
		.log_all = log(one + rest) + log_scale,
		.passed = y / (c + 1) * passed / (one + rest),
	};
}

/* What of the queue the formulas need. */
struct model {
	double load_per_agent; /* rho */
	double c, y;
	double service;    /* agents / handle time, a second */
	double impatience; /* 1 / patience, a second */
	struct line line;
	double waits;
	double abandons; /* of those who wait */
};

static struct model model_of(const struct wb_erlang *queue, int agents,
                             double blocked)
{
	struct model m = {
		.load_per_agent = queue->rate * queue->handle_s / agents,
		.c = agents * queue->patience_s / queue->handle_s,
		.y = queue->rate * queue->patience_s,
		.service = agents / queue->handle_s,
		.impatience = 1 / queue->patience_s,
	};
	m.line = sum_line(m.c, m.y);
	double none_waits = exp(-m.line.log_all);
	m.waits = 1 / (1 + none_waits * (1 / blocked - 1));
	double some_wait = exp(m.line.log_rest - m.line.log_all);
	m.abandons = fmax(1 - some_wait / m.load_per_agent, 0);
	return m;
}

void wb_palm_solve(const struct wb_erlang *queue, int agents, double blocked,
                   struct wb_erlang_state *ret_state)
{
	struct model m = model_of(queue, agents, blocked);
	double abandons = m.waits * m.abandons;
	double wait_s = abandons * queue->patience_s;
	*ret_state = (struct wb_erlang_state){
		.waits = m.waits,
		.abandons = abandons,
		.wait_s = wait_s,
		.answer_wait_s = m.waits * m.line.passed * queue->patience_s /
		                 m.load_per_agent / (1 - abandons),
		.waiting = queue->rate * wait_s,
		.occupancy = m.load_per_agent * (1 - abandons),
	};
}

/*
 * For those who find everybody busy: an endlessly patient one among them still
 * waits at t with probability G(t) = gamma(c, y(t)) / gamma(c, y), where
 * y(t) = y e^(-t/patience); the patience that is left is independent of it.
 */
void wb_palm_by(const struct wb_erlang *queue, int agents, double blocked,
                double t_s, struct wb_erlang_by *ret_by)
{
	struct model m = model_of(queue, agents, blocked);
	double gone = -expm1(-t_s * m.impatience);
	struct line later = sum_line(m.c, m.y * (1 - gone));
	double log_ratio = m.y * gone - m.service * t_s - m.line.log_all;
	double line_stands = exp(log_ratio + later.log_all);
	double answered_after =
		exp(log_ratio + later.log_rest) / m.load_per_agent;
	double still_there = (1 - gone) * line_stands;
	double answered = fmax(1 - m.abandons - answered_after, 0);
	double abandoned = fmax(1 - answered - still_there, 0);
	ret_by->answered = 1 - m.waits + m.waits * answered;
	ret_by->abandoned = m.waits * abandoned;
}
