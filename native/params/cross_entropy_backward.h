// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct cross_entropy_backward {
  const float* __restrict dloss;
  const float* __restrict logits;
  const uint32_t* __restrict labels;
  float* __restrict dlogits;
  uint32_t rows;
  uint32_t cols;

  static constexpr const char* kernel_name = "cross_entropy_backward";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 2;
  static cross_entropy_backward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<uint32_t*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1])};
  }
};

}  // namespace skein::params
