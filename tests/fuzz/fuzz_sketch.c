/* Bytes of the history's sketches: refused, or the same when told again. */

#include <stdlib.h>
#include <string.h>

#include "kpi/sketch.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct wb_sketch sketch = { 0 }, again = { 0 };
	struct wb_buf bytes = { 0 };
	struct wb_str text = { (const char *)data, size };
	if (wb_sketch_merge_bytes(&sketch, text)) {
		wb_sketch_encode(&sketch, &bytes);
		if (!wb_sketch_merge_bytes(&again, wb_buf_str(&bytes)) ||
		    again.used != sketch.used ||
		    wb_sketch_total(&again) != wb_sketch_total(&sketch)) {
			abort();
		}
	}
	wb_buf_finish(&bytes);
	wb_sketch_finish(&sketch);
	wb_sketch_finish(&again);
	return 0;
}
