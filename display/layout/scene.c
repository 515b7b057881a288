#include "layout/scene.h"

#include <stdlib.h>
#include <string.h>

void wb_scene_begin(struct wb_scene *scene, int width, int height, bool rtl)
{
	scene->width = width;
	scene->height = height;
	scene->rtl = rtl;
	scene->counts = false;
	scene->failed = false;
	scene->count = 0;
	scene->group_count = 0;
	wb_arena_reset(&scene->arena);
}

void wb_scene_finish(struct wb_scene *scene)
{
	free(scene->items);
	wb_arena_finish(&scene->arena);
	*scene = (struct wb_scene){ 0 };
}

void wb_scene_group(struct wb_scene *scene, struct wb_rect rect)
{
	if (scene->group_count == WB_SCENE_GROUPS_MAX) {
		scene->failed = true;
		return;
	}
	if (scene->rtl) { /* items are mirrored as well */
		rect.x = scene->width - rect.x - rect.w;
	}
	scene->groups[scene->group_count++] = (struct wb_group){
		.first = scene->count,
		.rect = rect,
		.tile = -1,
	};
}

void wb_scene_is_tile(struct wb_scene *scene, int tile)
{
	if (scene->group_count > 0) {
		scene->groups[scene->group_count - 1].tile = tile;
	}
}

void wb_scene_shift(struct wb_scene *scene, int x, int y)
{
	int i;

	for (i = 0; i < scene->count; i++) {
		scene->items[i].rect.x += x;
		scene->items[i].rect.y += y;
		scene->items[i].baseline += y;
	}
	for (i = 0; i < scene->group_count; i++) {
		scene->groups[i].rect.x += x;
		scene->groups[i].rect.y += y;
	}
}

int wb_scene_tile_at(const struct wb_scene *scene, int x, int y)
{
	int i;

	for (i = 0; i < scene->group_count; i++) {
		const struct wb_rect *r = &scene->groups[i].rect;

		if (scene->groups[i].tile >= 0 && x >= r->x && y >= r->y &&
		    x < r->x + r->w && y < r->y + r->h) {
			return scene->groups[i].tile;
		}
	}
	return -1;
}

static bool grow(struct wb_scene *scene)
{
	int capacity = scene->capacity == 0 ? 512 : scene->capacity * 2;
	struct wb_item *items;

	if (capacity > WB_SCENE_ITEMS_MAX) {
		return false;
	}
	items = realloc(scene->items, (size_t)capacity * sizeof(*items));
	if (items == NULL) {
		return false;
	}
	scene->items = items;
	scene->capacity = capacity;
	return true;
}

struct wb_item *wb_scene_add(struct wb_scene *scene, enum wb_item_kind kind)
{
	struct wb_item *item;

	if (scene->failed || scene->group_count == 0 ||
	    (scene->count == scene->capacity && !grow(scene))) {
		scene->failed = true;
		return NULL;
	}
	item = &scene->items[scene->count++];
	*item = (struct wb_item){ .kind = kind };
	scene->groups[scene->group_count - 1].count++;
	return item;
}

static bool rect_equal(struct wb_rect a, struct wb_rect b)
{
	return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool trend_equal(const struct wb_trend_shape *a,
                        const struct wb_trend_shape *b)
{
	return a->count == b->count && a->target_y == b->target_y &&
	       a->shade_above == b->shade_above &&
	       a->line_width == b->line_width && a->inset == b->inset &&
	       a->shade == b->shade && a->target_ink == b->target_ink &&
	       (a->count == 0 ||
	        memcmp(a->y, b->y, (size_t)a->count * sizeof(*a->y)) == 0);
}

bool wb_item_equal(const struct wb_item *a, const struct wb_item *b)
{
	return a->kind == b->kind && rect_equal(a->rect, b->rect) &&
	       a->fill == b->fill && a->stroke == b->stroke &&
	       a->radius == b->radius && a->stroke_width == b->stroke_width &&
	       a->face.size == b->face.size &&
	       a->face.weight == b->face.weight && a->baseline == b->baseline &&
	       a->figures == b->figures && a->icon == b->icon &&
	       a->crossed == b->crossed && wb_str_equal(a->text, b->text) &&
	       trend_equal(&a->trend, &b->trend);
}

struct damage {
	struct wb_rect *rects;
	int count;
};

static struct wb_rect united(struct wb_rect a, struct wb_rect b)
{
	int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
	int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
	struct wb_rect all = { a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, 0,
		               0 };

	all.w = right - all.x;
	all.h = bottom - all.y;
	return all;
}

static int64_t area(struct wb_rect r)
{
	return (int64_t)r.w * r.h;
}

/* Pixels that joining would draw for nothing; negative when they overlap. */
static int64_t waste(struct wb_rect a, struct wb_rect b)
{
	return area(united(a, b)) - area(a) - area(b);
}

static void add_damage(struct damage *damage, struct wb_rect rect)
{
	int best = 0;
	int i;

	if (rect.w <= 0 || rect.h <= 0) {
		return;
	}
	for (i = 0; i < damage->count; i++) {
		if (waste(damage->rects[i], rect) <= 0) {
			damage->rects[i] = united(damage->rects[i], rect);
			return;
		}
		if (waste(damage->rects[i], rect) <
		    waste(damage->rects[best], rect)) {
			best = i;
		}
	}
	if (damage->count < WB_DAMAGE_MAX) {
		damage->rects[damage->count++] = rect;
	} else {
		damage->rects[best] = united(damage->rects[best], rect);
	}
}

/* All that a group draws, also what reaches over its edge. */
static struct wb_rect extent(const struct wb_scene *scene,
                             const struct wb_group *group)
{
	struct wb_rect all = group->rect;
	int i;

	for (i = 0; i < group->count; i++) {
		struct wb_rect rect = scene->items[group->first + i].rect;

		if (rect.w > 0 && rect.h > 0) {
			all = united(all, rect);
		}
	}
	return all;
}

/* A group whose items do not correspond is drawn anew as a whole. */
static void compare_groups(struct damage *damage, const struct wb_scene *before,
                           const struct wb_group *old,
                           const struct wb_scene *after,
                           const struct wb_group *new)
{
	int i;

	if (old->count != new->count || !rect_equal(old->rect, new->rect)) {
		add_damage(damage, extent(before, old));
		add_damage(damage, extent(after, new));
		return;
	}
	for (i = 0; i < new->count; i++) {
		const struct wb_item *a = &before->items[old->first + i];
		const struct wb_item *b = &after->items[new->first + i];

		if (wb_item_equal(a, b)) {
			continue;
		}
		add_damage(damage, a->rect);
		add_damage(damage, b->rect);
	}
}

int wb_scene_damage(const struct wb_scene *before, const struct wb_scene *after,
                    struct wb_rect ret_rects[WB_DAMAGE_MAX])
{
	struct damage damage = { ret_rects, 0 };
	int i;

	if (before->width != after->width || before->height != after->height ||
	    before->rtl != after->rtl ||
	    before->group_count != after->group_count) {
		ret_rects[0] =
			(struct wb_rect){ 0, 0, after->width, after->height };
		return 1;
	}
	for (i = 0; i < after->group_count; i++) {
		compare_groups(&damage, before, &before->groups[i], after,
		               &after->groups[i]);
	}
	return damage.count;
}
