// y = (x - mean) * rstd * gamma + beta, channel by channel, then max(0, y) with relu = 1.
// Twin of shaders/batch_norm_normalize.wgsl.
#include "params/batch_norm_normalize.h"

#include "kernel.h"
#include "lib/batch_norm.h"

SKEIN_KERNEL(batch_norm_normalize, k, pool) { normalize_backwards(k, pool); }
