// Transposes square blocks of kLanes x kLanes floats in registers.
#pragma once
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// Lane 2i is a's lane i and lane 2i + 1 is b's lane i, for the lower half of both.
static inline vf interleave_low(vf a, vf b) {
#if defined(__AVX512F__)
  const __m512i lanes = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  return (vf)_mm512_permutex2var_ps((__m512)a, lanes, (__m512)b);
#else
  vf r;
  for (int i = 0; i < kLanes / 2; ++i) {
    r[2 * i] = a[i];
    r[2 * i + 1] = b[i];
  }
  return r;
#endif
}

// The same for the upper half.
static inline vf interleave_high(vf a, vf b) {
#if defined(__AVX512F__)
  const __m512i lanes = _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  return (vf)_mm512_permutex2var_ps((__m512)a, lanes, (__m512)b);
#else
  vf r;
  for (int i = 0; i < kLanes / 2; ++i) {
    r[2 * i] = a[kLanes / 2 + i];
    r[2 * i + 1] = b[kLanes / 2 + i];
  }
  return r;
#endif
}

#if defined(__AVX__) && !defined(__AVX512F__)
// rows[i] lane j becomes rows[j] lane i. Pairs of rows, then quads, are interleaved within the halves of the registers,
// which cross at the end: half the shuffles that whole registers would take.
static inline void transpose(vf (&rows)[kLanes]) {
  __m256 quads[kLanes];
#pragma GCC unroll 2
  for (int i = 0; i < kLanes; i += 4) {
    const __m256 low01 = _mm256_unpacklo_ps((__m256)rows[i], (__m256)rows[i + 1]);
    const __m256 high01 = _mm256_unpackhi_ps((__m256)rows[i], (__m256)rows[i + 1]);
    const __m256 low23 = _mm256_unpacklo_ps((__m256)rows[i + 2], (__m256)rows[i + 3]);
    const __m256 high23 = _mm256_unpackhi_ps((__m256)rows[i + 2], (__m256)rows[i + 3]);
    quads[i] = _mm256_shuffle_ps(low01, low23, _MM_SHUFFLE(1, 0, 1, 0));
    quads[i + 1] = _mm256_shuffle_ps(low01, low23, _MM_SHUFFLE(3, 2, 3, 2));
    quads[i + 2] = _mm256_shuffle_ps(high01, high23, _MM_SHUFFLE(1, 0, 1, 0));
    quads[i + 3] = _mm256_shuffle_ps(high01, high23, _MM_SHUFFLE(3, 2, 3, 2));
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    rows[i] = (vf)_mm256_permute2f128_ps(quads[i], quads[i + 4], 0x20);
    rows[i + 4] = (vf)_mm256_permute2f128_ps(quads[i], quads[i + 4], 0x31);
  }
}
#else
// rows[i] lane j becomes rows[j] lane i: log2(kLanes) perfect shuffles of row i with row i + kLanes / 2.
static inline void transpose(vf (&rows)[kLanes]) {
#pragma GCC unroll 4
  for (int stage = 1; stage < kLanes; stage *= 2) {
    vf shuffled[kLanes];
#pragma GCC unroll 8
    for (int i = 0; i < kLanes / 2; ++i) {
      shuffled[2 * i] = interleave_low(rows[i], rows[i + kLanes / 2]);
      shuffled[2 * i + 1] = interleave_high(rows[i], rows[i + kLanes / 2]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) rows[i] = shuffled[i];
  }
}
#endif

}  // namespace skein::SKEIN_SIMD
