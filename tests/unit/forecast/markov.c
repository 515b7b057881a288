#include "markov.h"

#include <check.h>
#include <stdlib.h>

#define STATES 200000

static long double term(int n, long double load)
{
	return expl(n * logl(load) - lgammal(n + 1.0L) - load);
}

long double markov_b(int agents, long double load)
{
	long double sum = 0;
	for (int n = 0; n <= agents; n++) {
		sum += term(n, load);
	}
	return term(agents, load) / sum;
}

long double markov_c(int agents, long double load)
{
	long double sum = 0;
	for (int n = 0; n < agents; n++) {
		sum += term(n, load);
	}
	long double all = term(agents, load) * agents / (agents - load);
	return all / (sum + all);
}

/*
 * Probabilities of 0, 1, ... contacts. Their logarithms are added first, so
 * that no load is too large. Returns how many states there are.
 */
static int chain(const struct wb_erlang *queue, int agents, long double *p)
{
	long double log_p = 0, top = 0, sum = 0;
	int n = 0;
	p[0] = 0;
	while (n < agents || log_p > top - 100) {
		n++;
		ck_assert_int_lt(n, STATES);
		long double busy = n < agents ? n : agents;
		long double death =
			busy / queue->handle_s + (n - busy) / queue->patience_s;
		log_p += logl(queue->rate / death);
		p[n] = log_p;
		top = log_p > top ? log_p : top;
	}
	for (int i = 0; i <= n; i++) {
		p[i] = expl(p[i] - top);
		sum += p[i];
	}
	for (int i = 0; i <= n; i++) {
		p[i] /= sum;
	}
	return n + 1;
}

/* An arrival that finds `ahead` waiting and everybody busy. */
static void follow(const struct wb_erlang *queue, int agents, int ahead,
                   long double *ret_served, long double *ret_wait)
{
	long double served = 1, wait = 0;
	for (int k = ahead; k >= 0; k--) {
		long double ahead_rate = agents / (long double)queue->handle_s +
		                         k / (long double)queue->patience_s;
		long double all =
			ahead_rate + 1 / (long double)queue->patience_s;
		served *= ahead_rate / all;
		wait += 1 / all;
	}
	*ret_served = served;
	*ret_wait = wait; /* of those who are served */
}

void markov_solve(const struct wb_erlang *queue, int agents,
                  struct markov *ret_state)
{
	long double *p = calloc(STATES, sizeof(*p));
	ck_assert_ptr_nonnull(p);
	int states = chain(queue, agents, p);
	long double busy = 0, served = 0, served_wait = 0;
	*ret_state = (struct markov){ 0 };
	for (int n = 0; n < states; n++) {
		busy += p[n] * (n < agents ? n : agents);
		if (n < agents) {
			served += p[n];
			continue;
		}
		long double one, wait;
		follow(queue, agents, n - agents, &one, &wait);
		served += p[n] * one;
		served_wait += p[n] * one * wait;
		ret_state->waits += p[n];
		ret_state->waiting += p[n] * (n - agents);
	}
	ret_state->abandons =
		ret_state->waiting / queue->patience_s / queue->rate;
	ret_state->wait_s = ret_state->waiting / queue->rate;
	ret_state->answer_wait_s = served_wait / served;
	ret_state->occupancy = busy / agents;
	free(p);
}

/* One jump of the uniformised chain: place[k] is the arrival with k ahead. */
static void jump(const struct wb_erlang *queue, int agents, int places,
                 long double rate, long double *place, long double *answered,
                 long double *abandoned)
{
	for (int k = 0; k < places; k++) {
		long double here = place[k];
		long double ahead = (agents / (long double)queue->handle_s +
		                     k / (long double)queue->patience_s) /
		                    rate;
		long double gives_up =
			1 / (long double)queue->patience_s / rate;
		if (k == 0) {
			*answered += here * ahead;
		} else {
			place[k - 1] += here * ahead;
		}
		*abandoned += here * gives_up;
		place[k] = here * (1 - ahead - gives_up);
	}
}

void markov_by(const struct wb_erlang *queue, int agents, long double t_s,
               long double *ret_answered, long double *ret_abandoned)
{
	long double *p = calloc(STATES, sizeof(*p));
	ck_assert_ptr_nonnull(p);
	int states = chain(queue, agents, p);
	int places = states - agents;
	long double answered = 0, abandoned = 0;
	for (int n = 0; n < agents; n++) {
		answered += p[n];
	}
	long double rate = agents / (long double)queue->handle_s +
	                   (places + 1) / (long double)queue->patience_s;
	long double mean = rate * t_s;
	int jumps = mean > 0 ? (int)(mean + 12 * sqrtl(mean) + 60) : 0;
	*ret_answered = 0;
	*ret_abandoned = 0;
	for (int i = 0; i <= jumps; i++) {
		long double weight = mean > 0 ? term(i, mean) : 1;
		*ret_answered += weight * answered;
		*ret_abandoned += weight * abandoned;
		jump(queue, agents, places, rate, &p[agents], &answered,
		     &abandoned);
	}
	free(p);
}
