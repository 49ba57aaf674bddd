// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct softmax_backward {
  const float* __restrict dy;
  const float* __restrict y;
  float* __restrict dx;
  uint32_t rows;
  uint32_t cols;
  float scale;

  static constexpr const char* kernel_name = "softmax_backward";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 3;
  static softmax_backward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<float>(words[2])};
  }
};

}  // namespace skein::params
