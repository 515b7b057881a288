/* Who is looked at: rules in scopes, found as scopes become known. */

#include <stdlib.h>
#include <string.h>

#include "alert/state.h"

#define GUARDS_MAX 500000

bool wb_list32_add(struct wb_alerts *alerts, struct wb_list32 *list,
                   uint32_t item)
{
	if (list->count == list->capacity) {
		uint32_t capacity = list->capacity * 2 + 64;
		uint32_t *grown =
			realloc(list->items, capacity * sizeof(*grown));
		if (!grown) {
			alerts->counters.out_of_memory++;
			return false;
		}
		list->items = grown;
		list->capacity = capacity;
	}
	list->items[list->count++] = item;
	return true;
}

static bool make_place(struct wb_alerts *alerts, uint32_t scope)
{
	if (scope >= alerts->place_capacity) {
		uint32_t capacity = scope + scope / 2 + 64;
		struct wb_alert_place *grown =
			realloc(alerts->places, capacity * sizeof(*grown));
		if (!grown) {
			alerts->counters.out_of_memory++;
			return false;
		}
		alerts->places = grown;
		alerts->place_capacity = capacity;
	}
	while (alerts->place_count <= scope) {
		/* Until its rules are found it keeps what they may need. */
		alerts->places[alerts->place_count++] = (struct wb_alert_place){
			.first = WB_NOBODY,
			.subject = WB_NOBODY,
			.kept = WB_TOUCH_ALL,
		};
	}
	return true;
}

/*
 * What was told by an event is looked at in the next step, as more may come in
 * the same instant; what time itself did is complete. A timer that an event set
 * in the past runs when time moves on, and is of the event.
 */
static void set_look(struct wb_alerts *alerts)
{
	wb_ms now = wb_engine_now(alerts->engine);
	bool by_time = alerts->advancing && now == alerts->target;
	wb_ms at = by_time ? wb_step_from(now) : wb_step_after(now);
	alerts->look_at = wb_earlier(alerts->look_at, at);
}

static void touch_place(struct wb_alerts *alerts, uint32_t scope,
                        unsigned touches)
{
	struct wb_alert_place *place = &alerts->places[scope];
	if (place->touched != 0 ||
	    wb_list32_add(alerts, &alerts->touched, scope)) {
		place->touched |= (uint8_t)touches;
	}
	set_look(alerts);
}

static void note_second(struct wb_alerts *alerts, struct wb_alert_place *place,
                        wb_ms at)
{
	if (!place->seconds) {
		place->seconds = calloc(1, sizeof(*place->seconds));
	}
	if (place->seconds) {
		wb_seconds_note(place->seconds, at,
		                wb_engine_now(alerts->engine));
	} else {
		alerts->counters.out_of_memory++;
	}
}

void wb_guard_touch(void *user, uint32_t scope, enum wb_touch what, wb_ms at)
{
	struct wb_alerts *alerts = user;
	if (scope >= alerts->place_count && !make_place(alerts, scope)) {
		return;
	}
	struct wb_alert_place *place = &alerts->places[scope];
	if (at != WB_NEVER && place->kept & what) {
		note_second(alerts, place, at);
	}
	if (place->heeded & what & ~(unsigned)place->touched) {
		touch_place(alerts, scope, what);
	}
}

void wb_guard_touch_thing(struct wb_alerts *alerts, uint32_t thing)
{
	if (!alerts->things[thing].touched) {
		alerts->things[thing].touched =
			wb_list32_add(alerts, &alerts->changed, thing);
	}
	set_look(alerts);
}

void wb_guard_touch_all(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->bound; i++) {
		if (alerts->places[i].first != WB_NOBODY) {
			touch_place(alerts, i, WB_TOUCH_ALL);
		}
	}
	for (uint32_t i = 0; i < alerts->thing_names.count; i++) {
		wb_guard_touch_thing(alerts, i);
	}
}

static bool make_guard_room(struct wb_alerts *alerts)
{
	if (alerts->guard_count < alerts->guard_capacity) {
		return true;
	}
	if (alerts->guard_count >= GUARDS_MAX) {
		alerts->counters.too_many++;
		return false;
	}
	uint32_t capacity = alerts->guard_capacity * 2 + 256;
	struct wb_guard *grown =
		realloc(alerts->guards, capacity * sizeof(*grown));
	if (!grown) {
		alerts->counters.out_of_memory++;
		return false;
	}
	alerts->guards = grown;
	alerts->guard_capacity = capacity;
	return true;
}

/* All the rules of a scope, in their order; *first is its list. */
static void add_guards(struct wb_alerts *alerts, enum wb_guard_kind kind,
                       uint32_t scope, uint32_t *first)
{
	for (uint32_t i = alerts->rule_count; i-- > 0;) {
		if (!wb_rule_covers(alerts, &alerts->rules[i], kind, scope) ||
		    !make_guard_room(alerts)) {
			continue;
		}
		alerts->guards[alerts->guard_count] = (struct wb_guard){
			.rule = i,
			.scope = scope,
			.kind = (uint8_t)kind,
			.next = *first,
			.heap = WB_NOBODY,
			.look_due = WB_NEVER,
			.due = WB_NEVER,
		};
		*first = alerts->guard_count++;
	}
}

/* Which touches matter to one of the scope's rules. */
static void set_heeded(const struct wb_alerts *alerts,
                       struct wb_alert_place *place)
{
	uint32_t i = place->first;
	place->heeded = place->kept = 0;
	for (; i != WB_NOBODY; i = alerts->guards[i].next) {
		const struct wb_rule *rule =
			&alerts->rules[alerts->guards[i].rule];
		if (!rule->by_clock) {
			place->heeded |= (uint8_t)rule->heeds;
		}
		if (rule->has_windows) {
			place->kept |= (uint8_t)rule->heeds;
		}
	}
	if (place->kept == 0) {
		free(place->seconds);
		place->seconds = NULL;
	}
}

/* Which scope is whose: of the queues and agents that are new. */
static void bind_subjects(struct wb_alerts *alerts)
{
	const struct wb_engine *engine = alerts->engine;
	const struct wb_floor *floor = wb_engine_floor(engine);
	uint32_t queues = wb_floor_queue_count(floor);
	uint32_t agents = wb_floor_agent_count(floor);
	for (uint32_t *i = &alerts->queues_bound; *i < queues; (*i)++) {
		uint32_t scope = wb_engine_queue_scope(engine, *i);
		if (scope == WB_NOBODY || scope >= alerts->place_count) {
			break;
		}
		alerts->places[scope].subject = *i;
	}
	for (uint32_t *i = &alerts->agents_bound; *i < agents; (*i)++) {
		uint32_t scope = wb_engine_agent_scope(engine, *i);
		if (scope == WB_NOBODY || scope >= alerts->place_count) {
			break;
		}
		alerts->places[scope].subject = *i;
	}
}

void wb_guard_bind(struct wb_alerts *alerts)
{
	uint32_t count = wb_engine_scope_count(alerts->engine);
	if (alerts->bound == count || !alerts->plan ||
	    !make_place(alerts, count - 1)) {
		return;
	}
	bind_subjects(alerts);
	while (alerts->bound < count) {
		uint32_t scope = alerts->bound++;
		struct wb_alert_place *place = &alerts->places[scope];
		add_guards(alerts, WB_GUARD_SCOPE, scope, &place->first);
		set_heeded(alerts, place);
		if (place->first != WB_NOBODY) {
			touch_place(alerts, scope, WB_TOUCH_ALL);
		}
	}
}

static bool make_thing(struct wb_alerts *alerts, uint32_t thing)
{
	if (thing >= alerts->thing_capacity) {
		uint32_t capacity = thing * 2 + 16;
		struct wb_thing *grown =
			realloc(alerts->things, capacity * sizeof(*grown));
		if (!grown) {
			alerts->counters.out_of_memory++;
			return false;
		}
		alerts->things = grown;
		alerts->thing_capacity = capacity;
	}
	alerts->things[thing] = (struct wb_thing){
		.first = WB_NOBODY,
		.feed = WB_NOBODY,
	};
	return true;
}

static enum wb_guard_kind kind_of_thing(const struct wb_alerts *alerts,
                                        uint32_t thing)
{
	struct wb_str name = wb_names_get(&alerts->thing_names, thing);
	return name.data[0] == 'f' ? WB_GUARD_FEED : WB_GUARD_ROUTE;
}

static void bind_thing(struct wb_alerts *alerts, uint32_t thing)
{
	add_guards(alerts, kind_of_thing(alerts, thing), thing,
	           &alerts->things[thing].first);
}

uint32_t wb_guard_add_thing(struct wb_alerts *alerts, struct wb_str full)
{
	uint32_t thing = alerts->thing_names.count;
	if (full.len == 0 || !make_thing(alerts, thing) ||
	    wb_names_add(&alerts->thing_names, full) != thing) {
		alerts->counters.out_of_memory++;
		return WB_NOBODY;
	}
	bind_thing(alerts, thing);
	return thing;
}

/* "feed:NAME" */
static struct wb_str thing_name(const struct wb_alerts *alerts,
                                enum wb_guard_kind kind, struct wb_str name)
{
	static const char *const starts[] = { "", "feed:", "route:" };
	size_t before = strlen(starts[kind]);
	char *text = wb_arena_alloc(alerts->scratch, before + name.len + 1);
	if (!text) {
		return (struct wb_str){ NULL, 0 };
	}
	memcpy(text, starts[kind], before);
	memcpy(text + before, name.data, name.len);
	return (struct wb_str){ text, before + name.len };
}

uint32_t wb_guard_thing(struct wb_alerts *alerts, enum wb_guard_kind kind,
                        struct wb_str name)
{
	wb_arena_reset(alerts->scratch);
	struct wb_str full = thing_name(alerts, kind, name);
	if (!full.data) {
		alerts->counters.out_of_memory++;
		return WB_NOBODY;
	}
	uint32_t thing = wb_names_find(&alerts->thing_names, full);
	return thing != WB_NAMES_NONE ? thing
	                              : wb_guard_add_thing(alerts, full);
}

struct wb_str wb_guard_scope(const struct wb_alerts *alerts,
                             const struct wb_guard *guard)
{
	return guard->kind == WB_GUARD_SCOPE
	               ? wb_engine_scope_name(alerts->engine, guard->scope)
	               : wb_names_get(&alerts->thing_names, guard->scope);
}

uint32_t wb_guard_find(const struct wb_alerts *alerts, uint32_t rule,
                       enum wb_guard_kind kind, uint32_t scope)
{
	uint32_t i = WB_NOBODY;
	if (scope == WB_NOBODY) {
		return i;
	}
	if (kind != WB_GUARD_SCOPE) {
		i = alerts->things[scope].first;
	} else if (scope < alerts->bound) {
		i = alerts->places[scope].first;
	}
	while (i != WB_NOBODY && alerts->guards[i].rule != rule) {
		i = alerts->guards[i].next;
	}
	return i;
}

void wb_guard_list(struct wb_alerts *alerts, uint32_t guard)
{
	struct wb_guard *w = &alerts->guards[guard];
	if (!w->listed) {
		w->listed = wb_list32_add(alerts, &alerts->looks, guard);
	}
}

static int compare(const void *a, const void *b, void *user)
{
	const struct wb_alerts *alerts = user;
	const struct wb_guard *x = &alerts->guards[*(const uint32_t *)a];
	const struct wb_guard *y = &alerts->guards[*(const uint32_t *)b];
	if (x->kind != y->kind) {
		return x->kind < y->kind ? -1 : 1;
	}
	if (x->scope != y->scope) {
		return x->scope < y->scope ? -1 : 1;
	}
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

void wb_guard_sort(struct wb_alerts *alerts, struct wb_list32 *guards)
{
	if (guards->count > 1) {
		qsort_r(guards->items, guards->count, sizeof(*guards->items),
		        compare, alerts);
	}
}

struct wb_stand *wb_guard_stand(struct wb_alerts *alerts, uint32_t guard)
{
	struct wb_guard *w = &alerts->guards[guard];
	if (w->stand) {
		return w->stand;
	}
	if (alerts->standing.count >= WB_ALERTS_MAX) {
		alerts->counters.too_many++;
		return NULL;
	}
	struct wb_stand *stand = calloc(1, sizeof(*stand));
	if (!stand) {
		alerts->counters.out_of_memory++;
		return NULL;
	}
	stand->group = WB_NOBODY;
	stand->place = alerts->standing.count;
	if (!wb_list32_add(alerts, &alerts->standing, guard)) {
		free(stand);
		return NULL;
	}
	w->stand = stand;
	return stand;
}

void wb_stand_free(struct wb_stand *stand)
{
	if (stand) {
		free(stand->author);
		free(stand->note);
		free(stand);
	}
}

static char *copy_of(struct wb_alerts *alerts, struct wb_str text)
{
	char *copy = text.len > 0 ? strndup(text.data, text.len) : NULL;
	alerts->counters.out_of_memory += text.len > 0 && !copy;
	return copy;
}

void wb_stand_sign(struct wb_alerts *alerts, struct wb_stand *stand,
                   struct wb_str author, struct wb_str note)
{
	free(stand->author);
	free(stand->note);
	stand->author = copy_of(alerts, author);
	stand->note = copy_of(alerts, note);
}

/* Their order says nothing: the last takes the place of the one that goes. */
static void unlist(struct wb_alerts *alerts, uint32_t place)
{
	struct wb_list32 *list = &alerts->standing;
	uint32_t last = list->items[--list->count];
	list->items[place] = last;
	alerts->guards[last].stand->place = place;
}

void wb_guard_settle(struct wb_alerts *alerts, uint32_t guard)
{
	struct wb_guard *w = &alerts->guards[guard];
	const struct wb_stand *stand = w->stand;
	if (!stand || stand->state != WB_ALERT_QUIET || stand->fire_count > 0 ||
	    stand->shelved_until != 0 || stand->flapping ||
	    stand->group != WB_NOBODY) {
		return;
	}
	unlist(alerts, stand->place);
	wb_stand_free(w->stand);
	w->stand = NULL;
}

void wb_guard_clear(struct wb_alerts *alerts)
{
	alerts->guard_count = 0;
	alerts->bound = alerts->queues_bound = alerts->agents_bound = 0;
	alerts->dues.count = alerts->looks.count = alerts->standing.count = 0;
	alerts->fresh.count = 0;
	for (uint32_t i = 0; i < alerts->place_count; i++) {
		struct wb_alert_place *place = &alerts->places[i];
		place->first = WB_NOBODY;
		place->heeded = 0;
		place->kept = WB_TOUCH_ALL;
	}
	for (uint32_t i = 0; i < alerts->thing_names.count; i++) {
		alerts->things[i].first = WB_NOBODY;
	}
}

void wb_guard_bind_things(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->thing_names.count; i++) {
		bind_thing(alerts, i);
	}
}

void wb_guard_finish(struct wb_alerts *alerts)
{
	for (uint32_t i = 0; i < alerts->guard_count; i++) {
		wb_stand_free(alerts->guards[i].stand);
	}
	for (uint32_t i = 0; i < alerts->place_count; i++) {
		free(alerts->places[i].seconds);
	}
	free(alerts->guards);
	free(alerts->places);
	free(alerts->things);
	free(alerts->dues.items);
	free(alerts->touched.items);
	free(alerts->changed.items);
	free(alerts->looks.items);
	free(alerts->standing.items);
	free(alerts->sorted.items);
	free(alerts->fresh.items);
	wb_names_finish(&alerts->thing_names);
}
