// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0, each shard's
// sum over rows of g * n, then of g.
// Twin of shaders/batch_norm_backward_sums.wgsl.
#include "params/batch_norm_backward_sums.h"

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/row_shards.h"
#include "lib/workspace.h"

SKEIN_KERNEL(batch_norm_backward_sums, k, pool) {
  const RowShards shards(k, task_rows(k.channels));
  const size_t most = shards.most_tasks();
  float* partial = workspace(Slot::partial, 2 * k.shards * most * k.channels);
  shards.for_tasks(
      pool, [&](size_t task, size_t begin, size_t end) { task_sums(k, begin, end, partial + 2 * task * k.channels); });
  pool.parallel_ranges(size_t{k.shards} * k.channels, finish_channels(most), [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const size_t shard = i / k.channels, channel = i % k.channels;
      const float* first = partial + 2 * shard * most * k.channels + channel;
      float* to = k.sums + 2 * shard * k.channels + channel;
      add_tasks(first, shards.tasks(shard), k.channels, to[0], to[k.channels]);
    }
  });
}
