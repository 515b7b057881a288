#include "suite.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/notify.h"
#include "temp_dir.h"

static int listener = -1;

static void setup(void)
{
	temp_dir_make();
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

static void teardown(void)
{
	if (listener >= 0) {
		close(listener);
	}
	temp_dir_remove();
}

/* A socket such as systemd's; `name` begins with @ for an abstract one. */
static void listen_at(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	ck_assert_uint_lt(strlen(name), sizeof(address.sun_path));
	memcpy(address.sun_path, name, strlen(name));
	if (name[0] == '@') {
		address.sun_path[0] = '\0';
	}
	listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	ck_assert_int_ge(listener, 0);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	                            strlen(name));
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, len), 0);
	setenv("NOTIFY_SOCKET", name, 1);
}

static void expect(const char *message)
{
	char got[64];
	ssize_t len = recv(listener, got, sizeof(got), 0);
	ck_assert_int_eq(len, (ssize_t)strlen(message));
	ck_assert_int_eq(memcmp(got, message, strlen(message)), 0);
}

START_TEST(a_message_is_one_datagram)
{
	listen_at(temp_path("notify"));
	wb_notify("READY=1");
	wb_notify("WATCHDOG=1");
	expect("READY=1");
	expect("WATCHDOG=1");
}
END_TEST

START_TEST(an_abstract_socket_is_reached_as_well)
{
	char name[64];
	snprintf(name, sizeof(name), "@wallboard-test-%ld", (long)getpid());
	listen_at(name);
	wb_notify("READY=1");
	expect("READY=1");
}
END_TEST

START_TEST(nobody_listening_is_no_fault)
{
	wb_notify("READY=1");
	setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
	wb_notify("READY=1");
	setenv("NOTIFY_SOCKET", "x", 1);
	wb_notify("READY=1");
}
END_TEST

START_TEST(the_watchdog_is_fed_three_times_in_its_span)
{
	ck_assert_int_eq(wb_notify_watchdog(), 0);
	setenv("WATCHDOG_USEC", "30000000", 1);
	ck_assert_int_eq(wb_notify_watchdog(), 0);
	setenv("NOTIFY_SOCKET", "/run/systemd/notify", 1);
	ck_assert_int_eq(wb_notify_watchdog(), 10000);
	setenv("WATCHDOG_PID", "1", 1);
	ck_assert_int_eq(wb_notify_watchdog(), 0);
	char pid[32];
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	ck_assert_int_eq(wb_notify_watchdog(), 10000);
	setenv("WATCHDOG_USEC", "soon", 1);
	ck_assert_int_eq(wb_notify_watchdog(), 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("notify");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_message_is_one_datagram);
	tcase_add_test(tc, an_abstract_socket_is_reached_as_well);
	tcase_add_test(tc, nobody_listening_is_no_fault);
	tcase_add_test(tc, the_watchdog_is_fed_three_times_in_its_span);
	return wb_test_run("wall/notify", tc);
}
