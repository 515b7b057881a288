#include "acd/queue_log.h"

#include "acd/text.h"

#define COLUMNS_MAX (4 + 1 + WB_QUEUE_LOG_PARAMETERS_MAX)

static const char *const verbs[WB_VERB_COUNT] = {
	[WB_VERB_QUEUESTART] = "QUEUESTART",
	[WB_VERB_CONFIGRELOAD] = "CONFIGRELOAD",
	[WB_VERB_ENTERQUEUE] = "ENTERQUEUE",
	[WB_VERB_CONNECT] = "CONNECT",
	[WB_VERB_COMPLETECALLER] = "COMPLETECALLER",
	[WB_VERB_COMPLETEAGENT] = "COMPLETEAGENT",
	[WB_VERB_BLINDTRANSFER] = "BLINDTRANSFER",
	[WB_VERB_ATTENDEDTRANSFER] = "ATTENDEDTRANSFER",
	[WB_VERB_TRANSFER] = "TRANSFER",
	[WB_VERB_ABANDON] = "ABANDON",
	[WB_VERB_EXITWITHTIMEOUT] = "EXITWITHTIMEOUT",
	[WB_VERB_EXITWITHKEY] = "EXITWITHKEY",
	[WB_VERB_EXITEMPTY] = "EXITEMPTY",
	[WB_VERB_WITHDRAW] = "WITHDRAW",
	[WB_VERB_RINGNOANSWER] = "RINGNOANSWER",
	[WB_VERB_RINGCANCELED] = "RINGCANCELED",
	[WB_VERB_AGENTDUMP] = "AGENTDUMP",
	[WB_VERB_SYSCOMPAT] = "SYSCOMPAT",
	[WB_VERB_ADDMEMBER] = "ADDMEMBER",
	[WB_VERB_REMOVEMEMBER] = "REMOVEMEMBER",
	[WB_VERB_PAUSE] = "PAUSE",
	[WB_VERB_UNPAUSE] = "UNPAUSE",
	[WB_VERB_PAUSEALL] = "PAUSEALL",
	[WB_VERB_UNPAUSEALL] = "UNPAUSEALL",
	[WB_VERB_PENALTY] = "PENALTY",
	[WB_VERB_RINGINUSE] = "RINGINUSE",
	[WB_VERB_AGENTLOGIN] = "AGENTLOGIN",
	[WB_VERB_AGENTLOGOFF] = "AGENTLOGOFF",
};

static enum wb_queue_verb find_verb(struct wb_str text)
{
	for (int i = 1; i < WB_VERB_COUNT; i++) {
		if (wb_str_is(text, verbs[i])) {
			return (enum wb_queue_verb)i;
		}
	}
	return WB_VERB_OTHER;
}

/* Splits at '|'; the last column takes what is too many. */
static int split(struct wb_str text, struct wb_str *columns, int max)
{
	int count = 0;

	for (;;) {
		const char *bar =
			text.len ? memchr(text.data, '|', text.len) : NULL;
		if (!bar || count == max - 1) {
			columns[count++] = text;
			return count;
		}
		size_t len = (size_t)(bar - text.data);
		columns[count++] = (struct wb_str){ text.data, len };
		text.data += len + 1;
		text.len -= len + 1;
	}
}

static struct wb_str span(struct wb_str first, struct wb_str last)
{
	return (struct wb_str){
		first.data,
		(size_t)(last.data + last.len - first.data),
	};
}

/* The column of the verb: the first known word from the fifth on. */
static int find_verb_column(const struct wb_str *columns, int count)
{
	for (int i = 4; i < count; i++) {
		if (find_verb(columns[i]) != WB_VERB_OTHER) {
			return i;
		}
	}
	return 4;
}

static void set_parameters(struct wb_queue_record *record, struct wb_str line,
                           struct wb_str verb)
{
	const char *from = verb.data + verb.len;
	const char *end = line.data + line.len;

	record->count = 0;
	record->rest = (struct wb_str){ end, 0 };
	if (from < end) {
		from++;
		record->rest = (struct wb_str){ from, (size_t)(end - from) };
		record->count = split(record->rest, record->parameters,
		                      WB_QUEUE_LOG_PARAMETERS_MAX);
	}
}

static struct wb_str strip_newline(struct wb_str line)
{
	while (line.len > 0 && (line.data[line.len - 1] == '\n' ||
	                        line.data[line.len - 1] == '\r')) {
		line.len--;
	}
	return line;
}

bool wb_queue_log_parse(struct wb_str line, struct wb_queue_record *ret_record,
                        const char **ret_error)
{
	struct wb_str columns[COLUMNS_MAX];

	line = strip_newline(line);
	int count = split(line, columns, COLUMNS_MAX);
	if (count < 5) {
		*ret_error = "expected epoch|callid|queue|agent|verb";
		return false;
	}
	if (!wb_text_to_ms(columns[0], &ret_record->t)) {
		*ret_error = "the first column is not a time";
		return false;
	}
	int at = find_verb_column(columns, count);
	ret_record->callid = columns[1];
	ret_record->queue = columns[2];
	ret_record->agent = span(columns[3], columns[at - 1]);
	ret_record->verb = find_verb(columns[at]);
	ret_record->verb_text = columns[at];
	set_parameters(ret_record, line, columns[at]);
	return true;
}

int64_t wb_queue_log_number(const struct wb_queue_record *record, int index)
{
	int64_t value;

	int count = record->count;

	while (index < 0 && count > 0 &&
	       record->parameters[count - 1].len == 0) {
		count--; /* some writers end every record with a separator */
	}
	if (index < 0) {
		index += count;
	}
	if (index < 0 || index >= record->count ||
	    !wb_text_to_int(record->parameters[index], &value) || value < 0) {
		return -1;
	}
	return value;
}
