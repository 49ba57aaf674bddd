// Masks as bits, to walk over the lanes that are set.
#pragma once
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// Bit i is lane i of a mask.
static inline uint32_t lane_bits(vi mask) {
#if defined(__AVX512F__)
  return _mm512_movepi32_mask((__m512i)mask);
#elif defined(__AVX__)
  return static_cast<uint32_t>(_mm256_movemask_ps((__m256)mask));
#elif defined(__SSE__)
  return static_cast<uint32_t>(_mm_movemask_ps((__m128)mask));
#else
  uint32_t bits = 0;
  for (int i = 0; i < kLanes; ++i) bits |= (static_cast<uint32_t>(mask[i]) & 1) << i;
  return bits;
#endif
}

}  // namespace skein::SKEIN_SIMD
