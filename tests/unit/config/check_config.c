#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "config/config.h"
#include "config/literal.h"
#include "fake_kpis.h"

static struct wb_buf errors;

static void setup(void)
{
	wb_buf_init(&errors, 0);
}

static void teardown(void)
{
	wb_buf_finish(&errors);
}

static struct wb_config *parse(const char *text)
{
	return wb_config_parse(wb_str(text), "w.yaml", &fake_kpis, &errors);
}

static struct wb_config *parse_good(const char *text)
{
	struct wb_config *config = parse(text);
	ck_assert_msg(config != NULL, "%s", errors.data);
	ck_assert_msg(errors.len == 0, "%s", errors.data);
	return config;
}

START_TEST(an_empty_file_gives_the_defaults)
{
	struct wb_config *c = parse_good("");
	ck_assert_int_eq(c->listener_count, 1);
	ck_assert(wb_str_is(c->listeners[0].address, "127.0.0.1"));
	ck_assert_int_eq(c->listeners[0].port, 8080);
	ck_assert(c->listeners[0].loopback);
	ck_assert_int_eq(c->feed_url_count, 1);
	ck_assert(wb_str_is(c->feed_urls[0], "ipc:///tmp/wallboard.sock"));
	ck_assert_ptr_null(c->state_directory.data);
	ck_assert_int_eq(c->history_days, 400);
	ck_assert_int_eq(c->contact_days, 40);
	ck_assert_int_eq(c->journal_days, 35);

	const struct wb_plan *p = &c->plan;
	ck_assert(wb_str_is(p->time_zone, "UTC"));
	ck_assert_int_eq(p->interval, 30 * WB_MINUTE);
	ck_assert_int_eq(p->stale_limit, 4 * WB_HOUR);
	ck_assert_int_eq(p->feed_silent, 4 * WB_SECOND);
	ck_assert_int_eq(p->day_start, 0);
	ck_assert_int_eq(p->language, WB_LANGUAGE_EN);
	ck_assert_int_eq(p->agent_names, WB_NAMES_FULL);
	ck_assert_int_eq(p->defaults.service_level.threshold, 20000);
	ck_assert_int_eq(p->defaults.service_level.target_bp, 8000);
	ck_assert_int_eq(p->defaults.service_level.variant, WB_SL_OFFERED);
	ck_assert_int_eq(p->defaults.short_abandon, 5000);
	ck_assert(!p->defaults.configured);
	ck_assert_int_eq(p->queue_count + p->agent_count, 0);
	wb_config_destroy(c);
}
END_TEST

START_TEST(no_file_at_all_gives_the_defaults_too)
{
	struct wb_config *c = wb_config_default(&fake_kpis);
	ck_assert_ptr_nonnull(c);
	ck_assert_int_eq(c->plan.page_count, 4);
	wb_config_destroy(c);
}
END_TEST

START_TEST(without_pages_there_is_an_overview)
{
	struct wb_config *c = parse_good(
		"defaults: { service_level: { threshold: 30s, target: 90% } }");
	const struct wb_page_plan *page =
		wb_plan_page(&c->plan, wb_str("overview"));
	ck_assert_ptr_nonnull(page);
	ck_assert(wb_str_is(page->title.text[WB_LANGUAGE_FA], "نمای کلی"));
	ck_assert_int_eq(page->tile_count, 7);
	ck_assert(wb_str_is(page->tiles[0].kpi, "service_level"));
	ck_assert_int_eq(page->tiles[0].limits.target, 9000);
	ck_assert_int_eq(page->tiles[0].limits.warning, 9000);
	ck_assert_int_eq(page->tiles[0].limits.critical, 7500);
	ck_assert(!page->tiles[0].limits.above);
	ck_assert_int_eq(page->tiles[1].limits.warning, 30000);
	ck_assert_int_eq(page->tiles[1].limits.critical, 60000);
	ck_assert_int_eq(page->tiles[1].limits.target, 30000);
	ck_assert_int_eq(page->tiles[3].limits.target, 500);
	ck_assert(!page->tiles[2].limits.has_target);

	wb_config_destroy(c);
}
END_TEST

static const char *const built_in[] = { "overview", "focus", "agents",
	                                "today" };

START_TEST(the_tiles_of_a_built_in_page_fill_it_and_nobody_is_ranked)
{
	struct wb_config *c = parse_good(
		_i < 4 ? "" : "queues: [ { name: a }, { name: b } ]");
	const struct wb_page_plan *page =
		wb_plan_page(&c->plan, wb_str(built_in[_i % 4]));
	int cells = 0;
	ck_assert_ptr_nonnull(page);
	ck_assert(page->front);
	ck_assert_int_ge(page->dwell, 20 * WB_SECOND);
	for (int i = 0; i < page->tile_count; i++) {
		const struct wb_tile_plan *t = &page->tiles[i];
		ck_assert_int_le(t->x + t->w, page->columns);
		ck_assert_int_le(t->y + t->h, page->rows);
		ck_assert_int_ne(t->kind, WB_TILE_RANKING);
		cells += t->w * t->h;
	}
	ck_assert_int_eq(cells, page->columns * page->rows);
	wb_config_destroy(c);
}
END_TEST

START_TEST(few_queues_share_the_overview_with_their_day)
{
	struct wb_config *c = parse_good("queues: [ { name: a } ]");
	const struct wb_page_plan *page = &c->plan.pages[0];
	const struct wb_tile_plan *last = &page->tiles[page->tile_count - 1];
	ck_assert_int_eq(last->kind, WB_TILE_TREND);
	ck_assert_int_eq(last->span, WB_SPAN_DAY);
	wb_config_destroy(c);
	c = parse_good("queues: [ { name: a }, { name: b }, { name: c }, "
	               "{ name: d } ]");
	page = &c->plan.pages[0];
	ck_assert_int_eq(page->tiles[page->tile_count - 1].kind,
	                 WB_TILE_AGENTS);
	wb_config_destroy(c);
}
END_TEST

START_TEST(a_rotation_and_its_pages_are_stored)
{
	struct wb_config *c = parse_good(
		"rotation: { rotate: false, dwell: 40s, critical_to_front: "
		"false, hold: 0s }\n"
		"pages:\n"
		"- { name: a, tiles: [] }\n"
		"- { name: b, dwell: 15s, front: false, tiles: [] }\n"
		"- { name: c, dwell: 0, tiles: [] }\n");
	const struct wb_plan *p = &c->plan;
	ck_assert(!p->rotation.rotate && !p->rotation.critical_to_front);
	ck_assert_int_eq(p->rotation.hold, 0);
	ck_assert_int_eq(p->pages[0].dwell, 40 * WB_SECOND);
	ck_assert_int_eq(p->pages[1].dwell, 15 * WB_SECOND);
	ck_assert_int_eq(p->pages[2].dwell, 0);
	ck_assert(p->pages[0].front && !p->pages[1].front);
	wb_config_destroy(c);
	c = parse_good("");
	ck_assert(c->plan.rotation.rotate);
	ck_assert(c->plan.rotation.critical_to_front);
	wb_config_destroy(c);
}
END_TEST

START_TEST(every_kind_of_tile_is_stored)
{
	struct wb_config *c = parse_good(
		"pages:\n- name: a\n  tiles:\n"
		"  - { kind: gauge, at: [0,0,4,4], kpi: budget_burn,\n"
		"      warning: 1, critical: 2.5 }\n"
		"  - { kind: gauge, at: [4,0,4,4], kpi: waiting,\n"
		"      scale: [0, 40] }\n"
		"  - { kind: trend, at: [8,0,4,4], kpi: handled, span: day,\n"
		"      part: handled }\n"
		"  - { kind: trend, at: [12,0,4,4], kpi: service_level }\n"
		"  - { kind: ranking, at: [16,0,4,4], kpi: longest_wait,\n"
		"      of: queues }\n"
		"  - { kind: ranking, at: [20,0,4,4], kpi: handled,\n"
		"      least_sample: 5, rows: 3 }\n"
		"  - { kind: clock, at: [0,4,4,4], zones: [UTC,\n"
		"      { zone: Asia/Tehran, title: { en: Home } } ] }\n"
		"  - { kind: text, at: [4,4,4,4], text: Hello }\n"
		"  - { kind: alerts, at: [8,4,4,4] }\n"
		"  - { kind: states, at: [12,4,4,4] }\n");
	const struct wb_tile_plan *t = c->plan.pages[0].tiles;
	ck_assert_int_eq(t[0].limits.warning, 100);
	ck_assert_int_eq(t[0].limits.critical, 250);
	ck_assert(t[0].has_scale);
	ck_assert_int_eq(t[0].scale_to, 375);
	ck_assert_int_eq(t[1].scale_to, 40);
	ck_assert_int_eq(t[2].span, WB_SPAN_DAY);
	ck_assert(wb_str_is(t[2].part, "handled"));
	ck_assert_int_eq(t[3].span, WB_SPAN_HOUR);
	ck_assert(t[3].trend && !t[3].has_scale);
	ck_assert_int_eq(t[4].ranked, WB_RANKED_QUEUES);
	ck_assert(t[4].lowest_first);
	ck_assert_int_eq(t[5].ranked, WB_RANKED_AGENTS);
	ck_assert(!t[5].lowest_first);
	ck_assert_int_eq(t[5].least_sample, 5);
	ck_assert_int_eq(t[6].clock_count, 2);
	ck_assert_ptr_nonnull(t[6].clocks[1].zone);
	ck_assert(wb_str_is(t[6].clocks[1].title.text[0], "Home"));
	ck_assert(wb_str_is(t[7].text.text[0], "Hello"));
	ck_assert_int_eq(t[9].state_limit, 15 * WB_MINUTE);
	wb_config_destroy(c);
}
END_TEST

START_TEST(everything_that_can_be_said_is_stored)
{
	struct wb_config *c = parse_good(
		"listen: [127.0.0.1:0, 'unix:/run/wb.sock']\n"
		"feeds: { listen: [ipc:///run/f.sock, tcp://127.0.0.1:7000] }\n"
		"state: /var/lib/wallboard\n"
		"history: { keep: 90d, contacts: 7d }\n"
		"journal: { keep: 14d }\n"
		"centre: { title: { en: Care, fa: مرکز }, language: fa,\n"
		"  time_zone: Asia/Tehran, day_start: \"06:30\", interval: "
		"1h,\n"
		"  agent_names: initials, stale_limit: 2h, feed_silent: 10s "
		"}\n");
	ck_assert_int_eq(c->listener_count, 2);
	ck_assert(wb_str_is(c->listeners[1].address, "unix:/run/wb.sock"));
	ck_assert_int_eq(c->feed_url_count, 2);
	ck_assert(wb_str_is(c->feed_urls[1], "tcp://127.0.0.1:7000"));
	ck_assert(wb_str_is(c->state_directory, "/var/lib/wallboard"));
	ck_assert_int_eq(c->history_days, 90);
	ck_assert_int_eq(c->contact_days, 7);
	ck_assert_int_eq(c->journal_days, 14);
	const struct wb_plan *p = &c->plan;
	ck_assert(wb_str_is(p->title.text[WB_LANGUAGE_EN], "Care"));
	ck_assert(wb_str_is(p->title.text[WB_LANGUAGE_FA], "مرکز"));
	ck_assert_int_eq(p->language, WB_LANGUAGE_FA);
	ck_assert(wb_str_is(p->time_zone, "Asia/Tehran"));
	ck_assert_int_eq(wb_zone_offset(p->zone, 1764000000000), 12600000);
	ck_assert_int_eq(p->day_start, 390 * WB_MINUTE);
	ck_assert_int_eq(p->interval, WB_HOUR);
	ck_assert_int_eq(p->agent_names, WB_NAMES_INITIALS);
	ck_assert_int_eq(p->stale_limit, 2 * WB_HOUR);
	ck_assert_int_eq(p->feed_silent, 10 * WB_SECOND);
	wb_config_destroy(c);
}
END_TEST

START_TEST(a_queue_has_what_it_says_and_the_defaults_for_the_rest)
{
	/* the defaults come after the queues: order does not matter */
	struct wb_config *c = parse_good(
		"queues:\n"
		"  - name: sales\n"
		"    title: { en: Sales, fa: فروش, ar: المبيعات, ru: Продажи "
		"}\n"
		"    department: sales\n"
		"    site: tehran\n"
		"    tier: 2\n"
		"    channel: chat\n"
		"    service_level: { target: 77.5% }\n"
		"  - { name: 4711, time_zone: Asia/Dubai, day_start: "
		"\"08:00\",\n"
		"      short_abandon: 0, service_level: { threshold: 1m,\n"
		"      variant: no_flow } }\n"
		"defaults:\n"
		"  time_zone: Asia/Tehran\n"
		"  service_level: { threshold: 15s, target: 90%, "
		"variant: answered }\n"
		"  short_abandon: 7s\n"
		"  day_start: \"01:00\"\n");
	const struct wb_queue_plan *q =
		wb_plan_queue(&c->plan, wb_str("sales"));
	ck_assert_ptr_nonnull(q);
	ck_assert(q->configured);
	ck_assert(wb_str_is(q->title.text[WB_LANGUAGE_RU], "Продажи"));
	ck_assert(wb_str_is(q->department, "sales"));
	ck_assert(wb_str_is(q->site, "tehran"));
	ck_assert_int_eq(q->tier, 2);
	ck_assert_int_eq(q->channel, WB_CHANNEL_CHAT);
	ck_assert_int_eq(q->service_level.threshold, 15000);
	ck_assert_int_eq(q->service_level.target_bp, 7750);
	ck_assert_int_eq(q->service_level.variant, WB_SL_ANSWERED);
	ck_assert_int_eq(q->short_abandon, 7000);
	ck_assert_int_eq(q->day_start, WB_HOUR);
	ck_assert(wb_str_is(q->time_zone, "Asia/Tehran"));
	ck_assert(wb_str_is(c->plan.time_zone, "Asia/Tehran"));

	q = wb_plan_queue(&c->plan, wb_str("4711"));
	ck_assert_ptr_nonnull(q);
	ck_assert_int_eq(q->service_level.threshold, WB_MINUTE);
	ck_assert_int_eq(q->service_level.target_bp, 9000);
	ck_assert_int_eq(q->service_level.variant, WB_SL_NO_FLOW);
	ck_assert_int_eq(q->short_abandon, 0);
	ck_assert_int_eq(q->day_start, 8 * WB_HOUR);
	ck_assert_int_eq(wb_zone_offset(q->zone, 1764000000000), 4 * WB_HOUR);
	wb_config_destroy(c);
}
END_TEST

START_TEST(the_time_zone_of_the_centre_is_that_of_the_queues_too)
{
	struct wb_config *c = parse_good("centre: { time_zone: Asia/Almaty }\n"
	                                 "queues: [ { name: a } ]\n");
	ck_assert(wb_str_is(c->plan.queues[0].time_zone, "Asia/Almaty"));
	ck_assert(wb_str_is(c->plan.defaults.time_zone, "Asia/Almaty"));
	wb_config_destroy(c);
}
END_TEST

START_TEST(groups_need_not_be_listed)
{
	struct wb_config *c = parse_good(
		"departments: [ { name: service, title: Service } ]\n"
		"queues: [ { name: a, department: service, site: tehran },\n"
		"          { name: b, department: outbound, site: dubai } ]\n"
		"agents: [ { name: a1, title: Ann, team: red, site: tehran },\n"
		"          { name: a2, team: red } ]\n");
	const struct wb_plan *p = &c->plan;
	ck_assert_int_eq(p->department_count, 2);
	ck_assert(wb_str_is(p->departments[0].name, "service"));
	ck_assert(wb_str_is(p->departments[0].title.text[0], "Service"));
	ck_assert(wb_str_is(p->departments[1].name, "outbound"));
	ck_assert_int_eq(p->team_count, 1);
	ck_assert_int_eq(p->site_count, 2);
	const struct wb_agent_plan *a = wb_plan_agent(p, wb_str("a1"));
	ck_assert_ptr_nonnull(a);
	ck_assert(a->configured);
	ck_assert(wb_str_is(a->title.text[WB_LANGUAGE_EN], "Ann"));
	ck_assert(wb_str_is(a->team, "red"));
	ck_assert(wb_str_is(a->site, "tehran"));
	ck_assert_ptr_null(wb_plan_agent(p, wb_str("a3")));
	wb_config_destroy(c);
}
END_TEST

#define PAGE_WITH(tile)                                                        \
	"queues: [ { name: sales, department: d, "                             \
	"service_level: { target: 85% } } ]\n"                                 \
	"agents: [ { name: a1, team: red } ]\n"                                \
	"pages: [ { name: p, grid: { columns: 10, rows: 8 }, tiles: [\n"       \
	"  {" tile "} ] } ]\n"

START_TEST(a_number_tile_is_stored_whole)
{
	struct wb_config *c = parse_good(PAGE_WITH(
		"id: left, kind: number, at: [1, 2, 3, 4], title: Talk,"
		"kpi: handled, scope: 'team:red', window: 15m, target: 30,"
		"warning: 20, critical: 10, trend: true"));
	const struct wb_page_plan *page = &c->plan.pages[0];
	ck_assert_int_eq(c->plan.page_count, 1);
	ck_assert_int_eq(page->columns, 10);
	ck_assert_int_eq(page->rows, 8);
	const struct wb_tile_plan *t = &page->tiles[0];
	ck_assert(wb_str_is(t->id, "left"));
	ck_assert_int_eq(t->kind, WB_TILE_NUMBER);
	ck_assert_int_eq(t->x, 1);
	ck_assert_int_eq(t->y, 2);
	ck_assert_int_eq(t->w, 3);
	ck_assert_int_eq(t->h, 4);
	ck_assert(wb_str_is(t->title.text[0], "Talk"));
	ck_assert(wb_str_is(t->scope, "team:red"));
	ck_assert_int_eq(t->window, WB_WINDOW_15M);
	ck_assert(t->trend);
	ck_assert(t->limits.has_target && t->limits.has_warning &&
	          t->limits.has_critical);
	ck_assert_int_eq(t->limits.target, 30);
	ck_assert_int_eq(t->limits.warning, 20);
	ck_assert_int_eq(t->limits.critical, 10);
	ck_assert(!t->limits.above); /* by the order of the limits */
	wb_config_destroy(c);
}
END_TEST

static const struct {
	const char *text;
	struct wb_limits_plan limits;
	enum wb_window window;
} tiles[] = {
	{ PAGE_WITH("kind: number, at: [0,0,1,1], kpi: service_level,"
	            "scope: 'queue:sales'"),
	  { true, true, true, 8500, 8500, 7000, false },
	  WB_WINDOW_DAY },
	{ PAGE_WITH("kind: number, at: [0,0,1,1], kpi: service_level,"
	            "target: 10%"),
	  { true, true, true, 1000, 1000, 0, false },
	  WB_WINDOW_DAY },
	{ PAGE_WITH("kind: number, at: [0,0,1,1], kpi: service_level,"
	            "warning: 60%"),
	  { true, true, false, 8000, 6000, 0, false },
	  WB_WINDOW_DAY },
	{ PAGE_WITH("kind: number, at: [0,0,1,1], kpi: longest_wait,"
	            "warning: 20s, critical: 1m30s, window: day"),
	  { true, true, true, 20000, 20000, 90000, true },
	  WB_WINDOW_NOW },
	{ PAGE_WITH("kind: number, at: [0,0,1,1], kpi: abandonment_rate,"
	            "target: 2.5%, window: interval"),
	  { true, false, false, 250, 0, 0, true },
	  WB_WINDOW_INTERVAL },
	{ PAGE_WITH("kind: number, at: [0,0,1,1], kpi: waiting,"
	            "warning: 5, worse: below"),
	  { false, true, false, 0, 5, 0, false },
	  WB_WINDOW_NOW },
};

START_TEST(limits_are_taken_in_the_unit_of_the_kpi)
{
	struct wb_config *c = parse_good(tiles[_i].text);
	const struct wb_tile_plan *t = &c->plan.pages[0].tiles[0];
	const struct wb_limits_plan *want = &tiles[_i].limits;
	ck_assert(wb_str_is(t->id, "t1"));
	ck_assert_int_eq(t->window, tiles[_i].window);
	ck_assert_int_eq(t->limits.has_target, want->has_target);
	ck_assert_int_eq(t->limits.has_warning, want->has_warning);
	ck_assert_int_eq(t->limits.has_critical, want->has_critical);
	ck_assert_int_eq(t->limits.target, want->target);
	ck_assert_int_eq(t->limits.warning, want->warning);
	ck_assert_int_eq(t->limits.critical, want->critical);
	ck_assert_int_eq(t->limits.above, want->above);
	wb_config_destroy(c);
}
END_TEST

START_TEST(lists_of_queues_and_agents_have_sensible_defaults)
{
	struct wb_config *c = parse_good(PAGE_WITH(
		"kind: queues, at: [0,0,5,5], filter: 'department:d',"
		"rows: 4 }, { kind: queues, at: [5,0,5,5],"
		"columns: [handled, agents], window: 1h },"
		"{ kind: agents, at: [0,5,5,3], state_limit: 5m },"
		"{ kind: text, at: [5,5,5,1], title: { ru: Привет } },"
		"{ kind: clock, at: [5,6,5,2]"));
	const struct wb_tile_plan *t = c->plan.pages[0].tiles;
	ck_assert_int_eq(c->plan.pages[0].tile_count, 5);
	ck_assert_int_eq(t[0].column_count, 6);
	ck_assert(wb_str_is(t[0].columns[5], "trend"));
	ck_assert(wb_str_is(t[0].filter, "department:d"));
	ck_assert_int_eq(t[0].rows, 4);
	ck_assert_int_eq(t[0].window, WB_WINDOW_DAY);
	ck_assert_int_eq(t[1].column_count, 2);
	ck_assert(wb_str_is(t[1].columns[0], "handled"));
	ck_assert_int_eq(t[1].window, WB_WINDOW_1H);
	ck_assert_int_eq(t[2].state_limit, 5 * WB_MINUTE);
	ck_assert(wb_str_is(t[3].title.text[WB_LANGUAGE_RU], "Привет"));
	ck_assert_int_eq(t[4].kind, WB_TILE_CLOCK);
	wb_config_destroy(c);
}
END_TEST

START_TEST(a_file_is_read_whole_or_refused)
{
	char path[] = "/tmp/check_config_XXXXXX";
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "state: /a\n", 10), 10);
	struct wb_buf text = { 0 };
	ck_assert_int_eq(wb_config_read_file(path, &text), 0);
	ck_assert(wb_str_is(wb_buf_str(&text), "state: /a\n"));
	ck_assert_int_eq(ftruncate(fd, WB_CONFIG_MAX_BYTES + 1), 0);
	ck_assert_int_eq(wb_config_read_file(path, &text), -EFBIG);
	close(fd);
	unlink(path);
	ck_assert_int_eq(wb_config_read_file(path, &text), -ENOENT);
	ck_assert_int_eq(wb_config_read_file("/", &text), -EISDIR);
	wb_buf_finish(&text);
}
END_TEST

START_TEST(the_files_that_are_handed_out_are_good)
{
	static const char *const names[] = { "example.yaml", "minimal.yaml" };
	const char *folder = getenv("WB_EXAMPLES");
	ck_assert_ptr_nonnull(folder);
	for (size_t i = 0; i < 2; i++) {
		char path[4096];
		struct wb_buf text = { 0 };
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		ck_assert_int_eq(wb_config_read_file(path, &text), 0);
		struct wb_config *c = wb_config_parse(wb_buf_str(&text),
		                                      names[i], NULL, &errors);
		ck_assert_msg(c && errors.len == 0, "%s", errors.data);
		wb_config_destroy(c);
		wb_buf_finish(&text);
	}
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
	Suite *suite = suite_create("config/config");
	TCase *tc = tcase_create("good files");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_empty_file_gives_the_defaults);
	tcase_add_test(tc, no_file_at_all_gives_the_defaults_too);
	tcase_add_test(tc, without_pages_there_is_an_overview);
	tcase_add_loop_test(
		tc, the_tiles_of_a_built_in_page_fill_it_and_nobody_is_ranked,
		0, 8);
	tcase_add_test(tc, few_queues_share_the_overview_with_their_day);
	tcase_add_test(tc, a_rotation_and_its_pages_are_stored);
	tcase_add_test(tc, every_kind_of_tile_is_stored);
	tcase_add_test(tc, everything_that_can_be_said_is_stored);
	tcase_add_test(tc,
	               a_queue_has_what_it_says_and_the_defaults_for_the_rest);
	tcase_add_test(tc,
	               the_time_zone_of_the_centre_is_that_of_the_queues_too);
	tcase_add_test(tc, groups_need_not_be_listed);
	tcase_add_test(tc, a_number_tile_is_stored_whole);
	tcase_add_loop_test(tc, limits_are_taken_in_the_unit_of_the_kpi, 0,
	                    COUNT(tiles));
	tcase_add_test(tc, lists_of_queues_and_agents_have_sensible_defaults);
	tcase_add_test(tc, a_file_is_read_whole_or_refused);
	tcase_add_test(tc, the_files_that_are_handed_out_are_good);
	suite_add_tcase(suite, tc);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
