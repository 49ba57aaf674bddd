// y = ((x[0] + x[1]) + (x[2] + x[3])) + ... over the shards, pair by pair. Twin of shaders/tree_sum.wgsl.
#include "params/tree_sum.h"

#include <bit>

#include "kernel.h"
#include "lib/pointwise.h"

SKEIN_KERNEL(tree_sum, k, pool) {
  map_elements(pool, k.count, k.y, [&](size_t i, int n) {
    // The sum of 2^i shards waits in waiting[i] for that of the next 2^i; up to 2^12 shards.
    vf waiting[13];
    vf total{};
    for (size_t shard = 0; shard < k.shards; ++shard) {
      total = load_first(k.x + shard * k.count + i, n);
      const int level = std::countr_zero(shard + 1);
      for (int below = 0; below < level; ++below) total = waiting[below] + total;
      waiting[level] = total;
    }
    return total;
  });
}
