/*
 * What the wall's pictures cost, in this thread's time: the first one, all of
 * it anew, a tile that changed, a second that passes, and one in which nothing
 * does. Each is held against its limit. Limits are for a machine that fills a
 * 4K picture in YARDSTICK_MS; on a slower one, which is measured first, they
 * are as much longer. Ends with 1 when one is passed.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "draw/wall.h"
#include "merge_patch.h"
#include "wall_state.h"

#define FULL_REDRAWS 20
#define CHANGES 200
#define TICKS 300
#define YARDSTICK_MS 1.6
#define PICTURE_4K ((size_t)3840 * 2160 * 4)

static const struct wb_link link_up = { .state = WB_LINK_LIVE,
	                                .last_message = WALL_STATE_NOW };
static const struct wb_link link_lost = { .state = WB_LINK_OFFLINE,
	                                  .last_message = WALL_STATE_NOW };

/* The limits of the product, in ms and MB. */
static const struct limits {
	int width, height;
	double full, changed, tick;
} limits[] = {
	{ 1280, 720, 10, 2, 2 },
	{ 1920, 1080, 12, 2, 2 },
	{ 3840, 2160, 25, 5, 5 },
};
#define MEMORY_MB 80

struct bench {
	struct wb_wall *wall;
	const struct wb_json *states[2]; /* that differ in one tile */
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	double slower; /* than the machine of the limits; at least 1 */
	int over;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Not to be left out by a compiler that sees that nobody looks. */
static void fill(volatile unsigned char *picture, int value)
{
	memset((void *)picture, value, PICTURE_4K);
	picture[0] = picture[PICTURE_4K - 1];
}

/* How long filling a 4K picture takes, the best of several. */
static double yardstick(void)
{
	volatile unsigned char *picture = malloc(PICTURE_4K);
	double best = 1e9;
	int i;

	for (i = 0; picture != NULL && i < 20; i++) {
		double start = now_ms();

		fill(picture, i);
		if (now_ms() - start < best) {
			best = now_ms() - start;
		}
	}
	free((void *)picture);
	return best;
}

static void report(struct bench *b, const char *what, double ms, double limit)
{
	double ratio = ms / (limit * b->slower);

	printf("  %-9s %6.2f ms  %4.2f of %g ms%s\n", what, ms, ratio,
	       limit * b->slower, ratio > 1 ? "  OVER" : "");
	b->over += ratio > 1;
}

static int draw(struct bench *b, int state, const struct wb_link *link,
                wb_ms now)
{
	return wb_wall_draw(b->wall, b->states[state], link, now, b->rects);
}

/*
 * Another canvas makes every pixel new, with the texts kept. The memory has
 * been touched before: what the system takes to hand it out is not drawing.
 */
static double full(struct bench *b, const struct limits *l,
                   const struct wb_link *link)
{
	size_t pixels = (size_t)l->width * (size_t)l->height;
	size_t size = 2 * pixels * sizeof(uint32_t);
	uint32_t *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	double total = 0;
	int i;

	if (memory == MAP_FAILED) {
		return 1e9;
	}
	memset(memory, 0, size);
	draw(b, 0, link, WALL_STATE_NOW);
	for (i = 0; i < FULL_REDRAWS; i++) {
		double start;

		wb_wall_adopt(b->wall, memory + (i % 2 ? pixels : 0),
		              l->width * 4, l->width, l->height);
		start = now_ms();
		draw(b, 0, link, WALL_STATE_NOW);
		total += now_ms() - start;
	}
	wb_wall_resize(b->wall, l->width, l->height);
	munmap(memory, size);
	return total / FULL_REDRAWS;
}

static double changed(struct bench *b)
{
	double start = now_ms();
	int i;

	for (i = 0; i < CHANGES; i++) {
		draw(b, i % 2, &link_up, WALL_STATE_NOW);
	}
	return (now_ms() - start) / CHANGES;
}

static double ticks(struct bench *b, wb_ms step)
{
	double start = now_ms();
	int i;

	for (i = 1; i <= TICKS; i++) {
		draw(b, 0, &link_up, WALL_STATE_NOW + i * step);
	}
	return (now_ms() - start) / TICKS;
}

/* What is in memory now, with the wall of the last size. */
static void report_memory(struct bench *b)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long total = 0, resident = 0;
	double mb;

	if (file == NULL || fscanf(file, "%ld %ld", &total, &resident) != 2) {
		resident = 0;
	}
	if (file != NULL) {
		fclose(file);
	}
	mb = (double)resident * (double)sysconf(_SC_PAGESIZE) / 1048576;
	printf("  memory    %6.1f MB  %4.2f of %d MB%s\n", mb, mb / MEMORY_MB,
	       MEMORY_MB, mb > MEMORY_MB ? "  OVER" : "");
	b->over += mb > MEMORY_MB;
}

static void measure(struct bench *b, const char *assets, const char *language,
                    const struct limits *l)
{
	struct wb_wall_options options = { .width_px = l->width,
		                           .height_px = l->height,
		                           .language = language,
		                           .assets = assets };
	char error[256];
	double start;

	b->wall = wb_wall_create(&options, error, sizeof(error));
	if (b->wall == NULL) {
		fprintf(stderr, "%s\n", error);
		exit(EXIT_FAILURE);
	}
	printf("%dx%d %s\n", l->width, l->height, language);
	start = now_ms();
	draw(b, 0, &link_up, WALL_STATE_NOW);
	report(b, "first", now_ms() - start, 250);
	report(b, "full", full(b, l, &link_up), l->full);
	report(b, "hatched", full(b, l, &link_lost), l->full);
	draw(b, 0, &link_up, WALL_STATE_NOW);
	report(b, "a tile", changed(b), l->changed);
	report(b, "a second", ticks(b, WB_SECOND), l->tick);
	report(b, "unchanged", ticks(b, 0), 0.5);
	report_memory(b);
	wb_wall_destroy(b->wall);
}

/* The same state with another value in its first tile. */
static const struct wb_json *with_change(const struct wb_json *state,
                                         struct wb_arena *arena)
{
	const struct wb_json *tiles =
		wb_json_get(wb_json_get(state, "page"), "tiles");
	struct wb_json *patch = wb_json_new_object(arena);
	struct wb_json *all = wb_json_add_object(arena, patch, "tiles");
	struct wb_json *tile =
		wb_json_add_object_str(arena, all, tiles->first->value.string);

	wb_json_add_int(arena, tile, "value", 61);
	wb_json_add_string(arena, tile, "level", wb_str("critical"));
	return wb_merge_patch_apply(state, patch, arena);
}

int main(void)
{
	static const char *const languages[] = { "en", "fa" };
	const char *assets = getenv("WB_ASSETS");
	const char *golden = getenv("WB_GOLDEN");
	struct wb_arena arena = { 0 };
	struct bench b = { .slower = yardstick() / YARDSTICK_MS };
	size_t i, k;

	if (assets == NULL || golden == NULL) {
		fprintf(stderr, "expected WB_ASSETS and WB_GOLDEN\n");
		return EXIT_FAILURE;
	}
	printf("filling a 4K picture takes %.2f ms\n", b.slower * YARDSTICK_MS);
	b.slower = b.slower > 1 ? b.slower : 1;
	b.states[0] = wall_state_load(golden, "overview", &arena);
	if (b.states[0] == NULL) {
		return EXIT_FAILURE;
	}
	b.states[1] = with_change(b.states[0], &arena);
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		for (k = 0; k < 2; k++) {
			measure(&b, assets, languages[k], &limits[i]);
		}
	}
	wb_arena_finish(&arena);
	return b.over > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
