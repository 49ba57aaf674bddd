// y = blocks of cells over their length. Twin of shaders/hog_blocks.wgsl.
#include "params/hog_blocks.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/reduce.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr uint32_t kSumSqrt = 1, kSquares = 2, kClipped = 3;
// As in scikit-image.
constexpr float kEpsilon = 1e-5f, kClip = 0.2f;

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(hog_blocks, k, pool) {
  const size_t down = k.rows - k.block_rows + 1, across = k.columns - k.block_columns + 1;
  const size_t line = size_t{k.block_columns} * k.orientations, size = k.block_rows * line;
  const size_t stride = size_t{k.columns} * k.orientations;
  pool.parallel_ranges(k.batch * down * across, 1 + 16384 / size, [&](size_t begin, size_t end) {
    for (size_t block = begin; block < end; ++block) {
      const size_t image = block / (down * across);
      const float* from = k.cells + (image * k.rows + block / across % down) * stride + block % across * k.orientations;
      float* y = k.y + block * size;
      vf sums{};
      for (size_t row = 0; row < k.block_rows; ++row) {
        for_row(line, [&](size_t i, int n) {
          const vf value = load_first(from + row * stride + i, n);
          store_first(y + row * line + i, value, n);
          sums += k.norm >= kSquares ? value * value : value;
        });
      }
      float factor =
          k.norm >= kSquares ? 1.0f / __builtin_sqrtf(sum(sums) + kEpsilon * kEpsilon) : 1.0f / (sum(sums) + kEpsilon);
      if (k.norm == kClipped) {
        vf squares{};
        for_row(size, [&](size_t i, int n) {
          // NaN is the second operand's, and stays.
          const vf value = min(splat(kClip), load_first(y + i, n) * factor);
          store_first(y + i, value, n);
          squares += value * value;
        });
        factor = 1.0f / __builtin_sqrtf(sum(squares) + kEpsilon * kEpsilon);
      }
      for_row(size, [&](size_t i, int n) {
        const vf value = load_first(y + i, n) * factor;
        store_first(y + i, k.norm == kSumSqrt ? sqrt(value) : value, n);
      });
    }
  });
}
