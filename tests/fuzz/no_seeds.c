/* For targets whose seeds are all files. */

#include "seeds.h"

bool wb_fuzz_seed(int number, struct wb_buf *ret_bytes)
{
	(void)number;
	(void)ret_bytes;
	return false;
}
