// y[i] normal, from Philox block i / 4. Twin of shaders/philox_normal.wgsl.
#include "params/philox_normal.h"

#include "kernel.h"
#include "lib/normal.h"

SKEIN_KERNEL(philox_normal, k, pool) {
  draw_elements(
      pool, k.count, {k.seed, k.stream, k.offset},
      [](const vu(&words)[4], vf(&values)[4]) { to_normal(words, values); },
      [&](size_t i, int n, vf value) { store_first(k.y + i, k.mean + k.deviation * value, n); });
}
