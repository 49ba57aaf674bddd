// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct reduce {
  const float* __restrict x;
  float* __restrict y;
  uint32_t outer;
  uint32_t axis;
  uint32_t inner;
  uint32_t x_offset;
  uint32_t outer_stride;
  uint32_t y_offset;
  uint32_t op;
  float scale;

  static constexpr const char* kernel_name = "reduce";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 8;
  static reduce from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<float>(words[7])};
  }
};

}  // namespace skein::params
