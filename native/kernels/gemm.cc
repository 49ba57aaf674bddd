// c = op(a) op(b) + bias (+ c). Twin of shaders/gemm.wgsl and shaders/gemm_tiled.wgsl.
#include "params/gemm.h"

#include "kernel.h"
#include "lib/gemm.h"
#include "lib/kept.h"
#include "lib/sizes.h"
#include "lib/small_gemm.h"
#include "lib/stream.h"

namespace skein::SKEIN_SIMD {
namespace {

// Products with fewer multiply-adds than this are computed by one core each where there are many.
constexpr size_t kSmallProduct = size_t{1} << 20;
// A result of more floats than this does not stay in a common last-level cache until it is read.
constexpr size_t kStreamedResult = size_t{6} << 20;

// packed: B in panels over all of k, or null.
template <typename Runner>
void multiply_matrix(const params::gemm& k, size_t batch, Runner& runner, const float* packed = nullptr) {
  const float* a = k.a + k.a_offset + batch * k.a_stride;
  const float* b = k.b + k.b_offset + batch * k.b_stride;
  const float* bias = k.has_bias ? k.bias + batch * k.bias_stride : nullptr;
  float* c = k.c + k.c_offset + batch * k.c_stride;
  const bool plain = !bias && !k.accumulate;
  const bool streams =
      kStreams && !k.accumulate && size_t{k.m} * k.n > kStreamedResult && starts_line(c) && k.ldc % kLanes == 0;
  multiply(
      runner, {.m = k.m, .n = k.n, .k = k.k, .blocks_in_order = !k.trans_a},
      [&](float* to, size_t row, int rows, int width, size_t depth, size_t count) {
        if (k.trans_a) pack_side_by_side(to, width, a + depth * k.lda + row, k.lda, rows, count);
        else pack_transposed(to, width, a + row * k.lda + depth, k.lda, rows, count);
      },
      [&](float* to, size_t column, int columns, int width, size_t depth, size_t count) {
        if (k.trans_b) pack_transposed(to, width, b + column * k.ldb + depth, k.ldb, columns, count);
        else pack_side_by_side(to, width, b + depth * k.ldb + column, k.ldb, columns, count);
      },
      [&](const float* tile, size_t stride, size_t row, int rows, size_t column, int columns) {
        float* to = c + row * k.ldc + column;
        if (columns == kPanel && !k.accumulate && !streams) {
          const vf low = bias ? load(bias + column) : nothing(), high = bias ? load(bias + column + kLanes) : nothing();
          for (int i = 0; i < rows; ++i, tile += stride, to += k.ldc) {
            store(to, load(tile) + low);
            store(to + kLanes, load(tile + kLanes) + high);
          }
          return;
        }
        for (int j = 0; j < columns; j += kLanes) {
          const int lanes = columns - j < kLanes ? columns - j : kLanes;
          const vf add = bias ? load_first(bias + column + j, lanes) : nothing();
          for (int i = 0; i < rows; ++i) {
            vf v = load(tile + i * stride + j) + add;
            float* at = to + i * k.ldc + j;
            if (k.accumulate) v += load_first(at, lanes);
            if (lanes < kLanes) store_first(at, v, lanes);
            else if (streams) stream(at, v);
            else store(at, v);
          }
        }
        if (streams) stream_fence();
      },
      !k.trans_a && reads_in_place(k.lda) ? RowsInPlace{a, k.lda} : RowsInPlace{},
      plain && !streams ? ResultInPlace{c, k.ldc} : ResultInPlace{}, packed);
}

// Multiply-adds of one task of small products.
constexpr size_t kSmallTask = size_t{1} << 17;
// Floats of B that small products read in place, so that it stays in a core's second-level cache.
constexpr size_t kSmallB = size_t{1} << 16;
// One product is worth handing out from this many multiply-adds on.
constexpr size_t kSerialProduct = size_t{1} << 17;

// From so many rows on B is packed for a product that is handed out: tiles of few rows read it so often that it pays.
constexpr size_t kPackingRows = kMaxRows <= 8 ? 512 : SIZE_MAX;
// Tasks of a product that is handed out in blocks, at the most: so few that taking them costs nothing.
constexpr size_t kBlockTasks = 64;

// Whether a core's second-level cache holds what a block reads in place.
bool fits_in_place(const params::gemm& k) { return k.k <= kDepth && size_t{k.n} * k.k <= kSmallB; }

bool is_small(const params::gemm& k) {
  const size_t work = size_t{k.m} * k.n * k.k;
  return fits_in_place(k) && work < (k.batch > 1 ? kSmallProduct : kSerialProduct);
}

bool multiplies_in_place(const params::gemm& k) {
  return fits_in_place(k) && k.m < kPackingRows && !k.trans_b && (!k.trans_a || size_t{k.m} * k.k <= kSmallB) &&
         size_t{k.m} * k.n <= kStreamedResult;
}

// packed: B in panels, or null.
SmallProduct small_product(const params::gemm& k, size_t batch, const float* packed) {
  return {.m = k.m,
          .n = k.n,
          .k = k.k,
          .a = k.a + k.a_offset + batch * k.a_stride,
          .a_row = k.trans_a ? 1 : k.lda,
          .a_step = k.trans_a ? k.lda : 1,
          .b = packed ? packed : k.b + k.b_offset + batch * k.b_stride,
          .b_row = packed ? kPanel : k.ldb,
          .b_panel = packed ? k.k * kPanel : kPanel,
          .bias = k.has_bias ? k.bias + batch * k.bias_stride : nullptr,
          .c = k.c + k.c_offset + batch * k.c_stride,
          .ldc = k.ldc,
          .accumulate = k.accumulate != 0};
}

void multiply_small_products(const params::gemm& k, Pool& pool) {
  const size_t work = larger(1, size_t{k.m} * k.n * k.k);
  pool.parallel_ranges(k.batch, ceil_div(kSmallTask, work), [&](size_t begin, size_t end) {
    float* packed = k.trans_b ? workspace(Slot::task_panels, small_b_floats(k.n, k.k)) : nullptr;
    for (size_t batch = begin; batch < end; ++batch) {
      // One matrix for all batches is turned once.
      if (packed && (batch == begin || k.b_stride > 0)) {
        pack_small_b(packed, k.b + k.b_offset + batch * k.b_stride, k.ldb, k.n, k.k);
      }
      multiply_small(small_product(k, batch, packed), {0, k.m, 0, k.n});
    }
  });
}

// Products of which each is worth handing out, in blocks of C.
void multiply_in_place(const params::gemm& k, Pool& pool) {
  const size_t height = panel_rows(k.m), row_panels = ceil_div(k.m, height), column_panels = ceil_div(k.n, kPanel);
  const size_t work = larger(kSmallTask, size_t{k.m} * k.n * k.k / kBlockTasks);
  const size_t panel_work = height * kPanel * larger(1, k.k);
  // Some panels of A that stay in the first-level cache, then as many columns as make a task; more rows if all do not.
  size_t rows = smaller(row_panels, kTaskRowPanels);
  const size_t columns = smaller(column_panels, ceil_div(work, rows * panel_work));
  if (columns == column_panels) rows = larger(rows, ceil_div(work, columns * panel_work));
  const size_t down = ceil_div(row_panels, rows), across = ceil_div(column_panels, columns);
  const size_t high = ceil_div(row_panels, down) * height, wide = ceil_div(column_panels, across) * kPanel;
  for (size_t batch = 0; batch < k.batch; ++batch) {
    const SmallProduct product = small_product(k, batch, nullptr);
    pool.parallel_for(across * down, [&](size_t task) {
      // Rounded up, so that the last blocks may be empty.
      const size_t row = task / across * high, column = task % across * wide;
      multiply_small(product, {row, smaller(k.m, row + high), column, smaller(k.n, column + wide)});
    });
  }
}

// B in panels that are kept; null where it may be another one each time.
const float* packed_weight(const params::gemm& k, Pool& pool) {
  if (k.b_number == 0 || k.batch != 1) return nullptr;
  const float* b = k.b + k.b_offset;
  const size_t panels = ceil_div(k.n, kPanel);
  const Layout layout = k.trans_b ? Layout::transposed_panels : Layout::panels;
  return kept_floats(k.b_number, layout, Slot::shared_panels, panels * kPanel * k.k + kPanel, [&](float* to) {
    pool.parallel_for(panels, [&](size_t p) {
      const size_t column = p * kPanel;
      const int columns = static_cast<int>(smaller(kPanel, k.n - column));
      float* panel = to + column * k.k;
      if (k.trans_b) pack_transposed(panel, kPanel, b + column * k.ldb, k.ldb, columns, k.k);
      else pack_side_by_side(panel, kPanel, b + column, k.ldb, columns, k.k);
    });
  });
}

void multiply_all(const params::gemm& k, Pool& pool) {
  const size_t work = size_t{k.m} * k.n * k.k;
  if (const float* packed = packed_weight(k, pool)) {
    multiply_matrix(k, 0, pool, packed);
  } else if (k.batch > 1 && work < kSmallProduct) {
    pool.parallel_for(k.batch, [&](size_t batch) {
      Serial serial;
      multiply_matrix(k, batch, serial);
    });
  } else {
    for (size_t batch = 0; batch < k.batch; ++batch) multiply_matrix(k, batch, pool);
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(gemm, k, pool) {
  if (k.m == 0 || k.n == 0) return;
  if (is_small(k)) multiply_small_products(k, pool);
  else if (multiplies_in_place(k)) multiply_in_place(k, pool);
  else multiply_all(k, pool);
}
