/*
 * What the wall's pictures cost: the first one, a full redraw, the tick of a
 * second in which only durations count, and one in which nothing changes.
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "draw/wall.h"
#include "wall_state.h"

#define FULL_REDRAWS 20
#define TICKS 300

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static const struct wb_link link_up = { .state = WB_LINK_LIVE,
	                                .last_message = WALL_STATE_NOW };

static double first(struct wb_wall *wall, const struct wb_json *state)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	double start = now_ms();

	wb_wall_draw(wall, state, &link_up, WALL_STATE_NOW, rects);
	return now_ms() - start;
}

/* Forgetting the canvas makes every pixel new, with the texts kept. */
static double full(struct wb_wall *wall, const struct wb_json *state, int w,
                   int h)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	double total = 0;
	int i;

	for (i = 0; i < FULL_REDRAWS; i++) {
		double start;

		wb_wall_resize(wall, w, h);
		start = now_ms();
		wb_wall_draw(wall, state, &link_up, WALL_STATE_NOW, rects);
		total += now_ms() - start;
	}
	return total / FULL_REDRAWS;
}

static double ticks(struct wb_wall *wall, const struct wb_json *state,
                    wb_ms step, int *ret_rects)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	double start = now_ms();
	int i;

	*ret_rects = 0;
	for (i = 1; i <= TICKS; i++) {
		*ret_rects += wb_wall_draw(wall, state, &link_up,
		                           WALL_STATE_NOW + i * step, rects);
	}
	*ret_rects /= TICKS;
	return (now_ms() - start) / TICKS;
}

static int measure(const char *assets, const struct wb_json *state,
                   const char *language, int w, int h)
{
	struct wb_wall_options options = { .width_px = w,
		                           .height_px = h,
		                           .language = language,
		                           .assets = assets };
	char error[256];
	struct wb_wall *wall = wb_wall_create(&options, error, sizeof(error));
	double one, all, tick, idle;
	int rects, none;

	if (wall == NULL) {
		fprintf(stderr, "%s\n", error);
		return EXIT_FAILURE;
	}
	one = first(wall, state);
	all = full(wall, state, w, h);
	tick = ticks(wall, state, WB_SECOND, &rects);
	idle = ticks(wall, state, 0, &none);
	printf("%4dx%-4d %s  first %6.1f ms  full %5.2f ms  "
	       "tick %5.2f ms in %d rectangles (%.2f %% of a core)  "
	       "unchanged %.2f ms\n",
	       w, h, language, one, all, tick, rects, tick / 10, idle);
	wb_wall_destroy(wall);
	return EXIT_SUCCESS;
}

int main(void)
{
	static const int sizes[][2] = { { 1280, 720 },
		                        { 1920, 1080 },
		                        { 3840, 2160 } };
	static const char *const languages[] = { "en", "fa" };
	const char *assets = getenv("WB_ASSETS");
	const char *golden = getenv("WB_GOLDEN");
	struct wb_arena arena = { 0 };
	const struct wb_json *state;
	int failed = 0;
	int i, k;

	if (assets == NULL || golden == NULL) {
		fprintf(stderr, "expected WB_ASSETS and WB_GOLDEN\n");
		return EXIT_FAILURE;
	}
	state = wall_state_load(golden, "overview", &arena);
	for (i = 0; state != NULL && i < 3; i++) {
		for (k = 0; k < 2; k++) {
			failed |= measure(assets, state, languages[k],
			                  sizes[i][0], sizes[i][1]);
		}
	}
	wb_arena_finish(&arena);
	return state == NULL || failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
