// The pixels of a cell of a grid over images [B, H, W, C]. Twin of shaders/lib/grid_cells.wgsl.
#pragma once
#include <cstddef>

namespace skein::SKEIN_SIMD {

struct Cell {
  size_t image, top, bottom, left, right;

  size_t pixels() const { return (bottom - top) * (right - left); }
};

// Rows and columns [top, bottom) and [left, right).
template <typename Params>
static inline Cell cell_at(const Params& k, size_t cell) {
  const size_t row = cell / k.grid_columns % k.grid_rows, column = cell % k.grid_columns;
  return {cell / (size_t{k.grid_rows} * k.grid_columns), row * k.height / k.grid_rows,
          (row + 1) * k.height / k.grid_rows, column * k.width / k.grid_columns,
          (column + 1) * k.width / k.grid_columns};
}

}  // namespace skein::SKEIN_SIMD
