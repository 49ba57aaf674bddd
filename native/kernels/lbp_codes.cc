// y = numbers of local binary patterns. Twin of shaders/lbp_codes.wgsl.
//
// A task is a few rows of one image, copied with a margin of zeros that holds the circle.
#include "params/lbp_codes.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/pointwise.h"
#include "lib/simd.h"
#include "lib/sizes.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr uint32_t kBits = 0, kUniform = 1;
// Rounding may make an equal point darker by so much.
constexpr float kEqual = -0x1p-20f;
// Rows of a task.
constexpr size_t kRows = 16;
constexpr uint32_t kMostPoints = 24;

// Set bits, and the lowest set bit's place (32 where there is none), of bits below 2^24.
inline vi count_ones(vi v) {
  v -= (v >> 1) & 0x55555555;
  v = (v & 0x33333333) + ((v >> 2) & 0x33333333);
  v = (v + (v >> 4)) & 0x0f0f0f0f;
  v += v >> 8;
  v += v >> 16;
  return v & 0x3f;
}
inline vi trailing_zeros(vi v) { return count_ones(~v & (v - 1)); }
inline vi choose(vi mask, vi yes, vi no) { return (mask & yes) | (~mask & no); }

inline vi code_of(vi bits, int points, uint32_t method) {
  if (method == kBits) return bits;
  const vi ones = count_ones(bits);
  const vi changes = count_ones((bits ^ (bits >> 1)) & ((1 << (points - 1)) - 1));
  if (method == kUniform) return choose(changes <= 2, ones, vi{} + (points + 1));
  const vi turns = choose((bits & 1) == 1, ones - trailing_zeros(~bits), points - trailing_zeros(bits));
  vi code = 1 + (ones - 1) * points + turns;
  code = choose(ones == 0, vi{}, code);
  code = choose(ones == points, vi{} + (points * (points - 1) + 1), code);
  return choose(changes > 2, vi{} + (points * (points - 1) + 2), code);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(lbp_codes, k, pool) {
  const size_t height = k.height, width = k.width;
  const size_t margin = static_cast<size_t>(k.radius) + 2;
  const size_t stride = width + 2 * margin + kLanes;
  const size_t tasks = ceil_div(height, kRows);
  const uint32_t points = k.points < kMostPoints ? k.points : kMostPoints;
  pool.parallel_ranges(k.batch * tasks, 1 + kGrain / (kRows * width), [&](size_t begin, size_t end) {
    float* padded = workspace(Slot::task, (kRows + 2 * margin) * stride);
    for (size_t task = begin; task < end; ++task) {
      const size_t first = task % tasks * kRows, last = smaller(height, first + kRows);
      const float* image = k.x + task / tasks * height * width;
      std::memset(padded, 0, (kRows + 2 * margin) * stride * sizeof(float));
      for (size_t row = first > margin ? first - margin : 0; row < smaller(height, last + margin); ++row) {
        std::memcpy(padded + (row + margin - first) * stride + margin, image + row * width, width * sizeof(float));
      }
      for (size_t row = first; row < last; ++row) {
        const float* line = padded + (row + margin - first) * stride + margin;
        for_row(width, [&](size_t at, int n) {
          const vf here = load(line + at);
          vi bits{};
          for (uint32_t i = 0; i < points; ++i) {
            const float* point = k.circle + 4 * i;
            const float* from = line + static_cast<ptrdiff_t>(point[0]) * static_cast<ptrdiff_t>(stride) +
                                static_cast<ptrdiff_t>(point[1]) + at;
            const float below = point[2], right = point[3];
            const vf top = (1.0f - right) * (load(from) - here) + right * (load(from + 1) - here);
            const vf bottom = (1.0f - right) * (load(from + stride) - here) + right * (load(from + stride + 1) - here);
            bits |= ((1.0f - below) * top + below * bottom >= kEqual) & (1 << i);
          }
          // NaN where the pixel is not finite.
          const vf code =
              __builtin_convertvector(code_of(bits, static_cast<int>(points), k.method), vf) + (here - here);
          store_first(k.y + (task / tasks * height + row) * width + at, code, n);
        });
      }
    }
  });
}
