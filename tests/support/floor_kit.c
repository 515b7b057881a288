#include "floor_kit.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floor/save.h"

static const char *const kind_names[WB_FACT_KIND_COUNT] = {
	[WB_FACT_OFFERED] = "offered",
	[WB_FACT_ANSWERED] = "answered",
	[WB_FACT_LEFT] = "left",
	[WB_FACT_LOST] = "lost",
	[WB_FACT_LATE] = "late",
	[WB_FACT_BLOCKED] = "blocked",
	[WB_FACT_OFFER_ENDED] = "ring",
	[WB_FACT_HANDLED] = "handled",
	[WB_FACT_ESCALATED] = "escalated",
	[WB_FACT_OUTCOME] = "outcome",
	[WB_FACT_CODED] = "coded",
	[WB_FACT_RATED] = "rated",
	[WB_FACT_DIALLED] = "dialled",
	[WB_FACT_CONNECTED] = "connected",
	[WB_FACT_ARRIVED] = "arrived",
	[WB_FACT_PROVISIONAL] = "provisional",
	[WB_FACT_MATURED] = "matured",
	[WB_FACT_CALLBACK_PROMISED] = "callback_promised",
	[WB_FACT_CALLBACK_DECIDED] = "callback_decided",
	[WB_FACT_FOLLOW_UP_PROMISED] = "follow_up_promised",
	[WB_FACT_STANDING] = "standing",
};

static const char *const standing_names[WB_STANDING_COUNT] = {
	[WB_STANDING_CALLBACK] = "callback",
	[WB_STANDING_CALLBACK_OVERDUE] = "callback_overdue",
	[WB_STANDING_FOLLOW_UP] = "follow_up",
	[WB_STANDING_FOLLOW_UP_OVERDUE] = "follow_up_overdue",
	[WB_STANDING_LONG_HANDLE] = "long_handle",
};

static const char *const ring_names[WB_OFFER_RESULT_COUNT] = {
	[WB_OFFER_ACCEPTED] = "accepted", [WB_OFFER_NO_ANSWER] = "no_answer",
	[WB_OFFER_REJECTED] = "rejected", [WB_OFFER_CANCELLED] = "cancelled",
	[WB_OFFER_FAILED] = "failed",
};

struct line {
	char *text;
	size_t len;
};

static void add(struct line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct line *line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int wrote = vsnprintf(line->text + line->len,
	                      FLOOR_KIT_LINE - line->len, format, args);
	va_end(args);
	ck_assert(wrote >= 0 && line->len + (size_t)wrote < FLOOR_KIT_LINE);
	line->len += (size_t)wrote;
}

static void add_flag(struct line *line, const char *name, int flag)
{
	if (flag >= 0) {
		add(line, " %s=%d", name, flag);
	}
}

static void add_people(const struct floor_kit *kit, struct line *line,
                       const struct wb_fact *fact)
{
	struct wb_str none = wb_str("-");
	struct wb_str queue =
		fact->queue == WB_NOBODY
			? none
			: wb_floor_queue_name(kit->floor, fact->queue);
	struct wb_str agent =
		fact->agent == WB_NOBODY
			? none
			: wb_floor_agent_name(kit->floor, fact->agent);
	add(line, " %.*s %.*s", WB_STR_FMT(queue), WB_STR_FMT(agent));
	if (fact->channel != WB_CHANNEL_VOICE) {
		add(line, " %s", wb_channel_name(fact->channel));
	}
}

static double seconds(wb_ms ms)
{
	return (double)ms / 1000;
}

static void add_filed(const struct floor_kit *kit, struct line *line,
                      const struct wb_fact *fact)
{
	add_flag(line, "resolved", fact->resolved);
	add_flag(line, "first_level", fact->first_level);
	add_flag(line, "sale", fact->sale);
	if (fact->reason != WB_NOBODY) {
		add(line, " %.*s",
		    WB_STR_FMT(wb_floor_reason(kit->floor, fact->reason)));
	}
}

static void add_wait(struct line *line, const struct wb_fact *fact)
{
	add(line, " wait=%.10g %s", seconds(fact->wait),
	    fact->in_threshold ? "in" : "out");
}

static void add_details(const struct floor_kit *kit, struct line *line,
                        const struct wb_fact *fact)
{
	switch ((int)fact->kind) {
	case WB_FACT_LEFT:
		add(line, " %s", wb_outcome_name(fact->outcome));
		add(line, "%s", fact->is_short ? " short" : "");
		add_wait(line, fact);
		break;
	case WB_FACT_ANSWERED:
		add_wait(line, fact);
		break;
	case WB_FACT_OFFER_ENDED:
		add(line, " %s", ring_names[fact->offer_result]);
		break;
	case WB_FACT_HANDLED:
		add(line, " talk=%.10g hold=%.10g acw=%.10g",
		    seconds(fact->talk), seconds(fact->hold),
		    seconds(fact->acw));
		break;
	case WB_FACT_OUTCOME:
		add_filed(kit, line, fact);
		break;
	case WB_FACT_CODED:
		add(line, " %.*s",
		    WB_STR_FMT(wb_floor_code(kit->floor, fact->code)));
		break;
	case WB_FACT_RATED:
		add(line, " %d:%lld/%lld", (int)fact->rating,
		    (long long)fact->score, (long long)fact->scale);
		break;
	case WB_FACT_ARRIVED:
	case WB_FACT_PROVISIONAL:
	case WB_FACT_MATURED:
		add(line, "%s", fact->repeated ? " repeated" : "");
		break;
	case WB_FACT_CALLBACK_DECIDED:
		add(line, " %s", fact->in_threshold ? "in" : "missed");
		break;
	case WB_FACT_STANDING:
		add(line, " %s", standing_names[fact->standing]);
		break;
	default:
		break;
	}
}

static void on_fact(void *user, const struct wb_fact *fact)
{
	struct floor_kit *kit = user;
	char text[FLOOR_KIT_LINE];
	struct line line = { text, 0 };
	add(&line, "%s@%.10g <%.10g", kind_names[fact->kind],
	    seconds(fact->at - kit->base), seconds(fact->arrived - kit->base));
	add_people(kit, &line, fact);
	add_details(kit, &line, fact);
	int i = 0;
	while (i < kit->fact_count && strcmp(kit->facts[i].line, text) != 0) {
		i++;
	}
	ck_assert_int_lt(i, FLOOR_KIT_FACTS);
	if (i == kit->fact_count) {
		strcpy(kit->facts[i].line, text);
		kit->facts[i].count = 0;
		kit->fact_count++;
	}
	if (kit->lenient && fact->sign < 0 && kit->facts[i].count == 0) {
		return;
	}
	kit->facts[i].count += fact->sign;
	/* nothing is taken back that was not told */
	ck_assert_msg(kit->facts[i].count >= 0, "taken back: %s", text);
}

static wb_ms on_estimate(void *user, uint32_t queue)
{
	(void)user;
	(void)queue;
	return WB_ABSENT;
}

static void on_state(void *user, uint32_t agent, enum wb_agent_state from,
                     enum wb_agent_state to, wb_ms at)
{
	(void)user;
	(void)agent;
	(void)from;
	(void)to;
	(void)at;
}

static void on_mark(void *user, uint32_t agent, enum wb_agent_mark mark,
                    bool on, wb_ms at)
{
	(void)user;
	(void)agent;
	(void)mark;
	(void)on;
	(void)at;
}

static void on_membership(void *user, uint32_t agent, wb_ms at)
{
	(void)user;
	(void)agent;
	(void)at;
}

static const struct wb_fact_sink sink = {
	.fact = on_fact,
	.estimate = on_estimate,
	.agent_state = on_state,
	.agent_mark = on_mark,
	.membership = on_membership,
};

static void plan_queue(struct wb_queue_plan *queue, const char *name, int tier)
{
	*queue = (struct wb_queue_plan){
		.name = wb_str(name),
		.time_zone = wb_str("UTC"),
		.service_level = { .threshold = 20 * WB_SECOND,
		                   .target_bp = 8000,
		                   .variant = WB_SL_OFFERED },
		.short_abandon = 5 * WB_SECOND,
		.channel = WB_CHANNEL_VOICE,
		.tier = tier,
		.configured = true,
	};
}

void floor_kit_open(struct floor_kit *kit, wb_ms base)
{
	memset(kit, 0, sizeof(*kit));
	plan_queue(&kit->queues[0], "sales", 1);
	plan_queue(&kit->queues[1], "support", 1);
	plan_queue(&kit->queues[2], "techsupport", 2);
	kit->plan = (struct wb_plan){
		.time_zone = wb_str("UTC"),
		.interval = 30 * WB_MINUTE,
		.stale_limit = 4 * WB_HOUR,
		.lateness = 10 * WB_MINUTE,
		.repeat_within = 7 * 24 * WB_HOUR,
		.queues = kit->queues,
		.queue_count = 3,
	};
	plan_queue(&kit->plan.defaults, "", 0);
	kit->base = kit->now = base;
	kit->floor = wb_floor_create(&sink, kit);
	ck_assert_ptr_nonnull(kit->floor);
	floor_kit_replan(kit);
	wb_floor_advance(kit->floor, base);
}

void floor_kit_close(struct floor_kit *kit)
{
	wb_floor_destroy(kit->floor);
	wb_arena_finish(&kit->arena);
	wb_buf_finish(&kit->text);
}

void floor_kit_replan(struct floor_kit *kit)
{
	ck_assert(wb_floor_set_plan(kit->floor, &kit->plan));
}

static wb_ms instant(const struct floor_kit *kit, double at)
{
	return kit->base + (wb_ms)(at * 1000 + (at < 0 ? -0.5 : 0.5));
}

void floor_kit_at(struct floor_kit *kit, double at)
{
	if (instant(kit, at) > kit->now) {
		kit->now = instant(kit, at);
	}
	wb_floor_advance(kit->floor, kit->now);
}

void floor_kit_play(struct floor_kit *kit, double at, const char *ev,
                    const char *fields)
{
	char line[1024], error[256];
	struct wb_event event;
	floor_kit_at(kit, at);
	snprintf(line, sizeof(line), "{\"t\":%lld,\"ev\":\"%s\"%s%s}",
	         (long long)instant(kit, at), ev, *fields ? "," : "", fields);
	for (char *c = line; *c; c++) {
		*c = *c == '\'' ? '"' : *c;
	}
	ck_assert_msg(wb_event_decode(wb_str(line), &kit->arena, &event, error,
	                              sizeof(error)),
	              "%s: %s", line, error);
	wb_floor_apply(kit->floor, 0, &event, kit->now);
	wb_arena_reset(&kit->arena);
}

void floor_kit_reload(struct floor_kit *kit)
{
	struct wb_buf bytes = { 0 };
	struct wb_codec codec;
	wb_codec_write(&codec, &bytes);
	wb_floor_transfer(kit->floor, &codec, NULL);
	ck_assert(wb_codec_finish(&codec));
	wb_floor_destroy(kit->floor);
	kit->floor = wb_floor_create(&sink, kit);
	ck_assert_ptr_nonnull(kit->floor);
	wb_codec_read(&codec, wb_buf_str(&bytes));
	wb_floor_transfer(kit->floor, &codec, &kit->plan);
	ck_assert(wb_codec_finish(&codec));
	wb_buf_finish(&bytes);
}

void floor_kit_clear(struct floor_kit *kit)
{
	kit->fact_count = 0;
	kit->lenient = true;
}

static double at_of(const char *line)
{
	return strtod(strchr(line, '@') + 1, NULL);
}

static int by_time(const void *a, const void *b)
{
	const struct floor_kit_fact *x =
		*(const struct floor_kit_fact *const *)a;
	const struct floor_kit_fact *y =
		*(const struct floor_kit_fact *const *)b;
	double left = at_of(x->line), right = at_of(y->line);
	if (left < right || left > right) {
		return left < right ? -1 : 1;
	}
	return strcmp(x->line, y->line);
}

const char *floor_kit_facts(struct floor_kit *kit, const char *kinds)
{
	const struct floor_kit_fact *sorted[FLOOR_KIT_FACTS];
	size_t count = 0, len = kinds ? strlen(kinds) : 0;
	for (int i = 0; i < kit->fact_count; i++) {
		const struct floor_kit_fact *fact = &kit->facts[i];
		if (fact->count != 0 &&
		    strncmp(fact->line, kinds ? kinds : "", len) == 0) {
			sorted[count++] = fact;
		}
	}
	qsort(sorted, count, sizeof(sorted[0]), by_time);
	wb_buf_clear(&kit->text);
	wb_buf_addf(&kit->text, "%s", "");
	for (size_t i = 0; i < count; i++) {
		wb_buf_addf(&kit->text, "%s", sorted[i]->line);
		if (sorted[i]->count > 1) {
			wb_buf_addf(&kit->text, " x%d", sorted[i]->count);
		}
		wb_buf_add_char(&kit->text, '\n');
	}
	wb_buf_add_char(&kit->text, '\0');
	ck_assert(!kit->text.failed);
	return kit->text.data;
}

void floor_kit_expect(struct floor_kit *kit, const char *kinds,
                      const char *lines)
{
	const char *got = floor_kit_facts(kit, kinds);
	ck_assert_msg(strcmp(got, lines) == 0, "got\n%sexpected\n%s", got,
	              lines);
}

uint64_t floor_kit_anomalies(const struct floor_kit *kit, enum wb_anomaly what)
{
	struct wb_floor_counters counters;
	wb_floor_count(kit->floor, &counters);
	return counters.anomalies[what];
}
