// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct hog_blocks {
  const float* __restrict cells;
  float* __restrict y;
  uint32_t batch;
  uint32_t rows;
  uint32_t columns;
  uint32_t block_rows;
  uint32_t block_columns;
  uint32_t orientations;
  uint32_t norm;

  static constexpr const char* kernel_name = "hog_blocks";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 7;
  static hog_blocks from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6])};
  }
};

}  // namespace skein::params
