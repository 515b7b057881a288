#ifndef WB_TEST_ALERT_KIT_H
#define WB_TEST_ALERT_KIT_H

/*
 * Alerts over the small centre of engine_kit.h, with rules from the text of a
 * configuration. What is told is kept as lines, times in seconds from the base:
 *
 *     2.100 raised wait/queue:sales
 *     2.100 duty raised 1: queue:sales          (of a message: who stands)
 *     9.000 duty resolved 0: -queue:sales       (and who ended)
 */

#include "alert/alert.h"
#include "config/config.h"
#include "engine_kit.h"

struct alert_kit {
	struct kit kit;
	struct wb_config *config;
	struct wb_alerts *alerts;
	struct wb_buf log;
	struct wb_buf steps; /* all of them, "MS raised wait/queue:sales" */
	struct wb_buf keys;  /* of all messages, a line each */
	int cuts; /* advances by so many parts of what is left; 0 = at once */
};

/* `alerts` is what stands below "alerts:" in a configuration. */
void alert_kit_open(struct alert_kit *kit, wb_ms base, const char *alerts);
void alert_kit_close(struct alert_kit *kit);

/* Puts other rules in force; NULL = the same, with what changed in kit.plan. */
void alert_kit_replan(struct alert_kit *kit, const char *alerts);

/* Moves time to base + seconds; applies an event; one that is late. */
void alert_kit_at(struct alert_kit *kit, double seconds);
void alert_kit_play(struct alert_kit *kit, double seconds, const char *ev,
                    const char *fields);

/* An entry that begins to wait, is answered, or leaves. */
void alert_kit_enter(struct alert_kit *kit, double seconds, const char *contact,
                     const char *queue);
void alert_kit_answer(struct alert_kit *kit, double seconds,
                      const char *contact, const char *queue,
                      const char *agent);
void alert_kit_leave(struct alert_kit *kit, double seconds, const char *contact,
                     const char *queue);

/* Acts at the present time; gives what wb_alerts_act() does. `id` may leave out
 * its instant: then it is the alert's that stands. */
int alert_kit_act(struct alert_kit *kit, enum wb_alert_act act, const char *id,
                  double until, const char *author, const char *note);

/* Replaces engine and alerts by copies that were saved and loaded. */
void alert_kit_reload(struct alert_kit *kit);

/*
 * Plays a script: a line each of the seconds and what happens then, or nothing.
 *
 *     1.5 enter c1 sales | answer c1 sales ann | leave c1 sales | over c1 ann
 *     2 in ann sales     | out ann             | ack RULE/SCOPE AUTHOR
 *     3 shelve RULE/SCOPE UNTIL | unshelve RULE/SCOPE
 *     4 feed pbx silent | feed pbx heard | route duty failing | mended
 *
 * After each line, `between` may do something more.
 */
void alert_kit_script(struct alert_kit *kit, const char *script,
                      void (*between)(struct alert_kit *kit, double seconds));

/* Fails the test when what was told since the last time is not this. */
void alert_kit_expect(struct alert_kit *kit, const char *lines);

/* What stands: "wait/queue:sales firing; ...", in the order of each(). */
void alert_kit_expect_standing(struct alert_kit *kit, const char *text);

/* Rules need what the daemon knows of KPIs. */
extern const struct wb_config_checks alert_kit_checks;

#endif
