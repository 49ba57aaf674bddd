// dx[b, iy, ix, i] = sum over oy, ox, o of dy[b, oy, ox, o] * weight[o, iy + pad - oy * stride, ..., i].
//
// Input rows iy = phase + stride * q of one phase meet the same rows of the kernel, every stride-th one:
// with ky = first + stride * t, oy = q + shift - t. Each pair of phases is thus a convolution of dy with
// stride 1 and a smaller kernel, and no product with an absent element is computed.
// Twin of shaders/conv2d_backward_input.wgsl and shaders/conv2d_backward_input_tiled.wgsl.
#include "params/conv2d_backward_input.h"

#include "kernel.h"
#include "lib/conv2d.h"

namespace skein::SKEIN_SIMD {
namespace {

// One phase of one axis.
struct Phase {
  size_t count;  // input positions
  size_t first, taps;
  ptrdiff_t start;  // output position under the first tap of input position 0
};

Phase phase_of(size_t phase, size_t size, size_t kernel, size_t stride, size_t pad) {
  Phase p;
  p.count = size > phase ? ceil_div(size - phase, stride) : 0;
  p.first = (phase + pad) % stride;
  p.taps = kernel > p.first ? ceil_div(kernel - p.first, stride) : 0;
  p.start = static_cast<ptrdiff_t>((phase + pad - p.first) / stride) - static_cast<ptrdiff_t>(p.taps) + 1;
  return p;
}

// Zeros before dy that some phase reaches, and the padded length.
struct Reach {
  size_t before, length;
};

Reach reach_of(size_t size, size_t kernel, size_t stride, size_t pad) {
  ptrdiff_t before = 0, end = 1;
  for (size_t f = 0; f < stride; ++f) {
    const Phase p = phase_of(f, size, kernel, stride, pad);
    if (p.count == 0 || p.taps == 0) continue;
    before = -p.start > before ? -p.start : before;
    const ptrdiff_t last = p.start + static_cast<ptrdiff_t>(p.count + p.taps) - 1;
    end = last > end ? last : end;
  }
  return {static_cast<size_t>(before), static_cast<size_t>(end + before)};
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(conv2d_backward_input, k, pool) {
  const size_t height = (k.height + 2 * k.pad_h - k.kernel_h) / k.stride_h + 1;
  const size_t width = (k.width + 2 * k.pad_w - k.kernel_w) / k.stride_w + 1;
  const size_t taps = size_t{k.kernel_h} * k.kernel_w;
  const size_t panels = ceil_div(k.in_channels, kPanel);
  const size_t phases = size_t{k.stride_h} * k.stride_w;
  const Reach down = reach_of(k.height, k.kernel_h, k.stride_h, k.pad_h);
  const Reach across = reach_of(k.width, k.kernel_w, k.stride_w, k.pad_w);

  // All phases' weights together are the whole kernel's; behind them a bias of zeros and the lattices.
  const size_t lattice_floats = ceil_div(phases * sizeof(Lattice), sizeof(float));
  const size_t weight_floats = panels * kPanel * taps * k.out_channels;
  float* weights = workspace(Slot::shared_panels, weight_floats + panels * kPanel);
  Lattice* lattices = static_cast<Lattice*>(static_cast<void*>(workspace(Slot::shared, lattice_floats)));
  float* zeros = weights + weight_floats;
  std::memset(zeros, 0, panels * kPanel * sizeof(float));
  size_t used = 0;
  for (size_t f = 0; f < phases; ++f) {
    const Phase y = phase_of(f / k.stride_w, k.height, k.kernel_h, k.stride_h, k.pad_h);
    const Phase x = phase_of(f % k.stride_w, k.width, k.kernel_w, k.stride_w, k.pad_w);
    const bool empty = y.taps == 0 || x.taps == 0;
    lattices[f] = {y.count, x.count,
                   empty ? 0 : static_cast<size_t>(y.start + static_cast<ptrdiff_t>(down.before)),
                   empty ? 0 : static_cast<size_t>(x.start + static_cast<ptrdiff_t>(across.before)),
                   empty ? 0 : y.taps, empty ? 0 : x.taps, f / k.stride_w, f % k.stride_w, weights + used};
    used += panels * kPanel * lattices[f].taps_y * lattices[f].taps_x * k.out_channels;
  }
  pool.parallel_for(phases * panels, [&](size_t task) {
    const size_t f = task % phases, channel = task / phases * kPanel;
    const int channels = static_cast<int>(smaller(kPanel, k.in_channels - channel));
    const Lattice& lattice = lattices[f];
    const size_t tap_floats = size_t{k.out_channels} * kPanel;
    float* to = const_cast<float*>(lattice.weights) + task / phases * lattice.taps_y * lattice.taps_x * tap_floats;
    const size_t first_y = (f / k.stride_w + k.pad_h) % k.stride_h, first_x = (f % k.stride_w + k.pad_w) % k.stride_w;
    // Along a window dy's positions rise, so the kernel's fall.
    for (size_t t = lattice.taps_y; t-- > 0;) {
      for (size_t u = lattice.taps_x; u-- > 0; to += tap_floats) {
        const size_t tap = (first_y + t * k.stride_h) * k.kernel_w + first_x + u * k.stride_w;
        pack_side_by_side(to, kPanel, k.weight + tap * k.in_channels + channel, taps * k.in_channels, channels,
                          k.out_channels);
      }
    }
  });

  const PaddedImages images{k.dy, height, width, k.out_channels, down.before, across.before, across.length};
  convolve(pool, images, k.batch, lattices, phases, 1, 1, k.stride_h, k.stride_w,
           {k.dx, k.height, k.width, k.in_channels, zeros});
}
