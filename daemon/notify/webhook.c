/* One POST of one message. */

#include <stdlib.h>
#include <string.h>

#include "notify/answer.h"
#include "notify/bodies.h"
#include "notify/courier.h"
#include "notify/sign.h"

struct webhook {
	struct wb_attempt attempt;
	struct wb_courier *courier;
	struct wb_transfer_job transfer;
	enum wb_webhook_format format;
	struct curl_slist *headers;
	struct wb_buf url, body, answer;
	bool answer_cut; /* it says more than we keep */
	char error[CURL_ERROR_SIZE];
};

static void destroy(struct webhook *self)
{
	curl_easy_cleanup(self->transfer.easy);
	curl_slist_free_all(self->headers);
	wb_secret_finish(&self->url); /* Telegram's token is in it */
	wb_buf_finish(&self->body);
	wb_buf_finish(&self->answer);
	free(self);
}

static void cancel(struct wb_attempt *attempt)
{
	struct webhook *self = (struct webhook *)attempt;

	wb_transfers_cancel(self->courier->transfers, &self->transfer);
	destroy(self);
}

/* Keeps the beginning of the answer; the rest is not waited for. */
static size_t take_answer(char *data, size_t size, size_t count, void *user)
{
	struct webhook *self = user;
	size_t len = size * count;

	size_t room = WB_ANSWER_MAX - self->answer.len;

	self->answer_cut = len > room;
	wb_buf_add(&self->answer, data, len < room ? len : room);
	return self->answer_cut ? 0 : len;
}

static void judge(struct webhook *self, CURLcode code,
                  struct wb_delivery *delivery)
{
	struct wb_answer answer = { .body = wb_buf_str(&self->answer) };
	CURL *easy = self->transfer.easy;
	curl_off_t seconds = 0;
	char *redirect = NULL;

	if (code != CURLE_OK && !self->answer_cut) {
		wb_delivery_set(delivery, WB_DELIVERY_FAILED, "%s",
		                self->error[0] != '\0'
		                        ? self->error
		                        : curl_easy_strerror(code));
		return;
	}
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
	curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &redirect);
	answer.retry_after = seconds > 0 && seconds < 86400
	                             ? (wb_ms)seconds * WB_SECOND
	                             : (seconds > 0 ? WB_HOUR : 0);
	answer.redirect = wb_str(redirect);
	wb_answer_judge(self->format, &answer, delivery);
}

static void ended(void *user, CURLcode code)
{
	struct webhook *self = user;
	struct wb_attempt attempt = self->attempt;
	struct wb_delivery delivery = { 0 };

	judge(self, code, &delivery);
	destroy(self);
	attempt.fn(attempt.user, &delivery);
}

static bool add_header(struct webhook *self, const char *name,
                       struct wb_str value)
{
	struct wb_buf line = { 0 };

	wb_buf_addf(&line, "%s: %.*s", name, WB_STR_FMT(value));
	struct curl_slist *list =
		line.failed ? NULL
			    : curl_slist_append(self->headers, line.data);
	wb_secret_finish(&line);
	if (!list) {
		return false;
	}
	self->headers = list;
	return true;
}

static bool add_bearer(struct webhook *self, struct wb_str token)
{
	struct wb_buf value = { 0 };

	wb_buf_addf(&value, "Bearer %.*s", WB_STR_FMT(token));
	bool good = !value.failed &&
	            add_header(self, "Authorization", wb_buf_str(&value));
	wb_secret_finish(&value);
	return good;
}

/* Telegram has its token in the path: .../bot<token>/sendMessage */
static bool use_token(struct webhook *self, const struct wb_letter *letter,
                      struct wb_delivery *delivery)
{
	struct wb_buf token = { 0 };
	bool good = true;

	if (letter->route->token_file.len == 0) {
		return true;
	}
	if (!wb_secret_read(letter->route->token_file, &token, delivery)) {
		wb_secret_finish(&token);
		return false;
	}
	if (self->format == WB_WEBHOOK_TELEGRAM) {
		while (self->url.len > 0 &&
		       self->url.data[self->url.len - 1] == '/') {
			self->url.data[--self->url.len] = '\0';
		}
		wb_buf_addf(&self->url, "/bot%s/sendMessage", token.data);
	} else {
		good = add_bearer(self, wb_buf_str(&token));
	}
	wb_secret_finish(&token);
	return good;
}

static bool use_secret(struct webhook *self, const struct wb_letter *letter,
                       struct wb_delivery *delivery)
{
	struct wb_buf secret = { 0 }, value = { 0 };

	if (letter->route->secret_file.len == 0) {
		return true;
	}
	bool good =
		wb_secret_read(letter->route->secret_file, &secret, delivery) &&
		wb_sign_header(&value, wb_buf_str(&secret), letter->now,
	                       wb_buf_str(&self->body)) &&
		add_header(self, "Wallboard-Signature", wb_buf_str(&value));
	wb_secret_finish(&secret);
	wb_buf_finish(&value);
	return good;
}

static bool make_headers(struct webhook *self, const struct wb_letter *letter,
                         struct wb_delivery *delivery)
{
	struct wb_buf key = { 0 };

	wb_sign_key(&key, letter->told->key);
	bool good = !key.failed &&
	            add_header(self, "Idempotency-Key", wb_buf_str(&key)) &&
	            add_header(self, "Content-Type",
	                       wb_str("application/json; charset=utf-8")) &&
	            add_header(self, "Expect", wb_str("")) &&
	            use_token(self, letter, delivery) &&
	            use_secret(self, letter, delivery);
	wb_buf_finish(&key);
	return good;
}

static void set_options(struct webhook *self, const struct wb_letter *letter)
{
	CURL *easy = self->transfer.easy;

	curl_easy_setopt(easy, CURLOPT_URL, self->url.data);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
	                 (long)letter->route->timeout);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	                 (long)letter->route->timeout);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "wallboard/" WB_VERSION);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, self->headers);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
	                 (curl_off_t)self->body.len);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, self->body.data);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, self);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->error);
	wb_courier_trust(easy, letter->route->ca_file);
}

static bool prepare(struct webhook *self, const struct wb_letter *letter,
                    struct wb_delivery *delivery)
{
	wb_delivery_set(delivery, WB_DELIVERY_FAILED, "out of memory");
	wb_buf_add_str(&self->url, letter->route->url);
	wb_body_write(letter, &self->body);
	if (self->body.failed || !make_headers(self, letter, delivery) ||
	    self->url.failed) {
		return false;
	}
	self->transfer.easy = curl_easy_init();
	if (!self->transfer.easy) {
		return false;
	}
	set_options(self, letter);
	return wb_transfers_start(self->courier->transfers, &self->transfer);
}

struct wb_attempt *wb_webhook_start(struct wb_courier *courier,
                                    const struct wb_letter *letter,
                                    struct wb_delivery *ret_delivery)
{
	static const struct wb_attempt_ops ops = { .cancel = cancel };
	struct webhook *self = calloc(1, sizeof(*self));

	if (!self) {
		wb_delivery_set(ret_delivery, WB_DELIVERY_FAILED,
		                "out of memory");
		return NULL;
	}
	self->attempt.ops = &ops;
	self->courier = courier;
	self->format = letter->route->format;
	self->transfer.fn = ended;
	self->transfer.user = self;
	if (!prepare(self, letter, ret_delivery)) {
		destroy(self);
		return NULL;
	}
	return &self->attempt;
}
