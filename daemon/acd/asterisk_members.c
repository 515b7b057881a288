#include <stdlib.h>
#include <string.h>

#include "acd/asterisk_private.h"

#define STATUS_INVALID 4
#define STATUS_UNAVAILABLE 5

/* The same thing has three names over the versions and messages. */
struct wb_str wb_asterisk_interface(const struct wb_ami_packet *p)
{
	struct wb_str value = wb_ami_get_any(p, "Interface", "Location");

	if (!value.data) {
		value = wb_ami_get_any(p, "Member", "AgentCalled");
	}
	return value;
}

static struct wb_str member_name(const struct wb_ami_packet *p)
{
	struct wb_str value = wb_ami_get_any(p, "MemberName", "AgentName");

	return value.data ? value : wb_ami_get(p, "Name");
}

/* The two names with a byte between that neither can hold. */
static struct wb_str member_key(struct wb_str queue, struct wb_str interface,
                                char *key, size_t size)
{
	struct wb_name clean[2];

	wb_text_clean(queue, &clean[0]);
	wb_text_clean(interface, &clean[1]);
	if (clean[0].len == 0 || clean[1].len == 0 ||
	    clean[0].len + clean[1].len + 1 > size) {
		return (struct wb_str){ NULL, 0 };
	}
	memcpy(key, clean[0].text, clean[0].len);
	key[clean[0].len] = '\n';
	memcpy(key + clean[0].len + 1, clean[1].text, clean[1].len);
	return (struct wb_str){ key, clean[0].len + 1 + clean[1].len };
}

struct wb_asterisk_member *wb_asterisk_find_member(const struct wb_asterisk *a,
                                                   struct wb_str queue,
                                                   struct wb_str interface)
{
	char text[2 * WB_NAME_MAX_BYTES + 2];
	struct wb_str key = member_key(queue, interface, text, sizeof(text));
	uint32_t number =
		key.data ? wb_names_find(&a->member_keys, key) : WB_NAMES_NONE;

	if (number == WB_NAMES_NONE || number >= a->member_capacity ||
	    !a->members[number].present) {
		return NULL;
	}
	return &a->members[number];
}

struct wb_asterisk_member *wb_asterisk_find_named(const struct wb_asterisk *a,
                                                  struct wb_str queue,
                                                  struct wb_str name)
{
	for (uint32_t i = 0; i < a->member_capacity; i++) {
		struct wb_asterisk_member *member = &a->members[i];
		if (member->present && wb_name_is(&member->name, name) &&
		    wb_name_is(&member->queue, queue)) {
			return member;
		}
	}
	return NULL;
}

static bool grow(struct wb_asterisk *a, uint32_t number)
{
	if (number < a->member_capacity) {
		return true;
	}
	uint32_t capacity = (number + 1) * 2;
	struct wb_asterisk_member *members =
		realloc(a->members, capacity * sizeof(*members));
	if (!members) {
		return false;
	}
	memset(members + a->member_capacity, 0,
	       (capacity - a->member_capacity) * sizeof(*members));
	a->members = members;
	a->member_capacity = capacity;
	return true;
}

static struct wb_asterisk_member *
add_member(struct wb_asterisk *a, struct wb_str queue, struct wb_str interface)
{
	char text[2 * WB_NAME_MAX_BYTES + 2];
	struct wb_str key = member_key(queue, interface, text, sizeof(text));
	uint32_t number =
		key.data ? wb_names_add(&a->member_keys, key) : WB_NAMES_NONE;

	if (number == WB_NAMES_NONE || !grow(a, number)) {
		return NULL;
	}
	struct wb_asterisk_member *member = &a->members[number];
	if (!member->present) {
		*member = (struct wb_asterisk_member){ .present = true };
		wb_text_clean(queue, &member->queue);
		wb_text_clean(interface, &member->interface);
		member->name = member->interface;
	}
	return member;
}

struct wb_str wb_asterisk_agent(const struct wb_asterisk *a,
                                const struct wb_ami_packet *p,
                                struct wb_name *ret_name)
{
	struct wb_str interface = wb_asterisk_interface(p);
	struct wb_str name = wb_text_clean(member_name(p), ret_name);

	if (name.len > 0) {
		return name;
	}
	const struct wb_asterisk_member *member =
		wb_asterisk_find_member(a, wb_ami_get(p, "Queue"), interface);
	if (member) {
		*ret_name = member->name;
		return (struct wb_str){ ret_name->text, ret_name->len };
	}
	return wb_text_clean(interface, ret_name);
}

static bool is_reachable(const struct wb_asterisk_member *member)
{
	return member->status != STATUS_INVALID &&
	       member->status != STATUS_UNAVAILABLE;
}

/* Fields that a version or a message does not have keep what they were. */
static void update(struct wb_asterisk_member *member,
                   const struct wb_ami_packet *p)
{
	int64_t wrapup = wb_asterisk_seconds(p, "Wrapuptime");

	member->status = (int)wb_ami_get_int(p, "Status", member->status);
	member->paused = wb_ami_get_int(p, "Paused", member->paused) != 0;
	member->in_call = (int)wb_ami_get_int(p, "InCall", member->in_call);
	if (wrapup >= 0) {
		member->wrapup_ms = wrapup * WB_SECOND;
	}
	struct wb_str reason = wb_ami_get_any(p, "PausedReason", "Reason");
	if (reason.data) {
		wb_text_clean(reason, &member->reason);
	}
	/* An unpause may carry a reason of its own: not the pause's. */
	if (!member->paused) {
		member->reason.len = 0;
	}
}

static bool is_talking(const struct wb_asterisk *a,
                       const struct wb_asterisk_member *member)
{
	for (uint32_t i = 0; i < a->calls.count; i++) {
		const struct wb_call *call = &a->calls.calls[i];
		if (call->phase == WB_CALL_TALKING &&
		    wb_name_is(&call->interface,
		               wb_name_str(&member->interface))) {
			return true;
		}
	}
	return false;
}

/* A phone that loses its registration in mid-call is there all the same. */
void wb_asterisk_apply(struct wb_asterisk *a,
                       const struct wb_asterisk_member *member, wb_ms t)
{
	struct wb_membership state = {
		.reachable = is_reachable(member) || is_talking(a, member),
		.paused = member->paused,
		.reason = { member->reason.text, member->reason.len },
	};

	wb_roster_set(&a->roster, t, wb_name_str(&member->name),
	              wb_name_str(&member->queue), &state);
}

void wb_asterisk_on_member(struct wb_asterisk *a, const struct wb_ami_packet *p,
                           wb_ms t)
{
	struct wb_asterisk_member *member =
		add_member(a, wb_ami_get(p, "Queue"), wb_asterisk_interface(p));
	struct wb_name name;

	if (!member) {
		return;
	}
	if (wb_text_clean(member_name(p), &name).len > 0 &&
	    !wb_name_is(&member->name, wb_name_str(&name))) {
		wb_roster_leave(&a->roster, t, wb_name_str(&member->name),
		                wb_name_str(&member->queue));
		member->name = name;
	}
	update(member, p);
	member->listed = true;
	wb_asterisk_apply(a, member, t);
}

void wb_asterisk_talk_is_over(struct wb_asterisk *a, const struct wb_call *call,
                              wb_ms t)
{
	const struct wb_asterisk_member *member = wb_asterisk_find_member(
		a, wb_name_str(&call->queue), wb_name_str(&call->interface));

	if (!member || is_reachable(member)) {
		return;
	}
	for (uint32_t i = 0; i < a->member_capacity; i++) {
		if (a->members[i].present &&
		    wb_name_is(&a->members[i].interface,
		               wb_name_str(&call->interface))) {
			wb_asterisk_apply(a, &a->members[i], t);
		}
	}
}

void wb_asterisk_on_member_removed(struct wb_asterisk *a,
                                   const struct wb_ami_packet *p, wb_ms t)
{
	struct wb_asterisk_member *member = wb_asterisk_find_member(
		a, wb_ami_get(p, "Queue"), wb_asterisk_interface(p));
	struct wb_name name;

	wb_roster_leave(&a->roster, t, wb_asterisk_agent(a, p, &name),
	                wb_ami_get(p, "Queue"));
	if (member) {
		member->present = false;
	}
}

/* Any member of that interface or name, in any queue, there or not. */
static const struct wb_asterisk_member *find_alike(const struct wb_asterisk *a,
                                                   struct wb_str interface)
{
	for (uint32_t i = 0; i < a->member_capacity; i++) {
		const struct wb_asterisk_member *member = &a->members[i];
		if (wb_name_is(&member->interface, interface) ||
		    wb_name_is(&member->name, interface)) {
			return member;
		}
	}
	return NULL;
}

void wb_asterisk_add_known(struct wb_asterisk *a, struct wb_str queue,
                           struct wb_str interface, bool paused, wb_ms t)
{
	const struct wb_asterisk_member *alike = find_alike(a, interface);

	if (!alike) {
		return;
	}
	struct wb_asterisk_member copy = *alike; /* adding may move it */
	struct wb_asterisk_member *member =
		add_member(a, queue, wb_name_str(&copy.interface));
	if (member) {
		member->name = copy.name;
		member->status = copy.status;
		member->paused = paused;
		member->reason.len = 0;
		wb_asterisk_apply(a, member, t);
	}
}

void wb_asterisk_remove_known(struct wb_asterisk *a, struct wb_str queue,
                              struct wb_str interface, wb_ms t)
{
	struct wb_asterisk_member *member =
		wb_asterisk_find_member(a, queue, interface);

	if (!member) {
		member = wb_asterisk_find_named(a, queue, interface);
	}
	if (member) {
		wb_roster_leave(&a->roster, t, wb_name_str(&member->name),
		                queue);
		member->present = false;
	}
}

bool wb_asterisk_can_take(const struct wb_asterisk *a, struct wb_str queue)
{
	for (uint32_t i = 0; i < a->member_capacity; i++) {
		const struct wb_asterisk_member *member = &a->members[i];
		if (member->present && wb_name_is(&member->queue, queue) &&
		    !member->paused && is_reachable(member)) {
			return true;
		}
	}
	return false;
}
