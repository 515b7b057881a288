#include "kpi/watch.h"

#include <stdlib.h>
#include <string.h>

/* A call's subject and what it takes to bring its watch up to date. */
struct sync {
	const struct wb_watch_subject *of;
	struct wb_watch *watch;
	struct wb_log *log;
};

static void forget(struct wb_watch *watch)
{
	for (int w = 0; w < WB_TRAILING_COUNT; w++) {
		free(watch->windows[w]);
	}
	free(watch->list);
	wb_keyed_finish(&watch->keyed);
	*watch = (struct wb_watch){ 0 };
}

void wb_watch_free(struct wb_watch *watch)
{
	if (watch) {
		forget(watch);
		free(watch);
	}
}

void wb_watch_tire(struct wb_watch **watch)
{
	if (*watch && !(*watch)->asked) {
		wb_watch_free(*watch);
		*watch = NULL;
	} else if (*watch) {
		(*watch)->asked = false;
	}
}

static int64_t second_of(const struct wb_watch *watch, uint32_t i)
{
	return watch->origin_second + (int64_t)(watch->list[i] >> 32);
}

static struct wb_log_record record_of(const struct sync *s, uint32_t i)
{
	return wb_log_at(s->log,
	                 s->watch->origin + (uint32_t)s->watch->list[i]);
}

/* Where seconds from `first` on begin in the list. */
static uint32_t place_of(const struct wb_watch *watch, int64_t first)
{
	uint32_t low = 0, high = watch->used;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (second_of(watch, middle) < first) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool keeps_key(const struct sync *s, uint32_t key)
{
	return key != WB_KEY_NONE &&
	       (s->of->keeps_waits || !wb_key_is_wait(key));
}

/* A record comes into a window (sign 1) or leaves it (-1). */
static void count(const struct sync *s, int window,
                  const struct wb_log_record *record, int sign)
{
	struct wb_watch_window *sums = s->watch->windows[window];
	uint32_t head = record->words[0];
	if (wb_log_is_change(record)) {
		int from = WB_LOG_FROM(head), to = WB_LOG_TO(head);
		if (from >= 0) {
			wb_line_change(&sums->levels[from], -sign, record->at);
		}
		if (to >= 0) {
			wb_line_change(&sums->levels[to], sign, record->at);
		}
		return;
	}
	for (int i = 0; i < WB_LOG_ADDITIONS(head); i++) {
		struct wb_log_addition add = wb_log_addition(record, i);
		sums->flows[add.measure] =
			wb_plus(sums->flows[add.measure], sign * add.amount);
	}
	uint32_t key = wb_log_key(record);
	if (keeps_key(s, key) &&
	    !wb_keyed_add(&s->watch->keyed, key, 1u << window,
	                  sign * wb_log_key_sign(record))) {
		s->log->out_of_memory++;
	}
}

static size_t flows_size(const struct sync *s)
{
	return s->of->is_crew ? 0 : WB_M_FLOWING * sizeof(int64_t);
}

static void empty_window(const struct sync *s, int window)
{
	struct wb_watch_window *sums = s->watch->windows[window];
	memset(sums->levels, 0, sizeof(sums->levels));
	memset(sums->flows, 0, flows_size(s));
	wb_keyed_begin(&s->watch->keyed, window);
	sums->tail = s->watch->used;
}

/* What left the window since it was last up to date. */
static void let_out(const struct sync *s, int window)
{
	struct wb_watch *watch = s->watch;
	struct wb_watch_window *sums = watch->windows[window];
	if (!sums || sums->first == s->log->first[window]) {
		return;
	}
	sums->first = s->log->first[window];
	if (watch->used > 0 &&
	    second_of(watch, watch->used - 1) < sums->first) {
		empty_window(s, window);
		return;
	}
	while (sums->tail < watch->used &&
	       second_of(watch, sums->tail) < sums->first) {
		struct wb_log_record record = record_of(s, sums->tail++);
		count(s, window, &record, -1);
	}
}

/* Forgets what is out of the hour, when that is much of the list. */
static void trim(const struct sync *s)
{
	struct wb_watch *watch = s->watch;
	uint32_t out = place_of(watch, s->log->first[WB_COLUMN_1H]);
	if (out == 0 || out < watch->used / 8) {
		return;
	}
	watch->used -= out;
	memmove(watch->list, &watch->list[out],
	        watch->used * sizeof(*watch->list));
	for (int w = 0; w < WB_TRAILING_COUNT; w++) {
		if (watch->windows[w]) {
			watch->windows[w]->tail -= out;
		}
	}
}

static bool push(struct wb_watch *watch, wb_log_pos pos, int64_t second)
{
	if (watch->used == watch->capacity) {
		uint32_t capacity = watch->capacity + watch->capacity / 4 + 8;
		uint64_t *grown =
			realloc(watch->list, capacity * sizeof(*grown));
		if (!grown) {
			return false;
		}
		watch->list = grown;
		watch->capacity = capacity;
	}
	watch->list[watch->used++] = (uint64_t)(second - watch->origin_second)
	                                     << 32 |
	                             (uint32_t)(pos - watch->origin);
	return true;
}

/* The subject's place among those of the record. */
static int place_in(const struct sync *s, const struct wb_log_record *record)
{
	int i = s->of->is_crew;
	while (wb_log_subject(record, i) != s->of->number) {
		i++;
	}
	return i;
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Turns what was gathered from the newest on, and puts it in order. */
static void sort(uint64_t *list, uint32_t count)
{
	bool sorted = true;
	for (uint32_t i = 0; i < count / 2; i++) {
		uint64_t saved = list[i];
		list[i] = list[count - 1 - i];
		list[count - 1 - i] = saved;
	}
	for (uint32_t i = 1; i < count && sorted; i++) {
		sorted = list[i - 1] <= list[i];
	}
	if (!sorted) {
		qsort(list, count, sizeof(*list), by_number);
	}
}

/* The new records [from, used), in order; false when out of memory. */
static bool gather(const struct sync *s)
{
	struct wb_watch *watch = s->watch;
	uint32_t from = watch->used;
	wb_log_pos pos = s->of->newest;
	while (pos > watch->seen && wb_log_has(s->log, pos)) {
		struct wb_log_record record = wb_log_at(s->log, pos);
		if (wb_log_holds(s->log, WB_COLUMN_1H, record.at) &&
		    !push(watch, pos, record.at / WB_SECOND)) {
			return false;
		}
		pos = wb_log_before(&record, place_in(s, &record));
	}
	watch->seen = s->of->newest;
	if (watch->used > from) {
		sort(&watch->list[from], watch->used - from);
	}
	return true;
}

/* The new records come into the windows that they are inside of. */
static void let_in(const struct sync *s, uint32_t from)
{
	struct wb_watch *watch = s->watch;
	for (uint32_t i = from; i < watch->used; i++) {
		struct wb_log_record record = record_of(s, i);
		for (int w = 0; w < WB_TRAILING_COUNT; w++) {
			struct wb_watch_window *sums = watch->windows[w];
			if (sums && second_of(watch, i) >= sums->first) {
				count(s, w, &record, 1);
			} else if (sums) {
				sums->tail++;
			}
		}
	}
}

/* Late records go to their place among those before `from`. */
static bool merge(struct wb_watch *watch, uint32_t from)
{
	uint32_t late = watch->used - from, to = watch->used;
	if (from == 0 || late == 0 ||
	    watch->list[from - 1] <= watch->list[from]) {
		return true;
	}
	uint64_t *records = malloc(late * sizeof(*records));
	if (!records) {
		return false;
	}
	memcpy(records, &watch->list[from], late * sizeof(*records));
	while (late > 0) {
		watch->list[--to] =
			from > 0 && watch->list[from - 1] > records[late - 1]
				? watch->list[--from]
				: records[--late];
	}
	free(records);
	return true;
}

/* A window that was not asked for so far. */
static bool open_window(const struct sync *s, enum wb_column window)
{
	struct wb_watch *watch = s->watch;
	if (watch->windows[window]) {
		return true;
	}
	struct wb_watch_window *sums = calloc(1, sizeof(*sums) + flows_size(s));
	if (!sums) {
		return false;
	}
	sums->first = s->log->first[window];
	sums->tail = place_of(watch, sums->first);
	watch->windows[window] = sums;
	for (uint32_t i = sums->tail; i < watch->used; i++) {
		struct wb_log_record record = record_of(s, i);
		count(s, (int)window, &record, 1);
	}
	return true;
}

/*
 * What the watch lists may be gone from the log when it was not read for long;
 * and its numbers are of 32 bits.
 */
static bool is_stale(const struct sync *s)
{
	const struct wb_watch *watch = s->watch;
	return watch->synced + WB_LOG_MARGIN <= s->log->first[WB_COLUMN_1H] ||
	       s->of->newest > watch->origin + UINT32_MAX;
}

static void begin(const struct sync *s)
{
	forget(s->watch);
	s->watch->origin = s->log->begin << WB_LOG_CHUNK_BITS;
	s->watch->origin_second = s->log->first[WB_COLUMN_1H];
}

static bool bring_up_to_date(const struct sync *s, enum wb_column window)
{
	struct wb_watch *watch = s->watch;
	if (is_stale(s)) {
		begin(s);
	}
	for (int w = 0; w < WB_TRAILING_COUNT; w++) {
		let_out(s, w);
	}
	trim(s);
	watch->synced = s->log->first[WB_COLUMN_1H];
	uint32_t from = watch->used;
	if (!gather(s)) {
		return false;
	}
	let_in(s, from);
	return merge(watch, from) && open_window(s, window);
}

const struct wb_watch_window *wb_watch_read(const struct wb_watch_subject *of,
                                            struct wb_log *log,
                                            enum wb_column window)
{
	struct wb_watch **watch = of->watch;
	struct sync s = { of, *watch, log };
	if (!*watch) {
		*watch = calloc(1, sizeof(**watch));
		s.watch = *watch;
		if (*watch) {
			begin(&s);
			(*watch)->synced = log->first[WB_COLUMN_1H];
		}
	}
	if (!*watch || !bring_up_to_date(&s, window)) {
		log->out_of_memory++;
		wb_watch_free(*watch);
		*watch = NULL;
		return NULL;
	}
	(*watch)->asked = true;
	return (*watch)->windows[window];
}
