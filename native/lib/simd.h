// Vectors of float32 and int32 as wide as the level's registers, written with
// the vector extensions of GCC and Clang: + - * / and comparisons are operators,
// a * b + c becomes a fused multiply-add where the processor has one.
#pragma once
#include <cstdint>
#include <cstring>
#if defined(__SSE__)
#include <immintrin.h>
#endif

namespace skein::SKEIN_SIMD {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

typedef float vf __attribute__((vector_size(kLanes * 4)));
typedef int32_t vi __attribute__((vector_size(kLanes * 4)));
typedef uint32_t vu __attribute__((vector_size(kLanes * 4)));

// x - 0 is x for every x, so that the compiler broadcasts without computing; -0 + 0 would be 0.
static inline vf splat(float x) { return x - vf{}; }

static inline vf load(const float* p) {
  vf v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

// v, loaded by an instruction of its own. GCC otherwise loads it again in each multiplication that uses it, and loads
// are what a kernel of few sums runs out of.
static inline vf in_register(vf v) {
#if defined(__x86_64__)
  asm("" : "+v"(v));
#endif
  return v;
}

static inline void store(float* p, vf v) { std::memcpy(p, &v, sizeof v); }

// The first n lanes, 0 <= n <= kLanes; the others are zero, and their memory is not touched.
static inline vf load_first(const float* p, int n) {
#if defined(__AVX512F__)
  return (vf)_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << n) - 1), p);
#elif defined(__AVX__)
  // The compiler would keep a mask that it knows to be full.
  if (__builtin_constant_p(n) && n == kLanes) return load(p);
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return (vf)_mm256_maskload_ps(p, (__m256i)((vi)lanes < n));
#else
  vf v{};
  std::memcpy(&v, p, static_cast<size_t>(n) * sizeof(float));
  return v;
#endif
}

static inline void store_first(float* p, vf v, int n) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1), (__m512)v);
#elif defined(__AVX__)
  // By halves: AMD's masked store takes tens of cycles.
  if (n == kLanes) return store(p, v);
  __m128 part = _mm256_castps256_ps128((__m256)v);
  if (n & 4) {
    _mm_storeu_ps(p, part);
    part = _mm256_extractf128_ps((__m256)v, 1);
    p += 4;
  }
  if (n & 2) {
    _mm_storel_pi(reinterpret_cast<__m64*>(p), part);
    part = _mm_movehl_ps(part, part);
    p += 2;
  }
  if (n & 1) {
    // Not _mm_store_ss: p may point into integers, which a store of a float need not reach.
    const float last = _mm_cvtss_f32(part);
    std::memcpy(p, &last, sizeof last);
  }
#else
  std::memcpy(p, &v, static_cast<size_t>(n) * sizeof(float));
#endif
}

// mask lanes are all ones or all zeros, as comparisons return them.
static inline vf select(vi mask, vf yes, vf no) { return (vf)((mask & (vi)yes) | (~mask & (vi)no)); }

// NaN in either operand gives b, as x86's own instructions do. GCC would compare and blend.
static inline vf max(vf a, vf b) {
#if defined(__AVX512F__)
  return (vf)_mm512_maskz_max_ps(0xffff, (__m512)a, (__m512)b);
#elif defined(__AVX__)
  return (vf)_mm256_max_ps((__m256)a, (__m256)b);
#elif defined(__SSE__)
  return (vf)_mm_max_ps((__m128)a, (__m128)b);
#else
  return a > b ? a : b;
#endif
}
static inline vf min(vf a, vf b) {
#if defined(__AVX512F__)
  return (vf)_mm512_maskz_min_ps(0xffff, (__m512)a, (__m512)b);
#elif defined(__AVX__)
  return (vf)_mm256_min_ps((__m256)a, (__m256)b);
#elif defined(__SSE__)
  return (vf)_mm_min_ps((__m128)a, (__m128)b);
#else
  return a < b ? a : b;
#endif
}
static inline vf abs(vf a) { return (vf)((vi)a & 0x7fffffff); }

// Sum of the lanes as a balanced tree: always the same order.
static inline float sum(vf v) {
  float lanes[kLanes];
  store(lanes, v);
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; ++i) lanes[i] += lanes[i + width];
  }
  return lanes[0];
}

// Of a vector with NaN, NaN or the largest of some lanes.
static inline float max_lane(vf v) {
  float lanes[kLanes];
  store(lanes, v);
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; ++i) lanes[i] = lanes[i + width] > lanes[i] ? lanes[i + width] : lanes[i];
  }
  return lanes[0];
}

}  // namespace skein::SKEIN_SIMD
