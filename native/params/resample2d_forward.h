// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct resample2d_forward {
  const float* __restrict x;
  float* __restrict y;
  uint32_t batch;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  uint32_t out_height;
  uint32_t out_width;
  uint32_t mode;

  static constexpr const char* kernel_name = "resample2d_forward";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 7;
  static resample2d_forward from(void* const* buffers, const uint32_t* words) {
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
