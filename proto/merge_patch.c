#include "merge_patch.h"

#include "json_index.h"

/*
 * In what is compared, a member that is null counts as absent: a patch has no
 * other way to say it, and the patched state would not have it either.
 */
static const struct wb_json *present(const struct wb_json *value)
{
	return value && value->kind != WB_JSON_NULL ? value : NULL;
}

/* A new member of the patch, which is made when it is needed first. */
static struct wb_json *add(struct wb_arena *arena, struct wb_json **patch,
                           struct wb_str key)
{
	struct wb_json *member;

	if (!*patch) {
		*patch = wb_json_new_object(arena);
	}
	member = wb_json_add_object_str(arena, *patch, key);
	if (member) {
		member->kind = WB_JSON_NULL;
	}
	return member;
}

static bool diff_objects(const struct wb_json *from, const struct wb_json *to,
                         struct wb_arena *arena, struct wb_json **patch);

/* Adds to the patch what turns member `key` of value `from` into `to`. */
static bool diff_member(struct wb_str key, const struct wb_json *from,
                        const struct wb_json *to, struct wb_arena *arena,
                        struct wb_json **patch)
{
	struct wb_json *nested = NULL, *member;

	if (from && from->kind == WB_JSON_OBJECT &&
	    to->kind == WB_JSON_OBJECT) {
		if (!diff_objects(from, to, arena, &nested)) {
			return false;
		}
		if (!nested) {
			return true;
		}
		to = nested;
	} else if (from && wb_json_equal(from, to)) {
		return true;
	}
	member = add(arena, patch, key);
	if (member) {
		*member = *to;
	}
	return member != NULL;
}

/* Adds what changed or came, and counts the members found in both. */
static bool diff_present(const struct wb_json *from, const struct wb_json *to,
                         struct wb_arena *arena, struct wb_json **patch,
                         uint32_t *ret_common)
{
	const struct wb_json_member *m;
	struct wb_json_index index;
	uint32_t common = 0;
	bool ok = true;

	wb_json_index_init(&index, from);
	for (m = to->first; m && ok; m = m->next) {
		const struct wb_json *old = wb_json_index_get(&index, m->key);

		common += old != NULL;
		if (present(&m->value)) {
			ok = diff_member(m->key, present(old), &m->value, arena,
			                 patch);
		} else if (present(old)) {
			ok = add(arena, patch, m->key) != NULL;
		}
	}
	wb_json_index_finish(&index);
	*ret_common = common;
	return ok;
}

/* Adds a null for what is gone. */
static bool diff_gone(const struct wb_json *from, const struct wb_json *to,
                      struct wb_arena *arena, struct wb_json **patch)
{
	const struct wb_json_member *m;
	struct wb_json_index index;
	bool ok = true;

	wb_json_index_init(&index, to);
	for (m = from->first; m && ok; m = m->next) {
		if (present(&m->value) && !wb_json_index_get(&index, m->key)) {
			ok = add(arena, patch, m->key) != NULL;
		}
	}
	wb_json_index_finish(&index);
	return ok;
}

/* Leaves *patch NULL when the objects are equal; false without memory. */
static bool diff_objects(const struct wb_json *from, const struct wb_json *to,
                         struct wb_arena *arena, struct wb_json **patch)
{
	uint32_t common;

	if (!diff_present(from, to, arena, patch, &common)) {
		return false;
	}
	return common == from->count || diff_gone(from, to, arena, patch);
}

bool wb_merge_patch_diff(const struct wb_json *from, const struct wb_json *to,
                         struct wb_arena *arena, struct wb_json **ret_patch)
{
	struct wb_json *patch = NULL;
	bool ok = true;

	if (from->kind == WB_JSON_OBJECT && to->kind == WB_JSON_OBJECT) {
		ok = diff_objects(from, to, arena, &patch);
	} else if (!wb_json_equal(from, to)) {
		patch = wb_json_copy(to, arena);
	}
	*ret_patch = ok ? patch : NULL;
	return *ret_patch != NULL;
}

static bool merge(const struct wb_json *target, const struct wb_json *patch,
                  struct wb_arena *arena, struct wb_json *result);

/* Appends a copy of `key`; the value is left null. */
static struct wb_json *append(struct wb_arena *arena, struct wb_json *object,
                              struct wb_str key)
{
	struct wb_str copy = wb_arena_str(arena, key);

	return copy.data ? add(arena, &object, copy) : NULL;
}

static bool append_copy(struct wb_arena *arena, struct wb_json *object,
                        const struct wb_json_member *m)
{
	struct wb_json *member = append(arena, object, m->key);
	struct wb_json *copy = wb_json_copy(&m->value, arena);

	if (!member || !copy) {
		return false;
	}
	*member = *copy;
	return true;
}

/* Copies the members of the target, each as the patch leaves it. */
static bool merge_old(const struct wb_json *target, const struct wb_json *patch,
                      struct wb_arena *arena, struct wb_json *result,
                      uint32_t *ret_common)
{
	const struct wb_json_member *m;
	struct wb_json_index index;
	uint32_t common = 0;
	bool ok = true;

	wb_json_index_init(&index, patch);
	for (m = target->first; m && ok; m = m->next) {
		const struct wb_json *change =
			wb_json_index_get(&index, m->key);

		common += change != NULL;
		if (!change) {
			ok = append_copy(arena, result, m);
		} else if (present(change)) {
			struct wb_json *member = append(arena, result, m->key);

			ok = member && merge(&m->value, change, arena, member);
		}
	}
	wb_json_index_finish(&index);
	*ret_common = common;
	return ok;
}

/* Appends the members of the patch that the target (or NULL) has not. */
static bool merge_new(const struct wb_json *target, const struct wb_json *patch,
                      struct wb_arena *arena, struct wb_json *result)
{
	const struct wb_json_member *m;
	struct wb_json_index index;
	bool ok = true;

	wb_json_index_init(&index, target);
	for (m = patch->first; m && ok; m = m->next) {
		struct wb_json *member;

		if (!present(&m->value) || wb_json_index_get(&index, m->key)) {
			continue;
		}
		member = append(arena, result, m->key);
		ok = member && merge(NULL, &m->value, arena, member);
	}
	wb_json_index_finish(&index);
	return ok;
}

/* Builds in *result, which is zeroed; target may be NULL. */
static bool merge(const struct wb_json *target, const struct wb_json *patch,
                  struct wb_arena *arena, struct wb_json *result)
{
	uint32_t common = 0;

	if (patch->kind != WB_JSON_OBJECT) {
		struct wb_json *copy = wb_json_copy(patch, arena);

		if (copy) {
			*result = *copy;
		}
		return copy != NULL;
	}
	result->kind = WB_JSON_OBJECT;
	if (target && target->kind == WB_JSON_OBJECT &&
	    !merge_old(target, patch, arena, result, &common)) {
		return false;
	}
	return common == patch->count ||
	       merge_new(target, patch, arena, result);
}

struct wb_json *wb_merge_patch_apply(const struct wb_json *target,
                                     const struct wb_json *patch,
                                     struct wb_arena *arena)
{
	struct wb_json *result = wb_arena_alloc(arena, sizeof(*result));

	if (!result || !merge(target, patch, arena, result)) {
		return NULL;
	}
	return result;
}
