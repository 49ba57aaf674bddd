// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride + ky - pad, ...] * weight[o, ky, kx, i].
// Twin of shaders/conv2d_forward.wgsl and shaders/conv2d_forward_tiled.wgsl.
#include "params/conv2d_forward.h"

#include "kernel.h"
#include "lib/winograd.h"

SKEIN_KERNEL(conv2d_forward, k, pool) {
  const size_t height = (k.height + 2 * k.pad_h - k.kernel_h) / k.stride_h + 1;
  const size_t width = (k.width + 2 * k.pad_w - k.kernel_w) / k.stride_w + 1;
  const size_t taps = size_t{k.kernel_h} * k.kernel_w * k.in_channels;
  const size_t panels = ceil_div(k.out_channels, kPanel);

  float* weights = workspace(Slot::shared_panels, panels * kPanel * (taps + 1));
  float* bias = weights + panels * kPanel * taps;
  pool.parallel_for(panels, [&](size_t panel) {
    const size_t channel = panel * kPanel;
    const int channels = static_cast<int>(smaller(kPanel, k.out_channels - channel));
    pack_transposed(weights + channel * taps, kPanel, k.weight + channel * taps, taps, channels, taps);
    for (int o = 0; o < kPanel; ++o) bias[channel + o] = k.has_bias && o < channels ? k.bias[channel + o] : 0.0f;
  });

  const ConvAxis y{height, -static_cast<ptrdiff_t>(k.pad_h), k.stride_h, k.kernel_h, k.height, 0, 1};
  const ConvAxis x{width, -static_cast<ptrdiff_t>(k.pad_w), k.stride_w, k.kernel_w, k.width, 0, 1};
  const Lattice lattice{y, x, weights};
  convolve(pool, {k.x, k.height, k.width, k.in_channels}, k.batch, &lattice, 1,
           {k.y, height, width, k.out_channels, bias});
}
