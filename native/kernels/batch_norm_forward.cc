// y = (x - mean) * rstd * gamma + beta, channel by channel, then max(0, y) with relu = 1.
// Twin of shaders/batch_norm_forward.wgsl.
#include "params/batch_norm_forward.h"

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/workspace.h"

SKEIN_KERNEL(batch_norm_forward, k, pool) {
  const size_t step = task_rows(k.channels);
  const size_t tasks = (k.rows + step - 1) / step;
  float* partial = workspace(Slot::partial, 2 * tasks * k.channels);
  pool.parallel_ranges(k.rows, step, [&](size_t begin, size_t end) {
    float* means = partial + 2 * (begin / step) * k.channels;
    task_moments(k.x + begin * k.channels, end - begin, k.channels, means, means + k.channels);
  });
  pool.parallel_ranges(k.channels, finish_channels(tasks), [&](size_t begin, size_t end) {
    for (size_t channel = begin; channel < end; ++channel) {
      write_statistics(k, channel, combine_tasks(partial + channel, k.rows, step, k.channels));
    }
  });
  normalize_backwards(k, pool);
}
