// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride - pad + ky * dilation, ...] * weight[o, ky, kx,
// i], i in o's group of channels, then limited to low .. high. Twin of shaders/conv2d_forward.wgsl,
// shaders/conv2d_forward_tiled.wgsl and shaders/conv2d_forward_direct.wgsl.
#include "params/conv2d_forward.h"

#include <limits>

#include "kernel.h"
#include "lib/kept.h"
#include "lib/winograd.h"

SKEIN_KERNEL(conv2d_forward, k, pool) {
  const ConvParts parts(k.in_channels, k.out_channels, k.groups);
  const size_t taps = size_t{k.kernel_h} * k.kernel_w * parts.depth();
  const size_t floats = parts.panels() * kPanel * taps;

  // The end of the last panel is written in whole vectors.
  const size_t room = floats + kPanel;
  const auto pack = [&](float* weights) {
    pool.parallel_for(parts.panels(), [&](size_t p) {
      const ConvPanel panel = panel_at(parts, p);
      pack_transposed(weights + p * kPanel * taps, kPanel, k.weight + panel.channel * taps, taps, panel.channels, taps);
    });
  };
  float* bias = workspace(Slot::shared, parts.panels() * kPanel);
  for (size_t p = 0; p < parts.panels(); ++p) {
    const ConvPanel panel = panel_at(parts, p);
    for (int o = 0; o < kPanel; ++o) {
      bias[p * kPanel + o] = k.has_bias && o < panel.channels ? k.bias[panel.channel + o] : 0.0f;
    }
  }

  const ConvAxis y{
      k.out_height, -static_cast<ptrdiff_t>(k.pad_h), k.stride_h, k.kernel_h, k.dilation_h, k.height, 0, 1};
  const ConvAxis x{k.out_width, -static_cast<ptrdiff_t>(k.pad_w), k.stride_w, k.kernel_w, k.dilation_w, k.width, 0, 1};
  const ConvSource source{k.x, k.height, k.width, k.in_channels};
  // The largest float stands for infinity.
  constexpr float kLargest = std::numeric_limits<float>::max(), kInfinity = std::numeric_limits<float>::infinity();
  const Limits limits{k.low == -kLargest ? -kInfinity : k.low, k.high == kLargest ? kInfinity : k.high};
  const ConvOutput output{k.y, k.out_height, k.out_width, k.out_channels, bias, k.limited ? &limits : nullptr};
  Lattice lattice{y, x, nullptr};

  if (Winograd::serves(source, lattice, output, parts)) {
    const Winograd winograd(source, k.batch, lattice, output);
    const auto transform = [&](float* to) {
      float* packed = workspace(Slot::shared_panels, room);
      pack(packed);
      lattice.weights = packed;
      winograd.transform(pool, to);
    };
    const size_t transformed = winograd.weight_floats();
    winograd.run(pool, kept_floats(k.weight_number, Layout::winograd, Slot::partial, transformed, transform));
    return;
  }
  lattice.weights = kept_floats(k.weight_number, Layout::panels, Slot::shared_panels, room, pack);
  Convolution(source, k.batch, &lattice, 1, output, parts).run(pool);
}
