// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct cell_histogram {
  const float* __restrict x;
  const float* __restrict axes;
  float* __restrict y;
  uint32_t batch;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  uint32_t grid_rows;
  uint32_t grid_columns;
  uint32_t joint;
  uint32_t length;

  static constexpr const char* kernel_name = "cell_histogram";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 8;
  static cell_histogram from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<uint32_t>(words[7])};
  }
};

}  // namespace skein::params
