// Elementary functions of vectors. Relative errors are below 2e-7 (pow: below 2e-7 * (1 + |b * log a|));
// NaN goes in and out, infinities give limits. Polynomials were fitted for the smallest largest relative error.
#pragma once
#include <limits>

#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// For results of what does not exist.
static inline void fill_nan(float* y, size_t count) {
  for (size_t i = 0; i < count; ++i) y[i] = kNaN;
}

// log(2) in two parts: the first has 9 bits, so that products with exponents are exact.
constexpr float kLn2High = 0.693359375f;
constexpr float kLn2Low = -2.1219444e-4f;

static inline vf sqrt(vf v) {
#if defined(__AVX512F__)
  return (vf)_mm512_maskz_sqrt_ps(0xffff, (__m512)v);
#else
  float lanes[kLanes];
  store(lanes, v);
  for (int i = 0; i < kLanes; ++i) lanes[i] = __builtin_sqrtf(lanes[i]);
  return load(lanes);
#endif
}

static inline vf floor(vf v) {
#if defined(__AVX512F__)
  return (vf)_mm512_maskz_roundscale_ps(0xffff, (__m512)v, 1);
#else
  float lanes[kLanes];
  store(lanes, v);
  for (int i = 0; i < kLanes; ++i) lanes[i] = __builtin_floorf(lanes[i]);
  return load(lanes);
#endif
}

// Of NaN and a number, NaN.
static inline vf max_or_nan(vf a, vf b) { return select((a > b) | (a != a), a, b); }
static inline vf min_or_nan(vf a, vf b) { return select((a < b) | (a != a), a, b); }

// e^x = 2^n e^r with |r| <= log(2) / 2. Beyond the clamp the result is infinite or zero.
static inline vf exp(vf x) {
  // Adding 1.5 * 2^23 rounds to an integer, which the low bits then hold.
  const float magic = 12582912.0f;
  x = min(splat(89.0f), max(splat(-104.0f), x));
  const vf shifted = x * 1.44269504f + magic;
  const vf n = shifted - magic;
  const vf r = (x - n * kLn2High) - n * kLn2Low;
  vf p = splat(1.3814596e-3f);
  p = p * r + 8.3687175e-3f;
  p = p * r + 4.166839e-2f;
  p = p * r + 0.16666521f;
  p = p * r + 0.49999994f;
  p = p * (r * r) + r + 1.0f;
  // n reaches 128 and -150, which no single float32 power of two does.
  const vi exponent = (vi)shifted - 0x4b400000;
  const vi half = exponent >> 1;
  const vf scale = (vf)((vu)(half + 127) << 23);
  const vf rest = (vf)((vu)(exponent - half + 127) << 23);
  return p * scale * rest;
}

// x = 2^n (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)).
static inline vf log(vf x) {
  // A subnormal number has no exponent to take: 2^23 makes it normal.
  const vi tiny = x < 1.17549435e-38f;
  const vf normal = select(tiny, x * 8388608.0f, x);
  // Subtracting the bits of sqrt(1/2) carries into the exponent just where n must round up. Unsigned, because the bits
  // of a negative number, whose logarithm is replaced below, would overflow.
  const vi offset = (vi)((vu)normal - 0x3f3504f3u);
  const vi mantissa = (offset & 0x007fffff) + 0x3f3504f3;
  const vf n = __builtin_convertvector((offset >> 23) - (tiny & 23), vf);
  const vf f = (vf)mantissa - 1.0f;
  vf p = splat(-7.63443e-2f);
  p = p * f + 0.1276155f;
  p = p * f + -0.13160194f;
  p = p * f + 0.14201762f;
  p = p * f + -0.16623357f;
  p = p * f + 0.20001227f;
  p = p * f + -0.25000823f;
  p = p * f + 0.3333333f;
  const vf square = f * f;
  const vf small = n * kLn2Low + (p * (square * f) - 0.5f * square);
  vf result = n * kLn2High + (f + small);
  result = select(x == 0.0f, splat(-kInfinity), result);
  result = select(x < 0.0f, splat(kNaN), result);
  // Positive infinity and NaN are their own logarithms.
  return select((x == kInfinity) | (x != x), x, result);
}

// As C's pow, signs of negative bases and of zero included; pow(x, 0) is 1 for every x.
static inline vf pow(vf a, vf b) {
  const vf size = abs(a);
  // log(1) * infinity would be NaN.
  const vf exponent = select(size == 1.0f, vf{}, b * log(size));
  const vf magnitude = exp(exponent);
  const vi odd = b - 2.0f * floor(0.5f * b) == 1.0f;
  vf result = (vf)((vi)magnitude | ((vi)a & odd & INT32_MIN));
  const vi whole = floor(b) == b;
  result = select((a < 0.0f) & ~whole & (size != kInfinity), splat(kNaN), result);
  return select(b == 0.0f, splat(1.0f), result);
}

}  // namespace skein::SKEIN_SIMD
