// y[i] uniform in [low, high), from word i % 4 of Philox block i / 4. Twin of shaders/philox_uniform.wgsl.
#include "params/philox_uniform.h"

#include "kernel.h"
#include "lib/philox.h"

SKEIN_KERNEL(philox_uniform, k, pool) {
  const vf span = splat(k.high - k.low);
  draw_elements(
      pool, k.count, {k.seed, k.stream, k.offset},
      [&](const vu(&words)[4], vf(&values)[4]) {
        // The minimum changes nothing, but keeps product and sum from being fused, which some
        // devices do and others do not, with other last bits.
        for (int j = 0; j < 4; ++j) values[j] = k.low + min(span * to_uniform(words[j]), span);
      },
      [&](size_t i, int n, vf value) { store_first(k.y + i, value, n); });
}
