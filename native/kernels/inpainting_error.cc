// Errors of predicting each part of an image from the other. Twin of shaders/inpainting_error.wgsl. A task is an image.
#include "params/inpainting_error.h"

#include "kernel.h"
#include "lib/pointwise.h"

namespace skein::SKEIN_SIMD {
namespace {

// Less weight than any pixel in reach of a filter of 11 values has; rounding leaves less of none.
constexpr float kReach = 1e-5f;
// Of a part's pixel that is out of reach.
constexpr float kFar = 1e-8f;

inline vf sign(vf v) { return select(v > vf{}, splat(1.0f), select(v < vf{}, splat(-1.0f), vf{})); }
inline float at_least_one(float v) { return v > 1.0f ? v : 1.0f; }

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(inpainting_error, k, pool) {
  const size_t pixels = static_cast<size_t>(k.height) * k.width, channels = k.channels;
  pool.parallel_for(k.batch, [&](size_t image) {
    const float* mask = k.mask + image * pixels;
    const float* x = k.x + image * channels * pixels;
    const float* near = k.near + image * (channels + 1) * pixels;
    const float* all = k.all + image * (channels + 1) * pixels;
    float* sums = k.sums + image * (4 + 2 * channels);
    float* means = sums + 4;
    const float foreground = row_sum(pixels, [&](size_t i, int n) { return load_first(mask + i, n); });
    const float areas[2] = {foreground, static_cast<float>(pixels) - foreground};
    for (size_t c = 0; c < channels; ++c) {
      const float* values = x + c * pixels;
      const float inside =
          row_sum(pixels, [&](size_t i, int n) { return load_first(mask + i, n) * load_first(values + i, n); });
      const float outside = row_sum(
          pixels, [&](size_t i, int n) { return (1.0f - load_first(mask + i, n)) * load_first(values + i, n); });
      means[c] = inside / at_least_one(areas[0]);
      means[channels + c] = outside / at_least_one(areas[1]);
    }
    for (size_t part = 0; part < 2; ++part) {
      // The other part predicts.
      const bool by_foreground = part == 1;
      const float* mean = means + (1 - part) * channels;
      const vf out_of_reach = splat(kFar * at_least_one(areas[1 - part]));
      float* pulls = k.pulls + (image * 2 + part) * (channels + 1) * pixels;
      float* errors = k.errors + (image * 2 + part) * pixels;
      sums[part] = areas[part];
      sums[2 + part] = row_sum(pixels, [&](size_t i, int n) {
        const vf m = load_first(mask + i, n);
        const vf inside = by_foreground ? 1.0f - m : m;
        const vf here = load_first(near + channels * pixels + i, n);
        const vf weight = by_foreground ? here : load_first(all + channels * pixels + i, n) - here;
        const vi far = weight < kReach;
        const vf share = 1.0f / select(far, out_of_reach, weight);
        const vf change = inside * share;
        vf error{}, total{};
        for (size_t c = 0; c < channels; ++c) {
          const vf close = load_first(near + c * pixels + i, n);
          const vf seen = by_foreground ? close : load_first(all + c * pixels + i, n) - close;
          const vf prediction = select(far, splat(mean[c]), seen * share);
          const vf difference = load_first(x + c * pixels + i, n) - prediction;
          error += abs(difference);
          const vf own = change * sign(difference);
          store_first(pulls + c * pixels + i, own, n);
          total += own * prediction;
        }
        store_first(pulls + channels * pixels + i, total, n);
        error = error * (1.0f / static_cast<float>(channels));
        store_first(errors + i, error, n);
        return keep_first(inside * error, n);
      });
    }
  });
}
