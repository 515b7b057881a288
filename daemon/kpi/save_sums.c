/* What is added up, as bytes: sums, crews and the log of the last hour. */

#include <string.h>

#include "kpi/transfer.h"

#define HEADS_MAX ((int64_t)1 << 18)
#define LINE_MAX_MS ((int64_t)1 << 60) /* HEADS_MAX times the last instant */

/* No record takes as many. */
#define CHUNK_MAX_BYTES ((size_t)WB_LOG_CHUNK_WORDS * 8)

static void transfer_line(struct wb_codec *codec, struct wb_line *line)
{
	wb_codec_i64(codec, &line->n, -HEADS_MAX, HEADS_MAX);
	wb_codec_i64(codec, &line->c, -LINE_MAX_MS, LINE_MAX_MS);
}

/*
 * The values of the columns, and not what they are differences of: those grow
 * for ever, and no number is made of them. What trailing windows hold follows
 * from the log.
 */
static void transfer_flow(struct wb_codec *codec, struct wb_sums *sums,
                          int measure)
{
	int64_t values[WB_LASTING_COUNT];
	for (int c = 0; c < WB_LASTING_COUNT; c++) {
		values[c] = wb_sums_since(
			sums, (enum wb_flow_row)(WB_FLOW_INTERVAL + c),
			measure);
	}
	wb_codec_amounts(codec, values, WB_LASTING_COUNT);
	for (int c = 0; wb_codec_reads(codec) && c < WB_LASTING_COUNT; c++) {
		*wb_sums_flow(sums, (enum wb_flow_row)(WB_FLOW_INTERVAL + c),
		              measure) = -values[c];
	}
}

static void transfer_flows(struct wb_codec *codec, struct wb_sums *sums)
{
	for (int m = 0; m < WB_M_FLOWING; m++) {
		if (!wb_codec_more(codec, sums->flow_at[m] != 0)) {
			continue;
		}
		bool met = wb_sums_meet(sums, m);
		wb_codec_check(codec, met);
		if (met) {
			transfer_flow(codec, sums, m);
		}
	}
}

static void transfer_levels(struct wb_codec *codec, struct wb_sums *sums)
{
	for (int l = 0; l < WB_LEVEL_COUNT; l++) {
		if (!wb_codec_more(codec, sums->level_at[l] != 0)) {
			continue;
		}
		struct wb_level *level = wb_sums_level(sums, l);
		wb_codec_check(codec, level != NULL);
		if (!level) {
			return;
		}
		transfer_line(codec, &level->total);
		for (int c = 0; c < WB_LASTING_COUNT; c++) {
			transfer_line(codec, &level->before[c]);
		}
		transfer_line(codec, &level->told);
	}
}

/* The next key that any column counts, from `at` on. */
static uint32_t next_key(const struct wb_keyed *keyed, uint32_t at)
{
	for (; at < keyed->used; at++) {
		for (int c = 0; c < WB_LASTING_COUNT; c++) {
			if (keyed->counts[at].count[c] != 0) {
				return at;
			}
		}
	}
	return at;
}

static void transfer_key(struct wb_codec *codec, struct wb_keyed *keyed,
                         struct wb_keyed_count *count)
{
	int64_t values[WB_LASTING_COUNT];
	count->key = wb_codec_enum(codec, count->key, WB_KEY_COUNT);
	for (int c = 0; c < WB_LASTING_COUNT; c++) {
		values[c] = count->count[c];
	}
	wb_codec_amounts(codec, values, WB_LASTING_COUNT);
	for (int c = 0; wb_codec_reads(codec) && c < WB_LASTING_COUNT; c++) {
		wb_codec_check(codec, values[c] >= -INT32_MAX &&
		                              values[c] <= INT32_MAX);
		wb_codec_check(codec,
		               !codec->failed &&
		                       wb_keyed_add(keyed, count->key, 1u << c,
		                                    (int)values[c]));
	}
}

static void transfer_keyed(struct wb_codec *codec, struct wb_keyed *keyed)
{
	uint32_t i = next_key(keyed, 0);
	while (wb_codec_more(codec, i < keyed->used)) {
		struct wb_keyed_count count = { 0 };
		if (!wb_codec_reads(codec)) {
			count = keyed->counts[i];
			i = next_key(keyed, i + 1);
		}
		transfer_key(codec, keyed, &count);
		i = wb_codec_reads(codec) ? keyed->used : i;
	}
}

void wb_transfer_sums(struct wb_codec *codec, struct wb_sums *sums)
{
	for (int c = 0; c < WB_LASTING_COUNT; c++) {
		wb_codec_time(codec, &sums->start[c]);
	}
	transfer_flows(codec, sums);
	transfer_levels(codec, sums);
	wb_codec_amounts(codec, sums->standing, WB_STANDING_MEASURES);
	transfer_keyed(codec, &sums->keyed);
}

struct scope_list {
	uint32_t count;
	uint32_t scopes[WB_CREW_SCOPES_MAX];
};

static void transfer_list(struct wb_codec *codec,
                          const struct wb_engine *engine,
                          struct scope_list *list)
{
	wb_codec_u32(codec, &list->count, WB_CREW_SCOPES_MAX);
	for (uint32_t i = 0; i < list->count && !codec->failed; i++) {
		list->scopes[i] = wb_codec_enum(codec, list->scopes[i],
		                                engine->names.count);
		wb_codec_check(codec,
		               i == 0 || list->scopes[i - 1] < list->scopes[i]);
	}
}

static void transfer_crew(struct wb_codec *codec, struct wb_engine *engine,
                          uint32_t number)
{
	struct scope_list list = { 0 };
	struct crew *crew = NULL;
	if (!wb_codec_reads(codec)) {
		crew = engine->crews.list[number];
		list.count = crew->count;
		memcpy(list.scopes, crew->scopes,
		       crew->count * sizeof(crew->scopes[0]));
	}
	transfer_list(codec, engine, &list);
	if (wb_codec_reads(codec) && !codec->failed) {
		crew = wb_crews_restore(engine, number, list.scopes,
		                        list.count);
	}
	wb_codec_check(codec, crew != NULL);
	for (int l = 0; !codec->failed && l < WB_LEVEL_COUNT; l++) {
		transfer_line(codec, &crew->levels[l]);
	}
}

/* By number, as agents and the log name them; some numbers are free. */
void wb_transfer_crews(struct wb_codec *codec, struct wb_engine *engine)
{
	struct crews *crews = &engine->crews;
	uint32_t i = 0;
	while (wb_codec_more(codec, i < crews->used)) {
		bool there = !wb_codec_reads(codec) && crews->list[i];
		if (wb_codec_more(codec, there)) {
			transfer_crew(codec, engine, i);
		}
		i++;
	}
}

static bool is_crew(const struct wb_engine *engine, uint32_t number)
{
	return number < engine->crews.used && engine->crews.list[number];
}

/* Only scopes and crews that there are. */
static bool is_known(const struct wb_engine *engine,
                     const struct wb_saved_record *record)
{
	uint32_t scopes = engine->names.count;
	if (record->is_change) {
		const struct wb_change *change = &record->change;
		return (change->own == WB_NOBODY || change->own < scopes) &&
		       (change->crew == WB_NOBODY ||
		        is_crew(engine, change->crew));
	}
	for (int i = 0; i < record->fact.scope_count; i++) {
		if (record->fact.scopes[i] >= scopes) {
			return false;
		}
	}
	return true;
}

static void put_chunk(const struct wb_log *log, uint64_t number,
                      struct wb_buf *out)
{
	const struct wb_log_chunk *chunk = wb_log_chunk(log, number);
	for (uint32_t i = 0; i < chunk->used;) {
		unsigned char bytes[WB_RECORD_BYTES_MAX];
		struct wb_saved_record record;
		struct wb_log_record at =
			wb_log_at(log, (number << WB_LOG_CHUNK_BITS) + i);
		wb_log_read(&at, &record);
		wb_buf_add(out, (const char *)bytes,
		           wb_record_put(&record, chunk->base, bytes));
		i += WB_LOG_LENGTH(at.words[0]);
	}
}

/* A record goes where it was; what came until `now`. */
static bool adopt(struct wb_engine *engine,
                  const struct wb_saved_record *record, wb_ms now)
{
	return record->at <= now && is_known(engine, record) &&
	       wb_count_adopt(engine, record, now);
}

/* Every record is looked at, and lands in the chunk that was begun for it. */
static bool adopt_chunk(struct wb_engine *engine, wb_ms base, wb_ms last,
                        struct wb_str bytes)
{
	const unsigned char *at = (const unsigned char *)bytes.data;
	const unsigned char *end = at + bytes.len;
	uint64_t chunks = engine->log.end;
	while (at < end) {
		struct wb_saved_record record;
		size_t len = wb_record_take(at, end, base, &record);
		if (len == 0 || !adopt(engine, &record, last) ||
		    engine->log.end != chunks) {
			return false;
		}
		at += len;
	}
	return true;
}

static void transfer_chunk(struct wb_codec *codec, struct wb_engine *engine,
                           uint64_t number)
{
	struct wb_log *log = &engine->log;
	struct wb_buf scratch = { 0 };
	struct wb_str bytes = { NULL, 0 };
	wb_ms base = 0, last = 0;
	if (!wb_codec_reads(codec)) {
		base = wb_log_chunk(log, number)->base;
		last = wb_log_chunk(log, number)->last;
		put_chunk(log, number, &scratch);
		wb_codec_check(codec, !scratch.failed);
		bytes = (struct wb_str){ scratch.data, scratch.len };
	}
	wb_codec_time(codec, &base);
	wb_codec_time(codec, &last);
	wb_codec_str(codec, &bytes, CHUNK_MAX_BYTES);
	if (wb_codec_reads(codec)) {
		wb_codec_check(codec, base <= last &&
		                              last - base < WB_LOG_CHUNK_SPAN &&
		                              last <= engine->now);
		wb_codec_check(codec,
		               !codec->failed &&
		                       wb_log_begin_chunk(log, base) &&
		                       adopt_chunk(engine, base, last, bytes));
	}
	wb_buf_finish(&scratch);
}

/* Chunk by chunk, so that they are dropped as they would have been. */
void wb_transfer_log(struct wb_codec *codec, struct wb_engine *engine)
{
	struct wb_log *log = &engine->log;
	wb_codec_u64(codec, &log->out_of_memory);
	if (!engine->started) {
		return;
	}
	if (wb_codec_reads(codec)) {
		wb_count_advance(engine, engine->now);
	}
	uint64_t number = log->begin;
	while (wb_codec_more(codec,
	                     !wb_codec_reads(codec) && number < log->end)) {
		transfer_chunk(codec, engine, number++);
	}
}

void wb_transfer_heads(struct wb_codec *codec, struct wb_engine *engine)
{
	struct crews *crews = &engine->crews;
	struct wb_line total[WB_LEVEL_COUNT];
	for (uint32_t i = 0; i < engine->agent_count; i++) {
		uint32_t crew = engine->agents[i].crew;
		if (crew != WB_NOBODY) {
			crews->list[crew]->refs++;
		}
	}
	for (uint32_t i = 0; i < crews->used; i++) {
		wb_codec_check(codec,
		               !crews->list[i] || crews->list[i]->refs > 0);
	}
	for (uint32_t s = 0; s < engine->names.count; s++) {
		wb_crews_totals(engine, s, total);
		for (int l = 0; l < WB_LEVEL_COUNT; l++) {
			engine->heads[s].in[l] = (int32_t)total[l].n;
		}
	}
}
