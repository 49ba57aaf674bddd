// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct softmax_forward {
  const float* __restrict x;
  float* __restrict y;
  uint32_t rows;
  uint32_t cols;
  float scale;
  uint32_t causal;

  static constexpr const char* kernel_name = "softmax_forward";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 4;
  static softmax_forward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<float>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
