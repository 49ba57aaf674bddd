// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct distance_sums {
  const float* __restrict x;
  float* __restrict sums;
  uint32_t rows;
  uint32_t cols;
  uint32_t first;
  uint32_t count;

  static constexpr const char* kernel_name = "distance_sums";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 4;
  static distance_sums from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
