#ifndef WB_NOTIFY_MESSAGE_H
#define WB_NOTIFY_MESSAGE_H

/*
 * A message as it lies in the outbox: a JSON object of what is to be told,
 * without words. It is also what the own webhook format sends, so a receiver
 * gets the same object whenever it is sent. Pure. Private to notify/.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "json.h"
#include "notify/notify.h"

/* {"key":..,"kind":..,"at":..,"route":..,"rule":..,"rule_title":{..},
 * "severity":..,"group":..,"standing":..,"more":..,"alerts":[..]} */
void wb_message_write(struct wb_buf *out,
                      const struct wb_notify_message *message);

/* One condition of an alert, as it was. */
struct wb_told_reading {
	struct wb_str kpi;    /* or the signal's name */
	struct wb_str signal; /* "kpi", "due", "feed_silent", ... */
	struct wb_str window, unit, explanation;
	bool is_bad;
	bool below_is_bad;
	bool known, has_limit, is_ratio;
	/* ms, counts; hundredths where wb_told_is_hundredths() */
	int64_t value, limit;
	int64_t numerator, denominator;
};

struct wb_told_alert {
	struct wb_str id, rule, state, scope;
	struct wb_str title; /* of the scope, in the language asked for */
	wb_ms since, fired;
	bool over; /* it stands no longer */
	struct wb_str author, note;
	const struct wb_told_reading *readings;
	int reading_count;
};

/* A message that was read; everything lives in the arena. */
struct wb_told {
	struct wb_str key, kind, route, rule, group;
	struct wb_str rule_title; /* absent: told by its KPI */
	enum wb_severity severity;
	wb_ms at;
	int64_t standing, more;
	const struct wb_told_alert *alerts;
	int alert_count;
	const struct wb_json *tree;
	struct wb_arena arena;
};

/*
 * Reads a message for a language ("fa"); titles that lack it are in English,
 * or the names. False, and nothing to finish, when the text is no message, or
 * out of memory.
 */
bool wb_told_read(struct wb_told *told, struct wb_str text,
                  const char *language);
void wb_told_finish(struct wb_told *told);

/* Are a reading's value and limit hundredths? */
bool wb_told_is_hundredths(struct wb_str unit);

/* The reading that is told of an alert: the first bad one, else the first;
 * NULL when there is none. */
const struct wb_told_reading *
wb_told_reading_of(const struct wb_told_alert *alert);

#endif
