#define WB_LOG_MODULE "feed"

#include "acd/report.h"

#include "base/log.h"

void wb_report_link(struct wb_report *report, const struct wb_emit *emit,
                    const char *url)
{
	struct wb_emit_status status;

	wb_emit_get_status(emit, &status);
	if (status.refused > report->refused) {
		wb_warn("the daemon refused %llu events, the last one: '%s', "
		        "ignoring",
		        (unsigned long long)(status.refused - report->refused),
		        status.error);
		report->refused = status.refused;
	}
	if (report->said && report->link == status.link) {
		return;
	}
	report->said = true;
	report->link = status.link;
	switch (status.link) {
	case WB_EMIT_CONNECTING:
		wb_info("waiting for the daemon at '%s'", url);
		break;
	case WB_EMIT_UP:
		wb_info("connected to the daemon at '%s'", url);
		break;
	case WB_EMIT_REFUSED:
		wb_error("the daemon at '%s' refuses what it gets: '%s'", url,
		         status.error);
		break;
	}
}
