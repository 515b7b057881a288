/* Agents with their timelines, for both directions. */

#include <string.h>

#include "floor/transfer.h"

/* Whatever may be reckoned with: instants, durations, words as numbers. */
#define ANY_MAX ((int64_t)1 << 50)

static void transfer_any(struct wb_codec *codec, int64_t *value)
{
	enum { GIVEN, NEVER, ABSENT, COUNT };
	uint32_t what = *value == WB_NEVER    ? NEVER
	                : *value == WB_ABSENT ? ABSENT
	                                      : GIVEN;
	what = wb_codec_enum(codec, what, COUNT);
	if (what == GIVEN) {
		wb_codec_i64(codec, value, -ANY_MAX, ANY_MAX);
	} else {
		*value = what == NEVER ? WB_NEVER : WB_ABSENT;
	}
}

static void transfer_word(struct wb_codec *codec, const struct wb_floor *floor,
                          uint32_t *word)
{
	wb_codec_number(codec, word, floor->words.count);
}

static void transfer_queue(struct wb_codec *codec, const struct wb_floor *floor,
                           uint32_t *queue)
{
	wb_codec_number(codec, queue, floor->queue_names.count);
}

static void transfer_small(struct wb_codec *codec, int *value, int min, int max)
{
	int64_t wide = *value;
	wb_codec_i64(codec, &wide, min, max);
	*value = (int)wide;
}

/*
 * A list: `one` transfers an element. What is read is appended, elements
 * zeroed before.
 */
static void transfer_list(struct wb_codec *codec, struct wb_floor *floor,
                          void **list, uint32_t *count, uint32_t *capacity,
                          size_t size,
                          void (*one)(struct wb_codec *codec,
                                      struct wb_floor *floor, void *element))
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < *count)) {
		if (wb_codec_reads(codec)) {
			if (!wb_list_room(list, capacity, i, size)) {
				codec->failed = true;
				return;
			}
			memset((char *)*list + i * size, 0, size);
			*count = i + 1;
		}
		one(codec, floor, (char *)*list + i * size);
		if (codec->failed) {
			return;
		}
		i++;
	}
}

static void transfer_note(struct wb_codec *codec, struct wb_floor *floor,
                          void *element)
{
	struct floor_note *note = element;
	wb_codec_time(codec, &note->at);
	transfer_any(codec, &note->t);
	transfer_any(codec, &note->a);
	transfer_any(codec, &note->b);
	note->kind = wb_codec_enum(codec, note->kind, NOTE_KIND_COUNT);
	transfer_queue(codec, floor, &note->queue);
	if (note->kind == NOTE_NOT_READY || note->kind == NOTE_PLANNED) {
		transfer_word(codec, floor, &note->subject);
	} else {
		wb_codec_number(codec, &note->subject, floor->contacts.used);
	}
	wb_codec_check(codec, note->subject != WB_POOL_NONE ||
	                              note->kind != NOTE_SEGMENT_STARTED);
	wb_codec_check(codec,
	               note->kind != NOTE_TRANSFERRED ||
	                       (note->a >= 0 && note->a < WB_TRANSFER_COUNT));
	wb_codec_bool(codec, &note->matched);
}

static void transfer_segment(struct wb_codec *codec, struct wb_floor *floor,
                             void *element)
{
	struct floor_segment *segment = element;
	wb_codec_number(codec, &segment->contact, floor->contacts.used);
	wb_codec_check(codec, segment->contact != WB_POOL_NONE);
	transfer_queue(codec, floor, &segment->queue);
	transfer_any(codec, &segment->started);
	wb_codec_time(codec, &segment->since);
	transfer_any(codec, &segment->arrived);
	wb_codec_u64(codec, &segment->clock);
	wb_codec_time(codec, &segment->hold);
	transfer_any(codec, &segment->held_since);
	transfer_any(codec, &segment->marked);
	wb_codec_bool(codec, &segment->held);
	wb_codec_bool(codec, &segment->ended);
	transfer_small(codec, &segment->transfer, -1, WB_TRANSFER_COUNT - 1);
	transfer_any(codec, &segment->end);
	transfer_any(codec, &segment->until);
	wb_codec_time(codec, &segment->talk);
	wb_codec_time(codec, &segment->share);
}

static void transfer_served(struct wb_codec *codec, struct wb_floor *floor,
                            void *element)
{
	uint32_t *queue = element;
	transfer_queue(codec, floor, queue);
	wb_codec_check(codec, *queue != WB_NOBODY);
}

static void transfer_planned(struct wb_codec *codec, struct wb_floor *floor,
                             void *element)
{
	struct floor_plan_span *plan = element;
	transfer_word(codec, floor, &plan->activity);
	transfer_any(codec, &plan->told);
	transfer_any(codec, &plan->from);
	transfer_any(codec, &plan->to);
}

static void transfer_picture(struct wb_codec *codec, struct wb_floor *floor,
                             struct floor_picture *picture)
{
	picture->state =
		wb_codec_enum(codec, picture->state, WB_AGENT_STATE_COUNT);
	picture->marks =
		wb_codec_enum(codec, picture->marks, 1u << WB_AGENT_MARK_COUNT);
	transfer_word(codec, floor, &picture->reason);
	wb_codec_time(codec, &picture->since);
}

static void transfer_shift(struct wb_codec *codec, struct wb_floor *floor,
                           struct floor_shift *shift)
{
	wb_codec_time(codec, &shift->at);
	wb_codec_bool(codec, &shift->signed_in);
	wb_codec_bool(codec, &shift->remote);
	wb_codec_bool(codec, &shift->not_ready);
	wb_codec_bool(codec, &shift->known_queues);
	wb_codec_bool(codec, &shift->has_pending);
	transfer_word(codec, floor, &shift->reason);
	transfer_word(codec, floor, &shift->pending);
	transfer_any(codec, &shift->status_told);
	transfer_any(codec, &shift->queues_told);
	wb_codec_u64(codec, &shift->clock);
	transfer_list(codec, floor, (void **)&shift->segments,
	              &shift->segment_count, &shift->segment_capacity,
	              sizeof(*shift->segments), transfer_segment);
	wb_codec_u32(codec, &shift->ring_count, FLOOR_RINGS);
	for (uint32_t i = 0; i < shift->ring_count && !codec->failed; i++) {
		wb_codec_number(codec, &shift->rings[i], floor->contacts.used);
	}
	transfer_list(codec, floor, (void **)&shift->queues,
	              &shift->queue_count, &shift->queue_capacity,
	              sizeof(*shift->queues), transfer_served);
	transfer_list(codec, floor, (void **)&shift->plans, &shift->plan_count,
	              &shift->plan_capacity, sizeof(*shift->plans),
	              transfer_planned);
	transfer_picture(codec, floor, &shift->picture);
}

static void transfer_step(struct wb_codec *codec, struct wb_floor *floor,
                          void *element)
{
	struct floor_step *step = element;
	uint32_t capacity = step->queue_count;
	wb_codec_time(codec, &step->at);
	transfer_picture(codec, floor, &step->picture);
	wb_codec_bool(codec, &step->moved);
	transfer_list(codec, floor, (void **)&step->queues, &step->queue_count,
	              &capacity, sizeof(*step->queues), transfer_served);
}

static void transfer_done(struct wb_codec *codec, struct wb_floor *floor,
                          void *element)
{
	struct floor_done *done = element;
	wb_codec_time(codec, &done->place);
	transfer_any(codec, &done->at);
	transfer_any(codec, &done->arrived);
	wb_codec_time(codec, &done->talk);
	wb_codec_time(codec, &done->hold);
	wb_codec_time(codec, &done->acw);
	wb_codec_time(codec, &done->share);
	wb_codec_number(codec, &done->contact, floor->contacts.used);
	wb_codec_check(codec, done->contact != WB_POOL_NONE);
	transfer_queue(codec, floor, &done->queue);
	done->channel = wb_codec_enum(codec, done->channel, WB_CHANNEL_COUNT);
	transfer_small(codec, &done->transfer, -1, WB_TRANSFER_COUNT - 1);
	wb_codec_bool(codec, &done->held);
}

static void transfer_long(struct wb_codec *codec, struct wb_floor *floor,
                          void *element)
{
	struct floor_long *lasting = element;
	transfer_any(codec, &lasting->at);
	transfer_any(codec, &lasting->arrived);
	transfer_any(codec, &lasting->started);
	wb_codec_number(codec, &lasting->contact, floor->contacts.used);
	wb_codec_check(codec, lasting->contact != WB_POOL_NONE);
	transfer_queue(codec, floor, &lasting->queue);
	lasting->channel =
		wb_codec_enum(codec, lasting->channel, WB_CHANNEL_COUNT);
}

static void transfer_timeline(struct wb_codec *codec, struct wb_floor *floor,
                              struct floor_timeline *line)
{
	transfer_shift(codec, floor, &line->first);
	transfer_shift(codec, floor, &line->last);
	transfer_list(codec, floor, (void **)&line->notes, &line->note_count,
	              &line->note_capacity, sizeof(*line->notes),
	              transfer_note);
	transfer_any(codec, &line->newest);
	transfer_list(codec, floor, (void **)&line->steps, &line->step_count,
	              &line->step_capacity, sizeof(*line->steps),
	              transfer_step);
	transfer_list(codec, floor, (void **)&line->dones, &line->done_count,
	              &line->done_capacity, sizeof(*line->dones),
	              transfer_done);
	transfer_list(codec, floor, (void **)&line->longs, &line->long_count,
	              &line->long_capacity, sizeof(*line->longs),
	              transfer_long);
	transfer_any(codec, &line->armed);
}

/*
 * What speaks of contacts that are known must find them. Notes may speak of
 * some that are forgotten, but then they are too old to be looked at.
 */
static void check_timeline(struct wb_codec *codec, struct wb_floor *floor,
                           const struct floor_timeline *line)
{
	for (uint32_t i = 0; i < line->last.segment_count; i++) {
		const struct floor_segment *segment = &line->last.segments[i];
		struct floor_contact *c = contact_at(floor, segment->contact);
		wb_codec_check(codec, c->id != NULL);
		c->open_segments += !segment->ended;
	}
	for (uint32_t i = 1; i < line->note_count; i++) {
		wb_codec_check(codec,
		               line->notes[i - 1].at <= line->notes[i].at);
	}
}

static void transfer_agent(struct wb_codec *codec, struct wb_floor *floor,
                           struct floor_agent *agent)
{
	agent->feed = wb_codec_enum(codec, agent->feed, WB_FEEDS_MAX);
	wb_codec_u64(codec, &agent->mentioned);
	transfer_timeline(codec, floor, &agent->line);
	transfer_picture(codec, floor, &agent->shown);
	transfer_list(codec, floor, (void **)&agent->queues,
	              &agent->queue_count, &agent->queue_capacity,
	              sizeof(*agent->queues), transfer_served);
	for (uint32_t i = 1; i < agent->queue_count && !codec->failed; i++) {
		wb_codec_check(codec, agent->queues[i - 1] < agent->queues[i]);
	}
	if (wb_codec_reads(codec) && !codec->failed) {
		check_timeline(codec, floor, &agent->line);
	}
}

void wb_transfer_agents(struct wb_codec *codec, struct wb_floor *floor)
{
	uint32_t count = floor->agent_names.count;
	for (uint32_t i = 0; i < count && !codec->failed; i++) {
		transfer_agent(codec, floor, &floor->agents[i]);
	}
}
