// Rows that are cut into shards of a batch, and shards into tasks. Twin of shaders/lib/row_shards.wgsl.
#pragma once
#include <cstddef>

#include "pool.h"

namespace skein::SKEIN_SIMD {

// Tasks of at most `step` rows begin with their shard, so that what they compute depends on the shard's rows alone.
class RowShards {
 public:
  // With parameters rows, unit, shards and longer.
  template <typename Params>
  RowShards(const Params& k, size_t step)
      : step_(step),
        shards_(k.shards),
        unit_(k.unit),
        longer_(k.longer),
        shortest_((k.rows / k.unit - k.longer) / k.shards * k.unit) {}

  size_t rows(size_t shard) const { return shortest_ + (shard < longer_ ? unit_ : 0); }
  size_t tasks(size_t shard) const { return (rows(shard) + step_ - 1) / step_; }
  // Of the longest shard: task t of shard s has the number s * most_tasks() + t.
  size_t most_tasks() const { return tasks(0); }

  // body(number, first row, end of rows) for all tasks.
  template <typename Body>
  void for_tasks(Pool& pool, Body&& body) const {
    const size_t most = most_tasks();
    pool.parallel_for(shards_ * most, [&](size_t number) {
      const size_t shard = number / most;
      const size_t first = shard * shortest_ + (shard < longer_ ? shard : longer_) * unit_;
      const size_t begin = number % most * step_, end = begin + step_;
      const size_t count = rows(shard);
      if (begin < count) body(number, first + begin, first + (end < count ? end : count));
    });
  }

 private:
  size_t step_, shards_, unit_, longer_, shortest_;
};

}  // namespace skein::SKEIN_SIMD
