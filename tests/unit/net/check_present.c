#include <SDL.h>
#include <check.h>
#include <pthread.h>

#include "present/events.h"
#include "present/present.h"
#include "suite.h"

static struct wb_present *present;
static char error[256];

static void setup(void)
{
	SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
	struct wb_present_options options = { true, 320, 200, NULL };
	present = wb_present_create(&options, error, sizeof(error));
	ck_assert_msg(present != NULL, "%s", error);
	/* the window tells its birth */
	while (wb_present_wait(present, 0) != WB_PRESENT_NOTHING) {
	}
}

static void teardown(void)
{
	wb_present_destroy(present);
}

static SDL_Event key(SDL_Keycode code, Uint16 mod)
{
	SDL_Event event = { .type = SDL_KEYDOWN };
	event.key.keysym.sym = code;
	event.key.keysym.mod = mod;
	return event;
}

START_TEST(on_a_full_screen_only_the_chord_ends_it)
{
	SDL_Event chord = key(SDLK_q, KMOD_LCTRL | KMOD_RSHIFT);
	SDL_Event half = key(SDLK_q, KMOD_LCTRL);
	SDL_Event escape = key(SDLK_ESCAPE, 0);
	SDL_Event f = key(SDLK_f, 0);
	for (int windowed = 0; windowed < 2; windowed++) {
		ck_assert_int_eq(wb_events_meaning(&chord, windowed),
		                 WB_PRESENT_QUIT);
		ck_assert_int_eq(wb_events_meaning(&half, windowed),
		                 WB_PRESENT_NOTHING);
	}
	ck_assert_int_eq(wb_events_meaning(&escape, false), WB_PRESENT_CLOSE);
	ck_assert_int_eq(wb_events_meaning(&f, false), WB_PRESENT_NOTHING);
	ck_assert_int_eq(wb_events_meaning(&f, true), WB_PRESENT_TOGGLE);
	f.key.repeat = 1;
	ck_assert_int_eq(wb_events_meaning(&f, true), WB_PRESENT_NOTHING);
}
END_TEST

static const struct {
	SDL_Keycode code;
	Uint16 mod;
	enum wb_present_event meaning;
} keys[] = {
	{ SDLK_RIGHT, 0, WB_PRESENT_NEXT },
	{ SDLK_PAGEUP, KMOD_NUM, WB_PRESENT_PREVIOUS },
	{ SDLK_SPACE, 0, WB_PRESENT_HOLD },
	{ SDLK_e, KMOD_LSHIFT, WB_PRESENT_EXPLAIN },
	{ SDLK_l, KMOD_CAPS, WB_PRESENT_LANGUAGE },
	{ SDLK_F1, 0, WB_PRESENT_HELP },
	{ SDLK_h, KMOD_LCTRL, WB_PRESENT_NOTHING },
	{ SDLK_RIGHT, KMOD_LALT, WB_PRESENT_NOTHING },
	{ SDLK_q, 0, WB_PRESENT_NOTHING },
	{ SDLK_RETURN, 0, WB_PRESENT_NOTHING },
};

START_TEST(keys_mean_what_the_help_says)
{
	SDL_Event event = key(keys[_i].code, keys[_i].mod);
	ck_assert_int_eq(wb_events_meaning(&event, false), keys[_i].meaning);
	event.key.repeat = 1;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_NOTHING);
	event.type = SDL_KEYUP;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_NOTHING);
}
END_TEST

START_TEST(screens_that_come_and_go_are_told)
{
	SDL_Event event = { .type = SDL_DISPLAYEVENT };
	event.display.event = SDL_DISPLAYEVENT_CONNECTED;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_SCREENS);
	event.type = SDL_MOUSEMOTION;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_POINTER);
}
END_TEST

START_TEST(a_monitor_is_found_by_number_or_refused_with_what_there_is)
{
	struct wb_present_options options = { false, 320, 200, "0" };
	wb_present_destroy(present);
	present = wb_present_create(&options, error, sizeof(error));
	ck_assert_msg(present != NULL, "%s", error);
	wb_present_place(present);
	wb_present_destroy(present);
	options.monitor = "DP-9";
	present = wb_present_create(&options, error, sizeof(error));
	ck_assert_ptr_null(present);
	ck_assert_msg(strstr(error, "no monitor 'DP-9'; there are: 0 '"), "%s",
	              error);
	options.monitor = "1";
	present = wb_present_create(&options, error, sizeof(error));
	ck_assert_ptr_null(present);
}
END_TEST

START_TEST(the_window_tells_size_and_exposure)
{
	SDL_Event event = { .type = SDL_WINDOWEVENT };
	event.window.event = SDL_WINDOWEVENT_SIZE_CHANGED;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_RESIZED);
	event.window.event = SDL_WINDOWEVENT_EXPOSED;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_EXPOSED);
	event.window.event = SDL_WINDOWEVENT_ENTER;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_NOTHING);
	event.type = SDL_QUIT;
	ck_assert_int_eq(wb_events_meaning(&event, false), WB_PRESENT_QUIT);
}
END_TEST

START_TEST(what_matters_is_found_among_what_does_not)
{
	SDL_Event moved = { .type = SDL_KEYUP };
	SDL_Event quit = { .type = SDL_QUIT };
	for (int i = 0; i < 20; i++) {
		SDL_PushEvent(&moved);
	}
	SDL_PushEvent(&quit);
	ck_assert_int_eq(wb_present_wait(present, 60000), WB_PRESENT_QUIT);
}
END_TEST

static void *wake(void *user)
{
	for (int i = 0; i < 100; i++) {
		wb_present_wake(user);
	}
	return NULL;
}

START_TEST(another_thread_ends_the_wait)
{
	pthread_t thread;
	ck_assert_int_eq(pthread_create(&thread, NULL, wake, present), 0);
	/* without the wakes this would take longer than the test may */
	ck_assert_int_eq(wb_present_wait(present, 3600000), WB_PRESENT_NOTHING);
	pthread_join(thread, NULL);
}
END_TEST

START_TEST(only_the_rectangles_given_are_shown)
{
	static uint32_t picture[320 * 200];
	int width, height;
	wb_present_size(present, &width, &height);
	ck_assert_int_eq(width, 320);
	ck_assert_int_eq(height, 200);
	for (int i = 0; i < 320 * 200; i++) {
		picture[i] = 0xff102030;
	}
	struct wb_rect rects[] = { { 10, 10, 20, 5 },
		                   { 310, 190, 50, 50 },
		                   { -5, -5, 3, 3 } };
	ck_assert(wb_present_show(present, picture, 320 * 4, rects, 3));

	SDL_Window *window = SDL_GetWindowFromID(1);
	SDL_Surface *surface = SDL_GetWindowSurface(window);
	ck_assert_ptr_nonnull(surface);
	Uint32 shown = SDL_MapRGB(surface->format, 0x10, 0x20, 0x30);
	const Uint32 *pixels = surface->pixels;
	int pitch = surface->pitch / 4;
	ck_assert_uint_eq(pixels[10 * pitch + 10] & 0xffffff, shown & 0xffffff);
	ck_assert_uint_eq(pixels[14 * pitch + 29] & 0xffffff, shown & 0xffffff);
	ck_assert_uint_eq(pixels[199 * pitch + 319] & 0xffffff,
	                  shown & 0xffffff);
	ck_assert_uint_eq(pixels[15 * pitch + 10] & 0xffffff, 0);
	ck_assert_uint_eq(pixels[10 * pitch + 30] & 0xffffff, 0);
}
END_TEST

START_TEST(a_picture_may_be_drawn_in_the_windows_own_memory)
{
	int pitch;
	uint32_t *pixels = wb_present_pixels(present, &pitch);
	ck_assert_ptr_nonnull(pixels);
	ck_assert_int_ge(pitch, 320 * 4);
	struct wb_rect all = { 0, 0, 320, 200 };
	pixels[7] = 0xff405060;
	ck_assert(wb_present_show(present, pixels, pitch, &all, 1));
	ck_assert_ptr_eq(wb_present_pixels(present, &pitch), pixels);
	ck_assert_uint_eq(pixels[7] & 0xffffff, 0x405060);
	SDL_SetWindowSize(SDL_GetWindowFromID(1), 64, 48);
	pixels = wb_present_pixels(present, &pitch);
	ck_assert_ptr_nonnull(pixels);
	pixels[47 * (pitch / 4) + 63] = 0; /* a sanitizer sees what is beyond */
}
END_TEST

START_TEST(a_new_size_is_told_and_taken)
{
	static uint32_t picture[400 * 300];
	int width, height;
	SDL_SetWindowSize(SDL_GetWindowFromID(1), 400, 300);
	ck_assert_int_eq(wb_present_wait(present, 60000), WB_PRESENT_RESIZED);
	wb_present_size(present, &width, &height);
	ck_assert_int_eq(width, 400);
	ck_assert_int_eq(height, 300);
	struct wb_rect all = { 0, 0, 400, 300 };
	ck_assert(wb_present_show(present, picture, 400 * 4, &all, 1));
}
END_TEST

START_TEST(a_driver_that_is_not_there_is_named)
{
	struct wb_present_options options = { true, 320, 200, NULL };
	wb_present_destroy(present);
	SDL_setenv("SDL_VIDEODRIVER", "nonsense", 1);
	present = wb_present_create(&options, error, sizeof(error));
	ck_assert_ptr_null(present);
	ck_assert_ptr_nonnull(strstr(error, "nonsense"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("present");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, on_a_full_screen_only_the_chord_ends_it);
	tcase_add_loop_test(tc, keys_mean_what_the_help_says, 0,
	                    WB_COUNT(keys));
	tcase_add_test(tc, screens_that_come_and_go_are_told);
	tcase_add_test(
		tc, a_monitor_is_found_by_number_or_refused_with_what_there_is);
	tcase_add_test(tc, the_window_tells_size_and_exposure);
	tcase_add_test(tc, what_matters_is_found_among_what_does_not);
	tcase_add_test(tc, another_thread_ends_the_wait);
	tcase_add_test(tc, only_the_rectangles_given_are_shown);
	tcase_add_test(tc, a_picture_may_be_drawn_in_the_windows_own_memory);
	tcase_add_test(tc, a_new_size_is_told_and_taken);
	tcase_add_test(tc, a_driver_that_is_not_there_is_named);
	return wb_test_run("present", tc);
}
