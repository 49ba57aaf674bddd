// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct normalize_images {
  const uint8_t* __restrict x;
  const float* __restrict mean;
  const float* __restrict rstd;
  float* __restrict y;
  uint32_t pixels;
  uint32_t channels;

  static constexpr const char* kernel_name = "normalize_images";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 2;
  static normalize_images from(void* const* buffers, const uint32_t* words) {
    return {static_cast<uint8_t*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1])};
  }
};

}  // namespace skein::params
