// What the group norm kernels share: tasks of neighbouring positions of one sample, and values of groups for channels.
#pragma once
#include <cstddef>

#include "lib/batch_norm.h"
#include "lib/reduce.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Some positions of a sample; `index` counts the tasks, samples first.
struct GroupNormTask {
  size_t index;
  size_t sample;
  size_t rows;
  // Elements before the first.
  size_t start;
};

template <typename Params>
class GroupNormTasks {
 public:
  explicit GroupNormTasks(const Params& k)
      : k_(k),
        step_(task_rows(k.channels)),
        chunks_((k.positions + step_ - 1) / step_) {}

  // Tasks of one sample, and of all.
  size_t chunks() const { return chunks_; }
  size_t count() const { return k_.batch * chunks_; }
  // Channels of a group, and elements that are normalised together.
  size_t width() const { return k_.channels / k_.groups; }
  double group_size() const { return static_cast<double>(k_.positions) * width(); }

  size_t rows(size_t chunk) const {
    const size_t left = k_.positions - chunk * step_;
    return left < step_ ? left : step_;
  }

  // body(GroupNormTask) for all tasks; last ones first where `backwards`, which finds them in the cache.
  template <typename Body>
  void for_each(Pool& pool, bool backwards, Body&& body) const {
    const size_t work = (step_ < k_.positions ? step_ : k_.positions) * k_.channels;
    pool.parallel_ranges(count(), work < kWork ? kWork / work : 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        const size_t index = backwards ? count() - 1 - i : i;
        const size_t sample = index / chunks_;
        const size_t chunk = index % chunks_;
        body(GroupNormTask{index, sample, rows(chunk), (sample * k_.positions + chunk * step_) * k_.channels});
      }
    });
  }

  // body(sample * groups + group, first channel) for all groups.
  template <typename Body>
  void for_groups(Pool& pool, Body&& body) const {
    const size_t work = chunks_ * (width() + kLanes);
    pool.parallel_ranges(k_.batch * k_.groups, work < kWork ? kWork / work : 1, [&](size_t begin, size_t end) {
      for (size_t id = begin; id < end; ++id) body(id, id % k_.groups * width());
    });
  }

  // to[channel] = values[group] for the channels of a sample.
  void spread(const float* values, size_t sample, float* to) const {
    for (size_t group = 0; group < k_.groups; ++group) {
      const float value = values[sample * k_.groups + group];
      for (size_t c = 0; c < width(); ++c) to[group * width() + c] = value;
    }
  }

 private:
  // Elements that are worth a task of their own.
  static constexpr size_t kWork = 8192;

  const Params& k_;
  size_t step_;
  size_t chunks_;
};

}  // namespace skein::SKEIN_SIMD
