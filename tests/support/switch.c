#include "switch.h"

#include <check.h>
#include <string.h>

static struct event_log events;
static struct wb_asterisk mapper;
static struct wb_ami_parser parser;

static void init(bool has_log)
{
	struct wb_customer_key none = { 0 };
	struct wb_event_sink sink = { event_log_take, &events };

	wb_asterisk_init(&mapper, sink, &none, has_log);
	wb_ami_init(&parser);
}

void switch_setup(void)
{
	init(false);
}

void switch_teardown(void)
{
	wb_asterisk_finish(&mapper);
	wb_ami_finish(&parser);
	event_log_finish(&events);
}

void switch_with_log(void)
{
	switch_teardown();
	init(true);
}

struct wb_asterisk *switch_mapper(void)
{
	return &mapper;
}

void switch_says(wb_ms t, const char *packets)
{
	struct wb_ami_packet packet;

	ck_assert(wb_ami_feed(&parser, packets, strlen(packets)));
	ck_assert(wb_ami_feed(&parser, "\n\n", 2));
	while (wb_ami_next(&parser, &packet)) {
		wb_asterisk_take(&mapper, &packet, t);
	}
}

void switch_logs(const char *record)
{
	wb_asterisk_take_line(&mapper, wb_str(record));
}

void switch_expect(const char *lines)
{
	ck_assert_str_eq(event_log_lines(&events), lines);
}

void switch_ignore(void)
{
	event_log_lines(&events);
}
