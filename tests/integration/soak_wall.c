/*
 * Hours of a wall in seconds: follows a daemon whose floor runs fast, draws
 * each state onto what was there before, draws it once more from nothing, and
 * compares the two pixel by pixel. In between it does what a wall goes
 * through: pages turn, languages change, night falls, the picture moves,
 * somebody asks for help.
 *
 *   soak_wall WS-URL SECONDS ASSETS PAGE...
 *
 * Ends with 1 when a pixel differs, with a line for each such picture, or when
 * memory grows by more than GROWTH_KB after the first third.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/source.h"
#include "base/clock.h"
#include "draw/wall.h"

#define WIDTH 1280
#define HEIGHT 720
#define GROWTH_KB 4096

/*
 * Cairo cuts what it fills at the clip before it turns it into pixels, so that
 * some of a round corner are a shade off under another clip: as many as tests/
 * golden allows, and none by more than nobody sees.
 */
#define SHADE 3
#define SHADE_MOST 32
#define SHADES_ALLOWED 8

#define CHURN (2 * WB_SECOND)

struct soak {
	struct wb_source *source;
	struct wb_wall *wall, *fresh;
	const char *const *pages;
	int page_count;
	struct wb_picture picture;
	int pictures, turns, wrong;
};

static long resident_kb(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long total = 0, resident = 0;
	if (file) {
		if (fscanf(file, "%ld %ld", &total, &resident) != 2) {
			resident = 0;
		}
		fclose(file);
	}
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static struct wb_wall *create(const char *assets)
{
	struct wb_wall_options options = { .width_px = WIDTH,
		                           .height_px = HEIGHT,
		                           .assets = assets };
	char error[256];
	struct wb_wall *wall = wb_wall_create(&options, error, sizeof(error));
	if (!wall) {
		fprintf(stderr, "soak: %s\n", error);
		exit(EXIT_FAILURE);
	}
	return wall;
}

static int shade_apart(uint32_t a, uint32_t b)
{
	int most = 0;
	for (int shift = 0; shift < 24; shift += 8) {
		int apart = abs((int)(a >> shift & 0xff) -
		                (int)(b >> shift & 0xff));
		most = apart > most ? apart : most;
	}
	return most;
}

static void compare(struct soak *s)
{
	int pitch, shades = 0, different = 0, x_last = 0, y_last = 0;
	const uint32_t *a = wb_wall_pixels(s->wall, &pitch);
	const uint32_t *b = wb_wall_pixels(s->fresh, &pitch);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++) {
			int at = y * (pitch / 4) + x;
			if (a[at] == b[at]) {
				continue;
			}
			int apart = shade_apart(a[at], b[at]);
			shades += apart > SHADE;
			different += apart > SHADE_MOST;
			if (apart > SHADE) {
				x_last = x;
				y_last = y;
			}
		}
	}
	if (different > 0 || shades > SHADES_ALLOWED) {
		s->wrong++;
		printf("picture %d: %d pixels differ, %d more than a shade, "
		       "one at %d,%d\n",
		       s->pictures, shades, different, x_last, y_last);
	}
}

static void draw(struct soak *s)
{
	struct wb_rect rects[WB_WALL_RECTS_MAX];
	wb_ms now = wb_clock_monotonic() + s->picture.clock_offset;
	const struct wb_json *root =
		s->picture.state ? s->picture.state->root : NULL;
	wb_wall_draw(s->wall, root, &s->picture.link, now, rects);
	wb_wall_resize(s->fresh, WIDTH, HEIGHT);
	wb_wall_draw(s->fresh, root, &s->picture.link, now, rects);
	s->pictures++;
	compare(s);
}

/* The same for both walls, each time something else. */
static void churn(struct soak *s)
{
	static const char *const languages[] = { "en", "fa", "ar", "ru" };
	struct wb_wall *walls[] = { s->wall, s->fresh };
	int turn = s->turns++;
	struct wb_overlay overlay = {
		turn % 5 == 0   ? WB_OVERLAY_HELP
		: turn % 5 == 1 ? WB_OVERLAY_EXPLAIN
				: WB_OVERLAY_NONE,
		turn % 7,
	};
	for (int i = 0; i < 2; i++) {
		wb_wall_set_overlay(walls[i], &overlay);
		wb_wall_set_shift(walls[i], turn % 3 - 1, turn % 4 - 1);
		wb_wall_set_brightness(walls[i], turn % 6 == 5 ? 400 : 1000);
		if (turn % 4 == 3) {
			wb_wall_set_language(walls[i], languages[turn / 4 % 4]);
		}
	}
	if (s->page_count > 0) {
		wb_source_go(s->source, s->pages[turn % s->page_count],
		             wb_clock_monotonic());
	}
}

static void run(struct soak *s, wb_ms length)
{
	wb_ms begin = wb_clock_monotonic();
	wb_ms next_churn = begin + CHURN;
	long settled = 0;
	for (wb_ms now = begin; now - begin < length;
	     now = wb_clock_monotonic()) {
		struct wb_picture newer;
		if (wb_source_take(s->source, &newer)) {
			wb_state_unref(s->picture.state);
			s->picture = newer;
			draw(s);
		} else {
			usleep(5000);
		}
		wb_source_tick(s->source, now);
		if (now >= next_churn) {
			churn(s);
			draw(s);
			next_churn += CHURN;
		}
		if (settled == 0 && now - begin > length / 3) {
			settled = resident_kb();
		}
	}
	long growth = resident_kb() - settled;
	printf("%d pictures, %d wrong, %d turns; %ld kB resident, %+ld kB "
	       "since the first third\n",
	       s->pictures, s->wrong, s->turns, resident_kb(), growth);
	/* a sanitizer keeps what is freed for a while */
	if (growth > GROWTH_KB && !getenv("ASAN_OPTIONS")) {
		s->wrong++;
	}
}

int main(int argc, char **argv)
{
	struct soak s = { 0 };
	struct wb_url url;
	if (argc < 4 || wb_url_parse(argv[1], NULL, &url)) {
		fprintf(stderr, "soak_wall WS-URL SECONDS ASSETS PAGE...\n");
		return EXIT_FAILURE;
	}
	s.pages = (const char *const *)argv + 4;
	s.page_count = argc - 4;
	s.wall = create(argv[3]);
	s.fresh = create(argv[3]);
	s.source = wb_source_create(argv[1], &url, NULL, NULL);
	if (s.source) {
		run(&s, strtol(argv[2], NULL, 10) * WB_SECOND);
	}
	wb_source_destroy(s.source);
	wb_state_unref(s.picture.state);
	wb_wall_destroy(s.wall);
	wb_wall_destroy(s.fresh);
	/* a wall that saw nothing has proved nothing */
	return s.wrong == 0 && s.pictures > 10 ? EXIT_SUCCESS : EXIT_FAILURE;
}
