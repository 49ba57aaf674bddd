// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct inpainting_error {
  const float* __restrict x;
  const float* __restrict mask;
  const float* __restrict near;
  const float* __restrict all;
  float* __restrict errors;
  float* __restrict pulls;
  float* __restrict sums;
  uint32_t batch;
  uint32_t height;
  uint32_t width;
  uint32_t channels;

  static constexpr const char* kernel_name = "inpainting_error";
  static constexpr uint32_t buffer_count = 7;
  static constexpr uint32_t word_count = 4;
  static inpainting_error from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            static_cast<float*>(buffers[6]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
