#include "kpi/log.h"

#include <stdlib.h>
#include <string.h>

#include "kpi/keyed.h"

/* What fits beside the measure in one word. */
#define NARROW_MAX ((int64_t)1 << 23)

_Static_assert(WB_MEASURE_COUNT <= 256, "a measure is a byte");
_Static_assert(WB_LEVEL_COUNT < 16, "a level is four bits");
_Static_assert(WB_ADDITIONS_MAX < 16, "so is the number of additions");

static const int64_t window_seconds[WB_TRAILING_COUNT] = { 300, 900, 1800,
	                                                   3600 };

void wb_log_init(struct wb_log *log)
{
	*log = (struct wb_log){ .begin = 1, .end = 1 };
}

static struct wb_log_chunk **chunk_at(struct wb_log *log, uint64_t number)
{
	return &log->chunks[number & (log->capacity - 1)];
}

void wb_log_finish(struct wb_log *log)
{
	for (uint64_t i = log->begin; i < log->end; i++) {
		free(*chunk_at(log, i));
	}
	free(log->chunks);
	wb_log_init(log);
}

static void drop_first(struct wb_log *log, wb_log_drop_fn *drop, void *user)
{
	struct wb_log_chunk *chunk = *chunk_at(log, log->begin);
	wb_log_pos pos = log->begin << WB_LOG_CHUNK_BITS;
	for (uint32_t i = 0; i < chunk->used;) {
		struct wb_log_record record = wb_log_at(log, pos + i);
		drop(user, &record);
		i += WB_LOG_LENGTH(record.words[0]);
	}
	free(chunk);
	log->begin++;
}

void wb_log_advance(struct wb_log *log, wb_ms now, wb_log_drop_fn *drop,
                    void *user)
{
	int64_t second = now / WB_SECOND;
	if (log->started && second - window_seconds[0] < log->first[0]) {
		return;
	}
	log->started = true;
	for (int i = 0; i < WB_TRAILING_COUNT; i++) {
		log->first[i] = second - window_seconds[i] + 1;
	}
	wb_ms kept = (log->first[WB_COLUMN_1H] - WB_LOG_MARGIN) * WB_SECOND;
	while (log->begin < log->end &&
	       wb_log_chunk(log, log->begin)->last < kept) {
		drop_first(log, drop, user);
	}
}

static bool grow(struct wb_log *log)
{
	uint32_t capacity = log->capacity ? log->capacity * 2 : 64;
	struct wb_log_chunk **grown =
		calloc(capacity, sizeof(struct wb_log_chunk *));
	if (!grown) {
		return false;
	}
	for (uint64_t i = log->begin; i < log->end; i++) {
		grown[i & (capacity - 1)] = *chunk_at(log, i);
	}
	free(log->chunks);
	log->chunks = grown;
	log->capacity = capacity;
	return true;
}

bool wb_log_begin_chunk(struct wb_log *log, wb_ms base)
{
	if (log->end - log->begin == log->capacity && !grow(log)) {
		return false;
	}
	struct wb_log_chunk *chunk = malloc(sizeof(*chunk));
	if (!chunk) {
		return false;
	}
	chunk->base = base;
	chunk->last = base;
	chunk->used = 0;
	*chunk_at(log, log->end++) = chunk;
	return true;
}

/* Room for a record that comes now; NULL, and counted, without memory. */
static uint32_t *take(struct wb_log *log, wb_ms at, wb_ms now, uint32_t words,
                      wb_log_pos *ret_pos)
{
	struct wb_log_chunk *chunk =
		log->begin < log->end ? *chunk_at(log, log->end - 1) : NULL;
	if (!chunk || chunk->used + words > WB_LOG_CHUNK_WORDS ||
	    now - chunk->base >= WB_LOG_CHUNK_SPAN) {
		if (!wb_log_begin_chunk(log, now)) {
			log->out_of_memory++;
			return NULL;
		}
		chunk = *chunk_at(log, log->end - 1);
	}
	uint32_t *record = &chunk->words[chunk->used];
	*ret_pos = ((log->end - 1) << WB_LOG_CHUNK_BITS) + chunk->used;
	record[1] = (uint32_t)(int32_t)(at - chunk->base);
	chunk->used += words;
	chunk->last = now;
	return record;
}

/* The record is the subject's newest from now on. */
static void link_subject(uint32_t *words, uint32_t subject, wb_log_pos pos,
                         wb_log_pos *newest)
{
	wb_log_pos back = newest && *newest ? pos - *newest : 0;
	words[0] = subject;
	words[1] = back <= UINT32_MAX ? (uint32_t)back : 0;
	if (newest) {
		*newest = pos;
	}
}

static bool is_wide(const struct wb_counted *fact)
{
	for (int i = 0; i < fact->add_count; i++) {
		int64_t amount = fact->add[i].amount;
		if (amount >= NARROW_MAX || amount < -NARROW_MAX) {
			return true;
		}
	}
	return false;
}

static void put_additions(uint32_t *words, const struct wb_counted *fact,
                          bool wide)
{
	for (int i = 0; i < fact->add_count; i++) {
		uint32_t measure = (uint32_t)fact->add[i].measure;
		uint64_t amount = (uint64_t)fact->add[i].amount;
		if (wide) {
			*words++ = measure;
			*words++ = (uint32_t)amount;
			*words++ = (uint32_t)(amount >> 32);
		} else {
			*words++ = measure | (uint32_t)amount << 8;
		}
	}
}

bool wb_log_add_fact(struct wb_log *log, const struct wb_counted *fact,
                     wb_ms at, wb_ms now, wb_log_pos *const newest[])
{
	bool wide = is_wide(fact);
	bool keyed = fact->key != WB_KEY_NONE;
	uint32_t length = 2u + 2u * fact->scope_count + keyed +
	                  (wide ? 3u : 1u) * fact->add_count;
	wb_log_pos pos;
	uint32_t *words = take(log, at, now, length, &pos);
	if (!words) {
		return false;
	}
	words[0] = (uint32_t)fact->scope_count |
	           (uint32_t)fact->add_count << 4 | (keyed ? WB_LOG_KEY : 0) |
	           (fact->key_sign < 0 ? WB_LOG_KEY_BACK : 0) |
	           (wide ? WB_LOG_WIDE : 0) | length << 20;
	words += 2;
	for (int i = 0; i < fact->scope_count; i++, words += 2) {
		link_subject(words, fact->scopes[i], pos, newest[i]);
	}
	if (keyed) {
		*words++ = fact->key;
	}
	put_additions(words, fact, wide);
	return true;
}

bool wb_log_add_change(struct wb_log *log, const struct wb_change *change,
                       wb_ms now, wb_log_pos *const newest[2])
{
	wb_log_pos pos;
	uint32_t *words = take(log, change->at, now, 6, &pos);
	if (!words) {
		return false;
	}
	words[0] = 2u | WB_LOG_CHANGE | (uint32_t)(change->from + 1) << 12 |
	           (uint32_t)(change->to + 1) << 16 | 6u << 20;
	link_subject(&words[2], change->own, pos, newest[0]);
	link_subject(&words[4], change->crew, pos, newest[1]);
	return true;
}

void wb_log_read(const struct wb_log_record *record,
                 struct wb_saved_record *ret_record)
{
	uint32_t head = record->words[0];
	*ret_record = (struct wb_saved_record){
		.is_change = wb_log_is_change(record),
		.at = record->at,
	};
	if (ret_record->is_change) {
		ret_record->change = (struct wb_change){
			.own = wb_log_subject(record, 0),
			.crew = wb_log_subject(record, 1),
			.from = WB_LOG_FROM(head),
			.to = WB_LOG_TO(head),
			.at = record->at,
		};
		return;
	}
	struct wb_counted *fact = &ret_record->fact;
	fact->scope_count = (uint8_t)WB_LOG_SUBJECTS(head);
	fact->add_count = (uint8_t)WB_LOG_ADDITIONS(head);
	fact->key = wb_log_key(record);
	fact->key_sign = (int8_t)wb_log_key_sign(record);
	for (int i = 0; i < fact->scope_count; i++) {
		fact->scopes[i] = wb_log_subject(record, i);
	}
	for (int i = 0; i < fact->add_count; i++) {
		struct wb_log_addition add = wb_log_addition(record, i);
		fact->add[i].measure = add.measure;
		fact->add[i].amount = add.amount;
	}
}
