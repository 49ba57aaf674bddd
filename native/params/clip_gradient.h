// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct clip_gradient {
  float* __restrict grad;
  const float* __restrict sum_of_squares;
  uint32_t count;
  float max_norm;

  static constexpr const char* kernel_name = "clip_gradient";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 2;
  static clip_gradient from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<float>(words[1])};
  }
};

}  // namespace skein::params
