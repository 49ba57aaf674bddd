// Normal numbers from random words (Box and Muller 1958). Twin of shaders/lib/normal.wgsl.
#pragma once
#include "lib/math.h"
#include "lib/philox.h"

namespace skein::SKEIN_SIMD {

struct SineCosine {
  vf sine;
  vf cosine;
};

// Of an angle in quarter turns, |quarters| < 2^22; below 1e-7 off.
static inline SineCosine sine_cosine(vf quarters) {
  // Adding 1.5 * 2^23 rounds to an integer, which the low bits then hold.
  const vf shifted = quarters + 12582912.0f;
  const vf t = quarters - (shifted - 12582912.0f);
  const vf z = t * t;
  const vf sine = t * (((-0.00460165786f * z + 0.079680033f) * z - 0.64596349f) * z + 1.57079637f);
  const vf cosine = (((0.000906765461f * z - 0.0208615419f) * z + 0.253669411f) * z - 1.23370051f) * z + 1.0f;
  const vi quadrant = (vi)shifted;
  const vi odd = (quadrant & 1) != 0;
  const vi sine_sign = (quadrant & 2) << 30;
  const vi cosine_sign = ((quadrant + 1) & 2) << 30;
  return {(vf)((vi)select(odd, cosine, sine) ^ sine_sign), (vf)((vi)select(odd, sine, cosine) ^ cosine_sign)};
}

// Words 0 and 1 give one pair of independent standard normal numbers, words 2 and 3 another.
static inline void to_normal(const vu (&words)[4], vf (&values)[4]) {
  for (int pair = 0; pair < 4; pair += 2) {
    // 1 - u is above 0, and exact.
    const vf radius = sqrt(-2.0f * log(1.0f - to_uniform(words[pair])));
    const SineCosine angle = sine_cosine(4.0f * to_uniform(words[pair + 1]));
    values[pair] = radius * angle.cosine;
    values[pair + 1] = radius * angle.sine;
  }
}

}  // namespace skein::SKEIN_SIMD
