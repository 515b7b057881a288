#include <stdlib.h>
#include <string.h>

#include "acd/asterisk_private.h"

int wb_asterisk_record_outcome(enum wb_queue_verb verb)
{
	static const signed char outcomes[WB_VERB_COUNT] = {
		[WB_VERB_ABANDON] = WB_OUTCOME_ABANDONED + 1,
		[WB_VERB_EXITWITHTIMEOUT] = WB_OUTCOME_TIMEOUT + 1,
		[WB_VERB_EXITWITHKEY] = WB_OUTCOME_EXIT_KEY + 1,
		[WB_VERB_EXITEMPTY] = WB_OUTCOME_EMPTY + 1,
		[WB_VERB_WITHDRAW] = WB_OUTCOME_WITHDRAWN + 1,
		[WB_VERB_SYSCOMPAT] = WB_OUTCOME_FAILED + 1,
	};
	return outcomes[verb] - 1;
}

/* Where each verb has it; -1 when the record is shorter than that. */
int64_t wb_asterisk_record_wait(const struct wb_queue_record *record)
{
	return wb_queue_log_number(record,
	                           record->verb == WB_VERB_EXITWITHKEY ? 3 : 2);
}

static bool is_about(const struct wb_asterisk_note *note,
                     const struct wb_call *call)
{
	wb_ms apart = call->left - note->t;

	return wb_call_has_id(call, wb_name_str(&note->contact)) &&
	       wb_name_is(&call->queue, wb_name_str(&note->queue)) &&
	       apart >= -SAME_MOMENT_MS && apart <= SAME_MOMENT_MS;
}

static void apply(const struct wb_asterisk_note *note, struct wb_call *call)
{
	call->outcome = note->outcome;
	if (call->hold < 0) {
		call->hold = note->wait;
	}
}

bool wb_asterisk_take_note(struct wb_asterisk *a, struct wb_call *call)
{
	for (uint32_t i = 0; i < a->note_count; i++) {
		struct wb_asterisk_note *note = &a->notes[i];
		if (is_about(note, call)) {
			apply(note, call);
			a->note_count--;
			memmove(note, note + 1,
			        (a->note_count - i) * sizeof(*note));
			return true;
		}
	}
	return false;
}

/* The oldest gives way. */
static void keep(struct wb_asterisk *a, const struct wb_asterisk_note *note)
{
	if (!a->notes) {
		a->notes = calloc(WB_ASTERISK_NOTES, sizeof(*a->notes));
	}
	if (!a->notes) {
		return;
	}
	if (a->note_count == WB_ASTERISK_NOTES) {
		a->note_count--;
		memmove(a->notes, a->notes + 1,
		        a->note_count * sizeof(*a->notes));
	}
	a->notes[a->note_count++] = *note;
}

void wb_asterisk_take_record(struct wb_asterisk *a,
                             const struct wb_queue_record *record)
{
	struct wb_asterisk_note note = {
		.t = record->t,
		.outcome = wb_asterisk_record_outcome(record->verb),
		.wait = wb_asterisk_record_wait(record),
	};

	if (note.outcome < 0) {
		return;
	}
	wb_text_clean(record->callid, &note.contact);
	wb_text_clean(record->queue, &note.queue);
	struct wb_call *call =
		wb_calls_find(&a->calls, wb_name_str(&note.contact),
	                      wb_name_str(&note.queue), PHASE(WB_CALL_LEFT));
	if (call && is_about(&note, call)) {
		apply(&note, call);
		wb_asterisk_decide(a, call);
	} else {
		keep(a, &note);
	}
}
