/* wallboardd: the daemon. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/daemon.h"
#include "app/fire.h"
#include "app/kpi_list.h"
#include "app/rehearsal.h"

static int check_config(const struct wb_options *options)
{
	struct wb_buf text;
	struct wb_config *config = wb_plan_load(options, &text);
	wb_buf_finish(&text);
	if (!config) {
		return EXIT_FAILURE;
	}
	printf("%s: %d queues, %d agents, %d pages: valid\n", options->config,
	       config->plan.queue_count, config->plan.agent_count,
	       config->plan.page_count);
	wb_config_destroy(config);
	return EXIT_SUCCESS;
}

static int list_kpis(void)
{
	struct wb_buf text = { 0 };
	wb_kpi_list_text(&text);
	fputs(text.data ? text.data : "", stdout);
	wb_buf_finish(&text);
	return EXIT_SUCCESS;
}

static int run(const struct wb_options *options)
{
	static struct wb_daemon daemon;
	daemon.options = options;
	if (options->debug) {
		wb_log_set_level(WB_LOG_DEBUG);
	}
	bool started = wb_daemon_start(&daemon);
	if (started) {
		wb_daemon_run(&daemon);
	}
	wb_daemon_finish(&daemon);
	return started ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct wb_options options;
	/* Numbers for machines have no locale. */
	setlocale(LC_ALL, "C");
	switch (wb_options_parse(argc, argv, &options)) {
	case WB_OPTIONS_RUN:
		return run(&options);
	case WB_OPTIONS_CHECK:
		return check_config(&options);
	case WB_OPTIONS_LIST_KPIS:
		return list_kpis();
	case WB_OPTIONS_TEST_ALERTS:
		return wb_rehearse(&options, stdout) ? EXIT_SUCCESS
		                                     : EXIT_FAILURE;
	case WB_OPTIONS_FIRE:
		return wb_fire(&options, stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
	case WB_OPTIONS_DONE:
		return EXIT_SUCCESS;
	case WB_OPTIONS_REFUSED:
		break;
	}
	return EXIT_FAILURE;
}
