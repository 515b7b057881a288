#include "random_events.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

int64_t random_below(uint64_t *random, int64_t limit)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (int64_t)(*random % (uint64_t)limit);
}

static const char *const kinds[] = {
	"'queue.entered','contact':C,'queue':Q",
	"'queue.entered','contact':C,'queue':Q",
	"'queue.entered','contact':C,'queue':Q,'channel':'callback'",
	"'queue.entered','contact':C,'queue':Q,'channel':'email'",
	"'queue.left','contact':C,'queue':Q,'outcome':'abandoned'",
	"'queue.left','contact':C,'queue':Q,'outcome':'callback'",
	"'queue.left','contact':C,'queue':Q,'outcome':'moved','wait_ms':7000",
	"'queue.resumed','contact':C,'queue':Q",
	"'queue.refused','queue':Q,'reason':'full'",
	"'offer.started','contact':C,'queue':Q,'agent':A",
	"'offer.started','contact':C,'queue':Q,'agent':A",
	"'offer.ended','contact':C,'agent':A,'result':'no_answer'",
	"'offer.ended','contact':C,'agent':A,'result':'accepted'",
	"'segment.started','contact':C,'agent':A,'queue':Q",
	"'segment.started','contact':C,'agent':A,'queue':Q",
	"'segment.started','contact':C,'agent':A",
	"'segment.held','contact':C,'agent':A",
	"'segment.held','contact':C,'agent':A",
	"'segment.retrieved','contact':C,'agent':A",
	"'segment.retrieved','contact':C,'agent':A",
	"'segment.ended','contact':C,'agent':A",
	"'segment.ended','contact':C,'agent':A,'wrapup_ms':30000",
	"'segment.ended','contact':C,'agent':A,'wrapup_ms':9000,"
	"'duration_ms':20000",
	"'segment.transferred','contact':C,'agent':A,'kind':'queue'",
	"'segment.transferred','contact':C,'agent':A,'kind':'blind'",
	"'wrapup.ended','agent':A",
	"'wrapup.ended','contact':C,'agent':A",
	"'agent.schedule','agent':A,'activity':'x','class':'work','from':T,"
	"'to':1795290000000",
	"'agent.schedule','agent':A,'activity':'x','class':'lunch','from':T,"
	"'to':1795290000000",
	"'contact.ended','contact':C",
	"'contact.ended','contact':C,'by':'customer'",
	"'contact.outcome','contact':C,'agent':A,'resolved':true",
	"'contact.outcome','contact':C,'resolved':false",
	"'contact.outcome','contact':C,'sale':true",
	"'contact.outcome','contact':C,'agent':A,'refusal':'price'",
	"'contact.outcome','contact':C,'follow_up_due':T",
	"'contact.started','contact':C,'direction':'out','queue':Q",
	"'contact.started','contact':C,'customer':X,'channel':'chat'",
	"'queue.entered','contact':C,'queue':Q,'customer':X,'topic':Q",
	"'contact.rated','contact':C,'kind':'csat','score':4,'scale':5",
	"'contact.rated','contact':C,'agent':A,'kind':'nps','score':9,"
	"'scale':10",
	"'contact.replied','contact':C,'agent':A",
	"'callback.requested','contact':C,'queue':Q,'due':T",
	"'callback.requested','contact':C,'queue':Q",
	"'callback.attempted','contact':C",
	"'callback.closed','contact':C",
	"'follow_up.closed','contact':C",
	"'agent.signed_in','agent':A,'queues':[Q,Q]",
	"'agent.signed_in','agent':A",
	"'agent.signed_in','agent':A,'place':'remote'",
	"'agent.signed_out','agent':A",
	"'agent.state','agent':A,'state':'ready'",
	"'agent.state','agent':A,'state':'not_ready','reason':'lunch'",
	"'agent.state','agent':A,'state':'not_ready','reason':'نماز'",
	"'agent.state','agent':A,'state':'not_ready','pending':true",
	"'agent.queues','agent':A,'add':[Q],'remove':[Q]",
};

#define CONTACTS 10

static const char *const queues[] = { "sales", "support", "techsupport",
	                              "strange", "stranger" };
static const char *const agents[] = { "ann", "bob",  "carl", "dora",
	                              "eve", "fred", "gina", "hal" };

/* Mostly the one that goes with the contact, so that stories come about. */
static const char *pick(uint64_t *random, int contact,
                        const char *const names[], int count)
{
	return names[random_below(random, 4) ? contact % count
	                                     : random_below(random, count)];
}

/*
 * C, Q, A and X become one of a few contacts, queues, agents and customers, T
 * an instant within an hour before or two after `t`.
 */
static void fill_in(uint64_t *random, const char *kind, wb_ms t, char *line,
                    size_t size)
{
	int contact = (int)random_below(random, CONTACTS);
	size_t len = strlen(line);
	for (const char *c = kind; *c; c++) {
		char text[32] = { *c == '\'' ? '"' : *c, '\0' };
		if (*c == 'C') {
			snprintf(text, sizeof(text), "\"c%d\"", contact);
		} else if (*c == 'Q') {
			snprintf(text, sizeof(text), "\"%s\"",
			         pick(random, contact, queues,
			              WB_COUNT(queues)));
		} else if (*c == 'A') {
			snprintf(text, sizeof(text), "\"%s\"",
			         pick(random, contact, agents,
			              WB_COUNT(agents)));
		} else if (*c == 'X') {
			snprintf(text, sizeof(text), "\"x%d\"",
			         (int)random_below(random, 5));
		} else if (*c == 'T') {
			snprintf(
				text, sizeof(text), "%lld",
				(long long)(t - WB_HOUR +
			                    random_below(random, 3 * WB_HOUR)));
		}
		len += (size_t)snprintf(line + len, size - len, "%s", text);
	}
	snprintf(line + len, size - len, "}");
}

void random_event_line(uint64_t *random, const char *kind, wb_ms t, char *line,
                       size_t size)
{
	if (!kind) {
		kind = kinds[random_below(random, WB_COUNT(kinds))];
	}
	snprintf(line, size, "{\"t\":%lld,\"ev\":", (long long)t);
	fill_in(random, kind, t, line, size);
}
