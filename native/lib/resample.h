// What an image at another size reads, along one axis of `size` pixels and `out` outputs. Positions are fractions of
// whole numbers. Twin of shaders/lib/resample.wgsl.
#pragma once
#include <cstddef>
#include <cstdint>

#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {

enum ResampleMode : uint32_t { kNearest, kBilinear, kBilinearAligned, kArea };

// [begin, end), with the weight of the first one and of each other.
struct Source {
  uint32_t begin, end;
  float first, others;

  float weight(size_t at) const { return at == begin ? first : others; }
};

// What output `o` reads.
static inline Source source_of(uint64_t size, uint64_t out, uint32_t mode, uint64_t o) {
  const auto source = [](uint64_t begin, uint64_t end, float first, float others) {
    return Source{static_cast<uint32_t>(begin), static_cast<uint32_t>(end), first, others};
  };
  if (mode == kNearest) return source(o * size / out, o * size / out + 1, 1.0f, 0.0f);
  if (mode == kArea) {
    const uint64_t begin = o * size / out, end = ((o + 1) * size + out - 1) / out;
    const float share = 1.0f / static_cast<float>(end - begin);
    return source(begin, end, share, share);
  }
  // The position is over / under.
  uint64_t over = (2 * o + 1) * size > out ? (2 * o + 1) * size - out : 0, under = 2 * out;
  if (mode == kBilinearAligned) {
    over = o * (size - 1);
    under = out > 1 ? out - 1 : 1;
  }
  const uint64_t low = over / under;
  if (low + 1 >= size) return source(size - 1, size, 1.0f, 0.0f);
  const float rest = static_cast<float>(over - low * under) / static_cast<float>(under);
  return source(low, low + 2, 1.0f - rest, rest);
}

// What each output reads, and which outputs [first, behind) read each pixel: no more than do.
struct ResampleAxis {
  size_t size, out;
  const Source* sources;
  const uint32_t* first;
  const uint32_t* behind;

  static size_t floats(size_t size, size_t out) { return out * (sizeof(Source) / sizeof(float)) + 2 * size; }

  ResampleAxis(float* table, size_t size, size_t out, uint32_t mode) : size(size), out(out) {
    Source* to = static_cast<Source*>(static_cast<void*>(table));
    uint32_t* begins = static_cast<uint32_t*>(static_cast<void*>(to + out));
    uint32_t* ends = begins + size;
    for (size_t i = 0; i < size; ++i) begins[i] = ends[i] = 0;
    for (size_t o = 0; o < out; ++o) {
      to[o] = source_of(size, out, mode, o);
      for (size_t i = to[o].begin; i < to[o].end; ++i) {
        if (ends[i] == 0) begins[i] = static_cast<uint32_t>(o);
        ends[i] = static_cast<uint32_t>(o + 1);
      }
    }
    sources = to;
    first = begins;
    behind = ends;
  }
};

// to = the sum of kTaps rows times their weights, and of `to` itself if kAdd.
template <int kTaps, bool kAdd>
static inline void mix_few(const float* from, size_t step, const float* weights, float* to, size_t count) {
  for_row(count, [&](size_t i, int n) {
    vf total = weights[0] * load_first(from + i, n);
    if constexpr (kAdd) total += load_first(to + i, n);
#pragma GCC unroll 4
    for (int t = 1; t < kTaps; ++t) total += weights[t] * load_first(from + t * step + i, n);
    store_first(to + i, total, n);
  });
}

// to[0 .. count) = the sum of `taps` rows that are `step` floats apart, row t times weight(t).
template <typename Weight>
static inline void mix(const float* from, size_t step, size_t taps, Weight&& weight, float* to, size_t count) {
  if (taps == 0) for_row(count, [&](size_t i, int n) { store_first(to + i, vf{}, n); });
  for (size_t t = 0; t < taps; t += 4) {
    const size_t few = taps - t < 4 ? taps - t : 4;
    float weights[4];
    for (size_t i = 0; i < few; ++i) weights[i] = weight(t + i);
    const float* at = from + t * step;
    if (t > 0) {
      for (size_t i = 0; i < few; ++i) mix_few<1, true>(at + i * step, step, weights + i, to, count);
    } else if (few == 1) {
      mix_few<1, false>(at, step, weights, to, count);
    } else if (few == 2) {
      mix_few<2, false>(at, step, weights, to, count);
    } else if (few == 3) {
      mix_few<3, false>(at, step, weights, to, count);
    } else {
      mix_few<4, false>(at, step, weights, to, count);
    }
  }
}

}  // namespace skein::SKEIN_SIMD
