/* The words that alerts are told in, on the wire and in the history. */

#include "alert/alert.h"

const char *wb_alert_state_name(enum wb_alert_state state)
{
	static const char *const names[WB_ALERT_STATE_COUNT] = {
		[WB_ALERT_QUIET] = "quiet",
		[WB_ALERT_PENDING] = "pending",
		[WB_ALERT_FIRING] = "firing",
		[WB_ALERT_ACKNOWLEDGED] = "acknowledged",
		[WB_ALERT_OVER] = "over",
	};
	return names[state];
}

const char *wb_alert_step_name(enum wb_alert_step_kind kind)
{
	static const char *const names[WB_ALERT_STEP_KIND_COUNT] = {
		[WB_ALERT_RAISED] = "raised",
		[WB_ALERT_STEP_ACKNOWLEDGED] = "acknowledged",
		[WB_ALERT_STEP_ESCALATED] = "escalated",
		[WB_ALERT_STEP_RESOLVED] = "resolved",
		[WB_ALERT_STEP_SHELVED] = "shelved",
		[WB_ALERT_STEP_UNSHELVED] = "unshelved",
		[WB_ALERT_STEP_FLAPPING] = "flapping",
		[WB_ALERT_STEP_INHIBITED] = "inhibited",
		[WB_ALERT_STEP_RELEASED] = "released",
		[WB_ALERT_STEP_OVER] = "over",
	};
	return names[kind];
}

const char *wb_notice_kind_name(enum wb_notice_kind kind)
{
	static const char *const names[WB_NOTICE_KIND_COUNT] = {
		[WB_NOTICE_RAISED] = "raised",
		[WB_NOTICE_CHANGED] = "changed",
		[WB_NOTICE_REMINDER] = "reminder",
		[WB_NOTICE_ESCALATED] = "escalated",
		[WB_NOTICE_RESOLVED] = "resolved",
		[WB_NOTICE_TEST] = "test",
	};
	return names[kind];
}

const char *wb_alert_act_name(enum wb_alert_act act)
{
	static const char *const names[WB_ACT_COUNT] = {
		[WB_ACT_ACKNOWLEDGE] = "acknowledge",
		[WB_ACT_SHELVE] = "shelve",
		[WB_ACT_UNSHELVE] = "unshelve",
	};
	return names[act];
}
