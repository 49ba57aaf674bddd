// Reductions over the middle axis of [outer, axis, inner], which begins at x_offset, with outer_stride elements from
// one outer index to the next; the results begin at y_offset. Twin of shaders/reduce.wgsl.
//
// Everything is added in blocks whose sizes depend on the shape alone, blocks of blocks where the axis is
// long: so results do not depend on the threads, and ten million terms lose hardly more digits than a thousand.
#include "params/reduce.h"

#include <algorithm>

#include "kernel.h"
#include "lib/math.h"
#include "lib/pointwise.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

// The codes of src/kernels/reduce.ts.
enum class Op : uint32_t { sum, max, min, sum_of_squares };

struct Sum {
  static constexpr float kIdentity = 0.0f;
  using Merge = Sum;
  static vf element(vf v) { return v; }
  static vf merge(vf a, vf b) { return a + b; }
  static float merge(float a, float b) { return a + b; }
};

struct SumOfSquares : Sum {
  static vf element(vf v) { return v * v; }
};

struct Max {
  static constexpr float kIdentity = -kInfinity;
  using Merge = Max;
  static vf element(vf v) { return v; }
  static vf merge(vf a, vf b) { return max_or_nan(a, b); }
  static float merge(float a, float b) { return a > b || a != a ? a : b; }
};

struct Min {
  static constexpr float kIdentity = kInfinity;
  using Merge = Min;
  static vf element(vf v) { return v; }
  static vf merge(vf a, vf b) { return min_or_nan(a, b); }
  static float merge(float a, float b) { return a < b || a != a ? a : b; }
};

// Elements of a row, and rows of a column, that are reduced at once.
constexpr size_t kChunk = 16384;
constexpr size_t kBlock = 256;
// Columns of one task: their sums stay in the level 1 cache.
constexpr size_t kTile = 2048;

size_t divide_up(size_t a, size_t b) { return (a + b - 1) / b; }

// The operand's last vector, with lanes past its end that change nothing.
template <typename R>
vf last_element(const float* p, int n) {
  float lanes[kLanes];
  store(lanes, splat(R::kIdentity));
  for (int i = 0; i < n; ++i) lanes[i] = p[i];
  return R::element(load(lanes));
}

template <typename R>
float reduce_row(const float* x, size_t count) {
  constexpr int kSums = 4;
  vf sums[kSums];
  for (vf& s : sums) s = splat(R::kIdentity);
  size_t i = 0;
  for (; i + kSums * kLanes <= count; i += kSums * kLanes) {
    for (int s = 0; s < kSums; ++s) sums[s] = R::merge(sums[s], R::element(load(x + i + s * kLanes)));
  }
  for (; i + kLanes <= count; i += kLanes) sums[0] = R::merge(sums[0], R::element(load(x + i)));
  if (i < count) sums[1] = R::merge(sums[1], last_element<R>(x + i, static_cast<int>(count - i)));
  float lanes[kLanes];
  store(lanes, R::merge(R::merge(sums[0], sums[1]), R::merge(sums[2], sums[3])));
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int lane = 0; lane < width; ++lane) lanes[lane] = R::merge(lanes[lane], lanes[lane + width]);
  }
  return lanes[0];
}

template <typename R>
void reduce_rows(Pool& pool, const float* x, size_t rows, size_t stride, size_t count, float* y, float scale) {
  const size_t chunks = divide_up(count, kChunk);
  if (chunks <= 1) {
    const size_t grain = count < kChunk ? kChunk / std::max<size_t>(count, 1) : 1;
    pool.parallel_ranges(rows, grain, [&](size_t begin, size_t end) {
      for (size_t row = begin; row < end; ++row) y[row] = scale * reduce_row<R>(x + row * stride, count);
    });
    return;
  }
  float* partial = workspace(Slot::partial, rows * chunks);
  pool.parallel_for(rows * chunks, [&](size_t unit) {
    const size_t first = unit % chunks * kChunk;
    partial[unit] = reduce_row<R>(x + unit / chunks * stride + first, std::min(kChunk, count - first));
  });
  for (size_t row = 0; row < rows; ++row) {
    y[row] = scale * reduce_row<typename R::Merge>(partial + row * chunks, chunks);
  }
}

// y[0 .. n) = the reductions of `rows` rows, eight of them at a time as a balanced tree.
template <typename R>
void reduce_block(const float* x, size_t rows, size_t stride, float* y, size_t count, float scale) {
  constexpr size_t kRows = 8;
  for_row(count, [&](size_t i, int n) { store_first(y + i, splat(R::kIdentity), n); });
  size_t row = 0;
  for (; row + kRows <= rows; row += kRows) {
    const float* p = x + row * stride;
    for_row(count, [&](size_t i, int n) {
      const auto at = [&](size_t r) { return R::element(load_first(p + r * stride + i, n)); };
      const vf low = R::merge(R::merge(at(0), at(1)), R::merge(at(2), at(3)));
      const vf high = R::merge(R::merge(at(4), at(5)), R::merge(at(6), at(7)));
      store_first(y + i, R::merge(load_first(y + i, n), R::merge(low, high)), n);
    });
  }
  for (; row < rows; ++row) {
    for_row(count, [&](size_t i, int n) {
      const vf v = R::element(load_first(x + row * stride + i, n));
      store_first(y + i, R::merge(load_first(y + i, n), v), n);
    });
  }
  if (scale != 1.0f) for_row(count, [&](size_t i, int n) { store_first(y + i, scale * load_first(y + i, n), n); });
}

struct Columns {
  size_t outer;
  // Elements from one outer index to the next.
  size_t outer_stride;
  size_t axis;
  size_t inner;
};

// y: [outer, inner]. `slot` is free for partial results, and the other one holds x where that is a partial result.
template <typename R>
void reduce_columns(Pool& pool, const float* x, const Columns& c, float* y, float scale, Slot slot) {
  const size_t blocks = std::max<size_t>(1, divide_up(c.axis, kBlock));
  const size_t tiles = divide_up(c.inner, kTile);
  float* target = blocks == 1 ? y : workspace(slot, c.outer * blocks * c.inner);
  const size_t work = std::min(c.axis, kBlock) * std::min(c.inner, kTile);
  const size_t grain = work < kGrain ? kGrain / std::max<size_t>(work, 1) : 1;
  pool.parallel_ranges(c.outer * blocks * tiles, grain, [&](size_t begin, size_t end) {
    for (size_t unit = begin; unit < end; ++unit) {
      const size_t column = unit % tiles * kTile;
      const size_t part = unit / tiles;
      const size_t first = part % blocks * kBlock;
      const float* from = x + part / blocks * c.outer_stride + first * c.inner + column;
      reduce_block<R>(from, std::min(kBlock, c.axis - first), c.inner, target + part * c.inner + column,
                      std::min(kTile, c.inner - column), blocks == 1 ? scale : 1.0f);
    }
  });
  if (blocks == 1) return;
  const Slot other = slot == Slot::partial ? Slot::shared : Slot::partial;
  reduce_columns<typename R::Merge>(pool, target, {c.outer, blocks * c.inner, blocks, c.inner}, y, scale, other);
}

// Fewer columns than lanes, and many rows: kLanes rows side by side fill whole vectors. What is left of them
// and the rows past the last kLanes are merged at the end.
template <typename R>
void reduce_narrow(Pool& pool, const float* x, const Columns& c, float* y, float scale) {
  const size_t folded = c.axis / kLanes;
  const size_t width = c.inner * kLanes;
  float* wide = workspace(Slot::task_tile, c.outer * width);
  reduce_columns<R>(pool, x, {c.outer, c.outer_stride, folded, width}, wide, 1.0f, Slot::partial);
  for (size_t o = 0; o < c.outer; ++o) {
    for (size_t i = 0; i < c.inner; ++i) {
      float lanes[kLanes];
      for (int lane = 0; lane < kLanes; ++lane) lanes[lane] = wide[o * width + lane * c.inner + i];
      float total = reduce_row<typename R::Merge>(lanes, kLanes);
      float rest[kLanes];
      const size_t left = c.axis - folded * kLanes;
      for (size_t r = 0; r < left; ++r) rest[r] = x[o * c.outer_stride + (folded * kLanes + r) * c.inner + i];
      y[o * c.inner + i] = scale * R::merge(total, reduce_row<R>(rest, left));
    }
  }
}

template <typename R>
void reduce(const params::reduce& k, Pool& pool, float scale) {
  const float* x = k.x + k.x_offset;
  float* y = k.y + k.y_offset;
  if (k.inner == 1) return reduce_rows<R>(pool, x, k.outer, k.outer_stride, k.axis, y, scale);
  const Columns columns{k.outer, k.outer_stride, k.axis, k.inner};
  if (k.inner < 2 * kLanes && k.axis >= 8 * kLanes) return reduce_narrow<R>(pool, x, columns, y, scale);
  reduce_columns<R>(pool, x, columns, y, scale, Slot::partial);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(reduce, k, pool) {
  switch (static_cast<Op>(k.op)) {
    case Op::sum:
      return reduce<Sum>(k, pool, k.scale);
    case Op::max:
      return reduce<Max>(k, pool, 1.0f);
    case Op::min:
      return reduce<Min>(k, pool, 1.0f);
    case Op::sum_of_squares:
      return reduce<SumOfSquares>(k, pool, k.scale);
  }
}
