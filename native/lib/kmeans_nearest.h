// The nearest of K centres for rows of x, the first of equals: argmax over k of x c_k - |c_k|^2 / 2 where rounding
// cannot have decided, else by the distances in double precision.
#pragma once
#include <bit>

#include "lib/kmeans.h"
#include "lib/lanes.h"

namespace skein::SKEIN_SIMD {

// Rows of a block: whole tiles and whole vectors, whose x stays in the second-level cache while panel
// after panel of centres passes by.
constexpr size_t kBlockRows = 3 * 16 * kTileRows / 12;
static_assert(kBlockRows % kTileRows == 0);

// Centres as they are compared with rows.
struct Centers {
  size_t count;
  size_t cols;
  const float* rows;
  // See pack_points.
  const float* panels;
  // |c_k|^2 / 2; infinite past the last centre, so that nothing is nearest to those.
  const float* half_norms;
  // The largest of all centres; NaN where one is not finite.
  float largest_half_norm;
};

// In the calling thread's workspace, slots shared_panels and shared.
static inline Centers pack_centers(Pool& pool, const float* centers, size_t count, size_t cols) {
  const float* panels = pack_points(pool, count, cols, [&](size_t i) { return centers + i * cols; });
  const size_t padded = ceil_div(count, kPanel) * kPanel;
  float* half_norms = workspace(Slot::shared, padded);
  float largest = 0.0f;
  for (size_t i = 0; i < padded; ++i) {
    const float* center = centers + i * cols;
    half_norms[i] = i >= count ? __builtin_inff() : 0.5f * row_sum(cols, [&](size_t c, int n) {
                                                      const vf value = load_first(center + c, n);
                                                      return value * value;
                                                    });
    // NaN stays, and makes every row doubtful: scores do not tell where a centre's square is not finite.
    if (i < count && !(half_norms[i] < __builtin_inff())) largest = __builtin_nanf("");
    if (i < count && half_norms[i] > largest) largest = half_norms[i];
  }
  return {count, cols, centers, panels, half_norms, largest};
}

// For each row of a block and each lane the best score so far with the first cluster of its vector, and the score
// that comes next.
struct Best {
  // Whole vectors of rows, which are transposed together at the end.
  static constexpr size_t kRows = (kBlockRows + kLanes - 1) / kLanes * kLanes;
  vf score[kRows];
  vf second[kRows];
  vi cluster[kRows];
};

// As one instruction each; of NaN and a number either.
static inline vf larger_of(vf a, vf b) { return a > b ? a : b; }
static inline vf smaller_of(vf a, vf b) { return a < b ? a : b; }

template <int kVectors>
static void score_tile(const Centers& centers, size_t first_cluster, const float* x, int rows, const float* next,
                       Best& best, size_t at) {
  const float* half_norms = centers.half_norms + first_cluster;
  const vi first = vi{} + static_cast<int32_t>(first_cluster);
  tile_sums<kVectors>(
      x, centers.cols, rows, centers.panels + first_cluster * centers.cols, next,
      [&](int j) { return -load(half_norms + j * kLanes); },
      [](vf sum, vf value, vf center) { return sum + value * center; },
      [&](int i, const vf(&scores)[kVectors]) {
        vf score = scores[0];
        vf second = best.second[at + i];
        vi cluster = first;
        if constexpr (kVectors == 2) {
          cluster = scores[1] > scores[0] ? first + kLanes : first;
          second = larger_of(second, smaller_of(scores[0], scores[1]));
          score = larger_of(scores[0], scores[1]);
        }
        const vf before = best.score[at + i];
        best.cluster[at + i] = score > before ? cluster : best.cluster[at + i];
        best.second[at + i] = larger_of(second, smaller_of(before, score));
        best.score[at + i] = larger_of(score, before);
      });
}

// Of kLanes rows, a lane for each.
struct Winners {
  vf score;
  // The best score of the other clusters.
  vf second;
  vi cluster;
};

// The best over the lanes of each of kLanes rows, the lowest cluster of equals.
static inline Winners best_lanes(const Best& best, size_t row) {
  vf score[kLanes], second[kLanes], first[kLanes];
  for (int i = 0; i < kLanes; ++i) {
    score[i] = best.score[row + i];
    second[i] = best.second[row + i];
    first[i] = (vf)best.cluster[row + i];
  }
  transpose(score);
  transpose(second);
  transpose(first);
  Winners winners{score[0], second[0], (vi)first[0]};
  for (int lane = 1; lane < kLanes; ++lane) {
    const vi other = (vi)first[lane] + lane;
    const auto better = (score[lane] > winners.score) | ((score[lane] == winners.score) & (other < winners.cluster));
    winners.second = larger_of(larger_of(winners.second, second[lane]), smaller_of(winners.score, score[lane]));
    winners.score = better ? score[lane] : winners.score;
    winners.cluster = better ? other : winners.cluster;
  }
  return winners;
}

// Scores of a block of rows. Of the `rest` rows from x on, those behind the block are fetched into the cache.
static inline void score_panels(const Centers& centers, const float* x, size_t count, size_t rest, Best& best) {
  for (size_t i = 0; i < Best::kRows; ++i) {
    best.score[i] = best.second[i] = splat(-__builtin_inff());
    best.cluster[i] = vi{};
  }
  for (size_t cluster = 0; cluster < centers.count; cluster += kPanel) {
    const auto score = centers.count - cluster > kLanes ? score_tile<2> : score_tile<1>;
    for (size_t row = 0; row < count; row += kTileRows) {
      const float* tile = x + row * centers.cols;
      // Later panels find x in the cache.
      const bool fetch = cluster == 0 && row + 2 * kTileRows <= rest;
      score(centers, cluster, tile, static_cast<int>(smaller(kTileRows, count - row)),
            fetch ? tile + kTileRows * centers.cols : nullptr, best, row);
    }
  }
}

// Most centres of a tile of products along the columns: their sums for two rows leave registers to load into.
constexpr size_t kDotCenters = 5;
// Most centres of all tiles.
constexpr size_t kMostDots = 16;
// Columns of a tile: so many of kLanes rows and of all centres share the first-level cache.
constexpr size_t kDotColumns = 256;

// products[j][0] and [1] += products of rows a and b with centre j, not summed over the lanes. Meanwhile `next` is
// fetched into the second-level cache.
template <int kCount>
static void dot_tile(const float* a, const float* b, const float* centers, size_t stride, size_t cols,
                     const float* next, vf (*products)[kLanes]) {
  vf sums[kCount][2];
#pragma GCC unroll 5
  for (int j = 0; j < kCount; ++j) {
    sums[j][0] = products[j][0];
    sums[j][1] = products[j][1];
  }
  for (size_t c = 0; c < cols; c += kLanes) {
    __builtin_prefetch(next + c, 0, 2);
    const vf rows[2] = {load(a + c), load(b + c)};
#pragma GCC unroll 5
    for (int j = 0; j < kCount; ++j) {
      const vf center = in_register(load(centers + j * stride + c));
      sums[j][0] += rows[0] * center;
      sums[j][1] += rows[1] * center;
    }
  }
#pragma GCC unroll 5
  for (int j = 0; j < kCount; ++j) {
    products[j][0] = sums[j][0];
    products[j][1] = sums[j][1];
  }
}

// Whether lanes along the columns, whose products have to be summed, cost less than lanes along the clusters, some of
// which are idle. Rows of whole lines: vectors that cross lines are loaded at half the rate.
static inline bool suits_dots(const Centers& centers) {
  const size_t lanes = ceil_div(centers.count, kLanes) * kLanes;
  return centers.cols % kLineFloats == 0 && centers.count <= kMostDots &&
         centers.count * (centers.cols + 16 * kLanes) < lanes * centers.cols;
}

// The best of `rows` <= kLanes rows. `fetch`: kLanes more follow those, and are fetched into the cache.
static Winners best_dots(const Centers& centers, const float* x, int rows, bool fetch) {
  constexpr decltype(&dot_tile<1>) kTiles[] = {dot_tile<1>, dot_tile<2>, dot_tile<3>, dot_tile<4>, dot_tile<5>};
  const size_t cols = centers.cols;
  const size_t group = ceil_div(centers.count, ceil_div(centers.count, kDotCenters));
  vf products[kMostDots][kLanes] = {};
  for (size_t column = 0; column < cols; column += kDotColumns) {
    for (size_t first = 0; first < centers.count; first += group) {
      const auto tile = kTiles[smaller(group, centers.count - first) - 1];
      for (int row = 0; row < rows; row += 2) {
        const float* a = x + row * cols + column;
        const float* next = fetch ? a + (first == 0 ? kLanes : kLanes + 1) * cols : a;
        tile(a, row + 1 < rows ? a + cols : a, centers.rows + first * cols + column, cols,
             smaller(kDotColumns, cols - column), next, reinterpret_cast<vf(*)[kLanes]>(&products[first][row]));
      }
    }
  }
  const vf lowest = splat(-__builtin_inff());
  Winners winners{lowest, lowest, vi{}};
  for (size_t k = 0; k < centers.count; ++k) {
    const vf score = sums_of(products[k]) - centers.half_norms[k];
    winners.second = larger_of(winners.second, smaller_of(score, winners.score));
    winners.cluster = score > winners.score ? vi{} + static_cast<int32_t>(k) : winners.cluster;
    winners.score = larger_of(score, winners.score);
  }
  return winners;
}

// |a - b|^2 of float32 vectors, in double precision.
static inline double exact_distance(const float* a, const float* b, size_t cols) {
  constexpr size_t kDoubles = kLanes / 2;
  typedef float Half __attribute__((vector_size(kDoubles * sizeof(float))));
  typedef double Doubles __attribute__((vector_size(kDoubles * sizeof(double))));
  Doubles sums{};
  size_t c = 0;
  for (; c + kDoubles <= cols; c += kDoubles) {
    Half from, to;
    std::memcpy(&from, a + c, sizeof from);
    std::memcpy(&to, b + c, sizeof to);
    const Doubles difference = __builtin_convertvector(from, Doubles) - __builtin_convertvector(to, Doubles);
    sums += difference * difference;
  }
  double total = 0.0;
  for (; c < cols; ++c) {
    const double difference = static_cast<double>(a[c]) - static_cast<double>(b[c]);
    total += difference * difference;
  }
  for (size_t i = 0; i < kDoubles; ++i) total += sums[i];
  return total;
}

// The sum over the lanes is a b. Four sums at a time: one would wait for each addition.
static inline vf row_products(const float* a, const float* b, size_t cols) {
  vf sums[4] = {};
  size_t c = 0;
  for (; c + 4 * kLanes <= cols; c += 4 * kLanes) {
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) sums[i] += load(a + c + i * kLanes) * load(b + c + i * kLanes);
  }
  for_row(cols - c, [&](size_t i, int n) { sums[0] += load_first(a + c + i, n) * load_first(b + c + i, n); });
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// The nearest by exact distances, of the centres whose scores are not below `threshold`: mostly two.
[[gnu::noinline]] static uint32_t exact_nearest(const Centers& centers, const float* row, float threshold) {
  const size_t cols = centers.cols;
  uint32_t nearest = 0;
  double least = __builtin_inf();
  for (size_t first = 0; first < centers.count; first += kLanes) {
    const size_t count = smaller(kLanes, centers.count - first);
    vf products[kLanes] = {};
    for (size_t i = 0; i < count; ++i) products[i] = row_products(row, centers.rows + (first + i) * cols, cols);
    float scores[kLanes];
    store(scores, sums_of(products) - load(centers.half_norms + first));
    for (size_t i = 0; i < count; ++i) {
      if (scores[i] < threshold) continue;
      const double distance = exact_distance(row, centers.rows + (first + i) * cols, cols);
      if (!(distance < least)) continue;
      least = distance;
      nearest = static_cast<uint32_t>(first + i);
    }
  }
  return nearest;
}

// By how much two scores of each of `count` rows may differ in the wrong order at most. A score is a sum in which no
// term meets more than depth + 1 additions, so its error is below (depth + 2) u (|x| |c| + |c|^2 / 2) with u = 2^-24.
// No cluster that could be the nearest has |c| above |x| + d, d being the distance to the one that seems so; so
// |x| |c| + |c|^2 / 2 is at most 2.5 |x|^2 + 1.5 d^2, and |x|^2 / 2 + |c|^2 as well. Two scores err, and the bound
// itself is rounded.
static inline vf doubtful_gap(const Centers& centers, const float* x, int count, vf score, size_t depth) {
  const size_t cols = centers.cols;
  vf squares[kLanes] = {};
  for (int i = 0; i < count; ++i) squares[i] = row_products(x + i * cols, x + i * cols, cols);
  const vf norm = sums_of(squares);
  const vf distance = larger_of(norm - 2.0f * score, vf{});
  const vf bound = smaller_of(2.5f * norm + 1.5f * distance, 0.5f * norm + 2.0f * centers.largest_half_norm);
  // And each product, of two scores and two norms, may lose half of the smallest float32.
  return 2.5f * 0x1p-24f * static_cast<float>(depth + 8) * bound + static_cast<float>(cols + 8) * 0x1p-148f;
}

// The labels of `count` rows, at most kBlockRows. Of the `rest` rows from x on, those behind the block
// are fetched into the cache as their turn comes.
static inline void nearest_centers(const Centers& centers, const float* x, size_t count, size_t rest, uint32_t* label) {
  const bool dots = suits_dots(centers);
  // Lanes have sums of their own, which are added as a tree.
  const size_t depth = dots ? centers.cols / kLanes + 4 : centers.cols;
  Best best;
  if (!dots) score_panels(centers, x, count, rest, best);
  for (size_t row = 0; row < count; row += kLanes) {
    const int rows = static_cast<int>(smaller(kLanes, count - row));
    const float* of = x + row * centers.cols;
    const Winners winners = dots ? best_dots(centers, of, rows, row + 2 * kLanes <= rest) : best_lanes(best, row);
    store_first(reinterpret_cast<float*>(label + row), (vf)winners.cluster, rows);
    const vf gap = doubtful_gap(centers, of, rows, winners.score, depth);
    const vf threshold = winners.score - gap;
    // Where there is a NaN, too.
    uint32_t doubtful = ~lane_bits(winners.second < threshold) & ((1u << rows) - 1);
    for (; doubtful != 0; doubtful &= doubtful - 1) {
      const int i = std::countr_zero(doubtful);
      label[row + i] = exact_nearest(centers, of + i * centers.cols, threshold[i]);
    }
  }
}

}  // namespace skein::SKEIN_SIMD
