// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct scatter_add_rows {
  const float* __restrict dy;
  const uint32_t* __restrict index;
  float* __restrict dx;
  uint32_t rows;
  uint32_t cols;
  uint32_t count;

  static constexpr const char* kernel_name = "scatter_add_rows";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 3;
  static scatter_add_rows from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<uint32_t*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2])};
  }
};

}  // namespace skein::params
