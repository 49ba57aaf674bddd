// label = argmax over k of x c_k - |c_k|^2 / 2, distance = |x - c_label|^2.
// Twin of shaders/kmeans_assign.wgsl.
#include "params/kmeans_assign.h"

#include "kernel.h"
#include "lib/kmeans.h"

namespace skein::SKEIN_SIMD {
namespace {

// Rows of a task: whole tiles and whole vectors, whose x stays in the second-level cache while panel
// after panel of centres passes by.
constexpr size_t kBlockRows = 3 * 16 * kTileRows / 12;
static_assert(kBlockRows % kTileRows == 0);
// Rows that are transposed together at the end.
constexpr size_t kBlockVectors = (kBlockRows + kLanes - 1) / kLanes;

// For each row of a block and each lane the best score so far, and its cluster.
struct Best {
  vf score[kBlockVectors * kLanes];
  vi cluster[kBlockVectors * kLanes];
};

template <int kVectors>
void score_tile(const float* x, size_t cols, int rows, const float* panel, const float* half_norms,
                size_t first_cluster, vf* best_score, vi* best_cluster) {
  vi lane;
  for (int l = 0; l < kLanes; ++l) lane[l] = l;
  tile_sums<kVectors>(
      x, cols, rows, panel, [](vf sum, vf value, vf centers) { return sum + value * centers; },
      [&](int i, int j, vf products) {
        const size_t cluster = first_cluster + j * kLanes;
        const vf score = products - load(half_norms + cluster);
        const auto better = score > best_score[i];
        best_score[i] = better ? score : best_score[i];
        best_cluster[i] = better ? lane + static_cast<int32_t>(cluster) : best_cluster[i];
      });
}

// The best over the lanes of each of kLanes rows, the lowest cluster of equals.
vi best_lane(vf (&score)[kLanes], vi (&cluster)[kLanes]) {
  vf clusters[kLanes];
  for (int i = 0; i < kLanes; ++i) clusters[i] = (vf)cluster[i];
  transpose(score);
  transpose(clusters);
  vf best = score[0];
  vi at = (vi)clusters[0];
  for (int i = 1; i < kLanes; ++i) {
    const vi other = (vi)clusters[i];
    const auto better = (score[i] > best) | ((score[i] == best) & (other < at));
    best = better ? score[i] : best;
    at = better ? other : at;
  }
  return at;
}

void assign_block(const params::kmeans_assign& k, const float* panels, const float* half_norms, size_t first,
                  size_t count) {
  const size_t cols = k.cols;
  const float* x = k.x + first * cols;
  Best best;
  for (size_t i = 0; i < kBlockVectors * kLanes; ++i) {
    best.score[i] = splat(-__builtin_inff());
    best.cluster[i] = vi{};
  }
  for (size_t cluster = 0; cluster < k.clusters; cluster += kPanel) {
    const bool wide = k.clusters - cluster > kLanes;
    const float* panel = panels + cluster * cols;
    for (size_t row = 0; row < count; row += kTileRows) {
      const int rows = static_cast<int>(smaller(kTileRows, count - row));
      const auto score = wide ? score_tile<2> : score_tile<1>;
      score(x + row * cols, cols, rows, panel, half_norms, cluster, best.score + row, best.cluster + row);
    }
  }
  for (size_t row = 0; row < count; row += kLanes) {
    vf score[kLanes];
    vi cluster[kLanes];
    for (int i = 0; i < kLanes; ++i) {
      score[i] = best.score[row + i];
      cluster[i] = best.cluster[row + i];
    }
    const int rows = static_cast<int>(smaller(kLanes, count - row));
    store_first(reinterpret_cast<float*>(k.label + first + row), (vf)best_lane(score, cluster), rows);
  }
  for (size_t row = 0; row < count; ++row) {
    const float* center = k.centers + k.label[first + row] * cols;
    k.distance[first + row] = row_sum(cols, [&](size_t i, int n) {
      const vf difference = load_first(x + row * cols + i, n) - load_first(center + i, n);
      return difference * difference;
    });
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(kmeans_assign, k, pool) {
  const size_t cols = k.cols;
  const float* panels = pack_points(pool, k.clusters, cols, [&](size_t i) { return k.centers + i * cols; });
  const size_t padded = ceil_div(k.clusters, kPanel) * kPanel;
  float* half_norms = workspace(Slot::shared, padded);
  for (size_t i = 0; i < padded; ++i) {
    const float* center = k.centers + i * cols;
    half_norms[i] = i >= k.clusters ? __builtin_inff() : 0.5f * row_sum(cols, [&](size_t c, int n) {
      const vf value = load_first(center + c, n);
      return value * value;
    });
  }
  pool.parallel_ranges(k.rows, kBlockRows, [&](size_t begin, size_t end) {
    assign_block(k, panels, half_norms, begin, end - begin);
  });
}
