// The nearest of K centres for rows of x, the first of equals: argmax over k of x c_k - |c_k|^2 / 2 where rounding
// cannot have decided, else by the distances in double precision.
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
      [&](int i, const vf (&scores)[kVectors]) {
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

static uint32_t exact_nearest(const Centers& centers, const float* row) {
  uint32_t nearest = 0;
  double least = __builtin_inf();
  for (size_t k = 0; k < centers.count; ++k) {
    const double distance = exact_distance(row, centers.rows + k * centers.cols, centers.cols);
    if (!(distance < least)) continue;
    least = distance;
    nearest = static_cast<uint32_t>(k);
  }
  return nearest;
}

// The sum over the lanes is |x|^2. Four sums at a time: one would wait for each addition.
static inline vf row_squares(const float* x, size_t cols) {
  vf sums[4] = {};
  size_t c = 0;
  for (; c + 4 * kLanes <= cols; c += 4 * kLanes) {
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      const vf value = load(x + c + i * kLanes);
      sums[i] += value * value;
    }
  }
  for_row(cols - c, [&](size_t i, int n) {
    const vf value = load_first(x + c + i, n);
    sums[0] += value * value;
  });
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// By how much two scores of each of `count` rows may differ in the wrong order at most. A score is a sum of
// D + 1 terms, so its error is below (D + 2) u (|x| |c| + |c|^2 / 2) with u = 2^-24. No cluster that could be the
// nearest has |c| above |x| + d, d being the distance to the one that seems so; so |x| |c| + |c|^2 / 2 is at most
// 2.5 |x|^2 + 1.5 d^2, and |x|^2 / 2 + |c|^2 as well. Two scores err, and the bound itself is rounded.
static inline vf doubtful_gap(const Centers& centers, const float* x, int count, vf score) {
  vf squares[kLanes] = {};
  for (int i = 0; i < count; ++i) squares[i] = row_squares(x + i * centers.cols, centers.cols);
  const vf norm = sums_of(squares);
  const vf distance = larger_of(norm - 2.0f * score, vf{});
  const vf bound = smaller_of(2.5f * norm + 1.5f * distance, 0.5f * norm + 2.0f * centers.largest_half_norm);
  // And each product, of two scores and two norms, may lose half of the smallest float32.
  const float terms = static_cast<float>(centers.cols + 8);
  return 2.5f * 0x1p-24f * terms * bound + terms * 0x1p-148f;
}

// The labels of `count` rows, at most kBlockRows. Of the `rest` rows from x on, those behind the block
// are fetched into the cache as their turn comes.
static inline void nearest_centers(const Centers& centers, const float* x, size_t count, size_t rest,
                                   uint32_t* label) {
  Best best;
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
  for (size_t row = 0; row < count; row += kLanes) {
    const int rows = static_cast<int>(smaller(kLanes, count - row));
    const Winners winners = best_lanes(best, row);
    store_first(reinterpret_cast<float*>(label + row), (vf)winners.cluster, rows);
    const vf gap = doubtful_gap(centers, x + row * centers.cols, rows, winners.score);
    const vi clear = winners.score - winners.second > gap;
    for (int i = 0; i < rows; ++i) {
      if (!clear[i]) label[row + i] = exact_nearest(centers, x + (row + i) * centers.cols);
    }
  }
}

}  // namespace skein::SKEIN_SIMD
