// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct nearest_rows {
  const float* __restrict queries;
  const float* __restrict x;
  const float* __restrict half_norms;
  uint32_t* __restrict index;
  float* __restrict score;
  uint32_t rows;
  uint32_t points;
  uint32_t cols;
  uint32_t keep;
  uint32_t own;
  uint32_t start;

  static constexpr const char* kernel_name = "nearest_rows";
  static constexpr uint32_t buffer_count = 5;
  static constexpr uint32_t word_count = 6;
  static nearest_rows from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<uint32_t*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5])};
  }
};

}  // namespace skein::params
