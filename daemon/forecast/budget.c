#include "forecast/budget.h"

#define WHOLE 10000

void wb_budget_add(struct wb_budget *b, const struct wb_budget *a)
{
	b->counted += a->counted;
	b->met += a->met;
	b->allowed_bp += a->allowed_bp;
}

struct wb_budget wb_budget_expected(int64_t entries, int target_bp)
{
	return (struct wb_budget){
		.counted = entries,
		.allowed_bp = entries * (WHOLE - target_bp),
	};
}

static int64_t missed(const struct wb_budget *budget)
{
	return budget->counted - budget->met;
}

int64_t wb_budget_left(const struct wb_budget *so_far,
                       const struct wb_budget *expected)
{
	int64_t allowed = (so_far->allowed_bp + expected->allowed_bp) / WHOLE;
	return allowed - missed(so_far);
}

struct wb_ratio wb_budget_burn(const struct wb_budget *window)
{
	return (struct wb_ratio){ missed(window) * WHOLE, window->allowed_bp };
}

struct wb_ratio wb_budget_needed(const struct wb_budget *so_far,
                                 const struct wb_budget *expected)
{
	int64_t all = so_far->counted + expected->counted;
	int64_t allowed_bp = so_far->allowed_bp + expected->allowed_bp;
	int64_t needed = all * WHOLE - allowed_bp - so_far->met * WHOLE;
	return (struct wb_ratio){ needed > 0 ? needed : 0,
		                  expected->counted * WHOLE };
}
