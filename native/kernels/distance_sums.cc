// Sums of the distances of each row to the points of each block. Twin of shaders/distance_sums.wgsl.
#include "params/distance_sums.h"

#include "kernel.h"
#include "lib/kmeans.h"
#include "lib/math.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr size_t kBlock = 256;
static_assert(kBlock % kPanel == 0);
// Rows of a task: whole tiles and whole vectors, which stay in the second-level cache while panels pass by.
constexpr size_t kRows = 96;
static_assert(kRows % kTileRows == 0 && kRows % kLanes == 0);

// Adds the distances of `rows` rows to the first `points` of a panel: a lane for each.
template <int kVectors>
void add_panel(const float* x, size_t cols, size_t rows, const float* panel, int points, vf (&sums)[kRows]) {
  vi present[kVectors];
  for (int j = 0; j < kVectors; ++j) {
    for (int lane = 0; lane < kLanes; ++lane) present[j][lane] = j * kLanes + lane < points ? -1 : 0;
  }
  for (size_t row = 0; row < rows; row += kTileRows) {
    tile_sums<kVectors>(
        x + row * cols, cols, static_cast<int>(smaller(kTileRows, rows - row)), panel, nullptr,
        [](int) { return vf{}; },
        [](vf sum, vf value, vf point) {
          const vf difference = value - point;
          return sum + difference * difference;
        },
        [&](int i, const vf(&squares)[kVectors]) {
          for (int j = 0; j < kVectors; ++j) sums[row + i] += (vf)((vi)sqrt(squares[j]) & present[j]);
        });
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(distance_sums, k, pool) {
  const size_t cols = k.cols;
  const float* points = k.x + k.first * cols;
  const float* panels = pack_points(pool, k.count, cols, [&](size_t i) { return points + i * cols; });
  pool.parallel_ranges(k.rows, kRows, [&](size_t begin, size_t end) {
    const float* x = k.x + begin * cols;
    const size_t rows = end - begin;
    for (size_t block = 0; block < k.count; block += kBlock) {
      vf sums[kRows] = {};
      for (size_t first = block; first < smaller(k.count, block + kBlock); first += kPanel) {
        const int present = static_cast<int>(smaller(kPanel, k.count - first));
        const auto add = present > kLanes ? add_panel<2> : add_panel<1>;
        add(x, cols, rows, panels + first * cols, present, sums);
      }
      float* to = k.sums + block / kBlock * k.rows + begin;
      for (size_t row = 0; row < rows; row += kLanes) {
        vf some[kLanes];
        for (int i = 0; i < kLanes; ++i) some[i] = sums[row + i];
        store_first(to + row, sums_of(some), static_cast<int>(smaller(kLanes, rows - row)));
      }
    }
  });
}
