// One epoch of UMAP's layout; formulas, the edges that an epoch samples and the rows that it draws are in
// src/kernels/umap.ts. Twin of shaders/umap_step.wgsl.
#include "params/umap_step.h"

#include "kernel.h"
#include "lib/gather.h"
#include "lib/math.h"
#include "lib/philox.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kMostComponents = 16;
constexpr float kClip = 4.0f;

// The forces on one row, a lane for each row at their other end. kComponents is 0 where only the call knows.
template <int kComponents>
struct Forces {
  const params::umap_step& k;
  const float* own;
  const int components = kComponents > 0 ? kComponents : static_cast<int>(k.components);
  vf sums[kComponents > 0 ? kComponents : kMostComponents] = {};

  // coefficient(d, d^b) times the differences to the first `lanes` of `others`, clipped.
  template <typename Coefficient>
  void add(vi others, int lanes, float factor, Coefficient coefficient) {
    vi lane;
    for (int i = 0; i < kLanes; ++i) lane[i] = i;
    const vi valid = lane < lanes;
    const vi at = (others & valid) * components;
    vf differences[kComponents > 0 ? kComponents : kMostComponents];
    vf d{};
    for (int c = 0; c < components; ++c) {
      differences[c] = own[c] - (vf)gather(reinterpret_cast<const int32_t*>(k.z), at + c);
      d += differences[c] * differences[c];
    }
    const vf power = exp(k.b * log(d));
    const vf scale = select(valid & (d > 0.0f), coefficient(d, power), vf{});
    for (int c = 0; c < components; ++c) {
      sums[c] += factor * min(splat(kClip), max(splat(-kClip), scale * differences[c]));
    }
  }

  void attract(const uint32_t* list, int count) {
    for (int i = 0; i < count; i += kLanes) {
      vi others;
      std::memcpy(&others, list + i, sizeof others);
      add(others, count - i, k.pull,
          [&](vf d, vf power) { return -2.0f * k.a * k.b * power / (d * (1.0f + k.a * power)); });
    }
  }

  void repel(size_t draws, uint32_t row) {
    for (size_t done = 0; done < draws; done += 4 * kLanes) {
      vu words[4];
      philox(static_cast<uint32_t>(done / 4), {k.seed, k.epoch, row}, words);
      vf others[4];
      for (int j = 0; j < 4; ++j) others[j] = (vf)multiply_wide(words[j], k.others).high;
      interleave(others);
      for (size_t j = 0; j < 4 && done + j * kLanes < draws; ++j) {
        const size_t left = draws - done - j * kLanes;
        add((vi)others[j], left < kLanes ? static_cast<int>(left) : kLanes, 1.0f,
            [&](vf d, vf power) { return 2.0f * k.b / ((0.001f + d) * (1.0f + k.a * power)); });
      }
    }
  }
};

template <int kComponents>
void move_row(const params::umap_step& k, size_t row) {
  constexpr int kList = 256;
  const size_t first = k.starts[row], end = k.starts[row + 1];
  Forces<kComponents> forces{k, k.y + row * k.components};
  float* moved = k.moved + row * k.components;
  bool wrong = first > k.edges || end > k.edges;
  size_t draws = 0;
  // The sampled edges' targets; what lies past them is read, but not looked up.
  uint32_t list[kList + kLanes] = {};
  int count = 0;
  const float epoch = static_cast<float>(k.epoch), next = static_cast<float>(k.epoch + 1);
  for (size_t e = first; !wrong && e < end; ++e) {
    const bool sampled = __builtin_floorf(next * k.chance[e]) != __builtin_floorf(epoch * k.chance[e]);
    wrong = sampled && k.targets[e] >= k.others;
    list[count] = k.targets[e];
    count += sampled;
    if (count == kList || e + 1 == end) {
      if (!wrong) forces.attract(list, count);
      draws += static_cast<size_t>(count) * k.negatives;
      count = 0;
    }
  }
  if (wrong) return fill_nan(moved, k.components);
  forces.repel(draws, static_cast<uint32_t>(row));
  for (int c = 0; c < forces.components; ++c) moved[c] = forces.own[c] + k.rate * sum(forces.sums[c]);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(umap_step, k, pool) {
  constexpr size_t kRows = 128;
  pool.parallel_ranges(k.rows, kRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      // Maps have two components, places to cluster five.
      if (k.components == 2) {
        move_row<2>(k, row);
      } else if (k.components == 5) {
        move_row<5>(k, row);
      } else {
        move_row<0>(k, row);
      }
    }
  });
}
