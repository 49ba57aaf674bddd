// dx[b, iy, ix, i] = sum over oy, ox, o of dy[b, oy, ox, o] * weight[o, (iy + pad - oy * stride) / dilation, ..., i].
//
// Input rows iy = phase + stride * q of one phase meet the same rows of the kernel, every stride-th one where the
// dilation is 1: with ky = first + stride * t, oy = q + shift - t. Each pair of phases is thus a convolution of dy
// with stride 1 and a smaller kernel, and no product with an absent element is computed.
// With few input channels its tiles would be mostly empty; then the products of each dy pixel with the
// whole kernel are added where they belong.
// Twin of shaders/conv2d_backward_input.wgsl, shaders/conv2d_backward_input_tiled.wgsl and
// shaders/conv2d_backward_input_direct.wgsl.
#include "params/conv2d_backward_input.h"

#include "kernel.h"
#include "lib/winograd.h"

namespace skein::SKEIN_SIMD {
namespace {

using Params = params::conv2d_backward_input;

size_t common_divisor(size_t a, size_t b) { return b == 0 ? a : common_divisor(b, a % b); }

// The taps of the kernel, along one axis, that a phase meets, and what they see of dy.
struct Phase {
  size_t first, step;  // tap first + step * t
  ConvAxis axis;       // the phase's positions as those of a convolution of dy
};

Phase phase_of(size_t phase, size_t length, size_t kernel, size_t stride, size_t pad, size_t dilation, size_t size) {
  const size_t count = length > phase ? ceil_div(length - phase, stride) : 0;
  const size_t divisor = common_divisor(stride, dilation), step = stride / divisor, spread = dilation / divisor;
  size_t first = 0;
  while (first < kernel && first < step && first * dilation % stride != (phase + pad) % stride) ++first;
  const size_t taps = first < step && first < kernel ? ceil_div(kernel - first, step) : 0;
  const ptrdiff_t position = static_cast<ptrdiff_t>(phase + pad) - static_cast<ptrdiff_t>(first * dilation);
  // Along a window dy's positions rise, so it begins with the last tap.
  const ptrdiff_t last = taps > 0 ? static_cast<ptrdiff_t>((taps - 1) * spread) : 0;
  const ptrdiff_t start = position / static_cast<ptrdiff_t>(stride) - last;
  return {first, step, {count, start, 1, taps, spread, size, phase, stride}};
}

struct Phases {
  Phase y, x;
};

void by_phases(const Params& k, const ConvParts& parts, Pool& pool) {
  const size_t taps = size_t{k.kernel_h} * k.kernel_w;
  const size_t panels = parts.panels();
  const size_t phases = size_t{k.stride_h} * k.stride_w;
  const auto phases_of = [&](size_t f) {
    return Phases{phase_of(f / k.stride_w, k.height, k.kernel_h, k.stride_h, k.pad_h, k.dilation_h, k.out_height),
                  phase_of(f % k.stride_w, k.width, k.kernel_w, k.stride_w, k.pad_w, k.dilation_w, k.out_width)};
  };

  // All phases' weights together are the whole kernel's; behind them a bias of zeros and the lattices.
  const size_t lattice_floats = ceil_div(phases * sizeof(Lattice), sizeof(float));
  const size_t tap_floats = parts.depth() * kPanel;
  const size_t weight_floats = panels * taps * tap_floats;
  float* weights = workspace(Slot::shared_panels, weight_floats + panels * kPanel);
  Lattice* lattices = static_cast<Lattice*>(static_cast<void*>(workspace(Slot::shared, lattice_floats)));
  float* zeros = weights + weight_floats;
  std::memset(zeros, 0, panels * kPanel * sizeof(float));
  size_t used = 0;
  for (size_t f = 0; f < phases; ++f) {
    const auto [y, x] = phases_of(f);
    lattices[f] = {y.axis, x.axis, weights + used};
    used += panels * y.axis.taps * x.axis.taps * tap_floats;
  }
  pool.parallel_for(phases * panels, [&](size_t task) {
    const size_t f = task % phases;
    const ConvPanel panel = panel_at(parts, task / phases);
    const auto [y, x] = phases_of(f);
    float* to = const_cast<float*>(lattices[f].weights) + task / phases * y.axis.taps * x.axis.taps * tap_floats;
    for (size_t t = y.axis.taps; t-- > 0;) {
      for (size_t u = x.axis.taps; u-- > 0; to += tap_floats) {
        const size_t tap = (y.first + t * y.step) * k.kernel_w + x.first + u * x.step;
        if (parts.depthwise) {
          pack_transposed(to, kPanel, k.weight + panel.channel * taps + tap, taps, panel.channels, 1);
        } else {
          const float* from = k.weight + (panel.part * parts.inputs * taps + tap) * parts.outputs;
          pack_side_by_side(to, kPanel, from + panel.channel - panel.part * parts.outputs, taps * parts.outputs,
                            panel.channels, parts.inputs);
        }
      }
    }
  });
  convolve(pool, {k.dy, k.out_height, k.out_width, k.out_channels}, k.batch, lattices, phases,
           {k.dx, k.height, k.width, k.in_channels, zeros}, parts);
}

// Rows of dx that one task has, at the most.
constexpr size_t kScatterRows = 64;

// dx [iy0, iy1) of one image.
struct Scatter {
  const Params& k;
  size_t height, width;  // of dy
  const float* weights;  // [panel][out_channels][kPanel]
  const float* zeros;

  void run(size_t image, size_t row, size_t row_end) const {
    const size_t taps = size_t{k.kernel_h} * k.kernel_w * k.in_channels;
    const size_t columns = ceil_div(taps, kPanel) * kPanel;
    const size_t rows = panel_rows(width);
    float* products = workspace(Slot::task_tile, width * columns);
    float* dx = k.dx + image * k.height * k.width * k.in_channels;
    const size_t line = size_t{k.width} * k.in_channels;
    std::memset(dx + row * line, 0, (row_end - row) * line * sizeof(float));
    const Window window = one_run(k.out_channels);
    for (size_t oy = 0; oy < height; ++oy) {
      // Its window covers rows top - pad_h .. top - pad_h + kernel_h - 1.
      const size_t top = oy * k.stride_h;
      const size_t first = row + k.pad_h > top ? row + k.pad_h - top : 0;
      const size_t last = smaller(k.kernel_h, row_end + k.pad_h > top ? row_end + k.pad_h - top : 0);
      if (first >= last) continue;
      const float* dy = k.dy + (image * height + oy) * width * k.out_channels;
      for (size_t column = 0; column < columns; column += kPanel) {
        const bool wide = taps - column > kLanes;
        const float* panel = weights + column * k.out_channels;
        for (size_t ox = 0; ox < width; ox += rows) {
          const size_t tile = smaller(rows, width - ox);
          const float* from[kMaxRows];
          float* to[kMaxRows];
          for (size_t i = 0; i < tile; ++i) {
            from[i] = dy + (ox + i) * k.out_channels;
            to[i] = products + (ox + i) * columns + column;
          }
          const WindowKernel kernel = window_kernel_of(tile, wide, true);
          kernel(from, window, panel, zeros, nullptr, to, kPanel);
        }
      }
      for (size_t ky = first; ky < last; ++ky) {
        add_row(products + ky * k.kernel_w * k.in_channels, columns, dx + (top + ky - k.pad_h) * line);
      }
    }
  }

  // Adds what one row of the kernel makes of a row of dy.
  void add_row(const float* products, size_t columns, float* dx) const {
    const size_t channels = k.in_channels, step = k.stride_w * channels;
    for (size_t kx = 0; kx < k.kernel_w; ++kx) {
      const Positions across = positions_of(kx, k.stride_w, k.pad_w, k.width, 0, width);
      for (size_t i = 0; i < channels; ++i) {
        const float* from = products + across.first * columns + kx * channels + i;
        float* to = dx + across.source * channels + i;
        for (size_t n = 0; n < across.count; ++n, from += columns, to += step) *to += *from;
      }
    }
  }
};

void by_scattering(const Params& k, Pool& pool) {
  const size_t taps = size_t{k.kernel_h} * k.kernel_w * k.in_channels;
  const size_t panels = ceil_div(taps, kPanel);
  float* weights = workspace(Slot::shared_panels, panels * kPanel * (k.out_channels + 1));
  float* zeros = weights + panels * kPanel * k.out_channels;
  std::memset(zeros, 0, kPanel * sizeof(float));
  for (size_t panel = 0; panel < panels; ++panel) {
    const size_t column = panel * kPanel;
    pack_side_by_side(weights + column * k.out_channels, kPanel, k.weight + column, taps,
                      static_cast<int>(smaller(kPanel, taps - column)), k.out_channels);
  }
  const Scatter scatter{k, k.out_height, k.out_width, weights, zeros};
  const size_t bands = ceil_div(k.height, kScatterRows);
  pool.parallel_for(k.batch * bands, [&](size_t task) {
    const size_t row = task % bands * kScatterRows;
    scatter.run(task / bands, row, smaller(k.height, row + kScatterRows));
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(conv2d_backward_input, k, pool) {
  // Of the convolution of dy: its inputs are this one's outputs.
  const ConvParts parts(k.out_channels, k.in_channels, k.groups);
  // Vectors that hold the kernel tap by tap, and in one piece.
  const size_t taps = size_t{k.kernel_h} * k.kernel_w;
  const size_t apart = taps * ceil_div(k.in_channels, kLanes), together = ceil_div(taps * k.in_channels, kLanes);
  const bool plain = k.groups == 1 && k.dilation_h == 1 && k.dilation_w == 1;
  if (plain && 2 * together <= apart) by_scattering(k, pool);
  else by_phases(k, parts, pool);
}
