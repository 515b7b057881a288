#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <zlib.h>

#include "peer.h"
#include "push/pack.h"
#include "push_fixture.h"
#include "temp_dir.h"

static struct push_fixture fixture;

static void write_file(const char *name, const char *text, size_t len)
{
	FILE *file = fopen(temp_path(name), "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, len, file), len);
	fclose(file);
}

static void setup(void)
{
	temp_dir_make();
	ck_assert_int_eq(mkdir(temp_path("www"), 0700), 0);
	ck_assert_int_eq(mkdir(temp_path("www/js"), 0700), 0);
	write_file("www/index.html", "<h1>board</h1>", 14);
	write_file("www/js/app.mjs", "export {}", 9);
	write_file("www/.hidden", "no", 2);
	write_file("secret", "no", 2);
	push_fixture_start(&fixture, temp_path("www"));
}

static void teardown(void)
{
	push_fixture_stop(&fixture);
	temp_dir_remove();
}

static void assert_header(struct peer *peer, const char *name,
                          const char *value)
{
	const char *got = peer_header(peer, name);

	ck_assert_msg(got, "no header %s", name);
	ck_assert_str_eq(got, value);
}

static const struct {
	const char *target;
	int status;
	const char *type;
	const char *body; /* NULL = anything */
} targets[] = {
	{ "/", 200, "text/html; charset=utf-8", "<h1>board</h1>" },
	{ "/index.html", 200, "text/html; charset=utf-8", "<h1>board</h1>" },
	{ "/?x=1", 200, "text/html; charset=utf-8", "<h1>board</h1>" },
	{ "/js/app.mjs", 200, "text/javascript; charset=utf-8", "export {}" },
	{ "/js/%61pp.mjs", 200, "text/javascript; charset=utf-8", "export {}" },
	{ "/js", 404, "application/json", "{\"error\":\"no such page\"}" },
	{ "/none.css", 404, "application/json", NULL },
	{ "/.hidden", 404, "application/json", NULL },
	{ "/../secret", 404, "application/json", NULL },
	{ "/js/../../secret", 404, "application/json", NULL },
	{ "/%2e%2e/secret", 404, "application/json", NULL },
	{ "/js/%2e%2e%2f%2e%2e%2fsecret", 404, "application/json", NULL },
	{ "/..%5csecret", 404, "application/json", NULL },
	{ "/%ff", 400, "application/json", NULL },
	{ "/healthz", 200, "text/plain", "/healthz||absent" },
	{ "/api/v1/report?q=a%26b%3dc+d", 200, "text/plain",
	  "/api/v1/report|a&b=c d|absent" },
	{ "/api/v1/report?q=%D9%81%D8%A7&missing=", 200, "text/plain",
	  "/api/v1/report|\xd9\x81\xd8\xa7|there" },
	{ "/api/v1/report?q=%ff", 400, "application/json", NULL },
	{ "/api/v1/nothing", 404, "text/plain", NULL },
	{ "/api", 200, "text/plain", "/api||absent" },
	{ "/api/v1/snapshot?view=none", 404, "application/json",
	  "{\"error\":\"no view 'none'; there are: overview, agents\"}" },
	{ "/v1/stream", 426, "application/json", NULL },
};

START_TEST(answers)
{
	struct peer *peer = push_fixture_get(&fixture, targets[_i].target);

	ck_assert_int_eq(peer->status, targets[_i].status);
	assert_header(peer, "content-type", targets[_i].type);
	assert_header(peer, "x-content-type-options", "nosniff");
	assert_header(peer, "referrer-policy", "no-referrer");
	ck_assert_ptr_nonnull(
		strstr(peer_header(peer, "content-security-policy"),
	               "default-src 'self'"));
	if (targets[_i].body) {
		ck_assert_str_eq(peer->body.data, targets[_i].body);
	}
	peer_destroy(peer);
}
END_TEST

START_TEST(a_snapshot_is_what_the_stream_sends)
{
	fixture.clock = 1732190412345;
	struct peer *screen = push_fixture_screen(&fixture, "agents");
	struct peer *peer =
		push_fixture_get(&fixture, "/api/v1/snapshot?view=agents");

	ck_assert_int_eq(peer->status, 200);
	assert_header(peer, "content-type", "application/json");
	assert_header(peer, "cache-control", "no-store");
	ck_assert_str_eq(peer->body.data, peer_message(screen, 1));
	peer_destroy(peer);
	peer_destroy(screen);
}
END_TEST

START_TEST(a_snapshot_shows_the_newest_state)
{
	struct peer *peer = push_fixture_get(&fixture, "/api/v1/snapshot");

	ck_assert_ptr_nonnull(strstr(peer->body.data, "\"n\":1"));
	peer_destroy(peer);
	push_fixture_change(&fixture, 2);
	peer_idle(fixture.loop, 120);
	peer = push_fixture_get(&fixture, "/api/v1/snapshot");
	ck_assert_ptr_nonnull(strstr(peer->body.data, "\"n\":2"));
	peer_destroy(peer);
}
END_TEST

static const struct {
	const char *method;
	const char *headers;
} methods[] = {
	{ "POST", "Content-Length: 0\r\n" },
	{ "PUT", "Content-Length: 0\r\n" },
	{ "DELETE", "" },
	{ "OPTIONS", "" },
};

START_TEST(only_get_and_head_are_possible)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_request(peer, methods[_i].method, "/", methods[_i].headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 405);
	assert_header(peer, "allow", "GET, HEAD");
	peer_wait_closed(peer);
	peer_destroy(peer);
}
END_TEST

#define JSON "Content-Type: application/json\r\n"

/* What asks for a change, and what comes of it. */
static const struct {
	const char *method;
	const char *target;
	const char *headers;
	const char *body;
	int status;
	const char *answer; /* NULL = any error */
} changes[] = {
	{ "PUT", "/api/v1/things/%D9%81?q=a%26b",
	  JSON "Content-Length: 7\r\nIf-Match: \"3\"\r\n", "{\"a\":1}", 201,
	  "PUT /api/v1/things/\xd9\x81|a&b|\"3\"|{\"a\":1}" },
	{ "POST", "/api/v1/things",
	  "content-type: Application/JSON; charset=utf-8\r\n"
	  "Content-Length: 2\r\nOrigin: http://board.test:8080\r\n",
	  "{}", 201, "POST /api/v1/things|||{}" },
	{ "PUT", "/api/v1/things", JSON "Content-Length: 0\r\n", "", 201,
	  "PUT /api/v1/things|||" },
	{ "DELETE", "/api/v1/things/1", "If-Match: *\r\n", "", 201,
	  "DELETE /api/v1/things/1||*|" },
	{ "DELETE", "/api/v1/fixed", "", "", 405, "DELETE /api/v1/fixed|||" },
	{ "DELETE", "/api/v1/things/1", "Origin: http://evil\r\n", "", 403,
	  NULL },
	{ "DELETE", "/api/v1/things/1", "Origin: null\r\n", "", 403, NULL },
	{ "DELETE", "/api/v1/things/1", "Content-Length: 1\r\n", "x", 413,
	  NULL },
	{ "PUT", "/api/v1/things",
	  JSON "Content-Length: 2\r\nOrigin: http://board.test.evil\r\n", "{}",
	  403, NULL },
	{ "POST", "/api/v1/things",
	  "Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}", 415,
	  NULL },
	{ "POST", "/api/v1/things",
	  "Content-Type: application/jsonp\r\nContent-Length: 2\r\n", "{}", 415,
	  NULL },
	{ "POST", "/api/v1/things", "Content-Length: 2\r\n", "{}", 415, NULL },
	{ "PUT", "/api/v1/things", JSON, "", 411, NULL },
	{ "PUT", "/api/v1/things", JSON "Content-Length: x\r\n", "", 411,
	  NULL },
	{ "PUT", "/api/v1/things", JSON "Content-Length: 65537\r\n", "", 413,
	  NULL },
	{ "PUT", "/api/v1/things",
	  JSON "Content-Length: 99999999999999999999\r\n", "", 413, NULL },
	{ "PUT", "/api/v1/things?q=%ff", JSON "Content-Length: 2\r\n", "{}",
	  400, NULL },
};

START_TEST(a_change_is_asked_for_by_us_in_json_of_a_known_length)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_request(peer, changes[_i].method, changes[_i].target,
	             changes[_i].headers);
	peer_send(peer, changes[_i].body);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, changes[_i].status);
	if (changes[_i].answer) {
		ck_assert_str_eq(peer->body.data, changes[_i].answer);
	} else {
		assert_header(peer, "content-type", "application/json");
		ck_assert_ptr_nonnull(strstr(peer->body.data, "{\"error\":"));
		peer_wait_closed(peer);
	}
	if (changes[_i].status == 201) {
		assert_header(peer, "etag", "\"7\"");
		assert_header(peer, "cache-control", "no-cache");
	} else if (changes[_i].status == 405) {
		assert_header(peer, "allow", "GET, HEAD");
	}
	peer_destroy(peer);
}
END_TEST

START_TEST(a_body_may_come_in_pieces_and_as_long_as_allowed)
{
	static char body[65536 + 1];
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	memset(body, 'a', 65536);
	peer_request(peer, "PUT", "/api/v1/t",
	             JSON "Content-Length: 65536\r\n");
	for (size_t at = 0; at < 65536; at += 4096) {
		char piece[4097] = { 0 };
		memcpy(piece, body + at, 4096);
		peer_send(peer, piece);
		peer_idle(fixture.loop, 1);
	}
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 201);
	ck_assert_uint_eq(peer->body.len, strlen("PUT /api/v1/t|||") + 65536);
	peer_destroy(peer);
}
END_TEST

START_TEST(one_that_goes_amid_its_body_changes_nothing)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_request(peer, "PUT", "/api/v1/things",
	             JSON "Content-Length: 100\r\n");
	peer_send(peer, "{");
	peer_idle(fixture.loop, 20);
	ck_assert_int_eq(peer->status, 0);
	peer_destroy(peer);
	peer = push_fixture_get(&fixture, "/healthz");
	ck_assert_int_eq(peer->status, 200);
	peer_destroy(peer);
}
END_TEST

static const char *const piled[] = {
	"PUT /api/v1/t HTTP/1.1\r\nHost: board.test\r\n" JSON
	"Content-Length: 2\r\n\r\n{}",
	"GET /healthz HTTP/1.1\r\nHost: board.test\r\n"
	"Content-Length: 9\r\n\r\n{",
	"POST / HTTP/1.1\r\nHost: board.test\r\n"
	"Content-Length: -1\r\n\r\n{",
};

/* libwebsockets would read the headers as the body, without end. */
START_TEST(a_body_piled_upon_another_request_ends_the_connection)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);
	char all[1024];

	snprintf(all, sizeof(all),
	         "GET /healthz HTTP/1.1\r\nHost: board.test\r\n\r\n%s",
	         piled[_i]);
	peer_send(peer, all);
	peer_wait_closed(peer);
	peer_destroy(peer);
	peer = push_fixture_get(&fixture, "/healthz");
	ck_assert_int_eq(peer->status, 200);
	peer_destroy(peer);
}
END_TEST

START_TEST(a_connection_that_changed_something_serves_on)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	for (int i = 0; i < 3; i++) {
		peer_request(peer, "PUT", "/api/v1/t",
		             JSON "Content-Length: 2\r\n");
		peer_send(peer, "{}");
		peer_wait_response(peer);
		ck_assert_int_eq(peer->status, 201);
		peer_request(peer, "DELETE", "/api/v1/t", "");
		peer_wait_response(peer);
		ck_assert_int_eq(peer->status, 201);
		peer_request(peer, "GET", "/healthz", "");
		peer_wait_response(peer);
		ck_assert_int_eq(peer->status, 200);
	}
	peer_destroy(peer);
}
END_TEST

static const char *const garbage[] = {
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", /* TLS */
	"BREW /pot HTTP/1.1\r\n\r\n",
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /%00b HTTP/1.1\r\nHost: x\r\n\r\n",
};

START_TEST(garbage_ends_the_connection_and_nothing_else)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_send(peer, garbage[_i]);
	peer_send(peer, "\r\n\r\n");
	peer_wait_closed(peer);
	ck_assert(peer->status == 0 || peer->status >= 400);
	peer_destroy(peer);
	peer = push_fixture_get(&fixture, "/healthz");
	ck_assert_int_eq(peer->status, 200);
	peer_destroy(peer);
}
END_TEST

START_TEST(endless_headers_end_the_connection)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_send(peer, "GET / HTTP/1.1\r\n");
	for (int i = 0; i < 400 && !peer->closed; i++) {
		peer_send(peer, "X-Filler: "
		                "0123456789012345678901234567890123456789"
		                "0123456789012345678901234567890123456789\r\n");
		peer_idle(fixture.loop, 0);
	}
	peer_wait_closed(peer);
	peer_destroy(peer);
}
END_TEST

START_TEST(one_connection_serves_several_requests)
{
	struct peer *peer = push_fixture_get(&fixture, "/");

	for (int i = 0; i < 3; i++) {
		peer_request(peer, "GET", "/js/app.mjs", "");
		peer_wait_response(peer);
		ck_assert_str_eq(peer->body.data, "export {}");
	}
	ck_assert(!peer->closed);
	peer_upgrade(peer, "", NULL);
	peer_wait_messages(peer, 2);
	peer_destroy(peer);
}
END_TEST

START_TEST(an_old_client_gets_its_answer_and_the_end)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_send(peer, "GET / HTTP/1.0\r\n\r\n");
	peer_wait_response(peer);
	ck_assert_str_eq(peer->body.data, "<h1>board</h1>");
	peer_wait_closed(peer);
	peer_destroy(peer);
}
END_TEST

START_TEST(head_is_get_without_the_body)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_request(peer, "HEAD", "/", "Connection: close\r\n");
	peer_wait_closed(peer);
	ck_assert_int_eq(peer->status, 200);
	assert_header(peer, "content-length", "14");
	ck_assert_uint_eq(peer->body.len, 0);
	peer_destroy(peer);
}
END_TEST

START_TEST(a_file_that_is_known_is_not_sent_again)
{
	struct peer *peer = push_fixture_get(&fixture, "/");
	char etag[64], headers[128];

	assert_header(peer, "cache-control", "no-cache");
	snprintf(etag, sizeof(etag), "%s", peer_header(peer, "etag"));
	snprintf(headers, sizeof(headers), "If-None-Match: %s\r\n", etag);
	peer_request(peer, "GET", "/", headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 304);
	ck_assert_uint_eq(peer->body.len, 0);

	write_file("www/index.html", "<h1>changed</h1>", 16);
	peer_request(peer, "GET", "/", headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 200);
	ck_assert_str_eq(peer->body.data, "<h1>changed</h1>");
	peer_destroy(peer);
}
END_TEST

/* What Accept-Encoding says, and whether the page comes packed. */
static const struct {
	const char *accept;
	bool packed;
} encodings[] = {
	{ "gzip", true },
	{ "gzip, deflate, br, zstd", true },
	{ "deflate,GZIP ; q=0.5", true },
	{ "*", true },
	{ "gzip;q=1, *;q=0", true },
	{ "", false },
	{ "identity", false },
	{ "deflate, br", false },
	{ "gzip;q=0", false },
	{ "gzip; q=0.000, br", false },
	{ "*, gzip;q=0", false },
	{ "*;q=0", false },
	{ "xgzip, gzipx", false },
};

static void unpack(const struct wb_buf *body, char *ret_text, size_t size)
{
	z_stream z = { 0 };

	ck_assert_int_eq(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (Bytef *)body->data;
	z.avail_in = (uInt)body->len;
	z.next_out = (Bytef *)ret_text;
	z.avail_out = (uInt)size - 1;
	ck_assert_int_eq(inflate(&z, Z_FINISH), Z_STREAM_END);
	ret_text[z.total_out] = '\0';
	inflateEnd(&z);
}

START_TEST(a_page_is_packed_for_who_can_unpack_it)
{
	char headers[128], text[64], etag[64];
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	snprintf(headers, sizeof(headers),
	         encodings[_i].accept[0] ? "Accept-Encoding: %s\r\n" : "%s",
	         encodings[_i].accept);
	peer_request(peer, "GET", "/", headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 200);
	assert_header(peer, "vary", "accept-encoding");
	if (encodings[_i].packed) {
		assert_header(peer, "content-encoding", "gzip");
		unpack(&peer->body, text, sizeof(text));
		ck_assert_str_eq(text, "<h1>board</h1>");
	} else {
		ck_assert_ptr_null(peer_header(peer, "content-encoding"));
		ck_assert_str_eq(peer->body.data, "<h1>board</h1>");
	}
	snprintf(etag, sizeof(etag), "%s", peer_header(peer, "etag"));
	ck_assert_int_eq(strstr(etag, "-gz\"") != NULL, encodings[_i].packed);
	snprintf(headers + strlen(headers), sizeof(headers) - strlen(headers),
	         "If-None-Match: %s\r\n", etag);
	peer_request(peer, "GET", "/", headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 304);
	peer_destroy(peer);
}
END_TEST

START_TEST(a_packed_page_follows_its_file)
{
	char text[64], etag[64], headers[160];
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	peer_request(peer, "GET", "/", "Accept-Encoding: gzip\r\n");
	peer_wait_response(peer);
	snprintf(etag, sizeof(etag), "%s", peer_header(peer, "etag"));
	write_file("www/index.html", "<h1>changed</h1>", 16);
	snprintf(headers, sizeof(headers),
	         "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", etag);
	peer_request(peer, "GET", "/", headers);
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 200);
	unpack(&peer->body, text, sizeof(text));
	ck_assert_str_eq(text, "<h1>changed</h1>");
	peer_destroy(peer);
}
END_TEST

START_TEST(what_is_packed_already_or_empty_stays_as_it_is)
{
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	write_file("www/font.woff2", "font", 4);
	peer_request(peer, "GET", "/font.woff2", "Accept-Encoding: gzip\r\n");
	peer_wait_response(peer);
	ck_assert_ptr_null(peer_header(peer, "content-encoding"));
	ck_assert_ptr_null(peer_header(peer, "vary"));
	ck_assert_str_eq(peer->body.data, "font");
	write_file("www/empty.css", "", 0);
	peer_request(peer, "GET", "/empty.css", "Accept-Encoding: gzip\r\n");
	peer_wait_response(peer);
	ck_assert_int_eq(peer->status, 200);
	ck_assert_ptr_null(peer_header(peer, "content-encoding"));
	peer_destroy(peer);
}
END_TEST

START_TEST(more_files_than_are_kept_packed_come_all_the_same)
{
	char name[32], target[32], text[32];
	struct peer *peer = peer_connect(fixture.loop, fixture.port);

	for (int i = 0; i < WB_PACKS_MAX + 5; i++) {
		snprintf(name, sizeof(name), "www/%d.css", i);
		snprintf(target, sizeof(target), "/%d.css", i);
		write_file(name, target, strlen(target));
		peer_request(peer, "GET", target, "Accept-Encoding: gzip\r\n");
		peer_wait_response(peer);
		ck_assert_int_eq(peer->status, 200);
		if (peer_header(peer, "content-encoding")) {
			unpack(&peer->body, text, sizeof(text));
			ck_assert_str_eq(text, target);
		} else {
			ck_assert_int_ge(i, WB_PACKS_MAX);
			ck_assert_str_eq(peer->body.data, target);
			ck_assert_ptr_null(
				strstr(peer_header(peer, "etag"), "-gz"));
		}
	}
	peer_destroy(peer);
}
END_TEST

START_TEST(a_large_file_arrives_whole)
{
	size_t len = 5 * 1024 * 1024 + 3;
	char *text = malloc(len);

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < len; i++) {
		text[i] = (char)(i * 7 + i / 65536);
	}
	write_file("www/font.woff2", text, len);
	struct peer *peer = push_fixture_get(&fixture, "/font.woff2");
	assert_header(peer, "content-type", "font/woff2");
	ck_assert_uint_eq(peer->body.len, len);
	ck_assert_int_eq(memcmp(peer->body.data, text, len), 0);
	free(text);
	peer_destroy(peer);
}
END_TEST

static const int line_counts[] = { 0, 1, 8191, 8192, 8193, 16384, 500000 };

START_TEST(a_long_answer_arrives_whole)
{
	int lines = line_counts[_i];
	char path[64];

	snprintf(path, sizeof(path), "/api/v1/long?q=%d", lines);
	struct peer *peer = push_fixture_get(&fixture, path);
	ck_assert_int_eq(peer->status, 200);
	ck_assert_uint_eq(peer->body.len, (size_t)lines * 8);
	/* no atoi(): the sanitizers look for the end of the whole text in it */
	int right = 0;
	char line[16] = "0000000\n";
	while (right < lines &&
	       memcmp(peer->body.data + (size_t)right * 8, line, 8) == 0) {
		right++;
		snprintf(line, sizeof(line), "%07d\n", right);
	}
	ck_assert_int_eq(right, lines);
	peer_destroy(peer);
}
END_TEST

/* A client that goes in the middle of a large answer. */
START_TEST(a_lost_client_costs_nothing)
{
	struct wb_push_counters counters;
	size_t len = 20 * 1024 * 1024;
	char *text = calloc(1, len);

	write_file("www/large.bin", text, len);
	free(text);
	struct peer *peer = peer_connect(fixture.loop, fixture.port);
	peer_pause(peer);
	peer_request(peer, "GET", "/large.bin", "");
	peer_idle(fixture.loop, 100);
	peer_destroy(peer);
	peer_idle(fixture.loop, 100);
	wb_push_count(fixture.push, &counters);
	ck_assert_uint_eq(counters.clients, 0);
}
END_TEST

START_TEST(a_special_file_is_no_page)
{
	ck_assert_int_eq(mkfifo(temp_path("www/fifo"), 0600), 0);
	struct peer *peer = push_fixture_get(&fixture, "/fifo");

	ck_assert_int_eq(peer->status, 404);
	peer_destroy(peer);
}
END_TEST

static bool does_listen(const char *address, int port, char *error, size_t size,
                        int expected)
{
	int result = wb_push_listen(fixture.push, address, port, error, size);

	return expected < 0 ? result == expected : result >= 0;
}

START_TEST(says_why_it_cannot_listen)
{
	char error[256], expected[256];

	ck_assert(does_listen("127.0.0.1", fixture.port, error, sizeof(error),
	                      -EADDRINUSE));
	snprintf(expected, sizeof(expected),
	         "cannot listen on 127.0.0.1:%d: Address already in use",
	         fixture.port);
	ck_assert_str_eq(error, expected);
	ck_assert(does_listen("192.0.2.1", 8080, error, sizeof(error),
	                      -EADDRNOTAVAIL));
	ck_assert(does_listen("nonsense", 8080, error, sizeof(error), -EINVAL));
	ck_assert_str_eq(error,
	                 "cannot listen on nonsense:8080: Invalid argument");
	ck_assert(does_listen("unix:/nonexistent/x", 0, error, sizeof(error),
	                      -ENOENT));
	ck_assert_str_eq(error, "cannot listen on unix:/nonexistent/x: "
	                        "No such file or directory");
}
END_TEST

START_TEST(listens_on_a_unix_socket)
{
	char address[256], error[256];

	snprintf(address, sizeof(address), "unix:%s", temp_path("http.sock"));
	ck_assert(does_listen(address, 0, error, sizeof(error), 0));
	struct peer *peer =
		peer_connect_unix(fixture.loop, temp_path("http.sock"));
	peer_upgrade(peer, "?view=agents", NULL);
	peer_wait_messages(peer, 2);
	ck_assert(does_listen(address, 0, error, sizeof(error), -EADDRINUSE));
	peer_destroy(peer);
	wb_push_destroy(fixture.push);
	fixture.push = NULL;
	ck_assert_int_ne(access(temp_path("http.sock"), F_OK), 0);
}
END_TEST

START_TEST(replaces_a_socket_file_that_a_crash_left)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char text[256], error[256];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
	         temp_path("left.sock"));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)),
	                 0);
	close(fd);
	snprintf(text, sizeof(text), "unix:%s", temp_path("left.sock"));
	ck_assert(does_listen(text, 0, error, sizeof(error), 0));

	/* But never a file that is something else. */
	snprintf(text, sizeof(text), "unix:%s", temp_path("secret"));
	ck_assert(does_listen(text, 0, error, sizeof(error), -EADDRINUSE));
	ck_assert_int_eq(access(temp_path("secret"), F_OK), 0);
}
END_TEST

static void add_answers(Suite *suite)
{
	TCase *tc = tcase_create("answers");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, answers, 0,
	                    sizeof(targets) / sizeof(targets[0]));
	tcase_add_test(tc, a_snapshot_is_what_the_stream_sends);
	tcase_add_test(tc, a_snapshot_shows_the_newest_state);
	tcase_add_test(tc, one_connection_serves_several_requests);
	tcase_add_test(tc, an_old_client_gets_its_answer_and_the_end);
	tcase_add_test(tc, head_is_get_without_the_body);
	tcase_add_test(tc, a_file_that_is_known_is_not_sent_again);
	tcase_add_loop_test(tc, a_page_is_packed_for_who_can_unpack_it, 0,
	                    (int)(sizeof(encodings) / sizeof(encodings[0])));
	tcase_add_test(tc, a_packed_page_follows_its_file);
	tcase_add_test(tc, what_is_packed_already_or_empty_stays_as_it_is);
	tcase_add_test(tc, more_files_than_are_kept_packed_come_all_the_same);
	tcase_add_test(tc, a_large_file_arrives_whole);
	tcase_add_loop_test(
		tc, a_long_answer_arrives_whole, 0,
		(int)(sizeof(line_counts) / sizeof(line_counts[0])));
	suite_add_tcase(suite, tc);
}

static void add_trouble(Suite *suite)
{
	TCase *tc = tcase_create("trouble");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, only_get_and_head_are_possible, 0,
	                    sizeof(methods) / sizeof(methods[0]));
	tcase_add_loop_test(
		tc, a_change_is_asked_for_by_us_in_json_of_a_known_length, 0,
		(int)(sizeof(changes) / sizeof(changes[0])));
	tcase_add_test(tc, a_body_may_come_in_pieces_and_as_long_as_allowed);
	tcase_add_test(tc, one_that_goes_amid_its_body_changes_nothing);
	tcase_add_loop_test(
		tc, a_body_piled_upon_another_request_ends_the_connection, 0,
		(int)(sizeof(piled) / sizeof(piled[0])));
	tcase_add_test(tc, a_connection_that_changed_something_serves_on);
	tcase_add_loop_test(tc, garbage_ends_the_connection_and_nothing_else, 0,
	                    sizeof(garbage) / sizeof(garbage[0]));
	tcase_add_test(tc, endless_headers_end_the_connection);
	tcase_add_test(tc, a_lost_client_costs_nothing);
	tcase_add_test(tc, a_special_file_is_no_page);
	tcase_add_test(tc, says_why_it_cannot_listen);
	tcase_add_test(tc, listens_on_a_unix_socket);
	tcase_add_test(tc, replaces_a_socket_file_that_a_crash_left);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("push/http");

	add_answers(suite);
	add_trouble(suite);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
