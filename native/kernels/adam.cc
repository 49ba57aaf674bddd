// One step of Adam over a flat buffer. Twin of shaders/adam.wgsl.
#include "params/adam.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(adam, k, pool) {
  const float step = k.lr / k.bias_correction1;
  const float root = 1.0f / k.bias_correction2;
  map_elements(pool, k.count, k.param, [&](size_t i, int n) {
    const vf grad = load_first(k.grad + i, n);
    const vf m = load_first(k.m + i, n) * k.beta1 + grad * (1.0f - k.beta1);
    const vf v = load_first(k.v + i, n) * k.beta2 + grad * grad * (1.0f - k.beta2);
    store_first(k.m + i, m, n);
    store_first(k.v + i, v, n);
    const vf param = load_first(k.param + i, n) * (1.0f - k.lr * k.weight_decay);
    return param - m * step / (sqrt(v * root) + k.epsilon);
  });
}
