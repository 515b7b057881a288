#ifndef WB_SOUND_H
#define WB_SOUND_H

/*
 * A tone for a new critical alert: two notes, made here, no file. The device
 * is open only while it sounds, so that silence costs nothing. Main thread.
 */

#include <stdbool.h>

struct wb_sound;

/* NULL when out of memory. Opens nothing yet. */
struct wb_sound *wb_sound_create(void);
void wb_sound_destroy(struct wb_sound *sound);

/* Begins the tone; false with SDL_GetError() when there is no device. */
bool wb_sound_play(struct wb_sound *sound);

/* Closes the device when the tone is over; true while it still sounds. */
bool wb_sound_tick(struct wb_sound *sound);

#define WB_SOUND_RATE 48000
#define WB_SOUND_SAMPLES (WB_SOUND_RATE * 9 / 10)

/* The tone as signed 16-bit samples; pure. */
void wb_sound_make(short ret_samples[WB_SOUND_SAMPLES]);

#endif
