// dweight[o, ky, kx, i] = sum over b, oy, ox of dy[b, oy, ox, o] * x[b, oy * stride - pad + ky * dilation, ..., i],
// dbias[o] = sum of dy. Chunks of images are summed apart, then the chunks in order. Where there are shards each is a
// chunk, whose sums are its results.
// Twin of shaders/conv2d_backward_weight.wgsl, shaders/conv2d_backward_weight_tiled.wgsl and
// shaders/conv2d_backward_weight_direct.wgsl.
#include "params/conv2d_backward_weight.h"

#include "kernel.h"
#include "lib/conv2d.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr size_t kMaxChunks = 16;
// Floats that all partial sums may take.
constexpr size_t kPartialFloats = size_t{8} << 20;
// Pixels of dy that are multiplied with all of x before the next ones: they stay in the first-level cache.
constexpr size_t kBlockPixels = 200;
// Input channels that fill a tile well enough.
constexpr size_t kManyChannels = 8;

// Pixels of a few images: `images` times `lines` times `pixels`, with the distances between them.
struct PixelWalk {
  size_t images, lines, pixels;
  size_t a_image, a_line, a_pixel;
  size_t b_image, b_line, b_pixel;
};

using GradientKernel = void (*)(const PixelWalk& walk, const float* a, const float* b, float* tile, bool add);

// tile [kRows][kPanel] = (add ? tile : 0) + sum over pixels of a[0 .. kRows) outer b[0 .. kVectors * kLanes).
template <int kRows, int kVectors>
void gradient_kernel(const PixelWalk& walk, const float* a, const float* b, float* tile, bool add) {
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
GradientKernel gradient_kernel_of(size_t rows) {
  static constexpr GradientKernel kernels[] = {
      gradient_kernel<1, kVectors>,  gradient_kernel<2, kVectors>,  gradient_kernel<3, kVectors>,
      gradient_kernel<4, kVectors>,  gradient_kernel<5, kVectors>,  gradient_kernel<6, kVectors>,
#if defined(__AVX512F__) || defined(__aarch64__)
      gradient_kernel<7, kVectors>,  gradient_kernel<8, kVectors>,  gradient_kernel<9, kVectors>,
      gradient_kernel<10, kVectors>, gradient_kernel<11, kVectors>, gradient_kernel<12, kVectors>,
      gradient_kernel<13, kVectors>, gradient_kernel<14, kVectors>,
#endif
  };
  return kernels[rows - 1];
}

// tile [kPanel] = (add ? tile : 0) + sum over pixels of a .* b, kPanel floats of b and `channels` of a.
void depthwise_gradient(const PixelWalk& walk, const float* a, const float* b, float* tile, bool add, int channels) {
  const bool wide = channels > kLanes;
  const int first = wide ? kLanes : channels, second = wide ? channels - kLanes : 0;
  // Two pixels at a time: one sum would wait for each addition.
  vf sums[2][2] = {};
  for (size_t image = 0; image < walk.images; ++image) {
    for (size_t line = 0; line < walk.lines; ++line) {
      const float* row = a + image * walk.a_image + line * walk.a_line;
      const float* column = b + image * walk.b_image + line * walk.b_line;
      for (size_t pixel = 0; pixel < walk.pixels; ++pixel) {
        vf* to = sums[pixel % 2];
        to[0] += load_first(row, first) * load(column);
        if (wide) to[1] += load_first(row + kLanes, second) * load(column + kLanes);
        row += walk.a_pixel;
        column += walk.b_pixel;
      }
    }
  }
  for (int j = 0; j < 2; ++j) {
    float* at = tile + j * kLanes;
    const vf total = sums[0][j] + sums[1][j];
    store(at, add ? load(at) + total : total);
  }
}

// dy cut into blocks: some whole images each, or some lines of one.
struct Blocks {
  size_t batch, height, width;
  size_t images, lines;  // of a block

  Blocks(size_t batch, size_t height, size_t width)
      : batch(batch),
        height(height),
        width(width),
        images(larger(1, smaller(batch, kBlockPixels / (height * width)))),
        lines(ceil_div(height, ceil_div(height, larger(1, kBlockPixels / width)))) {}

  size_t bands() const { return ceil_div(height, lines); }
  size_t count() const { return ceil_div(batch, images) * bands(); }
  size_t first_image(size_t block) const { return block / bands() * images; }
  size_t first_line(size_t block) const { return block % bands() * lines; }
  // Lines of all images before this block.
  size_t lines_before(size_t block) const { return smaller(batch, first_image(block)) * height + first_line(block); }
};

// The sum of blocks [block, block_end) of images: [panel][taps + 1][kPanel], dbias last.
struct Chunk {
  const params::conv2d_backward_weight& k;
  const float* dy;  // of the first image
  const float* x;
  const Blocks& blocks;
  const ConvParts& parts;
  size_t block, block_end;
  float* sums;

  void run(const PanelRange& panels) const {
    const size_t taps = size_t{k.kernel_h} * k.kernel_w * parts.depth();
    const bool runs = parts.count == 1 && !parts.depthwise && k.dilation_w == 1 && k.in_channels < kManyChannels;
    const size_t zeros = block < block_end ? 1 : taps + 1;
    for (size_t panel = panels.begin; panel < panels.end; ++panel) {
      std::memset(sums + (panel * (taps + 1) + taps + 1 - zeros) * kPanel, 0, zeros * kPanel * sizeof(float));
    }
    for (size_t b = block; b < block_end; ++b) {
      const size_t first = blocks.first_image(b), y = blocks.first_line(b);
      const size_t dy_line = blocks.width * k.out_channels;
      const size_t x_line = size_t{k.width} * k.in_channels;
      const PixelWalk whole{smaller(blocks.images, blocks.batch - first),
                            smaller(blocks.lines, blocks.height - y),
                            blocks.width,
                            0,
                            0,
                            0,
                            blocks.height * dy_line,
                            dy_line,
                            k.out_channels};

      // While this block is multiplied, the next one is fetched.
      const size_t next = blocks.lines_before(b + 1), next_end = b + 1 < block_end ? blocks.lines_before(b + 2) : next;
      const size_t x_next = next * k.height / blocks.height, x_end = next_end * k.height / blocks.height;
      const size_t steps = (panels.end - panels.begin) * k.kernel_h * k.kernel_w;
      const size_t x_floats = (x_end - x_next) * x_line, dy_floats = (next_end - next) * dy_line;
      Ahead ahead[] = {{x + x_next * x_line, x + x_next * x_line + x_floats, ceil_div(x_floats, steps)},
                       {dy + next * dy_line, dy + next * dy_line + dy_floats, ceil_div(dy_floats, steps)}};

      for (size_t p = panels.begin; p < panels.end; ++p) {
        const ConvPanel panel = panel_at(parts, p);
        const int channels = panel.channels, loaded = channels > kLanes ? kPanel : kLanes;
        float* to = sums + p * (taps + 1) * kPanel;
        const float* slopes = dy + (first * blocks.height + y) * dy_line + panel.channel;
        PixelWalk walk = whole;
        if (channels < loaded) slopes = whole_vectors(slopes, walk, channels, loaded);
        add_pixels(walk, slopes, loaded, to + taps * kPanel);
        const Product product{walk, slopes, to, loaded, b > block, ahead, parts.depthwise ? channels : 0};
        const size_t in_channel = parts.depthwise ? panel.channel : panel.part * parts.inputs;
        if (runs) multiply_runs(product, first, y);
        else multiply_taps(product, first, y, in_channel);
      }
    }
  }

  // The walk over dy and its panel, and where products with it go.
  struct Product {
    PixelWalk walk;
    const float* dy;
    float* sums;
    int loaded;
    bool add;
    Ahead* ahead;
    int depthwise;  // channels that are multiplied each with its own, or 0

    // sums [rows][kPanel] += x [pixels][rows] transposed * dy [pixels][loaded].
    void run(const float* x, size_t rows) {
      for (int i = 0; i < 2; ++i) ahead[i].step();
      if (depthwise) return depthwise_gradient(walk, x, dy, sums, add, depthwise);
      const size_t height = panel_rows(rows);
      for (size_t r = 0; r < rows; r += height) {
        const size_t tile = smaller(height, rows - r);
        const GradientKernel kernel = loaded > kLanes ? gradient_kernel_of<2>(tile) : gradient_kernel_of<1>(tile);
        kernel(walk, x + r, dy, sums + r * kPanel, add);
      }
    }
  };

  // Each tap by itself, for the pixels that see it.
  void multiply_taps(Product product, size_t first, size_t y, size_t in_channel) const {
    PixelWalk& walk = product.walk;
    const size_t line = size_t{k.width} * k.in_channels, end = y + walk.lines;
    walk.a_image = k.height * line;
    walk.a_line = k.stride_h * line;
    walk.a_pixel = size_t{k.stride_w} * k.in_channels;
    const float* slopes = product.dy;
    for (size_t ky = 0; ky < k.kernel_h; ++ky) {
      const Positions down = positions_of(ky * k.dilation_h, k.stride_h, k.pad_h, k.height, y, end);
      for (size_t kx = 0; kx < k.kernel_w; ++kx) {
        const Positions across = positions_of(kx * k.dilation_w, k.stride_w, k.pad_w, k.width, 0, blocks.width);
        walk.lines = down.count;
        walk.pixels = across.count;
        product.dy = slopes + (down.first - y) * walk.b_line + across.first * walk.b_pixel;
        const float* inputs = x + first * walk.a_image + down.source * line + across.source * k.in_channels;
        product.run(inputs + in_channel, parts.depth());
        product.sums += parts.depth() * kPanel;
      }
    }
  }

  // With few channels the taps of a whole row of the kernel, over a copy of x with its padding.
  void multiply_runs(Product product, size_t first, size_t y) const {
    PixelWalk& walk = product.walk;
    const size_t run = size_t{k.kernel_w} * k.in_channels;
    const size_t line = ((blocks.width - 1) * k.stride_w + k.kernel_w) * k.in_channels;
    const size_t rows = (walk.lines - 1) * k.stride_h + (k.kernel_h - 1) * k.dilation_h + 1;
    float* padded = workspace(Slot::task_panels, walk.images * rows * line);
    for (size_t i = 0; i < walk.images; ++i) {
      for (size_t r = 0; r < rows; ++r) copy_line(padded + (i * rows + r) * line, line, first + i, y * k.stride_h + r);
    }
    walk.a_image = rows * line;
    walk.a_line = k.stride_h * line;
    walk.a_pixel = size_t{k.stride_w} * k.in_channels;
    for (size_t ky = 0; ky < k.kernel_h; ++ky) {
      product.run(padded + ky * k.dilation_h * line, run);
      product.sums += run * kPanel;
    }
  }

  // Row `row` of an image with its padding.
  void copy_line(float* to, size_t line, size_t from_image, size_t row) const {
    if (row < k.pad_h || row >= k.pad_h + k.height) {
      std::memset(to, 0, line * sizeof(float));
      return;
    }
    const size_t before = smaller(line, size_t{k.pad_w} * k.in_channels);
    const size_t copied = smaller(line - before, size_t{k.width} * k.in_channels);
    std::memset(to, 0, before * sizeof(float));
    std::memcpy(to + before, x + (from_image * k.height + row - k.pad_h) * k.width * k.in_channels,
                copied * sizeof(float));
    std::memset(to + before + copied, 0, (line - before - copied) * sizeof(float));
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

  // to [loaded] += the sum of dy's pixels.
  static void add_pixels(const PixelWalk& walk, const float* dy, int loaded, float* to) {
    vf sums[2] = {load(to), load(to + kLanes)};
    for (size_t image = 0; image < walk.images; ++image) {
      for (size_t line = 0; line < walk.lines; ++line) {
        const float* at = dy + image * walk.b_image + line * walk.b_line;
        for (size_t pixel = 0; pixel < walk.pixels; ++pixel, at += walk.b_pixel) {
          sums[0] += load(at);
          if (loaded > kLanes) sums[1] += load(at + kLanes);
        }
      }
    }
    for (int j = 0; j < 2; ++j) store(to + j * kLanes, sums[j]);
  }
};

// Where the derivatives go: kLanes taps of a panel at a time, added up over chunks [chunk][panel][taps + 1][kPanel]
// and turned from [tap][channel] to [channel][tap].
struct Results {
  const ConvParts& parts;
  size_t taps;
  float* dweight;
  float* dbias;

  size_t panel_floats() const { return (taps + 1) * kPanel; }
  size_t rows() const { return ceil_div(taps + 1, kLanes); }

  void write(const float* partial, size_t chunks, size_t p, size_t row) const {
    const size_t tap = row * kLanes, chunk_floats = parts.panels() * panel_floats();
    const ConvPanel panel = panel_at(parts, p);
    for (int j = 0; j < 2 && j * kLanes < panel.channels; ++j) {
      const size_t channel = panel.channel + j * kLanes;
      const size_t channels = static_cast<size_t>(panel.channels - j * kLanes);
      vf sums[kLanes] = {};
      for (size_t chunk = 0; chunk < chunks; ++chunk) {
        const float* from = partial + chunk * chunk_floats + p * panel_floats() + j * kLanes;
        for (size_t t = 0; t < kLanes && tap + t < taps + 1; ++t) sums[t] += load(from + (tap + t) * kPanel);
      }
      transpose(sums);
      const int present = static_cast<int>(smaller(kLanes, taps > tap ? taps - tap : 0));
      for (size_t o = 0; o < kLanes && o < channels; ++o) {
        store_first(dweight + (channel + o) * taps + tap, sums[o], present);
        if (taps - tap < kLanes) dbias[channel + o] = sums[o][taps - tap];
      }
    }
  }
};

// Chunks of all images, whose number depends on the shape alone.
void sum_batch(const params::conv2d_backward_weight& k, const Results& results, Pool& pool) {
  const size_t panels = results.parts.panels(), chunk_floats = panels * results.panel_floats();
  const Blocks blocks(k.batch, k.out_height, k.out_width);
  const size_t chunks = smaller(smaller(blocks.count(), kMaxChunks), larger(1, kPartialFloats / chunk_floats));
  float* partial = workspace(Slot::shared, chunks * chunk_floats);
  pool.parallel_for(chunks, [&](size_t chunk) {
    Chunk{k,
          k.dy,
          k.x,
          blocks,
          results.parts,
          chunk * blocks.count() / chunks,
          (chunk + 1) * blocks.count() / chunks,
          partial + chunk * chunk_floats}
        .run({0, panels});
  });
  pool.parallel_for(panels * results.rows(),
                    [&](size_t task) { results.write(partial, chunks, task / results.rows(), task % results.rows()); });
}

// Each shard's sum by itself. A panel does not depend on the others, so that the number of threads may decide how many
// of them a task computes.
void sum_shards(const params::conv2d_backward_weight& k, const Results& results, Pool& pool) {
  const size_t panels = results.parts.panels();
  const size_t slices = pool.threads() > 1 ? smaller(panels, ceil_div(2 * pool.threads(), k.shards)) : 1;
  const size_t images = (k.batch - k.longer) / k.shards;
  pool.parallel_for(k.shards * slices, [&](size_t task) {
    const size_t shard = task / slices, slice = task % slices;
    const size_t first = k.first + shard * images + smaller(shard, k.longer);
    const Blocks blocks(images + (shard < k.longer ? 1 : 0), k.out_height, k.out_width);
    const PanelRange range{slice * panels / slices, (slice + 1) * panels / slices};
    float* sums = workspace(Slot::task, panels * results.panel_floats());
    Chunk{k,
          k.dy + first * k.out_height * k.out_width * k.out_channels,
          k.x + first * k.height * k.width * k.in_channels,
          blocks,
          results.parts,
          0,
          blocks.count(),
          sums}
        .run(range);
    Results own = results;
    own.dweight += shard * k.out_channels * results.taps;
    own.dbias += shard * k.out_channels;
    for (size_t p = range.begin; p < range.end; ++p) {
      for (size_t row = 0; row < results.rows(); ++row) own.write(sums, 1, p, row);
    }
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(conv2d_backward_weight, k, pool) {
  const ConvParts parts(k.in_channels, k.out_channels, k.groups);
  const Results results{parts, size_t{k.kernel_h} * k.kernel_w * parts.depth(), k.dweight, k.dbias};
  if (k.shards == 0) sum_batch(k, results, pool);
  else sum_shards(k, results, pool);
}
