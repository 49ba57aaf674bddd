// The nearest of K centres for rows of x: argmax over k of x c_k - |c_k|^2 / 2, the first of equals.
#pragma once
#include "lib/kmeans.h"

namespace skein::SKEIN_SIMD {

// Rows of a block: whole tiles and whole vectors, whose x stays in the second-level cache while panel
// after panel of centres passes by.
constexpr size_t kBlockRows = 3 * 16 * kTileRows / 12;
static_assert(kBlockRows % kTileRows == 0);

// Centres as they are compared with rows.
struct Centers {
  size_t count;
  size_t cols;
  // See pack_points.
  const float* panels;
  // |c_k|^2 / 2; infinite past the last centre, so that nothing is nearest to those.
  const float* half_norms;
};

// In the calling thread's workspace, slots shared_panels and shared.
static inline Centers pack_centers(Pool& pool, const float* centers, size_t count, size_t cols) {
  const float* panels = pack_points(pool, count, cols, [&](size_t i) { return centers + i * cols; });
  const size_t padded = ceil_div(count, kPanel) * kPanel;
  float* half_norms = workspace(Slot::shared, padded);
  for (size_t i = 0; i < padded; ++i) {
    const float* center = centers + i * cols;
    half_norms[i] = i >= count ? __builtin_inff() : 0.5f * row_sum(cols, [&](size_t c, int n) {
      const vf value = load_first(center + c, n);
      return value * value;
    });
  }
  return {count, cols, panels, half_norms};
}

// For each row of a block and each lane the best score so far, and the first cluster of its vector.
struct Best {
  // Whole vectors of rows, which are transposed together at the end.
  static constexpr size_t kRows = (kBlockRows + kLanes - 1) / kLanes * kLanes;
  vf score[kRows];
  vi cluster[kRows];
};

template <int kVectors>
static void score_tile(const Centers& centers, size_t first_cluster, const float* x, int rows, const float* next,
                       vf* best_score, vi* best_cluster) {
  const float* half_norms = centers.half_norms + first_cluster;
  tile_sums<kVectors>(
      x, centers.cols, rows, centers.panels + first_cluster * centers.cols, next,
      [&](int j) { return -load(half_norms + j * kLanes); },
      [](vf sum, vf value, vf center) { return sum + value * center; },
      [&](int i, int j, vf score) {
        const vi cluster = vi{} + static_cast<int32_t>(first_cluster + j * kLanes);
        const auto better = score > best_score[i];
        best_score[i] = better ? score : best_score[i];
        best_cluster[i] = better ? cluster : best_cluster[i];
      });
}

// The best over the lanes of each of kLanes rows, the lowest cluster of equals.
static inline vi best_lane(const vf* scores, const vi* first_clusters) {
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

// The labels of `count` rows, at most kBlockRows. Of the `rest` rows from x on, those behind the block
// are fetched into the cache as their turn comes.
static inline void nearest_centers(const Centers& centers, const float* x, size_t count, size_t rest,
                                   uint32_t* label) {
  Best best;
  for (size_t i = 0; i < Best::kRows; ++i) {
    best.score[i] = splat(-__builtin_inff());
    best.cluster[i] = vi{};
  }
  for (size_t cluster = 0; cluster < centers.count; cluster += kPanel) {
    const auto score = centers.count - cluster > kLanes ? score_tile<2> : score_tile<1>;
    for (size_t row = 0; row < count; row += kTileRows) {
      const float* tile = x + row * centers.cols;
      // Later panels find x in the cache.
      const bool fetch = cluster == 0 && row + 2 * kTileRows <= rest;
      score(centers, cluster, tile, static_cast<int>(smaller(kTileRows, count - row)),
            fetch ? tile + kTileRows * centers.cols : nullptr, best.score + row, best.cluster + row);
    }
  }
  for (size_t row = 0; row < count; row += kLanes) {
    const int rows = static_cast<int>(smaller(kLanes, count - row));
    store_first(reinterpret_cast<float*>(label + row), (vf)best_lane(best.score + row, best.cluster + row), rows);
  }
}

}  // namespace skein::SKEIN_SIMD
