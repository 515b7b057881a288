#include "sim/tally.h"

#include "base/json_write.h"

static const struct {
	const char *name;
	size_t offset;
} fields[] = {
#define FIELD(name)                                                            \
	{                                                                      \
#name, offsetof(struct wb_sim_counts, name)                    \
	}
	FIELD(offered),
	FIELD(answered),
	FIELD(answered_in_time),
	FIELD(abandoned),
	FIELD(abandoned_in_time),
	FIELD(abandoned_short),
	FIELD(refused),
	FIELD(wait_answered_ms),
	FIELD(wait_abandoned_ms),
	FIELD(offers),
	FIELD(no_answer),
	FIELD(handled),
	FIELD(talk_ms),
	FIELD(hold_ms),
	FIELD(acw_ms),
	FIELD(held),
	FIELD(outcomes),
	FIELD(resolved),
	FIELD(net),
	FIELD(resolved_net),
	FIELD(sale_flagged),
	FIELD(sales),
	FIELD(refusals),
	FIELD(follow_ups),
	FIELD(follow_ups_closed),
	FIELD(callbacks),
	FIELD(callbacks_decided),
	FIELD(callbacks_in_time),
	FIELD(resumed),
	FIELD(replies),
	FIELD(late),
	FIELD(escalated),
	FIELD(ratings),
	FIELD(satisfied),
#undef FIELD
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static int64_t field(const struct wb_sim_counts *counts, size_t i)
{
	int64_t value;
	memcpy(&value, (const char *)counts + fields[i].offset, sizeof(value));
	return value;
}

static int64_t flow_outs(const struct wb_sim_counts *counts)
{
	int64_t sum = 0;
	for (int i = 0; i < WB_OUTCOME_COUNT; i++) {
		sum += counts->flow_outs[i];
	}
	return sum;
}

static void write_int(struct wb_json_writer *w, const char *key, int64_t value)
{
	wb_json_key_text(w, key);
	wb_json_int(w, value);
}

static void write_counts(struct wb_json_writer *w,
                         const struct wb_sim_counts *counts)
{
	wb_json_begin_object(w);
	for (size_t i = 0; i < FIELDS; i++) {
		write_int(w, fields[i].name, field(counts, i));
	}
	static const char *const kinds[WB_TRANSFER_COUNT] = {
		"transfers_blind", "transfers_attended", "transfers_queue",
		"transfers_external"
	};
	for (int i = 0; i < WB_TRANSFER_COUNT; i++) {
		write_int(w, kinds[i], counts->transferred[i]);
	}
	write_int(w, "flow_outs", flow_outs(counts));
	for (int i = 0; i < WB_OUTCOME_COUNT; i++) {
		if (i != WB_OUTCOME_ABANDONED) {
			write_int(w, wb_outcome_name((enum wb_outcome)i),
			          counts->flow_outs[i]);
		}
	}
	wb_json_end_object(w);
}

static void write_time(struct wb_json_writer *w,
                       const struct wb_sim_agent_time *time)
{
	wb_json_key_text(w, "agents");
	wb_json_begin_object(w);
	write_int(w, "idle_ms", time->idle_ms);
	write_int(w, "ringing_ms", time->ringing_ms);
	write_int(w, "contact_ms", time->contact_ms);
	write_int(w, "away_ms", time->away_ms);
	write_int(w, "scheduled_ms", time->scheduled_ms);
	write_int(w, "adherent_ms", time->adherent_ms);
	wb_json_end_object(w);
}

void wb_sim_tally_write(const struct wb_sim_tally *tally,
                        const struct wb_sim_floor *floor, wb_ms from, wb_ms to,
                        struct wb_buf *out)
{
	struct wb_json_writer w;
	wb_json_writer_init(&w, out);
	wb_json_begin_object(&w);
	write_int(&w, "from", from);
	write_int(&w, "to", to);
	write_int(&w, "threshold_ms", floor->sl_threshold_s * WB_SECOND);
	write_int(&w, "short_ms", floor->short_s * WB_SECOND);
	write_int(&w, "events", tally->events);
	write_int(&w, "contacts", tally->contacts);
	write_int(&w, "repeated", tally->repeated);
	write_int(&w, "dialled", tally->dialled);
	write_int(&w, "connected", tally->connected);
	write_time(&w, &tally->time);
	wb_json_key_text(&w, "queues");
	wb_json_begin_object(&w);
	for (int q = 0; q < floor->queue_count; q++) {
		wb_json_key_text(&w, floor->queues[q].name);
		write_counts(&w, &tally->queues[q]);
	}
	wb_json_end_object(&w);
	wb_json_key_text(&w, "direct");
	write_counts(&w, &tally->direct);
	wb_json_end_object(&w);
	wb_buf_add_char(out, '\n');
}

/* Tenths of a percent, or of whatever; 0 when there is nothing to divide by. */
static int64_t tenths(int64_t num, int64_t den)
{
	return den > 0 ? (num * 1000 + den / 2) / den : 0;
}

static void print_share(struct wb_buf *out, int64_t num, int64_t den)
{
	int64_t share = tenths(num, den);
	wb_buf_addf(out, " %5lld.%lld", (long long)(share / 10),
	            (long long)(share % 10));
}

static void print_queue(const char *name, const struct wb_sim_counts *c,
                        struct wb_buf *out)
{
	/* the service level variant `offered`, short abandons left out */
	int64_t decided = c->answered + c->abandoned + flow_outs(c);
	int64_t handle_ms = c->talk_ms + c->hold_ms + c->acw_ms;
	wb_buf_addf(out, "%-14s %7lld %8lld", name, (long long)c->offered,
	            (long long)c->answered);
	print_share(out, c->answered_in_time, decided);
	print_share(out, c->abandoned, decided);
	wb_buf_addf(
		out, " %7lld %7lld\n",
		(long long)(c->answered
	                            ? c->wait_answered_ms / c->answered / 1000
	                            : 0),
		(long long)(c->handled ? handle_ms / c->handled / 1000 : 0));
}

void wb_sim_tally_print(const struct wb_sim_tally *tally,
                        const struct wb_sim_floor *floor, struct wb_buf *out)
{
	wb_buf_add_text(out, "queue          offered answered    SL %   aban %"
	                     "  ASA s   AHT s\n");
	for (int q = 0; q < floor->queue_count; q++) {
		print_queue(floor->queues[q].name, &tally->queues[q], out);
	}
	const struct wb_sim_agent_time *time = &tally->time;
	wb_buf_addf(out,
	            "contacts %lld, dialled %lld, connected %lld, "
	            "events %lld, occupancy %%",
	            (long long)tally->contacts, (long long)tally->dialled,
	            (long long)tally->connected, (long long)tally->events);
	print_share(out, time->contact_ms, time->contact_ms + time->idle_ms);
	wb_buf_add_char(out, '\n');
}
