/*
 * Service levels: their keys, and which of them holds for a queue's channel.
 * Each key for itself: what the queue says of the channel, what it says of all
 * of them, what the defaults say of the channel, what they say of all, and what
 * is built in for the channel.
 */

#include "config/draft.h"
#include "config/literal.h"

_Static_assert(sizeof(enum wb_sl_variant) == sizeof(int), "words are ints");
_Static_assert(sizeof(enum wb_clock) == sizeof(int), "words are ints");

static const char *variant_word(int value)
{
	return wb_sl_variant_name((enum wb_sl_variant)value);
}

static const char *clock_word(int value)
{
	return wb_clock_name((enum wb_clock)value);
}

static const struct wb_words variants = { variant_word, WB_SL_VARIANT_COUNT };
static const struct wb_words clocks = { clock_word, WB_CLOCK_COUNT };

#define LEVEL(field) offsetof(struct wb_service_level_plan, field)

static const struct wb_key level_keys[] = {
	{ "threshold", wb_read_duration, LEVEL(threshold), WB_SECOND,
	  30 * WB_DAY, NULL, false },
	{ "target", wb_read_percent, LEVEL(target_bp), 100, 10000, NULL,
	  false },
	{ "variant", wb_read_word, LEVEL(variant), 0, 0, &variants, false },
	{ "until", wb_read_word, LEVEL(until), 0, 0, &clocks, false },
};
const struct wb_keys wb_level_keys = WB_KEYS(level_keys);

static const struct wb_key channel_keys[] = {
	{ "service_level", wb_read_map, 0, 0, 0, &wb_level_keys, false },
};
static const struct wb_keys channel_table = WB_KEYS(channel_keys);

#define CHANNEL(name, number)                                                  \
	{                                                                      \
		name, wb_read_map,                                             \
			(number) * sizeof(struct wb_service_level_plan), 0, 0, \
			&channel_table, false                                  \
	}

static const struct wb_key channels_keys[] = {
	CHANNEL("voice", WB_CHANNEL_VOICE),
	CHANNEL("chat", WB_CHANNEL_CHAT),
	CHANNEL("email", WB_CHANNEL_EMAIL),
	CHANNEL("social", WB_CHANNEL_SOCIAL),
	CHANNEL("ticket", WB_CHANNEL_TICKET),
	CHANNEL("callback", WB_CHANNEL_CALLBACK),
};
const struct wb_keys wb_channels_keys = WB_KEYS(channels_keys);

static const struct wb_service_level_plan unsaid = {
	.variant = WB_SL_VARIANT_COUNT,
	.until = WB_CLOCK_COUNT,
};

/* Voice is the wait of a caller; what is written may wait longer. */
static const struct wb_service_level_plan built_in[WB_CHANNEL_COUNT] = {
	[WB_CHANNEL_VOICE] = { .threshold = 20 * WB_SECOND },
	[WB_CHANNEL_CHAT] = { .threshold = WB_MINUTE },
	[WB_CHANNEL_EMAIL] = { .threshold = 4 * WB_HOUR },
	[WB_CHANNEL_SOCIAL] = { .threshold = WB_HOUR },
	[WB_CHANNEL_TICKET] = { .threshold = 8 * WB_HOUR },
	[WB_CHANNEL_CALLBACK] = { .threshold = 30 * WB_MINUTE },
};

void wb_levels_begin(struct wb_queue_plan *queue)
{
	queue->service_level = unsaid;
	for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
		queue->channels[i] = unsaid;
	}
}

/* What `level` does not say, `other` does. */
static void complete(struct wb_service_level_plan *level,
                     const struct wb_service_level_plan *other)
{
	if (level->threshold == 0) {
		level->threshold = other->threshold;
	}
	if (level->target_bp == 0) {
		level->target_bp = other->target_bp;
	}
	if (level->variant == WB_SL_VARIANT_COUNT) {
		level->variant = other->variant;
	}
	if (level->until == WB_CLOCK_COUNT) {
		level->until = other->until;
	}
}

static void resolve(struct wb_queue_plan *queue,
                    const struct wb_queue_plan *defaults)
{
	for (int i = 0; i < WB_CHANNEL_COUNT; i++) {
		struct wb_service_level_plan last = {
			.threshold = built_in[i].threshold,
			.target_bp = 8000,
			.variant = WB_SL_OFFERED,
			.until = WB_CLOCK_ANSWER,
		};
		struct wb_service_level_plan *level = &queue->channels[i];
		complete(level, &queue->service_level);
		complete(level, &defaults->channels[i]);
		complete(level, &defaults->service_level);
		complete(level, &last);
	}
	queue->service_level = queue->channels[queue->channel];
}

void wb_levels_resolve(struct wb_draft *draft)
{
	const struct wb_queue_plan said = draft->defaults;
	struct wb_queue_plan *queues = draft->queues.items;
	for (int i = 0; i < draft->queues.count; i++) {
		resolve(&queues[i], &said);
	}
	resolve(&draft->defaults, &said);
}
