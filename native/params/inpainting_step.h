// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct inpainting_step {
  const float* __restrict x;
  const float* __restrict mask;
  const float* __restrict errors;
  const float* __restrict pulled;
  const float* __restrict sums;
  float* __restrict next;
  uint32_t batch;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  float deviation;

  static constexpr const char* kernel_name = "inpainting_step";
  static constexpr uint32_t buffer_count = 6;
  static constexpr uint32_t word_count = 5;
  static inpainting_step from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<float>(words[4])};
  }
};

}  // namespace skein::params
