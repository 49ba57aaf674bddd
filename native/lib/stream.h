// Stores that pass the caches, for results so large that the caches would lose them before anybody reads them:
// a plain store first reads the line that it overwrites, which is half of its traffic, and evicts another.
#pragma once
#include <cstddef>
#include <cstdint>

#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// A vector is a whole cache line, the least that can be written without being read. Where it is less, all vectors of a
// line must be streamed one after the other.
constexpr bool kStreams = kLanes * sizeof(float) == 64;

static inline bool starts_line(const float* p) { return reinterpret_cast<uintptr_t>(p) % 64 == 0; }

// p is aligned as a vector. Other threads may see the value only after stream_fence().
static inline void stream(float* p, vf v) {
#if defined(__AVX512F__)
  _mm512_stream_ps(p, (__m512)v);
#elif defined(__AVX__)
  _mm256_stream_ps(p, (__m256)v);
#elif defined(__SSE__)
  _mm_stream_ps(p, (__m128)v);
#else
  store(p, v);
#endif
}

// Before the loop ends in which this thread streamed.
static inline void stream_fence() {
#if defined(__SSE__)
  _mm_sfence();
#endif
}

}  // namespace skein::SKEIN_SIMD
