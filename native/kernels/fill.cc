// y = value. Twin of shaders/fill.wgsl.
#include "params/fill.h"

#include "kernel.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(fill, k, pool) {
  map_elements(pool, k.count, k.y, [&](size_t, int) { return splat(k.value); });
}
