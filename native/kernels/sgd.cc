// One step of gradient descent with momentum over a flat buffer. Twin of shaders/sgd.wgsl.
#include "params/sgd.h"

#include "kernel.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(sgd, k, pool) {
  map_elements(pool, k.count, k.param, [&](size_t i, int n) {
    const vf param = load_first(k.param + i, n);
    const vf grad = load_first(k.grad + i, n) + param * k.weight_decay;
    const vf velocity = load_first(k.velocity + i, n) * k.momentum + grad;
    store_first(k.velocity + i, velocity, n);
    return param - (k.nesterov ? grad + velocity * k.momentum : velocity) * k.lr;
  });
}
