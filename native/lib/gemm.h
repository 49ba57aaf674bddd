// C = A B for any A and B that can be packed, with any use of C's tiles.
//
// A is cut into panels of up to kMaxRows rows, B into panels of kPanel columns. A packed panel
// holds its elements in the order the micro-kernel reads them: for each k, the panel's rows
// (or columns) side by side (gemm_panels.h).
//
// Matrix multiplication packs plain matrices; convolution packs patches of an image. Both hand over
//   pack_a(float* to, size_t row, int rows, int width, size_t k, size_t count)
//   pack_b(float* to, size_t column, int columns, int width, size_t k, size_t count)
// which write count groups of `width` floats, the first `rows` or `columns` of each being elements
// k .. k + count - 1 of those rows or columns, the rest anything finite; and
//   use(const float* tile, size_t stride, size_t row, int rows, size_t column, int columns)
// which gets each finished tile once. An A whose rows are contiguous along k is read where it lies.
//
// The sum over k runs in one order: blocks of kDepth one after the other, and in each block k by k.
// It depends on the shape alone, so results are the same for any number of threads; where GemmShape::blocks_in_order
// says so it depends on k alone, so that a row's results are the same in a product of any other rows.
#pragma once
#include <cstddef>

#include "lib/gemm_panels.h"
#include "lib/simd.h"
#include "lib/sizes.h"
#include "lib/workspace.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Runs tasks on the calling thread: for a product inside a task of a larger loop.
struct Serial {
  static constexpr unsigned threads() { return 1; }
  template <typename Body>
  void parallel_for(size_t count, Body&& body) {
    for (size_t i = 0; i < count; ++i) body(i);
  }
};

// The block of C that a task computes: as many slices of blocks as threads, from which tasks are taken in turn. A
// processor fetches rows of C ahead, by the strides of its stores, and with neighbouring blocks takes them away from
// another one that writes them: 0.64 ms instead of 0.49 with two threads (3584 x 512, k 28).
static inline size_t block_of(size_t task, size_t tasks, size_t slices) {
  const size_t slice = task % slices;
  return slice * (tasks / slices) + smaller(slice, tasks % slices) + task / slices;
}

struct GemmShape {
  size_t m, n, k;
  bool blocks_in_order = false;
};

// Parts of a sum over k: `depth` elements each, the last ones fewer or none.
struct DepthParts {
  size_t count, depth;
};

// The blocks of a sum over `total` elements.
static inline DepthParts depth_blocks(size_t total) {
  const size_t count = larger(1, ceil_div(total, kDepth));
  return {count, ceil_div(ceil_div(total, count), kLanes) * kLanes};
}

// Where A lies, if its rows are contiguous along k: row i begins at data + i * stride. It need not be packed then.
struct RowsInPlace {
  const float* data = nullptr;
  size_t stride = 0;
};

// Where C lies, if `use` would but store its tiles: row i begins at data + i * stride. Whole tiles are then computed
// where they belong, and `use` gets those at the edges.
struct ResultInPlace {
  float* data = nullptr;
  size_t stride = 0;
};

// Whether a micro-kernel reads such rows as quickly as packed ones. More rows than a first-level cache has ways, a
// multiple of 4 KiB apart, push one another out of it.
static inline bool reads_in_place(size_t stride) { return kMaxRows <= 8 || stride % 1024 != 0; }

// Floats that the operand packed ahead may take: half of a common last-level cache.
constexpr size_t kSharedFloats = size_t{4} << 20;
// Panels of A and of B that one task multiplies, at the most: its tiles of C and its packed
// panels stay in the second-level cache.
constexpr size_t kTaskRowPanels = 8, kTaskColumnPanels = 16;
// Tasks that a loop should have, so that no core waits long for the last one.
constexpr size_t kTasks = 16;
// C with fewer tiles than this is cut along k, into up to kChunks partial sums added in order, or into its blocks.
constexpr size_t kFewTiles = 64, kChunks = 16, kLongDepth = 1024;

// One product; `multiply` picks how to cut it.
template <typename PackA, typename PackB, typename Use>
class Gemm {
 public:
  // packed_b: all panels of B over all of k, or null.
  Gemm(GemmShape shape, const PackA& pack_a, RowsInPlace in_place, const PackB& pack_b, const Use& use,
       ResultInPlace result, const float* packed_b)
      : packed_b_(packed_b),
        m_(shape.m),
        n_(shape.n),
        k_(shape.k),
        chunks_(chunks_of(shape)),
        pack_a_(pack_a),
        in_place_(in_place),
        pack_b_(pack_b),
        use_(use),
        result_(result),
        rows_(panel_rows(shape.m)),
        row_panels_(ceil_div(m_, rows_)),
        column_panels_(ceil_div(n_, kPanel)) {}

  template <typename Runner>
  void run(Runner& runner) {
    if (k_ >= kLongDepth && row_panels_ * column_panels_ < kFewTiles && partial_floats() <= kSharedFloats) {
      return run_chunks(runner);
    }
    if (m_ >= n_) {
      const size_t group = larger(1, smaller(column_panels_, kSharedFloats / larger(1, k_ * kPanel)));
      for (size_t c = 0; c < column_panels_; c += group) {
        run_rows(runner, c, smaller(column_panels_, c + group));
      }
    } else {
      const size_t group = larger(1, smaller(row_panels_, kSharedFloats / larger(1, k_ * rows_)));
      for (size_t r = 0; r < row_panels_; r += group) run_columns(runner, r, smaller(row_panels_, r + group));
    }
  }

 private:
  // Panels [row, row_end) of A times panels [column, column_end) of B over k in [k, k_end).
  // a and b: those panels over all of k if packed ahead, else null.
  struct Block {
    size_t row, row_end, column, column_end, k, k_end;
    const float* a;
    const float* b;
  };

  // What run_chunks cuts the sum into. Blocks are added in the order that they have in one sum, to the same bits.
  static DepthParts chunks_of(const GemmShape& shape) {
    if (shape.blocks_in_order) return depth_blocks(shape.k);
    const size_t count = larger(1, smaller(kChunks, ceil_div(shape.k, kDepth)));
    return {count, ceil_div(shape.k, count)};
  }

  size_t tile_floats() const { return static_cast<size_t>(rows_) * kPanel; }
  size_t partial_floats() const { return chunks_.count * row_panels_ * column_panels_ * tile_floats(); }

  const float* packed_panel(size_t column) const { return packed_b_ ? packed_b_ + column * kPanel * k_ : nullptr; }

  // Of a packed panel of A, with room for the end of a vector.
  size_t row_panel_floats(size_t depth) const { return rows_ * depth + kLanes; }
  int rows_of(size_t panel) const { return static_cast<int>(smaller(rows_, m_ - panel * rows_)); }
  int columns_of(size_t panel) const { return static_cast<int>(smaller(kPanel, n_ - panel * kPanel)); }

  void pack_row_panel(float* to, size_t panel, size_t k, size_t count) const {
    pack_a_(to, panel * rows_, rows_of(panel), rows_, k, count);
  }
  void pack_column_panel(float* to, size_t panel, size_t k, size_t count) const {
    pack_b_(to, panel * kPanel, columns_of(panel), kPanel, k, count);
  }

  // B packed ahead, tasks of some A panels each.
  template <typename Runner>
  void run_rows(Runner& runner, size_t column, size_t column_end) {
    const size_t columns = column_end - column;
    const float* b = packed_panel(column);
    if (!b) {
      float* own = workspace(Slot::shared_panels, columns * kPanel * k_);
      runner.parallel_for(columns, [&](size_t i) { pack_column_panel(own + i * kPanel * k_, column + i, 0, k_); });
      b = own;
    }
    size_t height = kTaskRowPanels, width = smaller(columns, kTaskColumnPanels);
    shrink(height, row_panels_, width, columns);
    const size_t down = ceil_div(row_panels_, height);
    const size_t tasks = down * ceil_div(columns, width);
    runner.parallel_for(tasks, [&](size_t task) {
      const size_t at = block_of(task, tasks, runner.threads()), r = at % down * height, c = at / down * width;
      multiply_block({r, smaller(row_panels_, r + height), column + c, smaller(column_end, column + c + width), 0, k_,
                      nullptr, b + c * kPanel * k_},
                     use_, result_);
    });
  }

  // A packed ahead, tasks of some B panels each.
  template <typename Runner>
  void run_columns(Runner& runner, size_t row, size_t row_end) {
    const size_t rows = row_end - row;
    float* a = nullptr;
    if (!in_place_.data) {
      a = workspace(Slot::shared_panels, rows * row_panel_floats(k_));
      runner.parallel_for(rows, [&](size_t i) { pack_row_panel(a + i * row_panel_floats(k_), row + i, 0, k_); });
    }
    size_t height = smaller(rows, 2 * kTaskColumnPanels), width = kTaskRowPanels / 2;
    shrink(width, column_panels_, height, rows);
    const size_t across = ceil_div(column_panels_, width);
    const size_t tasks = across * ceil_div(rows, height);
    runner.parallel_for(tasks, [&](size_t task) {
      const size_t at = block_of(task, tasks, runner.threads()), c = at % across * width, r = at / across * height;
      multiply_block({row + r, smaller(row_end, row + r + height), c, smaller(column_panels_, c + width), 0, k_,
                      a ? a + r * row_panel_floats(k_) : nullptr, packed_panel(c)},
                     use_, result_);
    });
  }

  // Halves the blocks until there are enough tasks.
  static void shrink(size_t& split, size_t split_total, size_t& shared, size_t shared_total) {
    while (ceil_div(split_total, split) * ceil_div(shared_total, shared) < kTasks) {
      if (split > 2) split /= 2;
      else if (shared > 4) shared /= 2;
      else if (split > 1) split = 1;
      else return;
    }
  }

  // Chunks of k, whose products are then added in order.
  template <typename Runner>
  void run_chunks(Runner& runner) {
    const size_t count = chunks_.count, chunk = chunks_.depth;
    const size_t tile = tile_floats(), tiles = row_panels_ * column_panels_;
    float* partial = workspace(Slot::partial, partial_floats());
    runner.parallel_for(count, [&](size_t i) {
      multiply_block(
          {0, row_panels_, 0, column_panels_, smaller(k_, i * chunk), smaller(k_, (i + 1) * chunk), nullptr, packed_b_},
          [&](const float* from, size_t stride, size_t row, int rows, size_t column, int) {
            float* to = partial + (i * tiles + column / kPanel * row_panels_ + row / rows_) * tile;
            for (int r = 0; r < rows; ++r) {
              for (int j = 0; j < kPanel; j += kLanes) {
                store(to + r * kPanel + j, load(from + r * stride + j));
              }
            }
          },
          {});
    });
    runner.parallel_for(tiles, [&](size_t t) {
      const size_t r = t % row_panels_, c = t / row_panels_;
      float* sums = partial + t * tile;
      for (size_t j = 0; j < static_cast<size_t>(rows_of(r)) * kPanel; j += kLanes) {
        vf sum = load(sums + j);
        for (size_t i = 1; i < count; ++i) sum += load(sums + i * tiles * tile + j);
        store(sums + j, sum);
      }
      use_(sums, kPanel, r * rows_, rows_of(r), c * kPanel, columns_of(c));
    });
  }

  template <typename BlockUse>
  void multiply_block(const Block& block, const BlockUse& use, ResultInPlace result) const {
    const size_t down = block.row_end - block.row, across = block.column_end - block.column;
    const size_t total = block.k_end - block.k;
    const size_t steps = depth_blocks(total).count, depth = depth_blocks(total).depth;
    const bool packs_a = !block.a && !in_place_.data;
    float* tiles = workspace(Slot::task_tile, steps > 1 ? down * across * tile_floats() : tile_floats());
    float* own_a = workspace(Slot::task_panels,
                             (packs_a ? down * row_panel_floats(depth) : 0) + (block.b ? 0 : depth * across * kPanel));
    float* own_b = own_a + (packs_a ? down * row_panel_floats(depth) : 0);
    for (size_t step = 0; step < steps; ++step) {
      const size_t k = smaller(block.k_end, block.k + step * depth);
      const size_t count = smaller(block.k_end, k + depth) - k;
      const bool last = step + 1 == steps;
      const size_t a_stride = row_panel_floats(block.a ? k_ : count), b_stride = kPanel * (block.b ? k_ : count);
      if (packs_a) {
        // A few k at a time for all panels: they share the cache lines of an A that is stored [k, m].
        for (size_t p = 0; p < count; p += kLanes) {
          const size_t few = smaller(kLanes, count - p);
          for (size_t r = 0; r < down; ++r) {
            pack_row_panel(own_a + r * a_stride + p * rows_, block.row + r, k + p, few);
          }
        }
      }
      const float* a = block.a ? block.a + k * rows_ : own_a;
      for (size_t c = 0; c < across; ++c) {
        const size_t column = block.column + c;
        if (!block.b) pack_column_panel(own_b + c * b_stride, column, k, count);
        const float* b = block.b ? block.b + c * b_stride + k * kPanel : own_b + c * b_stride;
        const int columns = columns_of(column);
        const bool wide = columns > kLanes;
        for (size_t r = 0; r < down; ++r) {
          const size_t row = block.row + r;
          const float* ahead = b + b_stride + r * count * kAhead;
          const bool stays =
              result.data && columns == kPanel && (in_place_.data || static_cast<size_t>(rows_of(row)) == rows_);
          float* tile = stays ? result.data + row * rows_ * result.stride + column * kPanel
                              : tiles + (steps > 1 ? (c * down + r) * tile_floats() : 0);
          const size_t stride = stays ? result.stride : kPanel;
          if (in_place_.data) {
            const float* rows = in_place_.data + row * rows_ * in_place_.stride + k;
            micro_kernel_of(rows_of(row), wide, true)(count, rows, in_place_.stride, b, ahead, tile, stride, step > 0);
          } else {
            micro_kernel_of(rows_, wide, false)(count, a + r * a_stride, 0, b, ahead, tile, stride, step > 0);
          }
          if (last && !stays) use(tile, kPanel, row * rows_, rows_of(row), column * kPanel, columns);
        }
      }
    }
  }

  const float* const packed_b_;
  const size_t m_, n_, k_;
  const DepthParts chunks_;
  const PackA& pack_a_;
  const RowsInPlace in_place_;
  const PackB& pack_b_;
  const Use& use_;
  const ResultInPlace result_;
  const size_t rows_, row_panels_, column_panels_;
};

// Multiplies A [m, k] by B [k, n]. runner is the pool, or Serial inside a task that uses none of
// the workspace's slots for panels, tiles and partial sums itself. m and n are at least 1.
template <typename Runner, typename PackA, typename PackB, typename Use>
static void multiply(Runner& runner, GemmShape shape, const PackA& pack_a, const PackB& pack_b, const Use& use,
                     RowsInPlace in_place = {}, ResultInPlace result = {}, const float* packed_b = nullptr) {
  Gemm<PackA, PackB, Use>(shape, pack_a, in_place, pack_b, use, result, packed_b).run(runner);
}

}  // namespace skein::SKEIN_SIMD
