// dweight[o, ky, kx, i] = sum over b, oy, ox of dy[b, oy, ox, o] * x[b, oy * stride + ky - pad, ..., i],
// dbias[o] = sum of dy. Chunks of images are summed apart, then the chunks in order.
// Twin of shaders/conv2d_backward_weight.wgsl and shaders/conv2d_backward_weight_tiled.wgsl.
#include "params/conv2d_backward_weight.h"

#include "kernel.h"
#include "lib/conv2d.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr size_t kMaxChunks = 16;
// Floats that all partial sums may take.
constexpr size_t kPartialFloats = size_t{8} << 20;

// The sum of a chunk's images for one panel of output channels: [taps + 1][kPanel], dbias last.
struct Chunk {
  const params::conv2d_backward_weight& k;
  const PaddedImages& x;
  size_t height, width;  // of dy
  size_t image, image_end;
  size_t channel;
  float* sums;

  void run() const {
    const size_t run = size_t{k.kernel_w} * k.in_channels;
    const size_t rows = panel_rows(run);
    const int channels = static_cast<int>(smaller(kPanel, k.out_channels - channel));
    const int loaded = channels > kLanes ? kPanel : kLanes;
    const GradientKernel* kernels = channels > kLanes ? ConvKernels<2>::gradient : ConvKernels<1>::gradient;
    const ImageBlocks blocks = image_blocks(image_end - image, height, width, k.stride_h, k.kernel_h, x.line());
    const size_t padded_rows = (blocks.rows - 1) * k.stride_h + k.kernel_h;
    float* padded = workspace(Slot::task_panels, blocks.images * padded_rows * x.line() + kLanes);
    vf bias[2] = {};
    bool add = false;
    for (size_t first = image; first < image_end; first += blocks.images) {
      const size_t images = smaller(blocks.images, image_end - first);
      for (size_t y = 0; y < height; y += blocks.rows, add = true) {
        const size_t lines = smaller(blocks.rows, height - y);
        for (size_t i = 0; i < images; ++i) {
          x.copy(padded + i * padded_rows * x.line(), first + i, y * k.stride_h, padded_rows);
        }
        PixelWalk walk{images, lines, width,
                       padded_rows * x.line(), k.stride_h * x.line(), size_t{k.stride_w} * k.in_channels,
                       height * width * k.out_channels, width * k.out_channels, k.out_channels};
        const float* dy = k.dy + ((first * height + y) * width) * k.out_channels + channel;
        if (channels < loaded) dy = whole_vectors(dy, walk, channels, loaded);
        sum_pixels(walk, dy, loaded, bias);
        for (size_t tap = 0; tap < k.kernel_h; ++tap) {
          for (size_t r = 0; r < run; r += rows) {
            kernels[smaller(rows, run - r) - 1](walk, padded + tap * x.line() + r, dy,
                                                sums + (tap * run + r) * kPanel, add);
          }
        }
      }
    }
    for (int j = 0; j < 2; ++j) store(sums + k.kernel_h * run * kPanel + j * kLanes, bias[j]);
  }

  // A copy of the walk's columns, `loaded` floats a pixel: the last vector of a row would reach beyond it.
  static const float* whole_vectors(const float* dy, PixelWalk& walk, int channels, int loaded) {
    float* copy = workspace(Slot::task_tile, walk.images * walk.lines * walk.pixels * loaded);
    float* to = copy;
    for (size_t image = 0; image < walk.images; ++image) {
      for (size_t line = 0; line < walk.lines; ++line, to += walk.pixels * loaded) {
        pack_side_by_side(to, loaded, dy + image * walk.b_image + line * walk.b_line, walk.b_pixel, channels,
                          walk.pixels);
      }
    }
    walk.b_pixel = loaded;
    walk.b_line = walk.pixels * loaded;
    walk.b_image = walk.lines * walk.b_line;
    return copy;
  }

  static void sum_pixels(const PixelWalk& walk, const float* dy, int loaded, vf (&sums)[2]) {
    for (size_t image = 0; image < walk.images; ++image) {
      for (size_t line = 0; line < walk.lines; ++line) {
        const float* at = dy + image * walk.b_image + line * walk.b_line;
        for (size_t pixel = 0; pixel < walk.pixels; ++pixel, at += walk.b_pixel) {
          sums[0] += load(at);
          if (loaded > kLanes) sums[1] += load(at + kLanes);
        }
      }
    }
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(conv2d_backward_weight, k, pool) {
  const size_t height = (k.height + 2 * k.pad_h - k.kernel_h) / k.stride_h + 1;
  const size_t width = (k.width + 2 * k.pad_w - k.kernel_w) / k.stride_w + 1;
  const size_t taps = size_t{k.kernel_h} * k.kernel_w * k.in_channels;
  const size_t panels = ceil_div(k.out_channels, kPanel);
  const size_t panel_floats = (taps + 1) * kPanel;
  const size_t chunks =
      smaller(smaller(k.batch, kMaxChunks), larger(1, kPartialFloats / (panels * panel_floats)));
  float* partial = workspace(Slot::shared, chunks * panels * panel_floats);
  const PaddedImages x{k.x, k.height, k.width, k.in_channels,
                       k.pad_h, k.pad_w, (width - 1) * k.stride_w + k.kernel_w};
  pool.parallel_for(chunks * panels, [&](size_t task) {
    const size_t chunk = task / panels, panel = task % panels;
    Chunk{k, x, height, width, chunk * k.batch / chunks, (chunk + 1) * k.batch / chunks, panel * kPanel,
          partial + task * panel_floats}.run();
  });
  // kLanes taps at a time, added up and turned from [tap][channel] to [channel][tap].
  const size_t blocks = ceil_div(taps + 1, kLanes);
  pool.parallel_for(panels * blocks, [&](size_t task) {
    const size_t panel = task / blocks, tap = task % blocks * kLanes;
    for (int j = 0; j < 2; ++j) {
      const size_t channel = panel * kPanel + j * kLanes;
      vf sums[kLanes] = {};
      for (size_t chunk = 0; chunk < chunks; ++chunk) {
        const float* from = partial + (chunk * panels + panel) * panel_floats + j * kLanes;
        for (size_t t = 0; t < kLanes && tap + t < taps + 1; ++t) sums[t] += load(from + (tap + t) * kPanel);
      }
      transpose(sums);
      const int present = static_cast<int>(smaller(kLanes, taps > tap ? taps - tap : 0));
      for (size_t o = 0; o < kLanes && channel + o < k.out_channels; ++o) {
        store_first(k.dweight + (channel + o) * taps + tap, sums[o], present);
        if (taps - tap < kLanes) k.dbias[channel + o] = sums[o][taps - tap];
      }
    }
  });
}
