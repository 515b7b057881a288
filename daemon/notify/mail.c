/* One e-mail to a route's recipients, by SMTP. */

#include <stdlib.h>

#include "notify/courier.h"
#include "notify/mime.h"
#include "notify/smtp_talk.h"

struct mail {
	struct wb_attempt attempt;
	struct wb_courier *courier;
	struct wb_transfer_job transfer;
	struct curl_slist *recipients;
	unsigned asked; /* bits of the route's recipients */
	bool partial;   /* the others were told before */
	struct wb_buf text;
	size_t sent;
	struct wb_smtp_talk talk;
	char error[CURL_ERROR_SIZE];
};

static void destroy(struct mail *self)
{
	curl_easy_cleanup(self->transfer.easy);
	curl_slist_free_all(self->recipients);
	wb_buf_finish(&self->text);
	free(self);
}

static void cancel(struct wb_attempt *attempt)
{
	struct mail *self = (struct mail *)attempt;

	wb_transfers_cancel(self->courier->transfers, &self->transfer);
	destroy(self);
}

static void ended(void *user, CURLcode code)
{
	struct mail *self = user;
	struct wb_attempt attempt = self->attempt;
	struct wb_delivery delivery = { 0 };
	const char *error =
		self->error[0] != '\0' ? self->error : curl_easy_strerror(code);

	wb_smtp_judge(&self->talk, self->asked, self->partial,
	              code == CURLE_OK ? NULL : error, &delivery);
	destroy(self);
	attempt.fn(attempt.user, &delivery);
}

static size_t give_text(char *data, size_t size, size_t count, void *user)
{
	struct mail *self = user;
	size_t left = self->text.len - self->sent;
	size_t len = size * count < left ? size * count : left;

	memcpy(data, self->text.data + self->sent, len);
	self->sent += len;
	return len;
}

/* What is said both ways; passwords pass here too, and are not kept. */
static int follow(CURL *easy, curl_infotype type, char *data, size_t size,
                  void *user)
{
	struct mail *self = user;
	struct wb_str line = { data, size };

	(void)easy;
	if (type == CURLINFO_HEADER_OUT) {
		wb_smtp_sent(&self->talk, line);
	} else if (type == CURLINFO_HEADER_IN) {
		wb_smtp_heard(&self->talk, line);
	}
	return 0;
}

/* The answers are followed already. */
static size_t ignore(char *data, size_t size, size_t count, void *user)
{
	(void)data;
	(void)user;
	return size * count;
}

/* "<a@b.c>", for the envelope. */
static bool add_address(struct wb_buf *out, struct wb_str mailbox)
{
	struct wb_str address = wb_mime_address(mailbox);

	wb_buf_clear(out);
	wb_buf_addf(out, "<%.*s>", WB_STR_FMT(address));
	return address.len > 0 && !out->failed;
}

static bool take_recipients(struct mail *self, const struct wb_letter *letter,
                            struct wb_delivery *delivery)
{
	struct wb_buf address = { 0 };
	struct curl_slist *list;
	bool good = true;

	for (int i = 0; i < letter->route->to_count && good; i++) {
		if (letter->recipients && !(letter->recipients >> i & 1u)) {
			continue;
		}
		if (!add_address(&address, letter->route->to[i])) {
			wb_delivery_set(delivery, WB_DELIVERY_FAILED,
			                "'%.*s' is no address",
			                WB_STR_FMT(letter->route->to[i]));
			good = false;
			break;
		}
		list = curl_slist_append(self->recipients, address.data);
		self->recipients = list ? list : self->recipients;
		self->asked |= 1u << i;
		good = list != NULL;
	}
	self->partial = self->asked != (1u << letter->route->to_count) - 1u;
	wb_buf_finish(&address);
	return good;
}

static bool log_in(struct mail *self, const struct wb_letter *letter,
                   struct wb_delivery *delivery)
{
	const struct wb_route_plan *route = letter->route;
	struct wb_buf secret = { 0 };
	char user[256];

	if (route->user.len == 0) {
		return true;
	}
	wb_str_format(user, sizeof(user), "%.*s", WB_STR_FMT(route->user));
	curl_easy_setopt(self->transfer.easy, CURLOPT_USERNAME, user);
	bool good = route->password_file.len == 0 ||
	            wb_secret_read(route->password_file, &secret, delivery);
	if (good && secret.len > 0) {
		curl_easy_setopt(self->transfer.easy, CURLOPT_PASSWORD,
		                 secret.data);
	}
	wb_secret_finish(&secret);
	return good;
}

/* A password is never sent in the clear, whatever the route says. */
static long tls_level(const struct wb_route_plan *route)
{
	return route->starttls || route->user.len > 0 ? CURLUSESSL_ALL
	                                              : CURLUSESSL_TRY;
}

static bool set_server(struct mail *self, const struct wb_letter *letter)
{
	const struct wb_route_plan *route = letter->route;
	CURL *easy = self->transfer.easy;
	struct wb_buf text = { 0 };

	wb_buf_add_str(&text, route->url);
	bool good = !text.failed &&
	            curl_easy_setopt(easy, CURLOPT_URL, text.data) == CURLE_OK;
	good = good && add_address(&text, route->from) &&
	       curl_easy_setopt(easy, CURLOPT_MAIL_FROM, text.data) == CURLE_OK;
	wb_buf_finish(&text);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_USE_SSL, tls_level(route));
	wb_courier_trust(easy, route->ca_file);
	return good;
}

static void set_options(struct mail *self, const struct wb_letter *letter)
{
	CURL *easy = self->transfer.easy;
	long timeout = (long)letter->route->timeout;

	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, self->recipients);
	/* one wrong address must not keep the others from being told */
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_text);
	curl_easy_setopt(easy, CURLOPT_READDATA, self);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, follow);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, self);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->error);
}

static bool prepare(struct mail *self, const struct wb_letter *letter,
                    struct wb_delivery *delivery)
{
	wb_delivery_set(delivery, WB_DELIVERY_FAILED, "out of memory");
	wb_mime_write(letter, &self->text);
	self->transfer.easy = curl_easy_init();
	if (self->text.failed || !self->transfer.easy ||
	    !take_recipients(self, letter, delivery)) {
		return false;
	}
	if (!set_server(self, letter)) {
		wb_delivery_set(delivery, WB_DELIVERY_FAILED,
		                "server or sender cannot be used");
		return false;
	}
	set_options(self, letter);
	return log_in(self, letter, delivery) &&
	       wb_transfers_start(self->courier->transfers, &self->transfer);
}

struct wb_attempt *wb_mail_start(struct wb_courier *courier,
                                 const struct wb_letter *letter,
                                 struct wb_delivery *ret_delivery)
{
	static const struct wb_attempt_ops ops = { .cancel = cancel };
	struct mail *self = calloc(1, sizeof(*self));

	if (!self) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "out of memory");
		return NULL;
	}
	self->attempt.ops = &ops;
	self->courier = courier;
	self->transfer.fn = ended;
	self->transfer.user = self;
	if (!prepare(self, letter, ret_delivery)) {
		destroy(self);
		return NULL;
	}
	return &self->attempt;
}
