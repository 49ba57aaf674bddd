// y = colours of another space, and gradients of grey. Twin of shaders/pixel_channels.wgsl.
#include "params/pixel_channels.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/pointwise.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr uint32_t kHsv = 1, kLab = 2, kGrey = 3;

struct Colours {
  vf a, b, c;
};

inline vf grey(const Colours& p) { return 0.2125f * p.a + 0.7154f * p.b + 0.0721f * p.c; }

inline Colours hsv(const Colours& p) {
  const vf value = max(p.a, max(p.b, p.c));
  const vf range = value - min(p.a, min(p.b, p.c));
  // What is not finite must not become a colour.
  const vf bad = (p.a - p.a) + (p.b - p.b) + (p.c - p.c);
  vf sixths = (p.b - p.c) / range;
  sixths = select(value == p.b, 2.0f + (p.c - p.a) / range, sixths);
  sixths = select(value == p.c, 4.0f + (p.a - p.b) / range, sixths);
  vf hue = sixths / 6.0f;
  hue = select(hue < 0.0f, hue + 1.0f, hue);
  const vi none = range == 0.0f;
  return {select(none, vf{}, hue) + bad, select(none, vf{}, range / value) + bad, value + bad};
}

inline vf linear(vf v) {
  return select(v > 0.04045f, pow(max((v + 0.055f) / 1.055f, splat(0.01f)), splat(2.4f)), v / 12.92f);
}

inline vf lab_part(vf t) {
  const vf start = exp(log(max(t, splat(0.001f))) * (1.0f / 3.0f));
  // One step of Newton's method: the function is accurate to a few units of the last place only.
  const vf root = start - (start * start * start - t) / (3.0f * start * start);
  return select(t > 0.008856f, root, 7.787f * t + 16.0f / 116.0f);
}

inline Colours lab(const Colours& p) {
  const vf r = linear(p.a), g = linear(p.b), b = linear(p.c);
  const vf x = lab_part((0.412453f / 0.95047f) * r + (0.357580f / 0.95047f) * g + (0.180423f / 0.95047f) * b);
  const vf y = lab_part(0.212671f * r + 0.715160f * g + 0.072169f * b);
  const vf z = lab_part((0.019334f / 1.08883f) * r + (0.119193f / 1.08883f) * g + (0.950227f / 1.08883f) * b);
  const vf bad = (p.a - p.a) + (p.b - p.b) + (p.c - p.c);
  return {1.16f * y - 0.16f + bad, 5.0f * (x - y) + bad, 2.0f * (y - z) + bad};
}

// n pixels of three channels; the lanes behind are zero.
inline Colours load_pixels(const float* from, int n) {
  float lanes[3][kLanes] = {};
  for (int i = 0; i < n; ++i) {
    for (int c = 0; c < 3; ++c) lanes[c][i] = from[3 * i + c];
  }
  return {load(lanes[0]), load(lanes[1]), load(lanes[2])};
}

// Grey of one row of pixels.
void grey_row(const float* x, size_t width, size_t channels, float* to) {
  if (channels == 1) {
    std::memcpy(to, x, width * sizeof(float));
    return;
  }
  for_row(width, [&](size_t i, int n) { store_first(to + i, grey(load_pixels(x + 3 * i, n)), n); });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(pixel_channels, k, pool) {
  const size_t width = k.width, height = k.height, line = width * k.channels;
  const bool single = k.channels == 1 || k.space == kGrey;
  const size_t colours = single ? 1 : 3, out = colours + (k.gradients ? 3 : 0);
  pool.parallel_ranges(k.batch * height, 1 + kGrain / line, [&](size_t begin, size_t end) {
    float* greys = workspace(Slot::task, 3 * width);
    for (size_t row = begin; row < end; ++row) {
      const float* x = k.x + row * line;
      float* y = k.y + row * width * out;
      if (single) {
        grey_row(x, width, k.channels, greys);
        for (size_t i = 0; i < width; ++i) y[i * out] = greys[i];
      } else {
        for_row(width, [&](size_t i, int n) {
          Colours p = load_pixels(x + 3 * i, n);
          if (k.space == kHsv) p = hsv(p);
          if (k.space == kLab) p = lab(p);
          float lanes[3][kLanes];
          store(lanes[0], p.a);
          store(lanes[1], p.b);
          store(lanes[2], p.c);
          for (int lane = 0; lane < n; ++lane) {
            for (int c = 0; c < 3; ++c) y[(i + lane) * out + c] = lanes[c][lane];
          }
        });
      }
      if (!k.gradients) continue;
      // Rows above, here and below; at the edges the edge's own.
      const size_t at = row % height;
      grey_row(at > 0 ? x - line : x, width, k.channels, greys);
      grey_row(x, width, k.channels, greys + width);
      grey_row(at + 1 < height ? x + line : x, width, k.channels, greys + 2 * width);
      const float* here = greys + width;
      for (size_t i = 0; i < width; ++i) {
        const float across = 0.5f * (here[i + 1 < width ? i + 1 : i] - here[i > 0 ? i - 1 : i]);
        const float down = 0.5f * (greys[2 * width + i] - greys[i]);
        float* to = y + i * out + colours;
        to[0] = across;
        to[1] = down;
        to[2] = __builtin_sqrtf(across * across + down * down);
      }
    }
  });
}
