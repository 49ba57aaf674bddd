// Convolution without packed patches: in an image with its padding written out, the window of an
// output pixel is a few contiguous runs, one for each row of the kernel, because channels come last.
// Micro-kernels read their broadcast operand straight from there.
#pragma once
#include <cstddef>
#include <cstring>

#include "lib/gemm.h"

namespace skein::SKEIN_SIMD {

// `runs` runs of `run` floats, `stride` floats from one to the next.
struct Window {
  size_t runs, run, stride;
};

using WindowKernel = void (*)(const float* const* from, Window window, const float* weights, const float* bias,
                              float* const* to, int columns);

// to[i][0 .. columns) = bias + window at from[i] * weights [runs * run][kPanel], for kRows pixels.
template <int kRows, int kVectors>
static void window_kernel(const float* const* from, Window window, const float* weights, const float* bias,
                          float* const* to, int columns) {
  vf sums[kRows][kVectors] = {};
  for (size_t r = 0; r < window.runs; ++r) {
    const float* at[kRows];
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) at[i] = from[i] + r * window.stride;
    for (size_t p = 0; p < window.run; ++p) {
      vf columns_of[kVectors];
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) columns_of[j] = load(weights + j * kLanes);
#pragma GCC unroll 14
      for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
        for (int j = 0; j < kVectors; ++j) sums[i][j] += splat(at[i][p]) * columns_of[j];
      }
      weights += kPanel;
    }
  }
#pragma GCC unroll 2
  for (int j = 0; j < kVectors; ++j) {
    const vf add = load(bias + j * kLanes);
    const int lanes = columns - j * kLanes < kLanes ? columns - j * kLanes : kLanes;
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) {
      if (lanes == kLanes) store(to[i] + j * kLanes, sums[i][j] + add);
      else store_first(to[i] + j * kLanes, sums[i][j] + add, lanes);
    }
  }
}

// Pixels of a few images: `images` times `lines` times `pixels`, with the distances between them.
struct PixelWalk {
  size_t images, lines, pixels;
  size_t a_image, a_line, a_pixel;
  size_t b_image, b_line, b_pixel;
};

using GradientKernel = void (*)(const PixelWalk& walk, const float* a, const float* b, float* tile, bool add);

// tile [kRows][kPanel] = (add ? tile : 0) + sum over pixels of a[0 .. kRows) outer b[0 .. kVectors * kLanes).
template <int kRows, int kVectors>
static void gradient_kernel(const PixelWalk& walk, const float* a, const float* b, float* tile, bool add) {
  vf sums[kRows][kVectors] = {};
  for (size_t image = 0; image < walk.images; ++image) {
    for (size_t line = 0; line < walk.lines; ++line) {
      const float* row = a + image * walk.a_image + line * walk.a_line;
      const float* column = b + image * walk.b_image + line * walk.b_line;
      for (size_t pixel = 0; pixel < walk.pixels; ++pixel) {
        vf columns[kVectors];
#pragma GCC unroll 2
        for (int j = 0; j < kVectors; ++j) columns[j] = load(column + j * kLanes);
#pragma GCC unroll 14
        for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
          for (int j = 0; j < kVectors; ++j) sums[i][j] += splat(row[i]) * columns[j];
        }
        row += walk.a_pixel;
        column += walk.b_pixel;
      }
    }
  }
#pragma GCC unroll 14
  for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) {
      float* at = tile + i * kPanel + j * kLanes;
      store(at, add ? load(at) + sums[i][j] : sums[i][j]);
    }
  }
}

// The kernels for 1 .. kMaxRows rows and one or two vectors of columns.
template <int kVectors>
struct ConvKernels {
  static constexpr WindowKernel window[] = {
      window_kernel<1, kVectors>,  window_kernel<2, kVectors>,  window_kernel<3, kVectors>,
      window_kernel<4, kVectors>,  window_kernel<5, kVectors>,  window_kernel<6, kVectors>,
#if defined(__AVX512F__) || defined(__aarch64__)
      window_kernel<7, kVectors>,  window_kernel<8, kVectors>,  window_kernel<9, kVectors>,
      window_kernel<10, kVectors>, window_kernel<11, kVectors>, window_kernel<12, kVectors>,
      window_kernel<13, kVectors>, window_kernel<14, kVectors>,
#endif
  };
  static constexpr GradientKernel gradient[] = {
      gradient_kernel<1, kVectors>,  gradient_kernel<2, kVectors>,  gradient_kernel<3, kVectors>,
      gradient_kernel<4, kVectors>,  gradient_kernel<5, kVectors>,  gradient_kernel<6, kVectors>,
#if defined(__AVX512F__) || defined(__aarch64__)
      gradient_kernel<7, kVectors>,  gradient_kernel<8, kVectors>,  gradient_kernel<9, kVectors>,
      gradient_kernel<10, kVectors>, gradient_kernel<11, kVectors>, gradient_kernel<12, kVectors>,
      gradient_kernel<13, kVectors>, gradient_kernel<14, kVectors>,
#endif
  };
};

// Images [height, width, channels], and the part of the plane around them that windows reach:
// `padded_width` columns from -left on, rows from -top on.
struct PaddedImages {
  const float* data;
  size_t height, width, channels;
  size_t top, left, padded_width;

  size_t line() const { return padded_width * channels; }

  // Rows [row, row + rows) of the padded plane of one image.
  void copy(float* to, size_t image, size_t row, size_t rows) const {
    const size_t copied = smaller(width, padded_width > left ? padded_width - left : 0) * channels;
    const size_t before = smaller(left, padded_width) * channels;
    for (size_t r = row; r < row + rows; ++r, to += line()) {
      if (r < top || r >= top + height) {
        std::memset(to, 0, line() * sizeof(float));
        continue;
      }
      std::memset(to, 0, before * sizeof(float));
      std::memcpy(to + before, data + ((image * height + r - top) * width) * channels, copied * sizeof(float));
      std::memset(to + before + copied, 0, (line() - before - copied) * sizeof(float));
    }
  }
};

// Images, and output rows of each, that one task has.
struct ImageBlocks {
  size_t images, rows;
};

// Padded floats that a task holds, and output pixels that it aims at.
constexpr size_t kTaskImageFloats = size_t{48} << 10, kTaskPixels = 512;

// Several small images, or a band of one: `rows` by `columns` output pixels each, whose windows need
// (rows - 1) * step + reach padded rows.
static inline ImageBlocks image_blocks(size_t batch, size_t rows, size_t columns, size_t step, size_t reach,
                                       size_t line) {
  const auto floats = [&](size_t r) { return ((r - 1) * step + reach) * line; };
  size_t band = rows;
  while (band > 1 && (floats(band) > kTaskImageFloats || band * columns > 2 * kTaskPixels)) {
    band = ceil_div(band, 2);
  }
  if (band < rows) return {1, band};
  const size_t fit = smaller(kTaskImageFloats / larger(1, floats(rows)), ceil_div(kTaskPixels, rows * columns));
  return {larger(1, smaller(fit, ceil_div(batch, kTasks))), rows};
}

// Output pixels on a lattice: pixel (y, x) has its window at padded row start_y + y * step_y and
// column start_x + x * step_x, and lands at row to_y + y * to_step_y of the output, and so on.
struct Lattice {
  size_t rows, columns;
  size_t start_y, start_x, taps_y, taps_x;
  size_t to_y, to_x;
  const float* weights;  // [panel][taps_y * taps_x * channels][kPanel]
};

struct ConvOutput {
  float* data;
  size_t height, width, channels;
  const float* bias;  // padded to whole panels
};

// Fills the output from all lattices; every output pixel must belong to one.
[[maybe_unused]] static void convolve(Pool& pool, const PaddedImages& source, size_t batch, const Lattice* lattices, size_t count,
                     size_t step_y, size_t step_x, size_t to_step_y, size_t to_step_x, const ConvOutput& output) {
  size_t rows = 0, columns = 0, reach = 1;
  for (size_t l = 0; l < count; ++l) {
    rows = larger(rows, lattices[l].rows);
    columns = larger(columns, lattices[l].columns);
    reach = larger(reach, lattices[l].start_y + lattices[l].taps_y);
  }
  const size_t line = source.line();
  const ImageBlocks blocks = image_blocks(batch, rows, columns, step_y, reach, line);
  const size_t bands = ceil_div(rows, blocks.rows);
  const size_t panels = ceil_div(output.channels, kPanel);
  pool.parallel_for(ceil_div(batch, blocks.images) * bands, [&](size_t task) {
    const size_t image = task / bands * blocks.images, images = smaller(blocks.images, batch - image);
    const size_t row = task % bands * blocks.rows;
    const size_t padded_rows = (blocks.rows - 1) * step_y + reach;
    const size_t image_floats = padded_rows * line;
    float* padded = workspace(Slot::task_panels, images * image_floats + kLanes);
    for (size_t i = 0; i < images; ++i) {
      source.copy(padded + i * image_floats, image + i, row * step_y, padded_rows);
    }
    const size_t most = images * blocks.rows * columns;
    // Two pointers for each pixel; a pointer takes the room of two floats.
    void* table = workspace(Slot::task_tile, 4 * most);
    const float** from = static_cast<const float**>(table);
    float** to = static_cast<float**>(table) + most;
    for (size_t l = 0; l < count; ++l) {
      const Lattice& lattice = lattices[l];
      const Window window{lattice.taps_y, lattice.taps_x * source.channels, line};
      size_t pixels = 0;
      for (size_t i = 0; i < images; ++i) {
        for (size_t y = row; y < smaller(lattice.rows, row + blocks.rows); ++y) {
          const float* window_row = padded + i * image_floats + (lattice.start_y + (y - row) * step_y) * line;
          float* to_row = output.data + ((image + i) * output.height + lattice.to_y + y * to_step_y) *
                                            output.width * output.channels;
          for (size_t x = 0; x < lattice.columns; ++x, ++pixels) {
            from[pixels] = window_row + (lattice.start_x + x * step_x) * source.channels;
            to[pixels] = to_row + (lattice.to_x + x * to_step_x) * output.channels;
          }
        }
      }
      if (pixels == 0) continue;
      const size_t height = panel_rows(pixels);
      for (size_t panel = 0; panel < panels; ++panel) {
        const size_t column = panel * kPanel;
        const int width = static_cast<int>(smaller(kPanel, output.channels - column));
        const WindowKernel* kernels = width > kLanes ? ConvKernels<2>::window : ConvKernels<1>::window;
        const float* weights = lattice.weights + panel * window.runs * window.run * kPanel;
        for (size_t pixel = 0; pixel < pixels; pixel += height) {
          const size_t tile = smaller(height, pixels - pixel);
          kernels[tile - 1](from + pixel, window, weights, output.bias + column, to + pixel, width);
        }
        for (size_t pixel = 0; pixel < pixels; ++pixel) to[pixel] += kPanel;
      }
    }
  });
}

}  // namespace skein::SKEIN_SIMD
