// Output pixel (x, y) in [-1, 1] shows the source at  e + a (s R(r) [1 h; 0 1] (x, y) + t + d(x, y)), bilinear;
// s, r, h, t, the lattice that d interpolates and the box (e, a) are drawn for each image, and so is what happens to
// its colours. Outside, and in an erased band of rows, lies the border's colour, a reflection, or zero. All is NaN
// where index[b] >= images.
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
// Before the blocks of the box and of colours, whatever the lattice takes.
constexpr uint32_t kLateBlocks = 0x80000000;

// Values of `fill`; 0 is the border's colour.
constexpr uint32_t kReflect = 1, kZero = 2;

constexpr float kQuartersPerRadian = 0.636619772f;
constexpr float kLogAspect = 0.287682072f;
constexpr float kLuma[3] = {0.2125f, 0.7154f, 0.0721f};

bool coloured(const Params& k) { return k.channels == 3 && (k.saturation > 0.0f || k.hue > 0.0f || k.grey > 0.0f); }

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

// The colour outside around a source plane: a position is clamped to one pixel beyond, and its right and
// lower neighbours are read.
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
  float* outside;       // [channels]: the colour outside of the image, 0 to 1
  int32_t* corners;     // [channels, plane_size]: four neighbouring pixels in a word, for one load
  uint8_t* plane;       // [plane_size]: a channel of the source
  uint8_t* border;      // Its outermost pixels

  explicit Work(const Params& k)
      : row(round_up(k.width)),
        numbers(4 * round_up(kOtherBlocks + (2 * size_t{k.grid} * k.grid + 3) / 4)),
        plane_width(k.width + kBorder),
        plane_size((k.height + kBorder) * plane_width) {
    const size_t border_size = 2 * (size_t{k.height} + k.width);
    const size_t lines = size_t{k.grid} * row;
    centres = workspace(Slot::task, row + 3 * lines + numbers + k.channels + k.channels * plane_size +
                                        (plane_size + border_size) / sizeof(float) + 1);
    weights = centres + row;
    displacement = weights + lines;
    normals = displacement + 2 * lines;
    outside = normals + numbers;
    corners = reinterpret_cast<int32_t*>(outside + k.channels);
    plane = reinterpret_cast<uint8_t*>(corners + k.channels * plane_size);
    border = plane + plane_size;
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

// A part of the source: its share of the width and height, and its centre from -1 to 1.
struct Box {
  float width = 1.0f, height = 1.0f;
  float x = 0.0f, y = 0.0f;
};

struct Map {
  float xx, xy, x0;
  float yx, yy, y0;
  Box box;
  float brightness, contrast;
  float cosine = 1.0f, sine = 0.0f;  // Of the turn of hues, times saturation.
  uint32_t band;                     // First erased row.
};

// Draws what is left out by default.
void draw_late(const Params& k, uint32_t image, Map& map) {
  vu words[4];
  philox(kLateBlocks, {k.seed, image, k.offset}, words);
  vf values[4];
  for (int j = 0; j < 4; ++j) values[j] = to_uniform(words[j]);
  if (k.crop < 1.0f) {
    const float area = 1.0f - values[0][0] * (1.0f - k.crop);
    const float aspect = exp(splat((2.0f * values[1][0] - 1.0f) * kLogAspect))[0];
    const vf sides = min(sqrt(vf{area * aspect, area / aspect}), splat(1.0f));
    map.box = {sides[0], sides[1], (2.0f * values[2][0] - 1.0f) * (1.0f - sides[0]),
               (2.0f * values[3][0] - 1.0f) * (1.0f - sides[1])};
  }
  if (!coloured(k)) return;
  const SineCosine turn = sine_cosine(splat(4.0f * (2.0f * values[1][1] - 1.0f) * k.hue));
  const float saturation = 1.0f + (2.0f * values[0][1] - 1.0f) * k.saturation;
  const float kept = values[2][1] < k.grey ? 0.0f : saturation;
  map.cosine = kept * turn.cosine[0];
  map.sine = kept * turn.sine[0];
}

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
  const uint32_t choices = k.height - (k.erase_rows < k.height ? k.erase_rows : k.height) + 1;
  Map map;
  map.brightness = 1.0f + jitter(6) * k.brightness;
  map.contrast = 1.0f + jitter(7) * k.contrast;
  map.band = static_cast<uint32_t>((uint64_t{band} * choices) >> 32);
  if (k.crop < 1.0f || coloured(k)) draw_late(k, image, map);
  const Box& box = map.box;
  map.xx = box.width * mirror * scale * cosine;
  map.xy = box.width * mirror * scale * (cosine * shear - sine);
  map.x0 = box.width * mirror * jitter(4) * k.translation;
  map.yx = box.height * scale * sine;
  map.yy = box.height * scale * (sine * shear + cosine);
  map.y0 = box.height * jitter(5) * k.translation;
  return map;
}

// Displacements, from the box's centre.
void spread_lattice(const Params& k, const Work& work, const Box& box) {
  const float* lattice = work.normals + 4 * kOtherBlocks;
  for (size_t line = 0; line < 2 * size_t{k.grid}; ++line) {
    const float elastic = k.elastic * (line < k.grid ? box.width : box.height);
    const float centre = line < k.grid ? box.x : box.y;
    for (size_t x = 0; x < work.row; x += kLanes) {
      vf sum{};
      for (size_t i = 0; i < k.grid; ++i) {
        sum += lattice[line * k.grid + i] * load(work.weights + i * work.row + x);
      }
      store(work.displacement + line * work.row + x, elastic * sum + centre);
    }
  }
}

// The median of a channel's outermost pixels, the lower of two.
uint8_t border_median(const Params& k, const uint8_t* channel, uint8_t* border) {
  size_t count = 0;
  const auto add = [&](size_t y, size_t stride) {
    const uint8_t* row = channel + y * k.width * k.channels;
    if (k.channels == 1 && stride == 1) {
      std::memcpy(border + count, row, k.width);
      count += k.width;
      return;
    }
    for (size_t x = 0; x < k.width; x += stride) border[count++] = row[x * k.channels];
  };
  add(0, 1);
  for (size_t y = 1; y + 1 < k.height; ++y) add(y, k.width > 1 ? k.width - 1 : 1);
  if (k.height > 1) add(k.height - 1, 1);
  const auto number = [&](auto counts) {
    uint32_t sum = 0;
    for (size_t i = 0; i < count; ++i) sum += counts(border[i]) ? 1 : 0;
    return size_t{sum};
  };
  // Most often more than half of them are the same.
  if (2 * number([first = border[0]](uint8_t v) { return v == first; }) > count) return border[0];
  // The largest value that fewer than half of them are below, bit by bit.
  uint8_t value = 0;
  for (uint8_t bit = 128; bit > 0; bit /= 2) {
    const uint8_t next = value | bit;
    if (2 * number([next](uint8_t v) { return v < next; }) < count) value = next;
  }
  return value;
}

uint64_t sum_of(const uint8_t* values, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; ++i) sum += values[i];
  return sum;
}

// Fills corners and the colour outside; returns the mean luma, 0 where contrast stays as it is.
float read_source(const Params& k, const Work& work, const uint8_t* pixels) {
  const size_t width = work.plane_width;
  float luma = 0.0f;
  for (size_t c = 0; c < k.channels; ++c) {
    const uint8_t outside = k.fill == kZero ? 0 : border_median(k, pixels + c, work.border);
    std::memset(work.plane, outside, work.plane_size);
    work.outside[c] = static_cast<float>(outside) / 255.0f;
    uint64_t sum = 0;
    for (size_t y = 0; y < k.height; ++y) {
      uint8_t* to = work.plane + (y + 1) * width + 1;
      const uint8_t* from = pixels + y * k.width * k.channels + c;
      if (k.channels == 1) {
        std::memcpy(to, from, k.width);
      } else {
        for (size_t x = 0; x < k.width; ++x) to[x] = from[x * k.channels];
      }
      if (k.contrast > 0.0f) sum += sum_of(to, k.width);
    }
    const float weight = k.channels == 3 ? kLuma[c] : 1.0f / static_cast<float>(k.channels);
    luma += weight * static_cast<float>(sum);
    const uint8_t* __restrict from = work.plane;
    int32_t* __restrict to = work.corners + c * work.plane_size;
    // No position lies in the last row or at the end of the one before.
    for (size_t i = 0; i + width + 1 < work.plane_size; ++i) {
      to[i] = static_cast<int32_t>(uint32_t{from[i]} | uint32_t{from[i + 1]} << 8 | uint32_t{from[i + width]} << 16 |
                                   uint32_t{from[i + width + 1]} << 24);
    }
  }
  return luma / (255.0f * static_cast<float>(k.height) * static_cast<float>(k.width));
}

// Pixels from a position in [-1, 1], counted from one pixel outside of the border. What lies beyond
// all has the colour outside; NaN is moved there, too.
vf pixel_position(vf position, uint32_t size) {
  const float extent = static_cast<float>(size);
  return min(max(0.5f * extent * (position + 1.0f) + 0.5f, vf{}), splat(extent + 1.0f));
}

// The same, reflected at the image's edges.
vf reflected_position(vf position, uint32_t size) {
  const float extent = static_cast<float>(size);
  const vf edge = 0.5f * extent * position + 0.5f * extent;
  // Adding 1.5 * 2^23 rounds to an integer.
  const vf periods = (edge * (0.5f / extent) + 12582912.0f) - 12582912.0f;
  return min(max(abs(edge - 2.0f * extent * periods) + 0.5f, splat(1.0f)), splat(extent));
}

// Hues turned and chroma scaled at equal luma.
void turn(const Map& map, vf (&v)[3]) {
  const auto luma_of = [](vf r, vf g, vf b) { return kLuma[0] * r + kLuma[1] * g + kLuma[2] * b; };
  const vf luma = luma_of(v[0], v[1], v[2]);
  const vf across[3] = {v[2] - v[1], v[0] - v[2], v[1] - v[0]};
  const vf across_luma = luma_of(across[0], across[1], across[2]);
  const float sine = 0.577350269f * map.sine;
  for (int c = 0; c < 3; ++c) v[c] = luma + map.cosine * (v[c] - luma) + sine * (across[c] - across_luma);
}

// What brightness and contrast make of values: value * gain + bias.
struct Light {
  float gain;
  float bias;
};

vf finish(const Params& k, vf value) { return (min(max(value, vf{}), splat(1.0f)) - k.mean) * k.rstd; }

// A row of the colour outside.
void erase_row(const Params& k, const Work& work, const Map& map, const Light& light, float* out) {
  const auto lit = [&](size_t c) { return splat(work.outside[c] * light.gain + light.bias); };
  vf colour[3] = {};
  if (coloured(k)) {
    for (size_t c = 0; c < 3; ++c) colour[c] = lit(c);
    turn(map, colour);
  }
  for (size_t c = 0; c < k.channels; ++c) {
    const float value = finish(k, coloured(k) ? colour[c] : lit(c))[0];
    for (size_t x = 0; x < k.width; ++x) out[x * k.channels + c] = value;
  }
}

template <bool kColoured>
void warp_row(const Params& k, const Work& work, const Map& map, const Light& light, size_t y, float* out) {
  const float centre = (2.0f * static_cast<float>(y) + 1.0f) / static_cast<float>(k.height) - 1.0f;
  const Node node = node_of(y, k.height, k.grid);
  const float* upper_x = work.displacement + node.cell * work.row;
  const float* upper_y = upper_x + k.grid * work.row;
  // Pixels are 0 to 255 here.
  const float gain = light.gain / 255.0f;
  for (size_t x = 0; x < k.width; x += kLanes) {
    const auto displacement = [&](const float* upper) {
      const vf a = load(upper + x);
      return a + node.fraction * (load(upper + work.row + x) - a);
    };
    const vf centres = load(work.centres + x);
    const vf source_x = map.xx * centres + (map.xy * centre + map.x0) + displacement(upper_x);
    const vf source_y = map.yx * centres + (map.yy * centre + map.y0) + displacement(upper_y);
    const auto position = [&](vf source, uint32_t size) {
      return k.fill == kReflect ? reflected_position(source, size) : pixel_position(source, size);
    };
    const vf at_x = position(source_x, k.width), at_y = position(source_y, k.height);
    const vi left = __builtin_convertvector(at_x, vi), top = __builtin_convertvector(at_y, vi);
    const vf right_weight = at_x - __builtin_convertvector(left, vf);
    const vf lower_weight = at_y - __builtin_convertvector(top, vf);
    const vi corner = top * static_cast<int32_t>(work.plane_width) + left;
    const int lanes = k.width - x < kLanes ? static_cast<int>(k.width - x) : kLanes;
    const auto lit = [&](size_t c) {
      const vi four = gather(work.corners + c * work.plane_size, corner);
      const auto pixel = [&](int i) { return __builtin_convertvector((four >> (8 * i)) & 255, vf); };
      const vf upper = pixel(0) + right_weight * (pixel(1) - pixel(0));
      const vf lower = pixel(2) + right_weight * (pixel(3) - pixel(2));
      const vf sampled = upper + lower_weight * (lower - upper);
      return sampled * gain + light.bias;
    };
    vf colour[3] = {};
    if constexpr (kColoured) {
      for (size_t c = 0; c < 3; ++c) colour[c] = lit(c);
      turn(map, colour);
    }
    for (size_t c = 0; c < k.channels; ++c) {
      const vf result = finish(k, kColoured ? colour[c] : lit(c));
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
      const Map map = draw(k, work, k.first + static_cast<uint32_t>(b));
      spread_lattice(k, work, map.box);
      const float mean = read_source(k, work, k.pixels + k.index[b] * size);
      const Light light = {map.brightness * map.contrast, mean * map.brightness * (1.0f - map.contrast)};
      for (size_t y = 0; y < k.height; ++y) {
        float* row = k.y + b * size + y * k.width * k.channels;
        if (y >= map.band && y - map.band < k.erase_rows) {
          erase_row(k, work, map, light, row);
        } else {
          (coloured(k) ? warp_row<true> : warp_row<false>)(k, work, map, light, y, row);
        }
      }
    }
  });
}
