// One step of RMSprop over a flat buffer. Twin of shaders/rmsprop.wgsl.
#include "params/rmsprop.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(rmsprop, k, pool) {
  map_elements(pool, k.count, k.param, [&](size_t i, int n) {
    const vf param = load_first(k.param + i, n);
    const vf grad = load_first(k.grad + i, n) + param * k.weight_decay;
    const vf square = load_first(k.square + i, n) * k.alpha + grad * grad * (1.0f - k.alpha);
    const vf velocity = load_first(k.velocity + i, n) * k.momentum + grad / (sqrt(square) + k.epsilon);
    store_first(k.square + i, square, n);
    store_first(k.velocity + i, velocity, n);
    return param - velocity * k.lr;
  });
}
