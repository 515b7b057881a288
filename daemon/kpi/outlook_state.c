/* What looking ahead takes: what a week looks like in each queue. */

#include "kpi/state.h"

#define QUARTER WB_PROFILE_QUARTER

/*
 * A quarter hour without an event brought nothing, when the silence around it
 * is no longer than this: a night, a weekend. In a longer one nobody may have
 * listened.
 */
#define SILENCE_MAX (72 * WB_HOUR)

void wb_outlook_begin(struct wb_engine *engine)
{
	engine->outlook.began = engine->now;
}

static wb_ms offset_of(const void *user, wb_ms t)
{
	const struct wb_queue_plan *plan = user;
	return wb_zone_offset(plan->zone, t);
}

static void learn(struct wb_engine *engine, uint32_t queue, wb_ms start,
                  int64_t entries)
{
	struct queue_outlook *q = wb_outlook_queue(engine, queue);
	if (q) {
		const struct wb_queue_plan *plan =
			wb_floor_queue_plan(engine->floor, queue);
		int cell = wb_profile_cell(start + offset_of(plan, start));
		wb_profile_learn(&q->profile, cell, entries);
		q->rest_from = 0; /* computed from what was known before */
	}
}

/* Was the quarter hour seen from its beginning? */
static bool was_there(const struct wb_engine *engine, wb_ms start)
{
	return engine->outlook.began <= start;
}

void wb_outlook_hear(struct wb_engine *engine)
{
	struct outlook *o = &engine->outlook;
	wb_ms present = engine->now - engine->now % QUARTER;
	wb_ms start = o->heard - o->heard % QUARTER + QUARTER;
	if (o->heard > 0 && engine->now - o->heard <= SILENCE_MAX) {
		for (; start < present; start += QUARTER) {
			for (uint32_t i = 0; i < o->queue_count; i++) {
				learn(engine, i, start, 0);
			}
		}
	}
	o->heard = engine->now;
}

/* What comes after its quarter hour was learned does not make another full. */
void wb_outlook_count(struct wb_engine *engine, uint32_t queue, wb_ms at,
                      int64_t n)
{
	wb_ms present = engine->now - engine->now % QUARTER;
	struct queue_outlook *q = wb_outlook_queue(engine, queue);
	if (q && at >= present) {
		q->counted += n;
	}
}

void wb_outlook_quarter(struct wb_engine *engine, wb_ms end)
{
	struct outlook *o = &engine->outlook;
	wb_ms start = end - QUARTER;
	bool heard = o->heard >= start && was_there(engine, start);
	uint32_t queues = wb_floor_queue_count(engine->floor);
	for (uint32_t i = 0; i < queues; i++) {
		struct queue_outlook *q = wb_outlook_queue(engine, i);
		if (!q) {
			return;
		}
		if (heard) {
			learn(engine, i, start, q->counted);
		}
		q->counted = 0;
	}
	wb_outlook_divide(engine);
}

/* In units of the profile's sums; all but the present quarter hour is kept. */
static bool expected_sum(struct queue_outlook *q,
                         const struct wb_queue_plan *plan, wb_ms now, wb_ms to,
                         int64_t *ret_sum)
{
	wb_ms next = now - now % QUARTER + QUARTER;
	wb_ms first_to = next < to ? next : to;
	if (q->rest_from != next || q->rest_to != to) {
		q->rest_from = next;
		q->rest_to = to;
		q->rest = 0;
		q->rest_known =
			next >= to || wb_profile_sum(&q->profile, next, to,
		                                     offset_of, plan, &q->rest);
	}
	if (!q->rest_known || !wb_profile_sum(&q->profile, now, first_to,
	                                      offset_of, plan, ret_sum)) {
		return false;
	}
	*ret_sum += q->rest;
	return true;
}

bool wb_outlook_expect(struct wb_engine *engine, uint32_t queue, wb_ms to,
                       int64_t *ret_entries)
{
	struct queue_outlook *q = wb_outlook_queue(engine, queue);
	int64_t sum;
	if (!q || !expected_sum(q, wb_floor_queue_plan(engine->floor, queue),
	                        engine->now, to, &sum)) {
		return false;
	}
	*ret_entries = wb_profile_entries(sum);
	return true;
}

static void transfer_profile(struct wb_codec *codec, struct wb_profile *profile)
{
	uint32_t max = WB_PROFILE_ENTRIES_MAX * WB_PROFILE_UNIT + 1;
	for (int i = 0; i < WB_PROFILE_CELLS; i++) {
		wb_codec_u32(codec, &profile->cells[i], max);
	}
}

void wb_outlook_transfer(struct wb_codec *codec, struct wb_engine *engine)
{
	struct outlook *o = &engine->outlook;
	uint32_t i = 0;
	wb_codec_time(codec, &o->began);
	wb_codec_time(codec, &o->heard);
	while (wb_codec_more(codec, i < o->queue_count)) {
		wb_codec_check(codec, i < wb_floor_queue_count(engine->floor));
		struct queue_outlook *q =
			codec->failed ? NULL : wb_outlook_queue(engine, i);
		wb_codec_check(codec, q != NULL);
		if (codec->failed) {
			return;
		}
		wb_codec_i64(codec, &q->counted, -WB_CODEC_AMOUNT_MAX,
		             WB_CODEC_AMOUNT_MAX);
		wb_codec_i64(codec, &q->work, 0, WB_CODEC_AMOUNT_MAX);
		transfer_profile(codec, &q->profile);
		i++;
	}
	if (wb_codec_reads(codec) && !codec->failed) {
		wb_outlook_count_agents(engine);
	}
}
