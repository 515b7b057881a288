#include "suite.h"

#include <SDL.h>
#include <stdlib.h>

#include "present/sound.h"

START_TEST(the_tone_swells_and_ends_in_silence)
{
	static short samples[WB_SOUND_SAMPLES];
	int loudest = 0, jump = 0;
	wb_sound_make(samples);
	for (int i = 0; i < WB_SOUND_SAMPLES; i++) {
		int level = abs(samples[i]);
		loudest = level > loudest ? level : loudest;
		if (i > 0 && abs(samples[i] - samples[i - 1]) > jump) {
			jump = abs(samples[i] - samples[i - 1]);
		}
	}
	/* heard, never cut off, and no click at either end or between */
	ck_assert_int_gt(loudest, 4000);
	ck_assert_int_lt(loudest, 20000);
	ck_assert_int_lt(jump, 4000);
	ck_assert_int_eq(samples[0], 0);
	ck_assert_int_lt(abs(samples[WB_SOUND_SAMPLES - 1]), 20);
}
END_TEST

START_TEST(it_plays_where_there_is_a_device)
{
	SDL_setenv("SDL_AUDIODRIVER", "dummy", 1);
	struct wb_sound *sound = wb_sound_create();
	ck_assert(!wb_sound_tick(sound));
	ck_assert(wb_sound_play(sound));
	ck_assert(wb_sound_play(sound)); /* again while it sounds */
	ck_assert(wb_sound_tick(sound));
	wb_sound_destroy(sound);
}
END_TEST

START_TEST(without_a_device_it_says_so_and_goes_on)
{
	SDL_setenv("SDL_AUDIODRIVER", "nonsense", 1);
	struct wb_sound *sound = wb_sound_create();
	ck_assert(!wb_sound_play(sound));
	ck_assert(!wb_sound_tick(sound));
	wb_sound_destroy(sound);
	wb_sound_destroy(NULL);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("sound");
	tcase_add_test(tc, the_tone_swells_and_ends_in_silence);
	tcase_add_test(tc, it_plays_where_there_is_a_device);
	tcase_add_test(tc, without_a_device_it_says_so_and_goes_on);
	return wb_test_run("wall/sound", tc);
}
