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

// For each row of a block and each lane the best score so far, and the first cluster of its vector.
struct Best {
  vf score[kBlockVectors * kLanes];
  vi cluster[kBlockVectors * kLanes];
};

template <int kVectors>
void score_tile(const float* x, size_t cols, int rows, const float* panel, const float* next,
                const float* half_norms, size_t first_cluster, vf* best_score, vi* best_cluster) {
  tile_sums<kVectors>(
      x, cols, rows, panel, next, [&](int j) { return -load(half_norms + first_cluster + j * kLanes); },
      [](vf sum, vf value, vf centers) { return sum + value * centers; },
      [&](int i, int j, vf score) {
        const vi cluster = vi{} + static_cast<int32_t>(first_cluster + j * kLanes);
        const auto better = score > best_score[i];
        best_score[i] = better ? score : best_score[i];
        best_cluster[i] = better ? cluster : best_cluster[i];
      });
}

// The best over the lanes of each of kLanes rows, the lowest cluster of equals.
vi best_lane(const vf* scores, const vi* first_clusters) {
  vf score[kLanes], first[kLanes];
  for (int i = 0; i < kLanes; ++i) {
    score[i] = scores[i];
    first[i] = (vf)first_clusters[i];
  }
  transpose(score);
  transpose(first);
  vf best = score[0];
  vi at = (vi)first[0];
  for (int lane = 1; lane < kLanes; ++lane) {
    const vi other = (vi)first[lane] + lane;
    const auto better = (score[lane] > best) | ((score[lane] == best) & (other < at));
    best = better ? score[lane] : best;
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
    const auto score = k.clusters - cluster > kLanes ? score_tile<2> : score_tile<1>;
    for (size_t row = 0; row < count; row += kTileRows) {
      const float* tile = x + row * cols;
      // Later panels find x in the cache.
      const bool fetch = cluster == 0 && first + row + 2 * kTileRows <= k.rows;
      const float* next = fetch ? tile + kTileRows * cols : nullptr;
      score(tile, cols, static_cast<int>(smaller(kTileRows, count - row)), panels + cluster * cols, next,
            half_norms, cluster, best.score + row, best.cluster + row);
    }
  }
  for (size_t row = 0; row < count; row += kLanes) {
    const int rows = static_cast<int>(smaller(kLanes, count - row));
    uint32_t* label = k.label + first + row;
    store_first(reinterpret_cast<float*>(label), (vf)best_lane(best.score + row, best.cluster + row), rows);
    vf squares[kLanes] = {};
    for (int i = 0; i < rows; ++i) {
      const float* center = k.centers + label[i] * cols;
      for_row(cols, [&](size_t c, int n) {
        const vf difference = load_first(x + (row + i) * cols + c, n) - load_first(center + c, n);
        squares[i] += difference * difference;
      });
    }
    store_first(k.distance + first + row, sums_of(squares), rows);
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
