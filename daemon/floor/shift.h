#ifndef WB_FLOOR_SHIFT_H
#define WB_FLOOR_SHIFT_H

/*
 * Private to floor/: how a shift goes on from note to note and from one due
 * time to the next. What it brings about is gathered, not told.
 */

#include "floor/timeline.h"

struct wb_floor;

enum floor_run_mode {
	RUN_ON,    /* the last shift goes on with what is new */
	RUN_AGAIN, /* the last shift, from the first one on */
	RUN_FOLD,  /* the first shift goes on; nothing is gathered */
};

struct floor_run {
	struct wb_floor *floor;
	uint32_t agent;
	enum floor_run_mode mode;
	struct floor_shift *shift;
	/* all notes: how some take effect depends on others */
	struct floor_note *notes;
	uint32_t note_count;
	/* what came out; the lists are the run's */
	struct floor_step *steps;
	uint32_t step_count, step_capacity;
	struct floor_done *dones;
	uint32_t done_count, done_capacity;
	bool moved; /* other queues in this instant */
};

/* Applies notes [from, to), and what is due up to `until`. */
void wb_shift_run(struct floor_run *run, uint32_t from, uint32_t to,
                  wb_ms until);

/* When the next thing happens without a note, or WB_NEVER. */
wb_ms wb_shift_due(const struct floor_shift *shift);

/* The open segment of a contact, or NULL. */
struct floor_segment *wb_shift_open(const struct floor_shift *shift,
                                    uint32_t contact);

struct floor_tally {
	uint32_t open, held, after; /* segments */
};

struct floor_tally wb_shift_tally(const struct floor_shift *shift);

/* shift_segments.c. False when the note found nothing to change. */
bool wb_shift_segment(struct floor_run *run, const struct floor_note *note);
/* All after-contact work is over. */
void wb_shift_finish_after(struct floor_run *run, wb_ms t);
/* ... that lasted as long as it may. */
void wb_shift_expire(struct floor_run *run);

/* shift_presence.c, likewise */
bool wb_shift_presence(struct floor_run *run, const struct floor_note *note);
/* It does something, so it must be there, and serve that queue. */
void wb_shift_show_up(struct floor_run *run, uint32_t queue);
void wb_shift_ring_off(struct floor_shift *shift, uint32_t contact);

/* Older than the bound, and there is newer word already. */
bool wb_note_overtaken(const struct floor_note *note, wb_ms newest);

void wb_shift_init(struct floor_shift *shift);
/* False when out of memory; `to` is then as it was. */
bool wb_shift_copy(struct floor_shift *to, const struct floor_shift *from);
void wb_shift_finish(struct floor_shift *shift);

/* 0: ends; 1: beginnings; 2: conclusions */
int wb_note_rank(enum floor_note_kind kind);

/* tell.c */
void wb_tell_done(struct wb_floor *floor, uint32_t agent,
                  struct floor_done *done, int sign);
void wb_tell_step(struct wb_floor *floor, uint32_t agent,
                  const struct floor_step *step);
/* What came out of a run over all notes, where it differs from what was told */
void wb_tell_dones(struct wb_floor *floor, uint32_t agent,
                   const struct floor_run *run);
void wb_tell_steps(struct wb_floor *floor, uint32_t agent,
                   const struct floor_run *run);
/* Handles of the last shift that are beyond their limits now. */
void wb_tell_longs(struct wb_floor *floor, uint32_t agent);
/* The first instant beyond the limit; WB_NEVER = there is none. */
wb_ms wb_long_at(const struct wb_floor *floor,
                 const struct floor_segment *segment);

/* schedule.c: what is planned for an agent */
void wb_schedule_add(struct floor_shift *shift,
                     const struct floor_plan_span *plan);
/* What is planned now; NULL = nothing. */
const struct floor_plan_span *wb_schedule_now(const struct floor_shift *shift);
/* The next border, or WB_NEVER. */
wb_ms wb_schedule_due(const struct floor_shift *shift);
/* Forgets what is over. */
void wb_schedule_trim(struct floor_shift *shift);
/* Does the agent do what is planned? */
bool wb_schedule_met(const struct wb_floor *floor,
                     const struct floor_shift *shift, uint32_t activity);

/* Room for element `count`. False when out of memory. */
bool wb_list_room(void **list, uint32_t *capacity, uint32_t count, size_t size);

#endif
