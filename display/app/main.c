#define WB_LOG_MODULE "wall"

#include <signal.h>
#include <stdio.h>

#include "app/options.h"
#include "app/screenshot.h"
#include "app/show.h"
#include "base/assets.h"
#include "base/log.h"

int main(int argc, char **argv)
{
	struct wb_options options;
	char error[512], assets[4096];
	switch (wb_options_read(argc, argv, &options, error, sizeof(error))) {
	case WB_OPTIONS_HELP:
		wb_options_print_help(stdout);
		return 0;
	case WB_OPTIONS_VERSION:
		puts("wallboard " WB_VERSION);
		return 0;
	case WB_OPTIONS_WRONG:
		fprintf(stderr, "wallboard: %s\nTry 'wallboard --help'.\n",
		        error);
		return 1;
	case WB_OPTIONS_RUN:
		break;
	}
	if (options.verbose) {
		wb_log_set_level(WB_LOG_DEBUG);
	}
	if (!wb_assets_find(options.assets, assets, sizeof(assets))) {
		wb_error("no languages/en.json in '%s'; see --assets", assets);
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	return options.task == WB_TASK_SHOW ? wb_show(&options, assets)
	                                    : wb_picture_task(&options, assets);
}
