// Each shard's mean of every channel, and its sum of squared deviations from that.
// Twin of shaders/batch_norm_moments.wgsl.
#include "params/batch_norm_moments.h"

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/row_shards.h"
#include "lib/workspace.h"

SKEIN_KERNEL(batch_norm_moments, k, pool) {
  const size_t step = task_rows(k.channels);
  const RowShards shards(k, step);
  const size_t most = shards.most_tasks();
  float* partial = workspace(Slot::partial, 2 * k.shards * most * k.channels);
  shards.for_tasks(pool, [&](size_t task, size_t begin, size_t end) {
    float* means = partial + 2 * task * k.channels;
    task_moments(k.x + begin * k.channels, end - begin, k.channels, means, means + k.channels);
  });
  pool.parallel_ranges(size_t{k.shards} * k.channels, finish_channels(most), [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const size_t shard = i / k.channels, channel = i % k.channels;
      const size_t rows = shards.rows(shard);
      Moments moments{};
      if (rows > 0) moments = combine_tasks(partial + 2 * shard * most * k.channels + channel, rows, step, k.channels);
      float* to = k.moments + 2 * shard * k.channels + channel;
      to[0] = static_cast<float>(moments.mean);
      to[k.channels] = static_cast<float>(moments.squares);
    }
  });
}
