// Output pixel (x, y) in [-1, 1] shows the source at  s R(r) [1 h; 0 1] (x, y) + t + d(x, y), bilinear,
// zeros outside; s, r, h, t and the lattice that d interpolates are drawn for each image. A band of
// rows becomes zero. All is NaN where index[b] >= images.
// Twin of shaders/augment_images.wgsl.
#include "params/augment_images.h"

#include <cstring>

#include "kernel.h"
#include "lib/gather.h"
#include "lib/math.h"
#include "lib/normal.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

using Params = params::augment_images;

// Blocks of random words before those of the lattice.
constexpr size_t kOtherBlocks = 3;

constexpr float kQuartersPerRadian = 0.636619772f;

struct Node {
  size_t cell;
  float fraction;
};

// Where a pixel lies between the lattice's nodes, whose outermost lie on the outermost pixels.
Node node_of(size_t pixel, uint32_t size, uint32_t grid) {
  const float step = static_cast<float>(grid - 1) / static_cast<float>(size > 1 ? size - 1 : 1);
  const float at = static_cast<float>(pixel) * step;
  const size_t cell = static_cast<size_t>(at) < grid - 2 ? static_cast<size_t>(at) : grid - 2;
  return {cell, at - static_cast<float>(cell)};
}

// Zeros around a source plane: a position is clamped to one pixel beyond, and its right and lower
// neighbours are read.
constexpr size_t kBorder = 3;

size_t round_up(size_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

// What one task computes with, in one block of memory.
struct Work {
  size_t row;      // Floats of a row of output pixels, whole vectors.
  size_t numbers;  // Random numbers of an image, whole vectors of blocks.
  size_t plane_width;
  size_t plane_size;
  float* centres;       // [row]: x of each output pixel
  float* weights;       // [grid, row]: what a lattice column counts for an output column
  float* displacement;  // [2, grid, row]: the lattice's rows, interpolated along x
  float* normals;       // [numbers]
  int32_t* corners;     // [channels, plane_size]: four neighbouring pixels in a word, for one load
  uint8_t* plane;       // [plane_size]: a channel of the source

  explicit Work(const Params& k)
      : row(round_up(k.width)),
        numbers(4 * round_up(kOtherBlocks + (2 * size_t{k.grid} * k.grid + 3) / 4)),
        plane_width(k.width + kBorder),
        plane_size((k.height + kBorder) * plane_width) {
    const size_t lines = size_t{k.grid} * row;
    centres = workspace(Slot::task, row + 3 * lines + numbers + (k.channels + 1) * plane_size);
    weights = centres + row;
    displacement = weights + lines;
    normals = displacement + 2 * lines;
    corners = reinterpret_cast<int32_t*>(normals + numbers);
    plane = reinterpret_cast<uint8_t*>(corners + k.channels * plane_size);
    std::memset(plane, 0, plane_size);
    for (size_t x = 0; x < row; ++x) {
      centres[x] = (2.0f * static_cast<float>(x) + 1.0f) / static_cast<float>(k.width) - 1.0f;
      const Node node = node_of(x, k.width, k.grid);
      for (size_t i = 0; i < k.grid; ++i) {
        const float beside = i == node.cell + 1 ? node.fraction : 0.0f;
        weights[i * row + x] = i == node.cell ? 1.0f - node.fraction : beside;
      }
    }
  }
};

struct Map {
  float xx, xy, x0;
  float yx, yy, y0;
  float gain, bias;
  uint32_t band;  // First erased row.
};

// Draws an image's map, and its normal numbers into `work.normals`.
Map draw(const Params& k, const Work& work, uint32_t image) {
  float uniform[4 * kLanes];
  uint32_t band = 0;
  for (size_t i = 0; i < work.numbers; i += 4 * kLanes) {
    vu words[4];
    philox(static_cast<uint32_t>(i / 4), {k.seed, image, k.offset}, words);
    vf values[4];
    to_normal(words, values);
    interleave(values);
    for (int j = 0; j < 4; ++j) store(work.normals + i + j * kLanes, values[j]);
    if (i > 0) continue;
    band = words[0][2];
    for (int j = 0; j < 4; ++j) values[j] = to_uniform(words[j]);
    interleave(values);
    for (int j = 0; j < 4; ++j) store(uniform + j * kLanes, values[j]);
  }
  const auto jitter = [&](int i) { return 2.0f * uniform[i] - 1.0f; };
  const SineCosine angle = sine_cosine(splat(jitter(0) * k.rotation * kQuartersPerRadian));
  const float sine = angle.sine[0], cosine = angle.cosine[0];
  const float scale = exp(splat(jitter(1) * k.log_scale))[0];
  const float shear = jitter(2) * k.shear;
  const float mirror = uniform[3] < k.flip ? -1.0f : 1.0f;
  const float contrast = 1.0f + jitter(7) * k.contrast;
  const uint32_t choices = k.height - (k.erase_rows < k.height ? k.erase_rows : k.height) + 1;
  return {mirror * scale * cosine,
          mirror * scale * (cosine * shear - sine),
          mirror * jitter(4) * k.translation,
          scale * sine,
          scale * (sine * shear + cosine),
          jitter(5) * k.translation,
          (1.0f + jitter(6) * k.brightness) * contrast,
          k.mean * (1.0f - contrast),
          static_cast<uint32_t>((uint64_t{band} * choices) >> 32)};
}

void spread_lattice(const Params& k, const Work& work) {
  const float* lattice = work.normals + 4 * kOtherBlocks;
  for (size_t line = 0; line < 2 * size_t{k.grid}; ++line) {
    for (size_t x = 0; x < work.row; x += kLanes) {
      vf sum{};
      for (size_t i = 0; i < k.grid; ++i) {
        sum += lattice[line * k.grid + i] * load(work.weights + i * work.row + x);
      }
      store(work.displacement + line * work.row + x, k.elastic * sum);
    }
  }
}

void read_source(const Params& k, const Work& work, const uint8_t* pixels) {
  const size_t width = work.plane_width;
  for (size_t c = 0; c < k.channels; ++c) {
    for (size_t y = 0; y < k.height; ++y) {
      uint8_t* to = work.plane + (y + 1) * width + 1;
      const uint8_t* from = pixels + y * k.width * k.channels + c;
      if (k.channels == 1) {
        std::memcpy(to, from, k.width);
      } else {
        for (size_t x = 0; x < k.width; ++x) to[x] = from[x * k.channels];
      }
    }
    const uint8_t* __restrict from = work.plane;
    int32_t* __restrict to = work.corners + c * work.plane_size;
    // No position lies in the last row or at the end of the one before.
    for (size_t i = 0; i + width + 1 < work.plane_size; ++i) {
      to[i] = static_cast<int32_t>(uint32_t{from[i]} | uint32_t{from[i + 1]} << 8 |
                                   uint32_t{from[i + width]} << 16 | uint32_t{from[i + width + 1]} << 24);
    }
  }
}

// Pixels from a position in [-1, 1], counted from one pixel outside of the border. What lies beyond
// all is zero; NaN is moved there, too.
vf pixel_position(vf position, uint32_t size) {
  const float extent = static_cast<float>(size);
  return min(max(0.5f * extent * (position + 1.0f) + 0.5f, vf{}), splat(extent + 1.0f));
}

void warp_row(const Params& k, const Work& work, const Map& map, size_t y, float* out) {
  const float centre = (2.0f * static_cast<float>(y) + 1.0f) / static_cast<float>(k.height) - 1.0f;
  const Node node = node_of(y, k.height, k.grid);
  const float* upper_x = work.displacement + node.cell * work.row;
  const float* upper_y = upper_x + k.grid * work.row;
  const bool erased = y >= map.band && y - map.band < k.erase_rows;
  // Pixels are 0 to 255 here; with no gain and bias they are all zero.
  const float gain = erased ? 0.0f : map.gain / 255.0f;
  const float bias = erased ? 0.0f : map.bias;
  for (size_t x = 0; x < k.width; x += kLanes) {
    const auto displacement = [&](const float* upper) {
      const vf a = load(upper + x);
      return a + node.fraction * (load(upper + work.row + x) - a);
    };
    const vf centres = load(work.centres + x);
    const vf at_x = pixel_position(
        map.xx * centres + (map.xy * centre + map.x0) + displacement(upper_x), k.width);
    const vf at_y = pixel_position(
        map.yx * centres + (map.yy * centre + map.y0) + displacement(upper_y), k.height);
    const vi left = __builtin_convertvector(at_x, vi), top = __builtin_convertvector(at_y, vi);
    const vf right_weight = at_x - __builtin_convertvector(left, vf);
    const vf lower_weight = at_y - __builtin_convertvector(top, vf);
    const vi corner = top * static_cast<int32_t>(work.plane_width) + left;
    const int lanes = k.width - x < kLanes ? static_cast<int>(k.width - x) : kLanes;
    for (size_t c = 0; c < k.channels; ++c) {
      const vi four = gather(work.corners + c * work.plane_size, corner);
      const auto pixel = [&](int i) { return __builtin_convertvector((four >> (8 * i)) & 255, vf); };
      const vf upper = pixel(0) + right_weight * (pixel(1) - pixel(0));
      const vf lower = pixel(2) + right_weight * (pixel(3) - pixel(2));
      const vf sampled = upper + lower_weight * (lower - upper);
      const vf value = min(max(sampled * gain + bias, vf{}), splat(1.0f));
      const vf result = (value - k.mean) * k.rstd;
      if (k.channels == 1) {
        store_first(out + x, result, lanes);
      } else {
        for (int i = 0; i < lanes; ++i) out[(x + static_cast<size_t>(i)) * k.channels + c] = result[i];
      }
    }
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(augment_images, k, pool) {
  const size_t size = size_t{k.height} * k.width * k.channels;
  // Images of one task: enough pixels to pay for handing it out.
  pool.parallel_ranges(k.count, 1 + 8192 / size, [&](size_t begin, size_t end) {
    const Work work(k);
    for (size_t b = begin; b < end; ++b) {
      if (k.index[b] >= k.images) {
        fill_nan(k.y + b * size, size);
        continue;
      }
      const Map map = draw(k, work, static_cast<uint32_t>(b));
      spread_lattice(k, work);
      read_source(k, work, k.pixels + k.index[b] * size);
      for (size_t y = 0; y < k.height; ++y) {
        warp_row(k, work, map, y, k.y + b * size + y * k.width * k.channels);
      }
    }
  });
}
