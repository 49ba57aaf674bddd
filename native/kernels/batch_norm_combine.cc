// Merges the moments of a batch's shards by a binary tree, in double precision, into the batch's statistics.
// Twin of shaders/batch_norm_combine.wgsl.
#include "params/batch_norm_combine.h"

#include "kernel.h"
#include "lib/batch_norm.h"

namespace skein::SKEIN_SIMD {
namespace {

// Chan, Golub and LeVeque 1979.
Moments merge(const Moments& a, const Moments& b) {
  // Shards after an empty one are empty.
  if (b.rows == 0.0) return a;
  const double rows = a.rows + b.rows, share = b.rows / rows, difference = b.mean - a.mean;
  return {rows, a.mean + difference * share, a.squares + b.squares + difference * difference * a.rows * share};
}

Moments merge_shards(const params::batch_norm_combine& k, size_t channel) {
  const double shortest = (k.examples - k.longer) / k.shards;
  // Whole subtrees that wait for their right neighbours, the largest first; no two are of one size.
  Moments waiting[32];
  size_t depth = 0;
  for (uint32_t shard = 0; shard < k.shards; ++shard) {
    const float* at = k.moments + 2 * size_t{shard} * k.channels + channel;
    Moments merged{(shortest + (shard < k.longer ? 1.0 : 0.0)) * k.unit, at[0], at[k.channels]};
    for (uint32_t subtrees = shard + 1; subtrees % 2 == 0; subtrees /= 2) merged = merge(waiting[--depth], merged);
    waiting[depth++] = merged;
  }
  while (depth > 1) {
    --depth;
    waiting[depth - 1] = merge(waiting[depth - 1], waiting[depth]);
  }
  return waiting[0];
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(batch_norm_combine, k, pool) {
  pool.parallel_ranges(k.channels, finish_channels(k.shards), [&](size_t begin, size_t end) {
    for (size_t channel = begin; channel < end; ++channel) write_statistics(k, channel, merge_shards(k, channel));
  });
}
