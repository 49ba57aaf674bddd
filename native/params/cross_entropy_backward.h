// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct cross_entropy_backward {
  const float* __restrict dloss;
  const float* __restrict logits;
  const uint32_t* __restrict labels;
  const float* __restrict weight;
  float* __restrict dlogits;
  uint32_t rows;
  uint32_t cols;
  uint32_t weighted;
  float smoothing;
  uint32_t ignores;
  uint32_t ignored;

  static constexpr const char* kernel_name = "cross_entropy_backward";
  static constexpr uint32_t buffer_count = 5;
  static constexpr uint32_t word_count = 6;
  static cross_entropy_backward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<uint32_t*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<float>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5])};
  }
};

}  // namespace skein::params
