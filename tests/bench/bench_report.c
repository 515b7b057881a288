/*
 * How long does a report take, and how long the history's writing? A day of
 * 500 queues by quarter hours, 48,000 rows, each with what a dozen calls leave
 * in a quarter hour.
 *
 *     meson test -C build --benchmark report -v
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/report.h"
#include "temp_dir.h"

#define QUEUES 500
#define START ((wb_ms)1763424000000) /* 2025-11-18 00:00 UTC */
#define QUARTERS 96
#define PARTS 4 /* a quarter hour is written so many times */

static struct wb_history *history;
static const char *parameters[5][2];

/* On the processor: the machine may do other things as well. */
static double seconds(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* What a few calls add: measures that most quarter hours have. */
static void fill(int64_t *add, int queue, int quarter)
{
	int64_t calls = 1 + (queue * 7 + quarter * 3) % 5;
	add[WB_M_OFFERED] = calls + 1;
	add[WB_M_ANSWERED] = calls;
	add[WB_M_ANSWERED_IN_THRESHOLD] = calls - calls / 3;
	add[WB_M_ABANDONED] = quarter % 3 == 0;
	add[WB_M_WAIT_ANSWERED_MS] = calls * 17340;
	add[WB_M_WAIT_ABANDONED_MS] = add[WB_M_ABANDONED] * 41200;
	add[WB_M_SL_MET] = calls - calls / 3;
	add[WB_M_SL_COUNTED] = calls + 1;
	add[WB_M_SL_ALLOWED_BP] = (calls + 1) * 2000;
	add[WB_M_HANDLED] = calls;
	add[WB_M_TALK_MS] = calls * 184000;
	add[WB_M_HOLD_MS] = calls % 2 * 31000;
	add[WB_M_ACW_MS] = calls * 22000;
	add[WB_M_SHARE_MS] = calls * 184000;
	add[WB_M_HELD] = calls % 2;
	add[WB_M_OFFERS_ACCEPTED] = calls;
	add[WB_M_OFFERS_NO_ANSWER] = calls % 2;
	add[WB_M_AVAILABLE_TIME_MS] = 123456;
	add[WB_M_RINGING_TIME_MS] = 3456;
	add[WB_M_TALKING_TIME_MS] = calls * 184000;
	add[WB_M_HOLDING_TIME_MS] = calls % 2 * 31000;
	add[WB_M_ACW_TIME_MS] = calls * 22000;
	add[WB_M_NOT_READY_TIME_MS] = 60000;
}

static void add_quarter(int quarter)
{
	static int64_t adds[QUEUES][WB_MEASURE_COUNT];
	static char names[QUEUES][16];
	static struct wb_history_cell cells[QUEUES];
	for (int i = 0; i < QUEUES; i++) {
		snprintf(names[i], sizeof(names[i]), "queue:q%d", i);
		fill(adds[i], i, quarter);
		cells[i] = (struct wb_history_cell){
			.scope = wb_str(names[i]),
			.start = START + quarter * WB_HISTORY_QUARTER,
			.add = adds[i],
		};
	}
	struct wb_history_batch batch = { .cells = cells,
		                          .cell_count = QUEUES };
	if (wb_history_add(history, &batch, (struct wb_history_mark){ 1, 1 }) !=
	    0) {
		abort();
	}
}

static struct wb_str parameter(void *ctx, const char *name)
{
	(void)ctx;
	for (int i = 0; i < 5 && parameters[i][0]; i++) {
		if (strcmp(parameters[i][0], name) == 0) {
			return wb_str(parameters[i][1]);
		}
	}
	return (struct wb_str){ NULL, 0 };
}

static void measure(struct wb_engine *engine, const char *what,
                    const char *name, const char *value)
{
	struct wb_report_query query;
	struct wb_buf body;
	char error[200];
	const char *const all[5][2] = {
		{ "from", "2025-11-18" },     { "to", "2025-11-19" },
		{ "interval", "15m" },        { "by", "queue" },
		{ value ? name : "", value },
	};
	memcpy(parameters, all, sizeof(all));
	if (!wb_report_parse(parameter, NULL, wb_engine_plan(engine),
	                     wb_engine_now(engine), &query, error,
	                     sizeof(error))) {
		printf("%s: %s\n", what, error);
		return;
	}
	for (int i = 0; i < 2; i++) {
		double begun = seconds();
		wb_buf_init(&body, (size_t)1 << 30);
		int result = wb_report_write(history, engine, &query, &body);
		printf("%-28s %6.0f ms, %6.1f MB%s\n", what,
		       (seconds() - begun) * 1000, (double)body.len / 1e6,
		       result == 0 ? "" : ", failed");
		wb_buf_finish(&body);
	}
}

static bool count_row(void *user, const struct wb_history_row *row)
{
	*(int64_t *)user += row->sum_count;
	return true;
}

static void measure_reading(void)
{
	int64_t sums = 0;
	double begun = seconds();
	wb_history_read(history, WB_BY_EVENT, "queue:", START,
	                START + QUARTERS * WB_HISTORY_QUARTER, count_row,
	                &sums);
	printf("%-28s %6.0f ms, %lld sums\n", "read alone",
	       (seconds() - begun) * 1000, (long long)sums);
}

int main(void)
{
	struct wb_arena arena = { 0 };
	struct wb_plan plan = {
		.time_zone = wb_str("UTC"),
		.zone = wb_zone_fixed(0, &arena),
		.interval = 30 * WB_MINUTE,
		.stale_limit = 4 * WB_HOUR,
		.defaults = { .time_zone = wb_str("UTC") },
	};
	struct wb_engine *engine = wb_engine_create();
	char error[256], path[4200];
	struct stat file;
	if (!engine || !wb_engine_set_plan(engine, &plan)) {
		return EXIT_FAILURE;
	}
	wb_engine_advance(engine, START + 48 * WB_HOUR);
	temp_dir_make();
	history = wb_history_open(temp_dir(), wb_measure_names,
	                          WB_MEASURE_COUNT, error, sizeof(error));
	double begun = seconds();
	for (int quarter = 0; quarter < QUARTERS; quarter++) {
		for (int part = 0; part < PARTS; part++) {
			add_quarter(quarter);
		}
	}
	printf("%-28s %6.2f us a cell\n", "write",
	       (seconds() - begun) * 1e6 / (QUARTERS * PARTS * QUEUES));
	measure_reading();
	measure(engine, "all KPIs, JSON", "", NULL);
	measure(engine, "all KPIs, CSV", "format", "csv");
	measure(engine, "6 KPIs, JSON", "kpis",
	        "offered,answered,abandoned,service_level,"
	        "average_handle_time,average_speed_of_answer");
	wb_history_close(history);
	snprintf(path, sizeof(path), "%s/history.db", temp_dir());
	if (stat(path, &file) == 0) {
		printf("%-28s %6.0f bytes a row\n", "file",
		       (double)file.st_size / (QUARTERS * QUEUES));
	}
	temp_dir_remove();
	wb_engine_destroy(engine);
	wb_arena_finish(&arena);
	return EXIT_SUCCESS;
}
