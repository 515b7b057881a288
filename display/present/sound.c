#include "present/sound.h"

#include <SDL.h>
#include <math.h>
#include <stdlib.h>

#define LOUDNESS 9000.0 /* of 32767: heard, not startling */
#define TURN 6.28318530717958647693

struct wb_sound {
	SDL_AudioDeviceID device; /* 0 = closed */
	short samples[WB_SOUND_SAMPLES];
};

/* A note with its octave, swelling and dying away, without a click. */
static double note(double seconds, double begin, double length, double hertz)
{
	double at = seconds - begin;
	if (at < 0 || at >= length) {
		return 0;
	}
	double swell = at < 0.01 ? at / 0.01 : 1;
	double fade = exp(-at * 5) * (1 - at / length);
	return swell * fade *
	       (sin(TURN * hertz * at) + 0.3 * sin(2 * TURN * hertz * at));
}

void wb_sound_make(short ret_samples[WB_SOUND_SAMPLES])
{
	for (int i = 0; i < WB_SOUND_SAMPLES; i++) {
		double at = (double)i / WB_SOUND_RATE;
		double value =
			note(at, 0, 0.45, 880) + note(at, 0.25, 0.65, 659.26);
		ret_samples[i] = (short)lround(value * LOUDNESS);
	}
}

struct wb_sound *wb_sound_create(void)
{
	struct wb_sound *sound = calloc(1, sizeof(*sound));
	if (sound) {
		wb_sound_make(sound->samples);
	}
	return sound;
}

static void close_device(struct wb_sound *sound)
{
	if (sound->device) {
		SDL_CloseAudioDevice(sound->device);
		sound->device = 0;
		SDL_QuitSubSystem(SDL_INIT_AUDIO);
	}
}

void wb_sound_destroy(struct wb_sound *sound)
{
	if (sound) {
		close_device(sound);
		free(sound);
	}
}

bool wb_sound_play(struct wb_sound *sound)
{
	SDL_AudioSpec spec = { .freq = WB_SOUND_RATE,
		               .format = AUDIO_S16SYS,
		               .channels = 1,
		               .samples = 2048 };
	if (sound->device) {
		return true; /* it sounds already */
	}
	if (SDL_InitSubSystem(SDL_INIT_AUDIO) < 0) {
		return false;
	}
	sound->device = SDL_OpenAudioDevice(NULL, 0, &spec, NULL, 0);
	if (!sound->device) {
		SDL_QuitSubSystem(SDL_INIT_AUDIO);
		return false;
	}
	SDL_QueueAudio(sound->device, sound->samples, sizeof(sound->samples));
	SDL_PauseAudioDevice(sound->device, 0);
	return true;
}

bool wb_sound_tick(struct wb_sound *sound)
{
	if (sound->device && SDL_GetQueuedAudioSize(sound->device) == 0) {
		close_device(sound);
	}
	return sound->device != 0;
}
