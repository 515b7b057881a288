/* What is added up, as bytes: sums, crews and the ring of the last hour. */

#include <string.h>

#include "kpi/transfer.h"

#define HEADS_MAX ((int64_t)1 << 18)
#define LINE_MAX_MS ((int64_t)1 << 60) /* HEADS_MAX times the last instant */

/* A second of a large centre in a storm. */
#define SECOND_MAX_BYTES ((size_t)64 << 20)

static void transfer_line(struct wb_codec *codec, struct wb_line *line)
{
	wb_codec_i64(codec, &line->n, -HEADS_MAX, HEADS_MAX);
	wb_codec_i64(codec, &line->c, -LINE_MAX_MS, LINE_MAX_MS);
}

/*
 * The values of the columns, and not what they are differences of: those grow
 * for ever, and no number is made of them.
 */
static void transfer_flow(struct wb_codec *codec, struct wb_flow *flow)
{
	int64_t values[WB_COLUMN_COUNT];
	for (int c = 0; c < WB_COLUMN_COUNT; c++) {
		values[c] = wb_plus(flow->total, -flow->before[c]);
	}
	wb_codec_amounts(codec, values, WB_COLUMN_COUNT);
	for (int c = 0; wb_codec_reads(codec) && c < WB_COLUMN_COUNT; c++) {
		flow->before[c] = -values[c];
	}
}

static void transfer_flows(struct wb_codec *codec, struct wb_sums *sums)
{
	for (int m = 0; m < WB_M_FLOWING; m++) {
		if (!wb_codec_more(codec, sums->flow_at[m] != 0)) {
			continue;
		}
		struct wb_flow *flow = wb_sums_flow(sums, m);
		wb_codec_check(codec, flow != NULL);
		if (flow) {
			transfer_flow(codec, flow);
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
		for (int c = 0; c < WB_COLUMN_COUNT; c++) {
			transfer_line(codec, &level->before[c]);
		}
		transfer_line(codec, &level->told);
	}
}

/* The next key that any column counts, from `at` on. */
static uint32_t next_key(const struct wb_keyed *keyed, uint32_t at)
{
	for (; at < keyed->used; at++) {
		for (int c = 0; c < WB_COLUMN_COUNT; c++) {
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
	int64_t values[WB_COLUMN_COUNT];
	count->key = wb_codec_enum(codec, count->key, WB_KEY_COUNT);
	for (int c = 0; c < WB_COLUMN_COUNT; c++) {
		values[c] = count->count[c];
	}
	wb_codec_amounts(codec, values, WB_COLUMN_COUNT);
	for (int c = 0; wb_codec_reads(codec) && c < WB_COLUMN_COUNT; c++) {
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
	for (int c = WB_TRAILING_COUNT; c < WB_COLUMN_COUNT; c++) {
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
		struct crew_level *level = &crew->levels[l];
		transfer_line(codec, &level->total);
		for (int w = 0; w < WB_TRAILING_COUNT; w++) {
			transfer_line(codec, &level->before[w]);
		}
	}
}

/* By number, as agents and the ring name them; some numbers are free. */
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
                     const struct wb_ring_record *record)
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

/* Every record is looked at, and holds its crew. */
static bool adopt_records(struct wb_engine *engine, int64_t second,
                          struct wb_str bytes)
{
	const unsigned char *at = (const unsigned char *)bytes.data;
	const unsigned char *end = at + bytes.len;
	while (at < end) {
		struct wb_ring_record record;
		size_t len = wb_ring_take(at, end, second, &record);
		if (len == 0 || !is_known(engine, &record)) {
			return false;
		}
		if (record.is_change && record.change.crew != WB_NOBODY) {
			engine->crews.list[record.change.crew]->refs++;
		}
		at += len;
	}
	return true;
}

static void transfer_second(struct wb_codec *codec, struct wb_engine *engine,
                            int64_t number)
{
	struct wb_second *second = wb_ring_second(engine->ring, number);
	struct wb_str bytes = { (const char *)second->bytes, second->used };
	wb_codec_str(codec, &bytes, SECOND_MAX_BYTES);
	if (wb_codec_reads(codec) && bytes.len > 0) {
		wb_codec_check(codec, adopt_records(engine, number, bytes) &&
		                              wb_second_add(second, bytes.data,
		                                            bytes.len));
	}
}

/* Nothing lies in the ring outside its longest window. */
void wb_transfer_ring(struct wb_codec *codec, struct wb_engine *engine)
{
	struct wb_ring *ring = engine->ring;
	wb_codec_u64(codec, &ring->out_of_memory);
	if (!engine->started) {
		return;
	}
	if (wb_codec_reads(codec)) {
		wb_count_advance(engine, engine->now);
	}
	int64_t last = engine->now / WB_SECOND;
	for (int64_t s = ring->first[WB_COLUMN_1H]; s <= last && !codec->failed;
	     s++) {
		transfer_second(codec, engine, s);
	}
}

void wb_transfer_heads(struct wb_codec *codec, struct wb_engine *engine)
{
	struct crews *crews = &engine->crews;
	struct wb_line total[WB_LEVEL_COUNT], before[WB_LEVEL_COUNT];
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
		wb_crews_lines(engine, s, WB_COLUMN_DAY, total, before);
		for (int l = 0; l < WB_LEVEL_COUNT; l++) {
			engine->sums[s]->heads[l] = total[l].n;
		}
	}
}
