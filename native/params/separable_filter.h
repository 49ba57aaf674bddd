// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct separable_filter {
  const float* __restrict x;
  const float* __restrict weights;
  float* __restrict y;
  uint32_t maps;
  uint32_t height;
  uint32_t width;
  uint32_t taps;

  static constexpr const char* kernel_name = "separable_filter";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 4;
  static separable_filter from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
