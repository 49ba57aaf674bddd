// y[i] = x[i] * (u[i] >= rate ? 1 / (1 - rate) : 0), u[i] uniform in [0, 1) from Philox block first + (skip + i) / 4.
// Twin of shaders/dropout.wgsl.
#include "params/dropout.h"

#include "kernel.h"
#include "lib/philox.h"

SKEIN_KERNEL(dropout, k, pool) {
  const vf scale = splat(1.0f / (1.0f - k.rate));
  draw_elements(
      pool, k.count, {k.seed, k.stream, k.offset}, {k.first, k.skip},
      [&](const vu(&words)[4], vf(&values)[4]) {
        for (int j = 0; j < 4; ++j) values[j] = select(to_uniform(words[j]) >= k.rate, scale, vf{});
      },
      [&](size_t i, int n, vf factor) { store_first(k.y + i, load_first(k.x + i, n) * factor, n); });
}
