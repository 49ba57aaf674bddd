// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct center_rows {
  const float* __restrict x;
  const float* __restrict center;
  float* __restrict y;
  float* __restrict squares;
  uint32_t rows;
  uint32_t cols;
  float scale;

  static constexpr const char* kernel_name = "center_rows";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 3;
  static center_rows from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<float>(words[2])};
  }
};

}  // namespace skein::params
