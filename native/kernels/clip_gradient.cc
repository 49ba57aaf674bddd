// grad *= min(1, max_norm / (norm + 1e-6)). Twin of shaders/clip_gradient.wgsl.
#include "params/clip_gradient.h"

#include <cmath>

#include "kernel.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(clip_gradient, k, pool) {
  const float factor = k.max_norm / (std::sqrt(k.sum_of_squares[0]) + 1e-6f);
  // Written so that a norm that is not a number makes all gradients so too.
  const float scale = factor >= 1.0f ? 1.0f : factor;
  map_elements(pool, k.count, k.grad, [&](size_t i, int n) { return load_first(k.grad + i, n) * scale; });
}
