/*
 * The floor that wallboard-sim plays: five queues of calls in two tiers and
 * four of what is written, 76 agents.
 * The rates are set so that a day comes out near a service level of 80 %, an
 * occupancy of 80 % and 5 % abandoned, with bad stretches in the incidents;
 * tests/unit/sim/check_floor.c holds it to that.
 */

#include "sim/floor.h"

#include <stddef.h>

enum {
	SALES,
	TELESALES,
	COMPLAINTS,
	TECHSUPPORT,
	TECHSUPPORT_2,
	CHAT,
	EMAIL,
	SOCIAL,
	TICKETS,
	QUEUES,
};

#define CLOCK(hour, minute) ((hour)*60 + (minute))
#define BIT(queue) (1u << (queue))
#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* Two humps, before and after lunch; factors at the full hours. */
static const double office_curve[24] = {
	0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.15, 0.36, 0.76, 0.93, 0.89,
	0.90, 0.92, 1.04, 1.08, 0.92, 0.48, 0.22, 0.16, 0.12, 0.06, 0.04, 0.03,
};

static const double support_curve[24] = {
	0.04, 0.03, 0.03, 0.02, 0.03, 0.03, 0.04, 0.05, 0.36, 0.74, 0.90, 0.88,
	0.92, 0.94, 1.06, 1.12, 1.00, 0.50, 0.24, 0.18, 0.14, 0.06, 0.05, 0.04,
};

/* People write at night too. */
static const double letter_curve[24] = {
	0.10, 0.06, 0.04, 0.03, 0.03, 0.05, 0.12, 0.30, 0.60, 0.90, 1.05, 1.00,
	0.95, 0.90, 1.00, 1.05, 0.95, 0.70, 0.50, 0.45, 0.42, 0.36, 0.28, 0.18,
};

static const char *const sales_topics[] = { "new_line", "upgrade", "prices",
	                                    NULL };
static const char *const telesales_topics[] = { "fibre_offer", "call_back",
	                                        NULL };
static const char *const complaint_topics[] = { "bill", "delivery", "service",
	                                        NULL };
static const char *const tech_topics[] = { "internet_down", "slow", "router",
	                                   "mail", NULL };

static const struct wb_sim_queue queues[QUEUES] = {
	[SALES] = {
		.name = "sales",
		.calls_per_hour = 146,
		.curve = office_curve,
		.open_minute = CLOCK(8, 0), .close_minute = CLOCK(20, 30),
		.ivr_s = 14,
		.patience_s = 240, .patience_shape = 1.1,
		.ring_s = 4, .no_answer_share = 0.012, .rejected_share = 0.002, .resumed_share = 0.05,
		.exit_key_share = 0.015, .callback_share = 0.05,
		.overflow_s = 180, .overflow_to = TELESALES,
		.full = 30,
		.transfer_share = 0.02, .transfer_to = COMPLAINTS,
		.external_share = 0.01,
		.work = { .talk_s = 165, .talk_sigma = 0.6,
			.hold_share = 0.15, .hold_s = 35,
			.acw_share = 0.85, .acw_s = 28, .acw_limit_s = 90,
			.resolved_share = 0.82, .first_level_share = 0.95,
			.sale_share = 0.24, .refusal_share = 0.35,
			.follow_up_share = 0.08,
			.rated_share = 0.10, .score = 4.7 },
		.topics = sales_topics,
	},
	[TELESALES] = {
		.name = "telesales",
		.calls_per_hour = 18,
		.curve = office_curve,
		.open_minute = CLOCK(8, 0), .close_minute = CLOCK(20, 30),
		.ivr_s = 6,
		.patience_s = 220, .patience_shape = 1.1,
		.ring_s = 4, .no_answer_share = 0.01, .rejected_share = 0.004, .resumed_share = 0.05,
		.exit_key_share = 0.01,
		.timeout_s = 300,
		.full = 20,
		.transfer_share = 0.03, .transfer_to = SALES,
		.work = { .talk_s = 150, .talk_sigma = 0.6,
			.hold_share = 0.08, .hold_s = 25,
			.acw_share = 0.9, .acw_s = 30, .acw_limit_s = 90,
			.resolved_share = 0.85, .first_level_share = 0.95,
			.sale_share = 0.3, .refusal_share = 0.3,
			.follow_up_share = 0.1,
			.rated_share = 0.06, .score = 4.6 },
		.topics = telesales_topics,
	},
	[COMPLAINTS] = {
		.name = "complaints",
		.calls_per_hour = 69,
		.curve = office_curve,
		.open_minute = CLOCK(8, 0), .close_minute = CLOCK(20, 30),
		.ivr_s = 18,
		.patience_s = 320, .patience_shape = 1.2,
		.ring_s = 5, .no_answer_share = 0.015, .rejected_share = 0.003, .resumed_share = 0.05,
		.exit_key_share = 0.02, .callback_share = 0.06,
		.timeout_s = 420,
		.full = 25,
		.transfer_share = 0.05, .transfer_to = TECHSUPPORT,
		.external_share = 0.02,
		.work = { .talk_s = 240, .talk_sigma = 0.55,
			.hold_share = 0.28, .hold_s = 50,
			.acw_share = 0.95, .acw_s = 50, .acw_limit_s = 150,
			.resolved_share = 0.68, .first_level_share = 0.8,
			.follow_up_share = 0.22,
			.rated_share = 0.14, .score = 4.1 },
		.topics = complaint_topics,
	},
	[TECHSUPPORT] = {
		.name = "techsupport",
		.tier = 1,
		.calls_per_hour = 76,
		.curve = support_curve,
		.ivr_s = 22,
		.patience_s = 300, .patience_shape = 1.1,
		.ring_s = 4, .no_answer_share = 0.012, .rejected_share = 0.002, .resumed_share = 0.05,
		.exit_key_share = 0.02, .callback_share = 0.04,
		.timeout_s = 480,
		.full = 30,
		.transfer_share = 0.14, .transfer_to = TECHSUPPORT_2,
		.work = { .talk_s = 270, .talk_sigma = 0.65,
			.hold_share = 0.22, .hold_s = 45,
			.acw_share = 0.8, .acw_s = 35, .acw_limit_s = 120,
			.resolved_share = 0.74, .first_level_share = 0.86,
			.follow_up_share = 0.1,
			.rated_share = 0.12, .score = 4.5 },
		.topics = tech_topics,
	},
	[TECHSUPPORT_2] = {
		.name = "techsupport-2",
		.tier = 2,
		.calls_per_hour = 11,
		.curve = office_curve,
		.open_minute = CLOCK(8, 0), .close_minute = CLOCK(21, 0),
		.ivr_s = 20,
		.patience_s = 500, .patience_shape = 1.2,
		.ring_s = 5, .no_answer_share = 0.01, .rejected_share = 0.002, .resumed_share = 0.05,
		.callback_share = 0.05,
		.timeout_s = 600,
		.full = 15,
		.transfer_share = 0.02, .transfer_to = COMPLAINTS,
		.external_share = 0.03,
		.work = { .talk_s = 520, .talk_sigma = 0.6,
			.hold_share = 0.35, .hold_s = 70,
			.acw_share = 1, .acw_s = 70, .acw_limit_s = 240,
			.resolved_share = 0.85, .first_level_share = 0.1,
			.follow_up_share = 0.18,
			.rated_share = 0.15, .score = 4.8 },
		.topics = tech_topics,
	},
	[CHAT] = {
		.name = "chat",
		.channel = WB_CHANNEL_CHAT, .threshold_s = 60,
		.calls_per_hour = 58,
		.curve = office_curve,
		.open_minute = CLOCK(8, 0), .close_minute = CLOCK(20, 30),
		.patience_s = 420, .patience_shape = 1.2, .resumed_share = 0.1,
		.full = 25, .reply_s = 18,
		.work = { .talk_s = 400, .talk_sigma = 0.5,
			.resolved_share = 0.78, .first_level_share = 0.9,
			.follow_up_share = 0.06,
			.rated_share = 0.3, .score = 4.6 },
		.topics = complaint_topics,
	},
	[EMAIL] = {
		.name = "email",
		.channel = WB_CHANNEL_EMAIL, .threshold_s = 4 * 3600,
		.calls_per_hour = 30,
		.curve = letter_curve,
		.reply_s = 150,
		.work = { .talk_s = 260, .talk_sigma = 0.5,
			.resolved_share = 0.8, .first_level_share = 0.9,
			.follow_up_share = 0.1,
			.rated_share = 0.08, .score = 4.3 },
		.topics = complaint_topics,
	},
	[SOCIAL] = {
		.name = "social",
		.channel = WB_CHANNEL_SOCIAL, .threshold_s = 3600,
		.calls_per_hour = 22,
		.curve = letter_curve,
		.reply_s = 60,
		.work = { .talk_s = 120, .talk_sigma = 0.6,
			.resolved_share = 0.75, .first_level_share = 0.9,
			.rated_share = 0.04, .score = 4.2 },
		.topics = sales_topics,
	},
	[TICKETS] = {
		.name = "tickets",
		.channel = WB_CHANNEL_TICKET, .threshold_s = 8 * 3600,
		.calls_per_hour = 12,
		.curve = letter_curve,
		.reply_s = 200,
		.work = { .talk_s = 480, .talk_sigma = 0.6,
			.resolved_share = 0.85, .first_level_share = 0.5,
			.follow_up_share = 0.2,
			.rated_share = 0.1, .score = 4.5 },
		.topics = tech_topics,
	},
};

static const struct wb_sim_campaign campaign = {
	.gap_s = 5,
	.ring_s = 11,
	.connect_share = 0.46,
	.work = { .talk_s = 150,
	          .talk_sigma = 0.8,
	          .hold_share = 0.03,
	          .hold_s = 20,
	          .acw_share = 0.95,
	          .acw_s = 26,
	          .acw_limit_s = 90,
	          .sale_share = 0.11,
	          .refusal_share = 0.6,
	          .follow_up_share = 0.12 },
	.topics = telesales_topics,
};

static const struct wb_sim_shift office_shifts[] = {
	{ CLOCK(8, 0), CLOCK(16, 30) }, { CLOCK(9, 0), CLOCK(17, 30) },
	{ CLOCK(8, 30), CLOCK(17, 0) }, { CLOCK(12, 0), CLOCK(20, 30) },
	{ CLOCK(9, 0), CLOCK(17, 30) }, { CLOCK(7, 30), CLOCK(16, 0) },
	{ CLOCK(13, 0), CLOCK(21, 0) },
};

/* Two of fifteen through the night. */
static const struct wb_sim_shift support_shifts[] = {
	{ CLOCK(8, 0), CLOCK(16, 30) },   { CLOCK(9, 0), CLOCK(17, 30) },
	{ CLOCK(8, 30), CLOCK(17, 0) },   { CLOCK(12, 0), CLOCK(20, 30) },
	{ CLOCK(9, 0), CLOCK(17, 30) },   { CLOCK(7, 0), CLOCK(15, 30) },
	{ CLOCK(14, 0), CLOCK(22, 0) },   { CLOCK(22, 0), CLOCK(31, 0) },
	{ CLOCK(8, 30), CLOCK(17, 0) },   { CLOCK(9, 30), CLOCK(18, 0) },
	{ CLOCK(9, 0), CLOCK(17, 30) },   { CLOCK(13, 0), CLOCK(21, 30) },
	{ CLOCK(22, 30), CLOCK(31, 30) }, { CLOCK(8, 0), CLOCK(16, 30) },
	{ CLOCK(10, 0), CLOCK(18, 30) },
};

static const struct wb_sim_team teams[] = {
	{ .prefix = "a",
	  .first = 101,
	  .last = 115,
	  .queues = BIT(SALES),
	  .also_every = 3,
	  .also = BIT(TELESALES),
	  .remote_every = 4,
	  .shifts = office_shifts,
	  .shift_count = COUNT(office_shifts) },
	{ .prefix = "a",
	  .first = 116,
	  .last = 125,
	  .queues = BIT(TELESALES),
	  .also_every = 5,
	  .also = BIT(SALES),
	  .remote_every = 3,
	  .shifts = office_shifts,
	  .shift_count = COUNT(office_shifts),
	  .campaign = &campaign },
	{ .prefix = "a",
	  .first = 126,
	  .last = 137,
	  .queues = BIT(COMPLAINTS),
	  .also_every = 4,
	  .also = BIT(SALES),
	  .remote_every = 5,
	  .shifts = office_shifts,
	  .shift_count = COUNT(office_shifts) },
	{ .prefix = "a",
	  .first = 138,
	  .last = 152,
	  .queues = BIT(TECHSUPPORT),
	  .also_every = 5,
	  .also = BIT(TECHSUPPORT_2),
	  .remote_every = 4,
	  .shifts = support_shifts,
	  .shift_count = COUNT(support_shifts) },
	{ .prefix = "a",
	  .first = 153,
	  .last = 160,
	  .queues = BIT(TECHSUPPORT_2),
	  .also_every = 2,
	  .also = BIT(TECHSUPPORT),
	  .remote_every = 3,
	  .shifts = office_shifts,
	  .shift_count = COUNT(office_shifts) },
	{ .prefix = "a",
	  .first = 161,
	  .last = 176,
	  .queues = BIT(CHAT) | BIT(EMAIL) | BIT(SOCIAL) | BIT(TICKETS),
	  .remote_every = 2,
	  .shifts = office_shifts,
	  .shift_count = COUNT(office_shifts),
	  .at_once = 3 },
};

static const struct wb_sim_incident incidents[] = {
	{ TECHSUPPORT, CLOCK(10, 15), CLOCK(11, 0), 2.0 },
	{ COMPLAINTS, CLOCK(15, 0), CLOCK(15, 45), 1.6 },
};

static const struct wb_sim_floor floor_default = {
	.utc_offset = 3 * WB_HOUR + 30 * WB_MINUTE,
	.queues = queues,
	.queue_count = QUEUES,
	.teams = teams,
	.team_count = COUNT(teams),
	.incidents = incidents,
	.incident_count = COUNT(incidents),
	.hang_up_in_ivr_share = 0.02,
	.repeat_share = 0.14,
	.breaks = true,
	.helps = true,
	.sl_threshold_s = 20,
	.short_s = 5,
};

const struct wb_sim_floor *wb_sim_floor_default(void)
{
	return &floor_default;
}
