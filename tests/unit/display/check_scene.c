#include "suite.h"

#include "layout/scene.h"

#define PAGE 1000

static struct wb_scene before, after;

static void setup(void)
{
	wb_scene_begin(&before, PAGE, PAGE, false);
	wb_scene_begin(&after, PAGE, PAGE, false);
}

static void teardown(void)
{
	wb_scene_finish(&before);
	wb_scene_finish(&after);
}

static struct wb_item *box(struct wb_scene *scene, int x, int y, int w, int h)
{
	struct wb_item *item = wb_scene_add(scene, WB_ITEM_BOX);

	ck_assert_ptr_nonnull(item);
	item->rect = (struct wb_rect){ x, y, w, h };
	item->fill = WB_INK_PANEL;
	return item;
}

static void fill(struct wb_scene *scene, int count)
{
	int i;

	wb_scene_group(scene, (struct wb_rect){ 0, 0, PAGE, PAGE });
	for (i = 0; i < count; i++) {
		box(scene, i % 20 * 50, i / 20 * 50, 40, 40);
	}
}

/* Is a point of the page inside one of the rectangles? */
static bool covered(const struct wb_rect *rects, int count, int x, int y)
{
	int i;

	for (i = 0; i < count; i++) {
		if (x >= rects[i].x && x < rects[i].x + rects[i].w &&
		    y >= rects[i].y && y < rects[i].y + rects[i].h) {
			return true;
		}
	}
	return false;
}

START_TEST(equal_scenes_have_no_damage)
{
	struct wb_rect rects[WB_DAMAGE_MAX];

	fill(&before, 200);
	fill(&after, 200);
	ck_assert_int_eq(wb_scene_damage(&before, &after, rects), 0);
}
END_TEST

START_TEST(a_changed_item_damages_where_it_was_and_where_it_is)
{
	struct wb_rect rects[WB_DAMAGE_MAX];
	int count;

	fill(&before, 100);
	fill(&after, 100);
	after.items[7].rect.x += 500;
	count = wb_scene_damage(&before, &after, rects);
	ck_assert(covered(rects, count, 350, 0));
	ck_assert(covered(rects, count, 850, 0));
	ck_assert(!covered(rects, count, 500, 500));
}
END_TEST

START_TEST(any_difference_of_an_item_is_seen)
{
	static const int16_t low[] = { 1, 2 }, high[] = { 1, 3 };
	struct wb_item a = { .kind = WB_ITEM_TREND, .text = { "a", 1 } };
	struct wb_item changed[12];
	int i;

	a.trend.count = 2;
	a.trend.y = low;
	for (i = 0; i < 12; i++) {
		changed[i] = a;
	}
	changed[0].kind = WB_ITEM_BOX;
	changed[1].rect.w = 1;
	changed[2].fill = WB_INK_TEXT;
	changed[3].stroke = WB_INK_TEXT;
	changed[4].radius = 1;
	changed[5].face.weight = WB_BOLD;
	changed[6].baseline = 1;
	changed[7].text.data = "b";
	changed[8].icon = WB_ICON_STALE;
	changed[9].trend.y = high;
	changed[10].trend.target_y = 4;
	changed[11].figures = WB_PROPORTIONAL;
	ck_assert(wb_item_equal(&a, &a));
	for (i = 0; i < 12; i++) {
		ck_assert_msg(!wb_item_equal(&a, &changed[i]), "%d", i);
	}
}
END_TEST

START_TEST(a_group_with_more_items_is_damaged_as_a_whole)
{
	struct wb_rect rects[WB_DAMAGE_MAX];
	int count;

	fill(&before, 5);
	fill(&after, 6);
	count = wb_scene_damage(&before, &after, rects);
	ck_assert_int_eq(count, 1);
	ck_assert_int_eq(rects[0].w, PAGE);
}
END_TEST

START_TEST(another_size_or_direction_damages_everything)
{
	struct wb_rect rects[WB_DAMAGE_MAX];

	fill(&before, 5);
	wb_scene_begin(&after, PAGE, PAGE, true);
	fill(&after, 5);
	ck_assert_int_eq(wb_scene_damage(&before, &after, rects), 1);
	ck_assert_int_eq(rects[0].w, PAGE);
	wb_scene_begin(&after, PAGE / 2, PAGE, false);
	fill(&after, 5);
	ck_assert_int_eq(wb_scene_damage(&before, &after, rects), 1);
	ck_assert_int_eq(rects[0].w, PAGE / 2);
}
END_TEST

/* However much changes, the rectangles stay few and leave nothing out. */
START_TEST(many_changes_are_joined_and_all_covered)
{
	struct wb_rect rects[WB_DAMAGE_MAX];
	int count, i;

	fill(&before, 400);
	fill(&after, 400);
	for (i = 0; i < 400; i += 1 + _i) {
		after.items[i].fill = WB_INK_TEXT;
	}
	count = wb_scene_damage(&before, &after, rects);
	ck_assert_int_le(count, WB_DAMAGE_MAX);
	for (i = 0; i < 400; i += 1 + _i) {
		ck_assert(covered(rects, count, i % 20 * 50 + 20,
		                  i / 20 * 50 + 20));
	}
}
END_TEST

/* Groups are laid out from the leading edge, items are where they are drawn. */
START_TEST(a_group_of_a_mirrored_page_is_damaged_where_it_is)
{
	struct wb_rect area = { 100, 100, 200, 200 };
	struct wb_rect rects[WB_DAMAGE_MAX];
	int count;

	wb_scene_begin(&before, PAGE, PAGE, true);
	wb_scene_begin(&after, PAGE, PAGE, true);
	wb_scene_group(&before, area);
	wb_scene_group(&after, area);
	box(&before, 800, 150, 50, 50);
	box(&after, 700, 150, 50, 50);
	box(&after, 850, 150, 50, 50);
	count = wb_scene_damage(&before, &after, rects);
	ck_assert(covered(rects, count, 701, 101));
	ck_assert(covered(rects, count, 899, 299));
	ck_assert(covered(rects, count, 825, 175));
	ck_assert(!covered(rects, count, 150, 150));
}
END_TEST

START_TEST(a_group_is_damaged_where_its_items_reach_over_its_edge)
{
	struct wb_rect area = { 100, 100, 200, 200 };
	struct wb_rect rects[WB_DAMAGE_MAX];
	int count;

	wb_scene_group(&before, area);
	wb_scene_group(&after, area);
	box(&before, 90, 290, 50, 30);
	box(&before, 200, 200, 10, 10);
	box(&after, 200, 200, 10, 10);
	count = wb_scene_damage(&before, &after, rects);
	ck_assert(covered(rects, count, 91, 319));
}
END_TEST

START_TEST(a_scene_refuses_more_items_than_its_limit)
{
	int i;

	wb_scene_group(&after, (struct wb_rect){ 0, 0, PAGE, PAGE });
	for (i = 0; i < WB_SCENE_ITEMS_MAX + 1; i++) {
		wb_scene_add(&after, WB_ITEM_BOX);
	}
	ck_assert(after.failed);
	ck_assert_ptr_null(wb_scene_add(&after, WB_ITEM_BOX));
	wb_scene_begin(&after, PAGE, PAGE, false);
	ck_assert(!after.failed);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("scene");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, equal_scenes_have_no_damage);
	tcase_add_test(tc, a_changed_item_damages_where_it_was_and_where_it_is);
	tcase_add_test(tc, any_difference_of_an_item_is_seen);
	tcase_add_test(tc, a_group_with_more_items_is_damaged_as_a_whole);
	tcase_add_test(tc, another_size_or_direction_damages_everything);
	tcase_add_loop_test(tc, many_changes_are_joined_and_all_covered, 0, 8);
	tcase_add_test(tc, a_group_of_a_mirrored_page_is_damaged_where_it_is);
	tcase_add_test(tc,
	               a_group_is_damaged_where_its_items_reach_over_its_edge);
	tcase_add_test(tc, a_scene_refuses_more_items_than_its_limit);
	return wb_test_run("scene", tc);
}
