// y[i] = x[i] + deviation n[i], n[i] standard normal from Philox block first + (skip + i) / 4.
// Twin of shaders/gaussian_noise.wgsl.
#include "params/gaussian_noise.h"

#include "kernel.h"
#include "lib/normal.h"

SKEIN_KERNEL(gaussian_noise, k, pool) {
  draw_elements(
      pool, k.count, {k.seed, k.stream, k.offset}, {k.first, k.skip},
      [&](const vu(&words)[4], vf(&values)[4]) { to_normal(words, values); },
      [&](size_t i, int n, vf normal) { store_first(k.y + i, load_first(k.x + i, n) + k.deviation * normal, n); });
}
