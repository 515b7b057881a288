#include <stdint.h>
#include <stdlib.h>

#include "app/act_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct wb_act_record *a, const struct wb_act_record *b)
{
	return a->is_seen == b->is_seen && a->seen == b->seen &&
	       a->act == b->act && a->until == b->until &&
	       wb_str_equal(a->name, b->name) && wb_str_equal(a->id, b->id) &&
	       wb_str_equal(a->author, b->author) &&
	       wb_str_equal(a->note, b->note);
}

/* Refused with a word, or taken within its bounds. */
static void check(bool taken, const struct wb_act_record *act,
                  const char *error)
{
	if (!taken) {
		if (error[0] == '\0') {
			abort();
		}
		return;
	}
	if (act->is_seen ? act->name.len == 0
	                 : act->id.len == 0 || act->author.len == 0 ||
	                           act->id.len > WB_ALERT_ID_MAX ||
	                           act->note.len > WB_ALERT_NOTE_MAX) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wb_arena arena = { 0 };
	struct wb_act_record act, again;
	char error[WB_ACT_ERROR_SIZE] = "";
	struct wb_str text = { (const char *)data, size };
	bool taken = wb_act_request_read(text, WB_HOUR, &arena, &act, error);
	check(taken, &act, error);
	if (taken && (act.is_seen || (act.act == WB_ACT_SHELVE &&
	                              (act.until < WB_HOUR + WB_SHELVE_MIN ||
	                               act.until > WB_HOUR + WB_SHELVE_MAX)))) {
		abort();
	}
	error[0] = '\0';
	taken = wb_act_record_read(text, &arena, &act, error);
	check(taken, &act, error);
	if (taken) {
		struct wb_buf out = { 0 };
		wb_act_record_write(&act, &out);
		if (!wb_act_record_read(wb_buf_str(&out), &arena, &again,
		                        error) ||
		    !same(&act, &again)) {
			abort();
		}
		wb_buf_finish(&out);
	}
	wb_arena_finish(&arena);
	return 0;
}
