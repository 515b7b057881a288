/* What happens to contacts: one function per turn that a story can take. */

#include <stdio.h>
#include <string.h>

#include "oracle/world.h"

#define NOBODY (-1)
#define CHATS_AT_ONCE 3

struct story {
	struct world *world;
	int contact;
	int queue;
	wb_ms at;
	int turns;  /* transfers so far */
	bool known; /* who it is was said */
};

/* A line about the contact, now, e.g. SAY(s, "queue.left", ",'x':%d", 1). */
#define SAY(s, ev, ...)                                                        \
	world_say((s)->world, (s)->at, (s)->contact, ev, __VA_ARGS__)

static void talk(struct story *s, int agent, bool from_queue);
static void stay(struct story *s);

static bool is_written(const struct story *s)
{
	enum wb_channel channel = world_channel(s->queue);
	return channel == WB_CHANNEL_EMAIL || channel == WB_CHANNEL_SOCIAL ||
	       channel == WB_CHANNEL_TICKET || channel == WB_CHANNEL_CALLBACK;
}

static bool is_chat(const struct story *s)
{
	return world_channel(s->queue) == WB_CHANNEL_CHAT;
}

/* Who is free from an instant on; somebody may chat with several. */
static int free_agent(struct story *s, int except)
{
	struct world *w = s->world;
	int first = (int)world_below(w, WORLD_AGENTS);
	for (int i = 0; i < WORLD_AGENTS; i++) {
		int agent = (first + i) % WORLD_AGENTS;
		bool chats = is_chat(s) && w->chats[agent] > 0 &&
		             w->chats[agent] < CHATS_AT_ONCE;
		if (agent != except &&
		    (w->agent_free[agent] < s->at || chats)) {
			return agent;
		}
	}
	return NOBODY;
}

static void take_agent(struct story *s, int agent)
{
	struct world *w = s->world;
	if (w->agent_free[agent] < s->at) {
		w->chats[agent] = 0;
	}
	w->chats[agent] = is_chat(s) ? w->chats[agent] + 1 : CHATS_AT_ONCE;
}

static void release_agent(struct story *s, int agent)
{
	if (s->world->agent_free[agent] < s->at) {
		s->world->agent_free[agent] = s->at;
	}
}

/* ---- promises ---- */

static wb_ms some_time(struct story *s)
{
	return world_between(s->world, 1, 40 * WB_MINUTE);
}

/* Promised, perhaps again, and kept, or not, or given up. */
static void promise_callback(struct story *s, bool name_queue)
{
	char queue[40] = "";
	wb_ms now = s->at;
	if (name_queue) {
		snprintf(queue, sizeof(queue), ",'queue':'%s'",
		         world_queue(s->queue));
	}
	do {
		if (world_chance(s->world, 4)) {
			SAY(s, "callback.requested", "%s", queue);
		} else {
			SAY(s, "callback.requested", "%s,'due':%lld", queue,
			    (long long)(s->at + some_time(s)));
		}
		s->at += some_time(s);
	} while (world_chance(s->world, 4));
	while (world_chance(s->world, 2)) {
		SAY(s, "callback.attempted", "%s", queue);
		s->at += some_time(s);
	}
	if (world_chance(s->world, 2)) {
		SAY(s, "callback.closed", "%s,'result':'done'", queue);
	}
	s->at = now;
}

static void close_follow_up(struct story *s)
{
	wb_ms now = s->at;
	s->at += some_time(s);
	SAY(s, "follow_up.closed", "%s", "");
	s->at = now;
}

/* ---- how a stay in a queue ends ---- */

static void leave(struct story *s)
{
	static const char *const outcomes[] = {
		"abandoned", "abandoned", "abandoned", "abandoned", "timeout",
		"overflow",  "exit_key",  "voicemail", "callback",  "moved",
		"empty",     "withdrawn", "failed"
	};
	int way = (int)world_below(s->world,
	                           sizeof(outcomes) / sizeof(outcomes[0]));
	const char *queue = world_queue(s->queue);
	if (world_chance(s->world, 6)) {
		SAY(s, "queue.left",
		    ",'queue':'%s','outcome':'%s','wait_ms':%d", queue,
		    outcomes[way], (int)world_below(s->world, 60) * 1000);
	} else {
		SAY(s, "queue.left", ",'queue':'%s','outcome':'%s'", queue,
		    outcomes[way]);
	}
	if (world_chance(s->world, 8)) {
		promise_callback(s, true);
	}
}

/* Rings at some who do not answer, up to the instant `until`. */
static void ring_in_vain(struct story *s, int until_agent, wb_ms until)
{
	static const char *const results[] = { "no_answer", "no_answer",
		                               "rejected", "failed",
		                               "cancelled" };
	int agent = free_agent(s, until_agent);
	wb_ms answer = until;
	if (agent == NOBODY || is_written(s) || until - s->at < 4000) {
		return;
	}
	SAY(s, "offer.started", ",'queue':'%s','agent':'%s'",
	    world_queue(s->queue), world_agent(agent));
	s->at = world_between(s->world, s->at + 1, answer - 1);
	SAY(s, "offer.ended", ",'queue':'%s','agent':'%s','result':'%s'",
	    world_queue(s->queue), world_agent(agent),
	    results[world_below(s->world, 5)]);
	if (s->world->agent_free[agent] < s->at) {
		s->world->agent_free[agent] = s->at;
	}
}

static void ring_and_answer(struct story *s, int agent, wb_ms answer)
{
	const char *queue = world_queue(s->queue), *name = world_agent(agent);
	if (!world_chance(s->world, 4)) {
		s->at = world_between(s->world, s->at, answer);
		SAY(s, "offer.started", ",'queue':'%s','agent':'%s'", queue,
		    name);
		if (world_chance(s->world, 2)) {
			SAY(s, "offer.ended",
			    ",'agent':'%s','result':'accepted'", name);
		}
	}
	s->at = answer;
	if (world_chance(s->world, 8)) {
		SAY(s, "segment.started",
		    ",'queue':'%s','agent':'%s','wait_ms':%d", queue, name,
		    (int)world_below(s->world, 60) * 1000);
	} else {
		SAY(s, "segment.started", ",'queue':'%s','agent':'%s'", queue,
		    name);
	}
}

static wb_ms patience_of(struct story *s)
{
	return is_written(s) ? world_between(s->world, 0, 25 * WB_MINUTE)
	                     : world_between(s->world, 0, 70 * WB_SECOND);
}

static void wait_on(struct story *s)
{
	wb_ms entered = s->at, answer = entered + patience_of(s);
	int agent;
	s->at = answer;
	agent = free_agent(s, NOBODY);
	if (agent == NOBODY || world_chance(s->world, 4)) {
		leave(s);
		if (world_chance(s->world, 8)) { /* and comes back */
			s->at += world_between(s->world, 1, 20000);
			SAY(s, "queue.resumed", ",'queue':'%s'",
			    world_queue(s->queue));
			wait_on(s);
		}
		return;
	}
	s->at = entered;
	take_agent(s, agent);
	if (world_chance(s->world, 4)) {
		ring_in_vain(s, agent, answer);
	}
	ring_and_answer(s, agent, answer);
	talk(s, agent, true);
}

/* Some are known, and some of these say what it is about. */
static const char *customer(struct story *s, char *text, size_t size)
{
	static const char *const topics[] = { "", ",'topic':'bill'",
		                              ",'topic':'line'" };
	text[0] = '\0';
	if (!world_chance(s->world, 3)) {
		snprintf(text, size, ",'customer':'k%d'%s",
		         (int)world_below(s->world, 12),
		         topics[world_below(s->world, 3)]);
	}
	return text;
}

static void stay(struct story *s)
{
	char who[60] = "";
	if (s->turns == 0 && !s->known && world_chance(s->world, 2)) {
		customer(s, who, sizeof(who));
	}
	SAY(s, "queue.entered", ",'queue':'%s','channel':'%s'%s",
	    world_queue(s->queue), wb_channel_name(world_channel(s->queue)),
	    who);
	if (world_chance(s->world, 25)) {
		return; /* nothing more is ever told */
	}
	wait_on(s);
}

/* ---- talk ---- */

static void hold(struct story *s, int agent)
{
	const char *name = world_agent(agent);
	while (world_chance(s->world, 3)) {
		s->at += world_below(s->world, 40000);
		SAY(s, "segment.held", ",'agent':'%s'", name);
		s->at += world_below(s->world, 30000);
		if (world_chance(s->world, 10)) {
			return; /* it ends on hold */
		}
		SAY(s, "segment.retrieved", ",'agent':'%s'", name);
	}
	s->at += world_below(s->world, 90000);
}

static void file_outcome(struct story *s, int agent)
{
	static const char *const resolved[] = { "", ",'resolved':true",
		                                ",'resolved':true",
		                                ",'resolved':false" };
	static const char *const first[] = { "", "", ",'first_level':true",
		                             ",'first_level':false" };
	static const char *const sale[] = { "", "", ",'sale':true",
		                            ",'sale':false" };
	static const char *const code[] = { "", ",'code':''",
		                            ",'code':'done'" };
	char by[40] = "";
	if (agent != NOBODY) {
		snprintf(by, sizeof(by), ",'agent':'%s'", world_agent(agent));
	}
	char due[40] = "";
	if (world_chance(s->world, 5)) {
		snprintf(due, sizeof(due), ",'follow_up_due':%lld",
		         (long long)(s->at + some_time(s)));
	}
	SAY(s, "contact.outcome", "%s%s%s%s%s%s%s", by, due,
	    resolved[world_below(s->world, 4)], first[world_below(s->world, 4)],
	    sale[world_below(s->world, 4)],
	    world_chance(s->world, 5) ? ",'refusal':'price'" : "",
	    code[world_below(s->world, 3)]);
}

/* Soon, or when everybody else has forgotten the contact. */
static void rate(struct story *s, int agent)
{
	static const struct {
		const char *kind;
		int scale;
	} kinds[] = { { "csat", 5 },  { "csat", 10 },     { "nps", 10 },
		      { "nps", 100 }, { "quality", 100 }, { "quality", 7 } };
	int kind = (int)world_below(s->world, 6);
	int score = (int)world_below(s->world, kinds[kind].scale + 1);
	wb_ms now = s->at;
	s->at += world_chance(s->world, 4)
	                 ? world_between(s->world, WB_HOUR, 2 * WB_HOUR)
	                 : world_between(s->world, 1, 5 * WB_MINUTE);
	if (world_chance(s->world, 3)) {
		SAY(s, "contact.rated",
		    ",'kind':'%s','score':%d,'scale':%d,'agent':'%s',"
		    "'queue':'%s'",
		    kinds[kind].kind, score, kinds[kind].scale,
		    world_agent(agent), world_queue(s->queue));
	} else {
		SAY(s, "contact.rated", ",'kind':'%s','score':%d,'scale':%d",
		    kinds[kind].kind, score, kinds[kind].scale);
	}
	s->at = now;
}

/* The segment's end and what the agent does after it. */
static void hang_up(struct story *s, int agent, const char *by)
{
	const char *name = world_agent(agent);
	wb_ms limit = world_between(s->world, 1, 40) * WB_SECOND;
	wb_ms work = world_between(s->world, 1, 60) * 700;
	if (is_written(s) || world_chance(s->world, 2)) {
		SAY(s, "segment.ended", ",'agent':'%s','by':'%s'", name, by);
		release_agent(s, agent);
		return;
	}
	SAY(s, "segment.ended", ",'agent':'%s','by':'%s','wrapup_ms':%lld",
	    name, by, (long long)limit);
	wb_ms ended = s->at;
	if (work < limit && !world_chance(s->world, 5)) {
		s->at = ended + work;
		if (world_chance(s->world, 2)) {
			world_say(s->world, s->at, NOBODY, "wrapup.ended",
			          ",'agent':'%s'", name);
		} else {
			SAY(s, "wrapup.ended", ",'agent':'%s'", name);
		}
		release_agent(s, agent);
	} else {
		s->at = ended + limit;
		/* The next contact may cut it short. */
		if (world_chance(s->world, 2)) {
			release_agent(s, agent);
		}
	}
	s->at = ended;
}

static void after(struct story *s, int agent)
{
	if (world_chance(s->world, 2)) {
		s->at += world_below(s->world, 9000);
		file_outcome(s, world_chance(s->world, 4) ? NOBODY : agent);
	}
	while (world_chance(s->world, 3)) {
		rate(s, agent);
	}
	if (world_chance(s->world, 3)) {
		s->at += world_below(s->world, 4000);
		SAY(s, "contact.ended", ",'by':'agent'");
	}
	if (world_chance(s->world, 6)) {
		promise_callback(s, world_chance(s->world, 2));
	}
	while (world_chance(s->world, 4)) {
		close_follow_up(s);
	}
	if (world_chance(s->world, 6)) { /* the agent thinks better of it */
		s->at += world_below(s->world, 300000);
		file_outcome(s, agent);
	}
}

/* A second agent joins before the first goes. */
static void consult(struct story *s, int agent)
{
	int other = free_agent(s, agent);
	if (other == NOBODY) {
		hang_up(s, agent, "agent");
		after(s, agent);
		return;
	}
	take_agent(s, other);
	SAY(s, "segment.started", ",'agent':'%s'", world_agent(other));
	s->at += world_below(s->world, 30000);
	SAY(s, "segment.transferred", ",'agent':'%s','kind':'attended'",
	    world_agent(agent));
	hang_up(s, agent, "transfer");
	talk(s, other, false);
}

static void transfer(struct story *s, int agent)
{
	static const char *const kinds[] = { "blind", "queue", "external" };
	int kind = (int)world_below(s->world, 4);
	if (kind == 3) {
		consult(s, agent);
		return;
	}
	/* A contact is on one channel; the first three queues are of voice. */
	int to = is_chat(s) ? s->queue : (int)world_below(s->world, 3);
	SAY(s, "segment.transferred", ",'agent':'%s','kind':'%s','to':'%s'",
	    world_agent(agent), kinds[kind], world_queue(to));
	hang_up(s, agent, "transfer");
	if (kind != 2) {
		s->at += world_below(s->world, 3000);
		s->queue = to;
		stay(s);
	}
}

static void talk(struct story *s, int agent, bool from_queue)
{
	(void)from_queue;
	hold(s, agent);
	while (world_channel(s->queue) != WB_CHANNEL_VOICE &&
	       world_chance(s->world, 2)) {
		SAY(s, "contact.replied", ",'agent':'%s'", world_agent(agent));
		s->at += world_below(s->world, 120000);
	}
	if (s->turns < 3 && !is_written(s) && world_chance(s->world, 5)) {
		s->turns++;
		transfer(s, agent);
		return;
	}
	if (world_chance(s->world, 12)) { /* nobody says who hung up */
		SAY(s, "contact.ended", "%s", "");
		release_agent(s, agent);
		return;
	}
	hang_up(s, agent, world_chance(s->world, 2) ? "agent" : "customer");
	after(s, agent);
}

static void refuse(struct story *s)
{
	static const char *const reasons[] = { "full", "closed", "no_agents" };
	SAY(s, "queue.refused", ",'queue':'%s','reason':'%s'",
	    world_queue(s->queue), reasons[world_below(s->world, 3)]);
}

static void call_out(struct story *s)
{
	int agent = free_agent(s, NOBODY);
	if (agent == NOBODY) {
		return;
	}
	take_agent(s, agent);
	const char *name = world_agent(agent), *queue = world_queue(s->queue);
	SAY(s, "contact.started",
	    ",'direction':'out','channel':'voice','queue':'%s','agent':'%s'",
	    queue, name);
	s->at += world_between(s->world, 1, 25000);
	if (world_chance(s->world, 2)) {
		SAY(s, "contact.ended", ",'by':'system'");
		release_agent(s, agent);
		return;
	}
	SAY(s, "segment.started",
	    ",'direction':'out','queue':'%s','agent':'%s'", queue, name);
	talk(s, agent, false);
}

void world_call(struct world *world, wb_ms at)
{
	struct story s = {
		.world = world,
		.contact = world->contact_count++,
		.queue = (int)world_below(world, WORLD_QUEUES),
		.at = at,
	};
	world->speaker = s.contact % world->feeds;
	if (strcmp(world_queue(s.queue), "telesales") == 0) {
		call_out(&s);
	} else if (world_chance(world, 15)) {
		refuse(&s);
	} else if (world_chance(world, 2)) {
		char who[60];
		SAY(&s, "contact.started", ",'channel':'%s'%s",
		    wb_channel_name(world_channel(s.queue)),
		    customer(&s, who, sizeof(who)));
		s.known = true;
		s.at += world_below(world, 10000);
		if (!world_chance(world, 20)) {
			stay(&s);
		}
	} else {
		stay(&s);
	}
}
