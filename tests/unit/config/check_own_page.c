/* Pages that people describe while the daemon runs. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "config/config.h"
#include "fake_kpis.h"
#include "suite.h"

static struct wb_config *config;
static struct wb_arena arena;
static struct wb_page_plan page;
static struct wb_buf errors;

static void setup(void)
{
	struct wb_buf ignored = { 0 };
	config = wb_config_parse(
		wb_str("queues: [ { name: sales, department: front,\n"
	               "  service_level: { target: 70% } } ]\n"),
		"w.yaml", &fake_kpis, &ignored);
	ck_assert_ptr_nonnull(config);
	wb_buf_finish(&ignored);
}

static void teardown(void)
{
	wb_config_destroy(config);
	wb_arena_finish(&arena);
	arena = (struct wb_arena){ 0 };
	wb_buf_finish(&errors);
}

static bool make(const char *json)
{
	struct wb_arena text = { 0 };
	struct wb_json_error error;
	char *copy = strdup(json);
	for (char *c = copy; *c; c++) {
		*c = *c == '\'' ? '"' : *c;
	}
	const struct wb_json *read = wb_json_read(wb_str(copy), &text, &error);
	ck_assert_msg(read, "%s: %s", json, error.message);
	bool made = wb_config_page(wb_str("own/mine"), read, &config->plan,
	                           &fake_kpis, &arena, &page, &errors);
	/* what the page holds lives by itself */
	wb_arena_finish(&text);
	memset(copy, 'x', strlen(copy));
	free(copy);
	return made;
}

START_TEST(a_page_is_made_as_from_the_configuration)
{
	ck_assert_msg(make("{'title':{'en':'Mine','fa':'\xd9\x85\xd9\x86'},"
	                   "'grid':{'columns':10,'rows':8},'tiles':["
	                   "{'id':'a','kind':'number','at':[1,2,3,4],"
	                   "'kpi':'service_level','scope':'queue:sales',"
	                   "'window':'1h','warning':'75.5%','trend':true},"
	                   "{'kind':'queues','at':[0,6,10,2],'rows':7,"
	                   "'filter':'department:front',"
	                   "'columns':['waiting','agents']}]}"),
	              "%s", errors.data);
	ck_assert_uint_eq(errors.len, 0);
	ck_assert(wb_str_is(page.name, "own/mine"));
	ck_assert(wb_str_is(page.title.text[WB_LANGUAGE_EN], "Mine"));
	ck_assert_int_eq(page.columns, 10);
	ck_assert_int_eq(page.rows, 8);
	ck_assert_int_eq(page.tile_count, 2);
	const struct wb_tile_plan *number = &page.tiles[0];
	ck_assert(wb_str_is(number->id, "a"));
	ck_assert(wb_str_is(number->kpi, "service_level"));
	ck_assert(wb_str_is(number->scope, "queue:sales"));
	ck_assert_int_eq(number->window, WB_WINDOW_1H);
	ck_assert_int_eq(number->x, 1);
	ck_assert_int_eq(number->h, 4);
	ck_assert(number->trend);
	ck_assert_int_eq(number->limits.warning, 7550);
	ck_assert_int_eq(number->limits.target, 7000); /* of its queue */
	const struct wb_tile_plan *table = &page.tiles[1];
	ck_assert(wb_str_is(table->id, "t2"));
	ck_assert_int_eq(table->rows, 7);
	ck_assert_int_eq(table->column_count, 2);
	ck_assert(wb_str_is(table->filter, "department:front"));
}
END_TEST

START_TEST(a_grid_that_is_not_said_is_that_of_the_configuration)
{
	ck_assert(make("{'tiles':[]}"));
	ck_assert_int_eq(page.columns, 24);
	ck_assert_int_eq(page.rows, 12);
	ck_assert_int_eq(page.tile_count, 0);
}
END_TEST

START_TEST(a_queue_that_nobody_listed_is_a_warning)
{
	ck_assert(make("{'tiles':[{'kind':'number','at':[0,0,1,1],"
	               "'kpi':'waiting','scope':'queue:later'}]}"));
	ck_assert_str_eq(errors.data,
	                 "warning: key 'tiles[0].scope': queue 'later' is not "
	                 "listed under queues\n");
}
END_TEST

#define TILE "{'kind':'number','at':[0,0,1,1],'kpi':'waiting'"

static const struct {
	const char *json;
	const char *errors;
} faults[] = {
	{ "{}", "key 'tiles': missing, expected a value\n" },
	{ "[]", "key '': got a list, expected a map of keys and values\n" },
	{ "7", "key '': got '7', expected a map of keys and values\n" },
	{ "{'tiles':{}}", "key 'tiles': got a map, expected a list of at most "
	                  "100 entries\n" },
	{ "{'tiles':[],'name':'x'}",
	  "key 'name': unknown key, expected one of title, grid, tiles\n" },
	{ "{'tiles':[],'dwell':'20s'}",
	  "key 'dwell': unknown key, expected one of title, grid, tiles\n" },
	{ "{'tiles':[],'grid':{'columns':-1.50}}",
	  "key 'grid.columns': got '-1.5', expected a whole number from 1 to "
	  "96\n" },
	{ "{'tiles':[],'grid':{'columns':0.07}}",
	  "key 'grid.columns': got '0.07', expected a whole number from 1 to "
	  "96\n" },
	{ "{'tiles':[" TILE ",'trend':7}]}",
	  "key 'tiles[0].trend': got '7', expected true or false\n" },
	{ "{'tiles':[" TILE ",'scope':'department:none'}]}",
	  "key 'tiles[0].scope': no queue is in a department 'none'\n" },
	{ "{'tiles':[" TILE "}," TILE "}]}",
	  "key 'tiles[1]': overlaps the tile 't1'\n" },
	{ "{'tiles':[{'id':'a','kind':'clock','at':[0,0,1,1]},"
	  "{'id':'a','kind':'clock','at':[1,0,1,1]}]}",
	  "key 'tiles[1]': the id 'a' is taken by the tile before it\n" },
	{ "{'tiles':[{'kind':'clock','at':[23,0,2,1]}]}",
	  "key 'tiles[0]': [23, 0, 2, 1] leaves the grid of 24 columns and "
	  "12 rows\n" },
	{ "{'tiles':[{'kind':'clock','at':[0,0,1,1]},{'kind':'clok',"
	  "'at':[1,0]}]}",
	  "key 'tiles[1].kind': got 'clok', expected number, gauge, trend, "
	  "queues, agents, states, ranking, alerts, text or clock\n"
	  "key 'tiles[1].at': got a list, expected [x, y, width, height] in "
	  "grid cells\n" },
};

START_TEST(every_fault_is_said_with_its_key)
{
	ck_assert(!make(faults[_i].json));
	ck_assert_str_eq(errors.data, faults[_i].errors);
}
END_TEST

START_TEST(what_is_nested_too_deeply_is_refused)
{
	ck_assert(!make("{'tiles':[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}"));
	ck_assert_str_eq(errors.data, "nested too deeply\n");
}
END_TEST

START_TEST(more_keys_than_a_map_may_have_are_refused)
{
	struct wb_buf json = { 0 };
	wb_buf_add_text(&json, "{'a':{");
	for (int i = 0; i < 300; i++) {
		wb_buf_addf(&json, "%s'k%d':1", i ? "," : "", i);
	}
	wb_buf_add_text(&json, "}}");
	ck_assert(!make(json.data));
	ck_assert_str_eq(errors.data, "too many keys\n");
	wb_buf_finish(&json);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("own page");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_page_is_made_as_from_the_configuration);
	tcase_add_test(tc,
	               a_grid_that_is_not_said_is_that_of_the_configuration);
	tcase_add_test(tc, a_queue_that_nobody_listed_is_a_warning);
	tcase_add_loop_test(tc, every_fault_is_said_with_its_key, 0,
	                    WB_COUNT(faults));
	tcase_add_test(tc, what_is_nested_too_deeply_is_refused);
	tcase_add_test(tc, more_keys_than_a_map_may_have_are_refused);
	return wb_test_run("config/own_page", tc);
}
