// Philox 4x32-10, a block per lane. Twin of shaders/lib/philox.wgsl.
// Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
#pragma once
#include <cstddef>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "lib/simd.h"
#include "lib/transpose.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Key and second word of the counter.
struct PhiloxKey {
  uint32_t seed;
  uint32_t stream;
  uint32_t offset;
};

typedef uint64_t vl __attribute__((vector_size(kLanes * 4)));

// 64-bit products of the even lanes.
static inline vl multiply_even(vu a, vu b) {
#if defined(__AVX512F__)
  return (vl)_mm512_maskz_mul_epu32(0xff, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
  return (vl)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
  return (vl)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return ((vl)a & 0xffffffff) * ((vl)b & 0xffffffff);
#endif
}

struct WideProduct {
  vu high;
  vu low;
};

static inline WideProduct multiply_wide(vu a, uint32_t factor) {
  const vu b = vu{} + factor;
  const vl even = multiply_even(a, b);
  const vl odd = multiply_even((vu)((vl)a >> 32), b);
  const uint64_t lower = 0xffffffff;
  return {(vu)((even >> 32) | (odd & ~lower)), (vu)((even & lower) | (odd << 32))};
}

// The words of the blocks first, first + 1, ...: words[j] holds each block's word j.
static inline void philox(uint32_t first, PhiloxKey key, vu (&words)[4]) {
  vu c0, c1 = vu{} + key.offset, c2{}, c3{};
  for (int i = 0; i < kLanes; ++i) c0[i] = first + static_cast<uint32_t>(i);
  uint32_t k0 = key.seed, k1 = key.stream;
  for (int round = 0; round < 10; ++round) {
    const WideProduct p0 = multiply_wide(c0, 0xd2511f53);
    const WideProduct p1 = multiply_wide(c2, 0xcd9e8d57);
    c0 = p1.high ^ c1 ^ k0;
    c2 = p0.high ^ c3 ^ k1;
    c1 = p1.low;
    c3 = p0.low;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

// In [0, 1): the 24 high bits of each word, which float32 holds exactly.
static inline vf to_uniform(vu words) { return __builtin_convertvector((vi)(words >> 8), vf) * 0x1p-24f; }

// values[j] lane i becomes element 4 i + j of 4 kLanes elements in a row.
static inline void interleave(vf (&values)[4]) {
  const vf a = interleave_low(values[0], values[2]), b = interleave_low(values[1], values[3]);
  const vf c = interleave_high(values[0], values[2]), d = interleave_high(values[1], values[3]);
  values[0] = interleave_low(a, b);
  values[1] = interleave_high(a, b);
  values[2] = interleave_low(c, d);
  values[3] = interleave_high(c, d);
}

// Where the draw of a kernel's elements begins: in the middle of a block where `skip` > 0.
struct DrawPlace {
  uint32_t first;
  uint32_t skip;
};

// store(index, lanes, value) for `count` elements in vectors; values(words, value) turns the four words of each block
// into the values of its four elements. It stands in one place, for the compiler may round it in another way in a
// second one.
template <typename Values, typename Store>
static inline void draw_elements(Pool& pool, size_t count, PhiloxKey key, DrawPlace place, Values values, Store store) {
  constexpr size_t kTask = 16384;
  const size_t skip = place.skip;
  pool.parallel_ranges(skip + count, kTask, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; i += 4 * kLanes) {
      vu words[4];
      philox(place.first + static_cast<uint32_t>(i / 4), key, words);
      vf value[4];
      values(words, value);
      interleave(value);
      for (size_t j = 0; j < 4; ++j) {
        const size_t at = i + j * kLanes;
        if (at >= end) break;
        const size_t lanes = end - at < kLanes ? end - at : kLanes;
        if (at >= skip) {
          store(at - skip, static_cast<int>(lanes), value[j]);
        } else {
          vf rest{};
          for (size_t lane = skip; lane < lanes; ++lane) rest[lane - skip] = value[j][lane];
          store(0, static_cast<int>(lanes - skip), rest);
        }
      }
    }
  });
}

}  // namespace skein::SKEIN_SIMD
