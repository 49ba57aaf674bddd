// Convolution with a 3 x 3 kernel and stride 1 by minimal filtering, F(2 x 2, 3 x 3) of Lavin and Gray
// (Fast Algorithms for Convolutional Neural Networks, CVPR 2016): 16 products of transformed values give
// 2 x 2 output pixels that take 36 otherwise.
//   Y = At [ sum over channels of (G g Gt) .* (Bt d B) ] A
// with g the kernel, d the 4 x 4 pixels that the four windows see, .* element by element. All
// factors are 0, 1, -1 and 1/2, so that little is rounded besides the products and sums.
// NaN or infinity in one pixel of d may make all four of its output pixels NaN.
#pragma once
#include "lib/conv2d.h"

namespace skein::SKEIN_SIMD {

// Elements of a transformed tile, and tiles that are computed together: their transformed values
// stay in the second-level cache.
constexpr size_t kElements = 16, kGroupTiles = 2 * kMaxRows;
// Below so many channels the transforms cost more than the products that they save; below so many
// output rows or columns too much of the tiles lies outside.
constexpr size_t kWinogradChannels = 32, kWinogradSide = 5;

// a, b, c, d -> Bt (a, b, c, d).
static inline void transform_input(vf& a, vf& b, vf& c, vf& d) {
  const vf first = a - c, second = b + c, third = c - b, fourth = b - d;
  a = first;
  b = second;
  c = third;
  d = fourth;
}

class Winograd {
 public:
  Winograd(const ConvSource& source, size_t batch, const Lattice& lattice, const ConvOutput& output)
      : source_(source),
        output_(output),
        batch_(batch),
        lattice_(lattice),
        across_(ceil_div(lattice.x.count, 2)),
        tiles_(ceil_div(lattice.y.count, 2) * across_),
        depth_(ceil_div(source.channels, kLanes) * kLanes),
        columns_(ceil_div(output.channels, kPanel) * kPanel) {}

  static bool serves(const ConvSource& source, const Lattice& lattice, const ConvOutput& output,
                     const ConvParts& parts) {
    const ConvAxis &y = lattice.y, &x = lattice.x;
    return parts.count == 1 && !parts.depthwise && y.dilation == 1 && x.dilation == 1 && y.taps == 3 && x.taps == 3 &&
           y.step == 1 && x.step == 1 && y.to_step == 1 && x.to_step == 1 &&
           smaller(y.count, x.count) >= kWinogradSide && smaller(source.channels, output.channels) >= kWinogradChannels;
  }

  // Floats of the transformed weights.
  size_t weight_floats() const { return kElements * source_.channels * columns_; }

  // Transforms the lattice's weights.
  void transform(Pool& pool, float* weights) const {
    pool.parallel_for(columns_ / kPanel, [&](size_t panel) { transform_weights(weights, panel); });
  }

  // `weights` are transformed.
  void run(Pool& pool, const float* weights) const {
    // What absent pixels hold, and a bias that adds nothing.
    float* zeros = workspace(Slot::task, larger(columns_, depth_));
    std::memset(zeros, 0, larger(columns_, depth_) * sizeof(float));

    // Groups of about the same size: where there are few, each counts.
    const size_t total = batch_ * tiles_, groups = ceil_div(total, kGroupTiles);
    for_groups(pool, groups, columns_ / kPanel, [&](size_t group, const PanelRange& panels, bool more) {
      const size_t first = group * total / groups;
      run_group(first, (group + 1) * total / groups - first, more, panels, weights, zeros);
    });
  }

 private:
  // From [3][3][channels][kPanel] to [element][channels][kPanel].
  void transform_weights(float* weights, size_t panel) const {
    const size_t floats = source_.channels * kPanel;
    const float* from = lattice_.weights + panel * 9 * floats;
    float* to = weights + panel * kElements * floats;
    for (size_t at = 0; at < floats; at += kLanes) {
      vf rows[4][3];
      for (int x = 0; x < 3; ++x) {
        const vf g[3] = {load(from + x * floats + at), load(from + (3 + x) * floats + at),
                         load(from + (6 + x) * floats + at)};
        rows[0][x] = g[0];
        rows[1][x] = 0.5f * (g[0] + g[1] + g[2]);
        rows[2][x] = 0.5f * (g[0] - g[1] + g[2]);
        rows[3][x] = g[2];
      }
      for (int y = 0; y < 4; ++y) {
        const vf* g = rows[y];
        float* element = to + 4 * y * floats + at;
        store(element, g[0]);
        store(element + floats, 0.5f * (g[0] + g[1] + g[2]));
        store(element + 2 * floats, 0.5f * (g[0] - g[1] + g[2]));
        store(element + 3 * floats, g[2]);
      }
    }
  }

  // Output pixel (y, x) of an image is the first of this tile's.
  struct Tile {
    size_t image, y, x;
  };

  Tile tile_at(size_t index) const {
    const size_t tile = index % tiles_;
    return {index / tiles_, tile / across_ * 2, tile % across_ * 2};
  }

  void run_group(size_t first, size_t count, bool more, const PanelRange& panels, const float* weights,
                 const float* zeros) const {
    // One line apart from a whole number of pages, or all elements would meet in the same places of the cache.
    const size_t source_floats = kGroupTiles * depth_ + kLanes, product_floats = kGroupTiles * columns_ + kLanes;
    float* sources = workspace(Slot::task_panels, kElements * (source_floats + product_floats));
    float* products = sources + kElements * source_floats;

    for (size_t t = 0; t < count; ++t) transform_source(sources + t * depth_, source_floats, tile_at(first + t), zeros);

    // While this group is multiplied, the source of the next one is fetched: about as much as this one has.
    const size_t floats = source_.height * source_.width * source_.channels;
    const size_t next = (first + count) * floats / tiles_;
    const size_t length = smaller(batch_ * floats - next, more ? count * floats / tiles_ : 0);
    Ahead ahead{source_.data + next, source_.data + next + length, ceil_div(length, kElements)};

    const Window window = one_run(source_.channels);
    const size_t height = panel_rows(count);
    for (size_t e = 0; e < kElements; ++e) {
      ahead.step();
      for (size_t column = panels.begin * kPanel; column < panels.end * kPanel; column += kPanel) {
        const float* panel = weights + (column * kElements + e * kPanel) * source_.channels;
        for (size_t t = 0; t < count; t += height) {
          const size_t rows = smaller(height, count - t);
          const float* from[kMaxRows];
          float* to[kMaxRows];
          for (size_t i = 0; i < rows; ++i) {
            from[i] = sources + e * source_floats + (t + i) * depth_;
            to[i] = products + e * product_floats + (t + i) * columns_ + column;
          }
          window_kernel_of<2, true>(rows)(from, window, panel, zeros, nullptr, to, kPanel);
        }
      }
    }

    for (size_t t = 0; t < count; ++t) {
      transform_products(products + t * columns_, product_floats, tile_at(first + t), panels);
    }
  }

  // to [element][distance] = Bt d B, channel by channel.
  void transform_source(float* to, size_t distance, const Tile& tile, const float* zeros) const {
    const float* pixels[4][4];
    for (size_t y = 0; y < 4; ++y) {
      // Before the image the sum wraps around and is too large, as behind it.
      const size_t row = static_cast<size_t>(lattice_.y.start) + tile.y + y;
      for (size_t x = 0; x < 4; ++x) {
        const size_t column = static_cast<size_t>(lattice_.x.start) + tile.x + x;
        pixels[y][x] =
            row < source_.height && column < source_.width
                ? source_.data + ((tile.image * source_.height + row) * source_.width + column) * source_.channels
                : zeros;
      }
    }
    for (size_t c = 0; c < source_.channels; c += kLanes) {
      const int present = static_cast<int>(smaller(kLanes, source_.channels - c));
      vf d[4][4];
#pragma GCC unroll 4
      for (int y = 0; y < 4; ++y) {
#pragma GCC unroll 4
        for (int x = 0; x < 4; ++x) {
          d[y][x] = present == kLanes ? load(pixels[y][x] + c) : load_first(pixels[y][x] + c, present);
        }
        transform_input(d[y][0], d[y][1], d[y][2], d[y][3]);
      }
#pragma GCC unroll 4
      for (int x = 0; x < 4; ++x) {
        transform_input(d[0][x], d[1][x], d[2][x], d[3][x]);
#pragma GCC unroll 4
        for (int y = 0; y < 4; ++y) store(to + (4 * y + x) * distance + c, d[y][x]);
      }
    }
  }

  // The tile's output pixels, as far as they exist: At m A + bias.
  void transform_products(const float* products, size_t distance, const Tile& tile, const PanelRange& panels) const {
    const size_t height = smaller(2, lattice_.y.count - tile.y), width = smaller(2, lattice_.x.count - tile.x);
    float* to = output_.data + ((tile.image * output_.height + tile.y) * output_.width + tile.x) * output_.channels;
    const size_t end = smaller(output_.channels, panels.end * kPanel);
    for (size_t c = panels.begin * kPanel; c < end; c += kLanes) {
      const vf bias = load(output_.bias + c);
      vf sums[2][4];
#pragma GCC unroll 4
      for (int x = 0; x < 4; ++x) {
        vf m[4];
#pragma GCC unroll 4
        for (int y = 0; y < 4; ++y) m[y] = load(products + (4 * y + x) * distance + c);
        sums[0][x] = m[0] + m[1] + m[2];
        sums[1][x] = m[1] - m[2] - m[3];
      }
      const int present = static_cast<int>(smaller(kLanes, output_.channels - c));
#pragma GCC unroll 2
      for (size_t y = 0; y < 2; ++y) {
        const vf* m = sums[y];
        vf pixels[2] = {m[0] + m[1] + m[2] + bias, m[1] - m[2] - m[3] + bias};
        if (output_.limits) {
          pixels[0] = limited(pixels[0], *output_.limits);
          pixels[1] = limited(pixels[1], *output_.limits);
        }
#pragma GCC unroll 2
        for (size_t x = 0; x < 2; ++x) {
          if (y >= height || x >= width) continue;
          float* pixel = to + (y * output_.width + x) * output_.channels + c;
          if (present == kLanes) store(pixel, pixels[x]);
          else store_first(pixel, pixels[x], present);
        }
      }
    }
  }

  const ConvSource source_;
  const ConvOutput output_;
  const size_t batch_;
  const Lattice& lattice_;
  const size_t across_, tiles_;   // tiles in a row, and in an image
  const size_t depth_, columns_;  // channels of source and output, filled up to whole vectors and panels
};

// Fills the output from all lattices; each output pixel must belong to one.
[[maybe_unused]] static void convolve(Pool& pool, const ConvSource& source, size_t batch, const Lattice* lattices,
                                      size_t count, const ConvOutput& output, const ConvParts& parts) {
  if (count == 1 && Winograd::serves(source, *lattices, output, parts)) {
    const Winograd winograd(source, batch, *lattices, output);
    float* weights = workspace(Slot::partial, winograd.weight_floats());
    winograd.transform(pool, weights);
    winograd.run(pool, weights);
  } else {
    Convolution(source, batch, lattices, count, output, parts).run(pool);
  }
}

}  // namespace skein::SKEIN_SIMD
