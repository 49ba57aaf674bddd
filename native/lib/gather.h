// Loads from an index per lane.
#pragma once
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

static inline vi gather(const int32_t* p, vi index) {
#if defined(__AVX512F__)
  return (vi)_mm512_mask_i32gather_epi32((__m512i)vi{}, 0xffff, (__m512i)index, p, 4);
#elif defined(__AVX2__)
  return (vi)_mm256_i32gather_epi32(p, (__m256i)index, 4);
#else
  vi v;
  for (int i = 0; i < kLanes; ++i) v[i] = p[index[i]];
  return v;
#endif
}

}  // namespace skein::SKEIN_SIMD
