// y += alpha * x. Twin of shaders/scaled_add.wgsl.
#include "params/scaled_add.h"

#include "kernel.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(scaled_add, k, pool) {
  map_elements(pool, k.count, k.y,
               [&](size_t i, int n) { return load_first(k.y + i, n) + k.alpha * load_first(k.x + i, n); });
}
