#ifndef WB_FAKE_KPIS_H
#define WB_FAKE_KPIS_H

/* A small KPI table in place of the real one. */

#include "config/config.h"

extern const struct wb_config_checks fake_kpis;

#endif
