/* The whole state of an engine, field by field, for both directions. */

#include "kpi/save.h"

#include <endian.h>
#include <string.h>

#include "floor/save.h"
#include "kpi/transfer.h"

/* Another meaning of the same fields, or of the tables' rows. */
#define FORMAT 4

/* "department:" and a name */
#define SCOPE_NAME_MAX_BYTES (WB_NAME_MAX_BYTES + 16)

#define FNV_START 14695981039346656037u

static uint64_t mix(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *bytes = data;
	for (size_t i = 0; i < len; i++) {
		hash = (hash ^ bytes[i]) * 1099511628211u;
	}
	return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
	return mix(hash, text, strlen(text) + 1);
}

/* What the numbers in the bytes mean. */
static uint64_t format_number(void)
{
	const int32_t sizes[] = {
		FORMAT,
		WB_MEASURE_COUNT,
		WB_M_FLOWING,
		WB_M_COUNTED,
		WB_FACT_KIND_COUNT,
		WB_OUTCOME_COUNT,
		WB_REFUSAL_COUNT,
		WB_OFFER_RESULT_COUNT,
		WB_SL_VARIANT_COUNT,
		WB_STANDING_COUNT,
		WB_TRANSFER_COUNT,
		WB_RATING_COUNT,
		WB_CHANNEL_COUNT,
		WB_AGENT_STATE_COUNT,
		WB_AGENT_MARK_COUNT,
		WB_ANOMALY_COUNT,
		WB_FEEDS_MAX,
		WB_TREND_POINTS,
		WB_DAY_QUARTERS,
		WB_TRAILING_COUNT,
		WB_WINDOW_COUNT,
		WB_SCOPE_KIND_COUNT,
	};
	uint64_t hash = FNV_START;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint64_t size = (uint64_t)sizes[i];
		hash = (hash ^ size) * 1099511628211u;
	}
	for (int i = 0; i < WB_MEASURE_COUNT; i++) {
		hash = mix_text(hash, wb_measure_names[i]);
	}
	for (int i = 0; i < wb_kpi_count; i++) {
		const struct wb_kpi *kpi = &wb_kpis[i];
		hash = mix_text(hash, kpi->name);
		hash = mix(hash, kpi->numerator.term,
		           sizeof(kpi->numerator.term));
		hash = mix(hash, kpi->denominator.term,
		           sizeof(kpi->denominator.term));
	}
	return hash;
}

static uint32_t numbers_of(const struct wb_engine *engine,
                           enum wb_scope_kind kind)
{
	switch ((int)kind) {
	case WB_SCOPE_QUEUE:
		return engine->queue_count;
	case WB_SCOPE_AGENT:
		return engine->agent_count;
	case WB_SCOPE_CHANNEL:
		return WB_CHANNEL_COUNT;
	default:
		return 0;
	}
}

/* Queues, agents and channels by their own number, groups without. */
static void transfer_scope(struct wb_codec *codec,
                           const struct wb_engine *engine, uint32_t number)
{
	struct scope *scope = &engine->scopes[number];
	scope->kind = wb_codec_enum(codec, scope->kind, WB_SCOPE_KIND_COUNT);
	uint32_t count = numbers_of(engine, scope->kind);
	wb_codec_number(codec, &scope->number, count);
	wb_codec_check(codec, (count > 0) == (scope->number != WB_NOBODY));
	engine->sums[number]->person =
		scope->kind == WB_SCOPE_AGENT || scope->kind == WB_SCOPE_TEAM;
	wb_transfer_sums(codec, engine->sums[number]);
}

static void transfer_scopes(struct wb_codec *codec, struct wb_engine *engine)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < engine->names.count)) {
		struct wb_str name = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			name = wb_names_get(&engine->names, i);
		}
		wb_codec_str(codec, &name, SCOPE_NAME_MAX_BYTES);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec,
			               wb_scopes_restore(engine, name) == i);
		}
		if (!codec->failed) {
			transfer_scope(codec, engine, i);
		}
		i++;
	}
}

/* With whom an agent is counted; the rest follows from the plan. */
static void transfer_agent(struct wb_codec *codec, struct wb_engine *engine,
                           struct agent_scopes *agent)
{
	const struct crews *crews = &engine->crews;
	wb_codec_number(codec, &agent->crew, crews->used);
	wb_codec_check(codec,
	               agent->crew == WB_NOBODY || (agent->crew < crews->used &&
	                                            crews->list[agent->crew]));
}

static void transfer_trend(struct wb_codec *codec,
                           const struct wb_engine *engine,
                           struct wb_trend *trend)
{
	uint32_t kpi = trend->kpi ? (uint32_t)(trend->kpi - wb_kpis) : 0;
	kpi = wb_codec_enum(codec, kpi, (uint32_t)wb_kpi_count);
	trend->kpi = &wb_kpis[kpi];
	trend->scope = wb_codec_enum(codec, trend->scope, engine->names.count);
	trend->window = wb_codec_enum(codec, trend->window, WB_WINDOW_COUNT);
	wb_codec_time(codec, &trend->end);
	trend->count = (int)wb_codec_enum(codec, (uint32_t)trend->count,
	                                  WB_TREND_POINTS + 1);
	trend->next = (int)wb_codec_enum(codec, (uint32_t)trend->next,
	                                 WB_TREND_POINTS);
	for (int i = 0; i < WB_TREND_POINTS; i++) {
		wb_codec_bool(codec, &trend->known[i]);
	}
	wb_codec_amounts(codec, trend->value, WB_TREND_POINTS);
}

static void transfer_trends(struct wb_codec *codec, struct wb_engine *engine)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < engine->trend_count)) {
		struct wb_trend trend = { 0 };
		if (!wb_codec_reads(codec)) {
			trend = engine->trends[i];
		}
		transfer_trend(codec, engine, &trend);
		if (wb_codec_reads(codec)) {
			wb_codec_check(codec, !codec->failed &&
			                              wb_trend_restore(engine,
			                                               &trend));
		}
		i++;
	}
}

/* wb_codec_amounts() takes 64 at a time. */
static void transfer_amounts(struct wb_codec *codec, int64_t *amounts,
                             int count)
{
	for (int i = 0; i < count; i += 64) {
		wb_codec_amounts(codec, &amounts[i],
		                 count - i < 64 ? count - i : 64);
	}
}

static void transfer_courses(struct wb_codec *codec, struct wb_engine *engine)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < engine->course_count)) {
		uint32_t scope =
			wb_codec_reads(codec) ? 0 : engine->courses[i]->scope;
		scope = wb_codec_enum(codec, scope, engine->names.count);
		struct wb_day_course *course =
			!wb_codec_reads(codec) ? engine->courses[i]
			: codec->failed        ? NULL
					: wb_course_restore(engine, scope);
		wb_codec_check(codec, course != NULL);
		if (codec->failed) {
			return;
		}
		wb_codec_i64(codec, &course->first, 0, WB_TIME_MAX);
		wb_codec_i64(codec, &course->from, 0, WB_TIME_MAX);
		for (int q = 0; q < WB_DAY_QUARTERS; q++) {
			transfer_amounts(codec, course->sums[q],
			                 WB_MEASURE_COUNT);
		}
		i++;
	}
}

static void transfer_time(struct wb_codec *codec, struct wb_engine *engine)
{
	wb_codec_bool(codec, &engine->started);
	wb_codec_time(codec, &engine->now);
	wb_codec_time(codec, &engine->told_until);
	wb_codec_check(codec, engine->told_until <= engine->now);
	wb_codec_u64(codec, &engine->clock_ahead);
	wb_codec_u64(codec, &engine->out_of_memory);
	wb_codec_u64(codec, &engine->cells.out_of_memory);
}

static void transfer_known(struct wb_codec *codec, struct wb_engine *engine)
{
	uint32_t queues = engine->queue_count, agents = engine->agent_count;
	wb_codec_u32(codec, &queues, wb_floor_queue_count(engine->floor));
	wb_codec_u32(codec, &agents, wb_floor_agent_count(engine->floor));
	if (wb_codec_reads(codec)) {
		wb_codec_check(codec, !codec->failed &&
		                              wb_scopes_make_room(
						      engine, queues, agents));
	}
}

static void transfer(struct wb_codec *codec, struct wb_engine *engine,
                     const struct wb_plan *plan)
{
	uint64_t format = format_number();
	wb_codec_u64(codec, &format);
	wb_codec_check(codec, format == format_number());
	transfer_time(codec, engine);
	if (!codec->failed) {
		wb_floor_transfer(engine->floor, codec, plan);
	}
	transfer_known(codec, engine);
	transfer_scopes(codec, engine);
	if (!codec->failed) {
		wb_transfer_crews(codec, engine);
	}
	for (uint32_t i = 0; i < engine->agent_count && !codec->failed; i++) {
		transfer_agent(codec, engine, &engine->agents[i]);
	}
	if (wb_codec_reads(codec)) {
		wb_codec_check(codec, !codec->failed && wb_scopes_bind(engine));
	}
	if (!codec->failed) {
		wb_transfer_log(codec, engine);
	}
	if (wb_codec_reads(codec) && !codec->failed) {
		wb_transfer_heads(codec, engine);
	}
	if (!codec->failed) {
		transfer_trends(codec, engine);
		transfer_courses(codec, engine);
		wb_outlook_transfer(codec, engine);
	}
}

/* Eight bytes at a time: the bytes of a large centre are many. */
uint64_t wb_engine_checksum(struct wb_str bytes)
{
	uint64_t hash = FNV_START ^ bytes.len;
	const unsigned char *at = (const unsigned char *)bytes.data;
	size_t left = bytes.len;
	for (; left >= 8; left -= 8, at += 8) {
		uint64_t word;
		memcpy(&word, at, sizeof(word));
		hash = (hash ^ le64toh(word)) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	return mix(hash, at, left);
}

static void put_checksum(struct wb_buf *out, size_t start)
{
	struct wb_str bytes = { out->data + start, out->len - start };
	uint64_t sum = wb_engine_checksum(bytes);
	char end[WB_ENGINE_CHECKSUM_SIZE];
	for (int i = 0; i < WB_ENGINE_CHECKSUM_SIZE; i++) {
		end[i] = (char)(sum >> 8 * i & 0xff);
	}
	wb_buf_add(out, end, sizeof(end));
}

static bool take_checksum(struct wb_str *bytes)
{
	uint64_t sum = 0;
	if (bytes->len < WB_ENGINE_CHECKSUM_SIZE) {
		return false;
	}
	bytes->len -= WB_ENGINE_CHECKSUM_SIZE;
	for (int i = 0; i < WB_ENGINE_CHECKSUM_SIZE; i++) {
		sum |= (uint64_t)(unsigned char)
		               bytes->data[bytes->len + (size_t)i]
		       << 8 * i;
	}
	return sum == wb_engine_checksum(*bytes);
}

bool wb_engine_save(struct wb_engine *engine, struct wb_buf *out)
{
	struct wb_codec codec;
	size_t start = out->len;
	if (!engine->plan || engine->cells.count > 0 ||
	    engine->touched_count > 0) {
		return false;
	}
	wb_codec_write(&codec, out);
	transfer(&codec, engine, NULL);
	if (!wb_codec_finish(&codec)) {
		return false;
	}
	put_checksum(out, start);
	return !out->failed;
}

bool wb_engine_load(struct wb_engine *engine, const struct wb_plan *plan,
                    struct wb_str bytes)
{
	struct wb_codec codec;
	if (!take_checksum(&bytes)) {
		return false;
	}
	engine->plan = plan;
	wb_codec_read(&codec, bytes);
	transfer(&codec, engine, plan);
	if (!wb_codec_finish(&codec)) {
		return false;
	}
	if (engine->started) {
		wb_engine_set_borders(engine);
	}
	return true;
}
