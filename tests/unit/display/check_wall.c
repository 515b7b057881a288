/* The wall as its program uses it. What it looks like: tests/golden. */

#include "suite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "draw/wall.h"
#include "temp_dir.h"
#include "wall_state.h"

static struct wb_arena arena;
static struct wb_rect rects[WB_WALL_RECTS_MAX];
static const struct wb_link link_up = { .state = WB_LINK_LIVE,
	                                .last_message = WALL_STATE_NOW };

static struct wb_wall_options options(void)
{
	return (struct wb_wall_options){ .width_px = 640,
		                         .height_px = 360,
		                         .assets = getenv("WB_ASSETS") };
}

static struct wb_wall *create(const struct wb_wall_options *o)
{
	char error[256] = "";
	struct wb_wall *wall = wb_wall_create(o, error, sizeof(error));

	ck_assert_msg(wall != NULL, "%s", error);
	return wall;
}

static const struct wb_json *state(const char *name)
{
	const struct wb_json *s =
		wall_state_load(getenv("WB_GOLDEN"), name, &arena);

	ck_assert_ptr_nonnull(s);
	return s;
}

static void forget(void)
{
	temp_dir_remove();
	wb_arena_finish(&arena);
}

static void refused(struct wb_wall_options o, const char *reason)
{
	char error[256] = "";
	struct wb_wall *wall = wb_wall_create(&o, error, sizeof(error));

	ck_assert_ptr_null(wall);
	ck_assert_msg(strstr(error, reason) != NULL, "'%s'", error);
}

START_TEST(what_cannot_be_made_is_refused_with_its_reason)
{
	struct wb_wall_options o = options();

	o.language = "tlh";
	refused(o, "tlh.json");
	o.language = "../fonts/x";
	refused(o, "cannot read");
	o = options();
	o.theme = "plaid";
	refused(o, "plaid.json");
	o = options();
	o.assets = "/nowhere";
	refused(o, "/nowhere");
	o = options();
	o.width_px = 0;
	refused(o, "size 0 x 360");
	o.width_px = 1000000;
	refused(o, "size 1000000");
}
END_TEST

START_TEST(every_pixel_is_opaque)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	const uint32_t *pixels;
	int pitch, w, h, x, y;

	ck_assert_int_eq(wb_wall_draw(wall, state("overview"), &link_up,
	                              WALL_STATE_NOW, rects),
	                 1);
	pixels = wb_wall_pixels(wall, &pitch);
	wb_wall_size(wall, &w, &h);
	ck_assert_int_eq(w, 640);
	ck_assert_int_eq(h, 360);
	for (y = 0; y < h; y++) {
		for (x = 0; x < w; x++) {
			ck_assert_uint_eq(pixels[y * (pitch / 4) + x] >> 24,
			                  0xff);
		}
	}
	wb_wall_destroy(wall);
}
END_TEST

START_TEST(rectangles_lie_inside_the_picture)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	int second, i, count;

	for (second = 0; second < 90; second++) {
		count = wb_wall_draw(
			wall, state(second % 30 == 29 ? "strange" : "overview"),
			&link_up, WALL_STATE_NOW + second * WB_SECOND, rects);
		ck_assert_int_le(count, WB_WALL_RECTS_MAX);
		for (i = 0; i < count; i++) {
			ck_assert(rects[i].x >= 0 && rects[i].y >= 0);
			ck_assert(rects[i].w > 0 && rects[i].h > 0);
			ck_assert_int_le(rects[i].x + rects[i].w, 640);
			ck_assert_int_le(rects[i].y + rects[i].h, 360);
		}
		wb_arena_reset(&arena);
	}
	wb_wall_destroy(wall);
}
END_TEST

START_TEST(a_tick_draws_a_small_part_of_the_picture)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall;
	int count, i, area = 0;

	o.width_px = 1920;
	o.height_px = 1080;
	wall = create(&o);
	wb_wall_draw(wall, state("overview"), &link_up, WALL_STATE_NOW, rects);
	count = wb_wall_draw(wall, state("overview"), &link_up,
	                     WALL_STATE_NOW + WB_SECOND, rects);
	ck_assert_int_gt(count, 5);
	for (i = 0; i < count; i++) {
		area += rects[i].w * rects[i].h;
	}
	ck_assert_int_lt(area, 1920 * 1080 / 5);
	wb_wall_destroy(wall);
}
END_TEST

START_TEST(the_next_change_is_the_next_second_or_minute)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	struct wb_link connecting = { .state = WB_LINK_CONNECTING };
	wb_ms minute = WALL_STATE_NOW - WALL_STATE_NOW % WB_MINUTE;

	wb_wall_draw(wall, state("overview"), &link_up, WALL_STATE_NOW, rects);
	ck_assert_int_eq(wb_wall_next_change(wall, WALL_STATE_NOW + 400),
	                 WALL_STATE_NOW + 1000);
	ck_assert_int_eq(wb_wall_next_change(wall, WALL_STATE_NOW),
	                 WALL_STATE_NOW + 1000);
	wb_wall_draw(wall, NULL, &connecting, WALL_STATE_NOW, rects);
	ck_assert_int_eq(wb_wall_next_change(wall, WALL_STATE_NOW),
	                 minute + WB_MINUTE);
	wb_wall_destroy(wall);
}
END_TEST

START_TEST(a_resize_draws_all_anew_and_an_impossible_one_changes_nothing)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	int w, h;

	wb_wall_draw(wall, state("overview"), &link_up, WALL_STATE_NOW, rects);
	ck_assert(!wb_wall_resize(wall, -1, 100));
	ck_assert_int_eq(wb_wall_draw(wall, state("overview"), &link_up,
	                              WALL_STATE_NOW, rects),
	                 0);
	ck_assert(wb_wall_resize(wall, 320, 200));
	ck_assert_int_eq(wb_wall_draw(wall, state("overview"), &link_up,
	                              WALL_STATE_NOW, rects),
	                 1);
	ck_assert_int_eq(rects[0].w, 320);
	wb_wall_size(wall, &w, &h);
	ck_assert_int_eq(h, 200);
	wb_wall_destroy(wall);
}
END_TEST

/* FNV-1a of the picture. */
static uint64_t look(const struct wb_wall *wall)
{
	uint64_t hash = 14695981039346656037u;
	int pitch, w, h, i;
	const unsigned char *bytes = (const void *)wb_wall_pixels(wall, &pitch);

	wb_wall_size(wall, &w, &h);
	for (i = 0; i < pitch * h; i++) {
		hash = (hash ^ bytes[i]) * 1099511628211u;
	}
	return hash;
}

START_TEST(the_centres_language_is_taken_unless_one_is_chosen)
{
	static const char persian[] =
		"{\"centre\":{\"language\":\"fa\"},\"feeds\":{}}";
	static const char unknown[] =
		"{\"centre\":{\"language\":\"tlh\"},\"feeds\":{}}";
	struct wb_json_error error;
	const struct wb_json *fa =
		wb_json_read(wb_str(persian), &arena, &error);
	const struct wb_json *tlh =
		wb_json_read(wb_str(unknown), &arena, &error);
	struct wb_wall_options o = options();
	struct wb_wall *following = create(&o);
	struct wb_wall *chosen, *english;

	o.language = "fa";
	chosen = create(&o);
	o.language = "en";
	english = create(&o);
	wb_wall_draw(following, fa, &link_up, WALL_STATE_NOW, rects);
	wb_wall_draw(chosen, fa, &link_up, WALL_STATE_NOW, rects);
	wb_wall_draw(english, fa, &link_up, WALL_STATE_NOW, rects);
	ck_assert_uint_eq(look(following), look(chosen));
	ck_assert_uint_ne(look(following), look(english));
	/* A language that is not there leaves the one there is. */
	wb_wall_draw(following, tlh, &link_up, WALL_STATE_NOW, rects);
	ck_assert_uint_eq(look(following), look(chosen));
	wb_wall_destroy(following);
	wb_wall_destroy(chosen);
	wb_wall_destroy(english);
}
END_TEST

START_TEST(a_picture_is_written_whole_or_not_at_all)
{
	static const unsigned char signature[] = { 0x89, 'P', 'N', 'G' };
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	unsigned char start[4] = { 0 };
	const char *path = temp_path("wall.png");
	FILE *stream;

	wb_wall_draw(wall, state("overview"), &link_up, WALL_STATE_NOW, rects);
	ck_assert_int_eq(wb_wall_write_png(wall, path), 0);
	stream = fopen(path, "rb");
	ck_assert_ptr_nonnull(stream);
	ck_assert_uint_eq(fread(start, 1, 4, stream), 4);
	fclose(stream);
	ck_assert_mem_eq(start, signature, 4);
	ck_assert_int_ne(access(temp_path("wall.png.part"), F_OK), 0);
	ck_assert_int_eq(wb_wall_write_png(wall, "/nowhere/wall.png"), -ENOENT);
	wb_wall_destroy(wall);
}
END_TEST

/* Into the caller's memory goes what would go into the wall's own. */
START_TEST(adopted_memory_gets_the_same_picture)
{
	static uint32_t memory[360 * 700];
	struct wb_wall_options o = options();
	struct wb_wall *own = create(&o);
	struct wb_wall *other = create(&o);
	const struct wb_json *s = state("overview");
	const uint32_t *pixels;
	int pitch, y;

	ck_assert(wb_wall_adopt(other, memory, 700 * 4, 640, 360));
	wb_wall_draw(own, s, &link_up, WALL_STATE_NOW, rects);
	wb_wall_draw(other, s, &link_up, WALL_STATE_NOW, rects);
	pixels = wb_wall_pixels(own, &pitch);
	for (y = 0; y < 360; y++) {
		ck_assert_int_eq(memcmp(memory + y * 700,
		                        pixels + y * (pitch / 4), 640 * 4),
		                 0);
		ck_assert_uint_eq(memory[y * 700 + 640], 0);
	}
	/* the same again keeps what is drawn, another place does not */
	ck_assert(wb_wall_adopt(other, memory, 700 * 4, 640, 360));
	ck_assert_int_eq(
		wb_wall_draw(other, s, &link_up, WALL_STATE_NOW, rects), 0);
	ck_assert(wb_wall_adopt(other, memory + 700, 700 * 4, 640, 359));
	ck_assert_int_eq(
		wb_wall_draw(other, s, &link_up, WALL_STATE_NOW, rects), 1);
	ck_assert(!wb_wall_adopt(other, memory, 700 * 4, 0, 360));
	wb_wall_destroy(own);
	wb_wall_destroy(other);
}
END_TEST

static uint32_t corner(const struct wb_wall *wall)
{
	int pitch;

	return wb_wall_pixels(wall, &pitch)[0];
}

START_TEST(brightness_and_shift_change_the_whole_picture_once)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	const struct wb_json *s = state("overview");
	uint32_t day;

	wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects);
	day = corner(wall);
	wb_wall_set_brightness(wall, 1000);
	ck_assert_int_eq(wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects),
	                 0);
	wb_wall_set_brightness(wall, 300);
	ck_assert_int_eq(wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects),
	                 1);
	ck_assert_uint_lt(corner(wall) & 0xff, day & 0xff);
	wb_wall_set_brightness(wall, 1000);
	wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects);
	ck_assert_uint_eq(corner(wall), day);
	wb_wall_set_shift(wall, 3, -2);
	ck_assert_int_gt(wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects),
	                 0);
	ck_assert_int_eq(wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects),
	                 0);
	wb_wall_destroy(wall);
}
END_TEST

/* What was moved in parts looks as if it had been drawn there at once. */
START_TEST(a_shifted_picture_is_the_picture_moved)
{
	struct wb_wall_options o = options();
	struct wb_wall *a = create(&o);
	struct wb_wall *b = create(&o);
	const struct wb_json *s = state("overview");
	const uint32_t *pa, *pb;
	int pitch, x, y;

	wb_wall_draw(a, s, &link_up, WALL_STATE_NOW, rects);
	wb_wall_draw(b, s, &link_up, WALL_STATE_NOW, rects);
	wb_wall_set_shift(b, 2, 1);
	wb_wall_draw(b, s, &link_up, WALL_STATE_NOW, rects);
	pa = wb_wall_pixels(a, &pitch);
	pb = wb_wall_pixels(b, &pitch);
	pitch /= 4;
	/* but for hatches, which stand still, and round corners' last bits */
	for (y = 100; y < 300; y += 3) {
		for (x = 20; x < 600; x += 3) {
			uint32_t p = pa[y * pitch + x];
			uint32_t q = pb[(y + 1) * pitch + x + 2];

			ck_assert_int_le(abs((int)(p & 0xff) - (int)(q & 0xff)),
			                 4);
		}
	}
	wb_wall_destroy(a);
	wb_wall_destroy(b);
}
END_TEST

START_TEST(a_language_that_was_chosen_stays)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);

	wb_wall_draw(wall, state("overview"), &link_up, WALL_STATE_NOW, rects);
	ck_assert_str_eq(wb_wall_language(wall), "en");
	ck_assert(wb_wall_set_language(wall, "fa"));
	ck_assert_int_eq(wb_wall_draw(wall, state("overview"), &link_up,
	                              WALL_STATE_NOW, rects),
	                 1);
	ck_assert_str_eq(wb_wall_language(wall), "fa");
	ck_assert(!wb_wall_set_language(wall, "tlh"));
	ck_assert_str_eq(wb_wall_language(wall), "fa");
	wb_wall_destroy(wall);
}
END_TEST

START_TEST(every_tile_is_found_and_explained_in_place)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall = create(&o);
	const struct wb_json *s = state("overview");
	int tile, x, y, count;
	unsigned found = 0;

	wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects);
	count = wb_wall_tile_count(wall);
	ck_assert_int_gt(count, 3);
	for (y = 0; y < 360; y += 2) {
		for (x = 0; x < 640; x += 2) {
			tile = wb_wall_tile_at(wall, x, y);
			ck_assert_int_lt(tile, count);
			found |= tile >= 0 ? 1U << tile : 0;
		}
	}
	ck_assert_uint_eq(found, (1U << count) - 1);
	ck_assert_int_eq(wb_wall_tile_at(wall, 320, 5), -1);
	for (tile = -1; tile <= count; tile++) {
		struct wb_overlay overlay = { WB_OVERLAY_EXPLAIN, tile };
		int n;

		wb_wall_set_overlay(wall, &overlay);
		n = wb_wall_draw(wall, s, &link_up, WALL_STATE_NOW, rects);
		if (tile >= 0 && tile < count) {
			ck_assert_int_ge(n, 1);
		}
	}
	wb_wall_destroy(wall);
}
END_TEST

START_TEST(the_test_card_needs_no_board)
{
	struct wb_wall_options o = options();
	struct wb_wall *wall;
	struct wb_buf out = { 0 };
	int faulty;

	o.test_card = true;
	o.language = "fa";
	o.width_px = _i ? 1080 : 1920;
	o.height_px = _i ? 1920 : 1080;
	o.reading = (struct wb_reading){ 1651, 2000 };
	wall = create(&o);
	ck_assert_int_eq(wb_wall_draw(wall, NULL, &link_up, 0, rects), 1);
	ck_assert(wb_wall_audit(wall, &out, &faulty));
	ck_assert_msg(faulty == 0, "%s", out.data);
	ck_assert_ptr_nonnull(strstr(out.data, "\xdb\xb1\xdb\xb2\xdb\xb3"));
	wb_buf_finish(&out);
	wb_wall_destroy(wall);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("wall");

	tcase_add_checked_fixture(tc, temp_dir_make, forget);
	tcase_set_timeout(tc, 30);
	tcase_add_test(tc, what_cannot_be_made_is_refused_with_its_reason);
	tcase_add_test(tc, every_pixel_is_opaque);
	tcase_add_test(tc, rectangles_lie_inside_the_picture);
	tcase_add_test(tc, a_tick_draws_a_small_part_of_the_picture);
	tcase_add_test(tc, the_next_change_is_the_next_second_or_minute);
	tcase_add_test(
		tc,
		a_resize_draws_all_anew_and_an_impossible_one_changes_nothing);
	tcase_add_test(tc, the_centres_language_is_taken_unless_one_is_chosen);
	tcase_add_test(tc, a_picture_is_written_whole_or_not_at_all);
	tcase_add_test(tc, adopted_memory_gets_the_same_picture);
	tcase_add_test(tc, brightness_and_shift_change_the_whole_picture_once);
	tcase_add_test(tc, a_shifted_picture_is_the_picture_moved);
	tcase_add_test(tc, a_language_that_was_chosen_stays);
	tcase_add_test(tc, every_tile_is_found_and_explained_in_place);
	tcase_add_loop_test(tc, the_test_card_needs_no_board, 0, 2);
	return wb_test_run("wall", tc);
}
