#include "acd/ami.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct wb_ami_parser parser;
static struct wb_ami_packet packet;

static void setup(void)
{
	wb_ami_init(&parser);
}

static void teardown(void)
{
	wb_ami_finish(&parser);
}

static void feed(const char *text)
{
	ck_assert(wb_ami_feed(&parser, text, strlen(text)));
}

static void assert_field(const char *key, const char *value)
{
	struct wb_str got = wb_ami_get(&packet, key);

	ck_assert_msg(got.data != NULL, "no field %s", key);
	ck_assert_msg(wb_str_is(got, value), "%s is '%.*s', not '%s'", key,
	              WB_STR_FMT(got), value);
}

static const char session[] =
	"Asterisk Call Manager/11.0.0\r\n"
	"Response: Success\r\nActionID: x\r\nMessage: Authentication "
	"accepted\r\n\r\n"
	"Event: QueueMemberPause\r\nQueue: sales\r\nMemberName: A: colon | "
	"\"q\" "
	"<x>\r\nPausedReason: \r\nPaused: 1\r\n\r\n";

START_TEST(reads_a_session)
{
	feed(session);
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.kind, WB_AMI_BANNER);
	ck_assert(wb_str_is(packet.name, "Asterisk Call Manager/11.0.0"));
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.kind, WB_AMI_RESPONSE);
	ck_assert(wb_str_is(packet.name, "Success"));
	assert_field("actionid", "x");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.kind, WB_AMI_EVENT);
	assert_field("MEMBERNAME", "A: colon | \"q\" <x>");
	assert_field("PausedReason", "");
	ck_assert_int_eq(wb_ami_get_int(&packet, "Paused", -1), 1);
	ck_assert_int_eq(wb_ami_get_int(&packet, "Queue", -1), -1);
	ck_assert_ptr_null(wb_ami_get(&packet, "Nothing").data);
	ck_assert(!wb_ami_next(&parser, &packet));
	ck_assert_uint_eq(parser.packets, 3);
}
END_TEST

START_TEST(does_not_care_how_the_bytes_are_cut)
{
	int got = 0;

	for (size_t i = 0; i < sizeof(session) - 1; i++) {
		ck_assert(wb_ami_feed(&parser, session + i, 1));
		while (wb_ami_next(&parser, &packet)) {
			got++;
		}
	}
	ck_assert_int_eq(got, 3);
	assert_field("Queue", "sales");
}
END_TEST

START_TEST(keeps_repeated_keys_and_takes_the_first)
{
	feed("Event: X\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.count, 3);
	assert_field("Variable", "a=1");
}
END_TEST

START_TEST(strips_one_space_and_no_more)
{
	feed("Event: QueueMember\r\nLocation:  "
	     "J\xc3\xbcrgen\r\nName:x\r\n\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	assert_field("Location", " J\xc3\xbcrgen");
	assert_field("Name", "x");
}
END_TEST

START_TEST(reads_bare_newlines_and_counts_lines_without_a_colon)
{
	feed("Event: X\nno colon here\nA: 1\n\n\n\nEvent: Y\n\n");
	ck_assert(wb_ami_next(&parser, &packet));
	assert_field("A", "1");
	ck_assert_uint_eq(parser.bad_lines, 1);
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert(wb_str_is(packet.name, "Y"));
}
END_TEST

START_TEST(reads_the_output_of_a_command_of_old_versions_to_its_end)
{
	feed("Response: Follows\r\nPrivilege: Command\r\nActionID: c\r\n"
	     "sales has 0 calls\n   Members:\n\n   No Callers\n\n"
	     "--END COMMAND--\r\n\r\nEvent: After\r\n\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.kind, WB_AMI_RESPONSE);
	assert_field("ActionID", "c");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert(wb_str_is(packet.name, "After"));
}
END_TEST

START_TEST(skips_a_packet_that_is_too_long_and_goes_on)
{
	char line[1001];

	memset(line, 'x', sizeof(line) - 1);
	memcpy(line, "Key: ", 5);
	line[999] = '\n';
	line[1000] = '\0';
	feed("Event: Long\r\n");
	for (int i = 0; i < 200; i++) {
		feed(line);
		ck_assert(!wb_ami_next(&parser, &packet));
	}
	ck_assert_uint_lt(parser.bytes.len, 2 * WB_AMI_PACKET_MAX_BYTES);
	feed("\r\nEvent: Next\r\n\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert(wb_str_is(packet.name, "Next"));
	ck_assert_uint_eq(parser.oversize, 1);
}
END_TEST

START_TEST(survives_an_endless_line)
{
	char chunk[4096];

	memset(chunk, 'y', sizeof(chunk));
	for (int i = 0; i < 100; i++) {
		ck_assert(wb_ami_feed(&parser, chunk, sizeof(chunk)));
		ck_assert(!wb_ami_next(&parser, &packet));
	}
	ck_assert_uint_lt(parser.bytes.len, 2 * WB_AMI_PACKET_MAX_BYTES);
	feed("\r\n\r\nEvent: Next\r\n\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert(wb_str_is(packet.name, "Next"));
}
END_TEST

START_TEST(counts_fields_beyond_the_limit)
{
	char line[32];

	feed("Event: Many\r\n");
	for (int i = 0; i < WB_AMI_FIELDS_MAX + 4; i++) {
		snprintf(line, sizeof(line), "K%d: v\r\n", i);
		feed(line);
	}
	feed("\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.count, WB_AMI_FIELDS_MAX);
	ck_assert_uint_eq(parser.many_fields, 5);
}
END_TEST

START_TEST(starts_clean_on_a_new_connection)
{
	feed("Event: Half\r\nA: ");
	ck_assert(!wb_ami_next(&parser, &packet));
	wb_ami_reset(&parser);
	feed("Asterisk Call Manager/2.10.6\r\nEvent: X\r\n\r\n");
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert_int_eq(packet.kind, WB_AMI_BANNER);
	ck_assert(wb_ami_next(&parser, &packet));
	ck_assert(wb_str_is(packet.name, "X"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ami");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, reads_a_session);
	tcase_add_test(tc, does_not_care_how_the_bytes_are_cut);
	tcase_add_test(tc, keeps_repeated_keys_and_takes_the_first);
	tcase_add_test(tc, strips_one_space_and_no_more);
	tcase_add_test(tc,
	               reads_bare_newlines_and_counts_lines_without_a_colon);
	tcase_add_test(
		tc, reads_the_output_of_a_command_of_old_versions_to_its_end);
	tcase_add_test(tc, skips_a_packet_that_is_too_long_and_goes_on);
	tcase_add_test(tc, survives_an_endless_line);
	tcase_add_test(tc, counts_fields_beyond_the_limit);
	tcase_add_test(tc, starts_clean_on_a_new_connection);

	Suite *suite = suite_create("acd/ami");
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
