// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride - pad + ky * dilation, ...] * weight[o, ky, kx, i],
// i in o's group of channels.
// Twin of shaders/conv2d_forward.wgsl, shaders/conv2d_forward_tiled.wgsl and shaders/conv2d_forward_direct.wgsl.
#include "params/conv2d_forward.h"

#include "kernel.h"
#include "lib/winograd.h"

SKEIN_KERNEL(conv2d_forward, k, pool) {
  const ConvParts parts(k.in_channels, k.out_channels, k.groups);
  const size_t taps = size_t{k.kernel_h} * k.kernel_w * parts.depth();

  float* weights = workspace(Slot::shared_panels, parts.panels() * kPanel * (taps + 1));
  float* bias = weights + parts.panels() * kPanel * taps;
  pool.parallel_for(parts.panels(), [&](size_t p) {
    const ConvPanel panel = panel_at(parts, p);
    pack_transposed(weights + p * kPanel * taps, kPanel, k.weight + panel.channel * taps, taps, panel.channels, taps);
    for (int o = 0; o < kPanel; ++o) {
      bias[p * kPanel + o] = k.has_bias && o < panel.channels ? k.bias[panel.channel + o] : 0.0f;
    }
  });

  const ConvAxis y{k.out_height, -static_cast<ptrdiff_t>(k.pad_h), k.stride_h, k.kernel_h, k.dilation_h, k.height, 0, 1};
  const ConvAxis x{k.out_width, -static_cast<ptrdiff_t>(k.pad_w), k.stride_w, k.kernel_w, k.dilation_w, k.width, 0, 1};
  const Lattice lattice{y, x, weights};
  convolve(pool, {k.x, k.height, k.width, k.in_channels}, k.batch, &lattice, 1,
           {k.y, k.out_height, k.out_width, k.out_channels, bias}, parts);
}
