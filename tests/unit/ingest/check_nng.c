#include "ingest/ingest.h"

#include <check.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>

#include "batch.h"
#include "ingest_bed.h"
#include "limits.h"
#include "temp_dir.h"

START_TEST(answers_a_request)
{
	struct wb_ingest *ingest = listen_on("inproc://answers");
	nng_socket req = dial("inproc://answers");
	struct wb_ingest_counters counters;

	for (int i = 0; i < 3 * WB_INGEST_CONTEXTS; i++) {
		struct call call;
		call_text(&call, req, "ping");
		answer(ingest, "ping", "pong");
		call_end(&call, "pong");
	}
	wb_ingest_count(ingest, &counters);
	ck_assert_uint_eq(counters.requests, 3 * WB_INGEST_CONTEXTS);
	ck_assert_uint_eq(counters.oversize, 0);
	ck_assert_int_eq(counters.connections, 1);
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(nothing_pending_is_nothing_taken)
{
	struct wb_ingest *ingest = listen_on("inproc://nothing");
	struct wb_request requests[4];

	ck_assert_int_eq(wb_ingest_take(ingest, requests, 4), 0);
	wb_ingest_destroy(ingest);
	wb_ingest_destroy(NULL);
}
END_TEST

/* Every reply finds its own request, though given in the opposite order. */
START_TEST(holds_many_requests_of_many_feeds)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	struct wb_request requests[WB_INGEST_CONTEXTS];
	struct call calls[WB_INGEST_CONTEXTS];
	nng_socket req[4];
	char text[32];

	for (int i = 0; i < 4; i++) {
		req[i] = dial(ipc_url());
	}
	for (int i = 0; i < WB_INGEST_CONTEXTS; i++) {
		snprintf(text, sizeof(text), "batch %d", i);
		call_text(&calls[i], req[i % 4], text);
	}
	take(ingest, requests, WB_INGEST_CONTEXTS);
	for (int i = WB_INGEST_CONTEXTS - 1; i >= 0; i--) {
		snprintf(text, sizeof(text), "for %.*s.",
		         WB_STR_FMT(requests[i].text));
		wb_ingest_reply(ingest, &requests[i], wb_str(text));
	}
	for (int i = 0; i < WB_INGEST_CONTEXTS; i++) {
		snprintf(text, sizeof(text), "for batch %d.", i);
		call_end(&calls[i], text);
	}
	for (int i = 0; i < 4; i++) {
		nng_close(req[i]);
	}
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(more_than_the_contexts_wait_their_turn)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	nng_socket req[2] = { dial(ipc_url()), dial(ipc_url()) };
	struct call calls[3 * WB_INGEST_CONTEXTS];
	int count = 3 * WB_INGEST_CONTEXTS;

	for (int i = 0; i < count; i++) {
		call_text(&calls[i], req[i % 2], "x");
	}
	for (int i = 0; i < count; i++) {
		answer(ingest, "x", "y");
	}
	for (int i = 0; i < count; i++) {
		call_end(&calls[i], "y");
	}
	nng_close(req[0]);
	nng_close(req[1]);
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(wakes_again_for_what_was_left)
{
	struct wb_ingest *ingest = listen_on("inproc://again");
	nng_socket req = dial("inproc://again");
	struct wb_request all[5];
	struct call calls[5];
	int had = 0;

	for (int i = 0; i < 5; i++) {
		call_text(&calls[i], req, "x");
	}
	while (had < 5) {
		wait_for_wake();
		had += wb_ingest_take(ingest, &all[had], 1);
	}
	for (int i = 0; i < 5; i++) {
		wb_ingest_reply(ingest, &all[i], wb_str("y"));
	}
	for (int i = 0; i < 5; i++) {
		call_end(&calls[i], "y");
	}
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(refuses_an_oversize_batch_with_an_answer)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	nng_socket req = dial(ipc_url());
	size_t len = WB_BATCH_MAX_BYTES + 1;
	char *text = malloc(len);
	struct wb_ingest_counters counters = { 0 };
	struct wb_request request;
	struct call calls[2];

	memset(text, 'x', len);
	call_start(&calls[0], req, text, len);
	while (counters.oversize == 0) {
		wait_for_wake();
		ck_assert_int_eq(wb_ingest_take(ingest, &request, 1), 0);
		wb_ingest_count(ingest, &counters);
	}
	call_end(&calls[0], "{\"ok\":false,\"next\":0,\"error\":"
	                    "\"batch of 4194305 bytes, expected at most "
	                    "4194304\"}");
	/* The largest one is taken, on the same connection. */
	call_start(&calls[1], req, text, WB_BATCH_MAX_BYTES);
	take(ingest, &request, 1);
	ck_assert_uint_eq(request.text.len, WB_BATCH_MAX_BYTES);
	wb_ingest_reply(ingest, &request, wb_str("y"));
	call_end(&calls[1], "y");
	free(text);
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

/* NNG cuts the connection; the daemon goes on with the others. */
START_TEST(survives_a_huge_message)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	nng_socket bad = dial(ipc_url());
	nng_socket good = dial(ipc_url());
	size_t len = (size_t)WB_BATCH_MAX_BYTES * 4;
	char *text = calloc(1, len);
	struct wb_ingest_counters counters;
	struct call calls[2];

	call_start(&calls[0], bad, text, len);
	call_text(&calls[1], good, "ping");
	answer(ingest, "ping", "pong");
	call_end(&calls[1], "pong");
	wb_ingest_count(ingest, &counters);
	ck_assert_uint_eq(counters.requests, 1);
	nng_close(bad);
	nng_aio_free(calls[0].aio);
	free(text);
	nng_close(good);
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(a_feed_that_dies_costs_nothing)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	struct wb_request requests[WB_INGEST_CONTEXTS];
	struct call calls[WB_INGEST_CONTEXTS];

	for (int round = 0; round < 3; round++) {
		nng_socket req = dial(ipc_url());
		for (int i = 0; i < WB_INGEST_CONTEXTS; i++) {
			call_text(&calls[i], req, "x");
		}
		take(ingest, requests, WB_INGEST_CONTEXTS);
		nng_close(req);
		for (int i = 0; i < WB_INGEST_CONTEXTS; i++) {
			nng_aio_free(calls[i].aio);
			wb_ingest_reply(ingest, &requests[i], wb_str("y"));
		}
	}
	nng_socket req = dial(ipc_url());
	call_text(&calls[0], req, "ping");
	answer(ingest, "ping", "pong");
	call_end(&calls[0], "pong");
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(stops_with_requests_in_every_state)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	nng_socket req = dial(ipc_url());
	struct wb_request requests[4];
	struct call calls[8];

	for (int i = 0; i < 8; i++) {
		call_text(&calls[i], req, "x");
	}
	take(ingest, requests, 4);
	wb_ingest_reply(ingest, &requests[0], wb_str("y"));
	wb_ingest_destroy(ingest);
	nng_close(req);
	for (int i = 0; i < 8; i++) {
		nng_aio_wait(calls[i].aio);
		if (nng_aio_result(calls[i].aio) == 0) {
			nng_msg_free(nng_aio_get_msg(calls[i].aio));
		}
		nng_aio_free(calls[i].aio);
	}
}
END_TEST

/* A feed that was there first: it repeats by itself, as adapters do. */
START_TEST(a_feed_finds_a_daemon_that_comes_back)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	struct wb_request request;
	struct call call;
	nng_socket req;

	ck_assert_int_eq(nng_req0_open(&req), 0);
	nng_socket_set_ms(req, NNG_OPT_RECONNMINT, 10);
	nng_socket_set_ms(req, NNG_OPT_RECONNMAXT, 10);
	ck_assert_int_eq(nng_dial(req, ipc_url(), NULL, 0), 0);
	call_text(&call, req, "again");
	take(ingest, &request, 1);
	wb_ingest_destroy(ingest);
	ingest = listen_on(ipc_url());
	answer(ingest, "again", "done");
	call_end(&call, "done");
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

static void never(void *user)
{
	(void)user;
}

static void assert_cannot_listen(const char *url, const char *words)
{
	char error[512] = "";
	struct wb_ingest *ingest = wb_ingest_create(never, NULL);

	ck_assert_int_lt(wb_ingest_listen(ingest, url, error, sizeof(error)),
	                 0);
	ck_assert_msg(strstr(error, words) && strstr(error, url),
	              "'%s' is not in '%s'", words, error);
	wb_ingest_destroy(ingest);
}

START_TEST(an_address_in_use_is_named)
{
	struct wb_ingest *ingest = listen_on(ipc_url());

	assert_cannot_listen(ipc_url(), "another program listens there");
	nng_socket req = dial(ipc_url());
	struct call call;
	call_text(&call, req, "ping");
	answer(ingest, "ping", "pong");
	call_end(&call, "pong");
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

static const char *const bad_urls[] = { "", "nonsense", "ipc:/x",
	                                "http://127.0.0.1:1/" };

START_TEST(a_bad_address_is_explained)
{
	assert_cannot_listen(bad_urls[_i],
	                     "expected ipc:///path, tcp://address:port");
}
END_TEST

START_TEST(a_directory_that_is_not_there_is_an_error)
{
	assert_cannot_listen("ipc:///nonexistent/directory/feed.sock",
	                     "cannot listen for feeds on");
}
END_TEST

/* What a daemon that was killed leaves behind. */
static void leave_socket_file(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
	         temp_path("feed.sock"));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)),
	                 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	close(fd);
}

START_TEST(replaces_a_socket_that_nobody_answers_on)
{
	struct stat st;

	leave_socket_file();
	struct wb_ingest *ingest = listen_on(ipc_url());
	nng_socket req = dial(ipc_url());
	struct call call;
	call_text(&call, req, "ping");
	answer(ingest, "ping", "pong");
	call_end(&call, "pong");
	ck_assert_int_eq(stat(temp_path("feed.sock"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0660);
	nng_close(req);
	wb_ingest_destroy(ingest);
}
END_TEST

START_TEST(leaves_a_file_alone_that_is_no_socket)
{
	FILE *file = fopen(temp_path("feed.sock"), "w");
	struct stat st;

	fputs("precious", file);
	fclose(file);
	assert_cannot_listen(ipc_url(), "there is a file that is not a socket");
	ck_assert_int_eq(stat(temp_path("feed.sock"), &st), 0);
	ck_assert_int_eq(st.st_size, 8);
}
END_TEST

START_TEST(bounds_the_connections)
{
	struct wb_ingest *ingest = listen_on(ipc_url());
	struct wb_ingest_counters counters = { 0 };
	nng_socket req[4];
	struct call call;
	int left = WB_INGEST_CONNECTIONS_MAX + 8;

	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(nng_req0_open(&req[i]), 0);
	}
	while (left-- > 0) {
		/* Asynchronous: one that is refused reports no error. */
		ck_assert_int_eq(nng_dial(req[left % 4], ipc_url(), NULL,
		                          NNG_FLAG_NONBLOCK),
		                 0);
	}
	for (int i = 0; i < PATIENCE_MS && counters.refused_connections == 0;
	     i++) {
		poll(NULL, 0, 1);
		wb_ingest_count(ingest, &counters);
	}
	ck_assert_uint_gt(counters.refused_connections, 0);
	call_text(&call, req[0], "ping");
	answer(ingest, "ping", "pong");
	call_end(&call, "pong");
	for (int i = 0; i < 4; i++) {
		nng_close(req[i]);
	}
	wb_ingest_destroy(ingest);
}
END_TEST

static void add_use(Suite *suite)
{
	TCase *tc = tcase_create("use");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, bed_set_up, bed_tear_down);
	tcase_add_test(tc, answers_a_request);
	tcase_add_test(tc, nothing_pending_is_nothing_taken);
	tcase_add_test(tc, holds_many_requests_of_many_feeds);
	tcase_add_test(tc, more_than_the_contexts_wait_their_turn);
	tcase_add_test(tc, wakes_again_for_what_was_left);
	suite_add_tcase(suite, tc);
}

static void add_trouble(Suite *suite)
{
	TCase *tc = tcase_create("trouble");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, bed_set_up, bed_tear_down);
	tcase_add_test(tc, refuses_an_oversize_batch_with_an_answer);
	tcase_add_test(tc, survives_a_huge_message);
	tcase_add_test(tc, a_feed_that_dies_costs_nothing);
	tcase_add_test(tc, stops_with_requests_in_every_state);
	tcase_add_test(tc, a_feed_finds_a_daemon_that_comes_back);
	tcase_add_test(tc, bounds_the_connections);
	suite_add_tcase(suite, tc);
}

static void add_listening(Suite *suite)
{
	TCase *tc = tcase_create("listening");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, bed_set_up, bed_tear_down);
	tcase_add_test(tc, an_address_in_use_is_named);
	tcase_add_loop_test(tc, a_bad_address_is_explained, 0,
	                    sizeof(bad_urls) / sizeof(bad_urls[0]));
	tcase_add_test(tc, a_directory_that_is_not_there_is_an_error);
	tcase_add_test(tc, replaces_a_socket_that_nobody_answers_on);
	tcase_add_test(tc, leaves_a_file_alone_that_is_no_socket);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("ingest/nng");

	add_use(suite);
	add_trouble(suite);
	add_listening(suite);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
