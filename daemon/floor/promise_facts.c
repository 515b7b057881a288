/* What follows from what was told of a promise. */

#include "floor/promise.h"

enum { FACT_PROMISED, FACT_DECIDED, FACT_OPEN, FACT_OVERDUE, FACT_COUNT };

/* Within its due time, or without one: kept. Not at all: WB_ABSENT. */
static void decide(const struct wb_floor *floor,
                   const struct floor_promise *promise, wb_ms attempted,
                   struct floor_settled *want)
{
	wb_ms due = promise->due;
	if (attempted != WB_ABSENT && (due == WB_ABSENT || attempted <= due)) {
		want->decided = true;
		want->in_time = true;
		want->decided_at = attempted;
	} else if (due != WB_ABSENT &&
	           (attempted != WB_ABSENT ||
	            (promise->closed != WB_ABSENT ? promise->closed > due
	                                          : floor->now > due))) {
		want->decided = true;
		want->decided_at = due;
	}
}

static struct floor_settled work_out(const struct wb_floor *floor,
                                     const struct floor_promise *promise)
{
	struct floor_settled want = {
		.queue = promise->queue,
		.agent = promise->agent,
		.channel = promise->channel,
	};
	if (promise->requested == WB_ABSENT) {
		return want;
	}
	wb_ms attempted = promise->attempted;
	if (promise->closed != WB_ABSENT && attempted > promise->closed) {
		attempted = WB_ABSENT;
	}
	want.promised = true;
	want.promised_at = promise->requested;
	want.open = attempted == WB_ABSENT && promise->closed == WB_ABSENT;
	if (want.open && promise->due != WB_ABSENT &&
	    floor->now > promise->due) {
		want.overdue = true;
		want.due_at = promise->due;
	}
	if (promise->kind == PROMISE_CALLBACK) {
		decide(floor, promise, attempted, &want);
	}
	return want;
}

static bool make_fact(const struct floor_promise *promise,
                      const struct floor_settled *of, int which,
                      struct wb_fact *ret_fact)
{
	bool callback = promise->kind == PROMISE_CALLBACK;
	*ret_fact = (struct wb_fact){
		.arrived = of->promised_at,
		.at = of->promised_at,
		.queue = of->queue,
		.agent = of->agent,
		.channel = of->channel,
		.contact = { promise->id, promise->id_len },
		.feed = promise->feed,
	};
	switch (which) {
	case FACT_PROMISED:
		ret_fact->kind = callback ? WB_FACT_CALLBACK_PROMISED
		                          : WB_FACT_FOLLOW_UP_PROMISED;
		return of->promised;
	case FACT_DECIDED:
		ret_fact->kind = WB_FACT_CALLBACK_DECIDED;
		ret_fact->at = of->decided_at;
		ret_fact->in_threshold = of->in_time;
		return of->decided;
	case FACT_OPEN:
		ret_fact->kind = WB_FACT_STANDING;
		ret_fact->standing =
			callback ? WB_STANDING_CALLBACK : WB_STANDING_FOLLOW_UP;
		return of->open;
	default:
		ret_fact->kind = WB_FACT_STANDING;
		ret_fact->standing = callback ? WB_STANDING_CALLBACK_OVERDUE
		                              : WB_STANDING_FOLLOW_UP_OVERDUE;
		ret_fact->at = of->due_at;
		return of->overdue;
	}
}

static bool same(const struct wb_fact *a, const struct wb_fact *b)
{
	return a->at == b->at && a->arrived == b->arrived &&
	       a->queue == b->queue && a->agent == b->agent &&
	       a->channel == b->channel && a->in_threshold == b->in_threshold;
}

/* NULL when it stands in no such line. */
static struct floor_callbacks *
line_of(struct wb_floor *floor, const struct floor_promise *promise, int kind)
{
	const struct floor_settled *settled = &promise->settled;
	if (promise->kind != PROMISE_CALLBACK || !settled->open) {
		return NULL;
	}
	if (kind == CALLBACKS_OF_CHANNEL) {
		return &floor->callbacks[settled->channel];
	}
	return settled->queue == WB_NOBODY
	               ? NULL
	               : &floor->queues[settled->queue].callbacks;
}

static struct floor_neighbours *neighbours_of(struct wb_floor *floor,
                                              uint32_t number, int kind)
{
	return &promise_at(floor, number)->neighbours[kind];
}

static bool is_older(const struct floor_promise *a,
                     const struct floor_promise *b)
{
	return a->settled.promised_at != b->settled.promised_at
	               ? a->settled.promised_at < b->settled.promised_at
	               : a->serial < b->serial;
}

static void join_line(struct wb_floor *floor, uint32_t number, int kind)
{
	struct floor_promise *promise = promise_at(floor, number);
	struct floor_callbacks *line = line_of(floor, promise, kind);
	if (!line) {
		return;
	}
	uint32_t older = line->newest;
	while (older != WB_POOL_NONE &&
	       is_older(promise, promise_at(floor, older))) {
		older = neighbours_of(floor, older, kind)->older;
	}
	struct floor_neighbours *own = &promise->neighbours[kind];
	own->older = older;
	own->newer = older == WB_POOL_NONE
	                     ? line->oldest
	                     : neighbours_of(floor, older, kind)->newer;
	*(older == WB_POOL_NONE ? &line->oldest
	                        : &neighbours_of(floor, older, kind)->newer) =
		number;
	*(own->newer == WB_POOL_NONE
	          ? &line->newest
	          : &neighbours_of(floor, own->newer, kind)->older) = number;
}

void wb_promise_line_up(struct wb_floor *floor, uint32_t number)
{
	for (int kind = 0; kind < CALLBACK_LINES; kind++) {
		join_line(floor, number, kind);
	}
}

static void leave_line(struct wb_floor *floor, uint32_t number, int kind)
{
	struct floor_promise *promise = promise_at(floor, number);
	struct floor_callbacks *line = line_of(floor, promise, kind);
	struct floor_neighbours own = promise->neighbours[kind];
	if (!line) {
		return;
	}
	*(own.older == WB_POOL_NONE
	          ? &line->oldest
	          : &neighbours_of(floor, own.older, kind)->newer) = own.newer;
	*(own.newer == WB_POOL_NONE
	          ? &line->newest
	          : &neighbours_of(floor, own.newer, kind)->older) = own.older;
}

static void change_to(struct wb_floor *floor, uint32_t number,
                      const struct floor_settled *want)
{
	struct floor_promise *promise = promise_at(floor, number);
	struct floor_settled had = promise->settled;
	for (int kind = 0; kind < CALLBACK_LINES; kind++) {
		leave_line(floor, number, kind);
	}
	promise->settled = *want;
	wb_promise_line_up(floor, number);
	for (int i = 0; i < FACT_COUNT; i++) {
		struct wb_fact old, new;
		bool was = make_fact(promise, &had, i, &old);
		bool is = make_fact(promise, want, i, &new);
		if (was && is && same(&old, &new)) {
			continue;
		}
		if (was) {
			old.sign = -1;
			wb_floor_tell(floor, &old);
		}
		if (is) {
			new.sign = 1;
			wb_floor_tell(floor, &new);
		}
	}
}

void wb_promise_settle(struct wb_floor *floor, uint32_t number)
{
	struct floor_settled want = work_out(floor, promise_at(floor, number));
	change_to(floor, number, &want);
}

void wb_promise_drop(struct wb_floor *floor, uint32_t number)
{
	struct floor_settled want = promise_at(floor, number)->settled;
	want.open = false;
	want.overdue = false;
	change_to(floor, number, &want);
}
