// distance = min(closest, |x - point|^2) for some points, and its sums over blocks of rows.
// Twin of shaders/kmeans_distances.wgsl.
#include "params/kmeans_distances.h"

#include "kernel.h"
#include "lib/kmeans.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr size_t kBlock = 256;
constexpr size_t kBlockTiles = (kBlock + kTileRows - 1) / kTileRows;

// Distances from a block of rows to the points of one panel: from[vector][row], a lane for each point.
template <int kVectors>
void block_squares(const float* x, size_t cols, size_t rows, const float* panel,
                   vf (&from)[2][kBlockTiles * kTileRows]) {
  for (size_t row = 0; row < rows; row += kTileRows) {
    tile_sums<kVectors>(
        x + row * cols, cols, static_cast<int>(smaller(kTileRows, rows - row)), panel,
        row + 2 * kTileRows <= rows ? x + (row + kTileRows) * cols : nullptr, [](int) { return vf{}; },
        [](vf sum, vf value, vf points) { return sum + (value - points) * (value - points); },
        [&](int i, const vf(&squares)[kVectors]) {
          for (int j = 0; j < kVectors; ++j) from[j][row + i] = squares[j];
        });
  }
}

// Writes the distances to one vector of points, of which `points` exist.
void put_block(const params::kmeans_distances& k, size_t block, size_t rows, size_t first, int points, const vf* from) {
  const size_t blocks = ceil_div(k.rows, kBlock);
  vf sums[kLanes] = {};
  for (size_t row = 0; row < kBlock; row += kLanes) {
    const int n = rows < row ? 0 : static_cast<int>(smaller(kLanes, rows - row));
    const vf closest = load_first(k.closest + block * kBlock + row, n);
    vf squares[kLanes];
    for (int i = 0; i < kLanes; ++i) squares[i] = i < n ? from[row + i] : vf{};
    transpose(squares);
    for (int t = 0; t < points; ++t) {
      const vf least = squares[t] < closest ? squares[t] : closest;
      store(k.distance + (first + t) * blocks * kBlock + block * kBlock + row, least);
      sums[t] += least;
    }
  }
  for (int t = 0; t < points; ++t) k.sums[(first + t) * blocks + block] = sum(sums[t]);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(kmeans_distances, k, pool) {
  const size_t cols = k.cols, candidates = k.candidates;
  const float* panels = pack_points(pool, candidates, cols, [&](size_t i) -> const float* {
    return k.index[i] < k.points ? k.source + k.index[i] * cols : nullptr;
  });
  pool.parallel_for(ceil_div(k.rows, kBlock), [&](size_t block) {
    const size_t rows = smaller(kBlock, k.rows - block * kBlock);
    const float* x = k.x + block * kBlock * cols;
    vf from[2][kBlockTiles * kTileRows];
    for (size_t first = 0; first < candidates; first += kPanel) {
      const size_t count = candidates - first;
      const auto squares = count > kLanes ? block_squares<2> : block_squares<1>;
      squares(x, cols, rows, panels + first * cols, from);
      put_block(k, block, rows, first, static_cast<int>(smaller(kLanes, count)), from[0]);
      if (count <= kLanes) break;
      put_block(k, block, rows, first + kLanes, static_cast<int>(smaller(kLanes, count - kLanes)), from[1]);
    }
  });
}
