/* Which guard is due when: a heap, each guard at most once. */

#include "alert/state.h"

static struct wb_guard *at(const struct wb_alerts *alerts, uint32_t place)
{
	return &alerts->guards[alerts->dues.items[place]];
}

/* Of the same instant the first one by number. */
static bool before(const struct wb_alerts *alerts, uint32_t a, uint32_t b)
{
	wb_ms x = at(alerts, a)->due, y = at(alerts, b)->due;
	return x != y ? x < y : alerts->dues.items[a] < alerts->dues.items[b];
}

static void swap(struct wb_alerts *alerts, uint32_t a, uint32_t b)
{
	uint32_t *items = alerts->dues.items;
	uint32_t guard = items[a];
	items[a] = items[b];
	items[b] = guard;
	at(alerts, a)->heap = a;
	at(alerts, b)->heap = b;
}

static void rise(struct wb_alerts *alerts, uint32_t place)
{
	while (place > 0 && before(alerts, place, (place - 1) / 2)) {
		swap(alerts, place, (place - 1) / 2);
		place = (place - 1) / 2;
	}
}

static void sink(struct wb_alerts *alerts, uint32_t place)
{
	for (;;) {
		uint32_t least = place, child = 2 * place + 1;
		for (uint32_t c = child; c < child + 2; c++) {
			if (c < alerts->dues.count &&
			    before(alerts, c, least)) {
				least = c;
			}
		}
		if (least == place) {
			return;
		}
		swap(alerts, place, least);
		place = least;
	}
}

static void take_out(struct wb_alerts *alerts, uint32_t place)
{
	uint32_t last = alerts->dues.count - 1;
	swap(alerts, place, last);
	at(alerts, last)->heap = WB_NOBODY;
	alerts->dues.count--;
	if (place < last) {
		rise(alerts, place);
		sink(alerts, place);
	}
}

void wb_due_set(struct wb_alerts *alerts, uint32_t guard, wb_ms due)
{
	struct wb_guard *w = &alerts->guards[guard];
	if (w->due == due && (due == WB_NEVER) == (w->heap == WB_NOBODY)) {
		return;
	}
	w->due = due;
	if (due == WB_NEVER) {
		take_out(alerts, w->heap);
		return;
	}
	if (w->heap == WB_NOBODY) {
		if (!wb_list32_add(alerts, &alerts->dues, guard)) {
			w->due = WB_NEVER;
			return;
		}
		w->heap = alerts->dues.count - 1;
	}
	rise(alerts, w->heap);
	sink(alerts, w->heap);
}

uint32_t wb_due_first(const struct wb_alerts *alerts)
{
	return alerts->dues.count > 0 ? alerts->dues.items[0] : WB_NOBODY;
}
