// y += weight (x - y). Twin of shaders/lerp.wgsl.
#include "params/lerp.h"

#include "kernel.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(lerp, k, pool) {
  map_elements(pool, k.count, k.y, [&](size_t i, int n) {
    const vf y = load_first(k.y + i, n);
    return y + (load_first(k.x + i, n) - y) * k.weight;
  });
}
