// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dgamma = sum over rows of g * n,  dbeta = sum over rows of g.
// Twin of shaders/batch_norm_backward_params.wgsl.
#include "params/batch_norm_backward_params.h"

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/workspace.h"

SKEIN_KERNEL(batch_norm_backward_params, k, pool) {
  const size_t step = task_rows(k.channels);
  const size_t tasks = (k.rows + step - 1) / step;
  float* partial = workspace(Slot::partial, 2 * tasks * k.channels);
  pool.parallel_ranges(k.rows, step, [&](size_t begin, size_t end) {
    task_sums(k, begin, end, partial + 2 * (begin / step) * k.channels);
  });
  pool.parallel_ranges(k.channels, finish_channels(tasks), [&](size_t begin, size_t end) {
    for (size_t channel = begin; channel < end; ++channel) {
      add_tasks(partial + channel, tasks, k.channels, k.dgamma[channel], k.dbeta[channel]);
    }
  });
}
