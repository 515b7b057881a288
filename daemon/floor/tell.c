/*
 * Telling what an agent's timeline concludes: segments that are done, what the
 * agent does, handles beyond the limit; and taking it back.
 */

#include <string.h>

#include "floor/shift.h"
#include "floor/state.h"

void wb_tell_done(struct wb_floor *floor, uint32_t agent,
                  struct floor_done *done, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_HANDLED,
		.sign = sign,
		.at = done->at,
		.arrived = done->arrived,
		.queue = done->queue,
		.agent = agent,
		.channel = done->channel,
		.talk = done->talk,
		.hold = done->hold,
		.acw = done->acw,
		.share = done->share,
		.held = done->held,
		.transfer = done->transfer,
		.reason = WB_NOBODY,
	};
	wb_floor_emit(floor, done->contact, &fact);
	done->channel = fact.channel;
}

static bool same_done(const struct floor_done *a, const struct floor_done *b)
{
	return a->at == b->at && a->arrived == b->arrived &&
	       a->talk == b->talk && a->hold == b->hold && a->acw == b->acw &&
	       a->share == b->share && a->contact == b->contact &&
	       a->queue == b->queue && a->transfer == b->transfer &&
	       a->held == b->held;
}

static const struct floor_done *find_done(const struct floor_done *done,
                                          const struct floor_done *list,
                                          uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (same_done(done, &list[i])) {
			return &list[i];
		}
	}
	return NULL;
}

/* No two are the same: a segment ends once in an instant. */
void wb_tell_dones(struct wb_floor *floor, uint32_t agent,
                   const struct floor_run *run)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	for (uint32_t i = 0; i < line->done_count; i++) {
		if (!find_done(&line->dones[i], run->dones, run->done_count)) {
			wb_tell_done(floor, agent, &line->dones[i], -1);
		}
	}
	for (uint32_t i = 0; i < run->done_count; i++) {
		const struct floor_done *told = find_done(
			&run->dones[i], line->dones, line->done_count);
		if (told) {
			run->dones[i].channel = told->channel;
		} else {
			wb_tell_done(floor, agent, &run->dones[i], 1);
		}
	}
}

/* The agent is counted in `to` from `at` on. */
static void tell_picture(struct wb_floor *floor, uint32_t number,
                         const struct floor_picture *to, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	struct floor_picture from = agent->shown;
	agent->shown.reason = to->reason;
	if (from.state != to->state || from.since != to->since) {
		floor->sink->agent_state(floor->user, number, from.state,
		                         to->state, at);
	}
	agent = &floor->agents[number];
	agent->shown.state = to->state;
	agent->shown.since = to->since;
	for (int mark = 0; mark < WB_AGENT_MARK_COUNT; mark++) {
		unsigned bit = 1u << mark;
		if ((from.marks ^ to->marks) & bit) {
			floor->sink->agent_mark(floor->user, number,
			                        (enum wb_agent_mark)mark,
			                        (to->marks & bit) != 0, at);
			floor->agents[number].shown.marks ^= bit;
		}
	}
}

static void tell_queues(struct wb_floor *floor, uint32_t number,
                        const uint32_t *queues, uint32_t count, wb_ms at)
{
	struct floor_agent *agent = &floor->agents[number];
	while (agent->queue_capacity < count) {
		if (!wb_list_room((void **)&agent->queues,
		                  &agent->queue_capacity, agent->queue_capacity,
		                  sizeof(*agent->queues))) {
			return;
		}
	}
	if (count > 0) {
		memcpy(agent->queues, queues, count * sizeof(*queues));
	}
	agent->queue_count = count;
	floor->sink->membership(floor->user, number, at);
}

void wb_tell_step(struct wb_floor *floor, uint32_t agent,
                  const struct floor_step *step)
{
	tell_picture(floor, agent, &step->picture, step->at);
	if (step->moved) {
		tell_queues(floor, agent, step->queues, step->queue_count,
		            step->at);
	}
}

/* As if step `i` had not been told, nor any after it. */
static void untell_step(struct wb_floor *floor, uint32_t agent, uint32_t i)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	const struct floor_step *step = &line->steps[i];
	const uint32_t *queues = line->first.queues;
	uint32_t count = line->first.queue_count;
	struct floor_picture before = line->first.picture;
	for (uint32_t k = 0; k < i; k++) {
		before = line->steps[k].picture;
		if (line->steps[k].moved) {
			queues = line->steps[k].queues;
			count = line->steps[k].queue_count;
		}
	}
	if (step->moved) {
		tell_queues(floor, agent, queues, count, step->at);
	}
	tell_picture(floor, agent, &before, step->at);
}

static bool same_step(const struct floor_step *a, const struct floor_step *b)
{
	return a->at == b->at && a->picture.state == b->picture.state &&
	       a->picture.marks == b->picture.marks &&
	       a->picture.reason == b->picture.reason &&
	       a->picture.since == b->picture.since && a->moved == b->moved &&
	       a->queue_count == b->queue_count &&
	       (a->queue_count == 0 ||
	        memcmp(a->queues, b->queues,
	               a->queue_count * sizeof(*a->queues)) == 0);
}

/*
 * Head counts are linear in time, so what turns out to have been otherwise is
 * told backwards, to where the two courses part, and then as it was.
 */
void wb_tell_steps(struct wb_floor *floor, uint32_t agent,
                   const struct floor_run *run)
{
	const struct floor_timeline *line = &floor->agents[agent].line;
	uint32_t same = 0;
	while (same < line->step_count && same < run->step_count &&
	       same_step(&line->steps[same], &run->steps[same])) {
		same++;
	}
	for (uint32_t i = line->step_count; i-- > same;) {
		untell_step(floor, agent, i);
	}
	for (uint32_t i = same; i < run->step_count; i++) {
		wb_tell_step(floor, agent, &run->steps[i]);
	}
}

wb_ms wb_long_at(const struct wb_floor *floor,
                 const struct floor_segment *segment)
{
	wb_ms limit = segment->queue == WB_NOBODY
	                      ? floor->plan->defaults.handle_limit
	                      : floor->queues[segment->queue].plan.handle_limit;
	return limit > 0 ? segment->started + limit + 1 : WB_NEVER;
}

static void tell_long(struct wb_floor *floor, uint32_t agent,
                      struct floor_long *lasting, int sign)
{
	struct wb_fact fact = {
		.kind = WB_FACT_STANDING,
		.sign = sign,
		.at = lasting->at,
		.arrived = lasting->arrived,
		.queue = lasting->queue,
		.agent = agent,
		.channel = lasting->channel,
		.standing = WB_STANDING_LONG_HANDLE,
		.reason = WB_NOBODY,
	};
	wb_floor_emit(floor, lasting->contact, &fact);
	lasting->channel = fact.channel;
}

static bool is_of(const struct floor_long *lasting,
                  const struct floor_segment *segment)
{
	return lasting->contact == segment->contact &&
	       lasting->queue == segment->queue &&
	       lasting->started == segment->started &&
	       lasting->arrived == segment->arrived;
}

static bool lasts_on(const struct wb_floor *floor,
                     const struct floor_long *lasting,
                     const struct floor_shift *shift)
{
	for (uint32_t i = 0; i < shift->segment_count; i++) {
		const struct floor_segment *segment = &shift->segments[i];
		if (is_of(lasting, segment)) {
			return wb_long_at(floor, segment) == lasting->at;
		}
	}
	return false;
}

static bool is_told(const struct floor_timeline *line,
                    const struct floor_segment *segment)
{
	for (uint32_t i = 0; i < line->long_count; i++) {
		if (is_of(&line->longs[i], segment)) {
			return true;
		}
	}
	return false;
}

void wb_tell_longs(struct wb_floor *floor, uint32_t agent)
{
	struct floor_timeline *line = &floor->agents[agent].line;
	for (uint32_t i = 0; i < line->long_count;) {
		if (lasts_on(floor, &line->longs[i], &line->last)) {
			i++;
			continue;
		}
		tell_long(floor, agent, &line->longs[i], -1);
		line->longs[i] = line->longs[--line->long_count];
	}
	for (uint32_t i = 0; i < line->last.segment_count; i++) {
		const struct floor_segment *segment = &line->last.segments[i];
		wb_ms at = wb_long_at(floor, segment);
		if (at > floor->now || is_told(line, segment) ||
		    !wb_list_room((void **)&line->longs, &line->long_capacity,
		                  line->long_count, sizeof(*line->longs))) {
			continue;
		}
		line->longs[line->long_count++] = (struct floor_long){
			.at = at,
			.arrived = segment->arrived,
			.started = segment->started,
			.contact = segment->contact,
			.queue = segment->queue,
		};
		tell_long(floor, agent, &line->longs[line->long_count - 1], 1);
	}
}
