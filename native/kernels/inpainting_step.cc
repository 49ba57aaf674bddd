// Moves the border between the parts of an image, and smooths it. Twin of shaders/inpainting_step.wgsl. A task is an
// image.
#include "params/inpainting_step.h"

#include "kernel.h"
#include "lib/sizes.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

// Of the 9 pixels around and with it, those that a pixel of the foreground has in it.
constexpr float kLeast = 4.0f;

inline float at_least_one(float v) { return v > 1.0f ? v : 1.0f; }

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(inpainting_step, k, pool) {
  const size_t height = k.height, width = k.width, channels = k.channels, pixels = height * width;
  const float share = 1.0f / static_cast<float>(channels);
  pool.parallel_for(k.batch, [&](size_t image) {
    const float* mask = k.mask + image * pixels;
    const float* sums = k.sums + image * (4 + 2 * channels);
    // What the objective gains as the pixel goes over to a part.
    const auto gain = [&](size_t part, size_t i) {
      const float area = at_least_one(sums[part]);
      const float* pulled = k.pulled + (image * 2 + part) * (channels + 1) * pixels + i;
      const float* means = sums + 4 + part * channels;
      float pull = -pulled[channels * pixels], spread = 0.0f;
      for (size_t c = 0; c < channels; ++c) {
        const float value = k.x[(image * channels + c) * pixels + i];
        const float distance = value - means[c];
        pull += value * pulled[c * pixels];
        spread += distance * distance;
      }
      const float error = k.errors[(image * 2 + part) * pixels + i] - sums[2 + part] / area;
      return (error + pull * share) / area - k.deviation * spread;
    };
    float* moved = workspace(Slot::task, pixels);
    for (size_t row = 0, i = 0; row < height; ++row) {
      for (size_t column = 0; column < width; ++column, ++i) {
        const float here = mask[i];
        const bool border = row == 0 || row + 1 == height || column == 0 || column + 1 == width ||
                            mask[i - width] != here || mask[i + width] != here || mask[i - 1] != here ||
                            mask[i + 1] != here;
        moved[i] = here;
        if (!border) continue;
        const float gradient = gain(0, i) - gain(1, i);
        if (gradient != 0.0f) moved[i] = gradient > 0.0f ? 1.0f : 0.0f;
      }
    }
    float* next = k.next + image * pixels;
    for (size_t row = 0, i = 0; row < height; ++row) {
      for (size_t column = 0; column < width; ++column, ++i) {
        float count = 0.0f;
        for (size_t h = row > 0 ? row - 1 : 0; h < smaller(row + 2, height); ++h) {
          for (size_t w = column > 0 ? column - 1 : 0; w < smaller(column + 2, width); ++w)
            count += moved[h * width + w];
        }
        next[i] = count >= kLeast ? 1.0f : 0.0f;
      }
    }
  });
}
