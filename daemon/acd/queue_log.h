#ifndef WB_ACD_QUEUE_LOG_H
#define WB_ACD_QUEUE_LOG_H

/*
 * Reads one record of Asterisk's queue_log:
 * epoch|callid|queue|agent|verb|parameter|parameter...
 *
 * Nothing in it is escaped: an agent's name or a reason may hold the
 * separator. A verb that is known is therefore looked for from the fifth
 * column on, and what is before it belongs to the agent.
 *
 * Pure; strings borrow from the line.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/time.h"

#define WB_QUEUE_LOG_PARAMETERS_MAX 16

enum wb_queue_verb {
	WB_VERB_OTHER, /* written by a dialplan or a newer Asterisk */
	WB_VERB_QUEUESTART,
	WB_VERB_CONFIGRELOAD,
	WB_VERB_ENTERQUEUE,
	WB_VERB_CONNECT,
	WB_VERB_COMPLETECALLER,
	WB_VERB_COMPLETEAGENT,
	WB_VERB_BLINDTRANSFER,
	WB_VERB_ATTENDEDTRANSFER,
	WB_VERB_TRANSFER,
	WB_VERB_ABANDON,
	WB_VERB_EXITWITHTIMEOUT,
	WB_VERB_EXITWITHKEY,
	WB_VERB_EXITEMPTY,
	WB_VERB_WITHDRAW,
	WB_VERB_RINGNOANSWER,
	WB_VERB_RINGCANCELED,
	WB_VERB_AGENTDUMP,
	WB_VERB_SYSCOMPAT,
	WB_VERB_ADDMEMBER,
	WB_VERB_REMOVEMEMBER,
	WB_VERB_PAUSE,
	WB_VERB_UNPAUSE,
	WB_VERB_PAUSEALL,
	WB_VERB_UNPAUSEALL,
	WB_VERB_PENALTY,
	WB_VERB_RINGINUSE,
	WB_VERB_AGENTLOGIN,
	WB_VERB_AGENTLOGOFF,
	WB_VERB_COUNT,
};

struct wb_queue_record {
	wb_ms t;
	struct wb_str callid;
	struct wb_str queue;
	struct wb_str agent;
	enum wb_queue_verb verb;
	struct wb_str verb_text;
	struct wb_str rest; /* all parameters, separators included */
	int count;          /* parameters; the last takes what is too many */
	struct wb_str parameters[WB_QUEUE_LOG_PARAMETERS_MAX];
};

/* False with a message when the line is not a record. */
bool wb_queue_log_parse(struct wb_str line, struct wb_queue_record *ret_record,
                        const char **ret_error);

/*
 * The number in parameter `index`, from the left (0 = first) or, negative,
 * from the right (-1 = last); -1 when there is none.
 */
int64_t wb_queue_log_number(const struct wb_queue_record *record, int index);

#endif
