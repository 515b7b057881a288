#define WB_LOG_MODULE "asterisk"

#include "acd/asterisk_connection.h"

#include <assert.h>
#include <libwebsockets.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "loop/loop.h"

#define CONNECT_MS ((wb_ms)10000) /* to get as far as being logged in */
#define BOOT_MS ((wb_ms)1000)     /* FullyBooted may never come */
#define LIST_MS ((wb_ms)15000)    /* to get a complete list */
#define LIST_AGAIN_MS ((wb_ms)5000)
#define PING_MS ((wb_ms)10000)
#define SILENCE_MS ((wb_ms)25000)
#define RETRY_MIN_MS ((wb_ms)500)
#define RETRY_MAX_MS ((wb_ms)15000)
#define RETRY_REFUSED_MS ((wb_ms)30000)

enum state {
	DOWN,     /* waiting for the next attempt */
	GREETING, /* connecting, waiting for the banner */
	LOGIN,    /* waiting for the answer */
	BOOTING,  /* waiting for FullyBooted, or not */
	LISTING,  /* waiting for the list of the queues */
	LIVE,
};

struct wb_asterisk_connection {
	struct wb_asterisk_connection_options options;
	const struct wb_asterisk_connection_callbacks *callbacks;
	void *user;
	struct wb_loop *loop;
	struct wb_timer *timer;
	struct lws *wsi; /* NULL when there is no connection */
	struct wb_ami_parser parser;
	struct wb_buf out; /* waiting to be written */
	enum state state;
	wb_ms deadline; /* of the state */
	wb_ms ping_at;
	wb_ms heard;
	wb_ms retry; /* the pause before the next attempt */
	int list_number;
	char list_id[40];
	char problem[160]; /* as said last, not to say it again and again */
	bool paused;
	bool closing;
};

static void set_state(struct wb_asterisk_connection *link, enum state state,
                      wb_ms patience)
{
	link->state = state;
	link->deadline = wb_clock_monotonic() + patience;
	wb_timer_set(link->timer, link->deadline);
}

/* Says what is wrong, once. */
static void complain(struct wb_asterisk_connection *link, const char *format,
                     ...) __attribute__((format(printf, 2, 3)));

static void complain(struct wb_asterisk_connection *link, const char *format,
                     ...)
{
	char text[sizeof(link->problem)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (strcmp(text, link->problem) != 0) {
		wb_warn("%s:%d: %s", link->options.host, link->options.port,
		        text);
		snprintf(link->problem, sizeof(link->problem), "%s", text);
	}
}

static wb_ms jittered(wb_ms pause)
{
	return pause / 2 + (wb_ms)randombytes_uniform((uint32_t)pause);
}

/* The connection is gone: another attempt later. */
static void went_down(struct wb_asterisk_connection *link)
{
	enum state was = link->state;

	link->wsi = NULL;
	link->closing = false;
	link->paused = false;
	wb_buf_clear(&link->out);
	if (was == DOWN) {
		return;
	}
	set_state(link, DOWN, jittered(link->retry));
	link->retry *= 2;
	if (link->retry > RETRY_MAX_MS) {
		link->retry = RETRY_MAX_MS;
	}
	if (was >= BOOTING) {
		link->callbacks->down(link->user);
	}
}

/* Has lws close the connection; went_down() follows from its callback. */
static void hang_up(struct wb_asterisk_connection *link)
{
	if (link->wsi) {
		link->closing = true;
		lws_set_timeout(link->wsi, PENDING_TIMEOUT_USER_OK,
		                LWS_TO_KILL_ASYNC);
	} else {
		went_down(link);
	}
}

static void send_text(struct wb_asterisk_connection *link, const char *text)
{
	wb_buf_add_text(&link->out, text);
	if (link->wsi) {
		lws_callback_on_writable(link->wsi);
	}
}

static void ask_list(struct wb_asterisk_connection *link)
{
	char action[128];

	snprintf(link->list_id, sizeof(link->list_id), "wb-list-%d",
	         ++link->list_number);
	snprintf(action, sizeof(action),
	         "Action: QueueStatus\r\nActionID: %s\r\n\r\n", link->list_id);
	link->callbacks->list_begun(link->user, link->list_id);
	send_text(link, action);
	set_state(link, LISTING, LIST_MS);
}

static void log_in(struct wb_asterisk_connection *link, struct wb_str greeting)
{
	wb_info("%s:%d: connected, '%.*s'", link->options.host,
	        link->options.port, WB_STR_FMT(greeting));
	wb_buf_addf(&link->out,
	            "Action: Login\r\nUsername: %s\r\nSecret: %s\r\n"
	            "Events: system,call,agent,user,dialplan\r\n"
	            "ActionID: wb-login\r\n\r\n",
	            link->options.user, link->options.secret);
	lws_callback_on_writable(link->wsi);
	set_state(link, LOGIN, CONNECT_MS);
}

static void take_login(struct wb_asterisk_connection *link,
                       const struct wb_ami_packet *packet)
{
	if (wb_ami_is(packet->name, "Success")) {
		link->ping_at = wb_clock_monotonic() + PING_MS;
		set_state(link, BOOTING, BOOT_MS);
		link->callbacks->up(link->user);
		return;
	}
	struct wb_str why = wb_ami_get(packet, "Message");
	complain(link, "the switch refuses user '%s': %.*s", link->options.user,
	         WB_STR_FMT(why));
	link->retry = RETRY_REFUSED_MS;
	hang_up(link);
}

static void take_list_answer(struct wb_asterisk_connection *link,
                             const struct wb_ami_packet *packet)
{
	if (wb_ami_is(packet->name, "Success")) {
		return;
	}
	struct wb_str why = wb_ami_get(packet, "Message");
	complain(link, "no list of the queues: %.*s (is app_queue loaded?)",
	         WB_STR_FMT(why));
	link->deadline = wb_clock_monotonic() + LIST_AGAIN_MS;
	wb_timer_set(link->timer, link->deadline);
}

static void take_list_end(struct wb_asterisk_connection *link)
{
	int queues = link->callbacks->list_queues(link->user);

	if (queues <= 0) {
		complain(link, "the switch has no queues (yet)");
		set_state(link, LISTING, LIST_AGAIN_MS);
		return;
	}
	wb_info("%s:%d: live, %d queues", link->options.host,
	        link->options.port, queues);
	link->problem[0] = '\0';
	link->retry = RETRY_MIN_MS;
	set_state(link, LIVE, PING_MS);
}

static void take_response(struct wb_asterisk_connection *link,
                          const struct wb_ami_packet *packet)
{
	struct wb_str id = wb_ami_get(packet, "ActionID");

	if (link->state == LOGIN) {
		take_login(link, packet); /* nothing else was asked */
	} else if (link->state == LISTING && wb_str_is(id, link->list_id)) {
		take_list_answer(link, packet);
	}
}

static void take_event(struct wb_asterisk_connection *link,
                       const struct wb_ami_packet *packet)
{
	link->callbacks->packet(link->user, packet);
	if (link->state == BOOTING && wb_ami_is(packet->name, "FullyBooted")) {
		ask_list(link);
	} else if (link->state == LISTING &&
	           wb_ami_is(packet->name, "QueueStatusComplete") &&
	           wb_str_is(wb_ami_get(packet, "ActionID"), link->list_id)) {
		take_list_end(link);
	} else if (wb_ami_is(packet->name, "Shutdown")) {
		wb_info("%s:%d: the switch shuts down", link->options.host,
		        link->options.port);
	}
}

static void take_packet(struct wb_asterisk_connection *link,
                        const struct wb_ami_packet *packet)
{
	switch (packet->kind) {
	case WB_AMI_BANNER:
		if (link->state == GREETING) {
			log_in(link, packet->name);
		}
		break;
	case WB_AMI_RESPONSE:
		take_response(link, packet);
		break;
	case WB_AMI_EVENT:
		if (link->state >= BOOTING) {
			take_event(link, packet);
		}
		break;
	case WB_AMI_OTHER:
		break;
	}
}

static int receive(struct wb_asterisk_connection *link, const void *data,
                   size_t len)
{
	struct wb_ami_packet packet;

	link->heard = wb_clock_monotonic();
	if (!wb_ami_feed(&link->parser, data, len)) {
		wb_error("out of memory");
		return -1;
	}
	while (!link->closing && wb_ami_next(&link->parser, &packet)) {
		take_packet(link, &packet);
	}
	return link->closing ? -1 : 0;
}

static int write_out(struct wb_asterisk_connection *link)
{
	unsigned char buffer[LWS_PRE + 2048];
	size_t len = link->out.len;

	if (len == 0) {
		return 0;
	}
	if (len > sizeof(buffer) - LWS_PRE) {
		len = sizeof(buffer) - LWS_PRE;
	}
	memcpy(buffer + LWS_PRE, link->out.data, len);
	int sent = lws_write(link->wsi, buffer + LWS_PRE, len, LWS_WRITE_RAW);
	sodium_memzero(buffer, sizeof(buffer));
	if (sent < (int)len) {
		return -1;
	}
	sodium_memzero(link->out.data, len);
	wb_buf_drop_front(&link->out, len);
	if (link->out.len > 0) {
		lws_callback_on_writable(link->wsi);
	}
	return 0;
}

static void say_closed(struct wb_asterisk_connection *link)
{
	if (link->state == GREETING) {
		complain(link, "the connection was closed at once; is this a "
		               "manager port?");
	} else if (link->state == LOGIN) {
		complain(link, "the connection was closed during login");
	} else if (link->state != DOWN) {
		wb_warn("%s:%d: connection lost", link->options.host,
		        link->options.port);
	}
}

static int on_lws(struct lws *wsi, enum lws_callback_reasons reason,
                  void *session, void *in, size_t len)
{
	struct wb_asterisk_connection *link = lws_get_opaque_user_data(wsi);

	(void)session;
	if (!link) {
		return 0;
	}
	/* Only some of the hundred reasons concern a raw client. */
	int what = (int)reason;
	switch (what) {
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		complain(link, "cannot connect: %.*s", in ? (int)len : 0,
		         in ? (const char *)in : "");
		went_down(link);
		return 0;
	case LWS_CALLBACK_RAW_CONNECTED:
		link->wsi = wsi;
		return 0;
	case LWS_CALLBACK_RAW_RX:
		return receive(link, in, len);
	case LWS_CALLBACK_RAW_WRITEABLE:
		return write_out(link);
	case LWS_CALLBACK_RAW_CLOSE:
		say_closed(link);
		went_down(link);
		return 0;
	default:
		return 0;
	}
}

static const struct lws_protocols protocols[] = {
	{ .name = "wb-ami", .callback = on_lws, .rx_buffer_size = 65536 },
	{ .name = NULL },
};

const struct lws_protocols *wb_asterisk_connection_protocols(void)
{
	return protocols;
}

static void connect_now(struct wb_asterisk_connection *link)
{
	struct lws_client_connect_info info = {
		.context = wb_loop_context(link->loop),
		.vhost = wb_loop_vhost(link->loop),
		.address = link->options.host,
		.port = link->options.port,
		.host = link->options.host,
		.origin = link->options.host,
		.path = "/",
		.method = "RAW",
		.local_protocol_name = protocols[0].name,
		.opaque_user_data = link,
		.pwsi = &link->wsi,
	};

	wb_ami_reset(&link->parser);
	wb_buf_clear(&link->out);
	link->heard = wb_clock_monotonic();
	set_state(link, GREETING, CONNECT_MS);
	/* A failure at once has called back already. */
	if (!lws_client_connect_via_info(&info) && link->state == GREETING) {
		complain(link, "cannot connect");
		went_down(link);
	}
}

static void check_alive(struct wb_asterisk_connection *link, wb_ms now)
{
	if (now >= link->heard + SILENCE_MS && !link->paused) {
		complain(link, "the switch does not answer any more");
		hang_up(link);
		return;
	}
	if (now >= link->ping_at) {
		send_text(link, "Action: Ping\r\nActionID: wb-ping\r\n\r\n");
		link->ping_at = now + PING_MS;
	}
	wb_timer_set(link->timer, link->ping_at);
}

static void on_timer(void *user)
{
	struct wb_asterisk_connection *link = user;
	wb_ms now = wb_clock_monotonic();

	if (link->state != LIVE && now < link->deadline) {
		wb_timer_set(link->timer, link->deadline);
		return;
	}
	switch (link->state) {
	case DOWN:
		connect_now(link);
		break;
	case GREETING:
		complain(link, "no greeting; is this a manager port?");
		hang_up(link);
		break;
	case LOGIN:
		complain(link, "no answer to the login");
		hang_up(link);
		break;
	case BOOTING:
	case LISTING:
		ask_list(link);
		break;
	case LIVE:
		check_alive(link, now);
		break;
	}
}

struct wb_asterisk_connection *wb_asterisk_connection_create(
	struct wb_loop *loop,
	const struct wb_asterisk_connection_options *options,
	const struct wb_asterisk_connection_callbacks *callbacks, void *user)
{
	assert(callbacks->packet && callbacks->list_begun && callbacks->up &&
	       callbacks->down && callbacks->list_queues);
	struct wb_asterisk_connection *link = calloc(1, sizeof(*link));
	if (!link) {
		return NULL;
	}
	link->options = *options;
	link->callbacks = callbacks;
	link->user = user;
	link->loop = loop;
	link->retry = RETRY_MIN_MS;
	wb_ami_init(&link->parser);
	wb_buf_init(&link->out, 65536);
	link->timer = wb_timer_create(loop, on_timer, link);
	if (!link->timer) {
		wb_asterisk_connection_destroy(link);
		return NULL;
	}
	return link;
}

void wb_asterisk_connection_destroy(struct wb_asterisk_connection *link)
{
	if (!link) {
		return;
	}
	if (link->wsi) {
		lws_set_opaque_user_data(link->wsi, NULL);
		lws_set_timeout(link->wsi, PENDING_TIMEOUT_USER_OK,
		                LWS_TO_KILL_ASYNC);
	}
	wb_timer_destroy(link->timer);
	wb_ami_finish(&link->parser);
	wb_buf_finish(&link->out);
	free(link);
}

void wb_asterisk_connection_start(struct wb_asterisk_connection *link)
{
	connect_now(link);
}

void wb_asterisk_connection_pause(struct wb_asterisk_connection *link,
                                  bool pause)
{
	if (link->paused != pause && link->wsi) {
		link->paused = pause;
		lws_rx_flow_control(link->wsi, pause ? 0 : 1);
	}
}
