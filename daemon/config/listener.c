#include "config/config.h"
#include "config/literal.h"

#define PORT_MAX 65535
#define UNIX_PATH_MAX 107 /* sun_path, less its NUL */

static bool starts_with(struct wb_str text, const char *start)
{
	size_t len = strlen(start);
	return text.len >= len && memcmp(text.data, start, len) == 0;
}

static struct wb_str without(struct wb_str text, size_t count)
{
	return (struct wb_str){ text.data + count, text.len - count };
}

static bool is_loopback(struct wb_str address)
{
	return wb_str_is(address, "localhost") || wb_str_is(address, "::1") ||
	       starts_with(address, "127.");
}

static bool is_address(struct wb_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		             (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
		             c == '_' || c == ':' || c == '%' || c == '*';
		if (!plain) {
			return false;
		}
	}
	return text.len > 0 && text.len < 254;
}

/* Splits at the last colon; "[::1]:80" loses its brackets. */
static bool split(struct wb_str text, struct wb_str *ret_address,
                  int64_t *ret_port)
{
	size_t colon = text.len;
	while (colon > 0 && text.data[colon - 1] != ':') {
		colon--;
	}
	struct wb_str port = without(text, colon);
	if (colon == 0 || port.len == 0 || port.len > 5 ||
	    port.data[0] == '-' || !wb_count_parse(port, ret_port) ||
	    *ret_port > PORT_MAX) {
		return false;
	}
	struct wb_str address = { text.data, colon - 1 };
	bool bracketed = address.len >= 2 && address.data[0] == '[' &&
	                 address.data[address.len - 1] == ']';
	if (bracketed) {
		address = without(address, 1);
		address.len--;
	} else if (address.len && memchr(address.data, ':', address.len)) {
		return false; /* an IPv6 address needs its brackets */
	}
	*ret_address = address;
	return true;
}

static bool is_path(struct wb_str text)
{
	return text.len >= 2 && text.len <= UNIX_PATH_MAX &&
	       text.data[0] == '/' && wb_str_is_clean_utf8(text);
}

bool wb_listener_parse(struct wb_str text, struct wb_listener *ret_listener)
{
	struct wb_listener listener = { 0 };
	int64_t port;
	if (starts_with(text, "unix:")) {
		listener.address = text;
		listener.loopback = true;
		if (!is_path(without(text, 5))) {
			return false;
		}
	} else {
		if (!split(text, &listener.address, &port)) {
			return false;
		}
		if (listener.address.len == 0) {
			listener.address = wb_str("0.0.0.0");
		}
		if (!is_address(listener.address)) {
			return false;
		}
		listener.port = (int)port;
		listener.loopback = is_loopback(listener.address);
	}
	*ret_listener = listener;
	return true;
}

bool wb_feed_url_parse(struct wb_str url, bool *ret_loopback)
{
	struct wb_str address;
	int64_t port;
	if (starts_with(url, "ipc://")) {
		*ret_loopback = true;
		return is_path(without(url, 6));
	}
	if (!starts_with(url, "tcp://") ||
	    !split(without(url, 6), &address, &port) || !is_address(address)) {
		return false;
	}
	*ret_loopback = is_loopback(address);
	return true;
}
