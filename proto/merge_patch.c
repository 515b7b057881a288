#include "merge_patch.h"
